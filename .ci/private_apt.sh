# Sourced by libsodium.sh, peers.sh and bare-root.sh: reads newer Debian packages through the mirror this machine already uses,
# in a private apt configuration. The system's apt configuration and packages are left alone; no root is needed.
# Trust: apt verifies InRelease with Debian's archive key, the index by InRelease, each file by the index.

newer_suite=forky

debian_keyring() {
    for keyring in /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp; do
        if [ -r "$keyring" ]; then echo "$keyring"; return; fi
    done
    echo "Debian's archive keys are missing: install the package debian-archive-keyring" >&2
    return 1
}

# The mirror of the main archive, whichever format the sources are in. Before the first `apt-get update` only the files tell.
debian_mirror() {
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
             awk '$2 == "Debian" && $3 == "main" && $1 !~ /security/ { print $1; exit }')
    if [ -z "$mirror" ]; then
        mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
                 sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p
                         s/^deb[[:space:]]\{1,\}\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\).*/\2/p' |
                 grep '^http' | grep -v security | head -n 1)
    fi
    if [ -z "$mirror" ]; then
        echo "no Debian mirror found in this machine's apt sources" >&2
        return 1
    fi
    echo "${mirror%/}"
}

# private_apt TYPE WORK [SUITE]: fetches the index of TYPE (deb or deb-src) into the folder WORK and sets $apt, the
# command to go on with.
private_apt() {
    type=$1 work=$2 suite=${3:-$newer_suite}
    keyring=$(debian_keyring) && mirror=$(debian_mirror) || return 1
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    printf '%s [signed-by=%s] %s %s main\n' "$type" "$keyring" "$mirror" "$suite" > "$work/sources.list"
    # Check-Valid-Until: a frozen mirror is fine, the hash of every file we take is pinned.
    apt="apt-get -q -o Dir::Etc::sourcelist=$work/sources.list -o Dir::Etc::sourceparts=- -o Dir::State::Lists=$work/lists
         -o Dir::Cache=$work/cache -o Debug::NoLocking=1 -o APT::Sandbox::User= -o APT::Update::Error-Mode=any
         -o Acquire::Languages=none -o Acquire::Retries=3 -o Acquire::Check-Valid-Until=false"
    $apt update > "$work/update.log" 2>&1 || {
        cat "$work/update.log" >&2
        echo "the index of Debian's suite $suite could not be fetched or verified" >&2
        return 1
    }
}

# has_hash FILE SHA256
has_hash() {
    [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]
}
