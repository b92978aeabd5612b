"""Loads what the first question needs, in its own thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from importlib import import_module

from index.errors import ArticleAssistantError

log = logging.getLogger(__name__)


def load_language() -> None:
    """Loads the parser and the word tables, which takes a second or two."""
    import_module("index.reading.parsing").pipeline()
    import_module("index.language.opposites").opposites("open")


class Warming:
    """`begin` starts `load` in a thread, and `wait` returns when `load` has ended; if it failed, questions fail.

    Then `rest` loads what only some questions need; the others do not wait for it.
    """

    def __init__(self, load: Callable[[], object], rest: Callable[[], object]) -> None:
        self._load, self._rest = load, rest
        self._thread: threading.Thread | None = None
        self._loaded = threading.Event()

    def begin(self) -> None:
        thread = threading.Thread(target=self._run, name="warm", daemon=True)
        thread.start()
        self._thread = thread  # once there is something to wait for

    @property
    def at_work(self) -> bool:
        return self._thread is not None and not self._loaded.is_set()

    def wait(self) -> None:
        if self._thread not in (None, threading.current_thread()):  # loading may ask a first question itself
            self._loaded.wait()

    def _run(self) -> None:
        try:
            self._try(self._load)
        finally:
            self._loaded.set()
        self._try(self._rest)

    def _try(self, load: Callable[[], object]) -> None:
        try:
            load()
        except ArticleAssistantError as error:
            log.warning("%s", error)
        except Exception:
            log.exception("What a first question needs could not be loaded.")
