"""How every table and line of an evaluation is printed: nothing in an article acts as markup or a command."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from assistant.terminal import plain

GAP = 2  # between columns
NARROWEST = 80  # columns; a narrower terminal wraps the lines itself
PIPED = 160  # columns if the output is not a terminal, so that no line of a table is broken


def open_console() -> Console:
    console = Console(markup=False, emoji=False, highlight=False)
    is_known = console.is_terminal or "COLUMNS" in os.environ
    console.width = max(NARROWEST if is_known else PIPED, console.width)
    return console


def one_line(text: str) -> str:
    """The text on one line, without control characters."""
    return " ".join(plain(text).split())


def plain_table(*columns: str, right: Sequence[str] = (), gap: int = GAP) -> Table:
    """A table without ruled lines; only its last column wraps, between words."""
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
    for name in columns:
        last = name == columns[-1]
        table.add_column(name, justify="right" if name in right else "left", no_wrap=not last, overflow="fold")
    return table


def show_left(console: Console, left: int, what: str = "") -> None:
    if left > 0:
        console.print(f"  and {left:,} more {what}".rstrip())
