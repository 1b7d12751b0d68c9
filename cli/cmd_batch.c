/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice batch: a line of NDJSON in, a line out, in the same order. What is wrong
 * with a line, or too much of it, is its answer and ends nothing; what is wrong
 * with the run (memory, the image, the output, the record) ends it, at the line
 * it came to. This thread reads and cuts the input
 * into pieces of whole lines, the crew's threads answer them. Whatever can be
 * read is answered and written before more is waited for, so a peer may hold a
 * conversation over two pipes. Decisions by a store can go on record, which is
 * in the order of the lines too and so the work of one thread: what is answered
 * is in the file by then, and what is answered together is synced together.
 */
#include "base/base.h"
#include "cli/crew.h"
#include "cli/images.h"
#include "cli/store_eval.h"
#include "runtime/render.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define READ_SIZE     ((size_t)1 << 16)
#define LINE_MAX_MIB  "64"
#define LINE_MAX_SIZE ((size_t)1 << 26) /* of a longer line one byte more is kept, and tells that it is */
/* Lines of a piece: a full answer is some hundred times as long as a brief one. */
#define PIECE_FULL  16
#define PIECE_BRIEF 256
#define PIECE_RECORD 64
#define PIECE_BYTES (1 << 20) /* no further line when it has as many */

struct batch {
	const struct yice_cli *cli;
	const char *day, *form;
	struct yice_opened by_store; /* its image */
	struct yice_images *images;  /* NULL with a store */
	struct yice_composed *store; /* NULL with an image file */
	struct yice_decisions *log;  /* NULL without --record */
	struct yice_crew *crew;
	uint64_t line, lines_max;        /* lines read; of a piece */
	size_t rest;                     /* of the input: bytes without a line feed that were looked through */
	uint64_t answered, faults, told; /* lines written; of them at fault; when they were last told of, in ms */
	bool tells;
};

/* What a thread answers with by one image. */
struct seat {
	const struct yice_opened *by; /* NULL: not asked for yet */
	yice_facts *facts;
	yice_run *run;
};

/* What a thread answers with. */
struct answerer {
	struct batch *batch;
	struct seat *seats; /* by image */
};

/* ---------------------------------------------------------------- answering, in any thread */

/* The report's JSON is one diagnostic a line; between them a line feed is only layout. */
static int put_errors(const struct answerer *answerer, const yice_report *report, uint64_t line,
		      struct yice_buf *out)
{
	char *text;
	int status = yice_report_text(report, "json", yice_cli_data_lang(answerer->batch->cli), &text);

	if (status)
		return status;
	yice_buf_adds(out, "{\"error\":");
	for (const char *at = text; *at; at++)
		if (*at != '\n')
			yice_buf_addc(out, *at);
	yice_buf_addf(out, ",\"line\":%llu}\n", (unsigned long long)line);
	free(text);
	return YICE_OK;
}

/* The seat of the image that decides a line. */
static int take_seat(struct answerer *answerer, const char *line, size_t len, yice_report *report, struct seat **out)
{
	const struct batch *batch = answerer->batch;
	const struct yice_document document = { .name = "-", .text = line, .len = len };
	struct seat *seat;
	uint32_t number = 0;
	int status = batch->images ? yice_images_choose(batch->images, &document, report, &number) : YICE_OK;

	*out = seat = &answerer->seats[number];
	if (status || seat->by)
		return status;
	if (batch->images)
		status = yice_images_get(batch->images, number, report, &seat->by);
	else
		seat->by = &batch->by_store;
	if (!status && !seat->facts)
		status = yice_facts_new(seat->by->image, &seat->facts);
	if (!status && !seat->run)
		status = yice_run_new(seat->by->image, &seat->run);
	if (status)
		seat->by = NULL;
	return status;
}

static int put_outcome(struct answerer *answerer, struct seat *seat, const char *line, size_t len, yice_report *report,
		       struct yice_buf *out)
{
	const struct batch *batch = answerer->batch;
	size_t start = out->len;
	int status = yice_run_decide(seat->run, seat->facts, batch->day);

	if (status == YICE_ELIMIT) {
		yice_diag_add(&report->diags, YICE_D_facts_steps, YICE_SPAN_NONE, NULL);
		return report->diags.failed ? YICE_ENOMEM : YICE_EDIAG;
	}
	if (!status && batch->log)
		status = yice_composed_record(batch->store, seat->run, seat->facts, line, len, batch->log);
	if (!status)
		status = yice_run_render_to(seat->run, seat->facts, batch->form, yice_cli_data_lang(batch->cli),
					    seat->by->digest, NULL, NULL, out);
	if (status)
		out->len = start; /* half a line is no answer */
	return status;
}

/* Reads the facts of a line on the seat that decides it. */
static int read_line(struct answerer *answerer, const char *line, size_t len, yice_report *report, struct seat **seat)
{
	int status;

	if (len > LINE_MAX_SIZE) {
		yice_diag_add(&report->diags, YICE_D_facts_long, YICE_SPAN_NONE, LINE_MAX_MIB, NULL);
		return report->diags.failed ? YICE_ENOMEM : YICE_EDIAG;
	}
	status = take_seat(answerer, line, len, report, seat);
	return status ? status : yice_facts_read((*seat)->facts, "-", line, len, report);
}

