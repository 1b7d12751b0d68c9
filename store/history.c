/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index of changes (store/history.h), filled by load.c, kept and asked by
 * the program. Only changes take memory: a record is merged with what the one
 * before it held, both in order of names. The text ends in its digest under
 * a secret of its reader, so that half a file, one whose bits have turned, or one that somebody else wrote is not read.
 */
#include "base/base.h"
#include "store/history.h"
#include "yice/digest.h"

#include <stdio.h>

#define HEADER "yice-history-1: "
#define FOOTER "digest: "
/* Begins what a binding is the digest of; another number when what is verified, or kept of it, becomes something else. */
#define BINDING "records 2 %s\n"

struct name {
	const char *text;
	struct yice_history_change *changes;
	uint32_t count, cap;
};

struct chain {
	const char *ref;
	struct yice_history_record *records;
	uint32_t count, cap;
	struct yice_map index; /* name -> names */
	struct name *names;
	uint32_t name_cap;
	uint32_t *held, *spare; /* names the last record holds, ascending by text; room for the next one's */
	uint32_t held_count, held_cap;
};

struct yice_history {
	struct yice_arena arena;
	char binding[YICE_SHA256];
	struct chain *chains;
	uint32_t count, cap;
};

int yice_history_new(const char *binding, struct yice_history **out)
{
	struct yice_history *history = calloc(1, sizeof(*history));

	if (!history)
		return YICE_ENOMEM;
	yice_arena_init(&history->arena);
	snprintf(history->binding, sizeof(history->binding), "%s", binding);
	*out = history;
	return YICE_OK;
}

static void release_chain(struct chain *chain)
{
	for (uint32_t i = 0; i < chain->index.count; i++)
		free(chain->names[i].changes);
	free(chain->names);
	free(chain->records);
	free(chain->held);
	free(chain->spare);
	yice_map_release(&chain->index);
}

void yice_history_free(struct yice_history *history)
{
	if (!history)
		return;
	for (uint32_t i = 0; i < history->count; i++)
		release_chain(&history->chains[i]);
	free(history->chains);
	yice_arena_release(&history->arena);
	free(history);
}

/* Room for one more item of `size` bytes. */
static void *grown(void *items, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t wanted = *cap ? *cap * 2 : 8;
	void *more;

	if (count < *cap)
		return items;
	if (wanted <= *cap)
		return NULL;
	more = realloc(items, wanted * size);
	if (more)
		*cap = wanted;
	return more;
}

static struct chain *find_chain(const struct yice_history *history, const char *ref)
{
	for (uint32_t i = 0; i < history->count; i++)
		if (!strcmp(history->chains[i].ref, ref))
			return &history->chains[i];
	return NULL;
}

static struct chain *make_chain(struct yice_history *history, const char *ref)
{
	struct chain *chain = find_chain(history, ref), *chains;

	if (chain)
		return chain;
	chains = grown(history->chains, history->count, &history->cap, sizeof(*chains));
	if (!chains)
		return NULL;
	history->chains = chains;
	chain = &chains[history->count];
	memset(chain, 0, sizeof(*chain));
	yice_map_init(&chain->index);
	chain->ref = yice_arena_strdup(&history->arena, ref);
	if (!chain->ref)
		return NULL;
	history->count++;
	return chain;
}

static int add_record(struct yice_history *history, struct chain *chain, const struct yice_history_record *record)
{
	struct yice_history_record *records = grown(chain->records, chain->count, &chain->cap, sizeof(*records)), *copy;

	if (!records)
		return YICE_ENOMEM;
	chain->records = records;
	copy = &records[chain->count];
	copy->oid = yice_arena_strdup(&history->arena, record->oid);
	copy->sha256 = yice_arena_strdup(&history->arena, record->sha256);
	copy->manifest = yice_arena_strdup(&history->arena, record->manifest);
	if (!copy->oid || !copy->sha256 || !copy->manifest)
		return YICE_ENOMEM;
	chain->count++;
	return YICE_OK;
}

static int make_name(struct chain *chain, const char *text, uint32_t *out)
{
	struct name *names = grown(chain->names, chain->index.count, &chain->name_cap, sizeof(*names));
	bool added;
	int status;

	if (!names)
		return YICE_ENOMEM;
	chain->names = names;
	status = yice_map_put(&chain->index, text, strlen(text), 0, out, &added);
	if (!status && added)
		names[*out] = (struct name){ chain->index.entries[*out].key, NULL, 0, 0 };
	return status;
}

