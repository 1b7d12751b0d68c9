/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the checks of the analysis share: the model and its realm, questions
 * about clauses at a site, and findings with a witness that has been decided
 * by the runtime before it is shown. Each check is a line of check.def and
 * looks at a range of clauses; ranges are checked by several threads.
 */
#ifndef YICE_ANALYSIS_CHECK_H
#define YICE_ANALYSIS_CHECK_H

#include "analysis/nearby.h"
#include "analysis/trial.h"
#include "yice/analysis.h"

/* The image on which witnesses are decided, made when the first one needs it. */
struct yice_bench;

/* Days on which clauses of the lists of a scope begin or cease to be in force: by scope behind start[], in order. */
struct yice_turns {
	const yice_day *days;
	const uint32_t *start;
};

/*
 * One worker's view of the rules. The model is its own as far as it makes texts and reports findings; declarations,
 * rules and the index of what stands beside what are shared with others and not changed.
 */
struct yice_checker {
	struct yice_model *model;
	const struct yice_rules *rules;
	const struct yice_nearby *nearby;
	const struct yice_turns *turns;
	struct yice_bench *bench;
	uint32_t first, end; /* the clauses it looks at, by number; others it may meet beside them */
	struct yice_realm realm;
	struct yice_realm_model reading;
	struct yice_subjects subjects;
	struct yice_solver *solver;
	const struct yice_form **sites; /* by unit: what it says of places; NULL: not read yet. By yice_site() */
	uint32_t *site_kinds;           /* by unit: equal for units that say the same */
	struct yice_map site_keys;
	struct yice_map answered; /* questions about pairs that have been answered: key -> answer */
	struct yice_map reported; /* findings: what is written where -> index of the diagnostic, or YICE_NONE */
	struct yice_map bodies;
	uint32_t *beside, *around, *repeated; /* scratch of checks of pairs: room for all clauses each */
	struct yice_trial trial;
	int status; /* of the machine; checks stop when it is not YICE_OK */
};

/* A question: at a site in the unit (YICE_NONE: anywhere), is there a project such that all forms hold? */
struct yice_asking {
	const struct yice_form *forms[8]; /* of a witness with `below`, 7 at most */
	uint32_t count;
	uint32_t unit;
};

#define YICE_ASK(unit, ...)                                                                                  \
	&(struct yice_asking)                                                                                \
	{                                                                                                    \
		{ __VA_ARGS__ },                                                                             \
		    sizeof((const struct yice_form *[]){ __VA_ARGS__ }) / sizeof(struct yice_form *), unit   \
	}

/* An enum yice_answer; NO when checker->status has been set. point may be NULL, else it is in *arena. */
int yice_ask(struct yice_checker *checker, const struct yice_asking *asking, struct yice_arena *arena,
	     struct yice_project *point);
/* The same, remembered under three numbers and the kind of the unit's site: for questions asked of many equal
 * pairs. */
int yice_ask_once(struct yice_checker *checker, const struct yice_asking *asking, uint32_t what, uint32_t a,
		  uint32_t b);

/* What the unit says of places, NULL when checker->status has been set; units of one kind say the same. */
const struct yice_form *yice_site(struct yice_checker *checker, uint32_t unit);

/* What a witness must show when it is decided; never that facts are missing. */
enum yice_claim_kind {
	YICE_CLAIM_LEAST,   /* the outcome is at least the level */
	YICE_CLAIM_BELOW,   /* it is below the level */
	YICE_CLAIM_APPLIES, /* the clause applies */
	YICE_CLAIM_OUTSIDE  /* it does not */
};

struct yice_claim {
	uint32_t clause; /* index into model->placed */
	enum yice_claim_kind kind;
	enum yice_level level; /* LEAST and BELOW */
};

/*
 * Claims about the same project, which lies where the clause `where` is looked at: the narrowest of those at issue.
 * below: unless FREE, all clauses of the lists of that clause's scope that are looked at there come out below it.
 */
struct yice_witness {
	struct yice_claim claims[3];
	uint32_t claim_count;
	uint32_t where;
	yice_day day;
	enum yice_level below;
};

/*
 * The witness of a question, whose unit does not matter, as a document in the model's arena, decided by the runtime: in
 * the first unit that has one, else, for what is looked at in the whole of its scope, in the scope. NULL when there is none
 * or when it does not show what it is claimed to show.
 */
const char *yice_witness_make(struct yice_checker *checker, const struct yice_asking *asking,
			      const struct yice_witness *witness);
/* The same with an enum yice_answer: NO when it is settled that there is none. */
int yice_witness_find(struct yice_checker *checker, const struct yice_asking *asking,
		      const struct yice_witness *witness, const char **json);

/* Reports a finding at a clause, once for each place in the sources. NULL when it was given, or is switched
 * off. */
struct yice_diag *yice_finding(struct yice_checker *checker, enum yice_diag_id id,
			       const struct yice_subject *at, const struct yice_subject *other, const char *a,
			       const char *b, const char *c);
/* The same of a clause that several others are to be named at, in notes: NULL also when it has been given. */
struct yice_diag *yice_finding_among(struct yice_checker *checker, enum yice_diag_id id, const struct yice_subject *at,
				     const struct yice_subject *other);
/* Names another clause at a finding, unless that place is named. */
void yice_finding_name(struct yice_diags *diags, struct yice_diag *diag, struct yice_span span, const char *id);
void yice_finding_witness(struct yice_checker *checker, struct yice_diag *diag, const char *json);
/* The question about a clause was not settled within the bound. */
void yice_unreached(struct yice_checker *checker, const struct yice_subject *at);

/* Whether a diagnostic of check.def is to be given. */
bool yice_check_is_on(const struct yice_checker *checker, enum yice_diag_id id);

/* A day on which both are in force, or false. */
bool yice_days_common(const struct yice_rule *a, const struct yice_rule *b, yice_day *day);

/* check_run.c. The image shared by all workers; YICE_OK when the checker's trial is open. */
int yice_bench_open(struct yice_bench *bench, struct yice_trial *trial) YICE_MUST_CHECK;
/*
 * check_run.c. All checks, over rules that have passed the compiler's own; effort may be NULL. YICE_OK also when there
 * are diagnostics.
 */
int yice_rules_analyse(struct yice_model *model, const struct yice_rules *rules,
		       const struct yice_effort *effort) YICE_MUST_CHECK;

/* check.def */
#define CHECK(diagnostic, standing, function) void yice_check_##function(struct yice_checker *checker);
#define CHECK_WHOLE CHECK
#include "analysis/check.def"
#undef CHECK_WHOLE
#undef CHECK

#endif
