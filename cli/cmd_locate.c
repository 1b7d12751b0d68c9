/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice locate: where a site is. Its units, the places it lies in and the
 * distance to each layer, with the nearest points as evidence. What the image
 * has no layer of is listed as unknown, never as far away.
 */
#include "base/base.h"
#include "cli/images.h"
#include "cli/locate.h"

#include <unistd.h>

/* The central meridian areas are measured by; 0 when none is stated. YICE_EXIT_OK, or wrong usage, said. */
static int read_meridian(const struct yice_cli *cli, struct yice_area_method *method)
{
	const char *text = yice_args_value(&cli->args, YICE_OPT_locate_meridian);

	method->meridian = 0;
	for (const char *at = text; at && *at; at++)
		method->meridian = *at >= '0' && *at <= '9' && method->meridian < 1000
				       ? method->meridian * 10 + (*at - '0')
				       : 1000;
	if (!text || yice_area_meridian(method->meridian))
		return YICE_EXIT_OK;
	return yice_cli_misused(cli,
				YICE_TEXT(cli->args.lang, "--meridian 应是 75 至 135 之间 3 的倍数，不是“%s”",
					  "--meridian takes a multiple of 3 from 75 to 135, not \"%s\""),
				text);
}

static int write_out(struct yice_locating *locating)
{
	const struct yice_cli *cli = locating->cli;
	const char *format = yice_cli_format(cli, YICE_OPT_locate_format, YICE_OPT_locate_json, "text");
	struct yice_buf out = YICE_BUF_INIT;
	const struct yice_location *location = &locating->location;
	int code;

	locating->lang = strcmp(yice_cli_data_lang(cli), "en") ? YICE_ZH : YICE_EN;
	if (!strcmp(format, "text")) {
		locating->lang = cli->args.lang;
		yice_locate_text(locating, &out);
	} else if (!strcmp(format, "json")) {
		yice_locate_json(locating, &out);
	} else {
		yice_locate_geojson(locating, &out);
	}
	code = yice_cli_print(cli, &out);
	if (code)
		return code;
	if (locating->unit != YICE_NONE)
		return YICE_EXIT_OK;
	return location->has_units && location->in_units && !location->unlisted ? YICE_EXIT_OK
										: YICE_EXIT_OPEN;
}

/* The image that knows the place; view and digest are its. */
static int choose_image(struct yice_locating *locating, struct yice_images *images, struct yice_geo *geo,
			struct yice_area_method method, bool by_code, struct yice_report *report)
{
	const struct yice_site site = { geo, &locating->shape, method, YICE_SPAN_NONE };
	const struct yice_opened *opened;
	uint32_t number = 0;
	int status = YICE_OK;

	if (by_code)
		number = yice_images_of_unit(images, locating->cli->args.operands[1]);
	else
		status = yice_images_choose_site(images, &site, report, &number);
	if (!status)
		status = yice_images_get(images, number, report, &opened);
	if (status)
		return status;
	locating->view = &opened->image->view;
	locating->digest = opened->digest;
	return YICE_OK;
}

static int read_operand(struct yice_locating *locating, struct yice_images *images, struct yice_geo *geo,
			struct yice_area_method method, struct yice_report *report)
{
	const struct yice_cli *cli = locating->cli;
	const char *site = cli->args.operands[1];
	bool by_code = yice_locate_is_code(site) && access(site, F_OK);
	int status = by_code ? YICE_OK
			     : yice_cli_read_site(site, yice_args_value(&cli->args, YICE_OPT_locate_crs), geo,
						  locating->arena, report, &locating->shape);

	if (!status)
		status = choose_image(locating, images, geo, method, by_code, report);
	return status || !by_code ? status : yice_locate_unit(locating, site, report);
}

static int locate(struct yice_locating *locating, struct yice_images *images, struct yice_geo *geo,
		  struct yice_area_method method, struct yice_report *report)
{
	const struct yice_cli *cli = locating->cli;
	const char *site = cli->args.operands[1];
	int status = read_operand(locating, images, geo, method, report);

	yice_cli_diagnose(cli, report);
	if (status == YICE_EDIAG)
		return YICE_EXIT_FAILED;
	if (!status && !locating->bare)
		status = yice_locate(locating->view, geo, &locating->shape, method, true, locating->arena,
				     &locating->location);
	if (status == YICE_ERANGE || status == YICE_ELIMIT) {
		yice_cli_say(cli, "%s",
			     YICE_TEXT(cli->args.lang,
				       "这个图形无法量算：离所给的中央经线太远，或图形过于复杂",
				       "the shape cannot be measured: it is too far from the meridian given, "
				       "or too intricate"));
		return YICE_EXIT_FAILED;
	}
	return status ? yice_cli_failed(cli, status, site) : write_out(locating);
}

/* With everything the answer needs, which is given back here. */
static int run(const struct yice_cli *cli, struct yice_images *images, struct yice_area_method method)
{
	struct yice_report *report = yice_cli_report(cli);
	struct yice_geo *geo = NULL;
	struct yice_arena arena;
	struct yice_locating locating = { .cli = cli, .arena = &arena, .unit = YICE_NONE };
	int code;

	if (!report)
		return YICE_EXIT_FAILED;
	yice_arena_init(&arena);
	if (yice_geo_new(&geo))
		code = yice_cli_failed(cli, YICE_ENOMEM, NULL);
	else
		code = locate(&locating, images, geo, method, report);
	yice_geo_free(geo);
	yice_arena_release(&arena);
	yice_report_free(report);
	return code;
}

int yice_cmd_locate(struct yice_cli *cli)
{
	struct yice_area_method method;
	int code = yice_cli_operands(cli, 2, 2);
	struct yice_images *images;

	if (!code)
		code = read_meridian(cli, &method);
	if (code)
		return code;
	images = yice_images_open(cli, cli->args.operands[0]);
	if (!images)
		return YICE_EXIT_FAILED;
	code = run(cli, images, method);
	yice_images_close(images);
	return code;
}
