"""The records of an answer and their JSON form."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

from assistant.answers import Answer, Citation, Claim

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
         "reason": None, "differs_from": []}
    ]  # fmt: skip
    assert set(written) == {
        "schema", "id", "created", "question", "standalone_question", "outcome", "searched", "notice", "text",
        "writer", "claims", "citations", "closest", "unknown_markers", "answerability", "timings_ms",
        "read_as", "premise", "usage",
    }  # fmt: skip


def test_the_document_names_each_field_that_came_later() -> None:
    document = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text("utf-8")
    table = document.split("## Reading answer/1\n")[1].split("\n## ")[0]
    told = set(re.findall(r"^\| (?:(claim|citation) )?`(\w+)` \|", table, re.M))
    later = {
        ("" if record is Answer else record.__name__.lower(), field.name)
        for record, first in FIRST.items()
        for field in fields(record)
        if field.name not in first.split()
    }
    assert told == later
    for record, first in FIRST.items():
        assert set(first.split()) <= {field.name for field in fields(record)}
