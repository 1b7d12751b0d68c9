/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 in hexadecimal: the identity of images and recorded inputs. */
#ifndef YICE_DIGEST_H
#define YICE_DIGEST_H

#include <stddef.h>

#include "yice/status.h"

/* Writes 64 lower-case digits and a NUL. YICE_OK or YICE_ENOMEM. */
YICE_API int yice_digest_sha256(const void *bytes, size_t len, char out[65]);
/* The same of HMAC-SHA-256 under a key: nobody without it can give the digits. */
YICE_API int yice_digest_keyed(const char *key, const void *bytes, size_t len, char out[65]);

#endif
