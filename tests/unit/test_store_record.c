/* SPDX-License-Identifier: Apache-2.0 */
/* Repositories and records: what is written reads back, stock git agrees, and each thing that must not be is refused by name. */
#include "unit.h"

#include "store/git.h"
#include "store/record.h"
#include "yice/digest.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WHO "Foshan Bureau <list@foshan.example>"

struct place {
	char folder[64], path[96];
	struct yice_diags diags;
	struct yice_store *store;
	struct yice_key key;
};

static int shell(const char *format, ...) YICE_PRINTF(1, 2);

static int shell(const char *format, ...)
{
	char command[2048];
	va_list args;
	int status;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Name of the last diagnostic, "" without any; forgets all. */
static const char *said(struct place *place)
{
	static char name[64];
	struct yice_diags *diags = &place->diags;

	snprintf(name, sizeof(name), "%s",
		 diags->count ? yice_diag_name(diags->items[diags->count - 1]->main.id) : "");
	yice_diags_release(diags);
	yice_diags_init(diags);
	return name;
}

static int open_place(struct place *place, bool write)
{
	yice_store_close(place->store);
	place->store = NULL;
	return yice_store_open(place->path, write, NULL, &place->diags, &place->store);
}

static int setup(void **state)
{
	static const unsigned char seed[YICE_KEY_BYTES] = { 7 };
	struct place *place = calloc(1, sizeof(*place));
	const char *tmp = getenv("TMPDIR");

	snprintf(place->folder, sizeof(place->folder), "%.40s/yice-record.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof(place->path), "%s/store", place->folder);
	yice_diags_init(&place->diags);
	assert_int_equal(yice_key_from_seed(&place->key, seed), YICE_OK);
	assert_int_equal(yice_store_create(place->path, &place->diags), YICE_OK);
	assert_int_equal(open_place(place, true), YICE_OK);
	*state = place;
	return 0;
}

static int teardown(void **state)
{
	struct place *place = *state;

	yice_store_close(place->store);
	yice_diags_release(&place->diags);
	shell("rm -rf '%s'", place->folder);
	free(place);
	return 0;
}

/* A version numbered seq behind `after`, with one source that tells it apart. */
static int publish(struct place *place, uint64_t seq, const char *text, const char *after, char oid[YICE_OID])
{
	struct yice_file items[] = {
		{ "src/佛山/清单.yice", text, strlen(text) },
		{ "image", "IMAGE", 5 },
		{ "meta/version", "version\n", 8 },
		{ "src/佛山.yice", "", 0 },
		{ "filing/receipt", "receipt\n", 8 },
	};
	struct yice_files files = { items, YICE_COUNT(items), "test", 3 };
	struct yice_draft draft = { .kind = YICE_REF_PUB, .scope = "440600", .seq = seq, .subject = "publish", .who = WHO,
				    .when = 1700000000, .files = &files, .key = &place->key, .after = after };

	yice_files_sort(&files);
	return yice_record_append(place->store, &draft, oid, &place->diags);
}

static void a_version_reads_as_it_was_published(void **state)
{
	struct place *place = *state;
	struct yice_record record;
	struct yice_buf text = YICE_BUF_INIT;
	char oid[YICE_OID];

	assert_int_equal(publish(place, 1, "one", "", oid), YICE_OK);
	assert_int_equal(open_place(place, false), YICE_OK);
	assert_int_equal(yice_record_read(place->store, oid, "pub/440600 1", &record, &place->diags), YICE_OK);
	assert_int_equal(record.tree.count, 6);
	assert_int_equal(record.manifest.count, 4);
	assert_string_equal(record.manifest.compiler, "test");
	assert_int_equal(record.manifest.image_version, 3);
	assert_int_equal(record.signer_count, 1);
	assert_int_equal(yice_record_file(place->store, &record, "src/佛山/清单.yice", &text, &place->diags), YICE_OK);
	assert_string_equal(text.data, "one");
	assert_int_equal(yice_record_file(place->store, &record, "src/none", &text, &place->diags), YICE_ENOTFOUND);
	assert_int_equal(yice_record_follows(&record, NULL, 0, YICE_REF_PUB, "440600", "x", &place->diags), YICE_OK);
	yice_record_release(&record);
	yice_buf_release(&text);
}

static void a_chain_is_listed_and_linked(void **state)
{
	struct place *place = *state;
	struct yice_record first, second;
	char a[YICE_OID], b[YICE_OID];
	struct yice_arena arena;
	const char **oids;
	size_t count;

	yice_arena_init(&arena);
	assert_int_equal(publish(place, 1, "one", "", a), YICE_OK);
	assert_int_equal(publish(place, 2, "two", a, b), YICE_OK);
	assert_int_equal(yice_chain_list(place->store, b, NULL, "x", &arena, &oids, &count, &place->diags), YICE_OK);
	assert_int_equal(count, 2);
	assert_string_equal(oids[0], a);
	assert_int_equal(yice_chain_list(place->store, b, a, "x", &arena, &oids, &count, &place->diags), YICE_OK);
	assert_int_equal(count, 1);
	assert_int_equal(yice_chain_list(place->store, a, b, "x", &arena, &oids, &count, &place->diags), YICE_EDIAG);
	assert_string_equal(said(place), "ref-rewound");
	assert_int_equal(yice_record_read(place->store, a, "a", &first, &place->diags), YICE_OK);
	assert_int_equal(yice_record_read(place->store, b, "b", &second, &place->diags), YICE_OK);
	assert_int_equal(yice_record_follows(&second, first.sha256, 1, YICE_REF_PUB, "440600", "b", &place->diags), YICE_OK);
	assert_int_equal(yice_record_follows(&second, second.sha256, 1, YICE_REF_PUB, "440600", "b", &place->diags),
			 YICE_EDIAG);
	assert_string_equal(said(place), "chain-previous");
	assert_int_equal(yice_record_follows(&second, first.sha256, 2, YICE_REF_PUB, "440600", "b", &place->diags),
			 YICE_EDIAG);
	assert_string_equal(said(place), "chain-sequence");
	assert_int_equal(yice_record_follows(&second, first.sha256, 1, YICE_REF_PUB, "440100", "b", &place->diags),
			 YICE_EDIAG);
	assert_string_equal(said(place), "chain-scope");
	yice_record_release(&first);
	yice_record_release(&second);
	yice_arena_release(&arena);
}

static void whoever_is_second_is_told_and_changes_nothing(void **state)
{
	struct place *place = *state;
	char a[YICE_OID], b[YICE_OID], head[YICE_OID];

	assert_int_equal(publish(place, 1, "one", "", a), YICE_OK);
	assert_int_equal(publish(place, 1, "another", "", b), YICE_ENOTFOUND);
	assert_int_equal(publish(place, 2, "two", a, b), YICE_OK);
	assert_int_equal(publish(place, 2, "late", a, a), YICE_ENOTFOUND);
	assert_int_equal(yice_git_head(yice_store_git(place->store), "refs/heads/pub/440600", head, &place->diags), YICE_OK);
	assert_string_equal(head, b);
	assert_int_equal(place->diags.count, 0);
}

static void stock_git_takes_our_commits(void **state)
{
	struct place *place = *state;
	struct yice_buf line = YICE_BUF_INIT;
	char oid[YICE_OID], next[YICE_OID], path[128];
	FILE *file;

	if (shell("command -v git >/dev/null && command -v ssh-keygen >/dev/null")) {
		skip();
		return;
	}
	assert_int_equal(publish(place, 1, "one", "", oid), YICE_OK);
	assert_int_equal(publish(place, 2, "two", oid, next), YICE_OK);
	snprintf(path, sizeof(path), "%s/allowed", place->folder);
	file = fopen(path, "w");
	assert_non_null(file);
	yice_key_print_public(&place->key, &line);
	fprintf(file, "440600 namespaces=\"git\" %s\n", line.data);
	fclose(file);
	assert_int_equal(shell("git -C '%s' -c gpg.ssh.allowedSignersFile='%s' verify-commit pub/440600 pub/440600^ 2>/dev/null",
			       place->path, path), 0);
	assert_int_equal(shell("git -C '%s' fsck --strict >/dev/null 2>&1", place->path), 0);
	assert_int_equal(shell("test \"$(git -C '%s' show pub/440600:src/佛山/清单.yice)\" = two", place->path), 0);
	yice_buf_release(&line);
}

/* ---- what must not be opened */

static void only_stores_of_ours_are_opened(void **state)
{
	struct place *place = *state;

	assert_int_equal(yice_store_create(place->path, &place->diags), YICE_EDIAG);
	assert_string_equal(said(place), "store-exists");
	assert_int_equal(shell("mkdir '%s/other'", place->folder), 0);
	strcpy(strrchr(place->path, '/'), "/other");
	assert_int_equal(open_place(place, false), YICE_EDIAG);
	assert_string_equal(said(place), "store-missing");
	strcpy(strrchr(place->path, '/'), "/absent");
	assert_int_equal(open_place(place, false), YICE_EDIAG);
	assert_string_equal(said(place), "store-missing");
}

static void other_formats_and_borrowed_objects_are_refused_by_name(void **state)
{
	static const struct {
		const char *command, *name;
	} cases[] = {
		{ "printf '[extensions]\\n\\tobjectformat = sha256\\n' >>'%s/config'", "store-extension" },
		{ "printf '[extensions]\\n\\trefstorage = reftable\\n' >>'%s/config'", "store-extension" },
		{ "printf '[include]\\n\\tpath = /dev/null\\n' >>'%s/config'", "store-extension" },
		{ "printf '[core][INCLUDEIF \"gitdir:/\"] path = /dev/null\\n' >>'%s/config'", "store-extension" },
		{ "printf '[core]\\n\\trepositoryformatversion = 2\\n' >>'%s/config'", "store-extension" },
		{ "printf '[yice]\\n\\tformat\\n' >>'%s/config'", "store-missing" },
		{ "printf '[yice]\\n\\tformat = 12345678901\\n' >>'%s/config'", "store-missing" },
		{ "mkdir -p '%s/objects/info' && echo /tmp >'%1$s/objects/info/alternates'", "store-alternates" },
		{ "mkdir -p '%s/refs/replace' && echo x >'%1$s/refs/replace/x'", "store-replaced" },
		{ "echo x >'%s/shallow'", "store-replaced" },
		{ "mkdir -p '%s/info' && echo x >'%1$s/info/grafts'", "store-replaced" },
		{ "printf '# pack-refs with: peeled fully-peeled sorted \\n"
		  "1111111111111111111111111111111111111111 refs/replace/2222222222222222222222222222222222222222\\n' "
		  ">'%s/packed-refs'",
		  "store-replaced" },
	};
	struct place *place = *state;
	char copy[128], command[512];

	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_store *store;

		snprintf(copy, sizeof(copy), "%s/copy", place->folder);
		assert_int_equal(shell("rm -rf '%s' && cp -r '%s' '%s'", copy, place->path, copy), 0);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(command, sizeof(command), cases[i].command, copy);
#pragma GCC diagnostic pop
		assert_int_equal(shell("%s", command), 0);
		assert_int_equal(yice_store_open(copy, false, NULL, &place->diags, &store), YICE_EDIAG);
		assert_string_equal(said(place), cases[i].name);
	}
	if (!geteuid()) {
		struct yice_store *store;

		assert_int_equal(shell("rm -rf '%s' && cp -r '%s' '%s' && chown 12345 '%s'", copy, place->path, copy, copy), 0);
		assert_int_equal(yice_store_open(copy, false, NULL, &place->diags, &store), YICE_EDIAG);
		assert_string_equal(said(place), "store-owner");
	}
}

/* ---- what must not be read */

static int read_commit_of(struct place *place, const char *tree_bytes, size_t tree_len, const char *manifest_sha)
{
	struct yice_git *git = yice_store_git(place->store);
	static char who[] = WHO, subject[] = "s", scope[] = "440600";
	struct yice_commit commit = { .who = who, .when = 1, .subject = subject, .scope = scope, .seq = 1 };
	struct yice_buf bytes = YICE_BUF_INIT;
	struct yice_record record;
	char oid[YICE_OID];
	int status;

	memset(commit.previous, '0', 64);
	snprintf(commit.manifest, sizeof(commit.manifest), "%s", manifest_sha);
	assert_int_equal(yice_git_write(git, YICE_GIT_TREE, tree_bytes, tree_len, commit.tree, &place->diags), YICE_OK);
	assert_int_equal(yice_commit_print(&commit, &place->key, &bytes), YICE_OK);
	assert_int_equal(yice_git_write(git, YICE_GIT_COMMIT, bytes.data, bytes.len, oid, &place->diags), YICE_OK);
	status = yice_record_read(place->store, oid, "x", &record, &place->diags);
	yice_record_release(&record);
	yice_buf_release(&bytes);
	return status;
}

static void put(struct yice_buf *tree, const char *mode, const char *name, const char *oid)
{
	yice_buf_addf(tree, "%s %s", mode, name);
	yice_buf_addc(tree, '\0');
	for (int i = 0; i < 20; i++) {
		unsigned int byte;

		assert_int_equal(sscanf(oid + 2 * i, "%2x", &byte), 1);
		yice_buf_addc(tree, (char)byte);
	}
}

static void trees_git_would_not_write_are_refused(void **state)
{
	static const struct {
		const char *modes[3], *names[3], *diagnostic;
	} cases[] = {
		{ { "100644", "100644" }, { "a", "a" }, "tree-name" },
		{ { "100644", "100644" }, { "b", "a" }, "tree-name" },
		{ { "100755" }, { "a" }, "tree-form" },
		{ { "120000" }, { "a" }, "tree-form" },
		{ { "160000" }, { "a" }, "tree-form" },
		{ { "100664" }, { "a" }, "tree-form" },
		{ { "100644" }, { ".git" }, "tree-name" },
		{ { "100644" }, { ".gitmodules" }, "tree-name" },
		{ { "100644" }, { ".GIT" }, "tree-name" },
		{ { "100644" }, { ".." }, "tree-name" },
		{ { "100644" }, { "a\nb" }, "tree-name" },
		{ { "100644" }, { "a/b" }, "tree-name" },
		{ { "100644" }, { "\xff" }, "tree-name" },
		{ { "100644" }, { "a\\b" }, "tree-name" },
	};
	struct place *place = *state;
	struct yice_buf tree = YICE_BUF_INIT;
	char sha[YICE_SHA256], blob[YICE_OID];

	memset(sha, '1', 64);
	sha[64] = '\0';
	assert_int_equal(yice_git_write(yice_store_git(place->store), YICE_GIT_BLOB, "x", 1, blob, &place->diags), YICE_OK);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		yice_buf_clear(&tree);
		for (size_t j = 0; j < 3 && cases[i].modes[j]; j++)
			put(&tree, cases[i].modes[j], cases[i].names[j], blob);
		assert_int_equal(read_commit_of(place, tree.data, tree.len, sha), YICE_EDIAG);
		assert_string_equal(said(place), cases[i].diagnostic);
	}
	/* A file and a folder of one name, with another name between them. */
	{
		struct yice_buf inner = YICE_BUF_INIT;
		char folder[YICE_OID];

		put(&inner, "100644", "x", blob);
		assert_int_equal(yice_git_write(yice_store_git(place->store), YICE_GIT_TREE, inner.data, inner.len, folder,
						&place->diags), YICE_OK);
		yice_buf_clear(&tree);
		put(&tree, "100644", "a", blob);
		put(&tree, "100644", "a.b", blob);
		put(&tree, "40000", "a", folder);
		assert_int_equal(read_commit_of(place, tree.data, tree.len, sha), YICE_EDIAG);
		assert_string_equal(said(place), "tree-name");
		yice_buf_release(&inner);
	}
	yice_buf_clear(&tree);
	put(&tree, "100644", "a", blob);
	assert_int_equal(read_commit_of(place, tree.data, tree.len, sha), YICE_EDIAG);
	assert_string_equal(said(place), "manifest-missing");
	yice_buf_release(&tree);
}

