#!/bin/bash
# The main job, played on one machine with the programs and commands that everybody uses: a gateway is set up, the DMR founds a
# network, a focal point of each of the 46 member states joins, a request goes out, sealed answers come back, two of them late,
# and the compilation is printed. Then the gateway is searched for everything that was said. `--keep` keeps the folder.
set -euo pipefail

bin=${NFP_BIN:?NFP_BIN names the folder of nfp and nfp-gateway; start this with: ./run demo}
age=${NFP_AGE:?NFP_AGE names the stock age program; start this with: ./run demo}
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
examples=$source_dir/config/examples
. "$source_dir/tests/demo/needles.sh"

keep=no
for word in "$@"; do
    case $word in
        --keep) keep=yes ;;
        *) echo "usage: ./run demo [--keep]" >&2; exit 2 ;;
    esac
done

work=$(mktemp -d "${TMPDIR:-/tmp}/nfp-demo.XXXXXX")
chmod 700 "$work"
gateway_pid=
on_exit() {
    status=$?
    [ -z "$gateway_pid" ] || kill "$gateway_pid" 2>/dev/null || true
    wait 2>/dev/null || true
    if [ "$keep" = yes ]; then echo "kept: $work"; else rm -rf "$work"; fi
    [ $status = 0 ] || echo "demo: FAILED" >&2
}
trap on_exit EXIT
mkdir -p "$work"/{homes,invitations,words,answers,out,log}
printf 'a passphrase for this demonstration only\n' > "$work/passphrase"
chmod 600 "$work/passphrase"
started=$SECONDS
later=()   # becomes a faketime prefix when the deadline has passed

step() { printf '\n== %s\n' "$*"; }
# nfp_as MEMBER ARGUMENTS...: that member's own program, home and settings. What people would type is shown by `show`.
nfp_as() { local who=$1; shift; "${later[@]}" "$bin/nfp" --home "$work/homes/$who" --passphrase-file "$work/passphrase" "$@"; }
show() { local who=$1; shift; printf '%s$ nfp %s\n' "$who" "$*"; nfp_as "$who" "$@"; }
# one_line FIELD HANDLE: from persons.json, which has a person a line.
person() { sed -n "s/.*\"handle\": \"$2\".*\"$1\": \"\([^\"]*\)\".*/\1/p" "$examples/persons.json"; }

