"""Reads the development sets: articles and questions in the JSON Lines form that docs/evaluation.md describes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

NAMES = ("seed", "xquad_en", "xquad_zh", "clapnq_dev", "nomiracl_en", "nomiracl_zh")


@dataclass(frozen=True)
class Evidence:
    article_id: str
    paragraph: int | None  # from 1
    quote: str


@dataclass(frozen=True)
class Asked:
    id: str
    question: str
    answers: tuple[str, ...]
    answerable: bool
    type: str
    evidence: tuple[Evidence, ...]
    given_contexts: tuple[str, ...]


@dataclass(frozen=True)
class QuestionSet:
    name: str
    sources: list[Path]
    questions: list[Asked]


def read_set(folder: Path) -> QuestionSet:
    sources = [path for path in sorted(folder.iterdir()) if path.name != "questions.jsonl"]
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return QuestionSet(folder.name, sources, [_asked(json.loads(line)) for line in lines if line.strip()])


def development_sets(folder: Path) -> list[QuestionSet]:
    return [read_set(folder / name) for name in NAMES if (folder / name).is_dir()]


def _asked(row: dict) -> Asked:
    evidence = [
        Evidence(one["article_id"], one["paragraph_index"] + 1 if "paragraph_index" in one else None, one["quote"])
        for one in row.get("evidence") or []
    ]
    return Asked(
        id=row["id"],
        question=row["question"],
        answers=tuple(row.get("answers") or ()),
        answerable=row["answerable"],
        type=row.get("type", ""),
        evidence=tuple(evidence),
        given_contexts=tuple(row.get("given_contexts") or ()),
    )