/* From `record` on the name stands for the item; NULL: it is gone. */
static int add_change(struct yice_history *history, struct name *name, uint32_t record,
		      const struct yice_history_item *item)
{
	struct yice_history_change *changes = grown(name->changes, name->count, &name->cap, sizeof(*changes)), *change;

	if (!changes)
		return YICE_ENOMEM;
	name->changes = changes;
	change = &changes[name->count++];
	memset(change, 0, sizeof(*change));
	change->record = record;
	if (item) {
		change->object = yice_arena_strdup(&history->arena, item->object);
		change->digest = yice_arena_strdup(&history->arena, item->digest);
		change->len = item->len;
	}
	return history->arena.failed ? YICE_ENOMEM : YICE_OK;
}

static int note_item(struct yice_history *history, struct chain *chain, const struct yice_history_item *item, bool held,
		     uint32_t index)
{
	struct name *name = &chain->names[index];
	const struct yice_history_change *last = name->count ? &name->changes[name->count - 1] : NULL;

	assert(last || !held);
	if (held && !strcmp(last->object, item->object) && !strcmp(last->digest, item->digest))
		return YICE_OK;
	return add_change(history, name, chain->count - 1, item);
}

/* What the last record holds becomes what was merged into spare. */
static void turn(struct chain *chain, uint32_t count)
{
	uint32_t *held = chain->held;

	chain->held = chain->spare;
	chain->spare = held;
	chain->held_count = count;
}

static int make_room(struct chain *chain, size_t count)
{
	uint32_t *held, *spare;

	if (count <= chain->held_cap)
		return YICE_OK;
	held = count < UINT32_MAX / 2 ? realloc(chain->held, count * sizeof(*held)) : NULL;
	if (!held)
		return YICE_ENOMEM;
	chain->held = held;
	spare = realloc(chain->spare, count * sizeof(*spare));
	if (!spare)
		return YICE_ENOMEM;
	chain->spare = spare;
	chain->held_cap = (uint32_t)count;
	return YICE_OK;
}

int yice_history_add(struct yice_history *history, const char *ref, const struct yice_history_record *record,
		     const struct yice_history_item *items, size_t count)
{
	struct chain *chain = make_chain(history, ref);
	uint32_t old = 0;
	int status = chain ? add_record(history, chain, record) : YICE_ENOMEM;

	if (!status)
		status = make_room(chain, count);
	for (size_t i = 0; !status && i <= count; i++) {
		uint32_t index = 0;
		int order = 1;

		/* Names that were held and are not any more. */
		while (!status && old < chain->held_count) {
			struct name *name = &chain->names[chain->held[old]];

			order = i < count ? strcmp(name->text, items[i].name) : -1;
			if (order >= 0)
				break;
			status = add_change(history, name, chain->count - 1, NULL);
			old++;
		}
		if (status || i == count)
			break;
		if (old < chain->held_count && !order)
			index = chain->held[old++];
		else
			status = make_name(chain, items[i].name, &index);
		chain->spare[i] = index;
		if (!status)
			status = note_item(history, chain, &items[i], !order, index);
	}
	if (!status)
		turn(chain, (uint32_t)count);
	return status;
}

int yice_history_take(struct yice_history *history, const char *ref, const struct yice_record *record)
{
	const struct yice_manifest *manifest = &record->manifest;
	struct yice_history_record entry = { record->oid, record->sha256, record->commit.manifest };
	struct yice_history_item *items = calloc(record->tree.count + 1, sizeof(*items));
	size_t line = 0, count = 0;
	int status;

	if (!items)
		return YICE_ENOMEM;
	for (size_t i = 0; i < record->tree.count; i++) {
		const struct yice_tree_file *file = &record->tree.files[i];
		struct yice_history_item item = { file->path, file->oid, YICE_NOT_LISTED, 0 };

		if (!strcmp(file->path, "MANIFEST"))
			continue;
		/* Every other file has its line, in the same order. */
		if (!yice_path_is_added(file->path)) {
			assert(line < manifest->count && !strcmp(manifest->lines[line].path, file->path));
			item.digest = manifest->lines[line].sha256;
			item.len = manifest->lines[line++].len;
		}
		items[count++] = item;
	}
	status = yice_history_add(history, ref, &entry, items, count);
	free(items);
	return status;
}

