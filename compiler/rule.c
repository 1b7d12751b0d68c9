/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Placed clauses to rules. A clause made from a template is put together from
 * the template's parts, then its own: conditions, exceptions, demands, bases,
 * open words and departments add up; texts, tag and interval of its own win.
 * Then 优先于 is applied (override.c) and the limits of an image are checked.
 * Called once by compile.c after the outline is complete.
 */
#include "compiler/declare.h"
#include "compiler/type.h"

#define STEPS_MAX 65536 /* tests and connectives of one clause */
#define TICK_MAX  ((int64_t)1 << 61)

/* An encouragement or a duty as written, and where: it becomes the effect, part of it, or stands beside it. */
struct guidance {
	const struct yice_effect *effect;
	const struct yice_clause *in;
	const struct yice_env *env;
	struct yice_label addressee;
	YICE_VEC(const char *) texts;
};

/* A rule while its parts are being collected. */
struct build {
	struct yice_typing typing;
	struct yice_rule *rule;
	struct yice_logic *guard; /* as written, before place and open words */
	YICE_VEC(struct yice_logic *) except;
	YICE_VEC(const char *) texts, open, lead;
	YICE_VEC(struct yice_rule_basis) bases;
	YICE_VEC(const struct yice_word *) overrides;
	YICE_VEC(struct guidance) guidance;
	YICE_VEC(struct yice_aside) asides;
	const struct yice_effective *effective; /* NULL: not given */
	const struct yice_effect *effect; /* the first that decides: sets the kind */
	const struct yice_clause *effect_in;
	const struct yice_text *open_at;
	const struct expanding *expanding; /* templates whose bodies are being collected */
};

/* Kept here and not in the template: other threads may be expanding it too. */
struct expanding {
	const struct yice_template *template_;
	const struct expanding *outer;
};

static const struct {
	const char *zh, *en;
	enum yice_effect_op op;
} effects[] = {
	[YICE_EFFECT_NONE] = { "", "", YICE_DOES_NOTHING },
	[YICE_EFFECT_REQUIRE] = { "须", "require", YICE_REQUIRES },
	[YICE_EFFECT_PROHIBIT] = { "禁止", "prohibit", YICE_PROHIBITS },
	[YICE_EFFECT_RESTRICT] = { "限制", "restrict", YICE_RESTRICTS },
	[YICE_EFFECT_ENCOURAGE] = { "鼓励", "encourage", YICE_ENCOURAGES },
	[YICE_EFFECT_DUTY] = { "职责", "duty", YICE_OBLIGES },
};

static struct yice_model *model_of(const struct build *build)
{
	return build->typing.model;
}

static void push_text(struct build *build, const struct yice_text *text, void *vec)
{
	const char *pattern = yice_text_pattern(&build->typing, text, YICE_ZH);
	const char **item = pattern ? yice_model_push(model_of(build), vec, sizeof(*item)) : NULL;

	if (item)
		*item = pattern;
}

static void push_texts(struct build *build, const struct yice_text *text, void *vec)
{
	for (; text; text = text->next)
		push_text(build, text, vec);
}

/* The words of an element are those of the list 环境要素 where it has them, and free otherwise. */
static struct yice_label element_label(struct yice_model *model, const struct yice_word *word)
{
	struct yice_label label = { word->text, NULL, word->span };
	uint32_t vocab = yice_element_list(model), ordinal;

	ordinal = vocab == YICE_NONE ? YICE_NONE : yice_member_lookup(model, vocab, word->text);
	if (ordinal == YICE_NONE)
		return label;
	label.zh = model->vocabs.items[vocab].members[ordinal].label.zh;
	label.en = model->vocabs.items[vocab].members[ordinal].label.en;
	if (label.en)
		yice_note_use(model, word->span, label.zh, label.en);
	return label;
}

static bool names_class(const char *word)
{
	static const char *const words[] = { "禁止类",   "限制类",   "综合类",        "鼓励引导类",
					     "prohibit", "restrict", "comprehensive", "encourage" };

	for (size_t i = 0; i < YICE_COUNT(words); i++)
		if (!strcmp(words[i], word))
			return true;
	return false;
}

