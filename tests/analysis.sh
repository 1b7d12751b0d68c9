#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The analysis: its solver against enumeration over random pairs of clauses (a
# light round of what `make pairs` does at length), its findings at the lines
# that are marked in tests/analysis/findings.yice and nowhere else, and what
# its witnesses show when they are decided.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-analysis.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT/tests/analysis" || exit 1

tap "answers are those of enumeration" "$BUILD/tests/analysis/pairs" -n 20000 -s 6
tap "so are findings about two clauses" "$BUILD/tests/analysis/findings" -n 400 -s 1
tap "so are answers about sites in several units" "$BUILD/tests/analysis/joint" -n 20000 -s 1
tap "whatever is changed in sources is told" sh -c 'cd tokens && "$BUILD/tests/analysis/tokens" -n 6'

"$YICE" check --lang en --format compact findings.yice >"$work/out" 2>&1
tap "a list that loosens another exits with 3" test $? -eq 3
awk '{ at = index($0, "# !") } at { n = split(substr($0, at + 3), codes, " "); for (i = 1; i <= n; i++) print NR, codes[i] }' \
	findings.yice | sort -u >"$work/expected"
sed -n 's/^findings\.yice:\([0-9]*\):.*\[\(Y[0-9]*\)\].*/\1 \2/p' "$work/out" | sort -u >"$work/reported"
tap "findings are where they are marked, and nowhere else" diff "$work/expected" "$work/reported"
tap "every kind of finding is marked" sh -c '
	sed -n "s/^D(\(14[012][0-9]\), [WE][A-Z]*,.*/Y\1/p" "$ROOT/base/diag_analysis.def" | sort >"$1/kinds"
	awk "{ print \$2 }" "$1/expected" | sort -u | diff "$1/kinds" -' - "$work"
tap "relations to upper lists can be switched on" sh -c '
	"$YICE" check --warn repeats-upper=note --warn tightens-upper=note --warn fills-upper=note --format compact \
		findings.yice 2>&1 | grep -q "\[Y1424\]"'
tap "findings can be switched off" sh -c '
	! "$YICE" check --warn never-met=off --format compact findings.yice 2>&1 | grep -q "\[Y1403\]"'

# Codes of another edition: in a rule, in a fact, in the evidence of a fact; each with the place and what to do.
cat >"$work/edition.yice" <<'END'
代码表 新版 版本 "GB/T 4754-2017" 数据 "codes.tsv"
代码表 旧版 版本 "GB/T 4754-2011" 数据 "codes-2011.tsv"
属性 行业：一项 新版    属性 旧行业：一项 旧版
行政区 440600 佛山
清单 440600 "市" 施行 2020-01-01 起
适用 全域
条 "1" 摘要 "禁止农药。" 当 行业 属于 C263 禁止
条 "2" 摘要 "禁止 GB/T 4754-2011 的专项化学用品。" 当 旧行业 属于 C2662 禁止
END
cp codes.tsv codes-2011.tsv "$work"
tap "a table of the edition that is cited will do" sh -c '
	"$YICE" --lang en check --format compact "$1/edition.yice" >"$1/out" 2>&1 && ! grep -q Y1413 "$1/out"' - "$work"
sed 's/C263 禁止/C2662 禁止/' "$work/edition.yice" >"$work/wrong.yice"
tap "a rule that uses a code of another edition is told which" sh -c '
	"$YICE" --lang en check "$1/wrong.yice" 2>&1 | grep -q "C2662.* is a code of GB/T 4754-2011; GB/T 4754-2017 is used here"' - "$work"
"$YICE" build "$work/edition.yice" -o "$work/edition.img" 2>"$work/err"
echo '{"site": {"scope": "440600"}, "facts": {"行业": "C2662", "旧行业": "C26"}}' >"$work/fact.json"
tap "a fact that uses one too" sh -c '
	"$YICE" --lang en eval "$1/edition.img" "$1/fact.json" 2>&1 | grep -q "C2662.* is a code of GB/T 4754-2011"' - "$work"
echo '{"site": {"scope": "440600"}, "facts": {"行业": "C2631"}, "evidence": {"行业": "登记表，GB/T 4754—2011"}}' >"$work/fact.json"
tap "and one whose evidence goes by another edition" sh -c '
	"$YICE" --lang en eval "$1/edition.img" "$1/fact.json" 2>&1 | grep -q "json:1:[0-9]*: warning.Y0828"' - "$work"
