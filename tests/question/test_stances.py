"""Questions for those who take a side: which side, and on what."""

from __future__ import annotations

import pytest

from assistant.question.stances import Stance, side_of, stance_in

FOR = "support back defend champion praise endorse applaud welcome favour advocate approve hail commend".split()
AGAINST = (
    "oppose criticise slam decry deplore doubt complain object denounce protest resent condemn lambast bemoan blast"
).split()
NEITHER = "say write build run cost own attend visit trust fear want announce win hold open meet call question".split()


@pytest.mark.parametrize(
    ("verbs", "side"), [(FOR, "for"), (AGAINST, "against"), (NEITHER, None)], ids=["for", "against", "neither"]
)
def test_verbs_of_approval_and_objection_take_a_side(verbs: list[str], side: str | None) -> None:
    assert {verb: side_of(verb) for verb in verbs} == dict.fromkeys(verbs, side)


@pytest.mark.parametrize(
    ("frame", "side"),
    [
        ("who doubts {it}?", "against"),
        ("Which residents complain about {it}", "against"),
        ("is anyone opposed to {it}?", "against"),
        ("Has anybody spoken out against {it}", "against"),
        ("Did anyone object to {it}, and on what grounds?", "against"),
        ("any complaints about {it}? from whom", "against"),
        ("Are there any objections to {it}", "against"),
        ("opponents of {it}, what do they say?", "against"),
        ("who speaks up for {it}", "for"),
        ("Who is in favour of {it}?", "for"),
        ("does anybody stand by {it}?", "for"),
        ("who are the supporters of {it}", "for"),
        ("Who came out for {it}?", "for"),
    ],
)
def test_a_side_is_asked_for_in_many_forms(frame: str, side: str) -> None:
    for it in ("the tram", "closing the school"):
        assert stance_in(frame.format(it=it)) == Stance(side, it), frame  # type: ignore[arg-type]


def test_what_somebody_did_is_past() -> None:
    assert stance_in("Who opposed the plan?") == Stance("against", "the plan", past=True)


@pytest.mark.parametrize(
    "question",
    ["Who won the final?", "Who pays for it?", "any news on the tram", "Who is the director?", "who wrote it", "", "?"],
)
def test_other_questions_ask_for_no_side(question: str) -> None:
    assert stance_in(question) is None
