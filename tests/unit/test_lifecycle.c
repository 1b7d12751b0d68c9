/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store/lifecycle.c, store/filing.c: the guards of each step, each refusing by
 * its own message, and a random walk of legal and illegal acts held against a
 * model of one scope's life.
 */
#include "tests/unit/world.h"

static void a_version_goes_all_the_way(void **state)
{
	struct world w;
	struct yice_version v;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST),
			 YICE_STATE_DRAFT);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(yice_lifecycle_check_submission(w.ledger, CITY, NULL, day("2024-06-01"), &w.diags),
			 YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST),
			 YICE_STATE_SUBMITTED);
	assert_int_equal(yice_lifecycle_receipt(w.ledger, CITY), 0);
	assert_int_equal(file_it(&w, &v, "2024-06-01"), YICE_OK);
	receipt_seq = yice_ledger_size(w.ledger, PROVINCE);
	assert_int_equal(yice_lifecycle_receipt(w.ledger, CITY), receipt_seq);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST),
			 YICE_STATE_FILED);
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_int_equal(yice_lifecycle_check_publication(w.ledger, CITY, day("2024-06-10"), &w.diags),
			 YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST),
			 YICE_STATE_PUBLISHED);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), receipt_seq),
			 YICE_STATE_FILED);
	assert_int_equal(acknowledge(&w, &v, receipt_seq, "2024-06-10"), YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-06-30"), YICE_LATEST),
			 YICE_STATE_ACKNOWLEDGED);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-07-01"), YICE_LATEST),
			 YICE_STATE_EFFECTIVE);
	assert_int_equal(yice_lifecycle_due(w.ledger, CITY, YICE_LATEST), day("2029-01-01"));
	assert_int_equal(yice_lifecycle_due(w.ledger, CITY, receipt_seq), YICE_DAY_MAX);
	assert_string_equal(yice_state_word(YICE_STATE_EFFECTIVE, YICE_ZH), "生效");
	assert_string_equal(yice_ledger_head(w.ledger, CITY).commit.oid, w.heads[slot(CITY)][1]);
	assert_int_equal(yice_ledger_version(w.ledger, CITY, 1)->from, day("2024-07-01"));
	assert_null(yice_ledger_version(w.ledger, CITY, 2));
	end(&w);
}

/* 谁发布谁更新: acknowledged only with the scope's own keys, judged on the superior's day. */
static void only_the_publisher_publishes(void **state)
{
	static const struct {
		unsigned count, first;
		const char *date, *reason;
	} cases[] = {
		{ 2, 210, "2024-02-01", "store-foreign-key" }, /* the superior's own publishers */
		{ 2, 410, "2024-02-01", "store-foreign-key" }, /* another city's */
		{ 2, 320, "2024-02-01", "store-wrong-role" },  /* the scope's filing keys */
		{ 1, 311, "2024-02-01", "store-threshold-unmet" },
		{ 2, 700, "2024-02-01", "store-unknown-key" }, /* keys that came with the commit */
		{ 0, 0, "2024-02-01", "store-no-signature" },
		{ 2, 310, "2030-01-01", "store-expired" }, /* whatever day the commit bears */
	};
	struct world w;
	struct yice_version v;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_entry e;

		settle(&w);
		v = plan(&w, CITY, "2030-07-01", YICE_VERSION_PERIODIC);
		assert_int_equal(submit(&w, &v), YICE_OK);
		e = receipt(&w, &v, "2024-01-31");
		e.expires = day("2031-01-01");
		assert_int_equal(admit(&w, &e, filers(&w, CITY)), YICE_OK);
		receipt_seq = yice_ledger_size(w.ledger, PROVINCE);
		assert_int_equal(commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, 1), receipt_seq,
					   signers(&w, cases[i].count, cases[i].first)),
				 YICE_OK);
		assert_int_equal(
		    yice_lifecycle_check_publication(w.ledger, CITY, day(cases[i].date), &w.diags),
		    YICE_EDIAG);
		assert_string_equal(yice_diag_name(w.diags.items[w.diags.count - 1]->main.id),
				    cases[i].reason);
		e = acknowledgement(&w, &v, receipt_seq, cases[i].date);
		/* The province's own delegation ends on the same day; its nation has sealed nothing, so the
		 * entry's day counts. */
		assert_refused(&w, admit(&w, &e, filers(&w, CITY)), cases[i].reason);
		end(&w);
	}
}

