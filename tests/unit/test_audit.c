/* SPDX-License-Identifier: Apache-2.0 */
/* store/audit.c, store/audit_render.c: each finding where it belongs, and nothing where all is well. */
#include "tests/unit/world.h"

#include "base/json.h"

/* The words of all findings about a scope, with version, entry and days where they have them. */
static const char *findings_known(struct world *w, const char *scope, const char *today, yice_day on)
{
	static char out[2000];
	struct yice_asof *index;
	struct yice_audit audit;
	char text[11], other[11];
	size_t len = 0;

	assert_int_equal(yice_asof_new(w->ledger, &index), YICE_OK);
	assert_int_equal(yice_audit_run(w->ledger, index, scope, day(today), on, &audit), YICE_OK);
	out[0] = '\0';
	for (uint32_t i = 0; i < audit.count; i++) {
		const struct yice_finding *f = &audit.items[i];

		yice_date_format(f->day, text);
		yice_date_format(f->other, other);
		len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%s", i ? "; " : "",
					yice_finding_word(f->kind));
		if (f->version)
			len += (size_t)snprintf(out + len, sizeof(out) - len, " v%d", (int)f->version);
		if (f->day != YICE_DAY_MAX)
			len += (size_t)snprintf(out + len, sizeof(out) - len, " %s", text);
		if (f->other != YICE_DAY_MAX)
			len += (size_t)snprintf(out + len, sizeof(out) - len, " %s", other);
		if (f->count)
			len += (size_t)snprintf(out + len, sizeof(out) - len, " #%d", (int)f->count);
		if (f->upper)
			len += (size_t)snprintf(out + len, sizeof(out) - len, " %s", f->upper);
	}
	yice_audit_release(&audit);
	yice_asof_free(index);
	return out;
}

static const char *findings(struct world *w, const char *scope, const char *today)
{
	return findings_known(w, scope, today, YICE_DAY_MAX);
}

static void a_list_in_order_gives_no_findings(void **state)
{
	struct world w;
	struct yice_version v;

	YICE_UNUSED(state);
	settle(&w);
	assert_string_equal(findings(&w, CITY, "2024-02-01"), "never-published");
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	carry(&w, &v, "2024-02-01");
	assert_string_equal(findings(&w, CITY, "2024-02-15"), "");
	assert_string_equal(findings(&w, CITY, "2024-04-01"), "");
	end(&w);
}

static void reviews_fall_due(void **state)
{
	struct world w;

	YICE_UNUSED(state);
	first_in_force(&w);
	assert_string_equal(findings(&w, CITY, "2028-01-01"), "");
	assert_string_equal(findings(&w, CITY, "2028-01-02"), "due-soon 2029-01-01");
	assert_string_equal(findings(&w, CITY, "2028-12-31"), "due-soon 2029-01-01");
	assert_string_equal(findings(&w, CITY, "2029-01-01"), "overdue 2029-01-01");
	assert_string_equal(findings(&w, CITY, "2030-01-01"), "overdue 2029-01-01; keys-expired 2030-01-01");
	end(&w);
}

static void use_before_filing_or_acknowledgement_shows(void **state)
{
	struct world w;
	struct yice_version v;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	assert_int_equal(commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, 1), 0, signers(&w, 2, 310)),
			 YICE_OK);
	assert_string_equal(findings(&w, CITY, "2024-02-29"),
			    "unacknowledged v1 2024-03-01; never-published");
	assert_string_equal(findings(&w, CITY, "2024-03-01"),
			    "used-before-filing v1 2024-03-01; never-published");
	v = plan(&w, OTHER, "2024-03-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_string_equal(findings(&w, OTHER, "2024-02-02"), "undecided v1; never-published");
	assert_int_equal(file_it(&w, &v, "2024-02-01"), YICE_OK);
	receipt_seq = yice_ledger_size(w.ledger, PROVINCE);
	assert_string_equal(findings(&w, OTHER, "2024-04-01"), "left-filed v1 2024-04-01; never-published");
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_string_equal(findings(&w, OTHER, "2024-03-05"),
			    "used-before-acknowledgement v1 2024-03-01; never-published");
	assert_int_equal(acknowledge(&w, &v, receipt_seq, "2024-03-08"), YICE_OK);
	assert_string_equal(findings(&w, OTHER, "2024-03-10"),
			    "used-before-acknowledgement v1 2024-03-01 2024-03-08");
	end(&w);
}

