"""Whether an article names the thing whose name is asked for: "what is the name of the hospital".

It reads the parse of one English question and of the sentences that speak of such a thing. Where an article has none,
it may call the thing something else, so nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import TYPE_CHECKING

from assistant.answering.composing.composer_input import Asking
from assistant.answering.quoting import Draft
from index.language.opposites import synonyms, wider
from index.language.tokens import dictionary_form, words
from index.language.word_lists import word_set
from index.reading.parsing import parse
from index.reading.trees import is_worded

if TYPE_CHECKING:
    from index.reading.parsing import Token

LONGEST = 200  # characters of a question that are read
_NAME_OF = re.compile(r"\bname\s+(?:of|for)\s+", re.I)
_OWN_NAME = re.compile(r"['’]s\s+(?:\w+\s+)?name\b", re.I)
_CALLED = re.compile(r"^\W*what\b.*\b(?:called|named)\W*$", re.I)
_NAMES = re.compile(
    r"\b(?:called?|named?|dubbed|titled|entitled|known as|label\w*|termed|nicknamed|christened)\b", re.I
)
# Acts and thoughts have common nouns for names, which no parse distinguishes.
_ABSTRACT = word_set("act activity attribute belief concept idea knowledge thought")
_OPENING = tuple("\"'“‘«<")  # a title in quotation marks is a name
_DESCRIBING = ("appos", "attr", "oprd")


def lacks_name(asking: Asking, draft: Draft) -> bool:
    """Whether the draft answers from articles that mention such a thing and never name one."""
    if draft.outcome != "answered" or draft.premise or asking.plan.question.language != "en":
        return False
    thing = _thing_named(asking.asked[:LONGEST])
    if thing is None or any(_NAMES.search(one.quote) for one in draft.citations):
        return False
    headings = [asking.heading(id) for id in dict.fromkeys(one.article_id for one in draft.citations)]
    texts = [one.text for heading in headings if heading for one in asking.sentences(heading)]
    doing = next((child.lemma_ for child in thing.children if child.dep_ in ("relcl", "acl")), "")
    told = list(parse(text for text in texts if _may_speak_of(text, thing, doing) and is_worded(text)))
    tokens = [token for parts in told for part in parts for token in part.doc]
    spoken_of = [token for token in tokens if token.pos_ in ("NOUN", "PROPN") and _is_such(token.lemma_.lower(), thing)]
    if not spoken_of or any(_is_named(token) for token in spoken_of):
        return False
    asked = set(words(thing.doc.text))
    return not any(token.lemma_ == doing and _has_new_name(token, asked) for token in tokens)


def _may_speak_of(text: str, thing: Token, doing: str) -> bool:
    forms = {dictionary_form(word) for word in re.findall(r"[^\W\d_]+", text.lower())}
    return doing in forms or any(_is_such(form, thing) for form in forms)


def _is_such(lemma: str, thing: Token) -> bool:
    """Whether the noun means the thing or a kind of it."""
    asked = thing.lemma_.lower()
    return lemma == asked or lemma in synonyms(asked, "N") or asked in wider(lemma, "N")


def _is_named(noun: Token) -> bool:
    """Whether it has a name: "Judge Holm", "the judge, Ann Holm", "Holm is a judge", "the film “Tarn”"."""
    behind = noun.doc[noun.i + 1 : noun.i + 3]
    if any(token.text in _OPENING for token in behind[:1]) or noun.dep_ == "compound" and noun.head.pos_ == "PROPN":
        return True
    if any(token.pos_ == "PROPN" for token in behind if token.i == noun.i + 1 or behind[0].text == ","):
        return True
    own = [child for child in noun.children if child.dep_ in _DESCRIBING or noun.pos_ == "PROPN" == child.pos_]
    clause = noun.head if noun.dep_ in ("attr", "oprd", "nsubj", "nsubjpass") else None
    around = (
        [child for child in clause.children if child.dep_ in (*_DESCRIBING, "nsubj", "nsubjpass")] if clause else []
    )
    described = [noun.head] if noun.dep_ in _DESCRIBING else []
    if clause is not None and clause.dep_ == "relcl":
        described.append(clause.head)
    return any(token.pos_ == "PROPN" for one in (*own, *around, *described) if one != noun for token in one.subtree)


def _has_new_name(verb: Token, asked: Set[str]) -> bool:
    """Whether somebody does it, or it is done to somebody, whose name is not in the question."""
    actors = (child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "agent"))
    names = (token for actor in actors for token in actor.subtree if token.pos_ == "PROPN")
    return any(not set(words(token.text)) <= asked for token in names)


def _thing_named(question: str) -> Token | None:
    """The noun for the one thing or person whose name is asked for."""
    if not is_worded(question) or not (
        found := _NAME_OF.search(question) or _OWN_NAME.search(question) or _CALLED.match(question)
    ):
        return None
    doc = next(iter(parse([question])))[0].doc
    nouns = [token for token in doc if token.pos_ in ("NOUN", "PROPN")]
    if found.re is _NAME_OF:
        at = next((token for token in nouns if token.idx >= found.end()), None)
        while at is not None and at.head.i > at.i and at.dep_ in ("compound", "poss", "nmod", "amod"):
            at = at.head
    elif found.re is _OWN_NAME:
        at = next((token for token in reversed(nouns) if token.idx < found.start()), None)
    else:
        at = next((token for token in nouns if token.dep_ in ("nsubj", "nsubjpass")), None)
    one_thing = at is not None and (at.tag_ == "NN" or at.text.isupper())
    return at if at is not None and one_thing and not wider(at.lemma_, "N") & _ABSTRACT else None
