"""Where a sentence contradicts a claim about the same things, however differently the rest is worded.

Each rule requires part of the claim's structure in the sentence: a verb with its subject, two numbers, a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verifying.objections import Objection, Places, Weight
from assistant.verifying.parsed import BROAD, SAYING, Sentence, Word
from index.language.opposites import opposite
from index.language.units import other_unit

CORE = ("subj", "obj", "is")
DENIES = frozenset("not never hardly without".split())
_HEDGES = frozenset("may likely allegedly seemingly".split())
_UNSURE = _HEDGES | {"can", "should", "will"}
# A word of the claim that denies by itself: "refused", "unable", "failed".
_DENIES_ALONE = re.compile(
    r"(?:fail|refus|den[iy]|reject|lack|prevent|avoid|stop|ban|forbid|prohibit|declin|miss|except|exclud|few|little|only"
    r"|un\w{4,}|in\w{5,}|dis\w{4,}|im\w{5,}|ir\w{5,}|\w{3,}less$|no\w*|hard|rare|false|doubt|against|reluct)"
)
_DEICTIC = frozenset("last this next previous coming".split())
_CONTRARY = [
    frozenset(pair.split("/")) for pair in "for/against before/after to/from above/below until/since over/under".split()
]
_INFLECTED = frozenset(("VBD", "VBZ", "VBP", "VBN", "VBG"))
_CONDITIONAL = frozenset("if unless provided assuming whether should would could may might when case long".split())


def said_otherwise(
    claim: Sentence, sentence: Sentence, found: Places, *, copy: bool, close: bool
) -> Iterator[tuple[int, Objection]]:
    """What contradicts the claim in a sentence; `found` gives the places of the claim's words."""
    back = {place: at for at, place in found.items()}
    for at, place in found.items():
        word, other = claim.words[at], sentence.words[place]
        if word.kind in ("pronoun", "operator"):
            continue
        yield from _opposed(claim, sentence, found, back, word, other)
        yield from _denied(claim, sentence, found, word, other)
        yield from _stronger(claim, sentence, word, other)
        yield from _hedged(claim, sentence, found, word, other)
        yield from _exchanged(claim, sentence, found, back, word, other)
        if close:
            yield from _other_subject(claim, sentence, found, back, word, other, copy)
        yield from _other_measure(claim, sentence, found, back, word, other)
    yield from _opposites(claim, sentence, found, back)
    yield from _other_verbs(claim, sentence, found, back)
    yield from _denied_otherwise(claim, sentence, found, back)
    yield from _conditions(claim, sentence, found, copy)


def _held(claim: Sentence, sentence: Sentence, found: Places, word: Word, other: Word) -> int:
    """How many of the words related to a verb in the claim are also related to it in the sentence."""
    theirs = set(sentence.under(other.at))
    telling = [one for one in claim.under(word.at) if claim.words[one].kind not in ("operator", "pronoun")]
    held = sum(found.get(one) in theirs for one in telling)
    # Pronouns are not resolved here; one may mean the person whom the claim names.
    meant = any(sentence.words[one].kind == "pronoun" for one in sentence.fillers.get((other.at, "subj"), []))
    return held + (meant and bool(claim.fillers.get((word.at, "subj"))))


