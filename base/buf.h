/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Growable bytes. A failed allocation sets `failed` and turns later appends
 * into no-ops, so callers check once, at the end, with yice_buf_status().
 * data is always NUL-terminated after the first successful append (the NUL is
 * not counted in len); before that it is "" via yice_buf_text().
 */
#ifndef YICE_BASE_BUF_H
#define YICE_BASE_BUF_H

#include "base/base.h"

struct yice_buf {
	char *data;
	size_t len, cap;
	bool failed;
};

#define YICE_BUF_INIT { NULL, 0, 0, false }

void yice_buf_release(struct yice_buf *buf); /* leaves an empty, reusable buffer */
void yice_buf_clear(struct yice_buf *buf);   /* len = 0, memory and failure kept */
/* The same as yice_buf_add(), not inline. */
void yice_buf_append(struct yice_buf *buf, const void *bytes, size_t len);
void yice_buf_addf(struct yice_buf *buf, const char *format, ...) YICE_PRINTF(2, 3);
/* Appends len zero bytes and returns their address (valid until the next append), or NULL. */
void *yice_buf_extend(struct yice_buf *buf, size_t len);
const char *yice_buf_text(const struct yice_buf *buf); /* "" when empty */
int yice_buf_status(const struct yice_buf *buf);       /* YICE_OK or YICE_ENOMEM */

/* Writers add some bytes at a time: where there is room, that is a copy whose length the compiler often knows. */
static inline void yice_buf_add(struct yice_buf *buf, const void *bytes, size_t len)
{
	if (buf->failed || len >= buf->cap - buf->len) {
		yice_buf_append(buf, bytes, len);
		return;
	}
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}
static inline void yice_buf_adds(struct yice_buf *buf, const char *text)
{
	yice_buf_add(buf, text, strlen(text));
}
static inline void yice_buf_addc(struct yice_buf *buf, char c)
{
	yice_buf_add(buf, &c, 1);
}

#endif
