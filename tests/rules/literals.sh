#!/bin/bash
# What is said to people stands in the catalogues (clients/core/messages), in both languages: no sentence in the code, nothing but
# punctuation printed from a literal. Texts of exceptions and of error categories are for logs and tests.
# usage: literals.sh SOURCE_ROOT
set -uo pipefail
cd "${1:?usage: $0 SOURCE_ROOT}" || exit 2

mapfile -t files < <(find clients/cli clients/core/access clients/core/compilation clients/core/language clients/core/recovery -type f -name '*.cpp' 2> /dev/null | sort)
[ ${#files[@]} -gt 0 ] || { echo "no sources below $PWD"; exit 2; }
# Names of institutions are the same in every sentence.
names='Network of Focal Points on Migration|Division on Migration and Refugees|Division sur les migrations et les réfugiés'
hits=$(awk -v names="$names" '
    FNR == 1 { category = 0; throwing = 0 }
    /std::string message\(int/ { category = 1 }
    category { if ($0 ~ /^    }/) category = 0; next }
    /(^|[^a-z_])(throw|assert|static_assert)[ (]/ || throwing { throwing = ($0 !~ /;/); next }
    {
        line = $0
        sub(/(^|[ \t])\/\/.*/, "", line)
        if (line ~ /#[ \t]*include/) next
        printed = line ~ /(cout|cerr|out)[ \t]*<</
        while (match(line, /"([^"\\]|\\.)*"/)) {
            text = substr(line, RSTART + 1, RLENGTH - 2)
            line = substr(line, RSTART + RLENGTH)
            gsub(/\\n/, " ", text); gsub(/\{[^}]*\}/, "", text)
            if (text ~ /^ ?# /) continue  # a comment line of a file format
            if (text ~ /[<>]/ || text ~ "^(" names ")$") continue
            sentence = text ~ /[[:alpha:]][[:alpha:]]+ +[[:alpha:]][[:alpha:]]+/
            if (sentence || (printed && text ~ /[[:alpha:]][[:alpha:]][[:alpha:]]/)) print FILENAME ":" FNR ": " text
        }
    }' "${files[@]}")
if [ -n "$hits" ]; then
    printf 'said to people outside the catalogues:\n%s\n' "$hits"
    exit 1
fi
echo "${#files[@]} files leave what is said to the catalogues"
