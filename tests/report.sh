#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The HTML report of a real plant under the maintained rule sets, and of a
# small site with every kind of part: a plain page whose tables are whole, that
# names every clause and can be had again by its own command; and the documents
# that other programs make of it, when they are installed.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-report.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

cat >small.yice <<'END'
行政区 440606 顺德区（shunde）
词表 建设性质（nature）：新建（new）、扩建（expansion）
属性 建设性质（nature）：一项 建设性质
属性 储油库（oil_depot）：是否
属性 井深（depth）：是否
维度 空间布局约束（layout）
文件 《新技术指南》简称 新指南（new_guide）施行 2020-01-01 起
文件 《旧技术指南》简称 旧指南（old_guide）施行 2010-01-01 起，2020-01-01 废止 被代替 《新技术指南》
清单 440606 "示例<清单>" 发布 "示例<机关>" 文号 "示例〔2024〕1号" 施行 2024-07-01 起 示例
单元 ZH44060620004 "北滘镇重点管控区" 重点管控
维度 空间布局约束
1-1 摘要 "不得新建<储油库>。" 依据 旧指南 当 建设性质 = 新建 且 储油库 = 是 禁止
1-2 摘要 "井深的须论证。" 当 井深 = 是 限制 "论证"
1-3 摘要 "周边敏感的，不得新建。" 当 建设性质 = 新建 且 待判 "周边敏感" 禁止
1-4 摘要 "推进改造。" 职责 政府
END
cat >small.json <<'END'
{"project": "<涂装> & 'x'", "as_of": "2025-01-01", "site": {"unit": "ZH44060620004"},
 "facts": {"建设性质": "新建", "储油库": true}, "evidence": {"储油库": "表 \"5\""}}
END
cp "$ROOT/examples/coating-plant.json" plant.json

# report NAME LANGUAGE [OPTION…]: NAME-LANGUAGE.html; a verdict is no failure
report()
{
	name=$1 language=$2
	shift 2
	"$YICE" eval "$name.img" "$name.json" --lang "$language" --format html -o "$name-$language.html" "$@"
	case $? in 0 | 2 | 4) ;; *) return 1 ;; esac
}
names_all()
{
	"$YICE" eval "$1.img" "$1.json" --json | grep -o '^ *{"id":"[^"]*"' | sed 's/.*"id":"//; s/"$//' >ids
	[ -s ids ] || return 1
	while read -r id; do
		grep -qF ">$id<" "$2" || grep -qF ">$id" "$2" || { echo "$id"; return 1; }
	done <ids
}
# The command in the footer, run: the same bytes.
replays()
{
	command=$(sed -n 's/^<pre><code>yice \(.*\)<\/code><\/pre>$/\1/p' "$2" | sed "s/IMAGE/$1.img/; s/FACTS/$1.json/")
	[ -n "$command" ] || return 1
	# shellcheck disable=SC2086
	"$YICE" $command >again.html
	cmp again.html "$2"
}
# xmllint knows no element younger than HTML 4; all else it says counts.
lint()
{
	[ -s "$1" ] || return 1
	xmllint --html --noout "$1" 2>&1 | grep error | grep -vE 'Tag (main|section|footer) invalid' >lint
	cat lint
	[ ! -s lint ]
}
# Cells merged downwards in the page are merged in the document.
merges()
{
	pandoc "$1" -o report.docx || return 1
	unzip -p report.docx word/document.xml >document.xml || return 1
	want=$(grep -o 'rowspan="[0-9]*"' "$1" | tr -dc '0-9\n' | awk '{ n += $1 - 1 } END { print n + 0 }')
	got=$(grep -o '<w:vMerge w:val="continue"' document.xml | wc -l)
	echo "$want cells below another, $got in the document"
	[ "$want" -gt 0 ] && [ "$want" -eq "$got" ] && grep -q '<w:tblHeader' document.xml
}
prints()
{
	weasyprint "$1" report.pdf >/dev/null 2>&1 && [ "$(head -c 5 report.pdf)" = %PDF- ]
}

"$YICE" build small.yice -o small.img 2>/dev/null
tap 'the small rules build' test -s small.img
"$YICE" build "$ROOT/rulesets" -o plant.img 2>/dev/null
tap 'the rule sets build' test -s plant.img
for site in small plant; do
	for lang in zh en; do
		page=$site-$lang.html
		tap "$page is written" report $site $lang
		tap "$page is a plain page with whole tables" env LC_ALL=C awk -f "$ROOT/tests/report.awk" $page
		tap "$page names every clause" names_all $site $page
		tap "$page can be had again by its own command" replays $site $page
		if command -v xmllint >/dev/null; then
			tap "$page passes xmllint" lint $page
		else
			tap_skip "$page passes xmllint" 'xmllint is not installed'
		fi
	done
