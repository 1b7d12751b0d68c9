/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store/asof.c: both clocks, held against a search through all rows of a
 * history drawn at random: versions of every kind, returned and filed, left on
 * the way, suspended, and undone by revoked keys.
 */
#include "tests/unit/world.h"

#include <time.h>

static void corrections_do_not_rewrite_what_was_known(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_asof *index;
	struct yice_asof_answer a;
	uint64_t first, second;

	YICE_UNUSED(state);
	first = first_in_force(&w);
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_CORRECTION);
	second = carry(&w, &v, "2024-05-01");
	assert_int_equal(yice_asof_new(w.ledger, &index), YICE_OK);

	assert_int_equal(yice_asof_query(index, CITY, day("2024-04-01"), first, &a), YICE_OK);
	assert_int_equal(a.count, 3);
	assert_int_equal(a.tiers[0].seq, 1);
	assert_int_equal(a.tiers[0].state, YICE_STATE_EFFECTIVE);
	assert_int_equal(a.tiers[0].receipt, first - 1);
	assert_int_equal(a.tiers[0].acknowledged, first);
	assert_int_equal(a.tiers[0].publisher.count, 2);
	assert_string_equal(a.tiers[0].place, PROVINCE);
	assert_string_equal(a.tiers[0].version->scope, CITY);
	assert_string_equal(a.tiers[0].manifest, manifest_of(&w, CITY, 1));
	assert_true(a.tiers[0].differs && a.differs);
	assert_int_equal(a.tiers[1].state, YICE_STATE_DRAFT);
	assert_string_equal(a.tiers[2].scope, NATION);

	assert_int_equal(yice_asof_query(index, CITY, day("2024-04-01"), second, &a), YICE_OK);
	assert_int_equal(a.tiers[0].seq, 2);
	assert_false(a.differs);
	assert_int_equal(yice_asof_query(index, CITY, day("2024-02-29"), YICE_LATEST, &a), YICE_OK);
	assert_int_equal(a.tiers[0].seq, 0);
	assert_int_equal(a.tiers[0].next, 1);
	assert_int_equal(a.tiers[0].later, 2);
	assert_int_equal(yice_asof_query(index, "441900", day("2024-04-01"), YICE_LATEST, &a),
			 YICE_ENOTFOUND);
	assert_int_equal(yice_asof_query(index, CITY, day("2024-04-01"), second + 1, &a), YICE_ERANGE);
	yice_asof_free(index);
	end(&w);
}

/* A mistake of a version that another has superseded since: only its days are corrected, and each is told so. */
static void a_correction_with_a_last_day_governs_its_days_alone(void **state)
{
	static const struct {
		const char *day;
		uint64_t seq, before, next; /* in force; as known before; next to come */
		enum yice_state first, second, third;
	} wanted[] = {
		{ "2024-02-29", 0, 0, 1, YICE_STATE_ACKNOWLEDGED, YICE_STATE_ACKNOWLEDGED, YICE_STATE_ACKNOWLEDGED },
		{ "2024-03-31", 1, 1, 2, YICE_STATE_EFFECTIVE, YICE_STATE_ACKNOWLEDGED, YICE_STATE_ACKNOWLEDGED },
		{ "2024-04-01", 3, 1, 2, YICE_STATE_SUPERSEDED, YICE_STATE_ACKNOWLEDGED, YICE_STATE_EFFECTIVE },
		{ "2024-05-31", 3, 1, 2, YICE_STATE_SUPERSEDED, YICE_STATE_ACKNOWLEDGED, YICE_STATE_EFFECTIVE },
		{ "2024-06-01", 1, 1, 2, YICE_STATE_EFFECTIVE, YICE_STATE_ACKNOWLEDGED, YICE_STATE_LAPSED },
		{ "2024-07-01", 2, 2, 0, YICE_STATE_SUPERSEDED, YICE_STATE_EFFECTIVE, YICE_STATE_LAPSED },
	};
	struct world w;
	struct yice_version v;
	struct yice_asof *index;
	struct yice_asof_answer a;
	uint64_t second;

	YICE_UNUSED(state);
	first_in_force(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_DYNAMIC);
	second = carry(&w, &v, "2024-06-15");
	v = plan(&w, CITY, "2024-04-01", YICE_VERSION_CORRECTION);
	v.target = 1;
	v.to = day("2024-06-01");
	assert_int_equal(yice_lifecycle_against(w.ledger, &v), 1);
	carry(&w, &v, "2024-09-01");
	assert_int_equal(yice_lifecycle_reference(w.ledger, CITY), 2);
	assert_int_equal(yice_lifecycle_superseder(w.ledger, CITY, 1)->seq, 2);
	assert_int_equal(yice_asof_new(w.ledger, &index), YICE_OK);
	for (size_t i = 0; i < YICE_COUNT(wanted); i++) {
		yice_day on = day(wanted[i].day);

		assert_int_equal(yice_asof_query(index, CITY, on, YICE_LATEST, &a), YICE_OK);
		assert_int_equal(a.tiers[0].seq, wanted[i].seq);
		assert_int_equal(a.tiers[0].next, wanted[i].next);
		assert_int_equal(yice_asof_query(index, CITY, on, second, &a), YICE_OK);
		assert_int_equal(a.tiers[0].seq, wanted[i].before);
		assert_int_equal(a.tiers[0].now, wanted[i].seq);
		assert_int_equal(a.differs, wanted[i].seq != wanted[i].before);
		assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, on, YICE_LATEST), wanted[i].first);
		assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 2, on, YICE_LATEST), wanted[i].second);
		assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 3, on, YICE_LATEST), wanted[i].third);
	}
	yice_asof_free(index);
	v = plan(&w, CITY, "2024-10-01", YICE_VERSION_WITHDRAWAL); /* what lasts is withdrawn, not what has passed */
	v.target = 2;
	carry(&w, &v, "2024-09-15");
	end(&w);
}

