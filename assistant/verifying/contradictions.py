"""Where two unparsed sentences differ: in a number, a date, a name or a "not".

It compares them token by token.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verifying.tokens import ENTITIES, Statement, Token
from index.language.alignment import alignment

# How many new words in a row make an addition to a copy; one is enough in a clause put before or after the whole.
NEW = 2


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the claim says and what the other sentence has instead; either may be empty."""

    claimed: str
    stated: str


@lru_cache(maxsize=4096)
def steps(source: Statement, claim: Statement) -> Sequence[tuple[str, int, int, int, int]]:
    """How the source becomes the claim: runs of tokens that are equal, replaced, added or removed."""
    return alignment(source.norms, claim.norms)


def shared(source: Statement, claim: Statement, known: Collection[str] = ()) -> float:
    """The share of the claim's content tokens in the source or `known`, 0 to 1; names and numbers count twice."""
    held = source.held
    found = sum(weight for norm, weight in claim.weights if norm in held or norm in known)
    return found / (sum(weight for _, weight in claim.weights) or 1.0)


def additions(source: Statement, claim: Statement, known: Collection[str]) -> Iterator[str]:
    """Words that a claim close to the source adds and that are not in `known`, the words around the source."""
    whole = all(one.norm in claim.norms for one in source.tokens if one.is_content)
    for kind, a0, a1, b0, b1 in steps(source, claim):
        if kind == "equal":
            continue
        new = [one for one in claim.tokens[b0:b1] if one.is_content and one.norm not in known]
        more = len(new) - sum(one.is_content for one in source.tokens[a0:a1])
        at_edge = whole and kind == "insert" and b1 - b0 > NEW and (b0 == 0 or b1 == len(claim.tokens))
        if more >= NEW or more > 0 and at_edge:
            yield _said(claim, new)


def in_order(source: Statement, claim: Statement) -> float:
    """The share of the claim's tokens that are in the source in the same order, 0 to 1."""
    same = sum(b1 - b0 for kind, _, _, b0, b1 in steps(source, claim) if kind == "equal")
    return same / (len(claim.tokens) or 1)


def contradictions(source: Statement, claim: Statement) -> Iterator[Contradiction]:
    """Where the claim differs from the source."""
    yield from _exchanged(source, claim)
    yield from _others_in_place(source, claim)
    yield from _negations(source, claim)


def missing(claim: Statement, known: Collection[str]) -> Iterator[str]:
    """The claim's numbers, dates and names that are not in `known`."""
    for at, token in enumerate(claim.tokens):
        if token.kind in ENTITIES and token.norm not in known:
            yield claim.words(*_run(claim, at))


def _run(claim: Statement, at: int) -> tuple[int, int]:
    """The span of the whole date or name of which one token is missing: "14 December 2023"."""
    start, end = at, at + 1
    while start and _goes_with(claim.tokens[start - 1], claim.tokens[start]):
        start -= 1
    while end < len(claim.tokens) and _goes_with(claim.tokens[end - 1], claim.tokens[end]):
        end += 1
    return start, end


def _goes_with(one: Token, other: Token) -> bool:
    dated = "date" in (one.kind, other.kind) and {one.kind, other.kind} <= {"date", "number"}
    return other.start - one.end <= 2 and (dated or one.kind == other.kind == "name" and other.start - one.end == 1)


def _others_in_place(source: Statement, claim: Statement) -> Iterator[Contradiction]:
    """Where the claim has a different number, date, name or quoted word from the source, in the same place."""
    for kind, a0, a1, b0, b1 in steps(source, claim):
        here, there = claim.tokens[b0:b1], source.tokens[a0:a1]
        if kind == "equal":
            continue
        quoted = [one for one in here if one.quoted]
        if quoted and (kind == "insert" or any(one.quoted for one in there)) and _within_marks(source, a0):
            yield Contradiction(_said(claim, quoted), _said(source, [one for one in there if one.quoted]))
        for kinds in (("number", "date"), ("name",)):
            mine = [one for one in here if one.kind in kinds and _added(one, source, claim)]
            theirs = [one for one in there if one.kind in kinds]
            if mine and theirs and _in_one_place(here, there) and _are_others(mine, theirs):
                yield Contradiction(_said(claim, mine), _said(source, theirs))


def _in_one_place(here: Sequence[Token], there: Sequence[Token]) -> bool:
    """Whether two runs replace each other: a much longer one only if both begin or end with the same kind of entity."""
    if max(len(here), len(there)) <= 2 * min(len(here), len(there)) + 2:
        return True
    return any(here[at].kind == there[at].kind and here[at].kind in ENTITIES for at in (0, -1))


def _are_others(mine: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Whether the claim has a number or name that the source lacks; if names overlap, also the other way round."""
    held, own = {one.norm for one in theirs}, {one.norm for one in mine}
    return bool(own - held) and (own.isdisjoint(held) or mine[0].kind != "name" or bool(held - own))


def _added(token: Token, source: Statement, claim: Statement) -> bool:
    """Whether the claim has the token more often than the source, so that it was not just moved."""
    return claim.norms.count(token.norm) > source.norms.count(token.norm)


def _within_marks(source: Statement, at: int) -> bool:
    return any(one.quoted for one in source.tokens[max(0, at - 1) : at + 2])


def _exchanged(source: Statement, claim: Statement) -> Iterator[Contradiction]:
    """Two names or numbers exchanged, in otherwise identical sentences."""
    one, two = _parted(source), _parted(claim)
    if [part if isinstance(part, str) else part[0].kind for part in one] != [
        part if isinstance(part, str) else part[0].kind for part in two
    ]:
        return
    for theirs, mine in zip(one, two, strict=True):
        if not isinstance(theirs, list) or not isinstance(mine, list):
            continue
        moved = {token.norm for token in mine} <= set(source.norms) and _are_others(mine, theirs)
        if moved and [token.norm for token in theirs] != [token.norm for token in mine]:
            yield Contradiction(_said(claim, mine), _said(source, theirs))
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


def _said(statement: Statement, tokens: Sequence[Token]) -> str:
    return statement.text[tokens[0].start : tokens[-1].end] if tokens else ""


def _negations(source: Statement, claim: Statement) -> Iterator[Contradiction]:
    """A "not" added or dropped."""
    added, dropped = list[int](), list[int]()
    for kind, a0, a1, b0, b1 in steps(source, claim):
        if kind != "equal":
            here = [at for at in range(b0, b1) if claim.tokens[at].kind == "negation"]
            there = [at for at in range(a0, a1) if source.tokens[at].kind == "negation"]
            added += here[len(there) :]
            dropped += there[len(here) :]
    moved = min(len(added), len(dropped))  # the same "not" elsewhere in the sentence
    for at in added[moved:]:
        yield Contradiction(_around(claim, at), "")
    held = {one.norm for one in claim.tokens if one.is_content}
    for at in dropped[moved:]:
        head = next((one for one in source.tokens[at + 1 : at + 5] if one.is_content), None)
        if head and head.norm in held:
            yield Contradiction("", _around(source, at))


def _around(statement: Statement, at: int) -> str:
    """A negation with the next content word."""
    end = next(
        (to + 1 for to in range(at + 1, min(at + 4, len(statement.tokens))) if statement.tokens[to].is_content), at + 1
    )
    return statement.words(at, end)
