"""Replies to small talk: a friendly sentence, what is in the library, and what can be asked.

Replies cite and search nothing; the questions offered come from `suggestions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.quoting import Draft
from assistant.question.small_talk import Talk
from assistant.texts.catalogues import group

_WORDS = {
    "de": r"\b(?:hallo|moin|danke|dankeschön|guten|tschüss|tschüß|servus|schreib\w*|bitte|hilfe|wer bist"
    r"|was kannst)\b",
    "fr": r"\b(?:bonjour|salut|bonsoir|merci|adieu|écri\w*|aide|qui es|que peux)\b",
    "es": r"\b(?:hola|buenas|buenos|gracias|adiós|adios|escrib\w*|ayuda|quién eres|qué puedes)\b",
}


def reply(talk: Talk, text: str, number: int, suggestions: Sequence[str]) -> Draft:
    """The reply to small talk, with the number of articles; `suggestions` are questions to ask verbatim."""
    say = group("replies", _language(text))
    holds = say["holding_some"].format(n=number) if number else say["empty"]
    sentence = say[talk]
    if talk in ("thanks", "farewell"):
        return Draft("reply", sentence)
    lines = "".join(f"\n- {one}" for one in suggestions[:3])
    return Draft("reply", f"{sentence} {holds}" + (f"\n\n{say['ask']}{lines}" if lines and number else ""))


def _language(text: str) -> str:
    if re.search(r"[\u3400-\u9fff]", text):
        return "zh"
    return next((name for name, pattern in _WORDS.items() if re.search(pattern, text, re.I)), "en")
