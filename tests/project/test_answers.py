"""The records of an answer and their JSON form."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from assistant.answers import Answer, Citation, Claim, Outcome
from assistant.texts.coded import Coded
from index.reading.voices import Voice

# The names of the first version of answer/1.
FIRST = {
    Answer: "id created question standalone_question outcome searched notice text writer claims citations closest "
    "unknown_markers timings_ms",
    Claim: "text start end citations supported reason",
    Citation: "marker article_id title outlet published url paragraph quote start end revision voice speaker "
    "speaker_from link",
}


def test_an_answer_is_the_same_in_json_as_in_python() -> None:
    claim = Claim("It rained.", 0, 10, (1,), verdict="supported")
    answer = Answer(
        id="a",
        created="2026-02-05T00:00:00+00:00",
        question="Did it rain?",
        standalone_question="Did it rain?",
        outcome="answered",
        searched={"articles": 1, "filters": {}},
        text="It rained. [1]",
        writer="quotes",
        claims=(claim,),
    )
    written = json.loads(answer.to_json())
    assert written["schema"] == "answer/1"
    assert written["claims"] == [
        {"text": "It rained.", "start": 0, "end": 10, "citations": [1], "verdict": "supported", "supported": True,
         "reason": None, "why": None, "differs_from": []}
    ]  # fmt: skip
    assert set(written) == {
        "schema", "id", "created", "question", "standalone_question", "outcome", "searched", "notice", "text",
        "writer", "claims", "citations", "closest", "unknown_markers", "answerability", "timings_ms",
        "read_as", "premise", "refusal", "usage", "notices", "framed",
    }  # fmt: skip


@pytest.mark.parametrize("why", [Coded("reasons.of_later", {}), Coded("reasons.says", {}), Coded("", {"n": "x"})])
def test_a_reason_that_is_not_known_here_stays_as_it_was_written(why: Coded) -> None:
    assert Claim("It rained.", 0, 10, (), verdict="not_found", reason="It did not.", why=why).reason == "It did not."
    assert Claim("It rained.", 0, 10, (), verdict="not_found", why=why).reason is None


def rows() -> dict[tuple[str, str], tuple[str, str]]:
    """The table of the document: by record and field, whether it came or changed, and what it says of it."""
    document = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text("utf-8")
    table = document.split("## Reading answer/1\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| (?:(claim|citation) )?`(\w+)` \| (came|changed) \| (.*) \|$", table, re.M)
    return {(record, name): (how, told) for record, name, how, told in found}


def test_the_document_names_each_field_that_came_later_and_none_that_was_there_is_gone() -> None:
    later = {
        ("" if record is Answer else record.__name__.lower(), field.name)
        for record, first in FIRST.items()
        for field in fields(record)
        if field.name not in first.split()
    }
    assert {place for place, (how, _) in rows().items() if how == "came"} == later
    for record, first in FIRST.items():
        assert set(first.split()) <= {field.name for field in fields(record)}


def test_the_document_names_each_field_of_the_first_version_that_may_hold_something_else() -> None:
    changed = {place: told for place, (how, told) in rows().items() if how == "changed"}
    for record, name in changed:
        assert name in FIRST[{"": Answer, "claim": Claim, "citation": Citation}[record]].split()
    new = {("", "outcome"): set(get_args(Outcome)) - {"answered", "not_found"}}
    new[("citation", "voice")] = set(get_args(Voice)) - {"direct", "reported", "outlet"}
    for place, values in new.items():
        assert set(re.findall(r"`(\w+)`", changed[place])) == values
    optional = {field.name for field in fields(Answer) if field.type == "str | None"}
    for name in optional - {"notice"}:
        assert f"`{name}`" in f"`question` {changed['', 'question']}"
