/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trees written and read byte by byte (store/tree.h): "MODE NAME NUL ID" for
 * each entry. libgit2 reads trees that list a name twice or out of order, and
 * git another file than it; here such a tree is refused. A list of paths in
 * byte order is in git's order at every level, since git compares a folder as
 * if its name ended in "/".
 */
#include "base/base.h"
#include "store/manifest.h"
#include "store/tree.h"

#define ID_BYTES   20
#define TREE_DEPTH 32

void yice_tree_release(struct yice_tree *tree)
{
	free(tree->files);
	memset(tree, 0, sizeof(*tree));
}

int yice_tree_add(struct yice_tree *tree, const char *path, const char *oid)
{
	if (tree->count == tree->cap) {
		size_t cap = tree->cap ? tree->cap * 2 : 16;
		struct yice_tree_file *files = realloc(tree->files, cap * sizeof(*files));

		if (!files)
			return YICE_ENOMEM;
		tree->files = files;
		tree->cap = cap;
	}
	tree->files[tree->count].path = path;
	memcpy(tree->files[tree->count].oid, oid, YICE_OID);
	tree->count++;
	return YICE_OK;
}

const struct yice_tree_file *yice_tree_find(const struct yice_tree *tree, const char *path)
{
	size_t low = 0, high = tree->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(path, tree->files[middle].path);

		if (!order)
			return &tree->files[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static void put_entry(struct yice_buf *out, const char *mode, const char *name, size_t len, const char *oid)
{
	yice_buf_addf(out, "%s %.*s", mode, (int)len, name);
	yice_buf_addc(out, '\0');
	for (int i = 0; i < ID_BYTES; i++)
		yice_buf_addc(out, (char)(digit(oid[2 * i]) << 4 | digit(oid[2 * i + 1])));
}

/* Files first..last share the folder that the first `skip` bytes of their paths name. */
static int write_folder(struct yice_git *git, const struct yice_tree_file *files, size_t count, size_t skip,
			char oid[YICE_OID], struct yice_diags *diags)
{
	struct yice_buf bytes = YICE_BUF_INIT;
	int status = YICE_OK;

	for (size_t i = 0; !status && i < count;) {
		const char *name = files[i].path + skip;
		size_t len = strcspn(name, "/"), same = i + 1;
		char child[YICE_OID];

		if (!name[len]) {
			put_entry(&bytes, "100644", name, len, files[i].oid);
			i++;
			continue;
		}
		while (same < count && !strncmp(files[same].path + skip, name, len + 1))
			same++;
		status = write_folder(git, files + i, same - i, skip + len + 1, child, diags);
		if (!status)
			put_entry(&bytes, "40000", name, len, child);
		i = same;
	}
	if (!status)
		status = yice_buf_status(&bytes);
	if (!status)
		status = yice_git_write(git, YICE_GIT_TREE, bytes.data, bytes.len, oid, diags);
	yice_buf_release(&bytes);
	return status;
}

int yice_tree_write(struct yice_git *git, const struct yice_tree *tree, char oid[YICE_OID], struct yice_diags *diags)
{
	return write_folder(git, tree->files, tree->count, 0, oid, diags);
}

struct walk {
	struct yice_git *git;
	const char *name;
	struct yice_arena *arena;
	struct yice_tree *out;
	struct yice_diags *diags;
};

static int complain(const struct walk *walk, enum yice_diag_id id, const char *what)
{
	yice_diag_add(walk->diags, id, YICE_SPAN_NONE, walk->name, what, NULL);
	return YICE_EDIAG;
}

/* One entry off the front. name: its name, NUL-terminated in place; false when the bytes are no entry. */
static bool take_entry(const char **at, const char *end, bool *folder, const char **name, char oid[YICE_OID])
{
	static const char digits[] = "0123456789abcdef";
	size_t left = (size_t)(end - *at);
	const char *nul;

	*folder = left > 6 && !memcmp(*at, "40000 ", 6);
	if (!*folder && (left <= 7 || memcmp(*at, "100644 ", 7)))
		return false;
	*name = *at + (*folder ? 6 : 7);
	nul = memchr(*name, '\0', (size_t)(end - *name));
	if (!nul || end - nul <= ID_BYTES)
		return false;
	for (int i = 0; i < ID_BYTES; i++) {
		oid[2 * i] = digits[(unsigned char)nul[1 + i] >> 4];
		oid[2 * i + 1] = digits[(unsigned char)nul[1 + i] & 15];
	}
	oid[2 * ID_BYTES] = '\0';
	*at = nul + 1 + ID_BYTES;
	return true;
}

static int read_folder(const struct walk *walk, const char *oid, const char *prefix, int depth);

static int read_entry(const struct walk *walk, const char *prefix, bool folder, const char *name, const char *oid,
		      int depth)
{
	size_t prefix_len = strlen(prefix), name_len = strlen(name);
	char *path = yice_arena_alloc(walk->arena, prefix_len + name_len + 2);

	if (!path)
		return YICE_ENOMEM;
	memcpy(path, prefix, prefix_len);
	memcpy(path + prefix_len, name, name_len + 1);
	/* A file of the folder's name comes before it, so it is in the list by now. */
	if (folder && yice_tree_find(walk->out, path))
		return complain(walk, YICE_D_tree_name, path);
	if (folder) {
		path[prefix_len + name_len] = '/';
		return read_folder(walk, oid, path, depth + 1);
	}
	if (!yice_path_fits(path))
		return complain(walk, YICE_D_tree_name, path);
	return yice_tree_add(walk->out, path, oid);
}

static int read_entries(const struct walk *walk, const struct yice_buf *bytes, const char *oid, const char *prefix,
			int depth)
{
	const char *at = yice_buf_text(bytes), *end = at + bytes->len;
	int status = YICE_OK;

	/* An empty folder holds no file, so no list of files makes one. */
	if (at == end)
		return complain(walk, YICE_D_tree_form, oid);
	while (!status && at < end) {
		const char *name;
		char child[YICE_OID];
		bool folder;

		if (!take_entry(&at, end, &folder, &name, child))
			return complain(walk, YICE_D_tree_form, oid);
		if (!*name || strchr(name, '/'))
			return complain(walk, YICE_D_tree_name, name);
		status = read_entry(walk, prefix, folder, name, child, depth);
	}
	return status;
}

static int read_folder(const struct walk *walk, const char *oid, const char *prefix, int depth)
{
	struct yice_buf bytes = YICE_BUF_INIT;
	int status = depth > TREE_DEPTH ? complain(walk, YICE_D_tree_form, oid) :
					  yice_git_read(walk->git, oid, YICE_GIT_TREE, walk->name, &bytes, walk->diags);

	if (!status)
		status = read_entries(walk, &bytes, oid, prefix, depth);
	yice_buf_release(&bytes);
	return status;
}

int yice_tree_read(struct yice_git *git, const char *oid, const char *name, struct yice_arena *arena,
		   struct yice_tree *out, struct yice_diags *diags)
{
	struct walk walk = { git, name, arena, out, diags };
	int status = read_folder(&walk, oid, "", 0);

	/* Entries once and in order at every level is the same as paths ascending. */
	for (size_t i = 1; !status && i < out->count; i++) {
		if (strcmp(out->files[i - 1].path, out->files[i].path) >= 0)
			status = complain(&walk, YICE_D_tree_name, out->files[i].path);
	}
	return status;
}
