"""Markdown as text: its front matter, its title, and its text without markup, to be split like plain text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, time

import yaml

from index.extraction.plain_text import tidy

MOST_FRONT_MATTER = 64_000  # characters; a longer block between two lines of dashes is text

_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?\n)?\1[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*[:=](.*)$", re.MULTILINE)
_NOTHING = ("", "~", "null")
_QUOTED = re.compile(r"^([\"'])(.*)\1$")
_HEADING = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)
_BLOCK_TAGS = "p|div|aside|section|footer|blockquote|details|summary|center|figure|figcaption|br|hr"
_LINE_TAGS = "small|su[bp]|em|strong|[abius]|span|mark|cite|time|abbr|img"
_Replacement = str | Callable[[re.Match[str]], str]
_MARKS: list[tuple[re.Pattern[str], _Replacement]] = [  # in this order: whole lines, then marks within lines
    (re.compile(r"^[ \t]*(?:```|~~~).*$|^[ \t]*(?:[-*_][ \t]*){3,}$|^=+[ \t]*$", re.MULTILINE), "\n"),
    (re.compile(r"^[ \t]{0,3}\[\^[^\[\]\n]{1,80}\]:[ \t]*", re.MULTILINE), "\n"),  # a footnote's mark, above its text
    (re.compile(r"\[\^[^\[\]\n]{1,80}\]"), ""),
    (re.compile(r"^[ \t]*\[[^\[\]\n]+\]:[ \t]*\S+.*$", re.MULTILINE), ""),  # the address of a reference link
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*)$", re.MULTILINE), lambda line: _heading_alone(line[1])),
    (re.compile(r"^[ \t]*>[ \t]?(?:\[![A-Za-z]+\][ \t]*$)?", re.MULTILINE), ""),  # with the label of an alert
    (re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE), lambda row: _cells(row[0])),
    (re.compile(rf"</?(?:{_BLOCK_TAGS})\b[^<>\n]{{0,300}}>", re.IGNORECASE), "\n\n"),
    (re.compile(rf"</?(?:{_LINE_TAGS})\b[^<>\n]{{0,300}}>", re.IGNORECASE), ""),
    (re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", re.MULTILINE), "\n"),
    (re.compile(r"!?\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"(\*\*|__|~~)(?=\S)([^\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*_])([*_`])(?=\S)([^\n*_`]{1,500}?)(?<=\S)\1(?![\w*_])"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
]


def front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields between two `---` (YAML) or `+++` (TOML) at the very start, and the text after them.

    If the block is not valid YAML or TOML, its `key: value` lines count; if it has none, it is text.
    """
    found = _FRONT_MATTER.match(text)
    if not found or len(found[0]) > MOST_FRONT_MATTER:
        return {}, text
    block = found[2] or ""
    fields = _toml(block) if found[1] == "+++" else _yaml(block)
    if fields is None:
        fields = {key: _QUOTED.sub(r"\2", value.strip()) for key, value in _FIELD.findall(block)}
    if not fields and block.strip():
        return {}, text
    return {key.lower(): value for key, value in fields.items() if value not in _NOTHING}, text[found.end() :]


def _yaml(block: str) -> dict[str, object] | None:
    """Loads every value as written: otherwise `no` is false, 12:30 a number, 2026-13-45 an error, and merges expand."""
    try:
        fields = yaml.load(block, yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return {str(key): value for key, value in fields.items()} if isinstance(fields, dict) else None


def _toml(block: str) -> dict[str, object] | None:
    try:
        fields = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None
    return {key: str(value) if isinstance(value, date | time) else value for key, value in fields.items()}


def first_heading(text: str) -> tuple[str | None, str]:
    """The first top-level heading as the title, and the text without it."""
    found = _HEADING.search(text)
    if not found:
        return None, text
    title = tidy(without_marks(found[1].rstrip(" \t#")))
    return title or None, text[: found.start()] + "\n" + text[found.end() :]


def without_marks(text: str) -> str:
    """The text without the marks of headings, lists, quotations, links and emphasis."""
    text = _without_comments(text)
    for mark, replacement in _MARKS:
        text = mark.sub(replacement, text)
    return text


def _heading_alone(text: str) -> str:
    # A pattern that ends in "[ #]*$" would take time quadratic in the length of a run of marks.
    return f"\n{text.rstrip(' #')}\n"


def _cells(row: str) -> str:
    """The row of a table without its edges; empty for the line that only separates the head from the rest."""
    return "" if not row.strip(" \t|:-") else row.strip(" \t|")


def _without_comments(text: str) -> str:
    """The text without comments; a pattern would take quadratic time on a file full of openings."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join([*kept, text[position:]])
