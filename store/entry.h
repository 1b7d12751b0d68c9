/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signed texts: what an authority writes into its register, one entry a
 * commit, and meta/version of a list. Lines "key: value" in a fixed order; a
 * text is accepted only when printing what was read gives the same bytes, so
 * that one meaning has one form and one digest. See yice-store(5).
 */
#ifndef YICE_STORE_ENTRY_H
#define YICE_STORE_ENTRY_H

#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"

enum yice_field {
#define FIELD(id, key, shape, structure, member) YICE_F_##id,
#include "store/entry.def"
#undef FIELD
	YICE_FIELDS
};

/* The first line of a register entry, "yice-entry-1: receipt". */
enum yice_entry_kind {
	YICE_ENTRY_ROOT, /* root: keys of a register that has no superior; rotated k-of-n by old and new */
	YICE_ENTRY_DELEGATION, /* delegation: who may draft, publish, file and checkpoint for a child scope */
	YICE_ENTRY_RECEIPT,    /* receipt: a submission is filed (备案回执) */
	YICE_ENTRY_RETURN,     /* return: to be mended and submitted again */
	YICE_ENTRY_REFUSAL,    /* refusal: this content cannot be filed */
	YICE_ENTRY_ACKNOWLEDGEMENT, /* acknowledgement: a publication was verified; its transaction time */
	YICE_ENTRY_SUSPENSION,      /* suspension: a version has no effect in [from, to) */
	YICE_ENTRY_REVOCATION,      /* revocation: a key does not count from register sequence `since` on */
	YICE_ENTRY_CHECKPOINT, /* checkpoint: size and head of this register, or of a child's, valid until a
				  day */
	YICE_ENTRIES
};

/* The first line of meta/version, "yice-version-1: periodic". */
enum yice_version_kind {
	YICE_VERSION_PERIODIC,   /* 定期调整, every five years */
	YICE_VERSION_DYNAMIC,    /* 动态更新, for a stated reason */
	YICE_VERSION_CORRECTION, /* 更正 of a version */
	YICE_VERSION_WITHDRAWAL, /* 撤回: from its day on nothing of the scope is in force until another
				    version */
	YICE_VERSIONS
};

enum yice_role {
	YICE_ROLE_DRAFT,
	YICE_ROLE_PUBLISH,
	YICE_ROLE_FILE,
	YICE_ROLE_CHECKPOINT,
	YICE_ROLE_ROOT,
	YICE_ROLES
};

/* Why a list is updated within its five years; a closed list. */
enum yice_dynamic_reason {
	YICE_REASON_STRATEGY, /* strategy: major strategy or target changed: argumentation compulsory */
	YICE_REASON_AREA, /* area: statutory area set up, changed, abolished: synchronous, no argumentation */
	YICE_REASON_LAW,  /* law: laws and rules changed: synchronous, no argumentation */
	YICE_REASON_OTHER /* other: argumentation by the province when a priority unit is touched */
};

/* Why a submission is returned or refused: 材料完整性, 内容规范性, 技术合理性, and the rules above. */
enum yice_return_reason {
	YICE_RETURN_INCOMPLETE, /* incomplete */
	YICE_RETURN_IRREGULAR,  /* irregular */
	YICE_RETURN_UNSOUND,    /* unsound */
	YICE_RETURN_LOOSER,     /* looser: than the list above */
	YICE_RETURN_UNARGUED,   /* unargued */
	YICE_RETURN_UNDECLARED  /* undeclared: changes differ from the declared ones */
};

enum yice_suspension_reason {
	YICE_SUSPEND_LOOSER,    /* looser */
	YICE_SUSPEND_PROCEDURE, /* procedure: of updating or filing was breached */
	YICE_SUSPEND_LAW,       /* law: contradicts law that came later */
	YICE_SUSPEND_REVIEW     /* review: by a court or on reconsideration */
};

enum yice_revocation_reason { YICE_REVOKE_COMPROMISED, YICE_REVOKE_LOST, YICE_REVOKE_RETIRED };

/* How a clause changed, in the words of yice-diff(1). */
enum yice_change_word {
	YICE_CHANGE_ADDED,
	YICE_CHANGE_REMOVED,
	YICE_CHANGE_MOVED,
	YICE_CHANGE_TIGHTENED,
	YICE_CHANGE_LOOSENED,
	YICE_CHANGE_RESCOPED,
	YICE_CHANGE_INCOMPARABLE,
	YICE_CHANGE_REWORDED,
	YICE_CHANGES
};

/* Who argued (论证). */
enum yice_argued_by { YICE_ARGUED_NOT, YICE_ARGUED_CITY, YICE_ARGUED_PROVINCE };

/* Digests are 64 lower-case hexadecimal digits, object names 40, as C strings. */
struct yice_position {
	uint64_t seq; /* 0: "-", none */
	const char *sha256;
};

struct yice_commit_id {
	const char *oid;    /* git's name */
	const char *sha256; /* of the commit's raw bytes */
};

struct yice_base {
	uint64_t seq; /* 0: "-", none */
	struct yice_commit_id commit;
};

/* A version of a list above that this one was checked against. */
struct yice_upper {
	const char *scope;
	uint64_t seq;
	const char *manifest;
};