done
for words in '不予准入' '决定结论的条款' '待补充的事实' '须人工研判' '研判意见' '职责' '由《新技术指南》代替' \
	'发布机关' '&lt;涂装&gt; &amp; &#39;x&#39;' '表 &quot;5&quot;' '示例&lt;机关&gt;' '示例〔2024〕1号'; do
	tap "the small report has $words" grep -qF "$words" small-zh.html
done
tap 'one clause alone is a plain page too' report small zh --explain 440606/ZH44060620004/1-1
tap 'and whole' env LC_ALL=C awk -f "$ROOT/tests/report.awk" small-zh.html
report small zh
# What an update changes, as a page: one clause looser, one restricted in other words, one gone, one new.
sed 's/井深 = 是 限制 "论证"/井深 = 是 限制 "论证<选址>"/; s/^1-3.*/1-9 摘要 "不得扩建。" 当 建设性质 = 扩建 禁止/
	s/依据 旧指南 当 建设性质 = 新建 且 储油库 = 是/当 建设性质 = 新建 且 储油库 = 是 且 井深 = 是/' small.yice >small-2.yice
for lang in zh en; do
	page=diff-$lang.html
	tap "$page is written" sh -c '"$YICE" diff --lang '$lang' --format html small.yice small-2.yice >'$page
	tap "$page is a plain page with whole tables" env LC_ALL=C awk -f "$ROOT/tests/report.awk" $page
	for clause in 1-1 1-2 1-3 1-9; do
		tap "$page names clause $clause" grep -qF ">440606/ZH44060620004/$clause<" $page
	done
	if command -v xmllint >/dev/null; then
		tap "$page passes xmllint" lint $page
	else
		tap_skip "$page passes xmllint" 'xmllint is not installed'
	fi
done
for words in '放宽' '仅改文字' '新增' '删除' '论证&lt;选址&gt;' '不得新建&lt;储油库&gt;' '重点管控' '无此条'; do
	tap "the page of changes has $words" grep -qF "$words" diff-zh.html
done
# A unit of another class, a list with another title.
sed '/^单元 ZH44060620004/s/" 重点管控/" 一般管控/; s/^\(清单 440606 "\)/\1新/' small.yice >small-3.yice
tap 'a unit and a list are edited' sh -c '! cmp -s small.yice small-3.yice'
for lang in zh en; do
	page=units-$lang.html
	tap "$page is written" sh -c '"$YICE" diff --lang '$lang' --format html small.yice small-3.yice >'$page
	tap "$page is a plain page with whole tables" env LC_ALL=C awk -f "$ROOT/tests/report.awk" $page
done
# What the change means for a project of a unit that went, with markup in its name.
sed 's/ZH44060620004/ZH44060620005/' small.yice >small-4.yice
echo '{"project": "<甲> & 乙", "site": {"unit": "ZH44060620004"}, "facts": {"建设性质": "新建", "储油库": true}}' >one.ndjson
for lang in zh en; do
	page=impact-$lang.html
	tap "$page is written" sh -c '"$YICE" diff --lang '$lang' --format html --impact one.ndjson small.yice small-4.yice >'$page
	tap "$page is a plain page with whole tables" env LC_ALL=C awk -f "$ROOT/tests/report.awk" $page
	if command -v xmllint >/dev/null; then
		tap "$page passes xmllint" lint $page
	else
		tap_skip "$page passes xmllint" 'xmllint is not installed'
	fi
done
for words in '&lt;甲&gt; &amp; 乙' '无此单元' '没有单元“ZH44060620004”' '判定了 1 个项目'; do
	tap "the page of projects has $words" grep -qF "$words" impact-zh.html
done
for words in '单元变化' '类别 重点管控 → 一般管控' '清单与用词的变化' '标题'; do
	tap "the page of units has $words" grep -qF "$words" units-zh.html
done
if command -v pandoc >/dev/null && command -v unzip >/dev/null; then
	tap 'a docx keeps merged cells and repeated heads' merges plant-zh.html
else
	tap_skip 'a docx keeps merged cells and repeated heads' 'pandoc or unzip is not installed'
fi
if command -v weasyprint >/dev/null; then
	tap 'a pdf is made' prints small-zh.html
else
	tap_skip 'a pdf is made' 'weasyprint is not installed'
fi
tap_end