/* A commit over a MANIFEST of `listed` and a tree of `present`. */
static const char *mismatch(struct place *place, struct yice_files *listed, const char *path, const char *bytes)
{
	struct yice_git *git = yice_store_git(place->store);
	struct yice_buf manifest = YICE_BUF_INIT, tree = YICE_BUF_INIT;
	char sha[YICE_SHA256], oid[YICE_OID];

	assert_int_equal(yice_manifest_print(listed, "440600", &manifest), YICE_OK);
	assert_int_equal(yice_digest_sha256(manifest.data, manifest.len, sha), YICE_OK);
	assert_int_equal(yice_git_write(git, YICE_GIT_BLOB, manifest.data, manifest.len, oid, &place->diags), YICE_OK);
	put(&tree, "100644", "MANIFEST", oid);
	if (path) {
		assert_int_equal(yice_git_write(git, YICE_GIT_BLOB, bytes, strlen(bytes), oid, &place->diags), YICE_OK);
		put(&tree, "100644", path, oid);
	}
	if (!read_commit_of(place, tree.data, tree.len, sha))
		assert_int_equal(place->diags.count, 0);
	yice_buf_release(&manifest);
	yice_buf_release(&tree);
	return said(place);
}

static void files_are_held_against_the_manifest(void **state)
{
	struct place *place = *state;
	struct yice_file item = { "entry", "text", 4 };
	struct yice_files one = { &item, 1, "", 0 }, none = { NULL, 0, "", 0 };

	assert_string_equal(mismatch(place, &one, "entry", "text"), "");
	assert_string_equal(mismatch(place, &one, "entry", "texs"), "manifest-file");
	assert_string_equal(mismatch(place, &one, NULL, NULL), "manifest-missing");
	assert_string_equal(mismatch(place, &one, "other", "text"), "manifest-missing");
	assert_string_equal(mismatch(place, &one, "another", "text"), "manifest-extra");
	assert_string_equal(mismatch(place, &none, "entry", "text"), "manifest-extra");
}

