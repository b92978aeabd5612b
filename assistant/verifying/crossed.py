"""Finds two names or figures in a claim that the article has the other way round.

It compares which words share a clause with each of the two, in any sentence, not who does what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from assistant.verifying.objections import Objection
from assistant.verifying.parsed import TELLING, Sentence, Word
from assistant.verifying.tokens import ENTITIES

MOST = 12  # names and figures of a claim that are compared pairwise


def crossed(claim: Sentence, first: Sentence, sentences: Sequence[Sentence]) -> Iterator[Objection]:
    """An objection to the first pair that is swapped, with what the sentence `first` says about one of the two."""
    entities = [word for word in claim.words.values() if word.kind in ENTITIES][:MOST]
    own = {word.at: frozenset[int]() for word in entities}
    for clause in _clauses(claim):
        own |= {at: own[at] | clause for at in clause if at in own}
    known = [(_known(sentence, one), sentence, one) for sentence in sentences for one in _clauses(sentence)]
    for pair in combinations(entities, 2):
        one, other = pair
        if one.kind != other.kind or one.keys & other.keys:
            continue
        with_one, with_other = own[one.at] - own[other.at] - {one.at}, own[other.at] - own[one.at] - {other.at}
        swapped = [(one, with_one, with_other), (other, with_other, with_one)]
        if not all(_turned(claim, [keys for keys, _, _ in known], *each) for each in swapped):
            continue
        for word, with_it, _ in swapped:
            for keys, sentence, clause in known:
                if sentence is first and not _own(word).isdisjoint(keys):
                    mine, theirs = claim.part(word.at, *with_it), sentence.part(*clause)
                    yield Objection("contradicted", mine, theirs, hard=True)
                    return


def _turned(
    claim: Sentence, known: Sequence[Collection[str]], word: Word, with_it: Collection[int], with_other: Collection[int]
) -> bool:
    """Whether the clauses with this word have more of what the claim says of the other word than of this one."""
    clauses = [keys for keys in known if not _own(word).isdisjoint(keys)]
    mine, others = (
        max((sum(not _own(claim.words[at]).isdisjoint(keys) for at in places) for keys in clauses), default=0)
        for places in (with_it, with_other)
    )
    return others > mine


def _own(word: Word) -> frozenset[str]:
    return frozenset(key for key in word.keys if key[0] != "~")


def _known(sentence: Sentence, clause: frozenset[int]) -> frozenset[str]:
    return frozenset[str]().union(*(_own(sentence.words[at]) for at in clause))


def _clauses(sentence: Sentence) -> list[frozenset[int]]:
    """For each verb or other predicate, the words under it, down to the next predicate."""
    words = sentence.words.values()
    heads = {word.at for word in words if word.is_verb or (word.at, "subj") in sentence.fillers}
    found = []
    for head in heads:
        seen, level = {head}, [head]
        while level:
            below = {at for one in level for at in sentence.under(one)}
            level = [at for at in below if at not in seen and at not in heads]
            seen |= set(level)
        found.append(frozenset(at for at in seen if sentence.words[at].kind in TELLING))
    return found
