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
    opinion: str
    opinion_unnamed: str
    more: str
    same: str
    where: str
    where_untold: str
    both: str
    several: str
    differ: str
    differ_in: dict[str, str]
    not_found: str  # what a chat model must write; what is shown says how much was searched
    nothing_found: str
    nothing_found_in_one: str
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
    no_label: str
    marks: str

    def nothing_found_in(self, number: int) -> str:
        """That nothing was found in so many articles, or that there are none."""
        if not number:
            return self.empty
        return self.nothing_found_in_one if number == 1 else self.nothing_found.format(number=number)


ENGLISH = Wording(
    language="en",
    direct="{who}, quoted in {where}: ",
    reported="{who}, as reported in {where}: ",
    unnamed="Quoted in {where}: ",
    outlet="From {where}: ",
    opinion="{who}, in an opinion piece in {where}: ",
    opinion_unnamed="From an opinion piece in {where}: ",
    more="Also: ",
    same="the same article",
    where="“{title}” ({told})",
    where_untold="“{title}”",
    both="{one} and {other}",
    several="{one} and {number} other articles",
    differ="Accounts differ.",
    differ_in={"number": "The articles give different figures.", "date": "The articles give different dates."},
    not_found="The articles do not say.",
    nothing_found="I found nothing on this in the {number} articles searched.",
    nothing_found_in_one="I found nothing on this in the one article searched.",
    not_said="I found no words of {who} on {topic}.",
    not_said_that="I found no such words of {who}.",
    nothing_said="I found no words of {who}.",
    instead="{who} speaks of {topic} in {where}.",
    it="it",
    joined=" ",
    empty="The library is empty. Add articles with `article-assistant add FOLDER`.",
    no_article="No article passes these filters.",
    no_outlet="No article is from the outlet {names}.",
    outlets="There are articles from {names}.",
    no_author="No article is by the author {names}.",
    no_label="No article has the label {names}.",
    marks="“”",
)
CHINESE = Wording(
    language="zh",
    direct="{who}（{where}引述）：",
    reported="{who}（据{where}报道）：",
    unnamed="{where}引述：",
    outlet="{where}：",
    opinion="{who}（{where}的评论文章）：",
    opinion_unnamed="{where}的评论文章：",
    more="另外：",
    same="同一篇文章",
    where="《{title}》，{told}",
    where_untold="《{title}》",
    both="{one}和{other}",
    several="{one}和另外{number}篇文章",
    differ="说法不一。",
    differ_in={"number": "各篇文章给出的数字不同。", "date": "各篇文章给出的日期不同。"},
    not_found="这些文章没有提到。",
    nothing_found="在检索的{number}篇文章中没有找到相关内容。",
    nothing_found_in_one="在检索的1篇文章中没有找到相关内容。",
    not_said="没有找到{who}谈到{topic}的内容。",
    not_said_that="没有找到{who}就此说的话。",
    nothing_said="没有找到{who}说的话。",
    instead="{where}：{who}谈到{topic}。",
    it="此事",
    joined="",
    empty="文章库是空的。请用 `article-assistant add 文件夹` 添加文章。",
    no_article="没有文章符合这些筛选条件。",
    no_outlet="没有来自{names}的文章。",
    outlets="现有文章来自{names}。",
    no_author="没有作者为{names}的文章。",
    no_label="没有带标签{names}的文章。",
    marks="“”",
)


