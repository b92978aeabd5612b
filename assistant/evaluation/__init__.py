"""Question sets: read, run, measure, compare, report. Python programs call `run`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.evaluation.judging import Judge
    from assistant.evaluation.libraries import library_of
    from assistant.evaluation.question_files.drafting import check_free, write_draft
    from assistant.evaluation.reporting.report import write_report
    from assistant.evaluation.running import run

__all__ = ["run"]

__getattr__ = on_first_use(__name__)
