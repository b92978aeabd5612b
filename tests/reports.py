"""Results for the tests of the report: real answers over the sample articles, repeated as often as needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.assistant import Assistant
from assistant.evaluation.measures import measured
from assistant.evaluation.question_files.questions import Evidence, Question
from assistant.evaluation.refusals import refusal_curve
from assistant.evaluation.results import Result, Results
from assistant.evaluation.running import run

MOON, ORBIT, PARIS = "moon-landing-first-steps", "moon-landing-from-orbit", "paris-agreement-two-presidents"
ASKED = (
    ("speaker", "What did Armstrong say about the surface of the Moon?", "fine and powdery", MOON, "fine and powdery"),
    ("speaker", "What did Buzz Aldrin say about the landscape?", "Magnificent desolation", MOON, "two words for the"),
    ("speaker", "What did Donald Trump say about Paris?", "Pittsburgh, not Paris", PARIS, "citizens of Pittsburgh"),
    ("speaker", "What did Obama say about the agreement?", "turning point", PARIS, "a turning point for the world"),
    ("date", "When did the Paris Agreement enter into force?", "4 November 2016", PARIS, "It entered into force on"),
    ("date", "When did Columbia come down?", "24 July 1969", ORBIT, "came down in the Pacific Ocean"),
    ("number", "How many parties had a climate agreement?", "196", PARIS, "196 parties had a climate agreement"),
    ("number", "How old was Michael Collins?", "38", ORBIT, "Michael Collins, 38 years old"),
    ("number", "How many kilograms of rock were collected?", "21.5", MOON, "about 21.5 kilograms of rock"),
    ("person", "Who was alone in the command module?", "Collins", ORBIT, "flew the command module Columbia alone"),
    ("person", "Who telephoned the astronauts?", "Nixon", MOON, "President Richard Nixon telephoned them"),
    ("person", "屠呦呦怎么看青蒿素？", "一小步", "tu-youyou-qinghaosu", "青蒿素是人类征服疟疾进程中的一小步"),
    ("unanswerable", "What did Gorbachev say about the Berlin Wall?", None, None, None),
    ("unanswerable", "How much did the flight to the Moon cost?", None, None, None),
    ("unanswerable", "What did Angela Merkel say about the Paris Agreement?", None, None, None),
    ("unanswerable", "When was the Eiffel Tower built?", None, None, None),
)
VERSIONS = {"article-assistant": "0.1.0", "python": "3.12.1"}


def questions() -> list[Question]:
    return [
        Question(
            question=question,
            id=f"q{place}",
            type=kind,
            answers=(answer,) if answer else (),
            answerable=answer is not None,
            evidence=(Evidence(article_id=article, quote=quote),) if article else (),
        )
        for place, (kind, question, answer, article, quote) in enumerate(ASKED, start=1)
    ]


def real_results(assistant: Assistant) -> Results:
    return run(assistant, questions())


def results_of(found: Sequence[Result], like: Results) -> Results:
    """The results of these questions, measured anew."""
    types = sorted({one.type for one in found})
    return replace(
        like,
        questions=tuple(found),
        measures=measured(found, seed=0),
        by_type={kind: measured([one for one in found if one.type == kind], seed=0) for kind in types},
        refusal_curve=refusal_curve(found, like.settings["refusal_threshold"]),
    )


def many(few: Results, count: int) -> list[Result]:
    """The questions over and over, each time with different words and numbers."""
    return [_varied(few.questions[at % len(few.questions)], at) for at in range(count)]


def _varied(one: Result, at: int) -> Result:
    answer = one.answer
    if answer is not None:
        odds = answer.get("answerability")
        moved = None if odds is None else round(odds + (at % 97 - 48) / 12, 4)
        answer = {**answer, "text": f"{answer['text']} (variation {at})", "answerability": moved}
    scores = one.scores
    if "hit@1" in scores and at % 11 == 0:
        scores = {**scores, "hit@1": 0.0, "mrr@10": 0.5}
    return replace(
        one, id=f"q{at + 1}", question=f"{one.question[:-1]}, take {at // 16}?", answer=answer, scores=scores
    )
