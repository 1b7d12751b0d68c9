/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader has seen, kept by it between runs: the heads of registers and
 * of chains. A repository that lacks any of it was rolled back, cut short or
 * split, however good its signatures; the reader then keeps what it had. The
 * text is local and unsigned: whoever can change it can change the reader.
 */
#include "store/entry_shape.h"
#include "store/ledger_internal.h"

#define SEEN_HEAD "yice-seen-1"

static void put_line(struct yice_buf *out, const char *key, const char *scope, uint64_t seq,
		     const char *sha256)
{
	yice_buf_addf(out, "%s: %s %llu %s\n", key, scope, (unsigned long long)seq, sha256);
}

void yice_ledger_print_seen(const struct yice_ledger *ledger, struct yice_buf *out)
{
	yice_buf_adds(out, SEEN_HEAD ": heads\n");
	for (uint32_t i = 0; i < ledger->ordered.count; i++) {
		const struct yice_node *node = ledger->ordered.items[i];
		uint32_t size = node->entries.count;

		if (size)
			put_line(out, "register", node->code, size,
				 ((const struct yice_admitted *)node->entries.items[size - 1])->sha256);
	}
	for (uint32_t i = 0; i < ledger->ordered.count; i++) {
		const struct yice_node *node = ledger->ordered.items[i];
		struct yice_base head = yice_ledger_head(ledger, node->code);

		if (head.seq)
			put_line(out, "chain", node->code, head.seq, head.commit.sha256);
	}
}

static void check_register(const struct yice_ledger *ledger, const struct yice_upper *seen,
			   struct yice_span at, struct yice_diags *diags)
{
	uint64_t size = yice_ledger_size(ledger, seen->scope);
	char text[2][24];

	if (size < seen->seq)
		yice_diag_add(diags, YICE_D_store_seen_short, at, seen->scope,
			      yice_number_text(seen->seq, text[0]), yice_number_text(size, text[1]), NULL);
	else if (strcmp(yice_ledger_digest(ledger, seen->scope, seen->seq), seen->manifest) != 0)
		yice_diag_add(diags, YICE_D_store_seen_split, at, seen->scope,
			      yice_number_text(seen->seq, text[0]), NULL);
}

static void check_chain(const struct yice_ledger *ledger, const struct yice_upper *seen, struct yice_span at,
			struct yice_diags *diags)
{
	const struct yice_node *node = yice_node_find(ledger, seen->scope);
	uint32_t count = node ? node->publications.count : 0;
	const struct yice_filed_commit *commit;
	char text[2][24];

	if (count < seen->seq) {
		yice_diag_add(diags, YICE_D_store_seen_chain_short, at, seen->scope,
			      yice_number_text(seen->seq, text[0]), yice_number_text(count, text[1]), NULL);
		return;
	}
	assert(node && seen->seq);
	commit = node->publications.items[seen->seq - 1];
	if (strcmp(commit->id.sha256, seen->manifest) != 0)
		yice_diag_add(diags, YICE_D_store_seen_chain_split, at, seen->scope,
			      yice_number_text(seen->seq, text[0]), NULL);
}

static int read_seen(struct yice_lines *lines, struct yice_uppers *registers, struct yice_uppers *chains,
		     struct yice_span at[2])
{
	struct yice_line line;
	int status;

	if (!lines->len || !yice_lines_peek(lines, &line) || !yice_line_is(&line, SEEN_HEAD)) {
		yice_diag_add(lines->diags, YICE_D_store_first_line, yice_lines_span(lines, lines->text, 0),
			      SEEN_HEAD, "heads", NULL);
		return YICE_EDIAG;
	}
	yice_lines_take(lines, &line);
	status = yice_shape_read(lines, YICE_SHAPE_UPPERS, "register", registers, &at[0]);
	if (!status)
		status = yice_shape_read(lines, YICE_SHAPE_UPPERS, "chain", chains, &at[1]);
	if (!status && lines->at < lines->len) {
		yice_diag_add(lines->diags, YICE_D_store_line,
			      yice_lines_span(lines, lines->text + lines->at, 1), NULL);
		status = YICE_EDIAG;
	}
	return status;
}

/* The value of a line behind the first one of its key; every line is "KEY: VALUE", for they were read. */
static struct yice_span value_at(const struct yice_lines *lines, struct yice_span first, const char *key, uint32_t line)
{
	const char *value = lines->text + first.start;

	for (; line; line--)
		value += strcspn(value, "\n") + 1 + strlen(key) + 2;
	return yice_lines_span(lines, value, strcspn(value, "\n"));
}

int yice_ledger_check_seen(const struct yice_ledger *ledger, const char *text, size_t len, uint32_t file,
			   struct yice_diags *diags)
{
	struct yice_arena arena;
	struct yice_lines lines = { text, len, 0, file, &arena, diags };
	struct yice_uppers registers = { NULL, 0 }, chains = { NULL, 0 };
	struct yice_span at[2] = { YICE_SPAN_NONE, YICE_SPAN_NONE };
	uint32_t errors = diags->errors;
	int status;

	yice_arena_init(&arena);
	status = read_seen(&lines, &registers, &chains, at);
	if (!status && diags->errors == errors) {
		for (uint32_t i = 0; i < registers.count; i++)
			check_register(ledger, &registers.items[i], value_at(&lines, at[0], "register", i), diags);
		for (uint32_t i = 0; i < chains.count; i++)
			check_chain(ledger, &chains.items[i], value_at(&lines, at[1], "chain", i), diags);
	}
	yice_arena_release(&arena);
	if (status == YICE_ENOMEM || diags->failed)
		return YICE_ENOMEM;
	return diags->errors == errors ? YICE_OK : YICE_EDIAG;
}
