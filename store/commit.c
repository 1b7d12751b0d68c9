/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commits as text (store/commit.h). A reader takes a commit apart leniently,
 * so that it can say what is wrong, and accepts it only when printing what was
 * read gives the same bytes. Stock git takes several forms of one signed
 * commit for good; each would be another object name for the same content.
 */
#include "base/base.h"
#include "store/commit.h"

#include <stdio.h>

#define WHO_BYTES 256

struct reading {
	const char *name;
	struct yice_arena *arena;
	struct yice_diags *diags;
	struct yice_commit *commit;
	struct yice_buf armour, unsigned_bytes;
	bool is_signed, in_signature;
	bool known; /* the signature was verified before */
};

bool yice_commit_who_fits(const char *who)
{
	size_t len = strlen(who);
	const char *open = strchr(who, '<');

	if (!open || open == who || open[-1] != ' ' || open - who < 2 || who[0] == ' ' || len >= WHO_BYTES ||
	    who[len - 1] != '>' || strchr(open + 1, '<') || strchr(who, '>') != who + len - 1 || open[1] == '>')
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)who[i] < ' ' || who[i] == 127 || (who[i] == ' ' && who + i > open))
			return false;
	return open[-2] != ' ';
}

static void put_head(const struct yice_commit *commit, struct yice_buf *out)
{
	yice_buf_addf(out, "tree %s\n", commit->tree);
	if (*commit->parent)
		yice_buf_addf(out, "parent %s\n", commit->parent);
	yice_buf_addf(out, "author %s %lld +0800\n", commit->who, (long long)commit->when);
	yice_buf_addf(out, "committer %s %lld +0800\n", commit->who, (long long)commit->when);
}

static void put_message(const struct yice_commit *commit, struct yice_buf *out)
{
	yice_buf_addf(out, "\n%s\n\nScope: %s\nSeq: %llu\nManifest-SHA256: %s\nPrev-SHA256: %s\n", commit->subject,
		      commit->scope, (unsigned long long)commit->seq, commit->manifest, commit->previous);
}

/* Each line of the signature but the first begins with a blank, as git continues a header. */
static void put_signature(const struct yice_buf *armour, struct yice_buf *out)
{
	yice_buf_adds(out, "gpgsig");
	for (size_t at = 0; at < armour->len;) {
		size_t len = strcspn(armour->data + at, "\n") + 1;

		yice_buf_addc(out, ' ');
		yice_buf_add(out, armour->data + at, len);
		at += len;
	}
}

int yice_commit_print(const struct yice_commit *commit, const struct yice_key *key, struct yice_buf *out)
{
	struct yice_buf plain = YICE_BUF_INIT, armour = YICE_BUF_INIT;
	int status;

	put_head(commit, &plain);
	put_message(commit, &plain);
	status = yice_buf_status(&plain);
	if (!status)
		status = yice_key_sign(key, YICE_SIGN_COMMIT, plain.data, plain.len, &armour);
	if (!status) {
		put_head(commit, out);
		put_signature(&armour, out);
		put_message(commit, out);
		status = yice_buf_status(out);
	}
	yice_buf_release(&plain);
	yice_buf_release(&armour);
	return status;
}

static int complain(struct reading *reading, enum yice_diag_id id, const char *what)
{
	yice_diag_add(reading->diags, id, YICE_SPAN_NONE, reading->name, what, NULL);
	return YICE_EDIAG;
}

/* Value of a line "key value"; NULL when it is another line. */
static const char *value_of(const char *line, size_t len, const char *key, size_t *value_len)
{
	size_t key_len = strlen(key);

	if (len < key_len || memcmp(line, key, key_len))
		return NULL;
	*value_len = len - key_len;
	return line + key_len;
}

static bool take_hex(char *out, size_t digits, const char *text, size_t len)
{
	if (len != digits)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!strchr("0123456789abcdef", text[i]) || !text[i])
			return false;
	memcpy(out, text, len);
	out[len] = '\0';
	return true;
}

/* Decimal without leading zeros, at most 18 digits. */
static bool take_number(uint64_t *out, const char *text, size_t len)
{
	uint64_t value = 0;

	if (!len || len > 18 || (text[0] == '0' && len > 1))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(text[i] - '0');
	}
	*out = value;
	return true;
}

