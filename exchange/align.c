/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two texts side by side: the longest common subsequence of their tokens, by
 * dynamic programming over what is left between an equal beginning and an
 * equal end. Names agree with any other name. Called by fold.
 */
#include "exchange/fold.h"

#define MIDDLE_MAX 256

static bool same(const struct yice_token *a, const struct yice_token *b)
{
	return a->id == b->id;
}

struct middle {
	const struct yice_token *a, *b;
	uint32_t n, m;
	uint16_t length[MIDDLE_MAX + 1][MIDDLE_MAX + 1]; /* of the subsequence of a[i..], b[j..] */
};

static void fill(struct middle *mid)
{
	for (uint32_t i = 0; i <= mid->n; i++)
		mid->length[i][mid->m] = 0;
	for (uint32_t j = 0; j <= mid->m; j++)
		mid->length[mid->n][j] = 0;
	for (uint32_t i = mid->n; i-- > 0;)
		for (uint32_t j = mid->m; j-- > 0;) {
			uint16_t down = mid->length[i + 1][j], right = mid->length[i][j + 1];

			mid->length[i][j] = same(&mid->a[i], &mid->b[j])
						? (uint16_t)(mid->length[i + 1][j + 1] + 1)
					    : down > right ? down
							   : right;
		}
}

static void trace(const struct middle *mid, uint32_t base, int32_t *match)
{
	uint32_t i = 0, j = 0;

	while (i < mid->n && j < mid->m) {
		if (same(&mid->a[i], &mid->b[j]))
			match[i++] = (int32_t)(base + j++);
		else if (mid->length[i + 1][j] >= mid->length[i][j + 1])
			i++;
		else
			j++;
	}
}

int yice_align(const struct yice_token *a, uint32_t a_count, const struct yice_token *b, uint32_t b_count,
	       int32_t *match)
{
	uint32_t head = 0, tail = 0, least = a_count < b_count ? a_count : b_count;
	struct middle *mid;

	while (head < least && same(&a[head], &b[head]))
		head++;
	while (tail < least - head && same(&a[a_count - 1 - tail], &b[b_count - 1 - tail]))
		tail++;
	if (a_count - head - tail > MIDDLE_MAX || b_count - head - tail > MIDDLE_MAX)
		return YICE_ENOTFOUND;
	for (uint32_t i = 0; i < a_count; i++)
		match[i] = -1;
	for (uint32_t i = 0; i < head; i++)
		match[i] = (int32_t)i;
	for (uint32_t i = 1; i <= tail; i++)
		match[a_count - i] = (int32_t)(b_count - i);
	mid = malloc(sizeof(*mid));
	if (!mid)
		return YICE_ENOMEM;
	mid->a = a + head;
	mid->b = b + head;
	mid->n = a_count - head - tail;
	mid->m = b_count - head - tail;
	fill(mid);
	trace(mid, head, match + head);
	free(mid);
	return YICE_OK;
}