/* A position knows of registers above what its writer knew; a day, what they said by then. */
static void a_day_dates_each_register_by_itself(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_asof *index;
	struct yice_asof_answer a;
	uint64_t acknowledged;

	YICE_UNUSED(state);
	acknowledged = first_in_force(&w);
	v = plan(&w, PROVINCE, "2024-04-01", YICE_VERSION_PERIODIC);
	carry(&w, &v, "2024-03-01"); /* in the nation's register, which the province's does not mention */
	assert_int_equal(yice_asof_new(w.ledger, &index), YICE_OK);

	assert_int_equal(yice_asof_query(index, CITY, day("2024-05-01"), acknowledged, &a), YICE_OK);
	assert_int_equal(a.tiers[0].seq, 1);
	assert_int_equal(a.tiers[1].seq, 0);
	assert_true(a.tiers[1].differs);
	assert_int_equal(yice_asof_query_on(index, CITY, day("2024-05-01"), day("2024-03-01"), &a), YICE_OK);
	assert_int_equal(a.tiers[0].known, acknowledged);
	assert_int_equal(a.tiers[1].seq, 1);
	assert_int_equal(a.tiers[1].known, yice_ledger_size(w.ledger, NATION));
	assert_false(a.differs);
	assert_int_equal(yice_asof_query_on(index, CITY, day("2024-05-01"), day("2024-02-29"), &a), YICE_OK);
	assert_int_equal(a.tiers[0].seq, 1);
	assert_int_equal(a.tiers[1].seq, 0);
	assert_true(a.tiers[1].differs && !a.tiers[0].differs);
	assert_int_equal(yice_asof_query_on(index, CITY, day("2024-05-01"), day("2024-01-31"), &a), YICE_OK);
	assert_int_equal(a.tiers[0].seq, 0);
	assert_int_equal(a.tiers[0].known, acknowledged - 2);
	assert_true(a.tiers[0].differs);
	/* Before there was any register at all. */
	assert_int_equal(yice_asof_query_on(index, CITY, day("2024-05-01"), day("2023-12-31"), &a), YICE_OK);
	assert_int_equal(a.tiers[0].known + a.tiers[1].known + a.tiers[2].known, 0);
	assert_int_equal(a.tiers[0].seq + a.tiers[0].pending + a.tiers[0].next, 0);
	assert_int_equal(yice_asof_query_on(index, "441900", day("2024-05-01"), day("2024-03-01"), &a),
			 YICE_ENOTFOUND);
	yice_asof_free(index);
	end(&w);
}

