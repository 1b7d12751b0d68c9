/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a submission to effect: the superior files, returns or refuses it, the
 * publisher publishes exactly what was filed, and the superior acknowledges.
 * Before a superior signs, the image is compiled again from the sources and
 * the changes are computed again; nothing the submitter says is believed.
 */
#include "base/base.h"
#include "cli/store_action.h"
#include "runtime/image_read.h"

#include <stdio.h>

#define RECEIPT_DAYS 180

uint32_t yice_store_image_version(const void *image, size_t len)
{
	const unsigned char *bytes = image;

	/* Behind the magic of eight bytes, little-endian: yice-image(5). */
	return len < 12 ? 0 : (uint32_t)bytes[8] | (uint32_t)bytes[9] << 8 | (uint32_t)bytes[10] << 16 | (uint32_t)bytes[11] << 24;
}

int yice_store_meta(struct yice_shelf *shelf, const struct yice_record *record, struct yice_arena *arena,
		    struct yice_version *version)
{
	struct yice_buf text = YICE_BUF_INIT;
	uint32_t file;
	int status = yice_record_file(shelf->store, record, "meta/version", &text, &shelf->report->diags);

	if (!status)
		status = yice_sources_add(&shelf->report->sources, "meta/version", yice_buf_text(&text), text.len, &file);
	if (!status)
		status = yice_version_parse(yice_buf_text(&text), text.len, file, arena, &shelf->report->diags, version);
	yice_buf_release(&text);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

static int paths_of(const struct yice_record *record, struct yice_arena *arena, struct yice_side *side)
{
	side->paths = yice_arena_array(arena, record->tree.count + 1, sizeof(*side->paths));
	if (!side->paths)
		return YICE_ENOMEM;
	for (size_t i = 0; i < record->tree.count; i++)
		side->paths[side->count++] = record->tree.files[i].path;
	return YICE_OK;
}

/* The version that is built upon, laid out, with its image. */
static int lay_out_base(struct yice_shelf *shelf, struct yice_composition *before, const char *scope, uint64_t base,
			struct yice_buf *image, struct yice_arena *arena, struct yice_side *side)
{
	struct yice_version version;
	struct yice_record record;
	int code = yice_shelf_version(shelf, scope, base, &record), status;

	if (!code)
		code = yice_store_meta(shelf, &record, arena, &version);
	if (!code)
		code = yice_composition_lay_out(before, shelf, &record, &version);
	if (!code) {
		status = yice_record_file(shelf->store, &record, "image", image, &shelf->report->diags);
		side->image = image->data;
		side->len = image->len;
		if (!status)
			status = paths_of(&record, arena, side);
		/* Paths are borrowed from the record, which ends here. */
		for (size_t i = 0; !status && i < side->count; i++) {
			side->paths[i] = yice_arena_strdup(arena, side->paths[i]);
			status = side->paths[i] ? YICE_OK : YICE_ENOMEM;
		}
		code = status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
	}
	yice_record_release(&record);
	return code;
}

int yice_store_compare(struct yice_shelf *shelf, const struct yice_composition *after, const struct yice_side *new,
		       const char *scope, uint64_t base, struct yice_arena *arena, struct yice_findings *findings)
{
	struct yice_side old = { NULL, 0, NULL, 0 };
	struct yice_buf image = YICE_BUF_INIT;
	struct yice_composition before;
	int code = yice_composition_open(&before, shelf);

	if (!code && base)
		code = lay_out_base(shelf, &before, scope, base, &image, arena, &old);
	if (!code)
		code = yice_findings_make(shelf, base ? &before : NULL, &old, after, new, arena, findings);
	yice_composition_close(&before);
	yice_buf_release(&image);
	return code;
}

/* Is the stored image what its sources give? */
static int compare_image(struct yice_shelf *shelf, const struct yice_record *record, const void *image, size_t len)
{
	struct yice_buf stored = YICE_BUF_INIT;
	int status = yice_record_file(shelf->store, record, "image", &stored, &shelf->report->diags);

	if (!status && (stored.len != len || memcmp(stored.data, image, len))) {
		yice_diag_add(&shelf->report->diags, YICE_D_image_differs, YICE_SPAN_NONE, record->commit.subject, NULL);
		status = YICE_EDIAG;
	}
	yice_buf_release(&stored);
	return status == YICE_EDIAG ? (yice_shelf_failed(shelf, status), YICE_EXIT_RULES) :
	       status		    ? yice_shelf_failed(shelf, status) :
				      YICE_EXIT_OK;
}

int yice_store_examine(struct yice_shelf *shelf, const struct yice_record *record, const struct yice_version *version,
		       struct yice_arena *arena, struct yice_findings *findings)
{
	struct yice_side side = { NULL, 0, NULL, 0 };
	struct yice_composition composition;
	void *image = NULL;
	int code = yice_composition_open(&composition, shelf);

