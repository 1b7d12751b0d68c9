/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Adjoining units for programs: as JSON, member by member in
 * yice-neighbours(1), and their borders as GeoJSON. Called by neighbours.c.
 */
#include "analysis/neighbours.h"

#include "base/json.h"
#include "runtime/opcode.h"

struct writer {
	struct yice_neighbours *n;
	enum yice_lang lang;
	struct yice_buf *out;
};

static const char *const classes[YICE_CLASSES] = { [YICE_PRIORITY] = "priority", [YICE_KEY] = "key", [YICE_GENERAL] = "general" };
static const char *const side_words[] = { "neither", "a", "b", "both" };

static const char *either(const struct writer *w, const char *zh, const char *en)
{
	return w->lang == YICE_EN && en ? en : zh;
}

static void put_text(const struct writer *w, const char *name, const char *text)
{
	yice_buf_addf(w->out, "\"%s\":", name);
	if (text)
		yice_json_quote(w->out, text, strlen(text));
	else
		yice_buf_adds(w->out, "null");
}

static void put_range(const struct writer *w, const char *name, bool known, struct yice_range range)
{
	if (known)
		yice_buf_addf(w->out, "\"%s\":[%lld,%lld]", name, (long long)range.low, (long long)range.high);
	else
		yice_buf_addf(w->out, "\"%s\":null", name);
}

static void put_unit(const struct writer *w, const struct yice_beside *pair, uint32_t side)
{
	const struct yice_unit *unit = yice_beside_unit(w->n, pair, side);
	const struct yice_list *list = &w->n->model.lists.items[unit->list];

	yice_buf_addc(w->out, '{');
	put_text(w, "unit", unit->code);
	yice_buf_addc(w->out, ',');
	put_text(w, "name", either(w, unit->title, unit->english));
	yice_buf_addf(w->out, ",\"class\":\"%s\",", classes[unit->klass]);
	put_text(w, "scope", w->n->model.scopes.items[list->scope].code);
	yice_buf_addc(w->out, ',');
	put_text(w, "list", either(w, list->title, list->english));
	yice_buf_addc(w->out, '}');
}

static void put_outcome(const struct writer *w, const char *name, int outcome)
{
	put_text(w, name, outcome < 0 ? NULL : yice_outcome_word((enum yice_outcome)outcome, "en"));
}

static void put_pattern(const struct writer *w, const char *name, const struct yice_rule *rule, const char *pattern)
{
	struct yice_buf scratch = YICE_BUF_INIT;

	put_text(w, name, yice_rule_text(rule, pattern, &scratch));
	w->out->failed |= scratch.failed;
	yice_buf_release(&scratch);
}

static void put_words(const struct writer *w, const struct yice_beside_clause *clause)
{
	struct yice_buf scratch = YICE_BUF_INIT;

	yice_buf_adds(w->out, clause->judged ? "[" : "null");
	for (uint32_t i = 0; i < clause->word_count; i++) {
		const char *words = yice_rule_text(yice_beside_rule(w->n, clause), clause->words[i], &scratch);

		yice_buf_adds(w->out, i ? "," : "");
		yice_json_quote(w->out, words, strlen(words));
	}
	yice_buf_adds(w->out, clause->judged ? "]" : "");
	w->out->failed |= scratch.failed;
	yice_buf_release(&scratch);
}

