#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make check-postgis: units of random polygons and lines by yice batch, and by PostGIS without an index: which units each
# has to do with (ST_Intersects), and how much of it lies in each (ST_Area, ST_Length of ST_Intersection on the ellipsoid).
# A server of its own in a folder of its own, gone at the end. Skipped, saying so, where PostGIS is not installed; not
# part of make check. SIDE: units along each side; SITES; SEED. Prints TAP.
set -u
: "${SIDE:=20}" "${SITES:=3000}" "${SEED:=1}"
cd "$ROOT" || exit 1

skip()
{
	echo "1..0 # skipped: $1"
	exit 0
}

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
[ -n "$bin" ] && [ -x "$bin/initdb" ] || skip 'PostgreSQL is not installed (apt-get install postgresql-15-postgis-3)'
ls "$("$bin/pg_config" --sharedir)"/extension/postgis.control >/dev/null 2>&1 ||
	skip 'PostGIS is not installed (apt-get install postgresql-15-postgis-3)'
as=
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
	id postgres >/dev/null 2>&1 && command -v runuser >/dev/null || skip 'no user to run a server as'
	as='runuser -u postgres --'
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/yice-postgis.XXXXXX") || exit 1
chmod 755 "$work"
mkdir "$work/server"
[ -z "$as" ] || chown postgres "$work/server"
stop()
{
	(cd / && $as "$bin/pg_ctl" -D "$work/server/data" -m immediate stop) >/dev/null 2>&1
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

sql()
{
	(cd "$work" && $as "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$work/server" -d postgres -A -t -F '	' "$@")
}

"$BUILD/tests/postgis/sites" "$SIDE" "$SITES" "$SEED" "$work" || exit 1
"$YICE" build "$work/rules.yice" -o "$work/map.img" 2>"$work/build.log" || { cat "$work/build.log"; exit 1; }
# site, unit, mm² or mm in it at least and at most.
"$YICE" batch --brief "$work/map.img" <"$work/sites.ndjson" 2>/dev/null | awk '
	{
		match($0, /"project":"[0-9]*"/)
		site = substr($0, RSTART + 11, RLENGTH - 12)
		line = $0
		while (match(line, /"code":"ZH[0-9]*"[^}]*/)) {
			unit = substr(line, RSTART, RLENGTH)
			line = substr(line, RSTART + RLENGTH)
			code = substr(unit, 9, 13)
			part = match(unit, /_mm2?":\[[0-9]*,[0-9]*/) ? substr(unit, RSTART, RLENGTH) : "[0,0"
			sub(/.*\[/, "", part)
			sub(/,/, "\t", part)
			print site "\t" code "\t" part
		}
	}' | LC_ALL=C sort >"$work/ours.tsv"

{
	(cd "$work" && $as "$bin/initdb" -D "$work/server/data" -A trust --no-sync -E UTF8 --locale=C) &&
	(cd "$work" && $as "$bin/pg_ctl" -D "$work/server/data" -w -o "-k $work/server -c listen_addresses= -c fsync=off" start)
} >"$work/server.log" 2>&1 || { cat "$work/server.log"; echo 'Bail out! the server does not start'; exit 1; }
{
	echo 'CREATE EXTENSION postgis;'
	for table in units sites; do
		printf '%s\n' "CREATE TABLE $table (id text, shape geometry);" "\\copy $table FROM '$work/$table.tsv'" \
			"UPDATE $table SET shape = ST_SetSRID(shape, 4326);"
	done
} | sql || { echo 'Bail out! the tables cannot be filled'; exit 1; }
# A geography has geodesics for edges, a site straight lines of longitude and latitude: in pieces of 50 m they are the same.
common='ST_Segmentize(ST_Intersection(s.shape, u.shape), 0.0005)::geography'
sql -c "SELECT s.id, u.id, 1000000 * ST_Area($common), 1000 * ST_Length($common) FROM sites s, units u WHERE ST_Intersects(s.shape, u.shape)" | LC_ALL=C sort >"$work/theirs.tsv"

echo '1..3'
cut -f 1,2 "$work/ours.tsv" >"$work/ours"
cut -f 1,2 "$work/theirs.tsv" >"$work/theirs"
LC_ALL=C diff "$work/ours" "$work/theirs" >"$work/diff"
if [ -s "$work/theirs" ] && [ ! -s "$work/diff" ]; then echo "ok 1 - the units of $SITES sites"; else echo 'not ok 1 - units'; head -n 20 "$work/diff" | sed 's/^/# /'; fi
# The measure of PostGIS lies between ours, but for a millionth, and a hundredth of a square metre or a millimetre.
paste "$work/ours.tsv" "$work/theirs.tsv" | awk -F '	' '
	{
		area = $7 > 0; theirs = area ? $7 : $8; slack = theirs / 1000000 + (area ? 10000 : 1)
		n[area]++
		if (theirs < $3 - slack || theirs > $4 + slack) { bad[area]++; if (bad[area] < 5) print "# " $0 }
		if (theirs > (area ? 1e9 : 1e5) && ($4 - $3) / theirs > wide[area]) wide[area] = ($4 - $3) / theirs
	}
	END {
		printf "%s 2 - %d overlaps lie in our ranges, at most %.1e wide\n", bad[1] || !n[1] ? "not ok" : "ok", n[1], wide[1]
		printf "%s 3 - %d lengths lie in our ranges, at most %.1e wide\n", bad[0] || !n[0] ? "not ok" : "ok", n[0], wide[0]
	}'
echo "# $(wc -l <"$work/units.tsv") units, $(wc -l <"$work/theirs.tsv") pairs; $(sql -c 'SELECT postgis_lib_version()')"
