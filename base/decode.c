/* SPDX-License-Identifier: Apache-2.0 */
/*
 * File bytes to UTF-8. Called by whoever reads a source file, before the
 * character checks and the parser, which see well-formed UTF-8 only. Bureau
 * files come as UTF-8, as GB18030 and, saved by mistake, as UTF-16 or as a
 * mixture; the last two are refused rather than guessed at.
 */
#include "base/base.h"

#include <errno.h>
#include <iconv.h>

#include "base/decode.h"
#include "base/utf8.h"

/* A file in the wrong encoding is wrong everywhere; so many places show it. */
#define BAD_BYTES_SHOWN 10

struct decoding {
	struct yice_sources *sources;
	struct yice_diags *diags;
	const char *name;
	uint32_t *file;
};

static int add(const struct decoding *d, const char *text, size_t len)
{
	return yice_sources_add(d->sources, d->name, text, len, d->file);
}

static struct yice_diag *report(const struct decoding *d, enum yice_diag_id id, size_t start, size_t end,
				const char *arg)
{
	struct yice_span span = { *d->file, (uint32_t)start, (uint32_t)end };

	return yice_diag_add(d->diags, id, span, arg, NULL);
}

/*
 * Whether most bytes beyond ASCII form UTF-8 sequences. Chinese text in GBK
 * almost never does, but nearly any bytes are valid GB18030, so this goes first.
 */
static bool looks_like_utf8(const char *bytes, size_t len)
{
	size_t good = 0, bad = 0;
	uint32_t cp;

	for (size_t i = 0, n; i < len; i += n ? n : 1) {
		n = yice_utf8_decode(bytes + i, len - i, &cp);
		if (n == 0)
			bad++;
		else if (n > 2)
			good += n;
	}
	return good > bad;
}

/* *out is malloc'd. YICE_ESYNTAX when bytes are no GB18030 text. */
static int convert_gb18030(const char *bytes, size_t len, char **out, size_t *out_len)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	size_t room = len * 2 + 4, left = len; /* two bytes become at most three */
	char *in = (char *)(uintptr_t)bytes, *to;
	size_t result;

	if (converter == (iconv_t)-1)
		return errno == ENOMEM ? YICE_ENOMEM : YICE_ESYNTAX;
	*out = to = malloc(room);
	if (!to) {
		iconv_close(converter);
		return YICE_ENOMEM;
	}
	result = iconv(converter, &in, &left, &to, &room);
	iconv_close(converter);
	*out_len = (size_t)(to - *out);
	if (result != (size_t)-1 && left == 0 && yice_utf8_check(*out, *out_len) == *out_len)
		return YICE_OK;
	free(*out);
	return YICE_ESYNTAX;
}

struct place {
	size_t at;
	unsigned char byte;
};

/*
 * GB18030 in which some bytes are none: the text with U+FFFD for each, and where the first are in it. YICE_ESYNTAX when they
 * are more than a tenth of what is not ASCII, so that the file is something else.
 */
static int patch_gb18030(const char *bytes, size_t len, struct yice_buf *text, struct yice_buf *places)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	char *in = (char *)(uintptr_t)bytes;
	size_t bad = 0, high = 0;

	if (converter == (iconv_t)-1)
		return errno == ENOMEM ? YICE_ENOMEM : YICE_ESYNTAX;
	for (size_t i = 0; i < len; i++)
		high += (unsigned char)bytes[i] >= 0x80;
	while (len) {
		size_t room = len * 2 + 4;
		char *to = yice_buf_extend(text, room);

		if (!to)
			break;
		iconv(converter, &in, &len, &to, &room);
		text->len -= room;
		if (!len)
			break;
		if (bad++ < BAD_BYTES_SHOWN)
			yice_buf_add(places, &(struct place){ text->len, (unsigned char)*in }, sizeof(struct place));
		yice_buf_add(text, "\xef\xbf\xbd", 3);
		in++;
		len--;
	}
	iconv_close(converter);
	if (text->failed || places->failed)
		return YICE_ENOMEM;
	return bad > high / 10 || yice_utf8_check(text->data, text->len) != text->len ? YICE_ESYNTAX : YICE_OK;
}