static void add_tag(struct build *build, const struct yice_clause *clause)
{
	struct yice_model *model = model_of(build);
	struct yice_rule *rule = build->rule;
	const struct yice_tag *tag = clause->tag;
	const struct yice_word *klass;
	uint32_t index;

	if (tag && tag->raw) {
		rule->element = (struct yice_label){ tag->raw->text, NULL, tag->raw->span };
		rule->klass = (struct yice_label){ NULL, NULL, YICE_SPAN_NONE };
		return;
	}
	if (!tag || !tag->word[0].text)
		return;
	klass = &tag->word[1];
	rule->element = rule->klass = (struct yice_label){ NULL, NULL, YICE_SPAN_NONE };
	if (!klass->text && names_class(tag->word[0].text))
		klass = &tag->word[0];
	else
		rule->element = element_label(model, &tag->word[0]);
	if (!klass->text)
		return;
	index = yice_find_attribute_class(model, klass);
	if (index == YICE_NONE)
		rule->klass = (struct yice_label){ klass->text, NULL, klass->span };
	else
		rule->klass = yice_builtin_label(1, index);
	rule->klass.span = klass->span;
}

static void add_unless(struct build *build, const struct yice_unless *unless)
{
	struct yice_model *model = model_of(build);

	for (; unless; unless = unless->next) {
		struct yice_logic *test = yice_type_expr(&build->typing, unless->test);
		struct yice_logic *but = unless->but ? yice_type_expr(&build->typing, unless->but) : NULL;
		struct yice_logic **item;

		if (!test || (unless->but && !but))
			continue;
		if (but)
			test = yice_logic_join(model, YICE_LOGIC_AND, test, yice_logic_not(model, but));
		item = YICE_PUSH(model, &build->except);
		if (item)
			*item = test;
	}
}

static void report_effect(struct build *build, const struct yice_clause *clause,
			  const struct yice_effect *effect)
{
	struct yice_model *model = model_of(build);
	const struct yice_effect *first = build->effect;
	struct yice_diag *diag;

	build->typing.bad = true;
	if (build->effect_in != clause)
		diag = yice_typing_report(&build->typing, YICE_D_effect_of_template, effect->span,
					  clause->as->name.text, effects[first->kind].zh,
					  effects[effect->kind].zh);
	else if (first->kind == effect->kind)
		diag = yice_typing_report(&build->typing, YICE_D_repeated_effect, effect->span,
					  effects[effect->kind].zh, effects[effect->kind].en, NULL);
	else
		diag = yice_diag_add(model->diags, YICE_D_several_effects, effect->span,
				     effects[first->kind].zh, effects[effect->kind].zh,
				     effects[first->kind].en, effects[effect->kind].en, NULL);
	yice_diag_note(model->diags, diag, YICE_D_note_first, first->span, NULL);
}

static void add_guidance(struct build *build, const struct yice_clause *clause,
			 const struct yice_effect *effect)
{
	struct yice_model *model = model_of(build);
	struct guidance *part = YICE_PUSH(model, &build->guidance);
	uint32_t index;

	if (!part)
		return;
	part->effect = effect;
	part->in = clause;
	part->env = build->typing.env;
	push_texts(build, effect->texts, &part->texts);
	if (!effect->addressee)
		return;
	index = yice_find_addressee(model, effect->addressee);
	build->typing.bad |= index == YICE_NONE;
	if (index != YICE_NONE)
		part->addressee = yice_builtin_label(2, index);
}

static void add_effect(struct build *build, const struct yice_clause *clause,
		       const struct yice_effect *effect)
{
	struct yice_model *model = model_of(build);
	struct yice_rule *rule = build->rule;
	struct yice_logic *demand = NULL;
	bool again = build->effect && build->effect_in == clause && effect->kind != YICE_EFFECT_REQUIRE;

	if (effect->kind == YICE_EFFECT_ENCOURAGE || effect->kind == YICE_EFFECT_DUTY) {
		add_guidance(build, clause, effect);
		return;
	}
	build->typing.demands = true;
	if (effect->demand)
		demand = yice_type_expr(&build->typing, effect->demand);
	build->typing.demands = false;
	if (build->effect && (build->effect->kind != effect->kind || again)) {
		report_effect(build, clause, effect);
		return;
	}
	if (!build->effect) {
		build->effect = effect;
		build->effect_in = clause;
		rule->effect = effects[effect->kind].op;
	}
	if (demand)
		rule->demand = yice_logic_join(model, YICE_LOGIC_AND, rule->demand, demand);
	push_texts(build, effect->texts, &build->texts);
}

