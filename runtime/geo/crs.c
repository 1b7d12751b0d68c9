/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of coordinate systems, and which numbers can be coordinates in them.
 * Called by the readers of sites. The ranges of longitude and latitude in China
 * do not overlap, nor do those of northings and of eastings with a zone, so
 * that axes that are swapped show themselves, except near the equator.
 */
#include "runtime/geo/crs.h"

#define NAME_MAX  128
#define ZONE_STEP (1000000 * YICE_METRE)
#define EAST_MIN  (150000 * YICE_METRE) /* three and a half degrees at most from the meridian */
#define EAST_MAX  (850000 * YICE_METRE)
#define NORTH_MIN (330000 * YICE_METRE)
#define NORTH_MAX (6000000 * YICE_METRE)

struct codes {
	int first, last;
	enum yice_crs_kind kind;
	int zone, meridian, step; /* of the first code; meridians go on in steps */
};

/* EPSG. Of grids: zone-prefixed 3-degree, 3-degree, zone-prefixed 6-degree, 6-degree. */
static const struct codes epsg[] = {
	{ 4490, 4490, YICE_CRS_CGCS2000, 0, 0, 0 },    { 4480, 4480, YICE_CRS_CGCS2000, 0, 0, 0 },
	{ 4326, 4326, YICE_CRS_WGS84, 0, 0, 0 },       { 4979, 4979, YICE_CRS_WGS84, 0, 0, 0 },
	{ 4513, 4533, YICE_CRS_GRID, 25, 0, 0 },       { 4534, 4554, YICE_CRS_GRID, 0, 75, 3 },
	{ 4491, 4501, YICE_CRS_GRID, 13, 0, 0 },       { 4502, 4512, YICE_CRS_GRID, 0, 75, 6 },
	{ 4214, 4214, YICE_CRS_BEIJING54, 0, 0, 0 },   { 2401, 2442, YICE_CRS_BEIJING54, 0, 0, 0 },
	{ 21413, 21423, YICE_CRS_BEIJING54, 0, 0, 0 }, { 21453, 21463, YICE_CRS_BEIJING54, 0, 0, 0 },
	{ 4610, 4610, YICE_CRS_XIAN80, 0, 0, 0 },      { 2327, 2390, YICE_CRS_XIAN80, 0, 0, 0 },
};

/*
 * A system is meant when all words of a line occur in the name, which has capitals and no blanks, '_', '-' or
 * '\''. One that is taken must consist of nothing but `parts`: "佛山CGCS2000" is what surveyors of that city have.
 */
static const struct {
	const char *words[2];
	enum yice_crs_kind kind;
} names[] = {
	{ { "GCJ02", "" }, YICE_CRS_GCJ02 },
	{ { "火星", "" }, YICE_CRS_GCJ02 },
	{ { "国测局", "" }, YICE_CRS_GCJ02 },
	{ { "高德", "" }, YICE_CRS_GCJ02 },
	{ { "腾讯", "" }, YICE_CRS_GCJ02 },
	{ { "BD09", "" }, YICE_CRS_BD09 },
	{ { "百度", "" }, YICE_CRS_BD09 },
	{ { "北京", "54" }, YICE_CRS_BEIJING54 },
	{ { "BEIJING", "54" }, YICE_CRS_BEIJING54 },
	{ { "西安", "80" }, YICE_CRS_XIAN80 },
	{ { "XIAN", "80" }, YICE_CRS_XIAN80 },
	{ { "CGCS2000", "" }, YICE_CRS_CGCS2000 },
	{ { "2000", "国家" }, YICE_CRS_CGCS2000 },
	{ { "2000", "中国大地" }, YICE_CRS_CGCS2000 },
	{ { "CHINA2000", "" }, YICE_CRS_CGCS2000 },
	{ { "CHINAGEODETIC", "2000" }, YICE_CRS_CGCS2000 },
	{ { "WGS84", "" }, YICE_CRS_WGS84 },
	{ { "WGS1984", "" }, YICE_CRS_WGS84 },
	{ { "CRS84", "" }, YICE_CRS_WGS84 },
	{ { "80", "坐标系" }, YICE_CRS_XIAN80 }, /* "80国家大地坐标系", as survey texts have it */
	{ { "54", "坐标系" }, YICE_CRS_BEIJING54 },
};

/* Of which names of systems that are taken are put together, beside digits and punctuation. */
/* clang-format off */
static const char *const parts[] = {
	"CGCS", "CHINA", "DCHINA", "GEODETIC", "GEOGRAPHIC", "COORDINATE", "REFERENCE", "SYSTEM", "GCS",
	"PCS", "DEGREE", "GAUSS", "KRUGER", "KRUEGER", "KRüGER", "GK", "ZONE", "CENTRAL", "MERIDIAN",
	"CM", "EPSG", "URN", "OGC", "DEF", "CRS", "HTTP", "HTTPS", "WWW", "OPENGIS", "NET", "WGS",
	"DWGS", "WORLD", "GPS", "LON", "LAT", "LONGITUDE", "LATITUDE", "国家", "中国", "大地", "坐标",
	"系", "系统", "年", "地理", "经纬度", "平面", "直角", "投影", "高斯", "克吕格", "克里格",
	"克鲁格", "三", "六", "度", "分带", "带", "第", "号", "中央", "子午线", "经线", "东经",
};
/* clang-format on */

