"""From a page or a text to paragraphs with their roles, and metadata: title, author, outlet, date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from index.extraction.html import Page, extract
    from index.extraction.signs import CONTACT

__getattr__ = on_first_use(__name__)
