/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256: the vectors of FIPS 180-4, the empty message, and one longer than a block. */
#include "unit.h"

#include "yice/digest.h"

static void published_vectors_agree(void **state)
{
	static const struct {
		const char *text, *digest;
	} vectors[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char digest[65];

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(vectors); i++) {
		assert_int_equal(yice_digest_sha256(vectors[i].text, strlen(vectors[i].text), digest), YICE_OK);
		assert_string_equal(digest, vectors[i].digest);
	}
}

static void every_byte_counts(void **state)
{
	char bytes[1000] = { 0 }, first[65], second[65];

	YICE_UNUSED(state);
	assert_int_equal(yice_digest_sha256(bytes, sizeof(bytes), first), YICE_OK);
	bytes[999] = 1;
	assert_int_equal(yice_digest_sha256(bytes, sizeof(bytes), second), YICE_OK);
	assert_string_not_equal(first, second);
}

static void nothing_at_all_is_the_empty_message(void **state)
{
	char none[65], empty[65];

	YICE_UNUSED(state);
	assert_int_equal(yice_digest_sha256(NULL, 0, none), YICE_OK);
	assert_int_equal(yice_digest_sha256("", 0, empty), YICE_OK);
	assert_string_equal(none, empty);
}

/* RFC 4231, case 2. */
static void a_keyed_digest_is_the_published_one(void **state)
{
	static const char text[] = "what do ya want for nothing?";
	char out[65];

	YICE_UNUSED(state);
	assert_int_equal(yice_digest_keyed("Jefe", text, sizeof(text) - 1, out), YICE_OK);
	assert_string_equal(out, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_keyed_digest_is_the_published_one),
		cmocka_unit_test(published_vectors_agree),
		cmocka_unit_test(every_byte_counts),
		cmocka_unit_test(nothing_at_all_is_the_empty_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
