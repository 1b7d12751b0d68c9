#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Faults planted one by one in a copy of rulesets/: each must be reported by
# `yice diff` at its clause, with the kind of change it is and a project that
# both versions decide as is said; some must be found by `yice check` alone.
# tests/faults/faults.tsv: file, sed script, clause, kind, code of the check.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-faults.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT" || exit 1
tab=$(printf '\t')

# The outcome of a clause in a JSON report.
outcome() { # IMAGE CLAUSE
	"$YICE" eval "$1" "$work/facts.json" --json 2>/dev/null |
		awk -v id="\"id\":\"$2\"" '{ at = index($0, id) } at {
			rest = substr($0, at)
			match(rest, /"outcome":"[a-z-]*"/)
			print substr(rest, RSTART + 11, RLENGTH - 12)
		}'
}

# The paragraph of a change: "old → new: {facts}" of each project in it.
shown() { # KIND CLAUSE
	awk -v head="$1  $2" '$0 == head { inside = 1; found = 1; next } /^$/ { inside = 0 } inside && index($0, ": {")
		END { exit !found }' "$work/diff"
}

reported() { # KIND CLAUSE: at its clause, with a project that shows it
	shown "$1" "$2" >"$work/shown" || { cat "$work/diff"; return 1; }
	[ -s "$work/shown" ] || { echo "no project"; return 1; }
	while read -r line; do
		printf '%s\n' "${line#*: }" >"$work/facts.json"
		before=${line%% →*}
		after=${line#*→ }
		after=${after%%: \{*}
		[ "$before" = "no such clause" ] || [ "$(outcome "$work/old.img" "$2")" = "$before" ] || { echo "$line"; return 1; }
		[ "$after" = "no such clause" ] || [ "$(outcome "$work/new.img" "$2")" = "$after" ] || { echo "$line"; return 1; }
	done <"$work/shown"
}

# The same changes, tests, units and codes in two differences, and as many witnesses; their order may differ.
same_tale() {
	[ "$(grep -c ': {"' "$1")" -eq "$(grep -c ': {"' "$2")" ] || return 1
	grep -v ': {"' "$1" | sort >"$work/tale-1"
	grep -v ': {"' "$2" | sort | diff "$work/tale-1" -
}

"$YICE" build rulesets -o "$work/old.img" 2>"$work/err"
tap "without a fault nothing is reported" sh -c '
	test "$("$YICE" --lang en diff rulesets rulesets)" = "nothing changed" &&
	"$YICE" check --format compact rulesets 2>&1 | grep -q -e "^yice: 0 errors, 0 warnings" -e "0 个错误，0 个警告"'
planted=0
while IFS=$tab read -r file script clause kind code; do
	planted=$((planted + 1))
	rm -rf "$work/rulesets"
	cp -r rulesets "$work/rulesets"
	sed -e "$script" "rulesets/$file" >"$work/rulesets/$file"
	tap "fault $planted is planted" sh -c '! cmp -s "$1" "$2"' - "rulesets/$file" "$work/rulesets/$file"
	"$YICE" build "$work/rulesets" -o "$work/new.img" 2>"$work/err"
	"$YICE" --lang en diff rulesets "$work/rulesets" >"$work/diff" 2>&1
	tap "fault $planted: $clause is $kind" reported "$kind" "$clause"
	"$YICE" --lang en diff "$work/old.img" "$work/new.img" >"$work/image-diff" 2>&1
	tap "fault $planted: images tell the same" same_tale "$work/diff" "$work/image-diff"
	[ -z "$code" ] || tap "fault $planted: check reports $code" sh -c '"$YICE" check --format compact "$1" 2>&1 | grep -q "\[$2\]"' \
		- "$work/rulesets" "$code"
done <tests/faults/faults.tsv
tap "an image and its sources do not differ" sh -c '
	test "$("$YICE" --lang en diff rulesets "$1")" = "nothing changed" &&
	test "$("$YICE" --lang en diff "$1" rulesets)" = "nothing changed" &&
	test "$("$YICE" --lang en diff "$1" "$1")" = "nothing changed"' - "$work/old.img"
head -c 5000 "$work/old.img" >"$work/cut.img"
tap "a damaged image fails and is named" sh -c '
	"$YICE" --lang en diff "$1/old.img" "$1/cut.img" >/dev/null 2>"$1/err"; test $? -eq 1 && grep -q "Y09" "$1/err"' - "$work"
tap "at least 50 faults are planted" test "$planted" -ge 50
tap_end
