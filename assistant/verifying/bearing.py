"""Whether sentences support a claim: each claim word is found in its role, and the claim drops nothing that matters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.verifying.aligned import SAID, STRENGTH, aligned
from assistant.verifying.clauses import clauses
from assistant.verifying.crossed import crossed
from assistant.verifying.objections import Objection, Places, Weight
from assistant.verifying.otherwise import CORE, DENIES, denials, said_otherwise
from assistant.verifying.parsed import PERSONS, TELLING, Sentence, Word
from assistant.verifying.predicates import noun_for_verb
from assistant.verifying.titles import another_title
from assistant.verifying.tokens import ENTITIES, stem
from index.language.alignment import alignment
from index.language.opposites import opposite

# The least score of a claim that is not a copy: the mean of the share of its words found in or around its sentences and
# the share found in the sentences alone, minus the share of half a word: in a claim of three words, one found by chance
# already counts for a third. With the rule for missing names and numbers, this value separated WiCE best.
HELD = 0.55
COPY = 0.85  # the share of words in the same order from which a claim counts as a copy of a sentence
CHANGED = 2  # most words that a copy of a short sentence may add or drop
CLOSE = 0.7  # the share in order from which contradictions and differing names, numbers and dates count
SENTENCE = 0.6  # the least length of a sentence relative to the claim that copies it
NEAR = 0.5  # the share of supported words from which a differing date is shown as the reason
_WITHIN = ("mod", "of", "comp", "clause", "same")  # roles inside a name or clause, not those of a party or a place
_ALIKE = {
    frozenset(pair.split("/"))
    for pair in (
        "in/of of/mod in/mod of/for mod/for about/on about/in about/of from/of of/obj of/subj like/as in/for with/of "
        "mod/with mod/from mod/to mod/as "
        "to/due to/for of/due to/toward to/towards toward/towards to/into in/into on/onto on/upon"
    ).split()
}
_AGAINST = {
    frozenset(pair.split("/"))
    for pair in (
        "to/by for/against before/after from/to into/out_of above/below outside/in with/without until/since over/under "
        "subj/to obj/for subj/than obj/than"
    ).split()
}
# Words without content: a copy that has only these in place of a verb has lost the verb.
_HARMLESS = frozenset(
    "the a an is are was were be been being am by that and of to 's ' s it its he she they him her his their them this "
    "these those which who whom also had has have did do does n't not in on at for with as so there or but".split()
)


@dataclass(frozen=True, slots=True)
class Bearing:
    """How sentences bear on a claim: which have its words, which claim words are missing, what contradicts it."""

    used: tuple[int, ...]
    missing: tuple[str, ...]
    held: float
    objections: tuple[Objection, ...]
    near_copy: bool = False  # whether the claim has most of a sentence's words in the same order
    main: tuple[int, int] | None = None  # index in `used` of the sentence with the claim's main word, and its offset

    @property
    def supports(self) -> bool:
        return not self.objections and self.held > 0


def bearing(claim: Sentence, sentences: Sequence[Sentence], around: Collection[str]) -> Bearing:
    """How the sentences bear on the claim; `around` holds the words near them, and their stems with "=" before them.

    `used` begins with the sentence that has most of the claim; each later one adds words.
    """
    content = claim.content
    if not content or not sentences:
        return Bearing((), (), 0.0, ())
    alike = [aligned(claim, sentence) for sentence in sentences]
    places = _gathered(claim, sentences, alike)
    if not places:
        return Bearing((), tuple(word.text for word in content), 0.0, ())
    first = sentences[places[0][0]]
    order = share_in_order(claim, first)
    close = order >= CLOSE
    copy = order >= COPY or (close and (1 - order) * len(claim.tokens) <= CHANGED)
    objections: list[Objection] = []
    explained: set[int] = set()
    for rank, (number, found) in enumerate(places):
        own = places[0][1] if rank else {}
        for place, objection in _objections(claim, sentences[number], found, own, around):
            names = claim.words[place].kind in ENTITIES
            if copy or objection.hard or (close and (names or objection.weight == "contradicted")):
                explained.add(place)
                objections.append(objection)
    for rank, (number, found) in enumerate(places):
        full, extends = alike[number] if rank else found, _extends(claim, sentences[number])
        for place, objection in said_otherwise(claim, sentences[number], full, copy=copy and not rank, close=extends):
            if not rank or place not in places[0][1]:  # what the first sentence supports stays supported
                explained.add(place)
                objections.append(objection)
    objections += _only_said(claim, first, places[0][1], copy)
    objections += _reasons_turned(claim, first, places[0][1])
    objections += crossed(claim, first, sentences)
    anywhere = {at for _, found in places for at in found if _is_there(claim, at, found)}
    missing = [word for word in content if word.at not in anywhere and word.at not in explained]
    missing = [word for word in missing if not _excused(claim, word, sentences, places, around, copy)]
    telling = [word for word in content if word.kind != "operator"]
    held = 1 - sum(word in telling for word in missing) / max(1, len(telling))
    found_here = (sum(word.at in anywhere for word in telling) - 1) / max(1, len(telling))
    share = (held + found_here) / 2
    objections += _unheld(claim, missing, share, copy, _extends(claim, first), first, places[0][1], anywhere)
    if not objections and (turned := noun_for_verb(claim, first, places[0][1])):
        objections.append(Objection("not_found", turned[0].text, turned[1]))
    if copy and not objections:
        objections += _exchanged(claim, first, anywhere)
    if close and not objections:
        objections += _replaced(claim, first, places[0][1], anywhere, TELLING if copy else ("name",))
    # The same words on both sides make no objection.
    objections = [one for one in objections if not one.stated or one.claimed.lower() != one.stated.lower()]
    if not copy and not _same_subject(claim, first, places[0][1]):
        objections = [replace(one, weight="not_found") if one.weight == "contradicted" else one for one in objections]
    used = tuple(number for number, _ in places)
    lacking = tuple(one.text for one in missing)
    return Bearing(used, lacking, held, tuple(objections), close, _main(claim, sentences, places))


def _main(
    claim: Sentence, sentences: Sequence[Sentence], gathered: Sequence[tuple[int, Places]]
) -> tuple[int, int] | None:
    """The rank of a sentence, and in it the offset of the claim's main verb, or else of another word without a head."""
    tops = sorted((word for word in claim.content if not word.heads), key=lambda word: not word.is_verb)
    for word in tops:
        for rank, (number, found) in enumerate(gathered):
            if word.at in found:
                return rank, sentences[number].words[found[word.at]].start
    return None


