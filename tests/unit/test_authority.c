/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store/authority.c, store/ledger.c, store/seen.c: who may write what. Known
 * attacks, each refused by its own message, and generated cases held against an
 * oracle that knows nothing of the ledger but what was admitted.
 */
#include "tests/unit/world.h"

static void the_first_root_must_be_the_trusted_one(void **state)
{
	struct world w;
	struct yice_entry e;

	YICE_UNUSED(state);
	settle(&w);
	yice_ledger_free(w.ledger);
	assert_int_equal(yice_ledger_new(&w.ledger), YICE_OK);
	assert_int_equal(yice_ledger_trust(w.ledger, "no digest"), YICE_ESYNTAX);
	e = next(&w, NATION, "2024-01-02", YICE_ENTRY_ROOT);
	e.version = 1;
	e.from = day("2024-01-01");
	e.roles[YICE_ROLE_ROOT] = keys(&w, 1, 1, 1);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 1)), "store-root-untrusted");
	assert_int_equal(yice_ledger_trust(w.ledger, hex(&w, 'a', 1, 64)), YICE_OK);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 1)), "store-root-untrusted");
	end(&w);
}

static void a_root_is_handed_over_by_old_and_new_keys(void **state)
{
	struct world w;
	struct yice_entry e;
	struct yice_keys both;

	YICE_UNUSED(state);
	settle(&w);
	e = next(&w, NATION, "2025-01-02", YICE_ENTRY_ROOT);
	e.version = 2;
	e.from = day("2025-01-01");
	give_roles(&w, &e, base_of(NATION));
	e.roles[YICE_ROLE_ROOT] = keys(&w, 2, 3, 150); /* 2 of the new; the old were 140 to 142 */
	assert_refused(&w, admit(&w, &e, signers(&w, 2, 140)), "store-root-rotation");
	assert_refused(&w, admit(&w, &e, signers(&w, 2, 150)), "store-root-rotation");
	both = keys(&w, 1, 4, 141);
	both.keys[2] = key(&w, 150);
	both.keys[3] = key(&w, 150); /* the same key twice is one */
	assert_refused(&w, admit(&w, &e, (struct yice_signers){ both.keys, 4 }), "store-root-rotation");
	both.keys[3] = key(&w, 151);
	e.version = 3;
	assert_refused(&w, admit(&w, &e, (struct yice_signers){ both.keys, 4 }), "store-delegation-version");
	e.version = 2;
	assert_int_equal(admit(&w, &e, (struct yice_signers){ both.keys, 4 }), YICE_OK);
	e = next(&w, PROVINCE, "2025-02-01", YICE_ENTRY_ROOT);
	e.version = 1;
	e.from = day("2025-01-01");
	e.roles[YICE_ROLE_ROOT] = keys(&w, 1, 1, 500);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 500)), "store-root-kind");
	end(&w);
}

static void a_root_takes_no_key_that_publishes_below_it(void **state)
{
	struct world w;
	struct yice_entry e;
	struct yice_keys both;

	YICE_UNUSED(state);
	settle(&w);
	e = next(&w, NATION, "2025-01-02", YICE_ENTRY_ROOT);
	e.version = 2;
	e.from = day("2025-01-01");
	e.roles[YICE_ROLE_FILE] = keys(&w, 1, 1, base_of(PROVINCE) + 10);
	e.roles[YICE_ROLE_ROOT] = keys(&w, 1, 1, 150);
	both = keys(&w, 1, 3, 140);
	both.keys[2] = key(&w, 150);
	assert_refused(&w, admit(&w, &e, (struct yice_signers){ both.keys, 3 }), "store-superior-key");
	end(&w);
}

static void entries_follow_each_other(void **state)
{
	struct world w;
	struct yice_entry e, good;

	YICE_UNUSED(state);
	settle(&w);
	e = good = next(&w, PROVINCE, "2024-02-01", YICE_ENTRY_CHECKPOINT);
	e.scope = good.scope = PROVINCE;
	e.seal = good.seal = (struct yice_position){ good.seq - 1, good.prev };
	e.until = good.until = day("2024-03-01");
	e.seq++;
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-seq"); /* an entry was cut out */
	e = good;
	e.prev = hex(&w, 'f', 1, 64);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-prev");
	e = good;
	e.date = day("2024-01-19");
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-date-back");
	e = good;
	e.above.sha256 = hex(&w, 'f', 1, 64);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)),
		       "store-above-other"); /* a split view of the nation's register */
	e = good;
	e.above.seq = 3;
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-above-short"); /* a truncated one */
	e = good;
	e.above.seq = 1;
	e.above.sha256 = yice_ledger_digest(w.ledger, NATION, 1);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-above-back");
	e = good;
	e.above.seq = 0;
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-above-none");
	e = good;
	e.until = e.date;
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-until");
	e = good;
	e.seal.seq--;
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-checkpoint-self");
	e = good;
	e.scope = "441900";
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 230)), "store-not-child");
	assert_int_equal(admit(&w, &good, signers(&w, 1, 230)), YICE_OK);
	e = next(&w, NATION, "2024-02-01", YICE_ENTRY_DELEGATION);
	e.above = (struct yice_position){ 1, good.prev };
	e.scope = "450000";
	e.version = 1;
	e.from = day("2024-01-01");
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 120)), "store-above-root");
	end(&w);
}

