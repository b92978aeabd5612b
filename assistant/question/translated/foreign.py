"""Puts a German, French or Spanish question into English words, so that names, numbers and words find articles.

Common questions are read by their grammar, in frames.py; any other is put into English word by word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names
from simplemma import is_known

from assistant.question.translated.dictionary import english_of
from assistant.question.translated.frames import framed
from index.language.closed_lists import MONTHS
from index.language.names import plain
from index.language.quotations import is_cjk
from index.language.word_lists import ROLES, word_set

_LITTLE = {
    "de": word_set(
        "der die das den dem des ein eine einen einem einer und oder ist sind war waren wird werden wurde wurden "
        "hat haben hatte was wer wie wo "
        "wann warum wieso weshalb welche welcher welches wessen wem wen viel viele über von vom zu zum zur im in "
        "am an auf mit für nach bei aus sich nicht es sie er ihr gibt geht soll kann dass als auch noch"
    ),
    "fr": word_set(
        "le la les l un une des du de d et ou est sont était étaient sera seront a ont avait va vont que qu quoi "
        "qui quel quelle quels quelles où quand "
        "comment pourquoi combien sur dans au aux avec pour par en se s il elle ils elles ce cette ces on y ne "
        "pas t dit"
    ),
    "es": word_set(
        "el la los las un una unos unas de del y o es son era fue fueron será serán ha han había va van qué que "
        "quién quiénes cuál cuáles dónde cuándo "
        "cómo cuánto cuánta cuántos cuántas por sobre en al con para se su sus lo le no"
    ),
}
# Question words and their English, each before any shorter one that it contains.
_ASKING = {
    language: tuple((theirs, ours) for theirs, _, ours in (pair.partition("/") for pair in pairs.split("; ")))
    for language, pairs in {
        "de": "wie viele/how many; wie viel/how much; wieviel/how much; wie lange/how long; wie oft/how often; "
        "seit wann/since when; wer/who; wem/who; wen/who; wo/where; wann/when; warum/why; wieso/why; "
        "weshalb/why; wie/how; was/what; welche/which; welcher/which; welches/which",
        "fr": "combien de temps/how long; combien de/how many; combien/how much; qui/who; où/where; quand/when; "
        "pourquoi/why; comment/how; qu est ce que/what; quoi/what; que/what; quelle/what; quel/what; "
        "quels/what; quelles/what",
        "es": "cuánto tiempo/how long; cuántos/how many; cuántas/how many; cuánto/how much; cuánta/how much; "
        "quiénes/who; quién/who; dónde/where; cuándo/when; por qué/why; cómo/how; qué/what; cuál/what",
    }.items()
}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENGLISH_ENDING = re.compile(r"(?<=[^\W_])['’](?:s|t|d|m|ll|re|ve)\b", re.I)
FEW = 2  # function words that are enough to recognise a language


@dataclass(frozen=True, slots=True)
class Foreign:
    """The language of a question, and its words in English as far as known."""

    language: str
    english: str


def foreign(text: str) -> Foreign | None:
    """The question in English words; None if it is in English already, or in an unknown language."""
    if is_cjk(text):
        return None
    if found := framed(text):
        spoken, frame, slots = found
        filled = {name: _phrase(words, spoken) for name, words in slots.items()}
        about = f" about {filled['about']}" if filled.get("about") else ""
        return Foreign(spoken, frame.format(x=filled["x"], about=about))
    # In "L'école" an article precedes the apostrophe; in English an ending follows it: "Roe's", "don't".
    whole = _ENGLISH_ENDING.sub("", text)
    said = [word.casefold() for found in _WORD.finditer(whole) for word in re.split(r"['’]", found[0])]
    counted = {language: sum(word in little for word in said) for language, little in _LITTLE.items()}
    language = max(counted, key=lambda one: counted[one])
    english = sum(word in _ENGLISH for word in said)
    marked = "¿" in text
    asks = any(re.search(rf"^\W*{re.escape(asking)}\b", " ".join(said)) for asking, _ in _ASKING[language])
    if counted[language] < (1 if marked or asks else FEW) or counted[language] <= english:
        return None
    rest = [word for word in said if word not in _LITTLE[language]]
    if counted[language] == FEW and sum(is_known(word, lang="en") for word in rest) > max(FEW, len(rest) / 2):
        return None  # keywords in English, such as "comment on"
    return Foreign(language, _in_english(text, language))


_ENGLISH = word_set(
    "the of and is are was were did does do what who when where why how which has have will would "
    "to in on at for with about say said"
)


def _in_english(text: str, language: str) -> str:
    flat = " ".join(re.split(r"['’\s-]+", text.strip(" ¿?.!")))
    asking = next(
        ((theirs, ours) for theirs, ours in _ASKING[language] if re.search(rf"(?i)\b{re.escape(theirs)}\b", flat)), None
    )
    if asking:
        flat = re.sub(rf"(?i)\b{re.escape(asking[0])}\b", " ", flat, count=1)
    every = _WORD.findall(flat)
    kept = [
        word if _is_surname(every, at, language) else _word(word, language)
        for at, word in enumerate(every)
        if word.casefold() not in _LITTLE[language]
    ]
    return _with_speaker(f"{asking[1].capitalize() if asking else ''} {' '.join(kept)}?".strip())


_HONORIFICS = word_set("herr herrn frau monsieur madame mme señor señora don doña sr sra")
# "Der Artikel im Courier über die Fähre".
_ON = {
    "de": re.compile(
        r"(?:de[rmns] |das )?(?:artikel|bericht|beitrag|text)s?(?: (?:im|in der|in|von|aus dem) (?P<outlet>\S+))?"
        r" (?:über|zu[rm]?) (?P<topic>.+)",
        re.I,
    ),
    "fr": re.compile(r"(?:l['’])?article(?: (?:de|du) (?P<outlet>.+?))? (?:sur|à propos de) (?P<topic>.+)", re.I),
    "es": re.compile(r"(?:el )?artículo(?: (?:de|del|en) (?P<outlet>.+?))? sobre (?P<topic>.+)", re.I),
}


def _phrase(words: str, language: str) -> str:
    """A person or thing in English, as far as the words are known; names stay as they are, with their particles."""
    if on := _ON[language].fullmatch(words):
        return f"the {on['outlet'] or ''} article about {_phrase(on['topic'], language)}".replace("  ", " ")
    every = [word for word in words.split() if plain(word) not in _HONORIFICS]
    kept = list[str]()
    for at, word in enumerate(every):
        if word.casefold() not in _LITTLE[language]:
            kept.append(_named(every, at, language))
        elif _is_within_name(every, at, language):
            kept.append(word)
    return f"the {' '.join(kept)}" if kept and kept[0] in ROLES else " ".join(kept)


def _named(words: Sequence[str], at: int, language: str) -> str:
    """A word of a phrase, in English unless it is a name; a capitalised first word in German is a name or a role."""
    word = words[at]
    if not word[:1].isupper():
        return _word(word, language)
    if language != "de":
        return word
    english = _word(word, language)
    is_name = _is_surname(words, at, language) or at == 0 and english not in ROLES
    return word if is_name else english


def _is_surname(words: Sequence[str], at: int, language: str) -> bool:
    """Whether a German word is a name, because it follows a capitalised word: "Anna Berg", "Bürgermeister Keller"."""
    before = words[at - 1] if language == "de" and at and words[at][:1].isupper() else ""
    return before[:1].isupper() and before.casefold() not in _LITTLE["de"]


def _is_within_name(words: Sequence[str], at: int, language: str) -> bool:
    """Whether a function word belongs to a name: "Jean de la Tour", "von der Heide"."""
    start, end = at, at + 1
    while start and words[start - 1].casefold() in _LITTLE[language]:
        start -= 1
    while end < len(words) and words[end].casefold() in _LITTLE[language]:
        end += 1
    if end == len(words) or not words[end][:1].isupper():
        return False
    # German capitalises every noun, so only these words can begin the particles of a German name.
    return (
        words[start] in ("von", "van", "zu", "de") if language == "de" else start > 0 and words[start - 1][:1].isupper()
    )


def _with_speaker(english: str) -> str:
    """The words in order: "What Wolff tram said" is "What did Wolff say about tram"; a name or a role speaks."""
    if not (found := re.match(r"What (?P<words>.*?)\b(?:said|say|speak)\b(?P<rest>.*)\?$", english)):
        return english
    words = f"{found['words']} {found['rest']}".split()
    names = [word for word in words if word[:1].isupper()] or [word for word in words if word in ROLES][:1]
    about = " ".join(word for word in words if word not in names)
    if not names:
        return english
    return f"What did {' '.join(names)} say about {about}?" if about else f"What did {' '.join(names)} say?"


@cache
def _months(language: str) -> dict[str, str]:
    """The English name of each month."""
    return {
        str(name).casefold(): english.capitalize()
        for name, english in zip(get_month_names(locale=language).values(), MONTHS, strict=True)
    }


def _word(word: str, language: str) -> str:
    folded = word.casefold()
    if english := _months(language).get(folded):
        return english
    if word[:1].isupper() and language != "de":
        return word
    return english_of(word, language) or word
