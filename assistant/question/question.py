"""What a question asks: whose words, about what, which kind of thing, and which names it contains.

It reads only the question's own words, in English and Chinese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.question.answer_types import asked_kind, without_which_answer
from assistant.question.asked_times import asked_time
from assistant.question.cased import with_months
from assistant.question.speaker_frames import asked_speaker, asks_who_said
from index.language.names import names_in
from index.language.quotations import is_cjk
from index.language.tokens import words
from index.language.word_lists import FUNCTION_WORDS

LONGEST_QUESTION = 1000  # characters that are read for what is asked
LEAST_WORDS = 2  # content words of a question whose wording shows what would answer it
LONGEST_SOUGHT = 8_000  # characters that are searched for; the API accepts no longer question
_TITLE, _LATIN = re.compile(r"《[^》]*》"), re.compile(r"[a-z][\w’'-]*")
# Chinese function words and Japanese hiragana, as they occur in questions.
_ASKING = re.compile(r"[谁哪吗呢几]|什么|怎么|多少|为何|如何|是不是|有没有|说了|[\u3041-\u309f]{2}")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read; `speaker` is None if it asks for nobody's words, `asks_for` if it asks for no kind of thing.

    `asks_who_said` is true for "Who said ...?": words are given, and their speaker is the answer.
    """

    text: str
    speaker: str | None
    topic: str
    asks_for: str | None
    names: tuple[str, ...]
    language: str
    asks_who_said: bool = False
    period: str | None = None  # the time that it names, in ISO 8601
    is_translated: bool = False  # word by word

    @property
    def sought(self) -> str:
        """The words to search for; for somebody's words the whole question, since the name helps to find them."""
        return self.text if self.speaker else self.topic

    @property
    def says_enough(self) -> bool:
        """Whether its wording shows what would answer it: "Why not?" does not, nor does a translation word by word."""
        return not self.is_translated and len(set(words(self.text)) - FUNCTION_WORDS) >= LEAST_WORDS


def read_question(text: str, *, today: date | None = None) -> Question:
    """Reads a question; if it asks for nobody's words, its topic is the text without "latest" and the like.

    "Last week" counts from `today`; without it, relative times are not resolved.
    """
    flat = " ".join(text.split())[:LONGEST_QUESTION]
    language = _language(flat)
    time = asked_time(with_months(flat), today)
    # When somebody said it is not part of what was said.
    timeless = " ".join((flat[: time.start] + flat[time.end :]).split()) if time else flat
    timeless = re.sub(r"^[，,\s]+|\s+(?=[?？,，])", "", timeless)
    speaker, topic = asked_speaker(timeless, language=language)
    if not speaker:
        topic = without_which_answer(text)
    elif topic == timeless:
        topic = text
    return Question(
        text=text,
        speaker=speaker,
        topic=topic,
        asks_for=asked_kind(flat, language=language),
        names=_names(flat),
        language=language,
        asks_who_said=asks_who_said(flat, language=language),
        period=time.period if time else None,
    )


def _language(text: str) -> str:
    """The language as its script shows: en, zh, ja or ko; any other script is read as English.

    Names and titles may be in a different script from the rest of the question: "Jane Roe是谁？".
    """
    if not is_cjk(text) and not _asks_around_names(text):
        return "en"
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    # One kana alone may be part of a Chinese brand's name.
    return "ja" if re.search(r"[\u3041-\u30fa].*[\u3041-\u30fa]", text) else "zh"


def _asks_around_names(text: str) -> bool:
    bare = _TITLE.sub(" ", text)
    if bare != text and is_cjk(bare):
        return True
    return bool(_ASKING.search(bare)) and not any(word in FUNCTION_WORDS for word in _LATIN.findall(bare.casefold()))


def _names(text: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(name.text for name in names_in(text) if name.text and _is_name(text, name.start, name.end))
    )


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised run is more than the first word of a sentence."""
    first = not re.search(r"\w", text[:start]) or bool(re.search(r"[.?!:]\W*$", text[:start]))
    return not first or " " in text[start:end] or text[end:].startswith(("'s ", "’s "))
