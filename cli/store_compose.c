/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images from stored sources: the files of a version and of the versions above
 * it are laid out in one folder of their own and compiled. Names of sources in
 * an image count from the last folder they share, so where that folder lies
 * leaves no trace.
 */
#include "base/base.h"
#include "cli/store.h"
#include "yice/compile.h"
#include "yice/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int yice_composition_open(struct yice_composition *composition, struct yice_shelf *shelf)
{
	const char *tmp = getenv("TMPDIR");

	memset(composition, 0, sizeof(*composition));
	yice_map_init(&composition->paths);
	yice_arena_init(&composition->arena);
	if (!tmp || !*tmp || strlen(tmp) > sizeof(composition->folder) - 24)
		tmp = "/tmp";
	snprintf(composition->folder, sizeof(composition->folder), "%s/yice-compose.XXXXXX", tmp);
	if (mkdtemp(composition->folder))
		return YICE_EXIT_OK;
	composition->folder[0] = '\0';
	return yice_cli_failed(shelf->cli, YICE_EIO, tmp);
}

/* Removes what was laid out, deepest first: every folder of a path after its files. */
void yice_composition_close(struct yice_composition *composition)
{
	char path[PATH_MAX];

	for (uint32_t i = 0; *composition->folder && i < composition->paths.count; i++) {
		snprintf(path, sizeof(path), "%s/%s", composition->folder, composition->paths.entries[i].key);
		unlink(path);
	}
	for (uint32_t i = 0; *composition->folder && i < composition->paths.count; i++) {
		snprintf(path, sizeof(path), "%s/%s", composition->folder, composition->paths.entries[i].key);
		for (char *slash = strrchr(path, '/'); slash && (size_t)(slash - path) > strlen(composition->folder);
		     slash = strrchr(path, '/')) {
			*slash = '\0';
			if (rmdir(path))
				break;
		}
	}
	if (*composition->folder)
		rmdir(composition->folder);
	free(composition->digests);
	yice_map_release(&composition->paths);
	yice_arena_release(&composition->arena);
}

/* A plain file below the composition's own folder; its temporary life needs no syncing. */
static int write_source(const char *path, size_t root, const char *bytes, size_t len)
{
	char folder[PATH_MAX];
	FILE *file;
	bool whole;

	for (const char *slash = strchr(path + root + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
		if (mkdir(folder, 0700) && errno != EEXIST)
			return YICE_EIO;
	}
	file = fopen(path, "wb");
	if (!file)
		return YICE_EIO;
	whole = fwrite(bytes, 1, len, file) == len;
	return fclose(file) || !whole ? YICE_EIO : YICE_OK;
}

/* path without "src/". Two tiers may bring the same file, if it is the same. */
static int add_source(struct yice_composition *composition, struct yice_shelf *shelf, const char *path, const char *bytes,
		      size_t len)
{
	char full[PATH_MAX], sha256[65];
	const char **digests;
	uint32_t index;
	bool added;
	int status = yice_digest_sha256(bytes, len, sha256);

	if (!status)
		status = yice_map_put(&composition->paths, path, strlen(path), 0, &index, &added);
	if (status)
		return status;
	if (!added) {
		if (!strcmp(composition->digests[index], sha256))
			return YICE_OK;
		yice_diag_add(&shelf->report->diags, YICE_D_compose_clash, YICE_SPAN_NONE, path, NULL);
		return YICE_EDIAG;
	}
	digests = realloc(composition->digests, composition->paths.count * sizeof(*digests));
	if (!digests)
		return YICE_ENOMEM;
	composition->digests = digests;
	digests[index] = yice_arena_strdup(&composition->arena, sha256);
	if (!digests[index])
		return YICE_ENOMEM;
	snprintf(full, sizeof(full), "%s/%s", composition->folder, path);
	return write_source(full, strlen(composition->folder), bytes, len);
}

int yice_composition_add_files(struct yice_composition *composition, struct yice_shelf *shelf,
			       const struct yice_files *files)
{
	int status = YICE_OK;

	for (size_t i = 0; !status && i < files->count; i++)
		if (!strncmp(files->items[i].path, "src/", 4))
			status = add_source(composition, shelf, files->items[i].path + 4, files->items[i].bytes,
					    files->items[i].len);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

int yice_composition_add(struct yice_composition *composition, struct yice_shelf *shelf, const struct yice_record *record)
{
	struct yice_parcel parcel;
	int status, code;

	yice_parcel_init(&parcel);
	status = yice_parcel_copy(&parcel, shelf, record, "src/");
	code = status ? yice_shelf_failed(shelf, status) : yice_composition_add_files(composition, shelf, &parcel.files);
	yice_parcel_release(&parcel);
	return code;
}

const char *yice_composition_name(const struct yice_composition *composition, const char *name)
{
	size_t len = strlen(composition->folder);

	return !strncmp(name, composition->folder, len) && name[len] == '/' ? name + len + 1 : name;
}

/* Where sources were laid out is nobody's concern: diagnostics name them as the version does. */
static void strip_folder(const struct yice_composition *composition, struct yice_report *report)
{
	for (uint32_t i = 0; i < report->sources.count; i++) {
		char *name = report->sources.items[i].name;
		const char *rest = yice_composition_name(composition, name);

		memmove(name, rest, strlen(rest) + 1);
	}
}

int yice_composition_build(struct yice_composition *composition, struct yice_shelf *shelf, void **image, size_t *len)
{
	const char *folder = composition->folder;
	struct yice_report *report = yice_cli_report(shelf->cli);
	int status, code = YICE_EXIT_OK;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_build(&folder, 1, report, image, len);
	strip_folder(composition, report);
	if (status == YICE_EDIAG) {
		yice_cli_diagnose(shelf->cli, report);
		code = YICE_EXIT_RULES;
	} else if (status)
		code = yice_cli_failed(shelf->cli, status, NULL);
	yice_report_free(report);
	return code;
}

static int add_uppers(struct yice_composition *composition, struct yice_shelf *shelf, const struct yice_version *version)
{
	int code = YICE_EXIT_OK;

	for (uint32_t i = 0; !code && i < version->uppers.count; i++) {
		struct yice_record upper;

		code = yice_shelf_version(shelf, version->uppers.items[i].scope, version->uppers.items[i].seq, &upper);
		if (!code && strcmp(upper.commit.manifest, version->uppers.items[i].manifest)) {
			yice_diag_add(&shelf->report->diags, YICE_D_chain_manifest, YICE_SPAN_NONE,
				      version->uppers.items[i].scope, NULL);
			code = yice_shelf_failed(shelf, YICE_EDIAG);
		}
		if (!code)
			code = yice_composition_add(composition, shelf, &upper);
		yice_record_release(&upper);
	}
	return code;
}

int yice_composition_lay_out(struct yice_composition *composition, struct yice_shelf *shelf,
			     const struct yice_record *record, const struct yice_version *version)
{
	int code = yice_composition_add(composition, shelf, record);

	return code ? code : add_uppers(composition, shelf, version);
}
