/* SPDX-License-Identifier: Apache-2.0 */
/* A chain of small publications by one key, for trials of the store; and the results of tests. */
#ifndef YICE_TESTS_STORE_CHAIN_H
#define YICE_TESTS_STORE_CHAIN_H

#include "store/record.h"

struct chain {
	struct yice_store *store;
	struct yice_key key;
	struct yice_diags diags;
	const char *scope;
	char ref[YICE_REF_BYTES];
};

int create_store(const char *folder);
/* Close in every case. */
int open_chain(struct chain *chain, const char *folder, const char *scope, bool write);
void close_chain(struct chain *chain);
void forget_diags(struct chain *chain);
/* The first thing it complained of, as a comment. */
void say_why(const struct chain *chain, int status);
/* One version behind the head, `count` sources of which the last is new. */
int publish(struct chain *chain, uint64_t seq, const char *after, size_t count, char oid[YICE_OID]);
/* The head and its number, 0 when there is none. */
int head_of(struct chain *chain, char oid[YICE_OID], uint64_t *seq);
/* Every record of the chain, linked. */
int verify(struct chain *chain, uint64_t *count);
/* By stock git, where it is there. */
bool fsck_is_clean(const char *folder);

double now(void);
/* One line of TAP. */
void result(bool good, const char *name);
/* The plan; 1 when a test failed. */
int results(void);

#endif
