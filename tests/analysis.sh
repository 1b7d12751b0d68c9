#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The solver of the analysis against enumeration, over random pairs of clauses:
# a light round of what `make pairs` does at length.
exec "$BUILD/tests/analysis/pairs" -n 20000 -s 6
