#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Published tables through the program: what import writes, what export gives
# back before and after edits. The tables are made up here; a real list is
# tried too when it is at hand beside the project.
set -u
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${YICE:=$ROOT/build/yice}"
. "$ROOT/tests/tap.sh"
alive=
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-exchange.XXXXXX") || exit 1
trap 'kill $alive 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
export LC_ALL=C

head='单元编码,单元名称,省,市,区县,单元分类,要素细类,管控维度,序号,属性,管控要求'
south='ZH99010120001,南桥镇重点管控区,某省,某市,东区,重点管控单元1,水环境工业—城镇重点管控区,'
north='ZH99010230001,北桥镇一般管控区,某省,某市,西区,一般管控单元2,大气环境一般管控区,'
{
	printf '%s\r\n' "$head"
	printf '%s布局,1-1,水/综合类,南桥镇应当在每年年底以前公布上一年的用水总量和节水情况。\r\n' "$south"
	printf '%s布局,1-1,能源综合类,推广节能器具。\r\n' "$south"
	printf '%s布局,1-3,能源/鼓励引导类,推广节能器具。\r\n' "$south"
	printf '%s布局,1-4,大气/禁止类,禁止新建储油库。2【水/综合类】河边另有要求。\r\n' "$south"
	printf '%s风险,,,/\r\n' "$south"
	printf '%s布局,1-1,水/综合类,"北桥镇应当在每年年底以前公布上一年的用水总量和节水情况。"\r\n' "$north"
} >list.csv
cat >fact.json <<'END'
{"as_of": "2024-07-01", "site": {"unit": "ZH99010120001"}, "facts": {}}
END

exits() # exits STATUS COMMAND…
{
	wanted=$1
	shift
	"$@" >out 2>err
	status=$?
	[ $status -eq "$wanted" ] && return 0
	echo "exit status $status"
	cat out err
	return 1
}
has() # has FILE TEXT…
{
	file=$1
	shift
	for text; do
		grep -q -F -e "$text" "$file" || { echo "no $text in:"; cat "$file"; return 1; }
	done
}
hasnt()
{
	! grep -q -F -e "$2" "$1"
}
same() # same FOLDER TABLE
{
	"$YICE" export "$1" -o back.csv && cmp back.csv "$2"
}

tap 'a table is taken in' exits 0 "$YICE" import list.csv -o city
cp err said
tap 'with counts' has said 'rows 6, units 2, requirements 6; distinct texts 5, but for names 4; texts written 4, of them templates 2; files 5'
tap 'a number given twice is reported with its row' has said 'list.csv:3:' 'Y1107' 'row 3: number "1-1"'
tap 'so is a malformed tag' has said 'row 3: tag "能源综合类"'
tap 'and several requirements in a cell' has said 'row 5: 2 requirements in one cell'
tap 'which become clauses' has city/东区.yice '  条 2【水/综合类】'
tap 'and are marked as taken apart' has city/东区.yice '# 建议：原表第 5 行一格中有 2 条要求' '--whole 5'
tap 'the sources pass without errors' exits 0 "$YICE" check city
tap 'and are in canonical form' exits 0 "$YICE" fmt --check city
tap 'export gives the same bytes' same city list.csv
tap 'a name became a parameter' has city/重复条款.yice '{镇街}应当在每年年底以前公布'
tap 'the malformed tag is kept' has city/东区.yice '【"能源综合类"】'
tap 'and the right one suggested' has city/东区.yice '# 建议：标签应为【能源/综合类】'
tap 'what addresses projects is a suggestion' has city/东区.yice '# 建议：针对项目'
tap 'and never an effect' hasnt city/东区.yice '  禁止'
tap 'texts are in the sources only' hasnt city/表格.layout '储油库'
tap 'an image is made' exits 0 "$YICE" build city -o city.img
tap 'unconfirmed clauses need judgement' exits 4 "$YICE" eval city.img fact.json --json
tap 'all but the encouragement' sh -c 'grep -o "\"outcome\":\"[a-z-]*\"" out | sort | uniq -c | tr -s " \n" " " |
	grep -q -F "4 \"outcome\":\"judgement\" 1 \"outcome\":\"noted\""'

tap 'of a fresh import every text is still open' exits 0 "$YICE" coverage city --published list.csv
tap 'also one that is an encouragement in one place only' has out 'addressed to projects 5: full 0, partial 0, judged 0, text 5' 'encouragements 0'

tap 'in JSON too' exits 0 "$YICE" coverage city --published list.csv --json
tap 'by the same names' has out '"projects":5,"full":0,"partial":0,"judged":0,"text":5,"duties":0,"encouraged":0,"missing":0,' \
	'{"row":5,"unit":"ZH99010120001","number":"2","state":"text"}'

cp -r city reasoned
sed -i 's/^    原文 "禁止新建储油库。"/&\n    当 待判 "是不是储油库"\n    禁止/; s/^    原文 "河边另有要求。"/&\n    当 场址 位于 水环境工业城镇重点管控区\n    禁止/' \
	reasoned/东区.yice
