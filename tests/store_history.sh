#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Which versions changed a file or a clause, through the program; and that what a copy keeps to answer sooner is never
# believed of another state: missing, damaged, stale, from another store, or of a store that was rolled back.
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
suite=history
. "$ROOT/tests/store_setup.sh"

# pass LIST OPTION…: a version from draft to effect, all by the nation's key
pass()
{
	list=$1
	shift
	"$YICE" store submit "$store" 000000 "$list" --key nation "$@" >out 2>err &&
		"$YICE" store file "$store" 000000 --key nation --date "$day" >out 2>err &&
		"$YICE" store publish "$store" 000000 --key nation --date "$day" >out 2>err &&
		"$YICE" store acknowledge "$store" 000000 --key nation --date "$day" >out 2>err || { cat err; return 1; }
}
# answers FILE ACTION…: exit status 0 and exactly that file's text
answers()
{
	wanted=$1
	shift
	"$YICE" store "$@" >out 2>err || { cat err; return 1; }
	cmp "$wanted" out
}
log_of()
{
	answers log log list.git 000000 src/nat/nation.yice
}
blame_of()
{
	answers blame blame list.git 000000/全域/1-1
}

mkdir nat
cat >nat/words.yice <<'END'
行政区 000000 全国（nation）
词表 建设性质（nature）：新建（new）、改建（renovation）
属性 建设性质（nature）：一项 建设性质
属性 储油库（oil_depot）：是否
END
cat >nat/nation.yice <<'END'
清单 000000 "全国清单" 施行 2024-01-10 起 示例
适用 全域
1-1 摘要 "改建储油库须论证。"
  当 建设性质 = 改建 且 储油库 = 是
  限制 "论证选址"
END
"$YICE" store key nation >out && "$YICE" store init list.git --root 000000 --key nation --date 2024-01-02 >out || exit 1
store=list.git day=2024-01-05
tap 'a first version' pass nat --from 2024-01-10 --basis 国家规定 --date $day
"$YICE" store log list.git 000000 src/nat/nation.yice >log 2>err
tap 'adds its files' grep -q '^000000 v1 added  2024-01-10  periodic  [0-9a-f]*$' log
"$YICE" store blame list.git 000000/全域/1-1 >blame1
cp list.git/yice/paths paths1 && cp list.git/yice/clauses clauses1
sed -i -e 's/须论证。/禁止。/' -e 's/限制 "论证选址"/禁止/' nat/nation.yice
rm -rf list1.git && cp -r list.git list1.git
day=2024-09-02
tap 'a second one' pass nat --kind dynamic --reason law --from 2025-01-01 --basis 新法 --date $day
"$YICE" store log list.git 000000 src/nat/nation.yice >log 2>err
tap 'changes one of them' grep -q '^000000 v2 changed  2025-01-01  dynamic law  [0-9a-f]*$' log
tap 'and no other' sh -c '[ "$("$YICE" store log list.git 000000 src/nat/words.yice | wc -l)" = 1 ]'
tap 'as data' sh -c '"$YICE" store log list.git 000000 src/nat/nation.yice --json | grep -q \
	"\"version\":2,\"change\":\"changed\",\"from\":\"2025-01-01\",\"kind\":\"dynamic\",\"reason\":\"law\",\"commit\":\"[0-9a-f]*\""'
tap 'a file that no version has' sh -c '"$YICE" store log list.git 000000 src/none 2>err; [ $? = 1 ] && grep -q src/none err'
"$YICE" store blame list.git 000000/全域/1-1 >blame 2>err
tap 'blame tells of both versions' sh -c 'grep -q "^000000 v1 added" blame && grep -q "^000000 v2 changed" blame'