static void put_clause(const struct writer *w, const struct yice_beside_clause *clause)
{
	const struct yice_rule *rule = yice_beside_rule(w->n, clause);

	yice_buf_addf(w->out, "{\"side\":\"%s\",", clause->side ? "b" : "a");
	put_text(w, "id", clause->id);
	yice_buf_addf(w->out, ",\"effect\":\"%s\",", yice_effect_word((uint32_t)rule->effect));
	put_pattern(w, "text", rule, rule->original);
	yice_buf_addc(w->out, ',');
	put_pattern(w, "summary", rule, either(w, rule->summary, rule->english));
	yice_buf_adds(w->out, ",\"stricter\":");
	if (clause->json) {
		yice_buf_addc(w->out, '{');
		put_outcome(w, "here", clause->here);
		yice_buf_addc(w->out, ',');
		put_outcome(w, "there", clause->there);
		yice_buf_addf(w->out, ",\"facts\":%s}", clause->json);
	} else {
		yice_buf_adds(w->out, "null");
	}
	yice_buf_addf(w->out, ",\"unsettled\":%s,\"judged\":", clause->unsettled ? "true" : "false");
	put_words(w, clause);
	yice_buf_addc(w->out, '}');
}

static void put_dimension(const struct writer *w, const struct yice_beside *pair, uint32_t first, uint32_t end)
{
	uint32_t dimension = yice_beside_rule(w->n, &pair->clauses[first])->placed->dimension;
	const struct yice_label *label = dimension == YICE_NONE ? NULL : &w->n->model.dimensions.items[dimension].label;
	bool unsettled;
	unsigned stricter = yice_beside_stricter(pair, first, end, &unsettled);

	yice_buf_addc(w->out, '{');
	put_text(w, "dimension", label ? either(w, label->zh, label->en) : NULL);
	yice_buf_addf(w->out, ",\"stricter\":\"%s\",\"unsettled\":%s,\"judged\":\"%s\",\"clauses\":[", side_words[stricter],
		      unsettled ? "true" : "false", side_words[yice_beside_judged(pair, first, end)]);
	for (uint32_t i = first; i < end; i++) {
		yice_buf_adds(w->out, i > first ? ",\n    " : "\n    ");
		put_clause(w, &pair->clauses[i]);
	}
	yice_buf_adds(w->out, "]}");
}

static void put_point(struct yice_buf *out, struct yice_point point)
{
	yice_buf_addc(out, '[');
	yice_point_show(point, out);
	yice_buf_addc(out, ']');
}

/* Where the border begins and ends, or the two places that are nearest. */
static void put_ends(const struct writer *w, const struct yice_border *border)
{
	const struct yice_shape *line = &border->line;

	yice_buf_adds(w->out, "\"from\":");
	put_point(w->out, line->point_count ? line->points[0] : border->near.a);
	yice_buf_adds(w->out, ",\"to\":");
	put_point(w->out, line->point_count ? line->points[line->point_count - 1] : border->near.b);
}

static void put_pair(const struct writer *w, const struct yice_beside *pair)
{
	const struct yice_border *border = &pair->border;
	bool shared = border->line.point_count != 0;

	yice_buf_adds(w->out, "{\"a\":");
	put_unit(w, pair, 0);
	yice_buf_adds(w->out, ",\"b\":");
	put_unit(w, pair, 1);
	yice_buf_addc(w->out, ',');
	put_range(w, "border_mm", shared, border->mm);
	yice_buf_addc(w->out, ',');
	put_range(w, "apart_mm", !shared, border->near.mm);
	yice_buf_addc(w->out, ',');
	put_range(w, "overlap_mm2", border->overlap_mm > 0, border->overlap);
	if (border->overlap_mm)
		yice_buf_addf(w->out, ",\"overlap_wide_mm\":%lld",
			      (long long)((border->overlap.low / 2 + border->overlap.high / 2) / border->overlap_mm));
	else
		yice_buf_adds(w->out, ",\"overlap_wide_mm\":null");
	yice_buf_addf(w->out, ",\"drawn_apart_mm\":%lld,\"pieces\":%lu,", (long long)border->drawn_mm,
		      (unsigned long)border->line.part_count);
	put_ends(w, border);
}

