#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One file, many mistakes of different kinds: a single run must report each at
# its own line, and nothing else. tests/mistakes/many.yice marks every line that
# holds one with a comment `# !` followed by the codes expected there.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-mistakes.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT/tests/mistakes" || exit 1

"$YICE" check --lang en --format compact many.yice >"$work/out" 2>&1
tap "a file with mistakes exits with 3" test $? -eq 3
awk '{ at = index($0, "# !") } at { n = split(substr($0, at + 3), codes, " "); for (i = 1; i <= n; i++) print NR, codes[i] }' \
	many.yice | sort -u >"$work/expected"
sed -n 's/^many\.yice:\([0-9]*\):.*\[\(Y[0-9]*\)\].*/\1 \2/p' "$work/out" | sort -u >"$work/reported"
tap "at least 60 mistakes are seeded" test "$(wc -l <"$work/expected")" -ge 60
tap "at least 50 kinds are seeded" test "$(awk '{ print $2 }' "$work/expected" | sort -u | wc -l)" -ge 50
sort -n "$work/expected" >"$work/in_order"
while read -r line code; do
	tap "line $line reports $code" grep -q -x "$line $code" "$work/reported"
done <"$work/in_order"
comm -13 "$work/expected" "$work/reported" >"$work/surplus"
tap "nothing else is reported" test ! -s "$work/surplus"
tap "no other file is blamed" test "$(grep '\[Y[0-9]*\]' "$work/out" | grep -c -v '^many\.yice:')" -eq 0
[ $tap_failed -eq 0 ] || sed 's/^/# /' "$work/surplus" "$work/out"
tap_end