tap 'what an author makes of it is told apart' exits 0 "$YICE" coverage reasoned --published list.csv
tap 'as decided, and as left to a person for a reason' has out 'projects 5: full 1, partial 0, judged 1, text 3' \
	'with a core 20.0%' 'or a reason 40.0%'

# ---- edits
cp -r city edited
sed -i 's/禁止新建储油库。/禁止新建、扩建储油库。/' edited/东区.yice
sed 's/禁止新建储油库。2/禁止新建、扩建储油库。2/' list.csv >wanted.csv
tap 'an edited text changes its row and no other' same edited wanted.csv
printf '\n维度 风险\n\n  4-1【风险/综合类】\n    原文 "新增的一条。"\n' >>edited/东区.yice
sed 's|,风险,,,/|,风险,4-1,风险/综合类,新增的一条。|' wanted.csv >wanted2.csv
tap 'a new clause takes the place of the row that said none' same edited wanted2.csv
rm -f edited/表格.layout
tap 'without its layout a folder has the default columns' exits 0 "$YICE" export edited -o default.csv
tap 'and every clause a row' test "$(wc -l <default.csv)" -eq 8

# ---- a layout that was cut
cp -r city cut
lines=$(wc -l <city/表格.layout)
head -n $((lines - 1)) city/表格.layout >cut/表格.layout
tap 'a layout without its end is refused' exits 3 "$YICE" export cut
tap 'and said to break off' has err 'Y1132' "breaks off behind line $((lines - 1))"
head -n 5 city/表格.layout >cut/表格.layout
tap 'so is one without its last rows' exits 3 "$YICE" export cut
head -c -20 city/表格.layout >cut/表格.layout
tap 'or cut within a line' exits 3 "$YICE" export cut
tap 'which is told' has err 'Y1132'
sed 5d city/表格.layout >cut/表格.layout
tap 'and one that lacks a row' exits 3 "$YICE" export cut
sed '1s/2/1/;$d' city/表格.layout >cut/表格.layout
tap 'a layout of before is still read' same cut list.csv

# ---- choices
tap 'a folder with something in it is left alone' exits 1 "$YICE" import list.csv -o city
tap 'unless told so, and then moved aside' exits 0 "$YICE" import list.csv -o city --force --no-templates
tap 'the old one is there' test -f city.bak/重复条款.yice
tap 'without templates every text stands where it is' test ! -f city/重复条款.yice
tap 'and comes back too' same city list.csv
tap 'one cell can be refused too' exits 0 "$YICE" import list.csv -o whole --whole 5
tap 'and stays one clause' has whole/东区.yice '原文 "禁止新建储油库。2【水/综合类】河边另有要求。"'
tap 'and comes back' same whole list.csv
tap 'or all of them' exits 0 "$YICE" import list.csv -o whole2 --no-split
tap 'a row with nothing to take apart is a mistake' exits 3 "$YICE" import list.csv -o whole3 --whole 2
name=$(sed -n 's/^模板 \([^ ]*\).*/\1/p' city.bak/重复条款.yice | head -n 1)
tap 'one template can be refused' exits 0 "$YICE" import list.csv -o kept --keep "$name"
tap 'its texts are written out' has kept/西区.yice '原文 "北桥镇应当'
tap 'an unknown one is a mistake' exits 3 "$YICE" import list.csv -o kept2 --keep nothing
tap 'that leaves no folder behind' sh -c 'test ! -e kept2 && ! ls -d ./*.tmp 2>/dev/null'
tap 'no table is a mistake' exits 3 "$YICE" import fact.json -o kept2
tap 'a vocabulary is imported instead' exits 0 "$YICE" import list.csv -o voc --vocabulary "$ROOT/rulesets/vocabulary"
tap 'and what it has is not declared again' hasnt voc/基础词表.yice '分区 大气环境一般管控区'
tap 'and the list passes with it' exits 0 "$YICE" check voc
tap 'and comes back with it' same voc list.csv
tap 'import needs -o' exits 64 "$YICE" import list.csv

# ---- what a newcomer's table has
cat >odd.csv <<'END'
单元编码,单元名,面积,环境要素,空间布局约束,区域布局管控,污染物排放管控
ZH99010120001,南桥镇,12,水环境一般管控区,1-1.禁止甲。1-2.禁止乙。,①禁止丙。②禁止丁。,（一）禁止戊。（二）禁止己。
,,13,,1-1禁止庚；1-2禁止辛；,（1）禁止壬。（3）禁止癸。,【水】禁止子。
,北桥镇,14,,—,－,-
ZH99010120003,,15,,执行2024-2025年的计划。,禁止丑（1）类和（2）类。,禁止寅。
END
tap 'an unusual table is taken in' exits 0 "$YICE" import odd.csv -o odd
tap 'unknown columns are told with number and header' has err 'column 3: header "面积" is not recognised'
tap 'and no others' test "$(grep -c Y1103 err)" -eq 1
tap 'so is what a unit lacks' has err 'row 3: unit code and name are missing; taken as of the unit above, "ZH99010120001"' \
	'row 4: the unit code is missing; a unit is made by the name "北桥镇"' 'row 5: unit "ZH99010120003" has no name'
