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
void yice_buf_add(struct yice_buf *buf, const void *bytes, size_t len);
void yice_buf_adds(struct yice_buf *buf, const char *text);
void yice_buf_addc(struct yice_buf *buf, char c);
void yice_buf_addf(struct yice_buf *buf, const char *format, ...) YICE_PRINTF(2, 3);
/* Appends len zero bytes and returns their address (valid until the next append), or NULL. */
void *yice_buf_extend(struct yice_buf *buf, size_t len);
const char *yice_buf_text(const struct yice_buf *buf); /* "" when empty */
int yice_buf_status(const struct yice_buf *buf);       /* YICE_OK or YICE_ENOMEM */

#endif
