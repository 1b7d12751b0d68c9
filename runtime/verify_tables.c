/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passes over the tables that facts and decisions look things up in: lists and
 * their members, measures, attributes, sorted names; then scopes, targets,
 * clauses and units. Ownership is proved rather than assumed (a clause has one
 * target, a target one scope or unit), which also keeps the work linear:
 * ranges that share a record are refused at the first one shared.
 */
#include "runtime/verify_internal.h"

bool yice_verify_number(const struct yice_view *view, uint32_t index, uint64_t n)
{
	return index + n <= view->count[YICE_SEC_NUMBERS];
}

enum yice_diag_id yice_verify_ratio(const struct yice_view *view, uint32_t index, bool positive)
{
	if (!yice_verify_number(view, index, 2))
		return YICE_D_image_number;
	if (view->numbers[index + 1] <= 0 || (positive && view->numbers[index] <= 0))
		return YICE_D_image_ratio;
	return YICE_DIAG_COUNT;
}

enum yice_diag_id yice_verify_mask(const struct yice_view *view, uint32_t index, uint32_t members)
{
	uint32_t words = yice_mask_words(members);

	if (!yice_verify_number(view, index, words))
		return YICE_D_image_number;
	if (members % 64 && (uint64_t)view->numbers[index + words - 1] >> members % 64)
		return YICE_D_image_mask;
	return YICE_DIAG_COUNT;
}

/* ---------------------------------------------------------------- lists and attributes */

/* Subtrees in preorder: open holds the ends of those a member lies in. */
static int verify_subtrees(struct yice_verifier *verifier, const struct yice_image_vocab *vocab,
			   uint32_t *open)
{
	const struct yice_image_member *members = verifier->view->members + vocab->first_member;
	uint32_t depth = 0;

	for (uint32_t i = 0; i < vocab->members; i++) {
		while (depth && open[depth - 1] <= i)
			depth--;
		if (members[i].end <= i || members[i].end > (depth ? open[depth - 1] : vocab->members))
			return yice_refuse(verifier, YICE_D_image_subtree, YICE_SEC_MEMBERS,
					   vocab->first_member + i, "end");
		open[depth++] = members[i].end;
		if (vocab->kind == YICE_VOCAB_PLACES && members[i].info > YICE_AT_PARK)
			return yice_refuse(verifier, YICE_D_image_place_kind, YICE_SEC_MEMBERS,
					   vocab->first_member + i, "info");
	}
	return YICE_OK;
}

static int verify_members(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	uint32_t *open = malloc(((size_t)view->count[YICE_SEC_MEMBERS] + 1) * sizeof(*open));
	uint32_t next = 0;
	int status = open ? YICE_OK : YICE_ENOMEM;

	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_VOCABS]; i++) {
		if (view->vocabs[i].kind == YICE_VOCAB_CODES && view->vocabs[i].members > YICE_TABLE_MAX)
			status = yice_refuse(verifier, YICE_D_image_table, YICE_SEC_VOCABS, i, "members");
		else if (view->vocabs[i].first_member != next)
			status =
			    yice_refuse(verifier, YICE_D_image_members, YICE_SEC_VOCABS, i, "first_member");
		else
			status = verify_subtrees(verifier, &view->vocabs[i], open);
		next += view->vocabs[i].members;
	}
	if (!status && next != view->count[YICE_SEC_MEMBERS])
		status = yice_refuse(verifier, YICE_D_image_members, YICE_SEC_MEMBERS, next, NULL);
	free(open);
	return status;
}

/* Names at most YICE_NAME_MAX bytes long, each greater than the one before it if there is one. */
static enum yice_diag_id name_rule(const struct yice_view *view, uint32_t before, uint32_t name)
{
	if (!memchr(view->strings + name, '\0',
		    view->count[YICE_SEC_STRINGS] - name > YICE_NAME_MAX
			? YICE_NAME_MAX + 1
			: view->count[YICE_SEC_STRINGS] - name))
		return YICE_D_image_name;
	if (before != YICE_NONE && strcmp(view->strings + before, view->strings + name) >= 0)
		return YICE_D_image_order;
	return YICE_DIAG_COUNT;
}

