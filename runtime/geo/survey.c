/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a land survey (勘测定界) to a draft. Called through
 * yice_site_survey().
 *
 *   [属性描述]
 *   坐标系=2000国家大地坐标系
 *   几度分带=3
 *   带号=39
 *   [地块坐标]
 *   5,0.0625,1,地块一,面,,工业用地,,@
 *   J1,1,3375000.000,39500000.000
 *
 * A header line of a parcel ends in @ and names points, area, number, name and
 * kind. A point is its number, the ring, X (north) and Y (east). Rings of a
 * parcel from the second on are holes. Full-width punctuation is taken too.
 */
#include "runtime/geo/number.h"
#include "runtime/geo/site.h"

#include <stdio.h>

#define FIELDS 9

struct field {
	const char *text;
	size_t len;
};

struct survey {
	struct yice_site_reader *reader;
	const struct yice_site_text *text;
	struct yice_draft draft;
	struct field line;
	enum { BEFORE, ATTRIBUTES, PARCELS } section;
	int width;             /* of zones, 0: not stated */
	struct field zone;     /* as stated */
	bool parcel;           /* a header has come */
	struct field stated;   /* points of the parcel, by its header */
	int64_t points, rings; /* of the parcel, so far; rings counts from 1 */
};

static struct yice_span span_of(const struct survey *survey, struct field field)
{
	struct yice_span span = survey->text->span;

	if (survey->text->verbatim) {
		span.start += (uint32_t)(field.text - survey->text->text);
		span.end = span.start + (uint32_t)field.len;
	}
	return span;
}

/* Reports with up to two pieces of the text. */
static void report(struct survey *survey, enum yice_diag_id id, struct field at, struct field a,
		   struct field b)
{
	static const struct {
		enum yice_diag_id id, help;
	} helps[] = { { YICE_D_crs_conflict, YICE_D_help_crs_one }, { YICE_D_survey_line, YICE_D_help_survey_line },
		      { YICE_D_survey_count, YICE_D_help_survey_count }, { YICE_D_survey_ring, YICE_D_help_survey_ring },
		      { YICE_D_survey_point_first, YICE_D_help_survey_header } };
	struct yice_diag *diag = NULL;
	char *first = yice_arena_strndup(survey->reader->arena, a.text, a.len);
	char *second = yice_arena_strndup(survey->reader->arena, b.text, b.len);

	if (first && second)
		diag = yice_diag_add(survey->reader->diags, id, span_of(survey, at), first, second, NULL);
	for (size_t i = 0; i < YICE_COUNT(helps); i++)
		if (helps[i].id == id)
			yice_diag_help(survey->reader->diags, diag, helps[i].help, NULL);
}

static struct field trim(struct field field)
{
	for (; field.len && (*field.text == ' ' || *field.text == '\t'); field.len--)
		field.text++;
	while (field.len && strchr(" \t\r", field.text[field.len - 1]))
		field.len--;
	return field;
}

static bool holds(struct field field, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= field.len; i++)
		if (!memcmp(field.text + i, word, len))
			return true;
	return false;
}

static bool is(struct field field, const char *word)
{
	return field.len == strlen(word) && !memcmp(field.text, word, field.len);
}

/* Takes what stands before the next separator, in either width, off the front of the rest. */
static struct field cut(struct field *rest, char narrow, const char *wide, bool *found)
{
	size_t size = strlen(wide);

	*found = true;
	for (size_t i = 0; i < rest->len; i++) {
		bool is_wide = i + size <= rest->len && !memcmp(rest->text + i, wide, size);
		struct field field = { rest->text, i };

		if (rest->text[i] != narrow && !is_wide)
			continue;
		rest->text += i + (is_wide ? size : 1);
		rest->len -= i + (is_wide ? size : 1);
		return trim(field);
	}
	*found = false;
	return trim(*rest);
}

/* The fields of the line; those beyond FIELDS are counted only. */
static size_t split(struct field line, struct field fields[FIELDS])
{
	size_t count = 0;
	bool more = true;

	memset(fields, 0, FIELDS * sizeof(*fields));
	while (more) {
		struct field field = cut(&line, ',', "，", &more);

		if (count < FIELDS)
			fields[count] = field;
		count++;
	}
	return count;
}

