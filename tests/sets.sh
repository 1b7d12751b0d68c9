#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sets of images: a set answers as one image of all rules does; built again, after any edit, it is what a build from
# nothing gives, byte for byte; mistakes and kills leave the set that was there.
#   EDITS=n  random edits (default 40)    SEED=n
set -u
. "$ROOT/tests/tap.sh"
: "${EDITS:=40}" "${SEED:=1}"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-sets.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export XDG_CACHE_HOME="$work/cache"
rules=$work/rules set=$work/set
mkdir "$rules"
"$BUILD/tests/bench/country" 400 200 "$SEED" "$rules" || exit 1
mv "$rules/facts.ndjson" "$work/facts"
build() { "$YICE" build "$rules" --split city -o "$set" "$@"; }

# answers IMAGE: what it answers to facts, whatever image it says it is
answers() { "$YICE" batch "$1" <"$2" | sed 's/"image":"[0-9a-f]*"//'; }
same_answers() {
	answers "$work/all.img" "$1" >"$work/by-image" && answers "$set" "$1" >"$work/by-set" &&
		[ -s "$work/by-set" ] && cmp "$work/by-image" "$work/by-set"
}
# made: what the set is, without what is of this machine
made() { (cd "$1" && sha256sum index *.img); }
# from_nothing: the set is that of a build from nothing
from_nothing() {
	rm -rf "$work/fresh"
	"$YICE" build "$rules" --split city -o "$work/fresh" >"$work/log" 2>&1 || { cat "$work/log"; return 1; }
	made "$work/fresh" >"$work/want"
	made "$set" >"$work/got"
	diff "$work/want" "$work/got"
}

tap 'a set is built' build -j 2
"$YICE" build "$rules" -o "$work/all.img" 2>"$work/log" || exit 1
tap 'it answers as one image does' same_answers "$work/facts"

one_thread() { rm -rf "$work/one" && "$YICE" build "$rules" --split city -o "$work/one" -j 1 && made "$work/one" >"$work/want" && made "$set" | diff "$work/want" -; }
tap 'threads do not matter' one_thread

cat >"$work/odd" <<END
{}
{"site":{}}
{"site":{"scope":"000000"}}
{"site":{"scope":"110000"}}
{"site":{"scope":"110100"}}
{"site":{"scope":"110101"},"facts":{"使用燃煤":true}}
{"site":{"unit":[]}}
{"site":{"scope":null,"unit":null},"as_of":"2023-12-31"}
{"project":1}
{"si
 { "facts" : {"使用燃煤":true} , "site" : { "scope" : "110101" } , "as_of" : "2024-02-02" } 
{"facts":{},"s\\u0069te":{"scope":"110101"}}
{"project":"a\\"}{,]","site":{"scope":"110101"}}
{"site":{"scope":"110101"},"site":{"scope":"110201"}}
{"site":{"scope":"110101"},}
{"site":{"scope":"110101"}}}
[{"site":{"scope":"110101"}}]
{"facts":{"site":{"scope":"110201"}},"site":{"scope":"110101"}}
END
sed -n '1{s/"unit":"[^"]*"/"unit":"ZH99999999999"/p}' "$work/facts" | sed 's/,"facts.*/}/' >"$work/unknown"
tap 'it says what one image says of odd documents' same_answers "$work/odd"
sed -n '2{s/"unit":"\(.......\)\(.*\)"},"facts.*/"unit":"\17\2"}}/p}' "$work/facts" >>"$work/unknown"
unknown() { "$YICE" batch "$set" <"$work/unknown" | grep -q Y0818 && same_answers "$work/unknown"; }
tap 'a unit in no image is unknown, and the nearest is named' unknown

first=$(sed -n 's/.*"unit":"\(ZH1101[^"]*\)".*/\1/p' "$work/facts" | head -1)
other=$(sed -n 's/.*"unit":"\(ZH1102[^"]*\)".*/\1/p' "$work/facts" | head -1)
refuses() { printf '%s\n' "$1" >"$work/doc"; "$YICE" eval "$set" "$work/doc" >"$work/out" 2>"$work/log"; [ $? -eq 1 ] && grep -q "$2" "$work/log"; }
tap 'units of two images are decided by neither' refuses "{\"site\":{\"unit\":[\"$first\",\"$other\"]}}" 'Y1609.*\|110100.*110200'
tap 'nor is a unit with the scope of another image' refuses "{\"site\":{\"unit\":\"$first\",\"scope\":\"110200\"}}" Y1609

day() { # the set's day, not the image's
	mkdir "$work/days" && cat >"$work/days/a.yice" <<-END
	行政区 440000 甲 行政区 440100 乙 上级 440000 行政区 440200 丙 上级 440000
	属性 甲：是否
	清单 440100 "一" 施行 2020-01-01 起 示例
	适用 全域
	条 "1" 摘要 "甲" 当 甲 = 是 禁止
	END
	sed -n '/清单/,$p' "$work/days/a.yice" | sed '1i 引用 "words"
		s/一/二/; s/440100/440200/; s/2020-01-01/2022-02-02/' >"$work/days/b.yice"
	sed '/清单/,$d' "$work/days/a.yice" >"$work/days/words.yice"
	sed -i '1,/^属性/d; 1i 引用 "words"' "$work/days/a.yice"
	"$YICE" build "$work/days" --split city -o "$work/days.set" || return 1
	echo '{"site":{"scope":"440100"},"facts":{"甲":false}}' >"$work/doc"
	"$YICE" eval "$work/days.set" "$work/doc" --json 2>/dev/null | grep -q '"as_of": *"2022-02-02"'
}
tap 'without a day it is the latest of all images' day