static void nothing_revives_by_itself(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_asof *index;
	struct yice_asof_answer a;
	uint64_t lifted;

	YICE_UNUSED(state);
	first_in_force(&w);
	v = plan(&w, CITY, "2024-05-01", YICE_VERSION_DYNAMIC);
	v.to = day("2024-09-01");
	carry(&w, &v, "2024-04-01");
	assert_int_equal(suspend(&w, 2, "2024-06-01", "2024-06-01", NULL), YICE_OK);
	assert_int_equal(suspend(&w, 2, "2024-06-20", "2024-06-01", "2024-07-01"), YICE_OK); /* lifted from July on */
	lifted = yice_ledger_size(w.ledger, PROVINCE);
	v = plan(&w, CITY, "2024-11-01", YICE_VERSION_WITHDRAWAL);
	carry(&w, &v, "2024-10-01");
	assert_int_equal(yice_asof_new(w.ledger, &index), YICE_OK);
	assert_int_equal(yice_asof_query(index, CITY, day("2024-06-15"), YICE_LATEST, &a), YICE_OK);
	assert_int_equal(a.tiers[0].state, YICE_STATE_SUSPENDED);
	assert_int_equal(a.tiers[0].seq, 2);
	assert_int_equal(yice_asof_query(index, CITY, day("2024-07-01"), YICE_LATEST, &a), YICE_OK);
	assert_int_equal(a.tiers[0].state, YICE_STATE_EFFECTIVE);
	assert_int_equal(yice_asof_query(index, CITY, day("2024-07-01"), lifted - 1, &a), YICE_OK);
	assert_int_equal(a.tiers[0].state, YICE_STATE_SUSPENDED); /* as known before the lifting */
	assert_true(a.differs);
	assert_int_equal(yice_asof_query(index, CITY, day("2024-09-01"), YICE_LATEST, &a), YICE_OK);
	assert_int_equal(a.tiers[0].state, YICE_STATE_LAPSED);
	assert_int_equal(yice_asof_query(index, CITY, day("2024-11-01"), YICE_LATEST, &a), YICE_OK);
	assert_int_equal(a.tiers[0].state, YICE_STATE_WITHDRAWN);
	assert_int_equal(a.tiers[0].seq, 3);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 2, day("2024-11-01"), YICE_LATEST),
			 YICE_STATE_WITHDRAWN);
	yice_asof_free(index);
	end(&w);
}

/* ---- a history drawn at random, and the rows it leaves ---- */

#define VERSIONS  400
#define REVOKED   64
#define HALTED    200
#define DECISIONS 1200
#define SCOPES    3

static const char *const scopes[SCOPES] = { CITY, OTHER, PROVINCE };

struct row {
	enum yice_version_kind kind;
	yice_day from, to;
	uint64_t target, ack;
	unsigned signer; /* signs with the next one */
	unsigned base;   /* of the keys then granted */
	bool submitted, published;
};

struct decision {
	uint64_t seq, version;
	enum yice_entry_kind kind;
	bool last_submission; /* no submission of the version came after it */
};

struct rows {
	struct row versions[VERSIONS + 2]; /* by number */
	uint64_t count;                    /* submitted so far */
	struct decision decisions[DECISIONS];
	unsigned decision_count;
	struct {
		uint64_t seq, version;
		yice_day from, to;
	} halts[HALTED];
	unsigned halt_count;
	struct {
		uint64_t seq, since;
		unsigned key;
	} revoked[REVOKED];
	unsigned revoked_count;
	unsigned base;       /* publishing keys base, base + 1, base + 2 */
	uint64_t delegation; /* version of the last */
	int stage;           /* 0 nothing, 1 submitted, 2 filed, 3 published */
	struct yice_version plan;
};

struct history {
	struct world w;
	struct rows rows[SCOPES];
	uint64_t above[4096]; /* position of the nation's register by entry of the province's */
	uint64_t random;
	yice_day date;
};

static uint64_t draw(struct history *h, uint64_t below)
{
	return unit_random(&h->random) % below;
}

static void date_text(yice_day date, char out[11])
{
	yice_date_format(date, out);
}

/* Publishing keys of a scope, fresh ones each time. */
static void grant(struct history *h, int s)
{
	struct rows *r = &h->rows[s];
	const char *place = above(scopes[s]);
	char date[11];
	struct yice_entry e;

	date_text(h->date, date);
	e = next(&h->w, place, date, YICE_ENTRY_DELEGATION);
	e.scope = scopes[s];
	e.version = r->delegation + 1;
	e.from = day("2024-01-01");
	give_roles(&h->w, &e, base_of(scopes[s]));
	r->base = 1000 + 500 * (unsigned)s + 4 * (unsigned)r->delegation;
	e.roles[YICE_ROLE_PUBLISH] = keys(&h->w, 2, 3, r->base);
	if (s == 2 && yice_ledger_size(h->w.ledger, PROVINCE))
		e.seal =
		    (struct yice_position){ yice_ledger_size(h->w.ledger, PROVINCE),
					    yice_ledger_digest(h->w.ledger, PROVINCE,
							       yice_ledger_size(h->w.ledger, PROVINCE)) };
	assert_int_equal(admit(&h->w, &e, signers(&h->w, 1, base_of(place) + 20)), YICE_OK);
	r->delegation++;
}

