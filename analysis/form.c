/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms: made once, never changed, shared freely. Joining removes constants
 * and flattens, so that what the solver walks is as small as it can be
 * without asking a question.
 */
#include "analysis/realm.h"

static struct yice_form *new_form(struct yice_realm *realm, enum yice_form_kind kind)
{
	struct yice_form *form = yice_arena_alloc(&realm->arena, sizeof(*form));

	if (form)
		form->kind = kind;
	return form;
}

/* Parts after flattening; YICE_NONE when one of them decides, or is NULL. */
static uint32_t count_parts(enum yice_form_kind kind, const struct yice_form *const *parts, uint32_t count)
{
	enum yice_form_kind dominant = kind == YICE_FORM_AND ? YICE_FORM_NO : YICE_FORM_YES;
	uint32_t n = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (!parts[i] || parts[i]->kind == dominant)
			return YICE_NONE;
		if (parts[i]->kind == kind)
			n += parts[i]->count;
		else
			n += parts[i]->kind != YICE_FORM_YES && parts[i]->kind != YICE_FORM_NO;
	}
	return n;
}

const struct yice_form *yice_form_join(struct yice_realm *realm, enum yice_form_kind kind,
				       const struct yice_form *const *parts, uint32_t count)
{
	uint32_t room = count_parts(kind, parts, count), n = 0;
	const struct yice_form **all;
	struct yice_form *form;

	for (uint32_t i = 0; i < count; i++)
		if (!parts[i])
			return NULL;
	if (room == YICE_NONE)
		return kind == YICE_FORM_AND ? realm->no : realm->yes;
	if (!room)
		return kind == YICE_FORM_AND ? realm->yes : realm->no;
	form = new_form(realm, kind);
	all = yice_arena_array(&realm->arena, room, sizeof(*all));
	if (!form || !all)
		return NULL;
	for (uint32_t i = 0; i < count; i++) {
		if (parts[i]->kind == kind) {
			memcpy(all + n, parts[i]->parts, parts[i]->count * sizeof(*all));
			n += parts[i]->count;
		} else if (parts[i]->kind != YICE_FORM_YES && parts[i]->kind != YICE_FORM_NO) {
			all[n++] = parts[i];
		}
	}
	if (n == 1)
		return all[0];
	form->parts = all;
	form->count = n;
	return form;
}

const struct yice_form *yice_form_and(struct yice_realm *realm, const struct yice_form *a,
				      const struct yice_form *b)
{
	const struct yice_form *parts[] = { a, b };

	return yice_form_join(realm, YICE_FORM_AND, parts, 2);
}

const struct yice_form *yice_form_or(struct yice_realm *realm, const struct yice_form *a,
				     const struct yice_form *b)
{
	const struct yice_form *parts[] = { a, b };

	return yice_form_join(realm, YICE_FORM_OR, parts, 2);
}

uint64_t *yice_form_bits(struct yice_realm *realm, uint32_t axis)
{
	return yice_arena_array(&realm->arena, realm->universes[realm->axes[axis].universe].words,
				sizeof(uint64_t));
}

static const struct yice_form *set_form(struct yice_realm *realm, enum yice_form_kind kind, uint32_t axis,
					const uint64_t *set, bool each)
{
	uint32_t words = realm->universes[realm->axes[axis].universe].words;
	struct yice_form *form = new_form(realm, kind);
	uint64_t *copy = yice_form_bits(realm, axis), any = 0;

	if (!form || !copy)
		return NULL;
	for (uint32_t i = 0; i < words; i++)
		any |= set[i];
	if (!any) /* in nothing: never; lacking nothing: always */
		return kind == YICE_FORM_LACKS ? realm->yes : realm->no;
	memcpy(copy, set, words * sizeof(*copy));
	form->axis = axis;
	form->set = copy;
	form->each = each;
	return form;
}

const struct yice_form *yice_form_set(struct yice_realm *realm, enum yice_form_kind kind, uint32_t axis,
				      const uint64_t *set)
{
	return set_form(realm, kind, axis, set, false);
}

const struct yice_form *yice_form_each(struct yice_realm *realm, enum yice_form_kind kind, uint32_t axis,
				       const uint64_t *set)
{
	return set_form(realm, kind, axis, set, true);
}

const struct yice_form *yice_form_bound(struct yice_realm *realm, enum yice_form_kind kind, uint32_t axis,
					struct yice_ratio limit, bool strict)
{
	struct yice_form *form = new_form(realm, kind);

	if (!form)
		return NULL;
	form->axis = axis;
	form->limit = limit;
	form->strict = strict;
	return form;
}

static void add_number(struct yice_buf *out, uint32_t number)
{
	yice_buf_add(out, &number, sizeof(number));
}

static void add_ratio(struct yice_buf *out, struct yice_ratio ratio)
{
	yice_buf_add(out, &ratio.num, sizeof(ratio.num));
	yice_buf_add(out, &ratio.den, sizeof(ratio.den));
}

/* Kind and axis say how long what follows is, but for the parts and terms, whose number is written. */
void yice_form_key(const struct yice_realm *realm, const struct yice_form *form, struct yice_buf *out)
{
	add_number(out, (uint32_t)form->kind | (form->strict ? 1u << 16 : 0) | (form->each ? 1u << 17 : 0));
	switch (form->kind) {
	case YICE_FORM_NO:
	case YICE_FORM_YES:
		break;
	case YICE_FORM_AND:
	case YICE_FORM_OR:
		add_number(out, form->count);
		for (uint32_t i = 0; i < form->count; i++)
			yice_form_key(realm, form->parts[i], out);
		break;
	case YICE_FORM_IN:
	case YICE_FORM_HAS:
	case YICE_FORM_LACKS:
		add_number(out, form->axis);
		yice_buf_add(out, form->set,
			     realm->universes[realm->axes[form->axis].universe].words * sizeof(*form->set));
		break;
	case YICE_FORM_SUM:
		add_number(out, form->count);
		for (uint32_t i = 0; i < form->count; i++) {
			add_number(out, form->axes[i]);
			add_ratio(out, form->coefs[i]);
		}
		add_ratio(out, form->limit);
		break;
	default:
		add_number(out, form->axis);
		add_ratio(out, form->limit);
		break;
	}
}

bool yice_form_looks_at(const struct yice_form *form, uint32_t axis)
{
	switch (form->kind) {
	case YICE_FORM_NO:
	case YICE_FORM_YES:
		return false;
	case YICE_FORM_AND:
	case YICE_FORM_OR:
		for (uint32_t i = 0; i < form->count; i++)
			if (yice_form_looks_at(form->parts[i], axis))
				return true;
		return false;
	case YICE_FORM_SUM:
		for (uint32_t i = 0; i < form->count; i++)
			if (form->axes[i] == axis)
				return true;
		return false;
	default:
		return form->axis == axis;
	}
}
