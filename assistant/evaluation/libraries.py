"""Builds libraries from the articles of question sets, each once, and caches them by their contents."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from filelock import AcquireReturnProxy, FileLock
from platformdirs import user_cache_path

from index.embedding import SentenceEmbeddings
from index.errors import WrongUsage
from index.library import Library, Progress
from index.loading.addresses import is_address, shown
from index.loading.items import Item
from index.loading.loading import find
from index.loading.named_files import Skipped

KEPT = 20  # most recently used libraries; others are deleted after a day without use
DAY = 24 * 60 * 60  # seconds
MADE = "made.json"  # lists what was skipped; written last, so that a library without it is incomplete


def library_of(
    sources: Sequence[str | Path],
    embeddings: SentenceEmbeddings,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Path, list[Skipped]]:
    """The folder of a library with exactly the articles of these sources, and what was skipped in them.

    It is built unless the cache has one with the same contents and embedding model. Raises WrongUsage if the sources
    hold no article, change while they are read, or are web addresses.
    """
    if online := [shown(str(source)) for source in sources if is_address(source)]:
        raise WrongUsage(
            f"Articles must not change while questions are asked, and {online[0]} may. "
            "Add it to a library and name that with --library."
        )
    cache = cache or user_cache_path("article-assistant") / "evaluation"
    contents = _contents(sources, embeddings)
    folder = cache / contents
    with _locked(folder):
        if not (folder / MADE).exists():
            shutil.rmtree(folder, ignore_errors=True)
            with Library(folder, embeddings=embeddings) as library:
                skipped = library.add(sources, progress=progress).skipped
            if _contents(sources, embeddings) != contents:
                shutil.rmtree(folder, ignore_errors=True)
                raise WrongUsage("The articles changed while they were read. Run the command again.")
            (folder / MADE).write_text(json.dumps([asdict(one) for one in skipped]), encoding="utf-8")
        (folder / MADE).touch()  # its time shows when the library was last used
        skipped = [Skipped(**one) for one in json.loads((folder / MADE).read_text(encoding="utf-8"))]
    _forget_old(cache)
    return folder, skipped


def _locked(folder: Path) -> AcquireReturnProxy:
    """The lock on a library's folder, already acquired; leaving its context releases it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(f"{folder}.lock").acquire()
    except OSError as error:
        raise WrongUsage(
            f"The folder '{folder.parent}', where libraries of --articles are kept, cannot be written "
            f"({error.strerror}). Set XDG_CACHE_HOME to another folder, or add the articles to a --library."
        ) from error


def _contents(sources: Sequence[str | Path], embeddings: SentenceEmbeddings) -> str:
    """A hash of the ids and contents of all articles, and of the model that encodes them."""
    articles, skipped = [], []
    for item in find(sources):
        if isinstance(item, Skipped):
            skipped.append(item)
        elif isinstance(item, Item):
            articles.append(f"{item.id}\0{item.fingerprint}\n")
    if not articles:
        why = f" ({skipped[0].source}: {skipped[0].reason})" if skipped else ""
        raise WrongUsage(f"There is no article in {', '.join(map(str, sources))}{why}. Name files or folders of them.")
    return hashlib.sha256("".join([embeddings.fingerprint, *sorted(articles)]).encode()).hexdigest()[:32]


def _forget_old(cache: Path) -> None:
    made = sorted(cache.glob(f"*/{MADE}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in (path for path in made[KEPT:] if path.stat().st_mtime < time.time() - DAY):
        shutil.rmtree(path.parent, ignore_errors=True)
        Path(f"{path.parent}.lock").unlink(missing_ok=True)
