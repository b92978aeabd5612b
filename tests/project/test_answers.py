"""The records of an answer and their JSON form."""

from __future__ import annotations

import json

from assistant.answers import Answer, Claim


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