def _same_subject(claim: Sentence, sentence: Sentence, found: Places) -> bool:
    """Whether the sentence may be about the claim's subject: a sentence about anybody else contradicts nothing."""
    subjects = {one for (_, role), fillers in claim.fillers.items() if role == "subj" for one in fillers}
    subjects = subjects or {one for (_, role), fillers in claim.fillers.items() if role == "obj" for one in fillers}
    named = [at for at in subjects if claim.words[at].kind in ("name", "word", "number")]
    if named:
        pronoun = any(word.kind == "pronoun" for word in sentence.words.values())
        return any(at in found for at in named) or pronoun
    # "He won in 1945" is about the same subject if the sentence has one of its names, or two of its words.
    names = [word.at for word in claim.words.values() if word.kind == "name"]
    telling = [at for at in found if claim.words[at].kind in TELLING]
    return any(at in found for at in names) or not subjects or len(telling) > 1


def _is_there(claim: Sentence, at: int, found: Places) -> bool:
    """Whether a word is found in its role: "not" counts only beside the word that it denies."""
    word = claim.words[at]
    return (
        word.lemma not in DENIES
        or word.kind != "operator"
        or not word.heads
        or any(head in found for head, _ in word.heads)
    )


def _gathered(claim: Sentence, sentences: Sequence[Sentence], found: Sequence[Places]) -> list[tuple[int, Places]]:
    """The sentences with words of the claim, and the places of these: first the one with most, then those that add."""
    weigh = [sum(claim.words[at].kind not in ("pronoun", "light") for at in one) for one in found]
    order = sorted(
        range(len(sentences)), key=lambda number: (-weigh[number], -share_in_order(claim, sentences[number]))
    )
    open_ = {word.at for word in claim.content}
    places: list[tuple[int, Places]] = []
    for number in order:
        new = {at for at in found[number] if at in open_}
        telling = sum(claim.words[at].kind in TELLING for at in new)
        if telling >= (min(2, len(open_)) or 1 if places else 1):
            own = found[number] if not places else {at: place for at, place in found[number].items() if at in new}
            places.append((number, own))
            open_ -= new
    return places


def share_in_order(claim: Sentence, sentence: Sentence) -> float:
    """The share of the claim's words that the sentence has in the same order."""
    same = sum(a1 - a0 for kind, a0, a1, _, _ in alignment(sentence.tokens, claim.tokens) if kind == "equal")
    # A copy may have words appended, but a sentence much shorter than the claim is measured against the whole claim.
    long_enough = len(sentence.tokens) >= SENTENCE * len(claim.tokens)
    length = min(len(claim.tokens), len(sentence.tokens)) if long_enough else len(claim.tokens)
    return same / max(1, length)