static bool row_stands(const struct rows *r, uint64_t version, uint64_t known)
{
	const struct row *row = &r->versions[version];

	if (!row->ack || row->ack > known)
		return false;
	for (unsigned i = 0; i < r->revoked_count; i++)
		if (r->revoked[i].seq <= known && r->revoked[i].since <= row->ack &&
		    (r->revoked[i].key == row->signer || r->revoked[i].key == row->signer + 1))
			return false;
	return true;
}

static bool is_passing(const struct row *row)
{
	return row->kind == YICE_VERSION_CORRECTION && row->to != YICE_DAY_MAX;
}

/* The first day of what supersedes a version, by all that is known. */
static yice_day row_next(const struct rows *r, uint64_t version)
{
	yice_day next = YICE_DAY_MAX;

	for (uint64_t v = version + 1; v <= r->count; v++)
		if (row_stands(r, v, YICE_LATEST) && !is_passing(&r->versions[v]) && r->versions[v].from < next)
			next = r->versions[v].from;
	return next;
}

static void draw_plan(struct history *h, int s)
{
	struct rows *r = &h->rows[s];
	enum yice_version_kind kind = YICE_VERSION_PERIODIC;
	yice_day first = h->date + (yice_day)draw(h, 60);
	uint64_t seq = yice_ledger_head(h->w.ledger, scopes[s]).seq + 1,
		 last = yice_lifecycle_reference(h->w.ledger, scopes[s]);
	struct row *row = &r->versions[seq];
	char from[11];

	if (last) {
		int drawn = (int)draw(h, 10);

		kind = drawn < 6   ? YICE_VERSION_DYNAMIC
		       : drawn < 9 ? YICE_VERSION_CORRECTION
				   : YICE_VERSION_WITHDRAWAL;
		if (first < r->versions[last].from)
			first = r->versions[last].from;
	}
	row->target = kind == YICE_VERSION_CORRECTION   ? draw(h, 4) ? last : 1 + draw(h, last)
		      : kind == YICE_VERSION_WITHDRAWAL ? last
							: 0;
	if (kind == YICE_VERSION_CORRECTION && !row_stands(r, row->target, YICE_LATEST))
		row->target = last;
	if (kind == YICE_VERSION_CORRECTION)
		first = r->versions[row->target].from + (yice_day)draw(h, 40);
	date_text(first, from);
	r->plan = plan(&h->w, scopes[s], from, kind);
	r->plan.target = row->target;
	if (kind == YICE_VERSION_CORRECTION && row_next(r, row->target) > first && draw(h, 4))
		r->plan.to = first + 1 + (yice_day)draw(h, (uint64_t)(row_next(r, row->target) - first) < 120 ?
								   (uint64_t)(row_next(r, row->target) - first) : 120);
	else if (kind != YICE_VERSION_WITHDRAWAL && draw(h, 8) == 0)
		r->plan.to = first + 1 + (yice_day)draw(h, 90);
	row->kind = kind;
	row->from = first;
	row->to = r->plan.to;
	row->submitted = true;
	r->count = seq;
}

/* Would the plan correct or withdraw the days of a version that has superseded its target? */
static bool reaches_over(const struct rows *r)
{
	if (!r->plan.target)
		return false;
	if (is_passing(&r->versions[r->plan.target]))
		return true;
	for (uint64_t seq = r->plan.target + 1; seq < r->plan.seq; seq++)
		if (row_stands(r, seq, YICE_LATEST) && !is_passing(&r->versions[seq]) &&
		    (r->plan.kind == YICE_VERSION_WITHDRAWAL || r->plan.to > r->versions[seq].from))
			return true;
	return false;
}