static void drafts_are_signed_by_drafters(void **state)
{
	struct world w;
	struct yice_version v;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(commit_on(&w, CITY, 0, &v, manifest_of(&w, CITY, 1), 0, signers(&w, 2, 310)),
			 YICE_OK);
	assert_refused(&w, file_it(&w, &v, "2024-06-01"), "store-wrong-role");
	assert_int_equal(yice_lifecycle_check_submission(w.ledger, CITY, NULL, day("2024-06-01"), &w.diags),
			 YICE_EDIAG);
	assert_int_equal(
	    yice_lifecycle_check_submission(w.ledger, "441900", NULL, day("2024-06-01"), &w.diags),
	    YICE_EDIAG);
	assert_int_equal(yice_lifecycle_check_submission(w.ledger, OTHER, NULL, day("2024-06-01"), &w.diags),
			 YICE_EDIAG);
	assert_int_equal(yice_lifecycle_check_publication(w.ledger, "441900", day("2024-06-01"), &w.diags),
			 YICE_EDIAG);
	assert_int_equal(yice_lifecycle_check_publication(w.ledger, OTHER, day("2024-06-01"), &w.diags),
			 YICE_EDIAG);
	end(&w);
}

static void a_receipt_binds_all_it_names(void **state)
{
	struct world w;
	struct yice_version v, o;
	struct yice_entry e, good;
	uint64_t mine, others;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	good = receipt(&w, &v, "2024-06-01");
	e = good;
	e.commit.sha256 = hex(&w, 'f', 1, 64);
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-submission-unknown");
	e = good;
	e.version = 2;
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-submission-unknown");
	e = good;
	e.scope = OTHER;
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)),
		       "store-submission-unknown"); /* retargeted to another city */
	e = good;
	e.scope = "441900";
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-not-child");
	e = good;
	e.manifest = hex(&w, 'f', 1, 64);
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-receipt-content");
	e = good;
	e.base = (struct yice_base){ 4, good.commit };
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-receipt-base");
	e = good;
	e.expires = e.date;
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-expires");
	assert_int_equal(admit(&w, &good, filers(&w, CITY)), YICE_OK);
	mine = yice_ledger_size(w.ledger, PROVINCE);
	assert_refused(&w, file_it(&w, &v, "2024-06-01"), "store-decided");

	o = plan(&w, OTHER, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &o), YICE_OK);
	assert_int_equal(file_it(&w, &o, "2024-06-01"), YICE_OK);
	others = yice_ledger_size(w.ledger, PROVINCE);
	assert_int_equal(commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, 1), others, signers(&w, 2, 310)),
			 YICE_OK);
	assert_refused(&w, acknowledge(&w, &v, others, "2024-06-02"), "store-receipt-scope");
	assert_refused(&w, acknowledge(&w, &v, mine, "2024-06-02"),
		       "store-receipt-scope"); /* it carries the other one */
	end(&w);
}

static void what_is_published_is_what_was_filed(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_entry e;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(file_it(&w, &v, "2024-06-01"), YICE_OK);
	receipt_seq = yice_ledger_size(w.ledger, PROVINCE);
	assert_int_equal(commit_on(&w, CITY, 1, &v, hex(&w, 'd', 1, 64), receipt_seq, signers(&w, 2, 310)),
			 YICE_OK);
	e = acknowledgement(&w, &v, receipt_seq, "2024-06-02");
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-receipt-content");
	e.manifest = hex(&w, 'd', 1, 64);
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-receipt-content");
	e.commit.oid = hex(&w, 'f', 1, 40);
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-publication-unknown");
	end(&w);
}