def _extends(claim: Sentence, sentence: Sentence) -> bool:
    """Whether the claim has most of the sentence's words in their order, or the sentence most of the claim's."""
    return max(share_in_order(claim, sentence), share_in_order(sentence, claim)) >= CLOSE


def _objections(
    claim: Sentence, sentence: Sentence, found: Places, first: Places, around: Collection[str]
) -> Iterator[tuple[int, Objection]]:
    """Where a sentence differs from the claim; `first` gives the places of the claim's words in a better sentence."""
    back = {place: at for at, place in found.items()}
    for at, place in found.items():
        word, other = claim.words[at], sentence.words[place]
        if word.kind in ("pronoun", "operator"):
            continue
        core = [one for role in CORE for one in claim.fillers.get((at, role), [])]
        # "Staff has the lab" reverses "The lab has staff", but "has" with only one of the two proves nothing.
        here = {found[one] for one in core if one in found}
        if word.kind == "light" and not (here and here.issubset(sentence.under(place))):
            continue
        yield from _slots(claim, sentence, found, back, first, around, word, other)
        yield from _dropped(claim, sentence, back, word, other)
        yield from _over(claim, sentence, back, word, other)


def _slots(
    claim: Sentence,
    sentence: Sentence,
    found: Places,
    back: Places,
    first: Places,
    around: Collection[str],
    word: Word,
    other: Word,
) -> Iterator[tuple[int, Objection]]:
    """Where the claim fills a slot of a word differently from the sentence."""
    for role, mine in claim.slots.get(word.at, ()):
        theirs = sentence.fillers.get((other.at, role), [])
        here = [one for one in mine if found.get(one) not in theirs and one not in first]
        there = [one for one in theirs if back.get(one) not in mine]
        for one in here:
            yield from _in_slot(claim, sentence, found, back, around, word, other, role, one, there)


def _in_slot(
    claim: Sentence,
    sentence: Sentence,
    found: Places,
    back: Places,
    around: Collection[str],
    word: Word,
    other: Word,
    role: str,
    one: int,
    there: Sequence[int],
) -> Iterator[tuple[int, Objection]]:
    mine, stands = claim.words[one], found.get(one)
    if stands is not None:
        links = [place for head, place in sentence.words[stands].heads if head == other.at]
        reverse = [place for head, place in other.heads if head == stands]
        filled = sentence.fillers.get((other.at, role))  # otherwise "prices rise" would fail where somebody raises them
        if role in CORE and filled and any(link in CORE and link != role for link in links) and "is" not in links:
            yield one, Objection("contradicted", claim.part(word.at, one), sentence.part(other.at, stands), hard=True)
            return
        against = any(frozenset((role, link)) in _AGAINST for link in links)
        if against and role in CORE:
            named = mine.kind == "name"
            yield one, Objection("contradicted", claim.part(word.at, one), sentence.part(other.at, stands), hard=named)
            return
        other_way = role not in (*CORE, "mod") and not any(_goes(role, link) for link in links)
        if links and other_way and all(link not in ("mod", "same", "comp", "clause") for link in links):
            certainty: Weight = "contradicted" if against else "not_found"
            yield one, Objection(certainty, claim.after(role, one), sentence.after(links[0], stands))
            return
        if role in ("clause", "subj") and role in reverse:
            yield one, Objection("contradicted", claim.part(word.at, one), sentence.part(other.at, stands))
            return
        if links or reverse:
            return
        here, yonder = mine.preposition, sentence.words[stands].preposition
        able = role not in (*CORE, "mod", "clause", "comp", "same") and yonder and yonder != "by"
        if able and not _goes(here, yonder):
            yield one, Objection("not_found", claim.after(here, one), sentence.after(yonder, stands))
            return
    if mine.kind == "pronoun":
        for place in there:
            theirs = sentence.words[place]
            both = mine.keys | theirs.keys
            if {"@he", "@she"} <= both:
                yield one, Objection("contradicted", mine.text, theirs.text)
        return
    if mine.kind == "date" and mine.keys & set(around):  # the day that "on Tuesday" means
        return
    for place in there:
        theirs = sentence.words[place]
        if role == "subj" and stands is not None and _governs(sentence, theirs, other.at, stands):
            yield one, Objection("contradicted", claim.part(one, word.at), sentence.part(place, other.at), hard=True)
            return
        if theirs.kind == "pronoun" or not _comparable(mine, theirs, role):
            continue
        if _same_phrase(claim, sentence, found, back, one, place):
            continue
        moved = stands is not None and place in back
        unplaced = mine.kind == theirs.kind and stands is None
        differs = unplaced and (mine.kind in ("number", "date") or mine.kind == "name" and not mine.keys & set(around))
        weight: Weight = "contradicted" if moved or differs or _opposed(mine, theirs) else "not_found"
        if place in back and not moved and role not in CORE:
            continue
        if word.is_verb and _other_date(mine, theirs):
            yield one, Objection("contradicted", claim.part(one), sentence.part(place), hard=True)
            return
        if stands is not None and role not in CORE and not moved:
            continue
        replaced = mine.kind == theirs.kind and stands is None and place not in back
        named = mine.kind == "name" and role not in _WITHIN
        counted = mine.kind == "number" and mine.value and theirs.value and mine.value.value != theirs.value.value
        turned = moved and role in CORE and _have_changed_places(claim, sentence, found, back, word, other, one, place)
        yield (
            one,
            Objection(
                weight, claim.part(one), sentence.part(place), hard=bool(turned or replaced and (named or counted))
            ),
        )
        return


