/* SPDX-License-Identifier: Apache-2.0 */
/* The actions of `yice store`; operands[0] is the action's name, operands[1] the store. Each returns an enum yice_exit. */
#ifndef YICE_CLI_STORE_ACTION_H
#define YICE_CLI_STORE_ACTION_H

#include "cli/store.h"

/* store_set.c: FILE; STORE; STORE PLACE CHILD; STORE SCOPE SEQ; STORE PLACE PUBLIC-KEY; STORE PLACE [OF] */
int yice_store_do_key(const struct yice_cli *cli);
int yice_store_do_init(const struct yice_cli *cli);
int yice_store_do_delegate(const struct yice_cli *cli);
int yice_store_do_suspend(const struct yice_cli *cli);
int yice_store_do_revoke(const struct yice_cli *cli);
int yice_store_do_checkpoint(const struct yice_cli *cli);

/* store_submit.c: STORE SCOPE PATH… */
int yice_store_do_submit(const struct yice_cli *cli);

/* store_file.c: STORE SCOPE */
int yice_store_do_file(const struct yice_cli *cli);
int yice_store_do_return(const struct yice_cli *cli);
int yice_store_do_refuse(const struct yice_cli *cli);
int yice_store_do_publish(const struct yice_cli *cli);
int yice_store_do_acknowledge(const struct yice_cli *cli);

/* store_ask.c: STORE [SCOPE [PATH]]; STORE SCOPE SEQ [PATH]; STORE SCOPE; STORE */
int yice_store_do_state(const struct yice_cli *cli);
int yice_store_do_log(const struct yice_cli *cli);
int yice_store_do_show(const struct yice_cli *cli);
int yice_store_do_as_of(const struct yice_cli *cli);
int yice_store_do_audit(const struct yice_cli *cli);
int yice_store_do_signers(const struct yice_cli *cli);

/* store_replay.c: STORE LOG */
int yice_store_do_replay(const struct yice_cli *cli);

/* store_history.c: STORE CLAUSE; STORE SCOPE PATH (of log) */
int yice_store_do_blame(const struct yice_cli *cli);
int yice_store_path_log(const struct yice_cli *cli);
/* Has blame take the forms of clauses out of every image again. An exit status. */
int yice_store_forget_clauses(struct yice_shelf *shelf);

/* store_clause.c: STORE SCOPE A B; STORE SCOPE SEQ */
int yice_store_do_diff(const struct yice_cli *cli);
int yice_store_do_checkout(const struct yice_cli *cli);

/* store_receive.c: STORE; what a push wants on standard input */
int yice_store_do_verify_push(const struct yice_cli *cli);
int yice_store_do_receive(const struct yice_cli *cli);

/* store_verify.c: STORE */
int yice_store_do_verify(const struct yice_cli *cli);

/* The version of an image's format. */
uint32_t yice_store_image_version(const void *image, size_t len);
/* Compiles a stored version again, refuses it when its image differs, and finds what changed unless findings is NULL. */
int yice_store_examine(struct yice_shelf *shelf, const struct yice_record *record, const struct yice_version *version,
		       struct yice_arena *arena, struct yice_findings *findings);
/* Its meta/version, read. */
int yice_store_meta(struct yice_shelf *shelf, const struct yice_record *record, struct yice_arena *arena,
		    struct yice_version *version);
/* The findings of a version laid out against version `base` of the scope; 0: none. An exit status. */
int yice_store_compare(struct yice_shelf *shelf, const struct yice_composition *after, const struct yice_side *new,
		       const char *scope, uint64_t base, struct yice_arena *arena, struct yice_findings *findings);

#endif
