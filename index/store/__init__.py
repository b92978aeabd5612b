"""Where a library keeps its articles: the catalog, which is the source of truth, and the indexes that follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from index.store import copying, corrections
    from index.store.backups import back_up, restore
    from index.store.codes import Codes
    from index.store.corrections import Corrected, Kept
    from index.store.lexical import Lexical, weights
    from index.store.postgresql import PostgresHome
    from index.store.vectors import ServedVectors, Vectors

__getattr__ = on_first_use(__name__)
