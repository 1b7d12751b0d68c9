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

opcodes() {
	echo '.Bl -column "noX" "skip-yesXX" "ordinalXX" "pops, pushesXX" "meaning"'
	echo '.It Em no Ta Em text Ta Em operand Ta Em pops, pushes Ta Em meaning'
	calls OP runtime/opcode.def | awk -F '\t' '{
		printf ".It %s Ta %s Ta %s Ta %s, %s Ta %s\n", $1, $3, tolower($4), $5, $6, $7 }'
	echo '.El'
}

tests() {
	echo '.Bl -column "noX" "code-anyXX" "scalarXX" "truthXX" "meaning"'
	echo '.It Em no Ta Em text Ta Em slot Ta Em arg Ta Em meaning'
	calls TEST runtime/test.def | awk -F '\t' '{
		printf ".It %s Ta %s Ta %s Ta %s Ta %s\n", $1, $3, tolower($4), tolower($5), $6 }'
	echo '.El'
}

sections() {
	echo '.Bl -column "noX" "MEMBER_NAMESXX" "widthXX" "fields"'
	echo '.It Em no Ta Em section Ta Em width Ta Em fields'
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
	opcode.def) opcodes ;;
	test.def) tests ;;
	image.def) sections ;;
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
