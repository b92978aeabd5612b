"""The conversation: each question with its answer and markers, or with the reply that the articles do not answer it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant import question as questions
from assistant.answers import READ_LIMITS
from assistant.page.answer_text import claims_alone, text_with_markers
from assistant.page.cards import rests_on_citations
from assistant.page.escape import escape
from assistant.page.memory import judgement
from assistant.page.words import ENGLISH, Words, quoted
from assistant.serving.conversations import SavedTurn

_LONG_QUESTION = 600
LEADING = 40  # cited paragraphs from which the next questions are derived
# Kinds of questions that need a topic, and those that ask about the article itself.
_OF_A_TOPIC = ("overview", "list", "count", "latest", "timeline")
_OF_AN_ARTICLE = ("metadata", "list", "count")
Stage = Literal["warming", "searching", "reading", "checking", "stopped"]


@dataclass(frozen=True, slots=True, eq=False)  # gradio hashes what it keeps for a tab
class Turn:
    """A question and its result: an answer/1 record, one sentence of error, or neither yet.

    `stage` is the progress of an incomplete answer, whose record then holds what there is so far. `filters` are those
    of the question, including `regardless_of`. `paragraphs` holds the text of cited paragraphs by revision, as the
    answer found them. `saved` is the saved record of this answer, or of the one that it replaces; `unsaved` says why
    there is none.
    """

    question: str
    answer: dict[str, Any] | None = None
    error: str | None = None
    stage: Stage | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)
    paragraphs: Mapping[str, str] = field(default_factory=dict)
    saved: SavedTurn | None = None
    unsaved: str = ""


def conversation(turns: Sequence[Turn], say: Words = ENGLISH, *, first: int = 1) -> str:
    """The turns as HTML, in order, numbered from `first`."""
    return "".join(_turn(number, turn, say) for number, turn in enumerate(turns, start=first))


def history(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The conversation so far, as `Assistant.ask` takes it."""
    said = []
    for turn in turns:
        if turn.answer is not None and turn.stage is None:
            said.append({"role": "user", "content": turn.question})
            said.append({"role": "assistant", "content": turn.answer["text"]})
    return said


def _turn(number: int, turn: Turn, say: Words) -> str:
    """One turn as its own element, so that adding another leaves it untouched."""
    name = f"t{number}"
    shape = '"question long" tabindex="0"' if len(turn.question) > _LONG_QUESTION else '"question"'
    return (
        f'<section class="turn" id="{name}" data-stage="{turn.stage or ""}" aria-labelledby="{name}-question">'
        f'<h2 id="{name}-question" class={shape} dir="auto">'
        f'<span class="unseen">{escape(say.you_asked)} </span>'
        f"{escape(turn.question)}</h2>{_outcome(number, turn, say)}</section>"
    )


def _outcome(number: int, turn: Turn, say: Words) -> str:
    if turn.error is not None:
        failed = f"<h3>{escape(say.failed)}</h3><p>{escape(turn.error)}</p>"
        return f'<div class="failed">{failed}</div>{_foot(number, (), say)}'
    if turn.answer is None:
        return _stage(number, turn, say)
    draw = _not_found if turn.answer["outcome"] == "not_found" else _answered
    body = f"{_understood(turn.answer, say)}{draw(number, turn.answer, say)}{_notice(turn.answer, say)}"
    if turn.stage:
        return f"{body}{_stage(number, turn, say)}"
    foot = f"{_foot(number, _facts(turn.answer, say), say)}{judgement(turn.saved, turn.unsaved, say)}"
    return f"{body}{foot}{_leads(turn.answer)}"


def _leads(answer: Mapping[str, Any]) -> str:
    """The place for next questions, with the data to derive them from; the script fetches those of the last answer."""
    cited = [(one["article_id"], one["paragraph"]) for one in _cited(answer)]
    if not cited:
        return ""
    topic = (answer.get("read_as") or {}).get("topic") or ""
    after = {"cited": cited[:LEADING], "topic": topic, "filters": answer["searched"]["filters"]}
    return f'<div class="leads" data-after="{escape(json.dumps(after))}"></div>'