def _opposed(
    claim: Sentence, sentence: Sentence, found: Places, back: Places, word: Word, other: Word
) -> Iterator[tuple[int, Objection]]:
    """Where the claim says the opposite: "more" for "fewer", "next week" for "this week", "for it" for "against it"."""
    for role, fillers in claim.slots.get(word.at, ()):
        theirs = sentence.fillers.get((other.at, role), [])
        for one in fillers:
            mine = claim.words[one]
            if found.get(one) in theirs:
                continue
            for place in theirs:
                rival = sentence.words[place]
                turned = not {mine.lemma, rival.lemma} <= CONVERSE and _opposes(mine, rival)
                if back.get(place) not in fillers and turned:
                    yield one, Objection("contradicted", claim.part(one, word.at), sentence.part(place, other.at), True)
                    return
            for contrary_role in (next(iter(pair - {role})) for pair in _CONTRARY if role in pair):
                against = sentence.fillers.get((other.at, contrary_role), [])
                same_thing = [
                    place for place in against if found.get(one) == place or sentence.words[place].kind == "pronoun"
                ]
                if same_thing and not theirs and found.get(one) in (None, *same_thing):
                    here = f"{other.text} {contrary_role} {sentence.words[same_thing[0]].text}"
                    yield one, Objection("contradicted", f"{word.text} {role} {mine.text}", here, True)
                    return


def _opposites(claim: Sentence, sentence: Sentence, found: Places, back: Places) -> Iterator[tuple[int, Objection]]:
    """A claim word missing from the sentence, in which its opposite is related to the same words."""
    for mine in claim.words.values():
        if mine.at in found or mine.kind != "word":
            continue
        for rival in sentence.words.values():
            if rival.at not in back and _opposes(mine, rival) and _share(claim, sentence, found, mine, rival):
                yield mine.at, Objection("contradicted", mine.text, rival.text, True)
                return


CONVERSE = frozenset("buy sell give take receive send lend borrow import export teach learn win lose".split())


def _share(claim: Sentence, sentence: Sentence, found: Places, mine: Word, rival: Word) -> bool:
    """Whether two words are related to corresponding words in the same way."""
    if any((found.get(head), role) in rival.heads for head, role in mine.heads):
        return True
    # What one buys, another sells: such verbs are opposites only if they have the same subject.
    roles = ("subj",) if {mine.lemma, rival.lemma} <= CONVERSE else None
    return any(
        found.get(one) in sentence.fillers.get((rival.at, role), ())
        for role, fillers in claim.slots.get(mine.at, ())
        if roles is None or role in roles
        for one in fillers
    )


def _opposes(mine: Word, theirs: Word) -> bool:
    if {mine.lemma, theirs.lemma} <= _DEICTIC:
        return mine.lemma != theirs.lemma
    if not mine.kind == theirs.kind == "word":
        return False
    one, other = sorted((mine.text.lower(), theirs.text.lower()), key=len)
    negated = len(one) > 3 and other in (f"{prefix}{one}" for prefix in _NEGATING)
    return negated or opposite(mine.lemma, theirs.lemma) or opposite(mine.text.lower(), theirs.text.lower())


_NEGATING = ("un", "in", "im", "il", "ir", "dis", "non", "non-")


def denials(sentence: Sentence) -> int:
    """How many words of the sentence deny something, by themselves or together with another word."""
    return sum(
        word.lemma in DENIES if word.kind == "operator" else word.kind == "word" and bool(_NO.match(word.lemma))
        for word in sentence.words.values()
    )


_NO = re.compile(
    r"(?:fail|refus|den(?:y|ie)|reject|lack|prevent|avoid|stop|ban$|forbid|prohibit|declin|miss$|exclud|unable|cease"
    r"|abandon|drop|withdr|cancel|impossib|unlikely|doubt|neglect|delay|postpone|\w{3,}less$)"
)


def _operators(sentence: Sentence, at: int) -> set[str]:
    """The operators of a word, such as "not", "may" and "will"."""
    return {sentence.words[one].lemma for one in sentence.under(at) if sentence.words[one].kind == "operator"}


def _every(sentence: Sentence) -> set[str]:
    return {word.lemma for word in sentence.words.values() if word.kind == "operator"}


