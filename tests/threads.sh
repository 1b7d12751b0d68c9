#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Several threads answer one batch, or analyse one country: the same bytes as one, and, when the program was built with
# ThreadSanitizer (`make tsan`), without a race. Lines are long and short, with and without mistakes; the reader goes away
# early once.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-threads.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
export TSAN_OPTIONS="exitcode=66 ${TSAN_OPTIONS-}"
"$YICE" build "$ROOT/tests/fuzz/rules" -o "$work/rules.img" 2>"$work/log" || { cat "$work/log"; exit 1; }
for document in "$ROOT"/tests/fuzz/seeds/facts/*.json; do
	tr -d '\n' <"$document"
	echo
done >"$work/few"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	cat "$work/few"
	echo '{"facts":{}}'
	echo "mistake $i"
done >"$work/in"

# alike OPTION…: one thread and many
alike() {
	"$YICE" batch --jobs 1 "$@" "$work/rules.img" <"$work/in" >"$work/one" || return 1
	"$YICE" batch --jobs 5 "$@" "$work/rules.img" <"$work/in" >"$work/many" || return 1
	[ -s "$work/one" ] && cmp "$work/one" "$work/many"
}

# left_alone: the pipe is closed after a hundred bytes while more input may come; the program ends, without a word
left_alone() {
	rm -f "$work/more" "$work/status"
	mkfifo "$work/more" || return 1
	{ cat "$work/in" "$work/in"; sleep 60; } >"$work/more" 2>/dev/null &
	(
		trap '' PIPE
		"$YICE" batch --jobs 3 "$work/rules.img" <"$work/more" 2>"$work/log"
		echo $? >"$work/status"
	) | head -c 100 >/dev/null
	kill $! 2>/dev/null
	[ "$(cat "$work/status")" = 1 ] && [ ! -s "$work/log" ]
}

# many_units: 600 units of 18 clauses, which are several ranges, by templates by a group whose findings are told once
many_units() {
	cat <<'END'
量纲 质量 单位 kg 量纲 年数 单位 a 计量 t = 1000 kg
词表 性质：新建、改建、扩建    词表 种类：水泥、造纸、学校、医院
属性 性质：一项 性质    属性 种类：一项 种类    属性 民生：是否
属性 排放：数量 t/a 范围 0 t/a    属性 规模：数量 t/a 范围 0 t/a
行政区 440000 省    行政区 440600 市 上级 440000
模板 冲突 参数 名：文字
  摘要 "{名}医院达到九吨。" 当 种类 = 医院 须 排放 ≥ 9 t/a
条款组 两条 参数 名：文字
条 "a" 依 冲突（{名}）
条 "b" 摘要 "{名}不新建。" 当 性质 = 新建 且 性质 = 改建 禁止
清单 440000 "省" 施行 2020-01-01 起
适用 全域
条 "省" 摘要 "不超过。" 当 种类 = 造纸 须 排放 ≤ 50 t/a
清单 440600 "市" 施行 2020-01-01 起 示例
END
	awk 'BEGIN {
		for (u = 1; u <= 600; u++) {
			printf "单元 ZH440600%d%04d \"镇%d\" 重点管控 示例\n", 2, u, u
			printf "采用 两条（\"镇%d\"）\n", u
			printf "条 \"c\" 摘要 \"医院。\" 当 种类 = 医院 须 排放 ≤ %d t/a\n", u % 20
			printf "条 \"d\" 摘要 \"造纸。\" 当 种类 = 造纸 且 性质 = 改建 须 排放 ≤ %d t/a\n", u % 90
			for (i = 1; i <= 14; i++)
				printf "条 \"%d\" 摘要 \"镇%d。\" 当 规模 > %d t/a 且 民生 = 否 鼓励\n", i, u, i * u % 97
		}
	}'
}

# analysed_alike: one thread and many, on findings and their witnesses
analysed_alike() {
	many_units >"$work/units.yice"
	"$YICE" --lang en check --format json --jobs 1 "$work/units.yice" >"$work/one" 2>/dev/null
	[ $? -eq 3 ] || return 1
	"$YICE" --lang en check --format json --jobs 4 "$work/units.yice" >"$work/many" 2>/dev/null
	grep -q Y1407 "$work/one" && grep -q Y1421 "$work/one" && cmp "$work/one" "$work/many" || return 1
	[ "$(grep -c '"code":"Y1401"' "$work/one")" -eq 1 ]
}

# write_rules FOLDER MISTAKE: 12 lists of 60 units with 9 clauses each; MISTAKE stands in one of them
write_rules() {
	mkdir -p "$1" && cat >"$1/words.yice" <<-'END'
		量纲 质量（mass）单位 kg
		量纲 年数（years）单位 a
		计量 t = 1000 kg
		词表 性质：新建、改建、扩建
		属性 建设性质：一项 性质
		属性 排放：数量 t/a 范围 0 t/a
		属性 场址：多项 区划
		区域 保护地
		属性 闲置：是否
		维度 布局
		模板 共 参数 处：文字 原文 "{处}原则上不得新建" 当 建设性质 = 新建 或 排放 > 3 t/a 或 建设性质 = 新建 禁止
		条款组 组 参数 处：文字
		维度 布局
		条 "组1" 依 共（{处}）
		条 "组2" 原文 "{处}的二" 须 排放 < 0.5 t/a
		条 "组3" 原文 "{处}的三" 职责 政府 "公布"
	END
	i=0
	while [ $i -lt 12 ]; do
		awk -v list=$i -v mistake="$2" 'BEGIN {
			printf "引用 \"words.yice\"\n行政区 4406%02d 第%d区\n清单 4406%02d \"清单\" 施行 2024-07-01 起 示例\n适用 全域\n", list, list, list
			print "维度 布局\n条 \"0\" 原文 \"全\" 当 建设性质 = 改建 禁止"
			for (u = 0; u < 60; u++) {
				printf "单元 ZH4406%02d2%04d \"单元%d\" 重点管控 示例\n采用 组（\"镇%d\"）\n维度 布局\n", list, u, u, u
				for (c = 1; c < 6; c++)
					printf "条 \"%d\" 原文 \"条%d\" 当 排放 > %d.%d t/a 且 建设性质 属于 新建、扩建 限制 \"论证\"\n", c, (u + c) % 9, c, u
				printf "条 \"6\" 原文 \"末\" 当 场址 位于 保护地 禁止 优先于 \"1\" %s\n", list == 7 && u == 9 ? mistake : ""
			}
		}' >"$1/list$i.yice" || return 1
		i=$((i + 1))
	done
}

# built_alike MISTAKE EXIT: what one thread writes and says is what two and seven do
built_alike() {
	write_rules "$work/rules" "$1" || return 1
	for jobs in 1 2 7; do
		rm -f "$work/img"
		"$YICE" build --jobs $jobs "$work/rules" -o "$work/img" 2>"$work/$jobs.log"
		[ $? = "$2" ] || { grep -A 3 error "$work/$jobs.log"; return 1; }
		[ "$2" = 3 ] || mv "$work/img" "$work/$jobs.img" || return 1
	done
	[ -s "$work/1.log" ] && cmp "$work/1.log" "$work/2.log" && cmp "$work/1.log" "$work/7.log" || return 1
	[ "$2" = 3 ] || { [ -s "$work/1.img" ] && cmp "$work/1.img" "$work/2.img" && cmp "$work/1.img" "$work/7.img"; }
}

tap 'many threads answer as one' alike
tap 'briefly too' alike --brief
tap 'a reader that goes away ends all of them' left_alone
tap 'many threads find what one finds' analysed_alike
tap 'many threads build as one' built_alike '' 0
tap 'and find the same mistakes' built_alike '依据 《无》' 3
tap_end
