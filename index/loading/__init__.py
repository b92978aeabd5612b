"""From files, folders, web addresses and feeds to articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from index.loading.fetching import Fetcher
    from index.loading.formats.pdf import read_pdf, read_pictures
    from index.loading.formats.word import read_word
    from index.loading.guarded import Stopped
    from index.loading.items import Item
    from index.loading.loading import total_size
    from index.loading.named_files import KINDS, Skipped
    from index.loading.web import Download
    from index.loading.web import documents as documents_at

__getattr__ = on_first_use(__name__)
