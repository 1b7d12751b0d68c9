#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What `make install` puts in place is enough to work with: the program, the
# rule sets, the pages, and the libraries through pkg-config; uninstall leaves
# no file behind.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-install.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT" || exit 1
build=$BUILD
unset MAKEFLAGS MFLAGS MAKELEVEL
run_make()
{
	make -s BUILD="$build" PREFIX="$work/usr" CC="$CC" "$@"
}

tap "make install works" run_make install
tap "the program runs" "$work/usr/bin/yice" --version
tap "the rule sets build from where they are installed" "$work/usr/bin/yice" build "$work/usr/share/yice/rulesets" -o "$work/r.img"
tap "the pages are in their sections" test -f "$work/usr/share/man/man1/yice.1" -a -f "$work/usr/share/man/man7/yice-language.7"
tap "the Chinese pages are in theirs" test -f "$work/usr/share/man/zh_CN/man1/yice.1"
tap "the licence is installed" test -f "$work/usr/share/doc/yice/LICENSE"
# The libraries carry the sanitizers they were built with, so the example gets the same flags.
embed()
{
	flags=$(PKG_CONFIG_PATH="$work/usr/lib/pkgconfig" pkg-config --cflags --libs yice-runtime) || return
	# shellcheck disable=SC2086
	$CC $TEST_CFLAGS examples/embed.c $flags $TEST_LDFLAGS -o "$work/embed"
}
tap "a program links with the runtime through pkg-config" embed
tap "make uninstall works" run_make uninstall
tap "no file is left" sh -c "[ -z \"\$(find '$work/usr' -type f)\" ]"
tap_end
