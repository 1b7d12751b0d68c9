#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the examples of the man pages, both READMEs and the tutorial and compares
# what they print. An example is a literal block (.Bd -literal, or a fence of a README):
#   "# NAME.yice" first, or a fence "```WORD NAME"   the block is the file NAME
#   "$ cat NAME" first, and no such file yet         the rest is the file NAME
#   "$ COMMAND" first                                commands with their output, stdout and stderr together;
#                                                    "> " continues a command; "..." stands for any lines
# Other blocks are not run. Blocks of one document share a directory in which
# yice is on PATH and rulesets/, examples/ and build/yice are those at hand.
# Also: tables agree with the .def files, pages name every option, pages pass
# mandoc's lint, and twins in two languages run the same commands.
#   tests/man.sh [--update] [DOCUMENT...]
# --update writes what commands print now into the documents, where it differs.
set -u

: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${YICE:=$ROOT/build/yice}"
cd "$ROOT" || exit 1
update=false
if [ "${1-}" = --update ]; then
	update=true
	shift
fi
LC_ALL=C
export LC_ALL

work=$(mktemp -d "${TMPDIR:-/tmp}/yice-man.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

number=0
status=0
result() { # result NAME FILE-OF-FINDINGS
	number=$((number + 1))
	if [ -s "$2" ]; then
		echo "not ok $number - $1"
		sed 's/^/# /' "$2"
		status=1
	else
		echo "ok $number - $1"
	fi
}

# Writes every literal block of a document to DIR/LINE ("LINE" of its opening), the file name of a fence first as "# NAME".
blocks() { # DOCUMENT DIR
	case $1 in
	*.md)
		awk -v dir="$2" '
		/^```/ && inside { inside = 0; close(file); next }
		/^```/ {
			inside = 1
			file = sprintf("%s/%05d", dir, NR)
			printf "%s", (split($0, word, " ") > 1 ? "@ " word[2] "\n" : "") >file
			next
		}
		inside { print >file }' "$1" ;;
	*)
		awk -v dir="$2" '
		/^\.Bd -literal/ { inside = 1; file = sprintf("%s/%05d", dir, NR); printf "" >file; next }
		/^\.Ed/ { if (inside) close(file); inside = 0; next }
		inside {
			gsub(/\\\(dq/, "\""); gsub(/\\\(aq/, "\047"); gsub(/\\&/, ""); gsub(/\\-/, "-"); gsub(/\\e/, "\\")
			print >file
		}' "$1" ;;
	esac
}

# Splits a session into DIR/cmd.N and DIR/want.N.
session() { # BLOCK DIR
	awk -v dir="$2" '
	function start() { n++; cmd = dir "/cmd." n; want = dir "/want." n; printf "" >want }
	/^\$ / { if (n) { close(cmd); close(want) } start(); print substr($0, 3) >cmd; open = 1; next }
	open && /^> / { print substr($0, 3) >cmd; next }
	{ open = 0; print >want }' "$1"
}

# Is GOT what WANT describes? A line "..." in WANT stands for any number of lines.
matches() { # WANT GOT
	awk -v want_file="$1" -v got_file="$2" '
	function fits(i, j) {
		for (; i <= w; i++) {
			if (want[i] == "...") {
				for (; j <= g + 1; j++)
					if (fits(i + 1, j))
						return 1
				return 0
			}
			if (j > g || want[i] != got[j++])
				return 0
		}
		return j > g
	}
	BEGIN {
		while ((getline line <want_file) > 0)
			want[++w] = line
		while ((getline line <got_file) > 0)
			got[++g] = line
		exit !fits(1, 1)
	}'
}

run_session() { # BLOCK; findings on standard output, the block as it should be in BLOCK.new
	rm -rf "$work/session"
	mkdir "$work/session"
	session "$1" "$work/session"
	: >"$1.new"
	last=0
	n=1
	while [ -f "$work/session/cmd.$n" ]; do
		(cd "$place" && (exit $last); . "$work/session/cmd.$n") >"$work/got" 2>&1 </dev/null
		last=$?
		cp "$work/session/want.$n" "$work/want"
		if ! matches "$work/want" "$work/got"; then
			echo "\$ $(cat "$work/session/cmd.$n")"
			diff -u "$work/want" "$work/got" | sed 1,2d
			cp "$work/got" "$work/want"
		fi
		sed -e '1s/^/$ /' -e '2,$s/^/> /' "$work/session/cmd.$n" | cat - "$work/want" >>"$1.new"
		n=$((n + 1))
	done
}

# The document with blocks replaced by DIR/LINE.new where there is one, in its own notation.
renew() { # DOCUMENT DIR
	awk -v dir="$2" -v mdoc="$(case $1 in *.md) echo 0 ;; *) echo 1 ;; esac)" '
	function put(line) {
		if (mdoc) {
			gsub(/\\/, "\\e", line)
			if (line ~ /^[.\047]/)
				line = "\\&" line
		}
		print line
	}
	skip && (mdoc ? /^\.Ed/ : /^```/) { skip = 0 }
	!skip { print }
	mdoc ? /^\.Bd -literal/ : /^```./ {
		file = sprintf("%s/%05d.new", dir, NR)
		skip = 0
		while ((getline line <file) > 0) {
			skip = 1
			put(line)
		}
		close(file)
	}' "$1"
}

document() { # DOCUMENT
	place=$work/place
	rm -rf "$place" "$work/blocks"
	mkdir -p "$place/build" "$work/blocks"
	ln -s "$YICE" "$place/build/yice"
	ln -s "$ROOT/rulesets" "$ROOT/examples" "$ROOT/include" "$place"
	ln -s "$(dirname "$YICE")"/*.a "$place/build" 2>/dev/null
	blocks "$1" "$work/blocks"
	case $1 in
	*.zh.md | *zh_CN*) unset LC_ALL; LANG=zh_CN.UTF-8; export LANG ;;
	*) LC_ALL=C; export LC_ALL ;;
	esac
	for block in "$work/blocks"/?????; do
		[ -s "$block" ] || continue
		first=$(head -n 1 "$block")
		case $first in
		'@ '*) sed 1d "$block" >"$place/${first#@ }"; continue ;;
		'# '*.yice) cat "$block" >"$place/${first#\# }"; continue ;;
		'$ cat '*)
			if [ ! -e "$place/${first#\$ cat }" ]; then
				sed 1d "$block" >"$place/${first#\$ cat }"
				continue
			fi ;;
		'$ '*) ;;
		*) continue ;;
		esac
		run_session "$block" >"$work/found"
		result "$1:$(expr "$(basename "$block")" + 0)" "$work/found"
	done
	LC_ALL=C
	export LC_ALL
	if $update; then
		renew "$1" "$work/blocks" >"$work/renewed"
		cmp -s "$work/renewed" "$1" || cat "$work/renewed" >"$1"
	fi
}

PATH=$(dirname "$YICE"):$PATH
export PATH
# What a user's settings would change.
unset YICE_LANG NO_COLOR LANGUAGE LC_MESSAGES LC_CTYPE 2>/dev/null

if [ $# -gt 0 ]; then
	for page; do document "$page"; done
	echo "1..$number"
	exit $status
fi

pages=$(ls man/*.[157] man/zh_CN/*.[157] 2>/dev/null)
for page in README.md README.zh.md docs/versions.md docs/versions.zh.md $pages; do
	document "$page"
done

sh man/tables.sh --check >"$work/found" 2>&1
result 'tables of the manual agree with the .def files' "$work/found"

# Every command has a page, and the page names every option of the command.
sed -n 's/^COMMAND(\([a-z]*\),.*/\1/p' cli/cmd.def | grep -v '^help$' | while read -r command; do
	[ -f "man/yice-$command.1" ] || echo "man/yice-$command.1 is missing"
done >"$work/found"
sed -n 's/^OPTION(\([a-z]*\), *[a-z_]*, *"\([a-z-]*\)".*/\1 \2/p' cli/cmd.def | while read -r command option; do
	page=man/yice-$command.1
	[ "$command" != any ] || page=man/yice.1
	grep -q -e "Fl -$option" "$page" || echo "$page does not name --$option"
done >>"$work/found"
result 'every command and option is in the manual' "$work/found"

# Same commands, in the same order, in both twins.
same_commands() { # DOCUMENT TWIN
	grep '^[$>] ' "$1" >"$work/en"
	grep '^[$>] ' "$2" >"$work/zh"
	diff "$work/en" "$work/zh" >"$work/found" 2>&1
	result "$1 and $2 run the same commands" "$work/found"
}
same_commands README.md README.zh.md
same_commands docs/versions.md docs/versions.zh.md
for page in man/zh_CN/yice-store.[157]; do
	same_commands "man/${page##*/}" "$page"
done

# What both twins of a page must have: the headings, paragraphs, items and displays in one order, the options, the words
# that are typed, the cross references, the files of the examples and the commands. A twin may ask for the other language
# where its original does.
outline() { # PAGE
	grep -o -e '^\.S[hs]' -e '^\.Pp' -e '^\.It' -e '^\.B[ld]' "$1"
	grep -o 'Fl -*[a-z][a-z-]*' "$1" | sort -u
	grep -o 'Cm [a-z][a-z_./ ,-]*' "$1" | tr ' ,' '\n\n' | grep '[a-z]' | sort -u
	grep -o 'Xr yice[a-z-]* [157]' "$1" | sort -u
	rm -rf "$work/blocks"
	mkdir "$work/blocks"
	blocks "$1" "$work/blocks"
	for block in "$work/blocks"/?????; do
		case $(head -n 1 "$block") in
		'$ cat '* | '# '*.yice) cat "$block" ;;
		esac
	done
	grep '^[$>] ' "$1" | sed 's/ --lang [a-z]*//'
}
for page in man/*.[157]; do
	twin=man/zh_CN/${page##*/}
	outline "$page" >"$work/en"
	outline "$twin" >"$work/zh" 2>&1
	diff "$work/en" "$work/zh" >"$work/found" 2>&1
	result "$page and $twin have the same outline" "$work/found"
done

for page in $pages; do
	tr -s '\t \\' '\n' <Makefile | grep -qx "$page" || echo "$page is not among MAN_PAGES"
done >"$work/found"
result 'every page is installed' "$work/found"

# A full-width mark is an argument of the macro before it, bold or inside its quotes, unless Ns parts them.
for mark in ， 。 ； ： 、 ）; do
	grep -n "^\\.[A-Z][a-z] .* $mark" man/zh_CN/*.[157] | grep -v -e " Ns $mark" -e ':\.It "'
done >"$work/found"
result 'no full-width mark is an argument of a macro' "$work/found"

version=$(sed -n 's/^#define YICE_IMAGE_VERSION //p' runtime/image.h)
for page in man/yice-image.5 man/zh_CN/yice-image.5; do
	grep -q -e "version: $version\"" -e "版本：$version\"" "$page" || echo "$page does not say version $version"
done >"$work/found"
result 'the format of images has its version in the manual' "$work/found"

if command -v mandoc >/dev/null; then
	for page in $pages; do
		mandoc -T lint -W warning "$page"
	done >"$work/found" 2>&1
	result 'mandoc has no warning' "$work/found"
fi
echo "1..$number"
exit $status
