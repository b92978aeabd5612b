"""Removes web addresses and invisible characters from a chat model's text.

The links in an answer are made by the server from article ids. What a model writes may come from a sentence planted
in an article; an address in it could lead the reader elsewhere or, as a picture's address, send the question there.
"""

from __future__ import annotations

import re

from assistant.presenting.shown_text import visible

LEFT_OUT = "…"
LONGEST = 4_000  # characters of a run that are held back

_REST = r"""[^\s<>"'`)\]}\x7f-\U0010ffff]"""
_ADDRESS = re.compile(
    rf"(?:[a-z][a-z0-9+.-]{{1,20}}:/{{2}}|www\d?\.|(?:mailto|javascript|vbscript|data|file|tel):(?=[\w/])){_REST}*"
    r"|(?<![\w.])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w.@-])(?:[a-z0-9-]{{1,63}}\.){{1,8}}[a-z]{{2,24}}(?::\d+)?/{_REST}*",
    re.I | re.A,
)
_LINK = re.compile(r"\](?=\()")  # makes words a link or a picture in Markdown
_RUN = re.compile(r"[\x21-\x7e]*\Z")  # an address may have begun in it


class WithoutAddresses:
    """Removes addresses and invisible characters from a text in pieces; the result is the same however it is split."""

    def __init__(self) -> None:
        self._held = ""

    def read(self, piece: str) -> str:
        text = self._held + visible(piece)
        run = _RUN.search(text)
        at = run.start() if run and len(text) - run.start() <= LONGEST else len(text)
        self._held = text[at:]
        return _without(text[:at])

    def end(self) -> str:
        held, self._held = self._held, ""
        return _without(held)


def _without(text: str) -> str:
    return _LINK.sub("] ", _ADDRESS.sub(LEFT_OUT, text))
