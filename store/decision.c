/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of decisions (store/decision.h). A record is
 *
 *   yice-decision-1 LENGTH SHA256      of the body, whose bytes follow
 *   prev: … seq: … and so on           the body: lines, then the facts
 *   end SEQ LENGTH                     of the whole record
 *
 * A record cut short can only be the last one, since a group is written and
 * synced as a whole before the next. So the beginning of a record at the end
 * of the file is a torn tail. Anything else, be it in the last record, is
 * damage, behind which nothing is read, written or cut off.
 */
#include "base/base.h"
#include "base/source.h"
#include "store/decision.h"
#include "store/decision_text.h"
#include "yice/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct yice_decisions {
	int fd;
	char *path;
	off_t size; /* of what is committed */
	uint64_t seq, committed_seq;
	char head[65], committed_head[65];
	struct yice_buf pending;
};

static void note_torn(const char *name, uint64_t seq, struct yice_diags *diags)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)seq);
	yice_diag_add(diags, YICE_D_decision_torn, YICE_SPAN_NONE, name, text, NULL);
}

static int complain(const char *name, uint64_t seq, enum yice_diag_id id, struct yice_diags *diags)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)seq);
	yice_diag_add(diags, id, YICE_SPAN_NONE, name, text, NULL);
	return YICE_EDIAG;
}

/* Where the next whole record may begin, looked for by its first word; the end when there is none. */
static size_t find_record(const char *bytes, size_t at, size_t len)
{
	size_t word = strlen(YICE_DECISION_HEAD);

	for (; at + word <= len; at++)
		if (!memcmp(bytes + at, YICE_DECISION_HEAD, word))
			return at;
	return len;
}

/* Is any record behind this place whole? Then what is damaged here was not the last that was written. */
static bool has_whole_record(const char *bytes, size_t at, size_t len)
{
	for (at = find_record(bytes, at, len); at < len; at = find_record(bytes, at + 1, len)) {
		struct yice_decision_part part;

		if (yice_decision_split(bytes + at, len - at, &part) == YICE_OK)
			return true;
	}
	return false;
}

int yice_decisions_read(const char *name, const char *bytes, size_t len,
			int (*visit)(void *to, const struct yice_decision *decision, const char *sha256), void *to,
			struct yice_diags *diags, uint64_t *count, char head[65])
{
	size_t at = 0;
	int status = YICE_OK;

	*count = 0;
	memset(head, '0', 64);
	head[64] = '\0';
	while (!status && at < len) {
		struct yice_decision_part part;
		struct yice_decision decision;
		struct yice_arena arena;

		status = yice_decision_split(bytes + at, len - at, &part);
		if (status == YICE_ESYNTAX) {
			if (!yice_decision_is_begun(bytes + at, len - at) || has_whole_record(bytes, at + 1, len))
				return complain(name, *count + 1, YICE_D_decision_form, diags);
			note_torn(name, *count, diags);
			status = YICE_OK;
			break;
		}
		if (status)
			break;
		yice_arena_init(&arena);
		status = yice_decision_parse(&part, &arena, &decision);
		if (status == YICE_ESYNTAX || (!status && part.seq != decision.seq))
			status = complain(name, *count + 1, YICE_D_decision_form, diags);
		if (!status && (decision.seq != *count + 1 || strcmp(part.prev, head)))
			status = complain(name, *count + 1, YICE_D_decision_chain, diags);
		if (!status) {
			memcpy(head, part.sha256, sizeof(part.sha256));
			++*count;
			at += part.size;
			status = visit ? visit(to, &decision, head) : YICE_OK;
		}
		yice_arena_release(&arena);
	}
	return status;
}

/* ---- appending */

