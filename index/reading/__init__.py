"""Who says what in an article, and who is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from index.reading.faster_parsing import make_faster
    from index.reading.read import read as read_article
    from index.reading.read import read_paragraphs, read_texts

__getattr__ = on_first_use(__name__)
