/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where things are, for the reference interpreter: yice-language(7), Geometry,
 * on ground simple enough to count. Areas and parcels are made of whole cells
 * of a grid of 0.01 degrees, points lie and routes run in the middle of cells
 * or on their borders, and a share of something is a cell, a point or a stretch
 * in common. Called by answer.c once a source, and by known.c, judge.c and
 * decide.c for a site with coordinates.
 */
#include "tests/reference/reference.h"

#include <stdio.h>

/* In half cells from the corner of the grid. */
struct spot {
	int x, y;
};

static int half_cells(const char *degrees, double corner)
{
	double at = (strtod(degrees, NULL) - corner) * 200;

	return (int)(at + 0.5);
}

static struct spot spot_of(const struct yice_json *position)
{
	return (struct spot){ half_cells(position->first->text, 113.0), half_cells(position->first->next->text, 22.8) };
}

/* "113.05,22.85" */
static struct spot spot_of_text(const char *text)
{
	return (struct spot){ half_cells(text, 113.0), half_cells(strchr(text, ',') + 1, 22.8) };
}

static void fill(struct ref_ground *ground, int x, int y)
{
	if (x < 0 || y < 0 || x >= 2 * REF_GRID || y >= 2 * REF_GRID)
		ref_die("off the grid", "a shape");
	ground->rows[y] |= UINT64_C(1) << x;
}

static bool has(const struct ref_ground *ground, int x, int y)
{
	return x >= 0 && y >= 0 && ground->rows[y] >> x & 1;
}

static void fill_box(struct ref_ground *ground, struct spot from, struct spot to)
{
	for (int y = from.y + 1; y < to.y; y += 2)
		for (int x = from.x + 1; x < to.x; x += 2)
			fill(ground, x, y);
}

/* A rectangle of whole cells. */
static void fill_polygon(struct ref_ground *ground, const struct yice_json *rings)
{
	struct spot from = spot_of(rings->first->first), to = from;

	for (const struct yice_json *node = rings->first->first; node; node = node->next) {
		struct spot at = spot_of(node);

		from = (struct spot){ at.x < from.x ? at.x : from.x, at.y < from.y ? at.y : from.y };
		to = (struct spot){ at.x > to.x ? at.x : to.x, at.y > to.y ? at.y : to.y };
	}
	fill_box(ground, from, to);
}

/* A point, or the stretches of a route along a row or column or its border: one in each cell or on each side. */
static void fill_leg(struct ref_ground *ground, struct spot a, struct spot b)
{
	if (a.x != b.x && a.y != b.y)
		ref_die("neither along a row nor a column", "a route");
	if (a.x == b.x && a.y == b.y)
		fill(ground, a.x, a.y);
	for (int x = (a.x < b.x ? a.x : b.x) | 1; a.x != b.x && x <= (a.x < b.x ? b.x : a.x); x += 2)
		fill(ground, x, a.y);
	for (int y = (a.y < b.y ? a.y : b.y) | 1; a.y != b.y && y <= (a.y < b.y ? b.y : a.y); y += 2)
		fill(ground, a.x, y);
}

static void fill_geometry(struct ref_ground *ground, const struct yice_json *geometry)
{
	const char *type = yice_json_get(geometry, "type")->text;
	const struct yice_json *at = yice_json_get(geometry, "coordinates");

	if (!strcmp(type, "Polygon")) {
		fill_polygon(ground, at);
	} else if (!strcmp(type, "MultiPolygon")) {
		for (const struct yice_json *node = at->first; node; node = node->next)
			fill_polygon(ground, node);
	} else if (!strcmp(type, "Point")) {
		fill_leg(ground, spot_of(at), spot_of(at));
	} else if (!strcmp(type, "MultiPoint")) {
		for (const struct yice_json *node = at->first; node; node = node->next)
			fill_leg(ground, spot_of(node), spot_of(node));
	} else if (!strcmp(type, "LineString")) {
		for (const struct yice_json *node = at->first; node->next; node = node->next)
			fill_leg(ground, spot_of(node), spot_of(node->next));
	} else {
		ref_die("no such geometry here", type);
	}
}

