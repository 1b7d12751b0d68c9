/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A world of authorities for the tests of the ledger: a nation, a province and
 * two cities with keys of their own, and one call for each act. Acts go through
 * the printed texts, so every test also exercises the parser.
 */
#ifndef YICE_TESTS_UNIT_WORLD_H
#define YICE_TESTS_UNIT_WORLD_H

#include "tests/unit/unit.h"

#include <stdio.h>

#include "store/asof.h"
#include "store/audit.h"
#include "yice/digest.h"

#define NATION   "000000"
#define PROVINCE "440000"
#define CITY     "440600"
#define OTHER    "440100"

struct world {
	struct yice_ledger *ledger;
	struct yice_diags diags;
	struct yice_arena arena;
	uint32_t texts;          /* source numbers given out */
	uint64_t names;          /* commits given out */
	const char *heads[4][2]; /* last commit of sub and pub by scope */
	enum yice_diag_id said;  /* of the last refusal */
};

static inline yice_day day(const char *text)
{
	yice_day out;

	assert_int_equal(yice_date_parse(text, strlen(text), &out), YICE_OK);
	return out;
}

/*
 * Key number n, in OpenSSH's form; ascending with n below 4096 apart from two digits, so lists are sorted
 * before use.
 */
static inline const char *key(struct world *w, unsigned n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *text = yice_arena_alloc(&w->arena, 69);

	assert_non_null(text);
	memset(text, 'A', 68);
	memcpy(text, "AAAAC3NzaC1lZDI1NTE5AAAAI", 25);
	text[30] = digits[n / 64 % 64];
	text[31] = digits[n % 64];
	return text;
}

static inline const char *hex(struct world *w, char first, uint64_t n, int len)
{
	char *text = yice_arena_alloc(&w->arena, 65);

	assert_non_null(text);
	snprintf(text, 65, "%c%0*llx", first, len - 1, (unsigned long long)n);
	return text;
}

static inline int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* `threshold` of the keys first, first + 1 ... */
static inline struct yice_keys keys(struct world *w, uint32_t threshold, uint32_t count, unsigned first)
{
	struct yice_keys out = { threshold, count, yice_arena_array(&w->arena, count, sizeof(*out.keys)) };

	for (uint32_t i = 0; i < count; i++)
		out.keys[i] = key(w, first + i);
	qsort(out.keys, count, sizeof(*out.keys), by_text);
	return out;
}

static inline struct yice_signers signers(struct world *w, uint32_t count, unsigned first)
{
	struct yice_keys all = keys(w, count, count, first);

	return (struct yice_signers){ all.keys, count };
}

/* Keeps the first new diagnostic's id in said, and its status. */
static inline int note(struct world *w, int status, uint32_t before)
{
	w->said = w->diags.count > before ? w->diags.items[before]->main.id : YICE_DIAG_COUNT;
	assert_int_equal(status == YICE_EDIAG, w->diags.errors > 0 && w->diags.count > before);
	return status;
}

static inline int admit_text(struct world *w, const char *text, size_t len, struct yice_signers by,
			     const struct yice_findings *findings)
{
	uint32_t before = w->diags.count;

	return note(w, yice_ledger_entry(w->ledger, text, len, w->texts++, &by, findings, &w->diags, NULL),
		    before);
}

static inline int admit_found(struct world *w, const struct yice_entry *entry, struct yice_signers by,
			      const struct yice_findings *findings)
{
	struct yice_buf text = YICE_BUF_INIT;
	int status;

	yice_entry_print(entry, &text);
	status = admit_text(w, yice_buf_text(&text), text.len, by, findings);
	yice_buf_release(&text);
	return status;
}

static inline int admit(struct world *w, const struct yice_entry *entry, struct yice_signers by)
{
	return admit_found(w, entry, by, NULL);
}

static inline struct yice_entry next(struct world *w, const char *place, const char *date,
				     enum yice_entry_kind kind)
{
	struct yice_entry out;

	(void)!yice_ledger_next(w->ledger, place, day(date), &out);
	out.kind = kind;
	return out;
}

/*
 * Keys of a scope: base + 0.. draft (2), + 10.. publish (3, two needed), + 20.. file (2), + 30 checkpoint,
 * + 40.. root (3, two needed).
 */
static inline unsigned base_of(const char *scope)
{
	return !strcmp(scope, NATION)     ? 100
	       : !strcmp(scope, PROVINCE) ? 200
	       : !strcmp(scope, CITY)     ? 300
					  : 400;
}

static inline void give_roles(struct world *w, struct yice_entry *entry, unsigned base)
{
	entry->roles[YICE_ROLE_DRAFT] = keys(w, 1, 2, base);
	entry->roles[YICE_ROLE_PUBLISH] = keys(w, 2, 3, base + 10);
	entry->roles[YICE_ROLE_FILE] = keys(w, 1, 2, base + 20);
	entry->roles[YICE_ROLE_CHECKPOINT] = keys(w, 1, 1, base + 30);
}

