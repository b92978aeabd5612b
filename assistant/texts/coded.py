"""A sentence passed on as a name and values, so that it can be shown in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from assistant.texts.catalogues import SOURCE, texts
from index.language.times.written_days import day_in_words

DAYS = ("day", "first", "last", "updated")  # the fields that hold days, in ISO 8601


@dataclass(frozen=True, slots=True)
class Coded:
    """The text `code` of the catalogues, such as "reasons.withdrawn", with the values of its fields.

    A value may itself be Coded, which is kept as a dict, or an article: {"title", "outlet", "day", "kind"}, all but the
    title optional.
    """

    code: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        kept = {name: asdict(value) if isinstance(value, Coded) else value for name, value in self.values.items()}
        object.__setattr__(self, "values", kept)

    def in_language(self, language: str) -> str:
        shown = {name: _shown(name, value, language) for name, value in self.values.items()}
        return texts(language)[self.code].format(**shown)

    def __str__(self) -> str:
        return self.in_language(SOURCE)


def sentence_of(record: Mapping[str, Any] | None, language: str, otherwise: str) -> str:
    """The sentence of a stored record; `otherwise` if the record has none, as older ones do, or an unknown one."""
    try:
        stored = record or {}
        return Coded(stored["code"], stored.get("values") or {}).in_language(language)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError):
        return otherwise


def together(sentences: Iterable[str], language: str) -> str:
    """The sentences joined into one text as the language requires."""
    whole, *others = [*sentences] or [""]
    for one in others:
        whole = texts(language)["quotes.two_sentences"].format(before=whole, after=one)
    return whole


def _shown(name: str, value: Any, language: str) -> Any:
    if isinstance(value, Mapping):
        return _article(value, language) if "title" in value else Coded(**value).in_language(language)
    return day_in_words(value, language) if name in DAYS and isinstance(value, str) else value


def _article(about: Mapping[str, Any], language: str) -> str:
    """The article's title, with its outlet, day and kind where they are known."""
    say, title = texts(language), about["title"]
    known = ", ".join(filter(None, (about.get("outlet"), day_in_words(about.get("day"), language))))
    if "“" in say["quotes.where"]:
        title = title.translate(_WITHIN)
    where = say["quotes.where"].format(title=title, told=known)
    if not known:
        where = say["quotes.where_untold"].format(title=title)
    kind = say.get(f"answers.kinds.{about.get('kind')}")
    return f"{where}, {kind}" if kind else where


_WITHIN = str.maketrans("“”", "‘’")  # quotation marks within those around a title
