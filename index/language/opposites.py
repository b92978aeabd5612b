"""English opposites, synonyms and hypernyms; the tables are WordNet's, plus some opposites that it lacks."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from index.language.tokens import dictionary_form
from index.on_first_use import once

TABLE = Path(__file__).with_name("wordnet.tsv.gz")
# Opposites in news that WordNet does not have.
_LACKED = (
    "before/after rise/drop rise/decline increase/fall raise/cut grow/shrink gain/lose lose/beat over/under "
    "start/end begin/stop allow/ban allow/forbid permit/ban support/oppose back/oppose back/reject approve/oppose "
    "approve/reject approve/block adopt/reject adopt/scrap agree/refuse confirm/deny guilty/deny enter/leave "
    "join/leave stay/leave stay/resign stay/quit remain/resign improve/worsen expand/reduce extend/shorten "
    "accelerate/slow advance/delay speed/delay postpone/advance life/death born/die survive/die friend/enemy "
    "until/since with/without summer/winter morning/evening build/destroy build/demolish build/scrap "
    "create/destroy create/abolish introduce/abolish establish/dissolve lift/impose launch/shut launch/close "
    "launch/scrap keep/scrap keep/drop publish/withdraw release/withdraw deploy/withdraw sign/veto "
    "uphold/overturn upper/low ancient/modern save/spend teach/learn send/receive appoint/dismiss elect/defeat "
    "marry/divorce double/halve triple/halve kill/wound praise/criticise welcome/criticise welcome/condemn "
    "arrest/release jail/free charge/clear blame/clear find/clear know/believe suggest/prove claim/prove "
    "try/manage attempt/manage plan/manage intend/manage nobody/everybody nobody/everyone nothing/everything "
    "no/every always/never sometimes/always often/never often/rarely usually/never usually/rarely mostly/never "
    "mostly/rarely generally/never most/few most/all several/all many/all few/all both/neither each/neither "
    "every/hardly entire/half almost/more nearly/more great/small great/less possible/certain likely/certain "
    "perhaps/certainly probably/certainly reportedly/certainly he/she his/her"
).split()


@once
def _tables() -> tuple[dict[str, frozenset[str]], dict[tuple[str, str], frozenset[str]]]:
    """The opposites of each word, and its synonyms by part of speech."""
    against: dict[str, frozenset[str]] = {}
    alike: dict[tuple[str, str], frozenset[str]] = {}
    with gzip.open(TABLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            kind, word, others = line.rstrip("\n").split("\t")
            if kind == "!":
                against[word] = frozenset(others.split())
            else:
                alike[kind, word] = frozenset(others.split())
    for one, _, other in (pair.partition("/") for pair in _LACKED):
        against[one] = against.get(one, frozenset()) | {other}
        against[other] = against.get(other, frozenset()) | {one}
    return against, alike


def opposites(word: str) -> frozenset[str]:
    """The opposites of a dictionary form."""
    return _tables()[0].get(word, frozenset())


@lru_cache(maxsize=8192)
def opposite(one: str, other: str) -> bool:
    """Whether two words are opposites, as written or in dictionary form: "more" and "fewer", "rose" and "fell"."""
    return other in opposites(one) or dictionary_form(other) in opposites(dictionary_form(one))


def synonyms(word: str, part: str) -> frozenset[str]:
    """Synonyms in the most usual sense of both words; `part` is V, N, J or R."""
    return _tables()[1].get((part, word), frozenset())


def same_meaning(word: str) -> frozenset[str]:
    """Synonyms in the most usual sense of both words, for any part of speech."""
    return frozenset().union(*(synonyms(word, part) for part in "VNJR"))


def wider(word: str, part: str) -> frozenset[str]:
    """Synonyms and hypernyms of a word in any of its usual senses; `part` is V, N, J or R."""
    return _tables()[1].get((part.lower(), word), frozenset())
