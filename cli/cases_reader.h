/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read expectation files share: nothing in them is ignored. */
#ifndef YICE_CLI_CASES_READER_H
#define YICE_CLI_CASES_READER_H

#include "cli/cases.h"

enum yice_cases_kind { YICE_IS_ANY, YICE_IS_OBJECT, YICE_IS_ARRAY, YICE_IS_STRING };

struct yice_cases_member {
	const char *name;
	enum yice_cases_kind kind;
};

struct yice_cases_reader {
	struct yice_cases *cases;
	struct yice_report *report;
};

/* Whether the value is of the kind; reported under the name when it is not. */
bool yice_cases_kind(struct yice_cases_reader *reader, const struct yice_json *value, enum yice_cases_kind kind,
		     const char *name);
/* Every member of the object must be in the list and of its kind; what is not is reported. */
void yice_cases_members(struct yice_cases_reader *reader, const struct yice_json *object,
			const struct yice_cases_member *members, size_t count);
/* A member of that kind, or NULL. */
const struct yice_json *yice_cases_get(const struct yice_json *object, const char *name, enum yice_json_kind kind);
/* A date YYYY-MM-DD is what it says it is, or reported. */
void yice_cases_check_day(struct yice_cases_reader *reader, const struct yice_json *day);

/* property.c. The list under "properties". YICE_OK also when there are mistakes, YICE_ENOMEM. */
int yice_properties_read(struct yice_cases_reader *reader, const struct yice_json *list) YICE_MUST_CHECK;

#endif
