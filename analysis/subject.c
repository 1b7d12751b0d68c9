/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads clauses into forms when they are asked for, and compares what forms
 * look at. Clauses of a template are read once for each place they stand in;
 * their body number then says that they mean the same.
 */
#include "analysis/subject.h"

#include "compiler/declare.h"

int yice_subjects_init_in(struct yice_subjects *subjects, struct yice_realm *realm,
			  struct yice_realm_model *reading, struct yice_arena *arena)
{
	const struct yice_rules *rules = reading->rules;

	subjects->realm = realm;
	subjects->reading = reading;
	subjects->count = rules->count;
	subjects->items = yice_arena_array(arena, rules->count, sizeof(*subjects->items));
	subjects->seen = yice_arena_array(arena, rules->count, sizeof(*subjects->seen));
	subjects->seen_count = 0;
	if (!subjects->items || !subjects->seen)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < rules->count; i++) {
		const struct yice_rule *rule = &rules->items[i];
		struct yice_subject *subject = &subjects->items[i];

		subject->rule = rule;
		subject->number = i;
		subject->decides =
		    !rule->bad && (rule->effect == YICE_REQUIRES || rule->effect == YICE_PROHIBITS ||
				   rule->effect == YICE_RESTRICTS);
	}
	return YICE_OK;
}

int yice_subjects_init(struct yice_subjects *subjects, struct yice_realm *realm,
		       struct yice_realm_model *reading)
{
	return yice_subjects_init_in(subjects, realm, reading, &realm->arena);
}

void yice_subjects_forget(struct yice_subjects *subjects)
{
	for (uint32_t i = 0; i < subjects->seen_count; i++)
		subjects->items[subjects->seen[i]].read = false;
	subjects->seen_count = 0;
}

static int number_key(struct yice_subjects *subjects, struct yice_buf *key, uint32_t *out)
{
	uint32_t entry = 0;
	int status = key->failed ? YICE_ENOMEM
				 : yice_map_put(subjects->bodies, key->data, key->len,
						subjects->bodies->count, &entry, NULL);

	if (!status)
		*out = subjects->bodies->entries[entry].value;
	return status;
}

/* ---- alternatives of demands */

/* The n-th part of a conjunction (all), or of a disjunction, however it is nested and negated; n becomes what is left. */
static const struct yice_logic *nth_part(const struct yice_logic *logic, bool *positive, bool all, uint32_t *n)
{
	const bool own = *positive;

	if (logic->kind == YICE_LOGIC_NOT) {
		*positive = !own;
		return nth_part(logic->first, positive, all, n);
	}
	if (logic->kind == YICE_LOGIC_TEST || ((logic->kind == YICE_LOGIC_AND) == own) != all)
		return (*n)-- ? NULL : logic;
	for (const struct yice_logic *child = logic->first; child; child = child->next) {
		const struct yice_logic *part;

		*positive = own;
		part = nth_part(child, positive, all, n);
		if (part)
			return part;
	}
	return NULL;
}

static bool names_facts(const struct yice_logic *logic)
{
	if (logic->kind == YICE_LOGIC_TEST)
		return logic->op != YICE_TEST_OPEN && logic->op != YICE_TEST_CONST;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		if (names_facts(child))
			return true;
	return false;
}

/* One part of a demand, of which each of its own parts would do. */
struct choice {
	const struct yice_logic *logic;
	bool positive;
};

static const struct yice_logic *nth_choice(const struct choice *choice, uint32_t n, bool *positive)
{
	*positive = choice->positive;
	return nth_part(choice->logic, positive, false, &n);
}

static uint32_t count_choices(const struct choice *choice)
{
	const struct yice_logic *part;
	uint32_t count = 0;
	bool positive;

	for (uint32_t i = 0; (part = nth_choice(choice, i, &positive)); i++)
		count += names_facts(part);
	return count;
}