uint32_t yice_history_count(const struct yice_history *history, const char *ref)
{
	const struct chain *chain = find_chain(history, ref);

	return chain ? chain->count : 0;
}

const struct yice_history_record *yice_history_get(const struct yice_history *history, const char *ref, uint32_t record)
{
	const struct chain *chain = find_chain(history, ref);

	return chain && record < chain->count ? &chain->records[record] : NULL;
}

const struct yice_history_change *yice_history_of(const struct yice_history *history, const char *ref, const char *name,
						  uint32_t *count)
{
	const struct chain *chain = find_chain(history, ref);
	uint32_t index = chain ? yice_map_find(&chain->index, name, strlen(name)) : YICE_MAP_NONE;

	*count = index == YICE_MAP_NONE ? 0 : chain->names[index].count;
	return *count ? chain->names[index].changes : NULL;
}

/* The last change up to a record, when the name is there. */
static const struct yice_history_change *last_change(const struct yice_history_change *changes, uint32_t count,
						     uint32_t record)
{
	uint32_t low = 0, high = count;

	/* The first one behind the record. */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (changes[middle].record > record)
			high = middle;
		else
			low = middle + 1;
	}
	return low && changes[low - 1].object ? &changes[low - 1] : NULL;
}

const struct yice_history_change *yice_history_at(const struct yice_history *history, const char *ref, const char *name,
						  uint32_t record)
{
	uint32_t count;
	const struct yice_history_change *changes = yice_history_of(history, ref, name, &count);

	return last_change(changes, count, record);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct yice_known_file *)a)->path, ((const struct yice_known_file *)b)->path);
}

int yice_history_open(const struct yice_history *history, struct yice_store *store, const char *ref, uint32_t record,
		      struct yice_record *out, struct yice_diags *diags)
{
	const struct chain *chain = find_chain(history, ref);
	struct yice_known_file *files;
	size_t count = 0;
	int status;

	if (!chain || record >= chain->count)
		return YICE_ENOTFOUND;
	memset(out, 0, sizeof(*out));
	files = calloc(chain->index.count + 1u, sizeof(*files));
	if (!files)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < chain->index.count; i++) {
		const struct name *name = &chain->names[i];
		const struct yice_history_change *change = last_change(name->changes, name->count, record);

		if (change)
			files[count++] = (struct yice_known_file){ name->text, change->object, change->digest,
								   change->len };
	}
	qsort(files, count, sizeof(*files), by_path);
	status = yice_record_again(store, chain->records[record].oid, chain->records[record].sha256, ref, files, count,
				   out, diags);
	free(files);
	return status;
}

/* ---- as text ---- */

static void print_chain(const struct chain *chain, struct yice_buf *out)
{
	yice_buf_addf(out, "chain: %s\n", chain->ref);
	for (uint32_t i = 0; i < chain->count; i++)
		yice_buf_addf(out, "%s %s %s\n", chain->records[i].oid, chain->records[i].sha256,
			      chain->records[i].manifest);
	for (uint32_t i = 0; i < chain->index.count; i++) {
		const struct name *name = &chain->names[i];

		yice_buf_addf(out, "name: %s\n", name->text);
		for (uint32_t j = 0; j < name->count; j++) {
			const struct yice_history_change *change = &name->changes[j];

			yice_buf_addf(out, "%u", (unsigned int)change->record);
			if (change->object)
				yice_buf_addf(out, " %s %s %llu", change->object, change->digest,
					      (unsigned long long)change->len);
			yice_buf_addc(out, '\n');
		}
	}
}

void yice_history_print(const struct yice_history *history, const char *secret, struct yice_buf *out)
{
	size_t start = out->len;
	char sha256[YICE_SHA256];

	yice_buf_addf(out, HEADER "%s\n", history->binding);
	for (uint32_t i = 0; i < history->count; i++)
		print_chain(&history->chains[i], out);
	if (out->failed || yice_digest_keyed(secret, out->data + start, out->len - start, sha256)) {
		out->failed = true;
		return;
	}
	yice_buf_addf(out, FOOTER "%s\n", sha256);
}

