/* SPDX-License-Identifier: Apache-2.0 */
/* Ed25519 keys in OpenSSH's forms, and signatures in its SSHSIG form. */
#ifndef YICE_STORE_KEY_H
#define YICE_STORE_KEY_H

#include "base/buf.h"

#define YICE_KEY_BYTES 32
#define YICE_KEY_ID    65 /* 64 digits and a NUL */

/* What a signature is for: one made for the one is refused for the other. */
#define YICE_SIGN_COMMIT   "git"
#define YICE_SIGN_MANIFEST "yice-manifest"

struct yice_key {
	unsigned char point[YICE_KEY_BYTES]; /* the public key */
	unsigned char seed[YICE_KEY_BYTES];
	bool secret; /* seed is known */
};

/* Forgets the seed. */
void yice_key_clear(struct yice_key *key);
/* From the system's random source. YICE_OK, or YICE_ENOMEM when libcrypto fails. */
int yice_key_generate(struct yice_key *key) YICE_MUST_CHECK;
/* The key of a seed, for tests that need the same key each time. */
int yice_key_from_seed(struct yice_key *key, const unsigned char seed[YICE_KEY_BYTES]) YICE_MUST_CHECK;

/* "ssh-ed25519 BASE64" with an optional comment and line feed. YICE_OK, YICE_ESYNTAX, YICE_ENOMEM. */
int yice_key_read_public(struct yice_key *key, const char *text, size_t len) YICE_MUST_CHECK;
/* "ssh-ed25519 BASE64", nothing behind it. */
void yice_key_print_public(const struct yice_key *key, struct yice_buf *out);
/* An openssh-key-v1 file. YICE_ENOTFOUND: it is sealed by a passphrase; YICE_ESYNTAX, YICE_ENOMEM. */
int yice_key_read_private(struct yice_key *key, const char *text, size_t len) YICE_MUST_CHECK;
void yice_key_print_private(const struct yice_key *key, const char *comment, struct yice_buf *out);

/* SHA-256 of the public key as OpenSSH encodes it, in lower-case hex. */
int yice_key_id(const struct yice_key *key, char out[YICE_KEY_ID]) YICE_MUST_CHECK;
/* The same as ssh-keygen -l shows it: "SHA256:…". */
int yice_key_fingerprint(const struct yice_key *key, struct yice_buf *out) YICE_MUST_CHECK;
bool yice_key_same(const struct yice_key *a, const struct yice_key *b);

/* The armoured signature of bytes for a purpose; deterministic. YICE_OK, YICE_ENOMEM. */
int yice_key_sign(const struct yice_key *key, const char *purpose, const void *bytes, size_t len,
		  struct yice_buf *out) YICE_MUST_CHECK;

enum yice_signature_fault {
	YICE_SIGNATURE_GOOD,
	YICE_SIGNATURE_ARMOUR,  /* not armour, or text before or behind it */
	YICE_SIGNATURE_FORM,    /* not SSHSIG 1 with an Ed25519 key and SHA-512 */
	YICE_SIGNATURE_PURPOSE, /* made for another namespace */
	YICE_SIGNATURE_WRITING, /* the same values in another spelling */
	YICE_SIGNATURE_WRONG,   /* does not belong to these bytes */
	YICE_SIGNATURE_FAULTS
};

/*
 * Who signed these bytes: the key in *signer when *fault is good. Whether that key may is for the caller to ask.
 * YICE_OK, YICE_ENOMEM.
 */
int yice_key_verify(const char *armour, size_t armour_len, const char *purpose, const void *bytes, size_t len,
		    struct yice_key *signer, enum yice_signature_fault *fault) YICE_MUST_CHECK;
/*
 * Who is said to have signed: for a signature over bytes that were verified before, and are known to be the same.
 * YICE_OK, YICE_ENOMEM.
 */
int yice_key_claimed(const char *armour, size_t armour_len, const char *purpose, struct yice_key *signer,
		     enum yice_signature_fault *fault) YICE_MUST_CHECK;

#endif