static const struct yice_form *read_part(const struct yice_subjects *subjects, const struct yice_logic *part, bool positive,
					 bool asked)
{
	return positive ? yice_read_whole(subjects->realm, subjects->reading, part, asked, true)
			: yice_read_logic(subjects->realm, subjects->reading, part, !asked, true);
}

/* `number` counts those that name facts. */
static void read_choice(const struct yice_subjects *subjects, const struct choice *choice, uint32_t number,
			struct yice_alternative *out)
{
	struct yice_realm *realm = subjects->realm;
	const struct yice_logic *part;
	bool positive;

	out->missed = out->none = realm->yes;
	for (uint32_t i = 0; (part = nth_choice(choice, i, &positive)); i++) {
		const struct yice_form *missed = read_part(subjects, part, positive, false);

		out->none = yice_form_and(realm, out->none, missed);
		if (names_facts(part) && !number--)
			out->asked = read_part(subjects, part, positive, true);
		else
			out->missed = yice_form_and(realm, out->missed, missed);
	}
}

bool yice_subject_alternative(const struct yice_subjects *subjects, const struct yice_subject *subject, uint32_t number,
			      struct yice_alternative *out)
{
	const struct yice_logic *demand = subject->rule->demand;

	for (uint32_t i = 0; demand; i++) {
		struct choice choice = { NULL, true };
		uint32_t n = i, count;

		choice.logic = nth_part(demand, &choice.positive, true, &n);
		if (!choice.logic)
			return false;
		count = count_choices(&choice);
		count = count > 1 ? count : 0;
		if (number < count) {
			read_choice(subjects, &choice, number, out);
			return true;
		}
		number -= count;
	}
	return false;
}

/* ---- which clauses mean the same */

static bool leaves_out(const struct yice_logic *logic)
{
	for (const struct yice_logic *child = logic ? logic->first : NULL; child; child = child->next)
		if (leaves_out(child))
			return true;
	return logic && logic->whole;
}

static bool is_open(const struct yice_logic *logic)
{
	for (const struct yice_logic *child = logic ? logic->first : NULL; child; child = child->next)
		if (is_open(child))
			return true;
	return logic && logic->kind == YICE_LOGIC_TEST && logic->op == YICE_TEST_OPEN;
}

/* What alternatives there are, and what tests would be without 除外. */
static int add_allowances(struct yice_subjects *subjects, const struct yice_subject *subject, struct yice_buf *key)
{
	struct yice_realm *realm = subjects->realm;
	struct yice_alternative alternative;
	const struct yice_form *asked, *missed;

	for (uint32_t i = 0; yice_subject_alternative(subjects, subject, i, &alternative); i++) {
		if (!alternative.asked || !alternative.none)
			return YICE_ENOMEM;
		yice_form_key(realm, alternative.asked, key);
		yice_form_key(realm, alternative.none, key);
	}
	if (!subject->leaves_out)
		return YICE_OK;
	asked = yice_read_restored(realm, subjects->reading, subject->rule->guard, true, false);
	missed = yice_read_restored(realm, subjects->reading, subject->rule->demand, false, false);
	if (!asked || !missed)
		return YICE_ENOMEM;
	yice_form_key(realm, asked, key);
	yice_form_key(realm, missed, key);
	return YICE_OK;
}

/* How it says so: without exceptions, alternatives and 除外 there is nothing to add. */
static int number_shape(struct yice_subjects *subjects, struct yice_subject *subject, struct yice_buf *key)
{
	struct yice_realm *realm = subjects->realm;
	const struct yice_rule *rule = subject->rule;
	struct yice_alternative alternative;

	subject->shape = subject->body;
	if (!rule->except_count && !subject->leaves_out &&
	    !yice_subject_alternative(subjects, subject, 0, &alternative))
		return YICE_OK;
	if (add_allowances(subjects, subject, key))
		return YICE_ENOMEM;
	for (uint32_t i = 0; i <= rule->except_count; i++) {
		const struct yice_logic *logic = i ? rule->except[i - 1] : rule->guard;

		for (int open = 0; open < 2; open++) {
			const struct yice_form *form =
			    yice_read_logic(realm, subjects->reading, logic, true, open);

			if (!form)
				return YICE_ENOMEM;
			yice_form_key(realm, form, key);
		}
	}
	return number_key(subjects, key, &subject->shape);
}

