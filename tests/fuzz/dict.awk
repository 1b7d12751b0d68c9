# SPDX-License-Identifier: Apache-2.0
# A dictionary as libFuzzer takes it: bytes beyond ASCII as \xNN. Run with LC_ALL=C.
BEGIN {
	for (i = 128; i < 256; i++)
		code[sprintf("%c", i)] = sprintf("\\x%02x", i)
}
/^#/ { next }
{
	out = ""
	for (i = 1; i <= length($0); i++) {
		c = substr($0, i, 1)
		out = out (c in code ? code[c] : c)
	}
	print out
}
