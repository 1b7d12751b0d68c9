/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What follows from the site's geometry: its units, its places, and the
 * attributes that measure it, which are known by their names:
 *
 *   距离.X (distance.X)              to the nearest of X, 0 when the site meets it
 *   重叠面积.X (overlap_area.X)      of a site with X
 *   重叠占比.X (overlap_share.X)     of a site with X, of its area, of its length, of its points
 *   穿越长度.X (crossing_length.X)   of a route inside X
 *   方位.X (side.X)                  东, 西, 南, 北 of the line X, where the site is wholly or in part
 *
 * X is a layer or a place. A measured value is a range; where a threshold of
 * the rules falls inside it, the fact stays unknown. Called by facts_json.c
 * when a document has been read.
 */
#include "runtime/facts_internal.h"

#include "runtime/locate.h"
#include "runtime/quantity.h"
#include "runtime/test_op.h"


enum measure { DISTANCE, OVERLAP_AREA, OVERLAP_SHARE, CROSSING_LENGTH, SIDE, MEASURES };

static const char *const measure_names[MEASURES][2] = {
	[DISTANCE] = { "距离", "distance" },
	[OVERLAP_AREA] = { "重叠面积", "overlap_area" },
	[OVERLAP_SHARE] = { "重叠占比", "overlap_share" },
	[CROSSING_LENGTH] = { "穿越长度", "crossing_length" },
	[SIDE] = { "方位", "side" },
};

struct measuring {
	struct yice_facts *facts;
	const struct yice_view *view;
	const struct yice_location *location;
	struct yice_arena arena;
	struct yice_diags *diags;
	const struct yice_json *site, *stated; /* members of the document; stated may be NULL */
	/* The attribute at hand. */
	uint32_t slot;
	enum yice_layer_use use;
	uint32_t key;
};

/* ---------------------------------------------------------------- where the document says what */

/* A member of the site, or the one of its list that reads so; else the site as a whole. */
static struct yice_span site_span(const struct measuring *m, const char *member, const char *text)
{
	const struct yice_json *node = yice_json_get(m->site, member);

	if (node && node->kind == YICE_JSON_ARRAY)
		for (node = node->first; node && (node->kind != YICE_JSON_STRING || strcmp(node->text, text));)
			node = node->next;
	return node ? node->span : m->site->span;
}

/* The value that states an attribute. */
static struct yice_span fact_span(const struct measuring *m, uint32_t slot)
{
	const struct yice_json *node = m->stated && m->stated->kind == YICE_JSON_OBJECT ? m->stated->first : NULL;

	while (node && yice_image_find_attr(m->view, node->key, strlen(node->key)) != slot)
		node = node->next;
	return node ? node->span : m->site->span;
}

/* A contradiction, reported, and what to do about it. */
static void advise(const struct measuring *m, struct yice_diag *diag)
{
	yice_diag_help(m->diags, diag, YICE_D_help_site_check, NULL);
}

static uint32_t layer_list(const struct yice_view *view)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_VOCABS]; i++)
		if (view->vocabs[i].kind == YICE_VOCAB_LAYERS)
			return i;
	return YICE_NONE;
}

/* Whether an attribute measures something the image has a layer of. */
static bool find_measure(struct measuring *m, uint32_t slot, enum measure *measure)
{
	const char *name = yice_view_string(m->view, m->view->attrs[slot].zh), *dot = strchr(name, '.');
	uint32_t place, layer;
	size_t len = dot ? (size_t)(dot - name) : 0;

	for (*measure = 0; *measure < MEASURES; (*measure)++)
		if ((strlen(measure_names[*measure][0]) == len && !memcmp(name, measure_names[*measure][0], len)) ||
		    (strlen(measure_names[*measure][1]) == len && !memcmp(name, measure_names[*measure][1], len)))
			break;
	m->key = YICE_NONE;
	if (!dot || *measure == MEASURES)
		return false;
	layer = yice_image_find_member(m->view, layer_list(m->view), dot + 1, strlen(dot + 1));
	place = yice_image_find_member(m->view, m->view->meta->place_list, dot + 1, strlen(dot + 1));
	m->slot = slot;
	m->use = layer != YICE_NONE ? YICE_LAYER_OF_LAYER : YICE_LAYER_OF_PLACE;
	m->key = layer != YICE_NONE ? layer : place;
	return m->key != YICE_NONE && yice_location_knows(m->view, m->location, m->use, m->key);
}