static void a_register_never_runs_ahead_of_the_one_above(void **state)
{
	struct world w;
	struct yice_entry e;

	YICE_UNUSED(state);
	begin(&w);
	assert_int_equal(delegate(&w, NATION, PROVINCE, "2024-06-01", 1), YICE_OK);
	e = next(&w, PROVINCE, "2024-06-02", YICE_ENTRY_DELEGATION);
	e.scope = CITY;
	e.version = 1;
	e.from = day("2024-01-01");
	e.date = day("2024-05-31");
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 220)), "store-date-above");
	e = next(&w, "450000", "2024-06-02", YICE_ENTRY_DELEGATION);
	e.scope = "450100";
	e.version = 1;
	e.from = day("2024-01-01");
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 220)), "store-register-unknown");
	end(&w);
}

static void an_old_delegation_cannot_be_put_back(void **state)
{
	struct world w;
	struct yice_entry e;

	YICE_UNUSED(state);
	settle(&w);
	assert_int_equal(delegate(&w, PROVINCE, CITY, "2024-03-01", 2), YICE_OK);
	assert_refused(&w, delegate(&w, PROVINCE, CITY, "2024-04-01", 1), "store-delegation-version");
	assert_refused(&w, delegate(&w, PROVINCE, CITY, "2024-04-01", 2), "store-delegation-version");
	assert_refused(&w, delegate(&w, PROVINCE, CITY, "2024-04-01", 4), "store-delegation-version");
	e = next(&w, PROVINCE, "2024-04-01", YICE_ENTRY_DELEGATION);
	e.scope = NATION;
	e.version = 1;
	e.from = day("2024-01-01");
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 220)), "store-delegation-circle");
	e.scope = PROVINCE;
	assert_refused(&w, admit(&w, &e, signers(&w, 2, 240)),
		       "store-nobody"); /* itself: only a root speaks of itself */
	assert_refused(&w, delegate(&w, NATION, CITY, "2024-04-01", 1), "store-two-superiors");
	end(&w);
}

static void a_scope_moves_when_its_superior_lets_go(void **state)
{
	struct world w;
	struct yice_entry e;

	YICE_UNUSED(state);
	settle(&w);
	assert_int_equal(delegate(&w, NATION, "450000", "2024-02-01", 1), YICE_OK);
	e = next(&w, PROVINCE, "2024-04-01", YICE_ENTRY_DELEGATION);
	e.scope = CITY;
	e.version = 2;
	e.from = day("2024-01-01");
	assert_int_equal(admit(&w, &e, signers(&w, 1, 220)), YICE_OK);
	assert_string_equal(yice_authority_superior(w.ledger, CITY), PROVINCE);
	assert_int_equal(delegate(&w, NATION, CITY, "2024-05-01", 1), YICE_OK); /* 省直辖 */
	assert_string_equal(yice_authority_superior(w.ledger, CITY), NATION);
	end(&w);
}

static void superiors_hold_no_publishing_key(void **state)
{
	struct world w;
	struct yice_entry e;

	YICE_UNUSED(state);
	begin(&w);
	assert_int_equal(delegate(&w, NATION, PROVINCE, "2024-01-10", 1), YICE_OK);
	e = next(&w, PROVINCE, "2024-02-01", YICE_ENTRY_DELEGATION);
	e.scope = CITY;
	e.version = 1;
	e.from = day("2024-01-01");
	e.roles[YICE_ROLE_PUBLISH] = keys(&w, 1, 1, base_of(PROVINCE) + 20);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 220)), "store-superior-key");
	e.roles[YICE_ROLE_PUBLISH] = keys(&w, 1, 1, base_of(NATION) + 10);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 220)), "store-superior-key");
	e.roles[YICE_ROLE_PUBLISH] = keys(&w, 1, 1, 900);
	e.roles[YICE_ROLE_DRAFT] = keys(&w, 1, 1, base_of(PROVINCE));
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 220)), "store-superior-key");
	e.roles[YICE_ROLE_DRAFT] = keys(&w, 1, 1, 901);
	assert_int_equal(admit(&w, &e, signers(&w, 1, 220)), YICE_OK);
	end(&w);
}