/* What a clause says, whatever it is called and wherever it stands. */
static int number_body(struct yice_subjects *subjects, struct yice_subject *subject)
{
	const struct yice_realm *realm = subjects->realm;
	struct yice_buf key = YICE_BUF_INIT;
	int status;

	yice_buf_addf(&key, "%d ", (int)subject->rule->effect);
	for (int i = 0; i < 2; i++) {
		yice_form_key(realm, subject->applies.is[i], &key);
		yice_form_key(realm, subject->applies.may[i], &key);
		yice_form_key(realm, subject->demand.is[i], &key);
		yice_form_key(realm, subject->demand.may[i], &key);
	}
	status = number_key(subjects, &key, &subject->body);
	if (!status)
		status = number_shape(subjects, subject, &key);
	yice_buf_release(&key);
	return status;
}

/* `known` is a conjunction of axes that must have a value. */
static uint64_t axes_of(const struct yice_realm *realm, const struct yice_form *known)
{
	const struct yice_form *const *parts = known->kind == YICE_FORM_AND ? known->parts : &known;
	uint32_t count = known->kind == YICE_FORM_AND ? known->count : known->kind == YICE_FORM_KNOWN;
	uint64_t axes = 0;

	for (uint32_t i = 0; i < count; i++)
		if (!realm->axes[parts[i]->axis].site)
			axes |= UINT64_C(1) << parts[i]->axis % 64;
	return axes;
}

/* Whether the place, or nothing at all, may make the form true whatever else is so. */
static bool holds_by_place(const struct yice_realm *realm, const struct yice_form *form)
{
	switch (form->kind) {
	case YICE_FORM_YES:
		return true;
	case YICE_FORM_NO:
	case YICE_FORM_SUM:
		return false;
	case YICE_FORM_AND:
	case YICE_FORM_OR:
		for (uint32_t i = 0; i < form->count; i++)
			if (holds_by_place(realm, form->parts[i]) == (form->kind == YICE_FORM_OR))
				return form->kind == YICE_FORM_OR;
		return form->kind == YICE_FORM_AND;
	default:
		return realm->axes[form->axis].site;
	}
}

/* The forms of subject->rule. */
static int read_forms(struct yice_subjects *subjects, struct yice_subject *subject)
{
	struct yice_realm *realm = subjects->realm;
	struct yice_realm_model *reading = subjects->reading;
	const struct yice_rule *rule = subject->rule;
	int status;

	for (int i = 0; i < 2; i++) {
		subject->applies.is[i] = yice_read_applies(realm, reading, rule, i, false);
		subject->applies.may[i] = yice_read_applies(realm, reading, rule, i, true);
		subject->demand.is[i] = yice_read_whole(realm, reading, rule->demand, i, false);
		subject->demand.may[i] = yice_read_whole(realm, reading, rule->demand, i, true);
		subject->guard.is[i] = yice_read_logic(realm, reading, rule->guard, i, false);
		subject->guard.may[i] = yice_read_logic(realm, reading, rule->guard, i, true);
	}
	for (enum yice_level level = YICE_LEVEL_RESTRICTED; level < YICE_LEVELS; level++) {
		subject->least[level] = yice_read_level(realm, reading, rule, level, true);
		subject->below[level] = yice_read_level(realm, reading, rule, level, false);
	}
	subject->guarding = yice_read_tests(realm, reading, rule->guard);
	subject->demanding = yice_read_tests(realm, reading, rule->demand);
	subject->leaves_out = leaves_out(rule->guard) || leaves_out(rule->demand);
	subject->open = is_open(rule->demand);
	subject->known = yice_read_known(realm, reading, rule);
	if (yice_realm_status(realm))
		return YICE_ENOMEM;
	subject->by_place = holds_by_place(realm, subject->guard.is[1]);
	subject->axes = axes_of(realm, subject->known);
	subject->bare = NULL;
	status = number_body(subjects, subject);
	subject->read = !status;
	return status;
}

