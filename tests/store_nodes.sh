#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Thirteen stores that exchange by plain git: a nation, four provinces, eight
# cities. Acts and pushes come in random order, one reference at a time, older
# ones too and some by force, over links that break and heal. A model knows
# what each node has been given and what each record rests on; what a node
# does, what its hook lets in, how long its chains are and what it answers for
# a day must be what the model says. STEPS (60) and SEED (1) set more.
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
suite=nodes
. "$ROOT/tests/store_setup.sh"
: "${STEPS:=60}" "${SEED:=1}"
if ! command -v git >/dev/null; then
	tap_skip 'thirteen nodes' 'no git'
	tap_end
	exit
fi

nation=000000
provinces='110000 120000 130000 140000'
cities='110100 110200 120100 120200 130100 130200 140100 140200'
nodes="$nation $provinces $cities"
superior() # superior SCOPE: who files it, the nation itself
{
	case $1 in
	*0000) above=$nation ;;
	*) above=${1%????}0000 ;;
	esac
}
rand=$SEED
draw() # draw N: 0 … N-1 into drawn
{
	rand=$(((rand * 1103515245 + 12345) % 2147483648))
	drawn=$((rand / 65536 % $1))
}
pick() # pick WORD…: one of them into picked
{
	draw $#
	shift "$drawn"
	picked=$1
}
day_text() # day_text N: the Nth day of the story, into date
{
	date=$(date -u -d "2024-01-02 + $1 days" +%F)
}

# ---- the model: how long each chain is at each node, and what each record rests on ("CHAIN LENGTH" a line)

