"""The columns of a draft: what a person's marks mean."""

from __future__ import annotations

import re

from assistant.evaluation.question_files.questions import yes_or_no

RIGHT = "right"  # the column that makes a table a draft
FOR_READING = ("title", "text", "answer")  # columns written for a person and not read back

_GROUP = re.compile(r"[1-9]\d{0,8}")


def group_of(mark: str) -> int | None:
    """The group of evidence in which a mark puts its paragraph; None if it is empty or says no; raises ValueError.

    Any form of yes means group 0; numbers from 1 are groups that must each be found.
    """
    mark = mark.strip()
    if _GROUP.fullmatch(mark):
        return int(mark)
    said = yes_or_no(mark)
    if said is None and mark:
        raise ValueError("must be x, or 1, 2, ... where each must be found, or empty")
    return 0 if said else None


def mark_of(group: int) -> str:
    """The mark for a group."""
    return str(group) if group else "x"
