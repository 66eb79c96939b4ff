#!/bin/bash
# How large files and functions are, and how wide a line: a report, and a ceiling for each that no change may pass.
# usage: sizes.sh SOURCE_ROOT
set -uo pipefail
cd "${1:?usage: $0 SOURCE_ROOT}" || exit 2

file_lines_max=320      # about five screens
line_columns_max=130
function_lines_max=70   # a table or a switch is one thing; a function that decides is 3 to 15
mapfile -t files < <(find crypto protocol gateway clients -type f \( -name '*.hpp' -o -name '*.cpp' \) 2> /dev/null | sort)
[ ${#files[@]} -gt 0 ] || { echo "no sources below $PWD"; exit 2; }

by_size=$(wc -l "${files[@]}" | awk '$2 != "total"' | sort -rn)
# A function begins with a line at the margin, or one step in, that ends in `) ... {`, and ends with the brace below its first letter.
functions=$(awk '
    FNR == 1 { begin = 0 }
    begin && $0 == indent "}" { print FNR - begin + 1, FILENAME ":" begin ": " head; begin = 0; next }
    !begin && /^(    )?[A-Za-z~[].*\)( const| noexcept| override| -> [^{]*| : .*)*( mutable)? \{$/ && !/^ *(namespace|class|struct|enum|union|if|for|while|switch|do|else|return)[ (]/ {
        begin = FNR; head = $0; sub(/^ +/, "", head); indent = /^    / ? "    " : ""
    }' "${files[@]}" | sort -rn)

echo "the largest files (lines, of ${#files[@]}):"
head -n 5 <<< "$by_size"
echo "the largest functions (lines, of $(grep -c . <<< "$functions")):"
head -n 5 <<< "$functions" | cut -c1-140
over=$(awk -v max=$file_lines_max '$1 > max { print "a file over " max " lines: " $0 }' <<< "$by_size"
    awk -v max=$function_lines_max '$1 > max { print "a function over " max " lines: " $0 }' <<< "$functions")
wide=$(find crypto protocol gateway clients tests -type f \( -name '*.hpp' -o -name '*.cpp' \) -exec \
    env LC_ALL=C.UTF-8 grep -nHE ".{$((line_columns_max + 1)),}" {} + 2> /dev/null | cut -c1-120)
[ -z "$wide" ] || over+=$'\n'"lines over $line_columns_max columns:"$'\n'$wide
[ -z "$over" ] || { printf '%s\n' "$over"; exit 1; }