/* When there are no pairs, the two units that come closest; else null. */
static void put_nearest(const struct writer *w)
{
	const struct yice_border *border = &w->n->nearest.border;

	if (!w->n->has_nearest) {
		yice_buf_adds(w->out, "\"nearest\":null");
		return;
	}
	yice_buf_adds(w->out, "\"nearest\":{\"a\":");
	put_unit(w, &w->n->nearest, 0);
	yice_buf_adds(w->out, ",\"b\":");
	put_unit(w, &w->n->nearest, 1);
	yice_buf_addc(w->out, ',');
	put_range(w, "apart_mm", true, border->near.mm);
	yice_buf_addc(w->out, ',');
	put_ends(w, border);
	yice_buf_addc(w->out, '}');
}

void yice_neighbours_json(struct yice_neighbours *n, enum yice_lang lang, struct yice_buf *out)
{
	struct writer w = { n, lang, out };
	char day[11];

	yice_date_format(n->day, day);
	yice_buf_addf(out, "{\"as_of\":\"%s\",\"tolerance_mm\":%lld,", day, (long long)n->search.tolerance);
	put_nearest(&w);
	yice_buf_adds(out, ",\n\"pairs\":[");
	for (uint32_t i = 0; i < n->count; i++) {
		const struct yice_beside *pair = &n->pairs[i];

		yice_buf_adds(out, i ? ",\n" : "\n");
		put_pair(&w, pair);
		yice_buf_adds(out, ",\"dimensions\":[");
		for (uint32_t first = 0, end; first < pair->count; first = end) {
			end = yice_beside_dimension(n, pair, first);
			yice_buf_adds(out, first ? ",\n  " : "\n  ");
			put_dimension(&w, pair, first, end);
		}
		yice_buf_adds(out, "]}");
	}
	yice_buf_adds(out, "]}\n");
}

/* ---------------------------------------------------------------- GeoJSON */

static void put_line(struct yice_buf *out, const struct yice_border *border)
{
	const struct yice_shape *line = &border->line;

	if (!line->point_count && !border->near.mm.high) {
		yice_buf_adds(out, "{\"type\":\"Point\",\"coordinates\":");
		put_point(out, border->near.a);
		yice_buf_addc(out, '}');
		return;
	}
	if (!line->point_count) {
		yice_buf_adds(out, "{\"type\":\"LineString\",\"coordinates\":[");
		put_point(out, border->near.a);
		yice_buf_addc(out, ',');
		put_point(out, border->near.b);
		yice_buf_adds(out, "]}");
		return;
	}
	yice_buf_adds(out, "{\"type\":\"MultiLineString\",\"coordinates\":[");
	for (uint32_t i = 0; i < line->part_count; i++) {
		yice_buf_adds(out, i ? ",[" : "[");
		for (uint32_t k = 0; k < line->parts[i].count; k++) {
			yice_buf_adds(out, k ? "," : "");
			put_point(out, line->points[line->parts[i].first + k]);
		}
		yice_buf_addc(out, ']');
	}
	yice_buf_adds(out, "]}");
}

void yice_neighbours_geojson(struct yice_neighbours *n, enum yice_lang lang, struct yice_buf *out)
{
	struct writer w = { n, lang, out };

	yice_buf_adds(out, "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
			   "\"urn:ogc:def:crs:EPSG::4490\"}},\"features\":[");
	for (uint32_t i = 0; i < n->count; i++) {
		const struct yice_beside *pair = &n->pairs[i];
		bool unsettled;
		unsigned stricter = yice_beside_stricter(pair, 0, pair->count, &unsettled);

		yice_buf_adds(out, i ? ",\n{\"type\":\"Feature\",\"properties\":" : "\n{\"type\":\"Feature\",\"properties\":");
		put_pair(&w, pair);
		yice_buf_addf(out, ",\"stricter\":\"%s\",\"unsettled\":%s,\"judged\":\"%s\"},\"geometry\":", side_words[stricter],
			      unsettled ? "true" : "false", side_words[yice_beside_judged(pair, 0, pair->count)]);
		put_line(out, &pair->border);
		yice_buf_addc(out, '}');
	}
	yice_buf_adds(out, "\n]}\n");
}
