#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The include law, read from the #include lines:
#   base -> include/yice; grammar -> base; runtime -> base; runtime/geo -> base;
#   advice -> runtime base;
#   compiler -> grammar runtime base; store -> base;
#   analysis -> grammar compiler runtime base;
#   exchange -> grammar compiler runtime base;
#   set -> grammar compiler runtime base;
#   cli -> include/yice base grammar compiler advice analysis exchange runtime store set
# include/yice includes nothing of ours, a folder may include itself, and
# every folder may include include/yice. GEOS and PROJ are included in
# runtime/geo only. Also: headers include each other
# without a cycle, every source file is in the Makefile, and ARCHITECTURE.md
# names every source file.
set -u
: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
cd "$ROOT" || exit 1
export LC_ALL=C

allowed() {
	case $1 in
	include) echo include ;;
	base) echo base include ;;
	grammar) echo grammar base include ;;
	runtime) echo runtime base include ;;
	runtime/geo) echo runtime/geo base include ;;
	advice) echo advice runtime base include ;;
	compiler) echo compiler grammar runtime base include ;;
	analysis) echo analysis compiler grammar runtime base include ;;
	exchange) echo exchange grammar compiler runtime base include ;;
	store) echo store base include ;;
	set) echo set compiler grammar runtime base include ;;
	cli) echo cli include base grammar compiler advice analysis exchange runtime store set ;;
	esac
}

number=0
status=0
result() { # result NAME FILE-OF-FINDINGS
	number=$((number + 1))
	if [ -s "$2" ]; then
		echo "not ok $number - $1"
		sed 's/^/# /' "$2"
		status=1
	else
		echo "ok $number - $1"
	fi
}

work=$(mktemp -d "${TMPDIR:-/tmp}/yice-deps.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

folders='include base grammar runtime advice compiler analysis exchange store set cli'
find $folders -type f \( -name '*.[chly]' -o -name '*.def' \) 2>/dev/null | sort >"$work/files"

# "FILE INCLUDED" for every quoted include; files of include/ are included as "yice/...".
while read -r file; do
	sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$file" |
		sed -e 's|^yice/|include/yice/|' -e "s|^|$file |"
done <"$work/files" >"$work/includes"

echo 1..16
for folder in $folders; do
	may=" $(allowed $folder) "
	grep "^$folder/" "$work/includes" | while read -r file included; do
		case $may in
		*" ${included%%/*} "*) ;;
		*) echo "$file includes $included" ;;
		esac
	done >"$work/found"
	result "$folder includes only what it may" "$work/found"
done

grep '^runtime/geo/' "$work/includes" | while read -r file included; do
	case " $(allowed runtime/geo) " in
	*" ${included%%/*} "* | *" ${included%/*} "*) ;;
	*) echo "$file includes $included" ;;
	esac
done >"$work/found"
result 'runtime/geo includes only what it may' "$work/found"
xargs grep -n -E '#[[:space:]]*include[[:space:]]*<(geos|proj|geodesic)' <"$work/files" | grep -v '^runtime/geo/' >"$work/found"
result 'GEOS and PROJ are included in runtime/geo only' "$work/found"

# A cycle among headers shows as a loop that tsort names.
grep '^[^ ]*\.\(h\|def\) ' "$work/includes" >"$work/pairs"
tsort "$work/pairs" 2>&1 >/dev/null | sed 's/^tsort: //' >"$work/found"
result 'headers include each other without a cycle' "$work/found"

while read -r file; do
	case $file in
	*.c | *.l | *.y | include/*) grep -q "[[:space:]]$file\\( \\|\$\\)" Makefile || echo "$file is not in the Makefile" ;;
	esac
done <"$work/files" >"$work/found"
result 'the Makefile lists every source file' "$work/found"

: >"$work/found"
if [ -f ARCHITECTURE.md ]; then
	while read -r file; do
		grep -q -F -w -- "$(basename "$file")" ARCHITECTURE.md || echo "$file is not in ARCHITECTURE.md"
	done <"$work/files" >"$work/found"
fi
result 'ARCHITECTURE.md names every source file' "$work/found"
exit $status
