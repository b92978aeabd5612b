"""Where a sentence attributes something: the cue, the words that say who speaks, and the span of what is said.

It reads one tree; `referents` resolves "he" and "the company".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.language.closed_lists import NEGATIONS, SAID
from index.language.roles import is_role
from index.language.word_lists import ORGANISATIONS, word_set
from index.reading.cue_verbs import (
    ABOUT,
    ADMITTING,
    BELIEVING,
    CHARACTERIZING,
    CLAUSE,
    DIRECTING,
    FINDING,
    JUDGING,
    NEG_RAISING,
    NOUNS,
    PAPERS,
    PEOPLE,
    PROMISING,
    SAYING,
    SPEAKING,
    WANTING,
    WITH_OBJECT,
    WITH_THAT,
    WRITING,
)
from index.reading.trees import Tree

if TYPE_CHECKING:
    from index.reading.parsing import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_NOBODY = word_set(
    "us ’s 's everything something nothing anything everybody somebody let i we you this that these those what which "
    "there one none nobody anyone everyone who it"
)
# Only people do this, so any subject counts as a speaker.
_SAID_BY_ANYTHING = (
    (SAYING | SPEAKING | WRITING)
    - FINDING
    - word_set(
        "confirm signal imply underscore underline stress note add claim continue point reject dismiss threaten "
        "promise convey recall read emphasize emphasise refute rebut deny ask"
    )
)
_ABOUT = ("for", "upon", "of", "about", "against")
_LIGHT = word_set("be have do get make go come keep hit mean let see hear feel become seem")
_GOING_ON = word_set("go continue proceed use come")
_ASKED = re.compile(r"[!?…][”’\"]\s*$")  # a quotation that ends a sentence
_NEGATIVE = NEGATIONS - {"without"} | {"hardly", "n't", "n’t"}


@dataclass(frozen=True, slots=True)
class Act:
    """One attribution: `who` is the head of the words that name the speaker.

    `said` is the span of what is said in the paragraph, None if it is outside ("He wrote:"); `start` and
    `end` are the span of the cue.
    """

    tree: Tree
    cue: Token
    who: Token
    said: tuple[int, int] | None
    start: int
    end: int
    doubtful: bool = False  # the subject may be a thing, which speaks only if it has a name
    papers: tuple[str, ...] = ()  # "said in a letter"
    open: bool = False  # the next sentence or paragraph gives the words


def acts(tree: Tree, text: str) -> list[Act]:
    """The attributions of a sentence, in the order of their cues."""
    outside = (token for token in tree.doc if tree.quotation(token) is None)
    return [act for token in outside if (act := _of_token(tree, token, text))]


def _of_token(tree: Tree, token: Token, text: str) -> Act | None:
    if token.lower_ == "according" and (act := _according(tree, token, text)):
        return act
    if token.pos_ in ("VERB", "AUX") and token.tag_ != "MD":
        return _of_verb(tree, token, text)
    if token.tag_ in ("NNS", "NN") and _is_verb_after_all(token) and (act := _of_verb(tree, token, text)):
        return act
    return _of_noun(tree, token, text) if token.pos_ == "NOUN" and token.lemma_.lower() in NOUNS else None


def _is_verb_after_all(token: Token) -> bool:
    """Whether a supposed noun has a subject and a clause: "the office projects that ..."."""
    kinds = {child.dep_ for child in token.children}
    return "ccomp" in kinds and bool(kinds & {"nsubj", "nsubjpass"})


def _of_verb(tree: Tree, verb: Token, text: str) -> Act | None:
    lemma = verb.lemma_.lower()
    parts = _said(tree, verb, lemma)
    if parts is None:
        return None
    if _is_withheld(verb, lemma) or lemma in BELIEVING | WANTING and _is_guessed(verb):
        return None
    who = speaker_of(verb)
    if who is None or not _may_say(who, lemma):
        return None
    start, end = tree.span(verb)
    if not parts:
        if lemma in SAYING and (beside := _beside(tree, verb, who, text)):
            return Act(tree, verb, who, beside, start, end, not _can_mean(who, lemma))
        opened = _opens(tree, verb, text)
        return Act(tree, verb, who, None, start, end, open=True) if opened else None
    inside = [
        one for prep in verb.children if prep.dep_ == "prep" and prep.lower_ in ("in", "on") for one in prep.children
    ]
    papers = tuple(one.lemma_.lower() for one in inside if one.lemma_.lower() in PAPERS)
    said = _span(tree, parts, text, verb)
    if said is not None and (that := _that_before(parts, verb)) is not None:
        said = trimmed(text, tree.span(that)[1], said[1])
    if said is not None and who.dep_ == "appos" and _unclosed(who.head, verb) == who:
        said = trimmed(text, said[0], max(said[1], tree.span(who.left_edge)[0]))
    return Act(tree, verb, who, said, start, end, not _can_mean(who, lemma), papers)


def _said(tree: Tree, verb: Token, lemma: str) -> list[Token] | None:
    """The heads of what a verb says; [] if its words may be elsewhere, None if it attributes nothing."""
    children = list(verb.children)
    quoted = [child for child in children if _has_quotation(tree, child)]
    clauses = [child for child in children if child.dep_ in ("ccomp", "parataxis") and _is_finite(child)]
    wanted = [child for child in children if child.dep_ == "xcomp" or child.dep_ == "ccomp" and not _is_finite(child)]
    objects = [child for child in children if child.dep_ in ("dobj", "oprd", "attr") and not _is_when(child)]
    preps = [child for child in children if child.dep_ == "prep" and child.i > verb.i]
    below = verb.dep_ in ("parataxis", "ccomp") and verb.head.pos_ in ("VERB", "AUX") and not quoted and not clauses
    if below and lemma in SAYING | BELIEVING | WRITING and _is_aside(verb):
        return [verb.head]  # "The road, he said, is closed"
    if quoted and lemma not in CLAUSE:  # any verb beside somebody's words: "she trilled"
        quoted = [one for one in quoted if one.dep_ in ("ccomp", "parataxis") and lemma not in _LIGHT]
    if quoted:
        return quoted + [child for child in clauses if child not in quoted]
    if clauses and lemma in CLAUSE:
        return clauses + _told_on(verb, lemma)
    if lemma in WITH_THAT and (that := [one for one in clauses if _has_that(one)]):
        return that
    if lemma in CHARACTERIZING and (verb.dep_ == "acl" or verb.lower_ == "referring"):
        return None  # "a dog called Rex"; "he said, referring to the talks"
    if lemma in CHARACTERIZING:
        after = [one for one in objects if one.i > verb.i] or objects
        full = after or lemma == "refer"
        called = [one for one in preps if one.lower_ == "as" or full and one.lower_ in ("to", "in")] + wanted + clauses
        if called or len(after) > 1 or after and lemma in ("describe", "characterize", "characterise"):
            return after + called  # "called the plan a folly", but not "called the mayor"
    if lemma in DIRECTING | PROMISING | WANTING and wanted:
        return wanted + [one for one in objects if lemma in DIRECTING]
    if lemma in JUDGING and objects:
        return objects + [one for one in preps if one.lower_ in ("of", "for", "as", "over")] + wanted + clauses
    if lemma in ABOUT | ADMITTING:
        words = ("for",) if lemma == "ask" else ("to",) if lemma in ADMITTING else _ABOUT
        about = [one for one in preps if one.lower_ in words and list(one.children)]
        if about:
            return about + _after_object(verb, about) + wanted
    shown = lemma in FINDING and any(one.dep_ == "nsubj" and one.lemma_.lower() in PAPERS for one in children)
    if (lemma in WITH_OBJECT or shown) and objects:
        return objects + _after_object(verb, objects) + wanted
    if lemma in ("be", "seem", "feel", "remain", "become"):  # "was skeptical that", "is adamant about"
        inner = [one for state in children if state.dep_ == "acomp" for one in state.children]
        felt = [one for one in inner if one.dep_ == "ccomp" or one.dep_ == "prep" and one.lower_ == "about"]
        if not felt and any(one.lemma_.lower() in NOUNS and _owner(one) is not None for one in children):
            felt = [one for one in children if one.dep_ == "ccomp"]  # "Roe's answer was that ..."
        return felt or None
    if lemma == "put" and any(one.lower_ == "it" and one.dep_ == "dobj" for one in children):
        return [verb.head] if verb.dep_ == "advcl" else []
    opened = any(child.dep_ in ("mark", "advmod") and child.lower_ == "as" for child in children)
    if verb.dep_ == "advcl" and opened and lemma in CLAUSE and not wanted and (not objects or lemma == "tell"):
        return [verb.head]  # "as NASA envisioned"
    if lemma in SAYING | WRITING and (within := _in_a_paper(preps)):
        return within
    if lemma in SAYING | SPEAKING | WRITING | BELIEVING:
        if wanted and lemma in ("say", "claim", "suggest", "recommend", "propose", "deny", "admit", "recall"):
            return wanted
        return []
    return None


def _beside(tree: Tree, verb: Token, who: Token, text: str) -> tuple[int, int] | None:
    """What a verb of saying reports if the parse gives nothing: the words before ", he said" or after "said that"."""
    doc, sentence = verb.doc, verb.sent
    if that := next((one for one in doc[verb.i + 1 : verb.i + 6] if one.lower_ == "that" and one.tag_ == "IN"), None):
        return _between(tree, that.i + 1, sentence.end, text)
    objects = any(child.dep_ == "dobj" and child.i > verb.i for child in verb.children) and verb.lemma_ != "tell"
    if objects or verb.dep_ == "relcl" or verb.lower_ not in (*SAID, "say", "says"):
        return None
    # The verb and its subject, up to the next punctuation mark or verb.
    first, last = verb.i, verb.i
    while first and not _parts(tree, doc[first - 1]):
        first -= 1
    while last + 1 < len(doc) and not _parts(tree, doc[last + 1]):
        last += 1
    if not first <= who.i <= last or not first:
        return None
    goes_on = last + 1 < sentence.end and doc[last + 1].text == ","
    beside = [*doc[sentence.start : first], *(doc[last + 1 : sentence.end] if goes_on else ())]
    if doc[first - 1].text != "," or not any(one.pos_ in ("VERB", "AUX") for one in beside):
        return None
    return _between(tree, sentence.start, sentence.end if goes_on else first - 1, text)


def _parts(tree: Tree, token: Token) -> bool:
    """Whether a token ends the run of words around a verb and its subject."""
    return token.text in (",", ";", ":") or token.pos_ in ("VERB", "AUX") or tree.quotation(token) is not None


def _between(tree: Tree, first: int, end: int, text: str) -> tuple[int, int] | None:
    """The span of a sentence's tokens from `first` up to `end`, exclusive."""
    return trimmed(text, tree.span(tree.doc[first])[0], tree.span(tree.doc[end - 1])[1]) if first < end else None