sed 's/2011/2017/' "$work/fact.json" >"$work/good.json"
tap "but not one that goes by this" sh -c '
	! "$YICE" --lang en eval "$1/edition.img" "$1/good.json" 2>&1 | grep -q Y0828' - "$work"

"$YICE" diff --json small.yice small-2.yice >"$work/diff.json" 2>"$work/err"
tap "versions are compared" test $? -eq 0
tap "a guard that speaks of others re-scopes" grep -q '"kind":"re-scoped","old":"110000/全域/1-1","new":"110000/全域/1-1"' "$work/diff.json"
tap "a higher limit loosens" grep -q '"kind":"loosened","old":"110000/全域/1-2","new":"110000/全域/1-2"' "$work/diff.json"
tap "what did not change is not told" sh -c '! grep -q "000000/全域/1-1" "$1"' - "$work/diff.json"
tap "rules with errors are not compared" sh -c '
	"$YICE" diff ../mistakes/many.yice small.yice >/dev/null 2>&1; test $? -eq 3'

# A site in two units: both together, and each by itself, of which one lies in an area.
cat >"$work/two.yice" <<'END'
量纲 长度 单位 m    属性 规模：数量 m 范围 0 m    属性 场址：多项 区划
区域 水源区
行政区 440606 顺德区
清单 440606 "示例" 施行 2024-01-01 起 示例
适用 全域
0-1 摘要 "水源区" 当 场址 位于 水源区 且 规模 > 10 m 禁止
单元 ZH44060610001 "甲" 优先保护 位于 水源区
1-1 摘要 "甲" 当 规模 > 100 m 禁止
单元 ZH44060620002 "乙" 重点管控
1-1 摘要 "乙" 当 规模 > 200 m 禁止
END
sed 's/> 10 m/> 60 m/; s/> 200 m/> 40 m/' "$work/two.yice" >"$work/two-2.yice"
echo '{"project": "road", "site": {"unit": ["ZH44060610001", "ZH44060620002"]}, "facts": {"规模": 50}}' >"$work/road.ndjson"
"$YICE" --lang en diff --impact "$work/road.ndjson" "$work/two.yice" "$work/two-2.yice" >"$work/road" 2>&1
cat >"$work/wanted" <<'END'
road  refused → refused
  440606/全域/0-1  violated → not-applicable
  440606/ZH44060620002/1-1  not-applicable → violated
  ZH44060610001  refused → admitted
    440606/全域/0-1  violated → not-applicable
  ZH44060620002  undetermined → refused
    440606/全域/0-1  unknown → not-applicable
    440606/ZH44060620002/1-1  not-applicable → violated
END
tap "a site in several units is compared unit by unit" diff "$work/wanted" "$work/road"
"$YICE" diff --json --impact "$work/road.ndjson" "$work/two.yice" "$work/two-2.yice" >"$work/road.json" 2>&1
tap "as JSON too" grep -q '"units":\[{"unit":"ZH44060610001","old":"refused","new":"admitted","clauses":\[{"id"' "$work/road.json"
sed 's/"ZH44060610001", //' "$work/road.ndjson" >"$work/one.ndjson"
tap "a site in one unit has no list of units" sh -c '
	"$YICE" diff --json --impact "$1/one.ndjson" "$1/two.yice" "$1/two-2.yice" >"$1/out" && grep -q "\"old\":\"undetermined\"" "$1/out" &&
	! grep -q "\"units\"" "$1/out"' - "$work"

