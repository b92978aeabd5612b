"""The embedding model tuned for answers: which of an article's sentences it brings nearest to a question."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedding import Encoder, SentenceEmbeddings, packaged_folder
from tests.benchmarks.tuning.articles import Article, written

ARTICLES = 40  # of those that the model did not learn from


@pytest.fixture(scope="module")
def unlearned() -> list[Article]:
    return [one for one in written() if one.is_held_out][:ARTICLES]


def found(model: Encoder, articles: list[Article]) -> float:
    """The share of questions whose nearest sentence in the article answers them."""
    right = []
    for one in articles:
        asked = [item for item in one.items if item[0] == "Q"]
        told = model.encode(one.sentences)
        nearest = (model.encode([text for *_, text in asked]) @ told.T).argmax(dim=1)
        right += [int(at) in gold for at, (_, gold, _) in zip(nearest, asked, strict=True)]
    return float(np.mean(right))


def test_more_questions_have_their_answer_nearest(embeddings: SentenceEmbeddings, unlearned: list[Article]) -> None:
    from index.encoders import MiniLM

    assert found(embeddings.load(), unlearned) >= found(MiniLM(packaged_folder()), unlearned) + 0.05


def test_changes_of_low_rank_are_added_and_others_replace(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    from index.encoders import MiniLM

    model, name, bias = MiniLM(packaged_folder()), "encoder.layer.5.output.dense.weight", "embeddings.LayerNorm.bias"
    up, down = torch.ones(384, 1), torch.full((1, 1536), 0.5)
    save_file({f"{name}.up": up, f"{name}.down": down, bias: torch.zeros(384)}, tmp_path / "changes.safetensors")

    adapted = model.adapted(tmp_path / "changes.safetensors")

    assert torch.equal(adapted._weights[name], model._weights[name] + 0.5)
    assert not adapted._weights[bias].any()
    assert model._weights[bias].any()
