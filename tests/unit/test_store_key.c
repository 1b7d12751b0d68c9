/* SPDX-License-Identifier: Apache-2.0 */
/* Keys, signatures and commits: OpenSSH's forms, the one spelling of each, and every mutant refused by its own name. */
#include "unit.h"

#include "store/commit.h"
#include "store/key.h"
#include "store/wire.h"

#include <stdio.h>

static const unsigned char seed[YICE_KEY_BYTES] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

/* Made by ssh-keygen -t ed25519 -N '' -C someone, for this test alone. */
static const char foreign_private[] = "-----BEGIN OPENSSH PRIVATE KEY-----\n"
	"b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n"
	"QyNTUxOQAAACCHer5/WaHx6HTwyKysDkD4kihwx3YAtta/djeyuxV/JQAAAJD9u4CI/buA\n"
	"iAAAAAtzc2gtZWQyNTUxOQAAACCHer5/WaHx6HTwyKysDkD4kihwx3YAtta/djeyuxV/JQ\n"
	"AAAEAwxPIr7SprGG/4xJzTr3Sm9nChPXNUl3l+LPr6E8J4yYd6vn9ZofHodPDIrKwOQPiS\n"
	"KHDHdgC21r92N7K7FX8lAAAAB3NvbWVvbmUBAgMEBQY=\n"
	"-----END OPENSSH PRIVATE KEY-----\n";
static const char foreign_public[] = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIId6vn9ZofHodPDIrKwOQPiSKHDHdgC21r92N7K7FX8l someone\n";
/* printf 'abc' | ssh-keygen -Y sign -n file */
static const char foreign_signature[] = "-----BEGIN SSH SIGNATURE-----\n"
	"U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgh3q+f1mh8eh08MisrA5A+JIocM\n"
	"d2ALbWv3Y3srsVfyUAAAAEZmlsZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx\n"
	"OQAAAEAL1QSz0rSPrKTUJn4GibrzfPXO88Nhei7PpZhUZylxyiDEAv2jW/0MVy/y8chsvy\n"
	"zLCtFdG/Xudn25RsP0o+kM\n"
	"-----END SSH SIGNATURE-----\n";
static const char sealed[] = "-----BEGIN OPENSSH PRIVATE KEY-----\n"
	"b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABCfQoXHRT\n"
	"uK3KRV/8wXli2SAAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIDV6EiZpSU8L3GnY\n"
	"E+bnPqEGDekFQkhbIcOz+jPsnYI7AAAAkCFOpxjRLz4HyU8nSEHapzwzxbUSBAXISOaddr\n"
	"Cz4HDwiWFFQlylFqdVBmJ5+81Ee89/Ok6t9jpdxNm0o3vplGR8fCMpwYYVG/RfJsXh5Ps3\n"
	"OhUJgQv/7SbeQ2VIf/z+GyM4jzoP+Fm8MDrYtZXoB8F1Itum56At8gBoYMavcqpTm2Z/Ce\n"
	"chTf9augtTGpULOQ==\n"
	"-----END OPENSSH PRIVATE KEY-----\n";

static void base64_has_one_spelling(void **state)
{
	static const char *const bad[] = { "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Zm 9", "Z===", "=Zg=", "Zm9v\n" };
	struct yice_buf out = YICE_BUF_INIT;

	YICE_UNUSED(state);
	yice_base64_put(&out, "foobar", 6);
	yice_base64_put(&out, "f", 1);
	yice_base64_put(&out, "fo", 2);
	assert_string_equal(yice_buf_text(&out), "Zm9vYmFyZg==Zm8=");
	yice_buf_clear(&out);
	assert_int_equal(yice_base64_get(&out, "Zm9vYmFyZg==", 12), YICE_OK);
	assert_string_equal(yice_buf_text(&out), "foobarf");
	for (size_t i = 0; i < YICE_COUNT(bad); i++)
		assert_int_equal(yice_base64_get(&out, bad[i], strlen(bad[i])), YICE_ESYNTAX);
	yice_buf_release(&out);
}

static void keys_of_openssh_are_read(void **state)
{
	struct yice_key key, line;

	YICE_UNUSED(state);
	assert_int_equal(yice_key_read_private(&key, foreign_private, strlen(foreign_private)), YICE_OK);
	assert_true(key.secret);
	assert_int_equal(yice_key_read_public(&line, foreign_public, strlen(foreign_public)), YICE_OK);
	assert_true(yice_key_same(&key, &line));
	assert_false(line.secret);
}