classes() { # clauses for classes of units, in a country without any: whether a project has a unit matters in every part
	mkdir "$work/classes" && cat >"$work/classes/words.yice" <<-END
	行政区 440000 甲 行政区 440100 乙 上级 440000 行政区 440200 丙 上级 440000
	属性 甲：是否
	END
	printf '引用 "words"\n清单 440100 "一" 施行 2020-01-01 起 示例\n适用 全域\n条 "1" 摘要 "甲" 当 甲 = 是 禁止\n' >"$work/classes/a.yice"
	printf '引用 "words"\n清单 440200 "二" 施行 2020-01-01 起 示例\n适用 类别 重点管控\n条 "1" 摘要 "甲" 当 甲 = 是 禁止\n' >"$work/classes/b.yice"
	"$YICE" build "$work/classes" -o "$work/classes.img" || return 1
	for scope in 440000 440100 440200; do echo '{"site":{"scope":"'$scope'"},"facts":{"甲":false}}'; done >"$work/sites"
	answers "$work/classes.img" "$work/sites" >"$work/by-image" && [ "$(grep -c '"verdict":"undetermined"' "$work/by-image")" -eq 3 ] || return 1
	for again in no yes; do # the second time one image stays
		"$YICE" build "$work/classes" --split city -o "$work/classes.set" || return 1
		answers "$work/classes.set" "$work/sites" | diff "$work/by-image" - || return 1
		echo '# again' >>"$work/classes/a.yice"
	done
}
tap 'a clause for a class of units asks for the unit in all images' classes

empty() { # a list without clauses concerns nobody, above and below
	cp -r "$work/classes" "$work/hollow" && sed -i '/^适用/,$d' "$work/hollow/b.yice"
	"$YICE" build "$work/hollow" -o "$work/hollow.img" || return 1
	for site in 440200 440000; do echo '{"site":{"scope":"'$site'"},"facts":{"甲":false}}'; done >"$work/hollow.sites"
	sed -i '/^适用/,$d' "$work/hollow/a.yice"
	hollow() { # the same answers, WANT of them admitted, when images were made and when they stay
		"$YICE" build "$work/hollow" -o "$work/hollow.img" && answers "$work/hollow.img" "$work/hollow.sites" >"$work/by-image" &&
			[ "$(grep -c '"verdict":"admitted"' "$work/by-image")" -eq "$1" ] || return 1
		for again in no yes; do
			"$YICE" build "$work/hollow" --split city -o "$work/hollow.set" || return 1
			answers "$work/hollow.set" "$work/hollow.sites" | diff "$work/by-image" - || return 1
		done
	}
	printf '引用 "words"\n清单 440000 "上" 施行 2020-01-01 起 示例\n适用 全域\n条 "1" 摘要 "甲" 当 甲 = 是 禁止\n' >"$work/hollow/upper.yice"
	hollow 2 || return 1
	printf '适用 全域\n条 "1" 摘要 "甲" 当 甲 = 是 禁止\n' >>"$work/hollow/b.yice"
	hollow 1 && sed -i '/^适用/,$d' "$work/hollow/b.yice" && hollow 2
}
tap 'a list without clauses is none that may concern a project' empty

roots() { # two countries: a project without a place is for both, and no image has both
	mkdir "$work/roots" && printf '行政区 440000 甲 行政区 450000 乙\n属性 甲：是否\n' >"$work/roots/words.yice"
	for scope in 440000 450000; do
		printf '引用 "words"\n清单 %s "一" 施行 2020-01-01 起 示例\n适用 全域\n条 "1" 摘要 "甲" 当 甲 = 是 禁止\n' $scope >"$work/roots/$scope.yice"
	done
	"$YICE" build "$work/roots" --split city -o "$work/roots.set" && "$YICE" build "$work/roots" -o "$work/roots.img" || return 1
	for site in '{}' '{"site":{}}'; do
		echo "$site" >"$work/doc"
		"$YICE" --lang en eval "$work/roots.set" "$work/doc" >"$work/out" 2>"$work/log"
		[ $? -eq 1 ] && [ ! -s "$work/out" ] && grep -q 'Y1610.*440000 and 450000; state' "$work/log" || return 1
	done
	for scope in 440000 450000; do echo '{"site":{"scope":"'$scope'"},"facts":{"甲":true}}'; done >"$work/sites"
	answers "$work/roots.img" "$work/sites" >"$work/by-image" && answers "$work/roots.set" "$work/sites" | diff "$work/by-image" -
}
tap 'two scopes without a parent: a project has to say which' roots

elsewhere() { # a scope that the image it is asked of would not know
	cp -r "$work/roots" "$work/where" && echo '行政区 440900 丙 上级 440000' >>"$work/where/450000.yice"
	"$YICE" --lang en build "$work/where" --split city -o "$work/where.set" 2>"$work/log"
	[ $? -eq 3 ] && grep -q 'Y1611.*440900.*450000.yice.*440000' "$work/log" || return 1
	sed -i '$d' "$work/where/450000.yice" && echo '行政区 440900 丙 上级 440000' >>"$work/where/440000.yice"
	"$YICE" build "$work/where" --split city -o "$work/where.set" || return 1
	echo '{"site":{"scope":"440900"},"facts":{"甲":true}}' >"$work/doc"
	"$YICE" eval "$work/where.set" "$work/doc" --json 2>/dev/null | grep -q '"verdict": *"refused"'
}
tap 'a scope is declared where it is asked about' elsewhere

