#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The rules of versions, held against oracle, model and search for longer than
# `make check` does: a million acts judged, steps walked and days asked for, and
# the two clocks timed over 10,000 versions. CASES, STEPS and QUERIES set less.
set -u
. "$ROOT/tests/tap.sh"

# long NAME PROGRAM SETTING…: shows the figures the program prints.
long()
{
	name=$1
	program=$2
	shift 2
	log=$(env "$@" CMOCKA_MESSAGE_OUTPUT=STDOUT "$BUILD/tests/unit/$program" 2>&1)
	status=$?
	printf '%s\n' "$log" | grep '^# '
	tap "$name" [ $status -eq 0 ]
}

long 'a million acts are judged as the oracle does' test_authority YICE_STORE_CASES="${CASES:-4000}"
long 'a million steps agree with the model' test_lifecycle YICE_STORE_STEPS="${STEPS:-1000000}"
long 'a million days are answered as by a search' test_asof YICE_STORE_QUERIES="${QUERIES:-1000000}"
tap_end
