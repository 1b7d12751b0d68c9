/* SPDX-License-Identifier: Apache-2.0 */
/* What the actions of `yice store` share: a store opened and verified, keys, composing images, appending records. */
#ifndef YICE_CLI_STORE_H
#define YICE_CLI_STORE_H

#include "cli/cli.h"
#include "store/asof.h"
#include "store/load.h"
#include "yice/analysis.h"

/* A store, and what was verified of it. */
struct yice_shelf {
	const struct yice_cli *cli;
	const char *path;
	struct yice_report *report;
	struct yice_store *store;
	struct yice_ledger *ledger;
	struct yice_asof *index;
	struct yice_history *history; /* what changed when, of all chains: the state that was verified */
	struct yice_ledger *next_ledger;   /* the state with what was appended, verified before it came to be; */
	struct yice_history *next_history; /* NULL before that */
	struct yice_load_count count;
	bool fallen_back; /* the newest state was refused; this is the last good one */
};

/*
 * Opens a store and verifies its history; an exit status, said. A reader whose store has become bad goes on with the last
 * state that was good, and says so; a writer does not. Close in every case.
 */
int yice_shelf_open(struct yice_shelf *shelf, const struct yice_cli *cli, const char *path, bool write);
/* The same, with a visitor and references as a push brings them. */
int yice_shelf_load(struct yice_shelf *shelf, const struct yice_cli *cli, const char *path, bool write,
		    const char *quarantine, const struct yice_load *load);
void yice_shelf_close(struct yice_shelf *shelf);
/* Shows the diagnostics so far, once, and turns a status into an exit status: 3 for rules, 1 otherwise. */
int yice_shelf_failed(struct yice_shelf *shelf, int status);
/*
 * Remembers the state that was verified last, unless this copy has seen more by now. After writing and after verifying: what
 * was done is done and what was verified is so, hence a failure is said and is none of the act or the question.
 */
void yice_shelf_remember(struct yice_shelf *shelf);
/* The digest of the root entry that is trusted, in STORE/yice/trust. */
int yice_shelf_trust(const struct yice_cli *cli, const char *path, const char *sha256);

/*
 * Opens a store for its history alone. When nothing has moved since this copy last verified it, the history kept then is
 * taken and there is no ledger; otherwise this is yice_shelf_open() of a reader.
 */
int yice_shelf_recall(struct yice_shelf *shelf, const struct yice_cli *cli, const char *path);
/* A text that this copy keeps for itself, STORE/yice/NAME; *text NULL when there is none. YICE_OK, YICE_EIO, YICE_ENOMEM. */
int yice_shelf_keep(struct yice_shelf *shelf, const char *name, const struct yice_buf *text) YICE_MUST_CHECK;
int yice_shelf_kept(struct yice_shelf *shelf, const char *name, char **text, size_t *len) YICE_MUST_CHECK;

/*
 * Has nothing moved that a judgement about `about` rests on: chains and registers of that scope and of those above it, and
 * `ref` itself? YICE_OK, YICE_ENOTFOUND (one has: *moved its name), YICE_EDIAG. head (YICE_OID bytes) gets where ref was.
 */
int yice_shelf_unmoved(struct yice_shelf *shelf, const char *ref, const char *about, char head[YICE_OID],
		       char moved[YICE_REF_BYTES]) YICE_MUST_CHECK;
/* Verifies the store as it will be when ref names oid, and keeps that state for yice_shelf_remember(). */
int yice_shelf_foresee(struct yice_shelf *shelf, const char *ref, const char *oid) YICE_MUST_CHECK;

/* Version `seq` of a scope, of the state that was verified. An exit status; release the record in every case. */
int yice_shelf_version(struct yice_shelf *shelf, const char *scope, uint64_t seq, struct yice_record *record);
/* The newest record of a chain in that state; YICE_EXIT_FAILED, said, when it is empty. */
int yice_shelf_head(struct yice_shelf *shelf, enum yice_ref_kind kind, const char *scope, struct yice_record *record);

/* Keys of --key, in order. */
struct yice_signing {
	struct yice_key keys[16];
	const char *names[16]; /* their base64 */
	uint32_t count;
	struct yice_arena arena;
};
int yice_signing_open(struct yice_signing *signing, const struct yice_cli *cli);
void yice_signing_close(struct yice_signing *signing);

/* A version or entry about to be written: files with their bytes in an arena. */
struct yice_parcel {
	struct yice_arena arena;
	struct yice_files files;
	size_t cap;
};
void yice_parcel_init(struct yice_parcel *parcel);
void yice_parcel_release(struct yice_parcel *parcel);
int yice_parcel_add(struct yice_parcel *parcel, const char *path, const void *bytes, size_t len) YICE_MUST_CHECK;
/* Adds every file of a record whose path begins with prefix. */
int yice_parcel_copy(struct yice_parcel *parcel, struct yice_shelf *shelf, const struct yice_record *record,
		     const char *prefix) YICE_MUST_CHECK;
/* SHA-256 of the MANIFEST the parcel will have. */
int yice_parcel_digest(struct yice_parcel *parcel, const char *scope, char sha256[65]) YICE_MUST_CHECK;
/*
 * Signs and appends: the first key signs the commit, the others MANIFEST. What is appended was judged by the state that
 * was loaded and is about that scope: when any of what that rests on has moved meanwhile, or the store with it would not
 * verify, nothing is written. An exit status, said; oid gets the commit.
 */