static inline int delegate(struct world *w, const char *place, const char *scope, const char *date,
			   uint64_t version)
{
	struct yice_entry e = next(w, place, date, YICE_ENTRY_DELEGATION);

	e.scope = scope;
	e.version = version;
	e.from = day("2024-01-01");
	e.to = day("2030-01-01");
	give_roles(w, &e, base_of(scope));
	return admit(w, &e, signers(w, 1, base_of(place) + 20));
}

static inline void begin(struct world *w)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_entry e;
	char sha256[65];

	memset(w, 0, sizeof(*w));
	yice_diags_init(&w->diags);
	yice_arena_init(&w->arena);
	assert_int_equal(yice_ledger_new(&w->ledger), YICE_OK);
	e = next(w, NATION, "2024-01-02", YICE_ENTRY_ROOT);
	e.version = 1;
	e.from = day("2024-01-01");
	give_roles(w, &e, base_of(NATION));
	e.roles[YICE_ROLE_ROOT] = keys(w, 2, 3, base_of(NATION) + 40);
	yice_entry_print(&e, &text);
	assert_int_equal(yice_digest_sha256(text.data, text.len, sha256), YICE_OK);
	assert_int_equal(yice_ledger_trust(w->ledger, sha256), YICE_OK);
	assert_int_equal(admit_text(w, text.data, text.len, signers(w, 2, base_of(NATION) + 40), NULL),
			 YICE_OK);
	yice_buf_release(&text);
}

/* Nation, province, two cities. */
static inline void settle(struct world *w)
{
	begin(w);
	assert_int_equal(delegate(w, NATION, PROVINCE, "2024-01-10", 1), YICE_OK);
	assert_int_equal(delegate(w, PROVINCE, CITY, "2024-01-20", 1), YICE_OK);
	assert_int_equal(delegate(w, PROVINCE, OTHER, "2024-01-20", 1), YICE_OK);
}

static inline void end(struct world *w)
{
	yice_ledger_free(w->ledger);
	yice_diags_release(&w->diags);
	yice_arena_release(&w->arena);
}

/* ---- a version's way ---- */

static inline int slot(const char *scope)
{
	return (int)(base_of(scope) / 100) - 1;
}

/* The next version of a scope; kind and what it needs are the caller's to set. */
static inline struct yice_version plan(struct world *w, const char *scope, const char *from,
				       enum yice_version_kind kind)
{
	static const char *basis[] = { "《生态环境分区管控管理暂行规定》" };
	struct yice_version v;

	memset(&v, 0, sizeof(v));
	v.kind = kind;
	v.scope = scope;
	v.base = yice_ledger_head(w->ledger, scope);
	v.seq = v.base.seq + 1;
	v.from = day(from);
	v.to = YICE_DAY_MAX;
	v.basis = (struct yice_texts){ basis, 1 };
	if (kind == YICE_VERSION_PERIODIC) {
		v.period = (struct yice_interval){ day("2024-01-01"), day("2029-01-01") };
		v.evaluation = v.seq > 1 ? hex(w, 'e', v.seq, 64) : NULL;
	}
	if (kind == YICE_VERSION_DYNAMIC)
		v.reason = YICE_REASON_LAW;
	if (kind >= YICE_VERSION_CORRECTION)
		v.target = v.base.seq;
	return v;
}

/* Commits a version to sub/ (chain 0) or pub/ (chain 1) of a ref's scope. */
static inline int commit_on(struct world *w, const char *ref_scope, int chain, const struct yice_version *v,
			    const char *manifest, uint64_t receipt, struct yice_signers by)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_chain_commit c = { 0 };
	uint32_t before = w->diags.count;
	const char **head = &w->heads[slot(ref_scope)][chain];
	int status;

	yice_version_print(v, &text);
	c.scope = ref_scope;
	c.text = yice_buf_text(&text);
	c.len = text.len;
	c.file = w->texts++;
	c.id.oid = hex(w, chain ? 'b' : 'a', ++w->names, 40);
	c.id.sha256 = hex(w, chain ? 'b' : 'a', w->names, 64);
	c.parent = *head;
	c.manifest = manifest;
	c.receipt = receipt;
	c.signers = by;
	status = (chain ? yice_ledger_publication : yice_ledger_submission)(w->ledger, &c, &w->diags);
	if (!status)
		*head = c.id.oid;
	yice_buf_release(&text);
	return note(w, status, before);
}

static inline const char *manifest_of(struct world *w, const char *scope, uint64_t seq)
{
	return hex(w, 'c', (uint64_t)base_of(scope) * 1000000 + seq, 64);
}

