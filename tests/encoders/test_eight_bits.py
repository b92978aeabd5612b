"""Layers in eight bits: near those in float32, and the same for a text whatever stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import encoders
from index.embedding import LARGER_JUDGE
from index.encoders import larger
from tests.benchmarks.tuning.articles import written
from tests.conftest import require

if TYPE_CHECKING:
    from torch import Tensor

ARTICLES, TOGETHER = 6, 8  # articles that no judge learned from, and the sentences of each that are read together
SAME = 0.95  # share of questions for which eight bits and float32 agree


def _through(weight: Tensor, states: Tensor, bias: Tensor) -> Tensor:
    from index.encoders.eight_bits import EightBits

    return EightBits.of(states).linear(EightBits.of(weight), bias)


@pytest.mark.parametrize(("out", "into"), [(384, 384), (1536, 384), (3072, 768), (768, 3072)])
def test_a_layer_is_within_two_percent_of_its_float32(out: int, into: int) -> None:
    import torch
    from torch.nn import functional

    drawn = torch.Generator().manual_seed(1)
    weight, bias, states = (torch.randn(*size, generator=drawn) for size in ((out, into), (out,), (40, into)))
    expected = functional.linear(states, weight, bias)
    told = _through(weight, states, bias)
    assert told.shape == expected.shape and told.dtype == torch.float32
    assert (told - expected).norm() < 0.02 * expected.norm()


@given(st.integers(1, 40), st.integers(0, 39), st.floats(1e-6, 1e6))
def test_a_row_does_not_depend_on_the_rows_beside_it(rows: int, at: int, larger: float) -> None:
    import torch

    drawn = torch.Generator().manual_seed(2)
    weight, states = torch.randn(32, 64, generator=drawn), torch.randn(rows, 64, generator=drawn)
    at %= rows
    beside = states * larger
    beside[at] = states[at]
    bias = torch.zeros(32)
    assert torch.equal(_through(weight, beside, bias)[at], _through(weight, states[at : at + 1], bias)[0])


def test_rows_of_zeros_give_the_bias() -> None:
    import torch

    bias = torch.arange(16.0)
    assert torch.equal(_through(torch.zeros(16, 32), torch.ones(3, 32), bias)[0], bias)
    assert torch.equal(_through(torch.ones(16, 32), torch.zeros(3, 32), bias)[2], bias)


def test_in_eight_bits_the_larger_judge_chooses_the_same_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    require(larger.is_installed(), "all-mpnet-base-v2 is not installed (make larger)")
    asked = [
        (text, encoders.Passage(article.title, tuple(article.sentences[:TOGETHER])))
        for article in [one for one in written() if one.is_held_out][:ARTICLES]
        for kind, own, text in article.items
        if kind == "Q" and max(own) < TOGETHER
    ]
    chosen = list[list[int]]()
    for eight_bits in (True, False):
        monkeypatch.setattr("index.encoders.minilm.SUPPORTED", eight_bits)
        judge = encoders.SentenceJudge(encoders.MPNet(larger.larger_folder()), LARGER_JUDGE)
        assert bool(judge._model._packed) == eight_bits
        chosen.append([int(judge.of_question(text, [told])[0].bearings["answers"].argmax()) for text, told in asked])
    assert np.mean(np.equal(*chosen)) >= SAME