def _denied(
    claim: Sentence, sentence: Sentence, found: Places, word: Word, other: Word
) -> Iterator[tuple[int, Objection]]:
    """A "not" in the sentence that is missing from the claim, which otherwise says the same."""
    denying = _operators(sentence, other.at) & DENIES
    if any(how == "other" for how, _ in claim.over.get(word.at, ())):  # "hopes that he comes", if he did not come
        return
    mine = [one for one in claim.words.values() if one.kind == "operator" and one.lemma in DENIES | {"few"}]
    if not denying or any(one.at not in found or _goes_with(sentence, found[one.at], other.at) for one in mine):
        return
    if any(at not in found and _DENIES_ALONE.match(one.lemma) for at, one in claim.words.items()):
        return
    heads = [head for head, _ in word.heads if head in found]
    if _held(claim, sentence, found, word, other) or (not word.is_verb and heads) or _says_there_is(claim, word):
        places = [one for one in sentence.under(other.at) if sentence.words[one].lemma in denying]
        yield word.at, Objection("contradicted", claim.part(word.at), sentence.part(*places, other.at), True)


def _denied_otherwise(
    claim: Sentence, sentence: Sentence, found: Places, back: Places
) -> Iterator[tuple[int, Objection]]:
    """A claim verb missing from the sentence, which denies a verb about the same thing; the claim denies nothing."""
    if denials(claim):
        return
    for word in claim.words.values():
        if word.at in found or word.kind != "word" or not word.is_verb:
            continue
        things = {
            found[one] for role in ("subj", "obj") for one in claim.fillers.get((word.at, role), ()) if one in found
        }
        for rival in sentence.words.values():
            if rival.at in back or rival.kind != "word" or not rival.is_verb:
                continue
            done = {one for role in ("subj", "obj") for one in sentence.fillers.get((rival.at, role), ())}
            denying = _places_of(sentence, rival.at, DENIES)
            if denying and things & done and done <= back.keys() and not set(denying) & back.keys():
                yield word.at, Objection("not_found", claim.part(word.at), sentence.part(*denying, rival.at), True)
                return


def _stronger(claim: Sentence, sentence: Sentence, word: Word, other: Word) -> Iterator[tuple[int, Objection]]:
    """What "must" be done in the claim but only "can" or "may" be done in the sentence."""
    mine, theirs = _operators(claim, word.at), _operators(sentence, other.at)
    if word.is_verb and "should" in mine and theirs & {"can", "may"} and "should" not in theirs:
        asked = _places_of(claim, word.at, frozenset(("should",)))
        able = _places_of(sentence, other.at, frozenset(("can", "may")))
        yield word.at, Objection("not_found", claim.part(*asked, word.at), sentence.part(*able, other.at), True)


def _places_of(sentence: Sentence, at: int, operators: frozenset[str]) -> list[int]:
    """The places of a word's operators that are among `operators`."""
    words = (sentence.words[one] for one in sentence.under(at))
    return [one.at for one in words if one.kind == "operator" and one.lemma in operators]


def _goes_with(sentence: Sentence, operator: int, at: int) -> bool:
    return any(head == at for head, _ in sentence.words[operator].heads)


def _says_there_is(claim: Sentence, word: Word) -> bool:
    """Whether the claim says that such a thing exists: "there was"."""
    before = claim.text[max(0, word.start - 30) : word.start].lower()
    return not word.is_verb and bool(re.search(r"\bthere (?:is|are|was|were)\b", before))


def _hedged(
    claim: Sentence, sentence: Sentence, found: Places, word: Word, other: Word
) -> Iterator[tuple[int, Objection]]:
    """What the sentence calls possible, planned, ordered or future, and the claim states as fact."""
    if not _asserted(claim, word) or not _held(claim, sentence, found, word, other):
        return
    guards = _operators(sentence, other.at)
    future = "will" in guards and word.tag in ("VBD", "VBN") and other.is_verb and "will" not in _every(claim)
    predicated = word.is_verb or (word.at, "subj") in claim.fillers
    if (guards & _HEDGES and predicated) or future:
        shown = guards & (_HEDGES | {"will"})
        places = [one for one in sentence.under(other.at) if sentence.words[one].lemma in shown]
        yield word.at, Objection("not_found", claim.part(word.at), sentence.part(*places, other.at), True)
        return
    for how, place in sentence.over.get(other.at, []):
        if how == "other" and place not in found.values() and word.is_verb and other.is_verb:
            yield word.at, Objection("not_found", claim.part(word.at), sentence.part(place, other.at), True)
            return