static void a_manifest_has_one_form(void **state)
{
	static const char *const bad[] = {
		"", "yice-manifest-1: 440600", "yice-manifest-2: 440600\n", "yice-manifest-1: 440600\n\n",
		"yice-manifest-1: 440600\ncompiler: \nimage-version: 1\n",
		"yice-manifest-1: 440600\ncompiler: x\n",
		"yice-manifest-1: 440600\nentry 04 " /* a leading zero */
		"0000000000000000000000000000000000000000000000000000000000000000 entry\n",
		"yice-manifest-1: 440600\nimage 4 " /* the wrong kind */
		"0000000000000000000000000000000000000000000000000000000000000000 entry\n",
		"yice-manifest-1: 440600\nother 4 " /* what comes later */
		"0000000000000000000000000000000000000000000000000000000000000000 sig/x\n",
		"yice-manifest-1: 440600\nentry 4  " /* two blanks */
		"0000000000000000000000000000000000000000000000000000000000000000 entry\n",
	};
	struct place *place = *state;
	struct yice_manifest manifest;
	struct yice_arena arena;

	yice_arena_init(&arena);
	for (size_t i = 0; i < YICE_COUNT(bad); i++) {
		assert_int_equal(yice_manifest_read(bad[i], strlen(bad[i]), "x", &arena, &manifest, &place->diags),
				 YICE_EDIAG);
		assert_string_equal(said(place), "manifest-form");
	}
	yice_arena_release(&arena);
}

