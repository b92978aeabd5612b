"""Text from outside as Markdown that shows it literally."""

from __future__ import annotations

import re
from urllib.parse import quote

from assistant.presenting.shown_text import readable
from index.extraction.claims import web_address

# Characters that Markdown and its common extensions take for markup: anywhere in a line, and at its start.
_SIGNS = re.compile(r"[\\`*_\[\]<#|~$]|&(?=#?\w+;)|:(?=//)|(?<=\bwww)\.")
_FIRST_SIGN = re.compile(r"^(\d{0,9})([-+=>:.)])")
_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~-._"  # characters of an address besides letters and digits
LINE_END = re.compile(r"\r\n?|\n")


def line(text: str) -> str:
    """The text on one line, shown literally."""
    return inert(" ".join(text.split()))


def inert(text: str) -> str:
    return _SIGNS.sub(lambda found: "\\" + found[0], readable(text))


def lines(written: str) -> str:
    """Markdown that keeps the line breaks and in which no line begins a list, a quotation or code."""
    lines = [_FIRST_SIGN.sub(r"\1\\\2", one.strip()) for one in LINE_END.split(written.strip())]
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))


def linked(url: str | None) -> str:
    """A web address as a link after a space; "" for anything else."""
    address = web_address(url)
    return f" <{quote(address, safe=_OF_ADDRESSES)}>" if address else ""