static int judge(struct world *w, const char *ref, enum yice_entry_kind kind, struct yice_signers by,
		 uint64_t at, const char *date)
{
	struct yice_write write = { ref, kind, NULL, by };
	uint32_t before = w->diags.count;

	return note(w, yice_authority_judge(w->ledger, &write, at, day(date), YICE_SPAN_NONE, &w->diags),
		    before);
}

static void every_refusal_names_its_reason(void **state)
{
	static const char *const refs[] = {
		"refs/heads/main",         "refs/heads/pub/",         "refs/heads/pub/44060",
		"refs/heads/pub/440600/x", "refs/heads/PUB/440600",   "refs/tags/pub/440600",
		"heads/pub/440600",        "refs/heads/pub/440600\n", "refs/heads/pub/4406000000000",
		"refs/verified/440600"
	};
	struct world w;
	const char *pub = "refs/heads/pub/" CITY;

	YICE_UNUSED(state);
	settle(&w);
	for (size_t i = 0; i < YICE_COUNT(refs); i++)
		assert_refused(&w, judge(&w, refs[i], 0, signers(&w, 2, 310), YICE_LATEST, "2024-06-01"),
			       "store-ref");
	assert_refused(&w,
		       judge(&w, "refs/heads/pub/441900", 0, signers(&w, 2, 310), YICE_LATEST, "2024-06-01"),
		       "store-scope-unknown");
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 2, 310), 0, "2024-06-01"),
		       "store-scope-unknown"); /* not yet delegated */
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 0, 0), YICE_LATEST, "2024-06-01"),
		       "store-no-signature");
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 2, 900), YICE_LATEST, "2024-06-01"),
		       "store-unknown-key");
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 3, 210), YICE_LATEST, "2024-06-01"),
		       "store-foreign-key");
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 2, 410), YICE_LATEST, "2024-06-01"),
		       "store-foreign-key");
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 2, 300), YICE_LATEST, "2024-06-01"),
		       "store-wrong-role");
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 1, 310), YICE_LATEST, "2024-06-01"),
		       "store-threshold-unmet");
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 2, 310), YICE_LATEST, "2023-12-31"),
		       "store-not-yet");
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 2, 310), YICE_LATEST, "2030-01-01"),
		       "store-expired");
	assert_int_equal(judge(&w, pub, 0, signers(&w, 2, 310), YICE_LATEST, "2029-12-31"), YICE_OK);
	assert_int_equal(judge(&w, "refs/heads/sub/" CITY, 0, signers(&w, 1, 301), YICE_LATEST, "2024-06-01"),
			 YICE_OK);
	assert_int_equal(judge(&w, "refs/heads/reg/" CITY, YICE_ENTRY_RECEIPT, signers(&w, 1, 320),
			       YICE_LATEST, "2024-06-01"),
			 YICE_OK);
	assert_refused(&w,
		       judge(&w, "refs/heads/reg/" CITY, YICE_ENTRY_CHECKPOINT, signers(&w, 1, 320),
			     YICE_LATEST, "2024-06-01"),
		       "store-wrong-role");
	end(&w);
}

static void a_key_revoked_earlier_does_not_count(void **state)
{
	struct world w;
	struct yice_entry e;
	const char *pub = "refs/heads/pub/" CITY;

	YICE_UNUSED(state);
	settle(&w); /* the province's register has two entries */
	e = next(&w, PROVINCE, "2024-03-01", YICE_ENTRY_REVOCATION);
	e.key = key(&w, 310);
	e.since = 4;
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 220)), "store-revocation-since");
	e.since = 2;
	e.key = key(&w, 210);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 220)),
		       "store-revocation-key"); /* the nation granted that one */
	e.key = key(&w, 310);
	assert_int_equal(admit(&w, &e, signers(&w, 1, 220)), YICE_OK);
	assert_refused(&w, judge(&w, pub, 0, signers(&w, 2, 310), YICE_LATEST, "2024-06-01"),
		       "store-revoked");
	assert_int_equal(judge(&w, pub, 0, signers(&w, 2, 311), YICE_LATEST, "2024-06-01"), YICE_OK);
	assert_int_equal(judge(&w, pub, 0, signers(&w, 2, 310), 2, "2024-06-01"),
			 YICE_OK); /* not known then */
	end(&w);
}

