/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record of a decision as text (store/decision_text.h): written one way, and
 * read only when printing it again gives the same bytes.
 */
#include "base/base.h"
#include "store/decision_text.h"
#include "yice/digest.h"

#include <stdio.h>

static bool is_hex(const char *text, size_t digits)
{
	return strspn(text, "0123456789abcdef") == digits;
}

/* The last line of a record and so its size; 0 when it is not there. */
static size_t measure(const char *bytes, size_t len, size_t body_end, uint64_t *seq)
{
	const char *line = bytes + body_end, *stop = memchr(line, '\n', len - body_end);
	unsigned long long number, size;
	char copy[64], again[64];

	if (!stop || stop - line >= (ptrdiff_t)sizeof(copy))
		return 0;
	snprintf(copy, sizeof(copy), "%.*s", (int)(stop - line), line);
	if (sscanf(copy, "end %18llu %18llu", &number, &size) != 2 || size != (size_t)(stop - bytes) + 1)
		return 0;
	snprintf(again, sizeof(again), "end %llu %llu", number, size);
	if (strcmp(copy, again))
		return 0;
	*seq = number;
	return (size_t)(stop - bytes) + 1;
}

/* The first line, with its line feed, as far as it is there: how long it is, 0 when it is no such line. */
static size_t read_head(const char *bytes, size_t len, size_t *body_len, char sha256[65])
{
	size_t word = strlen(YICE_DECISION_HEAD), digits, hex;
	char line[128];

	snprintf(line, sizeof(line), "%.*s", (int)(len < sizeof(line) ? len : sizeof(line) - 1), bytes);
	*sha256 = '\0';
	/* Zeros are what a disk gives for what it has lost. */
	if (strlen(line) < (len < sizeof(line) ? len : sizeof(line) - 1))
		return 0;
	if (strlen(line) <= word)
		return strncmp(line, YICE_DECISION_HEAD, strlen(line)) ? 0 : strlen(line);
	digits = strspn(line + word, "0123456789");
	if (memcmp(line, YICE_DECISION_HEAD, word) || !digits || digits > 12)
		return 0;
	*body_len = (size_t)strtoull(line + word, NULL, 10);
	line[word + digits] = line[word + digits] == ' ' ? '\0' : line[word + digits];
	if (line[word + digits])
		return 0;
	if (len <= word + digits + 1)
		return len;
	hex = strspn(line + word + digits + 1, "0123456789abcdef");
	if (word + digits + 1 + hex == len && hex <= 64)
		return len;
	if (hex != 64 || line[word + digits + 65] != '\n')
		return 0;
	snprintf(sha256, 65, "%s", line + word + digits + 1);
	return word + digits + 66;
}

int yice_decision_split(const char *bytes, size_t len, struct yice_decision_part *out)
{
	char stated[65], found[65];
	size_t head = read_head(bytes, len, &out->body_len, stated);

	memset(out->prev, 0, sizeof(out->prev));
	out->size = 0;
	if (!head || !*stated)
		return YICE_ESYNTAX;
	out->body = bytes + head;
	if (out->body_len > len - head || out->body_len < 80)
		return YICE_ESYNTAX;
	if (yice_digest_sha256(out->body, out->body_len, found))
		return YICE_ENOMEM;
	if (strcmp(found, stated) || memcmp(out->body, "prev: ", 6) || out->body[70] != '\n')
		return YICE_ESYNTAX;
	memcpy(out->prev, out->body + 6, 64);
	memcpy(out->sha256, found, sizeof(found));
	out->size = measure(bytes, len, head + out->body_len, &out->seq);
	return out->size && is_hex(out->prev, 64) ? YICE_OK : YICE_ESYNTAX;
}

/* Is there a last line that says it ends what begins here? */
static bool is_closed(const char *bytes, size_t len)
{
	uint64_t seq;

	for (size_t at = 0; at < len; at++) {
		const char *line = memchr(bytes + at, '\n', len - at);

		if (!line)
			return false;
		at = (size_t)(line - bytes);
		if (at + 1 < len && measure(bytes, len, at + 1, &seq))
			return true;
	}
	return false;
}

/* What stands behind a body that is whole: the beginning of its last line? */
static bool is_ending(const char *bytes, size_t len, size_t body_end)
{
	const char *line = bytes + body_end;
	size_t rest = len - body_end, word = rest < 4 ? rest : 4, digits;

	if (memchr(line, '\n', rest) || memcmp(line, "end ", word))
		return false;
	digits = word;
	while (digits < rest && ((line[digits] >= '0' && line[digits] <= '9') || line[digits] == ' '))
		digits++;
	return digits == rest;
}

bool yice_decision_is_begun(const char *bytes, size_t len)
{
	char stated[65], found[65];
	size_t body_len = 0, head = read_head(bytes, len, &body_len, stated);

	if (!head || is_closed(bytes, len))
		return false;
	if (!*stated || body_len > len - head)
		return true;
	return !yice_digest_sha256(bytes + head, body_len, found) && !strcmp(found, stated) &&
	       is_ending(bytes, len, head + body_len);
}