static int answer_line(struct answerer *answerer, struct yice_piece *piece, const char *line, size_t len)
{
	yice_report *report;
	struct seat *seat;
	int status = yice_report_new(&report);

	if (!status)
		status = read_line(answerer, line, len, report, &seat);
	if (!status)
		status = put_outcome(answerer, seat, line, len, report, &piece->out);
	if (status == YICE_EDIAG) {
		piece->faults++;
		status = put_errors(answerer, report, piece->first + piece->lines, &piece->out);
	}
	piece->lines++;
	yice_report_free(report);
	return status ? status : yice_buf_status(&piece->out);
}

static void answer_piece(void *worker, struct yice_piece *piece)
{
	const char *at = piece->in.data, *end = at + piece->in.len;

	while (!piece->status && at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (!stop)
			stop = end; /* a last line without its line feed is a line all the same */
		piece->status = answer_line(worker, piece, at, (size_t)(stop - at));
		at = stop + 1;
	}
}

/* ---------------------------------------------------------------- writing, in order */

/* On a terminal, now and then and at the end. */
static void tell(struct batch *batch, bool last)
{
	struct timespec now;
	uint64_t ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	if (!batch->tells || (!last && ms - batch->told < 200))
		return;
	batch->told = ms;
	fprintf(stderr, YICE_TEXT(batch->cli->args.lang, "\r\033[K已判定 %llu 行，有误 %llu 行", "\r\033[K%llu lines, %llu at fault"),
		(unsigned long long)batch->answered, (unsigned long long)batch->faults);
	if (last)
		fputc('\n', stderr);
}

/* Makes room for a message. */
static void tell_nothing(const struct batch *batch)
{
	if (batch->tells)
		fputs("\r\033[K", stderr);
}

/* What ended the run, at the last line that was begun. */
static int fail_at(const struct batch *batch, const struct yice_piece *piece)
{
	char place[32];

	snprintf(place, sizeof(place), "-:%llu", (unsigned long long)(piece->first + piece->lines - 1));
	tell_nothing(batch);
	return yice_cli_failed(batch->cli, piece->status, place);
}

static int write_piece(void *context, struct yice_piece *piece)
{
	struct batch *batch = context;
	int status = batch->log ? yice_decisions_commit(batch->log) : YICE_OK, code;

	if (status)
		return yice_cli_failed(batch->cli, status, yice_args_value(&batch->cli->args, YICE_OPT_batch_record));
	code = yice_cli_write(batch->cli, NULL, yice_buf_text(&piece->out), piece->out.len);
	batch->answered += piece->lines;
	batch->faults += piece->faults;
	if (!code && piece->status)
		code = fail_at(batch, piece);
	if (!code)
		tell(batch, false);
	return code;
}

/* ---------------------------------------------------------------- reading */

/* The end of the last of the whole lines that make the next piece, their number in *lines; start when there is none. */
static const char *piece_end(const struct batch *batch, const char *start, const char *end, uint64_t *lines)
{
	const char *at = start, *stop;

	for (*lines = 0; *lines < batch->lines_max && at - start < PIECE_BYTES; ++*lines) {
		stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		if (!stop)
			break;
		at = stop + 1;
	}
	return at;
}

/* False when everything ended. */
static bool submit(struct batch *batch, const char *start, const char *end, uint64_t lines, int *status)
{
	struct yice_piece *piece = yice_crew_next(batch->crew);

	if (!piece)
		return false;
	piece->first = batch->line + 1;
	batch->line += lines;
	yice_buf_add(&piece->in, start, (size_t)(end - start));
	*status = yice_buf_status(&piece->in);
	return !*status && yice_crew_submit(batch->crew);
}

/* Hands out every whole line of the buffer and keeps the rest. */
static bool submit_lines(struct batch *batch, struct yice_buf *in, int *status)
{
	const char *at = yice_buf_text(in), *end = at + in->len;
	bool goes_on = true, whole = in->len > batch->rest && memchr(at + batch->rest, '\n', in->len - batch->rest);
	uint64_t lines;

	while (goes_on && whole) {
		const char *stop = piece_end(batch, at, end, &lines);

		if (!lines)
			break;
		goes_on = submit(batch, at, stop, lines, status);
		at = stop;
	}
	if (in->len)
		memmove(in->data, at, (size_t)(end - at));
	in->len = (size_t)(end - at);
	if (in->len > LINE_MAX_SIZE)
		in->len = LINE_MAX_SIZE + 1;
	batch->rest = in->len;
	return goes_on && !*status;
}

/* Waits until there is input; false when everything ended meanwhile. */
static bool wait_for_input(const struct batch *batch)
{
	struct pollfd fds[] = { { .fd = STDIN_FILENO, .events = POLLIN },
				{ .fd = yice_crew_ended(batch->crew), .events = POLLIN } };

	while (poll(fds, YICE_COUNT(fds), -1) < 0 && errno == EINTR)
		continue;
	return !fds[1].revents;
}