/* A version acknowledged after the key was lost falls; one acknowledged before stands. Both clocks tell. */
static void a_revocation_undoes_what_came_after_its_start(void **state)
{
	struct world w;
	struct yice_version v;
	uint64_t first, second, revoked;

	YICE_UNUSED(state);
	first = first_in_force(&w);
	v = plan(&w, CITY, "2024-05-01", YICE_VERSION_DYNAMIC);
	second = carry(&w, &v, "2024-04-01");
	assert_int_equal(revoke_key(&w, PROVINCE, 310, second, "2024-06-01"), YICE_OK);
	revoked = yice_ledger_size(w.ledger, PROVINCE);
	assert_true(first < second && second < revoked);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-07-01"), YICE_LATEST),
			 YICE_STATE_EFFECTIVE);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 2, day("2024-07-01"), YICE_LATEST),
			 YICE_STATE_PUBLISHED);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 2, day("2024-07-01"), revoked),
			 YICE_STATE_FILED);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 2, day("2024-07-01"), revoked - 1),
			 YICE_STATE_EFFECTIVE);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-07-01"), revoked - 1),
			 YICE_STATE_SUPERSEDED);
	end(&w);
}

/* Entries of a lower register stand on keys that the superior can revoke, unless it sealed them before. */
static void seals_keep_what_a_lost_key_wrote_before(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_entry e;
	uint64_t first, second;

	YICE_UNUSED(state);
	first = first_in_force(&w);
	e = next(&w, NATION, "2024-02-10", YICE_ENTRY_CHECKPOINT);
	e.scope = PROVINCE;
	e.seal = (struct yice_position){ first, yice_ledger_digest(w.ledger, PROVINCE, first) };
	e.until = day("2024-12-01");
	assert_int_equal(admit(&w, &e, signers(&w, 1, 130)), YICE_OK);
	e.seal.seq--;
	e.seq++;
	e.prev = yice_ledger_digest(w.ledger, NATION, e.seq - 1);
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 130)), "store-seal-back");
	e.seal = (struct yice_position){ first, hex(&w, 'f', 9, 64) };
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 130)), "store-seal-other");
	v = plan(&w, CITY, "2024-05-01", YICE_VERSION_DYNAMIC);
	second = carry(&w, &v, "2024-04-01");
	assert_int_equal(revoke_key(&w, NATION, 220, 4, "2024-06-01"), YICE_OK); /* the nation's position; the seal is entry 3 */
	e = next(&w, PROVINCE, "2024-07-01", YICE_ENTRY_CHECKPOINT);
	e.scope = PROVINCE;
	e.seal = (struct yice_position){ e.seq - 1, e.prev };
	e.until = day("2024-12-01");
	assert_int_equal(admit(&w, &e, signers(&w, 1, 230)), YICE_OK);
	YICE_UNUSED(second);
	end(&w);
}

/* A reader who fetches now knows more than the register did when it was written. */
static void a_reader_sees_what_the_superior_revoked(void **state)
{
	struct world w, reader;
	struct yice_version v;
	struct yice_entry e;
	struct yice_buf text = YICE_BUF_INIT;
	uint64_t ack;

	YICE_UNUSED(state);
	ack = first_in_force(&w);
	assert_int_equal(revoke_key(&w, NATION, 220, 3, "2024-06-01"), YICE_OK);
	begin(&reader);
	for (uint64_t seq = 2; seq <= yice_ledger_size(w.ledger, NATION); seq++) {
		yice_buf_clear(&text);
		yice_entry_print(yice_ledger_get(w.ledger, NATION, seq), &text);
		assert_int_equal(admit_text(&reader, text.data, text.len, signers(&reader, 1, 120), NULL),
				 YICE_OK);
	}
	v = plan(&reader, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&reader, &v), YICE_OK);
	assert_int_equal(
	    commit_on(&reader, CITY, 1, &v, manifest_of(&reader, CITY, 1), 3, signers(&reader, 2, 310)),
	    YICE_OK);
	for (uint64_t seq = 1; seq <= ack; seq++) {
		yice_buf_clear(&text);
		yice_entry_print(yice_ledger_get(w.ledger, PROVINCE, seq), &text);
		assert_int_equal(admit_text(&reader, text.data, text.len, signers(&reader, 1, 220), NULL),
				 YICE_OK);
	}
	/* Nothing of the register was sealed: all it wrote is void now, though nobody can say so at its own
	 * positions. */
	assert_int_equal(yice_lifecycle_state(reader.ledger, CITY, 1, day("2024-07-01"), ack),
			 YICE_STATE_EFFECTIVE);
	assert_int_equal(yice_lifecycle_state(reader.ledger, CITY, 1, day("2024-07-01"), YICE_LATEST),
			 YICE_STATE_PUBLISHED);
	e = next(&reader, PROVINCE, "2024-07-01", YICE_ENTRY_DELEGATION);
	e.scope = "441900";
	e.version = 1;
	e.from = day("2024-01-01");
	assert_refused(&reader, admit(&reader, &e, signers(&reader, 1, 220)),
		       "store-revoked"); /* it knows of the revocation */
	assert_int_equal(admit(&reader, &e, signers(&reader, 1, 221)), YICE_OK);
	assert_int_equal(yice_lifecycle_state(reader.ledger, CITY, 1, day("2024-07-01"), ack + 1),
			 YICE_STATE_DRAFT);
	yice_buf_release(&text);
	end(&reader);
	end(&w);
}