# What no project comes out differently by, and people read: open words wherever they stand, the heading, 示例.
cat >"$work/words.yice" <<'END'
文件 《某办法》 简称 办法
词表 种类：水泥、造纸    属性 种类：一项 种类    属性 达标：是否
维度 布局    维度 排放
行政区 440600 市
清单 440600 "市" 施行 2020-01-01 起
适用 全域
维度 布局
1-1 摘要 "甲" 当 种类 = 造纸 须 达标 = 是 或 待判 "小型企业"
1-2 摘要 "乙" 当 种类 = 造纸 且 待判 "靠近水源" 除 待判 "确有必要" 禁止
1-3 摘要 "丙" 当 种类 = 水泥 待判 "先论证" 限制 "论证"
1-4 摘要 "丁" 示例 当 种类 = 水泥 禁止
维度 排放
1-5 摘要 "戊" 当 种类 = 水泥 须 达标 = 是
END
"$YICE" build "$work/words.yice" -o "$work/words.img" 2>"$work/err"
tap "rules with open words are built" test -s "$work/words.img"
reworded() { # SED SCRIPT, CLAUSE [EDIT [EDIT]]: and nothing else, by sources and by images
	sed "$1" "$work/words.yice" >"$work/words-2.yice"
	"$YICE" build "$work/words-2.yice" -o "$work/words-2.img" 2>"$work/err" || return 1
	{
		echo "reworded  440600/全域/$2"
		[ -z "${3:-}" ] || echo "  $3"
		[ -z "${4:-}" ] || echo "  $4"
		printf '\nunits affected: 0\n1 reworded\n'
	} >"$work/wanted"
	for old in words.yice words.img; do
		for new in words-2.yice words-2.img; do
			"$YICE" --lang en diff "$work/$old" "$work/$new" >"$work/out" 2>&1
			diff "$work/wanted" "$work/out" || return 1
		done
	done
}
tap "open words of a demand" reworded 's/小型企业/任何企业/' 1-1 'require judge "小型企业" → judge "任何企业"'
tap "of a condition" reworded 's/靠近水源/远离水源/' 1-2 'when judge "靠近水源" → judge "远离水源"'
tap "of an exception" reworded 's/确有必要/领导同意/' 1-2 'unless judge "确有必要" → judge "领导同意"'
tap "and of a whole clause" reworded 's/先论证/后论证/' 1-3 'when judge "先论证" → judge "后论证"'
tap "open words that changed places" reworded 's/靠近水源/X/; s/确有必要/靠近水源/; s/X/确有必要/' 1-2 \
	'when judge "靠近水源" → judge "确有必要"' 'unless judge "确有必要" → judge "靠近水源"'
tap "another dimension" reworded '/^维度 排放$/d; /^1-4/i 维度 排放' 1-4 'dimension 布局 → 排放'
tap "an illustration no more" reworded 's/示例 当/当/' 1-4 'illustration yes → no'
tap "another summary" reworded 's/摘要 "丁"/摘要 "末"/' 1-4 'summary 丁 → 末'
tap "a text in English" reworded 's/摘要 "丁"/摘要 "丁" 英文 "D"/' 1-4 '+ english D'
tap "the original" reworded 's/摘要 "丁"/摘要 "丁" 原文 "丁。"/' 1-4 '+ original 丁。'
tap "a tag" reworded 's/^1-5 /1-5【水\/限制类】/' 1-5 '+ tag 水/restrict'
tap "a basis" reworded 's/^1-5 摘要 "戊"/1-5 摘要 "戊" 依据 办法 "第三条"/' 1-5 '+ basis 《某办法》第三条'
tap "an image has the same words as its sources" sh -c '
	test "$("$YICE" --lang en diff "$1/words.img" "$1/words.yice")" = "nothing changed"' - "$work"

# A derogation that is granted in open words has to be cited by the lower list that lets pass by it.
cat >"$work/derogation.yice" <<'END'
词表 性质：新建、扩建    词表 行当：电厂、学校
属性 性质：一项 性质    属性 行当：一项 行当    属性 民生：是否    属性 达标：是否    属性 论证：是否
文件 《电力条例》 简称 条例    文件 《准入清单》 简称 清单文    文件 《别的》 简称 别的
行政区 440000 省    行政区 440600 市 上级 440000
清单 440000 "准入清单" 施行 2020-01-01 起
适用 全域
条 "上" 摘要 "新建电厂由地方另行规定。" 依据 条例 "第一条" 当 性质 = 新建 且 行当 = 电厂 除 待判 "地方另有规定" 禁止
清单 440600 "市" 施行 2020-01-01 起
适用 全域
END
uncited() { # CLAUSES OF THE LOWER LIST [SED SCRIPT FOR THE UPPER ONE]
	{ sed -e "${2:-}" "$work/derogation.yice"; printf '%s\n' "$1"; } >"$work/lower.yice"
	"$YICE" --lang en check "$work/lower.yice" >"$work/lower.out" 2>&1 || [ $? -eq 3 ] || return 2
	! grep -q -e 'error\[Y[^1]' -e 'Y1471' "$work/lower.out" || return 2
	grep -q 'warning\[Y1425\]' "$work/lower.out"
}
cited() { uncited "$@"; [ $? -eq 1 ]; }
plant='当 性质 = 新建 且 行当 = 电厂'
tap "a demand on what is left to judgement lets pass" uncited "条 \"下\" 摘要 \"甲\" $plant 须 达标 = 是"
tap "and its witness is judged above and passes below" sh -c '
	sed -n "s/.*help: for example //p" "$1/lower.out" | head -n 1 >"$1/facts.json" && "$YICE" build "$1/lower.yice" -o "$1/lower.img" 2>"$1/err" &&
	"$YICE" eval "$1/lower.img" "$1/facts.json" --json >"$1/verdict.json"
	grep -q "\"id\":\"440000/全域/上\"[^}]*\"outcome\":\"judgement\"" "$1/verdict.json" &&
	grep -q "\"id\":\"440600/全域/下\"[^}]*\"outcome\":\"satisfied\"" "$1/verdict.json"' - "$work"
