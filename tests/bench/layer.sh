#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make bench-layer: points, and boxes that meet units, in a layer of UNITS made-up units. Where a neutral spatial benchmark stands beside the
# project, its limit in C and its GEOS program are compiled and run on the same files before and after, in processor
# time; ratios come from that one run, and all must count the same. REPS repetitions, medians.
set -eu
: "${UNITS:=44000}" "${POINTS:=200000}" "${SHAPES:=20000}" "${REPS:=7}" "${SEED:=1}" "${CC:=cc}"
: "${ROOT:=$(cd "$(dirname "$0")/../.." && pwd)}" "${BUILD:=$ROOT/build}"
: "${NEUTRAL:=$ROOT/../shared/bench}"
layer=$BUILD/tests/bench/layer
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# field NAME FILE: the number of the last line
field()
{
	sed -n "s/.*\"$1\":\\([^,}]*\\).*/\\1/p" "$2" | tail -n 1
}

# run NAME COMMAND…: adds its line to NAME.json
run()
{
	name=$1
	shift
	"$@" >>"$work/$name.json"
}

# ratio NAME WHAT FIELD: ours against the better of NAME's runs
ratio()
{
	awk -v ours="$(field "$3" "$work/yice.json")" -v name="$1" -v what="$2" -v field="$3" '
		{ sub(".*\"" field "\":", ""); sub(/,.*/, ""); all = all " " $0; if ($0 + 0 > best) best = $0 + 0 }
		END { printf "  %s, ratio to %-9s %.2f (%d against%s)\n", what, name, ours / best, ours, all }' "$work/$1.json"
}

"$layer" make "$UNITS" "$SEED" "$POINTS" "$SHAPES" "$work"
engines=
if [ -f "$NEUTRAL/spatial/limit.c" ]; then
	printf '#include <time.h>\n#define clock_gettime(clock, t) clock_gettime(CLOCK_PROCESS_CPUTIME_ID, t)\n' >"$work/cpu.h"
	"$CC" -O2 -w -include "$work/cpu.h" -o "$work/limit" "$NEUTRAL/spatial/limit.c" -lm
	"$CC" -O2 -w -include "$work/cpu.h" -o "$work/geos" "$NEUTRAL/spatial/geos.c" -lgeos_c -lm
	engines='limit geos'
fi
for engine in $engines; do run "$engine" "$work/$engine" "$work"; done
run yice "$layer" measure "$work" "$REPS"
for engine in $engines; do run "$engine" "$work/$engine" "$work"; done
echo "layer of $(field u "$work/yice.json") units, $POINTS points, median of $REPS"
echo "  layer                      $(field mem_mb "$work/yice.json") MB, built in $(field build_ms "$work/yice.json") ms, opened in $(field open_us "$work/yice.json") us"
echo "  points a second            $(field pip_per_s "$work/yice.json")"
echo "  boxes a second             $(field intersects_per_s "$work/yice.json")"
for engine in $engines; do
	ratio "$engine" points pip_per_s
	ratio "$engine" boxes intersects_per_s
	for count in pip_hits pip_digest int_hits int_digest; do
		[ "$(field $count "$work/$engine.json")" = "$(field $count "$work/yice.json")" ] ||
			{ echo "  $count DIFFERS from $engine"; exit 1; }
	done
done
