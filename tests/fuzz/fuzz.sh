#!/bin/bash
# Runs every fuzz target for SECONDS and says what came of it.
# usage: fuzz.sh PROGRAMS SECONDS [TARGET...]     PROGRAMS: folder of the NAME_fuzz programs and make-seeds
# Begins with tests/fuzz/corpus and fresh seeds; what is new stays in PROGRAMS/corpus. A finding is an input that crashes, hangs,
# takes too much memory or breaks a property: it is kept in PROGRAMS/findings, and the exit status is 1.
# With NFP_FUZZ_KEEP=1 the smallest set of inputs with the same coverage is written back to tests/fuzz/corpus.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
programs=$(cd "$1" && pwd)
seconds=$2
shift 2
[ $# -gt 0 ] || set -- $(cd "$programs" && ls | sed -n 's/_fuzz$//p')
input_bytes_max=70000  # beyond the largest header; bodies of entries need no more to be taken apart
mkdir -p "$programs/findings"
"$programs/make-seeds" "$programs/seeds" > /dev/null

fuzz_one() {
    local name=$1 log="$programs/$1.log"
    mkdir -p "$programs/corpus/$name" "$here/corpus/$name" "$programs/seeds/$name"
    "$programs/${name}_fuzz" -max_total_time="$seconds" -max_len=$input_bytes_max -timeout=10 -rss_limit_mb=2048 -use_value_profile=1 \
        -print_final_stats=1 -artifact_prefix="$programs/findings/$name-" \
        "$programs/corpus/$name" "$here/corpus/$name" "$programs/seeds/$name" > "$log" 2>&1 || true
    local runs
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    printf '  %-10s %12s executions   corpus %5s   findings %s\n' "$name" "${runs:-none}" "$(ls "$programs/corpus/$name" | wc -l)" \
        "$(find "$programs/findings" -name "$name-*" | wc -l)"
    [ -n "$runs" ] || { tail -n 30 "$log"; return 1; }
}
keep_one() {  # libFuzzer's own way to the smallest set
    local name=$1 merged
    merged=$(mktemp -d)
    "$programs/${name}_fuzz" -merge=1 -use_counters=0 -max_len=$input_bytes_max "$merged" "$here/corpus/$name" "$programs/seeds/$name" \
        "$programs/corpus/$name" > /dev/null 2>&1
    rm -rf "${here:?}/corpus/$name"
    mv "$merged" "$here/corpus/$name"
    chmod 755 "$here/corpus/$name"
}
export -f fuzz_one keep_one
export here programs seconds input_bytes_max

echo "fuzzing $# targets, $seconds s each, $(nproc) at a time"
failed=0
printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'fuzz_one {}' || failed=1
[ "${NFP_FUZZ_KEEP:-}" != 1 ] || printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'keep_one {}'

total=$(cat "$programs"/*.log | awk '/^stat::number_of_executed_units/ { n += $2 } END { print n + 0 }')
findings=$(find "$programs/findings" -type f | wc -l)
echo "fuzz: $total executions, $findings findings"
[ "$findings" = 0 ] || { find "$programs/findings" -type f; exit 1; }
exit $failed
