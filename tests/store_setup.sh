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
