#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One file, many mistakes of different kinds: a single run must report each at
# its own line. tests/mistakes/many.yice marks every line that holds one with
# a comment `# !` followed by the code expected there.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-mistakes.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT/tests/mistakes" || exit 1

"$YICE" check --lang en --format compact many.yice >"$work/out" 2>&1
tap "a file with mistakes exits with 3" test $? -eq 3
grep -n '# !' many.yice | sed 's/^\([0-9]*\):.*# ! *\(Y[0-9]*\).*/\1 \2/' >"$work/expected"
tap "at least 30 mistakes are seeded" test "$(wc -l <"$work/expected")" -ge 30
tap "at least 30 kinds are seeded" test "$(awk '{ print $2 }' "$work/expected" | sort -u | wc -l)" -ge 30
while read -r line code; do
	tap "line $line reports $code" grep -q "^many.yice:$line:.*\[$code\]" "$work/out"
done <"$work/expected"
awk -F: '/\[Y[0-9]*\]/ { print $2 }' "$work/out" | sort -un >"$work/reported"
awk '{ print $1 }' "$work/expected" | sort -un >"$work/marked"
tap "no line without a mistake is reported" sh -c "[ -z \"\$(comm -23 '$work/reported' '$work/marked')\" ]"
[ $tap_failed -eq 0 ] || sed 's/^/# /' "$work/out"
tap_end