def _have_changed_places(
    claim: Sentence, sentence: Sentence, found: Places, back: Places, word: Word, other: Word, one: int, place: int
) -> bool:
    """Whether two words of the claim have changed places in the sentence."""
    stands, rival = found[one], back[place]
    slots = (sentence.fillers.get((found.get(head, -1), role), ()) for head, role in claim.words[rival].heads)
    sides = (one < word.at, rival < word.at) == (place < other.at, stands < other.at)
    return any(stands in slot for slot in slots) or (sides and (one < word.at) != (rival < word.at))


def _governs(sentence: Sentence, pronoun: Word, verb: int, at: int) -> bool:
    """Whether a pronoun is the subject of a verb that governs a later word: "she rejected Roe's plan", so not Roe."""
    if pronoun.tag != "PRP" or not pronoun.at < verb < at:
        return False
    seen, level = {at}, [at]
    while level:
        level = [head for one in level for head, _ in sentence.words[one].heads if head not in seen]
        seen |= set(level)
    return verb in seen


def _other_date(mine: Word, theirs: Word) -> bool:
    """Whether both words are years, or both are months, and they differ."""
    if not mine.kind == theirs.kind == "date" or mine.keys & theirs.keys:
        return False
    if mine.value or theirs.value:
        return bool(mine.value and theirs.value and mine.value.year and theirs.value.year)
    return not _is_weekday(mine) and not _is_weekday(theirs)


def _goes(one: str, other: str) -> bool:
    return one == other or frozenset((one, other)) in _ALIKE


def _comparable(mine: Word, theirs: Word, role: str) -> bool:
    """Whether two words can replace each other in a slot that may hold several."""
    if role in CORE or mine.kind == theirs.kind == "name":
        return True
    if {"operator", "number", "date"} & {mine.kind, theirs.kind}:
        return mine.kind == theirs.kind
    if role == "mod":
        return mine.tag[:1] == theirs.tag[:1]
    return True


def _same_phrase(claim: Sentence, sentence: Sentence, found: Places, back: Places, one: int, place: int) -> bool:
    """Whether one of two words describes the other in either sentence: "Utility CEO Ann Lee", "Ann Lee, who leads"."""
    if found.get(one) in sentence.under(place) or back.get(place) in claim.under(one):
        return True
    heads = [head for head, role in claim.words[one].heads if role in ("same", "mod", "of")]
    return any(found.get(head) == place for head in heads) or any(
        back.get(head) == one for head, role in sentence.words[place].heads if role in ("same", "mod", "of")
    )


def _opposed(mine: Word, theirs: Word) -> bool:
    if mine.kind == theirs.kind == "operator":
        return "not" in (mine.lemma, theirs.lemma) or {mine.lemma, theirs.lemma} in ({"all", "few"}, {"most", "few"})
    return opposite(mine.lemma, theirs.lemma)


_GUARDED = frozenset(
    "not never hardly without may can't will should likely allegedly seemingly most many often usually some sometimes "
    "few only almost half".split()
)


