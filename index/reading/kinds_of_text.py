"""The kind of text of an article, with the signs that show it.

What the page, its address, its headline or its byline says comes first, then the form of the text; if neither shows
the kind, it is unknown. The content does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from index.articles import Article
from index.language.closed_lists import WEEKDAYS
from index.language.quotations import quotations
from index.reading.interviews import PER_ANSWER, answers_in_one, is_answer
from index.reading.notices import Placed, read_notices
from index.reading.records import TextKind

# What outlets, schema.org's types and addresses (with "-" between words) call each kind. Kinds that warn the reader
# come first: a page may call itself both news and satire.
NAMES: dict[TextKind, str] = {
    "satire": "satire|satirical|satirical article|parody|spoof|humou?r|讽刺",
    "correction": "corrections?|corrections (?:and|&) clarifications|clarifications?|retractions?|errat(?:um|a)"
    "|(?:更正|勘误|撤稿)(?:启事|声明|说明)?|訂正(?:(?:・|と)?お(?:わび|詫び))?",
    "letter": "letters?|letters? to the editor|readers['’]? letters|your letters|读者来信|读者投书",
    "obituary": "obituar(?:y|ies)|obits?|deaths|in memoriam|讣告|讣闻",
    "review": "(?:[a-z]+ ){0,2}reviews?|review news article|影评|书评|评测",
    "interview": "(?:[a-z]+ )?interviews?|q ?(?:&|and|\\+) ?a|q-and-a|questions and answers|专访|访谈",
    "live": "live|live ?blogs?|live blog posting|live updates?|live news|as it happened|minute by minute|直播",
    "release": "(?:press|news|media) ?releases?|pr newswire|business ?wire|advertiser content article|新闻稿",
    "analysis": "(?:news |[a-z]+ )?analysis|analysis news article|explain(?:er|ed|ers)|background|分析|解读",
    "opinion": "opinions?|opinion news article|op ?-?eds?|comments?|comment ?is ?free|comment(?:ary|aries)"
    "|columnists?|columns?|editorials?|leaders?|leading articles?|viewpoints?|views?|voices|perspectives?|guest essays?"
    "|opinion (?:and|&) (?:ideas|analysis)|ideas|社论|评论|观点|时评",
    "news": "news|news article|reportage news article|breaking(?: news)?|world|politics|business|sports?|local"
    "|national|international|us|uk|city|metro|新闻|要闻|快讯",
}
_NAMED = {kind: re.compile(rf"(?:{names})", re.IGNORECASE) for kind, names in NAMES.items()}
_IN_HEADLINE = {
    kind: re.compile(rf"(?:{names})\s*(?:[:：|]|\s[–—-]\s)\s*\S|.{{3,}}\s[|–—-]\s*(?:{names})$", re.IGNORECASE)
    for kind, names in NAMES.items()
    if kind != "news"
}
_HEADLINE_REVIEW = re.compile(r"\breview\s*(?:[:–—|]|\s-\s|$)", re.IGNORECASE)
_BYLINES: dict[TextKind, re.Pattern[str]] = {
    "opinion": re.compile(
        r"\b(?:columnists?|editorial board|opinion (?:writer|editor)|guest (?:writer|essay))\b", re.I
    ),
    "review": re.compile(r"\b(?:critic|reviewer)\b", re.IGNORECASE),
    "satire": re.compile(r"\bsatirist\b", re.IGNORECASE),
    "release": re.compile(r"\b(?:press office|pr newswire|business wire|communications (?:office|department))\b", re.I),
}
_SAYS_SATIRE = re.compile(
    r"\b(?:this (?:article|story|piece|column) is (?:a )?(?:satire|satirical|parody)|satirical)\b", re.I
)

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
SHORT = 4  # paragraphs at most in a text that only corrects
SEVERAL = 3  # this many paragraphs with reported words make a report
LONGEST_LABEL = 40  # characters of a line that labels what follows
_CLOCK = re.compile(r"[\[(*_]*(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?\b", re.IGNORECASE)
_TURN = re.compile(
    r"[*_]{0,3}(?:Q|A|Question|Answer|问|答|記者|记者|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})\d*[.:：]\s"
)
_ENDS_ASKING = re.compile(r"[?？][\s*_”\"’)]*$")
_RELEASE = re.compile(
    r"\bfor immediate release\b|^\s*(?:media|press) (?:contact|enquir|inquir)|^\s*notes to editors"
    r"|^\s*(?:-+\s*)?ends(?:\s*-+)?\s*$|^\s*#\s?#\s?#\s*$|^\s*about [A-Z][\w&.' -]{1,60}:?\s*$",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"\s*(?:dear (?:sir|madam|editor|sirs)\b|sir\s*[,–—:-]|to the editor\b|madam\s*[,–—-])", re.I)
_DIED = re.compile(r"\b(?:died|has died|passed away|dies|death of)\b", re.IGNORECASE)
_AGED = re.compile(
    r"\baged? (?:of )?\d{1,3}\b|, (?:who was )?\d{2,3}, (?:died|has died)|\bwas \d{2,3}\b|\bat \d{2,3}\b", re.I
)
_SURVIVED = re.compile(
    r"\bsurvived by\b|\bis survived\b|\b(?:was )?born (?:in|on|at)\b|\bleaves (?:a|his|her|two|three)\b", re.I
)
_RATING = re.compile(
    r"[★☆⭐]{2,}|\b(?:rating|verdict|score)\s*:|\b[0-9](?:\.5)?\s?/\s?(?:5|10)\b"
    r"|\b(?:one|two|three|four|five|[0-9]) (?:and a half )?stars?\b(?! hotel)|\bstars? out of\b",
    re.IGNORECASE,
)
_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|myself|me)\b")
_WE = re.compile(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)
_OUGHT = re.compile(
    r"\b(?:should|must|ought|need(?:s)? to|let us|let['’]s|cannot be allowed|it is time|deserves?|shame(?:ful)?)\b",
    re.I,
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|according to|announced|reported|confirmed|added|stated|spokes(?:man|woman|person))\b", re.I
)
_DATED = re.compile(
    rf"\b(?:(?i:{'|'.join(WEEKDAYS)})|yesterday|today|last (?:week|month|night)|this week)\b"
    r"|^[A-Z][A-Z .,]{3,40}(?:\([^)]{2,20}\))?\s*[–—-]"
)


def kind_of_text(article: Article) -> tuple[TextKind, tuple[str, ...]]:
    """The kind, and the sign that shows it, in words."""
    texts = [paragraph.text for paragraph in article.paragraphs if paragraph.role in ("body", "caption")]
    marks = [(kind, sign) for kind in NAMES for sign in _marks(article, kind)]
    if marks and marks[0][0] != "news":
        kind = marks[0][0]
        return kind, tuple(sign for other, sign in marks if other == kind)
    found = _form(article.title, texts)
    # Some pages call everything news, and some texts both report and say "I": then the report decides.
    if marks and (found is None or (found[0] == "opinion" and _reports(texts))):
        return "news", tuple(sign for _, sign in marks)
    return (found[0], (found[1],)) if found else ("unknown", ())


def _reports(texts: Sequence[str]) -> bool:
    return sum(bool(_REPORTED.search(_outside_quotations(text))) for text in texts) >= SEVERAL


def _marks(article: Article, kind: TextKind) -> Iterator[str]:
    """Where the page, its address, headline, byline, or a line above its text names this kind."""
    named = _NAMED[kind]
    for label in (article.section or "").split("; "):
        words = _CAMEL.sub(" ", label.strip())
        if named.fullmatch(words) or any(named.fullmatch(part.strip()) for part in re.split(r"[/|>,]", words)):
            yield f'labelled "{label.strip()}"'
    for step in _steps(article.url):
        if named.fullmatch(step):
            yield f'address with "{step}"'
    if (
        (kind in _IN_HEADLINE and _IN_HEADLINE[kind].match(article.title))
        or (kind == "review" and _HEADLINE_REVIEW.search(article.title))
        or (kind == "correction" and named.fullmatch(article.title.strip()))
    ):
        yield "headline"
    if kind in _BYLINES and _BYLINES[kind].search(article.author or ""):
        yield "byline"
    for paragraph in article.paragraphs[:3]:
        line = paragraph.text.strip(" *_#[]():：|-")
        if len(line) <= LONGEST_LABEL and kind != "news" and named.fullmatch(line):
            yield f'a line "{line}"'
    if kind == "satire" and any(
        _SAYS_SATIRE.search(paragraph.text) for paragraph in article.paragraphs if paragraph.role == "note"
    ):
        yield "a note"


def _steps(url: str | None) -> list[str]:
    """The words of each path segment of an address but the last, which is the article's own."""
    steps = [unquote(step) for step in urlsplit(url or "").path.split("/") if step]
    return [re.sub(r"[-_+]", " ", step) for step in steps[:-1] if not step.isdigit()]