bool yice_facts_is_measured(const struct yice_facts *facts, uint32_t slot)
{
	struct measuring m = { .view = facts->view, .location = facts->rest->location };
	enum measure measure;

	return m.location && find_measure(&m, slot, &measure);
}

static const struct yice_reach *reach_of(const struct measuring *m)
{
	for (uint32_t i = 0; i < m->location->reach_count; i++)
		if (m->location->reaches[i].use == m->use && m->location->reaches[i].key == m->key)
			return &m->location->reaches[i];
	return NULL;
}

static bool is_of(const struct measuring *m, const struct yice_hit *hit)
{
	return m->view->layers[hit->layer].use == m->use && m->view->layers[hit->layer].key == m->key;
}

/* ---------------------------------------------------------------- values */

/* The tick of a text in the attribute's own measure; false when the attribute does not measure that. */
static bool tick_of(const struct measuring *m, int64_t value, int places, const char *measure, int64_t *tick)
{
	const struct yice_image_attr *attr = &m->view->attrs[m->slot];
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_quantity quantity;
	struct yice_ratio ratio;
	int status;
	bool ok;

	yice_locate_plain((struct yice_range){ value, value }, places, &text);
	yice_buf_addf(&text, " %s", measure);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_quantity_parse(m->view, text.data, text.len, &quantity);
	ok = attr->type == YICE_ATTR_QUANTITY && !status && !yice_quantity_in(m->view, &quantity, m->slot, &ratio);
	if (ok)
		*tick = yice_ratio_tick(ratio, m->view->numbers[attr->scale]);
	m->facts->rest->texts.failed |= status == YICE_ENOMEM;
	yice_buf_release(&text);
	return ok;
}

static uint32_t first_layer(const struct measuring *m)
{
	uint32_t i = 0;

	while (m->view->layers[i].use != m->use || m->view->layers[i].key != m->key)
		i++;
	return i;
}

static void store_evidence(struct measuring *m, const struct yice_buf *evidence)
{
	m->facts->rest->notes[m->slot].evidence = yice_facts_store(m->facts, yice_buf_text(evidence), evidence->len);
}

/* Whether a threshold that the rules hold the attribute against lies from one tick to the other. */
static bool has_threshold(const struct measuring *m, int64_t low, int64_t high)
{
	for (uint32_t i = 0; i < m->view->count[YICE_SEC_TESTS] && low != high; i++) {
		uint32_t op = m->view->tests[i].op;
		int64_t tick;

		if (op >> 8 != m->slot || (op & 0xff) < YICE_TEST_LT || (op & 0xff) > YICE_TEST_NE)
			continue;
		tick = m->view->numbers[m->view->tests[i].arg];
		if (low <= tick && tick <= high)
			return true;
	}
	return false;
}

/*
 * A value the document states beside what is measured: a mistake when a threshold of the rules parts the two, since one of
 * them is wrong and the verdict would turn on which; else said, and the measured one counts.
 */
static void compare_stated(struct measuring *m, int64_t low, int64_t high, const struct yice_buf *measured)
{
	const char *name = yice_view_string(m->view, m->view->attrs[m->slot].zh);
	int64_t stated = (int64_t)m->facts->block[m->view->attrs[m->slot].fact];

	if (!yice_fact_given(m->facts, m->slot))
		return;
	if ((stated < low && has_threshold(m, stated, low)) || (stated > high && has_threshold(m, high, stated)))
		advise(m, yice_diag_add(m->diags, YICE_D_site_contradicted, fact_span(m, m->slot), name,
					yice_facts_text(m->facts, m->slot), yice_buf_text(measured), NULL));
	else
		yice_diag_add(m->diags, YICE_D_site_measured, fact_span(m, m->slot), name, NULL);
}

