#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every header compiles alone, and twice in one file, under the project's own flags with warnings as errors.
# The generated headers of grammar/ must exist in $BUILD (make headers sees to it).
set -u
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${CC:=cc}"
: "${TEST_CPPFLAGS:=-I. -Iinclude -Ibuild -D_XOPEN_SOURCE=700}"
: "${TEST_CFLAGS:=-std=c11 -Wall -Wextra}"
cd "$ROOT" || exit 1
export LC_ALL=C

headers=$(find include base grammar runtime compiler store cli tests -type f -name '*.h' 2>/dev/null | sort)
# shellcheck disable=SC2086 # one word a header
set -- $headers
echo "1..$#"
number=0
status=0
for header; do
	number=$((number + 1))
	# shellcheck disable=SC2086
	if messages=$(printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
		$CC $TEST_CPPFLAGS $TEST_CFLAGS -Werror -fsyntax-only -x c - 2>&1); then
		echo "ok $number - $header"
	else
		echo "not ok $number - $header"
		printf '%s\n' "$messages" | sed 's/^/# /' | head -n 20
		status=1
	fi
done
exit $status