def _dropped(
    claim: Sentence, sentence: Sentence, back: Places, word: Word, other: Word
) -> Iterator[tuple[int, Objection]]:
    """A "not", a "may" or a "some" that belongs to a word in the sentence but not in the claim."""
    operators = {one.lemma for one in claim.words.values() if one.kind == "operator" and one.at not in back.values()}
    operators |= {claim.words[at].lemma for at in claim.under(word.at)}
    for place in sentence.under(other.at):
        guard = sentence.words[place]
        if guard.kind != "operator" or guard.lemma not in _GUARDED or place in back or guard.lemma in operators:
            continue
        if STRENGTH.get(guard.lemma) and any(STRENGTH.get(one, 9) <= STRENGTH[guard.lemma] for one in operators):
            continue
        if guard.lemma in ("should", "can", "may") and word.tag == "VB" and not claim.fillers.get((word.at, "subj")):
            continue  # the claim is an imperative
        if guard.lemma in ("some", "many", "few") and any(one.kind == "number" for one in claim.content):
            continue
        denies = guard.lemma in ("not", "never", "without")
        if denies and operators & {"not", "without", "few", "hardly", "never"}:
            continue
        weight: Weight = "contradicted" if denies else "not_found"
        acting = {back.get(one) for one in sentence.fillers.get((other.at, "subj"), ())}
        hard = denies and not acting.isdisjoint(claim.fillers.get((word.at, "subj"), ()))  # with the same subject
        yield word.at, Objection(weight, claim.part(word.at), sentence.part(place, other.at), hard)
        return


def _over(
    claim: Sentence, sentence: Sentence, back: Places, word: Word, other: Word
) -> Iterator[tuple[int, Objection]]:
    """The saying, planning or ordering that governs a clause in the sentence, where the claim states it as fact."""
    if claim.over.get(word.at):
        return
    for how, place in sentence.over.get(other.at, []):
        if place in back:
            continue
        if how == "saying" and not _attributes(claim):
            yield word.at, Objection("attributed", claim.part(word.at), sentence.part(place))
        elif how == "other" and other.is_verb and sentence.words[place].is_verb:
            yield word.at, Objection("not_found", claim.part(word.at), sentence.part(place, other.at))


def _attributes(claim: Sentence) -> bool:
    return (
        "according" in claim.tokens
        or '"' in claim.text
        or any(how == "saying" for over in claim.over.values() for how, _ in over)
    )


def _leaves_out_who(claim: Sentence, sentence: Sentence) -> bool:
    """Whether the sentence attributes to somebody what the claim does not attribute."""
    quoted = sum(len(one) for one in re.findall(r'"[^"]*"', claim.text))
    if "according" in claim.tokens or 2 * quoted > len(claim.text):
        return False
    said = {at for at, over in claim.over.items() if any(how == "saying" for how, _ in over)}
    top = [word.at for word in claim.words.values() if word.is_verb and not word.heads]
    outermost = any(at in said and any(place in top for _, place in claim.over[at]) for at in said)
    return not outermost or not sentence.said


def _only_said(claim: Sentence, sentence: Sentence, found: Places, copy: bool) -> Iterator[Objection]:
    """The attribution in the sentence that the claim lacks."""
    content = {at: place for at, place in found.items() if claim.words[at].kind not in ("pronoun", "light", "operator")}
    verbs = [word for word in claim.words.values() if word.is_verb and word.kind == "word" and not word.heads]
    all_said = set(content.values()) <= sentence.said
    does = bool(verbs) and all(found.get(word.at) in sentence.said for word in verbs)
    if not sentence.said or not (all_said or does) or not _leaves_out_who(claim, sentence):
        return
    if copy or all(word.at in found for word in verbs):  # a verb not found may be the claim's own verb of saying
        yield Objection("attributed", "", sentence.part(*(set(sentence.words) - sentence.said)), hard=True)


def _reasons_turned(claim: Sentence, sentence: Sentence, found: Places) -> Iterator[Objection]:
    """A cause in the claim that the sentence gives as the effect."""
    if claim.because and sentence.because:
        images = [found[at] for at in claim.because if at in found]
        if images and sum(place in sentence.because for place in images) * 2 < len(images):
            yield Objection("contradicted", claim.part(*claim.because), sentence.part(*sentence.because), hard=True)


def _exchanged(claim: Sentence, sentence: Sentence, found: Collection[int]) -> Iterator[Objection]:
    """A "he" for "she" in a copy, or another small word that is nowhere in the sentence."""
    known = set(sentence.tokens).union(word.text.lower() for at, word in claim.words.items() if at in found)
    for kind, a0, a1, b0, b1 in alignment(sentence.tokens, claim.tokens):
        mine, theirs = _persons(claim.tokens[b0:b1]), _persons(sentence.tokens[a0:a1])
        if mine and theirs and mine.isdisjoint(theirs):
            yield Objection("contradicted", " ".join(claim.tokens[b0:b1]), " ".join(sentence.tokens[a0:a1]))
            return
        since = {"since"} if "because" in sentence.tokens[a0:a1] else set()  # it may give a reason, too
        new = [one for one in claim.tokens[b0:b1] if one in _SMALL and one not in known and one not in since]
        if kind == "replace" and new:
            yield Objection("not_found", new[0], " ".join(sentence.tokens[a0:a1]))
            return


