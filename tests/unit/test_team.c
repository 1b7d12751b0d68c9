/* SPDX-License-Identifier: Apache-2.0 */
/* base/team.c: every piece is done once, whatever the numbers of workers and pieces. */
#include "tests/unit/unit.h"

#include "base/team.h"

#define PIECES 500

struct worker {
	unsigned char *did; /* by piece: how often, by this worker */
	size_t last, count;
	bool in_order;
};

static void do_piece(void *context, size_t piece)
{
	struct worker *worker = context;

	worker->in_order = worker->in_order && (!worker->count || piece > worker->last);
	worker->last = piece;
	worker->count++;
	worker->did[piece]++;
}

struct telling {
	size_t told;
	bool one_by_one;
};

static void tell(void *context, size_t count)
{
	struct telling *telling = context;

	telling->one_by_one = telling->one_by_one && count == telling->told + 1;
	telling->told = count;
}

static void do_with(size_t count, size_t pieces)
{
	struct telling telling = { 0, true };
	const struct yice_team_job job = { do_piece, tell, &telling };
	struct worker workers[8];
	void *team[8];

	for (size_t i = 0; i < count; i++) {
		workers[i] = (struct worker){ calloc(PIECES, 1), 0, 0, true };
		assert_non_null(workers[i].did);
		team[i] = &workers[i];
	}
	yice_team_run(&job, team, count, pieces);
	assert_true(telling.one_by_one);
	assert_int_equal(telling.told, pieces);
	for (size_t piece = 0; piece < PIECES; piece++) {
		unsigned int times = 0;

		for (size_t i = 0; i < count; i++)
			times += workers[i].did[piece];
		assert_int_equal(times, piece < pieces);
	}
	for (size_t i = 0; i < count; i++) {
		assert_true(workers[i].in_order);
		free(workers[i].did);
	}
}

static void every_piece_is_done_once(void **state)
{
	YICE_UNUSED(state);
	do_with(1, PIECES);
	do_with(2, PIECES);
	do_with(8, PIECES);
}

static void more_workers_than_pieces_do_no_harm(void **state)
{
	YICE_UNUSED(state);
	do_with(8, 3);
	do_with(3, 1);
	do_with(2, 0);
}

static void nobody_has_to_be_told(void **state)
{
	unsigned char did[4] = { 0 };
	struct worker worker = { did, 0, 0, true };
	const struct yice_team_job job = { do_piece, NULL, NULL };
	void *team[] = { &worker };

	YICE_UNUSED(state);
	yice_team_run(&job, team, 1, YICE_COUNT(did));
	assert_int_equal(worker.count, YICE_COUNT(did));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_piece_is_done_once),
		cmocka_unit_test(more_workers_than_pieces_do_no_harm),
		cmocka_unit_test(nobody_has_to_be_told),
	};

	return cmocka_run_group_tests_name("team", tests, NULL, NULL);
}