/*
 * Sets the attribute to a measured value, a multiple of 10^-places of the measure. Where a threshold lies in the range
 * the fact stays unknown, whatever a document said.
 */
static void set_measured(struct measuring *m, struct yice_range range, int places, const char *measure,
			 const struct yice_buf *evidence)
{
	struct yice_given given = { .span = YICE_SPAN_NONE };
	struct yice_buf text = YICE_BUF_INIT;
	int64_t low, high;

	if (!tick_of(m, range.low, places, measure, &low) || !tick_of(m, range.high, places, measure, &high))
		return;
	yice_locate_plain(range, places, &text);
	yice_buf_addf(&text, " %s", measure);
	compare_stated(m, low, high, &text);
	yice_fact_forget(m->facts, m->slot);
	if (!has_threshold(m, low, high)) {
		given.text = yice_buf_text(&text);
		given.len = text.len;
		if (yice_fact_read_quantity(m->facts, m->slot, given, m->diags))
			yice_fact_note(m->facts, m->slot, given.text, given.len);
		store_evidence(m, evidence);
	}
	m->facts->rest->texts.failed |= text.failed || evidence->failed;
	yice_buf_release(&text);
}

/* ---------------------------------------------------------------- measures */

static void set_distance(struct measuring *m, const struct yice_reach *reach)
{
	struct yice_buf evidence = YICE_BUF_INIT;

	yice_locate_nearest(m->view, reach, &evidence);
	set_measured(m, reach->nearest.mm, 3, "m", &evidence);
	yice_buf_release(&evidence);
}

/* Which features the site has a share of, and how areas were measured. */
static void put_shares(const struct measuring *m, struct yice_buf *evidence)
{
	bool any = false;

	for (uint32_t i = 0; i < m->location->hit_count; i++) {
		const struct yice_hit *hit = &m->location->hits[i];

		if (!is_of(m, hit) || !hit->common.high)
			continue;
		yice_buf_adds(evidence, any ? " " : "");
		yice_locate_origin(m->view, hit->layer, hit->feature, evidence);
		any = true;
	}
	if (!any)
		yice_locate_origin(m->view, first_layer(m), YICE_NONE, evidence);
	if (m->location->method.meridian && m->location->shape->kind == YICE_SHAPE_POLYGONS)
		yice_buf_addf(evidence, " Gauss-Krüger %d°", m->location->method.meridian);
}

/* Parts of the whole in units of 1e-9, rounded outwards. */
static struct yice_range share_of(struct yice_range part, struct yice_range whole)
{
	const __int128 one = 1000000000;
	__int128 low = part.low * one / whole.high, high = whole.low ? (part.high * one + whole.low - 1) / whole.low : one;

	if (part.high == whole.high && part.low == whole.low)
		return (struct yice_range){ (int64_t)one, (int64_t)one };
	return (struct yice_range){ (int64_t)low, (int64_t)(high < one ? high : one) };
}

static int open_layer(const struct measuring *m, uint32_t number, struct yice_layer *layer)
{
	const struct yice_image_layer *record = &m->view->layers[number];

	return yice_layer_open(layer, m->view->geometry + record->words, record->word_count);
}

/* Whether a point lies in a feature of the layer at hand: for certain, or at least on its border. */
static int point_in(const struct measuring *m, struct yice_point at, bool *inside, bool *border)
{
	int status = YICE_OK;

	*inside = *border = false;
	for (uint32_t i = 0; i < m->view->count[YICE_SEC_LAYERS] && !status; i++) {
		struct yice_layer_hit hits[YICE_SITE_UNITS];
		struct yice_layer layer;
		uint32_t count = 0;

		if (m->view->layers[i].use != m->use || m->view->layers[i].key != m->key)
			continue;
		status = open_layer(m, i, &layer);
		if (!status)
			status = yice_layer_at(&layer, at, hits, YICE_COUNT(hits), &count);
		*border |= count > 0;
		for (uint32_t k = 0; k < count && k < YICE_COUNT(hits) && !status; k++)
			*inside |= !hits[k].touches;
	}
	return status;
}