# relinked COMMAND…: after it the set is still what a build from nothing gives
relinked() {
	"$@" && "$YICE" build "$work/links/rules" --split city -o "$work/links.set" && rm -rf "$work/links.fresh" &&
		"$YICE" build "$work/links/rules" --split city -o "$work/links.fresh" && made "$work/links.fresh" >"$work/want" &&
		made "$work/links.set" | diff "$work/want" -
}
links() { # the same bytes from somewhere else: an image names its sources
	mkdir "$work/links" && cp -r "$work/roots" "$work/links/rules" && mkdir "$work/links/a" "$work/links/b" "$work/links/c" "$work/links/d"
	for folder in a b; do sed 's|"words"|"../rules/words"|' "$work/roots/450000.yice" >"$work/links/$folder/450000.yice"; done
	for folder in c d; do sed 's|"words"|"../words"|' "$work/roots/450000.yice" >"$work/links/$folder/450000.yice"; done
	relinked ln -sfn ../a/450000.yice "$work/links/rules/450000.yice" && made "$work/links.set" >"$work/before" &&
		relinked ln -sfn ../b/450000.yice "$work/links/rules/450000.yice" && ! made "$work/links.set" | cmp -s - "$work/before" || return 1
	rm "$work/links/rules/450000.yice"
	relinked ln -sfn ../c "$work/links/rules/part" && relinked ln -sfn ../d "$work/links/rules/part" || return 1
	# One file by two names is read once; two of the same bytes are two.
	mkdir "$work/links/rules/more" && relinked ln -s ../part/450000.yice "$work/links/rules/more/again.yice" &&
		relinked ln -f "$work/links/d/450000.yice" "$work/links/rules/more/again.yice" || return 1
	rm "$work/links/rules/more/again.yice" && relinked cp "$work/links/d/450000.yice" "$work/links/rules/more/again.yice"
}
tap 'a link that leads elsewhere, to the same bytes, is another source' links

# ---------------------------------------------------------------- built again
stays() { made "$set" >"$work/before" && ls -i "$set" >"$work/inodes" && build && made "$set" | diff "$work/before" - && ls -i "$set" | grep -v memory | diff - "$work/inodes" | grep -v memory | grep '^[<>]' && return 1; return 0; }
tap 'nothing changed: nothing is written' stays

one_changes() {
	ls "$set" >"$work/before"
	f=$(ls "$rules"/district-1101*.yice | head -1)
	sed -i 's/加强河涌沿岸的管理/加强河涌两岸的管理/' "$f"
	build || return 1
	ls "$set" | diff "$work/before" - | grep '^[<>]' >"$work/changed"
	[ "$(wc -l <"$work/changed")" -eq 2 ] && [ "$(cut -c3-8 "$work/changed" | sort -u)" = 110100 ] && from_nothing
}
tap 'one file changed: one image is made' one_changes

mistake() {
	made "$set" >"$work/before"
	f=$(ls "$rules"/district-1102*.yice | head -1)
	cp "$f" "$work/kept"
	echo '条 "x" 摘要 "一" 当 没有这样的名称 = 是 禁止' >>"$f"
	build >"$work/log" 2>&1
	[ $? -eq 3 ] || return 1
	cp "$work/kept" "$f"
	grep -q "$(basename "$f"):" "$work/log" && made "$set" | diff "$work/before" -
}
tap 'a mistake is told at its place and leaves the set' mistake

twice() {
	f=$(ls "$rules"/district-1102*.yice | head -1)
	cp "$f" "$work/kept"
	printf '\n单元 %s "又一单元" 一般管控 示例\n条 "1" 摘要 "一" 鼓励\n' "$first" >>"$f"
	build >"$work/log" 2>&1
	code=$?
	cp "$work/kept" "$f"
	[ $code -eq 3 ] && grep -q "$first" "$work/log" && grep -q "$(basename "$f"):" "$work/log" && grep -q 'district-1101' "$work/log"
}
tap 'a unit in two images is an error at both places' twice

scope_twice() {
	printf '引用 "words.yice"\n行政区 999900 甲 上级 110000\n' >"$rules/x.yice"
	printf '引用 "words.yice"\n行政区 999900 乙 上级 000000\n' >"$rules/y.yice"
	build >"$work/log" 2>&1
	code=$?
	rm "$rules/x.yice" "$rules/y.yice"
	[ $code -eq 3 ] && grep -q 999900 "$work/log"
}
tap 'a scope declared twice is an error' scope_twice

