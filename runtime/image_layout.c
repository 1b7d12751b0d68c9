/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of an image as data, for reader, writer, verifier and disassembler.
 * That the structs of image_records.h have the fields of image.def and nothing
 * else is asserted here, their order in tests/unit/test_image.c: a mapped file
 * is used in place.
 */
#include "runtime/image_layout.h"

/* struct fields_meta … : a word for the section itself and one for each of its fields. */
struct fields_none {
	uint32_t section;
#define SECTION(NAME, name, width) }; struct fields_##name { uint32_t section;
#define FIELD(record, field, rule, arg) uint32_t field;
#include "runtime/image.def"
#undef SECTION
#undef FIELD
};

#define RECORD(name) (*((struct yice_view *)NULL)->name)
#define FIELDS(name) (sizeof(struct fields_##name) / sizeof(uint32_t) - 1)
#define SECTION(NAME, name, width) \
	static_assert(sizeof(RECORD(name)) == (width) * (FIELDS(name) ? FIELDS(name) : 1), "record of " #name);
#define FIELD(record, field, rule, arg) \
	static_assert(sizeof(((struct yice_image_##record *)NULL)->field) == 4, #record "." #field);
#include "runtime/image.def"
#undef SECTION
#undef FIELD

static const struct yice_section_info sections[YICE_SECTIONS] = {
#define SECTION(NAME, name, width) { #name, (width), (uint32_t)(sizeof(RECORD(name)) / (width)) },
#define FIELD(record, field, rule, arg)
#include "runtime/image.def"
#undef SECTION
#undef FIELD
};

const struct yice_section_info *yice_section_info(uint32_t section)
{
	assert(section < YICE_SECTIONS);
	return &sections[section];
}

void yice_view_set(struct yice_view *view, enum yice_section section, const void *records, uint32_t count)
{
	switch (section) {
#define SECTION(NAME, name, width) case YICE_SEC_##NAME: view->name = records; break;
#define FIELD(record, field, rule, arg)
#include "runtime/image.def"
#undef SECTION
#undef FIELD
	case YICE_SECTIONS:
		assert(section != YICE_SECTIONS);
		return;
	}
	view->count[section] = count;
}

bool yice_image_native(void)
{
	const uint32_t one = 1;
	unsigned char first;

	memcpy(&first, &one, 1);
	return first == 1;
}

void yice_image_swap(void *bytes, size_t len, uint32_t width)
{
	unsigned char *at = bytes;

	if (width == 1 || yice_image_native())
		return;
	for (size_t i = 0; i + width <= len; i += width)
		for (uint32_t low = 0, high = width - 1; low < high; low++, high--) {
			unsigned char swap = at[i + low];

			at[i + low] = at[i + high];
			at[i + high] = swap;
		}
}

uint32_t yice_fact_size(const struct yice_view *view, uint32_t slot)
{
	const struct yice_image_attr *attr = &view->attrs[slot];

	switch (attr->type) {
	case YICE_ATTR_TERMS:
		return 2 * yice_mask_words(view->vocabs[attr->vocab].members);
	case YICE_ATTR_CODES:
		return 1 + (attr->many ? YICE_CODES_MAX : 1);
	default:
		return 1;
	}
}

static uint64_t clauses_of(const struct yice_view *view, uint32_t first, uint32_t count)
{
	uint64_t sum = 0;

	for (uint32_t i = first; i < first + count; i++)
		sum += view->targets[i].clause_count;
	return sum;
}

/* Fills inherited[s] with the clauses of scope s and every scope above it; *most is the bound so far. */
static void scope_bounds(const struct yice_view *view, uint64_t *inherited, uint64_t *most)
{
	uint64_t roots = 0;

	for (uint32_t s = 0; s < view->count[YICE_SEC_SCOPES]; s++) {
		const struct yice_image_scope *scope = &view->scopes[s];
		uint64_t own = clauses_of(view, scope->targets, scope->target_count);

		inherited[s] = own;
		if (scope->parent != YICE_NONE)
			inherited[s] += inherited[scope->parent];
		else
			roots += own;
		if (inherited[s] > *most)
			*most = inherited[s];
	}
	if (roots > *most)
		*most = roots;
}

static uint32_t longest_body(const struct yice_view *view)
{
	uint32_t longest = 0;

	for (uint32_t i = 0; i < view->count[YICE_SEC_BODIES]; i++)
		if (view->bodies[i].code_count > longest)
			longest = view->bodies[i].code_count;
	return longest;
}

int yice_image_bounds(const struct yice_view *view, struct yice_image_meta *meta)
{
	uint64_t most = 0, words = 0;
	uint64_t *inherited = calloc((size_t)view->count[YICE_SEC_SCOPES] + 1, sizeof(*inherited));

	if (!inherited)
		return YICE_ENOMEM;
	scope_bounds(view, inherited, &most);
	for (uint32_t u = 0; u < view->count[YICE_SEC_UNITS]; u++) {
		const struct yice_image_unit *unit = &view->units[u];
		uint64_t own = inherited[unit->scope] + clauses_of(view, unit->targets, unit->target_count);

		if (own > most)
			most = own;
	}
	free(inherited);
	for (uint32_t slot = 0; slot < view->count[YICE_SEC_ATTRS]; slot++)
		words += yice_fact_size(view, slot);
	if (most > INT32_MAX || words > INT32_MAX)
		return YICE_ELIMIT;
	meta->max_clauses = (uint32_t)most;
	meta->fact_words = (uint32_t)words;
	meta->max_code = longest_body(view);
	return YICE_OK;
}
