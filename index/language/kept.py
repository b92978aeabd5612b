"""Keeps what was made of the latest texts, by the memory it takes: an article may have any number of paragraphs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sized
from functools import wraps
from threading import Lock
from typing import TypeVar

Made = TypeVar("Made")

FEWEST = 16  # texts that are kept whatever they take
EACH = 150  # bytes of an entry, and of each item of what was made, in round figures


def kept(size: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Keeps what a function makes of the texts used last, up to about `size` bytes of them and of what was made."""

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
