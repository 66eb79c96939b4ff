#!/bin/bash
# What may stand in the gateway's log: every call of the logger has a literal format, and neither its fields nor its arguments are of
# a kind that could hold content, a secret or a person. One person's handle (`person=`, the caller) is all that is known of them.
# usage: logs.sh SOURCE_ROOT
set -uo pipefail
cd "${1:?usage: $0 SOURCE_ROOT}" || exit 2

mapfile -t files < <(find gateway -type f \( -name '*.hpp' -o -name '*.cpp' \) 2> /dev/null | sort)
[ ${#files[@]} -gt 0 ] || { echo "no sources below $PWD"; exit 2; }
words='header|body|bodies|content|plaintext|passphrase|password|secret|token|key|keys|email|mail|telephone|contact|name|handles|persons|audience|circle|circles|claim|signature|note|entry|entries_of|invitation|enrolment|certificate|pem'
failures=0 calls=0
refuse() {
    printf '%s: %s:\n    %s\n' "$1" "$2" "$3"
    failures=$((failures + 1))
}
for file in "${files[@]}"; do
    while IFS= read -r call; do
        calls=$((calls + 1))
        arguments=${call#*(} arguments=${arguments# }
        case $arguments in
            '"'*) ;;
            *) refuse "$file" "the format is not a literal" "$call"; continue ;;
        esac
        # The fields of the format, then the arguments without their literals.
        fields=$(grep -oE '[A-Za-z_-]+=\{' <<< "$arguments" | tr -d '={' | tr '-' '_')
        code=$(sed -E 's/"([^"\\]|\\.)*"//g' <<< "$arguments")
        found=$(printf '%s\n%s\n' "$fields" "$code" | grep -oE '[A-Za-z_]+' | tr '[:upper:]' '[:lower:]' |
            grep -xE "(.*_)?($words)(_.*)?" | head -n 1)
        [ -z "$found" ] || refuse "$file" "'$found' does not belong into a log" "$call"
    done < <(sed -E 's#(^|[[:space:]])//.*##' "$file" | tr '\n' ' ' | tr -s ' ' |
        grep -oE '(\<spdlog::|\<[A-Za-z_.]*(log|logger)_?(\.|->))(trace|debug|info|warn|error|critical|log)\([^;]*;')
done
[ "$failures" -eq 0 ] && echo "$calls calls of the logger say nothing that they should not"
exit $((failures > 0))
