#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The program against the reference interpreter of tests/reference: every case
# of tests/conformance, then random rules and facts, always the same ones.
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
tap "$DIFFERENTIAL_CASES random decisions" \
	"$differential" -w "$work" -n "$DIFFERENTIAL_CASES" -s "$DIFFERENTIAL_SEED"
tap_end
