#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# tests/store_trial.sh at length, for `make check-store`. Each number can be set in the environment.
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
KILLS=${KILLS:-10000} STORM=${STORM:-1000} WRITERS=${WRITERS:-8} TIMES=${TIMES:-100} STRIDE=${STRIDE:-1} VERSIONS=${VERSIONS:-10000} \
	exec sh "$ROOT/tests/store_trial.sh"
