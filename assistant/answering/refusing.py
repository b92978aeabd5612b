"""Decides whether what was found answers the question at all.

It uses a logistic regression over a few features of the best paragraphs and sentences, fitted to all development sets
together by tests/benchmarks/fit_refusal.py; docs/decisions.md says how well it does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answering.choosing import Candidate, share
from assistant.answering.judged import HIGHEST
from assistant.answering.recency import asks_for_latest
from assistant.question.answer_types import asks_for_explanation
from assistant.question.question import Question
from index.articles import Hit
from index.language.spans import LONGEST
from index.language.times.meant import dates_in
from index.language.tokens import FUNCTION_WORDS, cjk_share, words
from index.language.units import asked_measure

SIGNS = {
    "search": 3.472,
    "search_blind": 3.806,
    "blind": 0.194,
    "meaning": 1.637,
    "chosen_meaning": -0.240,
    "meaning_lead": -0.044,
    "held_blind": 1.689,
    "untitled": 0.439,
    "names_missing": -0.616,
    "numbers_missing": -1.486,
    "lead": 2.969,
    "sentence_lead": 1.893,
    "uncounted": -1.561,
    "undated": 0.316,
    "told": 0.778,
    "explanation": 0.765,
}
INTERCEPT = -4.207
# The weights for an English question about an article of some length. All its paragraphs are close to a question on its
# subject: the judge of sentences shows which sentence answers, the best paragraph's score whether the subject is there.
ARTICLE_SIGNS = {
    "search": 1.849,
    "meaning": 0.857,
    "untitled": -0.652,
    "names_missing": -0.868,
    "lead": 2.529,
    "uncounted": -0.648,
    "undated": -0.046,
    "told": 4.365,
    "explanation": 0.611,
}
ARTICLE_INTERCEPT = -1.636
# If a larger model has read the best sentences of an article again, the log-odds from the weights above and from that
# model are weighed together.
CLOSELY_SIGNS = {"odds": 0.773, "closely": 0.422}
CLOSELY_INTERCEPT = 0.193  # 0.2 less than fitted, since what is answered wrongly counts more
# The score of an unrelated article's best paragraph, to compare with if no other article is near enough. It does not
# apply to a question to which the model is blind: by words alone, the best paragraph always scores high.
UNRELATED = 0.3
_FUNCTION_WORDS = frozenset(FUNCTION_WORDS)
NO_RIVAL = 1.0  # the lead of a sentence if no sentence of another article was read
# Two paragraphs report one story if they share at least this part of the shorter one's words, function words aside;
# then neither casts doubt on the other.
ONE_STORY = 0.4
ONE_STATEMENT = 0.5  # cosine at which two sentences make the same statement
FEW = 10  # a shorter paragraph counts as having this many words


def signs(
    question: Question, hits: Sequence[Hit], found: Sequence[Candidate], weights: Mapping[str, float], told: float = 0.0
) -> dict[str, float]:
    """The features that separate answerable questions from others, each roughly from 0 to 1.

    `found` holds the judged sentences, best first, at least one; `told` is the log-odds that one of the paragraphs
    answers, 0 if unknown. Features of meaning are 0 if the model is blind to the question.
    """
    blind, best = cjk_share(question.text), found[0]
    around, latest = f"{best.hit.asked} {best.hit.paragraph.text}", asks_for_latest(question.text)
    alike = _as_exact(question, found)
    sight, body, title = 1 - blind, set(words(around)), set(words(best.hit.heading.title))
    paragraph = f"{best.hit.heading.title} {around}"
    return {
        "search": hits[0].score * sight,
        "search_blind": hits[0].score * blind,
        "blind": blind,
        "meaning": max(one.meaning for one in found),
        "chosen_meaning": best.meaning,
        # In a text on the subject every sentence is near the question; the one that answers stands out.
        "meaning_lead": best.meaning - sum(one.meaning for one in found) / len(found),
        "held_blind": share(weights, body | title) * blind,
        # The title has the subject; what is asked about it must be in the paragraph.
        "untitled": _untitled(weights, body, title) * sight,
        "names_missing": _missing(question.names, paragraph),
        "numbers_missing": float(not _numbers(question.text) <= _numbers(paragraph) | _days(best.hit)),
        "lead": _lead(hits, best, UNRELATED * sight + hits[0].score * blind, latest=latest, alike=alike),
        "sentence_lead": _sentence_lead(found, latest=latest, alike=alike),
        "uncounted": float(question.asks_for == "number" and not best.telling),
        "undated": float(question.asks_for == "date" and not best.telling),
        "told": told / HIGHEST,
        "explanation": float(asks_for_explanation(question.text)),
    }


def _untitled(weights: Mapping[str, float], body: set[str], title: set[str]) -> float:
    """The share, by weight, of the question's words outside the title that the paragraph has; 1 if there are none."""
    rest = {word: weight for word, weight in weights.items() if word not in title}
    return share(rest, body) if rest else 1.0