cp list.git/yice/paths paths2 && cp list.git/yice/clauses clauses2
tap 'what is kept answers' log_of
rm list.git/yice/paths list.git/yice/clauses
tap 'without it the answer is the same' log_of
tap 'and it is there again' cmp paths2 list.git/yice/paths
tap 'of clauses, too' blame_of
tap 'it is there again as well' cmp clauses2 list.git/yice/clauses
sed 's/ v1/ v9/; s/[0-9a-f]$/x/' paths2 >list.git/yice/paths
sed '3s/^./x/' clauses2 >list.git/yice/clauses
tap 'damaged it is not read' log_of
tap 'but made anew' cmp paths2 list.git/yice/paths
tap 'of clauses, too' blame_of
tap 'which are made anew as well' cmp clauses2 list.git/yice/clauses
head -c 300 paths2 >list.git/yice/paths
: >list.git/yice/clauses
tap 'cut short it is not read' log_of
tap 'of clauses, too' blame_of
cp paths1 list.git/yice/paths
cp clauses1 list.git/yice/clauses
tap 'of an earlier state it is not read' log_of
tap 'of clauses it is completed' blame_of
tap 'to what it was' cmp clauses2 list.git/yice/clauses

# What was verified is not verified again, and is held against what was found then; verify begins anew.
refit() # refit FILE COMMAND…: its last line, as the command digests the others
{
	file=$1
	shift
	sed '$d' "$file" >body && { cat body; printf 'digest: %s\n' "$("$@" <body | sed 's/^.*= //; s/ .*//')"; } >"$file"
}
commit=$(sed -n '/^chain: .*pub/{n;p;}' paths2 | cut -d ' ' -f 1)
digest=$(sed -n '/^chain: .*pub/{n;p;}' paths2 | cut -d ' ' -f 2)
sed "s/^$commit $digest/$commit $(printf '%064d' 7)/" paths2 >list.git/yice/paths
refit list.git/yice/paths sha256sum
tap 'what anybody could have written is not believed' sh -c '"$YICE" store state list.git --date 2025-01-01 >out 2>err && [ ! -s err ]'
tap 'but made anew, too' cmp paths2 list.git/yice/paths
tap 'the secret is for its owner alone' sh -c '[ "$(stat -c %a cache/yice/secret)" = 600 ]'
if command -v openssl >/dev/null; then
	sed "s/^$commit $digest/$commit $(printf '%064d' 7)/" paths2 >list.git/yice/paths
	refit list.git/yice/paths openssl dgst -sha256 -hmac "$(cat cache/yice/secret)"
	tap 'a record that is another than it was when it was verified is refused' sh -c \
		'"$YICE" store state list.git >out 2>err; grep -q "error\[Y1310\]" err && grep -q "$1" err' - "$commit"
else
	tap_skip 'a record that is another than it was when it was verified is refused' 'no openssl'
fi
rm -f list.git/yice/paths
tap 'without a folder of the user nothing is kept' sh -c \
	'env -u XDG_CACHE_HOME -u HOME "$YICE" store state list.git --date 2025-01-01 >out 2>err && [ ! -e list.git/yice/paths ]'
tap 'verify takes nothing from what is kept' sh -c '"$YICE" store verify list.git >out'
tap 'and keeps what it found' cmp paths2 list.git/yice/paths
cp paths1 list.git/yice/paths
tap 'from an earlier state a question goes on' sh -c '"$YICE" store state list.git --date 2025-01-01 | grep -q "^000000 2  effective"'
tap 'and keeps how far it has come' cmp paths2 list.git/yice/paths

# Another store, of the same lists by another key.
rm nation nation.pub && "$YICE" store key nation >out && "$YICE" store init other.git --root 000000 --key nation --date 2024-01-02 >out
store=other.git day=2024-01-05
tap 'another store' pass nat --from 2024-01-10 --basis 国家规定 --date $day
"$YICE" store log other.git 000000 src/nat/nation.yice >out && "$YICE" store blame other.git 000000/全域/1-1 >out
cp other.git/yice/paths other.git/yice/clauses list.git/yice
tap 'of another store it is not read' log_of
tap 'of clauses, too' blame_of

# ---- a mistake of a version that another has superseded since: from April to June a ban was a mere condition

