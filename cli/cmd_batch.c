/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice batch: a line of NDJSON in, a line out, in the same order; mistakes in
 * a line are its answer and end nothing. What has been answered is written
 * whenever more input must be waited for, so a peer may hold a conversation
 * over two pipes and a large file still moves in large pieces. Decisions by a
 * store can go on record: what is answered is in the file by then, and what is
 * answered together is synced together.
 */
#include "base/base.h"
#include "cli/image.h"
#include "cli/store_eval.h"
#include "yice/digest.h"

#include <errno.h>
#include <unistd.h>

#define READ_SIZE     ((size_t)1 << 16)
#define WRITE_SIZE    ((size_t)1 << 20)
#define LINE_MAX_SIZE ((size_t)1 << 26)

struct batch {
	const struct yice_cli *cli;
	yice_facts *facts;
	yice_run *run;
	const char *day;
	char digest[65];
	uint64_t line;
	struct yice_buf out;
	struct yice_composed *store; /* NULL with an image file */
	struct yice_decisions *log;  /* NULL without --record */
};

/* The report's JSON is one diagnostic a line; between them a line feed is only layout. */
static int put_errors(struct batch *batch, const struct yice_report *report)
{
	char *text;
	int status = yice_report_text(report, "json", yice_cli_data_lang(batch->cli), &text);

	if (status)
		return status;
	yice_buf_adds(&batch->out, "{\"error\":");
	for (const char *at = text; *at; at++)
		if (*at != '\n')
			yice_buf_addc(&batch->out, *at);
	yice_buf_addf(&batch->out, ",\"line\":%llu}\n", (unsigned long long)batch->line);
	free(text);
	return YICE_OK;
}

static int put_outcome(struct batch *batch, const char *line, size_t len)
{
	char *text;
	int status = yice_run_decide(batch->run, batch->facts, batch->day);

	if (!status && batch->log)
		status = yice_composed_record(batch->store, batch->run, batch->facts, line, len, batch->log);
	if (!status)
		status = yice_run_render(batch->run, batch->facts, "ndjson", yice_cli_data_lang(batch->cli),
					 batch->digest, NULL, &text);
	if (status)
		return status;
	yice_buf_adds(&batch->out, text);
	free(text);
	return YICE_OK;
}

static int flush(struct batch *batch)
{
	int status = batch->log ? yice_decisions_commit(batch->log) : YICE_OK, code;

	if (status)
		return yice_cli_failed(batch->cli, status, yice_args_value(&batch->cli->args, YICE_OPT_batch_record));
	code = yice_cli_write(batch->cli, NULL, yice_buf_text(&batch->out), batch->out.len);

	yice_buf_clear(&batch->out);
	return code;
}

static int answer(struct batch *batch, const char *line, size_t len)
{
	yice_report *report;
	int status = yice_report_new(&report);

	batch->line++;
	if (!status)
		status = yice_facts_read(batch->facts, "-", line, len, report);
	if (!status)
		status = put_outcome(batch, line, len);
	else if (status == YICE_EDIAG)
		status = put_errors(batch, report);
	yice_report_free(report);
	if (!status)
		status = yice_buf_status(&batch->out);
	if (status)
		return yice_cli_failed(batch->cli, status, NULL);
	return batch->out.len > WRITE_SIZE ? flush(batch) : YICE_EXIT_OK;
}

/* Answers every whole line in the buffer and keeps the rest. */
static int answer_lines(struct batch *batch, struct yice_buf *in)
{
	size_t done = 0;
	int code = YICE_EXIT_OK;

	while (!code) {
		const char *start = yice_buf_text(in) + done;
		const char *end = memchr(start, '\n', in->len - done);

		if (!end)
			break;
		code = answer(batch, start, (size_t)(end - start));
		done += (size_t)(end - start) + 1;
	}
	if (done) {
		memmove(in->data, in->data + done, in->len - done);
		in->len -= done;
	}
	if (!code && in->len > LINE_MAX_SIZE)
		code = yice_cli_failed(batch->cli, YICE_ELIMIT, "-");
	return code ? code : flush(batch);
}

/* Appends what can be read now. *got is 0 at the end. */
static int read_some(struct yice_buf *in, size_t *got)
{
	size_t before = in->len;
	char *room = yice_buf_extend(in, READ_SIZE);
	ssize_t n;

	if (!room)
		return YICE_ENOMEM;
	do
		n = read(STDIN_FILENO, room, READ_SIZE);
	while (n < 0 && errno == EINTR);
	in->len = before + (n > 0 ? (size_t)n : 0);
	*got = n > 0 ? (size_t)n : 0;
	return n < 0 ? YICE_EIO : YICE_OK;
}

static int answer_all(struct batch *batch)
{
	struct yice_buf in = YICE_BUF_INIT;
	size_t got = 1;
	int code = YICE_EXIT_OK;

	while (!code && got) {
		int status = read_some(&in, &got);

		code = status ? yice_cli_failed(batch->cli, status, "-") : answer_lines(batch, &in);
	}
	/* A last line without its line feed is a line all the same. */
	if (!code && in.len)
		code = answer(batch, in.data, in.len);
	if (!code)
		code = flush(batch);
	yice_buf_release(&in);
	return code;
}

static int run(struct batch *batch, const yice_image *image)
{
	size_t len;
	const void *bytes = yice_image_bytes(image, &len);
	int code;

	if (yice_digest_sha256(bytes, len, batch->digest) || yice_facts_new(image, &batch->facts) ||
	    yice_run_new(image, &batch->run))
		code = yice_cli_failed(batch->cli, YICE_ENOMEM, NULL);
	else
		code = answer_all(batch);
	yice_buf_release(&batch->out);
	yice_run_free(batch->run);
	yice_facts_free(batch->facts);
	return code;
}

static int run_by_store(struct batch *batch, const char *store)
{
	const struct yice_args *args = &batch->cli->args;
	const char *record = yice_args_value(args, YICE_OPT_batch_record);
	struct yice_composed composed;
	int code = yice_cli_operands(batch->cli, 0, 0);

	if (code)
		return code;
	code = yice_composed_open(&composed, batch->cli, store, yice_args_value(args, YICE_OPT_batch_scope), batch->day,
				  yice_args_value(args, YICE_OPT_batch_known));
	batch->store = &composed;
	if (!code && record)
		code = yice_record_open(batch->cli, record, &batch->log);
	if (!code)
		code = run(batch, composed.image);
	yice_decisions_close(batch->log);
	yice_composed_close(&composed);
	return code;
}

static int run_by_image(struct batch *batch)
{
	const struct yice_cli *cli = batch->cli;
	int code = yice_cli_operands(cli, 1, 1);
	yice_image *image;

	if (!code && yice_args_value(&cli->args, YICE_OPT_batch_record))
		code = yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "--record 要与 --store 同用", "--record goes with --store"));
	if (code)
		return code;
	image = yice_cli_image(cli, cli->args.operands[0]);
	if (!image)
		return YICE_EXIT_FAILED;
	code = run(batch, image);
	yice_image_free(image);
	return code;
}

int yice_cmd_batch(struct yice_cli *cli)
{
	struct batch batch = { .cli = cli, .out = YICE_BUF_INIT };
	const char *store = yice_args_value(&cli->args, YICE_OPT_batch_store);
	int code = yice_cli_day(cli, YICE_OPT_batch_as_of, &batch.day);

	if (code)
		return code;
	return store ? run_by_store(&batch, store) : run_by_image(&batch);
}
