/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening images for the commands that read them, and what they all say when
 * an argument does not fit the image.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/date.h"
#include "base/utf8.h"
#include "cli/image.h"
#include "cli/known.h"
#include "runtime/image_read.h"
#include "set/folder.h"
#include "yice/digest.h"

int yice_cli_digest(const yice_image *image, char digest[65])
{
	size_t len;
	const void *bytes = yice_image_bytes(image, &len);

	return yice_digest_sha256(bytes, len, digest);
}

static int open_known(int fd, struct yice_report *report, yice_image **image, char digest[65])
{
	bool known = yice_known_find(fd, digest);
	int status = yice_image_map(fd, known, report, image);

	if (known || status)
		return status;
	status = yice_cli_digest(*image, digest);
	if (!status)
		yice_known_add(fd, digest);
	return status;
}

int yice_cli_image_verified(const char *path, struct yice_report *report, yice_image **image, char digest[65])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), status, saved;

	*image = NULL;
	if (fd < 0)
		return YICE_EIO;
	status = open_known(fd, report, image, digest);
	saved = errno;
	close(fd);
	errno = saved;
	if (!status)
		return status;
	yice_image_free(*image);
	*image = NULL;
	return status;
}

yice_image *yice_cli_image(const struct yice_cli *cli, const char *path, char digest[65])
{
	struct yice_report *report = yice_cli_report(cli);
	yice_image *image = NULL;
	int status;

	if (!report)
		return NULL;
	status = yice_cli_image_verified(path, report, &image, digest);
	if (status == YICE_EIO && errno == EISDIR && yice_set_is_folder(path)) {
		(void)yice_cli_set_refused(cli, path);
	} else if (status) {
		yice_cli_diagnose(cli, report);
		if (status != YICE_EIMAGE || !yice_report_errors(report))
			yice_cli_failed(cli, status, path);
		else
			yice_cli_say(cli,
				     YICE_TEXT(cli->args.lang, "%s 不是可用的映像；映像由 yice build 写出",
					       "%s is no usable image; yice build writes images"),
				     path);
	}
	yice_report_free(report);
	return image;
}

/* How far the id is from what was asked for: 0 the same, up to 3 a slip, 4 a number without its target, 5 no
 * hint. */
static int strangeness(const char *asked, const struct yice_buf *id)
{
	size_t len = strlen(asked);
	int distance = yice_utf8_distance(asked, len, yice_buf_text(id), id->len, 3);

	if (distance <= 3)
		return distance;
	return id->len > len && yice_buf_text(id)[id->len - len - 1] == '/' &&
		       !strcmp(yice_buf_text(id) + id->len - len, asked)
		   ? 4
		   : 5;
}

int yice_cli_no_clause(const struct yice_cli *cli, const yice_image *image, const char *clause)
{
	enum yice_lang lang = cli->args.lang;
	struct yice_buf best = YICE_BUF_INIT, id = YICE_BUF_INIT;
	int least = 5;

	for (uint32_t i = 0; i < image->view.count[YICE_SEC_CLAUSES] && least > 0; i++) {
		int distance;

		yice_buf_clear(&id);
		yice_image_clause_id(&image->view, i, &id);
		distance = strangeness(clause, &id);
		if (distance >= least)
			continue;
		yice_buf_clear(&best);
		yice_buf_add(&best, yice_buf_text(&id), id.len);
		least = distance;
	}
	if (least == 0)
		yice_cli_say(
		    cli,
		    YICE_TEXT(lang, "条款 %s 不针对项目所在的地点，或在判定日期没有施行",
			      "clause %s does not concern the project's site, or is not in force on the day"),
		    clause);
	else if (best.len)
		yice_cli_say(cli,
			     YICE_TEXT(lang, "没有条款 %s；是不是 %s？", "no clause %s; did you mean %s?"),
			     clause, yice_buf_text(&best));
	else
		yice_cli_say(cli, YICE_TEXT(lang, "没有条款 %s", "no clause %s"), clause);
	yice_buf_release(&best);
	yice_buf_release(&id);
	return YICE_EXIT_FAILED;
}

int yice_cli_day(const struct yice_cli *cli, enum yice_option option, const char **day)
{
	yice_day parsed;

	*day = yice_args_value(&cli->args, option);
	if (!*day || !yice_date_parse(*day, strlen(*day), &parsed))
		return YICE_EXIT_OK;
	return yice_cli_misused(cli,
				YICE_TEXT(cli->args.lang, "--as-of 的值应是日期 YYYY-MM-DD，不是“%s”",
					  "--as-of takes a date YYYY-MM-DD, not \"%s\""),
				*day);
}
