/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coordinate systems: which are taken, by the names people give them, and how
 * a pair of numbers is read in one. Taken are CGCS2000 in degrees or in a
 * Gauss-Krüger grid of 3 or 6 degrees, and WGS 84 in degrees, which is read as
 * CGCS2000. Beijing 1954 and Xi'an 1980 are refused, because there is no public
 * transformation better than metres, GCJ-02 and BD-09, because they are
 * shifted by hundreds of metres on purpose, and systems of cities, whose
 * parameters are not public, though many are named after CGCS2000.
 */
#ifndef YICE_RUNTIME_GEO_CRS_H
#define YICE_RUNTIME_GEO_CRS_H

#include "runtime/geo/gate.h"

enum yice_crs_kind {
	YICE_CRS_UNSTATED,
	YICE_CRS_CGCS2000,
	YICE_CRS_WGS84,
	YICE_CRS_GRID, /* Gauss-Krüger on CGCS2000 */
	/* Refused: */
	YICE_CRS_UNKNOWN,
	YICE_CRS_LOCAL, /* of a city or a project: its origin, meridian and height are its own */
	YICE_CRS_BEIJING54,
	YICE_CRS_XIAN80,
	YICE_CRS_GCJ02,
	YICE_CRS_BD09
};

struct yice_crs {
	enum yice_crs_kind kind;
	int zone; /* of a grid: the zone that stands before its eastings, 13 to 23 or 25 to 45; 0: not stated
		   */
	int meridian; /* of a grid whose eastings have no zone, in degrees; 0: not stated */
};

/* By name, "CGCS2000", "2000国家大地坐标系", "EPSG:4547", or a URN; case, width and blanks do not matter. */
struct yice_crs yice_crs_find(const char *name, size_t len);
/* Of a zone's number, which also tells its width: 13 to 23 are 6 degrees wide, 25 to 45 are 3. 0: no such
 * zone. */
int yice_zone_meridian(int zone);
/* Whether both can be the same system: one of them may leave open what the other says. */
bool yice_crs_agree(struct yice_crs a, struct yice_crs b);

/* Grid coordinates are in tenths of a millimetre; eastings have 500 km added, and may have their zone in
 * front. */
#define YICE_METRE         INT64_C(10000)
#define YICE_FALSE_EAST    (500000 * YICE_METRE)
#define YICE_GRID_PLACES   4 /* decimals of a metre kept */
#define YICE_DEGREE_PLACES 9

/* The orders in which a pair of numbers can be coordinates of the system in China: none, one or both. */
enum { YICE_EAST_FIRST = 1, YICE_NORTH_FIRST = 2 };
unsigned yice_crs_orders(struct yice_crs crs, int64_t first, int64_t second);
/* Zone of an easting, or 0. */
int yice_east_zone(int64_t east);

/* A point of the grid, whose zone and false easting are taken off, in degrees. YICE_OK, YICE_ENOMEM,
 * YICE_ERANGE. */
int yice_crs_point(struct yice_geo *geo, struct yice_crs crs, int64_t east, int64_t north,
		   struct yice_point *out) YICE_MUST_CHECK;
/* The same for an easting with its false easting only (project.c). */
int yice_grid_point(struct yice_geo *geo, int meridian, int64_t east, int64_t north,
		    struct yice_point *out) YICE_MUST_CHECK;

#endif
