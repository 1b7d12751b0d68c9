# SPDX-License-Identifier: Apache-2.0
# Holds an HTML report against what tests/report.sh promises: every element is
# closed in its turn, nothing is fetched or run, links end at a row of the same
# page, header cells say what they head, and every row of a table fills its
# columns, cells spanning from rows above counted. Prints what is wrong.
BEGIN {
	RS = "<"
}
function wrong(what)
{
	print what ": <" tag ">"
	failed = 1
}
function attribute(name,  at, rest)
{
	at = index(tag, " " name "=\"")
	if (!at)
		return ""
	rest = substr(tag, at + length(name) + 3)
	return substr(rest, 1, index(rest, "\"") - 1)
}
NR == 1 || /^!/ {
	next
}
{
	at = index($0, ">")
	tag = substr($0, 1, at - 1)
	split(tag, words, /[ \n]/)
	name = words[1]
	if (!at)
		wrong("a stray mark")
	if (name ~ /^(script|link|img|iframe|object|embed|base|form)$/ || tag ~ / (src|on[a-z]+|data|action)=/)
		wrong("not a plain page")
	if (name == "style" && $0 ~ /url\(|@import|expression/)
		wrong("the style fetches")
	if (attribute("id") != "" && ids[attribute("id")]++)
		wrong("an id twice")
	if (tag ~ / href=/ && attribute("href") !~ /^#/)
		wrong("a link outside")
	if (attribute("href") != "")
		links[substr(attribute("href"), 2)] = 1
	if (name == "html" && attribute("lang") == "")
		wrong("no language")
	if (name == "th" && attribute("scope") == "")
		wrong("a header of nothing")
}
name == "table" {
	columns = carried = 0
}
name == "col" {
	columns++
}
name == "tr" {
	cells = carried > 0
	carried -= carried > 0
}
name == "td" || name == "th" {
	cells++
	if (attribute("rowspan") != "")
		carried = attribute("rowspan") - 1
}
name == "/tr" && cells != columns {
	wrong("a row of " cells " cells in " columns " columns")
}
name == "/tbody" && carried {
	wrong("a cell spans beyond its table")
}
name ~ /^\// {
	if (!depth || "/" open[depth--] != name)
		wrong("closed out of turn")
	next
}
name !~ /^(meta|br|col)$/ {
	open[++depth] = name
}
END {
	if (depth)
		wrong("left open")
	for (link in links)
		if (!(link in ids)) {
			print "a link to nowhere: #" link
			failed = 1
		}
	exit failed
}
