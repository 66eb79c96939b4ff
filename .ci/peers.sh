#!/bin/sh
# Unpacks into DIR what the tests compare us with: the stock age (DIR/bin/age, DIR/bin/age-keygen), the one of Debian 12, older
# than post-quantum keys (DIR/age-1.1.1/age, .../age-keygen), and the public test vectors of C2SP CCTV (DIR/cctv/age/testdata).
# Never installed into the system.
# usage: peers.sh DIR
# Does nothing when DIR already holds these versions. Needs apt and dpkg-deb; no root.
set -eu
age_version=1.3.2
age_deb_sha256_amd64=ef3b46000103bb3a3ab0376c47b147c07a8459a21f2ca88a15ad0bc6c8dfddf6   # age_1.3.2-1_amd64.deb
old_age_version=1.1.1
old_age_suite=bookworm
old_age_deb_sha256_amd64=574664c44f1c69ec9cb8f6f25ae3eaba647c923f62b65cca5086c899c1c26e09   # age_1.1.1-1+b3_amd64.deb
cctv_version=0.0~git20260605.1e3d286
cctv_deb_sha256=e6772d7c8a3f40df06e6e32dffe874c810f8e86ac066737a063a2634dc269c3b         # ...+ds-1_all.deb

dir=${1:?usage: $0 DIR}
stamp="age $age_version and $old_age_version, cctv $cctv_version"
if [ "$(cat "$dir/.versions" 2>/dev/null)" = "$stamp" ]; then exit 0; fi
. "$(dirname "$0")/private_apt.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "test peers: fetching age $age_version and $old_age_version and the CCTV vectors"

# download SUITE PACKAGE...: into $work/SUITE/. In a subshell: private_apt sets variables.
download() (
    from=$work/$1
    suite=$1
    shift
    mkdir -p "$from/apt"
    private_apt deb "$from/apt" "$suite"
    cd "$from"
    $apt download "$@" > download.log 2>&1 || { cat download.log >&2; exit 1; }
)
download "$newer_suite" age golang-github-c2sp-cctv-dev
download "$old_age_suite" age

# take SUITE NAME VERSION SHA256: unpacks the package into $work/SUITE/root. A rebuild of the same upstream version is
# authenticated by apt alone, and said so; another version is refused, because its vectors or formats are not the ones the
# tests were written against.
take() {
    from=$1
    shift
    deb=$(ls "$work/$from/$1"_*.deb)
    found=$(dpkg-deb -f "$deb" Version)
    if has_hash "$deb" "$3"; then
        :
    elif case $found in "$2"[-+]*) true ;; *) false ;; esac; then
        echo "note: $1 $found is not the pinned build: authenticated by apt only"
    else
        echo "$1: the tests are written against $2, the mirror's suite $from has $found" >&2
        echo "Review the new version, then change the pin in $0." >&2
        exit 1
    fi
    mkdir -p "$work/$from/root"
    dpkg-deb -x "$deb" "$work/$from/root"
}
take "$newer_suite" age "$age_version" "$age_deb_sha256_amd64"
take "$old_age_suite" age "$old_age_version" "$old_age_deb_sha256_amd64"
take "$newer_suite" golang-github-c2sp-cctv-dev "$cctv_version" "$cctv_deb_sha256"

rm -rf "$dir"
old=$dir/age-$old_age_version
mkdir -p "$dir/bin" "$old" "$dir/cctv"
cp "$work/$newer_suite/root/usr/bin/age" "$work/$newer_suite/root/usr/bin/age-keygen" "$dir/bin/"
cp "$work/$old_age_suite/root/usr/bin/age" "$work/$old_age_suite/root/usr/bin/age-keygen" "$old/"
cp -R "$work/$newer_suite/root/usr/share/gocode/src/c2sp.org/CCTV/." "$dir/cctv/"
[ -d "$dir/cctv/age/testdata" ]
"$dir/bin/age" --version > /dev/null
"$old/age" --version > /dev/null
echo "$stamp" > "$dir/.versions"
