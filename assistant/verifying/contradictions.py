"""Where one sentence differs from another: a number, a date, a name, a "not", a "before" for an "after".

It compares two sentences token by token.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verifying.tokens import ENTITIES, Statement, Token, base, stem
from index.language.alignment import alignment
from index.language.closed_lists import CURRENCIES, SCALES
from index.language.units import UNIT_GROUPS, UNIT_SPELLINGS
from index.language.word_lists import ROLES, word_set

# Words that deny or weaken in other ways: one of them corresponds to a "not" in the other sentence.
_DENYING = re.compile(
    r"(?:fail|refus|den[iy]|reject|lack|unable|prevent|avoid|stop|ban|forbid|forbad|prohibit|refrain|absen|declin|miss"
    r"|impossib|unlike|except|exclud|few|littl|only|least|un\w{4,}|in\w{5,}|dis\w{4,}|im\w{5,}|ir\w{5,}|\w{3,}less$)"
)
_CONTRARY = [
    tuple(pair.split("/"))
    for pair in (
        "before/after more/less more/fewer increase/decrease rise/fall rise/drop grow/shrink gain/lose win/lose "
        "up/down above/below over/under north/south east/west northern/southern eastern/western first/last "
        "high/low higher/lower large/small larger/smaller largest/smallest big/small long/short longer/shorter "
        "early/late earlier/later old/new older/younger oldest/youngest best/worst better/worse many/few "
        "most/least always/never all/none all/some open/close begin/end start/end start/stop allow/ban "
        "allow/forbid permit/forbid accept/reject accept/refuse support/oppose approve/reject agree/disagree "
        "agree/refuse confirm/deny admit/deny include/exclude male/female men/women man/woman boy/girl "
        "son/daughter father/mother brother/sister husband/wife king/queen buy/sell import/export enter/leave "
        "arrive/leave true/false right/wrong left/right public/private strong/weak strengthen/weaken "
        "improve/worsen expand/reduce rich/poor life/death alive/dead born/die peace/war friend/enemy "
        "majority/minority maximum/minimum possible/impossible legal/illegal guilty/innocent success/failure "
        "succeed/fail until/since with/without inside/outside positive/negative hot/cold warm/cool summer/winter "
        "day/night morning/evening attack/defend raise/lower build/destroy create/destroy remember/forget "
        "love/hate appear/disappear same/different upper/lower major/minor nobody/everybody nobody/everyone "
        "none/all nothing/everything no/every never/always known/believed ancient/modern save/spend teach/learn "
        "send/receive give/take lend/borrow hire/fire join/leave push/pull "
        "most/few most/all several/all many/all few/all usually/rarely usually/never often/never often/rarely "
        "sometimes/always mostly/rarely mostly/never generally/never both/neither each/neither every/hardly "
        "entire/half almost/more nearly/more greater/smaller greater/less faster/slower possible/certain "
        "perhaps/certainly "
        "probably/certainly likely/certain likely/unlikely reportedly/certainly suggest/prove claim/prove "
        "try/manage attempt/manage plan/manage intend/manage he/she his/her him/her himself/herself near/far "
        "national/local international/national urban/rural primary/secondary produce/import found/dissolve "
        "create/abolish establish/abolish introduce/abolish appoint/dismiss elect/reject publish/ban "
        "release/withdraw marry/divorce double/halve triple/halve kill/wound rise/decline dissolve/establish "
        "won/lose"
    ).split()
]
_OPPOSITE: dict[str, set[str]] = {}
for _one, _other in _CONTRARY:
    for _here, _there in ((_one, _other), (_other, _one)):
        _OPPOSITE.setdefault(base(_here), set()).add(base(_there))


def contrary(one: str, other: str) -> bool:
    """Whether two words are one of these pairs: "more" and "fewer", "last" and "first"."""
    return base(other) in _OPPOSITE.get(base(one), ()) or other in _OPPOSITE.get(one, ())


_UNITS = [*UNIT_GROUPS, frozenset(CURRENCIES), frozenset({"dozen", *SCALES})]
MEASURES = frozenset[str]().union(*_UNITS)
# Words for what is less than done, and for whether it is so.
_LESS = word_set("fail refuse decline deny doubt dispute rarely seldom scarcely cease unable disprove")
_NO = _LESS | word_set("reject lack prevent avoid stop ban forbid miss hardly barely few little neglect abandon")
# A share in words, and the percentages that it covers.
_SHARES = {
    "half": (45, 55), "third": (28, 38), "quarter": (20, 30), "most": (50, 100), "majority": (50, 100),
    "few": (0, 25), "minority": (0, 50), "all": (99, 100), "none": (0, 1),
}  # fmt: skip
# Consecutive words found nowhere that a copy may not add; one in a clause before or after the whole.
NEW = 2
# Certainty: what may be is not fact, and what was planned was not done.
_UNSURE = word_set("may might could possibly perhaps maybe allegedly reportedly probably likely")
_UNSURE |= {
    stem(word) for word in "planned hopes wants tried attempted proposed alleged rumoured expected unlikely".split()
}
_MODALS = {
    "may": "may", "might": "may", "could": "may", "can": "can", "will": "will", "shall": "will", "would": "would",
    "should": "must", "must": "must",
}  # fmt: skip
_ALIASES = {frozenset(pair.split("/")) for pair in "beijing/china washington/us moscow/russia london/uk".split()}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the claim says and what the other sentence has instead; either may be empty."""

    claimed: str
    told: str