const struct yice_subject *yice_subject(struct yice_subjects *subjects, uint32_t number)
{
	struct yice_subject *subject = &subjects->items[number];

	if (subject->read)
		return subject;
	if (read_forms(subjects, subject)) {
		subjects->realm->arena.failed = true;
		return NULL;
	}
	subjects->seen[subjects->seen_count++] = number;
	return subject;
}

const struct yice_subject *yice_subject_bare(struct yice_subjects *subjects, uint32_t number)
{
	struct yice_subject *subject = &subjects->items[number], *bare;
	struct yice_rule *rule;

	if (!yice_subject(subjects, number))
		return NULL;
	if (subject->bare)
		return subject->bare;
	bare = yice_arena_alloc(&subjects->realm->arena, sizeof(*bare));
	rule = yice_arena_alloc(&subjects->realm->arena, sizeof(*rule));
	if (!bare || !rule)
		return NULL;
	*rule = *subject->rule;
	rule->except_count = 0;
	*bare = *subject;
	bare->rule = rule;
	if (read_forms(subjects, bare)) {
		subjects->realm->arena.failed = true;
		return NULL;
	}
	subject->bare = bare;
	return bare;
}

/* ---- where clauses stand */

uint32_t yice_subject_scope(const struct yice_model *model, const struct yice_subject *subject)
{
	return model->lists.items[subject->rule->placed->list].scope;
}

bool yice_subject_concerns(const struct yice_model *model, const struct yice_subject *subject,
			   uint32_t number)
{
	const struct yice_placement *target = yice_subject_target(model, subject);
	const struct yice_unit *unit = &model->units.items[number];
	uint32_t scope = yice_subject_scope(model, subject);

	if (target->kind == YICE_FOR_UNIT)
		return target->key == number;
	if (scope == YICE_NONE || unit->scope == YICE_NONE || !yice_scope_covers(model, scope, unit->scope))
		return false;
	return target->kind != YICE_FOR_CLASS || target->key == unit->klass;
}

bool yice_subject_covers(const struct yice_model *model, const struct yice_subject *wide,
			 const struct yice_subject *narrow)
{
	const struct yice_placement *a = yice_subject_target(model, wide),
				    *b = yice_subject_target(model, narrow);
	uint32_t upper = yice_subject_scope(model, wide), lower = yice_subject_scope(model, narrow);

	if (b->kind == YICE_FOR_UNIT)
		return yice_subject_concerns(model, wide, b->key);
	if (a->kind == YICE_FOR_UNIT || upper == YICE_NONE || lower == YICE_NONE ||
	    !yice_scope_covers(model, upper, lower))
		return false;
	return a->kind != YICE_FOR_CLASS || (b->kind == YICE_FOR_CLASS && a->key == b->key);
}

/* ---- what forms look at */

struct look {
	const struct yice_realm *realm;
	const struct yice_form *other;
	bool wanted; /* whether the other looks at an axis that is looked for */
};

static bool counts(const struct yice_realm *realm, uint32_t axis)
{
	return !realm->axes[axis].site && *realm->axes[axis].zh;
}

/* Is there an axis, the site apart, for which the other's looking at it is as wanted? */
static bool find_axis(const struct look *look, const struct yice_form *form)
{
	switch (form->kind) {
	case YICE_FORM_NO:
	case YICE_FORM_YES:
		return false;
	case YICE_FORM_AND:
	case YICE_FORM_OR:
		for (uint32_t i = 0; i < form->count; i++)
			if (find_axis(look, form->parts[i]))
				return true;
		return false;
	case YICE_FORM_SUM:
		for (uint32_t i = 0; i < form->count; i++)
			if (yice_form_looks_at(look->other, form->axes[i]) == look->wanted)
				return true;
		return false;
	default:
		return counts(look->realm, form->axis) &&
		       yice_form_looks_at(look->other, form->axis) == look->wanted;
	}
}