/* Whether more of the number follows, such as ".5" or "°30′": any digit but 0 up to the next letter, "114d30" apart. */
static bool is_broken(const char *at)
{
	for (; *at && !strchr("(),;/", *at) && (*at < 'A' || *at > 'Z' || *at == 'D'); at++)
		if (*at >= '1' && *at <= '9')
			return true;
	return false;
}

/* The number that follows a word in the name; -1: none; 0: it is not whole. */
static int number_after(const char *name, const char *word)
{
	const char *at = strstr(name, word);
	int number = 0;

	if (!at)
		return -1;
	at += strlen(word);
	if (*at < '0' || *at > '9')
		return -1;
	for (; *at >= '0' && *at <= '9' && number < 100000; at++)
		number = number * 10 + (*at - '0');
	return is_broken(at) ? 0 : number;
}

/* "EPSG:4490", "urn:ogc:def:crs:EPSG::4490", "…/EPSG/0/4490": the last number of the name. */
static int epsg_code(const char *name)
{
	const char *at = strstr(name, "EPSG"), *last = NULL;
	int code = 0;

	for (; at && *at; at++)
		if ((*at == ':' || *at == '/') && at[1] >= '0' && at[1] <= '9')
			last = at + 1;
	for (; last && *last >= '0' && *last <= '9' && code < 100000; last++)
		code = code * 10 + (*last - '0');
	return code;
}

static struct yice_crs by_code(int code)
{
	for (size_t i = 0; i < YICE_COUNT(epsg); i++) {
		int nth = code - epsg[i].first;

		if (nth >= 0 && code <= epsg[i].last)
			return (struct yice_crs){ epsg[i].kind, epsg[i].zone ? epsg[i].zone + nth : 0,
						  epsg[i].meridian ? epsg[i].meridian + nth * epsg[i].step
								   : 0 };
	}
	return (struct yice_crs){ YICE_CRS_UNKNOWN, 0, 0 };
}

/* "CGCS2000 / 3-degree Gauss-Kruger zone 39", "CGCS2000_3_Degree_GK_CM_117E". */
static struct yice_crs grid_of(const char *name)
{
	struct yice_crs crs = { YICE_CRS_GRID, number_after(name, "ZONE"), number_after(name, "CM") };

	if (!crs.zone || !crs.meridian)
		return (struct yice_crs){ YICE_CRS_UNKNOWN, 0, 0 };
	crs.zone = crs.zone > 0 ? crs.zone : 0;
	crs.meridian = crs.meridian > 0 ? crs.meridian : 0;
	if ((crs.zone && !yice_zone_meridian(crs.zone)) || (crs.meridian && crs.meridian % 3) ||
	    (crs.meridian && (crs.meridian < 75 || crs.meridian > 135)))
		crs.kind = YICE_CRS_UNKNOWN;
	return crs;
}

/* A local system is none of those it may be named after: "2000国家大地坐标系（广州独立）". */
static bool is_local(const char *name)
{
	static const char *const words[] = { "独立", "地方", "城市",  "城建",        "市政",  "工程",
					     "自定义", "假定", "LOCAL", "INDEPENDENT", "CUSTOM" };

	for (size_t i = 0; i < YICE_COUNT(words); i++)
		if (strstr(name, words[i]))
			return true;
	return false;
}

/* Bytes of the punctuation, digit or part at the name; 'E', 'N' and 'D' follow a number: "117E", "3D". */
static size_t part_length(const char *name, const char *at)
{
	static const char *const marks[] = { "、", "·", "°", "′", "″" };
	size_t longest = strchr("0123456789(),;:/.\"", *at) ? 1 : 0;

	if (strchr("END", *at) && at > name && at[-1] >= '0' && at[-1] <= '9')
		longest = 1;
	for (size_t i = 0; i < YICE_COUNT(marks); i++)
		if (!strncmp(at, marks[i], strlen(marks[i])))
			longest = strlen(marks[i]);
	for (size_t i = 0; i < YICE_COUNT(parts); i++)
		if (strlen(parts[i]) > longest && !strncmp(at, parts[i], strlen(parts[i])))
			longest = strlen(parts[i]);
	return longest;
}

static bool has_more(const char *name)
{
	const char *at = name;
	size_t len;

	while (*at && (len = part_length(name, at)))
		at += len;
	return *at != '\0';
}