def _cited(answer: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    return (*answer["citations"], *answer["closest"])


def _stage(number: int, turn: Turn, say: Words) -> str:
    if turn.stage == "stopped":
        stage = say.stopped if turn.answer and turn.answer["text"] else say.stopped_before
        return f'<p class="notice">{escape(stage)}</p>{_foot(number, (), say)}'
    stages = {"warming": say.warming_up, "reading": say.reading, "checking": say.checking}
    stage = stages.get(turn.stage or "", say.searching)
    return f'<p class="stage">{escape(stage)}</p>'


def _understood(answer: Mapping[str, Any], say: Words) -> str:
    """One line on how the question was read, with buttons that pick one of several people or drop its limits."""
    standalone, as_read = answer["standalone_question"], answer.get("read_as") or {}
    as_typed = (answer["question"], questions.without_instructions(answer["question"] or "")[0])
    asked = f"<q>{escape(standalone)}</q>" if standalone and standalone not in as_typed else ""
    limits, titles = limits_of(answer), {one["article_id"]: one["title"] for one in _cited(answer)}
    articles = [titles.get(id) or id for id in as_read["articles"]] if "articles" in limits else []
    line = say.semicolon.join(filter(None, (asked, escape(say.read_as(as_read, articles)))))
    if not line:
        return ""
    instead = [_instead(_with_instructions(question, answer), say.only(name)) for name, question in say.of_one(as_read)]
    tried = answer["searched"].get("found_regardless_of")
    # `_wider` offers the limits known to help when dropped. If none is known, a chat model may still find something.
    if tried is None or not tried and answer["writer"] != "quotes":
        instead += [_regardless(answer, (*(as_read.get("regardless_of") or ()), limit), say) for limit in limits]
    return f'<p class="understood" dir="auto">{escape(say.understood_as)} {line} {"".join(instead)}</p>'


def limits_of(answer: Mapping[str, Any]) -> list[str]:
    """The limits set only by the question's words, not by a filter; none if the question asks nothing without them."""
    read, filters = answer.get("read_as") or {}, answer["searched"].get("filters") or {}
    topic = read.get("topic") or ""
    if read.get("kind") in _OF_A_TOPIC and (not topic or questions.points(topic)):
        return []
    limits = [one for one in READ_LIMITS if read.get(one) and f"{one.removesuffix('s')}s" not in filters]
    return [one for one in limits if one != "articles" or read["kind"] not in _OF_AN_ARTICLE]


def _regardless(answer: Mapping[str, Any], limits: Sequence[str], say: Words) -> str:
    """A button that asks the same question without these limits; it names those not dropped already."""
    dropped = (answer.get("read_as") or {}).get("regardless_of") or ()
    return _instead(_asked(answer), say.without([one for one in limits if one not in dropped]), limits)


def _asked(answer: Mapping[str, Any]) -> str:
    """The question of an answer, in a form that can be asked anywhere in a conversation."""
    return _with_instructions(str(answer["standalone_question"] or answer["question"]), answer)


def _with_instructions(question: str, answer: Mapping[str, Any]) -> str:
    """The question, which replaces that of an answer, with the instructions that came with the original."""
    said, instructions = questions.without_instructions(answer["question"])
    return str(answer["question"]) if said == question else " ".join((question, *instructions))


def _instead(question: str, name: str, regardless_of: Sequence[str] = (), *, kind: str = "ask-instead") -> str:
    dropped = f' data-regardless="{escape(" ".join(regardless_of))}"' if regardless_of else ""
    return f'<button type="button" class="{kind}" data-question="{escape(question)}"{dropped}>{escape(name)}</button>'


def _answered(number: int, answer: Mapping[str, Any], say: Words) -> str:
    return f'<div class="answer" dir="auto">{text_with_markers(number, answer, say)}</div>'


def _not_found(number: int, answer: Mapping[str, Any], say: Words) -> str:
    said, meant = say.refusal(answer)
    if said.rstrip(".。") in ("", say.not_found.rstrip("。"), ENGLISH.not_found):  # the heading says so already
        said = say.not_found_text
    shown = ""
    if rests_on_citations(answer):
        shown = f'<div class="answer" dir="auto">{text_with_markers(number, answer, say)}</div>'
    struck = f'<p class="answer" dir="auto">{claims_alone(answer, say)}</p>' if answer["claims"] and not shown else ""
    if struck:
        said = say.not_found_text
    heading = say.not_found if answer["searched"]["articles"] else say.none_searched
    shown = shown or f'<p dir="auto">{escape(said)}</p>'
    return (
        f'<div class="not-found"><h3>{escape(heading)}</h3>{shown}{struck}{_names(meant, answer, say)}'
        f"{_wider(answer, say)}{_closest(number, answer, say)}</div>"
    )


def _wider(answer: Mapping[str, Any], say: Words) -> str:
    """Wider searches known to find something: without the filters, or without limits in the question's words."""
    wider = ""
    if answer["searched"].get("found_without_filters"):
        dropped = (answer.get("read_as") or {}).get("regardless_of") or ()
        button = _instead(_asked(answer), say.search_without, dropped, kind="without")
        wider += f'<p class="elsewhere">{escape(say.found_without)} {button}</p>'
    if found := answer["searched"].get("found_regardless_of"):
        buttons = "".join(_regardless(answer, limits, say) for limits in found)
        wider += f'<p class="elsewhere">{escape(say.found_regardless)} {buttons}</p>'
    return wider


def _names(meant: Sequence[str], answer: Mapping[str, Any], say: Words) -> str:
    """Names similar to the one asked for; a click on one asks the same question with that name."""
    asked = (answer.get("read_as") or {}).get("speaker") or ""
    buttons = "".join(_instead(_with_instructions(say.asked_of(name, asked, answer), answer), name) for name in meant)
    return f'<p class="meant">{escape(say.did_you_mean_label)} {buttons}</p>' if buttons else ""


def _closest(number: int, answer: Mapping[str, Any], say: Words) -> str:
    """The closest paragraphs, each with a number that links to its card; the style hides the list beside the cards."""
    listed = "".join(
        f'<li><a class="marker" id="t{number}-m{place}" href="#t{number}-c{place}" '
        f'aria-label="{escape(say.source(place))}">{place}</a> '
        f'<span dir="auto">{escape(quoted(one["quote"]))}</span><small>{escape(say.place(one))}</small></li>'
        for place, one in enumerate(answer["closest"], start=1)
    )
    return f'<div class="near"><h4>{escape(say.closest)}</h4><ol class="closest">{listed}</ol></div>' if listed else ""


def _notice(answer: Mapping[str, Any], say: Words) -> str:
    notice = say.notice(answer)
    return f'<p class="notice">{escape(notice)}</p>' if notice else ""


def _facts(answer: Mapping[str, Any], say: Words) -> list[str]:
    if answer["outcome"] == "reply":
        return []
    rests = rests_on_citations(answer)
    cited = answer["citations"] if rests else answer["closest"]
    titles = {one["article_id"]: one["title"] for one in cited}
    facts = [f"<span>{escape(say.searched(answer['searched'], titles))}</span>"]
    if cited:
        counted = say.counted_sources(len(cited)) if rests else say.closest_counted(len(cited))
        facts.append(f'<button type="button" class="show-sources">{escape(counted)}</button>')
    return facts


def _foot(number: int, facts: Sequence[str], say: Words) -> str:
    """The row under an answer; the style shows `again` under the last one only."""
    again = f'<button type="button" class="again">{escape(say.again)}</button>'
    return f'<div class="beneath" data-turn="{number}">{"".join(facts)}{again}</div>'
