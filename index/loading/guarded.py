"""Reads untrusted files in another process, within limits of time and memory.

Only a short text or line of JSON in UTF-8 is read in this process: everything done with it is linear in its length.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from index.articles import Article
from index.errors import Scanned, Unreadable
from index.loading import workers
from index.loading.content import article_of
from index.loading.decoding import decode
from index.loading.feeds import Entry
from index.loading.formats import jsonl
from index.loading.items import Item
from index.loading.messages import Message, unpacked

SECONDS = 30.0  # of processor time, for each file
SECONDS_A_MEGABYTE = 2.0
SHORT = 250_000  # bytes; a megabyte takes about a second of processor time, in a process that also answers questions
RECOGNISING = 30.0  # extra seconds to load the recogniser, if text must be recognised
SECONDS_A_PAGE = 40.0  # of processor time; a newspaper page takes half of that
TOO_LONG = "reading it took longer than any article takes, so it was stopped"
TOO_LARGE = "reading it took more memory than any article takes, so it was stopped"
BROKEN = "it broke the program that reads it"
ITEM = "identity id source fingerprint size fallback suffix url charset title recognise".split()  # what is sent
Stopped = workers.Stopped

log = logging.getLogger(__name__)


def read(item: Item, stopped: Callable[[], bool] = lambda: False) -> Article:
    """The article of an item; raises Unreadable with the reason, and Stopped once `stopped` returns true."""
    if item.read_already:
        return item.read_already
    if item.suffix in (".txt", ".jsonl") and _is_short(item.content):
        return article_of(item)
    fields = {name: getattr(item, name) for name in ITEM}
    try:
        return unpacked(_asked("article", item.content, stopped, item=fields))
    except Scanned as scan:
        seconds = RECOGNISING + SECONDS_A_PAGE * scan.pages
        answer = _asked("article", item.content, stopped, item=fields | {"recognise": True}, more=seconds)
        return unpacked(answer)


def names_on(line: bytes, stopped: Callable[[], bool] = lambda: False) -> tuple[str | None, str]:
    """The result of `jsonl.names_of` for a line."""
    if _is_short(line):
        return jsonl.names_of(line)
    fields = _asked("line", line, stopped).fields
    return fields["own"], fields["hash"]


def entries_in(
    content: bytes, url: str, kind: str, *, most: int, stopped: Callable[[], bool] = lambda: False
) -> tuple[list[Entry], int, str | None]:
    """The first entries of a feed, how many there are, and its title; see `feeds.entries_of`."""
    fields = _asked("feed", content, stopped, url=url, kind=kind, most=most).fields
    return [Entry(**one) for one in fields["entries"]], fields["count"], fields["title"]


def text_of(content: bytes) -> str:
    """The characters of a file; see `decoding.decode`."""
    if _is_short(content):
        return decode(content)
    return _asked("text", content, lambda: False).content.decode("utf-8", "surrogatepass")


def _is_short(content: bytes) -> bool:
    if len(content) > SHORT or b"\0" in content:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _asked(task: str, content: bytes, stopped: Callable[[], bool], *, more: float = 0, **fields: Any) -> Message:
    """The reply; reading may take `more` seconds of processor time beyond the usual limit."""
    seconds = SECONDS + SECONDS_A_MEGABYTE * len(content) / 1_000_000 + more
    try:
        answer = workers.WORKERS.ask(Message({"task": task} | fields, content), seconds=seconds, stopped=stopped)
    except workers.TooLong as error:
        raise Unreadable(TOO_LONG) from error
    except workers.TooLarge as error:
        raise Unreadable(TOO_LARGE) from error
    except workers.Broken as error:
        log.warning("A file broke the program that reads it: %s", error)
        raise Unreadable(BROKEN) from error
    if "scanned" in answer.fields:
        raise Scanned(answer.fields["scanned"])
    if "unreadable" in answer.fields:
        raise Unreadable(answer.fields["unreadable"])
    return answer