	if (!code)
		code = yice_composition_lay_out(&composition, shelf, record, version);
	if (!code)
		code = yice_composition_build(&composition, shelf, &image, &side.len);
	side.image = image;
	if (!code)
		code = compare_image(shelf, record, image, side.len);
	if (!code && paths_of(record, arena, &side))
		code = yice_shelf_failed(shelf, YICE_ENOMEM);
	if (!code && findings)
		code = yice_store_compare(shelf, &composition, &side, version->scope,
					  yice_lifecycle_against(shelf->ledger, version), arena, findings);
	yice_composition_close(&composition);
	free(image);
	return code;
}

/* ---- an act of the superior */

struct filing {
	const struct yice_cli *cli;
	const char *scope, *place;
	struct yice_shelf shelf;
	struct yice_signing signing;
	struct yice_arena arena;
	struct yice_record record;
	struct yice_version version;
	struct yice_findings findings;
	struct yice_entry entry;
	yice_day day;
};

/* Opens the store and reads the chain's newest record; the entry's head is filled in. */
static int filing_open(struct filing *filing, const struct yice_cli *cli, enum yice_ref_kind kind)
{
	int code = yice_store_day(cli, &filing->day);

	filing->cli = cli;
	filing->scope = cli->args.operands[2];
	yice_arena_init(&filing->arena);
	if (!yice_is_scope(filing->scope))
		return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "辖区代码是 6 至 12 位数字，不是“%s”",
						       "a scope is a code of 6 to 12 digits, not \"%s\""), filing->scope);
	if (!code)
		code = yice_signing_open(&filing->signing, cli);
	if (!code)
		code = yice_shelf_open(&filing->shelf, cli, cli->args.operands[1], true);
	if (!code)
		code = yice_shelf_head(&filing->shelf, kind, filing->scope, &filing->record);
	if (!code)
		code = yice_store_meta(&filing->shelf, &filing->record, &filing->arena, &filing->version);
	if (code)
		return code;
	filing->place = yice_authority_superior(filing->shelf.ledger, filing->scope);
	(void)!yice_ledger_next(filing->shelf.ledger, filing->place, filing->day, &filing->entry);
	filing->entry.scope = filing->scope;
	filing->entry.version = filing->version.seq;
	filing->entry.commit = (struct yice_commit_id){ filing->record.oid, filing->record.sha256 };
	filing->entry.manifest = filing->record.commit.manifest;
	filing->entry.note = yice_args_value(&cli->args, YICE_OPT_store_note);
	return YICE_EXIT_OK;
}

static int filing_close(struct filing *filing, int code)
{
	yice_record_release(&filing->record);
	yice_shelf_close(&filing->shelf);
	yice_signing_close(&filing->signing);
	yice_arena_release(&filing->arena);
	return code;
}

int yice_store_do_file(const struct yice_cli *cli)
{
	struct filing filing = { .day = 0 };
	bool given;
	int code = filing_open(&filing, cli, YICE_REF_SUB);

	if (!code)
		code = yice_store_examine(&filing.shelf, &filing.record, &filing.version, &filing.arena, &filing.findings);
	if (!code) {
		filing.entry.kind = YICE_ENTRY_RECEIPT;
		filing.entry.base = filing.version.base;
		filing.entry.expires = filing.entry.date + RECEIPT_DAYS;
		code = yice_store_option_day(cli, YICE_OPT_store_expires, &filing.entry.expires, &given);
	}
	if (!code)
		code = yice_shelf_enter(&filing.shelf, &filing.entry, &filing.signing, &filing.findings);
	return filing_close(&filing, code);
}

static int send_back(const struct yice_cli *cli, enum yice_entry_kind kind)
{
	struct filing filing = { .day = 0 };
	const char *reason = yice_args_value(&cli->args, YICE_OPT_store_reason);
	int code, index = reason ? yice_return_reason_find(reason) : -1;

	if (index < 0)
		return yice_cli_misused(cli, "%s",
					YICE_TEXT(cli->args.lang, "要有 --reason incomplete、irregular、unsound、looser、unargued 或 undeclared",
						  "--reason incomplete, irregular, unsound, looser, unargued or undeclared is needed"));
	code = filing_open(&filing, cli, YICE_REF_SUB);
	filing.entry.kind = kind;
	filing.entry.reason = index;
	if (!code)
		code = yice_shelf_enter(&filing.shelf, &filing.entry, &filing.signing, NULL);
	return filing_close(&filing, code);
}

int yice_store_do_return(const struct yice_cli *cli)
{
	return send_back(cli, YICE_ENTRY_RETURN);
}

int yice_store_do_refuse(const struct yice_cli *cli)
{
	return send_back(cli, YICE_ENTRY_REFUSAL);
}