/* "Name <address> SECONDS +0800" */
static bool take_who(struct reading *reading, const char *text, size_t len)
{
	size_t stop = len;
	uint64_t when;

	while (stop && text[stop - 1] != '>')
		stop--;
	if (!stop || len - stop < 8 || text[stop] != ' ' || memcmp(text + len - 6, " +0800", 6) ||
	    !take_number(&when, text + stop + 1, len - stop - 7))
		return false;
	reading->commit->when = (int64_t)when;
	reading->commit->who = yice_arena_strndup(reading->arena, text, stop);
	return reading->commit->who && strlen(reading->commit->who) == stop &&
	       yice_commit_who_fits(reading->commit->who);
}

static int read_signature(struct reading *reading, const char *line, size_t len)
{
	yice_buf_add(&reading->armour, line, len);
	yice_buf_addc(&reading->armour, '\n');
	return YICE_OK;
}

static int read_header(struct reading *reading, const char *line, size_t len)
{
	struct yice_commit *commit = reading->commit;
	const char *value;
	size_t n;
	char key[64];

	if (len && *line == ' ' && reading->in_signature)
		return read_signature(reading, line + 1, len - 1);
	reading->in_signature = false;
	if ((value = value_of(line, len, "gpgsig ", &n))) {
		if (reading->is_signed)
			return complain(reading, YICE_D_commit_signed_twice, NULL);
		reading->is_signed = reading->in_signature = true;
		return read_signature(reading, value, n);
	}
	yice_buf_add(&reading->unsigned_bytes, line, len);
	yice_buf_addc(&reading->unsigned_bytes, '\n');
	if ((value = value_of(line, len, "tree ", &n)))
		return take_hex(commit->tree, 40, value, n) ? YICE_OK : complain(reading, YICE_D_commit_form, "tree");
	if ((value = value_of(line, len, "parent ", &n))) {
		if (*commit->parent)
			return complain(reading, YICE_D_commit_merge, NULL);
		return take_hex(commit->parent, 40, value, n) ? YICE_OK :
								complain(reading, YICE_D_commit_form, "parent");
	}
	if ((value = value_of(line, len, "author ", &n)) || (value = value_of(line, len, "committer ", &n)))
		return take_who(reading, value, n) ? YICE_OK : complain(reading, YICE_D_commit_form, "author, committer");
	snprintf(key, sizeof(key), "%.*s", (int)strcspn(line, " \n"), line);
	return complain(reading, YICE_D_commit_header, key);
}

/* A trailer's line off the front of the text. */
static const char *take_trailer(const char **at, const char *end, const char *key, size_t *len)
{
	const char *stop = memchr(*at, '\n', (size_t)(end - *at));
	const char *value = stop ? value_of(*at, (size_t)(stop - *at), key, len) : NULL;

	if (value)
		*at = stop + 1;
	return value;
}

static int read_message(struct reading *reading, const char *at, const char *end)
{
	struct yice_commit *commit = reading->commit;
	const char *stop = memchr(at, '\n', (size_t)(end - at)), *value;
	size_t n;

	if (!stop || stop == at || end - stop < 2 || stop[1] != '\n' || memchr(at, '\0', (size_t)(end - at)))
		return complain(reading, YICE_D_commit_form, "subject");
	commit->subject = yice_arena_strndup(reading->arena, at, (size_t)(stop - at));
	at = stop + 2;
	value = take_trailer(&at, end, "Scope: ", &n);
	if (!value || !n)
		return complain(reading, YICE_D_commit_form, "Scope");
	commit->scope = yice_arena_strndup(reading->arena, value, n);
	value = take_trailer(&at, end, "Seq: ", &n);
	if (!value || !take_number(&commit->seq, value, n))
		return complain(reading, YICE_D_commit_form, "Seq");
	value = take_trailer(&at, end, "Manifest-SHA256: ", &n);
	if (!value || !take_hex(commit->manifest, 64, value, n))
		return complain(reading, YICE_D_commit_form, "Manifest-SHA256");
	value = take_trailer(&at, end, "Prev-SHA256: ", &n);
	if (!value || !take_hex(commit->previous, 64, value, n))
		return complain(reading, YICE_D_commit_form, "Prev-SHA256");
	if (at != end)
		return complain(reading, YICE_D_commit_form, "Prev-SHA256");
	return reading->arena->failed ? YICE_ENOMEM : YICE_OK;
}

