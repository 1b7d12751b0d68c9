/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store/entry.c, store/entry_shape.c: one form for each meaning. Every kind
 * reads back as it was printed; whatever differs by a byte is refused at its
 * place, or means something else and prints so.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "store/entry.h"

#define SHA  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OID  "0123456789abcdef0123456789abcdef01234567"
#define KEY1 "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define KEY2 "AAAAC3NzaC1lZDI1NTE5AAAAIPabcdefghijklmnopqrstuvwxyz0123456789+/ABCD"
#define HEAD "register: 440000\nseq: 7\ndate: 2025-06-01\nprev: " SHA "\nabove: 3 " SHA "\n"

static const char *const entries[] = {
	"yice-entry-1: root\nregister: 000000\nseq: 1\ndate: 2024-01-01\nprev: -\nabove: -\nversion: "
	"1\nfrom: 2024-01-01\n"
	"to: -\nroot: 1\nroot-key: " KEY1 "\nroot-key: " KEY2 "\nfile: 1\nfile-key: " KEY2 "\n",
	"yice-entry-1: delegation\n" HEAD
	"scope: 440600\nversion: 2\nfrom: 2024-01-01\nto: 2029-01-01\nseal: 4 " SHA "\n"
	"draft: 1\ndraft-key: " KEY1 "\npublish: 2\npublish-key: " KEY1 "\npublish-key: " KEY2
	"\nnote: 换发\n",
	"yice-entry-1: delegation\n" HEAD "scope: 440600\nversion: 3\nfrom: 2024-01-01\nto: -\nseal: -\n",
	"yice-entry-1: receipt\n" HEAD "scope: 440600\nversion: 2\nbase: 1 " OID " " SHA "\nsubmission: " OID
	" " SHA "\nmanifest: " SHA "\nexpires: 2025-09-01\n",
	"yice-entry-1: receipt\n" HEAD "scope: 440600\nversion: 1\nbase: -\nsubmission: " OID " " SHA
	"\nmanifest: " SHA "\nexpires: 2025-09-01\nnote: 材料齐备\n",
	"yice-entry-1: return\n" HEAD "scope: 440600\nversion: 2\nsubmission: " OID " " SHA "\nmanifest: " SHA
	"\nreason: incomplete\nnote: 缺评估报告\n",
	"yice-entry-1: refusal\n" HEAD "scope: 440600\nversion: 2\nsubmission: " OID " " SHA
	"\nmanifest: " SHA "\nreason: looser\n",
	"yice-entry-1: acknowledgement\n" HEAD "scope: 440600\nversion: 2\ncommit: " OID " " SHA
	"\nmanifest: " SHA "\nreceipt: 6\n",
	"yice-entry-1: suspension\n" HEAD
	"scope: 440600\nversion: 2\nfrom: 2025-07-01\nto: 2025-07-01\nreason: procedure\n",
	"yice-entry-1: revocation\n" HEAD "key: " KEY2 "\nsince: 5\nreason: lost\n",
	"yice-entry-1: checkpoint\n" HEAD "of: 440600\nseal: 3 " SHA "\nuntil: 2025-06-08\n",
};

static const char *const versions[] = {
	"yice-version-1: periodic\nscope: 440600\nseq: 1\nfrom: 2024-07-01\nto: -\nbase: -\nupper: 440000 "
	"3 " SHA "\nupper: 000000 1 " SHA
	"\nperiod: 2024-01-01 2029-01-01\nevaluation: -\nbasis: 《长江保护法》第二十二条\n",
	"yice-version-1: dynamic\nscope: 440600\nseq: 2\nfrom: 2025-07-01\nto: 2026-01-01\nbase: 1 " OID
	" " SHA "\nreason: strategy\nargumentation: province " SHA "\nbasis: 甲\nbasis: 乙\n"
	"changed: removed 440600/ZH44060620004/1-6\nchanged: moved 440600/ZH44060620004/1-6\n"
	"changed: added 440600/ZH44060620004/1-7\nchanged: tightened 440600/重点管控/2-1 a\nnote: 说明\n",
	"yice-version-1: dynamic\nscope: 440606005\nseq: 3\nfrom: 2025-07-01\nto: -\nbase: 2 " OID " " SHA
	"\nreason: area\nbasis: 甲\n",
	"yice-version-1: correction\nscope: 440600\nseq: 3\nfrom: 2025-07-01\nto: -\nbase: 2 " OID " " SHA
	"\ntarget: 2\nbasis: 甲\nchanged: reworded 440600/*/1-1\n",
	"yice-version-1: withdrawal\nscope: 440600\nseq: 4\nfrom: 2025-09-01\nto: -\nbase: 3 " OID " " SHA
	"\ntarget: 3\nbasis: 甲\n",
};