/* Of a line that is too long already, what more of it was read is dropped. */
static void cut_line(struct yice_buf *in, size_t before)
{
	const char *stop = memchr(in->data + before, '\n', in->len - before);
	size_t more = stop ? (size_t)(in->data + in->len - stop) : 0;

	if (stop)
		memmove(in->data + before, stop, more);
	in->len = before + more;
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
	if (before > LINE_MAX_SIZE)
		cut_line(in, before);
	return n < 0 ? YICE_EIO : YICE_OK;
}

/* Status of the input; what becomes of the answers is the crew's. */
static int read_all(struct batch *batch)
{
	struct yice_buf in = YICE_BUF_INIT;
	bool goes_on = true; /* false: everything ended */
	size_t got = 1;
	int status = YICE_OK;

	while (goes_on && got && wait_for_input(batch)) {
		status = read_some(&in, &got);
		goes_on = !status && submit_lines(batch, &in, &status);
	}
	if (goes_on && !got && in.len)
		submit(batch, in.data, in.data + in.len, 1, &status);
	yice_buf_release(&in);
	return status;
}

/* ---------------------------------------------------------------- the command */

static int answer_all(struct batch *batch, struct answerer *answerers, size_t count)
{
	struct yice_crew_job job = { answer_piece, write_piece, batch };
	void *workers[YICE_CREW_MAX];
	int status, error, code;

	for (size_t i = 0; i < count; i++)
		workers[i] = &answerers[i];
	status = yice_crew_new(&job, workers, count, &batch->crew);
	if (status)
		return yice_cli_failed(batch->cli, status, NULL);
	status = read_all(batch);
	error = errno;
	code = yice_crew_finish(batch->crew);
	errno = error;
	tell(batch, true);
	return code || !status ? code : yice_cli_failed(batch->cli, status, "-");
}

static int run(struct batch *batch, size_t jobs)
{
	uint32_t images = batch->images ? yice_images_count(batch->images) : 1;
	struct answerer *answerers = calloc(jobs, sizeof(*answerers));
	int code, status = answerers ? YICE_OK : YICE_ENOMEM;

	for (size_t i = 0; !status && i < jobs; i++) {
		answerers[i].batch = batch;
		answerers[i].seats = calloc(images, sizeof(*answerers[i].seats));
		status = answerers[i].seats ? YICE_OK : YICE_ENOMEM;
	}
	code = status ? yice_cli_failed(batch->cli, YICE_ENOMEM, NULL) : answer_all(batch, answerers, jobs);
	for (size_t i = 0; answerers && i < jobs; i++) {
		for (uint32_t k = 0; answerers[i].seats && k < images; k++) {
			yice_run_free(answerers[i].seats[k].run);
			yice_facts_free(answerers[i].seats[k].facts);
		}
		free(answerers[i].seats);
	}
	free(answerers);
	return code;
}

static int run_by_store(struct batch *batch, const char *store, size_t jobs)
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
	if (!code && record) {
		code = yice_record_open(batch->cli, record, &batch->log);
		batch->lines_max = PIECE_RECORD;
		jobs = 1;
	}
	batch->by_store.image = composed.image;
	if (!code && yice_cli_digest(composed.image, batch->by_store.digest))
		code = yice_cli_failed(batch->cli, YICE_ENOMEM, NULL);
	if (!code)
		code = run(batch, jobs);
	yice_decisions_close(batch->log);
	yice_composed_close(&composed);
	batch->store = NULL;
	return code;
}

static int run_by_image(struct batch *batch, size_t jobs)
{
	const struct yice_cli *cli = batch->cli;
	int code = yice_cli_operands(cli, 1, 1);

	if (!code)
		code = yice_composed_unasked(cli, YICE_OPT_batch_scope, YICE_OPT_batch_known, YICE_OPT_batch_record);
	if (code)
		return code;
	batch->images = yice_images_open(cli, cli->args.operands[0]);
	if (!batch->images)
		return YICE_EXIT_FAILED;
	code = run(batch, jobs);
	yice_images_close(batch->images);
	return code;
}

int yice_cmd_batch(struct yice_cli *cli)
{
	bool brief = yice_args_value(&cli->args, YICE_OPT_batch_brief) != NULL;
	const char *store = yice_args_value(&cli->args, YICE_OPT_batch_store);
	struct batch batch = { .cli = cli,
			       .form = brief ? "brief" : "ndjson",
			       .lines_max = brief ? PIECE_BRIEF : PIECE_FULL,
			       .tells = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO) };
	int code = yice_cli_day(cli, YICE_OPT_batch_as_of, &batch.day);
	size_t jobs;

	if (!code)
		code = yice_cli_jobs(cli, YICE_OPT_batch_jobs, &jobs);
	if (code)
		return code;
	return store ? run_by_store(&batch, store, jobs) : run_by_image(&batch, jobs);
}
