/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256 of bytes in hexadecimal (yice/digest.h). The only file that knows
 * libcrypto; images and recorded inputs are told apart by it. The runtime
 * does not need it: a caller passes the digest to be shown.
 */
#include "base/base.h"
#include "yice/digest.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

static int print_digits(const unsigned char *digest, unsigned int size, char out[65])
{
	static const char digits[] = "0123456789abcdef";

	if (size != 32)
		return YICE_ENOMEM;
	for (unsigned int i = 0; i < size; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[64] = '\0';
	return YICE_OK;
}

int yice_digest_sha256(const void *bytes, size_t len, char out[65])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int size = 0;

	/* A fixed algorithm over memory fails only for want of memory. */
	if (!EVP_Digest(len ? bytes : "", len, digest, &size, EVP_sha256(), NULL))
		return YICE_ENOMEM;
	return print_digits(digest, size, out);
}

int yice_digest_keyed(const char *key, const void *bytes, size_t len, char out[65])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int size = 0;

	if (!HMAC(EVP_sha256(), key, (int)strlen(key), len ? bytes : (const void *)"", len, digest, &size))
		return YICE_ENOMEM;
	return print_digits(digest, size, out);
}
