/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of diag.def as data: codes, names, severities and texts, for the
 * diagnostics themselves, `yice explain` and the switches of `yice check`.
 * Names are spelled with - here and with _ as identifiers; the spelling is
 * changed by the compiler, so that the table stays constant.
 */
#include "base/diag.h"

#define NAME_SIZE 40

/* Character i of the name s, '-' for '_', NUL behind its end. */
#define AT(s, i)   ((s)[(i) < sizeof(s) ? (i) : sizeof(s) - 1])
#define CH(s, i)   (char)(AT(s, i) == '_' ? '-' : AT(s, i))
#define CH5(s, i)  CH(s, i), CH(s, (i) + 1), CH(s, (i) + 2), CH(s, (i) + 3), CH(s, (i) + 4)
#define CH20(s, i) CH5(s, i), CH5(s, (i) + 5), CH5(s, (i) + 10), CH5(s, (i) + 15)
#define KEBAB(s)                                                                                             \
	{                                                                                                    \
		CH20(s, 0), CH20(s, 20)                                                                      \
	}

struct row {
	char code[6]; /* "Y0301" */
	char name[NAME_SIZE];
	enum yice_severity severity;
	const char *text[2], *more[2];
};

#define DIGIT(n, unit) (char)('0' + (n) / (unit) % 10)

static const struct row rows[YICE_DIAG_COUNT] = {
#define D(number, severity, name, zh, en, more_zh, more_en)                                                  \
	{ { 'Y', DIGIT(number, 1000), DIGIT(number, 100), DIGIT(number, 10), DIGIT(number, 1), '\0' },       \
	  KEBAB(#name),                                                                                      \
	  YICE_##severity,                                                                                   \
	  { zh, en },                                                                                        \
	  { more_zh, more_en } },
#include "base/diag.def"
#undef D
};

#define D(number, severity, name, zh, en, more_zh, more_en)                                                  \
	static_assert(sizeof(#name) <= NAME_SIZE && (number) > 0 && (number) < 10000, #name);
#include "base/diag.def"
#undef D

const char *yice_diag_code(enum yice_diag_id id)
{
	return rows[id].code;
}

const char *yice_diag_name(enum yice_diag_id id)
{
	return rows[id].name;
}

enum yice_severity yice_diag_severity(enum yice_diag_id id)
{
	return rows[id].severity;
}

bool yice_diag_is_fixed(enum yice_diag_id id)
{
	return rows[id].severity == YICE_ERROR && id != YICE_D_loosens;
}

const char *yice_diag_text(enum yice_diag_id id, enum yice_lang lang)
{
	return rows[id].text[lang];
}

const char *yice_diag_explanation(enum yice_diag_id id, enum yice_lang lang)
{
	return rows[id].more[lang];
}

enum yice_diag_id yice_diag_find(const char *code)
{
	const char *digits = code + (*code == 'Y' || *code == 'y');
	unsigned int id = 0;

	while (id < YICE_DIAG_COUNT && strcmp(rows[id].code + 1, digits) && strcmp(rows[id].name, code))
		id++;
	return (enum yice_diag_id)id;
}

int yice_severity_find(const char *word)
{
	static const struct {
		const char *word;
		int severity;
	} words[] = { { "error", YICE_ERROR },
		      { "warning", YICE_WARNING },
		      { "note", YICE_NOTE },
		      { "off", YICE_SEVERITY_OFF } };

	for (size_t i = 0; i < YICE_COUNT(words); i++)
		if (!strcmp(word, words[i].word))
			return words[i].severity;
	return -1;
}