def _has_that(clause: Token) -> bool:
    return any(one.dep_ == "mark" and one.lower_ == "that" for one in clause.children)


def _that_before(parts: Sequence[Token], verb: Token) -> Token | None:
    """The "that" before a clause whose subject is attached elsewhere: "told him that the talk held was good"."""
    first = min(part.left_edge.i for part in parts)
    if any(child.dep_ in SUBJECTS for part in parts for child in part.children):
        return None
    before = verb.doc[verb.i + 1 : first]
    that = next((one for one in before if one.lower_ == "that" and one.tag_ in ("IN", "WDT")), None)
    return that if that is not None and any(part.dep_ == "ccomp" and _is_finite(part) for part in parts) else None


def _told_on(verb: Token, lemma: str) -> list[Token]:
    """Reported clauses coordinated with the verb of speech itself: "said it was late, but it had been hard"."""
    return [
        child
        for child in verb.children
        if child.dep_ == "conj"
        and lemma in SAYING
        and child.lemma_.lower() not in CLAUSE
        and any(one.dep_ in SUBJECTS and one.pos_ == "PRON" for one in child.children)
        and any(one.dep_ in ("aux", "auxpass") and one.lower_ in ("had", "would") for one in child.children)
    ]


def _after_object(verb: Token, objects: Sequence[Token]) -> list[Token]:
    """The phrases that follow an object: "called for compassion during the trial"."""
    first = objects[0].i
    return [child for child in verb.children if child.i > first and child.dep_ in ("prep", "dative")]


