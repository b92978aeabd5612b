"""What reading adds to adding, and how long a lookup takes: `python -m tests.benchmarks.reading_speed FILE`.

FILE holds articles as JSON Lines. They are added in parts, alternately to a library that reads its articles and to one
that does not, encoded in float32, so that other load on the machine affects both alike.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.embedding import SentenceEmbeddings
from index.library import Library
from index.reading.read import read
from index.reading.register import Form, Register
from index.store.readings import forms

PART = 24  # articles added at a time
AGAIN = 50  # times that a lookup is timed
NAMES = 40_000  # forms of about 30,000 paragraphs


def main(path: Path) -> dict[str, float]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    embeddings = SentenceEmbeddings()
    embeddings._bulk_model = embeddings.load()  # in float32, as on a machine without bfloat16
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with (
            Library(place / "read", embeddings=embeddings) as whole,
            Library(place / "unread", embeddings=embeddings) as bare,
        ):
            bare._readings.read = lambda article: None  # type: ignore[method-assign]
            bare._readings.begin = lambda: None  # type: ignore[method-assign]
            _added(whole, place, rows[:2])  # so that everything is loaded before the clock starts
            _added(bare, place, rows[:2])
            parts = [rows[at : at + PART] for at in range(2, len(rows), PART)]
            spent = [(_added(whole, place, part), _added(bare, place, part)) for part in parts]
            articles = [whole.article(heading.id) for heading in whole.articles()]
            began = time.process_time()
            readings = [read(article) for article in articles]
            alone = time.process_time() - began
            names = _register(whole)
            measured = _looked_up(names)
        words = sum(len(part.text.split()) for article in articles for part in article.paragraphs)
        paragraphs = sum(len(article.paragraphs) for article in articles)
        sizes = [
            sum(file.stat().st_size for file in (place / name).glob("catalog.sqlite*")) for name in ("read", "unread")
        ]
    ratios = [one[0] / other[0] for one, other in spent], [one[1] / other[1] for one, other in spent]
    return {
        "articles": len(articles),
        "paragraphs": paragraphs,
        "words": words,
        "statements": sum(len(one.statements) for one in readings),
        "forms of names": sum(1 for one in readings for _ in forms(one)),
        "reading alone, processor seconds per 1,000 words": 1000 * alone / words,
        "adding read / unread, processor time": sum(one[0] for one, _ in spent) / sum(other[0] for _, other in spent),
        "adding read / unread, median of parts, processor time": statistics.median(ratios[0]),
        "adding read / unread, median of parts, wall time": statistics.median(ratios[1]),
        "catalog, bytes a paragraph, read": sizes[0] / paragraphs,
        "catalog, bytes a paragraph, unread": sizes[1] / paragraphs,
        **measured,
    }


def _added(library: Library, place: Path, rows: list[Any]) -> tuple[float, float]:
    """The seconds of processor time and of wall time that adding these took."""
    source = place / "part.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    processor, clock = time.process_time(), time.perf_counter()
    library.add(source)
    return time.process_time() - processor, time.perf_counter() - clock


def _register(library: Library) -> list[Form]:
    """The forms of the library's names, repeated under other surnames until there are as many as in a large library."""
    articles = [library.reading(heading.id) for heading in library.articles()]
    own = [form for one in articles if one for form in forms(one)]
    made: list[Form] = []
    while len(made) < NAMES:
        ending = f"{len(made)}"
        made += [
            Form(f"{form.name}{ending}", f"{form.form}{ending}", form.kind, form.mentions, form.statements)
            for form in own
        ]
    return made[:NAMES]


def _looked_up(made: list[Form]) -> dict[str, float]:
    register = Register()
    began = time.process_time()
    register.add(made)
    filled = time.process_time() - began
    register.people()
    name = made[len(made) // 2].name
    asked = {
        "a name": name,
        "a surname": name.split()[-1],
        "a role": "the harbour master",
        "a letter wrong": f"{name}x",
    }
    asked |= {"nobody": "Zebulon Quixwhistle"}
    told: dict[str, float] = {f"filling a register of {NAMES:,} forms, processor ms": 1000 * filled}
    for kind, words in asked.items():
        told[f"looking up {kind}, processor ms"] = _median(lambda words=words: register.find(words))  # type: ignore[misc]
    return told


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(AGAIN):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return 1000 * statistics.median(taken)


if __name__ == "__main__":
    for name, value in main(Path(sys.argv[1])).items():
        print(f"{name}: {value:,.3f}".rstrip("0").rstrip("."))
