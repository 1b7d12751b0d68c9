#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# coverage.sh TABLE lines|branches FOLDER...: sums a text table of gcovr by folder, and names the files that are furthest
# from covered. `make coverage` calls it.
set -eu
table=$1 what=$2
shift 2
printf '%s covered\n' "$what"
for folder in "$@"; do
	awk -v folder="$folder" '
		$1 ~ "^" folder "/" && $2 ~ /^[0-9]+$/ { all += $2; hit += $3 }
		END { if (all) printf "  %-10s %6d of %6d  %5.1f %%\n", folder, hit, all, 100 * hit / all }' "$table"
done
awk '$1 ~ "/" && $2 ~ /^[0-9]+$/ && $2 > $3 { printf "%d\t%s\t%d of %d\n", $2 - $3, $1, $3, $2 }' "$table" |
	LC_ALL=C sort -t "$(printf '\t')" -k1,1nr -k2,2 | head -n 8 | awk -F '\t' '{ printf "  %s: %s\n", $2, $3 }'