/* Is what was read, printed again, what was there? Only the signature is left out; it has its own check. */
static int check_writing(struct reading *reading)
{
	struct yice_buf again = YICE_BUF_INIT;
	int status;

	if (!*reading->commit->tree || !reading->commit->who)
		return complain(reading, YICE_D_commit_form, "tree, author");
	put_head(reading->commit, &again);
	put_message(reading->commit, &again);
	status = yice_buf_status(&again);
	if (!status && (again.len != reading->unsigned_bytes.len ||
			memcmp(again.data, reading->unsigned_bytes.data, again.len)))
		status = complain(reading, YICE_D_commit_writing, NULL);
	yice_buf_release(&again);
	return status;
}

static int check_signature(struct reading *reading)
{
	static const enum yice_diag_id ids[YICE_SIGNATURE_FAULTS] = {
		[YICE_SIGNATURE_ARMOUR] = YICE_D_signature_armour,   [YICE_SIGNATURE_FORM] = YICE_D_signature_form,
		[YICE_SIGNATURE_PURPOSE] = YICE_D_signature_purpose, [YICE_SIGNATURE_WRITING] = YICE_D_signature_writing,
		[YICE_SIGNATURE_WRONG] = YICE_D_signature_wrong,
	};
	enum yice_signature_fault fault;
	int status;

	if (!reading->is_signed)
		return complain(reading, YICE_D_commit_unsigned, NULL);
	if (reading->known)
		status = yice_key_claimed(yice_buf_text(&reading->armour), reading->armour.len, YICE_SIGN_COMMIT,
					  &reading->commit->signer, &fault);
	else
		status = yice_key_verify(yice_buf_text(&reading->armour), reading->armour.len, YICE_SIGN_COMMIT,
					 reading->unsigned_bytes.data, reading->unsigned_bytes.len,
					 &reading->commit->signer, &fault);
	if (status)
		return status;
	return fault ? complain(reading, ids[fault], NULL) : YICE_OK;
}

/* tree, parent, author, committer, then the signature: in another place the object would have another name. */
static int check_order(struct reading *reading, const char *bytes, size_t len)
{
	struct yice_buf again = YICE_BUF_INIT;
	int status;

	put_head(reading->commit, &again);
	put_signature(&reading->armour, &again);
	put_message(reading->commit, &again);
	status = yice_buf_status(&again);
	if (!status && (again.len != len || memcmp(again.data, bytes, len)))
		status = complain(reading, YICE_D_commit_writing, NULL);
	yice_buf_release(&again);
	return status;
}

static int read_all(struct reading *reading, const char *bytes, size_t len)
{
	const char *at = bytes, *end = bytes + len;
	int status = YICE_OK;

	while (!status) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (!stop)
			return complain(reading, YICE_D_commit_form, "header");
		if (stop == at)
			break;
		status = read_header(reading, at, (size_t)(stop - at));
		at = stop + 1;
	}
	if (!status)
		status = read_message(reading, at + 1, end);
	yice_buf_add(&reading->unsigned_bytes, at, (size_t)(end - at));
	if (!status)
		status = yice_buf_status(&reading->unsigned_bytes) || yice_buf_status(&reading->armour) ? YICE_ENOMEM :
													 check_writing(reading);
	if (!status)
		status = check_signature(reading);
	return status ? status : check_order(reading, bytes, len);
}

static int read_commit(struct reading *reading, const char *bytes, size_t len)
{
	int status;

	memset(reading->commit, 0, sizeof(*reading->commit));
	status = read_all(reading, bytes, len);
	yice_buf_release(&reading->armour);
	yice_buf_release(&reading->unsigned_bytes);
	return status;
}

int yice_commit_read(const char *bytes, size_t len, const char *name, struct yice_arena *arena,
		     struct yice_commit *out, struct yice_diags *diags)
{
	struct reading reading = { .name = name, .arena = arena, .diags = diags, .commit = out };

	return read_commit(&reading, bytes, len);
}

int yice_commit_again(const char *bytes, size_t len, const char *name, struct yice_arena *arena,
		      struct yice_commit *out, struct yice_diags *diags)
{
	struct reading reading = { .name = name, .arena = arena, .diags = diags, .commit = out, .known = true };

	return read_commit(&reading, bytes, len);
}