static void decide(struct history *h, int s)
{
	struct rows *r = &h->rows[s];
	struct yice_entry e;
	char date[11];

	date_text(h->date, date);
	e = receipt(&h->w, &r->plan, date);
	if (draw(h, 5) == 0) {
		e.kind = YICE_ENTRY_RETURN;
		e.reason = YICE_RETURN_UNSOUND;
	}
	e.expires = e.date + 3000;
	if (admit(&h->w, &e, filers(&h->w, scopes[s])) == YICE_OK) {
		assert_true(e.kind == YICE_ENTRY_RETURN || !reaches_over(r));
	} else {
		e.kind = YICE_ENTRY_RETURN; /* too late for its day, or what it builds on was undone */
		e.reason = YICE_RETURN_UNSOUND;
		assert_int_equal(admit(&h->w, &e, filers(&h->w, scopes[s])), YICE_OK);
	}
	r->decisions[r->decision_count++] = (struct decision){ e.seq, r->plan.seq, e.kind, true };
	r->stage = e.kind == YICE_ENTRY_RECEIPT ? 2 : 0;
}

static void publish_row(struct history *h, int s)
{
	struct rows *r = &h->rows[s];
	struct row *row = &r->versions[r->plan.seq];

	row->base = r->base;
	row->signer = r->base + (unsigned)draw(h, 2);
	for (unsigned i = 0; i < r->revoked_count; i++) /* what is known to be lost is not used */
		if (r->revoked[i].key == row->signer || r->revoked[i].key == row->signer + 1)
			return;
	assert_int_equal(commit_on(&h->w, scopes[s], 1, &r->plan, manifest_of(&h->w, scopes[s], r->plan.seq),
				   yice_lifecycle_receipt(h->w.ledger, scopes[s]),
				   signers(&h->w, 2, row->signer)),
			 YICE_OK);
	row->published = true;
	r->stage = 3;
}

static void acknowledge_row(struct history *h, int s)
{
	struct rows *r = &h->rows[s];
	struct row *row = &r->versions[r->plan.seq];
	uint64_t receipt_seq = 0;
	char date[11];

	for (unsigned i = 0; i < r->decision_count; i++)
		if (r->decisions[i].version == r->plan.seq && r->decisions[i].kind == YICE_ENTRY_RECEIPT)
			receipt_seq = r->decisions[i].seq;
	date_text(h->date, date);
	if (acknowledge(&h->w, &r->plan, receipt_seq, date) ==
	    YICE_OK) /* unless its keys were lost meanwhile */
		row->ack = yice_ledger_size(h->w.ledger, above(scopes[s]));
	r->stage = 0;
}

static void halt(struct history *h, int s)
{
	struct rows *r = &h->rows[s];
	uint64_t version = r->count ? 1 + draw(h, r->count) : 0;
	struct yice_entry e;
	char date[11];

	if (!version || r->halt_count == HALTED || !r->versions[version].ack)
		return;
	date_text(h->date, date);
	e = next(&h->w, above(scopes[s]), date, YICE_ENTRY_SUSPENSION);
	e.scope = scopes[s];
	e.version = version;
	e.from = r->versions[version].from + (yice_day)draw(h, 30);
	if (draw(h, 2))
		e.to = e.from + (yice_day)draw(h, 60);
	if (admit(&h->w, &e, filers(&h->w, scopes[s])) != YICE_OK)
		return; /* undone in between */
	r->halts[r->halt_count].seq = e.seq;
	r->halts[r->halt_count].version = version;
	r->halts[r->halt_count].from = e.from;
	r->halts[r->halt_count++].to = e.to;
}

static void revoke(struct history *h, int s)
{
	struct rows *r = &h->rows[s];
	struct yice_entry e;
	unsigned lost = r->base + (unsigned)draw(h, 3);
	char date[11];

	if (r->revoked_count == REVOKED)
		return;
	date_text(h->date, date);
	e = next(&h->w, above(scopes[s]), date, YICE_ENTRY_REVOCATION);
	e.key = key(&h->w, lost);
	e.since = e.seq - draw(h, e.seq < 60 ? e.seq : 60);
	assert_int_equal(admit(&h->w, &e, signers(&h->w, 1, base_of(above(scopes[s])) + 20)), YICE_OK);
	r->revoked[r->revoked_count].seq = e.seq;
	r->revoked[r->revoked_count].since = e.since;
	r->revoked[r->revoked_count++].key = lost;
	grant(h, s);
}

