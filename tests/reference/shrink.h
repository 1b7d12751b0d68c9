/* SPDX-License-Identifier: Apache-2.0 */
/* Makes a difference between the program and the reference small enough to read. */
#ifndef YICE_TESTS_REFERENCE_SHRINK_H
#define YICE_TESTS_REFERENCE_SHRINK_H

#include "tests/reference/generate.h"

/* Writes folder/rules.yice. */
void shrink_write(const char *folder, const char *text);
/* Leaves out facts, lines and parts of expressions while the two still differ. */
void shrink(const char *folder, struct yice_buf *source, struct case_facts *facts);

#endif
