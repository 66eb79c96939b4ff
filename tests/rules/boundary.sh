#!/bin/bash
# The gateway has no code that opens a body: looks at the symbols of the linked, unstripped programs.
# usage: boundary.sh NFP_GATEWAY NFP
# Exits 1 when the gateway has an opening symbol or nfp lacks one, 2 when the question cannot be answered.
set -euo pipefail
gateway=${1:?usage: $0 NFP_GATEWAY NFP} nfp=${2:?usage: $0 NFP_GATEWAY NFP}
list=$(dirname "$0")/opening_symbols.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Names of functions, one a line; undefined ones too: a shared library's opening code counts.
names() {
    nm -C "$1" > "$work/nm" || exit 2
    sed -nE 's/^[0-9a-f ]{16,} [A-Za-z] //p' "$work/nm" > "$2"
    [ "$(wc -l < "$2")" -gt 100 ] || { echo "$1 is stripped: its symbols say nothing" >&2; exit 2; }
}
names "$gateway" "$work/gateway"
names "$nfp" "$work/nfp"

# beginning_with NAME FILE: the lines of FILE that begin with NAME, taken literally
beginning_with() {
    NAME=$1 awk 'index($0, ENVIRON["NAME"]) == 1' "$2"
}

failures=0
listed=0
while read -r where name; do
    case $where in '' | '#'*) continue ;; esac
    listed=$((listed + 1))
    found=$(beginning_with "$name" "$work/gateway")
    if [ -n "$found" ]; then
        printf 'the gateway can open: %s\n' "${found%%$'\n'*}"
        failures=$((failures + 1))
    fi
    if [ "$where" = both ] && [ -z "$(beginning_with "$name" "$work/nfp")" ]; then
        printf 'nfp lacks %s: renamed? then rename it in %s\n' "$name" "$list"
        failures=$((failures + 1))
    fi
done < "$list"

[ "$listed" -gt 0 ] || { echo "$list is empty" >&2; exit 2; }
[ "$failures" -eq 0 ] && echo "$listed opening symbols: none in the gateway, and nfp has those it must"
exit $((failures > 0))
