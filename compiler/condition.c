/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A condition that stands alone, outside every clause: text to typed logic, in
 * the words of a model that is complete. Called for statements about all
 * projects, whose author writes after "when" what would stand behind 当.
 */
#include "compiler/rule.h"
#include "compiler/type.h"

int yice_condition_read(struct yice_model *model, uint32_t file, const struct yice_logic **out)
{
	struct yice_typing typing = { .model = model };
	struct yice_expr *expr = NULL;
	int status = yice_text_check(model->sources, file, model->diags);

	*out = NULL;
	if (status && status != YICE_EDIAG)
		return status;
	if (yice_parse_condition(model->sources, file, &model->arena, model->diags, &expr))
		return YICE_ENOMEM;
	if (expr)
		*out = yice_type_expr(&typing, expr);
	if (yice_model_status(model))
		return YICE_ENOMEM;
	if (typing.bad)
		*out = NULL;
	return status || !*out ? YICE_EDIAG : YICE_OK;
}
