#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Coordinates and distances against PROJ's own programs, which use its database
# of systems where the library is given parameters: grids of every zone by
# cs2cs, geodesics by geod. Skipped where proj-bin is not installed.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-proj.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

if ! command -v cs2cs >/dev/null || ! command -v geod >/dev/null; then
	tap_skip "grids agree with cs2cs" "proj-bin is not installed"
	tap_skip "distances agree with geod" "proj-bin is not installed"
	tap_end
	exit
fi

cat >rules.yice <<'END'
行政区 440000 甲
图层 靶
图形 靶 数据 "target.json"
清单 440000 "示例" 施行 2024-01-01 起 示例
适用 全域
1-1 原文 "甲。" 职责 政府
END
echo '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[113.25,23.5]}}]}' >target.json
"$YICE" build rules.yice -o rules.img 2>build.log || cat build.log

# Ten points in each 3-degree and each 6-degree zone: EPSG code, easting with its zone, northing.
awk 'BEGIN {
	srand(1)
	for (zone = 13; zone <= 45; zone++) {
		if (zone == 24)
			continue
		for (i = 0; i < 10; i++)
			printf "%d %d%06d.%03d %d.%03d\n", (zone > 24 ? 4513 + zone - 25 : 4491 + zone - 13), zone,
				500000 + (rand() - 0.5) * 280000, rand() * 1000, 1500000 + rand() * 3500000, rand() * 1000
	}
}' >grid
{
	printf '[属性描述]\n坐标系=2000国家大地坐标系\n[地块坐标]\n%d,,,点,点,,,,@\n' "$(wc -l <grid)"
	awk '{ print NR ",1," $3 "," $2 }' grid
} >points.txt
"$YICE" locate rules.img points.txt --json 2>locate.log |
	sed -n 's/.*"coordinates":\[\(.*\)\]}}.*/\1/p' | tr -d '[' | tr ']' '\n' | sed -e 's/^,//' -e '/^$/d' | tr ',' ' ' >ours
cut -d ' ' -f 1 grid | sort -u | while read -r code; do
	awk -v code="$code" '$1 == code { print $3, $2, 0, NR }' grid | cs2cs -f %.12f "EPSG:$code" EPSG:4490
done | awk '{ print $4, $2, $1 }' | sort -n >theirs
grids_agree() {
	test "$(wc -l <ours)" -eq 320 && test "$(wc -l <theirs)" -eq 320 &&
		paste -d ' ' ours theirs | awk '
			{ x = ($1 - $4) * 1e9; y = ($2 - $5) * 1e9 }
			x > 1 || x < -1 || y > 1 || y < -1 { print; wrong = 1 }
			END { exit wrong }'
}
tap "grids of every zone agree with cs2cs" grids_agree

# Sites from metres to 100 km away from the target.
awk 'BEGIN {
	srand(2)
	for (i = 0; i < 60; i++) {
		size = exp(log(10) * (-5 + 5 * i / 59))
		printf "%.9f %.9f\n", 113.25 + (rand() - 0.5) * 2 * size, 23.5 + (rand() - 0.5) * 2 * size
	}
}' >sites
while read -r lon lat; do
	"$YICE" locate rules.img "$lon,$lat" --crs CGCS2000 --json | sed -n 's/.*"distance_mm":\[\([0-9]*\),\([0-9]*\)\].*/\1 \2/p'
done <sites >ranges
awk '{ print $2, $1, 23.5, 113.25 }' sites | geod -I -F %.6f +ellps=GRS80 | awk '{ printf "%.3f\n", $NF * 1000 }' >geodesics
distances_agree() {
	test "$(wc -l <ranges)" -eq 60 && paste -d ' ' ranges geodesics | awk '
		# within the range, which is two millimetres wide and one more for each kilometre up to fifteen
		$1 > $3 || $3 > $2 || ($3 < 15e6 && $2 - $1 > 3 + $3 / 1e6) { print; wrong = 1 }
		END { exit wrong }'
}
tap "distances agree with geod" distances_agree
tap_end
