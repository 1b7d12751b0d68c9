#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each allocation between a rule source and a report fails once (tests/oom/oom.c). OOM is the program: the sanitized
# one, which sees leaks too, unless `make coverage` names its own.
set -u
cd "$ROOT" || exit 1
exec "${OOM:=$BUILD/asan/tests/oom/oom}" tests/fuzz/rules/rules.yice tests/fuzz/seeds/facts/whole.json