static void a_damaged_object_in_place_is_noticed(void **state)
{
	struct place *place = *state;
	char oid[YICE_OID], path[256];
	FILE *file;

	assert_int_equal(yice_git_write(yice_store_git(place->store), YICE_GIT_BLOB, "poison", 6, oid, &place->diags), YICE_OK);
	snprintf(path, sizeof(path), "%s/objects/%.2s/%s", place->path, oid, oid + 2);
	assert_int_equal(chmod(path, 0644), 0);
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	assert_int_equal(open_place(place, true), YICE_OK);
	assert_int_equal(yice_git_write(yice_store_git(place->store), YICE_GIT_BLOB, "poison", 6, oid, &place->diags),
			 YICE_EDIAG);
	assert_string_equal(said(place), "object-damaged");
}

static void what_a_killed_writer_left_is_cleared(void **state)
{
	struct place *place = *state;
	char a[YICE_OID], b[YICE_OID];

	assert_int_equal(publish(place, 1, "one", "", a), YICE_OK);
	assert_int_equal(shell("touch '%s/refs/heads/pub/440600.lock' '%s/packed-refs.lock' '%s/objects/tmp_object_git2_Xy12'",
			       place->path, place->path, place->path), 0);
	/* Alone with the store: swept on opening. */
	assert_int_equal(open_place(place, true), YICE_OK);
	assert_int_equal(shell("find '%s' -name '*.lock' ! -name yice.lock -o -name '*_git2_*' | grep -q .", place->path), 1);
	assert_int_equal(publish(place, 2, "two", a, b), YICE_OK);
	/* A lock that appears while the store is open is swept by the writer it is in the way of. */
	assert_int_equal(shell("touch '%s/refs/heads/pub/440600.lock'", place->path), 0);
	assert_int_equal(publish(place, 3, "three", b, a), YICE_OK);
}

