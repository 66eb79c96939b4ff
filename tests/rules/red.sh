#!/bin/bash
# A check turns red: every line marked `-` in CASES, put alone into an otherwise clean tree, is refused; the clean tree (`+`) is not.
# usage: red.sh CHECK CASES
# A case is `- FILE LINE` or `- FILE *COUNT LINE`, the line COUNT times over; `\n` in a line ends one.
set -euo pipefail
check=${1:?usage: $0 CHECK CASES} cases=${2:?usage: $0 CHECK CASES}
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

put() {  # put FILE LINE
    local file=$tree/$1 line=$2 count=1 i
    if [[ $line =~ ^\*([0-9]+)\ (.*)$ ]]; then count=${BASH_REMATCH[1]} line=${BASH_REMATCH[2]}; fi
    mkdir -p "$(dirname "$file")"
    for ((i = 0; i < count; i++)); do printf '%s\n' "${line//\\n/$'\n'}"; done >> "$file"
}
clean_tree() {
    local mark file line
    rm -rf "${tree:?}"/*
    while read -r mark file line; do [ "$mark" != + ] || put "$file" "$line"; done < "$cases"
}

clean_tree
"$check" "$tree" > "$tree.log" || { echo "a clean tree is refused:"; cat "$tree.log"; rm -f "$tree.log"; exit 1; }
rm -f "$tree.log"
failures=0 tried=0
while read -r mark file line; do
    [ "$mark" = - ] || continue
    clean_tree
    put "$file" "$line"
    tried=$((tried + 1))
    if "$check" "$tree" > /dev/null 2>&1; then
        echo "not refused: $file: $line"
        failures=$((failures + 1))
    fi
done < "$cases"
[ "$tried" -gt 0 ] || { echo "no case in $cases" >&2; exit 2; }
[ "$failures" -eq 0 ] && echo "$tried lines, every one is refused"
exit $((failures > 0))
