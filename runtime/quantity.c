/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads quantities for the facts reader, with the measures an image declares.
 * The text is folded to ASCII first, so that what a Chinese input method
 * writes means the same; conversion is one exact multiplication.
 */
#include "runtime/quantity.h"

#include "base/buf.h"
#include "base/utf8.h"

/* Far beyond the int8 of any attribute, and far from overflow. */
#define EXPONENT_MAX 10000

/* Full-width forms, the ideographic blank and the typographic minus and ratio signs as ASCII. */
static uint32_t folded(uint32_t cp)
{
	if (cp >= 0xff01 && cp <= 0xff5e)
		return cp - 0xfee0;
	switch (cp) {
	case 0x3000: /* ideographic blank */
	case 0x00a0: /* no-break blank */
		return ' ';
	case 0x2212: /* minus sign */
		return '-';
	case 0x2236: /* ratio sign */
		return ':';
	default:
		return cp;
	}
}

/* Bytes before the first that is not ASCII: they fold to themselves. */
static size_t ascii_length(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && (unsigned char)text[n] < 0x80)
		n++;
	return n;
}

static int fold(const char *text, size_t len, struct yice_buf *out)
{
	for (size_t at = 0; at < len;) {
		char bytes[4];
		uint32_t cp;
		size_t n = ascii_length(text + at, len - at);

		if (n) {
			yice_buf_add(out, text + at, n);
			at += n;
			continue;
		}
		n = yice_utf8_decode(text + at, len - at, &cp);

		if (!n)
			return YICE_ESYNTAX;
		at += n;
		yice_buf_add(out, bytes, yice_utf8_encode(folded(cp), bytes));
	}
	yice_buf_adds(out, "");
	return yice_buf_status(out);
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

static const char *skip_digits(const char *at)
{
	return at + strspn(at, "0123456789");
}

/* Reads the number at *at and moves past it. An e begins an exponent only if digits follow. */
static int read_number(const char **at, struct yice_ratio *out)
{
	const char *start = skip_blanks(*at), *end = start, *power;

	end += *end == '+' || *end == '-';
	end = skip_digits(end);
	if (*end == '.')
		end = skip_digits(end + 1);
	power = end;
	if (*power == 'e' || *power == 'E') {
		power += 1 + (power[1] == '+' || power[1] == '-');
		if (skip_digits(power) > power)
			end = skip_digits(power);
	}
	*at = end;
	return yice_ratio_parse(start, (size_t)(end - start), out);
}

static bool is_named(const struct yice_view *view, uint32_t stored, const char *name, size_t len)
{
	const char *text = yice_view_string(view, stored);

	return stored && !strncmp(text, name, len) && !text[len];
}

static const struct yice_image_measure *find_measure(const struct yice_view *view, const char *name,
						     size_t len)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_MEASURES]; i++) {
		const struct yice_image_measure *measure = &view->measures[i];

		if (is_named(view, measure->zh, name, len) || is_named(view, measure->en, name, len))
			return measure;
	}
	return NULL;
}

/* Exponents are int8, four to a word. */
static int exponent(const uint32_t words[4], int dimension)
{
	uint32_t byte = words[dimension / 4] >> 8 * (dimension % 4) & 0xff;

	return byte < 128 ? (int)byte : (int)byte - 256;
}

static void remember_unknown(struct yice_quantity *out, const char *name, size_t len)
{
	if (len >= sizeof(out->unknown)) {
		len = sizeof(out->unknown) - 1;
		while (len && ((unsigned char)name[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(out->unknown, name, len);
	out->unknown[len] = '\0';
}

/* Multiplies (power 1) or divides (power -1) the measure by the one of that name. */
static int apply_measure(const struct yice_view *view, const char *name, size_t len, int power,
			 struct yice_quantity *out)
{
	const struct yice_image_measure *measure = find_measure(view, name, len);
	struct yice_ratio factor;
	uint32_t dims[4];

	if (len == 1 && *name == '1')
		return YICE_OK;
	if (!measure) {
		remember_unknown(out, name, len);
		return YICE_ENOTFOUND;
	}
	factor = yice_view_ratio(view, measure->factor);
	memcpy(dims, &measure->dim0, sizeof(dims));
	for (int i = 0; i < YICE_BASE_DIMENSIONS; i++) {
		out->dims[i] += power * exponent(dims, i);
		if (out->dims[i] > EXPONENT_MAX || out->dims[i] < -EXPONENT_MAX)
			return YICE_ERANGE;
	}
	return power > 0 ? yice_ratio_mul(out->factor, factor, &out->factor)
			 : yice_ratio_div(out->factor, factor, &out->factor);
}

/* name ((/ | ·) name)*, to the end of the text. */
static int read_measures(const struct yice_view *view, const char *at, struct yice_quantity *out)
{
	static const char dot[] = "·";
	int power = 1;

	for (;;) {
		const char *start = skip_blanks(at), *product = strstr(start, dot),
			   *end = start + strcspn(start, "/");
		size_t len;
		int status;

		if (product && product < end)
			end = product;
		len = (size_t)(end - start);
		while (len && (start[len - 1] == ' ' || start[len - 1] == '\t'))
			len--;
		status = apply_measure(view, start, len, power, out);
		if (status || !*end)
			return status;
		power = *end == '/' ? -1 : 1;
		at = end + (*end == '/' ? 1 : sizeof(dot) - 1);
	}
}

static int read_quantity(const struct yice_view *view, const char *at, struct yice_quantity *out)
{
	struct yice_ratio second;
	int status = read_number(&at, &out->value);

	if (status)
		return status;
	at = skip_blanks(at);
	if (!*at)
		return YICE_OK;
	out->measured = true;
	if (*at != ':')
		return read_measures(view, at, out);
	at++;
	status = read_number(&at, &second);
	if (!status && *skip_blanks(at))
		status = YICE_ESYNTAX;
	return status ? status : yice_ratio_div(out->value, second, &out->value);
}

int yice_quantity_parse(const struct yice_view *view, const char *text, size_t len, struct yice_quantity *out)
{
	struct yice_buf plain = YICE_BUF_INIT;
	int status = fold(text, len, &plain);

	*out = (struct yice_quantity){ .value = { 0, 1 }, .factor = { 1, 1 } };
	if (!status)
		status =
		    strlen(plain.data) == plain.len ? read_quantity(view, plain.data, out) : YICE_ESYNTAX;
	yice_buf_release(&plain);
	return status;
}

int yice_quantity_in(const struct yice_view *view, const struct yice_quantity *quantity, uint32_t slot,
		     struct yice_ratio *out)
{
	const struct yice_image_attr *attr = &view->attrs[slot];
	uint32_t dims[4];
	struct yice_ratio factor;
	int status;

	if (!quantity->measured) {
		*out = quantity->value;
		return YICE_OK;
	}
	memcpy(dims, &attr->dim0, sizeof(dims));
	for (int i = 0; i < YICE_BASE_DIMENSIONS; i++)
		if (quantity->dims[i] != exponent(dims, i))
			return YICE_ENOTFOUND;
	status = yice_ratio_div(quantity->factor, yice_view_ratio(view, attr->factor), &factor);
	return status ? status : yice_ratio_mul(quantity->value, factor, out);
}