/* A whole number from 0 to 999999999, or -1. */
static int64_t whole(struct field field)
{
	int64_t value = 0;

	if (!field.len || field.len > 9)
		return -1;
	for (size_t i = 0; i < field.len; i++) {
		if (field.text[i] < '0' || field.text[i] > '9')
			return -1;
		value = value * 10 + (field.text[i] - '0');
	}
	return value;
}

/* ---------------------------------------------------------------- the description */

/* Zeros with what stands between them, "0,0,0,0,0,0,0" or "（０，０，０）", in either width. */
static bool is_blank_or_zero(struct field field)
{
	static const char *const wide[] = { "，", "、", "；", "．", "。", "（", "）", "０", "　" };
	size_t at = 0;

	while (at < field.len) {
		size_t size = strchr("0.,; \t()", field.text[at]) ? 1 : 0;

		for (size_t i = 0; i < YICE_COUNT(wide) && !size; i++)
			if (field.len - at >= strlen(wide[i]) && !memcmp(field.text + at, wide[i], strlen(wide[i])))
				size = strlen(wide[i]);
		if (!size)
			return false;
		at += size;
	}
	return true;
}

static void read_system(struct survey *survey, struct field value)
{
	struct yice_site_reader *reader = survey->reader;

	yice_site_state_crs(reader, value.text, value.len, span_of(survey, value));
}

static void read_attribute(struct survey *survey)
{
	struct field rest = survey->line;
	bool found;
	struct field key = cut(&rest, '=', "＝", &found), value = trim(rest);
	bool usable = true;

	if (!found || !value.len)
		return;
	if (is(key, "坐标系")) {
		read_system(survey, value);
	} else if (is(key, "几度分带")) {
		survey->width = *value.text == '3' ? 3 : *value.text == '6' ? 6 : 0;
		usable = survey->width != 0;
	} else if (is(key, "带号")) {
		survey->zone = value;
		usable =
		    whole(value) > 0 && yice_zone_meridian((int)(whole(value) % 100)) && whole(value) < 100;
	} else if (is(key, "计量单位")) {
		usable = is(value, "米") || is(value, "m") || is(value, "M");
	} else if (is(key, "投影类型")) {
		usable = holds(value, "高斯");
	} else if (is(key, "转换参数")) {
		usable = is_blank_or_zero(value);
	}
	if (!usable)
		report(survey, YICE_D_survey_header, value, key, value);
}

/* All of the description is known: the system must be a grid. */
static void end_attributes(struct survey *survey)
{
	struct yice_site_reader *reader = survey->reader;
	int zone = (int)(survey->zone.len ? whole(survey->zone) : 0);

	if (zone > 0 && survey->width && (zone > 24 ? 3 : 6) != survey->width)
		report(survey, YICE_D_survey_header, survey->zone, (struct field){ "带号", strlen("带号") },
		       survey->zone);
	if (reader->crs.kind == YICE_CRS_WGS84) {
		yice_diag_add(reader->diags, YICE_D_survey_crs, survey->text->span, reader->crs_name, NULL);
		return;
	}
	if (reader->crs.kind == YICE_CRS_CGCS2000)
		reader->crs = (struct yice_crs){ YICE_CRS_GRID, 0, 0 };
	if (reader->crs.kind != YICE_CRS_GRID || zone <= 0)
		return;
	if (!yice_crs_agree(reader->crs, (struct yice_crs){ YICE_CRS_GRID, zone, 0 }))
		report(survey, YICE_D_crs_conflict, survey->zone,
		       (struct field){ reader->crs_name, strlen(reader->crs_name) }, survey->zone);
	else if (!reader->crs.meridian)
		reader->crs.zone = zone;
}

/* ---------------------------------------------------------------- parcels */

static void end_ring(struct survey *survey)
{
	if (survey->rings)
		yice_draft_end(&survey->draft,
			       survey->draft.kind == YICE_SHAPE_POLYGONS && survey->rings > 1,
			       span_of(survey, survey->line));
}

static void end_parcel(struct survey *survey)
{
	int64_t stated = whole(survey->stated);
	char count[24];

	end_ring(survey);
	/* Some programs count the point that closes a ring, some do not. */
	if (survey->parcel && stated >= 0 && stated != survey->points &&
	    stated != survey->points - survey->rings) {
		snprintf(count, sizeof(count), "%lld", (long long)survey->points);
		report(survey, YICE_D_survey_count, survey->stated, survey->stated,
		       (struct field){ count, strlen(count) });
	}
	survey->points = 0;
	survey->rings = 0;
}

