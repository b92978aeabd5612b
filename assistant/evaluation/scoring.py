"""The scores of one question: its answer and hits against its gold evidence and gold answers.

In every measure of answers to answerable questions, a refusal and a failed question count as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.evaluation.matching import holds, same_quote, token_f1
from assistant.evaluation.question_files.questions import Question
from assistant.evaluation.results import Gold
from assistant.question.speaker_frames import speaker_names
from index.reading.people import same_person

_MARKER = re.compile(r"\s*\[\d+\]")


def answer_scores(
    question: Question, gold: Sequence[Gold], answer: dict[str, Any] | None, judge: dict[str, Any] | None = None
) -> dict[str, float]:
    """The scores of all measures that apply; `answer` is the answer/1 record, None if the question failed.

    `judge` is the verdict of a judging model on the answer, or None.
    """
    scores = {"errors": float(answer is None)}
    scores |= _wanted(question, gold, answer)
    if question.must_be_answered is not None:
        scores |= _refusal(question.must_be_answered, answer)
    if question.must_be_answered:
        citations = answer["citations"] if answer else []
        scores |= _citations(gold, citations) if gold else {}
        scores |= _answer(question.answers, said(answer)) if question.answers else {}
    if judge and judge["error"] is None:
        scores |= {"judged_correct": judge["correct"], "judged_complete": judge["complete"]}
    if answer:
        verdicts = [claim["supported"] for claim in answer["claims"] if claim["supported"] is not None]
        scores |= {"supported": sum(verdicts) / len(verdicts)} if verdicts else {}
    return scores


def _wanted(question: Question, gold: Sequence[Gold], answer: dict[str, Any] | None) -> dict[str, float]:
    """Whether the record has the required outcome, the required verdict on the premise, and enough groups cited.

    An outcome of "reply" does not count as one if the record cites something.
    """
    scores, citations = dict[str, float](), answer["citations"] if answer else []
    if wanted := question.wanted_outcome:
        came = answer["outcome"] if answer else None
        scores["outcome_right"] = float(came == wanted and not (wanted == "reply" and citations))
    if question.premise:
        verdict = (answer.get("premise") or {}).get("verdict") if answer else None
        scores["premise_right"] = float(verdict == question.premise)
    if gold and wanted == "answered":
        groups = {place.group for place in gold}
        cited = {place.group for place in gold for one in citations if _in_paragraph(one, place)}
        scores["enough_cited"] = float(len(cited) >= min(question.enough or len(groups), len(groups)))
    return scores | ({"right": min(scores.values())} if scores else {})


def said(answer: dict[str, Any] | None) -> str:
    """What an answer asserts: the quotes without their introductions, or a model's supported sentences."""
    if answer is None or answer["outcome"] != "answered":
        return ""
    if answer["writer"] == "quotes":
        return "\n".join(citation["quote"] for citation in answer["citations"])
    claims = [claim["text"] for claim in answer["claims"] if claim["supported"] is not False]
    return "\n".join(claims) if answer["claims"] else _MARKER.sub("", answer["text"])


def _refusal(answerable: bool, answer: dict[str, Any] | None) -> dict[str, float]:
    """The refusal scores; a failed question is neither answered nor refused, and counts as wrong either way.

    "hallucination" is the share of unanswerable questions that are answered, as NoMIRACL defines it (Thakur et al.,
    "Knowing When You Don't Know", 2024). Precision, recall and F1 are those of refusing.
    """
    refused = answer is not None and answer["outcome"] == "not_found"
    if not answerable:
        right = float(refused)
        scores = {"refused_unanswerable": right, "hallucination": 1 - right, "refusal_recall": right}
        scores["refusal_f1"] = right
    else:
        scores = {"refused_answerable": float(refused or answer is None)}
        if refused:
            scores["refusal_f1"] = 0.0
    if refused:
        scores["refusal_precision"] = float(not answerable)
    return scores


def _citations(gold: Sequence[Gold], citations: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Precision over the citations, recall over the groups of evidence (Gao et al., "Enabling Large Language Models to
    Generate Text with Citations", 2023, with gold evidence in place of an entailment model)."""
    groups = {place.group for place in gold}
    by_paragraph = [{place.group for place in gold if _in_paragraph(one, place)} for one in citations]
    scores = _precision_and_recall("citation", by_paragraph, groups)
    if any(place.quote for place in gold):
        by_quote = [{place.group for place in gold if _quotes(one, place)} for one in citations]
        scores |= _precision_and_recall("quote", by_quote, groups)
        scores["quote_hit"] = float(any(by_quote))
        if citations:
            scores["chosen_right"] = scores["quote_hit"]
    return scores | _attribution(gold, citations)


def _attribution(gold: Sequence[Gold], citations: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Of the right quotes, the shares with the right speaker and the right voice, where the set gives them."""
    quoted = [[place for place in gold if _quotes(one, place)] for one in citations]
    speakers = [
        any(_same_speaker(one["speaker"], place.speaker or "") for place in places if place.speaker is not None)
        for one, places in zip(citations, quoted, strict=True)
        if any(place.speaker is not None for place in places)
    ]
    voices = [
        any(one["voice"] == place.voice for place in places if place.voice)
        for one, places in zip(citations, quoted, strict=True)
        if any(place.voice for place in places)
    ]
    scores = {"speaker_right": speakers, "voice_right": voices}
    return {name: sum(right) / len(right) for name, right in scores.items() if right}


def _same_speaker(named: str | None, gold: str) -> bool:
    """Whether `named` names exactly the gold speakers, by full name or surname."""
    one, other = speaker_names(named or ""), speaker_names(gold)
    if len(one) != len(other):
        return False
    return all(any(same_person(name, meant) for meant in other) for name in one)


def _precision_and_recall(name: str, right: Sequence[set[int]], groups: set[int]) -> dict[str, float]:
    found = set[int]().union(*right)
    return {
        f"{name}_precision": sum(map(bool, right)) / len(right) if right else 0.0,
        f"{name}_recall": len(found) / len(groups),
    }


def _in_paragraph(citation: dict[str, Any], place: Gold) -> bool:
    return citation["article_id"] == place.article_id and citation["paragraph"] in place.paragraphs


def _quotes(citation: dict[str, Any], place: Gold) -> bool:
    """Whether a citation quotes the place; if the place has no quote, any words of its paragraph are right."""
    return _in_paragraph(citation, place) and (not place.quote or same_quote(citation["quote"], place.quote))


def _answer(answers: Sequence[str], text: str) -> dict[str, float]:
    return {
        "answer_held": float(any(holds(text, answer) for answer in answers)),
        "token_f1": token_f1(text, answers) if text else 0.0,
    }


def all_groups_found(gold: Sequence[Gold], hits: Sequence[tuple[str, int]]) -> float:
    """1.0 if every group of evidence has a paragraph among the hits, else 0.0."""
    found = {place.group for place in gold for number in place.paragraphs if (place.article_id, number) in hits}
    return float(found == {place.group for place in gold})
