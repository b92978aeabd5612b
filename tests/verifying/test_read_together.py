"""Claims that are read together with the sentences near them, by the real judge."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.settings import read_settings
from assistant.verifying import Verifier
from assistant.verifying.bearing import CLOSE
from assistant.verifying.weighing import SMALL, Signs, Weighing
from index import encoders
from index.embedding import SentenceEmbeddings
from index.encoders import larger
from index.library import Library
from tests.benchmarks.tuning.articles import written
from tests.benchmarks.tuning.as_set import article
from tests.conftest import require

SURE = 9.0  # log-odds
ARTICLES = 8  # of those that the judge did not learn from, with some 26 claims each

CLINIC = """Clinic in Orlen gets a scanner

The clinic in Orlen will get a second scanner in March, the region's council decided on Monday.

The device costs 1.2 million crowns, of which the region pays half.

Head nurse Lea Brandt said she had not been told of the decision.

The old scanner, bought in 2009, broke down eleven times last year.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Library:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.txt").write_text(CLINIC, "utf-8")
    library = Library(folder / "library", embeddings=embeddings)
    library.add([folder / "clinic.txt"])
    return library


@pytest.fixture(scope="module")
def clinic(library: Library) -> Assistant:
    """It judges claims with the small judge."""
    return Assistant(library, read_settings(close_reading="off"))


@pytest.fixture(scope="module")
def closely(library: Library) -> Assistant:
    """It judges claims with the larger judge."""
    require(larger.is_installed(), "all-mpnet-base-v2 is not installed (make larger)")
    return Assistant(library, read_settings(close_reading="checks"))


def showing(clinic: Assistant, odds: float, attributed: float = -SURE) -> Assistant:
    """The assistant with a judge of claims that shows the same of each."""
    supported, other = -math.log1p(math.exp(-odds)), 1 / (1 + math.exp(odds))
    rest = math.log(max(other - math.exp(attributed), math.exp(-SURE)))
    shown = encoders.Borne(supported, -SURE, rest, attributed, (0, 0))
    assistant = Assistant(clinic.library)
    assistant.__dict__["verifier"] = Verifier(None, lambda claim, passage: shown)
    return assistant


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


FALSE = (
    "The region decided against a second scanner for the clinic in Orlen, which had asked for it in March.",
    "Lea Brandt, the head nurse, had asked the council for the second scanner.",
    "The device, which costs 1.2 million crowns, broke down last year.",
    "The clinic will get half of the second scanner from the region in March.",
)


@pytest.mark.parametrize("claim", FALSE)
def test_a_false_claim_whose_words_stand_there_is_not_supported(clinic: Assistant, claim: str) -> None:
    assert verdicts(showing(clinic, SURE), claim) == ["supported"]  # by its words
    assert verdicts(clinic, claim) in (["not_found"], ["contradicted"])


@pytest.mark.parametrize("claim", [FALSE[0], FALSE[1], FALSE[3]])
def test_the_larger_judge_stops_three_of_them(closely: Assistant, claim: str) -> None:
    assert verdicts(closely, claim) in (["not_found"], ["contradicted"])


def test_a_reason_names_a_word_that_the_sentences_lack_or_shows_what_they_say(clinic: Assistant) -> None:
    lacking, said = (clinic.check(FALSE[number]).claims[0].reason for number in (0, 2))
    assert lacking == "'asked' is not in paragraph 1."
    assert said is not None
    assert said.startswith("Paragraph 2 says 'The device costs 1.2 million crowns")


def test_what_is_shown_supports_a_claim_of_which_only_words_are_missing(clinic: Assistant) -> None:
    claim = "In March another scanner is to arrive at the clinic in Orlen."
    assert verdicts(showing(clinic, SURE), claim) == ["supported"]
    assert verdicts(showing(clinic, -SURE), claim) == ["not_found"]


@pytest.mark.parametrize(
    "claim",
    [
        "In March, 17 scanners are to arrive at the clinic in Orlen.",
        "In March no other scanner is to arrive at the clinic in Orlen.",
        "The clinic sells flowers and plans a concert for tourists.",
    ],
)
def test_another_number_a_denial_or_another_subject_is_not_supported(
    clinic: Assistant, closely: Assistant, claim: str
) -> None:
    assert "supported" not in verdicts(clinic, claim) + verdicts(closely, claim)


REWORDED = "Orlen's council wants another device for the clinic by spring."


@pytest.mark.parametrize(("odds", "verdict"), [(SMALL.least, "supported"), (SMALL.least - 0.1, "not_found")])
def test_what_the_words_do_not_find_is_weighed(clinic: Assistant, odds: float, verdict: str) -> None:
    weighed = list[Signs]()

    class Recording(Weighing):
        def log_odds(self, signs: Signs) -> float:
            weighed.append(signs)
            return odds

    shown = encoders.Borne(-0.1, -SURE, -2.4, -SURE, (0, 0))
    assistant = Assistant(clinic.library)
    assistant.__dict__["verifier"] = Verifier(
        None,
        lambda claim, passage: shown,
        Recording(SMALL.weights, 0.0, SMALL.agreeing, 0.0, SMALL.least, SMALL.copied),
    )
    assert verdicts(assistant, REWORDED) == [verdict]
    [signs] = weighed
    assert signs.judged > 0 and 0 < signs.in_order < CLOSE


@pytest.mark.parametrize(
    "claim", ["The clinic sells flowers and plans a concert for tourists.", "I cannot assist with this request."]
)
def test_what_lacks_too_many_words_is_not_found_however_likely(clinic: Assistant, claim: str) -> None:
    assert verdicts(showing(clinic, SURE), claim) == ["not_found"]


def test_what_the_words_support_is_doubted_by_the_judge_more_if_it_may_be_only_said(clinic: Assistant) -> None:
    copy = "The old scanner was bought in 2009 and broke down eleven times last year."
    for claim in (FALSE[0], copy):
        assert verdicts(showing(clinic, -1.0), claim) == ["supported"]
        assert verdicts(showing(clinic, -2.0), claim) == ["not_found"]
    assert verdicts(showing(clinic, -1.0, attributed=math.log(0.2)), FALSE[0]) == ["not_found"]
    assert verdicts(showing(clinic, -1.0, attributed=math.log(0.2)), copy) == ["supported"]


def test_shortened_sentences_and_texts_sent_with_the_claim_are_compared_by_words_alone(clinic: Assistant) -> None:
    denying = showing(clinic, -SURE)
    assert verdicts(denying, "The clinic in Orlen will get a second scanner in March.") == ["supported"]
    assert [one.verdict for one in denying.check(FALSE[2], CLINIC.split("\n\n")[1:]).claims] == ["supported"]
