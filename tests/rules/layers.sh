#!/bin/bash
# The arrows of the architecture, and where third-party headers may stand, read from the #include lines.
# usage: layers.sh SOURCE_ROOT
set -uo pipefail
cd "${1:?usage: $0 SOURCE_ROOT}" || exit 2
failures=0

# forbid WHY PATTERN FILE...: no file includes anything that PATTERN (extended, matched at the start of the name) describes
forbid() {
    local why=$1 pattern=$2 hits
    shift 2
    [ $# -gt 0 ] || return 0
    if hits=$(grep -nE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($pattern)" "$@" /dev/null); then
        printf '%s:\n%s\n' "$why" "$hits"
        failures=$((failures + 1))
    fi
}

# files SUFFIXES FOLDER... [-- EXCEPT...]: sources below the folders into `found`, without paths that begin with an exception
files() {
    local suffixes=$1 path except
    shift
    local folders=() exceptions=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do [ ! -d "$1" ] || folders+=("$1"); shift; done
    [ $# -eq 0 ] || shift
    exceptions=("$@")
    found=()
    [ ${#folders[@]} -gt 0 ] || return 0
    while IFS= read -r path; do
        for except in "${exceptions[@]}"; do [[ $path != "$except"* ]] || continue 2; done
        found+=("$path")
    done < <(find "${folders[@]}" -type f -regextype posix-extended -regex ".*\.($suffixes)" | sort)
}

layers=(crypto protocol gateway clients)
sources='hpp|cpp|inc'

files "$sources" crypto
forbid "crypto uses nothing above it" '(protocol|gateway|clients)/' "${found[@]}"
forbid "crypto has no files, threads, sockets, log, database or JSON" \
    'fstream|filesystem|thread|mutex|sys/socket|netinet/|spdlog/|sqlite3|nlohmann/|boost/asio' "${found[@]}"

files "$sources" protocol
forbid "protocol uses crypto only" '(gateway|clients)/' "${found[@]}"
forbid "protocol has no threads, sockets, log or database" 'thread|mutex|sys/socket|netinet/|spdlog/|sqlite3' "${found[@]}"

files "$sources" gateway
forbid "gateway and clients never meet" 'clients/' "${found[@]}"

files "$sources" clients
forbid "gateway and clients never meet" 'gateway/' "${found[@]}"

files "$sources" protocol gateway
forbid "what can open a message belongs to clients" 'crypto/(age/(open|open_armor|open_file|identity)\.hpp|recovery/)' "${found[@]}"

files "$sources" protocol gateway clients -- gateway/net/ clients/core/net/
forbid "libsodium and OpenSSL belong to crypto, TLS set-up to net" 'sodium|openssl/' "${found[@]}"

# crypto/tls_openssl.hpp owns OpenSSL objects for crypto/tls_*.cpp. It is no public header: nobody else may include it.
files hpp "${layers[@]}" -- gateway/net/ clients/core/net/ crypto/tls_openssl.hpp
forbid "libsodium and OpenSSL stay in .cpp files" 'sodium|openssl/' "${found[@]}"
files "$sources" "${layers[@]}" -- crypto/tls_
forbid "crypto/tls_openssl.hpp is for crypto/tls_*.cpp" 'crypto/tls_openssl\.hpp' "${found[@]}"

files "$sources" "${layers[@]}" -- gateway/net/ gateway/api/ clients/core/net/
forbid "Asio and Beast stay in gateway/net, gateway/api, clients/core/net" 'boost/(asio|beast)' "${found[@]}"

files "$sources" "${layers[@]}" -- gateway/store/ clients/core/store/
forbid "SQL stays in gateway/store and clients/core/store" 'sqlite3' "${found[@]}"

files "$sources" "${layers[@]}" -- clients/core/language/
forbid "a guess at the language is the client's, before it sends" 'cld2/' "${found[@]}"

files "$sources" "${layers[@]}" -- crypto/recovery/split.cpp
forbid "Botan splits recovery keys and does nothing else" 'botan/' "${found[@]}"

files "$sources" "${layers[@]}" -- clients/core/recovery/qr_code.cpp
forbid "QR codes are drawn in one place" 'qrencode' "${found[@]}"

files "$sources" clients
forbid "the client keeps no log" 'spdlog/' "${found[@]}"

files "$sources" "${layers[@]}"
forbid "includes are written from the root" '\.\.?/' "${found[@]}"

if [ ${#found[@]} -eq 0 ]; then
    echo "no sources below $PWD"
    exit 2
fi
[ "$failures" -eq 0 ] && echo "${#found[@]} files keep the layers"
exit $((failures > 0))