def _missing(names: Sequence[str], text: str) -> float:
    """The share of the question's names whose last word, the most specific, is nowhere in the text."""
    held = text.lower()
    missing = [name for name in names if name.split()[-1].lower() not in held]
    return len(missing) / len(names) if names else 0.0


def _numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\d{1,99}", text)}  # Python cannot parse a number of 5,000 digits


def _days(hit: Hit) -> set[int]:
    """The days of the month that words such as "Wednesday" refer to, and the numbers in the date of publication."""
    dates = dates_in(hit.paragraph.text[:LONGEST], 0, len(hit.paragraph.text[:LONGEST]), hit.heading.published)
    return _numbers(" ".join([hit.heading.published or "", *(date.day for date in dates)]))


def _as_exact(question: Question, found: Sequence[Candidate]) -> set[str]:
    """The articles that state the number or price asked for as plainly as the best sentence does.

    If their numbers differ, the accounts differ, but the question still has answers. Questions about a measure such as
    a length are left out, since it may belong to anything, and so are questions to which the model is blind, since
    nothing then shows whether two articles count the same thing.
    """
    if question.asks_for != "number" or asked_measure(question.text) or cjk_share(question.text) > 0.5:
        return set()
    return {one.hit.heading.id for one in found if one.telling} if found[0].telling else set()


def _lead(hits: Sequence[Hit], best: Candidate, otherwise: float, *, latest: bool, alike: set[str]) -> float:
    """How far the best score is ahead of the best one of a rival article, or of `otherwise` if no rival is near.

    Paragraphs of the same article are not rivals: if it is on the subject, they all score alike.
    """
    near = sorted((hit for hit in hits if hit.score >= UNRELATED), key=lambda hit: -hit.score)
    rivals = (hit for hit in near if hit.heading.id not in alike and _is_rival(hit, best.hit, latest=latest))
    return hits[0].score - next((hit.score for hit in rivals), otherwise)


def _sentence_lead(found: Sequence[Candidate], *, latest: bool, alike: set[str]) -> float:
    """How far the best sentence is ahead of the best one of a rival article, at most NO_RIVAL."""
    others = (one for one in found if one.like_best < ONE_STATEMENT and one.hit.heading.id not in alike)
    leads = (found[0].score - one.score for one in others if _is_rival(one.hit, found[0].hit, latest=latest))
    return min(NO_RIVAL, next(leads, NO_RIVAL))


def _is_rival(hit: Hit, best: Hit, *, latest: bool) -> bool:
    """Whether a paragraph reports something other than the best one does.

    It does not if both are in one article or in articles of the same title, which are parts of one text or copies of
    one story, or if they share so many words that they report one story. If the `latest` is asked for, an earlier
    article is outdated and not a rival either.
    """
    here, there = hit.heading, best.heading
    if here.id == there.id or (here.title and here.title == there.title):
        return False
    if latest and (here.published or "") < (there.published or ""):
        return False
    own, known = (set(words(each.paragraph.text[:LONGEST])) - _FUNCTION_WORDS for each in (hit, best))
    return len(own & known) < ONE_STORY * max(FEW, min(len(own), len(known)))


def answerable(figures: Mapping[str, float], *, of_article: bool = False, closely: float | None = None) -> float:
    """The log-odds that the question can be answered, from a passage or, with other weights, from an article.

    `closely` is the log-odds from a larger model that read the article's best sentences again, if one did.
    """
    signs, intercept = (ARTICLE_SIGNS, ARTICLE_INTERCEPT) if of_article else (SIGNS, INTERCEPT)
    odds = intercept + sum(weight * figures[name] for name, weight in signs.items())
    if not of_article or closely is None:
        return odds
    return CLOSELY_INTERCEPT + CLOSELY_SIGNS["odds"] * odds + CLOSELY_SIGNS["closely"] * closely
