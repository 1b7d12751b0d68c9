/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arguments of templates and clause groups. Every use binds all parameters of
 * what it uses to a term, a text or a quantity, and nothing else: a template
 * sees its own parameters only, so it means the same wherever it is used.
 * Called by outline.c for groups and by rule.c for templates.
 */
#include "compiler/type.h"

static bool spells(const struct yice_name *name, const char *text)
{
	return (name->zh.text && !strcmp(name->zh.text, text)) ||
	       (name->en.text && !strcmp(name->en.text, text));
}

const struct yice_binding *yice_env_find(const struct yice_env *env, const char *name)
{
	for (uint32_t i = 0; name && env && i < env->count; i++)
		if (spells(&env->bindings[i].param->name, name))
			return &env->bindings[i];
	return NULL;
}

void yice_env_note_uses(struct yice_model *model, const struct yice_env *env, struct yice_diag *diag)
{
	for (; env; env = env->outer)
		yice_diag_note(model->diags, diag, YICE_D_note_used, env->use, NULL);
}

/* Kind of place a parameter is restricted to by the name of its list, or -1. */
static int place_kind(const char *list)
{
	static const char *const words[][2] = {
		[YICE_AT_ZONE] = { "分区", "zone" },
		[YICE_AT_AREA] = { "区域", "area" },
		[YICE_AT_PARK] = { "园区", "park" },
	};

	for (int i = 0; i < (int)YICE_COUNT(words); i++)
		if (!strcmp(words[i][0], list) || !strcmp(words[i][1], list))
			return i;
	return -1;
}

/* The argument is itself a parameter of the group around the use: `out` gets what that one is bound to. */
static bool bind_hole(struct yice_typing *typing, const struct yice_path *path, struct yice_binding *out)
{
	const struct yice_binding *bound = yice_type_hole(typing, path);

	if (!bound) {
		yice_report_hole(typing, path->part[0].text, yice_path_span(path));
		return false;
	}
	if (bound->param->kind != out->param->kind) {
		yice_typing_report(typing, YICE_D_argument_kind, yice_path_span(path), out->param->name.zh.text, NULL,
				   NULL);
		return false;
	}
	out->text = bound->text;
	out->number = bound->number;
	out->measure = bound->measure;
	out->period = bound->period;
	return true;
}

static bool bind_term(struct yice_typing *typing, const struct yice_operand *value, struct yice_binding *out)
{
	struct yice_model *model = typing->model;
	const struct yice_word *word = &value->path->part[0];
	uint32_t first = model->diags->count;
	int kind = out->param->list.text ? place_kind(out->param->list.text) : -1;
	const struct yice_vocab_member *member;

	out->vocab = yice_find_vocab(model, &out->param->list);
	out->ordinal = value->path->hole[0] ? yice_find_bound(model, out->vocab, word, typing->env)
					   : yice_find_member(model, out->vocab, word);
	if (out->vocab == YICE_NONE || out->ordinal == YICE_NONE) {
		typing->bad = true;
		yice_typing_note_since(typing, first);
		return false;
	}
	member = &model->vocabs.items[out->vocab].members[out->ordinal];
	if (kind >= 0 && member->info != (uint32_t)kind) {
		yice_typing_report(typing, YICE_D_argument_list, value->span, member->label.zh,
				   out->param->list.text, NULL);
		return false;
	}
	return true;
}

static bool bind_quantity(struct yice_typing *typing, const struct yice_operand *value,
			  struct yice_binding *out)
{
	struct yice_unit_of_measure declared;

	if (!yice_measure_resolve(typing->model, out->param->measure, out->param->span, &declared))
		return false;
	if (value->kind == YICE_OPERAND_PATH) {
		if (!bind_hole(typing, value->path, out))
			return false;
	} else {
		out->number = value->number;
		if (value->negative)
			out->number.num = -out->number.num;
		out->period = yice_type_period(typing, value->period);
		if (!yice_type_measure(typing, value, &out->measure) || (value->period && !out->period))
			return false;
	}
	if (!yice_measure_fits(&declared, &out->measure)) {
		yice_typing_report(typing, YICE_D_argument_measure, value->span, out->param->name.zh.text,
				   declared.label.zh, NULL);
		return false;
	}
	return true;
}

/* Whether the argument has the form the parameter asks for; what it means is checked by bind_*. */
static bool fits_kind(const struct yice_operand *value, enum yice_param_kind kind)
{
	bool plain = value->kind == YICE_OPERAND_PATH && value->path->count == 1 && !value->has_factor &&
		     !value->negative && !value->next;

	switch (kind) {
	case YICE_PARAM_TERM:
		return plain;
	case YICE_PARAM_TEXT:
		return value->kind == YICE_OPERAND_TEXT || (plain && value->path->hole[0]);
	case YICE_PARAM_QUANTITY:
		return (value->kind == YICE_OPERAND_NUMBER && !value->next) || (plain && value->path->hole[0]);
	}
	return false;
}

static bool bind_value(struct yice_typing *typing, const struct yice_operand *value, struct yice_binding *out)
{
	out->span = value->span;
	if (!fits_kind(value, out->param->kind)) {
		struct yice_diag *diag = yice_typing_report(typing, YICE_D_argument_kind, value->span,
							    out->param->name.zh.text, NULL, NULL);

		yice_diag_note(typing->model->diags, diag, YICE_D_note_declared, out->param->span,
			       out->param->name.zh.text, NULL);
		return false;
	}
	switch (out->param->kind) {
	case YICE_PARAM_TERM:
		return bind_term(typing, value, out);
	case YICE_PARAM_TEXT:
		if (value->kind == YICE_OPERAND_PATH)
			return bind_hole(typing, value->path, out);
		out->text = yice_text_fill(typing, value->text, YICE_ZH);
		return out->text != NULL;
	case YICE_PARAM_QUANTITY:
		return bind_quantity(typing, value, out);
	}
	return false;
}