static void receipts_end_and_are_not_used_twice(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_entry e;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(file_it(&w, &v, "2024-06-01"), YICE_OK); /* ends on 31 July */
	receipt_seq = yice_ledger_size(w.ledger, PROVINCE);
	assert_int_equal(publish(&w, &v), YICE_OK);
	e = acknowledgement(&w, &v, receipt_seq, "2024-07-31");
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-receipt-expired");
	e.date = day("2024-07-30");
	e.receipt = 1; /* the delegation */
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-receipt-other");
	e.receipt = receipt_seq;
	assert_int_equal(admit(&w, &e, filers(&w, CITY)), YICE_OK);
	assert_refused(&w, acknowledge(&w, &v, receipt_seq, "2024-07-30"), "store-acknowledged-before");
	v = plan(&w, CITY, "2024-08-01", YICE_VERSION_DYNAMIC);
	assert_int_equal(
	    commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, 2), receipt_seq, signers(&w, 2, 310)), YICE_OK);
	assert_refused(&w, acknowledge(&w, &v, receipt_seq, "2024-07-30"), "store-receipt-version");
	end(&w);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, 1), 0, signers(&w, 2, 310)),
			 YICE_OK);
	assert_refused(&w, acknowledge(&w, &v, 1, "2024-07-30"),
		       "store-receipt-unknown"); /* published without filing */
	end(&w);
}

static void a_receipt_undone_by_a_lost_key_serves_no_more(void **state)
{
	struct world w;
	struct yice_version v;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(file_it(&w, &v, "2024-06-01"), YICE_OK);
	receipt_seq = yice_ledger_size(w.ledger, PROVINCE);
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_int_equal(revoke_key(&w, PROVINCE, 300, receipt_seq, "2024-06-02"), YICE_OK); /* the drafter's */
	assert_refused(&w, acknowledge(&w, &v, receipt_seq, "2024-06-03"), "store-receipt-void");
	assert_int_equal(yice_lifecycle_check_publication(w.ledger, CITY, day("2024-06-03"), &w.diags),
			 YICE_EDIAG);
	assert_string_equal(yice_diag_name(w.diags.items[w.diags.count - 1]->main.id), "store-receipt-void");
	end(&w);
}

static void chains_are_linear_and_stay_on_their_ref(void **state)
{
	struct world w;
	struct yice_version v;
	const char *head;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	assert_refused(&w, commit_on(&w, OTHER, 1, &v, hex(&w, 'c', 1, 64), 0, signers(&w, 2, 310)),
		       "store-ref-scope");
	carry(&w, &v, "2024-02-01");
	v = plan(&w, CITY, "2024-04-01", YICE_VERSION_DYNAMIC);
	v.seq = 3;
	assert_refused(&w, submit(&w, &v), "store-chain-seq");
	v.seq = 1;
	assert_refused(&w, commit_on(&w, CITY, 1, &v, hex(&w, 'c', 1, 64), 0, signers(&w, 2, 310)),
		       "store-chain-seq");
	v.seq = 2;
	v.base.commit.oid = hex(&w, 'f', 1, 40);
	assert_refused(&w, submit(&w, &v), "store-chain-base");
	v.base = yice_ledger_head(w.ledger, CITY);
	head = w.heads[slot(CITY)][0];
	w.heads[slot(CITY)][0] = hex(&w, 'f', 1, 40);
	assert_refused(&w, submit(&w, &v), "store-chain-parent");
	w.heads[slot(CITY)][0] = NULL;
	assert_refused(&w, submit(&w, &v), "store-chain-parent");
	w.heads[slot(CITY)][0] = head;
	assert_int_equal(submit(&w, &v), YICE_OK);
	end(&w);
}

