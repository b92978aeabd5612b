"""A claim in its own words bears the burden of proof too: the same act, in the same roles, by the same person."""

from __future__ import annotations

import pytest

from assistant.verifying.verdicts import Source, Verdict
from assistant.verifying.verification import Verifier
from index.articles import Heading, Paragraph
from index.reading.attributed import attributed
from index.reading.read import read_texts

ROLES = [
    (
        "Ada Noll, the town's treasurer, demanded that Perrin resign.",
        "Perrin demanded that Ada Noll, the town's treasurer, resign.",
    ),
    (
        "Noll was given a red card for spitting on the Alby defender Boris Petrov in a brawl during Monday's match.",
        "Boris Petrov was given a red card for spitting on the striker Noll in a brawl.",
    ),
    (
        "She rejected a proposal by the island's residents to run the ferry in summer only.",
        "The island's residents rejected a proposal to run the ferry in summer only.",
    ),
]
ACTS = [
    (
        "Long thought of as one of the hall's great slights, the choir last month was finally nominated for induction.",
        "Long thought of as one of the hall's great slights, the choir last month was finally inducted.",
    )
]
OTHERWISE = [
    (
        "The mill's owners purchased the old barn in Alby in May.",
        "In May the old barn in Alby was bought by the mill's owners.",
    ),
    ("The closure of the mill by the council followed in May.", "In May the council closed the mill."),
    (
        "After the storm the council made a decision to sell the ferry.",
        "The council decided to sell the ferry after the storm.",
    ),
    ("She told Ada Noll that she was leaving the firm.", "Ada Noll was told that she was leaving the firm."),
]


def held(told: str, claim: str, *, title: str = "", around: str = "") -> Verdict:
    heading = Heading(id="given", title=title)
    reading = read_texts([told])
    source = Source(Paragraph("given", 4, told, "body"), heading, lambda *span: attributed(reading, 1, *span), around)
    return Verifier().verify(claim, [source])


@pytest.mark.parametrize(("told", "claim"), ROLES)
def test_roles_exchanged_contradict_however_the_rest_is_worded(told: str, claim: str) -> None:
    assert held(told, claim).verdict == "contradicted"


@pytest.mark.parametrize(("told", "claim"), ACTS)
def test_an_act_that_no_sentence_has_is_not_found(told: str, claim: str) -> None:
    assert held(told, claim).verdict == "not_found"


def test_what_is_said_of_the_subject_stands_in_a_sentence_and_not_around_it() -> None:
    found = held(
        "Mayor Tom Keller called the vote a good day for the town.",
        "Mayor Tom Keller resigned over the bridge.",
        title="Council votes for a new bridge",
    )
    assert found.verdict == "not_found"


def test_a_title_that_a_sentence_does_not_give_to_the_name_is_not_lent_from_elsewhere() -> None:
    told = '"Justice has been served," said Attorney Ada Noll.'
    assert held(told, "Judge Ada Noll said that justice had been served.", around="The judge left.").supported is False
    assert held(told, "Attorney Ada Noll said that justice had been served.").verdict == "supported"


@pytest.mark.parametrize(("told", "claim"), OTHERWISE)
def test_the_same_act_in_another_word_or_form_is_supported(told: str, claim: str) -> None:
    found = held(told, claim)
    assert (found.verdict, found.reason) == ("supported", None)


def test_a_denial_of_the_same_act_by_the_same_subject_counts_however_the_rest_is_worded() -> None:
    told = "Ada Noll, who found ways to extract the drug from it, was not among the winners."
    assert not held(told, "Ada Noll was among the winners of the Nobel Prize.").supported
