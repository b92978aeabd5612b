"""Text from outside as Markdown that shows it: none of it is markup."""

from __future__ import annotations

import re
from urllib.parse import quote

from assistant.presenting.shown_text import readable
from index.extraction.claims import web_address

# What Markdown, and what is widely added to it, takes for a sign anywhere in a line, and at its start.
_SIGNS = re.compile(r"[\\`*_\[\]<#|~$]|&(?=#?\w+;)|:(?=//)|(?<=\bwww)\.")
_FIRST_SIGN = re.compile(r"^(\d{0,9})([-+=>:.)])")
_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~-._"  # what may stand in one beside letters and digits
_LINE_END = re.compile(r"\r\n?|\n")


def line(text: str) -> str:
    """On one line."""
    return inert(" ".join(text.split()))


def inert(text: str) -> str:
    return _SIGNS.sub(lambda found: "\\" + found[0], readable(text))


def lines(written: str) -> str:
    """Markdown whose lines are broken as they stand, and none of which begins a list, a quotation or code."""
    told = [_FIRST_SIGN.sub(r"\1\\\2", one.strip()) for one in _LINE_END.split(written.strip())]
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", re.sub(r"\n{3,}", "\n\n", "\n".join(told)))


def linked(url: str | None) -> str:
    """A web address as a link, behind a space; nothing where it is none."""
    address = web_address(url)
    return f" <{quote(address, safe=_OF_ADDRESSES)}>" if address else ""