static void a_reader_keeps_what_it_has_seen(void **state)
{
	struct world w, other;
	struct yice_version v;
	struct yice_buf seen = YICE_BUF_INIT;
	uint32_t before;

	YICE_UNUSED(state);
	first_in_force(&w);
	yice_ledger_print_seen(w.ledger, &seen);
	assert_int_equal(yice_ledger_check_seen(w.ledger, seen.data, seen.len, 0, &w.diags), YICE_OK);

	settle(&other); /* a register cut short, and a chain that is gone */
	assert_int_equal(yice_ledger_check_seen(other.ledger, seen.data, seen.len, 0, &other.diags),
			 YICE_EDIAG);
	assert_int_equal(other.diags.count, 2);
	assert_string_equal(yice_diag_name(other.diags.items[0]->main.id), "store-seen-short");
	assert_string_equal(yice_diag_name(other.diags.items[1]->main.id), "store-seen-chain-short");
	v = plan(&other, CITY, "2024-03-02", YICE_VERSION_PERIODIC); /* another history of the same length */
	other.names = 100;
	carry(&other, &v, "2024-02-02");
	before = other.diags.count;
	assert_int_equal(yice_ledger_check_seen(other.ledger, seen.data, seen.len, 0, &other.diags),
			 YICE_EDIAG);
	assert_int_equal(other.diags.count, before + 2);
	assert_string_equal(yice_diag_name(other.diags.items[before]->main.id), "store-seen-split");
	assert_string_equal(yice_diag_name(other.diags.items[before + 1]->main.id), "store-seen-chain-split");
	assert_int_equal(yice_ledger_check_seen(other.ledger, "", 0, 0, &other.diags), YICE_EDIAG);
	assert_int_equal(
	    yice_ledger_check_seen(other.ledger, "yice-seen-1: heads\nx: y\n", 24, 0, &other.diags),
	    YICE_EDIAG);
	yice_buf_release(&seen);
	end(&other);
	end(&w);
}

/* What was seen is a line of its own for each register and chain, and each complaint points at that line. */
static void what_was_seen_and_is_gone_is_pointed_at(void **state)
{
	static const char *const wanted[] = { "440000 ", "440600 ", "440100 " };
	struct world w, other;
	struct yice_version v;
	struct yice_buf seen = YICE_BUF_INIT;

	YICE_UNUSED(state);
	first_in_force(&w);
	v = plan(&w, OTHER, "2024-03-01", YICE_VERSION_PERIODIC);
	carry(&w, &v, "2024-02-01");
	yice_ledger_print_seen(w.ledger, &seen);
	settle(&other);
	assert_int_equal(yice_ledger_check_seen(other.ledger, seen.data, seen.len, 0, &other.diags), YICE_EDIAG);
	assert_int_equal(other.diags.count, YICE_COUNT(wanted));
	for (size_t i = 0; i < YICE_COUNT(wanted); i++) {
		struct yice_span at = other.diags.items[i]->main.span;

		assert_memory_equal(seen.data + at.start, wanted[i], strlen(wanted[i]));
		assert_int_equal(seen.data[at.end], '\n');
	}
	yice_buf_release(&seen);
	end(&other);
	end(&w);
}

