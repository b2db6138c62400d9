#!/usr/bin/env bash
# Installs what the build (cmake, libclang) or the browser tests (chromium) need and the machine lacks.
# As root it asks apt; otherwise it says in one line what to install.
set -euo pipefail

missing=()

# Where the bindings of the solver look for it; any one of these places will do. libclang-cpp is another library.
has_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && return
    local place
    for place in "/usr/lib/llvm-*/lib" "/usr/lib/*" /usr/lib64 /usr/local/lib; do
        compgen -G "$place/libclang.so*" >/dev/null && return
        compgen -G "$place/libclang-[0-9]*.so*" >/dev/null && return
    done
    [ -e /Library/Developer/CommandLineTools/usr/lib/libclang.dylib ]
}

case "${1:-build}" in
build)
    command -v cargo >/dev/null || { echo "entente: no Rust toolchain found: install rustup, then try again" >&2; exit 1; }
    command -v c++ >/dev/null || missing+=(g++)
    command -v cmake >/dev/null || missing+=(cmake)
    has_libclang || missing+=(libclang-dev)
    ;;
browser)
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
    ;;
*)
    echo "usage: scripts/setup.sh build|browser" >&2
    exit 2
    ;;
esac

[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "entente: installing ${missing[*]}" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
else
    echo "entente: missing ${missing[*]}: install them (Debian: sudo apt-get install ${missing[*]}), then try again" >&2
    exit 1
fi