/* The name of the first finding, "" when the text is accepted; *column and *line of its place. */
static const char *read_entry(const char *text, size_t len, bool version, struct yice_span *at, char *again,
			      size_t size)
{
	struct yice_arena arena;
	struct yice_diags diags;
	struct yice_entry entry;
	struct yice_version v;
	struct yice_buf out = YICE_BUF_INIT;
	const char *name = "";
	int status;

	yice_arena_init(&arena);
	yice_diags_init(&diags);
	status = version ? yice_version_parse(text, len, 5, &arena, &diags, &v)
			 : yice_entry_parse(text, len, 5, &arena, &diags, &entry);
	assert_int_equal(status, diags.errors ? YICE_EDIAG : YICE_OK);
	if (diags.count) {
		name = yice_diag_name(diags.items[0]->main.id);
		if (at)
			*at = diags.items[0]->main.span;
	} else if (version) {
		yice_version_print(&v, &out);
	} else {
		yice_entry_print(&entry, &out);
	}
	if (again)
		snprintf(again, size, "%s", yice_buf_text(&out));
	yice_buf_release(&out);
	yice_diags_release(&diags);
	yice_arena_release(&arena);
	return name;
}

static void every_kind_reads_back_as_it_is_printed(void **state)
{
	char again[4096];

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(entries); i++) {
		assert_string_equal(
		    read_entry(entries[i], strlen(entries[i]), false, NULL, again, sizeof(again)), "");
		assert_string_equal(again, entries[i]);
	}
	for (size_t i = 0; i < YICE_COUNT(versions); i++) {
		assert_string_equal(
		    read_entry(versions[i], strlen(versions[i]), true, NULL, again, sizeof(again)), "");
		assert_string_equal(again, versions[i]);
	}
}

/* Any one byte changed or taken out: refused, or another meaning with that very form. */
static void no_two_texts_mean_the_same(void **state)
{
	char text[4096], again[4096];
	static const char others[] = { ' ', '\n', '\r', '0', '9', 'a', 'Z', '-', ':', '\t', (char)0xe4, 0 };
	unsigned accepted = 0;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(entries) + YICE_COUNT(versions); i++) {
		bool version = i >= YICE_COUNT(entries);
		const char *from = version ? versions[i - YICE_COUNT(entries)] : entries[i];
		size_t len = strlen(from);

		for (size_t at = 0; at < len; at++)
			for (size_t o = 0; o <= YICE_COUNT(others); o++) {
				size_t now = o < YICE_COUNT(others) ? len : len - 1;

				memcpy(text, from, len + 1);
				if (o < YICE_COUNT(others))
					text[at] = others[o];
				else
					memmove(text + at, text + at + 1, len - at);
				if (read_entry(text, now, version, NULL, again, sizeof(again))[0])
					continue;
				assert_int_equal(strlen(again), now);
				assert_memory_equal(again, text, now);
				accepted++;
			}
	}
	assert_true(accepted > 1000);
}

/* Replaces the first occurrence of a part and reads. */
static const char *changed(const char *from, const char *part, const char *to, bool version,
			   struct yice_span *at)
{
	static char text[8192];
	const char *found = strstr(from, part);

	assert_non_null(found);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(found - from), from, to, found + strlen(part));
	return read_entry(text, strlen(text), version, at, NULL, 0);
}

