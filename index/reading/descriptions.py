"""What a sentence says somebody or something is: "a friend who met Roe in Tokyo", "Labour MP", "who studies bursts".

It reads the words that the parse attaches to a name: before it, in apposition, in a relative clause, after "is".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from index.reading.trees import Tree

if TYPE_CHECKING:
    from index.reading.parsing import Token

LONGEST = 200  # characters of a description
_BEHIND = ("appos", "relcl", "acl")
_COPULAS = ("be", "become", "remain")
_APART = ("cc", "conj", "punct")
_ARTICLE = re.compile(r"^\W*(?:(?:the|an?|his|her|its|their)\b)?", re.I)


def descriptions(head: Token, tree: Tree, start: int, end: int, text: str) -> Iterator[str]:
    """The words that describe whom or what a name means; the name is `text[start:end]`, `head` its head in the parse.

    Words around a noun that the name owns or modifies do not describe the name.
    """
    yield _spanned(_before(head, tree, start), tree, text)
    for child in head.children:
        if child.i > head.i and child.dep_ in _BEHIND and tree.span(child)[0] >= end:
            yield _spanned(_whole(child), tree, text)
    if head.dep_ == "appos" and head.head.pos_ in ("NOUN", "PROPN"):
        yield _spanned((one for one in _whole(head.head) if tree.span(one)[0] < start), tree, text)
    if head.dep_ == "nsubj" and head.head.lemma_ in _COPULAS:
        for child in head.head.children:
            if child.dep_ == "attr":
                yield _spanned(_whole(child), tree, text)


def _before(head: Token, tree: Tree, start: int) -> Iterator[Token]:
    return (one for child in head.lefts for one in child.subtree if tree.span(one)[0] < start)


def _whole(noun: Token) -> Iterator[Token]:
    """The noun with its subtree, without its conjuncts."""
    yield noun
    for child in noun.children:
        if child.dep_ not in _APART:
            yield from child.subtree


def _spanned(tokens: Iterable[Token], tree: Tree, text: str) -> str:
    spans = [tree.span(token) for token in tokens if tree.quotation(token) is None]
    if not spans:
        return ""
    words = text[min(start for start, _ in spans) : max(end for _, end in spans)]
    words = _ARTICLE.sub("", words[:LONGEST]).strip(" ,")
    return words if any(map(str.isalpha, words)) else ""
