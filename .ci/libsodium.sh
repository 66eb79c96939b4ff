#!/bin/sh
# Builds libsodium 1.0.22 (X-Wing, HKDF) as a static library into PREFIX, from Debian's source package.
# usage: libsodium.sh PREFIX
# Does nothing when the system's libsodium is new enough or PREFIX already holds it. Needs apt, g++, make; no root.
# Without a network: NFP_LIBSODIUM_TARBALL names a local copy of the upstream tarball; the hash is checked all the same.
set -eu
version=1.0.22 revision=2
tarball_sha256=5838bb0c3da6148c24ebe531d1ed1297de9a87aea77d426bcd99f289e681631c

prefix=${1:?usage: $0 PREFIX}
if pkg-config --atleast-version="$version" libsodium 2>/dev/null; then exit 0; fi
if [ -f "$prefix/lib/libsodium.a" ] && [ "$(cat "$prefix/.libsodium-version" 2>/dev/null)" = "$version" ]; then exit 0; fi
. "$(dirname "$0")/private_apt.sh"
mkdir -p "$prefix"
prefix=$(cd "$prefix" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/download"
if [ -n "${NFP_LIBSODIUM_TARBALL:-}" ]; then
    cp "$NFP_LIBSODIUM_TARBALL" "$work/download/libsodium_$version.orig.tar.gz"
else
    echo "libsodium $version: fetching the source package (the system's is older)"
    private_apt deb-src "$work"
    # Another revision of the package carries the same upstream tarball; the hash below decides.
    (cd "$work/download" && { $apt source --download-only "libsodium=$version-$revision" ||
                              $apt source --download-only libsodium; }) > "$work/source.log" 2>&1 ||
        { cat "$work/source.log" >&2; exit 1; }
fi
tarball=$(ls "$work"/download/libsodium_*.orig.tar.*z)
if ! has_hash "$tarball" "$tarball_sha256"; then
    echo "$(basename "$tarball") is not the pinned tarball of libsodium $version: refusing to build it" >&2
    echo "expected SHA-256 $tarball_sha256" >&2
    echo "If the mirror has moved on, review the new version and change the pin in $0," >&2
    echo "or give the pinned tarball by NFP_LIBSODIUM_TARBALL=FILE." >&2
    exit 1
fi

echo "libsodium $version: building (about half a minute)"
tar -xf "$tarball" -C "$work"
cd "$work"/libsodium-*/
{ ./configure --quiet --prefix="$prefix" --disable-shared --enable-static --with-pic --disable-dependency-tracking &&
  make -s -j"$(nproc)" && make -s install; } > "$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }
grep -q crypto_kem_xwing_dec "$prefix/include/sodium/crypto_kem_xwing.h"
echo "$version" > "$prefix/.libsodium-version"