/* The part of the site's points that lie in it. */
static int point_share(const struct measuring *m, struct yice_range *share)
{
	const struct yice_shape *shape = m->location->shape;
	struct yice_range in = { 0, 0 }, all = { shape->point_count, shape->point_count };
	int status = YICE_OK;

	for (uint32_t i = 0; i < shape->point_count && !status; i++) {
		bool inside, border;

		status = point_in(m, shape->points[i], &inside, &border);
		in.low += inside;
		in.high += border;
	}
	*share = share_of(in, all);
	return status;
}

static int set_overlap(struct measuring *m, enum measure measure)
{
	enum yice_shape_kind kind = m->location->shape->kind;
	struct yice_buf evidence = YICE_BUF_INIT;
	struct yice_range common, share;
	int status = yice_location_common(m->view, m->facts->rest->geo, m->location, m->use, m->key, &common);

	if (status)
		return status;
	put_shares(m, &evidence);
	if (measure == OVERLAP_SHARE && kind == YICE_SHAPE_POINTS) {
		status = point_share(m, &share);
		if (!status)
			set_measured(m, share, 7, "%", &evidence);
	} else if (measure == OVERLAP_SHARE && m->location->whole.high) {
		set_measured(m, share_of(common, m->location->whole), 7, "%", &evidence);
	} else if (measure == OVERLAP_AREA && kind == YICE_SHAPE_POLYGONS) {
		set_measured(m, common, 6, "m²", &evidence);
	} else if (measure == CROSSING_LENGTH && kind == YICE_SHAPE_LINES) {
		set_measured(m, common, 3, "m", &evidence);
	}
	m->facts->rest->texts.failed |= evidence.failed;
	yice_buf_release(&evidence);
	return status;
}

/* ---------------------------------------------------------------- sides of a line */

/* The member of the attribute's list that names a side. */
static uint32_t side_member(const struct measuring *m, bool upright, bool positive)
{
	static const char *const names[2][2][3] = { { { "以西", "西", "west" }, { "以东", "东", "east" } },
						    { { "以南", "南", "south" }, { "以北", "北", "north" } } };
	uint32_t found = YICE_NONE;

	for (int i = 0; i < 3 && found == YICE_NONE; i++)
		found = yice_image_find_member(m->view, m->view->attrs[m->slot].vocab, names[upright][positive][i],
					       strlen(names[upright][positive][i]));
	return found;
}

static void set_member(struct measuring *m, uint32_t member, bool present)
{
	uint64_t *fact = m->facts->block + m->view->attrs[m->slot].fact;
	uint32_t words = yice_attr_mask_words(m->view, m->slot);

	if (member != YICE_NONE)
		fact[(present ? 0 : words) + member / 64] |= UINT64_C(1) << member % 64;
}

/* Along one axis: on which sides points of the shape are. Of a shape across the line, edges may reach where no point of it is. */
static void set_axis(struct measuring *m, const struct yice_sides *sides, bool upright, bool across, struct yice_buf *text)
{
	static const char *const words[2][2] = { { "西", "东" }, { "南", "北" } };

	for (int k = 0; k < 2 && sides->answer[upright] == YICE_SIDE_KNOWN; k++) {
		bool has = sides->has[upright][k];

		if (has || !across)
			set_member(m, side_member(m, upright, k == 1), has);
		if (has)
			yice_buf_addf(text, "%s%s", text->len ? "、" : "", words[upright][k]);
	}
}

static bool is_across(const struct yice_reach *reach)
{
	return reach && !reach->nearest.mm.high;
}