static void refused_content_is_not_filed_again(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_entry e;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	e = receipt(&w, &v, "2024-06-01");
	e.kind = YICE_ENTRY_REFUSAL;
	e.reason = YICE_RETURN_LOOSER;
	assert_int_equal(admit(&w, &e, filers(&w, CITY)), YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST),
			 YICE_STATE_REFUSED);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_refused(&w, file_it(&w, &v, "2024-06-02"), "store-refused-before");
	assert_int_equal(commit_on(&w, CITY, 0, &v, hex(&w, 'd', 2, 64), 0, signers(&w, 1, 300)), YICE_OK);
	e = receipt(&w, &v, "2024-06-03");
	e.manifest = hex(&w, 'd', 2, 64);
	assert_int_equal(admit(&w, &e, filers(&w, CITY)), YICE_OK);
	end(&w);
}

static void the_root_files_with_its_own_threshold(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_entry e;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, NATION, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	e = receipt(&w, &v, "2024-06-01");
	assert_refused(&w, admit(&w, &e, signers(&w, 2, 120)), "store-wrong-role");
	assert_refused(&w, admit(&w, &e, signers(&w, 1, 140)), "store-threshold-unmet");
	assert_int_equal(admit(&w, &e, signers(&w, 2, 140)), YICE_OK);
	end(&w);
}

static void suspensions_concern_what_was_acknowledged(void **state)
{
	struct world w;
	struct yice_version v;

	YICE_UNUSED(state);
	settle(&w);
	assert_refused(&w, suspend(&w, 1, "2024-02-01", "2024-02-01", NULL), "store-suspension-version");
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	carry(&w, &v, "2024-02-01");
	assert_int_equal(suspend(&w, 1, "2024-02-01", "2024-04-01", "2024-05-01"), YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-03-31"), YICE_LATEST),
			 YICE_STATE_EFFECTIVE);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-04-01"), YICE_LATEST),
			 YICE_STATE_SUSPENDED);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-05-01"), YICE_LATEST),
			 YICE_STATE_EFFECTIVE);
	end(&w);
}

/* ---- what a filing authority asks of a version ---- */

/* The names of all findings about a version, separated by blanks. */
static const char *review(struct world *w, const struct yice_version *v, const struct yice_version *base,
			  const struct yice_version *target, const struct yice_findings *findings,
			  const char *date)
{
	static char names[400];
	struct yice_diags diags;
	int status;

	YICE_UNUSED(w);
	yice_diags_init(&diags);
	status = yice_lifecycle_check_version(v, base, target, target && target->seq < base->seq ? base : NULL, findings,
					      day(date), &diags);
	names[0] = '\0';
	for (uint32_t i = 0; i < diags.count; i++) {
		strcat(names, i ? " " : "");
		strcat(names, yice_diag_name(diags.items[i]->main.id));
	}
	assert_int_equal(status, diags.count ? YICE_EDIAG : YICE_OK);
	yice_diags_release(&diags);
	return names;
}