static inline int submit(struct world *w, const struct yice_version *v)
{
	return commit_on(w, v->scope, 0, v, manifest_of(w, v->scope, v->seq), 0,
			 signers(w, 1, base_of(v->scope)));
}

static inline struct yice_commit_id last_id(struct world *w, const char *scope, int chain)
{
	const char *oid = w->heads[slot(scope)][chain];
	char *sha256 = yice_arena_alloc(&w->arena, 65);

	snprintf(sha256, 65, "%c%s%s", oid[0], "000000000000000000000000", oid + 1);
	return (struct yice_commit_id){ oid, sha256 };
}

static inline const char *above(const char *scope)
{
	return !strcmp(scope, NATION) || !strcmp(scope, PROVINCE) ? NATION : PROVINCE;
}

/* Who signs what a superior decides about a scope. */
static inline struct yice_signers filers(struct world *w, const char *scope)
{
	return !strcmp(scope, NATION) ? signers(w, 2, base_of(NATION) + 40)
				      : signers(w, 1, base_of(above(scope)) + 20);
}

/* The receipt for the last submission, not yet admitted. */
static inline struct yice_entry receipt(struct world *w, const struct yice_version *v, const char *date)
{
	struct yice_entry e = next(w, above(v->scope), date, YICE_ENTRY_RECEIPT);

	e.scope = v->scope;
	e.version = v->seq;
	e.base = v->base;
	e.commit = last_id(w, v->scope, 0);
	e.manifest = manifest_of(w, v->scope, v->seq);
	e.expires = e.date + 60;
	return e;
}

static inline int file_it(struct world *w, const struct yice_version *v, const char *date)
{
	struct yice_entry e = receipt(w, v, date);

	return admit(w, &e, filers(w, v->scope));
}

static inline int publish(struct world *w, const struct yice_version *v)
{
	return commit_on(w, v->scope, 1, v, manifest_of(w, v->scope, v->seq),
			 yice_lifecycle_receipt(w->ledger, v->scope), signers(w, 2, base_of(v->scope) + 10));
}

/* The acknowledgement of the last publication, not yet admitted. */
static inline struct yice_entry acknowledgement(struct world *w, const struct yice_version *v,
						uint64_t receipt_seq, const char *date)
{
	struct yice_entry e = next(w, above(v->scope), date, YICE_ENTRY_ACKNOWLEDGEMENT);

	e.scope = v->scope;
	e.version = v->seq;
	e.commit = last_id(w, v->scope, 1);
	e.manifest = manifest_of(w, v->scope, v->seq);
	e.receipt = receipt_seq;
	return e;
}

static inline int acknowledge(struct world *w, const struct yice_version *v, uint64_t receipt_seq,
			      const char *date)
{
	struct yice_entry e = acknowledgement(w, v, receipt_seq, date);

	return admit(w, &e, filers(w, v->scope));
}

/* A key its register granted counts no more from that entry on; 0: from the revocation itself. */
static inline int revoke_key(struct world *w, const char *place, unsigned number, uint64_t since, const char *date)
{
	struct yice_entry e = next(w, place, date, YICE_ENTRY_REVOCATION);

	e.key = key(w, number);
	e.since = since ? since : e.seq;
	return admit(w, &e, signers(w, 1, base_of(place) + 20));
}

/* A version of the city has no effect from a day on, until another unless that is NULL. */
static inline int suspend(struct world *w, uint64_t version, const char *date, const char *from, const char *to)
{
	struct yice_entry e = next(w, PROVINCE, date, YICE_ENTRY_SUSPENSION);

	e.scope = CITY;
	e.version = version;
	e.from = day(from);
	if (to)
		e.to = day(to);
	return admit(w, &e, filers(w, CITY));
}

/* The whole way on one day; the acknowledgement's position. */
static inline uint64_t carry(struct world *w, const struct yice_version *v, const char *date)
{
	uint64_t receipt_seq;

	assert_int_equal(submit(w, v), YICE_OK);
	assert_int_equal(file_it(w, v, date), YICE_OK);
	receipt_seq = yice_ledger_size(w->ledger, above(v->scope));
	assert_int_equal(publish(w, v), YICE_OK);
	assert_int_equal(acknowledge(w, v, receipt_seq, date), YICE_OK);
	return yice_ledger_size(w->ledger, above(v->scope));
}

/* A world in which the city has a first version, in force from March 2024 on; the acknowledgement's position. */
static inline uint64_t first_in_force(struct world *w)
{
	struct yice_version v;

	settle(w);
	v = plan(w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	return carry(w, &v, "2024-02-01");
}

#define assert_refused(w, status, name)                                                                      \
	do {                                                                                                 \
		assert_int_equal(status, YICE_EDIAG);                                                        \
		assert_string_equal(yice_diag_name((w)->said), name);                                        \
	} while (0)

#endif