static void add_bases(struct build *build, const struct yice_basis *basis)
{
	struct yice_model *model = model_of(build);

	for (; basis; basis = basis->next) {
		uint32_t document = yice_find_document(model, &basis->document, basis->full);
		struct yice_rule_basis *item;

		build->typing.bad |= document == YICE_NONE;
		item = document == YICE_NONE ? NULL : YICE_PUSH(model, &build->bases);
		if (item)
			*item =
			    (struct yice_rule_basis){ document, basis->article.text, basis->document.span };
	}
}

static void add_texts(struct build *build, const struct yice_clause *clause)
{
	struct yice_rule *rule = build->rule;

	if (clause->original)
		rule->original = yice_text_pattern(&build->typing, clause->original, YICE_ZH);
	if (clause->summary)
		rule->summary = yice_text_pattern(&build->typing, clause->summary, YICE_ZH);
	if (clause->english)
		rule->english = yice_text_pattern(&build->typing, clause->english, YICE_EN);
	push_texts(build, clause->open, &build->open);
	push_texts(build, clause->lead, &build->lead);
	if (clause->open && !build->open_at)
		build->open_at = clause->open;
}

/* The parts written in one body, read with the parameters that hold there. */
static void add_parts(struct build *build, const struct yice_clause *clause, const struct yice_env *env)
{
	struct yice_model *model = model_of(build);

	build->typing.env = env;
	for (const struct yice_word *word = clause->repeated; word; word = word->next)
		yice_typing_report(&build->typing, YICE_D_repeated_part, word->span, word->text, NULL, NULL);
	add_texts(build, clause);
	add_tag(build, clause);
	if (clause->when)
		build->guard = yice_logic_join(model, YICE_LOGIC_AND, build->guard,
					       yice_type_expr(&build->typing, clause->when));
	add_unless(build, clause->unless);
	for (const struct yice_effect *effect = clause->effects; effect; effect = effect->next)
		add_effect(build, clause, effect);
	add_bases(build, clause->basis);
	for (const struct yice_word *word = clause->overrides; word; word = word->next) {
		const struct yice_word **item = YICE_PUSH(model, &build->overrides);

		if (item)
			*item = word;
	}
	if (clause->effective)
		build->effective = clause->effective;
	build->rule->fictional |= clause->fictional;
}

static bool is_expanding(const struct build *build, const struct yice_template *template_)
{
	const struct expanding *at = build->expanding;

	while (at && at->template_ != template_)
		at = at->outer;
	return at != NULL;
}

static void collect(struct build *build, const struct yice_clause *clause, const struct yice_env *env)
{
	struct yice_model *model = model_of(build);
	const struct yice_as *as = clause->as;
	const struct yice_template *template_;
	const struct yice_env *bound;
	uint32_t index;

	if (clause->broken)
		build->typing.bad = true;
	if (!as) {
		add_parts(build, clause, env);
		return;
	}
	index = yice_find_template(model, &as->name);
	template_ = index == YICE_NONE ? NULL : &model->templates.items[index];
	bound = template_ ? yice_env_bind(model, template_, template_->params, as->args, as->name.span, env)
			  : NULL;
	if (!bound) {
		build->typing.bad = true;
	} else if (is_expanding(build, template_)) {
		build->typing.env = env;
		yice_typing_report(&build->typing, YICE_D_template_cycle, as->name.span, template_->label.zh,
				   NULL, NULL);
	} else if (template_->item->u.template_.clause) {
		struct expanding inner = { template_, build->expanding };

		build->expanding = &inner;
		collect(build, template_->item->u.template_.clause, bound);
		build->expanding = inner.outer;
	}
	add_parts(build, clause, env);
}

/* Whether a part goes on with the effect of a template: the first of that kind in another body than the effect's. */
static bool continues(const struct build *build, const struct guidance *main, const struct guidance *part)
{
	if (!main || part->effect->kind != main->effect->kind || part->in == main->in)
		return false;
	for (const struct guidance *before = build->guidance.items; before < part; before++)
		if (before->in == part->in && before->effect->kind == part->effect->kind)
			return false;
	return true;
}

