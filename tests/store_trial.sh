#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The store under fire: publishers killed at random moments, writers racing,
# every call to the system failing in turn. Short by default; `make check-store`
# sets KILLS, WRITERS, TIMES and VERSIONS, and then measures too. Comments in
# the output are figures.
set -u
: "${BUILD:=build}"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-trial.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
trial=$BUILD/tests/store/trial
status=0
"$trial" kill "$work/kill" "${KILLS:-12}" "${SEED:-1}" || status=1
"$trial" race "$work/race" "${WRITERS:-4}" "${TIMES:-5}" || status=1
"$trial" fail "$work/fail" || status=1
[ -z "${VERSIONS:-}" ] || "$trial" pace "$work/pace" "$VERSIONS" || status=1
exit $status