@lru_cache(maxsize=4096)
def steps(told: Statement, claim: Statement) -> Sequence[tuple[str, int, int, int, int]]:
    """How the source becomes the claim: runs of tokens that are equal, replaced, added or removed."""
    return alignment(told.norms, claim.norms)


def shared(told: Statement, claim: Statement) -> float:
    """The share of the claim's content tokens in the source, 0 to 1; names and numbers count twice."""
    held = told.held
    found = sum(weight for norm, weight in claim.weights if norm in held)
    return found / (sum(weight for _, weight in claim.weights) or 1.0)


def additions(told: Statement, claim: Statement, known: Collection[str]) -> Iterator[str]:
    """What a claim near to the source adds to it, in words found nowhere around."""
    whole = all(one.norm in claim.norms for one in told.tokens if one.tells)
    for kind, a0, a1, b0, b1 in steps(told, claim):
        if kind == "equal":
            continue
        new = [one for one in claim.tokens[b0:b1] if one.tells and one.norm not in known]
        more = len(new) - sum(one.tells for one in told.tokens[a0:a1])
        at_edge = whole and kind == "insert" and b1 - b0 > NEW and (b0 == 0 or b1 == len(claim.tokens))
        if more >= NEW or more > 0 and at_edge:
            yield _said(claim, new)


def in_order(told: Statement, claim: Statement) -> float:
    """The share of the claim's tokens that are in the source in the same order, 0 to 1."""
    same = sum(b1 - b0 for kind, _, _, b0, b1 in steps(told, claim) if kind == "equal")
    return same / (len(claim.tokens) or 1)