int yice_shelf_append(struct yice_shelf *shelf, enum yice_ref_kind kind, const char *scope, const char *about, uint64_t seq,
		      struct yice_parcel *parcel, const struct yice_signing *signing, char oid[YICE_OID]);
/* Prints the entry, has the ledger judge it with these signers, and appends it to its register. An exit status. */
int yice_shelf_enter(struct yice_shelf *shelf, const struct yice_entry *entry, const struct yice_signing *signing,
		     const struct yice_findings *findings);

/* Compiling: sources of parcels laid out in a folder of their own. *image is the caller's to free. An exit status, said. */
struct yice_composition {
	char folder[64];
	struct yice_map paths; /* what has been laid out */
	struct yice_arena arena;
	const char **digests; /* by index in paths */
};
int yice_composition_open(struct yice_composition *composition, struct yice_shelf *shelf);
void yice_composition_close(struct yice_composition *composition);
int yice_composition_add(struct yice_composition *composition, struct yice_shelf *shelf, const struct yice_record *record);
int yice_composition_add_files(struct yice_composition *composition, struct yice_shelf *shelf,
			       const struct yice_files *files);
/* The name of a source as the version has it, without the folder it was laid out in. */
const char *yice_composition_name(const struct yice_composition *composition, const char *name);
int yice_composition_build(struct yice_composition *composition, struct yice_shelf *shelf, void **image, size_t *len);
/* Lays out a stored version: its sources and those of the versions it names above it. */
int yice_composition_lay_out(struct yice_composition *composition, struct yice_shelf *shelf,
			     const struct yice_record *record, const struct yice_version *version);

/* An image, and the paths of the sources whose clauses are compared ("src/…"): those of the version itself. */
struct yice_side {
	const void *image; /* NULL: no clauses at all */
	size_t len;
	const char **paths;
	size_t count;
};
/*
 * What the compiler says of a version laid out in `after`, against the one laid out in `before` (NULL: none): clauses of
 * its own that changed, as meta/version declares them, and those looser than the lists above. In arena. An exit status.
 */
int yice_findings_make(struct yice_shelf *shelf, const struct yice_composition *before, const struct yice_side *old,
		       const struct yice_composition *after, const struct yice_side *new, struct yice_arena *arena,
		       struct yice_findings *out);
/*
 * store_clause.c. Two versions of a scope, each with the lists above it at its time; *diff is the caller's and NULL on failure,
 * report must outlive it. An exit status, said, but for YICE_EXIT_RULES, which report says.
 */
int yice_store_versions_diff(struct yice_shelf *shelf, const char *scope, uint64_t before, uint64_t after, yice_report *report,
		       yice_diff **diff);

/* Where a clause's text and its code stand in one image: for blame. */
struct yice_clause_form {
	const char *id;
	char code[65], text[65];
	bool priority;
};
int yice_clause_forms(const struct yice_side *side, struct yice_arena *arena, struct yice_clause_form **forms,
		      size_t *count) YICE_MUST_CHECK;

/* What is known: so many entries of the register that files a scope, or what every register says up to a day. */
struct yice_known {
	uint64_t entries; /* YICE_LATEST: all */
	yice_day day;     /* YICE_DAY_MAX: entries count */
};
/* Of --known's text, NULL: all. An exit status, said. */
int yice_known_read(const struct yice_cli *cli, const char *text, struct yice_known *out);
/* How many entries of that register are known. */
uint64_t yice_known_position(const struct yice_ledger *ledger, const char *place, const struct yice_known *known);
/* What was in force: as yice_asof_query(). What is wrong is said by the other, an exit status. */
int yice_known_ask(const struct yice_asof *index, const char *scope, yice_day day, const struct yice_known *known,
		   struct yice_asof_answer *out) YICE_MUST_CHECK;
int yice_known_failed(const struct yice_cli *cli, int status, const char *scope);

/*
 * Says of each register above a scope (NULL: of every register) whose last checkpoint had ended on a day that it may be a
 * copy held back: what it does not say by then may have happened. A register that never had one promises nothing.
 */
void yice_known_warn(const struct yice_shelf *shelf, const char *scope, yice_day day);

/* Says that the head of pub/<scope> cannot be acknowledged, and what to do, where that is so on that day. */
void yice_stranded_warn(const struct yice_shelf *shelf, const char *scope, yice_day day);

/* The day of --date, else today at UTC+8. An exit status, said. */
int yice_store_day(const struct yice_cli *cli, yice_day *day);
/* A day of an option; *given tells whether it was there. */
int yice_store_option_day(const struct yice_cli *cli, enum yice_option option, yice_day *day, bool *given);
/* The number of a version, the operand of that index. An exit status, said. */
int yice_store_seq(const struct yice_cli *cli, size_t operand, uint64_t *out);
/* A number of an option, decimal; otherwise when it was not given. */
int yice_store_number(const struct yice_cli *cli, enum yice_option option, uint64_t otherwise, uint64_t *out);
/* When a commit is said to be made: noon (UTC+8) of --date, else SOURCE_DATE_EPOCH, else the clock. */
int64_t yice_cli_now(const struct yice_cli *cli);

#endif
