#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Several threads answer one batch: the same bytes as one, and, when the program was built with ThreadSanitizer (`make
# tsan`), without a race. Lines are long and short, with and without mistakes; the reader goes away early once.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-threads.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
export TSAN_OPTIONS="exitcode=66 ${TSAN_OPTIONS-}"
"$YICE" build "$ROOT/tests/fuzz/rules" -o "$work/rules.img" 2>"$work/log" || { cat "$work/log"; exit 1; }
for document in "$ROOT"/tests/fuzz/seeds/facts/*.json; do
	tr -d '\n' <"$document"
	echo
done >"$work/few"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	cat "$work/few"
	echo '{"facts":{}}'
	echo "mistake $i"
done >"$work/in"

# alike OPTION…: one thread and many
alike() {
	"$YICE" batch --jobs 1 "$@" "$work/rules.img" <"$work/in" >"$work/one" || return 1
	"$YICE" batch --jobs 5 "$@" "$work/rules.img" <"$work/in" >"$work/many" || return 1
	[ -s "$work/one" ] && cmp "$work/one" "$work/many"
}

# left_alone: the pipe is closed after a hundred bytes while more input may come; the program ends, without a word
left_alone() {
	rm -f "$work/more" "$work/status"
	mkfifo "$work/more" || return 1
	{ cat "$work/in" "$work/in"; sleep 60; } >"$work/more" 2>/dev/null &
	(
		trap '' PIPE
		"$YICE" batch --jobs 3 "$work/rules.img" <"$work/more" 2>"$work/log"
		echo $? >"$work/status"
	) | head -c 100 >/dev/null
	kill $! 2>/dev/null
	[ "$(cat "$work/status")" = 1 ] && [ ! -s "$work/log" ]
}

tap 'many threads answer as one' alike
tap 'briefly too' alike --brief
tap 'a reader that goes away ends all of them' left_alone
tap_end