static void a_truncated_or_split_register_is_told_by_the_seal(void **state)
{
	struct world w, reader;
	struct yice_entry e;
	struct yice_buf text = YICE_BUF_INIT;

	YICE_UNUSED(state);
	settle(&w);
	e = next(&w, NATION, "2024-02-10", YICE_ENTRY_CHECKPOINT);
	e.scope = PROVINCE;
	e.seal = (struct yice_position){ 2, yice_ledger_digest(w.ledger, PROVINCE, 2) };
	e.until = day("2024-12-01");
	assert_int_equal(admit(&w, &e, signers(&w, 1, 130)), YICE_OK);
	assert_int_equal(yice_ledger_check_whole(w.ledger, PROVINCE, &w.diags), YICE_OK);
	assert_true(
	    yice_ledger_is_stale(w.ledger, NATION, day("2024-02-11"))); /* sealed another's, not its own */

	begin(&reader);
	for (uint64_t seq = 2; seq <= 3; seq++) {
		yice_buf_clear(&text);
		yice_entry_print(yice_ledger_get(w.ledger, NATION, seq), &text);
		assert_int_equal(
		    admit_text(&reader, text.data, text.len, signers(&reader, 1, seq == 2 ? 120 : 130), NULL),
		    YICE_OK);
	}
	yice_buf_clear(&text);
	yice_entry_print(yice_ledger_get(w.ledger, PROVINCE, 1), &text);
	assert_int_equal(admit_text(&reader, text.data, text.len, signers(&reader, 1, 220), NULL), YICE_OK);
	reader.said = YICE_DIAG_COUNT;
	assert_int_equal(yice_ledger_check_whole(reader.ledger, PROVINCE, &reader.diags), YICE_EDIAG);
	assert_string_equal(yice_diag_name(reader.diags.items[reader.diags.count - 1]->main.id),
			    "store-seal-short");
	assert_refused(&reader, delegate(&reader, PROVINCE, "441900", "2024-02-20", 1), "store-seal-other");
	yice_buf_release(&text);
	end(&reader);
	end(&w);
}

static void a_replica_without_a_valid_checkpoint_is_stale(void **state)
{
	struct world w;
	struct yice_entry e;

	YICE_UNUSED(state);
	settle(&w);
	assert_true(yice_ledger_is_stale(w.ledger, PROVINCE, day("2024-02-01")));
	e = next(&w, PROVINCE, "2024-02-01", YICE_ENTRY_CHECKPOINT);
	e.scope = PROVINCE;
	e.seal = (struct yice_position){ e.seq - 1, e.prev };
	e.until = day("2024-02-08");
	assert_int_equal(admit(&w, &e, signers(&w, 1, 230)), YICE_OK);
	assert_false(yice_ledger_is_stale(w.ledger, PROVINCE, day("2024-02-07")));
	assert_true(yice_ledger_is_stale(w.ledger, PROVINCE, day("2024-02-08")));
	assert_int_equal(yice_ledger_known_on(w.ledger, PROVINCE, day("2024-01-31")), 2);
	assert_int_equal(yice_ledger_known_on(w.ledger, PROVINCE, day("2024-02-01")), 3);
	assert_int_equal(yice_ledger_known_on(w.ledger, PROVINCE, day("2024-01-01")), 0);
	end(&w);
}

/* ---- generated cases ---- */

/* What the oracle knows: grants and revocations as plain rows. */
struct oracle_grant {
	const char *place, *scope;
	uint64_t seq;
	yice_day from, to;
	unsigned threshold[YICE_ROLES];
	uint64_t keys[YICE_ROLES]; /* bit n: key number first + n */
};

struct oracle_revocation {
	const char *place;
	uint64_t seq, since;
	unsigned key;
};

struct oracle {
	struct oracle_grant grants[64];
	struct oracle_revocation revocations[64];
	unsigned grant_count, revocation_count;
};

/* The scopes of the generated world, each after its superior: four tiers, two of each. */
static const char *const places[] = { "000000", "440000", "450000", "440600", "440100", "440606", "440605" };
static const int superiors[] = { 0, 0, 0, 1, 1, 3, 3 };

#define POOL 40 /* keys 1000 to 1039; scope i's publishers are drawn from 4i.. */

static uint64_t draw_keys(uint64_t *random, int low, int count)
{
	return (unit_random(random) & ((1ull << count) - 1)) << low;
}

static struct yice_keys keys_of(struct world *w, uint64_t set, unsigned threshold)
{
	struct yice_keys out = { threshold, 0, yice_arena_array(&w->arena, POOL, sizeof(*out.keys)) };

	for (unsigned n = 0; n < POOL; n++)
		if (set >> n & 1)
			out.keys[out.count++] = key(w, 1000 + n);
	qsort(out.keys, out.count, sizeof(*out.keys), by_text);
	return out;
}

static unsigned bits(uint64_t set)
{
	unsigned count = 0;

	for (; set; set &= set - 1)
		count++;
	return count;
}

