#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs test programs and adds up what they report.
#   tests/run.sh PROGRAM...
# What could not be tested here is skipped, and counted as such beside its program.
# A test program prints TAP on standard output: "1..N", then "ok I - name" or
# "not ok I - name" for each test, "#" lines for detail; cmocka does so when
# told to. A program that ends early, or fails without a failed test, counts
# as one more failure. The last line is "N passed, N failed".
set -u

: "${BUILD:=build}"
log=$(mktemp "${TMPDIR:-/tmp}/yice-test.XXXXXX") || exit 1
cache=$(mktemp -d "${TMPDIR:-/tmp}/yice-cache.XXXXXX") || exit 1
trap 'rm -rf "$log" "$log.err" "$cache"' EXIT
XDG_CACHE_HOME=$cache
export XDG_CACHE_HOME
trap 'exit 1' HUP INT TERM

passed=0
failed=0
for program; do
	name=${program#"$BUILD"/}
	case $program in
	*.sh) CMOCKA_MESSAGE_OUTPUT=TAP sh "$program" >"$log" 2>"$log.err" ;;
	*) CMOCKA_MESSAGE_OUTPUT=TAP "$program" >"$log" 2>"$log.err" ;;
	esac
	status=$?
	# cmocka calls a test that was skipped "not ok 3 # SKIP name".
	skipped=$(grep -c -e '^ok .*# SKIP' -e '^not ok [0-9]* # SKIP' "$log")
	ok=$(grep -c -e '^ok' -e '^not ok [0-9]* # SKIP' "$log")
	bad=$(grep -v '^not ok [0-9]* # SKIP' "$log" | grep -c '^not ok')
	plan=$(sed -n 's/^1\.\.\([0-9]\{1,\}\)$/\1/p' "$log" | awk '{ n += $1 } END { print NR ? n : -1 }')
	early=
	if [ $((ok + bad)) -lt "$plan" ] || [ "$plan" -lt 0 ] || { [ $status -ne 0 ] && [ "$bad" -eq 0 ]; }; then
		early="ended early: $((ok + bad)) tests done, exit status $status"
		bad=$((bad + 1))
	fi
	if [ "$bad" -gt 0 ]; then
		printf '%-28s %5d passed, %d FAILED %s\n' "$name" "$ok" "$bad" "$early"
		grep -v '^ok' "$log" | grep -v '^1\.\.' | head -n 200
		head -n 100 "$log.err"
	else
		printf '%-28s %5d passed' "$name" "$ok"
		[ "$skipped" -eq 0 ] || printf ' (%d of them skipped)' "$skipped"
		echo
	fi
	passed=$((passed + ok))
	failed=$((failed + bad))
done

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
