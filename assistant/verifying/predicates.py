"""Whether the sentence has an act that the claim states, or only its noun under a verb with another meaning.

A verb is close in meaning to its synonyms, to wider and narrower verbs, to verbs under the same wider one, and to the
nouns of these.
"""

from __future__ import annotations

from assistant.verifying.objections import Places
from assistant.verifying.otherwise import CONVERSE
from assistant.verifying.parsed import BROAD, FACTIVE, Sentence, Word
from index.language.opposites import opposite, synonyms, wider

_PARTIES = ("subj", "obj")


def noun_for_verb(claim: Sentence, sentence: Sentence, found: Places) -> tuple[Word, str] | None:
    """A claim verb that is only a noun in the sentence, governed by another verb with the same subject or object.

    "Was nominated for induction" does not say "was inducted".
    """
    for verb in claim.words.values():
        noun = sentence.words.get(found.get(verb.at, -1))
        if noun is None or not verb.is_verb or verb.tag == "VBG" or not noun.tag.startswith("NN"):
            continue
        if noun.text.lower() == verb.text.lower():  # one of the two is parsed wrongly
            continue
        parties = {found.get(at) for at in _parties(claim, verb.at)}
        for head, role in noun.heads:
            other = sentence.words[head]
            acts = other.is_verb and other.kind == "word" and head not in found.values()
            light = other.lemma in BROAD | FACTIVE or _alike(verb.lemma, other)
            if acts and not light and role not in ("subj", "is", "mod", "same") and parties & _parties(sentence, head):
                return verb, sentence.part(head, noun.at)
    return None


def _parties(sentence: Sentence, verb: int) -> set[int]:
    return {at for role in _PARTIES for at in sentence.fillers.get((verb, role), ())}


def _alike(verb: str, other: Word) -> bool:
    """Whether `other` is a verb, or the noun of a verb, that is close in meaning to `verb`."""
    mine = wider(verb, "v") | synonyms(verb, "V")
    for form in {other.lemma} if other.is_verb else synonyms(other.lemma, "+"):
        theirs = wider(form, "v") | synonyms(form, "V")
        near = form in mine or verb in theirs or not mine.isdisjoint(theirs)
        opposed = opposite(verb, form)  # what one side buys, the other sells
        if form == verb or (near and not opposed) or (opposed and {verb, form} <= CONVERSE):
            return True
    return False
