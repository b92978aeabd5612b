"""Which words of two parsed sentences correspond, by their places."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import astuple, dataclass, field
from heapq import heapify, heappop, heappush

from assistant.verifying.objections import Places
from assistant.verifying.parsed import SAYING, Sentence, Word
from index.language.opposites import opposite, synonyms, wider
from index.language.units import MEASURES

SAID = ("say", "tell", "state", "report")
STRENGTH = {"all": 4, "most": 3, "many": 2, "often": 2, "usually": 3, "some": 1, "sometimes": 1}
# For a word that a sentence repeats, only the nearest places are tried: comparing all pairs would be quadratic.
MOST_PLACES = 16


def same(one: Word, other: Word) -> bool:
    """Whether the claim's word `one` says no more than `other`."""
    if one.value is not None and other.value is not None:
        return one.value.follows_from(other.value)
    if {one.kind, other.kind} & {"pronoun", "light"}:
        return one.kind == other.kind and bool(one.keys & other.keys)
    if opposite(one.text.lower(), other.text.lower()):
        return False
    if one.keys & other.keys:
        plain = {key for key in one.keys & other.keys if not key.startswith("~")}
        return bool(plain) or one.tag[:1] != other.tag[:1]
    if one.lemma in SAID and other.lemma in SAYING and one.is_verb and other.is_verb:
        return True
    if one.kind == "operator" and other.kind == "operator":
        if {one.lemma, other.lemma} == {"may", "can"}:
            return True
        mine, theirs = STRENGTH.get(one.lemma), STRENGTH.get(other.lemma)
        return mine is not None and theirs is not None and mine < theirs
    if one.kind == other.kind == "name":  # "China's" and "Chinese"
        return other.lemma in synonyms(one.lemma, "+")
    if one.kind != other.kind:
        return False
    part = one.tag[:1]
    if part != other.tag[:1]:  # "the price" is what something "costs"
        return other.lemma in synonyms(one.lemma, "+") or other.lemma in synonyms(one.lemma, part)
    if other.lemma in synonyms(one.lemma, part):
        return True
    return one.lemma in wider(other.lemma, part) and not {one.lemma, other.lemma} & MEASURES


def aligned(claim: Sentence, sentence: Sentence) -> Places:
    """For each word of the claim, the place of the word that says the same; neighbours decide between several."""
    fitting = _Fitting(claim, sentence)
    able = {at: fitting.nearest(at) for at in claim.words}
    wanted: dict[int, int] = {}
    for places in able.values():
        for place in places:
            wanted[place] = wanted.get(place, 0) + 1
    found = {at: places[0] for at, places in able.items() if len(places) == 1 and wanted[places[0]] == 1}
    taken = set(found.values())
    going_with: dict[int, list[int]] = {}  # the words whose fit depends on where this word is found
    for word in claim.words.values():
        for head, _ in word.heads:
            going_with.setdefault(head, []).append(word.at)
    fits = {
        (at, place): fitting.fit(found, at, place) for at, places in able.items() if at not in found for place in places
    }
    best = [(-fit, at, place) for (at, place), fit in fits.items()]
    heapify(best)
    while best:
        fit, at, place = heappop(best)
        if at in found or place in taken or fits[at, place] != -fit:
            continue
        found[at] = place
        taken.add(place)
        for one in going_with.get(at, ()):
            for there in able[one] if one not in found else ():
                fits[one, there] = fitting.fit(found, one, there)
                heappush(best, (-fits[one, there], one, there))
    return found


@dataclass(slots=True)
class _Fitting:
    """How well a word of the claim fits a place in the sentence, by its heads, dependents and neighbours."""

    claim: Sentence
    sentence: Sentence
    _alike: dict[int, frozenset[int]] = field(init=False)  # claim word -> places of words that say the same
    _order: tuple[dict[int, int], dict[int, int]] = field(init=False)
    _words: tuple[list[int], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._words = list(self.claim.words), list(self.sentence.words)
        claimed, in_sentence = ({at: number for number, at in enumerate(words)} for words in self._words)
        self._order = claimed, in_sentence
        kinds: dict[Hashable, list[Word]] = {}
        for word in self.sentence.words.values():
            kinds.setdefault(_kind(word), []).append(word)
        known: dict[Hashable, frozenset[int]] = {}
        self._alike = {}
        for word in self.claim.words.values():
            if (kind := _kind(word)) not in known:
                alike = (words for words in kinds.values() if same(word, words[0]))
                known[kind] = frozenset(one.at for words in alike for one in words)
            self._alike[word.at] = known[kind]

    def nearest(self, at: int) -> list[int]:
        """The possible places of the word, in sentence order."""
        places = self._alike[at]
        if len(places) > MOST_PLACES:
            places = frozenset(sorted(places, key=lambda place: (self._apart(at, place), place))[:MOST_PLACES])
        return sorted(places)

    def fit(self, found: Places, at: int, place: int) -> float:
        mine, theirs = self.claim.words[at], self.sentence.words[place]
        score = 0.0
        for head, role in mine.heads:
            for other, there in theirs.heads:
                if found.get(head) == other or (head not in found and other in self._alike[head]):
                    score += 3 if role == there else 2
        for role, fillers in self.claim.slots.get(at, ()):
            rivals = self.sentence.fillers.get((place, role), [])
            score += sum(not self._alike[one].isdisjoint(rivals) for one in fillers)
        score += mine.lemma == theirs.lemma
        (order_c, order_t), (list_c, list_t) = self._order, self._words
        for step in (-1, 1):
            near, far = order_c[at] + step, order_t[place] + step
            if 0 <= near < len(list_c) and 0 <= far < len(list_t):
                score += 1.5 * (list_t[far] in self._alike[list_c[near]])
        return score - self._apart(at, place)

    def _apart(self, at: int, place: int) -> float:
        order_c, order_t = self._order
        return abs(order_c[at] / len(order_c) - order_t[place] / len(order_t))


def _kind(word: Word) -> Hashable:
    """A key; words with the same key correspond to the same words."""
    value = word.value and astuple(word.value)[2:]
    return word.text.lower(), word.lemma, word.kind, word.tag, word.keys, value