static struct yice_crs by_name(const char *name)
{
	for (size_t i = 0; i < YICE_COUNT(names); i++) {
		if (!strstr(name, names[i].words[0]) || !strstr(name, names[i].words[1]))
			continue;
		if (names[i].kind == YICE_CRS_CGCS2000 &&
		    (strstr(name, "GK") || strstr(name, "GAUSS") || strstr(name, "高斯")))
			return grid_of(name);
		return (struct yice_crs){ names[i].kind, 0, 0 };
	}
	return (struct yice_crs){ YICE_CRS_UNKNOWN, 0, 0 };
}

/* In capitals, without blanks and their like, full-width forms as ASCII; false when it is too long for a name. */
static bool make_plain(const char *name, size_t len, char plain[NAME_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = name[i], wide = len - i < 3 ? 0 : name[i + 2];

		if (wide && !strncmp(name + i, "\xef\xbc", 2)) /* U+FF01 on */
			c = (char)(wide - '\x80' + ' ');
		else if (wide && !strncmp(name + i, "\xef\xbd", 2)) /* U+FF40 on */
			c = (char)(wide - '\x80' + '`');
		i += c == name[i] ? 0 : 2;
		if (!c || strchr(" _-'\t", c))
			continue;
		if (n + 1 == NAME_MAX)
			return false;
		plain[n++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	plain[n] = '\0';
	return true;
}

struct yice_crs yice_crs_find(const char *name, size_t len)
{
	const struct yice_crs unknown = { YICE_CRS_UNKNOWN, 0, 0 }, local = { YICE_CRS_LOCAL, 0, 0 };
	char plain[NAME_MAX];
	struct yice_crs crs;

	if (!make_plain(name, len, plain))
		return unknown;
	if (is_local(plain))
		return local;
	crs = by_name(plain);
	if (crs.kind != YICE_CRS_GCJ02 && crs.kind != YICE_CRS_BD09 && epsg_code(plain))
		crs = by_code(epsg_code(plain));
	if (crs.kind > YICE_CRS_UNKNOWN || !has_more(plain))
		return crs;
	if (crs.kind == YICE_CRS_CGCS2000 || crs.kind == YICE_CRS_GRID)
		return local;
	return strstr(plain, "坐标系") || strstr(plain, "2000") ? local : unknown;
}

int yice_zone_meridian(int zone)
{
	if (zone >= 25 && zone <= 45)
		return zone * 3;
	return zone >= 13 && zone <= 23 ? zone * 6 - 3 : 0;
}

bool yice_crs_agree(struct yice_crs a, struct yice_crs b)
{
	int am = a.zone ? yice_zone_meridian(a.zone) : a.meridian;
	int bm = b.zone ? yice_zone_meridian(b.zone) : b.meridian;

	return a.kind == b.kind && (!am || !bm || am == bm);
}

int yice_east_zone(int64_t east)
{
	int64_t zone = east / ZONE_STEP;

	return zone > 0 && zone < 100 && yice_zone_meridian((int)zone) ? (int)zone : 0;
}

static bool is_east(struct yice_crs crs, int64_t value)
{
	int zone = yice_east_zone(value);
	int meridian = crs.zone ? yice_zone_meridian(crs.zone) : crs.meridian;
	int64_t rest = zone ? value % ZONE_STEP : value;

	if (rest < EAST_MIN || rest > EAST_MAX)
		return false;
	return zone ? !meridian || yice_zone_meridian(zone) == meridian : meridian != 0;
}

static bool between(int64_t value, int64_t low, int64_t high)
{
	return low <= value && value <= high;
}

unsigned yice_crs_orders(struct yice_crs crs, int64_t first, int64_t second)
{
	unsigned orders = 0;

	if (crs.kind == YICE_CRS_GRID) {
		if (is_east(crs, first) && between(second, NORTH_MIN, NORTH_MAX))
			orders |= YICE_EAST_FIRST;
		if (is_east(crs, second) && between(first, NORTH_MIN, NORTH_MAX))
			orders |= YICE_NORTH_FIRST;
		return orders;
	}
	if (between(first, YICE_LON_MIN * YICE_DEGREE, YICE_LON_MAX * YICE_DEGREE) &&
	    between(second, YICE_LAT_MIN * YICE_DEGREE, YICE_LAT_MAX * YICE_DEGREE))
		orders |= YICE_EAST_FIRST;
	if (between(second, YICE_LON_MIN * YICE_DEGREE, YICE_LON_MAX * YICE_DEGREE) &&
	    between(first, YICE_LAT_MIN * YICE_DEGREE, YICE_LAT_MAX * YICE_DEGREE))
		orders |= YICE_NORTH_FIRST;
	return orders;
}

int yice_crs_point(struct yice_geo *geo, struct yice_crs crs, int64_t east, int64_t north,
		   struct yice_point *out)
{
	int zone = yice_east_zone(east);
	int meridian = zone       ? yice_zone_meridian(zone)
		       : crs.zone ? yice_zone_meridian(crs.zone)
				  : crs.meridian;

	return yice_grid_point(geo, meridian, zone ? east % ZONE_STEP : east, north, out);
}
