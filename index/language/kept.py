"""Caches results for the latest texts, limited by memory: an article may have any number of paragraphs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sized
from functools import wraps
from threading import Lock
from typing import TypeVar

Made = TypeVar("Made")

FEWEST = 16  # texts that are kept whatever their size
EACH = 150  # approximate bytes of an entry, and of each item of a result


def kept(size: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Keeps a function's results for the texts used last, up to about `size` bytes of texts and results."""

    def keeping(make: Callable[[str], Made]) -> Callable[[str], Made]:
        latest = OrderedDict[str, Made]()
        changing, held = Lock(), 0

        @wraps(make)
        def of(text: str) -> Made:
            nonlocal held
            with changing:
                if text in latest:
                    latest.move_to_end(text)
                    return latest[text]
            made = make(text)
            with changing:
                if text not in latest:
                    latest[text] = made
                    held += _size(text, made)
                while held > size and len(latest) > FEWEST:
                    held -= _size(*latest.popitem(last=False))
            return made

        return of

    return keeping


def _size(text: str, made: object) -> int:
    return len(text) + EACH * (1 + (len(made) if isinstance(made, Sized) else 0))