static void act(struct history *h)
{
	int s = (int)draw(h, SCOPES), drawn = (int)draw(h, 100);
	struct rows *r = &h->rows[s];

	h->date += (yice_day)(draw(h, 3) == 0);
	if (drawn < 6) {
		halt(h, s);
	} else if (drawn < 8) {
		revoke(h, s);
	} else if (r->stage == 0 && r->plan.seq < VERSIONS) {
		draw_plan(h, s);
		assert_int_equal(submit(&h->w, &r->plan), YICE_OK);
		for (unsigned i = 0; i < r->decision_count; i++)
			if (r->decisions[i].version == r->plan.seq)
				r->decisions[i].last_submission = false;
		r->stage = 1;
	} else if (r->stage == 1) {
		decide(h, s);
	} else if (r->stage == 2) {
		publish_row(h, s);
	} else if (r->stage == 3) {
		acknowledge_row(h, s);
	}
}

static void live(struct history *h, uint64_t seed, int acts)
{
	memset(h, 0, sizeof(*h));
	h->random = seed;
	begin(&h->w);
	h->date = day("2024-02-01");
	grant(h, 2);
	grant(h, 0);
	grant(h, 1);
	for (int i = 0; i < acts; i++)
		act(h);
	for (uint64_t k = 1; k <= yice_ledger_size(h->w.ledger, PROVINCE); k++)
		h->above[k] = yice_ledger_get(h->w.ledger, PROVINCE, k)->above.seq;
}

/* ---- searching through all rows ---- */

static enum yice_state row_state(const struct rows *r, uint64_t version, yice_day on, uint64_t known)
{
	const struct row *row = &r->versions[version];
	uint64_t last = 0;
	bool halted = false;

	for (unsigned i = 0; i < r->halt_count; i++)
		if (r->halts[i].version == version && r->halts[i].seq <= known && r->halts[i].seq > last) {
			last = r->halts[i].seq;
			halted = r->halts[i].from <= on && on < r->halts[i].to;
		}
	if (halted)
		return YICE_STATE_SUSPENDED;
	if (on >= row->to)
		return YICE_STATE_LAPSED;
	return row->kind == YICE_VERSION_WITHDRAWAL ? YICE_STATE_WITHDRAWN : YICE_STATE_EFFECTIVE;
}

static uint64_t row_governing(const struct rows *r, yice_day on, uint64_t known)
{
	for (uint64_t v = r->count; v > 0; v--)
		if (row_stands(r, v, known) && r->versions[v].from <= on &&
		    !(is_passing(&r->versions[v]) && on >= r->versions[v].to))
			return v;
	return 0;
}

/* The same among those that last. */
static uint64_t row_lasting(const struct rows *r, yice_day on, uint64_t known)
{
	uint64_t v = r->count;

	while (v && !(row_stands(r, v, known) && r->versions[v].from <= on && !is_passing(&r->versions[v])))
		v--;
	return v;
}

/* Any version's state, once it is acknowledged. */
static void check_state(const struct history *h, int s, uint64_t version, yice_day on, uint64_t known)
{
	const struct rows *r = &h->rows[s];
	const struct row *row = &r->versions[version];
	uint64_t now = row_governing(r, on, known);
	enum yice_state want;

	if (!version || !row_stands(r, version, known))
		return;
	if (on < row->from)
		want = YICE_STATE_ACKNOWLEDGED;
	else if (now > version)
		want = r->versions[now].kind == YICE_VERSION_WITHDRAWAL && r->versions[now].target == version ?
			       YICE_STATE_WITHDRAWN : YICE_STATE_SUPERSEDED;
	else
		want = row_state(r, version, on, known);
	if (want == YICE_STATE_WITHDRAWN && now == version)
		want = YICE_STATE_EFFECTIVE; /* the withdrawal itself */
	assert_int_equal(yice_lifecycle_state(h->w.ledger, scopes[s], version, on, known), want);
}

static void row_pending(const struct rows *r, uint64_t known, uint64_t *pending, enum yice_state *state)
{
	uint64_t top = r->count;

	while (top && !row_stands(r, top, known))
		top--;
	*pending = 0;
	*state = YICE_STATE_DRAFT;
	for (uint64_t v = r->count; v > top && !*pending; v--) {
		for (unsigned i = 0; i < r->decision_count; i++)
			if (r->decisions[i].version == v && r->decisions[i].seq <= known) {
				*pending = v;
				*state = r->decisions[i].kind == YICE_ENTRY_RECEIPT ? YICE_STATE_FILED
					 : known == YICE_LATEST && !r->decisions[i].last_submission
					     ? YICE_STATE_SUBMITTED
					     : YICE_STATE_RETURNED;
			}
		if (known == YICE_LATEST && !*pending) {
			*pending = v;
			*state = YICE_STATE_SUBMITTED;
		}
		if (known == YICE_LATEST && r->versions[v].published)
			*state = YICE_STATE_PUBLISHED;
	}
}