static void gaps_and_stops_show(void **state)
{
	struct world w;
	struct yice_version v;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	v.to = day("2024-06-01");
	carry(&w, &v, "2024-02-01");
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_DYNAMIC);
	carry(&w, &v, "2024-06-15");
	assert_int_equal(suspend(&w, 2, "2024-08-01", "2024-08-01", "2024-09-01"), YICE_OK);
	assert_string_equal(findings(&w, CITY, "2024-06-10"), "not-in-force v1");
	assert_string_equal(findings(&w, CITY, "2024-07-10"), "gap v1 2024-06-01 2024-07-01");
	assert_string_equal(findings(&w, CITY, "2024-08-10"),
			    "not-in-force v2; gap v1 2024-06-01 2024-07-01");
	assert_string_equal(findings(&w, CITY, "2024-10-01"),
			    "gap v1 2024-06-01 2024-07-01; gap v2 2024-08-01 2024-09-01");
	end(&w);
}

/* What an inspector would have reported by what registers said then. */
static void what_was_not_yet_known_is_left_out(void **state)
{
	struct world w;
	struct yice_version v;

	YICE_UNUSED(state);
	first_in_force(&w);
	v = plan(&w, CITY, "2024-06-01", YICE_VERSION_DYNAMIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(file_it(&w, &v, "2024-05-01"), YICE_OK);
	assert_int_equal(suspend(&w, 1, "2024-05-10", "2024-04-01", NULL), YICE_OK);
	assert_string_equal(findings(&w, CITY, "2024-08-01"), "left-filed v2 2024-06-30; not-in-force v1");
	assert_string_equal(findings_known(&w, CITY, "2024-08-01", day("2024-05-09")),
			    "left-filed v2 2024-06-30");
	assert_string_equal(findings_known(&w, CITY, "2024-08-01", day("2024-04-30")), "");
	assert_string_equal(findings_known(&w, CITY, "2024-08-01", day("2024-01-31")), "never-published");
	assert_string_equal(findings_known(&w, CITY, "2024-08-01", day("2024-01-19")), "");
	/* Entries of the province's own register that the nation has not sealed, as many as there were. */
	assert_string_equal(findings_known(&w, PROVINCE, "2024-08-01", day("2024-02-01")),
			    "never-published; stale-register; unsealed #4");
	assert_string_equal(findings(&w, PROVINCE, "2024-08-01"),
			    "never-published; stale-register; unsealed #6");
	end(&w);
}

static void what_was_checked_against_an_old_list_shows(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_upper upper = { PROVINCE, 1, NULL };

	YICE_UNUSED(state);
	settle(&w);
	upper.manifest = manifest_of(&w, PROVINCE, 1);
	v = plan(&w, PROVINCE, "2024-03-01", YICE_VERSION_PERIODIC);
	carry(&w, &v, "2024-02-01");
	v = plan(&w, CITY, "2024-04-01", YICE_VERSION_PERIODIC);
	v.uppers = (struct yice_uppers){ &upper, 1 };
	carry(&w, &v, "2024-03-01");
	v = plan(&w, PROVINCE, "2024-09-01", YICE_VERSION_DYNAMIC);
	carry(&w, &v, "2024-08-01");
	assert_string_equal(findings(&w, CITY, "2024-08-31"), "");
	assert_string_equal(findings(&w, CITY, "2024-09-01"), "stale-upper v1 #1 " PROVINCE);
	end(&w);
}

static void returns_and_lost_keys_show(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_entry e;
	uint64_t ack;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(submit(&w, &v), YICE_OK);
		e = receipt(&w, &v, "2024-02-01");
		e.kind = YICE_ENTRY_RETURN;
		e.reason = YICE_RETURN_INCOMPLETE;
		assert_int_equal(admit(&w, &e, filers(&w, CITY)), YICE_OK);
	}
	ack = carry(&w, &v, "2024-02-01");
	assert_string_equal(findings(&w, CITY, "2024-04-01"), "returned-often v1 #3");
	assert_int_equal(revoke_key(&w, PROVINCE, 310, ack, "2024-05-01"), YICE_OK);
	assert_string_equal(findings(&w, CITY, "2024-06-01"),
			    "void v1 2024-02-01; used-before-acknowledgement v1 2024-03-01; stranded v1; returned-often "
			    "v1 #3; never-published");
	end(&w);
}