/* ---- areas */

static void add_area(struct ref_rules *rules, const char *name, const struct yice_json *geometry, const char *home)
{
	struct ref_area *area = yice_arena_alloc(&rules->arena, sizeof(*area));

	area->name = yice_arena_strdup(&rules->arena, name);
	fill_geometry(&area->ground, geometry);
	area->home = home ? ref_scope_find(rules, home) : NULL;
	area->next = rules->areas;
	rules->areas = area;
}

static void read_features(struct ref_rules *rules, const struct yice_item *item, const struct yice_json *features)
{
	for (const struct yice_json *node = features->first; node; node = node->next) {
		const struct yice_json *geometry = yice_json_get(node, "geometry");

		if (!item->u.geometry.names)
			add_area(rules, yice_json_get(yice_json_get(node, "properties"), "code")->text, geometry,
				 NULL);
		for (const struct yice_word *word = item->u.geometry.names; word; word = word->next)
			add_area(rules, ref_member_find(&rules->lists[0], word->text), geometry,
				 item->u.geometry.scope.text);
	}
}

void ref_ground_read(struct ref_rules *rules)
{
	for (const struct yice_item *item = rules->items; item; item = item->next) {
		char path[512], *text;
		struct yice_arena arena;
		struct yice_diags diags;
		struct yice_json *root;
		size_t len;

		if (item->kind != YICE_ITEM_GEOMETRY)
			continue;
		snprintf(path, sizeof(path), "%s/%s", rules->folder, item->u.geometry.data->text);
		yice_arena_init(&arena);
		yice_diags_init(&diags);
		if (yice_read_file(path, &text, &len) || yice_json_parse(text, len, 0, 0, &arena, &diags, &root))
			ref_die("cannot read", path);
		read_features(rules, item, yice_json_get(root, "features"));
		free(text);
		yice_diags_release(&diags);
		yice_arena_release(&arena);
	}
}

bool ref_ground_has_units(const struct ref_rules *rules)
{
	for (const struct ref_area *area = rules->areas; area; area = area->next)
		if (!ref_member_find(&rules->lists[0], area->name))
			return true;
	return false;
}

static void add_ground(struct ref_ground *all, const struct ref_ground *area)
{
	for (int y = 0; y < 2 * REF_GRID; y++)
		all->rows[y] |= area->rows[y];
}

/* How a part of a site stands to an area: all cells around it may be of the area, some, or none. */
static enum ref_standing stands(const struct ref_ground *area, int x, int y)
{
	int all = 0, of = 0;

	for (int cell_y = y & 1 ? y : y - 1; cell_y <= y + 1; cell_y += 2)
		for (int cell_x = x & 1 ? x : x - 1; cell_x <= x + 1; cell_x += 2) {
			all++;
			of += has(area, cell_x, cell_y);
		}
	return of == all ? REF_WITHIN : of ? REF_BORDERS : REF_BESIDE;
}

static enum ref_standing site_stands(const struct ref_ground *site, const struct ref_ground *area)
{
	enum ref_standing best = REF_BESIDE;

	for (int y = 0; y < 2 * REF_GRID; y++)
		for (int x = 0; site->rows[y] && x < 2 * REF_GRID; x++)
			if (has(site, x, y) && stands(area, x, y) > best)
				best = stands(area, x, y);
	return best;
}

enum ref_standing ref_ground_stands(const struct ref_rules *rules, const struct ref_ground *site, const char *name)
{
	enum ref_standing best = REF_BESIDE;

	for (const struct ref_area *area = rules->areas; area; area = area->next)
		if (!strcmp(area->name, name) && site_stands(site, &area->ground) > best)
			best = site_stands(site, &area->ground);
	return best;
}

