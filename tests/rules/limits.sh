#!/bin/bash
# Bounds, times and sizes that are ours to choose are defined in a limits.hpp, where their unit and reason stand.
# usage: limits.sh SOURCE_ROOT
# crypto/ is left out: its sizes are those of the standards, beside the code that these dictate.
set -uo pipefail
cd "${1:?usage: $0 SOURCE_ROOT}" || exit 2

mapfile -t files < <(find protocol gateway clients -type f \( -name '*.hpp' -o -name '*.cpp' -o -name '*.inc' \) ! -name limits.hpp 2> /dev/null | sort)
[ ${#files[@]} -gt 0 ] || { echo "no sources below $PWD"; exit 2; }
name='[A-Za-z0-9_]*_(max|min|s|ms|us|bytes|count|digits|columns|percent)'
# What a unit or an encoding is, not how much is allowed.
units='((day|hour|minute)_s|signature_base64_bytes)'
if hits=$(grep -nE "constexpr[^=(;]*[[:space:]]$name[[:space:]]*[={]" "${files[@]}" /dev/null | grep -vE "[[:space:]]$units[[:space:]]*[={]"); then
    printf 'a limit outside limits.hpp:\n%s\n' "$hits"
    exit 1
fi
echo "${#files[@]} files leave their limits to limits.hpp"
