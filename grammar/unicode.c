/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Character classes for the scanner and plain forms for names. Called once a
 * character by chars.c and text_check.c. What text_check.c complains of is
 * still given a useful class here, so that a wrong character is told once and
 * not again as a syntax error.
 */
#include "base/base.h"

#include <unictype.h>
#include <uninorm.h>

#include "grammar/unicode.h"

/* Only those that Unicode's own compatibility mapping leaves alone and that files converted from PDF contain.
 */
static const struct {
	uint16_t radical, ideograph;
} supplement[] = {
	{ 0x2e81, 0x5382 }, { 0x2e84, 0x4e5a }, { 0x2e85, 0x4ebb }, { 0x2e87, 0x51e0 }, { 0x2e88, 0x5200 },
	{ 0x2e8a, 0x535c }, { 0x2e8c, 0x5c0f }, { 0x2e8d, 0x5c0f }, { 0x2e8f, 0x5140 }, { 0x2e92, 0x5df3 },
	{ 0x2e93, 0x5e7a }, { 0x2e95, 0x5f50 }, { 0x2e96, 0x5fc4 }, { 0x2e97, 0x5fc3 }, { 0x2e98, 0x624c },
	{ 0x2e9b, 0x65e1 }, { 0x2e9d, 0x6708 }, { 0x2e9e, 0x6b7a }, { 0x2e9f, 0x6bcd }, { 0x2ea0, 0x6c11 },
	{ 0x2ea1, 0x6c35 }, { 0x2ea2, 0x6c3a }, { 0x2ea3, 0x706c }, { 0x2ea4, 0x722b }, { 0x2ea6, 0x4e2c },
	{ 0x2ea8, 0x72ad }, { 0x2eaa, 0x758b }, { 0x2eab, 0x7f52 }, { 0x2eac, 0x793a }, { 0x2ead, 0x793b },
	{ 0x2eae, 0x7af9 }, { 0x2eaf, 0x7cf9 }, { 0x2eb0, 0x7e9f }, { 0x2eb1, 0x7f53 }, { 0x2eb4, 0x7f52 },
	{ 0x2eb6, 0x7f8a }, { 0x2eb7, 0x7f8a }, { 0x2eb9, 0x8002 }, { 0x2eba, 0x8080 }, { 0x2ebb, 0x807f },
	{ 0x2ebc, 0x8089 }, { 0x2ebe, 0x8279 }, { 0x2ebf, 0x8279 }, { 0x2ec0, 0x8279 }, { 0x2ec1, 0x864e },
	{ 0x2ec2, 0x8864 }, { 0x2ec3, 0x8980 }, { 0x2ec4, 0x897f }, { 0x2ec5, 0x89c1 }, { 0x2ec6, 0x89d2 },
	{ 0x2ec8, 0x8ba0 }, { 0x2ec9, 0x8d1d }, { 0x2eca, 0x8db3 }, { 0x2ecb, 0x8f66 }, { 0x2ecc, 0x8fb6 },
	{ 0x2ecd, 0x8fb6 }, { 0x2ece, 0x8fb6 }, { 0x2ecf, 0x9091 }, { 0x2ed0, 0x9485 }, { 0x2ed1, 0x9577 },
	{ 0x2ed2, 0x9578 }, { 0x2ed3, 0x957f }, { 0x2ed4, 0x95e8 }, { 0x2ed6, 0x961d }, { 0x2ed7, 0x96e8 },
	{ 0x2ed8, 0x9752 }, { 0x2ed9, 0x97e6 }, { 0x2eda, 0x9875 }, { 0x2edb, 0x98ce }, { 0x2edc, 0x98de },
	{ 0x2edd, 0x98df }, { 0x2edf, 0x98e0 }, { 0x2ee0, 0x9963 }, { 0x2ee2, 0x9a6c }, { 0x2ee3, 0x9aa8 },
	{ 0x2ee4, 0x9b3c }, { 0x2ee5, 0x9c7c }, { 0x2ee6, 0x9e1f }, { 0x2ee7, 0x5364 }, { 0x2ee8, 0x9ea6 },
	{ 0x2ee9, 0x9ec4 }, { 0x2eea, 0x9efe }, { 0x2eeb, 0x6589 }, { 0x2eec, 0x9f50 }, { 0x2eed, 0x6b6f },
	{ 0x2eee, 0x9f7f }, { 0x2eef, 0x7adc }, { 0x2ef0, 0x9f99 }, { 0x2ef1, 0x9f9c }, { 0x2ef2, 0x4e80 },
	{ 0x2ef3, 0x9f9f },
};