tap "so does a restriction" uncited "条 \"下\" 摘要 \"甲\" $plant 限制 \"论证\""
tap "and a prohibition with an exception of its own" uncited "条 \"下\" 摘要 \"甲\" $plant 除 民生 = 是 禁止"
tap "another document does not grant it" uncited "条 \"下\" 摘要 \"甲\" 依据 别的 $plant 须 达标 = 是"
tap "the document of the clause above does" cited "条 \"下\" 摘要 \"甲\" 依据 条例 \"第一条\" $plant 须 达标 = 是"
tap "the list above does" cited "条 \"下\" 摘要 \"甲\" 依据 清单文 $plant 须 达标 = 是"
tap "one clause that cites it will do for projects it applies to" cited \
	"条 \"下\" 摘要 \"甲\" 依据 条例 $plant 须 达标 = 是 条 \"又\" 摘要 \"乙\" $plant 须 论证 = 是"
tap "but not for others" uncited \
	"条 \"下\" 摘要 \"甲\" 依据 条例 $plant 且 民生 = 是 须 达标 = 是 条 \"又\" 摘要 \"乙\" $plant 须 论证 = 是"
tap "what is left to judgement here too needs none" cited "条 \"下\" 摘要 \"甲\" $plant 除 待判 \"地方另有规定\" 禁止"
tap "nor what is refused here" cited "条 \"下\" 摘要 \"甲\" $plant 禁止"
tap "nor a clause about other projects" cited "条 \"下\" 摘要 \"甲\" 当 性质 = 扩建 且 行当 = 电厂 须 达标 = 是"
tap "nor one that is wider" cited "条 \"下\" 摘要 \"甲\" 当 性质 = 新建 须 达标 = 是"
tap "an exception in facts has been decided above" cited "条 \"下\" 摘要 \"甲\" $plant 且 民生 = 是 须 达标 = 是" \
	's/除 待判 "地方另有规定"/除 民生 = 是/'
tap "without an exception it loosens" sh -c 'grep -q "error.Y1421" "$1"' - "$(
	cited "条 \"下\" 摘要 \"甲\" $plant 须 达标 = 是" 's/除 待判 "地方另有规定"//' && echo "$work/lower.out")"

# What refuses today may be repealed tomorrow, and what loosens tomorrow does so although it does not today.
lapsing() { # DAY, CLAUSES OF THE LOWER LIST: it loosens, by a project of that day
	{
		sed 's/除 待判 "地方另有规定"//' "$work/derogation.yice"
		printf '%s\n' "$2"
	} >"$work/lower.yice"
	"$YICE" --lang en check "$work/lower.yice" >"$work/lower.out" 2>&1
	[ $? -eq 3 ] && grep -A9 'error.Y1421' "$work/lower.out" | grep -q "for example {\"as_of\": \"$1\""
}
tap "another clause that refuses is repealed" lapsing 2026-07-01 "条 \"下\" 摘要 \"甲\" $plant 须 达标 = 是
	条 \"又\" 摘要 \"乙\" $plant 禁止 施行 2020-01-01 起，2026-07-01 废止"
tap "and that day is not before the clause is in force" lapsing 2027-01-01 "条 \"下\" 摘要 \"甲\" $plant 须 达标 = 是 施行 2027-01-01 起
	条 \"又\" 摘要 \"乙\" $plant 禁止 施行 2020-01-01 起，2026-07-01 废止"
tap "one that takes effect later does not cover the days before" lapsing 2020-01-01 "条 \"下\" 摘要 \"甲\" $plant 须 达标 = 是
	条 \"又\" 摘要 \"乙\" $plant 禁止 施行 2021-01-01 起"
tap "what always refuses leaves no day" sh -c '! grep -q Y1421 "$1"' - "$(
	lapsing 2026-07-01 "条 \"下\" 摘要 \"甲\" $plant 须 达标 = 是
	条 \"又\" 摘要 \"乙\" $plant 禁止 施行 2020-01-01 起，2026-07-01 废止
	条 \"再\" 摘要 \"丙\" $plant 禁止 施行 2026-07-01 起"; echo "$work/lower.out")"

