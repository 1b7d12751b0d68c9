/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signed texts: which fields a kind has, in which order. Reading and
 * printing walk the same list of fields, so a text that reads differently from
 * what it prints cannot exist; the comparison at the end of reading holds this
 * down against mistakes here. Called by the ledger and by whoever writes texts.
 */
#include "store/entry_shape.h"

#include <stdio.h>

#define ENTRY_HEAD   "yice-entry-1"
#define VERSION_HEAD "yice-version-1"
#define FORM_MAX     16

struct field {
	const char *key;
	enum yice_shape shape;
	size_t member;
};

static const struct field fields[YICE_FIELDS] = {
#define FIELD(id, key, shape, structure, member)                                                             \
	[YICE_F_##id] = { key, YICE_SHAPE_##shape, offsetof(struct structure, member) },
#include "store/entry.def"
#undef FIELD
};

/* The fields of a kind in order, ended by YICE_FIELDS. */
struct form {
	const char *word;
	enum yice_field fields[FORM_MAX];
};

#define HEAD  YICE_F_REGISTER, YICE_F_SEQ, YICE_F_DATE, YICE_F_PREV, YICE_F_ABOVE
#define ROLES YICE_F_DRAFT, YICE_F_PUBLISH, YICE_F_FILE, YICE_F_CHECKPOINT, YICE_F_NOTE, YICE_FIELDS

static const struct form entry_forms[YICE_ENTRIES] = {
	[YICE_ENTRY_ROOT] = { "root", { HEAD, YICE_F_VERSION, YICE_F_FROM, YICE_F_TO, YICE_F_ROOT, ROLES } },
	[YICE_ENTRY_DELEGATION] = { "delegation",
				    { HEAD, YICE_F_SCOPE, YICE_F_VERSION, YICE_F_FROM, YICE_F_TO, YICE_F_SEAL,
				      ROLES } },
	[YICE_ENTRY_RECEIPT] = { "receipt",
				 { HEAD, YICE_F_SCOPE, YICE_F_VERSION, YICE_F_BASE, YICE_F_SUBMISSION,
				   YICE_F_MANIFEST, YICE_F_EXPIRES, YICE_F_NOTE, YICE_FIELDS } },
	[YICE_ENTRY_RETURN] = { "return",
				{ HEAD, YICE_F_SCOPE, YICE_F_VERSION, YICE_F_SUBMISSION, YICE_F_MANIFEST,
				  YICE_F_RETURNED, YICE_F_NOTE, YICE_FIELDS } },
	[YICE_ENTRY_REFUSAL] = { "refusal",
				 { HEAD, YICE_F_SCOPE, YICE_F_VERSION, YICE_F_SUBMISSION, YICE_F_MANIFEST,
				   YICE_F_RETURNED, YICE_F_NOTE, YICE_FIELDS } },
	[YICE_ENTRY_ACKNOWLEDGEMENT] = { "acknowledgement",
					 { HEAD, YICE_F_SCOPE, YICE_F_VERSION, YICE_F_COMMIT, YICE_F_MANIFEST,
					   YICE_F_RECEIPT, YICE_F_NOTE, YICE_FIELDS } },
	[YICE_ENTRY_SUSPENSION] = { "suspension",
				    { HEAD, YICE_F_SCOPE, YICE_F_VERSION, YICE_F_FROM, YICE_F_TO,
				      YICE_F_SUSPENDED, YICE_F_NOTE, YICE_FIELDS } },
	[YICE_ENTRY_REVOCATION] = { "revocation",
				    { HEAD, YICE_F_KEY, YICE_F_SINCE, YICE_F_REVOKED, YICE_F_NOTE,
				      YICE_FIELDS } },
	[YICE_ENTRY_CHECKPOINT] = { "checkpoint",
				    { HEAD, YICE_F_OF, YICE_F_SEAL, YICE_F_UNTIL, YICE_F_NOTE,
				      YICE_FIELDS } },
};

#define V_HEAD YICE_F_V_SCOPE, YICE_F_V_SEQ, YICE_F_V_FROM, YICE_F_V_TO, YICE_F_V_BASE, YICE_F_V_UPPER
#define V_TAIL YICE_F_V_BASIS, YICE_F_V_CHANGED, YICE_F_V_NOTE, YICE_FIELDS

static const struct form version_forms[YICE_VERSIONS] = {
	[YICE_VERSION_PERIODIC] = { "periodic", { V_HEAD, YICE_F_V_PERIOD, YICE_F_V_EVALUATION, V_TAIL } },
	[YICE_VERSION_DYNAMIC] = { "dynamic", { V_HEAD, YICE_F_V_REASON, YICE_F_V_ARGUED, V_TAIL } },
	[YICE_VERSION_CORRECTION] = { "correction", { V_HEAD, YICE_F_V_TARGET, V_TAIL } },
	[YICE_VERSION_WITHDRAWAL] = { "withdrawal", { V_HEAD, YICE_F_V_TARGET, V_TAIL } },
};

static const char *const role_words[YICE_ROLES] = {
	[YICE_ROLE_DRAFT] = "draft",           [YICE_ROLE_PUBLISH] = "publish", [YICE_ROLE_FILE] = "file",
	[YICE_ROLE_CHECKPOINT] = "checkpoint", [YICE_ROLE_ROOT] = "root",
};

/* ---- reading ---- */

static void complain_first(struct yice_lines *lines, const struct form *forms, size_t count, const char *head)
{
	struct yice_buf words = YICE_BUF_INIT;
	const char *end = memchr(lines->text, '\n', lines->len);

	for (size_t i = 0; i < count; i++) {
		yice_buf_adds(&words, i ? ", " : "");
		yice_buf_adds(&words, forms[i].word);
	}
	yice_diag_add(lines->diags, YICE_D_store_first_line,
		      yice_lines_span(lines, lines->text, end ? (size_t)(end - lines->text) : lines->len),
		      head, yice_buf_text(&words), NULL);
	yice_buf_release(&words);
}

/* The form the first line names, or NULL after a report. */
static const struct form *read_first(struct yice_lines *lines, const struct form *forms, size_t count,
				     const char *head)
{
	struct yice_line line;

	if (lines->len && !yice_lines_peek(lines, &line))
		return NULL;
	if (lines->len && yice_line_is(&line, head))
		for (size_t i = 0; i < count; i++)
			if (strlen(forms[i].word) == line.value_len &&
			    !memcmp(forms[i].word, line.value, line.value_len)) {
				yice_lines_take(lines, &line);
				return &forms[i];
			}
	complain_first(lines, forms, count, head);
	return NULL;
}

/* The line in front is not the one the form wants: says which. */
static void complain_key(struct yice_lines *lines, const char *wanted)
{
	struct yice_line line;
	char found[64];

	if (lines->at == lines->len) {
		yice_diag_add(lines->diags, YICE_D_store_lacks,
			      yice_lines_span(lines, lines->text + lines->len, 0), wanted, NULL);
		return;
	}
	if (!yice_lines_peek(lines, &line))
		return; /* reported */
	snprintf(found, sizeof(found), "%.*s", (int)(line.key_len < 60 ? line.key_len : 60), line.key);
	if (wanted)
		yice_diag_add(lines->diags, YICE_D_store_key, yice_lines_span(lines, line.key, line.key_len),
			      wanted, found, NULL);
	else
		yice_diag_add(lines->diags, YICE_D_store_extra_line,
			      yice_lines_span(lines, line.key, line.key_len), found, NULL);
}

static int read_fields(struct yice_lines *lines, const struct form *form, char *record, struct yice_span *at)
{
	struct yice_line line;
	int status;

	for (const enum yice_field *f = form->fields; *f != YICE_FIELDS; f++) {
		const struct field *field = &fields[*f];
		bool here = lines->at < lines->len;

		if (here && !yice_lines_peek(lines, &line))
			return YICE_EDIAG;
		if (!here || !yice_line_is(&line, field->key)) {
			if (field->shape >= YICE_SHAPE_ARGUED && field->shape != YICE_SHAPE_TEXTS)
				continue;
			complain_key(lines, field->key);
			return YICE_EDIAG;
		}
		status = yice_shape_read(lines, field->shape, field->key, record + field->member, &at[*f]);
		if (status)
			return status;
	}
	if (lines->at == lines->len)
		return YICE_OK;
	complain_key(lines, NULL);
	return YICE_EDIAG;
}

static bool begin(struct yice_lines *lines, struct yice_span *at)
{
	char limit[16];

	for (int i = 0; i < YICE_FIELDS; i++)
		at[i] = YICE_SPAN_NONE;
	if (lines->len <= YICE_ENTRY_BYTES)
		return true;
	snprintf(limit, sizeof(limit), "%u", YICE_ENTRY_BYTES);
	yice_diag_add(lines->diags, YICE_D_store_too_long, YICE_SPAN_NONE, limit, NULL);
	return false;
}

static void check_after(struct yice_diags *diags, struct yice_span place, yice_day from, yice_day to)
{
	if (to <= from)
		yice_diag_add(diags, YICE_D_store_interval, place, "to", "from", NULL);
}

/* Last of reading: without mistakes so far, the text must be what printing gives. Releases that. */
static int finish(struct yice_lines *lines, uint32_t errors, struct yice_buf *printed)
{
	bool lacks = lines->arena->failed || lines->diags->failed || printed->failed;
	bool same = !lacks && printed->len == lines->len &&
		    !memcmp(yice_buf_text(printed), lines->text, lines->len);

	yice_buf_release(printed);
	if (lacks)
		return YICE_ENOMEM;
	if (lines->diags->errors != errors)
		return YICE_EDIAG;
	if (same)
		return YICE_OK;
	yice_diag_add(lines->diags, YICE_D_store_line, yice_lines_span(lines, lines->text, lines->len), NULL);
	return YICE_EDIAG;
}

/* A text of either sort, up to its last field; index of its form in *kind. record: zeroed, its places `at` not yet set. */
static int read_text(struct yice_lines *lines, const struct form *forms, size_t count, const char *head, char *record,
		     struct yice_span *at, size_t *kind)
{
	const struct form *form;
	int status = begin(lines, at) ? YICE_OK : YICE_EDIAG;

	if (status)
		return status;
	form = read_first(lines, forms, count, head);
	status = form ? read_fields(lines, form, record, at) : YICE_EDIAG;
	if (status)
		return lines->diags->failed ? YICE_ENOMEM : status;
	*kind = (size_t)(form - forms);
	return YICE_OK;
}

int yice_entry_parse(const char *text, size_t len, uint32_t file, struct yice_arena *arena,
		     struct yice_diags *diags, struct yice_entry *out)
{
	struct yice_lines lines = { text, len, 0, file, arena, diags };
	struct yice_buf printed = YICE_BUF_INIT;
	uint32_t errors = diags->errors;
	size_t kind;
	int status;

	memset(out, 0, sizeof(*out));
	out->span = yice_lines_span(&lines, text, len);
	status = read_text(&lines, entry_forms, YICE_ENTRIES, ENTRY_HEAD, (char *)out, out->at, &kind);
	if (status)
		return status;
	out->kind = (enum yice_entry_kind)kind;
	if (out->kind == YICE_ENTRY_ROOT || out->kind == YICE_ENTRY_DELEGATION)
		check_after(diags, out->at[YICE_F_TO], out->from, out->to);
	if (out->kind == YICE_ENTRY_SUSPENSION) /* lifted from its first day on: to = from */
		check_after(diags, out->at[YICE_F_TO], out->from - 1, out->to);
	if (diags->errors == errors)
		yice_entry_print(out, &printed);
	return finish(&lines, errors, &printed);
}

int yice_version_parse(const char *text, size_t len, uint32_t file, struct yice_arena *arena,
		       struct yice_diags *diags, struct yice_version *out)
{
	struct yice_lines lines = { text, len, 0, file, arena, diags };
	struct yice_buf printed = YICE_BUF_INIT;
	uint32_t errors = diags->errors;
	size_t kind;
	int status;

	memset(out, 0, sizeof(*out));
	out->span = yice_lines_span(&lines, text, len);
	status = read_text(&lines, version_forms, YICE_VERSIONS, VERSION_HEAD, (char *)out, out->at, &kind);
	if (status)
		return status;
	out->kind = (enum yice_version_kind)kind;
	check_after(diags, out->at[YICE_F_V_TO], out->from, out->to);
	if (diags->errors == errors)
		yice_version_print(out, &printed);
	return finish(&lines, errors, &printed);
}

/* ---- printing ---- */

static void print_form(const char *head, const struct form *form, const char *record, struct yice_buf *out)
{
	yice_buf_addf(out, "%s: %s\n", head, form->word);
	for (const enum yice_field *f = form->fields; *f != YICE_FIELDS; f++)
		yice_shape_print(fields[*f].shape, fields[*f].key, record + fields[*f].member, out);
}

void yice_entry_print(const struct yice_entry *entry, struct yice_buf *out)
{
	print_form(ENTRY_HEAD, &entry_forms[entry->kind], (const char *)entry, out);
}

void yice_version_print(const struct yice_version *version, struct yice_buf *out)
{
	print_form(VERSION_HEAD, &version_forms[version->kind], (const char *)version, out);
}

const char *yice_entry_word(enum yice_entry_kind kind)
{
	return entry_forms[kind].word;
}

const char *yice_version_word(enum yice_version_kind kind)
{
	return version_forms[kind].word;
}

const char *yice_role_word(enum yice_role role)
{
	return role_words[role];
}