uint32_t yice_char_radical(uint32_t cp)
{
	ucs4_t one[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;

	if (cp >= 0x2f00 && cp <= 0x2fd5)
		return uc_decomposition(cp, &tag, one) == 1 ? one[0] : 0;
	if (cp >= 0x2e80 && cp <= 0x2ef3) {
		for (size_t i = 0; i < YICE_COUNT(supplement); i++)
			if (supplement[i].radical == cp)
				return supplement[i].ideograph;
	}
	return 0;
}

bool yice_char_is_bidi(uint32_t cp)
{
	return cp == 0x061c || cp == 0x200e || cp == 0x200f || (cp >= 0x202a && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069);
}

bool yice_char_is_invisible(uint32_t cp)
{
	return cp == 0x00ad || cp == 0x034f || cp == 0x115f || cp == 0x1160 || cp == 0x180e ||
	       (cp >= 0x200b && cp <= 0x200d) || (cp >= 0x2060 && cp <= 0x2065) ||
	       (cp >= 0x206a && cp <= 0x206f) || cp == 0x3164 || cp == 0xfeff || cp == 0xffa0 ||
	       (cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xfff9 && cp <= 0xfffb) ||
	       (cp >= 0xe0000 && cp <= 0xe0fff);
}

bool yice_char_is_dash(uint32_t cp)
{
	return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2043 || cp == 0xfe58 || cp == 0xfe63 ||
	       cp == 0x2500; /* ─ */
}

static bool is_blank(uint32_t cp)
{
	return cp == 0x00a0 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f || cp == 0x205f ||
	       cp == 0x3000 || cp == 0x1680 || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\v' && cp != '\f' && cp != '\r') ||
	       (cp >= 0x7f && cp <= 0x9f && cp != 0x85);
}

bool yice_char_is_private(uint32_t cp)
{
	return (cp >= 0xe000 && cp <= 0xf8ff) || (cp >= 0xf0000 && cp <= 0x10fffd) ||
	       (cp >= 0xfdd0 && cp <= 0xfdef) || (cp & 0xfffe) == 0xfffe;
}

uint32_t yice_char_name_twin(uint32_t cp)
{
	/* Cyrillic and Greek letters drawn like Latin ones; circles drawn like the numeral zero. */
	static const struct {
		uint16_t twin;
		char latin;
	} letters[] = {
		{ 0x0410, 'A' }, { 0x0412, 'B' }, { 0x0415, 'E' }, { 0x041a, 'K' }, { 0x041c, 'M' },
		{ 0x041d, 'H' }, { 0x041e, 'O' }, { 0x0420, 'P' }, { 0x0421, 'C' }, { 0x0422, 'T' },
		{ 0x0425, 'X' }, { 0x0430, 'a' }, { 0x0435, 'e' }, { 0x043e, 'o' }, { 0x0440, 'p' },
		{ 0x0441, 'c' }, { 0x0443, 'y' }, { 0x0445, 'x' }, { 0x0456, 'i' }, { 0x0391, 'A' },
		{ 0x0392, 'B' }, { 0x0395, 'E' }, { 0x0396, 'Z' }, { 0x0397, 'H' }, { 0x0399, 'I' },
		{ 0x039a, 'K' }, { 0x039c, 'M' }, { 0x039d, 'N' }, { 0x039f, 'O' }, { 0x03a1, 'P' },
		{ 0x03a4, 'T' }, { 0x03a5, 'Y' }, { 0x03a7, 'X' }, { 0x03bf, 'o' },
	};

	if (cp == 0x25cb || cp == 0x25ef || cp == 0x3020)
		return 0x3007;
	for (size_t i = 0; cp >= 0x0391 && cp <= 0x0456 && i < YICE_COUNT(letters); i++)
		if (letters[i].twin == cp)
			return (unsigned char)letters[i].latin;
	return 0;
}

static bool is_full_width(uint32_t cp)
{
	/* ＂ and ＼ stay out: they neither close a string nor escape in it. */
	return cp >= 0xff01 && cp <= 0xff5e && cp != 0xff02 && cp != 0xff3c;
}

/* Digits above and below the line, as in m³ and SO₂; degree signs, as in ℃. */
static bool is_unit_mark(uint32_t cp)
{
	return cp == 0xb2 || cp == 0xb3 || cp == 0xb9 || cp == 0xb0 || cp == 0x2103 || cp == 0x2109 ||
	       (cp >= 0x2070 && cp <= 0x209c);
}

static unsigned char punctuation_class(uint32_t cp)
{
	switch (cp) {
	case 0x3001: /* 、 */
		return ',';
	case 0x3002: /* 。 */
		return YICE_CHAR_STOP;
	case 0x3010:
		return '[';
	case 0x3011:
		return ']';
	case 0x201c:
		return YICE_CHAR_DOUBLE_OPEN;
	case 0x201d:
		return YICE_CHAR_DOUBLE_CLOSE;
	case 0x300c:
		return YICE_CHAR_CORNER_OPEN;
	case 0x300d:
		return YICE_CHAR_CORNER_CLOSE;
	case 0x300a:
		return YICE_CHAR_TITLE_OPEN;
	case 0x300b:
		return YICE_CHAR_TITLE_CLOSE;
	case 0x2265:
	case 0x2267: /* ≧, as some input methods give it */
	case 0x2a7e:
		return YICE_CHAR_GE;
	case 0x2264:
	case 0x2266:
	case 0x2a7d:
		return YICE_CHAR_LE;
	case 0x2260:
		return YICE_CHAR_NE;
	case 0x00d7:
	case 0x2715:
		return YICE_CHAR_TIMES;
	case 0x00b7:
	case 0x22c5:
	case 0x2022:
	case 0x30fb:
		return YICE_CHAR_DOT_PRODUCT;
	case 0x2030:
		return YICE_CHAR_PER_MILLE;
	case 0x2212:
		return '-';
	case 0x2236: /* ∶ */
		return ':';
	default:
		return 0;
	}
}

unsigned char yice_char_class_of(uint32_t cp)
{
	unsigned char class;

	if (cp >= 0x4e00 && cp <= 0x9fff)
		return YICE_CHAR_LETTER;
	if (cp == ';')
		return YICE_CHAR_STOP;
	if (cp < 0x80)
		return cp == 0          ? (unsigned char)YICE_CHAR_NUL
		       : is_control(cp) ? (unsigned char)YICE_CHAR_IGNORED
					: (unsigned char)cp;
	if (is_full_width(cp))
		return yice_char_class_of(cp - 0xfee0);
	class = punctuation_class(cp);
	if (class)
		return class;
	if (is_blank(cp))
		return ' ';
	if (yice_char_is_dash(cp))
		return '-';
	if (yice_char_is_bidi(cp) || yice_char_is_invisible(cp) || is_control(cp))
		return YICE_CHAR_IGNORED;
	if (is_unit_mark(cp) || yice_char_is_private(cp) || yice_char_name_twin(cp) || cp == 0xfffd ||
	    cp == 0x3007 || yice_char_radical(cp) || uc_is_property_xid_start(cp))
		return YICE_CHAR_LETTER;
	return uc_is_property_xid_continue(cp) ? YICE_CHAR_CONTINUE : YICE_CHAR_OTHER;
}

/* The ideograph that a compatibility ideograph is in canonical form, if that takes no more bytes; or 0. */
static uint32_t unified(uint32_t cp)
{
	ucs4_t form[UC_DECOMPOSITION_MAX_LENGTH];

	if (cp < 0xf900 || cp > 0xfaff || uc_canonical_decomposition(cp, form) != 1 || form[0] > 0xffff)
		return 0;
	return form[0];
}

uint32_t yice_char_plain(uint32_t cp)
{
	uint32_t twin;

	if (cp < 0x80 || (cp >= 0x4e00 && cp <= 0x9fff))
		return cp;
	if (is_full_width(cp))
		return cp - 0xfee0;
	if (cp == 0xb5)
		return 0x3bc;
	if (yice_char_is_bidi(cp) || yice_char_is_invisible(cp))
		return 0;
	twin = yice_char_radical(cp);
	if (!twin)
		twin = yice_char_name_twin(cp);
	if (!twin)
		twin = unified(cp);
	return twin ? twin : cp;
}
