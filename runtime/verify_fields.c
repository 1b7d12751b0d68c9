/* SPDX-License-Identifier: Apache-2.0 */
/*
 * First pass over the contents: the strings, and every field rule of image.def
 * that stands in the table itself. A field is found through offsetof(), so a
 * rule always looks at the field it names. Later passes may follow any string,
 * index and range without asking again.
 */
#include "base/utf8.h"
#include "runtime/verify_internal.h"

enum rule { RULE_STRING, RULE_PATTERN, RULE_INDEX, RULE_OPTION, RULE_FIRST, RULE_COUNT, RULE_STRINGS, RULE_PATTERNS,
	    RULE_ENUM, RULE_DAY, RULE_ANY };

struct field {
	const char *name;
	enum rule rule;
	uint32_t word; /* of the record */
	uint32_t arg;  /* section, or bound of an ENUM */
};

#define ARG_STRING(arg) 0
#define ARG_PATTERN(arg) 0
#define ARG_STRINGS(arg) 0
#define ARG_PATTERNS(arg) 0
#define ARG_INDEX(arg) YICE_SEC_##arg
#define ARG_OPTION(arg) YICE_SEC_##arg
#define ARG_FIRST(arg) YICE_SEC_##arg
#define ARG_COUNT(arg) 0
#define ARG_ENUM(arg) (arg)
#define ARG_DAY(arg) 0
#define ARG_ANY(arg) 0

static const struct field fields[] = {
#define SECTION(NAME, name, width)
#define FIELD(record, field, rule, arg) \
	{ #field, RULE_##rule, offsetof(struct yice_image_##record, field) / sizeof(uint32_t), ARG_##rule(arg) },
#include "runtime/image.def"
#undef SECTION
#undef FIELD
};

/* START_x: where the fields of section x start in the table above; the next section's start ends them. */
enum field_start {
#define SECTION(NAME, name, width) START_##NAME, BEFORE_##NAME = START_##NAME - 1,
#define FIELD(record, field, rule, arg) NUMBER_##record##_##field,
#include "runtime/image.def"
#undef SECTION
#undef FIELD
	START_END
};

static const uint32_t starts[YICE_SECTIONS + 1] = {
#define SECTION(NAME, name, width) START_##NAME,
#define FIELD(record, field, rule, arg)
#include "runtime/image.def"
#undef SECTION
#undef FIELD
	START_END
};

bool yice_verify_string(const struct yice_view *view, uint32_t text)
{
	return text < view->count[YICE_SEC_STRINGS] && (!text || !view->strings[text - 1]);
}

static int verify_strings(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	uint32_t len = view->count[YICE_SEC_STRINGS];

	if (!len || view->strings[0] || view->strings[len - 1])
		return yice_refuse(verifier, YICE_D_image_strings, YICE_SEC_STRINGS, YICE_NONE, NULL);
	if (yice_utf8_check(view->strings, len) != len)
		return yice_refuse(verifier, YICE_D_image_utf8, YICE_SEC_STRINGS, YICE_NONE, NULL);
	return YICE_OK;
}

/* Runs of words may be shared and may overlap: what breaks a rule is counted once for all, a run is two look-ups. */
static int count_strings(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	uint32_t n = view->count[YICE_SEC_WORDS];

	verifier->not_string = malloc(((size_t)n + 1) * sizeof(uint32_t));
	if (!verifier->not_string)
		return YICE_ENOMEM;
	verifier->not_string[0] = 0;
	for (uint32_t i = 0; i < n; i++)
		verifier->not_string[i + 1] = verifier->not_string[i] + !yice_verify_string(view, view->words[i]);
	return YICE_OK;
}

static enum yice_diag_id strings_rule(const struct yice_verifier *verifier, uint32_t run)
{
	const struct yice_view *view = verifier->view;
	uint32_t words = view->count[YICE_SEC_WORDS], first = run + 1;

	if (run >= words || view->words[run] > words - first)
		return YICE_D_image_range;
	return verifier->not_string[first] == verifier->not_string[first + view->words[run]] ? YICE_DIAG_COUNT
											      : YICE_D_image_texts;
}

/* The rule a record breaks in a field, or YICE_DIAG_COUNT. */
static enum yice_diag_id broken_rule(const struct yice_verifier *verifier, const uint32_t *record,
				     const struct field *field)
{
	const struct yice_view *view = verifier->view;
	uint32_t value = record[field->word];

	switch (field->rule) {
	case RULE_STRING:
	case RULE_PATTERN: /* its holes: verify_texts.c */
		return yice_verify_string(view, value) ? YICE_DIAG_COUNT : YICE_D_image_string;
	case RULE_INDEX:
		return value < view->count[field->arg] ? YICE_DIAG_COUNT : YICE_D_image_index;
	case RULE_OPTION:
		return value == YICE_NONE || value < view->count[field->arg] ? YICE_DIAG_COUNT : YICE_D_image_index;
	case RULE_FIRST:
		return (uint64_t)value + record[field->word + 1] <= view->count[field->arg] ? YICE_DIAG_COUNT :
											      YICE_D_image_range;
	case RULE_STRINGS:
	case RULE_PATTERNS:
		return strings_rule(verifier, value);
	case RULE_ENUM:
		return value < field->arg ? YICE_DIAG_COUNT : YICE_D_image_enum;
	case RULE_COUNT:
	case RULE_DAY:
	case RULE_ANY:
		break;
	}
	return YICE_DIAG_COUNT;
}

static int verify_records(struct yice_verifier *verifier, uint32_t section, const uint32_t *records)
{
	uint32_t words = yice_section_info(section)->words;

	for (uint32_t i = 0; i < verifier->view->count[section]; i++)
		for (uint32_t f = starts[section]; f < starts[section + 1]; f++) {
			enum yice_diag_id id = broken_rule(verifier, records + (size_t)i * words, &fields[f]);

			if (id != YICE_DIAG_COUNT)
				return yice_refuse(verifier, id, section, i, fields[f].name);
		}
	return YICE_OK;
}

static int verify_counts(struct yice_verifier *verifier)
{
	const uint32_t *count = verifier->view->count;

	if (count[YICE_SEC_META] != 1)
		return yice_refuse(verifier, YICE_D_image_meta, YICE_SEC_META, YICE_NONE, NULL);
	if (count[YICE_SEC_TESTS] != count[YICE_SEC_TEST_TEXTS])
		return yice_refuse(verifier, YICE_D_image_parallel, YICE_SEC_TEST_TEXTS, YICE_NONE, NULL);
	if (count[YICE_SEC_CLAUSES] != count[YICE_SEC_CLAUSE_INFO])
		return yice_refuse(verifier, YICE_D_image_parallel, YICE_SEC_CLAUSE_INFO, YICE_NONE, NULL);
	if (verifier->view->meta->language != 1)
		return yice_refuse(verifier, YICE_D_image_language, YICE_SEC_META, 0, "language");
	return YICE_OK;
}

int yice_verify_fields(struct yice_verifier *verifier)
{
	int status = verify_strings(verifier);

	if (!status)
		status = verify_counts(verifier);
	if (!status)
		status = count_strings(verifier);
#define SECTION(NAME, name, width) \
	if (!status && START_##NAME < starts[YICE_SEC_##NAME + 1]) \
		status = verify_records(verifier, YICE_SEC_##NAME, (const void *)verifier->view->name);
#define FIELD(record, field, rule, arg)
#include "runtime/image.def"
#undef SECTION
#undef FIELD
	return status;
}