mkdir model rests keys lists
length() # length NODE CHAIN, into len
{
	len=0
	[ ! -f "model/$1.$2" ] || read -r len <"model/$1.$2"
}
grown() # grown NODE CHAIN [RESTS-ON]…: a record more at NODE; what it rests on, in pairs
{
	length "$1" "$2"
	len=$((len + 1))
	echo $len >"model/$1.$2"
	file=rests/$2.$len
	shift 2
	: >"$file"
	while [ $# -gt 0 ]; do
		echo "$1 $2" >>"$file"
		shift 2
	done
}
may_take() # may_take NODE CHAIN LENGTH: has the node all that these records rest on?
{
	length "$1" "$2"
	number=$len
	while [ $number -lt "$3" ]; do
		number=$((number + 1))
		while read -r chain wanted; do
			length "$1" "$chain"
			[ "$len" -ge "$wanted" ] || return 1
		done <"rests/$2.$number"
	done
}
# acknowledged.SCOPE: lines "ENTRY VERSION FIRST-DAY"; ENTRY of the superior's register.
expected() # expected NODE SCOPE DAY: version in force by the model, into version
{
	superior "$2"
	length "$1" "reg.$above"
	version=0
	[ ! -f "acknowledged.$2" ] || version=$(awk -v known="$len" -v day="$3" \
		'$1 <= known && $3 <= day { last = $2 } END { print last + 0 }' "acknowledged.$2")
}

# ---- what is done, and what the model says of it

wrong=
complain()
{
	wrong="$wrong
$step: $*"
}
store() # store PREDICTED ARGUMENT…: 0 or 1, as it must end
{
	predicted=$1
	shift
	"$YICE" store "$@" >out 2>err
	status=$?
	[ $status -eq "$predicted" ] || complain "store $*: $status, not $predicted: $(cat err)"
	return $status
}
write_list() # write_list SCOPE VERSION
{
	mkdir -p "lists/$1"
	printf '行政区 %s 地方%s\n清单 %s "清单" 施行 2024-01-02 起 示例\n适用 全域\n1-1 摘要 "第 %s 版。"\n' "$1" "$1" "$1" "$2" >"lists/$1/list.yice"
}
# Where a scope's next version is: stage.SCOPE has submit, file, publish or acknowledge.
act() # act SCOPE: the next step, by whom it is due
{
	scope=$1
	superior "$scope"
	read -r stage <"stage.$scope"
	length "$scope" "pub.$scope"
	next=$((len + 1))
	day_text $((step))
	case $stage in
	submit)
		write_list "$scope" $next
		day_text $((step + 2000))
		from=$date
		day_text $step
		[ $next -gt 1 ] && kind='--kind dynamic --reason law' || kind=
		length "$scope" "reg.$above"
		read -r granted <"granted.$scope"
		refused=$((len < granted))
		# Who does not know yet that the first one was acknowledged has nothing to update.
		[ $next -eq 1 ] || awk -v known="$len" '$1 <= known { found = 1 } END { exit !found }' "acknowledged.$scope" || refused=1
		# shellcheck disable=SC2086
		store $refused submit "$scope.git" "$scope" "lists/$scope" $kind --from "$from" --basis 法 --key "keys/$scope" \
			--date "$date" || return
		echo $((step + 2000)) >"from.$scope"
		grown "$scope" "sub.$scope" "reg.$above" "$granted" "pub.$scope" $((next - 1))
		echo file >"stage.$scope" ;;
	file)
		length "$scope" "sub.$scope"
		submitted=$len
		length "$above" "sub.$scope"
		here=$len
		store $((here < submitted)) file "$above.git" "$scope" --key "keys/$above" --date "$date" --expires 2060-01-01 || return
		rest_above "$above"
		# shellcheck disable=SC2086
		grown "$above" "reg.$above" "sub.$scope" $submitted $rests
		echo $len >"receipt.$scope"
		echo publish >"stage.$scope" ;;
	publish)
		read -r receipt <"receipt.$scope"
		read -r granted <"granted.$scope"
		length "$scope" "reg.$above"
		store $((len < receipt)) publish "$scope.git" "$scope" --key "keys/$scope" --date "$date" || return
		grown "$scope" "pub.$scope" "reg.$above" "$granted"
		echo acknowledge >"stage.$scope" ;;
	acknowledge)
		length "$scope" "pub.$scope"
		published=$len
		length "$above" "pub.$scope"
		here=$len
		store $((here < published)) acknowledge "$above.git" "$scope" --key "keys/$above" --date "$date" || return
		rest_above "$above"
		# shellcheck disable=SC2086
		grown "$above" "reg.$above" "pub.$scope" $published $rests
		read -r from <"from.$scope"
		echo "$len $published $from" >>"acknowledged.$scope"
		echo submit >"stage.$scope" ;;
	esac
}
rest_above() # what an entry of a register rests on: what its writer has of the superior's
{
	place=$1
	superior "$place"
	rests=
	if [ "$above" != "$place" ]; then
		length "$place" "reg.$above"
		rests="reg.$above $len"
	fi
	superior "$scope"
}
ref_of() # ref_of CHAIN: its reference
{
	ref=refs/heads/${1%.*}/${1#*.}
}
chains_of() # chains_of NODE, into chains
{
	chains=$(cd model && ls | sed -n "s/^$1\.//p")
}
deliver() # deliver FROM TO CHAIN LENGTH [FORCE]
{
	length "$2" "$3"
	had=$len
	ref_of "$3"
	length "$1" "$3"
	commit=$(git -C "$1.git" rev-parse "$ref~$((len - $4))")
	if [ "$4" -gt "$had" ] && may_take "$2" "$3" "$4"; then
		predicted=0
	elif [ "$4" -eq "$had" ]; then
		predicted=0
	else
		predicted=1
	fi
	# shellcheck disable=SC2086
	git -C "$1.git" push -q ${5-} "../$2.git" "$commit:$ref" >out 2>&1
	status=$?
	[ $((status > 0)) -eq $predicted ] || complain "push of $3 $4 from $1 to $2: $status, not $predicted: $(tail -n 3 out)"
	[ $status -ne 0 ] || [ "$4" -le "$had" ] || echo "$4" >"model/$2.$3"
	is=$(git -C "$2.git" rev-list --count "$ref" 2>/dev/null || echo 0)
	length "$2" "$3"
	[ "$is" -eq "$len" ] || complain "$2 has $is records of $3, not $len"
}
# Chains rest on one another, so that a whole history may have to come at once; what one node holds, another can take.
deliver_all() # deliver_all FROM TO: every chain that is longer at FROM, in one push; how many in moved
{
	chains_of "$1"
	refs= sent=
	for each in $chains; do
		length "$2" "$each"
		had=$len
		length "$1" "$each"
		[ "$len" -gt "$had" ] || continue
		ref_of "$each"
		refs="$refs $ref:$ref"
		sent="$sent $each=$len"
	done
	[ -n "$refs" ] || return 0
	# shellcheck disable=SC2086
	git -C "$1.git" push -q "../$2.git" $refs >out 2>&1 || complain "push of$sent from $1 to $2: $(tail -n 3 out)"
	for each in $sent; do
		echo "${each#*=}" >"model/$2.${each%=*}"
		moved=$((moved + 1))
	done
}
ask() # ask NODE SCOPE DAY: the version in force, of the scope and of those above
{
	day_text "$3"
	"$YICE" store as-of "$1.git" "$2" --date "$date" --json >out 2>err
	status=$?
	superior "$2"
	length "$1" "reg.$above"
	read -r granted <"granted.$2"
	if [ "$len" -lt "$granted" ]; then
		[ $status -eq 1 ] || complain "$1 answers about $2, which it cannot know"
		return
	fi
	answer=$(tr '{' '\n' <out | sed -n 's/^"scope":"\([0-9]*\)".*"version":\([0-9]*\),.*/\1=\2/p' | tr '\n' ' ')
	wanted= tier=$2
	while :; do
		expected "$1" "$tier" "$3"
		wanted="$wanted$tier=$version "
		[ "$tier" != "$nation" ] || break
		superior "$tier"
		tier=$above
	done
	[ "$answer" = "$wanted" ] || complain "$1 says of $2 on $date: $answer, not $wanted"
}

# ---- settling in: every node trusts the nation's root and has an empty store; registers are where they are written

for node in $nodes; do "$YICE" store key "keys/$node" >/dev/null; done
step=0
"$YICE" store init $nation.git --root $nation --key keys/$nation --date 2024-01-02 >/dev/null
grown $nation reg.$nation
echo 1 >granted.$nation
delegate() # delegate PLACE CHILD
{
	"$YICE" store delegate "$1.git" "$1" "$2" --draft "keys/$2.pub" --publish "keys/$2.pub" --file "keys/$2.pub" --key "keys/$1" --date 2024-01-02 >/dev/null
	scope=$2
	rest_above "$1"
	# shellcheck disable=SC2086
	grown "$1" "reg.$1" $rests
	echo $len >"granted.$2"
}
for node in $provinces; do delegate $nation "$node"; done
for node in $provinces $cities; do "$YICE" store init "$node.git" --trust "$(cat $nation.git/yice/trust)"; done
for node in $nodes; do
	printf '#!/bin/sh\nexec "%s" store verify-push .\n' "$YICE" >"$node.git/hooks/pre-receive"
	chmod +x "$node.git/hooks/pre-receive"
	echo submit >"stage.$node"
done
for node in $provinces; do deliver $nation "$node" reg.$nation 5; done
for node in $cities; do
	superior "$node"
	delegate "$above" "$node"
done
for node in $cities; do
	superior "$node"
	draw 4
	[ $drawn -eq 0 ] || deliver_all "$above" "$node"
done
tap 'thirteen nodes settle in' [ -z "$wrong" ]

# ---- the story

some_node() # some_node NODE…: one of them into picked, a few more often than others, so that versions come to their end
{
	draw 3
	# shellcheck disable=SC2086
	[ $drawn -eq 0 ] && pick "$@" || pick $busy
}
busy='110000 110100 110200'
exchange() # exchange SCOPE: with its superior, unless that part is cut off
{
	superior "$1"
	case " $down " in *" $above "* | *" $1 "*) return ;; esac
	deliver_all "$1" "$above"
	superior "$1"
	deliver_all "$above" "$1"
}
link() # a random link of the tree, either way, into from and to
{
	# shellcheck disable=SC2086
	some_node $provinces $cities
	to=$picked
	superior "$to"
	from=$above
	draw 2
	[ $drawn -eq 0 ] || { from=$to; to=$above; }
}
down=
while [ $step -lt "$STEPS" ]; do
	step=$((step + 1))
	draw 10
	case $drawn in
	0)	# a part is cut off, or the net is whole again
		# shellcheck disable=SC2086
		[ -n "$down" ] && down= || { pick $provinces; down=$picked; } ;;
	1 | 2 | 3 | 4)
		# shellcheck disable=SC2086
		some_node $nodes
		act "$picked"
		draw 2
		[ $drawn -eq 0 ] || exchange "$scope" ;;
	5)
		# shellcheck disable=SC2086
		pick $nodes
		node=$picked
		# shellcheck disable=SC2086
		pick $nodes
		draw $((STEPS + 10))
		ask "$node" "$picked" $((2000 + drawn)) ;;
	6 | 7)	# all at once
		link
		case " $down " in *" $from "* | *" $to "*) continue ;; esac
		deliver_all "$from" "$to" ;;
	*)	# some reference of a neighbour's, as it is or as it was, and perhaps by force
		link
		case " $down " in *" $from "* | *" $to "*) continue ;; esac
		chains_of "$from"
		[ -n "$chains" ] || continue
		# shellcheck disable=SC2086
		pick $chains
		length "$from" "$picked"
		draw 4
		[ $drawn -gt 0 ] || { draw "$len"; len=$((drawn + 1)); }
		draw 3
		[ $drawn -gt 0 ] && deliver "$from" "$to" "$picked" "$len" || deliver "$from" "$to" "$picked" "$len" -f ;;
	esac
done
printf '%s\n' "$wrong" | sed '/^$/d; s/^/# /'
tap "$STEPS acts and pushes went as the model says" [ -z "$wrong" ]

# ---- the links heal: each has its neighbours' references until nothing moves

moved=1
rounds=0
while [ $moved -gt 0 ] && [ $rounds -lt 30 ]; do
	moved=0
	rounds=$((rounds + 1))
	for child in $provinces $cities; do
		superior "$child"
		parent=$above
		deliver_all "$child" "$parent"
		deliver_all "$parent" "$child"
	done
done
git -C $nation.git for-each-ref >all
for node in $nodes; do
	git -C "$node.git" for-each-ref | cmp -s - all || complain "$node has other references than the nation"
	store 0 verify "$node.git"
	# shellcheck disable=SC2086
	pick $nodes
	ask "$node" "$picked" $((2000 + STEPS))
done
printf '%s\n' "$wrong" | sed '/^$/d; s/^/# /'
tap 'healed, all have the same and answer the same' [ -z "$wrong" ]
echo "# $(wc -l <all) references, $(cat acknowledged.* 2>/dev/null | wc -l) versions in force, $rounds rounds to heal"
tap_end
