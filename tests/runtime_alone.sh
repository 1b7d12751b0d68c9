#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The runtime library links with the C library, GEOS and PROJ alone: all of it is
# put into a program that needs nothing else, and that program starts.
set -u
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${BUILD:=$ROOT/build}"
: "${CC:=cc}"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-alone.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo 1..1
echo 'int main(void) { return 0; }' >"$work/main.c"
# shellcheck disable=SC2086
if $CC ${TEST_CFLAGS-} ${TEST_LDFLAGS-} -o "$work/main" "$work/main.c" \
	-Wl,--whole-archive "$BUILD/libyice-runtime.a" -Wl,--no-whole-archive ${GEO_LIBS:--lgeos_c -lproj -lm} >"$work/log" 2>&1 && "$work/main"; then
	echo 'ok 1 - the runtime library needs libc, GEOS and PROJ only'
else
	echo 'not ok 1 - the runtime library needs libc, GEOS and PROJ only'
	sed 's/^/# /' "$work/log" | head -n 20
	exit 1
fi