static void mistakes_are_named_at_their_place(void **state)
{
	struct yice_span at;

	YICE_UNUSED(state);
	assert_string_equal(read_entry("", 0, false, NULL, NULL, 0), "store-first-line");
	assert_string_equal(read_entry("yice-entry-1: filing\n", 21, false, NULL, NULL, 0),
			    "store-first-line");
	assert_string_equal(read_entry(versions[0], strlen(versions[0]), false, NULL, NULL, 0),
			    "store-first-line");
	assert_string_equal(read_entry(entries[3], strlen(entries[3]) - 1, false, NULL, NULL, 0),
			    "store-line");
	assert_string_equal(changed(entries[3], "seq: 7", "seq: 07", false, &at), "store-value");
	assert_int_equal(at.file, 5);
	assert_int_equal(at.start, strlen("yice-entry-1: receipt\nregister: 440000\nseq: "));
	assert_int_equal(at.end, at.start + 2);
	assert_string_equal(changed(entries[3], "seq: 7", "seq: 1000000000000000", false, NULL),
			    "store-value");
	assert_string_equal(changed(entries[3], "seq: 7", "seq: 0", false, NULL), "store-value");
	assert_string_equal(changed(entries[3], "register: 440000", "register: 44000", false, NULL),
			    "store-value");
	assert_string_equal(changed(entries[3], "2025-06-01", "2025-02-29", false, NULL), "store-value");
	assert_string_equal(changed(entries[3], "manifest: 0", "manifest: A", false, NULL), "store-value");
	assert_string_equal(changed(entries[3], "above: 3 ", "above: 3  ", false, NULL), "store-value");
	assert_string_equal(changed(entries[3], "expires: 2025-09-01", "expires: -", false, NULL),
			    "store-value");
	assert_string_equal(changed(entries[5], "reason: incomplete", "reason: late", false, NULL),
			    "store-value");
	assert_string_equal(changed(entries[9], "key: AAAAC3", "key: AAAAB3", false, NULL), "store-value");
	assert_string_equal(changed(entries[3], "seq: 7\n", "", false, NULL), "store-key");
	assert_string_equal(changed(entries[3], "expires: 2025-09-01\n", "", false, NULL), "store-lacks");
	assert_string_equal(
	    changed(entries[3], "expires: 2025-09-01\n", "expires: 2025-09-01\nfee: 5\n", false, NULL),
	    "store-extra-line");
	assert_string_equal(changed(entries[3], "seq: 7\n", "seq: 7\r\n", false, NULL), "store-line");
	assert_string_equal(changed(entries[3], "seq: 7\n", "seq: 7\n\n", false, NULL), "store-line");
	assert_string_equal(changed(entries[3], "seq: 7\n", "seq:7\n", false, NULL), "store-line");
	assert_string_equal(changed(entries[4], "材料齐备", "材料\xe2\x80\xae齐备", false, NULL),
			    "store-line"); /* turns round what follows */
	assert_string_equal(changed(entries[4], "材料齐备", "材料 ", false, NULL), "store-line");
	assert_string_equal(changed(entries[1], "publish: 2", "publish: 3", false, NULL), "store-threshold");
	assert_string_equal(changed(entries[1], "publish: 2", "publish: 65", false, NULL), "store-value");
	assert_string_equal(changed(entries[1], "draft: 1\ndraft-key: " KEY1 "\n", "draft: 1\n", false, NULL),
			    "store-threshold");
	assert_string_equal(
	    changed(entries[1], "publish-key: " KEY1 "\n", "publish-key: " KEY2 "\n", false, NULL),
	    "store-ascending");
	assert_string_equal(changed(entries[1], "to: 2029-01-01", "to: 2024-01-01", false, NULL),
			    "store-interval");
	assert_string_equal(changed(entries[8], "to: 2025-07-01", "to: 2025-06-30", false, NULL),
			    "store-interval");
	assert_string_equal(changed(versions[1], "to: 2026-01-01", "to: 2025-07-01", true, NULL),
			    "store-interval");
	assert_string_equal(
	    changed(versions[1], "changed: added 440600/", "changed: added 440601/", true, NULL),
	    "store-ascending");
	/* The clause that was removed, and the one that has its number now. */
	assert_string_equal(changed(versions[1], "changed: removed", "changed: reworded", true, NULL),
			    "store-ascending");
	assert_string_equal(changed(versions[1], "changed: removed", "changed: moved", true, NULL),
			    "store-ascending");
	assert_string_equal(changed(versions[1], "changed: added", "changed: new", true, NULL),
			    "store-value");
	assert_string_equal(changed(versions[1], "changed: added 4", "changed: added  4", true, NULL),
			    "store-value");
	assert_string_equal(
	    changed(versions[1], "argumentation: province", "argumentation: nation", true, NULL),
	    "store-value");
	assert_string_equal(changed(versions[2], "basis: 甲\n", "", true, NULL), "store-lacks");
}

