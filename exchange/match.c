/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which clause of the sources each clause of a layout is now. A number that a
 * unit has once says it all. Where numbers are missing or given twice, clauses
 * are known by their texts, and an edited one by its neighbours, so that taking
 * one out never moves another into its cell. Called by export.
 */
#include "exchange/layout.h"

struct match {
	struct yice_reading *reading;
	struct yice_layout_part **parts; /* those of one unit, in the order of rows */
	uint32_t count, cap;
	uint32_t *clause_first, *clause_next; /* of each unit; the one after each clause */
	uint32_t *clause_before;
	uint32_t *alike_next; /* the next clause of the unit with that number and text */
	bool *taken;          /* one a clause */
};

/* Chains the clauses of every unit, in the order of the sources. */
static int chain_clauses(struct match *m)
{
	struct yice_model *model = &m->reading->model;
	struct yice_arena *arena = &m->reading->arena;
	size_t clauses = (size_t)model->placed.count + 1, units = (size_t)model->units.count + 1;

	m->clause_first = yice_arena_array(arena, units, sizeof(uint32_t));
	m->clause_next = yice_arena_array(arena, clauses, sizeof(uint32_t));
	m->clause_before = yice_arena_array(arena, clauses, sizeof(uint32_t));
	m->alike_next = yice_arena_array(arena, clauses, sizeof(uint32_t));
	m->taken = yice_arena_array(arena, clauses, sizeof(bool));
	if (!m->clause_first || !m->clause_next || !m->clause_before || !m->alike_next || !m->taken)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < model->units.count; i++)
		m->clause_first[i] = YICE_NONE;
	for (uint32_t i = model->placed.count; i-- > 0;) {
		uint32_t unit = yice_reading_owner(m->reading, i);

		m->clause_before[i] = m->clause_next[i] = YICE_NONE;
		if (unit == YICE_NONE)
			continue;
		m->clause_next[i] = m->clause_first[unit];
		if (m->clause_first[unit] != YICE_NONE)
			m->clause_before[m->clause_first[unit]] = i;
		m->clause_first[unit] = i;
	}
	return YICE_OK;
}

static bool has_number(const struct match *m, const struct yice_layout_part *part, uint32_t clause)
{
	const char *number = m->reading->model.placed.items[clause].number;
	size_t len = strlen(number);

	return !strncmp(part->name, number, len) && part->name[len] == '#' &&
	       !strchr(part->name + len + 1, '#');
}

static void take(struct match *m, struct yice_layout_part *part, uint32_t clause)
{
	part->placed = clause;
	m->taken[clause] = true;
}

/* What is where it was: by a number of its own, or with the text it had. */
static void match_names(struct match *m, uint32_t unit)
{
	for (uint32_t i = 0; i < m->count; i++) {
		uint32_t clause = yice_reading_clause(m->reading, unit, m->parts[i]->name);
		char print[YICE_PRINT_SIZE];

		if (clause == YICE_NONE || m->taken[clause])
			continue;
		yice_layout_print(yice_reading_text(m->reading, clause), print);
		if (!*m->parts[i]->print || !strcmp(print, m->parts[i]->print))
			take(m, m->parts[i], clause);
	}
}

/* Clauses of the unit that are left, by number and text; the first of each chain is the map's value. */
static int index_texts(struct match *m, uint32_t unit, struct yice_map *texts)
{
	int status = YICE_OK;
	uint32_t last = YICE_NONE;

	for (uint32_t i = m->clause_first[unit]; i != YICE_NONE; i = m->clause_next[i])
		last = i;
	for (uint32_t i = last; !status && i != YICE_NONE; i = m->clause_before[i]) {
		struct yice_buf key = YICE_BUF_INIT;
		char print[YICE_PRINT_SIZE];
		uint32_t index;
		bool added;

		if (m->taken[i])
			continue;
		yice_layout_print(yice_reading_text(m->reading, i), print);
		yice_buf_addf(&key, "%s#%s", m->reading->model.placed.items[i].number, print);
		status = yice_buf_status(&key);
		if (!status)
			status = yice_map_put(texts, yice_buf_text(&key), key.len, i, &index, &added);
		yice_buf_release(&key);
		if (status)
			break;
		m->alike_next[i] = added ? YICE_NONE : texts->entries[index].value;
		texts->entries[index].value = i;
	}
	return status;
}