static void each_kind_needs_what_the_rules_say(void **state)
{
	struct world w;
	struct yice_version v, base, first;
	struct yice_findings f = { NULL, 0, NULL, 0, false };

	YICE_UNUSED(state);
	settle(&w);
	first = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	assert_string_equal(review(&w, &first, NULL, NULL, &f, "2024-03-01"), "");
	assert_string_equal(review(&w, &first, NULL, NULL, &f, "2024-03-02"), "store-from-past");
	v = first;
	v.period.to = day("2028-12-31");
	assert_string_equal(review(&w, &v, NULL, NULL, &f, "2024-02-01"), "store-period");
	v.period = (struct yice_interval){ day("2024-02-29"), day("2029-03-01") };
	assert_string_equal(review(&w, &v, NULL, NULL, &f, "2024-02-01"), "");
	v = first;
	v.kind = YICE_VERSION_DYNAMIC;
	v.reason = YICE_REASON_LAW;
	assert_string_equal(review(&w, &v, NULL, NULL, &f, "2024-02-01"), "store-first-kind");

	base = first;
	v = first;
	v.seq = 2;
	v.evaluation = NULL;
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "store-evaluation");
	v.kind = YICE_VERSION_DYNAMIC;
	v.from = day("2024-02-29");
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"),
			    "store-argumentation store-from-base");
	v.from = day("2024-04-01");
	v.argued = (struct yice_argued){ YICE_ARGUED_CITY, hex(&w, 'a', 1, 64) };
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "");
	f.priority = "440600/ZH44060610001/1";
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "store-argumentation-province");
	v.reason = YICE_REASON_OTHER;
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "store-argumentation-province");
	v.argued.by = YICE_ARGUED_PROVINCE;
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "");
	v.argued.by = YICE_ARGUED_NOT;
	for (int reason = YICE_REASON_AREA; reason <= YICE_REASON_LAW; reason++) { /* 同步更新 */
		v.reason = reason;
		assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "");
	}
	v.kind = YICE_VERSION_CORRECTION;
	v.target = 1;
	v.from =
	    day("2024-03-01"); /* reaches back to the first day of what it corrects, though filed later */
	assert_string_equal(review(&w, &v, &base, &base, &f, "2024-06-01"), "");
	v.from = day("2024-02-29");
	assert_string_equal(review(&w, &v, &base, &base, &f, "2024-06-01"), "store-from-base");
	v.target = 2;
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "store-target");
	first.seq = 2;
	first.from = day("2024-06-01");
	v.target = 1;
	for (int i = 0; i < 2; i++) { /* whether it begins before or behind what has superseded its target */
		v.from = day(i ? "2024-07-01" : "2024-03-01");
		assert_string_equal(review(&w, &v, &first, &base, &f, "2024-06-01"), "store-target-superseded");
	}
	v.from = day("2024-03-01"); /* with a last day it leaves the days of the next alone */
	v.to = day("2024-06-01");
	assert_string_equal(review(&w, &v, &first, &base, &f, "2024-09-01"), "");
	v.to = day("2024-06-02");
	assert_string_equal(review(&w, &v, &first, &base, &f, "2024-09-01"), "store-target-superseded");
	base.kind = YICE_VERSION_CORRECTION; /* and such a one is not corrected itself: what it corrects is, again */
	base.to = day("2024-05-01");
	v.to = day("2024-04-01");
	assert_string_equal(review(&w, &v, &first, &base, &f, "2024-09-01"), "store-target");
	base = first;
	base.seq = 1;
	v.from = day("2024-07-01");
	v.to = YICE_DAY_MAX;
	v.target = 2;
	assert_string_equal(review(&w, &v, &first, &first, &f, "2024-08-01"), "");
	v.kind = YICE_VERSION_WITHDRAWAL;
	v.from = day("2024-08-01");
	v.target = 1;
	assert_string_equal(review(&w, &v, &base, &base, &f, "2024-02-01"), "");
	v.seq = 3;
	first.seq = 2;
	assert_string_equal(review(&w, &v, &first, &base, &f, "2024-02-01"),
			    "store-target"); /* not the last */
	end(&w);
}

static void declared_changes_are_the_real_ones(void **state)
{
	struct yice_change said[] = { { YICE_CHANGE_ADDED, "440600/*/1-2" },
				      { YICE_CHANGE_TIGHTENED, "440600/*/1-3" },
				      { YICE_CHANGE_REMOVED, "440600/*/2-1" } };
	struct yice_change found[] = { { YICE_CHANGE_REMOVED, "440600/*/2-1" }, /* any order */
				       { YICE_CHANGE_TIGHTENED, "440600/*/1-3" },
				       { YICE_CHANGE_ADDED, "440600/*/1-2" } };
	const char *looser[] = { "440600/*/1-3", "440600/*/1-9" };
	struct yice_findings f = { found, 3, NULL, 0, false };
	struct world w;
	struct yice_version v, base;

	YICE_UNUSED(state);
	settle(&w);
	base = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	v = base;
	v.seq = 2;
	v.kind = YICE_VERSION_DYNAMIC;
	v.reason = YICE_REASON_LAW;
	v.changed = (struct yice_changes){ said, 3 };
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "");
	found[1].word = YICE_CHANGE_LOOSENED;
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "store-changed-word");
	found[1].clause = "440600/*/1-4";
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"),
			    "store-changed-extra store-changed-missing");
	f.change_count = 0;
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"),
			    "store-changed-extra store-changed-extra store-changed-extra");
	f.change_count = 3;
	v.changed.count = 0;
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"),
			    "store-changed-missing store-changed-missing store-changed-missing");
	f = (struct yice_findings){ NULL, 0, looser, 2, false };
	assert_string_equal(review(&w, &v, &base, NULL, &f, "2024-02-01"), "store-looser store-looser");
	v.changed.count = 3;
	v.seq = 1;
	v.kind = YICE_VERSION_PERIODIC;
	assert_string_equal(review(&w, &v, NULL, NULL, NULL, "2024-02-01"), "store-no-changes");
	end(&w);
}