def _replaced(
    claim: Sentence, sentence: Sentence, found: Places, anywhere: Collection[int], kinds: Sequence[str]
) -> Iterator[Objection]:
    """A word of these kinds that replaces an unrelated one, digits that the sentence lacks, or a dropped "not"."""
    back = {place: at for at, place in found.items()}
    steps = alignment(sentence.tokens, claim.tokens)
    kept = {at for kind, a0, a1, _, _ in steps if kind == "equal" for at in sentence.starts[a0:a1]}
    for kind, a0, a1, b0, b1 in steps:
        if kind == "equal":
            continue
        lost = _within(sentence, a0, a1)
        if kind == "replace" and "word" in kinds and (verb := _emptied(claim.tokens[b0:b1], lost, back)):
            yield Objection("not_found", " ".join(claim.tokens[b0:b1]), verb.text)
            return
        if odd := _other_digits(claim, anywhere, b0, b1):
            yield Objection("not_found", odd, " ".join(sentence.tokens[a0:a1]))
            return
        yield from _guards_lost(claim, sentence, back, lost, sentence.tokens[a0:a1])
        mine = [one for one in _within(claim, b0, b1) if one.kind in kinds]
        if kind == "insert":
            moved = [(one, sentence.words[found[one.at]]) for one in mine if one.at in found]
            for one, other in moved:
                named = "name" in (one.kind, other.kind) and other.start not in kept
                if named and one.heads and other.heads and not _goes_alike(claim, sentence, found, one, other.at):
                    yield Objection(
                        "not_found", claim.part(one.at, *_heads(one)), sentence.part(other.at, *_heads(other))
                    )
                    return
            continue
        free = [one for one in lost if one.kind in TELLING and back.get(one.at) not in {each.at for each in mine}]
        for one in mine if free else ():
            place = found.get(one.at)
            if place in {each.at for each in lost} or (
                place is not None and _goes_alike(claim, sentence, found, one, place)
            ):
                continue
            if place is None and one.kind == "name" and all(_stands_for_a_name(sentence, each) for each in free):
                continue
            yield Objection("not_found", one.text, free[0].text)
            return


def _emptied(mine: Sequence[str], lost: Sequence[Word], back: Places) -> Word | None:
    """The verb of a sentence that a copy replaces with a form of "be", "have" or "do"."""
    verbs = [one for one in lost if one.is_verb and one.kind == "word" and one.at not in back]
    return verbs[0] if verbs and set(mine) & _AUXILIARIES and set(mine) <= _HARMLESS else None


_AUXILIARIES = frozenset("is are was were be been being am have has had do does did".split())


def _other_digits(claim: Sentence, found: Collection[int], start: int, end: int) -> str | None:
    """The first of these claim tokens with a digit that is not part of a word found in the sentence."""
    held = [claim.words[at] for at in found]
    for token, at in zip(claim.tokens[start:end], claim.starts[start:end], strict=True):
        if any(letter.isdigit() for letter in token) and not any(one.start <= at < one.end for one in held):
            return token
    return None


def _within(sentence: Sentence, start: int, end: int) -> list[Word]:
    """The words that begin among these tokens."""
    starts = set(sentence.starts[start:end])
    return [word for word in sentence.words.values() if word.start in starts]


def _goes_alike(claim: Sentence, sentence: Sentence, found: Places, one: Word, place: int) -> bool:
    """Whether a word is related to the same words as its equivalent, in either direction."""
    other = sentence.words[place]
    for head, role in one.heads:
        # "Schools in Tallinn" are "Tallinn schools", but "exports to China" are not "China exports" of the US.
        slot = sentence.fillers.get((found.get(head, -1), role), ())
        rivals = any(sentence.words[at].kind == other.kind == "name" and at in found.values() for at in slot)
        for there, as_ in other.heads:
            alike = {role, as_} <= {"mod", "of"} if rivals else _goes(role, as_) or {role, as_} <= _LOOSE
            if found.get(head) == there and (role == as_ or alike):
                return True
        theirs = sentence.words[found[head]] if head in found else None
        if theirs and {at for at, _ in other.heads} & {at for at, as_ in theirs.heads if as_ in ("mod", "same")}:
            return True  # "the utility's CEO" and "Utility CEO Ann Lee"
        if role in _LOOSE and theirs and any(there == place and as_ in _LOOSE for there, as_ in theirs.heads):
            return True
    return any(
        found.get(filler) in sentence.fillers.get((place, role), ())
        for role, fillers in claim.slots.get(one.at, ())
        for filler in fillers
    )


