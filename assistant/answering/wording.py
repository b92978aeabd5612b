"""The sentences that the writer without a model puts around its quotes, in each language that questions are read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.articles import Heading
from index.language.times.written_days import day_told
from index.reading.voices import Voice

QUOTATION_MARKS = '"“”„«»「」『』'


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates by language; `{where}` names the article, `{who}` the speaker."""

    language: str
    direct: str
    reported: str
    unnamed: str
    outlet: str
    more: str
    same: str
    where: str
    where_untold: str
    both: str
    several: str
    differ: str
    differ_in: dict[str, str]
    not_found: str
    not_said: str
    not_said_that: str
    nothing_said: str
    instead: str
    it: str
    joined: str
    empty: str
    no_article: str
    no_outlet: str
    outlets: str
    no_author: str
    marks: str


ENGLISH = Wording(
    language="en",
    direct="{who}, quoted in {where}: ",
    reported="{who}, as reported in {where}: ",
    unnamed="Quoted in {where}: ",
    outlet="From {where}: ",
    more="Also: ",
    same="the same article",
    where="“{title}” ({told})",
    where_untold="“{title}”",
    both="{one} and {other}",
    several="{one} and {number} other articles",
    differ="Accounts differ.",
    differ_in={"number": "The articles give different figures.", "date": "The articles give different dates."},
    not_found="The articles do not say.",
    not_said="The articles do not report {who} on {topic}.",
    not_said_that="The articles do not report that from {who}.",
    nothing_said="The articles do not report any words of {who}.",
    instead="{who} speaks of {topic} in {where}.",
    it="it",
    joined=" ",
    empty="The library is empty. Add articles with `article-assistant add FOLDER`.",
    no_article="No article passes these filters.",
    no_outlet="No article is from the outlet {names}.",
    outlets="There are articles from {names}.",
    no_author="No article is by the author {names}.",
    marks="“”",
)
CHINESE = Wording(
    language="zh",
    direct="{who}（{where}引述）：",
    reported="{who}（据{where}报道）：",
    unnamed="{where}引述：",
    outlet="{where}：",
    more="另外：",
    same="同一篇文章",
    where="《{title}》，{told}",
    where_untold="《{title}》",
    both="{one}和{other}",
    several="{one}和另外{number}篇文章",
    differ="说法不一。",
    differ_in={"number": "各篇文章给出的数字不同。", "date": "各篇文章给出的日期不同。"},
    not_found="这些文章没有提到。",
    not_said="这些文章没有报道{who}谈到{topic}。",
    not_said_that="这些文章里没有找到{who}就此说的话。",
    nothing_said="这些文章里没有{who}说的话。",
    instead="{where}：{who}谈到{topic}。",
    it="此事",
    joined="",
    empty="文章库是空的。请用 `article-assistant add 文件夹` 添加文章。",
    no_article="没有文章符合这些筛选条件。",
    no_outlet="没有来自{names}的文章。",
    outlets="现有文章来自{names}。",
    no_author="没有作者为{names}的文章。",
    marks="“”",
)


JAPANESE = Wording(
    language="ja",
    direct="{who}（{where}が引用）：",
    reported="{who}（{where}による）：",
    unnamed="{where}の引用：",
    outlet="{where}：",
    more="また：",
    same="同じ記事",
    where="『{title}』（{told}）",
    where_untold="『{title}』",
    both="{one}と{other}",
    several="{one}とほか{number}件の記事",
    differ="記事によって内容が異なります。",
    differ_in={"number": "記事によって数字が異なります。", "date": "記事によって日付が異なります。"},
    not_found="記事には書かれていません。",
    not_said="{topic}についての{who}の発言は、記事にありません。",
    not_said_that="それについての{who}の発言は、記事にありません。",
    nothing_said="{who}の発言は、記事にありません。",
    instead="{where}では、{who}が{topic}について話しています。",
    it="それ",
    joined="",
    empty="記事がまだありません。`article-assistant add フォルダー` で追加してください。",
    no_article="条件に合う記事はありません。",
    no_outlet="掲載元が{names}の記事はありません。",
    outlets="今ある記事の掲載元：{names}。",
    no_author="著者が{names}の記事はありません。",
    marks="「」",
)
KOREAN = Wording(
    language="ko",
    direct="{who}({where}에서 인용): ",
    reported="{who}({where} 보도): ",
    unnamed="{where}에서 인용: ",
    outlet="{where}: ",
    more="또한: ",
    same="같은 기사",
    where="“{title}”({told})",
    where_untold="“{title}”",
    both="{one}, {other}",
    several="{one} 외 기사 {number}건",
    differ="기사마다 내용이 다릅니다.",
    differ_in={"number": "기사마다 숫자가 다릅니다.", "date": "기사마다 날짜가 다릅니다."},
    not_found="기사에는 나와 있지 않습니다.",
    not_said="{topic}에 관한 {who}의 말은 기사에 없습니다.",
    not_said_that="그에 관한 {who}의 말은 기사에 없습니다.",
    nothing_said="{who}의 말은 기사에 없습니다.",
    instead="{where}에서는 {who} 측이 {topic}에 관해 말합니다.",
    it="그것",
    joined=" ",
    empty="아직 기사가 없습니다. `article-assistant add 폴더`로 추가하십시오.",
    no_article="조건에 맞는 기사가 없습니다.",
    no_outlet="출처가 {names}인 기사가 없습니다.",
    outlets="지금 있는 기사의 출처: {names}.",
    no_author="작성자가 {names}인 기사가 없습니다.",
    marks="“”",
)
LANGUAGES = {each.language: each for each in (ENGLISH, CHINESE, JAPANESE, KOREAN)}
_WITHIN = str.maketrans("“”", "‘’")  # marks within those that stand around a title


def wording(language: str) -> Wording:
    return LANGUAGES[language]


def where(words: Wording, heading: Heading) -> str:
    """The article's title, with its outlet and day where they are known."""
    day = day_told((heading.published or "")[:10], words.language)
    told = ", ".join(part for part in (heading.outlet, day) if part)
    title = heading.title or heading.id
    if "“" in words.where:
        title = title.translate(_WITHIN)
    return words.where.format(title=title, told=told) if told else words.where_untold.format(title=title)


def all_of(words: Wording, places: Sequence[str]) -> str:
    """Where a quote stands, as one phrase."""
    if len(places) > 2:
        return words.several.format(one=places[0], number=len(places) - 1)
    return words.both.format(one=places[0], other=places[1]) if len(places) == 2 else places[0]


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