def _other_measure(
    claim: Sentence, sentence: Sentence, found: Places, back: Places, word: Word, other: Word
) -> Iterator[tuple[int, Objection]]:
    """A number that the sentence gives in another unit, such as metres for kilometres."""
    if word.kind != "number":
        return
    for mine in (claim.words[at] for at, _ in word.heads if at not in found):
        for theirs in (sentence.words[at] for at, _ in other.heads if at not in back):
            if other_unit(mine.lemma, theirs.lemma):
                excerpt = sentence.part(other.at, theirs.at)
                yield word.at, Objection("contradicted", claim.part(word.at, mine.at), excerpt, True)


# Words for what may not be real, or has not happened yet.
_NOT_YET = frozenset(
    "allege alleged attempt attempted claim expect expected fake false hypothetical intend intended plan planned "
    "possible potential propose proposed prospective schedule scheduled supposed suspect suspected threaten "
    "threatened".split()
)


def _asserted(claim: Sentence, word: Word) -> bool:
    """Whether the claim states the word as a fact, not as a possibility or as what somebody wants."""
    finite = word.tag in _INFLECTED or (word.tag == "VB" and "will" in _operators(claim, word.at))
    if word.is_verb and (not finite or not claim.fillers.keys() & {(word.at, "subj"), (word.at, "obj")}):
        return False
    if re.search(r"\bto (?:be |have )?$", claim.text[max(0, word.start - 10) : word.start]):
        return False
    if any(how == "other" for how, _ in claim.over.get(word.at, [])) or _operators(claim, word.at) & _UNSURE - {"will"}:
        return False
    return not _every(claim) & _HEDGES


def _exchanged(
    claim: Sentence, sentence: Sentence, found: Places, back: Places, word: Word, other: Word
) -> Iterator[tuple[int, Objection]]:
    """Two names or two numbers of the sentence that the claim exchanges."""
    if word.kind not in ("name", "number"):
        return
    # The word's place in the claim: first the words that it depends on, then those that depend on it.
    for head, role in word.heads:
        if head not in found or role in ("mod", "same", "comp", "clause"):
            continue
        slot = sentence.fillers.get((found[head], role), [])
        if other.at in slot or any(found[head] == one for one, _ in other.heads):
            continue
        for place in slot:
            rival = sentence.words[place]
            if rival.kind != word.kind or place not in back or back[place] == word.at:
                continue
            if word.kind == "number" or _takes_its_place(found, claim.words[back[place]], other):
                yield (
                    word.at,
                    Objection("contradicted", claim.part(word.at, head), sentence.part(place, found[head]), True),
                )
                return
    for head, role in other.heads:
        # In the sentence this word fills the slot of another name in the claim, and its own slot holds something else.
        taken = claim.fillers.get((back.get(head, -1), role), ())
        names = [one for one in taken if claim.words[one].kind == word.kind == "name" and one not in found]
        own = {at for above, as_ in word.heads for at in sentence.fillers.get((found.get(above, -1), as_), ())}
        displaced = any(sentence.words[at].kind in ("name", "pronoun") for at in own - {other.at})
        if role not in ("mod", "same", "comp", "clause") and names and displaced and word.at not in taken:
            yield (
                word.at,
                Objection("contradicted", claim.part(names[0], back[head]), sentence.part(other.at, head), True),
            )
            return
    for role, fillers in claim.slots.get(word.at, ()):
        if role not in CORE:
            continue
        for one in fillers:
            if one not in found or any(there == other.at for there, _ in sentence.words[found[one]].heads):
                continue
            for there, as_ in sentence.words[found[one]].heads:
                rival = sentence.words[there]
                if as_ == role and rival.kind == word.kind and there in back:
                    yield (
                        word.at,
                        Objection("contradicted", claim.part(one, word.at), sentence.part(found[one], there), True),
                    )
                    return


