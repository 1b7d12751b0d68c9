#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# valgrind.sh PROGRAM...: unit tests, and the ways through the program, under $VALGRIND. Prints TAP. Not part of make check.
. "${ROOT:-.}/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-valgrind.XXXXXX")
trap 'rm -rf "$work"' EXIT

# quiet COMMAND...: valgrind's own status is 9; any other is what the command makes of its input.
quiet()
{
	status=0
	$VALGRIND "$@" >"$work/out" 2>"$work/err" || status=$?
	[ "$status" -ne 9 ] || { grep '^==' "$work/err"; return 1; }
}

for program in "$@"; do
	tap "${program##*/}" quiet "$program"
done
tap 'check rulesets' quiet "$YICE" check "$ROOT/rulesets"
tap 'build' quiet "$YICE" build "$ROOT/rulesets" -o "$work/image"
for facts in "$ROOT"/examples/*.json; do
	for format in text json md csv html; do
		tap "eval ${facts##*/} $format" quiet "$YICE" eval "$work/image" "$facts" --format "$format"
	done
done
tap 'fmt' quiet "$YICE" fmt --lang en "$ROOT/rulesets/foshan/foshan.yice"
tap 'coverage' quiet "$YICE" coverage "$ROOT/rulesets/foshan"
tap 'disasm' quiet "$YICE" disasm "$work/image"
tap_end
