#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The maintained rule sets and examples as a whole: free of findings, in
# canonical form, the same in both spellings and back, passing their own
# expectations, and built to the same bytes wherever and with whatever
# compiler they are built.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-rules.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT" || exit 1

sources=$(find rulesets examples -name '*.yice' | LC_ALL=C sort)

"$YICE" check --format compact rulesets >"$work/out" 2>&1
status=$?
grep -E ': (warning|警告)\[' "$work/out" >"$work/warnings"
tap "rule sets have no errors" test $status -eq 0
tap "rule sets have no warnings" test ! -s "$work/warnings"
[ $status -eq 0 ] && [ ! -s "$work/warnings" ] || sed 's/^/# /' "$work/out" | head -n 40

# shellcheck disable=SC2086
tap "sources are in canonical form" "$YICE" fmt --check $sources

cp -r rulesets "$work/rulesets"
cp -r examples "$work/examples"
copies=$(cd "$work" && find rulesets examples -name '*.yice' | LC_ALL=C sort)
# shellcheck disable=SC2086
( cd "$work" && "$YICE" fmt --lang en $copies ) >"$work/fmt" 2>&1
tap "sources can be respelled in English" test $? -eq 0
tap "English spellings change the sources" sh -c "! diff -r rulesets '$work/rulesets' >/dev/null"
"$YICE" build rulesets -o "$work/zh.img" 2>"$work/err" && "$YICE" build "$work/rulesets" -o "$work/en.img" 2>>"$work/err"
tap "the English spelling builds" test $? -eq 0
# shellcheck disable=SC2086
( cd "$work" && "$YICE" fmt --lang en --check $copies ) >"$work/fmt" 2>&1
tap "the English form is canonical" test $? -eq 0
# shellcheck disable=SC2086
( cd "$work" && "$YICE" fmt --lang zh $copies ) >"$work/fmt" 2>&1
tap "going back to Chinese gives the same bytes" diff -r rulesets "$work/rulesets"

tap "expectations of rule sets and examples hold" "$YICE" test rulesets examples

"$YICE" build rulesets -o "$work/again.img" 2>"$work/err"
tap "building twice gives the same bytes" cmp "$work/zh.img" "$work/again.img"
( cd "$work" && LC_ALL=zh_CN.UTF-8 LANG=zh_CN.UTF-8 TZ=Asia/Shanghai "$YICE" build rulesets -o elsewhere.img ) 2>"$work/err"
tap "another directory and locale give the same bytes" cmp "$work/zh.img" "$work/elsewhere.img"
other=clang
case $CC in *clang*) other=gcc ;; esac
if command -v $other >/dev/null 2>&1; then
	make -s BUILD="$work/build" CC=$other CFLAGS=-O1 WERROR= "$work/build/yice" >"$work/make" 2>&1 || sed 's/^/# /' "$work/make" | tail -n 20
	"$work/build/yice" build rulesets -o "$work/other.img" 2>"$work/err"
	tap "a program built with $other gives the same bytes" cmp "$work/zh.img" "$work/other.img"
else
	tap_skip "a program built with $other gives the same bytes" "$other is not installed"
fi
tap_end