/* Suggests the parameter nearest to a word that is none. */
static void suggest_parameter(struct yice_model *model, const struct yice_env *env, struct yice_diag *diag,
			      struct yice_span span, const char *word)
{
	uint32_t params = env ? env->count : 0, count = 0;
	const char **names = yice_arena_array(&model->arena, (size_t)params * 2 + 1, sizeof(*names));
	const char *near;

	for (uint32_t i = 0; names && i < params; i++) {
		const struct yice_name *name = &env->bindings[i].param->name;

		if (name->zh.text)
			names[count++] = name->zh.text;
		if (name->en.text)
			names[count++] = name->en.text;
	}
	near = names ? yice_did_you_mean(word, names, count) : NULL;
	if (!near)
		return;
	yice_diag_help(model->diags, diag, YICE_D_help_did_you_mean, near, NULL);
	if (span.end - span.start == strlen(word) + 2) /* with its braces */
		span = (struct yice_span){ span.file, span.start + 1, span.end - 1 };
	if (span.end - span.start == strlen(word))
		yice_diag_fix(model->diags, diag, span, near);
}

void yice_report_hole(struct yice_typing *typing, const char *name, struct yice_span span)
{
	struct yice_diag *diag;

	if (!name)
		return; /* the parser has reported it */
	diag = yice_typing_report(typing, YICE_D_unknown_hole, span, name, NULL, NULL);
	suggest_parameter(typing->model, typing->env, diag, span, name);
}

static void report_unknown(struct yice_typing *typing, const struct yice_env *env, const struct yice_arg *arg)
{
	struct yice_diag *diag = yice_typing_report(typing, YICE_D_unknown_parameter, arg->name.span,
						    env->template_->label.zh, arg->name.text, NULL);

	suggest_parameter(typing->model, env, diag, arg->name.span, arg->name.text);
	yice_diag_note(typing->model->diags, diag, YICE_D_note_declared, env->template_->label.span,
		       env->template_->label.zh, NULL);
}

/* The binding an argument is for, by its name or its position; NULL when there is none (reported). */
static struct yice_binding *binding_of(struct yice_typing *typing, struct yice_env *env,
				       const struct yice_arg *arg, uint32_t *position)
{
	struct yice_model *model = typing->model;
	struct yice_diag *diag;

	if (!arg->name.text) {
		if (*position < env->count)
			return &env->bindings[(*position)++];
		diag = yice_typing_report(typing, YICE_D_surplus_argument, arg->value->span,
					  env->template_->label.zh, NULL, NULL);
		yice_diag_note(model->diags, diag, YICE_D_note_declared, env->template_->label.span,
			       env->template_->label.zh, NULL);
		return NULL;
	}
	for (uint32_t i = 0; i < env->count; i++)
		if (spells(&env->bindings[i].param->name, arg->name.text)) {
			const struct yice_name *name = &env->bindings[i].param->name;

			yice_note_use(model, arg->name.span, name->zh.text, name->en.text);
			return &env->bindings[i];
		}
	report_unknown(typing, env, arg);
	return NULL;
}

static void bind_args(struct yice_typing *typing, struct yice_env *env, const struct yice_arg *args)
{
	struct yice_model *model = typing->model;
	const struct yice_arg **given = yice_arena_array(&model->arena, env->count + 1, sizeof(*given));
	uint32_t position = 0;

	if (!given) {
		typing->bad = true;
		return;
	}
	for (const struct yice_arg *arg = args; arg; arg = arg->next) {
		struct yice_binding *binding = binding_of(typing, env, arg, &position);
		const struct yice_arg *before;
		struct yice_diag *diag;

		if (!binding)
			continue;
		before = given[binding - env->bindings];
		given[binding - env->bindings] = arg;
		if (!before) {
			typing->bad |= !bind_value(typing, arg->value, binding);
			continue;
		}
		diag = yice_typing_report(typing, YICE_D_repeated_argument, arg->value->span,
					  binding->param->name.zh.text, NULL, NULL);
		yice_diag_note(model->diags, diag, YICE_D_note_first, before->value->span, NULL);
	}
	for (uint32_t i = 0; i < env->count; i++)
		if (!given[i]) {
			struct yice_diag *diag = yice_typing_report(
			    typing, YICE_D_missing_argument, env->use, env->template_->label.zh,
			    env->bindings[i].param->name.zh.text, NULL);

			yice_diag_note(model->diags, diag, YICE_D_note_declared, env->bindings[i].param->span,
				       env->bindings[i].param->name.zh.text, NULL);
		}
}

const struct yice_env *yice_env_bind(struct yice_model *model, const struct yice_template *template_,
				     const struct yice_param *params, const struct yice_arg *args,
				     struct yice_span use, const struct yice_env *outer)
{
	struct yice_typing typing = { .model = model, .env = outer };
	struct yice_env *env = yice_arena_alloc(&model->arena, sizeof(*env));
	uint32_t i = 0;

	if (!env)
		return NULL;
	env->template_ = template_;
	env->use = use;
	env->outer = outer;
	for (const struct yice_param *param = params; param; param = param->next)
		env->count++;
	env->bindings = yice_arena_array(&model->arena, env->count, sizeof(*env->bindings));
	if (!env->bindings)
		return NULL;
	for (const struct yice_param *param = params; param; param = param->next)
		env->bindings[i++].param = param;
	bind_args(&typing, env, args);
	return typing.bad ? NULL : env;
}