static bool looks_like_utf16(const char *bytes, size_t len)
{
	if (len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		return true;
	/* Without a mark: ASCII letters and line ends leave every other byte 0. */
	return len >= 4 && ((!bytes[0] && bytes[1] && !bytes[2] && bytes[3]) ||
			    (bytes[0] && !bytes[1] && bytes[2] && !bytes[3]));
}

/* The first bytes of workbooks, documents and archives that were opened in place of a text. */
static bool is_document(const char *bytes, size_t len)
{
	static const char *const magics[] = { "PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF-" };

	for (size_t i = 0; i < YICE_COUNT(magics); i++)
		if (len >= strlen(magics[i]) && !memcmp(bytes, magics[i], strlen(magics[i])))
			return true;
	return false;
}

static int refuse_document(const struct decoding *d)
{
	int status = add(d, "", 0);

	if (!status)
		yice_diag_help(d->diags, report(d, YICE_D_document_file, 0, 0, NULL), YICE_D_help_save_as_text, NULL);
	return status ? status : YICE_EDIAG;
}

/* Each is U+FFFD in the text. */
static void report_places(const struct decoding *d, enum yice_diag_id id, const struct yice_buf *places)
{
	const struct place *place = (const struct place *)(const void *)places->data;

	for (size_t i = 0; i < places->len / sizeof(*place); i++) {
		char hex[5] = { '0', 'x', "0123456789ABCDEF"[place[i].byte >> 4],
				"0123456789ABCDEF"[place[i].byte & 15], '\0' };
		struct yice_diag *diag = report(d, id, place[i].at, place[i].at + 3, hex);

		if (id == YICE_D_gb18030_byte)
			yice_diag_help(d->diags, diag, YICE_D_help_damaged, NULL);
	}
}

/* Adds the text with U+FFFD for every bad byte and reports the first of them; of UTF-16 there is nothing to
 * show. */
static int refuse(const struct decoding *d, const char *bytes, size_t len, bool utf16)
{
	struct yice_buf text = YICE_BUF_INIT, places = YICE_BUF_INIT;
	size_t count = 0;
	uint32_t cp;
	int status;

	for (size_t i = 0, n; i < len; i += n ? n : 1) {
		n = yice_utf8_decode(bytes + i, len - i, &cp);
		if (n == 0 && count++ < BAD_BYTES_SHOWN)
			yice_buf_add(&places, &(struct place){ text.len, (unsigned char)bytes[i] },
				     sizeof(struct place));
		yice_buf_add(&text, n ? bytes + i : "\xef\xbf\xbd", n ? n : 3);
	}
	if (yice_buf_status(&text) || yice_buf_status(&places))
		status = YICE_ENOMEM;
	else
		status = utf16 ? add(d, "", 0) : add(d, yice_buf_text(&text), text.len);
	if (!status && utf16)
		yice_diag_help(d->diags, report(d, YICE_D_utf16_text, 0, 0, NULL), YICE_D_help_convert_utf8,
			       NULL);
	if (!status && !utf16)
		report_places(d, YICE_D_bad_byte, &places);
	yice_buf_release(&text);
	yice_buf_release(&places);
	return status ? status : YICE_EDIAG;
}

/* Neither UTF-8 nor GB18030: GB18030 with a few bad bytes is shown as that, anything else as bad UTF-8. */
static int refuse_damaged(const struct decoding *d, const char *bytes, size_t len)
{
	struct yice_buf text = YICE_BUF_INIT, places = YICE_BUF_INIT;
	int status = patch_gb18030(bytes, len, &text, &places);

	if (status == YICE_ESYNTAX) {
		status = refuse(d, bytes, len, false);
	} else if (!status) {
		status = add(d, yice_buf_text(&text), text.len);
		if (!status) {
			report_places(d, YICE_D_gb18030_byte, &places);
			status = YICE_EDIAG;
		}
	}
	yice_buf_release(&text);
	yice_buf_release(&places);
	return status;
}

/* NUL bytes are refused: the text of a token is a C string. */
static int add_utf8(const struct decoding *d, const char *text, size_t len)
{
	const char *nul = memchr(text, '\0', len);
	int status = add(d, text, len);

	if (status || !nul)
		return status;
	report(d, YICE_D_control_character, (size_t)(nul - text), (size_t)(nul - text) + 1, "U+0000");
	return YICE_EDIAG;
}

/* *converted_here: the bytes were GB18030. */
static int decode(const struct decoding *d, const char *bytes, size_t len, bool *converted_here)
{
	char *converted;
	size_t converted_len;
	int status;

	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		len -= 3;
	}
	if (is_document(bytes, len))
		return refuse_document(d);
	if (looks_like_utf16(bytes, len))
		return refuse(d, bytes, len, true);
	if (yice_utf8_check(bytes, len) == len)
		return add_utf8(d, bytes, len);
	if (looks_like_utf8(bytes, len))
		return refuse(d, bytes, len, false);
	status = convert_gb18030(bytes, len, &converted, &converted_len);
	if (status == YICE_ESYNTAX)
		return refuse_damaged(d, bytes, len);
	if (status)
		return status;
	status = add_utf8(d, converted, converted_len);
	free(converted);
	*converted_here = !status;
	return status;
}

int yice_text_decode_either(const char *bytes, size_t len, struct yice_sources *sources, const char *name,
			    struct yice_diags *diags, uint32_t *file)
{
	struct decoding d = { sources, diags, name, file };
	bool converted = false;

	return decode(&d, bytes, len, &converted);
}

int yice_text_decode(const char *bytes, size_t len, struct yice_sources *sources, const char *name,
		     struct yice_diags *diags, uint32_t *file)
{
	struct decoding d = { sources, diags, name, file };
	bool converted = false;
	int status = decode(&d, bytes, len, &converted);

	if (converted)
		yice_diag_help(diags, report(&d, YICE_D_converted_gb18030, 0, 0, NULL),
			       YICE_D_help_convert_utf8, NULL);
	return status;
}
