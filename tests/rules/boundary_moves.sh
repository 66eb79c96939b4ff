#!/bin/bash
# boundary.sh turns red when the boundary moves: links the opening library into the gateway of a scratch copy.
# usage: boundary_moves.sh SOURCE_ROOT LIBSODIUM_PREFIX NFP
set -euo pipefail
source_root=${1:?} libsodium=${2:?} nfp=${3:?}
rules=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

tar -C "$source_root" -c --exclude='./build*' --exclude=./.git . | tar -C "$scratch" -x
mkdir -p "$scratch/build/deps"
ln -s "$libsodium" "$scratch/build/deps/libsodium"
cd "$scratch"
cat > gateway/moved.cpp <<'CPP'
#include "crypto/age/open.hpp"

[[gnu::used]] static bool moved(const std::vector<crypto::age::Identity>& identities, crypto::ByteView file) {
    return crypto::age::open(identities, file).has_value();
}
CPP
cat >> gateway/CMakeLists.txt <<'CMAKE'
target_sources(nfp-gateway PRIVATE "${CMAKE_SOURCE_DIR}/gateway/moved.cpp")
target_link_libraries(nfp-gateway PRIVATE nfp_crypto_open)
CMAKE

# Same depth and same relative paths as the real build: ccache holds all but the one new file.
cmake -S . -B build/release -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo --log-level=WARNING > cmake.log 2>&1 ||
    { cat cmake.log; exit 2; }
cmake --build build/release --target nfp-gateway > build.log 2>&1 || { tail -n 40 build.log; exit 2; }

status=0
"$rules/boundary.sh" build/release/bin/nfp-gateway "$nfp" > boundary.log || status=$?
cat boundary.log
if [ "$status" -ne 1 ] || ! grep -qF 'the gateway can open: crypto::age::open(' boundary.log; then
    echo "the boundary was moved and the check did not say so"
    exit 1
fi
echo "the check turned red, as it should"