static void join_effect(struct build *build, const struct guidance *part)
{
	struct yice_rule *rule = build->rule;

	rule->effect = effects[part->effect->kind].op;
	if (part->addressee.zh)
		rule->addressee = part->addressee;
	if (part->effect->due != YICE_DAY_MAX) {
		rule->due = part->effect->due;
		rule->due_span = part->effect->due_span;
	}
	for (uint32_t i = 0; i < part->texts.count; i++) {
		const char **item = YICE_PUSH(model_of(build), &build->texts);

		if (item)
			*item = part->texts.items[i];
	}
}

static void add_aside(struct build *build, const struct guidance *part)
{
	const struct yice_effect *effect = part->effect;
	struct yice_aside *aside;

	if (!part->texts.count) {
		build->typing.env = part->env;
		yice_typing_report(&build->typing, YICE_D_aside_without_words, effect->span,
				   effects[effect->kind].zh, effects[effect->kind].en, NULL);
		return;
	}
	aside = YICE_PUSH(model_of(build), &build->asides);
	if (!aside)
		return;
	aside->kind = effect->kind == YICE_EFFECT_DUTY ? YICE_ASIDE_OBLIGES : YICE_ASIDE_ENCOURAGES;
	aside->addressee = part->addressee;
	aside->texts = part->texts.items;
	aside->text_count = part->texts.count;
	aside->due = effect->due;
	aside->span = effect->span;
	aside->due_span = effect->due_span;
}

/* A clause that decides nothing has the first of these parts for its effect. All others stand beside it. */
static void settle_guidance(struct build *build)
{
	const struct guidance *main = build->effect || !build->guidance.count ? NULL : build->guidance.items;

	assert(build->guidance.items || !build->guidance.count);
	build->rule->due = YICE_DAY_MAX;
	build->rule->due_span = YICE_SPAN_NONE;
	for (uint32_t i = 0; i < build->guidance.count; i++) {
		const struct guidance *part = &build->guidance.items[i];

		if (part == main || continues(build, main, part))
			join_effect(build, part);
		else
			add_aside(build, part);
	}
}

static struct yice_logic *join_open(struct build *build, enum yice_logic_kind kind, struct yice_logic *logic)
{
	struct yice_model *model = model_of(build);

	for (uint32_t i = 0; i < build->open.count; i++) {
		const char *words = yice_text_settle(&build->typing, build->open.items[i]);

		logic = yice_logic_join(model, kind, logic, yice_logic_open(model, words, build->open_at->span));
	}
	return logic;
}

/*
 * Open words beside a demand leave it open whether it is met; beside a
 * prohibition or restriction they may widen what it applies to. Nothing can
 * widen a clause that always applies.
 */
static void settle_open(struct build *build)
{
	struct yice_rule *rule = build->rule;
	enum yice_effect_kind kind;

	if (!build->open.count)
		return;
	switch (rule->effect) {
	case YICE_REQUIRES:
		rule->demand = join_open(build, YICE_LOGIC_AND, rule->demand);
		return;
	case YICE_PROHIBITS:
	case YICE_RESTRICTS:
		if (build->guard)
			build->guard = join_open(build, YICE_LOGIC_OR, build->guard);
		return;
	case YICE_ENCOURAGES:
	case YICE_OBLIGES:
		kind = rule->effect == YICE_OBLIGES ? YICE_EFFECT_DUTY : YICE_EFFECT_ENCOURAGE;
		yice_typing_report(&build->typing, YICE_D_idle_open, build->open_at->span, effects[kind].zh,
				   effects[kind].en, NULL);
		return;
	default:
		return;
	}
}

/* A clause attached to a place applies to sites in it, in the unit or out of it. */
static void settle_place(struct build *build)
{
	struct yice_model *model = model_of(build);
	const struct yice_placement *placement = &model->placements.items[build->rule->placed->target];
	struct yice_logic *within;

	build->rule->guard = build->guard;
	if (placement->kind != YICE_FOR_PLACE)
		return;
	if (model->site_attribute == YICE_NONE) {
		yice_typing_report(&build->typing, YICE_D_place_without_site, placement->span, NULL, NULL,
				   NULL);
		return;
	}
	within = yice_logic_within(model, placement->key, placement->span);
	build->rule->guard = yice_logic_join(model, YICE_LOGIC_AND, within, build->guard);
}

