#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The store under fire: publishers killed at random moments, writers racing and
# killed meanwhile, calls and allocations failing in turn. Short by default;
# `make check-store` sets KILLS, STORM, WRITERS, TIMES, STRIDE and VERSIONS, and
# then measures too. Comments in the output are figures.
set -u
: "${BUILD:=build}"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-trial.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
trial=$BUILD/tests/store/trial
status=0
run() # run WHAT ARGUMENT…: in a folder of its own, which goes afterwards
{
	what=$1
	shift
	"$trial" "$what" "$work/$what" "$@" || status=1
	rm -rf "$work/$what"
}
# A thousand kills a store, so that its size does not slow the rest.
kills=${KILLS:-12}
seed=${SEED:-1}
while [ "$kills" -gt 0 ]; do
	now=$((kills > 1000 ? 1000 : kills))
	run kill $now $seed
	kills=$((kills - now))
	seed=$((seed + 1))
done
run race "${WRITERS:-4}" "${TIMES:-5}"
run storm "${WRITERS:-4}" "${STORM:-8}" "${SEED:-1}"
run fail "${STRIDE:-30}"
[ -z "${VERSIONS:-}" ] || run pace "$VERSIONS"
exit $status