def _in_a_paper(preps: Iterable[Token]) -> list[Token]:
    """The clause that the parser attached to the document: "said in a statement that ..."."""
    return [
        clause
        for prep in preps
        if prep.lower_ in ("in", "on")
        for noun in prep.children
        if noun.dep_ == "pobj"
        for clause in noun.children
        if clause.dep_ in ("acl", "ccomp", "relcl") and _has_that(clause)
    ]


def _has_quotation(tree: Tree, child: Token) -> bool:
    return child.dep_ not in SUBJECTS and any(tree.quotation(token) is not None for token in (child, *child.children))


def _is_aside(verb: Token) -> bool:
    """Whether a verb with its subject is set off by commas or ends the sentence: ", he said"."""
    first, last = verb.left_edge.i, verb.right_edge.i
    doc = verb.doc
    opens = doc[first].text in (",", "”", '"') or first > 0 and doc[first - 1].text == ","
    objects = any(child.dep_ == "dobj" for child in verb.children) and verb.lemma_ not in ("tell", "ask")
    if not opens or objects or not any(child.dep_ in SUBJECTS for child in verb.children):
        return False
    return doc[last].is_punct and last > verb.i or last + 1 == len(doc) or not doc[last + 1].text[0].isalnum()


def _is_finite(verb: Token) -> bool:
    forms = [verb, *(child for child in verb.children if child.dep_ in ("aux", "auxpass"))]
    if any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
        return False
    return any(one.tag_ in ("VBD", "VBZ", "VBP", "MD") for one in forms) or verb.pos_ not in ("VERB", "AUX")