static void put_body(const struct yice_decision *decision, const char *prev, struct yice_buf *out)
{
	char day[11];

	yice_date_format(decision->day, day);
	yice_buf_addf(out, "prev: %s\nseq: %llu\nday: %s\nknown: %s\n", prev, (unsigned long long)decision->seq, day,
		      decision->known);
	for (size_t i = 0; i < decision->tier_count; i++)
		yice_buf_addf(out, "tier: %s %llu %s %s\n", decision->tiers[i].scope,
			      (unsigned long long)decision->tiers[i].seq, decision->tiers[i].oid, decision->tiers[i].manifest);
	yice_buf_addf(out, "image: %s\ncompiler: %s\nverdict: %s\nresult: %s\nfacts: %zu\n", decision->image,
		      decision->compiler, decision->verdict, decision->result, decision->facts_len);
	yice_buf_add(out, decision->facts, decision->facts_len);
	yice_buf_addc(out, '\n');
}

int yice_decision_print(const struct yice_decision *decision, const char *prev, struct yice_buf *out, char sha256[65])
{
	struct yice_buf body = YICE_BUF_INIT;
	size_t start = out->len;
	char digest[65], end[64];
	int status, len = 0, before;

	put_body(decision, prev, &body);
	status = yice_buf_status(&body);
	if (!status)
		status = yice_digest_sha256(body.data, body.len, digest);
	if (!status) {
		size_t size;

		yice_buf_addf(out, YICE_DECISION_HEAD "%zu %s\n", body.len, digest);
		yice_buf_add(out, body.data, body.len);
		/* The record's size counts the digits that tell it. */
		size = out->len - start;
		do {
			before = len;
			len = snprintf(end, sizeof(end), "end %llu %zu\n", (unsigned long long)decision->seq,
				       size + (size_t)before);
		} while (len != before);
		yice_buf_add(out, end, (size_t)len);
		memcpy(sha256, digest, sizeof(digest));
		status = yice_buf_status(out);
	}
	yice_buf_release(&body);
	return status;
}

struct reader {
	const char *at, *end;
	struct yice_arena *arena;
	bool failed;
};

/* The value of the next line, which must have that key. */
static char *take(struct reader *reader, const char *key)
{
	size_t key_len = strlen(key);
	const char *stop = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
	char *value;

	if (reader->failed || !stop || (size_t)(stop - reader->at) < key_len + 2 || memcmp(reader->at, key, key_len) ||
	    memcmp(reader->at + key_len, ": ", 2)) {
		reader->failed = true;
		return NULL;
	}
	value = yice_arena_strndup(reader->arena, reader->at + key_len + 2, (size_t)(stop - reader->at) - key_len - 2);
	reader->at = stop + 1;
	return value;
}

static bool take_tier(struct reader *reader, struct yice_decision_tier *tier)
{
	char *text = take(reader, "tier"), *rest = NULL, *end;
	const char *number;

	if (!text)
		return false;
	tier->scope = strtok_r(text, " ", &rest);
	number = strtok_r(NULL, " ", &rest);
	tier->oid = strtok_r(NULL, " ", &rest);
	tier->manifest = strtok_r(NULL, " ", &rest);
	if (!tier->scope || !number || !tier->oid || !tier->manifest || !is_hex(tier->oid, 40) || !is_hex(tier->manifest, 64))
		return false;
	tier->seq = strtoull(number, &end, 10);
	return !*end;
}

static bool take_tiers(struct reader *reader, struct yice_decision *out)
{
	struct yice_decision_tier *tiers = yice_arena_array(reader->arena, YICE_DECISION_TIERS, sizeof(*tiers));

	out->tiers = tiers;
	while (tiers && !reader->failed && reader->end - reader->at > 6 && !memcmp(reader->at, "tier: ", 6)) {
		if (out->tier_count == YICE_DECISION_TIERS || !take_tier(reader, &tiers[out->tier_count]))
			return false;
		out->tier_count++;
	}
	return tiers != NULL;
}

int yice_decision_parse(const struct yice_decision_part *part, struct yice_arena *arena, struct yice_decision *out)
{
	struct reader reader = { part->body, part->body + part->body_len, arena, false };
	struct yice_buf again = YICE_BUF_INIT;
	const char *seq, *day, *facts;
	bool good;

	memset(out, 0, sizeof(*out));
	take(&reader, "prev");
	seq = take(&reader, "seq");
	day = take(&reader, "day");
	out->known = take(&reader, "known");
	good = take_tiers(&reader, out);
	out->image = take(&reader, "image");
	out->compiler = take(&reader, "compiler");
	out->verdict = take(&reader, "verdict");
	out->result = take(&reader, "result");
	facts = take(&reader, "facts");
	if (arena->failed)
		return YICE_ENOMEM;
	if (!good || reader.failed || yice_date_parse(day, strlen(day), &out->day))
		return YICE_ESYNTAX;
	out->seq = strtoull(seq, NULL, 10);
	out->facts = reader.at;
	out->facts_len = (size_t)strtoull(facts, NULL, 10);
	if (out->seq != part->seq || out->facts_len + 1 != (size_t)(reader.end - reader.at))
		return YICE_ESYNTAX;
	put_body(out, part->prev, &again);
	good = again.len == part->body_len && !memcmp(again.data, part->body, again.len);
	if (again.failed)
		return YICE_ENOMEM;
	yice_buf_release(&again);
	return good ? YICE_OK : YICE_ESYNTAX;
}
