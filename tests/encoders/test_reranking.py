"""A cross-encoder changes the order of the best hits; its real code runs here with a tiny model made on the spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.encoders.reranking import RERANKED, Reranker
from index.errors import LibraryError
from index.library import Library
from tests.fakes import tiny_reranker

QUESTION = "Who was alone aboard Columbia?"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_reranker(tmp_path_factory.mktemp("reranker"))


def test_the_order_is_that_of_the_models_scores(model: Path) -> None:
    from sentence_transformers import CrossEncoder

    texts = ["a boat", "the moon", "nine words of no use to anybody at all", ""]
    scores = CrossEncoder(str(model), device="cpu").predict([(QUESTION, text) for text in texts])
    assert len(set(scores.tolist())) == 4, "the model tells the texts apart"
    expected = sorted(range(4), key=lambda place: -scores[place])
    assert Reranker(str(model)).order(QUESTION, texts) == expected != [0, 1, 2, 3]


def test_what_scores_alike_keeps_the_order_of_the_search(model: Path) -> None:
    assert Reranker(str(model)).order(QUESTION, ["same", "same", "same"]) == [0, 1, 2]
    assert Reranker(str(model)).order(QUESTION, []) == []


def test_a_search_with_a_reranker_finds_the_same_best_hits_in_its_order(
    model: Path, samples: Library, copied_samples: Path, embeddings: SentenceEmbeddings
) -> None:
    plain = samples.search(QUESTION, limit=40)
    with Library(copied_samples, embeddings=embeddings, reranker=Reranker(str(model))) as library:
        reranked = library.search(QUESTION, limit=40)
        assert library.search(QUESTION, limit=3) == reranked[:3]
    texts = [f"{hit.heading.title}\n{hit.paragraph.text}" for hit in plain[:RERANKED]]
    assert reranked[:RERANKED] == [plain[place] for place in Reranker(str(model)).order(QUESTION, texts)]
    assert reranked[RERANKED:] == plain[RERANKED:] and reranked != plain


def test_the_setting_names_the_reranker(model: Path, copied_samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_RERANKER", str(model))
    with Assistant.open(copied_samples) as assistant:
        assert assistant.ask(QUESTION).outcome in ("answered", "not_found")
        assert assistant.library.reranker is not None and assistant.library.reranker.name == str(model)


def test_a_reranker_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be loaded .* unset ARTICLE_ASSISTANT_RERANKER"):
        Reranker(str(tmp_path / "missing")).order(QUESTION, ["a", "b"])


def test_a_classifier_of_several_labels_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="returns 3 scores for a pair"):
        Reranker(str(tiny_reranker(tmp_path, labels=3))).order(QUESTION, ["a", "b"])
