"""The titles that a sentence gives to the people whom it names."""

from __future__ import annotations

from assistant.verifying.objections import Places
from assistant.verifying.parsed import Sentence, Word
from index.language.opposites import synonyms
from index.language.word_lists import TITLES


def _titles_of(sentence: Sentence, at: int) -> set[int]:
    """The titles that a sentence gives to a name: "Judge Cox", "Cox, the judge", "Cox is the judge"."""
    fillers = [one for role in ("mod", "same") for one in sentence.fillers.get((at, role), ())]
    heads = [head for head, role in sentence.words[at].heads if role in ("mod", "same", "subj")]
    nouns = [sentence.words[one] for one in (*fillers, *heads)]
    return {word.at for word in nouns if word.lemma in TITLES and word.tag.startswith("NN")}


def another_title(claim: Sentence, word: Word, sentence: Sentence, found: Places) -> bool:
    """Whether a word is the title of somebody to whom the sentence gives only other titles."""
    if word.lemma not in TITLES:
        return False
    for at in found:
        if claim.words[at].kind == "name" and word.at in _titles_of(claim, at):
            theirs = {sentence.words[one].lemma for one in _titles_of(sentence, found[at])}
            if theirs and theirs.isdisjoint({word.lemma, *synonyms(word.lemma, "N")}):
                return True
    return False