/* A version published in vain is passed over; what it changed is declared by the next. */
static void a_version_never_acknowledged_is_passed_over(void **state)
{
	struct yice_change said[] = { { YICE_CHANGE_ADDED, "440600/*/1-2" } };
	struct yice_findings f = { said, 1, NULL, 0, false };
	struct world w;
	struct yice_version v;
	struct yice_entry e;

	YICE_UNUSED(state);
	first_in_force(&w);
	v = plan(&w, CITY, "2024-04-01", YICE_VERSION_DYNAMIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, 2), 0, signers(&w, 2, 310)),
			 YICE_OK); /* not filed */
	assert_int_equal(yice_lifecycle_reference(w.ledger, CITY), 1);
	v = plan(&w, CITY, "2024-06-01", YICE_VERSION_DYNAMIC);
	assert_int_equal(v.seq, 3);
	assert_int_equal(submit(&w, &v), YICE_OK);
	e = receipt(&w, &v, "2024-05-01");
	assert_refused(&w, admit_found(&w, &e, filers(&w, CITY), &f), "store-changed-missing");
	v.changed = (struct yice_changes){ said, 1 };
	assert_int_equal(submit(&w, &v), YICE_OK);
	e = receipt(&w, &v, "2024-05-01");
	assert_int_equal(admit_found(&w, &e, filers(&w, CITY), &f), YICE_OK);
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_int_equal(acknowledge(&w, &v, e.seq, "2024-05-02"), YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 2, day("2024-07-01"), YICE_LATEST),
			 YICE_STATE_PUBLISHED);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 3, day("2024-07-01"), YICE_LATEST),
			 YICE_STATE_EFFECTIVE);
	end(&w);
}

/* A receipt that ended unused is given again, as long as the version's day has not passed. */
static void an_ended_receipt_is_given_again(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_entry e;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-12-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(file_it(&w, &v, "2024-02-01"), YICE_OK); /* ends on 1 April */
	assert_refused(&w, file_it(&w, &v, "2024-03-31"), "store-decided");
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_refused(&w, acknowledge(&w, &v, 3, "2024-04-01"), "store-receipt-expired");
	e = receipt(&w, &v, "2024-12-02");
	assert_refused(&w, admit(&w, &e, filers(&w, CITY)), "store-from-past");
	e = receipt(&w, &v, "2024-05-01");
	assert_int_equal(admit(&w, &e, filers(&w, CITY)), YICE_OK);
	assert_int_equal(acknowledge(&w, &v, e.seq, "2024-05-02"), YICE_OK);
	end(&w);
}

/* ---- a walk ---- */

/* One scope's life as far as acts go: numbers, days, and which content; nothing of keys, digests or texts. */
struct model {
	uint64_t submitted, published, acknowledged; /* last numbers */
	uint64_t receipt_of, receipt_content;        /* 0: none */
	uint64_t published_content, content;
	uint64_t refused[64]; /* contents refused of the submitted number */
	unsigned refused_count;
	yice_day from, published_from, last_from, expires;
	bool open, filed; /* the last submission is undecided; has a receipt, which may have ended */
};

struct walk {
	struct world w;
	struct model m;
	struct yice_version v, p; /* submitted, published */
	uint64_t random, legal, receipt_seq, carried;
	yice_day date;
};

static uint64_t draw(struct walk *k, uint64_t below)
{
	return unit_random(&k->random) % below;
}