def _is_when(noun: Token) -> bool:
    return noun.lower_.endswith("day") or noun.lower_ in ("year", "week", "month")


def _opens(tree: Tree, verb: Token, text: str) -> bool:
    """Whether the words are outside the sentence: after its colon, or before it, as in "“Why?” Roe asked"."""
    ending = text[tree.start : tree.end].rstrip()
    if verb.dep_ == "ROOT" and _ASKED.search(text, max(0, tree.start - 4), tree.start):
        return True
    return ending.endswith(":") or verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].text == ":"


def _is_withheld(verb: Token, lemma: str) -> bool:
    """Whether the speech is not asserted: a negation, a refusal, a condition, a question."""
    if any(child.dep_ == "neg" or child.lower_ in _NEGATIVE for child in verb.children) and lemma not in NEG_RAISING:
        return True
    aux = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if {"would", "have"} <= aux or aux & {"could", "might", "should", "must"}:
        return True
    if any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether") for child in verb.children):
        return True
    if "to" in aux:
        governor = verb.head.lemma_.lower()
        return not (verb.dep_ == "xcomp" and governor in _GOING_ON)
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("without", "of", "from", "before", "for"):
        return True
    return verb.tag_ == "VB" and not aux and verb.dep_ in ("ROOT", "ccomp")


def _is_guessed(verb: Token) -> bool:
    """Whether the attribution is only the writer's guess: "She thinks of them, I suspect, as mice"."""
    ours = (token.head for token in verb.doc if token.lower_ in ("i", "we") and token.dep_ in SUBJECTS)
    return any(one != verb and one.lemma_.lower() in BELIEVING for one in ours)


def is_unread_cue(tree: Tree, read: Sequence[Act]) -> bool:
    """Whether a sentence has a verb of speech whose subject is unknown."""
    known = {act.cue.i for act in read if act.tree is tree}
    outside = (token for token in tree.doc if tree.quotation(token) is None and token.i not in known)
    cues = (token for token in outside if token.pos_ == "VERB" and token.lemma_.lower() in SAYING)
    return any(not _is_withheld(token, "say") for token in cues)


