#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Decisions on record, by real rules out of a store, made by programs of several
# compilers: each must give the same record, byte for byte, and each replays
# the record of the first. `make check-replay` builds the programs and names
# them in PROGRAMS; DECISIONS and TIERS say how many, by few rules and by the
# rules of three tiers.
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
SHM=1
suite=replay
. "$ROOT/tests/store_setup.sh"
: "${DECISIONS:=100000}" "${TIERS:=2000}" "${SEED:=1}"
: "${PROGRAMS:=$YICE}"
day=2026-04-01
first=${PROGRAMS%% *}

store()
{
	"$first" store "$@" >/dev/null
}
live() # live STORE SCOPE KEY SUPERIOR DATE FOLDER…: a version from draft to effect
{
	at=$1 scope=$2 key=$3 superior=$4 date=$5
	shift 5
	store submit "$at" "$scope" "$@" --from 2024-03-01 --basis '示例' --key "$key" --date "$date" &&
		store file "$at" "$scope" --key "$superior" --date "$date" &&
		store publish "$at" "$scope" --key "$key" --date "$date" &&
		store acknowledge "$at" "$scope" --key "$superior" --date "$date"
}
# A nation with two files of its rules, so that very many decisions can be made; the clauses with most thresholds and sums.
make_few()
{
	for key in nation province city; do
		store key $key || return 1
	done
	mkdir few && cp "$ROOT/rulesets/national/standards.yice" "$ROOT/rulesets/national/energy.yice" few &&
		store init few.git --root 000000 --key nation --date 2024-01-01 &&
		live few.git 000000 nation nation 2024-01-05 "$ROOT/rulesets/vocabulary" few
}
make_all()
{
	store init all.git --root 000000 --key nation --date 2024-01-01 &&
		store delegate all.git 000000 440000 --draft province.pub --publish province.pub --file province.pub \
			--checkpoint province.pub --key nation --date 2024-01-02 &&
		store delegate all.git 440000 440600 --draft city.pub --publish city.pub --key province --date 2024-01-03 &&
		live all.git 000000 nation nation 2024-01-05 "$ROOT/rulesets/vocabulary" "$ROOT/rulesets/national" &&
		live all.git 440000 province nation 2024-01-06 "$ROOT/rulesets/guangdong" &&
		live all.git 440600 city province 2024-01-07 "$ROOT/rulesets/foshan"
}
record() # record PROGRAM STORE LOG: of what it prints, which is ten times as long, the digest is kept
{
	"$1" batch --store "$2.git" --as-of $day --record "$3" <facts | sha256sum >"printed.$3"
}
replays() # replays PROGRAM STORE
{
	"$1" store replay "$2.git" log.1 >out && grep -q "^$made decisions replayed" out
}
# series STORE COUNT: that many decisions by every program
series()
{
	number=0
	made=0
	for program in $PROGRAMS; do
		number=$((number + 1))
		name=$(basename "$(dirname "$program")")
		start=$(date +%s)
		tap "$1, $name: decisions go on record" record "$program" "$1" log.$number
		echo "# $1, $name: $(grep -c '^yice-decision-1 ' log.$number) decisions, $(($(date +%s) - start)) s"
		if [ $number -eq 1 ]; then
			made=$(grep -c '^yice-decision-1 ' log.1)
			echo "# by verdict: $(sed -n 's/^verdict: //p' log.1 | sort | uniq -c |
				awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $2, $1 }')"
			tap "$1: all that was asked is on record" [ "$made" -eq "$2" ]
		else
			tap "$1, $name: the same is printed" cmp printed.log.1 printed.log.$number
			tap "$1, $name: the same record is made" cmp log.1 log.$number
			rm -f log.$number
		fi
		start=$(date +%s)
		tap "$1, $name: replays the first record, byte for byte" replays "$program" "$1"
		echo "# $1, $name: replayed in $(($(date +%s) - start)) s"
	done
	rm -f log.* printed.*
}
make_facts() # make_facts COUNT UNITS
{
	awk -v n="$1" -v seed="$SEED" -v units="$2" -f "$ROOT/tests/store/facts.awk" "$ROOT/examples/coating-plant.json" \
		"$ROOT/examples/oil-depot.json" "$ROOT/examples/electroplating-line.json" "$ROOT/examples/furniture-factory.json" >facts
}

tap 'a store with some rules of a nation' make_few
make_facts "$DECISIONS" ''
series few "$DECISIONS"
tap 'a store with all rules of a nation, a province and a city' make_all
make_facts "$TIERS" "$(sed -n 's/^单元 \(ZH[0-9]*\) .*/\1/p' "$ROOT"/rulesets/foshan/*.yice | tr '\n' ' ')"
series all "$TIERS"
tap_end