static int verify_member_names(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_member_name *names = view->member_names;

	for (uint32_t i = 0; i < view->count[YICE_SEC_MEMBER_NAMES]; i++) {
		bool same = i && names[i - 1].vocab == names[i].vocab;
		enum yice_diag_id id = name_rule(view, same ? names[i - 1].name : YICE_NONE, names[i].name);

		if (i && names[i - 1].vocab > names[i].vocab)
			id = YICE_D_image_order;
		if (id != YICE_DIAG_COUNT)
			return yice_refuse(verifier, id, YICE_SEC_MEMBER_NAMES, i, "name");
		if (names[i].ordinal >= view->vocabs[names[i].vocab].members)
			return yice_refuse(verifier, YICE_D_image_ordinal, YICE_SEC_MEMBER_NAMES, i,
					   "ordinal");
	}
	return YICE_OK;
}

static int verify_attr_names(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;

	for (uint32_t i = 0; i < view->count[YICE_SEC_ATTR_NAMES]; i++) {
		enum yice_diag_id id =
		    name_rule(view, i ? view->attr_names[i - 1].name : YICE_NONE, view->attr_names[i].name);

		if (id != YICE_DIAG_COUNT)
			return yice_refuse(verifier, id, YICE_SEC_ATTR_NAMES, i, "name");
	}
	return YICE_OK;
}

static int verify_measures(struct yice_verifier *verifier)
{
	for (uint32_t i = 0; i < verifier->view->count[YICE_SEC_MEASURES]; i++) {
		enum yice_diag_id id =
		    yice_verify_ratio(verifier->view, verifier->view->measures[i].factor, true);

		if (id != YICE_DIAG_COUNT)
			return yice_refuse(verifier, id, YICE_SEC_MEASURES, i, "factor");
	}
	return YICE_OK;
}

/* Numbers a quantity is read with. */
static int verify_quantity(struct yice_verifier *verifier, uint32_t slot)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_attr *attr = &view->attrs[slot];
	enum yice_diag_id id = yice_verify_ratio(view, attr->factor, true);

	if (id != YICE_DIAG_COUNT)
		return yice_refuse(verifier, id, YICE_SEC_ATTRS, slot, "factor");
	if (!yice_verify_number(view, attr->scale, 1))
		return yice_refuse(verifier, YICE_D_image_number, YICE_SEC_ATTRS, slot, "scale");
	if (view->numbers[attr->scale] <= 0)
		return yice_refuse(verifier, YICE_D_image_ratio, YICE_SEC_ATTRS, slot, "scale");
	id = attr->min == YICE_NONE ? YICE_DIAG_COUNT : yice_verify_ratio(view, attr->min, false);
	if (id != YICE_DIAG_COUNT)
		return yice_refuse(verifier, id, YICE_SEC_ATTRS, slot, "min");
	id = attr->max == YICE_NONE ? YICE_DIAG_COUNT : yice_verify_ratio(view, attr->max, false);
	if (id != YICE_DIAG_COUNT)
		return yice_refuse(verifier, id, YICE_SEC_ATTRS, slot, "max");
	return YICE_OK;
}

static bool vocab_fits(const struct yice_view *view, const struct yice_image_attr *attr)
{
	bool listed = attr->type == YICE_ATTR_TERMS || attr->type == YICE_ATTR_CODES;

	if (!listed || attr->vocab == YICE_NONE)
		return !listed && attr->vocab == YICE_NONE;
	return (view->vocabs[attr->vocab].kind == YICE_VOCAB_CODES) == (attr->type == YICE_ATTR_CODES);
}