def contradictions(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """Where the claim differs from the source."""
    yield from _others_in_place(told, claim)
    yield from _negations(told, claim)
    yield from _contraries(told, claim)
    yield from _lessened(told, claim)
    yield from _other_units(told, claim)
    yield from _other_shares(told, claim)
    yield from _surer(told, claim)


def missing(told: Statement, claim: Statement, known: Collection[str]) -> Iterator[str]:
    """The claim's numbers, dates and names that are neither in the source nor around it."""
    held = set(told.norms) | set(known)
    for at, token in enumerate(claim.tokens):
        known_otherwise = _is_one(token) or _alias(token.norm, held)
        if token.kind in ENTITIES and token.norm not in held and not known_otherwise:
            yield claim.words(*_run(claim, at))


def _run(claim: Statement, at: int) -> tuple[int, int]:
    """The whole of a date or name of which one token is missing: "14 December 2023"."""
    start, end = at, at + 1
    while start and _goes_with(claim.tokens[start - 1], claim.tokens[start]):
        start -= 1
    while end < len(claim.tokens) and _goes_with(claim.tokens[end - 1], claim.tokens[end]):
        end += 1
    return start, end


def _goes_with(one: Token, other: Token) -> bool:
    dated = "date" in (one.kind, other.kind) and {one.kind, other.kind} <= {"date", "number"}
    return other.start - one.end <= 2 and (dated or one.kind == other.kind == "name" and other.start - one.end == 1)


def _is_one(token: Token) -> bool:
    return token.norm in ("1", "both", "single", "once", "0") and token.end - token.start > 2


def _alias(norm: str, held: Collection[str]) -> bool:
    """Whether a name is there in another form: "China" and "Chinese", "Washington" for the US."""
    if len(norm) < 4 or not norm.isalpha():
        return False
    return any(
        other[:4] == norm[:4] and min(len(other), len(norm)) <= 6 or frozenset((other.lower(), norm)) in _ALIASES
        for other in held
    )


def _others_in_place(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """Where the claim has a different number, date, name or quoted word from the source, in the same place."""
    yield from _exchanged(told, claim)
    for kind, a0, a1, b0, b1 in steps(told, claim):
        here, there = claim.tokens[b0:b1], told.tokens[a0:a1]
        if kind == "equal":
            continue
        placed = bool(here and there) and _in_one_place(here, there)
        quoted = [one for one in here if one.quoted]
        if quoted and (kind == "insert" or any(one.quoted for one in there)) and _within_marks(told, a0):
            yield Contradiction(_said(claim, quoted), _said(told, [one for one in there if one.quoted]))
        for kinds in (("number", "date"), ("name",)):
            mine = [one for one in here if one.kind in kinds and not _is_one(one) and _added(one, told, claim)]
            theirs = [one for one in there if one.kind in kinds and not _is_one(one)]
            if kinds == ("name",):  # the first word of a sentence is capitalised anyway
                mine = mine or [one for one in here if theirs and _capital(claim, one)]
                theirs = theirs or [one for one in there if mine and _capital(told, one)]
            alike = kinds != ("name",) or _passive(told) == _passive(claim)
            if placed and mine and theirs and _are_others(mine, theirs) and alike:
                yield Contradiction(_said(claim, mine), _said(told, theirs))


def _in_one_place(here: Sequence[Token], there: Sequence[Token]) -> bool:
    """Whether two runs replace each other: compared with a much longer one a clause is left out, except for its end."""
    if max(len(here), len(there)) <= 2 * min(len(here), len(there)) + 2:
        return True
    return any(here[at].kind == there[at].kind and here[at].kind in ENTITIES for at in (0, -1))


def _are_others(mine: list[Token], theirs: list[Token]) -> bool:
    """Whether no name of one side can be one of the other's."""
    held = {one.norm for one in theirs}
    others = [one for one in mine if one.norm not in held and not _alias(one.norm, held)]
    if (
        len(others) < len(mine) and mine[0].kind == "name"
    ):  # "Roe" for "Jane Roe", but not "the South Pole" for the North
        return bool(others) and any(one.norm not in {each.norm for each in mine} for one in theirs)
    return bool(others) and not _initials(mine, theirs)


def _added(token: Token, told: Statement, claim: Statement) -> bool:
    """Whether the claim has it more often than the source, so that it was not moved from elsewhere."""
    return claim.norms.count(token.norm) > told.norms.count(token.norm)


def _capital(statement: Statement, token: Token) -> bool:
    return (
        token.kind == "word"
        and statement.text[token.start].isupper()
        and statement.text[token.start : token.end].lower() not in ROLES
    )


def _within_marks(told: Statement, at: int) -> bool:
    return any(one.quoted for one in told.tokens[max(0, at - 1) : at + 2])


def _exchanged(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """Two names or numbers exchanged, in otherwise identical sentences."""
    one, two = _parted(told), _parted(claim)
    if [part if isinstance(part, str) else part[0].kind for part in one] != [
        part if isinstance(part, str) else part[0].kind for part in two
    ]:
        return
    for theirs, mine in zip(one, two, strict=True):
        if not isinstance(theirs, list) or not isinstance(mine, list):
            continue
        moved = {token.norm for token in mine} <= set(told.norms) and _are_others(mine, theirs)
        if moved and [token.norm for token in theirs] != [token.norm for token in mine]:
            yield Contradiction(_said(claim, mine), _said(told, theirs))
            return


def _parted(statement: Statement) -> list[str | list[Token]]:
    """The tokens, with runs of names and of numbers as one part each."""
    parts: list[str | list[Token]] = []
    for token in statement.tokens:
        last = parts[-1] if parts else None
        if token.kind not in ENTITIES:
            parts.append(token.norm)
        elif isinstance(last, list) and last[-1].kind == token.kind and token.start - last[-1].end <= 1:
            last.append(token)
        else:
            parts.append([token])
    return parts


def _initials(mine: list[Token], theirs: list[Token]) -> bool:
    short, full = sorted((mine, theirs), key=len)
    return len(short) == 1 and len(full) > 1 and short[0].norm.lower() == "".join(one.norm[0] for one in full).lower()


def _said(statement: Statement, tokens: list[Token]) -> str:
    return statement.text[tokens[0].start : tokens[-1].end] if tokens else ""


def _passive(statement: Statement) -> bool:
    return bool(re.search(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?\w+\s+by\b", statement.text))


def _negations(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """A "not" more or less, without a corresponding word such as "failed" on the other side."""
    added, dropped = [], []
    for kind, a0, a1, b0, b1 in steps(told, claim):
        if kind == "equal":
            continue
        here = [at for at in range(b0, b1) if claim.tokens[at].kind == "negation"]
        there = [at for at in range(a0, a1) if told.tokens[at].kind == "negation"]
        added += here[len(there) :]
        dropped += there[len(here) :]
    yield from _denied_otherwise(told, claim)
    moved = min(len(added), len(dropped))  # the same "not" elsewhere in the sentence
    added, dropped = added[moved:], dropped[moved:]
    for at in added[_denials(told, claim) :]:
        yield Contradiction(_around(claim, at), "")
    held = {one.norm for one in claim.tokens if one.tells}
    for at in dropped[_denials(claim, told) :]:
        head = _head(told, at)
        if head and head.norm in held:
            yield Contradiction("", _around(told, at))


def _denied_otherwise(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """What is denied exchanged with what is said instead: "of medicine, not of management"."""
    own, others = _denied(claim), _denied(told)
    for at, head in own.items():
        if (
            head in told.norms
            and head not in others.values()
            and any(other in claim.norms and other not in own.values() for other in others.values())
        ):
            yield Contradiction(_around(claim, at), next(_around(told, place) for place in others))


def _denied(statement: Statement) -> dict[int, str]:
    """The words that a "not" or "instead of" belongs to, by its place."""
    places = [
        at for at, one in enumerate(statement.tokens) if one.kind == "negation" or one.norm in ("instead", "rather")
    ]
    heads = ((at, _head(statement, at)) for at in places)
    return {at: head.norm for at, head in heads if head}


def _head(statement: Statement, at: int) -> Token | None:
    """The word that a "not" or a "may" belongs to."""
    head = next((one for one in statement.tokens[at + 1 : at + 5] if one.tells), None)
    between = statement.text[statement.tokens[at].end : head.start] if head else ""
    return None if re.search(r"[,;.:()]", between) else head


def _denials(one: Statement, other: Statement) -> int:
    """How many words of one that the other lacks deny something."""
    lacking = set(other.norms)
    return sum(
        token.kind == "word" and token.norm not in lacking and _DENYING.match(token.norm) is not None
        for token in one.tokens
    )


def _around(statement: Statement, at: int) -> str:
    """A negation with the next content word."""
    end = next(
        (to + 1 for to in range(at + 1, min(at + 4, len(statement.tokens))) if statement.tokens[to].tells), at + 1
    )
    return statement.words(at, end)


def _contraries(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """A word replaced by its opposite."""
    for kind, a0, a1, b0, b1 in steps(told, claim):
        for one in claim.tokens[b0:b1] if kind == "replace" else ():
            against = _OPPOSITE.get(_base(claim, one), set())
            near = [
                other for other in told.tokens[a0:a1] if _base(told, other) in against and _added(other, claim, told)
            ]
            if near and _added(one, told, claim):
                yield Contradiction(_said(claim, [one]), _said(told, near[:1]))


def _lessened(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """A "failed to" or "denied that" with nothing corresponding in the source."""
    if any((one.kind == "negation" or _base(told, one) in _NO) and _added(one, claim, told) for one in told.tokens):
        return
    for at, one in enumerate(claim.tokens):
        if _base(claim, one) in _LESS and not one.quoted and _added(one, told, claim):
            yield Contradiction(_around(claim, at), "")


def _other_units(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """Months instead of years, or miles instead of kilometres."""
    for kind, a0, a1, b0, b1 in steps(told, claim):
        for one in claim.tokens[b0:b1] if kind == "replace" else ():
            for other in told.tokens[a0:a1]:
                if other_unit(_base(claim, one), _base(told, other)):
                    yield Contradiction(_said(claim, [one]), _said(told, [other]))


def other_unit(one: str, other: str) -> bool:
    """Whether two words are units of one measure but of different size: "miles" and "kilometres"."""
    able = any(one in group and other in group for group in _UNITS)
    return able and UNIT_SPELLINGS.get(one, one) != UNIT_SPELLINGS.get(other, other)


def _other_shares(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """A "half" for 20 %."""
    for kind, a0, a1, b0, b1 in steps(told, claim):
        if kind != "replace" or "%" not in told.norms[a0 : a1 + 1]:
            continue
        told_share = next((one for one in told.tokens[a0:a1] if one.kind == "number" and _is_number(one.norm)), None)
        worded = next((one for one in claim.tokens[b0:b1] if _base(claim, one) in _SHARES), None)
        if told_share and worded:
            least, most = _SHARES[_base(claim, worded)]
            times = 2 if re.search(r"\btwo[- ]$", claim.text[: worded.start]) else 1
            if not times * least <= float(told_share.norm) <= min(100, times * most):
                yield Contradiction(_said(claim, [worded]), f"{told_share.norm} %")


def _is_number(norm: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", norm) is not None


def _base(statement: Statement, token: Token) -> str:
    return base(statement.text[token.start : token.end])


def _surer(told: Statement, claim: Statement) -> Iterator[Contradiction]:
    """What the source says with a "may" and the claim without one, or with "will" or "must"."""
    if any(one.norm in _UNSURE for one in claim.tokens):
        return
    held = {one.norm for one in claim.tokens if one.tells}
    for kind, a0, a1, b0, b1 in steps(told, claim):
        if kind == "equal":
            continue
        modal = next((_MODALS[one.norm] for one in claim.tokens[b0:b1] if one.norm in _MODALS), None)
        for at in range(a0, a1):
            token = told.tokens[at]
            told_modal = _MODALS.get(token.norm)
            if modal in ("will", "must") and told_modal and told_modal not in (modal, "would"):
                yield Contradiction(claim.words(b0, b1), told.words(a0, a1))
                return
            if told_modal == "may" and token.norm != "could" or token.norm in _UNSURE and token.kind == "word":
                head = _head(told, at)
                if head and head.norm in held:
                    yield Contradiction("", _around(told, at))
                    return