/* The bytes in front of the digest, when it is theirs; 0 otherwise. */
static size_t check_digest(const char *text, size_t len, const char *secret)
{
	size_t footer = strlen(FOOTER) + YICE_SHA256;
	char sha256[YICE_SHA256];

	if (len < footer || yice_digest_keyed(secret, text, len - footer, sha256) ||
	    memcmp(text + len - footer, FOOTER, strlen(FOOTER)) || text[len - 1] != '\n' ||
	    memcmp(text + len - YICE_SHA256, sha256, YICE_SHA256 - 1))
		return 0;
	return len - footer;
}

static char *next_line(char **at, char *end)
{
	char *line = *at, *stop = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;

	if (!stop)
		return NULL;
	*stop = '\0';
	*at = stop + 1;
	return line;
}

/* The text behind a key, NULL when the line has another. */
static char *value_of(char *line, const char *key)
{
	return strncmp(line, key, strlen(key)) ? NULL : line + strlen(key);
}

/* Cuts two fields off the end of a line: "LINE A B". False when there are not as many. */
static bool cut(char *line, const char **a, const char **b)
{
	char *first = strchr(line, ' '), *second = first ? strchr(first + 1, ' ') : NULL;

	if (!second)
		return false;
	*first = *second = '\0';
	*a = first + 1;
	*b = second + 1;
	return true;
}

static int read_record(struct chain *chain, char *line)
{
	struct yice_history_record record = { line, NULL, NULL };
	struct yice_history_record *records = grown(chain->records, chain->count, &chain->cap, sizeof(*records));

	if (!records)
		return YICE_ENOMEM;
	chain->records = records;
	if (!cut(line, &record.sha256, &record.manifest))
		return YICE_ENOTFOUND;
	records[chain->count++] = record;
	return YICE_OK;
}

static int read_change(const struct chain *chain, struct name *name, char *line)
{
	struct yice_history_change *changes = grown(name->changes, name->count, &name->cap, sizeof(*changes)), change;
	char *end;

	if (!changes)
		return YICE_ENOMEM;
	name->changes = changes;
	memset(&change, 0, sizeof(change));
	change.record = (uint32_t)strtoul(line, &end, 10);
	if (*end == ' ') {
		char *len = strrchr(line, ' ');

		*len = '\0';
		change.len = strtoull(len + 1, NULL, 10);
		if (!cut(line, &change.object, &change.digest))
			return YICE_ENOTFOUND;
	}
	if (change.record >= chain->count || (name->count && changes[name->count - 1].record >= change.record))
		return YICE_ENOTFOUND;
	changes[name->count++] = change;
	return YICE_OK;
}

static int by_text(const void *a, const void *b)
{
	return strcmp((*(const struct name *const *)a)->text, (*(const struct name *const *)b)->text);
}

/* What the last record holds follows from the changes, so that a history that was read can grow. */
static int settle(struct chain *chain)
{
	const struct name **names = calloc(chain->index.count + 1u, sizeof(*names));
	uint32_t count = 0;
	int status = names ? make_room(chain, chain->index.count) : YICE_ENOMEM;

	for (uint32_t i = 0; !status && i < chain->index.count; i++)
		if (chain->names[i].count && chain->names[i].changes[chain->names[i].count - 1].object)
			names[count++] = &chain->names[i];
	if (count)
		qsort(names, count, sizeof(*names), by_text);
	for (uint32_t i = 0; i < count; i++)
		chain->held[i] = (uint32_t)(names[i] - chain->names);
	chain->held_count = count;
	free(names);
	return status;
}

/* The lines behind the header. They are this program's own by their digest; what is odd about them is not read on. */
static int read_lines(struct yice_history *history, char *at, char *end)
{
	struct chain *chain = NULL;
	uint32_t name = YICE_MAP_NONE;
	int status = YICE_OK;
	char *line, *value;

	while (!status && (line = next_line(&at, end))) {
		if ((value = value_of(line, "chain: "))) {
			status = chain ? settle(chain) : YICE_OK;
			chain = status ? NULL : make_chain(history, value);
			status = chain ? YICE_OK : YICE_ENOMEM;
			name = YICE_MAP_NONE;
		} else if (chain && (value = value_of(line, "name: ")))
			status = make_name(chain, value, &name);
		else if (chain)
			status = name == YICE_MAP_NONE ? read_record(chain, line) :
							 read_change(chain, &chain->names[name], line);
		else
			status = YICE_ENOTFOUND;
	}
	return status || !chain ? status : settle(chain);
}