static bool oracle_allows(const struct oracle *o, const char *place, const char *scope, enum yice_role role,
			  uint64_t signed_by, uint64_t at, yice_day date)
{
	const struct oracle_grant *grant = NULL;
	uint64_t good;

	for (unsigned i = 0; i < o->grant_count; i++)
		if (!strcmp(o->grants[i].place, place) && !strcmp(o->grants[i].scope, scope) &&
		    o->grants[i].seq <= at)
			grant = &o->grants[i];
	if (!grant)
		return false;
	good = grant->keys[role] & signed_by;
	for (unsigned i = 0; i < o->revocation_count; i++)
		if (!strcmp(o->revocations[i].place, place) && o->revocations[i].seq <= at &&
		    o->revocations[i].since <= at)
			good &= ~(1ull << o->revocations[i].key);
	return grant->threshold[role] && bits(good) >= grant->threshold[role] && grant->from <= date &&
	       date < grant->to;
}

/* A delegation or revocation by a register drawn at random; the oracle takes what was admitted. */
static void draw_entry(struct world *w, struct oracle *o, uint64_t *random, yice_day date)
{
	unsigned to = 1 + (unsigned)(unit_random(random) % (YICE_COUNT(places) - 1));
	const char *place = places[superiors[to]], *scope = places[to];
	struct yice_entry e;
	struct oracle_grant grant = { place, scope, 0, 0, 0, { 0 }, { 0 } };
	bool revoke = unit_random(random) % 3 == 0;
	struct yice_signers by = signers(w, 1, superiors[to] == 0 ? 120 : 2000 + (unsigned)superiors[to]);

	if (yice_ledger_next(w->ledger, place, date, &e) != YICE_OK)
		return;
	if (revoke) {
		unsigned n = (unsigned)(unit_random(random) % POOL);

		e.kind = YICE_ENTRY_REVOCATION;
		e.key = key(w, 1000 + n);
		e.since = 1 + unit_random(random) % e.seq;
		if (admit(w, &e, by) == YICE_OK)
			o->revocations[o->revocation_count++] =
			    (struct oracle_revocation){ place, e.seq, e.since, n };
		return;
	}
	e.kind = YICE_ENTRY_DELEGATION;
	e.scope = scope;
	e.version = 1;
	for (unsigned i = 0; i < o->grant_count; i++)
		e.version += !strcmp(o->grants[i].scope, scope);
	grant.from = e.from = date - (yice_day)(unit_random(random) % 30);
	grant.to = e.to = date + 1 + (yice_day)(unit_random(random) % 400);
	for (int role = YICE_ROLE_DRAFT; role <= YICE_ROLE_CHECKPOINT; role++) {
		grant.keys[role] = draw_keys(
		    random, role == YICE_ROLE_FILE || role == YICE_ROLE_CHECKPOINT ? 32 : (int)to * 4, 4);
		if (grant.keys[role])
			grant.threshold[role] = 1 + (unsigned)(unit_random(random) % bits(grant.keys[role]));
		e.roles[role] = keys_of(w, grant.keys[role], grant.threshold[role]);
	}
	/* A key of its own in the role, so that its register can go on whatever was drawn. */
	e.roles[YICE_ROLE_FILE].keys[e.roles[YICE_ROLE_FILE].count++] = key(w, 2000 + to);
	e.roles[YICE_ROLE_FILE].threshold = 1;
	grant.threshold[YICE_ROLE_FILE] = 1;
	qsort(e.roles[YICE_ROLE_FILE].keys, e.roles[YICE_ROLE_FILE].count, sizeof(char *), by_text);
	grant.seq = e.seq;
	if (admit(w, &e, by) == YICE_OK)
		o->grants[o->grant_count++] = grant;
}