# levelled CODE WARN…: what a build over the one before ends with, as one from nothing does
levelled() {
	want=$1
	shift
	"$YICE" build "$work/levels" --split city -o "$work/levels.set" "$@" >"$work/log" 2>&1
	[ $? -eq "$want" ] || { cat "$work/log"; return 1; }
	rm -rf "$work/levels.fresh"
	"$YICE" build "$work/levels" --split city -o "$work/levels.fresh" "$@" >"$work/log" 2>&1
	[ $? -eq "$want" ] && { [ "$want" -ne 0 ] || { made "$work/levels.fresh" >"$work/want" && made "$work/levels.set" | diff "$work/want" -; }; }
}
levels() {
	cp -r "$work/days" "$work/levels" && sed -i 's/摘要 "甲"/摘要 "原则上禁止。"/' "$work/levels/b.yice" || return 1
	levelled 0 && levelled 3 --warn vague-words=error && levelled 0 || return 1
	echo 'vague-words = error' >"$work/levels/yice.levels"
	levelled 3 && levelled 0 --warn vague-words=off && levelled 3
}
tap 'an image stays only under the levels it was made under' levels

unused() { # a name that no part uses is none's to tell: asked for, it is refused, on the command line and beside the rules
	cp -r "$work/days" "$work/unused"
	levelled_unused() { "$YICE" --lang en build "$work/unused" --split city -o "$work/unused.set" "$@" 2>"$work/log"; }
	levelled_unused --warn unused-name=error
	[ $? -eq 3 ] && grep -q 'Y1612.*yice check' "$work/log" || return 1
	echo 'unused-name = error' >"$work/unused/yice.levels"
	levelled_unused
	[ $? -eq 3 ] && grep -q Y1612 "$work/log" && levelled_unused --warn unused-name=off
}
tap 'unused names are not promised' unused

# Readers while the set is built again and again: each has one set or the other, whole.
together() {
	f=$(ls "$rules"/district-1101*.yice | head -1)
	cp "$f" "$work/kept"
	answers "$set" "$work/facts" >"$work/old"
	sed 's/应当/应该/' "$work/kept" >"$f" && build && answers "$set" "$work/facts" >"$work/new"
	(
		i=0
		while [ $i -lt 12 ]; do
			if [ $((i % 2)) -eq 0 ]; then cp "$work/kept" "$f"; else sed 's/应当/应该/' "$work/kept" >"$f"; fi
			build || exit 1
			i=$((i + 1))
		done
	) >"$work/builds" 2>&1 &
	builder=$!
	read=0
	while kill -0 $builder 2>/dev/null && [ $read -lt 40 ]; do
		answers "$set" "$work/facts" >"$work/answer" || return 1
		cmp -s "$work/answer" "$work/old" || cmp -s "$work/answer" "$work/new" || { diff "$work/answer" "$work/old" | cut -c1-300; return 1; }
		read=$((read + 1))
	done
	wait $builder || { cat "$work/builds"; return 1; }
	cp "$work/kept" "$f"
	build && [ $read -gt 3 ] && ! cmp -s "$work/old" "$work/new"
}
tap 'who reads meanwhile has the old set or the new one' together