def _takes_its_place(found: Places, rival: Word, other: Word) -> bool:
    """Whether `rival` fills the slot in the claim that `other` fills in the sentence."""
    return any((found.get(head), role) in other.heads for head, role in rival.heads)


def _other_subject(
    claim: Sentence, sentence: Sentence, found: Places, back: Places, word: Word, other: Word, copy: bool
) -> Iterator[tuple[int, Objection]]:
    """What the sentence says about somebody else: the same verb and object, with another subject."""
    role = "subj" if (word.at, "subj") in claim.fillers or (other.at, "subj") in sentence.fillers else "obj"
    mine = [one for one in claim.fillers.get((word.at, role), []) if claim.words[one].kind in ("name", "word")]
    theirs = sentence.fillers.get((other.at, role), [])
    if not mine or not theirs or any(one in found for one in mine):
        return
    if any(place in back or sentence.words[place].kind not in ("name", "word") for place in theirs):
        return
    if all(claim.words[one].kind == "name" for one in mine) and all(sentence.words[at].kind == "word" for at in theirs):
        return  # "the company" may be the one that the claim names
    definite = all(
        re.search(r"\b(?:the|this|that|its|their)\b", claim.text[max(0, claim.words[one].start - 20) :][:20], re.I)
        for one in mine
    )
    if not copy and definite and all(sentence.words[at].kind == "name" for at in theirs):
        return  # "the series" may be what the sentence names
    if _held(claim, sentence, found, word, other):
        yield word.at, Objection("not_found", claim.part(mine[0], word.at), sentence.part(theirs[0], other.at), True)


def _other_verbs(claim: Sentence, sentence: Sentence, found: Places, back: Places) -> Iterator[tuple[int, Objection]]:
    """A claim verb missing from the sentence, which has another with the same subject and object, or plans it."""
    for word in claim.words.values():
        if word.at in found or word.kind != "word" or not word.is_verb or word.lemma in SAYING:
            continue
        subjects = {found[one] for one in claim.fillers.get((word.at, "subj"), []) if one in found}
        things = {found[one] for one in claim.fillers.get((word.at, "obj"), []) if one in found}
        for rival in sentence.words.values():
            if rival.at in back or rival.kind != "word" or not rival.is_verb:
                continue
            does = subjects & set(sentence.fillers.get((rival.at, "subj"), []))
            done = things & set(sentence.fillers.get((rival.at, "obj"), []))
            planned = done and rival.lemma in _NOT_YET and _asserted(claim, word)
            if planned or (does and done and rival.lemma not in BROAD):
                weight: Weight = "contradicted" if opposite(word.lemma, rival.lemma) else "not_found"
                yield word.at, Objection(weight, claim.part(word.at), sentence.part(rival.at), True)
                return


def _conditions(claim: Sentence, sentence: Sentence, found: Places, copy: bool) -> Iterator[tuple[int, Objection]]:
    """A condition that the sentence sets for something that the claim says without it."""
    if copy and len(claim.conditions) >= len(sentence.conditions) or not copy and set(claim.tokens) & _CONDITIONAL:
        return
    for governor, clause in sentence.conditions:
        governed = {governor} | {
            place for place, over in sentence.over.items() if any(at == governor for _, at in over)
        }
        content = [at for at in clause if sentence.words[at].kind not in ("operator", "pronoun", "light")]
        taken = sum(at in found.values() for at in content)
        held = [at for at, place in found.items() if place in governed and claim.words[at].kind != "operator"]
        if (held or copy) and content and 2 * taken < len(content):
            yield held[0] if held else -1, Objection("not_found", claim.part(*held[:1]), sentence.part(*clause), True)
            return
