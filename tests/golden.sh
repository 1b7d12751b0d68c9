#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Golden cases: one file each, tests/golden/AREA/NAME.case, of sections that
# begin with a line "--- WORD REST":
#   --- file NAME      an input file, its text up to the next section
#   --- run COMMAND    a shell command; yice is on PATH, the working directory
#                      holds the files, and root/ is the repository
#   --- stdout  --- stderr  --- exit N      what the run before must give;
#                      an empty stream and exit 0 are left out
# No line of an input or an output may begin with "--- ". Text before the
# first section says what the case is for. A case passes when
# writing it again gives the same bytes; --update writes it again in place.
#   tests/golden.sh [--update] [CASE...]
set -u

: "${ROOT:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${YICE:=$ROOT/build/yice}"
update=false
if [ "${1-}" = --update ]; then
	update=true
	shift
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-golden.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
[ -x "$YICE" ] || { echo "$YICE is not built" >&2; exit 1; }
mkdir "$work/bin"
ln -s "$YICE" "$work/bin/yice"
export PATH="$work/bin:$PATH" LC_ALL=C TZ=UTC

# Lays the files of case $1 out in $2/files, its commands in $2/run.N, and the preamble in $2/head.
unpack() {
	mkdir -p "$2/files"
	: >"$2/head"
	awk -v dir="$2" '
		/^--- / {
			if ($2 == "file") {
				out = dir "/files/" $3
				parent = out
				sub(/\/[^\/]*$/, "", parent)
				system("mkdir -p \"" parent "\"")
				printf "" > out
			} else if ($2 == "run") {
				out = sprintf("%s/run.%03d", dir, ++runs)
				sub(/^--- run /, "")
				print > out
				out = ""
			} else
				out = ""
			if ($2 == "file") {
				print >> (dir "/head")
				keep = 1
			} else
				keep = 0
			begun = 1
			next
		}
		!begun || keep { print >> (dir "/head") }
		out != "" { print >> out }
	' "$1"
}

# A stream of a run as a section; a missing final newline is shown, since the case must end its lines.
section() {
	[ -s "$2" ] || return 0
	printf -- '--- %s\n' "$1"
	cat "$2"
	[ -z "$(tail -c 1 "$2")" ] || printf '\n\\ no newline at end\n'
}

# Runs the commands unpacked in $1 and prints the whole case anew.
replay() {
	cat "$1/head"
	ln -s "$ROOT" "$1/files/root"
	for run in "$1"/run.*; do
		[ -f "$run" ] || continue
		printf -- '--- run '
		cat "$run"
		(cd "$1/files" && sh "$run") >"$1/stdout" 2>"$1/stderr" </dev/null
		code=$?
		section stdout "$1/stdout"
		section stderr "$1/stderr"
		[ $code -eq 0 ] || printf -- '--- exit %d\n' $code
	done
}

if [ $# -eq 0 ]; then
	for case in "$ROOT"/tests/golden/*/*.case; do
		[ -f "$case" ] && set -- "$@" "$case"
	done
fi
$update || echo "1..$#"
[ $# -gt 0 ] || echo '# no cases' # an empty layer is not a failure
number=0
status=0
for case; do
	number=$((number + 1))
	name=${case#"$ROOT"/tests/golden/}
	dir=$work/$number
	unpack "$case" "$dir"
	replay "$dir" >"$dir/new"
	if cmp -s "$case" "$dir/new"; then
		$update || echo "ok $number - $name"
	elif $update; then
		cp "$dir/new" "$case"
		echo "updated $name"
	else
		status=1
		echo "not ok $number - $name"
		diff -u "$case" "$dir/new" | sed -e '1,2d' -e 's/^/# /' | head -n 60
	fi
	rm -rf "$dir"
done
exit $status