# Of several limits of one attribute some are left out; a ratio becomes a number.
cat >"$work/limits.yice" <<'END'
属性 浓度：数量 1    属性 国限：数量 1    属性 地限：数量 1    属性 替代：数量 1    属性 排放：数量 1
行政区 440000 省    行政区 440600 市 上级 440000
清单 440000 "省" 施行 2020-01-01 起
适用 全域
条 "上" 摘要 "甲" 须 浓度 ≤ 较严值（国限、地限） 且 替代 ≥ 2 × 排放
清单 440600 "市" 施行 2020-01-01 起
适用 全域
END
told() { # CODE, DEMAND OF THE LOWER CLAUSE; CODE "": nothing is told
	{
		cat "$work/limits.yice"
		echo "条 \"下\" 摘要 \"乙\" 须 $2"
	} >"$work/lower.yice"
	"$YICE" --lang en check "$work/lower.yice" >"$work/lower.out" 2>&1
	[ "$(sed -n 's/^.*lower.yice:8:1: [a-z]*\[\(Y14[0-9]*\)\].*/\1/p' "$work/lower.out")" = "$1" ] || { cat "$work/lower.out"; return 1; }
	[ -z "$1" ] || grep -q "= help: for example {" "$work/lower.out"
}
tap "one limit of a stricter of two is left out" told Y1421 "浓度 ≤ 国限"
tap "or tightened, and the other left out" told Y1421 "2 × 浓度 ≤ 地限"
tap "both are kept" told "" "浓度 ≤ 国限 且 浓度 ≤ 地限"
tap "a number in place of them" told Y1426 "浓度 ≤ 5"
tap "a number in place of a ratio" told Y1426 "替代 ≥ 5"
tap "the ratio is loosened" told Y1421 "替代 ≥ 排放"
tap "the other attribute of a ratio is another matter" told "" "排放 ≤ 5"
tap "and the other side of a limit is" told "" "浓度 ≥ 1"
tap "the note can be switched off" sh -c '
	sed "s/排放 ≤ 5/替代 ≥ 5/; s/浓度 ≥ 1/替代 ≥ 5/" "$1/lower.yice" >"$1/note.yice"
	"$YICE" check --format compact "$1/note.yice" 2>&1 | grep -q Y1426 &&
	! "$YICE" check --warn other-terms=off --format compact "$1/note.yice" 2>&1 | grep -q Y1426' - "$work"
sed 's/且 替代 ≥ 2 × 排放/且 国限 ≥ 2 × 地限/; s/浓度 ≤ 较严值（国限、地限）/替代 ≥ 1/' "$work/limits.yice" >"$work/ratio.yice"
mv "$work/limits.yice" "$work/stricter.yice" && mv "$work/ratio.yice" "$work/limits.yice"
tap "limits of another attribute by the parts of a ratio are another matter" told "" "浓度 ≤ 较严值（国限、地限、4）"
tap "be they left to judgement" told "" "浓度 ≤ 较严值（国限、地限、4） 或 待判 \"原则上\""
mv "$work/stricter.yice" "$work/limits.yice"

