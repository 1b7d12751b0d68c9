/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads Chinese numerals so that the scanner can say which number to write.
 * Rules themselves take digits only: 三万五 means 35000 and 三万零五 30005, and
 * a reader of a rule should not have to know.
 */
#include "base/base.h"
#include "base/utf8.h"
#include "grammar/numeral.h"

static int digit_value(uint32_t cp)
{
	static const uint16_t digits[] = { 0x96f6, 0x4e00, 0x4e8c, 0x4e09, 0x56db,
					   0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };

	for (int i = 0; i < 10; i++)
		if (digits[i] == cp)
			return i;
	if (cp == 0x3007)
		return 0;
	return cp == 0x4e24 ? 2 : -1;
}

static int64_t place_value(uint32_t cp)
{
	switch (cp) {
	case 0x5341: /* 十 */
		return 10;
	case 0x767e: /* 百 */
		return 100;
	case 0x5343: /* 千 */
		return 1000;
	case 0x4e07: /* 万 */
		return 10000;
	case 0x4ebf: /* 亿 */
		return 100000000;
	default:
		return 0;
	}
}

struct reading {
	int64_t total, section; /* whole 万 and 亿 so far; below the next of them */
	int64_t digits, last;   /* pending digits; the place before them */
	bool pending, positional, zero;
};

static bool read_digit(struct reading *r, int digit)
{
	if (r->pending)
		r->positional = true;
	if (r->digits > 99999999)
		return false;
	r->zero = digit == 0;
	r->digits = r->digits * 10 + digit;
	r->pending = true;
	return true;
}

static bool read_place(struct reading *r, int64_t place)
{
	if (place >= 10000) {
		r->total = (r->total + r->section + r->digits) * place;
		r->section = 0;
	} else {
		r->section += (r->pending ? r->digits : 1) * place;
	}
	r->last = place;
	r->digits = 0;
	r->pending = r->zero = false;
	return r->total < 1000000000000;
}

bool yice_chinese_number(const char *text, size_t len, int64_t *out)
{
	struct reading r = { 0, 0, 0, 0, false, false, false };
	uint32_t cp;

	for (size_t i = 0, n; i < len; i += n) {
		int64_t place;

		n = yice_utf8_decode(text + i, len - i, &cp);
		if (n == 0)
			return false;
		place = place_value(cp);
		if (place ? !read_place(&r, place) : digit_value(cp) < 0 || !read_digit(&r, digit_value(cp)))
			return false;
	}
	/* 三万五: a last digit right after a place counts tenths of it. */
	if (r.pending && !r.positional && r.last >= 100 && r.digits > 0 && r.digits < 10 && len >= 6 &&
	    memcmp(text + len - 6, "零", 3) != 0 && memcmp(text + len - 6, "〇", 3) != 0)
		r.digits *= r.last / 10;
	*out = r.total + r.section + r.digits;
	return len > 0 && *out < 1000000000000;
}