int yice_history_read(const char *text, size_t len, const char *secret, const char *binding, struct yice_history **out)
{
	size_t rest = check_digest(text, len, secret), header = strlen(HEADER) + YICE_SHA256;
	struct yice_history *history = NULL;
	char *copy;
	int status;

	if (rest < header || memcmp(text, HEADER, strlen(HEADER)) || text[header - 1] != '\n' ||
	    memcmp(text + strlen(HEADER), binding, YICE_SHA256 - 1) || memchr(text, '\0', rest))
		return YICE_ENOTFOUND;
	status = yice_history_new(binding, &history);
	if (status)
		return status;
	copy = yice_arena_strndup(&history->arena, text, rest);
	status = copy ? read_lines(history, copy + header, copy + rest) : YICE_ENOMEM;
	if (status)
		yice_history_free(history);
	else
		*out = history;
	return status;
}

struct binding {
	struct yice_store *store;
	struct yice_diags *diags;
	struct yice_buf text;
};

static int bind_ref(void *to, const char *ref)
{
	struct binding *binding = to;
	char oid[YICE_OID];
	int status = yice_git_head(yice_store_git(binding->store), ref, oid, binding->diags);

	yice_buf_addf(&binding->text, "%s %s\n", oid, ref);
	return status;
}

int yice_history_bind(struct yice_store *store, const char *trust, char binding[YICE_SHA256], struct yice_diags *diags)
{
	struct binding bound = { store, diags, YICE_BUF_INIT };
	int status;

	yice_buf_addf(&bound.text, BINDING, trust ? trust : "-");
	status = yice_git_refs(yice_store_git(store), bind_ref, &bound, diags);
	if (!status)
		status = yice_buf_status(&bound.text);
	if (!status)
		status = yice_digest_sha256(bound.text.data, bound.text.len, binding);
	yice_buf_release(&bound.text);
	return status;
}

int yice_history_is_of(const struct yice_history *history, struct yice_store *store, const char *trust, bool *is,
		       struct yice_diags *diags)
{
	char binding[YICE_SHA256];
	int status = yice_history_bind(store, trust, binding, diags);

	*is = !status && !strcmp(binding, history->binding);
	return status;
}

static int by_ref(const void *a, const void *b)
{
	return strcmp((*(const struct chain *const *)a)->ref, (*(const struct chain *const *)b)->ref);
}

int yice_history_print_heads(const struct yice_history *history, struct yice_buf *out)
{
	const struct chain **chains = calloc(history->count + 1u, sizeof(*chains));

	if (!chains)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < history->count; i++)
		chains[i] = &history->chains[i];
	qsort(chains, history->count, sizeof(*chains), by_ref);
	for (uint32_t i = 0; i < history->count; i++)
		yice_buf_addf(out, "%s %s\n", chains[i]->count ? chains[i]->records[chains[i]->count - 1].oid : "-",
			      chains[i]->ref);
	free(chains);
	return yice_buf_status(out);
}

/* The binding of the state in which each chain ends as it does here. */
static int bind_chains(const struct yice_history *history, const char *trust, char binding[YICE_SHA256])
{
	struct yice_buf text = YICE_BUF_INIT;
	int status;

	yice_buf_addf(&text, BINDING, trust ? trust : "-");
	status = yice_history_print_heads(history, &text);
	if (!status)
		status = yice_digest_sha256(text.data, text.len, binding);
	yice_buf_release(&text);
	return status;
}

int yice_history_settle(struct yice_history *history, const char *trust)
{
	char binding[YICE_SHA256];
	int status = bind_chains(history, trust, binding);

	if (!status)
		memcpy(history->binding, binding, sizeof(binding));
	return status;
}

int yice_history_recall(const char *text, size_t len, const char *secret, const char *trust, struct yice_history **out)
{
	char said[YICE_SHA256], binding[YICE_SHA256];
	struct yice_history *history = NULL;
	int status;

	if (len < strlen(HEADER) + YICE_SHA256)
		return YICE_ENOTFOUND;
	memcpy(said, text + strlen(HEADER), YICE_SHA256 - 1);
	said[YICE_SHA256 - 1] = '\0';
	status = yice_history_read(text, len, secret, said, &history);
	if (!status)
		status = bind_chains(history, trust, binding);
	if (!status && strcmp(said, binding) != 0)
		status = YICE_ENOTFOUND;
	if (status)
		yice_history_free(history);
	else
		*out = history;
	return status;
}