# 须 and 禁止 say the same; what a clause lets pass; and clauses of different projects.
cat >"$work/alike.yice" <<'END'
词表 种类：水泥、油库、电镀    词表 炉型：燃气、燃煤    词表 特征：民生、公益    词表 料：溶剂、油墨、胶
属性 种类：一项 种类    属性 锅炉：多项 炉型    属性 特征：多项 特征    属性 用料：多项 料    属性 入园：是否
属性 浓度：数量 1 范围 0    属性 规模：数量 1 范围 0    属性 建成：日期    属性 场址：多项 区划    分区 敏感区 要素 大气    分区 水源区 要素 水
集合 高挥发 取自 料：溶剂、油墨
行政区 000000 国    行政区 440000 省 上级 000000    行政区 440600 市 上级 440000
清单 440000 "省" 施行 2020-01-01 起
END
looser() { # CODES, UPPER CLAUSE, LOWER CLAUSE [PLACES OF THE TWO]: and the witness is refused by the one and not by the other
	printf '%s\n条 "上" 摘要 "甲" %s\n清单 440600 "市" 施行 2020-01-01 起\n%s\n维度 空间布局约束\n条 "下" 摘要 "乙" %s\n' \
		"${4:-适用 全域}" "$2" "${5:-适用 全域}" "$3" | cat "$work/alike.yice" - | sed '1i 维度 空间布局约束' >"$work/lower.yice"
	"$YICE" --lang en check "$work/lower.yice" >"$work/lower.out" 2>&1
	[ "$(grep -o 'Y142[0-9]' "$work/lower.out" | tr '\n' ' ')" = "${1:+$1 }" ] || { cat "$work/lower.out"; return 1; }
	[ -n "$1" ] || return 0
	sed -n 's/.*help: for example //p' "$work/lower.out" | tail -n 1 >"$work/facts.json"
	"$YICE" build "$work/lower.yice" -o "$work/lower.img" 2>"$work/err" || return 1
	"$YICE" eval "$work/lower.img" "$work/facts.json" --json >"$work/verdict.json" 2>"$work/err"
	grep -q '"id":"440000/[^"]*/上"[^}]*"outcome":"violated"' "$work/verdict.json" &&
		! grep -q '"id":"440600/[^"]*/下"[^}]*"outcome":"violated"' "$work/verdict.json"
}
tap "a demand that leaves to judgement what another refuses" looser Y1421 '当 种类 = 水泥 须 浓度 ≤ 10' '当 种类 = 水泥 须 浓度 ≤ 10 或 待判 "原则上"'
tap "a restriction of what a demand refuses" looser Y1421 '当 种类 = 水泥 须 浓度 ≤ 10' '当 种类 = 水泥 且 浓度 > 10 限制 "论证"'
tap "a demand of what a demand refuses" looser Y1421 '当 种类 = 水泥 须 浓度 ≤ 10' '当 种类 = 水泥 且 浓度 > 10 须 入园 = 是'
tap "an alternative, of a demand below a prohibition" looser Y1421 '当 种类 = 水泥 且 入园 = 否 禁止' '当 种类 = 水泥 须 入园 = 是 或 特征 含 民生'
tap "and of one below a demand" looser Y1421 '当 种类 = 水泥 须 入园 = 是' '当 种类 = 水泥 须 入园 = 是 或 特征 含 民生'
tap "an exception of a prohibition below a demand" looser Y1421 '当 种类 = 水泥 须 入园 = 是' '当 种类 = 水泥 且 入园 = 否 除 特征 含 民生 禁止'
tap "and of a demand below a prohibition" looser Y1421 '当 种类 = 水泥 且 入园 = 否 禁止' '当 种类 = 水泥 除 特征 含 民生 须 入园 = 是'
tap "members that are left out" looser Y1421 '当 用料 含 高挥发 禁止' '当 用料 含 高挥发 除外 油墨 禁止'
tap "of a demand too" looser Y1421 '当 种类 = 水泥 须 用料 不含 高挥发' '当 种类 = 水泥 须 用料 不含 高挥发 除外 油墨'
tap "fewer members are silence" looser "" '当 用料 含 高挥发 禁止' '当 用料 含 溶剂 禁止'
zone='单元 ZH44060020001 "甲" 重点管控 要素 敏感区'
tap "a restriction in a unit of the zone" looser Y1421 '当 种类 = 油库 禁止' '当 种类 = 油库 限制 "论证"' '适用 分区 敏感区' "$zone"
tap "a demand there" looser Y1421 '当 种类 = 油库 禁止' '当 种类 = 油库 须 入园 = 是' '适用 分区 敏感区' "$zone"
tap "in a unit of another zone it is another matter" looser "" '当 种类 = 油库 禁止' '当 种类 = 油库 限制 "论证"' '适用 分区 水源区' "$zone"
tap "a limit of projects told by another attribute is a note" looser Y1427 '当 种类 = 水泥 须 浓度 ≤ 10' '当 锅炉 含 燃气 须 浓度 ≤ 20'
tap "one told by both is not" looser Y1421 '当 种类 = 水泥 须 浓度 ≤ 10' '当 种类 = 水泥 且 锅炉 含 燃气 须 浓度 ≤ 20'
tap "nor is a wider one" looser Y1421 '当 种类 = 水泥 且 锅炉 含 燃气 须 浓度 ≤ 10' '当 锅炉 含 燃气 须 浓度 ≤ 20'
tap "so is one of other members of one list" looser Y1427 '当 锅炉 含 燃煤 须 浓度 ≤ 10' '当 锅炉 含 燃气 须 浓度 ≤ 20'
tap "other members that are demanded are another matter" looser "" '当 种类 = 水泥 须 特征 含 民生' '当 种类 = 水泥 须 特征 含 公益'
tap "so are those of other projects" looser "" '当 入园 = 否 须 种类 ≠ 水泥 或 浓度 ≤ 5' '当 入园 = 否 须 种类 ≠ 油库 或 浓度 ≤ 9'
tap "and what must not be, and what must" looser "" '须 种类 ≠ 水泥' '须 种类 属于 水泥、电镀'
tap "but not when more is accepted" looser Y1421 '须 种类 属于 水泥' '须 种类 属于 水泥、电镀'
tap "and a limit on the other side" looser "" '当 种类 = 水泥 须 浓度 ≤ 10' '当 种类 = 水泥 须 浓度 ≥ 1'
tap "what was considered can be set" sh -c '
	printf "loosens = note\n" >"$1/yice.levels"
	sed "s/≥ 1/≤ 20/" "$1/lower.yice" >"$1/considered.yice" && "$YICE" check --lang en "$1/considered.yice" 2>&1 | grep -q "note.Y1421"
	status=$?; rm "$1/yice.levels"; exit $status' - "$work"

