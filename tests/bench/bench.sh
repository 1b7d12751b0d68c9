#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make bench: builds and decides a synthetic country of UNITS units and, where a neutral benchmark stands beside the
# project, its workload of as many units with the ratio to its limit in C, compiled here and run before and after. Needs
# BUILD with the bench programs. REPS repetitions; figures are medians with [least, most].
set -eu
: "${UNITS:=1000}" "${PROJECTS:=20000}" "${REPS:=9}" "${SEED:=1}" "${CC:=cc}"
: "${ROOT:=$(cd "$(dirname "$0")/../.." && pwd)}" "${BUILD:=$ROOT/build}"
: "${NEUTRAL:=$ROOT/../shared/bench}"
programs=$BUILD/tests/bench
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# field NAME FILE: a number or [a,b] of the one line of JSON
field()
{
	sed -n "s/.*\"$1\":\\(\\[[^]]*\\]\\|[^,}]*\\).*/\\1/p" "$2"
}

show()
{
	printf '  %-26s %s\n' "$1" "$2"
}

show_line()
{
	show 'build' "$(field build_ms "$1") ms (processor $(field build_cpu_ms "$1") ms), $(field build_mb "$1") MB at most"
	show 'image' "$(field image_mb "$1") MB"
	show 'open and verify' "$(field open_ms "$1") ms"
	show 'clauses a decision' "$(field evals_per "$1")"
	show 'decisions/s, in memory' "$(field pre_dps "$1") $(field pre_spread "$1")"
	show 'decisions/s, from text' "$(field e2e_dps "$1") $(field e2e_spread "$1")"
	show 'one decision' "p50 $(field p50_us "$1") us, p99 $(field p99_us "$1") us"
	show 'memory with all facts' "$(field peak_mb "$1") MB at most"
}

# ratio NAME: ours against the better of the limit's two runs
ratio()
{
	awk -v name="$1" -v ours="$(field "$1_dps" "$work/neutral.json")" '
		{ sub(".*\"" name "_dps\":", ""); sub(",.*", ""); all = all " " $0; if ($0 + 0 > best) best = $0 + 0 }
		END { printf "%.3f of C (%d against%s)\n", ours / best, ours, all }' "$work/limit.json"
}

neutral_missing()
{
	echo "neutral workload: skipped, $1"
	exit 0
}

mkdir "$work/country" "$work/neutral"
"$programs/country" "$UNITS" "$PROJECTS" "$SEED" "$work/country"
"$programs/decide" "$work/country" "$work/country/facts.ndjson" "$PROJECTS" - "$REPS" >"$work/country.json"
echo "country of $UNITS units, $PROJECTS projects, seed $SEED, median of $REPS [least,most]"
show_line "$work/country.json"

[ -f "$NEUTRAL/gen.py" ] && [ -f "$NEUTRAL/c/climit.c" ] || neutral_missing "no benchmark in $NEUTRAL"
command -v python3 >/dev/null || neutral_missing 'its generator needs python3'
python3 "$NEUTRAL/gen.py" --units "$UNITS" --projects "$PROJECTS" --out "$work/neutral"
python3 "$NEUTRAL/ref.py" "$work/neutral" >/dev/null
# In processor time, as decide: the ratio of two wall clocks on a busy machine says little.
printf '#include <time.h>\n#define clock_gettime(clock, t) clock_gettime(CLOCK_PROCESS_CPUTIME_ID, t)\n' >"$work/cpu.h"
"$CC" -O2 -w -include "$work/cpu.h" -o "$work/climit" "$NEUTRAL/c/climit.c"
limit()
{
	"$work/climit" "$work/neutral" "$PROJECTS" "$work/limit" "$REPS" | grep '"c-mask"' >>"$work/limit.json"
}
limit
sh "$ROOT/tests/bench/neutral" "$work/neutral" "$PROJECTS" "$work/answers" "$REPS" >"$work/neutral.json"
limit
echo "neutral workload of $UNITS units"
show_line "$work/neutral.json"
show 'in memory, ratio' "$(ratio pre)"
show 'from text, ratio' "$(ratio e2e)"
if cmp -s "$work/answers" "$work/neutral/expected.txt"; then
	show 'answers' 'those of the reference evaluator'
else
	show 'answers' 'DIFFER from the reference evaluator'
	exit 1
fi
