#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fuzz targets under ASan and UBSan: each seed as it is, then as many changed
# inputs as fit into a test run, always the same ones. `make fuzz` is for longer.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-fuzz.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT" || exit 1
: "${FUZZ_RUNS:=20000}"
: "${FUZZ_SEED:=1}"

# fuzz TARGET RUNS OPTION…: what a failing input was is shown as octets.
fuzz() {
	target=$1
	runs=$2
	shift 2
	seeds=tests/fuzz/seeds/$target
	[ -e "$seeds" ] || seeds=tests/conformance
	"$BUILD/asan/tests/fuzz/$target" -n "$runs" -s "$FUZZ_SEED" -o "$work" "$@" "$seeds" ||
		{ od -An -c "$work/crash-$target" | head -n 20; return 1; }
}

# Every word of the language, in both spellings, is among the pieces that inputs are made of.
dictionary()
{
	sed -n 's/^K([A-Z0-9_]*, "\([^"]*\)", "\([^"]*\)".*/"\1"\n"\2"/p' grammar/keyword.def | LC_ALL=C sort -u >"$work/words"
	LC_ALL=C sort -u tests/fuzz/source.dict | LC_ALL=C comm -13 - "$work/words" >"$work/missing"
	[ "$(wc -l <"$work/words")" -gt 100 ] && [ ! -s "$work/missing" ] || { cat "$work/missing"; return 1; }
}

tap "the dictionary of sources has every word of the language" dictionary
tap "any bytes as a rule source" fuzz source "$FUZZ_RUNS" -d tests/fuzz/source.dict
tap "any bytes as rules and a project" fuzz whole "$((FUZZ_RUNS / 5))" -d tests/fuzz/source.dict
tap "any bytes as an image" fuzz image "$FUZZ_RUNS" -c
tap "any bytes as a layer" fuzz layer "$FUZZ_RUNS"
tap "any bytes as facts" fuzz facts "$FUZZ_RUNS" -d tests/fuzz/facts.dict
tap "any bytes as GeoJSON" fuzz geojson "$((FUZZ_RUNS / 10))" -d tests/fuzz/geojson.dict
tap "any bytes as a survey text" fuzz survey "$((FUZZ_RUNS / 10))" -d tests/fuzz/survey.dict
tap "any bytes as positions" fuzz degrees "$((FUZZ_RUNS / 10))" -d tests/fuzz/degrees.dict
tap "any bytes as a table" fuzz table "$((FUZZ_RUNS / 5))" -d tests/fuzz/table.dict
tap "any lines as the index of a set" fuzz set "$((FUZZ_RUNS / 2))" -d tests/fuzz/set.dict
tap "any bytes as signed texts" fuzz entry "$FUZZ_RUNS" -d tests/fuzz/entry.dict
tap_end
