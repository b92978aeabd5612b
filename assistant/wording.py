"""The sentences that the writer without a model puts around its quotes, in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers import Voice
from index.articles import Heading

QUOTATION_MARKS = '"“”„«»「」『』'


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates by language; `{where}` names the article, `{who}` the speaker."""

    direct: str
    reported: str
    unnamed: str
    outlet: str
    more: str
    same: str
    where: str
    where_untold: str
    not_found: str
    not_said: str
    empty: str
    marks: str


ENGLISH = Wording(
    direct="{who}, quoted in {where}: ",
    reported="{who}, as reported in {where}: ",
    unnamed="Quoted in {where}: ",
    outlet="From {where}: ",
    more="Also: ",
    same="the same article",
    where="“{title}” ({told})",
    where_untold="“{title}”",
    not_found="The articles do not say.",
    not_said="No words of {who} about that were found in the articles.",
    empty="The library is empty. Add articles with `article-assistant add FOLDER`.",
    marks="“”",
)
CHINESE = Wording(
    direct="{who}（{where}引述）：",
    reported="{who}（据{where}报道）：",
    unnamed="{where}引述：",
    outlet="{where}：",
    more="另外：",
    same="同一篇文章",
    where="《{title}》，{told}",
    where_untold="《{title}》",
    not_found="这些文章没有提到。",
    not_said="这些文章里没有找到{who}就此说的话。",
    empty="文章库是空的。请用 `article-assistant add 文件夹` 添加文章。",
    marks="“”",
)


def wording(language: str) -> Wording:
    return CHINESE if language == "zh" else ENGLISH


def where(words: Wording, heading: Heading) -> str:
    """The article's title, with its outlet and day where they are known."""
    told = ", ".join(part for part in (heading.outlet, (heading.published or "")[:10]) if part)
    title = heading.title or heading.id
    return words.where.format(title=title, told=told) if told else words.where_untold.format(title=title)


def lead(words: Wording, voice: Voice, speaker: str | None, place: str) -> str:
    """What stands before a quote: whose words it gives, and where they stand."""
    if voice == "outlet":
        return words.outlet.format(where=place)
    if speaker is None:
        return words.unnamed.format(where=place)
    return (words.direct if voice == "direct" else words.reported).format(who=speaker, where=place)


def quoted(words: Wording, quote: str) -> str:
    """The quote between quotation marks, unless it shows some of its own."""
    if any(mark in quote for mark in QUOTATION_MARKS):
        return quote
    return f"{words.marks[0]}{quote}{words.marks[1]}"
