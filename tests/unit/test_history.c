/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed when, against a search through every record; the text of it, damaged in every byte, cut at every length,
 * of another state and of another store; and long chains read by threads as if by one.
 */
#include "unit.h"

#include "tests/refuse.h"

#include "store/convoy.h"
#include "store/history.h"
#include "yice/digest.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define REF   "refs/heads/pub/440600"
#define SECRET "5ec4e7"
#define BOUND "00000000000000000000000000000000000000000000000000000000000000aa"
#define OTHER "00000000000000000000000000000000000000000000000000000000000000bb"
#define LONG  300 /* records that are read by threads */

/* The disk need not be waited for: libgit2 finds this function before the C library's. */
YICE_API int fsync(int fd)
{
	YICE_UNUSED(fd);
	return 0;
}

/* ---- against a search */

#define NAMES   12
#define RECORDS 200

static char values[RECORDS][NAMES][8]; /* "" where the name is not there */
static const char *const names[NAMES] = { "MANI", "a",   "ab",      "b/c",   "b/d",     "image",
					  "meta", "src", "src/a.y", "src/b", "src/佛山", "z" };

static void fill(uint64_t seed)
{
	for (int r = 0; r < RECORDS; r++)
		for (int n = 0; n < NAMES; n++) {
			uint64_t dice = unit_random(&seed) % 20;

			snprintf(values[r][n], sizeof(values[r][n]), "%s", r ? values[r - 1][n] : "");
			if (dice == 0)
				values[r][n][0] = '\0';
			else if (dice <= 2)
				snprintf(values[r][n], sizeof(values[r][n]), "%d", (int)(unit_random(&seed) % 3));
		}
}

static void add(struct yice_history *history, const char *ref, int from, int to)
{
	for (int r = from; r < to; r++) {
		struct yice_history_item items[NAMES];
		char oid[16];
		struct yice_history_record record = { oid, "sha", "manifest" };
		size_t count = 0;

		snprintf(oid, sizeof(oid), "%d", r);
		for (int n = 0; n < NAMES; n++)
			if (*values[r][n])
				items[count++] = (struct yice_history_item){ names[n], values[r][n], "d", (uint64_t)r };
		assert_int_equal(yice_history_add(history, ref, &record, items, count), YICE_OK);
	}
}

static void agrees(const struct yice_history *history, const char *ref, int count)
{
	assert_int_equal(yice_history_count(history, ref), count);
	for (int n = 0; n < NAMES; n++) {
		uint32_t changes, found = 0;
		const struct yice_history_change *list = yice_history_of(history, ref, names[n], &changes);

		for (int r = 0; r < count; r++) {
			const struct yice_history_change *at = yice_history_at(history, ref, names[n], (uint32_t)r);

			assert_true(*values[r][n] ? at && !strcmp(at->object, values[r][n]) : !at);
			if (!strcmp(values[r][n], r ? values[r - 1][n] : ""))
				continue;
			assert_true(found < changes);
			assert_int_equal(list[found].record, r);
			found++;
		}
		assert_int_equal(found, changes);
	}
	for (int r = 0; r < count; r++)
		assert_int_equal(atoi(yice_history_get(history, ref, (uint32_t)r)->oid), r);
	assert_null(yice_history_get(history, ref, (uint32_t)count));
}

static void changes_are_those_a_search_finds(void **state)
{
	YICE_UNUSED(state);
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct yice_history *history;

		fill(seed);
		assert_int_equal(yice_history_new(BOUND, &history), YICE_OK);
		add(history, REF, 0, RECORDS);
		agrees(history, REF, RECORDS);
		assert_int_equal(yice_history_count(history, "refs/heads/pub/440601"), 0);
		assert_null(yice_history_at(history, REF, "none", 3));
		yice_history_free(history);
	}
}

static struct yice_history *reread(const struct yice_history *history)
{
	struct yice_buf text = YICE_BUF_INIT, again = YICE_BUF_INIT;
	struct yice_history *out;

	yice_history_print(history, SECRET, &text);
	assert_int_equal(yice_history_read(text.data, text.len, SECRET, BOUND, &out), YICE_OK);
	yice_history_print(out, SECRET, &again);
	assert_int_equal(again.len, text.len);
	assert_memory_equal(again.data, text.data, text.len);
	yice_buf_release(&text);
	yice_buf_release(&again);
	return out;
}

