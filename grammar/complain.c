/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"
#include "grammar/parser.h"

bool yice_complain(struct yice_parser *parser, const int *expected, int count)
{
	YICE_UNUSED(expected);
	YICE_UNUSED(count);
	yice_diag_add(parser->diags, YICE_D_unexpected_token, parser->current.span, NULL);
	return false;
}
