"""Whose words are asked for, if not by name: "the Swedish prosecutor", "the union", "the mayor of the town".

It matches the words of the question with how the articles describe their speakers: their roles, and the noun phrase
where they are quoted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.answering.choosing import Candidate, share
from assistant.answering.composing.asking import Asking
from assistant.answering.composing.listing import cited_statement
from assistant.question.plan import about_words
from index.language.roles import is_role
from index.language.tokens import words
from index.language.word_lists import ORGANISATIONS
from index.reading.cue_verbs import PAPERS, PEOPLE
from index.reading.register import role_head
from index.store.statements import Said

FOUND = 30  # paragraphs in whose articles the speaker is looked for
ARTICLES = 6
READ = 400  # statements of those articles
HELD = 0.75  # share of the words of a description, by weight, in how an article describes somebody
ALIKE = 0.6  # cosine of the two from which they can be the same person
BEHIND = 0.15  # the cosine by which another may be less like it: a prosecutor is no defendant's lawyer

Key = tuple[str, str]  # an article, and a speaker or the words that stand for one


def described(asking: Asking) -> list[Candidate]:
    """The statements of those whom the articles describe as the question does; none if it gives a name."""
    asked = asking.plan.asked_speaker or ""
    if not describes(asked):
        return []
    hits = asking.find(asking.plan.question.text, FOUND, asking.within)
    articles = list(dict.fromkeys(hit.heading.id for hit in hits))[:ARTICLES]
    said = asking.library.statements(article=articles, limit=READ) if articles else []
    meant = _best(asking, asked, _called(asking, said))
    found = (cited_statement(asking, one) for one in said if _key(one) in meant)
    return [one for one in found if one is not None]


def describes(asked: str) -> bool:
    """Whether the words are a description, not a name."""
    head = role_head(asked)
    return is_role(head) or head in ORGANISATIONS | PAPERS | PEOPLE


def _key(one: Said) -> Key:
    return one.article_id, one.speaker or one.source or ""


def _called(asking: Asking, said: Sequence[Said]) -> Mapping[Key, list[str]]:
    """How each speaker is described where they are quoted, and the roles that their article gives them.

    A person's name is not a description: "Roe's lawyer" is not Roe.
    """
    called: dict[Key, dict[str, None]] = defaultdict(dict)
    for one in said:
        texts = called[_key(one)]
        if one.speaker and one.kind != "person":
            texts[one.speaker] = None
        if one.source and not (one.kind == "person" and set(words(one.source)) <= set(words(one.speaker or ""))):
            texts[one.source] = None
    for article in {article for article, _ in called}:
        reading = asking.library.reading(article)
        for role in reading.roles if reading else ():
            if (article, role.name) in called:
                called[article, role.name][role.words] = None
    return {key: list(texts) for key, texts in called.items() if texts and key[1]}


def _best(asking: Asking, asked: str, called: Mapping[Key, Sequence[str]]) -> set[Key]:
    """Who is described so: by most of the words, or by their meaning."""
    content = {word for one in about_words(asked) for word in words(one)}
    weights = {word: weight for word, weight in asking.library.weights(asked).items() if word in content}
    if not weights or not called:
        return set()
    texts = list(dict.fromkeys(text for each in called.values() for text in each))
    vectors = asking.library.embeddings.encode([asked, *texts], asked=1)
    alike = {text: float(vectors[0] @ vector) for text, vector in zip(texts, vectors[1:], strict=True)}
    fits = {
        key: max(alike[text] for text in each)
        for key, each in called.items()
        if any(share(weights, set(words(text))) >= HELD or alike[text] >= ALIKE for text in each)
    }
    return {key for key, near in fits.items() if near >= max(fits.values()) - BEHIND}
