#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The tables of the manual that restate a .def file.
#   sh man/tables.sh NAME            prints one table as mdoc
#   sh man/tables.sh --check         compares every marked table with its .def
#   sh man/tables.sh --update        rewrites them
# A table stands between the comments `.\" BEGIN NAME` and `.\" END NAME`.
set -eu
cd "$(dirname "$0")/.."
LC_ALL=C
export LC_ALL

# Calls of one macro, each on a line of its own, comments removed: "a, b, "c"" -> a<TAB>b<TAB>c
calls() { # MACRO FILE
	awk -v macro="$1" '
	{ sub(/\/\*.*\*\/[ \t]*$/, "") }
	index($0, macro "(") == 1 {
		text = substr($0, length(macro) + 2)
		while (text !~ /\)[ \t]*$/ && (getline more) > 0) {
			sub(/\/\*.*\*\/[ \t]*$/, "", more)
			text = text more
		}
		sub(/\)[ \t]*$/, "", text)
		out = ""; quoted = 0
		for (i = 1; i <= length(text); i++) {
			c = substr(text, i, 1)
			if (c == "\"") { quoted = !quoted; continue }
			if (c == "," && !quoted) { out = out "\t"; while (substr(text, i + 1, 1) == " ") i++; continue }
			out = out c
		}
		print out
	}' "$2"
}

keywords() {
	echo '.Bl -column "不属于XX" "published_byXX" "itemXX"'
	case $1 in
	zh) echo '.It Em 中文 Ta Em 英文 Ta Em 类别' ;;
	*) echo '.It Em Chinese Ta Em English Ta Em role' ;;
	esac
	calls K grammar/keyword.def | awk -F '\t' -v lang="$1" '
	BEGIN {
		role["ITEM"] = lang == "zh" ? "项" : "item"
		role["PART"] = lang == "zh" ? "部分" : "part"
		role["WORD"] = lang == "zh" ? "其他" : "word"
	}
	{ printf ".It %s Ta %s Ta %s\n", $2, $3, role[$4] }'
	echo '.El'
}

# What an instruction or a test means, in Chinese, by its text.
meanings() {
	cat <<'END'
test	求一个条件的真值，压栈
and	克林合取：否 < 缺少事实 < 待判 < 是
or	克林析取：是 > 缺少事实 > 待判 > 否
not	是与否互换，缺少事实和待判不变
skip-no	栈顶为否则跳转，栈顶不变：“且”的其余部分不会改变它
skip-yes	栈顶为是则跳转，栈顶不变：“或”的其余部分不会改变它
guard	成立时条款才适用
except	成立时条款不适用
demand	条款所要求的
end	由适用与要求得出条款的判定
any	掩码中有一个成员是有的，场址有一部分如此
all	有的成员全部在掩码中，场址的每部分都如此
code-any	有一个代码在各段中
code-all	每个代码都在各段中
lt	小于
le	不大于
gt	大于
ge	不小于
eq	等于
ne	不等于
sum	数量的线性和与限值精确比较
open	待判词语：只有人能判断
const	总是否（0）或总是是（3）
any-whole	掩码中有一个成员是有的，场址的每部分都如此
all-whole	有的成员全部在掩码中，场址有一部分如此
END
}

# Rows "number, text, two cells, meaning", with tabs, as those of a table.
rows() { # LANG
	{ meanings; echo; cat; } | awk -F '\t' -v lang="$1" '
	NF == 0 { rows = 1; next }
	!rows { zh[$1] = $2; next }
	lang == "zh" && !($2 in zh) { print "tables.sh: \"" $2 "\" has no meaning in Chinese" >"/dev/stderr" }
	{ printf ".It %s Ta %s Ta %s Ta %s Ta %s\n", $1, $2, $3, $4, lang == "zh" ? zh[$2] : $5 }'
}

opcodes() {
	echo '.Bl -column "noX" "skip-yesXX" "ordinalXX" "pops, pushesXX" "meaning"'
	case $1 in
	zh) echo '.It Em 号 Ta Em 名称 Ta Em 操作数 Ta Em 出栈，入栈 Ta Em 含义' ;;
	*) echo '.It Em no Ta Em text Ta Em operand Ta Em pops, pushes Ta Em meaning' ;;
	esac
	calls OP runtime/opcode.def | awk -F '\t' -v OFS='\t' '{ print $1, $3, tolower($4), $5 ", " $6, $7 }' | rows "$1"
	echo '.El'
}

tests() {
	echo '.Bl -column "noX" "code-anyXX" "scalarXX" "truthXX" "meaning"'
	case $1 in
	zh) echo '.It Em 号 Ta Em 名称 Ta Em 槽 Ta Em 参数 Ta Em 含义' ;;
	*) echo '.It Em no Ta Em text Ta Em slot Ta Em arg Ta Em meaning' ;;
	esac
	calls TEST runtime/test.def | awk -F '\t' -v OFS='\t' '{ print $1, $3, tolower($4), tolower($5), $6 }' | rows "$1"
	echo '.El'
}

sections() {
	echo '.Bl -column "noX" "MEMBER_NAMESXX" "widthXX" "fields"'
	case $1 in
	zh) echo '.It Em 号 Ta Em 段 Ta Em 宽度 Ta Em 字段' ;;
	*) echo '.It Em no Ta Em section Ta Em width Ta Em fields' ;;
	esac
	awk '
	function flush() { if (name != "") printf ".It %d Ta %s Ta %s Ta %s\n", n++, name, width, fields }
	{ sub(/\/\*.*\*\/[ \t]*$/, "") }
	/^SECTION\(/ {
		flush()
		split(substr($0, 9), part, /[,)] */)
		name = part[1]; width = part[3]; fields = "-"
	}
	/^FIELD\(/ {
		split(substr($0, 7), part, /[,)] */)
		rule = tolower(part[3])
		if (rule ~ /^(index|option|first)$/)
			rule = rule "(" part[4] ")"
		fields = (fields == "-" ? "" : fields " ") part[2] ":" rule
	}
	END { flush() }' runtime/image.def
	echo '.El'
}

table() { # NAME LANG
	case $1 in
	keyword.def) keywords "$2" ;;
	opcode.def) opcodes "$2" ;;
	test.def) tests "$2" ;;
	image.def) sections "$2" ;;
	*) echo "tables.sh: no table '$1'" >&2; exit 64 ;;
	esac
}

# The page with every marked table replaced by a fresh one.
renew() { # PAGE
	case $1 in
	*zh_CN*) lang=zh ;;
	*) lang=en ;;
	esac
	while IFS= read -r line; do
		case $line in
		'.\" BEGIN '*)
			printf '%s\n' "$line"
			name=${line#'.\" BEGIN '}
			table "$name" $lang
			while IFS= read -r line && [ "$line" != ".\\\" END $name" ]; do :; done
			printf '%s\n' "$line" ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$1"
}

mode=${1:---check}
case $mode in
--check | --update) ;;
*) table "$mode" en; exit ;;
esac

new=$(mktemp)
trap 'rm -f "$new"' EXIT
status=0
for page in man/*.[157] man/zh_CN/*.[157]; do
	[ -f "$page" ] && grep -q '^\.\\" BEGIN ' "$page" || continue
	renew "$page" >"$new"
	cmp -s "$new" "$page" && continue
	if [ "$mode" = --update ]; then
		cat "$new" >"$page"
	else
		echo "tables.sh: $page differs from its .def; run: sh man/tables.sh --update" >&2
		status=1
	fi
done
exit $status