static int set_sides(struct measuring *m, const struct yice_reach *reach)
{
	const struct yice_image_attr *attr = &m->view->attrs[m->slot];
	bool across = is_across(reach);
	struct yice_buf text = YICE_BUF_INIT, evidence = YICE_BUF_INIT;
	struct yice_sides sides;
	int status;

	if (attr->type != YICE_ATTR_TERMS || !attr->many)
		return YICE_OK;
	yice_fact_forget(m->facts, m->slot);
	status = yice_sides_find(m->view, m->use, m->key, m->location->shape, &sides);
	if (!status) {
		set_axis(m, &sides, false, across, &text);
		set_axis(m, &sides, true, across, &text);
	}
	if (text.len && !status) {
		yice_fact_note(m->facts, m->slot, text.data, text.len);
		if (reach)
			yice_locate_nearest(m->view, reach, &evidence);
		else
			yice_locate_origin(m->view, first_layer(m), YICE_NONE, &evidence);
		store_evidence(m, &evidence);
	}
	m->facts->rest->texts.failed |= text.failed || evidence.failed;
	yice_buf_release(&text);
	yice_buf_release(&evidence);
	return status;
}

static int set_measure(struct measuring *m, enum measure measure)
{
	const struct yice_reach *reach = reach_of(m);

	switch (measure) {
	case DISTANCE:
		if (reach)
			set_distance(m, reach);
		return YICE_OK;
	case SIDE:
		return set_sides(m, reach);
	default:
		return set_overlap(m, measure);
	}
}

/* ---------------------------------------------------------------- units and places */

static bool has_unit(const struct yice_facts *facts, uint32_t unit)
{
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (facts->units[i] == unit)
			return true;
	return false;
}

/* Units the document states that the site does not lie in. */
static void compare_units(const struct measuring *m, const uint32_t *stated, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const char *code = yice_view_string(m->view, m->view->units[stated[i]].code);

		if (!has_unit(m->facts, stated[i]))
			advise(m, yice_diag_add(m->diags, YICE_D_site_unit_other, site_span(m, "unit", code), code, NULL));
	}
}

/* A scope the document states that no unit of the site has to do with. */
static void compare_scope(const struct measuring *m)
{
	const struct yice_facts *facts = m->facts;
	const struct yice_view *view = m->view;

	if (facts->scope == YICE_NONE || !facts->unit_count)
		return;
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (yice_scope_holds(view, facts->scope, view->units[facts->units[i]].scope) ||
		    yice_scope_holds(view, view->units[facts->units[i]].scope, facts->scope))
			return;
	advise(m, yice_diag_add(m->diags, YICE_D_site_scope_other, site_span(m, "scope", ""),
				yice_view_string(view, view->scopes[facts->scope].code),
				yice_view_string(view, view->units[facts->units[0]].code),
				yice_view_string(view, view->scopes[view->units[facts->units[0]].scope].code), NULL));
}

static int set_units(struct measuring *m)
{
	struct yice_facts *facts = m->facts;
	uint32_t stated[YICE_SITE_UNITS], count = facts->unit_count;

	if (!m->location->has_units)
		return YICE_OK;
	memcpy(stated, facts->units, count * sizeof(*stated));
	facts->unit_count = 0;
	if (!yice_facts_unit_room(facts, m->location->hit_count))
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < m->location->hit_count; i++) {
		uint32_t unit = yice_hit_unit(m->view, &m->location->hits[i]);

		if (unit != YICE_NONE && m->location->hits[i].standing && !has_unit(facts, unit))
			facts->units[facts->unit_count++] = unit;
	}
	compare_units(m, stated, count);
	compare_scope(m);
	facts->outside = !m->location->in_units || m->location->unlisted;
	if (!m->location->in_units)
		yice_diag_add(m->diags, facts->unit_count ? YICE_D_site_partly : YICE_D_site_nowhere, m->site->span, NULL);
	return YICE_OK;
}

