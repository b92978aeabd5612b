"""Measures search, quotes and refusals on question sets: `python -m tests.benchmarks.quality DATA [SET ...]`.

DATA is a folder of sets, each with articles and a questions.jsonl. A refusal counts as wrong in every measure of
answerable questions; each figure is printed with what it is a share of.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.answers import Answer
from assistant.assistant import Assistant
from index.articles import Hit
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.benchmarks.sets import Asked, QuestionSet, development_sets, read_set

Measures = dict[str, list[float]]


def measure(chosen: QuestionSet, assistant: Assistant) -> Measures:
    measures: Measures = {}
    for asked in chosen.questions:
        hits = assistant.search(asked.question, limit=10, articles=asked.given_contexts)
        answer = assistant.ask(asked.question, articles=asked.given_contexts)
        for name, value in {**_of_search(asked, hits), **_of_answer(asked, answer, assistant.library)}.items():
            measures.setdefault(name, []).append(value)
    return measures


def _of_search(asked: Asked, hits: Sequence[Hit]) -> dict[str, float]:
    if not asked.evidence:
        return {}
    ranks = [rank for rank, hit in enumerate(hits, start=1) if _is_gold(asked, hit)]
    return {"hit@1": float(1 in ranks), "mrr@10": 1 / ranks[0] if ranks else 0.0}


def _is_gold(asked: Asked, hit: Hit) -> bool:
    number, text = hit.paragraph.number, plain(hit.paragraph.text)
    return any(
        one.article_id == hit.heading.id and (number == one.paragraph if one.paragraph else plain(one.quote) in text)
        for one in asked.evidence
    )


def _of_answer(asked: Asked, answer: Answer, library: Library) -> dict[str, float]:
    cited = [*answer.citations, *answer.closest]
    paragraphs = [library.paragraph(one.article_id, one.paragraph) for one in cited]
    pairs = list(zip(cited, paragraphs, strict=True))
    measured = {
        "verbatim": float(all(found.text[one.start : one.end] == one.quote for one, found in pairs)),
        "searched roles only": float(all(found.role in ("body", "caption") for found in paragraphs)),
    }
    refused = float(answer.outcome == "not_found")
    if not asked.answerable:
        return measured | {"refused_unanswerable": refused}
    measured["refused_answerable"] = refused
    if asked.evidence:
        quotes = [plain(one.quote) for one in answer.citations]
        golds = [plain(one.quote) for one in asked.evidence]
        right = [any(gold in quote or quote in gold for gold in golds) for quote in quotes]
        measured["a quote is gold"] = float(any(right))
        measured["quote_precision"] = sum(right) / len(right) if right else 0.0
        measured["first quote is gold"] = float(bool(right) and right[0])
    if asked.answers:
        text = plain(" ".join(one.quote for one in answer.citations))
        measured["answer_held"] = float(any(plain(one) in text for one in asked.answers))
    return measured


def plain(text: str) -> str:
    """Letters and digits only, in lower case: sets differ in their spaces and quotation marks."""
    return re.sub(r"[\W_]+", "", text).lower()


def main(folder: Path, names: Sequence[str]) -> None:
    sets = [read_set(folder / name) for name in names] if names else development_sets(folder)
    embeddings = SentenceEmbeddings()
    results = {}
    for chosen in sets:
        with tempfile.TemporaryDirectory() as made, Library(made, embeddings=embeddings) as library:
            library.add(chosen.sources)
            measures = measure(chosen, Assistant(library))
        print(f"{chosen.name}: {len(chosen.questions)} questions", flush=True)
        for name, values in measures.items():
            print(f"    {name:24} {sum(values) / len(values):.4f}  ({sum(values):g} of {len(values)})", flush=True)
        results[chosen.name] = {name: [sum(values) / len(values), len(values)] for name, values in measures.items()}
    print(json.dumps(results))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
