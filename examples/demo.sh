#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The main job on real rules: build the lists of the nation, Guangdong, Foshan
# and Shunde into one image, then decide a coating plant in Beijiao and print
# its conformity table. `make demo` runs this; by hand: YICE=build/yice sh examples/demo.sh
# The exit status tells whether the tool worked, not whether a project was admitted.
set -u
root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
YICE=${YICE:-$root/build/yice}
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-demo.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$root" || exit 1

say()
{
	echo
	printf '%s\n' "$@"
}

# Decides a project: 0 admitted or conditional, 2 refused and 4 open are all answers.
decide()
{
	"$YICE" eval --lang zh "$@"
	status=$?
	case $status in
	0 | 2 | 4) return 0 ;;
	*) echo "demo: yice eval failed with $status" >&2; exit 1 ;;
	esac
}

say '一策演示：从清单文本到符合性分析表' 'Yice: from the text of a list to a conformity table'

say '一、把国家、广东、佛山、顺德的清单编译成一个映像' '1. One image of the national, Guangdong, Foshan and Shunde lists'
echo '$ yice build rulesets/foshan -o foshan.img'
"$YICE" build rulesets/foshan -o "$work/foshan.img" || exit 1

say '二、条款原样可读：rulesets/foshan/templates.yice' '2. A clause as its author writes it'
sed -n '/^模板 受体敏感区/,/^$/p' rulesets/foshan/templates.yice

say '三、判定一个涂装项目（北滘镇重点管控区），逐条给出结论、理由和依据' \
	'3. A coating plant in ZH44060620004, clause by clause, with reasons and legal basis'
echo '$ yice eval foshan.img examples/coating-plant.json'
decide "$work/foshan.img" examples/coating-plant.json

say '四、一条条款的完整理由' '4. One clause with its whole tree of reasons'
echo '$ yice eval foshan.img examples/coating-plant.json --explain 440606/ZH44060620004/1-6'
decide "$work/foshan.img" examples/coating-plant.json --explain 440606/ZH44060620004/1-6

say '五、资料不全时不放行：指出还缺哪些事实' '5. Missing is not false: a project with half its facts is told what to supply'
echo '$ yice eval foshan.img examples/facts-missing.json --explain 440606/ZH44060620004/1-4'
decide "$work/foshan.img" examples/facts-missing.json --explain 440606/ZH44060620004/1-4

say '六、场址只给坐标：单元、园区和距离由图层得出，最近点写在理由里（地图是虚构的）' \
	'6. A site as coordinates: its unit, park and distances follow from layers, with the nearest points (a fictional map)'
echo '$ yice build examples/map -o map.img'
"$YICE" build examples/map -o "$work/map.img" || exit 1
echo '$ yice eval map.img examples/map/chemical-site.json --explain 000000/全域/长江法26-1'
decide "$work/map.img" examples/map/chemical-site.json --explain 000000/全域/长江法26-1

say '其他项目见 examples/README.md' 'More projects: examples/README.md'
