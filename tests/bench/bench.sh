#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make bench: builds and decides a synthetic country of UNITS units and, where a neutral benchmark stands beside the
# project, its workload of as many units with the ratio to its limit in C. Needs BUILD with the bench programs. REPS
# repetitions; figures are medians with [least, most]. Ratios are those of SLICES short runs of Yice to the runs of C just
# before and just after each, median with [lower, upper quartile]: they hold on a machine whose pace changes.
set -eu
: "${UNITS:=1000}" "${PROJECTS:=20000}" "${REPS:=9}" "${SLICES:=25}" "${SEED:=1}" "${CC:=cc}"
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

# Asks both programs in turn, the limit first and last: lines of WHAT LIMIT YICE LIMIT in slices.
ask_in_turn()
{
	mkfifo "$work/ask.limit" "$work/limit" "$work/ask.yice" "$work/yice"
	"$work/climit" "$work/neutral" "$PROJECTS" <"$work/ask.limit" >"$work/limit" &
	"$programs/decide" "$work/sources" "$work/sources/facts.ndjson" "$PROJECTS" - - <"$work/ask.yice" >"$work/yice" &
	exec 3>"$work/ask.limit" 4<"$work/limit" 5>"$work/ask.yice" 6<"$work/yice"
	for what in pre e2e; do
		echo "$what" >&3 && read -r before <&4
		slice=0
		while [ "$slice" -lt "$SLICES" ]; do
			echo "$what" >&5 && read -r ours <&6
			echo "$what" >&3 && read -r after <&4
			echo "$what $before $ours $after"
			before=$after slice=$((slice + 1))
		done
	done
	exec 3>&- 4<&- 5>&- 6<&-
	wait
}

# ratio WHAT: ours to C's of the same time
ratio()
{
	awk -v what="$1" '$1 == what { print 2 * $3 / ($2 + $4), $3, ($2 + $4) / 2 }' "$work/slices" | sort -n | awk '
		{ ratio[NR] = $1 }
		NR == 1 || $2 > ours { ours = $2 }
		NR == 1 || $3 > limit { limit = $3 }
		END {
			printf "%.3f of C [%.3f,%.3f] in %d slices; best %d against %d\n", ratio[int((NR + 1) / 2)],
				ratio[int((NR + 3) / 4)], ratio[int((3 * NR + 1) / 4)], NR, ours, limit
		}'
}

neutral_missing()
{
	echo "neutral workload: skipped, $1"
	exit 0
}

mkdir "$work/country" "$work/neutral" "$work/sources"
"$programs/country" "$UNITS" "$PROJECTS" "$SEED" "$work/country"
"$programs/decide" "$work/country" "$work/country/facts.ndjson" "$PROJECTS" - "$REPS" >"$work/country.json"
echo "country of $UNITS units, $PROJECTS projects, seed $SEED, median of $REPS [least,most]"
show_line "$work/country.json"

[ -f "$NEUTRAL/gen.py" ] && [ -f "$NEUTRAL/c/climit.c" ] || neutral_missing "no benchmark in $NEUTRAL"
command -v python3 >/dev/null || neutral_missing 'its generator needs python3'
python3 "$NEUTRAL/gen.py" --units "$UNITS" --projects "$PROJECTS" --out "$work/neutral"
python3 "$NEUTRAL/ref.py" "$work/neutral" >/dev/null
"$CC" -O2 -w -DLIMIT="\"$NEUTRAL/c/climit.c\"" -I"$ROOT" -I"$ROOT/include" -o "$work/climit" "$ROOT/tests/bench/limit.c"
"$programs/translate" "$work/neutral" "$work/sources" "$PROJECTS"
"$programs/decide" "$work/sources" "$work/sources/facts.ndjson" "$PROJECTS" "$work/answers" "$REPS" >"$work/neutral.json"
ask_in_turn >"$work/slices"
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
