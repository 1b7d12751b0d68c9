/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The look of pages and the writing of text into them. Nothing is fetched and
 * nothing runs; words, not colours alone, carry what is said. Called by the
 * report of a decision and by that of a difference.
 */
#include "runtime/html.h"

const char yice_html_style[] =
    "body{font:15px/1.6 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"PingFang SC\",\"Microsoft YaHei\",system-ui,"
    "sans-serif;max-width:74em;margin:2em auto;padding:0 1.2em;color:#1c2430;background:#fff}\n"
    "h1{font-size:1.6em;line-height:1.3;margin:0 0 .7em;padding-bottom:.4em;border-bottom:3px solid #24506e}\n"
    "h2{font-size:1.2em;margin:2em 0 .6em;padding-left:.5em;border-left:5px solid #24506e}\n"
    "h3{font-size:1.05em;margin:1.8em 0 .3em;color:#24506e}\n"
    "a{color:#0b5394}a:focus-visible{outline:3px solid #0b5394;outline-offset:2px}\n"
    "p{margin:.4em 0}li{margin:.25em 0}\n"
    "table{border-collapse:collapse;width:100%;margin:.4em 0 1em;font-size:.93em}\n"
    "caption{text-align:left;font-weight:600;padding:.3em 0}\n"
    "th,td{border:1px solid #8a97a5;padding:.4em .6em;vertical-align:top;text-align:left;overflow-wrap:anywhere}\n"
    "thead th{background:#dfe8ef}tbody th{background:#f4f7f9;font-weight:600}\n"
    "th,td.outcome{overflow-wrap:normal}thead th,td.outcome{word-break:keep-all}th a{overflow-wrap:anywhere}\n"
    "td p{margin:0 0 .2em}p.note{color:#4a5563;font-size:.9em}\n"
    "p.id{color:#4a5563;font-size:.8em}\n"
    "td.outcome{font-weight:700}tr:target>td{box-shadow:inset 0 0 0 2px #0b5394}\n"
    "td.verdict{font-size:1.25em;font-weight:700}\n"
    ".violated,.refused{color:#8f0d0d;background:#fdeceb}\n"
    ".restricted,.conditional{color:#6b4000;background:#fff4dd}\n"
    ".unknown,.undetermined{color:#00466b;background:#e6f3fa}\n"
    ".judgement{color:#5b1670;background:#f6ebfa}\n"
    ".satisfied,.admitted{color:#14562a;background:#e9f6ec}\n"
    ".not-applicable,.noted,.duty{color:#3d4753;background:#f5f6f7}\n"
    "footer{margin-top:2.5em;border-top:1px solid #8a97a5;font-size:.9em}\n"
    "code{font-family:ui-monospace,Consolas,monospace;overflow-wrap:anywhere}\n"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f7f9;padding:.6em}\n"
    "@media screen and (max-width:640px){body{margin:1em auto;padding:0 .6em}th,td{padding:.3em .4em}col{width:auto!important}"
    ".clauses th:first-child,.clauses col:first-child{display:none}}\n" /* the caption names the dimension */
    "@page{margin:16mm 14mm}\n"
    "@media print{body{max-width:none;margin:0;padding:0 2px;font-size:9.5pt}a{color:inherit;text-decoration:none}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "h2,h3,caption,thead{break-after:avoid}tbody tr:first-child{break-before:avoid}"
    "th,td{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

void yice_html_text(struct yice_buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		switch (text[i]) {
		case '&':
			yice_buf_adds(out, "&amp;");
			break;
		case '<':
			yice_buf_adds(out, "&lt;");
			break;
		case '>':
			yice_buf_adds(out, "&gt;");
			break;
		case '"':
			yice_buf_adds(out, "&quot;");
			break;
		case '\'':
			yice_buf_adds(out, "&#39;");
			break;
		case '\n':
			yice_buf_adds(out, "<br>");
			break;
		default:
			yice_buf_addc(out, text[i]);
		}
	}
}
