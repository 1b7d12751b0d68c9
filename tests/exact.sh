#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Exactness from text to outcome. tests/exact/table: facts and what they make
# of a comparison in exact.yice; tests/exact/refused: comparisons that are no
# rules. Lists take effect and end on their days.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-exact.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT/tests/exact" || exit 1

tap "the comparisons compile" "$YICE" build exact.yice -o "$work/exact.img"
grep '^[^#]' table >"$work/rows"
awk -F '\t' '{ print "{\"facts\": {" $2 "}}" }' "$work/rows" >"$work/facts"
"$YICE" batch "$work/exact.img" --as-of 2024-07-01 <"$work/facts" >"$work/out" 2>"$work/err"
tap "every row has an answer" test "$(wc -l <"$work/out")" -eq "$(wc -l <"$work/rows")"
number=0
while IFS='	' read -r clause facts outcome; do
	number=$((number + 1))
	sed -n "${number}p" "$work/out" >"$work/line"
	case $outcome in
	Y*) tap "$facts: $outcome" grep -q "\"code\":\"$outcome\"" "$work/line" ;;
	*) tap "$facts: $clause $outcome" grep -q "\"id\":\"000000/全域/$clause\"[^}]*\"outcome\":\"$outcome\"" "$work/line" ;;
	esac
done <"$work/rows"

grep '^[^#]' refused >"$work/rows"
while IFS='	' read -r code condition; do
	sed "s|^引用.*|引用 \"$ROOT/rulesets/vocabulary/units.yice\"、\"$ROOT/rulesets/vocabulary/terms.yice\"|" exact.yice >"$work/refused.yice"
	echo "条 甲 摘要 \"甲\" 须 $condition" >>"$work/refused.yice"
	"$YICE" check --format compact "$work/refused.yice" >"$work/out" 2>&1
	tap "$condition is refused: $code" grep -q "\[$code\]" "$work/out"
done <"$work/rows"

for row in '2024-06-30 0' '2024-07-01 1' '2029-12-31 1' '2030-01-01 0'; do
	day=${row% *}
	echo '{"facts": {}}' | "$YICE" batch "$work/exact.img" --as-of "$day" >"$work/out"
	tap "on $day the list is in force: ${row#* }" \
		test "$(grep -c '"id":"000000/全域/和=","[^}]*"outcome":"unknown"' "$work/out")" -eq "${row#* }"
done
tap_end
