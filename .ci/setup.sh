#!/bin/bash
# Installs the Debian packages that are missing for GROUP..., and nothing else. Debian 12 and 13.
# usage: setup.sh build|test|sanitize|demo|check|fuzz|coverage...
# Says what it installs and why. Without root it goes through sudo. When nothing is missing it needs neither, nor a network.
set -euo pipefail

declare -A wanted=()
want() { wanted[$1]=$2; }  # want PACKAGE WHY

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

boost_is_new_enough() {
    local found
    found=$(sed -n 's/^#define BOOST_VERSION \([0-9]*\).*/\1/p' /usr/include/boost/version.hpp 2>/dev/null)
    [ "${found:-0}" -ge 108100 ]
}

# Debian 12's default Boost is 1.74; 1.81 lies beside it.
boost_package() {
    case $(. /etc/os-release && echo "${VERSION_ID:-}") in
        12) echo libboost1.81-dev ;;
        *) echo libboost-dev ;;
    esac
}

# Debian 12 has Botan 2, Debian 13 Botan 3.
botan_package() {
    case $(. /etc/os-release && echo "${VERSION_ID:-}") in
        12) echo libbotan-2-dev ;;
        *) echo libbotan-3-dev ;;
    esac
}

group_build() {
    want g++ "compiler"
    want cmake "build"
    want ninja-build "build"
    want ccache "build: second builds are quick"
    want pkg-config "build: finds libsodium"
    want make "builds libsodium"
    boost_is_new_enough || want "$(boost_package)" "Asio and Beast: network, HTTP, WebSocket"
    want libssl-dev "TLS 1.3, AES-GCM and ChaCha20-Poly1305"
    want nlohmann-json3-dev "JSON"
    want libcli11-dev "command line"
    want libspdlog-dev "log"
    want libfmt-dev "formatting, for people and for the log"
    want libsqlite3-dev "store of the gateway, cache of the client"
    want libhowardhinnant-date-dev "time zones"
    want tzdata "time zones"
    want libcld2-dev "the language of a text: asks when it is not the declared one"
    want "$(botan_package)" "splits a state's recovery key"
    want libqrencode-dev "QR code of a recovery sheet"
    want libgtest-dev "unit tests"
    want libgmock-dev "unit tests"
    want zlib1g-dev "tests: published age vectors are stored compressed"
}

group_test() {
    want openssl "tests: speaks raw TLS to the gateway"
    want curl "tests: speaks HTTP to the gateway"
    want faketime "tests: answers that are late, clocks that jump"
    want python3-jsonschema "tests: the configuration's JSON schema"
    want mount "tests: disks that fill up or lose power"
    want e2fsprogs "tests: disks that fill up or lose power"
    want sqlite3 "tests: look into the store"
    want binutils "tests: symbols of the programs"
    want python3 "tests: reads the compilation as scripts do"
    want python3-jsonschema "tests: the compilation against its schema"
    want librsvg2-bin "tests: draws a recovery sheet"
    want zbar-tools "tests: reads its QR code"
}

group_demo() {
    want curl "demo: health of the gateway"
    want faketime "demo: answers that are late"
    want gdb "demo: gcore takes the memory image of the gateway"
    want sqlite3 "demo: looks into the store"
}

group_sanitize() {
    want clang-19 "sanitizers, and the second compiler"
    want libclang-rt-19-dev "sanitizers"
    want llvm-19 "sanitizers: names in a report"
}

group_fuzz() {
    want clang-19 "fuzzing: libFuzzer"
    want libclang-rt-19-dev "fuzzing: libFuzzer and the sanitizers"
}

group_coverage() {
    want gcovr "coverage: the report"
}

group_check() {
    want clang-19 "second compiler"
    want libclang-rt-19-dev "ThreadSanitizer"
    want clang-tidy-19 "static analysis"
    want debootstrap "bare Debian systems"
    want git "clean checkout for them"
}

for group in "$@"; do
    case $group in
        build | test | sanitize | demo | check | fuzz | coverage) "group_$group" ;;
        *) echo "setup.sh: no group '$group' (build, test, sanitize, demo, check, fuzz, coverage)" >&2; exit 2 ;;
    esac
done

missing=()
for package in "${!wanted[@]}"; do
    installed "$package" || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
    mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort)
    echo "Installing ${#missing[@]} Debian packages:"
    for package in "${missing[@]}"; do printf '  %-28s %s\n' "$package" "${wanted[$package]}"; done

    as_root=()
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo > /dev/null; then
            echo "This needs root or sudo. As root: apt-get install --no-install-recommends ${missing[*]}" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    # The output goes to a log that is shown on failure; in a terminal its last line shows what is going on.
    quietly() {
        "$@" < /dev/null 2>&1 | tee "$log" | if [ -t 1 ]; then
            while IFS= read -r line; do printf '\r\033[K    %.90s' "$line"; done
            printf '\r\033[K'
        else
            cat > /dev/null
        fi || { tail -n 40 "$log" >&2; echo "failed: $*" >&2; exit 1; }
    }
    echo "  reading the package index..."
    quietly "${as_root[@]}" apt-get -q update
    echo "  downloading and unpacking..."
    quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "${missing[@]}"
    echo "  done"
fi

case " $* " in
    *" build "*)
        boost_is_new_enough || { echo "Boost 1.81 or newer is needed; the installed one is older" >&2; exit 1; }
        pkg-config --atleast-version=3.0 openssl || { echo "OpenSSL 3.0 or newer is needed" >&2; exit 1; }
        ;;
esac
