"""Quotes that a larger model finds to refute what the question takes for granted."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.composing.rereading import ANSWERS, REFUTED
from index import encoders
from index.encoders import larger
from index.errors import LibraryError
from index.library import Library
from tests.conftest import require
from tests.fakes import Bearing

WHEN = "When was the Berlin Wall opened?"
PRESUMING = ("Why did Barack Obama oppose the Paris Agreement?", "What year was the Berlin Wall rebuilt?")
UNLIKELY, LIKELY = -9.0, -0.1  # log-probabilities
LOWER = 0.1


def bearing(supported: float, contradicted: float, not_found: float) -> Bearing:
    return Bearing(encoders.Borne(supported, contradicted, not_found, UNLIKELY, (0, 0)))


def asked(samples: Library, judge: object, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    monkeypatch.setattr(Library, "larger_yes_no_judge", property(lambda self: judge))
    return Assistant(samples)


def test_quotes_are_read_with_the_question_and_stay_if_they_do_not_refute_it(
    samples: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = bearing(UNLIKELY, REFUTED - LOWER, LIKELY)
    before, after = asked(samples, None, monkeypatch).ask(WHEN), asked(samples, judge, monkeypatch).ask(WHEN)
    assert (after.text, after.outcome, after.premise) == (before.text, "answered", None)
    [(question, passage)] = judge.read
    assert question == WHEN and passage.title == before.citations[0].title
    assert {*passage.sentences} <= {one.quote for one in before.citations}


def test_a_quote_that_answers_alone_refutes_nothing(samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = bearing(ANSWERS + LOWER, REFUTED, UNLIKELY)
    assert asked(samples, judge, monkeypatch).ask(WHEN).premise is None
    assert [len(passage.sentences) for _, passage in judge.read][-1] == 1


def test_quotes_that_refute_what_is_taken_for_granted_say_so(samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = asked(samples, None, monkeypatch).ask(WHEN)
    answer = asked(samples, bearing(ANSWERS, REFUTED, UNLIKELY), monkeypatch).ask(WHEN)
    assert answer.outcome == "answered" and answer.premise
    assert (answer.premise.verdict, answer.premise.citations) == ("contradicted", (1,))
    assert answer.text.startswith("The articles contradict what the question takes for granted")
    assert [one.quote for one in answer.citations] == [one.quote for one in before.citations[:2]]


def test_yes_or_no_and_what_somebody_said_are_not_read_again(samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = bearing(UNLIKELY, LIKELY, UNLIKELY)
    assistant = asked(samples, judge, monkeypatch)
    for question in ("Was the Berlin Wall opened in 1989?", "What did Donald Trump say about the Paris Agreement?"):
        assert assistant.ask(question).outcome == "answered"
    assert judge.read == []


@pytest.mark.parametrize("question", PRESUMING)
def test_the_model_finds_what_the_articles_refute(
    question: str, copied_samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(larger.is_installed(), "all-mpnet-base-v2 is not installed (make larger)")
    shown = []
    for value in ("off", "checks"):
        monkeypatch.setenv("ARTICLE_ASSISTANT_CLOSE_READING", value)
        with Assistant.open(copied_samples) as assistant:
            premise = assistant.ask(question).premise
            shown.append(premise.verdict if premise else None)
            assert assistant.ask(WHEN).premise is None
    assert shown == [None, "contradicted"]


def test_without_the_model_quotes_stay_as_they_are_and_nothing_is_logged(
    copied_samples: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(larger, "PARTS", ["no_such_part_001"])
    with Assistant.open(copied_samples) as assistant:
        assert assistant.ask(PRESUMING[0]).premise is None
    assert "close reading" not in caplog.text


def test_a_damaged_model_is_logged_once_and_quotes_stay_as_they_are(
    copied_samples: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged() -> None:
        raise LibraryError("The weights are not the known ones.")

    monkeypatch.setattr(larger, "is_installed", lambda: True)
    monkeypatch.setattr("index.library.larger_yes_no_judge", damaged)
    with Assistant.open(copied_samples) as assistant:
        for _ in range(2):
            assert assistant.ask(WHEN).outcome == "answered"
    assert caplog.text.count("The weights are not the known ones.") == 1
