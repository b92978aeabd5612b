"""How English, Chinese and their neighbours are written: words, sentences, quotations, names, numbers and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from index.language.notice_words import may_be_notice
    from index.language.sentences import sentences as sentences_of
    from index.language.tokens import FUNCTION_WORDS, content_words

__getattr__ = on_first_use(__name__)
