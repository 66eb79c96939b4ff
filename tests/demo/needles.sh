# needles REQUEST PERSONS RESPONSE...: everything that people said in the demo, a line each, as it stands in opened bodies. Short
# answers (yes, a number, a date) are searched for with the field they are stored in: alone they are everywhere.
needles() {
    local request=$1 persons=$2
    shift 2
    {
        awk '
            /^Title:/ { sub(/^Title: */, ""); print; next }
            /^[A-Z][a-z]*:/ || /^## / || /^$/ { next }
            { sub(/^[0-9]+\. */, ""); sub(/^ +/, ""); sub(/ *\[[^]]*\] *$/, ""); if (length($0) >= 12) print }
        ' "$request"
        sed -n 's/.*"name": "\([^"]*\)", "email": "\([^"]*\)".*/\1\n\2/p' "$persons"
        awk '
            FNR == 1 { answers = 0 }
            /^## / { answers = 1; next }
            !answers || /^$/ { next }
            /^[0-9]+\. / {
                question = $1 + 0
                line = $0; sub(/^[0-9]+\. */, "", line)
                value = line; comment = ""
                if (i = index(line, " -- ")) { value = substr(line, 1, i - 1); comment = substr(line, i + 4) }
                low = tolower(value)
                if (low ~ /^(no information|pas d.*information)$/) print "\"state\":\"no_information\""
                else if (low ~ /^(not applicable|sans objet)$/) print "\"state\":\"not_applicable\""
                else if (question == 1) print "\"yes_no\":\"" (low ~ /^(yes|oui)/ ? "yes" : "no") "\""
                else if (question == 2 || question == 3) print "\"number\":\"" value "\""
                else if (question == 4) print "\"choice\":\"" value "\""
                else if (question == 6) print "\"date\":\"" value "\""
                else print value
                if (length(comment) >= 12) print comment
                next
            }
            { sub(/^ +/, ""); if (length($0) >= 12) print }
        ' "$@"
    } | sort -u
}