static void expect(struct walk *k, bool legal, int status)
{
	assert_int_equal(status, legal ? YICE_OK : YICE_EDIAG);
	k->legal += legal;
}

static const char *content(struct walk *k, uint64_t number)
{
	return hex(&k->w, 'c', number, 64);
}

static void walk_submit(struct walk *k, const char *date)
{
	struct model *m = &k->m;
	struct yice_version v =
	    plan(&k->w, CITY, date, m->acknowledged ? YICE_VERSION_DYNAMIC : YICE_VERSION_PERIODIC);

	if (draw(k, 8) == 0) { /* one number too far */
		v.seq++;
		expect(k, false,
		       commit_on(&k->w, CITY, 0, &v, hex(&k->w, 'f', 1, 64), 0, signers(&k->w, 1, 300)));
		return;
	}
	v.from += (yice_day)draw(k, 20) - 4;
	if (v.seq != m->submitted || m->refused_count == YICE_COUNT(m->refused)) {
		m->content += 1000;
		m->refused_count = 0;
	} else if (draw(k, 2)) {
		m->content++;
	}
	expect(k, true, commit_on(&k->w, CITY, 0, &v, content(k, m->content), 0, signers(&k->w, 1, 300)));
	k->v = v;
	m->submitted = v.seq;
	m->from = v.from;
	m->open = true;
	m->filed = false;
}

static void walk_decide(struct walk *k, const char *date, enum yice_entry_kind kind)
{
	struct model *m = &k->m;
	struct yice_entry e;
	bool open, legal, again = false;

	if (!m->submitted)
		return;
	e = receipt(&k->w, &k->v, date);
	e.kind = kind;
	e.reason = YICE_RETURN_UNSOUND;
	e.manifest = content(k, m->content);
	open = m->open || (m->filed && e.date >= m->expires);
	for (unsigned i = 0; i < m->refused_count; i++)
		again |= m->refused[i] == m->content;
	legal =
	    open && (kind != YICE_ENTRY_RECEIPT ||
		     (m->submitted > m->acknowledged && !again && m->from >= e.date &&
		      m->from >= m->last_from && (m->acknowledged || k->v.kind == YICE_VERSION_PERIODIC)));
	expect(k, legal, admit(&k->w, &e, filers(&k->w, CITY)));
	if (!legal)
		return;
	m->open = false;
	m->filed = kind == YICE_ENTRY_RECEIPT;
	if (kind == YICE_ENTRY_REFUSAL)
		m->refused[m->refused_count++] = m->content;
	if (kind == YICE_ENTRY_RECEIPT) {
		m->receipt_of = m->submitted;
		m->receipt_content = m->content;
		m->expires = e.expires;
		k->receipt_seq = e.seq;
	}
}

/* Publication is a commit, held against its chain only; its acknowledgement is held against the receipt. */
static void walk_publish(struct walk *k)
{
	struct model *m = &k->m;

	if (m->submitted != m->published + 1 || (m->receipt_of != m->submitted && draw(k, 10)))
		return;
	k->carried = m->receipt_of == m->submitted ? k->receipt_seq : 1;
	expect(k, true,
	       commit_on(&k->w, CITY, 1, &k->v, content(k, m->content), k->carried, signers(&k->w, 2, 310)));
	k->p = k->v;
	m->published++;
	m->published_content = m->content;
	m->published_from = m->from;
}

static void walk_acknowledge(struct walk *k, const char *date)
{
	struct model *m = &k->m;
	struct yice_entry e;
	bool legal, same;

	if (!m->published)
		return;
	e = acknowledgement(&k->w, &k->p, k->receipt_seq, date);
	e.manifest = content(k, m->published_content);
	same = k->carried == k->receipt_seq ||
	       (k->carried > 1 && e.date >= yice_ledger_get(k->w.ledger, PROVINCE, k->carried)->expires);
	legal = m->published > m->acknowledged && m->receipt_of == m->published &&
		m->receipt_content == m->published_content && e.date < m->expires && same;
	expect(k, legal, admit(&k->w, &e, filers(&k->w, CITY)));
	if (!legal)
		return;
	m->acknowledged = m->published;
	m->last_from = m->published_from;
}