JAPANESE = Wording(
    language="ja",
    direct="{who}（{where}が引用）：",
    reported="{who}（{where}による）：",
    unnamed="{where}の引用：",
    outlet="{where}：",
    opinion="{who}（{where}の論説）：",
    opinion_unnamed="{where}の論説：",
    more="また：",
    same="同じ記事",
    where="『{title}』（{told}）",
    where_untold="『{title}』",
    both="{one}と{other}",
    several="{one}とほか{number}件の記事",
    differ="記事によって内容が異なります。",
    differ_in={"number": "記事によって数字が異なります。", "date": "記事によって日付が異なります。"},
    not_found="記事には書かれていません。",
    nothing_found="検索した{number}件の記事には見つかりませんでした。",
    nothing_found_in_one="検索した1件の記事には見つかりませんでした。",
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
    no_label="ラベルが{names}の記事はありません。",
    marks="「」",
)
KOREAN = Wording(
    language="ko",
    direct="{who}({where}에서 인용): ",
    reported="{who}({where} 보도): ",
    unnamed="{where}에서 인용: ",
    outlet="{where}: ",
    opinion="{who}({where}의 칼럼): ",
    opinion_unnamed="{where}의 칼럼: ",
    more="또한: ",
    same="같은 기사",
    where="“{title}”({told})",
    where_untold="“{title}”",
    both="{one}, {other}",
    several="{one} 외 기사 {number}건",
    differ="기사마다 내용이 다릅니다.",
    differ_in={"number": "기사마다 숫자가 다릅니다.", "date": "기사마다 날짜가 다릅니다."},
    not_found="기사에는 나와 있지 않습니다.",
    nothing_found="검색한 기사 {number}건에서 찾지 못했습니다.",
    nothing_found_in_one="검색한 기사 1건에서 찾지 못했습니다.",
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
    no_label="라벨이 {names}인 기사가 없습니다.",
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


def title_of(words: Wording, heading: Heading) -> str:
    """The article's title between marks."""
    title = heading.title or heading.id
    return words.where_untold.format(title=title.translate(_WITHIN) if "“" in words.where else title)


def all_of(words: Wording, places: Sequence[str]) -> str:
    """The source of a quote, as one phrase."""
    if len(places) > 2:
        return words.several.format(one=places[0], number=len(places) - 1)
    return words.both.format(one=places[0], other=places[1]) if len(places) == 2 else places[0]


def lead(words: Wording, voice: Voice, speaker: str | None, place: str) -> str:
    """The words before a quote: its speaker and source."""
    if voice == "outlet":
        return words.outlet.format(where=place)
    if voice == "author":
        template = words.opinion if speaker else words.opinion_unnamed
        return template.format(who=speaker, where=place)
    if speaker is None:
        return words.unnamed.format(where=place)
    lower = speaker[:1].islower() and speaker.split()[0].islower()  # "a report", not "eBay"
    who = speaker[0].upper() + speaker[1:] if lower else speaker
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
    kinds: dict[str, str]
    told: dict[str, str]
    untold: dict[str, str]
    quoted_in_one: str
    quoted_in_several: str
    nobody_quoted: str
    mentioned_in: str
    mentioned_in_one: str
    mentioned_nowhere: str
    more_rows: str
    row: str
    nobody_takes_sides: str
    nearest_names: str
    yes: str
    no: str
    unsettled: str
    unsure: str
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


FRAMES = {
    "en": Frames(
        about_one="What {where} says:",
        about_several="{number} articles tell of this, by date:",
        which_article="Which article do you mean? Name its title or its subject.",
        kinds={
            "opinion": "an opinion piece",
            "satire": "satire",
            "interview": "an interview",
            "letter": "a letter",
            "release": "a press release",
            "review": "a review",
            "correction": "a correction",
            "obituary": "an obituary",
            "analysis": "an analysis",
        },
        told={
            "author": "{title} was written by {value}.",
            "author_in": "{title} was written by {value} ({outlet}).",
            "date": "{title} was published on {value}.",
            "updated": "{title} was published on {value} and updated on {updated}.",
            "outlet": "{title} was published by {value}.",
            "link": "{title} is at {value}",
            "length": "{title} has {words} words in {paragraphs} paragraphs.",
            "title": "It is headed {title}.",
        },
        untold={
            "author": "{title} names no author.",
            "date": "It is not known when {title} was published.",
            "outlet": "It is not known where {title} was published.",
            "link": "No address is known of {title}.",
            "title": "The article has no title.",
        },
        quoted_in_one="One speaker is quoted:",
        quoted_in_several="{number} speakers are quoted:",
        nobody_quoted="I found nobody who is quoted there.",
        mentioned_in="{number} articles mention {topic}:",
        mentioned_in_one="One article mentions {topic}:",
        mentioned_nowhere="None of the {number} articles searched mentions {topic}.",
        more_rows="These are the first {shown} of {number}.",
        row="{where}: ",
        nobody_takes_sides="I found nobody who says so in the {number} articles searched.",
        nearest_names="Names that come near: {names}.",
        yes="Yes.",
        no="No.",
        unsettled="The articles do not settle this. What comes near:",
        unsure="This may not answer the question: it is what the articles say that comes nearest.",
        agree_not="The accounts differ:",
        one_account="What each says:",
        side_missing="I found nothing of {side} on this.",
        in_order="In order of date:",
        latest="The latest, of {day}:",
        before_it="Before that:",
        contradicted="The articles say otherwise than the question takes for granted:",
        not_shown="I found nothing in the {number} articles searched that shows what the question takes for "
        "granted. What comes near:",
        corrected="Corrected: ",
        corrected_on="Corrected on {day}: ",
        changed_on="Changed since, seen on {day}: {now}, before {was}. ",
        withdrawn="{where} was withdrawn: ",
        before_correction="Before the correction: ",
        satire="Satire, not a report: ",
        nothing_corrected="I found no correction of this in the {number} articles searched.",
    ),
    "zh": Frames(
        about_one="{where}的内容：",
        about_several="{number}篇文章与此有关，按日期排列：",
        which_article="您指的是哪篇文章？请说出标题或主题。",
        kinds={
            "opinion": "评论文章",
            "satire": "讽刺文章",
            "interview": "访谈",
            "letter": "来信",
            "release": "新闻稿",
            "review": "评论",
            "correction": "更正",
            "obituary": "讣告",
            "analysis": "分析",
        },
        told={
            "author": "{title}的作者是{value}。",
            "author_in": "{title}的作者是{value}（{outlet}）。",
            "date": "{title}发表于{value}。",
            "updated": "{title}发表于{value}，更新于{updated}。",
            "outlet": "{title}刊登于{value}。",
            "link": "{title}的链接：{value}",
            "length": "{title}有{paragraphs}段，约{words}词。",
            "title": "标题是{title}。",
        },
        untold={
            "author": "{title}没有署名。",
            "date": "{title}的发表日期不详。",
            "outlet": "{title}的出处不详。",
            "link": "{title}没有链接。",
            "title": "这篇文章没有标题。",
        },
        quoted_in_one="引用了一位发言者：",
        quoted_in_several="引用了{number}位发言者：",
        nobody_quoted="没有找到被引用的人。",
        mentioned_in="{number}篇文章提到{topic}：",
        mentioned_in_one="1篇文章提到{topic}：",
        mentioned_nowhere="检索的{number}篇文章都没有提到{topic}。",
        more_rows="以上是{number}项中的前{shown}项。",
        row="{where}：",
        nobody_takes_sides="在检索的{number}篇文章中没有找到这样说的人。",
        nearest_names="相近的名字：{names}。",
        yes="是。",
        no="不是。",
        unsettled="文章没有定论。相近的内容：",
        unsure="这些内容未必回答了问题：它们是文章中最相近的。",
        agree_not="说法不一：",
        one_account="各方的说法：",
        side_missing="没有找到{side}的相关内容。",
        in_order="按日期排列：",
        latest="最新情况（{day}）：",
        before_it="此前：",
        contradicted="文章的说法与问题的前提不同：",
        not_shown="在检索的{number}篇文章中没有找到能证实问题前提的内容。相近的内容：",
        corrected="更正：",
        corrected_on="{day}更正：",
        changed_on="文章后来有改动（{day}发现）：{now}，此前为{was}。",
        withdrawn="{where}已撤稿：",
        before_correction="更正前：",
        satire="讽刺文章，并非报道：",
        nothing_corrected="在检索的{number}篇文章中没有找到相关更正。",
    ),
}

# That nothing was found, for a question in a language that is read by its words only.
NOTHING_FOUND = {
    "de": "In den {number} durchsuchten Artikeln habe ich dazu nichts gefunden. Auf Englisch finde ich mehr.",
    "fr": "Je n’ai rien trouvé à ce sujet dans les {number} articles consultés. En anglais, je trouve davantage.",
    "es": "No he encontrado nada sobre esto en los {number} artículos consultados. En inglés encuentro más.",
}