static void sealed_and_damaged_keys_are_refused(void **state)
{
	struct yice_key key;
	char copy[sizeof(foreign_private)];

	YICE_UNUSED(state);
	assert_int_equal(yice_key_read_private(&key, sealed, strlen(sealed)), YICE_ENOTFOUND);
	for (size_t i = 0; i + 1 < sizeof(copy); i++) {
		memcpy(copy, foreign_private, sizeof(copy));
		copy[i] = copy[i] == 'A' ? 'B' : 'A';
		/* Only the check words (twice the same), the comment and wrapping may differ, and then the key is the same. */
		if (!yice_key_read_private(&key, copy, strlen(copy))) {
			struct yice_key line;

			assert_int_equal(yice_key_read_public(&line, foreign_public, strlen(foreign_public)), YICE_OK);
			assert_true(yice_key_same(&key, &line));
		}
	}
}

static void a_printed_key_reads_back(void **state)
{
	struct yice_buf text = YICE_BUF_INIT, line = YICE_BUF_INIT, print = YICE_BUF_INIT;
	struct yice_key key, again;
	char id[YICE_KEY_ID];

	YICE_UNUSED(state);
	assert_int_equal(yice_key_from_seed(&key, seed), YICE_OK);
	yice_key_print_private(&key, "test", &text);
	assert_int_equal(yice_key_read_private(&again, text.data, text.len), YICE_OK);
	assert_memory_equal(&key, &again, sizeof(key));
	yice_key_print_public(&key, &line);
	assert_int_equal(yice_key_read_public(&again, line.data, line.len), YICE_OK);
	assert_true(yice_key_same(&key, &again));
	assert_int_equal(yice_key_id(&key, id), YICE_OK);
	assert_int_equal(strlen(id), 64);
	assert_int_equal(yice_key_fingerprint(&key, &print), YICE_OK);
	assert_int_equal(print.len, strlen("SHA256:") + 43);
	yice_buf_release(&text);
	yice_buf_release(&line);
	yice_buf_release(&print);
}

static void a_signature_holds_for_its_bytes_and_purpose_only(void **state)
{
	struct yice_buf armour = YICE_BUF_INIT;
	enum yice_signature_fault fault;
	struct yice_key key, signer;

	YICE_UNUSED(state);
	assert_int_equal(yice_key_from_seed(&key, seed), YICE_OK);
	assert_int_equal(yice_key_sign(&key, YICE_SIGN_MANIFEST, "abc", 3, &armour), YICE_OK);
	assert_int_equal(yice_key_verify(armour.data, armour.len, YICE_SIGN_MANIFEST, "abc", 3, &signer, &fault), YICE_OK);
	assert_int_equal(fault, YICE_SIGNATURE_GOOD);
	assert_true(yice_key_same(&key, &signer));
	assert_int_equal(yice_key_verify(armour.data, armour.len, YICE_SIGN_MANIFEST, "abd", 3, &signer, &fault), YICE_OK);
	assert_int_equal(fault, YICE_SIGNATURE_WRONG);
	assert_int_equal(yice_key_verify(armour.data, armour.len, YICE_SIGN_COMMIT, "abc", 3, &signer, &fault), YICE_OK);
	assert_int_equal(fault, YICE_SIGNATURE_PURPOSE);
	yice_buf_release(&armour);
}

static void a_signature_of_ssh_keygen_is_good(void **state)
{
	enum yice_signature_fault fault;
	struct yice_key key, signer;
	struct yice_buf armour = YICE_BUF_INIT;

	YICE_UNUSED(state);
	assert_int_equal(yice_key_verify(foreign_signature, strlen(foreign_signature), "file", "abc", 3, &signer, &fault),
			 YICE_OK);
	assert_int_equal(fault, YICE_SIGNATURE_GOOD);
	/* Ed25519 is deterministic: the same key gives the same text. */
	assert_int_equal(yice_key_read_private(&key, foreign_private, strlen(foreign_private)), YICE_OK);
	assert_int_equal(yice_key_sign(&key, "file", "abc", 3, &armour), YICE_OK);
	assert_string_equal(armour.data, foreign_signature);
	yice_buf_release(&armour);
}

