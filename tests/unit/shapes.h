/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes from short texts, for tests: "116.1 39.2, 116.2 39.2" is a part, ";" begins another, ";-" a hole. */
#ifndef YICE_TESTS_UNIT_SHAPES_H
#define YICE_TESTS_UNIT_SHAPES_H

#include "tests/unit/unit.h"

#include "runtime/geo/gate.h"
#include "runtime/geo/number.h"

struct shapes {
	struct yice_arena arena;
	struct yice_geo *geo;
};

static inline void shapes_init(struct shapes *shapes)
{
	yice_arena_init(&shapes->arena);
	assert_int_equal(yice_geo_new(&shapes->geo), YICE_OK);
}

static inline void shapes_release(struct shapes *shapes)
{
	yice_geo_free(shapes->geo);
	yice_arena_release(&shapes->arena);
}

static inline int64_t shapes_number(const char **text)
{
	int64_t value = 0;
	size_t len;

	*text += strspn(*text, " ,");
	len = yice_number_span(*text, strlen(*text));
	assert_true(len > 0);
	assert_int_equal(yice_number_read(*text, len, 9, &value), YICE_OK);
	*text += len;
	return value;
}

static inline struct yice_shape shapes_make(struct shapes *shapes, enum yice_shape_kind kind, const char *text)
{
	struct yice_shape_builder builder;
	struct yice_shape shape;
	bool hole = false;

	yice_shape_begin(&builder, kind, YICE_SHAPE_POINTS_MAX);
	while (*text) {
		if (*text == ';') {
			yice_shape_end_part(&builder, hole);
			hole = text[1] == '-';
			text += 1 + hole;
		} else {
			struct yice_point point;

			point.lon = shapes_number(&text);
			point.lat = shapes_number(&text);
			yice_shape_add(&builder, point);
		}
	}
	yice_shape_end_part(&builder, hole);
	assert_int_equal(yice_shape_finish(&builder, &shapes->arena, &shape), YICE_OK);
	return shape;
}

#endif
