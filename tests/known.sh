#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A large image is verified once a user: what has changed since, or stands in a list that others can write, is verified
# again. A list with a digest that no image has shows whether it was believed.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-known.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
list=$work/cache/yice/images
forged=$(printf '%064d' 7)

# A list of rules with 5 MB of text.
LC_ALL=C awk 'BEGIN {
	print "行政区 110000 北京市\n维度 空间布局约束\n\n清单 110000 \"清单\" 施行 2024-01-01 起 示例\n适用 全域\n维度 空间布局约束"
	for (i = 1; i <= 9000; i++) {
		text = sprintf("第%d条", i)
		for (n = 0; n < 45; n++) text = text "要求" i
		printf "条 \"%d\"\n  摘要 \"%s。\"\n  鼓励\n", i, text
	}
}' >"$work/big.yice"
echo '{"facts": {}}' >"$work/facts.json"
"$YICE" build "$work/big.yice" -o "$work/big.img" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
sha=$(sha256sum <"$work/big.img" | cut -d' ' -f1)
sleep 2.5 # until the image's time of change is past doubt

# shows DIGEST: what a decision says its image is
shows() {
	"$YICE" eval "$work/big.img" "$work/facts.json" --json --as-of 2024-01-01 >"$work/out" 2>"$work/log"
	[ $? -ne 1 ] && grep -q "\"image\": *\"$1\"" "$work/out"
}

# refuses: the image is verified, and found out
refuses() {
	"$YICE" eval "$work/big.img" "$work/facts.json" >"$work/out" 2>"$work/log"
	[ $? -eq 1 ] && [ ! -s "$work/out" ] && grep -q Y09 "$work/log"
}

noted() {
	shows "$sha" && [ "$(grep -c "$sha" "$list")" -eq 1 ] && [ "$(stat -c %a "$list")" = 600 ]
}

believed() {
	cp "$list" "$work/list"
	sed -i "s/$sha/$forged/" "$list"
	shows "$forged"
}

private() {
	chmod 666 "$list"
	shows "$sha"
}

damaged_list() {
	for text in '' x "$(head -c 40 "$work/list")" "$(sed 's/.\{10\}$//' "$work/list")"; do
		rm -f "$list"
		printf '%s' "$text" >"$list"
		chmod 600 "$list"
		shows "$sha" || return 1
	done
}

# One byte of a text, and the times a program can set put back.
changed() {
	cp "$work/list" "$list"
	chmod 600 "$list"
	shows "$sha" || return 1
	touch -r "$work/big.img" "$work/times"
	at=$(grep -abo '第4500条' "$work/big.img" | head -n 1 | cut -d: -f1)
	printf '\377' | dd of="$work/big.img" bs=1 seek="$at" conv=notrunc 2>/dev/null
	touch -r "$work/times" "$work/big.img"
	refuses
}

no_home() {
	(
		unset XDG_CACHE_HOME HOME
		refuses
	)
}

tap 'an image that was verified is noted' noted
tap 'and is not verified again' believed
tap 'a list that others can write is not believed' private
tap 'nor one that is damaged' damaged_list
tap 'an image that was changed is verified' changed
tap 'so it is without a home' no_home
tap_end
