/* SPDX-License-Identifier: Apache-2.0 */
/* A stable text form of the syntax tree, for tests. */
#ifndef YICE_GRAMMAR_AST_DUMP_H
#define YICE_GRAMMAR_AST_DUMP_H

#include "base/buf.h"
#include "grammar/ast.h"

/* One item a line, its parts on lines of their own, indented. Spans are left out. */
void yice_ast_dump(const struct yice_file *file, struct yice_buf *out);

#endif