has() # has FILE TEXT…
{
	file=$1
	shift
	for text; do
		grep -q -F -e "$text" "$file" || { echo "no $text in:"; cat "$file"; return 1; }
	done
}
sed -e 's/禁止。/须论证。/' -e 's/^  禁止/  限制 "论证选址"/' nat/nation.yice >mild && cp nat/nation.yice strict
echo '{"facts": {"建设性质": "改建", "储油库": true}}' >plant.json
"$YICE" store init past.git --root 000000 --key nation --date 2024-01-02 >out || exit 1
store=past.git day=2024-02-05
cp mild nat/nation.yice
tap 'a version is in force from March' pass nat --from 2024-03-01 --basis 文 --date $day
day=2024-06-05
printf '%s\n' '1-2 摘要 "新建须论证。"' '  当 建设性质 = 新建' '  限制 "论证选址"' >>nat/nation.yice
tap 'and another from July' pass nat --kind dynamic --reason law --from 2024-07-01 --basis 文 --date $day
cp strict nat/nation.yice
correct() # correct OPTION…: submitted in September, of the first; it is refused
{
	! "$YICE" store submit past.git 000000 nat --kind correction --target 1 --from 2024-04-01 --basis 文 --key nation \
		--date 2024-09-05 "$@" >out 2>err && grep -q 'error\[Y1582\]' err
}
tap 'without a last day its correction would reach over the other' correct
tap 'which is said, and what to do' has err 'superseded by version 2 from 2024-07-01 on: its correction ends by that day' '--until'
tap 'nor may it end a day later' correct --until 2024-07-02
day=2024-09-05
tap 'with one it is published' pass nat --kind correction --target 1 --from 2024-04-01 --until 2024-06-15 --basis 勘误 --date $day
tap 'it declares what it changes of its target' sh -c '"$YICE" store show past.git 000000 3 meta/version | grep "^changed:" >out
	[ "$(cat out)" = "changed: tightened 000000/全域/1-1" ]'
on() # on DATE OPTION… -- TEXT…: what as-of says
{
	date=$1 options=
	shift
	while [ "$1" != -- ]; do
		options="$options $1"
		shift
	done
	shift
	# shellcheck disable=SC2086
	"$YICE" store as-of past.git 000000 --date "$date" $options >out 2>err
	has out "$@"
}
tap 'before its days nothing has changed' on 2024-03-31 -- 'v1  effective' 'version 2 is acknowledged'
tap 'on them an auditor learns of it' on 2024-04-15 -- 'v3  effective  2024-04-01..2024-06-15' \
	'corrects version 1, from 2024-04-01 to 2024-06-15 alone' 'version 2 is acknowledged'
tap 'and by what was known then the old answer stands' on 2024-04-15 --known 2024-08-31 -- 'v1  effective' \
	'the answer for that day is another: version 3, effective'
tap 'behind them the version counts again' on 2024-06-15 -- 'v1  effective'
tap 'and the other one as before' sh -c '"$YICE" store as-of past.git 000000 --date 2024-07-01 >out && grep -q "v2  effective" out && ! grep -q corrects out'
tap 'as data' sh -c '"$YICE" store as-of past.git 000000 --date 2024-04-15 --json | grep -q "\"corrects\":1,"'
decided() # decided VERDICT OPTION…
{
	verdict=$1
	shift
	"$YICE" eval --store past.git plant.json "$@" >out 2>err
	has out "$verdict"
}
tap 'a project is decided by it' decided refused --as-of 2024-04-15
tap 'which is said' has err 'version 3 corrects version 1, for those days alone'
tap 'and as it was then' decided conditional --as-of 2024-04-15 --known 2024-08-31
tap 'states tell it too' sh -c '[ "$("$YICE" store state past.git --date 2024-04-15)" = "000000 1  superseded  periodic  2024-03-01..
000000 2  acknowledged  dynamic  2024-07-01..
000000 3  effective  correction  2024-04-01..2024-06-15" ]'
tap 'blame gives its days' sh -c '"$YICE" store blame past.git 000000/全域/1-1 | grep -q "^000000 v3 changed  2024-04-01\.\.2024-06-15  correction"'
cp mild nat/nation.yice
printf '%s\n' '1-2 摘要 "新建须论证。"' '  当 建设性质 = 新建' '  限制 "论证选址"' '1-3 摘要 "新建须评估。"' \
	'  当 建设性质 = 新建 且 储油库 = 是' '  限制 "评估"' >>nat/nation.yice
day=2024-10-05
tap 'the next version follows the one in force' pass nat --kind dynamic --reason law --from 2025-01-01 --basis 文 --date $day
tap 'and declares what it changes of that' sh -c '"$YICE" store show past.git 000000 4 meta/version | grep "^changed:" >out
	[ "$(cat out)" = "changed: added 000000/全域/1-3" ]'