static void settle_days(struct build *build)
{
	struct yice_model *model = model_of(build);
	const struct yice_list *list = &model->lists.items[build->rule->placed->list];
	struct yice_interval days = list->days, own;
	struct yice_diag *diag;

	if (!build->effective) {
		build->rule->days = days;
		return;
	}
	own = build->effective->days;
	days.from = own.from > days.from ? own.from : days.from;
	days.to = own.to < days.to ? own.to : days.to;
	build->rule->days = days;
	if (days.from < days.to)
		return;
	if (own.from >= own.to) {
		yice_typing_report(&build->typing, YICE_D_interval_empty, build->effective->span, NULL, NULL,
				   NULL);
		return;
	}
	diag = yice_typing_report(&build->typing, YICE_D_clause_interval, build->effective->span, NULL, NULL,
				  NULL);
	yice_diag_note(model->diags, diag, YICE_D_note_list, list->span, NULL);
}

static void settle_vectors(struct build *build)
{
	struct yice_rule *rule = build->rule;

	rule->except = build->except.items;
	rule->except_count = build->except.count;
	rule->texts = build->texts.items;
	rule->text_count = build->texts.count;
	rule->open = build->open.items;
	rule->open_count = build->open.count;
	rule->lead = build->lead.items;
	rule->lead_count = build->lead.count;
	rule->asides = build->asides.items;
	rule->aside_count = build->asides.count;
	rule->bases = build->bases.items;
	rule->base_count = build->bases.count;
	rule->overrides = build->overrides.items;
	rule->override_count = build->overrides.count;
	rule->args = build->typing.args.items;
	rule->arg_count = (unsigned char)build->typing.args.count;
}

void yice_rule_build(struct yice_model *model, const struct yice_placed *placed, struct yice_rule *rule)
{
	struct build build = { .typing = { .model = model }, .rule = rule };

	rule->placed = placed;
	collect(&build, placed->clause, placed->env);
	settle_guidance(&build);
	build.typing.env = placed->env;
	settle_open(&build);
	settle_place(&build);
	settle_days(&build);
	settle_vectors(&build);
	if (rule->effect == YICE_DOES_NOTHING && !rule->original && !rule->summary && !build.typing.bad)
		yice_typing_report(&build.typing, YICE_D_empty_clause, placed->span, NULL, NULL, NULL);
	rule->bad = build.typing.bad;
}

static bool same_aside(const struct yice_rule *of_a, const struct yice_aside *a, const struct yice_rule *of_b,
		       const struct yice_aside *b)
{
	if (a->kind != b->kind || a->due != b->due || a->text_count != b->text_count ||
	    strcmp(a->addressee.zh ? a->addressee.zh : "", b->addressee.zh ? b->addressee.zh : ""))
		return false;
	for (uint32_t i = 0; i < a->text_count; i++)
		if (!yice_rule_same_text(of_a, a->texts[i], of_b, b->texts[i]))
			return false;
	return true;
}

bool yice_rule_same_guidance(const struct yice_rule *a, const struct yice_rule *b)
{
	for (uint32_t i = 0; i < a->aside_count && i < b->aside_count; i++)
		if (!same_aside(a, &a->asides[i], b, &b->asides[i]))
			return false;
	return a->due == b->due && a->aside_count == b->aside_count;
}

/* What a body asks of the machine and of those who explain it. */
struct extent {
	uint32_t steps, stack, nesting;
};

/* Adds an expression on top of `stack` values, `nesting` levels down; stops as soon as it is too much. */
static void measure_logic(const struct yice_logic *logic, uint32_t stack, uint32_t nesting,
			  struct extent *extent)
{
	extent->steps++;
	extent->stack = stack + 1 > extent->stack ? stack + 1 : extent->stack;
	extent->nesting = nesting > extent->nesting ? nesting : extent->nesting;
	for (const struct yice_logic *child = logic->first; child; child = child->next) {
		if (extent->steps > STEPS_MAX || nesting > YICE_NEST_MAX)
			return;
		measure_logic(child, stack + (child != logic->first), nesting + 1, extent);
	}
}