def speaker_of(verb: Token, depth: int = 0) -> Token | None:
    """The token for the speaker of a verb: its subject or agent, or that of the verb it is coordinated with."""
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)
    # "called the massacre by his son a crime": "by" may be attached to a verb that has a subject or an object.
    active = any(child.dep_ == "nsubj" or child.dep_ == "dobj" and verb.tag_ != "VBN" for child in verb.children)
    for child in verb.children:
        if child.dep_ == "agent" and not active:
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if len(subjects) > 1 and subjects[-1].pos_ == "PROPN" and subjects[-1].head.lemma_.lower() in SAYING:
        return subjects[-1]  # "The roads, said Roe, are closed"
    for child in verb.children:
        if child.dep_ == "aux" and child.tag_ in ("MD", "NNP") and verb.tag_ == "VBD" and child.text.istitle():
            return child  # "May said": no modal precedes the past tense
        if child.dep_ == "nsubj":
            if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return _subject_of(verb.head) or verb.head
            if verb.lemma_ == "be" and child.lemma_.lower() in NOUNS:
                return _owner(child)
            return _unclosed(child, verb) or child
    if passive or depth > 3 or verb.dep_ == "relcl":
        return None
    if verb.dep_ in ("conj", "advcl", "xcomp", "dep") and verb.head.pos_ in ("VERB", "AUX"):
        if verb.dep_ == "advcl" and verb.tag_ != "VBG":
            return None
        head = verb.head
        if any(child.dep_ == "nsubjpass" for child in head.children):
            return next(child for child in head.children if child.dep_ == "nsubjpass")
        return speaker_of(head, depth + 1)
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("as", "by", "in") and verb.head.head.pos_ in ("VERB", "AUX"):
        head = verb.head.head  # "was quoted as saying", "Reuters quoted Roe as saying"
        quoted = ("dobj", "nsubjpass") if head.lemma_.lower() in ("quote", "cite") else ()
        return next((one for one in head.children if one.dep_ in (quoted or ("nsubjpass", "nsubj"))), None)
    if verb.dep_ == "acl" and verb.tag_ in ("VBG", "VBD", "VBZ", "VBP") and verb.head.pos_ in ("NOUN", "PROPN"):
        return verb.head  # "a statement saying", or a main verb mistaken for a relative clause
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    if (
        verb.i
        and after
        and after.text.istitle()
        and verb.lemma_.lower() in SAYING | SPEAKING | WRITING
        and verb.tag_ != "VB"
    ):
        return _behind(verb)  # "“...,” said Per Holm", with the name mistagged
    if verb.dep_ in ("ROOT", "ccomp") and verb.tag_ in ("VBD", "VBZ", "VBP"):
        return _before(verb)
    return None


def _subject_of(predicate: Token) -> Token | None:
    """The subject that a noun describes, alone or as one of a group: "Roe is one of the judges who said so"."""
    if predicate.dep_ == "pobj" and predicate.head.lower_ in ("of", "among") and predicate.head.head.pos_ != "NOUN":
        predicate = predicate.head.head
    copula = predicate.head if predicate.dep_ == "attr" else predicate
    before = (child for child in copula.lefts if child.dep_ == "nsubj" and child.lower_ not in _NOBODY)
    return next(before, None) if copula.lemma_ == "be" else None


def _unclosed(subject: Token, verb: Token) -> Token | None:
    """A supposed apposition that no comma closes: "in Guinea, Mali and Togo, the bank says"."""
    for token in subject.subtree:
        last = token.right_edge.i
        if token.dep_ == "appos" and subject.i < token.left_edge.i and last < verb.i:
            opened = token.left_edge.nbor(-1).text == "," and token.left_edge.lower_ not in ("a", "an")
            if opened and last + 1 == verb.i:
                return token
    return None


def _behind(verb: Token) -> Token:
    """The last word of the noun phrase right after a verb, however it was parsed."""
    at = verb.i + 1
    while at + 1 < len(verb.doc):
        after = verb.doc[at + 1]
        if after.pos_ not in ("ADJ", "ADV", "NOUN", "PROPN", "VERB", "PART"):
            break
        at += 1
    return verb.doc[at]


def _before(verb: Token) -> Token | None:
    """The head of the noun phrase before a verb that has no subject in the parse."""
    at = verb.i - 1
    while at >= 0 and (verb.doc[at].is_punct or verb.doc[at].pos_ in ("AUX", "ADV")):
        at -= 1
    if at < 0 or verb.doc[at].pos_ not in ("NOUN", "PROPN"):
        return None
    token = verb.doc[at]
    beside = at == verb.i - 1  # then the phrase begins after any comma: "In Riga, Latvia, Ann Lee said"
    while token.head.i < token.i and token.head.pos_ in ("NOUN", "PROPN", "ADP"):
        if beside and any(one.text == "," for one in verb.doc[token.head.i : token.i]):
            break
        token = token.head
    return token if token.pos_ in ("NOUN", "PROPN") else None


