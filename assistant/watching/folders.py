"""Reports changes below folders as they happen; only this module imports watchfiles."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from index.errors import ArticleAssistantError
from index.loading.named_files import kind_of

LOOK = 1_000  # milliseconds between checks that the folders are still the same
STILL = 400  # milliseconds without a change, after which changes are reported
AGAIN = 60.0  # seconds after which folders that cannot be watched are tried again

log = logging.getLogger(__name__)


def follow_folders(
    folders: Callable[[], Mapping[str, str]], touched: Callable[[str], None], ended: threading.Event
) -> None:
    """Reports the id of each folder below which an article may have changed, until `ended` is set.

    Each is reported once when watching begins, since nothing else reports what changed just before.
    Where the system reports no changes, as on many network drives, the checks at the source's interval find them.
    """
    while not ended.is_set():
        try:
            there = {path: id for path, id in folders().items() if Path(path).is_dir()}
            if there:
                _follow(there, folders, touched, ended)
            ended.wait(LOOK / 1000)
        except ArticleAssistantError:
            ended.wait(LOOK / 1000)  # the database is down, which the watcher reports
        except OSError as error:
            log.warning(
                "The system does not report changes in folders (%s); they are checked at their intervals.", error
            )
            ended.wait(AGAIN)


def _follow(
    there: Mapping[str, str],
    folders: Callable[[], Mapping[str, str]],
    touched: Callable[[str], None],
    ended: threading.Event,
) -> None:
    """Watches until the set of folders changes."""
    from watchfiles import Change, watch  # imported here, since most libraries watch nothing

    changes = watch(
        *there,
        watch_filter=lambda change, path: change != Change.deleted and _may_be_article(path),
        debounce=10 * STILL,
        step=STILL,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        stop_event=ended,
        ignore_permission_denied=True,
    )
    new = set(there.values())
    for batch in changes:
        for id in new:
            touched(id)
        new.clear()
        for id in {there[folder] for _, path in batch for folder in there if Path(path).is_relative_to(folder)}:
            touched(id)
        if {path for path in folders() if Path(path).is_dir()} != set(there):
            return


def _may_be_article(path: str) -> bool:
    return kind_of(path) is not None and not Path(path).name.startswith(".")
