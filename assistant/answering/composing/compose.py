"""Chooses the composer for each kind of question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.composing import (
    changing,
    comparing,
    correcting,
    enumerating,
    introducing,
    judging,
    listing,
    lookup,
    metadata,
    overview,
    positions,
    premises,
    rereading,
    said,
    settling,
)
from assistant.answering.composing.composer_input import Asking
from assistant.answering.quoting import Draft
from assistant.question.asked_times import is_of
from assistant.question.plan import Plan
from assistant.question.question_kinds import Kind
from assistant.question.things_asked import asks_how, asks_several
from assistant.texts.coded import Coded
from index.articles import Hit

COMPOSERS: dict[Kind, Callable[[Asking], Draft]] = {
    "lookup": lookup.compose,
    "said": said.compose,
    "who-said": said.compose_who,
    "overview": overview.compose,
    "list": listing.compose,
    "count": listing.compose,
    "metadata": metadata.compose,
    "compare": comparing.compose,
    "latest": changing.latest,
    "timeline": changing.timeline,
    "change": changing.timeline,
    "position": positions.compose,
    "corrections": correcting.compose,
    "why": lookup.compose,
    "yes-no": settling.compose,
}
PRESUMING = ("lookup", "why", "count")  # kinds of questions that take something for granted
NAMING = ("lookup", "why", "yes-no")  # kinds that are answered from the articles with the names in the question
BEST = 16  # paragraphs whose articles are searched for the names
# Kinds for which sentences that the judge finds likely to answer may be quoted if nothing else is found.
JUDGED = ("overview", "list", "latest", "timeline")
LOOKED_UP = ("lookup", "why", "yes-no", "who-said", "change", "compare")


def compose(asking: Asking) -> Draft:
    """The answer from the composer for the question's kind, or the closest text on its subject; composed only once."""
    asking.draft = asking.draft or _composed(asking)
    return asking.draft


def _composed(asking: Asking) -> Draft:
    """The draft from the articles with the question's names, if any has them all; else from all.

    How answerable a question is depends on what else was found: if that draft refuses, one from all articles counts
    that quotes only these.
    """
    named = _of_those_named(asking) if asking.plan.kind in NAMING else asking
    draft = _with_premises(named)
    if named is asking or draft.outcome == "answered":
        return draft
    of_all, own = _with_premises(asking), {hit.heading.id for hit in named.hits}
    cited = {one.article_id for one in of_all.citations}
    return of_all if of_all.outcome == "answered" and cited <= own else draft


def _with_premises(asking: Asking) -> Draft:
    presumes = _is_of_facts(asking.plan) and asking.plan.kind in PRESUMING
    if presumes and (otherwise := premises.refuted(asking)):
        return otherwise
    draft = _drafted(asking)
    if not presumes or draft.premise:
        return draft
    if draft.outcome != "answered":
        return rereading.otherwise_near(asking) or draft
    return premises.refuted(asking, rather=True) or rereading.otherwise(asking, draft) or draft


def _of_those_named(asking: Asking) -> Asking:
    """The question with the paragraphs of articles that have all of its names, if any of the best ones does."""
    if not (names := asking.named):
        return asking
    best = list(dict.fromkeys(hit.heading.id for hit in asking.hits[:BEST]))
    asking.read(best)
    telling = [one for one in best if asking.tell_of([one], names)]
    if not telling or len(telling) == len(best):
        return asking
    return replace(asking, hits=[hit for hit in asking.hits if hit.heading.id in telling])


def _drafted(asking: Asking) -> Draft:
    """The draft of the kind's composer; if that is a refusal, text that comes near or may well answer."""
    draft = _of_kind(asking)
    if asking.plan.kind == "said" and draft.outcome != "answered":
        return said.come_near(asking, draft) or draft
    is_refused = draft.outcome != "answered" and not (draft.claims or draft.premise)
    if asking.plan.kind not in LOOKED_UP:
        return (is_refused and asking.plan.kind in JUDGED and judging.come_near(asking)) or draft
    if not is_refused:
        return draft
    near = lookup.come_near(asking) or (None if asking.is_read_closely else judging.come_near(asking))
    return near or (premises.not_shown(asking, draft) if asking.plan.kind == "why" else draft)


def _of_kind(asking: Asking) -> Draft:
    plan = asking.plan
    if plan.by is not None and plan.kind in NAMING:
        # "According to the board": if their words answer it, they are quoted; else the fact is looked up.
        looked_up = settling.compose if plan.kind == "yes-no" else lookup.compose
        theirs = looked_up(replace(asking, plan=replace(plan, question=plan.by)))
        if theirs.outcome == "answered" or plan.kind == "yes-no":
            return theirs
    if plan.form.wanted == "person":
        return introducing.compose(asking)
    several = _is_of_facts(plan) and plan.kind in ("lookup", "why") and asks_several(asking.asked)
    if plan.kind == "lookup" and several:
        return enumerating.compose(asking)
    draft = COMPOSERS[plan.kind](asking)
    if plan.kind == "why" or plan.kind == "lookup" and _is_of_facts(plan) and asks_how(asking.asked):
        return enumerating.going_on(asking, draft, enumerating.SEVERAL if several else enumerating.EXPLAINING)
    if plan.kind == "position" and plan.form.wanted != "should":  # some take a side without a word for it
        return enumerating.going_on(asking, draft, enumerating.SEVERAL)
    return draft


def _is_of_facts(plan: Plan) -> bool:
    """Whether an English question asks for facts, not for somebody's words."""
    return plan.question.language == "en" and not plan.question.speaker


def to_be_read(asking: Asking) -> Sequence[Hit]:
    """The paragraphs for a chat model; for questions that span articles, those that the composer cites come first."""
    if asking.plan.kind in ("lookup", "said", "who-said", "yes-no", "why"):
        return asking.hits
    cited = {hit.place: hit for hit in _cited(asking, compose(asking), asking.hits[0].score)}
    rest = [hit for hit in asking.hits if hit.place not in cited]
    return [*cited.values(), *rest] if cited else asking.hits


def another_time(asking: Asking, draft: Draft) -> Coded | None:
    """The notice if all quotes, by date and text, are about a different time from the question's; otherwise None."""
    period = asking.plan.question.period
    cited = _cited(asking, draft, 0.0) if period else []
    other = period and cited and all(hit.heading.published and not is_of(hit, period) for hit in cited)
    return Coded("answers.another_time") if other else None


def _cited(asking: Asking, draft: Draft, score: float) -> list[Hit]:
    """The paragraphs that a draft cites, with this score."""
    found = list[Hit]()
    for one in draft.citations:
        if heading := asking.heading(one.article_id):
            paragraphs = asking.library.paragraphs(one.article_id, [one.paragraph])
            found += [Hit(each, heading, score) for each in paragraphs]
    return found