/* Acts drawn at random in one world; *allowed counts those that the oracle lets through. */
static void ask_world(uint64_t *random, unsigned questions, unsigned *allowed)
{
	static const char *const heads[] = { "sub", "pub", "reg" };
	static const enum yice_role roles[] = { YICE_ROLE_DRAFT, YICE_ROLE_PUBLISH, YICE_ROLE_FILE };
	struct world w;
	struct oracle o = { .grant_count = 0, .revocation_count = 0 };
	yice_day date = day("2024-02-01");

	begin(&w);
	for (int i = 0; i < 40; i++)
		draw_entry(&w, &o, random, date += (yice_day)(unit_random(random) % 20));
	for (unsigned i = 0; i < questions; i++) {
		unsigned to = 1 + (unsigned)(unit_random(random) % (YICE_COUNT(places) - 1));
		unsigned ref = (unsigned)(unit_random(random) % 3);
		bool checkpoint = ref == 2 && unit_random(random) % 2;
		enum yice_role role = checkpoint ? YICE_ROLE_CHECKPOINT : roles[ref];
		uint64_t by = draw_keys(random, ref == 2 ? 32 : (int)to * 4, 4) |
			      draw_keys(random, ref == 2 ? 32 : (int)to * 4, 4) |
			      draw_keys(random, (int)(unit_random(random) % 32), 6);
		const char *place = places[superiors[to]];
		uint64_t size = yice_ledger_size(w.ledger, place), at = unit_random(random) % (size + 1);
		yice_day on = day("2024-01-15") + (yice_day)(unit_random(random) % 900);
		struct yice_keys set = keys_of(&w, by, 1);
		struct yice_write write = { NULL,
					    checkpoint ? YICE_ENTRY_CHECKPOINT : YICE_ENTRY_RETURN,
					    NULL,
					    { set.keys, set.count } };
		char name[40];
		bool want = oracle_allows(&o, place, places[to], role, by, at, on);

		snprintf(name, sizeof(name), "refs/heads/%s/%s", heads[ref], places[to]);
		write.ref = name;
		assert_int_equal(yice_authority_judge(w.ledger, &write, at, on, YICE_SPAN_NONE, &w.diags),
				 want ? YICE_OK : YICE_EDIAG);
		*allowed += want;
	}
	end(&w);
}

static void generated_acts_are_judged_as_the_oracle_does(void **state)
{
	const char *more = getenv("YICE_STORE_CASES");
	unsigned worlds = more ? (unsigned)atoi(more) : 60, allowed = 0;
	uint64_t random = 20261122;

	YICE_UNUSED(state);
	for (unsigned i = 0; i < worlds; i++)
		ask_world(&random, 250, &allowed);
	print_message("# %u cases, %u allowed\n", worlds * 250, allowed);
	assert_true(allowed > worlds * 25 / 2 && allowed < worlds * 200);
}

static void grants_are_listed_with_their_end_and_revocation(void **state)
{
	struct world w;
	struct yice_grant grant;
	uint32_t found = 0;

	YICE_UNUSED(state);
	settle(&w);
	assert_int_equal(delegate(&w, PROVINCE, CITY, "2024-03-01", 2), YICE_OK);
	assert_int_equal(revoke_key(&w, PROVINCE, 310, 3, "2024-04-01"), YICE_OK);
	assert_int_equal(yice_authority_scopes(w.ledger), 4);
	assert_string_equal(yice_authority_scope(w.ledger, 0), NATION);
	assert_string_equal(yice_authority_scope(w.ledger, 2), CITY);
	for (uint32_t i = 0; i < yice_authority_grants(w.ledger); i++) {
		grant = yice_authority_grant(w.ledger, i);
		if (strcmp(grant.key, key(&w, 310)) != 0)
			continue;
		found++;
		assert_string_equal(grant.scope, CITY);
		assert_int_equal(grant.role, YICE_ROLE_PUBLISH);
		assert_int_equal(grant.ends, grant.seq == 1 ? 3 : 0);
		assert_int_equal(grant.revoked, 4);
		assert_int_equal(grant.since, 3);
	}
	assert_int_equal(found, 2);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_root_must_be_the_trusted_one),
		cmocka_unit_test(a_root_is_handed_over_by_old_and_new_keys),
		cmocka_unit_test(a_root_takes_no_key_that_publishes_below_it),
		cmocka_unit_test(entries_follow_each_other),
		cmocka_unit_test(a_register_never_runs_ahead_of_the_one_above),
		cmocka_unit_test(an_old_delegation_cannot_be_put_back),
		cmocka_unit_test(a_scope_moves_when_its_superior_lets_go),
		cmocka_unit_test(superiors_hold_no_publishing_key),
		cmocka_unit_test(every_refusal_names_its_reason),
		cmocka_unit_test(a_key_revoked_earlier_does_not_count),
		cmocka_unit_test(a_revocation_undoes_what_came_after_its_start),
		cmocka_unit_test(seals_keep_what_a_lost_key_wrote_before),
		cmocka_unit_test(a_reader_sees_what_the_superior_revoked),
		cmocka_unit_test(a_reader_keeps_what_it_has_seen),
		cmocka_unit_test(what_was_seen_and_is_gone_is_pointed_at),
		cmocka_unit_test(a_truncated_or_split_register_is_told_by_the_seal),
		cmocka_unit_test(a_replica_without_a_valid_checkpoint_is_stale),
		cmocka_unit_test(generated_acts_are_judged_as_the_oracle_does),
		cmocka_unit_test(grants_are_listed_with_their_end_and_revocation),
	};

	return cmocka_run_group_tests_name("authority", tests, NULL, NULL);
}
