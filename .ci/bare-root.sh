#!/bin/bash
# Proves the set-up on a bare Debian: makes a minimal system, puts a clean checkout of HEAD into it, runs a command there.
# usage: bare-root.sh 12|13 [COMMAND...]      (default: ./run test)
# Needs root, debootstrap, git. The system lives in build/roots/debian-VERSION and is made anew each time; downloads and compiled
# objects are kept beside it.
# Mounts are made in a mount namespace of our own: they vanish with the process, however it ends.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=${1:?usage: $0 12|13 [COMMAND...]}
shift
[ $# -gt 0 ] || set -- ./run test
case $version in
    12) suite=bookworm ;;
    13) suite=trixie ;;
    *) echo "$0: Debian 12 or 13" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "$0 needs root: it makes a system of its own and enters it" >&2; exit 1; }
if [ "${NFP_BARE_ROOT_NAMESPACE:-}" != 1 ]; then
    NFP_BARE_ROOT_NAMESPACE=1 exec unshare --mount -- "$0" "$version" "$@"
fi

. .ci/private_apt.sh
mirror=$(debian_mirror)
keyring=$(debian_keyring)
root=$PWD/build/roots/debian-$version
shared=${NFP_SHARED_DIR:-$PWD/../shared}
mkdir -p build/roots/cache
rm -rf "$root"

# A proxy that this machine's apt uses is needed inside too.
proxies=$(apt-config dump | grep -i '^Acquire::[a-z]*::Proxy' || true)
eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
[ -z "${http_proxy:-}" ] || export http_proxy

echo "Debian $version: making a minimal system"
debootstrap --variant=minbase --cache-dir="$PWD/build/roots/cache" --keyring="$keyring" \
    "$suite" "$root" "$mirror" > "build/roots/debootstrap-$version.log" 2>&1 ||
    { tail -n 20 "build/roots/debootstrap-$version.log" >&2; exit 1; }
if [ "$version" = 13 ]; then  # as its installer writes it; 12 keeps the one-line format
    rm -f "$root/etc/apt/sources.list"
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
        "$mirror" "$suite" /usr/share/keyrings/debian-archive-keyring.gpg > "$root/etc/apt/sources.list.d/debian.sources"
fi
[ -z "$proxies" ] || printf '%s\n' "$proxies" > "$root/etc/apt/apt.conf.d/50proxy"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/hosts "$root/etc/hosts"

mkdir -p "$root/src/checkout"
git archive HEAD | tar -x -C "$root/src/checkout"
if [ -d "$shared" ]; then mkdir "$root/src/shared" && cp -R "$shared/." "$root/src/shared/"; fi

# A mount of its own, as the root of a system is: tests make mount namespaces below it.
mount --bind "$root" "$root"
# Objects of an earlier run in the same system are used again; everything else is new.
mkdir -p "build/roots/ccache-$version" "$root/root/.cache/ccache"
mount --bind "build/roots/ccache-$version" "$root/root/.cache/ccache"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"

echo "Debian $version: $*"
SECONDS=0
env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 ${CI:+CI="$CI"} \
    chroot "$root" /bin/sh -c 'cd /src/checkout && exec "$@"' sh "$@"
echo "Debian $version: passed in $SECONDS s"
