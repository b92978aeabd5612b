"""Writes every second article that nothing is tuned on, as a set: `python -m tests.benchmarks.tuning.as_set FOLDER`.

FOLDER gets `articles.jsonl` and `questions.jsonl`: questions that an article answers, and as many as there are that
none does, which ask for what looks as if it stood there. Those that take something wrong for granted are left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.benchmarks.tuning.articles import Article, written

EVERY = 2  # all of them would take a quarter of an hour to fit on


def article(name: str, one: Article) -> dict[str, str]:
    return {"id": name, "title": one.title, "text": "\n\n".join(" ".join(part) for part in one.paragraphs)}


def questions(name: str, one: Article) -> list[dict[str, object]]:
    return [
        {
            "id": f"{name}-{number}",
            "question": text,
            "answerable": kind == "Q",
            "evidence": [{"article_id": name, "quote": one.sentences[at]} for at in places if kind == "Q"],
        }
        for number, (kind, places, text) in enumerate(one.items, start=1)
        if kind in "QU"
    ]


def main(folder: Path) -> None:
    held_out = [(f"written-{number:04}", one) for number, one in enumerate(written(), start=1) if one.is_held_out]
    chosen = dict(held_out[::EVERY])
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        "articles.jsonl": [article(name, one) for name, one in chosen.items()],
        "questions.jsonl": [row for name, one in chosen.items() for row in questions(name, one)],
    }
    for file, lines in rows.items():
        (folder / file).write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
