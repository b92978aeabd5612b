"""The pipeline as it is used gives the same trees as spaCy gives by itself."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from index.language.sentences import sentences
from index.library import SAMPLES
from index.reading.parsing import PACKAGES, pipeline

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.iterdir()) if path.suffix != ".html"]
SENTENCES = [text[start:end] for text in TEXTS for start, end in sentences(text)]
# Rules of two tokens, of a word, of a relation, and of spaces.
SENTENCES += [
    "There's no one there, is there?",
    "I gave you it; they do, don't they?",
    "That  it 'd got \n worse.",
    "—",
]


@pytest.fixture(scope="module")
def alone() -> Any:
    import spacy

    spec = next(spec for name in PACKAGES if (spec := find_spec(name)) and spec.origin)
    folder = next(path for path in Path(str(spec.origin)).parent.iterdir() if (path / "tok2vec").is_dir())
    return spacy.load(folder, exclude=["ner", "senter"])


def _trees(loaded: Any) -> list[list[tuple[Any, ...]]]:
    return [
        [(one.head.i, one.dep_, one.tag_, one.pos_, one.lemma_, str(one.morph)) for one in doc]
        for doc in loaded.pipe(SENTENCES)
    ]


def test_every_token_has_the_attributes_that_spacy_gives_it(alone: Any) -> None:
    assert "match" in vars(pipeline().get_pipe("attribute_ruler"))  # the one that keeps
    assert _trees(pipeline()) == _trees(alone)


def test_what_is_kept_does_not_grow_with_words_that_no_rule_names() -> None:
    rules: Any = pipeline().get_pipe("attribute_ruler")
    list(pipeline().pipe(["The tram stopped."]))
    kept = len(rules.match._kept)
    list(pipeline().pipe(["The ferry sank.", "The bridge opened."]))
    assert len(rules.match._kept) == kept
