"""Loads what the first question needs, in its own thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from index.errors import ArticleAssistantError

log = logging.getLogger(__name__)


class Warming:
    """`begin` starts `load`, and `wait` returns when it has ended; if loading failed, questions fail."""

    def __init__(self, load: Callable[[], object]) -> None:
        self._load = load
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        thread = threading.Thread(target=self._try, name="warm", daemon=True)
        thread.start()
        self._thread = thread  # once there is something to wait for

    @property
    def at_work(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def wait(self) -> None:
        if self._thread not in (None, threading.current_thread()):  # loading may ask a first question itself
            self._thread.join()

    def _try(self) -> None:
        try:
            self._load()
        except ArticleAssistantError as error:
            log.warning("%s", error)
        except Exception:
            log.exception("What a first question needs could not be loaded.")
