"""A table of figures as Markdown that says where this project is not the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

OURS = "article-assistant"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every system, by the system's name; `better` is None if none is better, as with words."""

    name: str
    figures: Mapping[str, float | str]
    better: Literal["higher", "lower"] | None = None
    form: str = ",.0f"

    def cells(self) -> dict[str, str]:
        return {
            system: figure if isinstance(figure, str) else format(figure, self.form)
            for system, figure in self.figures.items()
        }

    def best(self) -> list[str]:
        """The systems with the best figure as shown; words are never best."""
        figures = {system: figure for system, figure in self.figures.items() if not isinstance(figure, str)}
        if self.better is None or not figures:
            return []
        best = format((max if self.better == "higher" else min)(figures.values()), self.form)
        return [system for system in figures if self.cells()[system] == best]


def markdown(rows: Sequence[Row]) -> str:
    """The table with the best of each row in bold, and below it the rows in which this project is not the best."""
    systems = list(rows[0].figures)
    lines = [["", *systems], ["---"] * (len(systems) + 1)]
    for row in rows:
        best = row.best()
        lines.append([row.name, *(f"**{cell}**" if system in best else cell for system, cell in row.cells().items())])
    lost = [f"{row.name} ({', '.join(row.best())})" for row in rows if row.better and OURS not in row.best()]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\nWhere {OURS} is not the best: {'; '.join(lost) or 'nowhere'}."