struct yice_change {
	enum yice_change_word word;
	const char *clause; /* SCOPE/TARGET/NUMBER */
};

struct yice_argued {
	enum yice_argued_by by;
	const char *sha256; /* of the argumentation's report */
};

/* `threshold` of `count` keys; count 0: nobody. */
struct yice_keys {
	uint32_t threshold, count;
	const char **keys; /* base64 part of the OpenSSH ed25519 key, ascending, each once */
};

/* Repeated lines, in order. */
struct yice_uppers {
	struct yice_upper *items;
	uint32_t count;
};
struct yice_changes {
	struct yice_change *items; /* ascending by clause, then by word */
	uint32_t count;
};
struct yice_texts {
	const char **items;
	uint32_t count;
};

/* One entry of a register. Members that its kind lacks are zero. */
struct yice_entry {
	enum yice_entry_kind kind;
	const char *place; /* scope of the authority whose register this is */
	uint64_t seq;      /* 1, 2, 3 ... in that register */
	yice_day date;     /* never before the entry's before it */
	const char *prev;  /* SHA-256 of the text of the entry before, NULL for the first */
	struct yice_position
	    above; /* last entry of the superior's register that the writer knew; none for a root */

	const char *scope;     /* whom it concerns; of a checkpoint: whose register */
	uint64_t version;      /* delegation, root: rises by one; otherwise seq of the list's version */
	struct yice_base base; /* receipt */
	struct yice_commit_id commit; /* receipt, return, refusal: submission; acknowledgement: publication */
	const char *manifest;         /* SHA-256 of MANIFEST */
	uint64_t receipt;             /* acknowledgement: seq of the receipt in this register */
	yice_day expires;             /* receipt: must be acknowledged before this day */
	int reason;                   /* one of the enumerations above */
	const char *key;              /* revocation */
	uint64_t since;               /* revocation */
	struct yice_position
	    seal;          /* checkpoint, delegation: entries of the child's register covered, and its head */
	yice_day until;    /* checkpoint */
	yice_day from, to; /* delegation, root: validity; suspension: no effect. to may be YICE_DAY_MAX */
	struct yice_keys roles[YICE_ROLES];
	const char *note; /* NULL when there is none */

	struct yice_span span;            /* the whole text */
	struct yice_span at[YICE_FIELDS]; /* value of each field, first line of repeated ones; YICE_SPAN_NONE
					     when absent */
};

/* meta/version. */
struct yice_version {
	enum yice_version_kind kind;
	const char *scope;
	uint64_t seq;
	yice_day from, to; /* effect, half-open */
	struct yice_base base;
	struct yice_uppers uppers;
	struct yice_interval period; /* periodic: the five years planned for */
	const char *evaluation; /* periodic: SHA-256 of the evaluation report; NULL for the first version */
	int reason;             /* dynamic: enum yice_dynamic_reason */
	struct yice_argued argued; /* dynamic */
	uint64_t target;           /* correction, withdrawal: the version concerned */
	struct yice_texts basis;
	struct yice_changes changed;
	const char *note;

	struct yice_span span;
	struct yice_span at[YICE_FIELDS];
};

#define YICE_ENTRY_BYTES (16u << 20) /* a text is at most this long */
#define YICE_ROLE_KEYS   64u         /* keys of a role */

/*
 * Reads a text whose bytes are source number `file` (for places in diags). Strings are copied into arena.
 * YICE_OK, YICE_EDIAG with every mistake of form in diags, YICE_ENOMEM.
 */
int yice_entry_parse(const char *text, size_t len, uint32_t file, struct yice_arena *arena,
		     struct yice_diags *diags, struct yice_entry *out) YICE_MUST_CHECK;
int yice_version_parse(const char *text, size_t len, uint32_t file, struct yice_arena *arena,
		       struct yice_diags *diags, struct yice_version *out) YICE_MUST_CHECK;
/*
 * Appends the canonical text. The record must hold what its kind needs; the result is what the parser
 * accepts.
 */
void yice_entry_print(const struct yice_entry *entry, struct yice_buf *out);
void yice_version_print(const struct yice_version *version, struct yice_buf *out);

/* Words of the texts ("receipt", "dynamic", "publish", "tightened"); static. */
const char *yice_entry_word(enum yice_entry_kind kind);
const char *yice_version_word(enum yice_version_kind kind);
const char *yice_role_word(enum yice_role role);
const char *yice_change_word(enum yice_change_word word);
/* Word of the reason of an entry or of a dynamic version; "" when its kind has none. */
const char *yice_entry_reason(const struct yice_entry *entry);
const char *yice_version_reason(const struct yice_version *version);
/* Index of a word, or -1. */
int yice_change_find(const char *word);
int yice_dynamic_reason_find(const char *word);
int yice_return_reason_find(const char *word);

/*
 * Lexical rules, for callers that build records: 6 to 12 digits; 64 or 40 hexadecimal digits; an ed25519
 * key's base64.
 */
bool yice_is_scope(const char *text);
bool yice_is_sha256(const char *text);
bool yice_is_oid(const char *text);
bool yice_is_key(const char *text);
/* One line of UTF-8 without controls, not empty, no blank at either end, at most 4096 bytes. */
bool yice_is_line(const char *text);

#endif