/* What a document states against the layers, or the units the site was found in, is a mistake in one of the two. */
static void compare_places(struct measuring *m, uint32_t words)
{
	const struct yice_view *view = m->view;

	for (uint32_t place = 0; place < view->vocabs[view->meta->place_list].members; place++)
		for (uint32_t side = 0; side < 2; side++)
			if (m->facts->rest->stated[side * words + place / 64] >> place % 64 & 1 &&
			    yice_facts_contradicts(m->facts, place, !side))
				advise(m, yice_facts_report_place(m->facts, place, !side,
								  fact_span(m, view->meta->site_slot), m->diags));
}

/* Present where the site has a share, absent where the whole is not in it: both of a site partly in it; on a border neither. */
static int set_place(struct measuring *m, uint32_t words, uint32_t place)
{
	const struct yice_view *view = m->view;
	enum yice_standing standing = YICE_STANDS_BESIDE;
	uint64_t bit = UINT64_C(1) << place % 64;
	bool known = yice_location_knows(view, m->location, YICE_LAYER_OF_PLACE, place), whole = false;
	int status = YICE_OK;

	m->use = YICE_LAYER_OF_PLACE;
	m->key = place;
	for (uint32_t k = 0; k < m->location->hit_count; k++)
		if (is_of(m, &m->location->hits[k]) && m->location->hits[k].standing > standing)
			standing = m->location->hits[k].standing;
	if (standing == YICE_STANDS_WITHIN) {
		m->facts->rest->placed[place / 64] |= bit;
		status = yice_location_whole(view, m->facts->rest->geo, m->location, place, &whole);
	}
	if (standing == YICE_STANDS_WITHIN ? !whole : standing == YICE_STANDS_BESIDE && known)
		m->facts->rest->placed[words + place / 64] |= bit;
	if (standing == YICE_STANDS_WITHIN || known)
		m->facts->rest->placed[2 * words + place / 64] |= bit;
	return status;
}

static int set_places(struct measuring *m)
{
	const struct yice_view *view = m->view;
	uint32_t words, slot = view->meta->site_slot;
	int status = YICE_OK;

	if (slot == YICE_NONE)
		return YICE_OK;
	words = yice_attr_mask_words(view, slot);
	memset(m->facts->rest->placed, 0, 3 * (size_t)words * sizeof(uint64_t));
	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS] && !status; i++)
		if (view->layers[i].use == YICE_LAYER_OF_PLACE)
			status = set_place(m, words, view->layers[i].key);
	compare_places(m, words);
	return status;
}

int yice_facts_apply_layers(struct yice_facts *facts, const struct yice_json *site, const struct yice_json *stated,
			    struct yice_diags *diags)
{
	struct measuring m = { .facts = facts, .view = facts->view, .diags = diags, .site = site, .stated = stated };
	struct yice_location *location;
	enum measure measure;
	int status;

	if (!yice_facts_asks_layers(facts))
		return YICE_OK;
	location = yice_arena_alloc(&facts->rest->place, sizeof(*location));
	if (!location)
		return YICE_ENOMEM;
	yice_arena_init(&m.arena);
	status = yice_locate(facts->view, facts->rest->geo, &facts->rest->shape, (struct yice_area_method){ facts->rest->meridian }, true, &facts->rest->place,
			     location);
	m.location = facts->rest->location = location;
	if (!status)
		status = set_units(&m);
	if (!status)
		status = set_places(&m);
	for (uint32_t slot = 0; slot < facts->view->count[YICE_SEC_ATTRS] && !status; slot++)
		if (find_measure(&m, slot, &measure))
			status = set_measure(&m, measure);
	yice_arena_release(&m.arena);
	return status;
}

void yice_facts_show_share(const struct yice_facts *facts, uint32_t place, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_location *location = facts->rest->location;
	struct yice_hit merely = { .relation = YICE_OVERLAPS };
	uint32_t shown = 0;

	yice_buf_adds(out, YICE_TEXT(lang, "（", " ("));
	for (uint32_t i = 0; location && i < location->hit_count; i++) {
		const struct yice_image_layer *layer = &facts->view->layers[location->hits[i].layer];

		if (layer->use != YICE_LAYER_OF_PLACE || layer->key != place || location->hits[i].relation != YICE_OVERLAPS)
			continue;
		yice_buf_adds(out, shown++ ? YICE_TEXT(lang, "；", "; ") : "");
		yice_locate_part(location, &location->hits[i], lang, out);
	}
	if (!shown && location)
		yice_locate_part(location, &merely, lang, out);
	yice_buf_adds(out, YICE_TEXT(lang, "）", ")"));
}