/* Whether some of the site is beside the area. */
static bool is_left(const struct ref_ground *site, const struct ref_ground *area)
{
	for (int y = 0; y < 2 * REF_GRID; y++)
		for (int x = 0; site->rows[y] && x < 2 * REF_GRID; x++)
			if (has(site, x, y) && stands(area, x, y) == REF_BESIDE)
				return true;
	return false;
}

/* ---- sites */

bool ref_ground_site(const struct yice_json *site, struct ref_ground *out)
{
	const struct yice_json *geojson = site ? yice_json_get(site, "geojson") : NULL;
	const struct yice_json *point = site ? yice_json_get(site, "point") : NULL;
	const struct yice_json *route = site ? yice_json_get(site, "route") : NULL;

	memset(out, 0, sizeof(*out));
	if (geojson)
		fill_geometry(out, geojson);
	if (point)
		fill_leg(out, spot_of_text(point->text), spot_of_text(point->text));
	for (const struct yice_json *node = route ? route->first : NULL; node && node->next; node = node->next)
		fill_leg(out, spot_of_text(node->text), spot_of_text(node->next->text));
	return geojson || point || route;
}

/* Whether coordinates show all of the site to be in units of a scope; what a document says of itself does not count. */
static bool is_home(const struct ref_facts *facts, const struct ref_scope *home)
{
	bool in = false;

	if (!home)
		return true;
	for (const struct ref_area *area = facts->rules->areas; area; area = area->next) {
		const struct ref_unit *unit = ref_unit_find(facts->rules, area->name);

		if (ref_member_find(&facts->rules->lists[0], area->name) || !site_stands(&facts->ground, &area->ground))
			continue;
		if (!unit || !ref_scope_holds(home, unit->scope))
			return false;
		in = true;
	}
	return in && !facts->outside;
}

static enum ref_told tell(const struct ref_facts *facts, const char *place)
{
	struct ref_ground all = { 0 };
	bool known = false, complete = false;

	for (const struct ref_area *area = facts->rules->areas; area; area = area->next) {
		if (strcmp(area->name, place) != 0)
			continue;
		known = true;
		complete |= is_home(facts, area->home);
		add_ground(&all, &area->ground);
	}
	if (!known)
		return REF_NOT_TOLD;
	switch (ref_ground_stands(facts->rules, &facts->ground, place)) {
	case REF_BESIDE:
		return complete ? REF_OUT : REF_NOT_TOLD;
	case REF_BORDERS:
		return complete ? REF_ON_BORDER : REF_NOT_TOLD;
	case REF_WITHIN:
		break;
	}
	return is_left(&facts->ground, &all) ? REF_PARTLY : REF_IN;
}

static bool is_outside(const struct ref_facts *facts)
{
	struct ref_ground units = { 0 };

	if (!ref_ground_has_units(facts->rules))
		return false;
	for (const struct ref_area *area = facts->rules->areas; area; area = area->next) {
		if (ref_member_find(&facts->rules->lists[0], area->name))
			continue;
		if (!ref_unit_find(facts->rules, area->name) && site_stands(&facts->ground, &area->ground))
			return true; /* in a unit that no list has, be it in others too */
		add_ground(&units, &area->ground);
	}
	return is_left(&facts->ground, &units);
}

void ref_ground_tell(struct ref_facts *facts)
{
	const struct ref_list *places = &facts->rules->lists[0];

	if (!facts->located)
		return;
	facts->outside = is_outside(facts);
	for (uint32_t i = 0; i < places->count; i++) {
		if (i == REF_PLACES)
			ref_die("too many places", places->members[i].zh);
		facts->told[i] = tell(facts, places->members[i].zh);
	}
}

enum ref_told ref_ground_told(const struct ref_facts *facts, const char *place)
{
	const struct ref_list *places = &facts->rules->lists[0];

	for (uint32_t i = 0; facts->located && i < places->count; i++)
		if (!strcmp(places->members[i].zh, place))
			return facts->told[i];
	return REF_NOT_TOLD;
}
