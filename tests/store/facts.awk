# SPDX-License-Identifier: Apache-2.0
# Facts of projects that never were, one a line, from those of examples:
#   awk -v n=N -v seed=SEED -v units="ZH… ZH…" -f facts.awk EXAMPLE.json…
# An example has one fact a line. Each line takes an example's facts, leaves out
# some, changes quantities, and puts the project into one of the units, if any.
function draw(below)
{
	# 2^31 times the multiplier stays below 2^53, so every awk computes the same.
	state = (state * 69069 + 12345) % 2147483648
	return int(state / 65536) % below
}
FNR == 1 { examples++; inside = 0 }
/^  "facts": \{/ { inside = 1; next }
inside && /^  \}/ { inside = 0 }
# Which zones a place lies in follows from its unit.
inside && /^    "场址":/ { next }
inside && /^    "/ {
	line = $0
	sub(/^ */, "", line)
	sub(/,$/, "", line)
	count[examples]++
	fact[examples, count[examples]] = line
}
END {
	state = seed
	places = split(units, unit, " ")
	for (i = 0; i < n; i++) {
		example = 1 + draw(examples)
		keep = 1 + draw(4)
		text = ""
		for (f = 1; f <= count[example]; f++) {
			line = fact[example, f]
			if (draw(4) >= keep)
				continue
			if (line !~ /%"$/ && match(line, /": "[0-9.]+ /) && draw(2))
				line = substr(line, 1, RSTART + 3) draw(1000) "." draw(100) substr(line, RSTART + RLENGTH - 1)
			text = text (text == "" ? "" : ", ") line
		}
		place = places ? "\"site\": {\"unit\": \"" unit[1 + draw(places)] "\"}, " : ""
		printf "{%s\"facts\": {%s}}\n", place, text
	}
}