/* *fact is where the slot's facts must lie, then where the next slot's must. */
static int verify_attr(struct yice_verifier *verifier, uint32_t slot, uint64_t *fact)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_attr *attr = &view->attrs[slot];
	bool listed = attr->type == YICE_ATTR_TERMS || attr->type == YICE_ATTR_CODES;

	if (!vocab_fits(view, attr))
		return yice_refuse(verifier, YICE_D_image_type, YICE_SEC_ATTRS, slot, "vocab");
	if (attr->many && !listed)
		return yice_refuse(verifier, YICE_D_image_type, YICE_SEC_ATTRS, slot, "many");
	if (attr->type != YICE_ATTR_QUANTITY && attr->min != YICE_NONE)
		return yice_refuse(verifier, YICE_D_image_type, YICE_SEC_ATTRS, slot, "min");
	if (attr->type != YICE_ATTR_QUANTITY && attr->max != YICE_NONE)
		return yice_refuse(verifier, YICE_D_image_type, YICE_SEC_ATTRS, slot, "max");
	if (attr->fact != *fact)
		return yice_refuse(verifier, YICE_D_image_fact, YICE_SEC_ATTRS, slot, "fact");
	*fact += yice_fact_size(view, slot);
	return attr->type == YICE_ATTR_QUANTITY ? verify_quantity(verifier, slot) : YICE_OK;
}

static int verify_attrs(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_meta *meta = view->meta;
	uint64_t fact = 0;
	int status = YICE_OK;

	for (uint32_t slot = 0; !status && slot < view->count[YICE_SEC_ATTRS]; slot++)
		status = verify_attr(verifier, slot, &fact);
	if (!status && fact != meta->fact_words)
		status = yice_refuse(verifier, YICE_D_image_fact_words, YICE_SEC_META, 0, "fact_words");
	if (status)
		return status;
	if (meta->place_list != YICE_NONE && view->vocabs[meta->place_list].kind != YICE_VOCAB_PLACES)
		return yice_refuse(verifier, YICE_D_image_site, YICE_SEC_META, 0, "place_list");
	if (meta->site_slot != YICE_NONE &&
	    (meta->place_list == YICE_NONE || view->attrs[meta->site_slot].type != YICE_ATTR_TERMS ||
	     !view->attrs[meta->site_slot].many || view->attrs[meta->site_slot].vocab != meta->place_list))
		return yice_refuse(verifier, YICE_D_image_site, YICE_SEC_META, 0, "site_slot");
	return YICE_OK;
}

int yice_verify_vocabs(struct yice_verifier *verifier)
{
	int status = verify_members(verifier);

	if (!status)
		status = verify_member_names(verifier);
	if (!status)
		status = verify_measures(verifier);
	if (!status)
		status = verify_attrs(verifier);
	if (!status)
		status = verify_attr_names(verifier);
	return status;
}

/* ---------------------------------------------------------------- scopes, targets, clauses, units */

static uint32_t place_count(const struct yice_view *view)
{
	return view->meta->place_list == YICE_NONE ? 0 : view->vocabs[view->meta->place_list].members;
}

static int verify_target(struct yice_verifier *verifier, uint32_t number)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_target *target = &view->targets[number];
	const uint32_t bounds[YICE_TARGETS] = {
		[YICE_FOR_SCOPE] = 1,
		[YICE_FOR_CLASS] = YICE_CLASSES,
		[YICE_FOR_PLACE] = place_count(view),
		[YICE_FOR_UNIT] = view->count[YICE_SEC_UNITS],
	};

	if (target->key >= bounds[target->kind])
		return yice_refuse(verifier, YICE_D_image_target_key, YICE_SEC_TARGETS, number, "key");
	return YICE_OK;
}

