/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes points as facts. Only axes that the question looked at are named, so
 * a witness says no more than it has to; some-of lists are complete, because a
 * point says of every member whether it is there. Names are those in Chinese,
 * which every attribute has. Used by checks, differences and advice.
 */
#include "analysis/witness.h"

static bool add_number(const struct yice_axis *axis, struct yice_ratio number, struct yice_buf *out)
{
	char day[11];

	if (axis->kind == YICE_AXIS_DAY) {
		yice_date_format((yice_day)number.num, day);
		yice_buf_addf(out, "\"%s\"", day);
		return true;
	}
	if (yice_ratio_mul(number, axis->scale, &number))
		return false;
	if (*axis->measure)
		yice_buf_addc(out, '"');
	yice_ratio_format(number, out);
	if (*axis->measure)
		yice_buf_addf(out, " %s\"", axis->measure);
	return yice_ratio_is_decimal(number);
}

bool yice_witness_value(const struct yice_realm *realm, const struct yice_value *value, struct yice_buf *out)
{
	const struct yice_axis *axis = &realm->axes[value->axis];
	const struct yice_universe *universe = &realm->universes[axis->universe];
	bool some = axis->kind == YICE_AXIS_SOME, first = true;

	if (axis->kind == YICE_AXIS_NUMBER || axis->kind == YICE_AXIS_DAY)
		return add_number(axis, value->number, out);
	if (axis->boolean) {
		yice_buf_adds(out, yice_bit(value->members, YICE_MEMBER_YES) ? "true" : "false");
		return true;
	}
	yice_buf_adds(out, some ? "[" : "");
	for (uint32_t i = 0; i < universe->count; i++)
		if (yice_bit(value->members, i)) {
			yice_buf_addf(out, "%s\"%s\"", first ? "" : ", ", universe->zh[i]);
			first = false;
		}
	yice_buf_adds(out, some ? "]" : "");
	return true;
}

static void add_site(const struct yice_place_of *place, struct yice_buf *out)
{
	if (place->unit && place->also)
		yice_buf_addf(out, "\"site\": {\"unit\": [\"%s\", \"%s\"]}, ", place->unit, place->also);
	else if (place->unit)
		yice_buf_addf(out, "\"site\": {\"unit\": \"%s\"}, ", place->unit);
	else if (place->scope)
		yice_buf_addf(out, "\"site\": {\"scope\": \"%s\"}, ", place->scope);
}

/* The day of decision: the point's own, else the place's. */
static void add_day(const struct yice_realm *realm, const struct yice_project *point,
		    const struct yice_place_of *place, struct yice_buf *out)
{
	yice_day day = place->day;
	char text[11];

	for (uint32_t i = 0; i < point->count; i++)
		if (!*realm->axes[point->values[i].axis].zh)
			day = (yice_day)point->values[i].number.num;
	yice_date_format(day, text);
	if (*text)
		yice_buf_addf(out, "\"as_of\": \"%s\", ", text);
}

bool yice_witness_json(const struct yice_realm *realm, const struct yice_project *point,
		       const struct yice_place_of *place, struct yice_buf *out)
{
	bool exact = true, first = true, any = false;

	yice_buf_addc(out, '{');
	add_day(realm, point, place, out);
	add_site(place, out);
	yice_buf_adds(out, "\"facts\": {");
	for (uint32_t i = 0; i < point->count; i++) {
		const struct yice_axis *axis = &realm->axes[point->values[i].axis];

		if (!*axis->zh)
			continue;
		yice_buf_addf(out, "%s\"%s\": ", first ? "" : ", ", axis->zh);
		exact &= yice_witness_value(realm, &point->values[i], out);
		any |= axis->kind == YICE_AXIS_SOME;
		first = false;
	}
	yice_buf_addc(out, '}');
	first = true;
	for (uint32_t i = 0; any && i < point->count; i++) {
		const struct yice_axis *axis = &realm->axes[point->values[i].axis];

		if (axis->kind != YICE_AXIS_SOME)
			continue;
		yice_buf_addf(out, "%s\"%s\"", first ? ", \"complete\": [" : ", ", axis->zh);
		first = false;
	}
	yice_buf_adds(out, any ? "]}" : "}");
	return exact;
}