static void check_states(struct walk *k)
{
	const struct model *m = &k->m;
	enum yice_state now;

	if (m->acknowledged) {
		now =
		    yice_lifecycle_state(k->w.ledger, CITY, m->acknowledged, day("2999-01-01"), YICE_LATEST);
		assert_int_equal(now, YICE_STATE_EFFECTIVE);
		assert_int_equal(yice_lifecycle_reference(k->w.ledger, CITY), m->acknowledged);
	}
	if (m->published > m->acknowledged) {
		now = yice_lifecycle_state(k->w.ledger, CITY, m->published, day("2999-01-01"), YICE_LATEST);
		assert_int_equal(now, YICE_STATE_PUBLISHED);
	}
	if (m->submitted <= m->published)
		return;
	now = yice_lifecycle_state(k->w.ledger, CITY, m->submitted, day("2999-01-01"), YICE_LATEST);
	if (m->open)
		assert_true(now == YICE_STATE_SUBMITTED ||
			    (now == YICE_STATE_FILED && m->receipt_of == m->submitted));
	else
		assert_true(now == YICE_STATE_FILED || now == YICE_STATE_RETURNED ||
			    now == YICE_STATE_REFUSED);
}

static void walk_step(struct walk *k)
{
	char date[11];

	if (draw(k, 6) == 0)
		k->date += (yice_day)draw(k, 8);
	yice_date_format(k->date, date);
	switch (draw(k, 6)) {
	case 0:
		walk_submit(k, date);
		break;
	case 1:
		walk_decide(k, date, draw(k, 2) ? YICE_ENTRY_RETURN : YICE_ENTRY_REFUSAL);
		break;
	case 2:
	case 3:
		walk_decide(k, date, YICE_ENTRY_RECEIPT);
		break;
	case 4:
		walk_publish(k);
		break;
	default:
		walk_acknowledge(k, date);
	}
}

static void a_walk_agrees_with_the_model(void **state)
{
	const char *more = getenv("YICE_STORE_STEPS");
	uint64_t steps = more ? (uint64_t)atoll(more) : 20000, legal = 0, seed = 3;
	struct walk *k = malloc(sizeof(*k));

	YICE_UNUSED(state);
	assert_non_null(k);
	for (uint64_t done = 0; done < steps; done += 500) {
		memset(k, 0, sizeof(*k));
		settle(&k->w);
		k->random = ++seed;
		k->date = day("2024-02-01");
		for (int i = 0; i < 500; i++) {
			walk_step(k);
			check_states(k);
		}
		legal += k->legal;
		end(&k->w);
	}
	print_message("# %llu steps, %llu admitted\n", (unsigned long long)steps, (unsigned long long)legal);
	assert_true(legal > steps / 10);
	free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_version_goes_all_the_way),
		cmocka_unit_test(only_the_publisher_publishes),
		cmocka_unit_test(drafts_are_signed_by_drafters),
		cmocka_unit_test(a_receipt_binds_all_it_names),
		cmocka_unit_test(what_is_published_is_what_was_filed),
		cmocka_unit_test(receipts_end_and_are_not_used_twice),
		cmocka_unit_test(a_receipt_undone_by_a_lost_key_serves_no_more),
		cmocka_unit_test(chains_are_linear_and_stay_on_their_ref),
		cmocka_unit_test(refused_content_is_not_filed_again),
		cmocka_unit_test(the_root_files_with_its_own_threshold),
		cmocka_unit_test(suspensions_concern_what_was_acknowledged),
		cmocka_unit_test(each_kind_needs_what_the_rules_say),
		cmocka_unit_test(declared_changes_are_the_real_ones),
		cmocka_unit_test(a_version_never_acknowledged_is_passed_over),
		cmocka_unit_test(an_ended_receipt_is_given_again),
		cmocka_unit_test(a_walk_agrees_with_the_model),
	};

	return cmocka_run_group_tests_name("lifecycle", tests, NULL, NULL);
}
