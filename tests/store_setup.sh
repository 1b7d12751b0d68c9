# SPDX-License-Identifier: Apache-2.0
# What the suites of stores begin with: a folder of their own, in which they are, and nothing of the caller's settings.
# Read it with `suite` set to the suite's name; SHM=1 beforehand puts the folder into memory where there is such.
set -u
: "${YICE:=$ROOT/build/yice}"
. "$ROOT/tests/tap.sh"
base=${TMPDIR:-/tmp}
[ -z "${SHM:-}" ] || { [ -d /dev/shm ] && [ -w /dev/shm ] && base=/dev/shm; }
work=$(mktemp -d "$base/yice-$suite.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
unset SOURCE_DATE_EPOCH GIT_DIR 2>/dev/null
PATH=$(dirname "$YICE"):$PATH
XDG_CACHE_HOME=$work/cache
export LC_ALL=C YICE PATH XDG_CACHE_HOME GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1

# The nation's list where one clause is enough, as nat/nation.yice.
write_nation()
{
	cat >nat/nation.yice <<'END'
行政区 000000 全国（nation）
词表 建设性质（nature）：新建（new）、改建（renovation）
属性 建设性质（nature）：一项 建设性质
清单 000000 "全国清单" 施行 2024-01-10 起 示例
适用 全域
1-1 摘要 "改建须论证。"
  当 建设性质 = 改建
  限制 "论证选址"
END
}
