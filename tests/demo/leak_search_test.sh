#!/bin/bash
# leak-search finds a text in each encoding, and does not find what is not there. The encodings are made with other tools.
# usage: leak_search_test.sh LEAK_SEARCH
set -euo pipefail
search=${1:?usage: $0 LEAK_SEARCH}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0

text='Détention 😀 "pandémie"?>'
printf '%s\n' "$text" > "$dir/needles"

# expect STATUS WHAT EXPECTATION FILE
expect() {
    local status=0
    "$search" --expect "$3" "$dir/needles" "$4" > "$dir/out" 2>&1 || status=$?
    if [ "$status" -ne "$1" ]; then
        echo "$2: status $status, not $1"
        cat "$dir/out"
        failures=$((failures + 1))
    fi
}

# found ENCODING: the encoded text in the midst of a file is recognised as ENCODING (a regular expression)
found() {
    { head -c 5000 /dev/zero; cat "$dir/encoded"; head -c 5000 /dev/zero; } > "$dir/haystack"
    expect 1 "$1" none "$dir/haystack"
    expect 0 "$1" all "$dir/haystack"
    "$search" --expect none "$dir/needles" "$dir/haystack" > "$dir/out" || true
    if ! grep -qE " as $1 in .* at 50" "$dir/out"; then
        echo "not found as $1"
        cat "$dir/out"
        failures=$((failures + 1))
    fi
}

printf '%s' "$text" > "$dir/encoded"; found utf-8
printf '%s' 'D\u00e9tention \ud83d\ude00 \"pand\u00e9mie\"?>' > "$dir/encoded"; found json-ascii
printf '%s' 'D\u00E9tention \uD83D\uDE00 \"pand\u00E9mie\"?>' > "$dir/encoded"; found json-ascii-upper
printf '%s' "$text" | sed 's/"/\\"/g' > "$dir/encoded"; found json
printf '%s' "$text" | iconv -f UTF-8 -t UTF-16LE > "$dir/encoded"; found utf-16le
printf '%s' "$text" | iconv -f UTF-8 -t UTF-16BE > "$dir/encoded"; found utf-16be
printf '%s' "$text" | od -An -v -tx1 | tr -d ' \n' > "$dir/encoded"; found hex
printf '%s' "$text" | od -An -v -tx1 | tr -d ' \n' | tr a-f A-F > "$dir/encoded"; found hex-upper
url_safe_seen=
for offset in 0 1 2; do
    # Other bytes on both sides: only what the text alone decides may be looked for.
    for neighbours in 'ab yz' '~~ ~~'; do
        { printf '%s' "${neighbours:0:offset}"; printf '%s' "$text"; printf '%s' "${neighbours:3}"; } | base64 -w 0 > "$dir/encoded"
        found "base64-$offset"
        tr '+/' '-_' < "$dir/encoded" > "$dir/safe"
        mv "$dir/safe" "$dir/encoded"
        found "base64(url)?-$offset"  # the two alphabets differ in two characters: a text may look the same in both
        url_safe_seen+=$(grep -o base64url "$dir/out" || true)
    done
done

[ -n "$url_safe_seen" ] || { echo "the text never tells the url-safe alphabet apart"; failures=$((failures + 1)); }

# Across the border of two chunks of 8 MiB, and in a folder.
mkdir "$dir/folder"
{ head -c 8388600 /dev/zero; printf '%s' "$text"; } > "$dir/folder/large"
expect 0 "over the border of two chunks" all "$dir/folder"

# What is not there is not found: one byte differs in the last place, or the text breaks off.
printf '%s' "${text%>}<" > "$dir/other"
expect 0 "a text that ends differently" none "$dir/other"
expect 1 "a text that ends differently" all "$dir/other"
printf '%s' "$text" | head -c 25 > "$dir/other"
expect 0 "a text that breaks off" none "$dir/other"

# What cannot be answered is an error, never a silent yes.
printf '%s' "$text" > "$dir/encoded"
expect 2 "a missing file" none "$dir/absent"
mkdir "$dir/empty"
expect 2 "an empty folder" none "$dir/empty"
printf 'abc\n' > "$dir/needles"; expect 2 "a short needle" none "$dir/encoded"
printf 'caf\351 noir\n' > "$dir/needles"; expect 2 "a needle that is not UTF-8" none "$dir/encoded"
: > "$dir/needles"; expect 2 "no needles" none "$dir/encoded"

[ "$failures" -eq 0 ] && echo "every encoding is found, nothing else"
exit $((failures > 0))
