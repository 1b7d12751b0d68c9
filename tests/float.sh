#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# No floating point on the way to a verdict: neither a type, a literal, a
# conversion nor a function of it in the sources of the libraries, and nothing
# of libm or of strtod's family in what the compiler made of them. Left out are
# the files of runtime/geo that hand shapes to GEOS and PROJ, which compute in
# doubles: whole millimetres come out of them, as ranges that hold the true
# value, and what falls inside a range is unknown.
set -u
. "$ROOT/tests/tap.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/yice-float.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$ROOT" || exit 1

doubles='faces.c gate.c gate_internal.h metric.c project.c project.h'
for file in $doubles; do
	echo "^runtime/geo/$file\$"
done >"$work/left-out"

# Sources without comments and string literals, each line with its place. Comments do not nest and strings do not span lines.
find base grammar compiler runtime store include -type f \( -name '*.[chly]' -o -name '*.def' \) | LC_ALL=C sort | grep -v -f "$work/left-out" >"$work/files"
while read -r file; do
	awk -v file="$file" '
		{
			line = $0
			if (!inside)
				gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
			out = ""
			while (line != "") {
				if (inside) {
					at = index(line, "*/")
					if (!at)
						break
					line = substr(line, at + 2)
					inside = 0
				} else {
					at = index(line, "/*")
					if (!at) {
						out = out line
						break
					}
					out = out substr(line, 1, at - 1)
					line = substr(line, at + 2)
					inside = 1
				}
			}
			print file ":" NR ": " out
		}' "$file"
done <"$work/files" >"$work/code"

none() { # none PATTERN FILE
	! grep -n -E "$1" "$2"
}
tap "the sources are there" test "$(wc -l <"$work/code")" -gt 5000
tap "no floating type" none ': .*\<(float|double|_Float[0-9]+|_Complex|long double)\>' "$work/code"
tap "no floating literal" none ": .*[^0-9A-Za-z_.][0-9]+(\.[0-9]+([eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)[fFlL]?\>" "$work/code"
tap "no floating header or function" none ': .*(<(math|float|fenv|tgmath|complex)\.h>|\<(strto(d|f|ld)|atof|difftime|pow|floor|ceil|round|sqrt|fabs)[[:space:]]*\()' "$work/code"
# Members of an archive have no folder: those left out must be the only ones of their name.
members=$(echo "$doubles" | tr ' ' '\n' | sed -n 's/\.c$/.o/p')
once() {
	for member in $members; do
		[ "$(ar t "$1" | grep -c -x "$member")" = 1 ] || return 1
	done
}
for library in libyice libyice-runtime; do
	tap "what is left out of $library.a is named once" once "$BUILD/$library.a"
	cp "$BUILD/$library.a" "$work"
	# shellcheck disable=SC2086 # one word a member
	ar d "$work/$library.a" $members
done
nm -u "$work/libyice.a" "$work/libyice-runtime.a" 2>/dev/null | awk 'NF == 2 { print $2 }' | sort -u >"$work/symbols"
tap "the libraries were looked at" test "$(wc -l <"$work/symbols")" -gt 50
tap "nothing of libm is called" none '^_*(strto(d|f|ld)|atof|difftime|(pow|exp|log|log2|log10|floor|ceil|round|trunc|lround|llround|rint|sqrt|fabs|fmod|modf|frexp|ldexp)[fl]?|(add|sub|mul|div|fix|float|extend|trunc|cmp)[a-z]*[sdt]f[0-9a-z]*)(@.*)?$' "$work/symbols"
case $(uname -m) in
x86_64)
	objdump -d --no-show-raw-insn "$work/libyice.a" 2>/dev/null |
		grep -E '\<(v?(add|sub|mul|div|sqrt|min|max)(ss|sd|ps|pd)|v?u?comis[sd]|v?cvt[a-z0-9]*s[sd][a-z0-9]*|f(add|sub|mul|div|ild|ist)[a-z]*)\>' >"$work/found"
	tap "no instruction computes with floating point" test ! -s "$work/found"
	;;
*) tap_skip "no instruction computes with floating point" "only read for x86_64" ;;
esac
tap_end
