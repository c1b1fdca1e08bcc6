#!/bin/sh
# Installs the CPythons that the recorded outputs come from and that no version manager has yet.
#
#   tests/gen/oracles.sh [PREFIX]            PREFIX: folder for the unpacked versions, default /opt
#
# * Debian's own package python3.11 (built with profile-guided optimisation: the one to measure against)
# * CPython 3.14 and 3.15 of Debian's sid suite, each unpacked with all its libraries into a folder
#   of its own: PREFIX/py314/bin/python3.14, PREFIX/py315/bin/python3.15, with Lib and Lib/test.
#   The host's packages are not touched: apt runs on a private state folder, and patchelf points the
#   interpreter at the libc of its own folder.
# * PyPy 3 of the same suite, if there is one: PREFIX/pypy/bin/pypy3
#
# Needs root, apt and a Debian-like host; all else (3.6 to 3.13) is expected from pyenv.
set -eu

prefix=${1:-/opt}
mirror=${MIRROR:-http://deb.debian.org/debian}
suite=${SUITE:-sid}
keyring=${KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}

apt-get update -qq || true
for package in python3.11 patchelf; do
    dpkg -s "$package" >/dev/null 2>&1 || apt-get install -y -qq --no-install-recommends "$package"
done

apt_dir=$(mktemp -d)
trap 'rm -rf "$apt_dir"' EXIT
mkdir -p "$apt_dir/lists/partial" "$apt_dir/empty.d"
: >"$apt_dir/status"
echo "deb [signed-by=$keyring] $mirror $suite main" >"$apt_dir/sources.list"

# apt on the private state: nothing is installed there, so every dependency is fetched.
private_apt() {
    apt-get -qq \
        -o Dir::State="$apt_dir" -o Dir::State::lists="$apt_dir/lists" -o Dir::State::status="$apt_dir/status" \
        -o Dir::Cache="$apt_dir" -o Dir::Cache::archives="$archives" \
        -o Dir::Etc::sourcelist="$apt_dir/sources.list" -o Dir::Etc::sourceparts="$apt_dir/empty.d" \
        -o APT::Sandbox::User=root -o APT::Get::List-Cleanup=0 \
        -o APT::Install-Recommends=0 -o APT::Install-Suggests=0 "$@"
}

# unpack FOLDER PROGRAM PACKAGE...: the packages with their dependencies under FOLDER.
unpack() {
    root=$1 program=$2
    shift 2
    archives=$apt_dir/archives-$(basename "$root")
    mkdir -p "$archives/partial"
    private_apt install -y --download-only "$@" || return 1
    mkdir -p "$root"
    for deb in "$archives"/*.deb; do
        # Only what a run of the interpreter needs: libraries, Python files, data, not the system's tools.
        case $(basename "$deb") in
        dpkg_* | perl* | systemd* | base-passwd* | debconf* | login* | util-linux* | coreutils*) continue ;;
        esac
        dpkg -x "$deb" "$root"
    done
    # Hosts without a merged /usr, and archives of one, both end with bin and lib at the top.
    for link in bin lib lib64; do
        [ -e "$root/$link" ] || [ -L "$root/$link" ] || ln -s "usr/$link" "$root/$link"
    done
    libs=$root/usr/lib/x86_64-linux-gnu
    loader=$(find "$root/usr" "$root/lib" "$root/lib64" -follow -name 'ld-linux-x86-64.so.2' 2>/dev/null | head -n 1)
    binary=$(readlink -f "$root/usr/bin/$program")
    patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libs:$root/lib/x86_64-linux-gnu" "$binary"
}

archives=$apt_dir/archives
private_apt update
for version in 3.14 3.15; do
    short=$(echo "$version" | tr -d .)
    target=$prefix/py$short
    if [ -x "$target/bin/python$version" ] && "$target/bin/python$version" -c 'pass' 2>/dev/null; then
        continue
    fi
    unpack "$target" "python$version" "python$version" "libpython$version-stdlib" "libpython$version-testsuite"
    "$target/bin/python$version" -V
done

if ! [ -x "$prefix/pypy/bin/pypy3" ]; then
    unpack "$prefix/pypy" pypy3 pypy3 && "$prefix/pypy/bin/pypy3" --version || echo "no pypy3 in $suite"
fi
