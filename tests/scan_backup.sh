#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every prefix of a pattern of grammar/scan.l is a pattern: flex reports no state that must back up.
set -u
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-flex.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
echo 1..1
"${FLEX:-flex}" -b -Cfe -o scan.c "$ROOT/grammar/scan.l"
if grep -q '^No backing up' lex.backup; then
	echo 'ok 1 - the scanner never backs up'
else
	echo 'not ok 1 - the scanner never backs up'
	sed 's/^/# /' lex.backup
fi