/* Two chains, so that each goes on where it was. */
static void a_history_read_from_its_text_goes_on(void **state)
{
	struct yice_history *history, *read;

	YICE_UNUSED(state);
	fill(7);
	assert_int_equal(yice_history_new(BOUND, &history), YICE_OK);
	add(history, REF, 0, 50);
	add(history, "refs/heads/sub/440600", 0, 20);
	read = reread(history);
	yice_history_free(history);
	add(read, REF, 50, RECORDS);
	add(read, "refs/heads/sub/440600", 20, 60);
	agrees(read, REF, RECORDS);
	agrees(read, "refs/heads/sub/440600", 60);
	yice_history_free(read);
}

static void a_damaged_text_is_no_history(void **state)
{
	struct yice_history *history, *out = NULL;
	struct yice_buf text = YICE_BUF_INIT;

	YICE_UNUSED(state);
	fill(3);
	assert_int_equal(yice_history_new(BOUND, &history), YICE_OK);
	add(history, REF, 0, 12);
	yice_history_print(history, SECRET, &text);
	for (size_t i = 0; i < text.len; i++) {
		text.data[i] ^= 1;
		assert_int_equal(yice_history_read(text.data, text.len, SECRET, BOUND, &out), YICE_ENOTFOUND);
		text.data[i] ^= 1;
	}
	for (size_t len = 0; len < text.len; len++)
		assert_int_equal(yice_history_read(text.data, len, SECRET, BOUND, &out), YICE_ENOTFOUND);
	yice_buf_addc(&text, '\n');
	assert_int_equal(yice_history_read(text.data, text.len, SECRET, BOUND, &out), YICE_ENOTFOUND);
	assert_int_equal(yice_history_read(text.data, text.len - 1, SECRET, OTHER, &out), YICE_ENOTFOUND);
	assert_int_equal(yice_history_read(text.data, text.len - 1, SECRET, BOUND, &out), YICE_OK);
	yice_history_free(out);
	yice_history_free(history);
	yice_buf_release(&text);
}

/* Texts with a right digest that no history prints. */
static void odd_lines_are_not_read(void **state)
{
	static const char *const bodies[] = {
		"1 2 3\n",			      "name: x\n",
		"chain: x\n1 2\n",		      "chain: x\n1 2 3\nname: a\n1 b c 1\n",
		"chain: x\n1 2 3\nname: a\n0 b\n",    "chain: x\n1 2 3\nname: a\n0 b c 1\n0 b d 1\n",
		"chain: x\n1 2 3\nname: a\n0 \n",
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(bodies); i++) {
		struct yice_history *out = NULL;
		struct yice_buf text = YICE_BUF_INIT;
		char sha256[YICE_SHA256];

		yice_buf_addf(&text, "yice-history-1: %s\n%s", BOUND, bodies[i]);
		assert_int_equal(yice_digest_keyed(SECRET, text.data, text.len, sha256), YICE_OK);
		yice_buf_addf(&text, "digest: %s\n", sha256);
		assert_int_equal(yice_history_read(text.data, text.len, SECRET, BOUND, &out), YICE_ENOTFOUND);
		yice_buf_release(&text);
	}
}

/* Two records, printed and read again, with one allocation refused. */
static int make_once(void)
{
	static const struct yice_history_item items[] = { { "a", "1", "d", 1 }, { "b", "2", "d", 2 } };
	static const struct yice_history_record record = { "oid", "sha", "manifest" };
	struct yice_history *history = NULL, *read = NULL;
	struct yice_buf text = YICE_BUF_INIT;
	int status = yice_history_new(BOUND, &history);

	if (!status)
		status = yice_history_add(history, REF, &record, items, 2);
	if (!status)
		status = yice_history_add(history, REF, &record, items + 1, 1);
	if (!status)
		yice_history_print(history, SECRET, &text);
	if (!status)
		status = yice_buf_status(&text);
	if (!status)
		status = yice_history_read(text.data, text.len, SECRET, BOUND, &read);
	if (!status)
		status = yice_history_add(read, REF, &record, items, 2);
	yice_history_free(read);
	yice_history_free(history);
	yice_buf_release(&text);
	return status;
}

static void every_refused_allocation_is_reported(void **state)
{
	int status = YICE_ENOMEM;
	long n = 0;

	YICE_UNUSED(state);
	for (; status == YICE_ENOMEM; n++) {
		allowed = n;
		status = make_once();
		allowed = -1;
	}
	assert_int_equal(status, YICE_OK);
	assert_in_range(n, 20, 1000);
}

/* ---- of stores */