def _may_say(who: Token, lemma: str) -> bool:
    small = who.lower_
    if small in _NOBODY - {"it", "who"} and who.text != "US":
        return False
    if who.pos_ in ("VERB", "AUX", "ADJ", "ADV", "NUM", "ADP") and not who.text[0].isupper():
        return who.pos_ in ("ADJ", "NUM") and lemma in SAYING
    return True


def _can_mean(who: Token, lemma: str) -> bool:
    """Whether a subject is a person, body or document, as it must be to think, want, show or praise."""
    noun = who.lemma_.lower()
    if lemma in _SAID_BY_ANYTHING or who.pos_ in ("PROPN", "PRON") or who.text[0].isupper() and who.i:
        return True
    return is_role(who.lower_) or noun in ORGANISATIONS | PAPERS | PEOPLE or is_role(noun)


def _according(tree: Tree, token: Token, text: str) -> Act | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    who = next((child for child in to.children if child.dep_ == "pobj"), None) if to is not None else None
    if who is None or to is None:
        return None
    start, end = tree.span(token)
    said = _span(tree, [token.head], text, token)
    return Act(tree, token, who, said and _of_its_clause(tree, token, text, said), start, tree.span(to)[1])


def _of_its_clause(tree: Tree, source: Token, text: str, said: tuple[int, int]) -> tuple[int, int] | None:
    """Cut at the semicolons beside "according to ...": "Two died, according to the police; the road is closed"."""
    stops = [one for one in tree.doc if one.lower_ == ";" and tree.quotation(one) is None]
    after = next((tree.span(one)[0] for one in stops if one.i > source.i), said[1])
    before = max((tree.span(one)[1] for one in stops if one.i < source.i), default=tree.start)
    place, behind = tree.span(source)[0], tree.span(source.right_edge)[1]
    if said[0] >= after:
        return trimmed(text, before, place)
    first, last = max(said[0], before), min(said[1], after)
    if said[1] <= before or not text[first:place].strip():
        return trimmed(text, behind, after) or trimmed(text, first, last)
    return trimmed(text, first, last)


def _of_noun(tree: Tree, noun: Token, text: str) -> Act | None:
    """ "His claim that ...", "Roe's call for ...": a noun of speech with its owner and what is said."""
    owner = _owner(noun)
    if owner is None:
        return None
    said = [
        child
        for child in noun.children
        if child.dep_ in ("acl", "relcl")
        and any(one.dep_ == "mark" or one.tag_ == "TO" for one in child.lefts)
        or child.dep_ == "prep"
        and child.lower_ == "for"
    ]
    if not said:
        return None
    start, end = tree.span(noun)
    return Act(tree, noun, owner, _span(tree, said, text), start, end)


def _owner(noun: Token) -> Token | None:
    """The owner of a claim, answer or view: "Roe's claim", "a warning from the council"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def _span(tree: Tree, heads: Iterable[Token], text: str, verb: Token | None = None) -> tuple[int, int] | None:
    """The span of what is said: the heads with their subtrees, without an opening "that".

    If a verb of saying is attached below its own words, as in "It was late, he said", it is cut off at either edge.
    """
    heads = list(heads)
    doc = tree.doc
    first, last = min(head.left_edge.i for head in heads), max(head.right_edge.i for head in heads)
    if verb is not None and any(head.is_ancestor(verb) for head in heads):
        if verb.right_edge.i == last:
            last = verb.left_edge.i - 1
        elif verb.left_edge.i == first:
            first = verb.right_edge.i + 1
    while first <= last and doc[first].lower_ == "that" and doc[first].dep_ == "mark":
        first += 1
    return trimmed(text, tree.span(doc[first])[0], tree.span(doc[last])[1]) if first <= last else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A span without punctuation and spaces at its edges."""
    while start < end and not (text[start].isalnum() or text[start] in "$£€#@(["):
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] in "?!%)]…$"):
        end -= 1
    return (start, end) if start < end else None
