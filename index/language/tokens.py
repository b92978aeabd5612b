"""Splits a text into the words that are searched and compared: folded, in base form, CJK in characters and pairs.

tantivy does the splitting, so that comparisons use the same words as the search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import tantivy
from simplemma import lemmatize
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from index.language.kept import kept

LONGEST_WORD = 60
# Chinese, Japanese and Korean are written without spaces: their characters and pairs of characters are the
# words. On XQuAD in Chinese hit@1 is .956 with pairs and .926 without.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
CJK_RUN = re.compile(f"[{CJK}]+")
# English function words. Tantivy's own list has 33, and no question words.
FUNCTION_WORDS = (
    "a about after all also am an and any are as at be been before being but by can could did do does for from had has "
    "have he her him his how i if in into is it its many may me might much must my no not of on or our out over shall "
    "s she should so some such t than that the their them then there these they this those to under up was we were "
    "what when where which while who whom whose why will with would you your"
).split()
# Their Chinese counterpart, alone or in a pair.
CJK_FUNCTION = re.compile("[的了是在有和与及或也就都而被把对从到于之哪什么谁多少几何时怎样如吗呢吧啊为个些这那其]{1,2}")

_LATIN = re.compile("[A-Za-z]+")
_INITIALS = re.compile(r"\b(?:[A-Z]\.)+[A-Z]\b\.?")  # "U.S.", which others write "US"
LONGEST_INITIALS = 3  # letters; longer capitals may be a headline's


def cjk_share(text: str) -> float:
    """The share of the letters that are Chinese, Japanese or Korean, from 0 to 1."""
    letters = sum(character.isalpha() for character in text)
    return sum(map(len, CJK_RUN.findall(text))) / letters if letters else 0.0


def spaced(text: str) -> str:
    def spread(run: re.Match[str]) -> str:
        characters = run.group()
        # Each character followed by the pair that it begins, so that what is near in the text stays near.
        return " ".join(["", *(word for at in range(len(characters)) for word in _begun(characters, at)), ""])

    together = _INITIALS.sub(lambda initials: f"{initials[0].replace('.', '')} ", text)
    return CJK_RUN.sub(spread, _LATIN.sub(lambda word: _in_base_form(word[0]), together))


def _in_base_form(word: str) -> str:
    return _looked_up(word) if len(word) <= LONGEST_WORD else word.lower()


@lru_cache(maxsize=65_536)
def _looked_up(word: str) -> str:
    """The word in lower case, as a dictionary lists it; initials are not words, so "US" is not "us"."""
    initials = 1 < len(word) <= LONGEST_INITIALS and word.isupper()
    return word.lower() if initials else lemmatize(word.lower(), lang="en")


def _begun(characters: str, at: int) -> list[str]:
    return [characters[at], characters[at : at + 2]] if at + 1 < len(characters) else [characters[at]]


def _analyzer(*, without: Sequence[Filter] = ()) -> tantivy.TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_WORD))
    builder = builder.filter(Filter.lowercase()).filter(Filter.ascii_fold())
    for unwanted in without:
        builder = builder.filter(unwanted)
    return builder.filter(Filter.stemmer("english")).build()


ANALYZER = _analyzer()
CONTENT_WORDS = _analyzer(without=[Filter.custom_stopword(FUNCTION_WORDS)])


def dictionary_form(word: str) -> str:
    """The English word as a dictionary lists it."""
    if not any(map(str.isalnum, word)):  # only punctuation, which simplemma refuses
        return word
    return lemmatize(word.lower(), lang="en")


def words(text: str) -> list[str]:
    """The words of a text as they are indexed: folded, lower-case, in base form, CJK in characters and pairs."""
    return list(_words(text))


@kept(16_000_000)  # one question examines the same sentences repeatedly
def _words(text: str) -> tuple[str, ...]:
    return tuple(ANALYZER.analyze(spaced(text)))


@kept(4_000_000)  # each claim of a text is compared with the same notices
def content_words(text: str) -> frozenset[str]:
    return frozenset(word for word in CONTENT_WORDS.analyze(spaced(text)) if not CJK_FUNCTION.fullmatch(word))