def _heads(word: Word) -> list[int]:
    return [head for head, _ in word.heads[:1]]


_LOOSE = frozenset(
    ("same", "is", "subj", "mod", "comp", "clause")
)  # "a crowd, the largest" and "the crowd was the largest"


def _stands_for_a_name(sentence: Sentence, word: Word) -> bool:
    """Whether the word, as in "the company" or "its head", refers to somebody or something named before."""
    before = sentence.text[max(0, word.start - 40) : word.start].lower().split()
    return word.kind == "word" and bool(set(before[-3:]) & {"the", "this", "that", "its", "his", "her", "their"})


def _guards_lost(
    claim: Sentence, sentence: Sentence, back: Places, lost: Sequence[Word], tokens: Sequence[str]
) -> Iterator[Objection]:
    """A "not", "may" or "almost" that a copy drops before a word that it keeps."""
    order = list(sentence.words.values())
    for number, word in enumerate(order):
        follows = next((one for one in order[number + 1 :] if one.kind in TELLING or one.lemma == "all"), None)
        dropped = word in lost and word.kind == "operator" and word.lemma in _COUNTS and word.at not in back
        if dropped and follows and follows.at in back:
            denies = word.lemma in ("not", "never", "hardly")
            yield Objection("contradicted" if denies else "not_found", "", sentence.part(word.at, follows.at))
            return
        quantity = word.value is not None and word.value.bound == "about" and word.at in back
        if quantity and set(tokens) & {"almost", "nearly"} and word.text.lower().startswith(("almost", "nearly")):
            mine = claim.words[back[word.at]].value
            if mine is not None and mine.bound is None:
                yield Objection("not_found", claim.part(back[word.at]), word.text)
                return


_COUNTS = frozenset("not never hardly may likely allegedly almost few".split())


def _persons(tokens: Sequence[str]) -> set[str]:
    return {PERSONS[one] for one in tokens if one in PERSONS}


_SMALL = frozenset(
    "before after until since against without into out above below over under during between toward towards outside "
    "inside get gets got because although unless if while than except despite".split()
)


def _is_bare(claim: Sentence, sentences: Sequence[Sentence], found: Sequence[tuple[int, Places]], word: Word) -> bool:
    """Whether a sentence has only one part of a name, so that the claim may add the rest."""
    parts = [at for at, role in word.heads if role == "mod"] + claim.fillers.get((word.at, "mod"), [])
    for at in parts:
        for number, places in found:
            if at in places and claim.words[at].kind == sentences[number].words[places[at]].kind == "name":
                one = sentences[number].words[places[at]]
                near = [
                    *sentences[number].fillers.get((one.at, "mod"), []),
                    *(head for head, as_ in one.heads if as_ == "mod"),
                ]
                return not any(sentences[number].words[other].kind == "name" for other in near)
    return False


def _named_otherwise(claim: Sentence, word: Word, sentence: Sentence, found: Places) -> bool:
    """Whether the sentence names somebody else in the role that the claim gives this name."""
    top = next((claim.words[at] for at, role in word.heads if role == "mod" and claim.words[at].kind == "name"), word)
    back = set(found.values())
    for head, role in top.heads:
        if head in found and role in CORE:
            theirs = [one for as_ in ("subj", "obj") for one in sentence.fillers.get((found[head], as_), [])]
            same_role = sentence.fillers.get((found[head], role), theirs)
            if any(sentence.words[one].kind == "name" and one not in back for one in same_role):
                return True
    return False


def _introduces(claim: Sentence, word: Word) -> bool:
    """Whether the word is the "said" of a quotation, whose words and speaker are checked separately."""
    return word.lemma in SAID and '"' in claim.text