struct place {
	char folder[64], path[96];
	struct yice_diags diags;
	struct yice_store *store;
	struct yice_key key;
};

static void shell(const char *format, const char *a, const char *b)
{
	char command[1024];

	snprintf(command, sizeof(command), "%s '%s' '%s'", format, a, b);
	assert_int_equal(system(command), 0);
}

static int setup(void **state)
{
	static const unsigned char seed[YICE_KEY_BYTES] = { 9 };
	struct place *place = calloc(1, sizeof(*place));
	const char *tmp = getenv("TMPDIR");

	snprintf(place->folder, sizeof(place->folder), "%.40s/yice-history.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof(place->path), "%s/store", place->folder);
	yice_diags_init(&place->diags);
	assert_int_equal(yice_key_from_seed(&place->key, seed), YICE_OK);
	assert_int_equal(yice_store_create(place->path, &place->diags), YICE_OK);
	assert_int_equal(yice_store_open(place->path, true, NULL, &place->diags, &place->store), YICE_OK);
	*state = place;
	return 0;
}

static int teardown(void **state)
{
	struct place *place = *state;

	yice_store_close(place->store);
	yice_diags_release(&place->diags);
	shell("rm -rf", place->folder, place->folder);
	free(place);
	return 0;
}

static void publish(struct place *place, uint64_t seq, const char *after, char oid[YICE_OID])
{
	char text[32];
	struct yice_file items[] = {
		{ "filing/receipt", "receipt\n", 8 },
		{ "image", "IMAGE", 5 },
		{ "src/a.yice", text, 0 },
		{ "src/b.yice", "b", 1 },
	};
	struct yice_files files = { items, seq % 3 ? 4 : 3, "test", 1 };
	struct yice_draft draft = { .kind = YICE_REF_PUB, .scope = "440600", .seq = seq, .subject = "publish",
				    .who = "Test <test@store.example>", .when = 1700000000, .files = &files,
				    .key = &place->key, .after = after };

	snprintf(text, sizeof(text), "%llu", (unsigned long long)seq / 2);
	items[2].len = strlen(text);
	assert_int_equal(yice_record_append(place->store, &draft, oid, &place->diags), YICE_OK);
}

static struct yice_history *history_of(struct place *place, char (*oids)[YICE_OID], int count)
{
	struct yice_history *history;
	char binding[YICE_SHA256];

	assert_int_equal(yice_history_bind(place->store, NULL, binding, &place->diags), YICE_OK);
	assert_int_equal(yice_history_new(binding, &history), YICE_OK);
	for (int i = 0; i < count; i++) {
		struct yice_record record;

		assert_int_equal(yice_record_read(place->store, oids[i], "x", &record, &place->diags), YICE_OK);
		assert_int_equal(yice_history_take(history, REF, &record), YICE_OK);
		yice_record_release(&record);
	}
	return history;
}

static void same_record(struct place *place, const struct yice_record *a, const struct yice_record *b)
{
	struct yice_buf x = YICE_BUF_INIT, y = YICE_BUF_INIT;

	assert_string_equal(a->sha256, b->sha256);
	assert_int_equal(a->manifest.count, b->manifest.count);
	assert_int_equal(a->tree.count, b->tree.count + 1); /* MANIFEST */
	assert_int_equal(a->signer_count, b->signer_count);
	assert_string_equal(a->signers[0], b->signers[0]);
	for (size_t i = 0; i < a->manifest.count; i++) {
		const struct yice_manifest_line *p = &a->manifest.lines[i], *q = &b->manifest.lines[i];

		assert_string_equal(p->path, q->path);
		assert_string_equal(p->sha256, q->sha256);
		assert_int_equal(p->len, q->len);
	}
	for (size_t i = 0; i < b->tree.count; i++) {
		yice_buf_clear(&x);
		yice_buf_clear(&y);
		assert_int_equal(yice_record_file(place->store, a, b->tree.files[i].path, &x, &place->diags), YICE_OK);
		assert_int_equal(yice_record_file(place->store, b, b->tree.files[i].path, &y, &place->diags), YICE_OK);
		assert_string_equal(yice_buf_text(&x), yice_buf_text(&y));
	}
	yice_buf_release(&x);
	yice_buf_release(&y);
}

static void a_version_opens_from_the_history_as_it_reads(void **state)
{
	struct place *place = *state;
	struct yice_history *history;
	struct yice_record read, opened;
	char oids[6][YICE_OID];

	for (int i = 0; i < 6; i++)
		publish(place, (uint64_t)i + 1, i ? oids[i - 1] : "", oids[i]);
	history = history_of(place, oids, 6);
	for (uint32_t i = 0; i < 6; i++) {
		assert_int_equal(yice_record_read(place->store, oids[i], "x", &read, &place->diags), YICE_OK);
		assert_int_equal(yice_history_open(history, place->store, REF, i, &opened, &place->diags), YICE_OK);
		same_record(place, &read, &opened);
		yice_record_release(&read);
		yice_record_release(&opened);
	}
	assert_int_equal(yice_history_open(history, place->store, REF, 6, &opened, &place->diags), YICE_ENOTFOUND);
	yice_history_free(history);
}

/* A history that tells of another commit, or of other bytes, is found out when it is used. */
static void what_a_history_says_is_held_against_the_objects(void **state)
{
	struct place *place = *state;
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_record record, opened;
	struct yice_known_file file = { "src/a.yice", NULL, NULL, 1 };
	char a[YICE_OID], b[YICE_OID];

	publish(place, 1, "", a);
	publish(place, 2, a, b);
	assert_int_equal(yice_record_read(place->store, a, "a", &record, &place->diags), YICE_OK);
	assert_int_equal(yice_record_again(place->store, b, record.sha256, "b", NULL, 0, &opened, &place->diags), YICE_EDIAG);
	yice_record_release(&opened);
	file.oid = yice_tree_find(&record.tree, "src/b.yice")->oid;
	file.sha256 = yice_manifest_find(&record.manifest, "src/a.yice")->sha256;
	assert_int_equal(yice_record_again(place->store, a, record.sha256, "a", &file, 1, &opened, &place->diags), YICE_OK);
	assert_int_equal(yice_record_file(place->store, &opened, "src/a.yice", &text, &place->diags), YICE_EDIAG);
	yice_record_release(&opened);
	yice_record_release(&record);
	yice_buf_release(&text);
}

static void a_binding_is_of_one_state_of_one_store(void **state)
{
	struct place *place = *state;
	char a[YICE_OID], b[YICE_OID], empty[YICE_SHA256], one[YICE_SHA256], two[YICE_SHA256], trusting[YICE_SHA256];
	struct yice_history *history;
	bool is;

	assert_int_equal(yice_history_bind(place->store, NULL, empty, &place->diags), YICE_OK);
	publish(place, 1, "", a);
	assert_int_equal(yice_history_bind(place->store, NULL, one, &place->diags), YICE_OK);
	assert_int_equal(yice_history_bind(place->store, BOUND, trusting, &place->diags), YICE_OK);
	history = history_of(place, &a, 1);
	assert_int_equal(yice_history_is_of(history, place->store, NULL, &is, &place->diags), YICE_OK);
	assert_true(is);
	publish(place, 2, a, b);
	assert_int_equal(yice_history_is_of(history, place->store, NULL, &is, &place->diags), YICE_OK);
	assert_false(is);
	assert_int_equal(yice_history_bind(place->store, NULL, two, &place->diags), YICE_OK);
	assert_string_not_equal(empty, one);
	assert_string_not_equal(one, two);
	assert_string_not_equal(one, trusting);
	yice_history_free(history);
}

/* Recalled is what was kept of a state, though references have moved since; a text that names other ends is not it. */
static void what_was_verified_is_recalled_under_its_own_trust(void **state)
{
	struct place *place = *state;
	char a[YICE_OID], b[YICE_OID], sha256[YICE_SHA256];
	struct yice_history *history, *recalled;
	struct yice_buf text = YICE_BUF_INIT, forged = YICE_BUF_INIT;
	size_t body;

	publish(place, 1, "", a);
	history = history_of(place, &a, 1);
	yice_history_print(history, SECRET, &text);
	publish(place, 2, a, b);
	assert_int_equal(yice_history_recall(text.data, text.len, SECRET, NULL, &recalled), YICE_OK);
	assert_int_equal(yice_history_count(recalled, REF), 1);
	assert_string_equal(yice_history_get(recalled, REF, 0)->oid, a);
	yice_history_free(recalled);
	assert_int_equal(yice_history_recall(text.data, text.len, SECRET, BOUND, &recalled), YICE_ENOTFOUND);
	assert_int_equal(yice_history_recall(text.data, 20, SECRET, NULL, &recalled), YICE_ENOTFOUND);
	assert_int_equal(yice_history_recall(text.data, text.len, OTHER, NULL, &recalled), YICE_ENOTFOUND);
	/* The last record's name changed, and the digest at the end made to fit, first without the secret. */
	yice_buf_add(&forged, text.data, text.len);
	memcpy(strstr(forged.data, a), b, YICE_OID - 1);
	body = forged.len - strlen("digest: ") - YICE_SHA256;
	assert_int_equal(yice_digest_sha256(forged.data, body, sha256), YICE_OK);
	memcpy(forged.data + body + strlen("digest: "), sha256, YICE_SHA256 - 1);
	assert_int_equal(yice_history_recall(forged.data, forged.len, SECRET, NULL, &recalled), YICE_ENOTFOUND);
	assert_int_equal(yice_digest_keyed(SECRET, forged.data, body, sha256), YICE_OK);
	memcpy(forged.data + body + strlen("digest: "), sha256, YICE_SHA256 - 1);
	assert_int_equal(yice_history_recall(forged.data, forged.len, SECRET, NULL, &recalled), YICE_ENOTFOUND);
	yice_buf_release(&forged);
	yice_buf_release(&text);
	yice_history_free(history);
}

/* ---- long chains */

struct taken {
	char (*oids)[YICE_OID];
	size_t count, stop;
	char sha256[YICE_SHA256];
};

static int take(void *to, size_t index, const struct yice_record *record)
{
	struct taken *taken = to;

	assert_int_equal(index, taken->count);
	assert_string_equal(record->oid, taken->oids[index]);
	assert_int_equal(record->commit.seq, index + 1);
	taken->count++;
	return taken->count == taken->stop ? YICE_ELIMIT : YICE_OK;
}

static int read_long(struct place *place, struct taken *taken, char (*oids)[YICE_OID])
{
	const char *list[LONG];

	for (int i = 0; i < LONG; i++)
		list[i] = oids[i];
	*taken = (struct taken){ .oids = oids, .stop = taken->stop };
	return yice_convoy_read(place->store, list, 0, LONG, "pub/440600", take, taken, &place->diags);
}

static void long_chains_come_in_order_up_to_the_first_that_is_bad(void **state)
{
	struct place *place = *state;
	static char oids[LONG][YICE_OID];
	struct taken taken = { .stop = 0 };
	struct yice_record record;
	char object[160];
	const char *oid;

	for (int i = 0; i < LONG; i++)
		publish(place, (uint64_t)i + 1, i ? oids[i - 1] : "", oids[i]);
	assert_int_equal(read_long(place, &taken, oids), YICE_OK);
	assert_int_equal(taken.count, LONG);
	taken.stop = 70;
	assert_int_equal(read_long(place, &taken, oids), YICE_ELIMIT);
	assert_int_equal(taken.count, 70);
	assert_int_equal(place->diags.count, 0);
	taken.stop = 0;
	assert_int_equal(yice_record_read(place->store, oids[149], "x", &record, &place->diags), YICE_OK);
	oid = yice_tree_find(&record.tree, "src/a.yice")->oid; /* of this version for the first time */
	snprintf(object, sizeof(object), "%s/objects/%.2s/%s", place->path, oid, oid + 2);
	yice_record_release(&record);
	shell("rm -f", object, object);
	/* A store remembers the files it has read or written. */
	yice_store_close(place->store);
	assert_int_equal(yice_store_open(place->path, false, NULL, &place->diags, &place->store), YICE_OK);
	assert_int_equal(read_long(place, &taken, oids), YICE_EDIAG);
	assert_int_equal(taken.count, 149);
	assert_int_equal(place->diags.count, 1);
	assert_string_equal(place->diags.items[0]->main.args[0], "pub/440600 150");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_those_a_search_finds),
		cmocka_unit_test(a_history_read_from_its_text_goes_on),
		cmocka_unit_test(a_damaged_text_is_no_history),
		cmocka_unit_test(odd_lines_are_not_read),
		cmocka_unit_test(every_refused_allocation_is_reported),
		cmocka_unit_test_setup_teardown(a_version_opens_from_the_history_as_it_reads, setup, teardown),
		cmocka_unit_test_setup_teardown(what_a_history_says_is_held_against_the_objects, setup, teardown),
		cmocka_unit_test_setup_teardown(a_binding_is_of_one_state_of_one_store, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_verified_is_recalled_under_its_own_trust, setup, teardown),
		cmocka_unit_test_setup_teardown(long_chains_come_in_order_up_to_the_first_that_is_bad, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
