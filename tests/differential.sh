#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The program against the reference interpreter of tests/reference: every case
# of tests/conformance, which together have every construct of the language
# (those of its folder measured by the program alone, as the reference measures
# nothing), then random rules and facts, always the same ones, which have them too.
# `make differential N=... SEED=...` is for longer.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-differential.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT" || exit 1
differential=$BUILD/tests/reference/differential
: "${DIFFERENTIAL_CASES:=20000}"
: "${DIFFERENTIAL_SEED:=1}"

for file in tests/conformance/*.case; do
	[ -e "$file" ] || continue
	tap "$(sed -n '1s/^# *//p' "$file")" "$differential" -w "$work" "$file"
done
for file in tests/conformance/measured/*.case; do
	tap "$(sed -n '1s/^# *//p' "$file")" "$differential" -w "$work" -p "$file"
done
lacks() {
	! "$differential" -w "$work" -c tests/conformance/and.case >"$work/lacks" &&
		grep -qx 'in no source: 非 of 或' "$work/lacks" && grep -qx 'in no source: the keyword 或' "$work/lacks" &&
		! grep -q 'the keyword 且' "$work/lacks"
}
tap 'every construct is in a case' "$differential" -w "$work" -c tests/conformance/*.case
tap 'a construct that is in none is told' lacks
tap "$DIFFERENTIAL_CASES random decisions" \
	"$differential" -w "$work" -n "$DIFFERENTIAL_CASES" -s "$DIFFERENTIAL_SEED"
tap_end