int yice_store_do_acknowledge(const struct yice_cli *cli)
{
	struct filing filing = { .day = 0 };
	int code = filing_open(&filing, cli, YICE_REF_PUB), status;

	if (!code) {
		status = yice_lifecycle_check_publication(filing.shelf.ledger, filing.scope, filing.entry.date,
							  &filing.shelf.report->diags);
		code = status ? yice_shelf_failed(&filing.shelf, status) : YICE_EXIT_OK;
		if (status)
			yice_stranded_warn(&filing.shelf, filing.scope, filing.entry.date);
	}
	if (!code)
		code = yice_store_examine(&filing.shelf, &filing.record, &filing.version, &filing.arena, &filing.findings);
	if (!code) {
		filing.entry.kind = YICE_ENTRY_ACKNOWLEDGEMENT;
		filing.entry.receipt = yice_lifecycle_filed_by(filing.shelf.ledger, filing.scope, filing.entry.date);
		code = yice_shelf_enter(&filing.shelf, &filing.entry, &filing.signing, NULL);
	}
	return filing_close(&filing, code);
}

/* ---- publish */

/* The submission that the receipt names, read. */
static int read_filed(struct filing *filing, const struct yice_entry *receipt, struct yice_record *record)
{
	int status = yice_record_read(filing->shelf.store, receipt->commit.oid, "sub", record, &filing->shelf.report->diags);

	return status ? yice_shelf_failed(&filing->shelf, status) : YICE_EXIT_OK;
}

/* The files that were filed and the receipt; signatures are the publisher's own. */
static int pack(struct filing *filing, const struct yice_record *record, const struct yice_entry *receipt,
		struct yice_parcel *parcel)
{
	static const char *const parts[] = { "meta/", "src/", "image" };
	struct yice_buf text = YICE_BUF_INIT;
	int status = YICE_OK;

	for (size_t i = 0; !status && i < YICE_COUNT(parts); i++)
		status = yice_parcel_copy(parcel, &filing->shelf, record, parts[i]);
	yice_entry_print(receipt, &text);
	if (!status)
		status = yice_buf_status(&text);
	if (!status)
		status = yice_parcel_add(parcel, "filing/receipt", text.data, text.len);
	parcel->files.compiler = record->manifest.compiler;
	parcel->files.image_version = record->manifest.image_version;
	yice_buf_release(&text);
	return status ? yice_shelf_failed(&filing->shelf, status) : YICE_EXIT_OK;
}

static int judge_publisher(struct filing *filing)
{
	char ref[YICE_REF_BYTES];
	struct yice_write write = { .ref = ref, .signers = { filing->signing.names, filing->signing.count } };
	int status;

	yice_ref_format(YICE_REF_PUB, filing->scope, ref);
	status = yice_authority_judge(filing->shelf.ledger, &write, YICE_LATEST, filing->day, YICE_SPAN_NONE,
				      &filing->shelf.report->diags);
	return status ? yice_shelf_failed(&filing->shelf, status) : YICE_EXIT_OK;
}

static int publish(struct filing *filing, const struct yice_entry *receipt)
{
	struct yice_record record;
	struct yice_parcel parcel;
	char oid[YICE_OID];
	int code = read_filed(filing, receipt, &record);

	yice_parcel_init(&parcel);
	if (!code)
		code = pack(filing, &record, receipt, &parcel);
	if (!code)
		code = judge_publisher(filing);
	if (!code)
		code = yice_shelf_append(&filing->shelf, YICE_REF_PUB, filing->scope, filing->scope, receipt->version,
					 &parcel, &filing->signing, oid);
	if (!code) {
		struct yice_buf line = YICE_BUF_INIT;

		yice_buf_addf(&line, "pub/%s %llu %s\n", filing->scope, (unsigned long long)receipt->version, oid);
		code = yice_cli_print(filing->cli, &line);
	}
	yice_parcel_release(&parcel);
	yice_record_release(&record);
	return code;
}

int yice_store_do_publish(const struct yice_cli *cli)
{
	struct filing filing = { .day = 0 };
	const struct yice_entry *receipt;
	uint64_t seq;
	int code = filing_open(&filing, cli, YICE_REF_SUB);

	if (code)
		return filing_close(&filing, code);
	seq = yice_lifecycle_receipt(filing.shelf.ledger, filing.scope);
	receipt = seq ? yice_ledger_get(filing.shelf.ledger, filing.place, seq) : NULL;
	if (receipt && filing.day >= receipt->expires) {
		char day[11];

		yice_date_format(receipt->expires, day);
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "%s 的备案回执到 %s 为止，不能发布；请上级重新备案",
					    "the receipt of %s ended on %s, nothing is published; its superior has to file again"),
			     filing.scope, day);
		code = YICE_EXIT_FAILED;
	} else if (receipt)
		code = publish(&filing, receipt);
	else {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "%s 没有可用的备案回执，不能发布", "%s has no receipt that stands; nothing is published"),
			     filing.scope);
		code = YICE_EXIT_FAILED;
	}
	return filing_close(&filing, code);
}