tap 'a missing code is not said to be malformed' hasnt err Y1105
tap 'cells that number things otherwise are reported' test "$(grep -c Y1125 err)" -eq 5
tap 'a tag without its class too' has err 'row 3: tag "【水】" is not of the form'
tap 'dashes alone are no requirements' hasnt odd/清单文件.yice '—'
tap 'and it comes back' same odd odd.csv
tap 'names of one dimension are one' has odd/基础词表.yice '维度 空间布局约束 别名 区域布局管控'
tap 'which is not reported as missing' exits 0 "$YICE" check odd
tap 'for all its names' hasnt err Y1411
sed 's/,布局,/,区域布局管控,/' list.csv >alias.csv
tap 'a list that uses another name' exits 0 "$YICE" import alias.csv -o alias
tap 'has it as the published one' has alias/基础词表.yice '维度 空间布局约束 别名 "区域布局管控"'
tap 'and comes back with it' same alias alias.csv
printf '\n维度 空间布局约束\n\n  1-9【水/综合类】\n    原文 "新的。"\n' >>alias/西区.yice
tap 'a new clause is exported' exits 0 "$YICE" export alias -o back.csv
tap 'under the published name' has back.csv ',区域布局管控,1-9,水/综合类,新的。'
head -n 1 odd.csv >header.csv
tap 'a header alone is a table' exits 0 "$YICE" import header.csv -o header
tap 'without rows, and said so' has err 'there are no rows below the header'
sed 's|水/综合类,南|水／综合类,南|' list.csv >wide.csv
tap 'a tag with a wide slash is taken in' exits 0 "$YICE" import wide.csv -o wide
tap 'and suggested with one slash' has wide/东区.yice '# 建议：标签应为【水/综合类】'
tap 'a folder is no table' exits 1 "$YICE" import . -o none
tap 'and named' has err 'yice: .: '
tap 'a missing parent of the folder is a failure' exits 1 "$YICE" import list.csv -o nowhere/city
tap 'and its path named' has err 'nowhere/city: '

# ---- left-overs of the killed
sleep 600 & # somebody alive
alive=$!
sh -c 'exit 0' & # and somebody who is not any more
dead=$!
wait $dead
mkdir city9.$dead.0.tmp city9.$dead.1.tmp city9.$alive.0.tmp city9.$dead.tmp citya.$dead.0.tmp
: >city9.$dead.0.tmp/东区.yice
: >city9.$dead.0.tmp/表格.layout.$dead.0.tmp
: >city9.$dead.1.tmp/mine.txt
tap 'a table is taken in beside left-overs' exits 0 "$YICE" import list.csv -o city9/
tap 'those of the dead are gone' test ! -e city9.$dead.0.tmp
tap 'what is not ours, or of the living, or of another place stays' \
	test -e city9.$dead.1.tmp/mine.txt -a -d city9.$alive.0.tmp -a -d city9.$dead.tmp -a -d citya.$dead.0.tmp
: >table.csv.$dead.3.tmp
: >table.csv.$alive.3.tmp
tap 'so it is with tables' exits 0 "$YICE" export city9 -o table.csv
tap 'that were being written' test ! -e table.csv.$dead.3.tmp -a -e table.csv.$alive.3.tmp
kill $alive
awk 'NR == 1 { print; next } { for (i = 0; i < 80; i++) print }' list.csv >large.csv # 481 lines
killed=0
for ms in 005 015 025 035 045 055 065 075 085 095 105 115 125 140 160; do
	"$YICE" import large.csv -o big --force >/dev/null 2>&1 &
	import=$!
	sleep 0.$ms
	kill -9 $import 2>/dev/null && killed=$((killed + 1))
	wait $import 2>/dev/null
	[ ! -e big ] || same big large.csv >/dev/null 2>&1 || { killed=broken; break; }
done
tap "killed $killed times, an import is whole or not there" test "$killed" != broken
tap 'the next one' exits 0 "$YICE" import large.csv -o big --force
tap 'leaves nothing of them' sh -c '! ls -d big.*.tmp 2>/dev/null'

# ---- a real list
real=$ROOT/../shared/data/foshan-list.csv
if [ -f "$real" ]; then
	tap 'a published city list is taken in' exits 0 "$YICE" import "$real" -o real
	tap 'whole' has err 'rows 593, units 52'
	tap 'its bodies are no more than its texts but for names' sh -c 'sed -n "s/.*but for names \([0-9]*\); texts written \([0-9]*\),.*/\1 \2/p" err |
		{ read -r texts bodies && [ "$bodies" -le "$texts" ]; }'
	tap 'passes' exits 0 "$YICE" check real
	tap 'and comes back byte by byte' same real "$real"
	tap 'how much of it has become rules is counted' exits 0 "$YICE" coverage "$ROOT/rulesets/foshan" --published "$real"
	tap 'every requirement has its clause' has out 'without a clause 0'
	tap 'and 90 % of the texts addressed to projects a core or a reason' sh -c \
		'share=$(sed -n "s/.*with a core or a reason \([0-9]*\)\..*/\1/p" out); [ "$share" -ge 90 ]'
else
	tap_skip 'a published city list' 'no list beside the project'
fi
tap_end