static int match_texts(struct match *m, uint32_t unit)
{
	struct yice_map texts;
	int status;

	yice_map_init(&texts);
	status = index_texts(m, unit, &texts);
	for (uint32_t i = 0; !status && i < m->count; i++) {
		struct yice_layout_part *part = m->parts[i];
		struct yice_buf key = YICE_BUF_INIT;
		uint32_t index, clause;

		if (!*part->print || part->placed != YICE_NONE)
			continue;
		yice_buf_add(&key, part->name, strcspn(part->name, "#") + 1);
		yice_buf_adds(&key, part->print);
		status = yice_buf_status(&key);
		index = status ? YICE_MAP_NONE : yice_map_find(&texts, yice_buf_text(&key), key.len);
		yice_buf_release(&key);
		clause = index == YICE_MAP_NONE ? YICE_NONE : texts.entries[index].value;
		if (clause == YICE_NONE || m->taken[clause])
			continue;
		texts.entries[index].value = m->alike_next[clause];
		take(m, part, clause);
	}
	yice_map_release(&texts);
	return status;
}

/* An edited clause stands behind that of the part before it, or before that of the part behind it. */
static void match_neighbours(struct match *m, uint32_t unit)
{
	uint32_t clause = m->clause_first[unit];

	for (uint32_t i = 0; i < m->count; i++) {
		struct yice_layout_part *part = m->parts[i];

		if (part->placed == YICE_NONE && clause != YICE_NONE && !m->taken[clause] &&
		    has_number(m, part, clause))
			take(m, part, clause);
		if (part->placed != YICE_NONE)
			clause = m->clause_next[part->placed];
	}
	for (uint32_t i = m->count; i-- > 1;) {
		struct yice_layout_part *part = m->parts[i - 1];

		clause = m->parts[i]->placed == YICE_NONE ? YICE_NONE : m->clause_before[m->parts[i]->placed];
		if (part->placed == YICE_NONE && clause != YICE_NONE && !m->taken[clause] &&
		    has_number(m, part, clause))
			take(m, part, clause);
	}
}

static bool add_parts(struct match *m, struct yice_layout_row *row)
{
	for (uint32_t i = 0; i < row->text_count; i++)
		for (uint32_t k = 0; k < row->texts[i].count; k++) {
			struct yice_layout_part **parts = yice_exchange_room(
			    m->parts, m->count, &m->cap, sizeof(struct yice_layout_part *));

			if (!parts)
				return false;
			m->parts = parts;
			row->texts[i].parts[k].placed = YICE_NONE;
			parts[m->count++] = &row->texts[i].parts[k];
		}
	return true;
}

/* Rows of a unit need not stand together. next[r]: the next row of the unit of row r; 0 ends. */
static int match_unit(struct match *m, struct yice_layout *layout, uint32_t unit, uint32_t row,
		      const uint32_t *next)
{
	int status = YICE_OK;

	m->count = 0;
	for (; row; row = next[row])
		if (!add_parts(m, &layout->rows[row]))
			return YICE_ENOMEM;
	match_names(m, unit);
	status = match_texts(m, unit);
	if (!status)
		match_neighbours(m, unit);
	return status;
}

int yice_layout_match(struct yice_layout *layout, struct yice_reading *reading)
{
	struct match m = { .reading = reading };
	uint32_t units = reading->model.units.count;
	uint32_t *first = yice_arena_array(&layout->arena, (size_t)units + 1, sizeof(*first));
	uint32_t *next = yice_arena_array(&layout->arena, (size_t)layout->count + 1, sizeof(*next));
	int status = first && next ? chain_clauses(&m) : YICE_ENOMEM;

	for (uint32_t r = layout->count; !status && r-- > 1;) {
		const char *code = layout->rows[r].unit;
		uint32_t unit = *code ? yice_reading_unit(reading, code) : YICE_NONE;

		if (unit == YICE_NONE)
			continue;
		next[r] = first[unit];
		first[unit] = r;
	}
	for (uint32_t u = 0; !status && u < units; u++)
		status = match_unit(&m, layout, u, first[u], next);
	free(m.parts);
	return reading->failed ? YICE_ENOMEM : status;
}