# What is said above a second time, more loosely for some, and repeated below.
again='当 种类 = 水泥 须 浓度 ≤ 10 条 "又" 摘要 "丙" 须 浓度 ≤ 20'
tap "a repeat of one clause above loosens no other" looser "" "$again" '须 浓度 ≤ 20'
tap "but what says it of some only is no repeat" looser Y1421 "$again" '当 种类 属于 水泥、油库 须 浓度 ≤ 20'
tap "nor what lasts longer than what it repeats" looser Y1421 "$again 施行 2020-01-01 起，2026-07-01 废止" '须 浓度 ≤ 20'
nation='清单 000000 "国" 施行 2020-01-01 起 适用 全域 维度 空间布局约束 条 "又" 摘要 "丙"'
tap "nor what repeats the nation where the province is stricter" looser Y1421 "须 浓度 ≤ 10 $nation 须 浓度 ≤ 20" '须 浓度 ≤ 20'
tap "an exception is repeated too" looser "" '当 种类 = 水泥 须 入园 = 是 条 "又" 摘要 "丙" 当 种类 = 水泥 除 特征 含 民生 须 入园 = 是' \
	'当 种类 = 水泥 除 特征 含 民生 须 入园 = 是'

# A clause that refuses something else as well leaves to the upper one what it leaves out; one that refuses no more lets it pass.
tap "a stricter demand from a higher step on is a note" looser Y1427 '当 规模 ≥ 3 须 浓度 ≤ 50' '当 规模 ≥ 10 须 浓度 ≤ 20'
tap "the same demand from a higher step on is not" looser Y1421 '当 规模 ≥ 3 须 浓度 ≤ 50' '当 规模 ≥ 10 须 浓度 ≤ 50'
tap "nor is a weaker one" looser Y1421 '当 规模 ≥ 3 须 浓度 ≤ 50' '当 规模 ≥ 10 须 浓度 ≤ 60'
tap "a stricter demand with an exception is a note" looser Y1427 '须 浓度 ≤ 50' '除 规模 < 5 须 浓度 ≤ 30'
tap "the same demand with an exception is not" looser Y1421 '须 浓度 ≤ 50' '除 规模 < 5 须 浓度 ≤ 50'
tap "the same demand of more projects, with an exception, is not" looser Y1421 '当 种类 = 水泥 须 浓度 ≤ 50' '除 规模 < 5 须 浓度 ≤ 50'
tap "nor is a ban with one, in another place too: see 0033" looser Y1421 '当 种类 = 水泥 且 规模 ≥ 25 禁止' \
	'当 场址 位于 水源区 且 种类 = 水泥 除 特征 含 民生 禁止'
tap "nor is the same ban with an exception" looser Y1421 '当 种类 = 水泥 且 规模 ≥ 25 禁止' \
	'当 种类 = 水泥 且 规模 ≥ 25 除 特征 含 民生 禁止'
tap "nor is a wider ban with a lower limit" looser Y1421 '当 种类 = 水泥 且 规模 ≤ 50 禁止' '当 规模 ≤ 40 禁止'

