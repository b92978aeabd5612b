"""Claims that are read together with the sentences near them, by the real judge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.verifying import Verifier
from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.benchmarks.tuning.articles import written
from tests.benchmarks.tuning.as_set import article

ARTICLES = 5  # of those that the judge did not learn from, with some 26 claims each

CLINIC = """Clinic in Orlen gets a scanner

The clinic in Orlen will get a second scanner in March, the region's council decided on Monday.

The device costs 1.2 million crowns, of which the region pays half.

Head nurse Lea Brandt said she had not been told of the decision.

The old scanner, bought in 2009, broke down eleven times last year.
"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Assistant:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.txt").write_text(CLINIC, "utf-8")
    library = Library(folder / "library", embeddings=embeddings)
    library.add([folder / "clinic.txt"])
    return Assistant(library)


def verdicts(assistant: Assistant, claim: str) -> list[str | None]:
    return [one.verdict for one in assistant.check(claim).claims]


def test_fewer_false_claims_are_supported_and_true_and_false_are_further_apart(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    able = [one for one in written() if one.is_held_out and len(one.sentences) > 17][:ARTICLES]
    lines = [json.dumps(article(f"a{number}", one)) for number, one in enumerate(able)]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), "utf-8")
    library = Library(tmp_path / "library", embeddings=embeddings)
    library.add([tmp_path / "articles.jsonl"])
    compared, read = Assistant(library), Assistant(library)
    compared.__dict__["verifier"] = Verifier()
    claims = [
        (f"a{number}", kind == "T", text)
        for number, one in enumerate(able)
        for kind, _, text in one.items
        if kind in "TCN"
    ]
    shares = []
    for assistant in (compared, read):
        supported = [assistant.check(text, articles=id).claims[0].verdict == "supported" for id, _, text in claims]
        of = {
            label: [one for one, (_, true, _) in zip(supported, claims, strict=True) if true is label]
            for label in (True, False)
        }
        shares.append({label: sum(each) / len(each) for label, each in of.items()})
    before, after = shares
    assert after[False] < before[False]
    assert after[True] - after[False] > before[True] - before[False]


@pytest.mark.parametrize(
    "claim",
    [
        "The region decided against a second scanner for the clinic in Orlen, which had asked for it in March.",
        "Lea Brandt, the head nurse, had asked the council for the second scanner.",
        "The old scanner was repaired eleven times by the region, which paid half of the cost.",
    ],
)
def test_a_false_claim_in_other_words_is_not(clinic: Assistant, claim: str) -> None:
    assert "supported" not in verdicts(clinic, claim)


def test_a_reason_names_a_word_that_the_sentences_lack_or_quotes_what_they_say(clinic: Assistant) -> None:
    claim = "The region decided against a second scanner for the clinic in Orlen, which had asked for it in March."
    [found] = clinic.check(claim).claims
    assert found.verdict in ("not_found", "contradicted")
    assert found.reason