# ---------------------------------------------------------------- any edits
state=$SEED
draw() { state=$(((state * 1103515245 + 12345) % 2147483648)); drawn=$((state / 65536 % $1)); }
# pick GLOB…: one of the files
pick() { draw $#; shift "$drawn"; picked=$1; }

edit() {
	draw 14
	case $drawn in
	0 | 1) pick "$rules"/*.yice && sed -i 's/应当加强/应当不断加强/; s/应当落实/应当认真落实/' "$picked" ;;
	2) pick "$rules"/*.yice && echo "# $state" >>"$picked" ;;
	3) pick "$rules"/district-*.yice && rm "$picked" ;;
	4) pick "$rules"/district-*.yice && mv "$picked" "$rules/district-x$state.yice" ;;
	5) pick "$rules"/*.yice && cp "$picked" "$work/same" && cat "$work/same" >"$picked" ;;
	6) # a list of its own, in a folder, with another way to the words
		mkdir -p "$rules/more" && draw 3 &&
			printf '引用 "../words.yice"、"extra"\n清单 110%d00 "又%d" 施行 2024-01-01 起 示例\n适用 全域\n条 "又" 摘要 "又一条。" 鼓励\n' \
				$((drawn + 1)) "$state" >"$rules/more/l$state.yice"
		[ -e "$rules/more/extra.yice" ] || [ -d "$rules/more/extra" ] || echo '文件 《附》简称 附 施行 2020-01-01 起' >"$rules/more/extra.yice" ;;
	7) # what an import means changes: a file, or a folder of files
		if [ -e "$rules/more/extra.yice" ]; then
			mkdir -p "$rules/more/extra" && mv "$rules/more/extra.yice" "$rules/more/extra/one.yice"
		elif [ -d "$rules/more/extra" ]; then
			mv "$rules/more/extra/one.yice" "$rules/more/extra.yice" && rmdir "$rules/more/extra"
		fi ;;
	8) draw 26 && sed -i "s/^行政区 1101\\($(printf %02d $((drawn + 1)))\\) \\(区[0-9]*\\) 上级 110[1-3]00/行政区 1101\\1 \\2 上级 110$((drawn % 3 + 1))00/" "$rules/words.yice" ;;
	9) pick "$rules"/district-*.yice && draw 3 && sed -i "s/^清单 [0-9]* /清单 110$((drawn + 1))00 /" "$picked" ;;
	10) echo "# $state" >>"$rules/codes.tsv" ;;
	11) if [ -e "$rules/yice.levels" ]; then rm "$rules/yice.levels"; else echo 'vague-words = note' >"$rules/yice.levels"; fi ;;
	12) echo "文件 《附$state》简称 附$state 施行 2020-01-01 起" >"$rules/loose$state.yice" ;;
	13) pick "$rules"/loose*.yice "$rules"/more/l*.yice && rm -f "$picked" ;;
	esac
}

# killed: a build that is killed somewhere
killed() { draw 60; timeout -s KILL "0.0$((drawn + 10))" "$YICE" build "$rules" --split city -o "$set" >/dev/null 2>&1; }

# one_edit: edit, perhaps a killed build, build; the same as from nothing, in failing too
one_edit() {
	rm -rf "$work/undo"
	cp -a "$rules" "$work/undo"
	made "$set" >"$work/before"
	edit || return 1
	draw 3
	[ "$drawn" -gt 0 ] || killed
	build >"$work/log" 2>&1
	code=$?
	rm -rf "$work/fresh"
	"$YICE" build "$rules" --split city -o "$work/fresh" >"$work/fresh.log" 2>&1
	fresh=$?
	[ $code -eq $fresh ] || { echo "$code, from nothing $fresh"; cat "$work/log"; return 1; }
	if [ $code -eq 0 ]; then
		built=$((built + 1))
		made "$work/fresh" >"$work/want"
		made "$set" | diff "$work/want" -
	else
		sed "s|$set||" "$work/log" >"$work/a" && sed "s|$work/fresh||" "$work/fresh.log" | diff "$work/a" - || return 1
		made "$set" | diff "$work/before" - || return 1
		rm -rf "$rules" && mv "$work/undo" "$rules"
	fi
}
edits() {
	built=0
	for i in $(seq "$EDITS"); do
		one_edit >"$work/edit" 2>&1 || { echo "edit $i (SEED=$SEED) $drawn"; cat "$work/edit"; return 1; }
	done
	ls "$set" | grep -c img >"$work/images"
	[ "$(cat "$work/images")" -eq "$(sed -n 's/^images //p' "$set/index")" ] && [ $built -gt $((EDITS / 2)) ]
}
tap "after each of $EDITS edits it is what a build from nothing gives" edits
build >"$work/log" 2>&1 || tap 'and is one' false

# A folder whose lists import those above them from beside it.
beside() {
	rm -rf "$work/side" "$work/side.set"
	mkdir "$work/side" "$work/side/city" "$work/side/above"
	printf '行政区 000000 国\n行政区 440000 甲 上级 000000\n行政区 440100 乙 上级 440000\n属性 新建：是否\n' >"$work/side/above/words.yice"
	for scope in 000000 440000; do
		printf '引用 "words"\n清单 %s "上" 施行 2024-01-01 起 示例\n适用 全域\n条 "1" 摘要 "一。" 当 新建 = 是 禁止\n' $scope >"$work/side/above/$scope.yice"
	done
	printf '引用 "../above/words"、"../above/440000"、"../above/000000"\n清单 440100 "市" 施行 2024-01-01 起 示例\n单元 ZH1 "元" 重点管控 示例\n条 "1" 摘要 "一。" 当 新建 = 是 禁止\n' >"$work/side/city/list.yice"
	"$YICE" build "$work/side/city" --split city -o "$work/side.set" >"$work/log" 2>&1 && "$YICE" build "$work/side/city" -o "$work/side.img" 2>>"$work/log" || { cat "$work/log"; return 1; }
	for site in '{"unit":"ZH1"}' '{"scope":"440100"}' '{"scope":"440000"}' '{"scope":"000000"}' '{}'; do
		echo "{\"site\":$site,\"facts\":{\"新建\":true}}"
	done >"$work/sites"
	answers "$work/side.img" "$work/sites" | sed 's|"above/|"|g' >"$work/by-image" # an image names sources from where all of its own lie
	answers "$work/side.set" "$work/sites" | sed 's|"above/|"|g' | diff "$work/by-image" - && [ "$(grep -c '"verdict":"refused"' "$work/by-image")" -eq 5 ]
}
tap 'lists above may lie beside the folder' beside

# ---------------------------------------------------------------- damage
damaged_image() {
	cp -r "$set" "$work/bad"
	f=$(ls "$work/bad"/110100-*.img)
	printf x | dd of="$f" bs=1 seek=5000 conv=notrunc 2>/dev/null
	echo "{\"site\":{\"unit\":\"$first\"}}" >"$work/doc"
	"$YICE" eval "$work/bad" "$work/doc" >/dev/null 2>"$work/log"
	[ $? -eq 1 ] && grep -q Y1604 "$work/log" || return 1
	rm "$f"
	"$YICE" eval "$work/bad" "$work/doc" >/dev/null 2>"$work/log"
	[ $? -eq 1 ] && grep -q Y1604 "$work/log" || return 1
	"$YICE" build "$rules" --split city -o "$work/bad" && made "$work/bad" >"$work/want" && made "$set" | diff "$work/want" -
}
tap 'an image that is damaged or gone decides nothing, and is made again' damaged_image

damaged_index() {
	for edit in 1d '$d' '7s/[0-9]/x/' 's/^ZH/HZ/' '5s/$/ /'; do
		sed "$edit" "$set/index" >"$work/bad/index"
		"$YICE" batch "$work/bad" <"$work/facts" >/dev/null 2>"$work/log"
		[ $? -eq 1 ] && grep -q 'Y160[123]' "$work/log" || return 1
	done
	"$YICE" build "$rules" --split city -o "$work/bad" && made "$work/bad" >"$work/want" && made "$set" | diff "$work/want" -
}
tap 'a damaged index is refused, and made again' damaged_index

odd_memory() {
	for edit in 1d '2s/ /  /' 's/| /|/' '3,$d' 's/.$//'; do
		rm -f "$work/bad/memory"
		sed "$edit" "$set/memory" >"$work/bad/memory"
		"$YICE" build "$rules" --split city -o "$work/bad" || return 1
		made "$work/bad" >"$work/want"
		made "$set" | diff "$work/want" - || return 1
	done
}
tap 'an odd memory is forgotten' odd_memory

# signed FILE EDIT: a file with its last line for its digest is edited, and gets the digest that fits
signed() {
	sed "$2; /^sha256 /d" "$1" >"$work/signed" && ! sed '/^sha256 /d' "$1" | cmp -s - "$work/signed" || return 1
	echo "sha256 $(sha256sum <"$work/signed" | cut -c1-64)" >>"$work/signed" && cat "$work/signed" >"$1"
}
# What another program built, with an index that this one reads or one that it does not, is for its readers until a build is done.
outlives() {
	f=$(ls "$rules"/district-1102*.yice | head -1)
	cp "$f" "$work/kept"
	for edit in 's/^program [^ ]*/program 0.0.0/' 's/^yice-set [0-9]*/yice-set 999/'; do
		rm -rf "$work/bad"
		cp -r "$set" "$work/bad"
		signed "$work/bad/index" "$edit" || return 1
		made "$work/bad" >"$work/before"
		echo '条 "x" 摘要 "一" 当 没有这样的名称 = 是 禁止' >>"$f"
		"$YICE" build "$rules" --split city -o "$work/bad" >"$work/log" 2>&1
		code=$?
		cp "$work/kept" "$f"
		# Of one that is not understood nothing goes; what was made before the mistake may be there.
		[ $code -eq 3 ] && (cd "$work/bad" && sha256sum --quiet -c "$work/before") || return 1
		case $edit in *program*) answers "$work/bad" "$work/facts" >"$work/by-set" && cmp "$work/by-image" "$work/by-set" || return 1 ;; esac
		"$YICE" build "$rules" --split city -o "$work/bad" && made "$work/bad" >"$work/want" && made "$set" | diff "$work/want" - || return 1
	done
}
answers "$set" "$work/facts" >"$work/by-image"
tap 'a build that fails leaves the images of another program to their readers' outlives

