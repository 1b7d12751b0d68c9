#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# examples/embed.c is short, builds with the public headers and the runtime
# library alone, and decides.
set -u
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${BUILD:=$ROOT/build}"
: "${YICE:=$BUILD/yice}"
: "${CC:=cc}"
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-embed.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

cat >rules.yice <<'END'
行政区 440606 顺德区（shunde）
词表 建设性质（nature）：新建（new）、扩建（expansion）
属性 建设性质（nature）：一项 建设性质
量纲 质量（mass）单位 kg
计量 t = 1000 kg
属性 排放量（emission）：数量 t
清单 440606 "示例清单" 施行 2024-07-01 起 示例
单元 ZH44060620004 "北滘镇重点管控区" 重点管控
1-1 摘要 "排放量大的不得新建。"
  当 建设性质 = 新建 且 排放量 > 1.2 t
  禁止
END

compile()
{
	# shellcheck disable=SC2086
	$CC ${TEST_CFLAGS-} -I "$ROOT/include" ${TEST_LDFLAGS-} "$ROOT/examples/embed.c" "$BUILD/libyice-runtime.a" ${GEO_LIBS:--lgeos_c -lproj -lm} -o embed
}
# gives EXPECTED ARGUMENT…: the words of the output, on one line
gives()
{
	expected=$1
	shift
	got=$(./embed "$@" | tr '\n' ' ')
	echo "$got"
	[ "$got" = "$expected" ]
}
fails()
{
	! ./embed "$@"
}

tap 'the example has less than 60 lines' test "$(wc -l <"$ROOT/examples/embed.c")" -lt 60
tap 'the example compiles' compile
tap 'the rules build' "$YICE" build rules.yice -o rules.img
tap 'a refusal names its clause' gives '不予准入 440606/ZH44060620004/1-1 ' \
	rules.img ZH44060620004 建设性质=新建 '排放量=1200.1 kg'
tap 'the limit itself is allowed' gives '符合准入 ' rules.img ZH44060620004 nature=new 排放量=1.2
tap 'a missing fact leaves it open' gives '待补充信息 ' rules.img ZH44060620004 建设性质=新建
tap 'an unknown unit is an error' fails rules.img ZH44060620099
tap 'an unknown fact is an error' fails rules.img ZH44060620004 建设性值=新建
tap 'what is no image is refused' fails rules.yice ZH44060620004
tap_end