static bool begin_parcel(struct survey *survey, const struct field fields[FIELDS])
{
	enum yice_shape_kind kind = YICE_SHAPE_POLYGONS;

	end_parcel(survey);
	survey->parcel = true;
	survey->stated = fields[0];
	if (holds(fields[4], "线"))
		kind = YICE_SHAPE_LINES;
	else if (holds(fields[4], "点"))
		kind = YICE_SHAPE_POINTS;
	return yice_draft_kind(survey->reader, &survey->draft, kind, span_of(survey, survey->line));
}

/* "39500000.000" as tenths of a millimetre. */
static bool read_length(struct survey *survey, struct field field, int64_t *out)
{
	if (!yice_number_read(field.text, field.len, YICE_GRID_PLACES, out))
		return true;
	report(survey, YICE_D_site_number, field.len ? field : survey->line, field, field);
	return false;
}

static bool read_point(struct survey *survey, const struct field fields[FIELDS])
{
	int64_t ring = whole(fields[1]), first, second;

	if (!survey->parcel) {
		report(survey, YICE_D_survey_point_first, survey->line, survey->line, survey->line);
		return false;
	}
	if (ring < 1 || ring < survey->rings || ring > survey->rings + 1) {
		report(survey, YICE_D_survey_ring, fields[1].len ? fields[1] : survey->line, fields[1],
		       fields[1]);
		return false;
	}
	if (ring > survey->rings) {
		end_ring(survey);
		survey->rings = ring;
	}
	survey->points++;
	return read_length(survey, fields[2], &first) && read_length(survey, fields[3], &second) &&
	       yice_draft_add(&survey->draft, first, second, span_of(survey, survey->line));
}

/* A line of the second section. False after a mistake: what follows would only repeat it. */
static bool read_parcel_line(struct survey *survey)
{
	struct field fields[FIELDS];
	size_t count = split(survey->line, fields);
	struct field last = fields[count <= FIELDS ? count - 1 : FIELDS - 1];

	while (count > 4 && count <= FIELDS && !fields[count - 1].len)
		count--;
	if (survey->line.text[survey->line.len - 1] == '@' || is(last, "＠"))
		return begin_parcel(survey, fields);
	if (count == 4)
		return read_point(survey, fields);
	report(survey, YICE_D_survey_line, survey->line, survey->line, survey->line);
	return false;
}

/* ---------------------------------------------------------------- the text */

static bool is_heading(struct field line, const char *name)
{
	return (*line.text == '[' || holds((struct field){ line.text, line.len < 3 ? line.len : 3 }, "【")) &&
	       holds(line, name);
}

static bool read_line(struct survey *survey)
{
	if (!survey->line.len)
		return true;
	if (is_heading(survey->line, "属性描述")) {
		survey->section = ATTRIBUTES;
	} else if (is_heading(survey->line, "地块坐标")) {
		end_attributes(survey);
		survey->section = PARCELS;
	} else if (survey->section == ATTRIBUTES) {
		read_attribute(survey);
	} else if (survey->section == PARCELS) {
		return read_parcel_line(survey);
	}
	return true;
}

static void read_lines(struct survey *survey)
{
	const char *at = survey->text->text, *end = at + survey->text->len;
	bool go_on = true;

	while (at < end && go_on) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		stop = stop ? stop : end;
		survey->line = trim((struct field){ at, (size_t)(stop - at) });
		go_on = read_line(survey);
		at = stop + 1;
	}
	if (go_on && survey->section != PARCELS)
		yice_diag_add(survey->reader->diags, YICE_D_survey_start, survey->text->span, NULL);
	if (go_on)
		end_parcel(survey);
}

int yice_site_survey(struct yice_site_reader *reader, const struct yice_site_text *text,
		     struct yice_shape *out)
{
	struct survey survey = { .reader = reader, .text = text };
	uint32_t before = reader->diags->errors;

	yice_draft_init(&survey.draft, reader->limit);
	read_lines(&survey);
	if (reader->diags->errors == before)
		return yice_draft_finish(reader, &survey.draft, YICE_NORTH_FIRST, text->span, out);
	yice_draft_release(&survey.draft);
	return reader->diags->failed || reader->arena->failed ? YICE_ENOMEM : YICE_EDIAG;
}
