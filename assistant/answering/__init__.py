"""Turns a question and the paragraphs found into an answer of verbatim sentences, without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.answering.best_passage import passage
    from assistant.answering.checking import FOUND, LONGEST, Given, against, check, check_size
    from assistant.answering.checking_corrected import AsCorrected
    from assistant.answering.composing.compose import another_time, compose, to_be_read
    from assistant.answering.composing.composer_input import Asking
    from assistant.answering.composing.replying import reply
    from assistant.answering.corrected import Corrections
    from assistant.answering.doubted import examined
    from assistant.answering.drafting.joining import joined
    from assistant.answering.drafting.shaping import shaped
    from assistant.answering.quoting import Draft, as_events, refused
    from assistant.answering.reading_on import read_on
    from assistant.answering.speakers import Speakers
    from assistant.answering.suggesting import Suggestions, language_of
    from assistant.answering.unsearched import unknown_names
    from assistant.answering.unsearched import unsearched as why_unsearched

__getattr__ = on_first_use(__name__)