def _excused(
    claim: Sentence,
    word: Word,
    sentences: Sequence[Sentence],
    found: Sequence[tuple[int, Places]],
    around: Collection[str],
    copy: bool,
) -> bool:
    """Whether a word that no sentence has in its role adds nothing to what the surrounding text says."""
    if any(another_title(claim, word, sentences[number], places) for number, places in found):
        return False
    if word.kind in ("name", "date") and any(key in around for key in word.keys if key[0] != "~"):
        return word.kind == "date" or not _named_otherwise(claim, word, sentences[found[0][0]], found[0][1])
    if word.kind == "name" and _is_bare(claim, sentences, found, word):
        return True
    if (word.kind == "operator" and word.lemma in _WEAKENS) or _introduces(claim, word):
        return True
    known = f"={stem(word.text.lower())}" in around
    if copy:  # what a sentence leaves for its neighbours to supply
        core = any(role in CORE for _, role in word.heads)
        return known and word.kind in ("word", "name") and (core or _describes(claim, word, sentences, found))
    if word.kind == "operator":
        return word.lemma not in (*DENIES, "only", "all", "most")
    if word.kind in ("number", "date"):
        bound = word.value.bound if word.value else None
        same_value = (other for at, _ in found for other in sentences[at].words.values() if word.keys & other.keys)
        bounded = any(other.value and other.value.bound in ("least", "most") for other in same_value)
        return bound in (None, "about") and not bounded and any(f"#{key}" in around for key in word.keys)
    return known


def _describes(claim: Sentence, word: Word, sentences: Sequence[Sentence], found: Sequence[tuple[int, Places]]) -> bool:
    """Whether a word only specifies a thing that the sentence calls "the ...": "the coast path diversion"."""
    number, places = found[0]
    head = word
    while head.at not in places and (up := [at for at, role in head.heads if role == "mod"]):
        head = claim.words[up[0]]
    if head is word or head.at not in places:
        return False
    there = sentences[number].words[places[head.at]]
    return sentences[number].text[: there.start].lower().endswith("the ")


# Words that make a claim say less than the sentence.
_WEAKENS = ("may", "can", "likely", "allegedly", "seemingly", "sometimes")


def _is_weekday(word: Word) -> bool:
    return word.text.lower().endswith("day")


def _other_dates(sentence: Sentence, found: Places) -> list[Word]:
    """The sentence's dates that the claim does not have."""
    return [other for other in sentence.words.values() if other.kind == "date" and other.at not in found.values()]


def _rival(word: Word, sentence: Sentence, found: Places) -> Word | None:
    """The year, month or weekday that the sentence gives where the claim gives another."""
    free = _other_dates(sentence, found) if word.kind == "date" else []
    years = [other for other in free if word.value and other.value and word.value.year and other.value.year]
    months = [other for other in free if not word.value and not other.value and _is_weekday(word) == _is_weekday(other)]
    return next(iter([*years, *months]), None)


def _said_of_subject(claim: Sentence) -> set[int]:
    """The claim's content words outside its subject phrase, that is, all that it says about the subject."""
    about = {
        filler
        for (at, role), fillers in claim.fillers.items()
        if role in ("subj", "obj") and not claim.words[at].heads
        for filler in fillers
        if filler < at
    }
    grown = about
    while grown:
        grown = {
            one.at for one in claim.words.values() if one.at not in about and any(h in grown for h, _ in one.heads)
        }
        about |= grown
    return {word.at for word in claim.content if word.kind in TELLING and word.at not in about} if about else set()


def _unheld(
    claim: Sentence,
    missing: Sequence[Word],
    held: float,
    copy: bool,
    close: bool,
    sentence: Sentence,
    found: Places,
    anywhere: Collection[int],
) -> Iterator[Objection]:
    """The part of the claim found nowhere: a "not", name or number always counts, other words in a copy or if too many.

    A date counts like any other word, since articles leave out their own year, unless the sentence has another date.
    """
    for word in missing:
        heads = [head for head, _ in word.heads if head in found]
        if word.kind == "operator":
            if not copy and word.lemma in DENIES and 0 < denials(claim) <= denials(sentence):  # "refused" also denies
                continue
            denies = word.lemma in DENIES and heads
            excerpt = sentence.part(*(found[at] for at in heads[:1])) if denies else ""
            yield Objection(
                "contradicted" if denies and copy else "not_found", claim.part(word.at, *heads[:1]), excerpt
            )
            return
        if word.kind in ENTITIES:
            if word.kind == "date" and not close and not _other_dates(sentence, found):
                continue
            rival = _rival(word, sentence, found) if held >= NEAR else None
            yield Objection("contradicted" if rival else "not_found", word.text, rival.text if rival else "")
            return
    absent = {word.at for word in missing}
    if (said := _said_of_subject(claim)) and said.isdisjoint(anywhere):
        yield Objection("not_found", claim.part(*said), "")
        return
    for verb, words in clauses(claim):
        telling = [at for at in words if claim.words[at].kind in TELLING]
        if len(telling) > 1 and set(telling) <= absent:  # a whole clause, even if all else is supported
            yield Objection("not_found", claim.part(verb, *telling), "")
            return
    if missing and (copy or held < HELD):
        yield Objection("not_found", claim.part(missing[0].at), "")