# A file with a mistake that only its bytes tell, and a memory that takes it for what it was.
damaged_memory() {
	rm -rf "$work/bad"
	f=$(ls "$rules"/district-1102*.yice | head -1)
	cp "$f" "$work/kept"
	sleep 2.1 # what is younger is not remembered
	cp -r "$set" "$work/bad"
	"$YICE" build "$rules" --split city -o "$work/bad" && cp "$work/bad/memory" "$work/memory" || return 1
	was=$(sha256sum <"$f" | cut -c1-64)
	sed 's/应当/应该/' "$work/kept" >"$f"
	sleep 2.1
	"$YICE" build "$rules" --split city -o "$work/bad" && made "$work/bad" >"$work/want" && grep -q " $was " "$work/memory" || return 1
	now=$(sha256sum <"$f" | cut -c1-64)
	"$YICE" build "$rules" --split city -o "$work/bad" && sed "s/ $now / $was /" "$work/bad/memory" >"$work/edited" &&
		! cmp -s "$work/edited" "$work/bad/memory" && cp "$work/edited" "$work/bad/memory" || return 1
	"$YICE" build "$rules" --split city -o "$work/bad" && made "$work/bad" | diff "$work/want" - || return 1
	sed "s/ $now / $was /" "$work/bad/memory" | cmp -s - "$work/bad/memory" && return 1
	# Signed all the same, it can be wrong once.
	signed "$work/bad/memory" "s/ $now / $was /" || return 1
	"$YICE" build "$rules" --split city -o "$work/bad" >"$work/log" 2>&1
	[ $? -eq 3 ] && grep -q Y1607 "$work/log" && made "$work/bad" | diff "$work/want" - || return 1
	"$YICE" build "$rules" --split city -o "$work/bad" && made "$work/bad" | diff "$work/want" -
	code=$?
	cp "$work/kept" "$f"
	return $code
}
tap 'a damaged memory is not believed, and a wrong one only once' damaged_memory

