"""A passage that the judges read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import encoders

if TYPE_CHECKING:
    from index.encoders import Passage

SENTENCES = (
    "The clinic in Orlen will get a second scanner in March.",
    "It costs 1.2 million crowns, of which the region pays half.",
    "Head nurse Lea Brandt said she was not told of it.",
)


@pytest.fixture(scope="module")
def clinic() -> Passage:
    return encoders.Passage("Clinic in Orlen gets a scanner", SENTENCES)