def _form(title: str, texts: Sequence[str]) -> tuple[TextKind, str] | None:
    """The kind shown by the form of a text, with the sign that shows it."""
    if not texts:
        return None
    own = [_outside_quotations(text) for text in texts]
    whole = "\n".join(own)
    opening = " ".join(texts[:2])
    if _SALUTATION.match(texts[0]):
        return "letter", "salutation"
    if len(texts) <= SHORT and 2 * sum(map(bool, read_notices(list(map(Placed, texts))))) > len(texts):
        return "correction", "admits what an article got wrong"
    if sum(bool(_CLOCK.match(text)) for text in texts) >= 3:
        return "live", "entries with the time of day"
    if any(_RELEASE.search(line) for text in texts for line in text.split("\n")):
        return "release", "release lines"
    if _asks_and_answers(texts):
        return "interview", "questions and answers"
    if _DIED.search(f"{title} {opening}") and _AGED.search(f"{title} {' '.join(texts)}") and _SURVIVED.search(whole):
        return "obituary", "a death, an age, a life"
    if _RATING.search(" ".join([title, texts[0], *texts[-2:]])):
        return "review", "rating"
    speaks = len(_I.findall(whole))
    many = max(1, len(whole.split()))
    argues = len(_OUGHT.findall(whole)) >= 2 and (speaks >= 2 or len(_WE.findall(whole)) >= 2)
    reports = len(_REPORTED.findall(whole)) * 50 > many
    # An occasional "I" in a long report does not make it opinion.
    if (speaks >= 2 and speaks * 60 >= many) or (argues and not reports):
        return "opinion", "first person, or statements of what ought to be"
    if _REPORTED.search(whole) and (_DATED.search(whole) or len(_REPORTED.findall(whole)) >= 2):
        return "news", "reports with sources and days"
    return None


def _outside_quotations(text: str) -> str:
    pieces, at = [], 0
    for quotation in quotations(text):
        pieces.append(text[at : quotation.start])
        at = quotation.end
    return " ".join([*pieces, text[at:]])


def _asks_and_answers(texts: Sequence[str]) -> bool:
    """Whether turns are labelled, or unlabelled questions are each followed by an answer."""
    if sum(bool(_TURN.match(text)) for text in texts) >= 4 and any(_ENDS_ASKING.search(text) for text in texts):
        return True
    asked = [bool(_ENDS_ASKING.search(text)) for text in texts]
    after = zip(asked, texts[1:], asked[1:], strict=False)
    pairs = sum(asks and not asks_again and is_answer(text) for asks, text, asks_again in after)
    pairs += answers_in_one(texts)
    return pairs >= 3 and pairs * PER_ANSWER >= len(texts)
