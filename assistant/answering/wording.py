"""The sentences around quotes, in each language that questions are read in; the catalogues hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.texts.catalogues import group
from index.articles import Heading
from index.language.times.written_days import day_told
from index.reading.voices import Voice

QUOTATION_MARKS = '"“”„«»「」『』'


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates in one language; `{where}` names the article, `{who}` the speaker."""

    language: str
    direct: str
    reported: str
    unnamed: str
    outlet: str
    opinion: str
    opinion_unnamed: str
    letter: str
    letter_unnamed: str
    review: str
    review_unnamed: str
    release: str
    release_unnamed: str
    more: str
    same: str
    where: str
    where_untold: str
    both: str
    told_by: str
    several: str
    differ: str
    differ_in: dict[str, str]
    not_found: str  # what a chat model must write; what is shown says how much was searched
    nothing_found: str
    not_said: str
    not_said_that: str
    nothing_said: str
    instead: str
    it: str
    two_sentences: str
    empty: str
    no_article: str
    no_outlet: str
    outlets: str
    no_author: str
    no_label: str
    marks: str

    def together(self, sentences: Iterable[str]) -> str:
        told, *others = [*sentences] or [""]
        for one in others:
            told = self.two_sentences.format(before=told, after=one)
        return told


LANGUAGES = ("en", "zh", "ja", "ko")  # of the words around quotes


@cache
def wording(language: str) -> Wording:
    return Wording(language=language, **group("quotes", language))


_WITHIN = str.maketrans("“”", "‘’")  # marks inside those around a title


def where(words: Wording, heading: Heading) -> str:
    """The article's title, with its outlet and day where they are known."""
    day = day_told((heading.published or "")[:10], words.language)
    told = ", ".join(part for part in (heading.outlet, day) if part)
    title = heading.title or heading.id
    if "“" in words.where:
        title = title.translate(_WITHIN)
    return words.where.format(title=title, told=told) if told else words.where_untold.format(title=title)


def title_of(words: Wording, heading: Heading) -> str:
    """The article's title between marks."""
    title = heading.title or heading.id
    return words.where_untold.format(title=title.translate(_WITHIN) if "“" in words.where else title)


def all_of(words: Wording, places: Sequence[str]) -> str:
    """The places of a quote, as one phrase."""
    if len(places) > 2:
        return words.several.format(one=places[0], n=len(places) - 1)
    return words.both.format(one=places[0], other=places[1]) if len(places) == 2 else places[0]


def lead(words: Wording, voice: Voice, speaker: str | None, place: str, text_kind: str) -> str:
    """The words before a quote: speaker, source, and for a press release or an author's own words the kind of text."""
    if speaker is None and text_kind == "release":
        return words.release_unnamed.format(where=place)
    if voice == "outlet":
        return words.outlet.format(where=place)
    if voice == "author":
        named, unnamed = {
            "opinion": (words.opinion, words.opinion_unnamed),
            "letter": (words.letter, words.letter_unnamed),
            "review": (words.review, words.review_unnamed),
        }[text_kind]
        return (named if speaker else unnamed).format(who=speaker, where=place)
    if speaker is None:
        return words.unnamed.format(where=place)
    lower = speaker[:1].islower() and speaker.split()[0].islower()  # "a report", not "eBay"
    who = speaker[0].upper() + speaker[1:] if lower else speaker
    if text_kind == "release":
        return words.release.format(who=who, where=place)
    return (words.direct if voice == "direct" else words.reported).format(who=who, where=place)


def quoted(words: Wording, quote: str) -> str:
    """The quote in quotation marks, unless it contains some."""
    if any(mark in quote for mark in QUOTATION_MARKS):
        return quote
    return f"{words.marks[0]}{quote}{words.marks[1]}"


@dataclass(frozen=True, slots=True)
class Frames:
    """What the composers say around their quotes, in one language; parts in braces are filled in."""

    about_one: str
    about_several: str
    which_article: str
    which_person: str
    no_more: str
    kinds: dict[str, str]
    told: dict[str, str]
    untold: dict[str, str]
    quoted_in: str
    nobody_quoted: str
    published: str
    none_published: str
    held: str
    mentioned_in: str
    mentioned_nowhere: str
    more_rows: str
    row: str
    nobody_takes_sides: str
    nearest_names: str
    yes: str
    no: str
    unsettled: str
    unsure: str
    another_time: str
    agree_not: str
    one_account: str
    side_missing: str
    in_order: str
    latest: str
    before_it: str
    contradicted: str
    not_shown: str
    corrected: str
    corrected_on: str
    changed_on: str
    withdrawn: str
    before_correction: str
    satire: str
    nothing_corrected: str


FRAMED = ("en", "zh")  # the languages of composed answers


@cache
def frames(language: str) -> Frames:
    """The frames in that language, in English if it has none."""
    return Frames(**group("answers", language))