static void check_tier(const struct history *h, int s, yice_day on, uint64_t known,
		       const struct yice_asof_tier *tier)
{
	const struct rows *r = &h->rows[s];
	uint64_t want = row_governing(r, on, known), pending, next = 0,
		 today = row_governing(r, on, YICE_LATEST);
	enum yice_state state = want ? row_state(r, want, on, known) : YICE_STATE_DRAFT, pending_state;
	uint64_t lasting = row_lasting(r, on, known);
	unsigned later = 0;
	bool differs;

	for (uint64_t v = r->count; v > lasting; v--)
		if (row_stands(r, v, known) && r->versions[v].from > on) {
			later++;
			next = v;
		}
	row_pending(r, known, &pending, &pending_state);
	differs = today != want || (today && row_state(r, today, on, YICE_LATEST) != state);
	assert_string_equal(tier->scope, scopes[s]);
	assert_int_equal(tier->seq, want);
	assert_int_equal(tier->state, state);
	assert_int_equal(tier->acknowledged, want ? r->versions[want].ack : 0);
	assert_int_equal(tier->later, later);
	assert_int_equal(tier->next, next);
	assert_int_equal(tier->pending, pending);
	assert_int_equal(tier->pending_state, pending ? pending_state : YICE_STATE_DRAFT);
	assert_int_equal(tier->differs, differs);
	assert_int_equal(tier->now, today);
	assert_int_equal(tier->now_state, today ? row_state(r, today, on, YICE_LATEST) : YICE_STATE_DRAFT);
	if (want) {
		assert_int_equal(tier->publisher.count, 2);
		assert_true(
		    !strcmp(tier->publisher.keys[0], key((struct world *)&h->w, r->versions[want].signer)) ||
		    !strcmp(tier->publisher.keys[1], key((struct world *)&h->w, r->versions[want].signer)));
	}
}

/* The last entry of a register up to a day, from its end on. */
static uint64_t search_day(const struct history *h, const char *place, yice_day on)
{
	uint64_t seq = yice_ledger_size(h->w.ledger, place);

	while (seq && yice_ledger_get(h->w.ledger, place, seq)->date > on)
		seq--;
	return seq;
}

/* The same asked by the day up to which registers are known. */
static void check_known_on(struct history *h, const struct yice_asof *index, int s, yice_day on)
{
	yice_day known = day("2024-01-15") + (yice_day)draw(h, (uint64_t)(h->date - day("2024-01-15")) + 5);
	struct yice_asof_answer a;

	assert_int_equal(yice_asof_query_on(index, scopes[s], on, known, &a), YICE_OK);
	assert_int_equal(a.tiers[0].known, search_day(h, above(scopes[s]), known));
	check_tier(h, s, on, a.tiers[0].known, &a.tiers[0]);
	if (s == 2)
		return;
	assert_int_equal(a.tiers[1].known, search_day(h, NATION, known));
	check_tier(h, 2, on, a.tiers[1].known, &a.tiers[1]);
}

