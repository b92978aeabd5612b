"""The same parse in half the time: matches of spaCy's token rules are cached, and torch multiplies its matrices.

Imported when the pipeline is loaded, since spacy takes seconds.
"""

from __future__ import annotations

from typing import Any

import torch
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from thinc.backends.numpy_ops import NumpyOps

ASKED = ("TAG", "DEP", "IS_SPACE", "LOWER")  # the attributes that token rules test; the word last

Match = tuple[int, int, int, int]  # a rule's number, its name as a hash, its first token, the token after its last


def make_faster(pipeline: Language) -> None:
    """Speeds up a pipeline; its trees stay the same except for rounding."""
    ops = TorchOps()
    for _, component in pipeline.components:
        if (model := getattr(component, "model", None)) is not None:
            for layer in model.walk():
                layer.ops = ops
    remember(pipeline.get_pipe("attribute_ruler"))  # type: ignore[arg-type]


class TorchOps(NumpyOps):
    """Thinc's operations with torch's matrix product, three times as fast as BLIS on some processors."""

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        left, right = torch.from_numpy(x), torch.from_numpy(y)
        product = None if out is None else torch.from_numpy(out)
        return torch.mm(left.t() if trans1 else left, right.t() if trans2 else right, out=product).numpy()


def remember(ruler: AttributeRuler) -> None:
    """Makes the ruler cache its matches for tokens that its rules cannot tell apart.

    Its matcher tries each of 179 rules on each token. A ruler that tests attributes outside `ASKED` stays as it is.
    """
    rules: list[dict[str, Any]] = list(ruler.patterns)
    patterns = [(number, one) for number, rule in enumerate(rules) for one in rule["patterns"]]
    if all(key in ASKED for _, pattern in patterns for token in pattern for key in token):
        ruler.match = _Remembered(ruler, patterns)  # type: ignore[method-assign]


class _Remembered:
    def __init__(self, ruler: AttributeRuler, patterns: list[tuple[int, list[dict[str, Any]]]]) -> None:
        self._strings = ruler.vocab.strings
        self._matcher = ruler.matcher
        self._longer = Matcher(ruler.vocab, validate=False)
        for number, pattern in patterns:
            if len(pattern) > 1:
                self._longer.add(str(number), [pattern])
        named = {word for _, pattern in patterns for token in pattern for word in _words(token.get("LOWER", {}))}
        self._named = {self._strings[word] for word in named}
        self._kept: dict[tuple[int, ...], list[tuple[int, int]]] = {}

    def __call__(self, doc: Doc) -> list[Match]:
        """The rules that match, in order, as `AttributeRuler.match` returns them."""
        found: list[Match] = []
        for at, (*asked, word) in enumerate(doc.to_array(list(ASKED)).tolist()):
            key = (*asked, word if word in self._named else 0)
            if key not in self._kept:
                alone = self._matcher(doc[at : at + 1], allow_missing=True)
                self._kept[key] = [(self._number(name), name) for name, *_ in alone]
            found += [(number, name, at, at + 1) for number, name in self._kept[key]]
        longer = self._longer(doc, allow_missing=True)
        return sorted([*found, *((self._number(name), name, start, end) for name, start, end in longer)])

    def _number(self, name: int) -> int:
        return int(self._strings[name])


def _words(asked: str | dict[str, list[str]]) -> list[str]:
    """The words in a pattern's condition on the word."""
    return [asked] if isinstance(asked, str) else [word for words in asked.values() for word in words]