/* Every record from the first: behind one that is damaged nothing is written. A torn rest is cut off. */
static int scan(struct yice_decisions *log, struct yice_diags *diags)
{
	char *bytes;
	size_t len, at = 0;
	struct yice_decision_part part;
	int status = yice_read_file(log->path, &bytes, &len);

	if (status)
		return status;
	status = yice_decisions_read(log->path, bytes, len, NULL, NULL, diags, &log->seq, log->head);
	for (uint64_t i = 0; !status && i < log->seq; i++) {
		status = yice_decision_split(bytes + at, len - at, &part);
		at += part.size;
	}
	free(bytes);
	if (!status && at < len && (ftruncate(log->fd, (off_t)at) || fsync(log->fd)))
		status = YICE_EIO;
	log->size = (off_t)at;
	return status;
}

/* The name of a new file is part of what must not be lost. */
static int sync_folder(const char *path)
{
	char folder[4096];
	const char *slash = strrchr(path, '/');
	int fd, status;

	if (slash && (size_t)(slash - path) >= sizeof(folder))
		return YICE_EIO;
	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
	fd = open(*folder ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	status = fd < 0 || fsync(fd) ? YICE_EIO : YICE_OK;
	if (fd >= 0)
		close(fd);
	return status;
}

static int open_log(struct yice_decisions *log, struct yice_diags *diags)
{
	struct stat info;
	int status = YICE_OK;

	log->fd = open(log->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (log->fd < 0 || flock(log->fd, LOCK_EX) || fstat(log->fd, &info))
		return YICE_EIO;
	log->size = info.st_size;
	memset(log->head, '0', 64);
	if (!info.st_size)
		status = sync_folder(log->path);
	else
		status = scan(log, diags);
	log->committed_seq = log->seq;
	memcpy(log->committed_head, log->head, sizeof(log->head));
	return status;
}

int yice_decisions_open(const char *path, struct yice_diags *diags, struct yice_decisions **out)
{
	struct yice_decisions *log = calloc(1, sizeof(*log));
	int status;

	if (!log)
		return YICE_ENOMEM;
	log->fd = -1;
	log->path = strdup(path);
	status = log->path ? open_log(log, diags) : YICE_ENOMEM;
	if (status)
		yice_decisions_close(log);
	else
		*out = log;
	return status;
}

int yice_decisions_add(struct yice_decisions *log, const struct yice_decision *decision)
{
	struct yice_decision numbered = *decision;
	int status;

	numbered.seq = log->seq + 1;
	status = yice_decision_print(&numbered, log->head, &log->pending, log->head);
	if (!status)
		log->seq++;
	return status;
}

static int write_at(int fd, const char *bytes, size_t len, off_t at)
{
	while (len) {
		ssize_t put = pwrite(fd, bytes, len, at);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return YICE_EIO;
		bytes += put;
		at += put;
		len -= (size_t)put;
	}
	return YICE_OK;
}

int yice_decisions_commit(struct yice_decisions *log)
{
	int status = yice_buf_status(&log->pending);

	if (!status && log->pending.len)
		status = write_at(log->fd, log->pending.data, log->pending.len, log->size);
	if (!status && log->pending.len && fdatasync(log->fd))
		status = YICE_EIO;
	if (!status) {
		log->size += (off_t)log->pending.len;
		log->committed_seq = log->seq;
		memcpy(log->committed_head, log->head, sizeof(log->head));
		yice_buf_clear(&log->pending);
		return YICE_OK;
	}
	/* What came of the write is unknown; cut off, nothing did. */
	{
		int saved = errno;

		if (ftruncate(log->fd, log->size))
			saved = errno;
		errno = saved;
	}
	yice_buf_release(&log->pending);
	log->seq = log->committed_seq;
	memcpy(log->head, log->committed_head, sizeof(log->head));
	return status;
}

const char *yice_decisions_head(const struct yice_decisions *log)
{
	return log->head;
}

void yice_decisions_close(struct yice_decisions *log)
{
	if (!log)
		return;
	if (log->fd >= 0)
		close(log->fd);
	yice_buf_release(&log->pending);
	free(log->path);
	free(log);
}