/* Another made the same of the same and came first; what a killed writer left stands in the way of noticing that at once. */
static void who_comes_second_with_the_same_record_is_told_so(void **state)
{
	struct place *place = *state;
	char a[YICE_OID], b[YICE_OID];

	assert_int_equal(publish(place, 1, "one", "", a), YICE_OK);
	assert_int_equal(publish(place, 2, "two", a, b), YICE_OK);
	assert_int_equal(yice_git_move(yice_store_git(place->store), "refs/heads/pub/440600", a, b, &place->diags), YICE_ENOTFOUND);
	assert_int_equal(shell("touch '%s/refs/heads/pub/440600.lock'", place->path), 0);
	assert_int_equal(yice_git_move(yice_store_git(place->store), "refs/heads/pub/440600", a, b, &place->diags), YICE_ENOTFOUND);
	assert_int_equal(place->diags.count, 0);
}

static int collect(void *to, const char *ref)
{
	struct yice_buf *names = to;

	yice_buf_addf(names, "%s ", ref);
	return 0;
}

static void references_are_listed_in_order(void **state)
{
	struct place *place = *state;
	struct yice_buf names = YICE_BUF_INIT;
	char a[YICE_OID];

	assert_int_equal(publish(place, 1, "one", "", a), YICE_OK);
	assert_int_equal(yice_git_move(yice_store_git(place->store), "refs/heads/pub/110000", "", a, &place->diags), YICE_OK);
	assert_int_equal(yice_git_refs(yice_store_git(place->store), collect, &names, &place->diags), YICE_OK);
	assert_string_equal(names.data, "refs/heads/pub/110000 refs/heads/pub/440600 ");
	yice_buf_release(&names);
}

int main(void)
{
#define PLACED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	static const struct CMUnitTest tests[] = {
		PLACED(a_version_reads_as_it_was_published),
		PLACED(a_chain_is_listed_and_linked),
		PLACED(whoever_is_second_is_told_and_changes_nothing),
		PLACED(stock_git_takes_our_commits),
		PLACED(only_stores_of_ours_are_opened),
		PLACED(other_formats_and_borrowed_objects_are_refused_by_name),
		PLACED(trees_git_would_not_write_are_refused),
		PLACED(files_are_held_against_the_manifest),
		PLACED(a_manifest_has_one_form),
		PLACED(a_damaged_object_in_place_is_noticed),
		PLACED(what_a_killed_writer_left_is_cleared),
		PLACED(who_comes_second_with_the_same_record_is_told_so),
		PLACED(references_are_listed_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