# ---------------------------------------------------------------- sites
# square CODE WEST SOUTH: a feature a tenth of a degree wide
square() {
	awk -v code="$1" -v w="$2" -v s="$3" 'BEGIN {
		printf "{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[%.1f,%.1f],[%.1f,%.1f],[%.1f,%.1f],[%.1f,%.1f],[%.1f,%.1f]]]}}",
			code, w, s, w + .1, s, w + .1, s + .1, w, s + .1, w, s }'
}
collection() { printf '{"type":"FeatureCollection","features":[%s]}\n' "$(IFS=,; echo "$*")"; }
map=$work/map
mkdir "$map"
cat >"$map/words.yice" <<END
行政区 440000 甲 行政区 440100 乙 上级 440000 行政区 440200 丙 上级 440000 行政区 440300 丁 上级 440000
属性 新建：是否
属性 距离.{图层}：数量 m 范围 0 m
量纲 长度 单位 m
图层 河
图形 河 数据 "river.json"
清单 440000 "省" 施行 2024-01-01 起 示例
适用 全域
条 "省" 摘要 "省。" 当 距离.河 < 1000 m 禁止
END
echo '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[113.05,22],[113.05,24]]}}]}' >"$map/river.json"
city() { # SCOPE CODES…
	scope=$1
	shift
	printf '引用 "words"\n图形 单元 数据 "%s.json"\n清单 %s "市" 施行 2024-01-01 起 示例\n' "$scope" "$scope"
	for code; do printf '单元 %s "元" 重点管控 示例\n条 "1" 摘要 "一。" 当 新建 = 是 禁止\n' "$code"; done
}
city 440100 ZH44010020001 ZH44010020002 >"$map/a.yice"
city 440200 ZH44020020001 >"$map/b.yice"
city 440300 ZH44030020001 | sed 2d >"$map/c.yice"
collection "$(square ZH44010020001 113.0 23.0)" "$(square ZH44010020002 113.1 23.0)" >"$map/440100.json"
# The last lies in no list; the one before is drawn in the other city's data.
collection "$(square ZH44020020001 113.2 23.0)" "$(square ZH44030020001 113.3 23.0)" "$(square ZH44090020001 113.4 23.0)" >"$map/440200.json"
"$YICE" build "$map" --split city -o "$work/map.set" >"$work/log" 2>&1 || cat "$work/log"
"$YICE" build "$map" -o "$work/map.img" >"$work/log" 2>&1 || cat "$work/log"

# located SITE VERDICT: the set decides as the image of all does
located() {
	echo "{\"site\":{\"crs\":\"CGCS2000\",$1},\"facts\":{\"新建\":false}}" >"$work/doc"
	"$YICE" eval "$work/map.img" "$work/doc" --json 2>/dev/null | sed 's/"image": *"[0-9a-f]*"//' >"$work/by-image"
	"$YICE" eval "$work/map.set" "$work/doc" --json 2>"$work/log" | sed 's/"image": *"[0-9a-f]*"//' >"$work/by-set"
	[ -s "$work/by-set" ] && diff "$work/by-image" "$work/by-set" && grep -q "\"verdict\": *\"$2\"" "$work/by-set"
}
apart() {
	echo "{\"site\":{\"crs\":\"CGCS2000\",$1},\"facts\":{\"新建\":false}}" >"$work/doc"
	"$YICE" eval "$work/map.set" "$work/doc" >"$work/out" 2>"$work/log"
	[ $? -eq 1 ] && [ ! -s "$work/out" ] && grep -q "Y1609.*$2.*$3" "$work/log"
}
tap 'a point in one unit' located '"point":"113.15,23.05"' admitted
tap 'a point near the river of all' located '"point":"113.051,23.05"' refused
tap 'a route through two units of one image' located '"route":["113.02,23.05","113.18,23.05"]' refused
tap 'a point in the box of another image' located '"point":"113.25,23.05"' admitted
tap 'a unit and the point that is in it' located '"unit":"ZH44010020002","point":"113.15,23.05"' admitted
tap 'a scope and a point in it' located '"scope":"440100","point":"113.15,23.05"' admitted
tap 'a point outside all' located '"point":"110,23"' undetermined
tap 'a site partly outside all' located '"route":["113.15,23.05","113.15,23.25"]' undetermined
tap 'a point in a unit without a list' located '"point":"113.45,23.05"' undetermined
tap 'a point on a border within an image' located '"point":"113.1,23.05"' admitted
tap 'a point on the border of two images is decided by neither' apart '"point":"113.2,23.05"' ZH44010020002 ZH44020020001
tap 'nor is a route across it' apart '"route":["113.15,23.05","113.25,23.05"]' ZH44010020002 ZH44020020001
tap 'nor one into a unit that only another image draws' apart '"route":["113.25,23.05","113.35,23.05"]' ZH44020020001 ZH44030020001
tap 'nor a unit with a point elsewhere' apart '"unit":"ZH44010020001","point":"113.25,23.05"' ZH44010020001 ZH44020020001
tap 'a survey beside the document is read' sh -c 'cp "$1"/b.yice "$1"/b && echo "{\"type\":\"Point\",\"coordinates\":[113.25,23.05]}" >"$2/here.json" && echo "{\"site\":{\"geojson\":\"here.json\"},\"facts\":{\"新建\":true}}" >"$2/doc" && "$YICE" eval "$2/map.set" "$2/doc" --json | grep -q ZH44020020001' - "$map" "$work"
rm -f "$map/b"
locate() { "$YICE" locate "$work/map.img" "$1" --crs CGCS2000 --json | sed 's/"image": *"[0-9a-f]*"//' >"$work/by-image"; "$YICE" locate "$work/map.set" "$1" --crs CGCS2000 --json | sed 's/"image": *"[0-9a-f]*"//' >"$work/by-set"; [ -s "$work/by-set" ] && diff "$work/by-image" "$work/by-set"; }
tap 'locate finds the image of a point' locate 113.25,23.05
tap 'and of a unit' locate ZH44010020001
locate_apart() { "$YICE" locate "$work/map.set" 113.2,23.05 --crs CGCS2000 >"$work/out" 2>"$work/log"; [ $? -eq 1 ] && grep -q Y1609 "$work/log"; }
tap 'a point on the border is located by none' locate_apart
no_layers() { echo '{"site":{"unit":"'"$first"'","point":"113,23","crs":"CGCS2000"}}' >"$work/doc"; "$YICE" eval "$set" "$work/doc" >/dev/null 2>"$work/log"; [ $? -ne 1 ]; }
tap 'without layers of units the unit that is stated counts' no_layers
redrawn() { # data are sources too
	collection "$(square ZH44010020001 113.0 23.0)" >"$map/440100.json"
	"$YICE" build "$map" --split city -o "$work/map.set" && "$YICE" build "$map" --split city -o "$work/map.fresh" || return 1
	made "$work/map.fresh" >"$work/want"
	made "$work/map.set" | diff "$work/want" -
}
tap 'a layer that is drawn anew is built anew' redrawn