static void registers_need_checkpoints_and_seals(void **state)
{
	struct world w;
	struct yice_entry e;

	YICE_UNUSED(state);
	settle(&w);
	assert_string_equal(findings(&w, PROVINCE, "2024-02-01"),
			    "never-published; stale-register; unsealed #2");
	e = next(&w, PROVINCE, "2024-02-01", YICE_ENTRY_CHECKPOINT);
	e.scope = PROVINCE;
	e.seal = (struct yice_position){ 2, e.prev };
	e.until = day("2024-03-01");
	assert_int_equal(admit(&w, &e, signers(&w, 1, 230)), YICE_OK);
	e = next(&w, NATION, "2024-02-02", YICE_ENTRY_CHECKPOINT);
	e.scope = PROVINCE;
	e.seal = (struct yice_position){ 3, yice_ledger_digest(w.ledger, PROVINCE, 3) };
	e.until = day("2024-03-01");
	assert_int_equal(admit(&w, &e, signers(&w, 1, 130)), YICE_OK);
	assert_string_equal(findings(&w, PROVINCE, "2024-02-05"), "never-published");
	assert_string_equal(findings(&w, PROVINCE, "2024-03-01"), "never-published; stale-register");
	end(&w);
}

static void the_report_comes_as_text_and_json(void **state)
{
	struct world w;
	struct yice_asof *index;
	struct yice_audit audit;
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_json *json;

	YICE_UNUSED(state);
	first_in_force(&w);
	assert_int_equal(yice_asof_new(w.ledger, &index), YICE_OK);
	assert_int_equal(yice_audit_run(w.ledger, index, "441900", day("2029-02-01"), YICE_DAY_MAX, &audit),
			 YICE_ENOTFOUND);
	assert_int_equal(yice_audit_run(w.ledger, index, CITY, day("2029-02-01"), YICE_DAY_MAX, &audit), YICE_OK);
	yice_audit_text(&audit, w.ledger, CITY, YICE_ZH, &out);
	assert_string_equal(
	    yice_buf_text(&out),
	    "440600  上级 440000\n"
	    "  1  periodic    2024-03-01  生效  备案 2024-02-01 (440000:3)  确认 2024-02-01 (440000:4)\n"
	    "  ! overdue: 五年调整应在 2029-01-01 前完成，已逾期\n"
	    "共 1 项\n");
	yice_buf_clear(&out);
	yice_audit_text(&audit, w.ledger, CITY, YICE_EN, &out);
	assert_non_null(strstr(yice_buf_text(&out),
			       "  ! overdue: the five-year adjustment was due by 2029-01-01\nfindings: 1\n"));
	yice_audit_release(&audit);
	assert_int_equal(yice_audit_run(w.ledger, index, NULL, day("2029-02-01"), YICE_DAY_MAX, &audit), YICE_OK);
	yice_buf_clear(&out);
	yice_audit_json(&audit, w.ledger, NULL, &out);
	assert_int_equal(yice_json_parse(out.data, out.len, 0, 0, &w.arena, &w.diags, &json), YICE_OK);
	assert_int_equal(yice_json_get(json, "scopes")->count, 4);
	assert_string_equal(yice_json_get(json, "today")->text, "2029-02-01");
	yice_buf_clear(&out);
	yice_audit_text(&audit, w.ledger, NULL, YICE_EN, &out);
	assert_non_null(strstr(yice_buf_text(&out), "000000  root\n"));
	yice_audit_release(&audit);
	yice_asof_free(index);
	yice_buf_release(&out);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_in_order_gives_no_findings),
		cmocka_unit_test(reviews_fall_due),
		cmocka_unit_test(use_before_filing_or_acknowledgement_shows),
		cmocka_unit_test(gaps_and_stops_show),
		cmocka_unit_test(what_was_not_yet_known_is_left_out),
		cmocka_unit_test(what_was_checked_against_an_old_list_shows),
		cmocka_unit_test(returns_and_lost_keys_show),
		cmocka_unit_test(registers_need_checkpoints_and_seals),
		cmocka_unit_test(the_report_comes_as_text_and_json),
	};

	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