static void texts_have_a_limit(void **state)
{
	size_t len = YICE_ENTRY_BYTES + 1;
	char *text = malloc(len);

	YICE_UNUSED(state);
	assert_non_null(text);
	memset(text, 'a', len);
	assert_string_equal(read_entry(text, len, false, NULL, NULL, 0), "store-too-long");
	assert_string_equal(read_entry(text, len - 1, false, NULL, NULL, 0), "store-line");
	free(text);
}

static void words_are_found_again(void **state)
{
	struct yice_entry e = { .kind = YICE_ENTRY_RETURN, .reason = YICE_RETURN_UNARGUED };
	struct yice_version v = { .kind = YICE_VERSION_DYNAMIC, .reason = YICE_REASON_LAW };

	YICE_UNUSED(state);
	for (int word = 0; word < YICE_CHANGES; word++)
		assert_int_equal(yice_change_find(yice_change_word((enum yice_change_word)word)), word);
	assert_int_equal(yice_change_find("better"), -1);
	assert_int_equal(yice_dynamic_reason_find("area"), YICE_REASON_AREA);
	assert_int_equal(yice_return_reason_find("looser"), YICE_RETURN_LOOSER);
	assert_string_equal(yice_entry_reason(&e), "unargued");
	assert_string_equal(yice_version_reason(&v), "law");
	e.kind = YICE_ENTRY_SUSPENSION;
	e.reason = YICE_SUSPEND_REVIEW;
	assert_string_equal(yice_entry_reason(&e), "review");
	e.kind = YICE_ENTRY_REVOCATION;
	e.reason = YICE_REVOKE_LOST;
	assert_string_equal(yice_entry_reason(&e), "lost");
	e.kind = YICE_ENTRY_CHECKPOINT;
	assert_string_equal(yice_entry_reason(&e), "");
	v.kind = YICE_VERSION_PERIODIC;
	assert_string_equal(yice_version_reason(&v), "");
	assert_string_equal(yice_entry_word(YICE_ENTRY_RECEIPT), "receipt");
	assert_string_equal(yice_version_word(YICE_VERSION_WITHDRAWAL), "withdrawal");
	assert_string_equal(yice_role_word(YICE_ROLE_CHECKPOINT), "checkpoint");
	assert_true(yice_is_key(KEY1) && !yice_is_key("ssh-ed25519 " KEY1) && yice_is_scope("440600") &&
		    !yice_is_scope("44060x"));
	assert_true(yice_is_sha256(SHA) && !yice_is_sha256(OID) && yice_is_oid(OID) &&
		    yice_is_line("甲 乙") && !yice_is_line(" 甲"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_reads_back_as_it_is_printed),
		cmocka_unit_test(no_two_texts_mean_the_same),
		cmocka_unit_test(mistakes_are_named_at_their_place),
		cmocka_unit_test(texts_have_a_limit),
		cmocka_unit_test(words_are_found_again),
	};

	return cmocka_run_group_tests_name("entry", tests, NULL, NULL);
}
