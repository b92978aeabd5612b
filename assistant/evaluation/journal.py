"""Keeps each outcome of a run beside its results file, so that an interrupted run can resume where it stopped."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.evaluation.one_question import Outcome
from index.errors import WrongUsage


class Journal:
    """The outcomes of one run by question id; `run` identifies it. Without a file they are kept in memory.

    Use as a context manager: entering reads what an earlier, interrupted run of the same kind left, and leaving without
    an error removes the file. Raises WrongUsage if another process is writing the same results.
    """

    def __init__(self, results_file: Path | None, run: str) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self.resumed = 0
        self._path = results_file.with_name(results_file.name + ".partial") if results_file else None
        self._run = run

    def __enter__(self) -> Journal:
        if self._path:
            self._lock = FileLock(f"{self._path}.lock")
            try:
                self._lock.acquire(timeout=0)
            except Timeout as error:
                raise WrongUsage(
                    f"Another run is writing '{self._path}'. Wait for it, or name another file."
                ) from error
            self._read(self._path)
            self.resumed = len(self.outcomes)
            # Rewritten to remove half a line left by a killed run.
            self._file = self._path.open("w", encoding="ascii")
            self._write({"run": self._run})
            for question_id, outcome in self.outcomes.items():
                self._write({"id": question_id, **asdict(outcome)})
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._path:
            self._file.close()
            if kind is None:
                self._path.unlink()
            self._lock.release()
            Path(self._lock.lock_file).unlink(missing_ok=True)

    def keep(self, question_id: str, outcome: Outcome) -> None:
        """Saves an outcome; a failed question is asked again by the next run."""
        self.outcomes[question_id] = outcome
        if self._path and not outcome.failed:
            self._write({"id": question_id, **asdict(outcome)})

    def _write(self, record: dict[str, Any]) -> None:
        self._file.write(json.dumps(record) + "\n")
        self._file.flush()

    def _read(self, path: Path) -> None:
        """Reads the complete lines of the journal, if it belongs to the same run; ignores any other journal."""
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            lines = path.read_bytes().split(b"\n")
            if json.loads(lines[0])["run"] != self._run:
                return
            for line in lines[1:]:
                record = json.loads(line)
                question_id = record.pop("id")
                hits = tuple((article_id, number) for article_id, number in record.pop("hits"))
                self.outcomes[question_id] = Outcome(**record, hits=hits)
