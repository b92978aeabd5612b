"""The text of one file to be checked, unchanged: no heading is removed and no role assigned."""

from __future__ import annotations

from pathlib import Path

from index.errors import Unreadable, WrongUsage
from index.loading.decoding import LARGEST_FILE, LARGEST_WORDS
from index.loading.guarded import read, text_of
from index.loading.items import Item
from index.loading.loading import find
from index.loading.named_files import KINDS, Skipped

PLAIN = (".txt", ".md", ".text", ".markdown", "")
DRAFTS = tuple(kind for kind in KINDS if not kind.endswith((".gz", ".jsonl", ".json")))


def read_draft(path: Path) -> str:
    """The text of a file; raises WrongUsage, one sentence, if it cannot be read."""
    if not path.is_file():
        raise WrongUsage(f"There is no file '{path}'. Name a text, Word, PDF or HTML file.")
    try:
        if path.suffix.lower() not in PLAIN:
            return _of_document(path)
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"it is larger than {LARGEST_WORDS}")
        return text_of(path.read_bytes())
    except Unreadable as error:
        raise WrongUsage(f"'{path}' cannot be read: {error}.") from error
    except OSError as error:
        raise WrongUsage(f"'{path}' cannot be read: {error.strerror}.") from error


def _of_document(path: Path) -> str:
    for item in find([path]):
        if isinstance(item, Skipped):
            raise Unreadable(item.reason)
        if isinstance(item, Item):
            return "\n\n".join(paragraph.text for paragraph in read(item).paragraphs)
    raise Unreadable("it holds no text")