# A date among several things that would do tells of which projects the others are demanded.
tap "two demands that have a date in common are of two matters" looser Y1427 '须 浓度 ≤ 5 或 建成 < 2006-01-01' '须 入园 = 是 或 建成 < 2010-01-01'
tap "be it a date of a lower step" looser Y1427 '须 浓度 ≤ 5 或（浓度 ≤ 10 且 建成 < 2006-01-01）' '须 入园 = 是 或 建成 < 2010-01-01'
tap "a later date for the same demand is not" looser Y1421 '须 浓度 ≤ 5 或 建成 < 2006-01-01' '须 浓度 ≤ 5 或 建成 < 2010-01-01'
tap "nor is one that is demanded by itself" looser Y1421 '须 建成 < 2006-01-01' '须 建成 < 2010-01-01'

# A project that a finding shows lies where both clauses are looked at.
cat >"$work/place.yice" <<'END'
词表 性质：新建、扩建 词表 行当：电厂、水泥    属性 性质：一项 性质    属性 行当：一项 行当    属性 场址：多项 区划
分区 水源区 要素 水    分区 高排区 要素 大气
行政区 440000 省    行政区 440600 市 上级 440000
清单 440000 "省" 施行 2020-01-01 起
适用 全域
条 "上" 摘要 "甲" 当 性质 = 新建 且 行当 = 水泥 禁止
END
at() { # CLAUSES OF THE LOWER LIST, CODE, SITE: the finding's witness lies there, and both its clauses are decided
	{ cat "$work/place.yice"; echo '清单 440600 "市" 施行 2020-01-01 起'; printf '%s\n' "$1"; } >"$work/lower.yice"
	"$YICE" --lang en check "$work/lower.yice" 2>&1 | sed -n "/$2/,/for example/s/.*for example //p" | head -n 1 >"$work/facts.json"
	grep -q "\"site\": {$3}" "$work/facts.json" || return 1
	"$YICE" build "$work/lower.yice" -o "$work/lower.img" 2>"$work/err"
	"$YICE" eval "$work/lower.img" "$work/facts.json" --json >"$work/verdict.json" 2>"$work/err"
	[ "$(grep -o '"outcome":"[a-z-]*"' "$work/verdict.json" | sort -u | grep -c -v not-applicable)" -ge 1 ]
}
encouraged='条 "下" 摘要 "乙" 当 性质 = 新建 且 行当 = 水泥 鼓励'
tap "without units, in the lower scope" at "适用 全域 $encouraged" Y1408 '"scope": "440600"'
tap "with one, in the unit" at "适用 全域 $encouraged 单元 ZH44060010001 \"甲\" 优先保护" Y1408 '"unit": "ZH44060010001"'
tap "in a unit whose zones allow it" at '单元 ZH44060010001 "甲" 优先保护 要素 水源区 单元 ZH44060010002 "乙" 优先保护 要素 高排区
	适用 全域 条 "下" 摘要 "乙" 当 性质 = 新建 且 行当 = 水泥 且 场址 位于 高排区 限制 "论证"' Y1421 '"unit": "ZH44060010002"'

# The clause named beside a witness refuses the project of the witness; every finding about a project has one.
"$YICE" build findings.yice -o "$work/rules.img" 2>"$work/err"
"$YICE" check --lang en --warn repeats-upper=note --warn tightens-upper=note --warn fills-upper=note findings.yice 2>&1 | awk '
	match($0, /\[Y14[0-9]+\]/) { code = substr($0, RSTART + 1, 5) }
	match($0, /note: clause ".*" is here/) { clause = substr($0, RSTART + 14, RLENGTH - 23) }
	index($0, "= help: for example ") { print code, clause, substr($0, index($0, "{")) }' >"$work/witnesses"
for code in Y1402 Y1403 Y1404 Y1406 Y1407 Y1408 Y1409 Y1410 Y1421 Y1422 Y1423 Y1424 Y1425; do
	tap "every $code has a witness" test "$(grep -c "^$code" "$work/witnesses")" -eq "$(
		"$YICE" check --lang en --warn repeats-upper=note --warn tightens-upper=note --warn fills-upper=note --format compact \
			findings.yice 2>&1 | grep -c "\[$code\]")"
done
while read -r code clause json; do
	case $code in Y1407 | Y1408 | Y1421) ;; *) continue ;; esac
	printf '%s\n' "$json" >"$work/facts.json"
	"$YICE" eval "$work/rules.img" "$work/facts.json" --json >"$work/verdict.json" 2>"$work/err"
	tap "the witness of $code is refused by $clause" \
		grep -q "\"id\":\"$clause\"[^}]*\"outcome\":\"violated\"" "$work/verdict.json"
done <"$work/witnesses"
tap_end