void yice_rule_check_size(struct yice_model *model, struct yice_rule *rule)
{
	struct yice_typing typing = { .model = model, .env = rule->placed->env };
	struct extent extent = { 0, 0, 0 };

	if (rule->guard)
		measure_logic(rule->guard, 0, 0, &extent);
	for (uint32_t i = 0; i < rule->except_count; i++)
		measure_logic(rule->except[i], 0, 0, &extent);
	if (rule->demand)
		measure_logic(rule->demand, 0, 0, &extent);
	if (rule->except_count > YICE_EXCEPT_MAX)
		yice_typing_report(&typing, YICE_D_too_many_exceptions, rule->placed->span,
				   yice_model_text(model, "%d", YICE_EXCEPT_MAX), NULL, NULL);
	if (extent.steps > STEPS_MAX || extent.stack > YICE_STACK_MAX || extent.nesting > YICE_NEST_MAX)
		yice_typing_report(&typing, YICE_D_clause_too_large, rule->placed->span, NULL, NULL, NULL);
	rule->bad |= typing.bad;
}

bool yice_ticks_fit(struct yice_ratio limit, int64_t scale)
{
	int64_t tick;

	return !__builtin_mul_overflow(limit.num, scale / limit.den, &tick) && tick < TICK_MAX && tick > -TICK_MAX;
}

/* Scales are final only now, so only now can a threshold be seen to leave the range of ticks. */
static bool ticks_fit(struct yice_typing *typing, const struct yice_logic *logic)
{
	const struct yice_slot *slot;

	if (!logic)
		return true;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		if (!ticks_fit(typing, child))
			return false;
	if (logic->kind != YICE_LOGIC_TEST || logic->op < YICE_TEST_LT || logic->op > YICE_TEST_NE)
		return true;
	slot = &typing->model->slots.items[logic->slot];
	if (yice_ticks_fit(logic->limit, slot->scale))
		return true;
	yice_typing_report(typing, YICE_D_value_too_large, logic->span, slot->zh, NULL, NULL);
	return false;
}

static void check_ticks(struct yice_model *model, struct yice_rule *rule)
{
	struct yice_typing typing = { .model = model, .env = rule->placed->env };
	bool fit = ticks_fit(&typing, rule->guard);

	for (uint32_t i = 0; i < rule->except_count; i++)
		fit &= ticks_fit(&typing, rule->except[i]);
	fit &= ticks_fit(&typing, rule->demand);
	rule->bad |= !fit;
}

static int rank(struct yice_model *model, struct yice_rules *rules)
{
	uint32_t *by, count = 0;

	for (uint32_t i = 0; i < rules->count; i++)
		count += rules->items[i].override_count > 0;
	if (!count)
		return YICE_OK;
	by = yice_arena_array(&model->arena, count, sizeof(*by));
	count = 0;
	for (uint32_t i = 0; by && i < rules->count; i++)
		if (rules->items[i].override_count)
			by[count++] = i;
	return by ? yice_rules_rank(model, rules, by, count) : YICE_ENOMEM;
}

int yice_rules_build(struct yice_model *model, struct yice_rules *rules)
{
	int status;

	rules->count = 0;
	rules->items = yice_arena_array(&model->arena, model->placed.count, sizeof(*rules->items));
	if (!rules->items)
		return YICE_ENOMEM;
	rules->count = model->placed.count;
	for (uint32_t i = 0; i < rules->count; i++)
		yice_rule_build(model, &model->placed.items[i], &rules->items[i]);
	status = yice_model_status(model);
	if (!status)
		status = rank(model, rules);
	for (uint32_t i = 0; !status && i < rules->count; i++)
		if (!rules->items[i].bad) {
			yice_rule_check_size(model, &rules->items[i]);
			if (!rules->items[i].bad)
				check_ticks(model, &rules->items[i]);
		}
	return status ? status : yice_model_status(model);
}

int yice_rules_resolve(struct yice_model *model, struct yice_rules *rules)
{
	int status = yice_model_declare(model);

	if (!status)
		status = yice_model_outline(model);
	return status ? status : yice_rules_build(model, rules);
}
