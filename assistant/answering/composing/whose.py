"""Finds the speaker whom a question describes: "the Swedish prosecutor", "the union", "the mayor of the town".

It matches the words of the question with the articles' descriptions of their speakers: their roles, and the noun phrase
where they are quoted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from assistant.answering.choosing import Candidate, share
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import content_weights
from assistant.answering.composing.listing import cited_statement
from index.language.opposites import synonyms, wider
from index.language.roles import is_role
from index.language.tokens import dictionary_form, words
from index.language.word_lists import ORGANISATIONS, word_set
from index.reading.cue_verbs import PAPERS, PEOPLE
from index.reading.register import RANKS, role_head, role_words
from index.store.statements import Said

FOUND = 30  # paragraphs whose articles are searched for the speaker
ARTICLES = 6
READ = 400  # statements of those articles
HELD = 0.75  # share of the words of the question's description, by weight, in an article's description of somebody
BESIDE = 0.5  # the same for its words other than the noun, in all sentences that name somebody described by that noun
ALIKE = 0.7  # cosine at which two descriptions can be of the same person
BEHIND = 0.15  # how far below the best cosine another may be: a prosecutor is not a defendant's lawyer
_NAMES = re.compile(r"\w\W+(?!I\b)[A-Z]")  # a capital within a question
# WordNet's nouns for anybody.
_ANYBODY = word_set("person individual being mortal organism someone soul")

Key = tuple[str, str]  # an article, and a speaker or the words used for one


def described(asking: Asking) -> list[Candidate]:
    """The statements of speakers whom the articles describe as the question does; none if it gives a name."""
    asked = asking.plan.asked_speaker or ""
    if not describes(asked, asking.plan.question.text):
        return []
    hits = asking.find(asking.plan.question.text, FOUND, asking.within)
    articles = list(dict.fromkeys(hit.heading.id for hit in hits))[:ARTICLES]
    said = asking.library.statements(article=articles, limit=READ) if articles else []
    meant = _best(asking, asked, _called(asking, said))
    found = (cited_statement(asking, one) for one in said if _key(one) in meant)
    return [one for one in found if one is not None]


def alike(asking: Asking, articles: Collection[str]) -> Mapping[Key, float]:
    """For each speaker in these articles, the highest cosine of one of their descriptions with the question's."""
    said = asking.library.statements(article=list(articles), limit=READ) if articles else []
    called = _called(asking, said)
    cosines = _cosines(asking, called)
    return {key: max(cosines[text] for text in each) for key, each in called.items()}


def _cosines(asking: Asking, called: Mapping[Key, Sequence[str]]) -> Mapping[str, float]:
    """The cosine of each description with the question's."""
    texts = list(dict.fromkeys(text for each in called.values() for text in each))
    asked, *vectors = asking.library.embeddings.encode([asking.plan.asked_speaker or "", *texts], asked=1)
    return {text: float(asked @ vector) for text, vector in zip(texts, vectors, strict=True)}


def describes(asked: str, question: str = "") -> bool:
    """Whether the words describe somebody rather than name them.

    A lower-case noun is not a name after "the", or in a question that capitalises names.
    """
    head = role_head(asked)
    if is_role(head) or head in ORGANISATIONS | PAPERS | PEOPLE or wider(dictionary_form(head), "N") & _ANYBODY:
        return True
    if not head or not re.search(rf"\b{re.escape(head)}\b", asked):
        return False
    return bool(_NAMES.search(question)) or bool(re.search(rf"\bthe {re.escape(asked)}\b", question, re.I))


def are_several(asked: str) -> bool:
    """Whether the noun is a plural in lower case, and so not a name."""
    head = role_head(asked)
    return head in asked and dictionary_form(head) != head


def _key(one: Said) -> Key:
    return one.article_id, one.speaker or one.source or ""


def _called(asking: Asking, said: Sequence[Said]) -> Mapping[Key, list[str]]:
    """What each speaker is called where they are quoted, and the roles and descriptions that their article gives.

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
        for role in (*reading.roles, *reading.descriptions) if reading else ():
            if (article, role.name) in called:
                called[article, role.name][role.words] = None
    return {key: list(texts) for key, texts in called.items() if texts and key[1]}


def _best(asking: Asking, asked: str, called: Mapping[Key, Sequence[str]]) -> set[Key]:
    """The speakers who fit the description: by its noun and its other words, by most words, or by meaning."""
    weights = content_weights(asking, asked)
    if not weights or not called:
        return set()
    head = role_head(asked)
    beside = {word: weight for word, weight in weights.items() if word not in words(head)}
    cosines = _cosines(asking, called)
    near = {key: max(cosines[text] for text in each) for key, each in called.items()}
    so_called = {
        key
        for key, each in called.items()
        if any(_is_head(asked, text) for text in each)
        and (not beside or share(beside, _words_about(asking, key, each)) >= BESIDE)
    }
    of_number = {key for key in so_called if any(_is_head(asked, text, of_number=True) for text in called[key])}
    so_called = of_number or so_called
    fits = so_called or {
        key
        for key, each in called.items()
        if any(share(weights, set(words(text))) >= HELD or cosines[text] >= ALIKE for text in each)
    }
    if so_called and not beside:  # "the union": one with a fuller name fits too
        return so_called
    return {key for key in fits if near[key] >= max(near[one] for one in fits) - BEHIND}


def _is_head(asked: str, text: str, *, of_number: bool = False) -> bool:
    """Whether both descriptions have nouns of the same meaning and rank and, with `of_number`, the same number."""
    one, other = role_words(asked), role_words(text)
    if not one or not other or set(one) & RANKS != set(other) & RANKS:
        return False
    first, second = dictionary_form(one[-1]), dictionary_form(other[-1])
    if of_number and (first == one[-1]) != (second == other[-1]):
        return False
    return first == second or bool({first} & _same(second) or {second} & _same(first))


def _same(noun: str) -> frozenset[str]:
    return (synonyms(noun, "N") | wider(noun, "N")) - _ANYBODY


def _words_about(asking: Asking, key: Key, texts: Sequence[str]) -> set[str]:
    """The words of the descriptions, of the sentences that name the speaker, and of the title."""
    article, name = key
    heading, reading = asking.heading(article), asking.library.reading(article)
    passages = [*texts, heading.title if heading else ""]
    places = {(one.span.paragraph, one.span.start) for one in (reading.mentions if reading else ()) if one.name == name}
    if heading and places:
        passages += [
            one.text
            for one in asking.sentences(heading)
            if any(one.hit.paragraph.number == at and one.start <= start < one.end for at, start in places)
        ]
    return {word for text in passages for word in words(text)}