static int verify_targets(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	uint32_t next = 0;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_TARGETS]; i++) {
		status = verify_target(verifier, i);
		if (!status && view->targets[i].clauses != next)
			status = yice_refuse(verifier, YICE_D_image_clause_order, YICE_SEC_TARGETS, i, "clauses");
		next += view->targets[i].clause_count;
	}
	if (!status && next != view->count[YICE_SEC_CLAUSES])
		return yice_refuse(verifier, YICE_D_image_clause_lost, YICE_SEC_CLAUSES, YICE_NONE, NULL);
	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_CONTEXTS]; i++)
		if (!view->contexts[i].repeat)
			status = yice_refuse(verifier, YICE_D_image_repeat, YICE_SEC_CONTEXTS, i, "repeat");
	return status;
}

static int verify_scope(struct yice_verifier *verifier, uint32_t number)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_scope *scope = &view->scopes[number];

	if (scope->parent != YICE_NONE && scope->parent >= number)
		return yice_refuse(verifier, YICE_D_image_parent, YICE_SEC_SCOPES, number, "parent");
	for (uint32_t i = scope->targets; i < scope->targets + scope->target_count; i++)
		if (view->targets[i].kind == YICE_FOR_UNIT ||
		    view->lists[view->targets[i].list].scope != number)
			return yice_refuse(verifier, YICE_D_image_target_owner, YICE_SEC_SCOPES, number,
					   "targets");
	return YICE_OK;
}

/* A mask over places that a unit may have. */
static int verify_unit_mask(struct yice_verifier *verifier, uint32_t number, uint32_t mask, const char *field)
{
	enum yice_diag_id id;

	if (mask == YICE_NONE)
		return YICE_OK;
	id = yice_verify_mask(verifier->view, mask, place_count(verifier->view));
	return id == YICE_DIAG_COUNT ? YICE_OK : yice_refuse(verifier, id, YICE_SEC_UNITS, number, field);
}

static int verify_unit(struct yice_verifier *verifier, uint32_t number)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_unit *unit = &view->units[number];
	enum yice_diag_id id = name_rule(view, number ? unit[-1].code : YICE_NONE, unit->code);
	int status;

	if (id != YICE_DIAG_COUNT)
		return yice_refuse(verifier, id, YICE_SEC_UNITS, number, "code");
	status = verify_unit_mask(verifier, number, unit->present, "present");
	if (!status)
		status = verify_unit_mask(verifier, number, unit->absent, "absent");
	if (status)
		return status;
	if (verifier->not_place[unit->elements] != verifier->not_place[unit->elements + unit->element_count])
		return yice_refuse(verifier, YICE_D_image_elements, YICE_SEC_UNITS, number, "elements");
	for (uint32_t i = unit->targets; i < unit->targets + unit->target_count; i++)
		if (view->targets[i].kind != YICE_FOR_UNIT || view->targets[i].key != number)
			return yice_refuse(verifier, YICE_D_image_target_owner, YICE_SEC_UNITS, number,
					   "targets");
	return YICE_OK;
}

static int verify_bounds(struct yice_verifier *verifier)
{
	const struct yice_image_meta *meta = verifier->view->meta;
	struct yice_image_meta bounds;
	int status = yice_image_bounds(verifier->view, &bounds);

	if (status == YICE_ENOMEM)
		return status;
	if (status || bounds.max_clauses != meta->max_clauses)
		return yice_refuse(verifier, YICE_D_image_max_clauses, YICE_SEC_META, 0, "max_clauses");
	if (bounds.max_code != meta->max_code)
		return yice_refuse(verifier, YICE_D_image_max_code, YICE_SEC_META, 0, "max_code");
	return YICE_OK;
}

int yice_verify_scopes(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	uint64_t held = 0;
	int status = verify_targets(verifier);

	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_SCOPES]; i++) {
		status = verify_scope(verifier, i);
		held += view->scopes[i].target_count;
	}
	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_UNITS]; i++) {
		status = verify_unit(verifier, i);
		held += view->units[i].target_count;
	}
	if (!status && held != view->count[YICE_SEC_TARGETS])
		status = yice_refuse(verifier, YICE_D_image_target_lost, YICE_SEC_TARGETS, YICE_NONE, NULL);
	return status ? status : verify_bounds(verifier);
}