# A marsh of one city that reaches into the next is said to be missing there, when either is made.
marsh=$work/marsh
mkdir "$marsh"
cat >"$marsh/words.yice" <<END
行政区 440000 甲 行政区 440100 乙 上级 440000 行政区 440200 丙 上级 440000
属性 新建：是否 属性 场址：多项 区划 区域 湿地
END
for scope in 440100 440200; do
	printf '引用 "words"\n图形 单元 数据 "%s.json"\n图形 湿地 数据 "marsh-%s.json"\n清单 %s "市" 施行 2024-01-01 起 示例\n单元 ZH%s20001 "元" 重点管控 示例\n条 "1" 摘要 "一。" 当 新建 = 是 且 场址 位于 湿地 禁止\n' \
		$scope $scope $scope $scope >"$marsh/$scope.yice"
done
collection "$(square ZH44010020001 113.0 23.0)" >"$marsh/440100.json"
collection "$(square ZH44020020001 113.1 23.0)" >"$marsh/440200.json"
beyond() { collection "$(square a 112.9 23.0)" "$(square b 113.0 23.0 | sed "s/113\.1,/$1,/g")" >"$marsh/marsh-440100.json"; }
collection "$(square c 113.2 23.0)" >"$marsh/marsh-440200.json"
marshes() { "$YICE" --lang en build "$marsh" --split city -o "$work/marsh.set" "$@" 2>"$work/log"; }
reaches() {
	beyond 113.12 && marshes && grep -q 'Y1613.*湿地 (data marsh-440100.json) .* 440100 .* ZH44020020001' "$work/log" && [ "$(grep -c Y1613 "$work/log")" -eq 1 ] || return 1
	for f in 440100.yice 440200.yice 440100.json 440200.json; do # either may stay
		echo >>"$marsh/$f" && marshes && grep -q Y1613 "$work/log" || { echo "$f"; return 1; }
	done
	marshes && [ ! -s "$work/log" ] && marshes --warn set-reach=error
	[ $? -eq 3 ] && marshes --warn set-reach=off && [ ! -s "$work/log" ] || return 1
	beyond 113.1 && marshes && [ ! -s "$work/log" ] && # up to the border is not over it
		beyond 113.12 && sed -i '/湿地 数据/d' "$marsh/440100.yice" && echo '图形 湿地 数据 "marsh-440100.json"' >>"$marsh/words.yice" && marshes && [ ! -s "$work/log" ]
}
tap 'a layer that reaches into another part is told' reaches

# ---------------------------------------------------------------- usage
usage() { "$YICE" "$@" >/dev/null 2>"$work/log"; }
fails() { code=$1; shift; usage "$@"; [ $? -eq "$code" ]; }
tap 'a file cannot be split' fails 64 build "$rules/words.yice" --split city -o "$work/none"
tap 'nor can two folders' fails 64 build "$rules" "$rules" --split city -o "$work/none"
tap 'a tier has a name' fails 64 build "$rules" --split village -o "$work/none"
mkdir "$work/others" && echo mine >"$work/others/file"
tap 'a folder of something else is left alone' fails 1 build "$rules" --split city -o "$work/others"
tap 'disasm takes one image' fails 1 disasm "$set"
set_refused() { fails 1 "$@" && grep -q 'set of images' "$work/log"; }
tap 'diff takes single images' set_refused diff "$set" "$rules"
tap 'so does neighbours' set_refused neighbours "$set"
tap 'a set is no rules' set_refused check "$set"
tap 'a folder that is no set is said to be none' fails 1 eval "$work/others" "$work/doc"
mkdir "$work/empty" && echo '行政区 110000 甲' >"$work/empty/a.yice"
tap 'rules without a list make no set' fails 3 build "$work/empty" --split city -o "$work/none"
districts() { "$YICE" build "$rules" --split district -o "$work/fine" && "$YICE" batch "$work/fine" <"$work/facts" | sed 's/"image":"[0-9a-f]*"//' >"$work/by-set" && answers "$work/all.img" "$work/facts" | cmp - "$work/by-set"; }
"$YICE" build "$rules" -o "$work/all.img" 2>"$work/log" || exit 1
tap 'cut by district it answers the same' districts
provinces() { "$YICE" build "$rules" --split province -o "$work/coarse" && "$YICE" batch "$work/coarse" <"$work/facts" | sed 's/"image":"[0-9a-f]*"//' | cmp - "$work/by-image"; }
same_answers "$work/facts"
tap 'cut by province it answers the same' provinces
tap_end
