/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spellings of OpenSSH (store/wire.h), for keys and signatures. Nothing
 * here is secret-dependent but the base64 of a private key's own file. Every
 * length is checked against what is left before it is believed.
 */
#include "base/base.h"
#include "store/wire.h"

#include <stdio.h>

#define COLUMNS 70

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

uint32_t yice_wire_u32(struct yice_wire *wire)
{
	const unsigned char *p = wire->at;

	if (wire->failed || wire->end - p < 4) {
		wire->failed = true;
		return 0;
	}
	wire->at += 4;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

const unsigned char *yice_wire_string(struct yice_wire *wire, size_t *len)
{
	const unsigned char *bytes;

	*len = yice_wire_u32(wire);
	if (wire->failed || *len > (size_t)(wire->end - wire->at)) {
		wire->failed = true;
		*len = 0;
		return NULL;
	}
	bytes = wire->at;
	wire->at += *len;
	return bytes;
}

bool yice_wire_expect(struct yice_wire *wire, const char *text)
{
	size_t len;
	const unsigned char *bytes = yice_wire_string(wire, &len);

	if (!bytes || len != strlen(text) || memcmp(bytes, text, len))
		wire->failed = true;
	return !wire->failed;
}

void yice_wire_put_u32(struct yice_buf *out, uint32_t value)
{
	const unsigned char bytes[4] = { (unsigned char)(value >> 24), (unsigned char)(value >> 16),
					 (unsigned char)(value >> 8), (unsigned char)value };

	yice_buf_add(out, bytes, sizeof(bytes));
}

void yice_wire_put_string(struct yice_buf *out, const void *bytes, size_t len)
{
	yice_wire_put_u32(out, (uint32_t)len);
	yice_buf_add(out, bytes, len);
}

void yice_base64_put(struct yice_buf *out, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (; len >= 3; p += 3, len -= 3) {
		const char group[4] = { alphabet[p[0] >> 2], alphabet[(p[0] & 3) << 4 | p[1] >> 4],
					alphabet[(p[1] & 15) << 2 | p[2] >> 6], alphabet[p[2] & 63] };

		yice_buf_add(out, group, sizeof(group));
	}
	if (!len)
		return;
	yice_buf_addc(out, alphabet[p[0] >> 2]);
	yice_buf_addc(out, alphabet[(p[0] & 3) << 4 | (len > 1 ? p[1] >> 4 : 0)]);
	yice_buf_addc(out, len > 1 ? alphabet[(p[1] & 15) << 2] : '=');
	yice_buf_addc(out, '=');
}

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four characters to up to three bytes; only the last group of a text may be padded. */
static int get_group(struct yice_buf *out, const char *text, bool last)
{
	int pad = !last || text[3] != '=' ? 0 : text[2] == '=' ? 2 : 1;
	uint32_t bits = 0;
	char bytes[3];

	for (int i = 0; i < 4; i++) {
		int value = i < 4 - pad ? value_of(text[i]) : 0;

		if (value < 0)
			return YICE_ESYNTAX;
		bits = bits << 6 | (uint32_t)value;
	}
	if ((pad == 1 && (bits & 0xff)) || (pad == 2 && (bits & 0xffff)))
		return YICE_ESYNTAX;
	bytes[0] = (char)(bits >> 16 & 0xff);
	bytes[1] = (char)(bits >> 8 & 0xff);
	bytes[2] = (char)(bits & 0xff);
	yice_buf_add(out, bytes, (size_t)(3 - pad));
	return YICE_OK;
}

int yice_base64_get(struct yice_buf *out, const char *text, size_t len)
{
	int status = len % 4 ? YICE_ESYNTAX : YICE_OK;

	for (size_t i = 0; !status && i < len; i += 4)
		status = get_group(out, text + i, i + 4 == len);
	return status ? status : yice_buf_status(out);
}

void yice_armour_put(struct yice_buf *out, const char *label, const void *bytes, size_t len)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_base64_put(&text, bytes, len);
	yice_buf_addf(out, "-----BEGIN %s-----\n", label);
	for (size_t i = 0; i < text.len; i += COLUMNS) {
		yice_buf_add(out, text.data + i, text.len - i < COLUMNS ? text.len - i : COLUMNS);
		yice_buf_addc(out, '\n');
	}
	yice_buf_addf(out, "-----END %s-----\n", label);
	out->failed |= text.failed;
	yice_buf_release(&text);
}

/* Takes a line "-----WORD label-----\n" off the front, or off the end. */
static bool trim_line(const char **text, size_t *len, const char *word, const char *label, bool front)
{
	char line[64];
	int size = snprintf(line, sizeof(line), "-----%s %s-----\n", word, label);
	size_t n = (size_t)size;

	if (size < 0 || n >= sizeof(line) || *len < n || memcmp(front ? *text : *text + *len - n, line, n))
		return false;
	*text += front ? n : 0;
	*len -= n;
	return true;
}

int yice_armour_get(struct yice_buf *out, const char *label, const char *text, size_t len)
{
	struct yice_buf joined = YICE_BUF_INIT;
	int status;

	if (!trim_line(&text, &len, "BEGIN", label, true) || !trim_line(&text, &len, "END", label, false))
		return YICE_ESYNTAX;
	for (const char *end = text + len; text < end;) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		yice_buf_add(&joined, text, (size_t)((stop ? stop : end) - text));
		text = stop ? stop + 1 : end;
	}
	status = yice_buf_status(&joined);
	if (!status)
		status = yice_base64_get(out, yice_buf_text(&joined), joined.len);
	yice_buf_release(&joined);
	return status;
}
