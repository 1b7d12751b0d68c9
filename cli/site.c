/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The site that a command line names: a file, told by what it holds, or a
 * position in text. Called by yice locate; facts documents are read by the
 * runtime, through whose readers every form goes here too.
 */
#include "base/base.h"
#include "base/decode.h"
#include "cli/locate.h"
#include "runtime/geo/site.h"

#include <errno.h>

struct site {
	struct yice_site_reader reader;
	struct yice_report *report;
	const char *operand;
};

/* The coordinate system of --crs, whose mistakes are shown in its own text. */
static int state_crs(struct site *site, const char *crs)
{
	uint32_t file;
	int status;

	if (!crs)
		return YICE_OK;
	status = yice_sources_add(&site->report->sources, "--crs", crs, strlen(crs), &file);
	if (status)
		return status;
	return yice_site_state_crs(&site->reader, crs, strlen(crs),
				   (struct yice_span){ file, 0, (uint32_t)strlen(crs) })
		   ? YICE_OK
		   : YICE_EDIAG;
}

static struct yice_site_text whole_source(const struct site *site, uint32_t file)
{
	const struct yice_source *source = &site->report->sources.items[file];

	return (struct yice_site_text){ source->text, source->len, { file, 0, (uint32_t)source->len }, true };
}

static int read_position(struct site *site, struct yice_shape *out)
{
	struct yice_site_text text;
	uint32_t file;
	int status =
	    yice_sources_add(&site->report->sources, "SITE", site->operand, strlen(site->operand), &file);

	if (status)
		return status;
	text = whole_source(site, file);
	return yice_site_positions(&site->reader, &text, 1, YICE_SHAPE_POINTS, out);
}

static int read_json(struct site *site, const char *bytes, size_t len, struct yice_shape *out)
{
	struct yice_json *root = NULL;
	uint32_t file;
	int status = yice_sources_add(&site->report->sources, site->operand, bytes, len, &file);

	if (!status)
		status =
		    yice_json_parse(bytes, len, file, 0, site->reader.arena, &site->report->diags, &root);
	if (status)
		return status;
	if (root->kind == YICE_JSON_OBJECT && !yice_json_get(root, "type") &&
	    (yice_json_get(root, "site") || yice_json_get(root, "facts"))) {
		yice_diag_help(&site->report->diags,
			       yice_diag_add(&site->report->diags, YICE_D_site_is_facts, root->span, NULL),
			       YICE_D_help_site_facts, NULL);
		return YICE_EDIAG;
	}
	return yice_site_geojson(&site->reader, root, out);
}

static int read_survey(struct site *site, const char *bytes, size_t len, struct yice_shape *out)
{
	struct yice_site_text text;
	uint32_t file;
	int status = yice_text_decode_either(bytes, len, &site->report->sources, site->operand,
					     &site->report->diags, &file);

	if (status)
		return status;
	text = whole_source(site, file);
	return yice_site_survey(&site->reader, &text, out);
}

/* A GeoJSON object begins with its bracket, whatever blanks and byte order mark there are before it. */
static bool is_json(const char *bytes, size_t len)
{
	size_t at = len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (at < len && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n'))
		at++;
	return at < len && bytes[at] == '{';
}

int yice_cli_read_site(const char *operand, const char *crs, struct yice_geo *geo, struct yice_arena *arena,
		       struct yice_report *report, struct yice_shape *out)
{
	struct site site = {
		{ .geo = geo, .arena = arena, .diags = &report->diags, .limit = YICE_SITE_POINTS_MAX, .join = true },
		report,
		operand
	};
	char *bytes;
	size_t len;
	int status = state_crs(&site, crs);

	if (status)
		return status;
	status = yice_read_file(operand, &bytes, &len);
	if (status == YICE_EIO && errno == ENOENT && operand[strcspn(operand, "0123456789")] &&
	    !strchr(operand, '/'))
		return read_position(&site, out);
	if (status)
		return status;
	status =
	    is_json(bytes, len) ? read_json(&site, bytes, len, out) : read_survey(&site, bytes, len, out);
	free(bytes);
	return status;
}