static void no_changed_byte_of_a_signature_passes(void **state)
{
	char copy[sizeof(foreign_signature)];
	enum yice_signature_fault fault;
	struct yice_key signer;

	YICE_UNUSED(state);
	for (size_t i = 0; i + 1 < sizeof(copy); i++)
		for (int bit = 0; bit < 8; bit++) {
			memcpy(copy, foreign_signature, sizeof(copy));
			copy[i] = (char)(copy[i] ^ 1 << bit);
			assert_int_equal(yice_key_verify(copy, sizeof(copy) - 1, "file", "abc", 3, &signer, &fault), YICE_OK);
			assert_int_not_equal(fault, YICE_SIGNATURE_GOOD);
		}
}

/* ---- commits */

struct sample {
	struct yice_key key;
	struct yice_buf bytes;
};

static void make_sample(struct sample *sample)
{
	static char who[] = "Shunde Bureau <list@shunde.example>", subject[] = "publish 440606 1", scope[] = "440606";
	struct yice_commit commit = { .who = who, .when = 1700000000, .subject = subject, .scope = scope, .seq = 1 };

	memset(commit.tree, '1', 40);
	memset(commit.manifest, '2', 64);
	memset(commit.previous, '0', 64);
	memset(&sample->bytes, 0, sizeof(sample->bytes));
	assert_int_equal(yice_key_from_seed(&sample->key, seed), YICE_OK);
	assert_int_equal(yice_commit_print(&commit, &sample->key, &sample->bytes), YICE_OK);
}

/* The name of the one diagnostic that reading gives; "good" without any. */
static const char *verdict(const char *bytes, size_t len)
{
	static char name[64];
	struct yice_commit commit;
	struct yice_arena arena;
	struct yice_diags diags;
	int status;

	yice_arena_init(&arena);
	yice_diags_init(&diags);
	status = yice_commit_read(bytes, len, "sample", &arena, &commit, &diags);
	assert_int_equal(status, diags.count ? YICE_EDIAG : YICE_OK);
	assert_true(diags.count <= 1);
	snprintf(name, sizeof(name), "%s", diags.count ? yice_diag_name(diags.items[0]->main.id) : "good");
	yice_diags_release(&diags);
	yice_arena_release(&arena);
	return name;
}

/* bytes with the first `old` replaced, read. */
static const char *changed(const struct sample *sample, const char *old, const char *new)
{
	const char *at = strstr(sample->bytes.data, old), *result;
	struct yice_buf copy = YICE_BUF_INIT;

	assert_non_null(at);
	yice_buf_add(&copy, sample->bytes.data, (size_t)(at - sample->bytes.data));
	yice_buf_adds(&copy, new);
	yice_buf_adds(&copy, at + strlen(old));
	result = verdict(copy.data, copy.len);
	yice_buf_release(&copy);
	return result;
}

static void a_commit_reads_as_it_was_printed(void **state)
{
	struct sample sample;
	struct yice_commit commit;
	struct yice_arena arena;
	struct yice_diags diags;

	YICE_UNUSED(state);
	make_sample(&sample);
	yice_arena_init(&arena);
	yice_diags_init(&diags);
	assert_int_equal(yice_commit_read(sample.bytes.data, sample.bytes.len, "x", &arena, &commit, &diags), YICE_OK);
	assert_string_equal(commit.who, "Shunde Bureau <list@shunde.example>");
	assert_int_equal(commit.when, 1700000000);
	assert_string_equal(commit.subject, "publish 440606 1");
	assert_string_equal(commit.scope, "440606");
	assert_int_equal(commit.seq, 1);
	assert_string_equal(commit.parent, "");
	assert_true(yice_key_same(&commit.signer, &sample.key));
	yice_diags_release(&diags);
	yice_arena_release(&arena);
	yice_buf_release(&sample.bytes);
}

