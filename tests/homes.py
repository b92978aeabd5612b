"""The home of the libraries in the current tests: files, or servers; the fixture `home` chooses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from index.store.catalog import Catalog
from tests.servers import Servers

ON_FILES = pytest.mark.parametrize("home", ["files"], indirect=True)  # for what only files can do
_chosen: list[Servers | None] = [None]


@contextmanager
def chosen(servers: Servers | None) -> Iterator[None]:
    _chosen.append(servers)
    try:
        yield
    finally:
        _chosen.pop()


def options(folder: Path) -> dict[str, str]:
    """The options that open the library of this folder at its home."""
    servers = _chosen[-1]
    return servers.options(folder) if servers else {}


def open_library(folder: Path, **given: Any) -> Library:
    """The library of this folder, at its home."""
    return Library(folder, **options(folder), **given)


def open_catalog(path: Path) -> Catalog:
    """The catalog of this path, at its home."""
    path.parent.mkdir(exist_ok=True)
    return Catalog(options(path.parent).get("catalog_url") or path)
