/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Growable bytes for everything that is written out: text, JSON, images. The
 * first failure sticks and later appends do nothing, so that writers need no
 * check at each step. data[len] is NUL whenever data is not NULL.
 */
#include "base/buf.h"

#include <stdio.h>

void yice_buf_release(struct yice_buf *buf)
{
	free(buf->data);
	*buf = (struct yice_buf)YICE_BUF_INIT;
}

void yice_buf_clear(struct yice_buf *buf)
{
	buf->len = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

/* Room for extra more bytes and the NUL. */
static bool reserve(struct yice_buf *buf, size_t extra)
{
	size_t need, cap;
	char *data;

	if (buf->failed)
		return false;
	if (extra > SIZE_MAX / 2 - 1 || buf->len > SIZE_MAX / 2 - 1 - extra) {
		buf->failed = true;
		return false;
	}
	need = buf->len + extra + 1;
	if (need <= buf->cap)
		return true;
	cap = buf->cap ? buf->cap : 64;
	while (cap < need)
		cap *= 2;
	data = realloc(buf->data, cap);
	if (!data) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->cap = cap;
	return true;
}

void yice_buf_append(struct yice_buf *buf, const void *bytes, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void yice_buf_addf(struct yice_buf *buf, const char *format, ...)
{
	va_list args;
	size_t room;
	int len;

	if (!reserve(buf, 0))
		return;
	room = buf->cap - buf->len;
	va_start(args, format);
	len = vsnprintf(buf->data + buf->len, room, format, args);
	va_end(args);
	if (len >= 0 && (size_t)len >= room) { /* the first attempt measured it */
		buf->data[buf->len] = '\0';
		if (!reserve(buf, (size_t)len))
			return;
		va_start(args, format);
		len = vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
		va_end(args);
	}
	if (len < 0) {
		buf->data[buf->len] = '\0';
		buf->failed = true;
		return;
	}
	buf->len += (size_t)len;
}

void *yice_buf_extend(struct yice_buf *buf, size_t len)
{
	char *room;

	if (!reserve(buf, len))
		return NULL;
	room = buf->data + buf->len;
	memset(room, 0, len + 1);
	buf->len += len;
	return room;
}

const char *yice_buf_text(const struct yice_buf *buf)
{
	return buf->data ? buf->data : "";
}

int yice_buf_status(const struct yice_buf *buf)
{
	return buf->failed ? YICE_ENOMEM : YICE_OK;
}