bool yice_forms_share(const struct yice_realm *realm, const struct yice_form *a, const struct yice_form *b)
{
	struct look look = { realm, b, true };

	return find_axis(&look, a);
}

/* The axis at `n` of those a test is about: of a comparison the one that is compared with the rest, else each. */
static bool nth_axis(const struct yice_form *test, uint32_t n, uint32_t *axis)
{
	bool each = test->kind == YICE_FORM_SUM && test->axis == YICE_NONE;

	*axis = each && n < test->count ? test->axes[n] : test->axis;
	return each ? n < test->count : !n;
}

static bool is_test(const struct yice_form *form)
{
	return form->kind != YICE_FORM_NO && form->kind != YICE_FORM_YES && form->kind != YICE_FORM_AND &&
	       form->kind != YICE_FORM_OR;
}

static bool common_members(const struct yice_realm *realm, uint32_t number, const struct yice_form *a,
			   const struct yice_form *b)
{
	const struct yice_axis *axis = &realm->axes[number];
	uint64_t common = 0;

	if (axis->kind != YICE_AXIS_SOME || a->kind == YICE_FORM_KNOWN || b->kind == YICE_FORM_KNOWN)
		return true;
	for (uint32_t i = 0; i < realm->universes[axis->universe].words; i++)
		common |= a->set[i] & b->set[i];
	return common != 0;
}

static bool tests_alike(const struct yice_realm *realm, const struct yice_form *a, const struct yice_form *b)
{
	uint32_t first, second;

	for (uint32_t i = 0; nth_axis(a, i, &first); i++)
		for (uint32_t k = 0; nth_axis(b, k, &second); k++)
			if (first == second && *realm->axes[first].zh)
				return common_members(realm, first, a, b);
	return false;
}

bool yice_forms_alike(const struct yice_realm *realm, const struct yice_form *a, const struct yice_form *b)
{
	const struct yice_form *whole = is_test(a) ? b : a, *other = is_test(a) ? a : b;

	if (is_test(a) && is_test(b))
		return tests_alike(realm, a, b);
	if (whole->kind == YICE_FORM_NO || whole->kind == YICE_FORM_YES)
		return false;
	for (uint32_t i = 0; i < whole->count; i++)
		if (yice_forms_alike(realm, whole->parts[i], other))
			return true;
	return false;
}

bool yice_forms_cover(const struct yice_realm *realm, const struct yice_form *wide,
		      const struct yice_form *narrow)
{
	struct look look = { realm, wide, false };

	return !find_axis(&look, narrow);
}

int yice_form_sides(const struct yice_form *form, uint32_t axis)
{
	int sides = 0;

	if (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR)
		for (uint32_t i = 0; i < form->count; i++)
			sides |= yice_form_sides(form->parts[i], axis);
	if ((form->kind != YICE_FORM_BELOW && form->kind != YICE_FORM_ABOVE) || form->axis != axis)
		return sides;
	return form->kind == YICE_FORM_BELOW ? YICE_SIDE_HIGH : YICE_SIDE_LOW;
}

const struct yice_form *yice_form_without(struct yice_realm *realm, const struct yice_form *form,
					  uint32_t axis, int sides, bool replace)
{
	const struct yice_form **parts, *result;

	if (!(yice_form_sides(form, axis) & sides))
		return form;
	if (form->kind == YICE_FORM_BELOW || form->kind == YICE_FORM_ABOVE)
		return replace ? realm->yes : realm->no;
	parts = calloc(form->count, sizeof(*parts));
	if (!parts) {
		realm->arena.failed = true;
		return NULL;
	}
	for (uint32_t i = 0; i < form->count; i++)
		parts[i] = yice_form_without(realm, form->parts[i], axis, sides, replace);
	result = yice_form_join(realm, form->kind, parts, form->count);
	free(parts);
	return result;
}
