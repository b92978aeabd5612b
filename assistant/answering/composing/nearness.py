"""How near somebody's statements are to a topic: by words, by meaning, and by what their articles are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.choosing import Candidate, share, whole_words
from assistant.answering.composing.composer_input import Asking
from assistant.answering.reading_on import asks
from assistant.question.plan import about_words
from index.articles import Paragraph
from index.language.opposites import synonyms
from index.language.quotations import is_cjk
from index.language.tokens import words
from index.reading.parsing import parse

WEIGHED = 40  # statements compared with the topic in meaning
AROUND = 0.5  # weight of the topic's words around a statement, relative to the cosine
WHOLE = 0.5  # weight of the whole question's words in a statement, for the order
NEAR = 0.35  # nearness from which a statement is on the topic
ENTIRE = 0.9  # share of the topic's words, by weight, in the title of an article about it
OF_SUBJECT = 0.35  # the cosine of topic and title, or first paragraphs, of such an article
OTHERWISE = 0.45  # cosine from which a statement is on the topic though nothing near it has the topic's own noun
CLOSELY = 0.6  # the same though its article speaks of the topic elsewhere
MANY = 3  # with this many words a topic's head alone does not decide
ALTOGETHER = 0.55  # the nearness from which a statement in an article about such a topic is on it
OPENING = 2  # paragraphs that, like the title, show what an article is about
BLIND = 0.5  # share of the topic's words, where only words decide
FALLBACK = 3  # statements shown where their article is on the topic and none of them plainly is

_Text = str | tuple[str, int]  # a text, or the place of a paragraph


@dataclass(frozen=True, slots=True)
class Near:
    """A statement with its nearness to the topic, and whether its article is about the topic."""

    one: Candidate
    nearness: float
    is_near: bool
    is_of_subject: bool


def on_topic(asking: Asking, statements: Sequence[Candidate], most: int | None = None) -> list[Candidate]:
    """Those on the topic, in the order given, at most `most` of the nearest; without a topic, the first of all.

    If none plainly is, the nearest of those whose article is about it.
    """
    told = judged(asking, statements)
    if told is None:
        return list(statements)[:most]
    kept = [each for each in told if each.is_near][:most]
    kept = kept or [each for each in told if each.is_of_subject][:FALLBACK]
    able = {_place(each.one) for each in kept}
    return [one for one in statements if _place(one) in able]


def nearest_first(asking: Asking, statements: Sequence[Candidate]) -> list[Candidate]:
    """Those nearest to the topic; without a topic, as they are."""
    told = judged(asking, statements)
    return list(statements) if told is None else [each.one for each in told]


def judged(asking: Asking, statements: Sequence[Candidate]) -> list[Near] | None:
    """The nearness of each statement, nearest first; None if no word names a topic."""
    topic = asking.plan.topic
    weights = topic_weights(asking, topic)
    if not weights or not statements:
        return None
    by_words = sorted(statements, key=lambda one: -share(weights, around(asking, one) | _title(one)))[:WEIGHED]
    if is_cjk(topic):  # the model is blind
        return [_by_words(weights, one, share(weights, around(asking, one) | _title(one))) for one in by_words]
    cosines, head = _cosines(asking, topic, by_words), _head(topic)
    told = [_near(asking, one, weights, head, cosines) for one in by_words]
    # To whom and when it was said is not part of the topic, but shows which of several is meant.
    whole = topic_weights(asking, asking.plan.question.text)
    return sorted(told, key=lambda each: -each.nearness - WHOLE * share(whole, set(words(each.one.text))))


def _cosines(asking: Asking, topic: str, statements: Sequence[Candidate]) -> dict[_Text, float]:
    """Cosines of the topic with each statement, title and interview question, and by stored vectors each paragraph."""
    texts = [text for one in statements for text in (one.text, one.hit.heading.title, asked_before(asking, one))]
    places = {place for one in statements for place in (_paragraph(one), *_opening(asking, one))}
    asked, *vectors = asking.library.embeddings.encode([topic, *dict.fromkeys(texts)], asked=1)
    of_texts = {text: float(vector @ asked) for text, vector in zip(dict.fromkeys(texts), vectors, strict=True)}
    stored = asking.library.vectors_at(places)
    return of_texts | {place: float((pieces @ asked).max()) for place, pieces in stored.items()}


def _paragraph(one: Candidate) -> tuple[str, int]:
    return one.hit.heading.id, one.hit.paragraph.number


def _near(
    asking: Asking,
    one: Candidate,
    weights: Mapping[str, float],
    head: set[str],
    cosines: Mapping[_Text, float],
) -> Near:
    texts: list[_Text] = [one.text, _paragraph(one), *filter(None, [asked_before(asking, one)])]
    meaning = max(cosines.get(text, 0.0) for text in texts)
    title = _title(one)
    nearness = meaning + AROUND * share(weights, around(asking, one))
    opening: list[_Text] = [one.hit.heading.title, *_opening(asking, one)]
    about = max(cosines.get(text, 0.0) for text in opening)
    is_of_subject = about >= OF_SUBJECT or share(weights, title) >= ENTIRE
    if not head or head & (set(words(f"{one.hit.paragraph.text} {asked_before(asking, one)}")) | title):
        return Near(one, nearness, nearness >= NEAR, is_of_subject)
    if len(weights) >= MANY and is_of_subject and nearness >= ALTOGETHER:
        return Near(one, nearness, True, True)
    if _speaks_elsewhere(asking, one, head):
        return Near(one, nearness, cosines[one.text] >= CLOSELY, False)
    return Near(one, nearness, meaning >= OTHERWISE, is_of_subject)


def _by_words(weights: Mapping[str, float], one: Candidate, held: float) -> Near:
    return Near(one, held, held >= BLIND, share(weights, _title(one)) >= ENTIRE)


def _speaks_elsewhere(asking: Asking, one: Candidate, head: set[str]) -> bool:
    """Whether the article speaks of the topic elsewhere than here.

    What an article names nowhere it may say in other words; what it does name, it names where it speaks of it.
    """
    return any(head & set(words(each.text)) for each in asking.paragraphs(one.hit.heading.id))


def around(asking: Asking, one: Candidate) -> set[str]:
    """The words of its paragraph and of the one before, where a statement may begin or an interview asks."""
    return set(words(one.hit.paragraph.text)) | {word for each in _before(asking, one) for word in words(each.text)}


def _before(asking: Asking, one: Candidate) -> list[Paragraph]:
    number = one.hit.paragraph.number
    return [each for each in asking.paragraphs(one.hit.heading.id) if each.number == number - 1]


def asked_before(asking: Asking, one: Candidate) -> str:
    """The interview question before it; "" if there is none."""
    return " ".join(each.text for each in _before(asking, one) if asks(each.text))


def _title(one: Candidate) -> set[str]:
    return set(words(one.hit.heading.title))


def _opening(asking: Asking, one: Candidate) -> list[tuple[str, int]]:
    return [(one.hit.heading.id, each.number) for each in asking.paragraphs(one.hit.heading.id)[:OPENING]]


def topic_weights(asking: Asking, topic: str) -> dict[str, float]:
    """The topic's content words, without those of the speaker's own name."""
    own = {word for name in (*asking.plan.speakers, asking.plan.asked_speaker or "") for word in words(name)}
    content = {word for one in about_words(topic) for word in words(one)} if not is_cjk(topic) else set(words(topic))
    weights = whole_words(asking.library.weights(topic)) if topic else {}
    return {word: weight for word, weight in weights.items() if word in content - own}


def _head(topic: str) -> set[str]:
    """The index words of the topic's head, "cost" of "the cost of the bridge", and of its verb; empty for a clause."""
    for parts in parse([topic]):
        for part in parts:
            root = next((token for token in part.doc if token.head == token), None)
            if root is not None and root.pos_ in ("NOUN", "PROPN"):
                return {word for one in (root.text, *synonyms(root.lemma_.lower(), "+")) for word in words(one)}
    return set()


def _place(one: Candidate) -> tuple[str, int, int]:
    return one.hit.heading.id, one.hit.paragraph.number, one.start
