"""Models that turn a text into a vector, or read two texts together, to sort hits and to judge entailment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from index.encoders.any_encoder import AnyEncoder
    from index.encoders.claim_judge import Borne, ClaimJudge
    from index.encoders.minilm import MiniLM
    from index.encoders.mpnet import MPNet
    from index.encoders.notice_reader import NoticeReader, ReadNotice
    from index.encoders.sentence_judge import Bearing, Judged, Passage, SentenceJudge

__getattr__ = on_first_use(__name__)
