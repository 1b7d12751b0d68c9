/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chains for trials (tests/store/chain.h): what a version holds depends on its
 * number alone, so runs can be compared.
 */
#include "tests/store/chain.h"

#include <stdio.h>
#include <time.h>

#define WHO "Trial <trial@store.example>"

static int tests, failed;

void result(bool good, const char *name)
{
	tests++;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", tests, name);
	fflush(stdout);
}

int results(void)
{
	printf("1..%d\n", tests);
	return failed > 0;
}

double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int open_chain(struct chain *chain, const char *folder, const char *scope, bool write)
{
	static const unsigned char seed[YICE_KEY_BYTES] = { 42 };
	int status;

	memset(chain, 0, sizeof(*chain));
	yice_diags_init(&chain->diags);
	chain->scope = scope;
	yice_ref_format(YICE_REF_PUB, scope, chain->ref);
	status = yice_key_from_seed(&chain->key, seed);
	return status ? status : yice_store_open(folder, write, NULL, &chain->diags, &chain->store);
}

void close_chain(struct chain *chain)
{
	yice_store_close(chain->store);
	yice_diags_release(&chain->diags);
}

void say_why(const struct chain *chain, int status)
{
	const struct yice_message *note = chain->diags.count ? &chain->diags.items[0]->main : NULL;

	printf("# status %d: %s: %s: %s\n", status, note ? yice_diag_name(note->id) : "nothing said",
	       note && note->args[0] ? note->args[0] : "", note && note->args[1] ? note->args[1] : "");
	fflush(stdout);
}

void forget_diags(struct chain *chain)
{
	yice_diags_release(&chain->diags);
	yice_diags_init(&chain->diags);
}

int publish(struct chain *chain, uint64_t seq, const char *after, size_t count, char oid[YICE_OID])
{
	struct yice_file *items = calloc(count + 1, sizeof(*items));
	struct yice_files files = { items, count + 1, "trial", 1 };
	struct yice_draft draft = { .kind = YICE_REF_PUB, .scope = chain->scope, .seq = seq, .subject = "trial", .who = WHO,
				    .when = 1700000000, .files = &files, .key = &chain->key, .after = after };
	char *names = calloc(count + 1, 64), image[4096];
	int status;

	if (!items || !names) {
		free(items);
		free(names);
		return YICE_ENOMEM;
	}
	for (size_t i = 0; i < count; i++) {
		char *text = names + 64 * i;

		/* File i changes every `count` versions, each time another one. */
		snprintf(text, 64, "src/f%03zu.yice", i);
		items[i].path = text;
		snprintf(text + 24, 40, "file %zu at %llu", i, (unsigned long long)((seq + count - i) / (count + !count)));
		items[i].bytes = text + 24;
		items[i].len = strlen(text + 24);
	}
	for (size_t i = 0; i < sizeof(image); i++)
		image[i] = (char)(i * seq >> 3);
	items[count] = (struct yice_file){ "image", image, sizeof(image) };
	yice_files_sort(&files);
	status = yice_record_append(chain->store, &draft, oid, &chain->diags);
	free(items);
	free(names);
	return status;
}

int head_of(struct chain *chain, char oid[YICE_OID], uint64_t *seq)
{
	struct yice_record record;
	int status = yice_git_head(yice_store_git(chain->store), chain->ref, oid, &chain->diags);

	*seq = 0;
	if (status || !*oid)
		return status;
	status = yice_record_read(chain->store, oid, "head", &record, &chain->diags);
	*seq = record.commit.seq;
	yice_record_release(&record);
	return status;
}

int verify(struct chain *chain, uint64_t *count)
{
	char head[YICE_OID], before[YICE_SHA256] = "";
	struct yice_arena arena;
	const char **oids;
	size_t n = 0;
	int status;

	yice_arena_init(&arena);
	status = yice_git_head(yice_store_git(chain->store), chain->ref, head, &chain->diags);
	if (!status)
		status = yice_chain_list(chain->store, head, NULL, chain->ref, &arena, &oids, &n, &chain->diags);
	for (size_t i = 0; !status && i < n; i++) {
		struct yice_record record;

		status = yice_record_read(chain->store, oids[i], "record", &record, &chain->diags);
		if (!status)
			status = yice_record_follows(&record, *before ? before : NULL, i, YICE_REF_PUB, chain->scope, "record",
						     &chain->diags);
		memcpy(before, record.sha256, sizeof(before));
		yice_record_release(&record);
	}
	yice_arena_release(&arena);
	*count = n;
	return status;
}

bool fsck_is_clean(const char *folder)
{
	char command[512];

	if (system("command -v git >/dev/null"))
		return true;
	snprintf(command, sizeof(command), "git -C '%s' fsck --strict >/dev/null 2>&1", folder);
	return !system(command);
}

int create_store(const char *folder)
{
	struct yice_diags diags;
	int status;

	yice_diags_init(&diags);
	status = yice_store_create(folder, &diags);
	yice_diags_release(&diags);
	return status;
}
