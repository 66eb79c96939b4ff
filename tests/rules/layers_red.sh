#!/bin/bash
# layers.sh turns red: each line below, put alone into an otherwise clean tree, is refused.
# usage: layers_red.sh
set -euo pipefail
check=$(cd "$(dirname "$0")" && pwd)/layers.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

clean_tree() {
    rm -rf "${tree:?}"/*
    mkdir -p "$tree"/{crypto/age,protocol,gateway/{net,api,store},clients/core/{net,store}}
    echo '#include "crypto/bytes.hpp"' > "$tree/protocol/entry.hpp"
    echo '#include <openssl/ssl.h>' > "$tree/gateway/net/tls.hpp"
    echo '#include <boost/beast.hpp>' > "$tree/gateway/api/http.cpp"
    echo '#include <boost/asio.hpp>' > "$tree/clients/core/net/connection.hpp"
    echo '#include <sqlite3.h>' > "$tree/clients/core/store/cache.cpp"
    echo '#include <sodium.h>' > "$tree/crypto/secret.cpp"
}

clean_tree
"$check" "$tree" > /dev/null || { echo "a clean tree is refused"; exit 1; }

failures=0
while read -r file line; do
    clean_tree
    mkdir -p "$(dirname "$tree/$file")"
    echo "$line" > "$tree/$file"
    if "$check" "$tree" > /dev/null; then
        echo "not refused: $file: $line"
        failures=$((failures + 1))
    fi
done <<'LINES'
crypto/a.cpp #include "protocol/entry.hpp"
crypto/a.hpp #include "gateway/policy/policy.hpp"
crypto/a.cpp #include <fstream>
crypto/a.cpp #include <nlohmann/json.hpp>
protocol/a.hpp #include "gateway/store/store.hpp"
protocol/a.cpp #include "clients/core/keyring.hpp"
protocol/a.cpp #include <thread>
protocol/a.cpp #include "crypto/age/open.hpp"
gateway/a.cpp #include "clients/core/keyring.hpp"
gateway/api/a.cpp #include "crypto/age/identity.hpp"
protocol/a.cpp #include "crypto/age/open_file.hpp"
clients/core/a.cpp #include "gateway/store/store.hpp"
crypto/a.hpp #include <sodium/core.h>
protocol/a.hpp # include <openssl/evp.h>
crypto/age/a.cpp #include "crypto/tls_openssl.hpp"
protocol/a.cpp #include <boost/asio/io_context.hpp>
gateway/store/a.cpp #include <boost/beast/http.hpp>
clients/core/a.cpp #include <sqlite3.h>
gateway/net/a.cpp #include <sqlite3.h>
gateway/net/a.cpp #include "../store/store.hpp"
LINES
[ "$failures" -eq 0 ] && echo "every line is refused"
exit $((failures > 0))
