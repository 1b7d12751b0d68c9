/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation of loading, asking and auditing fails once: a small history
 * is recorded, then loaded again with its nth allocation refused, for n = 1, 2,
 * ... until none is. It must report YICE_ENOMEM and leave nothing behind.
 */
#include "tests/unit/world.h"

#include "tests/unit/sweep.h"

/* A history as its texts, in the order in which a reader takes them in. */
struct step {
	int chain; /* 0 submission, 1 publication, 2 entry */
	const char *text, *manifest, *oid, *sha256;
	uint64_t receipt;
	struct yice_signers by;
};

static struct world made;
static struct step steps[16];
static uint32_t step_count;
static char trust[65];

static const char *printed(const struct yice_entry *entry, const struct yice_version *version)
{
	struct yice_buf out = YICE_BUF_INIT;
	char *text;

	if (entry)
		yice_entry_print(entry, &out);
	else
		yice_version_print(version, &out);
	text = yice_arena_strndup(&made.arena, out.data, out.len);
	yice_buf_release(&out);
	return text;
}

static void record_entries(const char *place, unsigned first, uint32_t count)
{
	for (uint64_t seq = 1; seq <= yice_ledger_size(made.ledger, place); seq++)
		steps[step_count++] = (struct step){ 2,
						     printed(yice_ledger_get(made.ledger, place, seq), NULL),
						     NULL,
						     NULL,
						     NULL,
						     0,
						     signers(&made, seq == 1 && count == 2 ? 2 : 1,
							     seq == 1 && count == 2 ? 140 : first) };
}

static int record(void **state)
{
	struct yice_version v;
	struct yice_commit_id id;

	YICE_UNUSED(state);
	settle(&made);
	v = plan(&made, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	carry(&made, &v, "2024-02-01");
	memcpy(trust, yice_ledger_digest(made.ledger, NATION, 1), sizeof(trust));
	record_entries(NATION, 120, 2);
	id = last_id(&made, CITY, 1);
	steps[step_count++] =
	    (struct step){ 1, printed(NULL, &v),     manifest_of(&made, CITY, 1), id.oid, id.sha256,
			   3, signers(&made, 2, 310) };
	id = last_id(&made, CITY, 0);
	steps[step_count++] =
	    (struct step){ 0, printed(NULL, &v),     manifest_of(&made, CITY, 1), id.oid, id.sha256,
			   0, signers(&made, 1, 300) };
	record_entries(PROVINCE, 220, 1);
	return 0;
}

static int forget(void **state)
{
	YICE_UNUSED(state);
	end(&made);
	return 0;
}

static int take(struct yice_ledger *ledger, const struct step *step, struct yice_diags *diags)
{
	struct yice_chain_commit c = {
		CITY, step->text,     strlen(step->text), 0,       { step->oid, step->sha256 },
		NULL, step->manifest, step->receipt,      step->by
	};

	if (step->chain == 2)
		return yice_ledger_entry(ledger, step->text, c.len, 0, &step->by, NULL, diags, NULL);
	return (step->chain ? yice_ledger_publication : yice_ledger_submission)(ledger, &c, diags);
}

static int ask(const struct yice_ledger *ledger)
{
	struct yice_asof_answer answer;
	struct yice_audit audit;
	struct yice_asof *index;
	struct yice_buf out = YICE_BUF_INIT;
	int status = yice_asof_new(ledger, &index);

	if (status)
		return status;
	status = yice_asof_query(index, CITY, 20000, YICE_LATEST, &answer);
	if (!status)
		status = answer.tiers[0].seq == 1 ? YICE_OK : YICE_EIO;
	if (!status)
		status = yice_audit_run(ledger, index, NULL, 30000, YICE_DAY_MAX, &audit);
	if (!status) {
		yice_audit_text(&audit, ledger, NULL, YICE_ZH, &out);
		yice_audit_json(&audit, ledger, NULL, &out);
		yice_ledger_print_seen(ledger, &out);
		status = yice_buf_status(&out);
		yice_audit_release(&audit);
	}
	yice_buf_release(&out);
	yice_asof_free(index);
	return status;
}

static int load(void)
{
	struct yice_ledger *ledger;
	struct yice_diags diags;
	int status = yice_ledger_new(&ledger);

	if (status)
		return status;
	yice_diags_init(&diags);
	status = yice_ledger_trust(ledger, trust);
	for (uint32_t i = 0; i < step_count && !status; i++)
		status = take(ledger, &steps[i], &diags);
	if (!status)
		status = ask(ledger);
	yice_diags_release(&diags);
	yice_ledger_free(ledger);
	return status;
}

/* The same, with a text that is refused: its report needs memory too. */
static int refuse_one(void)
{
	struct yice_ledger *ledger;
	struct yice_diags diags;
	int status = yice_ledger_new(&ledger);

	if (status)
		return status;
	yice_diags_init(&diags);
	status = take(ledger, &steps[0], &diags);
	yice_diags_release(&diags);
	yice_ledger_free(ledger);
	return status == YICE_EDIAG ? YICE_OK : status;
}

static void a_history_loads_or_memory_is_short(void **state)
{
	YICE_UNUSED(state);
	sweep(load, 80);
	sweep(refuse_one, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_history_loads_or_memory_is_short),
	};

	return cmocka_run_group_tests_name("ledger_oom", tests, record, forget);
}