static void each_mutant_of_a_commit_has_its_own_error(void **state)
{
	struct sample sample;
	char *end, *again;
	struct yice_buf twice = YICE_BUF_INIT;

	YICE_UNUSED(state);
	make_sample(&sample);
	assert_string_equal(verdict(sample.bytes.data, sample.bytes.len), "good");
	/* The four that stock git takes for good. */
	assert_string_equal(changed(&sample, "\ngpgsig ", "\ngpgsig-sha256 junk\ngpgsig "), "commit-header");
	assert_string_equal(changed(&sample, "END SSH SIGNATURE-----\n", "END SSH SIGNATURE-----\n junk\n"),
			    "signature-armour");
	end = strstr(sample.bytes.data, "U1NIU0lH");
	assert_non_null(end);
	again = strndup(end, 20);
	assert_string_equal(changed(&sample, again, "U1NIU0lH\n "), "signature-form");
	free(again);
	again = strndup(end, 9);
	yice_buf_add(&twice, again, 8);
	yice_buf_adds(&twice, "\n ");
	yice_buf_addc(&twice, again[8]);
	assert_string_equal(changed(&sample, again, twice.data), "signature-writing");
	free(again);
	yice_buf_clear(&twice);
	{
		char *from = strstr(sample.bytes.data, "gpgsig "), *to = strstr(from, "\n\n");

		yice_buf_add(&twice, sample.bytes.data, (size_t)(to + 1 - sample.bytes.data));
		yice_buf_add(&twice, from, (size_t)(to + 1 - from));
		yice_buf_adds(&twice, to + 1);
		assert_string_equal(verdict(twice.data, twice.len), "commit-signed-twice");
		yice_buf_clear(&twice);
		yice_buf_add(&twice, sample.bytes.data, (size_t)(from - sample.bytes.data));
		yice_buf_adds(&twice, to + 1);
		assert_string_equal(verdict(twice.data, twice.len), "commit-unsigned");
	}
	/* Further ones. */
	assert_string_equal(changed(&sample, "Seq: 1", "Seq: 2"), "signature-wrong");
	assert_string_equal(changed(&sample, "Seq: 1", "Seq: 01"), "commit-form");
	assert_string_equal(changed(&sample, "Scope: 440606\n", ""), "commit-form");
	assert_string_equal(changed(&sample, "\nauthor", "\nencoding GBK\nauthor"), "commit-header");
	assert_string_equal(changed(&sample, "\nauthor", "\nmergetag object\nauthor"), "commit-header");
	assert_string_equal(changed(&sample, "+0800\ncommitter", "-0800\ncommitter"), "commit-form");
	assert_string_equal(changed(&sample, "committer Shunde", "committer Foshan"), "commit-writing");
	assert_string_equal(changed(&sample, "\nauthor",
				    "\nparent 1111111111111111111111111111111111111111"
				    "\nparent 1111111111111111111111111111111111111112\nauthor"),
			    "commit-merge");
	assert_string_equal(verdict(sample.bytes.data, sample.bytes.len - 1), "commit-form");
	yice_buf_release(&twice);
	yice_buf_release(&sample.bytes);
}

static void no_changed_bit_of_a_commit_passes(void **state)
{
	struct sample sample;

	YICE_UNUSED(state);
	make_sample(&sample);
	for (size_t i = 0; i < sample.bytes.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			sample.bytes.data[i] = (char)(sample.bytes.data[i] ^ 1 << bit);
			assert_string_not_equal(verdict(sample.bytes.data, sample.bytes.len), "good");
			sample.bytes.data[i] = (char)(sample.bytes.data[i] ^ 1 << bit);
		}
	yice_buf_release(&sample.bytes);
}

static void names_of_authors_have_one_form(void **state)
{
	static const char *const bad[] = { "", "<a@b>", " A <a@b>", "A  <a@b>", "A <a b>", "A <a@b", "A <>", "A <a@b> ",
					   "A\n<a@b>", "A <<a@b>", "A<a@b>" };

	YICE_UNUSED(state);
	assert_true(yice_commit_who_fits("佛山市生态环境局 <list@foshan.example>"));
	for (size_t i = 0; i < YICE_COUNT(bad); i++)
		assert_false(yice_commit_who_fits(bad[i]));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_has_one_spelling),
		cmocka_unit_test(keys_of_openssh_are_read),
		cmocka_unit_test(sealed_and_damaged_keys_are_refused),
		cmocka_unit_test(a_printed_key_reads_back),
		cmocka_unit_test(a_signature_holds_for_its_bytes_and_purpose_only),
		cmocka_unit_test(a_signature_of_ssh_keygen_is_good),
		cmocka_unit_test(no_changed_byte_of_a_signature_passes),
		cmocka_unit_test(a_commit_reads_as_it_was_printed),
		cmocka_unit_test(each_mutant_of_a_commit_has_its_own_error),
		cmocka_unit_test(no_changed_bit_of_a_commit_passes),
		cmocka_unit_test(names_of_authors_have_one_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