start_gateway() {
    : > "$work/log/gateway.out"  # here and not by the program's redirection: what an earlier start said must not be read again
    "${later[@]}" "$bin/nfp-gateway" serve "$work/gateway" --store-key "$work/store.key" >> "$work/log/gateway.out" 2>> "$work/log/gateway.err" &
    gateway_pid=$!
    local waited=0
    until grep -q '^listening on ' "$work/log/gateway.out"; do
        sleep 0.1
        waited=$((waited + 1))
        if [ $waited -gt 100 ]; then cat "$work/log/gateway.err" >&2; exit 1; fi
    done
    # faketime stays as the parent of what it starts; the image wanted is that of the gateway itself.
    local child
    child=$(cat "/proc/$gateway_pid/task/$gateway_pid/children")
    [ -z "$child" ] || gateway_pid=${child%% *}
    case $(readlink "/proc/$gateway_pid/exe") in */nfp-gateway) ;; *) echo "not the gateway: $gateway_pid" >&2; exit 1 ;; esac
}
stop_gateway() {
    kill -TERM "$gateway_pid"
    wait 2>/dev/null || true
    [ ! -e "/proc/$gateway_pid" ] || { echo "the gateway did not stop" >&2; exit 1; }
    gateway_pid=
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
memory_image() { as_root gcore -o "$work/$1" "$gateway_pid" > "$work/log/gcore.$1" 2>&1; as_root chown "$(id -u)" "$work/$1.$gateway_pid"; }
peak_mib() { awk '/^VmHWM/ { printf "%d MiB", $2 / 1024 }' "/proc/$gateway_pid/status"; }

step "The operator sets up the gateway"
port=$((20000 + RANDOM % 20000))
echo "operator\$ nfp-gateway init gateway --store-key store.key --listen 127.0.0.1:$port"
"$bin/nfp-gateway" init "$work/gateway" --store-key "$work/store.key" --listen "127.0.0.1:$port" | tee "$work/log/init"
pin=$(sed -n 's/^ *pin: *//p' "$work/log/init")
umask 077; sed -n 's/^ *founding-token: *//p' "$work/log/init" > "$work/token"; umask 022
start_gateway

step "The DMR founds the network and invites a focal point of every member state"
show dmr network create --gateway "127.0.0.1:$port" --pin "$pin" --token-file "$work/token" \
    --person "$(person name dmr.01)" --email "$(person email dmr.01)"
show dmr invite --all-states -d "$work/invitations" > "$work/log/invite"
tail -n 2 "$work/log/invite"

step "46 persons join, each on a machine of their own; the DMR types the words that each reads out"
mapfile -t states < <(cd "$work/invitations" && ls ./*.invitation | sed 's#^\./##; s/\.01\.invitation$//')
join_all() {
    for state in "${states[@]}"; do
        nfp_as "$state" --json join "$work/invitations/$state.01.invitation" --person "$(person name "$state.01")" \
            --email "$(person email "$state.01")" > "$work/words/$state.json" 2> "$work/log/join.$state" && mv "$work/words/$state.json" "$work/words/$state"
    done
}
join_all &
joining=$!
for state in "${states[@]}"; do
    until [ -f "$work/words/$state" ]; do
        kill -0 $joining 2>/dev/null || [ -f "$work/words/$state" ] || { cat "$work/log/join.$state" >&2; exit 1; }
        sleep 0.05
    done
    words=$(sed -n 's/.*"safety_words": "\(.*\)".*/\1/p' "$work/words/$state")
    printf '%s\n' "$words" | nfp_as dmr approve "$state.01" > "$work/log/approve.$state" 2>&1 || { cat "$work/log/approve.$state" >&2; exit 1; }
    printf '%s ' "$state"
done
wait $joining
printf '\nfor example: %s: %s\n' "$state" "$words"
nfp_as dmr directory | sed -n '1,4p'
echo "... $(nfp_as dmr directory | tail -n +2 | wc -l) persons in all ($((SECONDS - started)) s so far)"

step "The DMR asks all of them"
deadline=$(date -u -d '+10 days' +%F)
sed "s/^Deadline:.*/Deadline: $deadline/" "$examples/request-alternatives-to-detention.en.md" > "$work/request.md"
show dmr request send "$work/request.md" --yes
number=$(nfp_as dmr --json request list | sed -n 's/.*"number": "\(NFP[^"]*\)".*/\1/p' | head -n 1)

step "The states read it and answer, sealed, in English or French"
show fr --lang fr inbox
show fr --lang fr respond "$number" --form -o "$work/out/formulaire.md"
late=(pt gr)
answer() {  # answer FILE: state and language are in its name
    local name state language
    name=$(basename "$1"); state=${name%%.*}; language=${name#*.}; language=${language%%.*}
    nfp_as "$state" --lang "$language" respond "$1" --to "$number" --yes > "$work/log/answer.$name" 2>&1 || { cat "$work/log/answer.$name" >&2; return 1; }
    printf '%s ' "$state"
}
is_late() { case " ${late[*]} " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }
first=() second=()
for file in "$examples"/responses/*.md; do
    state=$(basename "$file"); state=${state%%.*}
    if is_late "$state"; then :; elif [[ $file == *.2.md ]]; then second+=("$file"); else first+=("$file"); fi
done
half=$(((${#first[@]} + 1) / 2))
(for file in "${first[@]:0:half}"; do answer "$file"; done) & one=$!
(for file in "${first[@]:half}"; do answer "$file"; done) & two=$!
wait $one; wait $two
for file in "${second[@]}"; do answer "$file"; printf '(corrected) '; done
echo; show dmr request status "$number"
echo "gateway's memory so far, at its peak: $(peak_mib)"
memory_image memory-before
stop_gateway

step "Twelve days later, after the deadline, ${#late[@]} more states answer (gateway and clients started under faketime)"
later=(faketime -f +12d)
start_gateway
for file in "$examples"/responses/*.md; do
    state=$(basename "$file"); state=${state%%.*}
    if is_late "$state"; then answer "$file"; fi
done

step "The DMR compiles"
echo; COLUMNS=100 show dmr compile "$number"
for format in html csv json; do nfp_as dmr compile "$number" --format "$format" -o "$work/out/compilation.$format" > /dev/null; done
echo; echo "another state sees less: $(nfp_as fr --lang en request status "$number" | tail -n 1)"

step "Has the gateway read any of it?"
memory_image memory-after
memory=$(peak_mib)
stop_gateway
nfp_as dmr directory --json > "$work/out/directory.json" 2>/dev/null || true
nfp_as dmr export "$number" -d "$work/out/entries" > /dev/null 2>&1
nfp_as dmr keys export network -o "$work/out/network.key" > /dev/null 2>&1
nfp_as dmr keys export dmr -o "$work/out/dmr.key" > /dev/null 2>&1
mkdir -p "$work/plain"
cp "$work/out/directory.json" "$work/plain/"
for entry in "$work"/out/entries/*.entry; do
    tail -n +4 "$entry" | "$age" -d -i "$work/out/network.key" -i "$work/out/dmr.key" > "$work/plain/$(basename "$entry" .entry).json"
done
needles "$work/request.md" "$examples/persons.json" "$examples"/responses/*.md > "$work/needles"
echo "searched for: $(wc -l < "$work/needles") titles, questions, answers, names and e-mail addresses"
echo "in what the DMR's own client exports and the stock age opens, every one must be found:"
"$bin/leak-search" --expect all "$work/needles" "$work/plain"
echo "in the gateway's store, log, configuration and two images of its memory, none:"
"$bin/leak-search" --expect none "$work/needles" "$work/gateway" "$work/log/gateway.out" "$work/log/gateway.err" "$work"/memory-*.*

if [ "$keep" = yes ]; then echo; echo "the compilation: $work/out/compilation.html, .csv, .json"; fi
echo
echo "demo: done in $((SECONDS - started)) s; $(ls "$work/out/entries" | wc -l) entries exported; gateway's memory at its peak $memory"