static void every_answer_is_that_of_a_search(void **state)
{
	const char *more = getenv("YICE_STORE_QUERIES");
	uint64_t queries = more ? (uint64_t)atoll(more) : 20000, differing = 0, undone = 0, corrected = 0;
	struct history *h = malloc(sizeof(*h));
	struct yice_asof *index;
	struct yice_asof_answer a;

	YICE_UNUSED(state);
	assert_non_null(h);
	live(h, 7, 2600);
	assert_int_equal(yice_asof_new(h->w.ledger, &index), YICE_OK);
	for (int s = 0; s < SCOPES; s++) {
		assert_true(h->rows[s].count > 100);
		undone += h->rows[s].revoked_count;
	}
	assert_true(undone > 10);
	for (uint64_t i = 0; i < queries; i++) {
		int s = (int)draw(h, SCOPES);
		uint64_t size = yice_ledger_size(h->w.ledger, above(scopes[s]));
		uint64_t known = draw(h, 4) ? draw(h, size + 1) : YICE_LATEST;
		yice_day on =
		    day("2024-01-15") + (yice_day)draw(h, (uint64_t)(h->date - day("2024-01-15")) + 90);

		assert_int_equal(yice_asof_query(index, scopes[s], on, known, &a), YICE_OK);
		assert_int_equal(a.count, s == 2 ? 2 : 3);
		check_tier(h, s, on, known, &a.tiers[0]);
		if (s != 2)
			check_tier(h, 2, on, known == YICE_LATEST ? known : h->above[known], &a.tiers[1]);
		assert_int_equal(a.differs, a.tiers[0].differs || a.tiers[1].differs);
		if (a.tiers[0].seq && a.tiers[0].state == YICE_STATE_EFFECTIVE)
			assert_int_equal(
			    yice_lifecycle_state(h->w.ledger, scopes[s], a.tiers[0].seq, on, known),
			    YICE_STATE_EFFECTIVE);
		differing += a.differs;
		check_state(h, s, draw(h, h->rows[s].count + 1), on, known);
		corrected += a.tiers[0].seq && is_passing(&h->rows[s].versions[a.tiers[0].seq]);
		if (i % 4 == 0)
			check_known_on(h, index, s, on);
		if (i % 1000 == 999) { /* the keys asked for */
			yice_arena_release(&h->w.arena);
			yice_arena_init(&h->w.arena);
		}
	}
	print_message("# %llu queries, %llu answered otherwise today, %llu by corrections with a last day\n",
		      (unsigned long long)queries, (unsigned long long)differing, (unsigned long long)corrected);
	assert_true(corrected > queries / 100);
	yice_asof_free(index);
	end(&h->w);
	free(h);
}

/* ---- how fast ---- */

static uint64_t nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

/*
 * Both clocks drawn over a long history; with YICE_STORE_QUERIES of 10,000 versions and held to 20
 * microseconds.
 */
static void a_long_history_answers_at_once(void **state)
{
	uint64_t versions = getenv("YICE_STORE_QUERIES") ? 10000 : 300, random = 5,
		 *took = malloc(20000 * sizeof(*took));
	uint64_t started = nanoseconds(), admitted, built, size;
	struct world *w = malloc(sizeof(*w));
	struct yice_version v;
	struct yice_asof *index;
	struct yice_asof_answer a;
	yice_day first = day("2024-02-01");
	char date[11];

	YICE_UNUSED(state);
	assert_true(w && took);
	settle(w);
	for (uint64_t i = 0; i < versions; i++) {
		date_text(first + (yice_day)(i / 6), date);
		v = plan(w, CITY, date, i ? YICE_VERSION_DYNAMIC : YICE_VERSION_PERIODIC);
		v.from += (yice_day)(i % 6);
		if (v.base.seq && v.from < yice_ledger_version(w->ledger, CITY, v.base.seq)->from)
			v.from = yice_ledger_version(w->ledger, CITY, v.base.seq)->from;
		carry(w, &v, date);
	}
	admitted = nanoseconds() - started;
	started = nanoseconds();
	assert_int_equal(yice_asof_new(w->ledger, &index), YICE_OK);
	built = nanoseconds() - started;
	size = yice_ledger_size(w->ledger, PROVINCE);
	for (int i = 0; i < 20000; i++) {
		uint64_t known = unit_random(&random) % (size + 1);
		yice_day on = first + (yice_day)(unit_random(&random) % (versions / 6 + 10));

		started = nanoseconds();
		assert_int_equal(yice_asof_query(index, CITY, on, known, &a), YICE_OK);
		took[i] = nanoseconds() - started;
	}
	qsort(took, 20000, sizeof(*took), by_size);
	print_message(
	    "# %llu versions: admitted in %llu ms, index in %llu us, query %llu ns median, %llu ns p99\n",
	    (unsigned long long)versions, (unsigned long long)(admitted / 1000000),
	    (unsigned long long)(built / 1000), (unsigned long long)took[10000],
	    (unsigned long long)took[19800]);
	if (versions == 10000)
		assert_true(took[10000] <= 20000);
	yice_asof_free(index);
	end(w);
	free(w);
	free(took);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corrections_do_not_rewrite_what_was_known),
		cmocka_unit_test(a_correction_with_a_last_day_governs_its_days_alone),
		cmocka_unit_test(a_day_dates_each_register_by_itself),
		cmocka_unit_test(nothing_revives_by_itself),
		cmocka_unit_test(every_answer_is_that_of_a_search),
		cmocka_unit_test(a_long_history_answers_at_once),
	};

	return cmocka_run_group_tests_name("asof", tests, NULL, NULL);
}
