"""Cells that a spreadsheet must not take for formulas."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def defused(text: str) -> str:
    """The text in a form that a spreadsheet program shows instead of running as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """The original of a defused text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