tap 'the report finds nothing' sh -c '"$YICE" store audit past.git --date 2025-01-05 >out; ! grep -E "! (gap|used|not-in-force)" out'
tap 'and all of it verifies' "$YICE" store verify past.git --rebuild

# References set back to the first version, under a reader that has seen the second.
if command -v git >/dev/null; then
	for ref in pub sub reg; do
		git -C list.git update-ref refs/heads/$ref/000000 "$(git -C list1.git rev-parse refs/heads/$ref/000000)"
	done
	tap 'a store rolled back is answered from the last good state' log_of
	tap 'which is said' grep -q 'last one that was good' err
	cp paths1 list.git/yice/paths
	tap 'whatever is kept of the clauses' blame_of
else
	tap_skip 'a store rolled back is answered from the last good state' 'no git'
fi

# A clause is followed where it got another number: one was removed, those behind it moved up.
rm -rf nat/nation.yice
"$YICE" store init move.git --root 000000 --key nation --date 2024-01-02 >out || exit 1
store=move.git day=2024-01-05
numbered()
{
	printf '清单 000000 "全国清单" 施行 %s 起 示例\n适用 全域\n' "$1"
	shift
	for clause; do
		printf '%s\n' "$clause"
	done
}
first='摘要 "禁止新建。" 当 建设性质 = 新建 禁止'
second='摘要 "储油库须论证。" 当 储油库 = 是 限制 "论证选址"'
third='摘要 "改建须论证。" 当 建设性质 = 改建 限制 "论证"'
numbered 2024-01-10 "1-1 $first" "1-2 $second" "1-3 $third" >nat/nation.yice
tap 'three clauses' pass nat --from 2024-01-10 --basis 国家规定 --date $day
numbered 2024-01-10 "1-1 $second" "1-2 $third" >nat/nation.yice
day=2024-09-02
tap 'one is removed, and those behind it have its number and the next' pass nat --kind dynamic --reason law --from 2025-01-01 --basis 新法 --date $day
"$YICE" store show move.git 000000 2 meta/version >meta
tap 'the version declares both under one number' sh -c '[ "$(grep -c "^changed: .* 000000/全域/1-1$" meta)" = 2 ] &&
	grep -q "^changed: removed 000000/全域/1-1$" meta && grep -q "^changed: moved 000000/全域/1-1$" meta'
numbered 2024-01-10 "1-1 ${second%限制*}禁止" "1-2 $third" "1-3 $first" >nat/nation.yice
day=2025-09-02
tap 'one is changed, and the one removed is back with another number' pass nat --kind dynamic --reason law --from 2026-01-01 --basis 新法 --date $day
blamed() # CLAUSE LINE…: its history, as far as the kind of version
{
	"$YICE" store blame move.git "000000/全域/$1" >out 2>err || { cat err; return 1; }
	shift
	for line; do echo "000000 $line"; done >wanted
	sed -n 's/  [0-9-]*  \(periodic\|dynamic\).*//p' out | diff wanted -
}
tap 'blame follows a clause through its numbers' blamed 1-1 'v1 added' 'v2 moved from 000000/全域/1-2' 'v3 changed'
tap 'and all of them' blamed 1-2 'v1 added' 'v2 moved from 000000/全域/1-3'
tap 'what became of a number that was given up is said' sh -c '
	"$YICE" store blame move.git 000000/全域/1-3 >out && grep -q "^000000 v2 moved to 000000/全域/1-2" out'
numbered 2024-01-10 "1-5 ${second%限制*}禁止" "1-2 $third" "1-3 $first" >nat/nation.yice
day=2026-09-02
tap 'a gap in the numbers' pass nat --kind dynamic --reason law --from 2027-01-01 --basis 新法 --date $day
tap 'a number that is no more leads to the new one' blamed 1-1 'v1 added' 'v2 moved from 000000/全域/1-2' 'v3 changed' \
	'v4 moved to 000000/全域/1-5'
tap 'and back' blamed 1-5 'v1 added' 'v2 moved from 000000/全域/1-2' 'v3 changed' 'v4 moved from 000000/全域/1-1'
tap_end
