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

# The clause named beside a witness refuses the project of the witness.
"$YICE" build findings.yice -o "$work/rules.img" 2>"$work/err"
"$YICE" check --lang en findings.yice 2>&1 | awk '
	match($0, /\[Y14[0-9]+\]/) { code = substr($0, RSTART + 1, 5) }
	match($0, /note: clause ".*" is here/) { clause = substr($0, RSTART + 14, RLENGTH - 23) }
	index($0, "= help: for example ") { print code, clause, substr($0, index($0, "{")) }' >"$work/witnesses"
tap "findings have witnesses" test "$(wc -l <"$work/witnesses")" -ge 9
while read -r code clause json; do
	case $code in Y1407 | Y1408 | Y1421) ;; *) continue ;; esac
	printf '%s\n' "$json" >"$work/facts.json"
	"$YICE" eval "$work/rules.img" "$work/facts.json" --json >"$work/verdict.json" 2>"$work/err"
	tap "the witness of $code is refused by $clause" \
		grep -q "\"id\":\"$clause\"[^}]*\"outcome\":\"violated\"" "$work/verdict.json"
done <"$work/witnesses"
tap_end