/* ---------------------------------------------------------------- what is not known, and why */

/* Of two axes, what says more. */
static const char *reason_of_side(const struct measuring *m, enum yice_lang lang, bool *failed)
{
	static const char *const reasons[][2] = {
		[YICE_SIDE_KNOWN] = { "", "" },
		[YICE_SIDE_NOT_PASSED] = { "；这条线没有从场址旁经过，分不出两侧", "; the line does not pass the site, so there is no side of it" },
		[YICE_SIDE_TURNS] = { "；这条线在这里折返、成环或与别的线相连，分不出两侧",
				      "; the line turns back, closes or joins another here, so there are no two sides of it" },
		[YICE_SIDE_ON] = { "；场址有一处就在这条线上", "; a point of the site lies on the line" },
		[YICE_SIDE_BETWEEN] = { "；场址有一处在它的几条线之间", "; part of the site lies between its lines" },
	};
	enum yice_side_answer answer;
	struct yice_sides sides;

	*failed = yice_sides_find(m->view, m->use, m->key, m->location->shape, &sides) != YICE_OK;
	answer = sides.answer[0] > sides.answer[1] ? sides.answer[0] : sides.answer[1];
	if (answer <= YICE_SIDE_NOT_PASSED && is_across(reach_of(m)))
		return YICE_TEXT(lang, "；线穿过场址，另一侧有没有它的一部分看不出来",
				 "; the line runs through the site, and whether some of it lies on the other side does not show");
	return reasons[answer][lang];
}

/* Why a measure could not be taken, though coordinates were given. */
static const char *reason_of(const struct measuring *m, enum measure measure, bool known, enum yice_lang lang, bool *failed)
{
	enum yice_shape_kind kind = m->location->shape->kind;

	if (yice_layers_empty(m->view, m->use, m->key))
		return YICE_TEXT(lang, "；它的图层是空的", "; its layer is empty");
	if (!known)
		return YICE_TEXT(lang, "；映像里没有它的图层，或图层在此不全", "; the image has no layer of it that is complete here");
	if (measure == OVERLAP_AREA && kind != YICE_SHAPE_POLYGONS)
		return YICE_TEXT(lang, "；量面积要给出地块的面，点和线没有面积", "; give the parcel, since a point or a route has no area");
	if (measure == CROSSING_LENGTH && kind != YICE_SHAPE_LINES)
		return YICE_TEXT(lang, "；量穿越长度要给出线路", "; give the route, since only one crosses");
	if (measure == SIDE)
		return reason_of_side(m, lang, failed);
	return YICE_TEXT(lang, "；量得的值就在限值上，按量算精度分不出", "; what was measured is at the limit, as far as it can be measured");
}

void yice_facts_why_unknown(const struct yice_facts *facts, uint32_t slot, enum yice_lang lang, struct yice_buf *out)
{
	struct measuring m = { .view = facts->view, .location = facts->rest->location, .slot = slot };
	enum measure measure;
	bool known, failed = false;

	m.facts = (struct yice_facts *)(uintptr_t)facts; /* only read here */
	if (slot == facts->view->meta->site_slot) {
		if (facts->rest->location)
			yice_facts_put_open_places(facts, lang, out);
		else
			yice_facts_put_open_parts(facts, lang, out);
		return;
	}
	if (!facts->rest->location)
		return;
	known = find_measure(&m, slot, &measure);
	if (known || (measure < MEASURES && m.key != YICE_NONE))
		yice_buf_adds(out, reason_of(&m, measure, known, lang, &failed));
	out->failed |= failed;
}
