"""Requests for articles by topic or by catalog entry: author, outlet, date and kind of text.

A request has parts in any order: words that ask, a noun for what is published, a verb of having or publishing,
and limits to authors, outlets, times and a topic. A text with anything else in it does not count. Names and times
are found elsewhere and passed in as `Mark`s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from index.articles import TextKind
from index.language.closed_lists import SMALL_NUMBER, number_from
from index.language.names import plain
from index.language.times.written_days import day_in_words
from index.language.word_lists import word_set

LONGEST = 300  # characters of such a request
_I = re.I
# Nouns for what is published, with the kind of text where the noun implies one; the first that matches counts.
_NOUNS: tuple[tuple[TextKind | None, str], ...] = (
    ("opinion", r"opinion(?: (?:piece|article|column|text)s?|s)?|op-?eds?|editorials?|commentar(?:y|ies)|columns?"),
    ("satire", r"satir(?:e|es|ical (?:piece|article|text|story|stories)s?)|spoofs?"),
    ("letter", r"letters?(?: to the editor)?|readers['’]? letters"),
    ("interview", r"interviews?"),
    ("review", r"reviews?"),
    ("obituary", r"obituar(?:y|ies)|obits?"),
    ("analysis", r"anal(?:ysis|yses)(?: pieces?)?"),
    ("release", r"press releases?"),
    ("live", r"live ?blogs?"),
    (None, r"(?:news )?(?:articles?|stor(?:y|ies)|reports?|pieces?|items?|texts?|features?|write-?ups?)"),
    (None, r"news pages?|pages?|coverage|content|output"),
)
_NOUN = re.compile("|".join(rf"(?P<k{place}>\b(?:{noun})\b)" for place, (_, noun) in enumerate(_NOUNS)), _I)
_SINGULAR = re.compile(
    r"(?:article|story|report|piece|item|text|feature|page|editorial|column|op-?ed|interview|review|letter|obituary"
    r"|obit|commentary|opinion|release|blog|write-?up|analysis)(?: to the editor)?$",
    _I,
)
_BARE = re.compile(r"\b(?P<any>anything|everything|something|stuff|all|any|nothing)\b|\b(?:what|whats|how many)\b", _I)
_PUBLISHING = word_set(
    "publish published publishing print printed post posted run ran running carry carried appear appeared write wrote "
    "written file filed release released put produce produced issue issued feature featured came out"
)
_HAVING = word_set("have has had having got get hold holds held got there") | {"'ve", "’ve"}
_SAID = re.compile(rf"(?<!\w)(?:{'|'.join(_PUBLISHING | _HAVING)})\b", _I)
_ANY = re.compile(r"\b(?:anything|everything|something|stuff|all|any)\b", _I)
# Verbs that need no subject to say that something was published: "what came out in May".
_OUT = word_set("published printed posted appeared ran out publish print")
# Words that ask, that point to the library, or that only hold a request together.
_CLOSED = word_set(
    "which what whats any some all every each the a an our your my its of in do does did done doing is are was were be "
    "been being here we you i us me these those that please list show give find name tell need want see look looking "
    "for up pull display fetch let know how many number count total ever also already so far recently recent new yet "
    "now then else other others more still just only exactly altogether to and or but one ones come comes can could "
    "would like anything everything something stuff will shall kind sort kinds by-line with there's what's who's "
    "s re ve d ll m pls single whole full complete quick interested both too anyone again same"
)
_LEANING = word_set("ok okay so then them")
_WHAT_ABOUT = re.compile(r"^\W*(?:(?:and|but|so|ok(?:ay)?),? )*(?:what|how) about\b", _I)
_POINTING = word_set("which how many list show them ones are they there one of those these and so what is that me")
_MOST = re.compile(
    r"\b(?P<which>latest|newest|most recent|last|first|oldest|earliest)\b"
    rf"(?: (?P<count>{SMALL_NUMBER})\b)?",
    _I,
)
_TOPIC = re.compile(
    r"\b(?:(?:(?:that|which|who) )?(?:(?:is|are|was|were|do|does|did) )?(?:about|on|regarding|concerning|covering|re"
    r"|mention(?:s|ed|ing)?|discuss(?:es|ed|ing)?|dealing with|deals? with|referring to|refers? to|touch(?:es|ing)? on"
    r"|cover(?:s|ed)?|to do with|featuring|bring(?:s|ing)? up|brought up)|(?<=coverage )of)\s+",
    _I,
)
# "In the archive" and other words for the library.
_IN_LIBRARY = re.compile(
    r"\b(?:in|from|of|on|within) (?:the|our|your|my|this) (?:whole |entire )?(?:library|archives?|collection|database"
    r"|system|files?|records?|stock|catalog(?:ue)?)\b|\b(?:on|in) (?:file|record|stock|here|total|all)\b"
    r"|\bfrom (?:us|you)\b|\bat all\b",
    _I,
)
# A second half that asks for what the list shows anyway: "and which ones are they?".
_TAIL = re.compile(
    r"[\s,;:–-]*(?:\b(?:and )?(?:(?:which|what)(?: ones)?(?: (?:are|were) (?:they|those|these|there|the titles)"
    r"|(?: is| have we| do we have| there is| is there)+)?|which ones|what (?:are|were) they(?: called)?|who wrote them"
    r"|(?:please )?(?:list|name|show)(?: me)? (?:them|those)(?: all)?|(?:with )?(?:their |the )?(?:titles|dates|links"
    r"|authors|headlines)(?: and (?:titles|dates|links|authors))?)(?: please| pls)?)[\s?.!]*$",
    _I,
)
_WORD = re.compile(r"[\w&](?:[\w.’'&-]*[\w&])?|['’](?:ve|s|re|d|ll)\b")
_BEFORE_OUTLET = re.compile(
    r"\b(?:(?:published |printed |posted |written |out )?(?:by|from|in|of|at|for|with|on)\s+)?(?:the\s+)?$", _I
)
_BEFORE_AUTHOR = re.compile(r"\b(?:by|from|of)\s+(?:the\s+)?(?:author\s+|writer\s+|reporter\s+|columnist\s+)?$", _I)
_BARE_TOPIC = re.compile(r"(?P<lead>(?:and|but|also)\s+)?(?P<topic>(?:(?:the|a|an) )?[\w’'-]+(?: [\w’'-]+){0,3})", _I)
# Words before a singular noun that ask for any one of several, not for a known one.
_ANY_ONE = re.compile(
    r"\b(?:which|what|any|an?|every|each|single)\b(?!.*\b(?:do|does|did|has|have|had|is|are|was|were|say|says)\b)", _I
)
_ASKED_AGAIN = re.compile(
    r",? (?:and )?(?:what|who|when|where|why|how)\b[^,]* (?:do|does|did|is|are|was|were|has|have)\b", _I
)
_GOING_ON = re.compile(
    r"\W*(?:and|but|so|also|ok(?:ay)?|then|now|(?:what|how) about|only|just)\b|.*\b(?:of|among) (?:them|those|these)\b",
    _I,
)
_CONTRACTED = re.compile(r"\b(what|who|which|there|where|that)['’]s\b", _I)
_NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|al|bin|da|de|der|dos|du|la|van|von)){0,4}"
_WRITER = re.compile(
    rf"\bby (?P<by>{_NAME})(?= {{2}}|$)"
    rf"|\b(?:did|has|have|does) (?P<who>{_NAME}) (?:(?:ever|also) )?(?:write|written)\b"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What another module found at `text[start:end]`: names of outlets, of an author, or the days of a time."""

    start: int
    end: int
    sort: Literal["outlet", "author", "time"]
    names: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Which articles are asked for; empty fields set no limit. `most` is how many, of the newest or the oldest."""

    counted: bool = False
    kind: TextKind | None = None
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    topic: str = ""
    most: int | None = None
    oldest_first: bool = False
    leaning: bool = True  # whether its words continue the request before it

    @property
    def limited(self) -> bool:
        return bool(self.authors or self.outlets or self.since or self.until)

    def after(self, before: Listing) -> Listing:
        """The full request of a follow-up: its own limits, and those of `before` where it sets none of that kind."""
        timed = self if self.since or self.until else before
        return Listing(
            counted=self.counted or before.counted,
            kind=self.kind or before.kind,
            authors=self.authors or before.authors,
            outlets=self.outlets or before.outlets,
            since=timed.since,
            until=timed.until,
            topic=self.topic or before.topic,
            most=None if self.topic or before.topic else self.most or before.most,
            oldest_first=self.oldest_first if self.most else before.oldest_first,
        )

    def as_question(self) -> str:
        """The request in full, as a person might type it; reading it again gives the same request."""
        noun = _PLURALS.get(self.kind, "articles")
        asking = "How many" if self.counted else "Which"
        if self.most:
            which = "first" if self.oldest_first else "latest"
            asking = f"What are the {which} {self.most}" if self.most > 1 else f"What is the {which}"
            noun = noun if self.most > 1 else noun.removesuffix("s")
        parts = [f"{asking} {noun}", "" if self.most else "do we have"]
        parts += [f"by {' or '.join(self.authors)}"] if self.authors else []
        parts += [f"in {' or '.join(self.outlets)}"] if self.outlets else []
        parts += [_days_in_words(self.since, self.until)] if self.since or self.until else []
        parts += [f"about {self.topic}"] if self.topic else []
        return " ".join(filter(None, parts)) + "?"


_PLURALS: dict[TextKind | None, str] = {
    "opinion": "opinion pieces", "satire": "satirical pieces", "letter": "letters", "interview": "interviews",
    "review": "reviews", "obituary": "obits", "analysis": "analysis pieces", "release": "press releases",
    "live": "live blogs",
}  # fmt: skip


def _days_in_words(since: date | None, until: date | None) -> str:
    def day(one: date) -> str:
        return day_in_words(one.isoformat(), "en") or one.isoformat()

    if since and until:
        if since == until:
            return f"on {day(since)}"
        if since.day == 1 and (until + timedelta(days=1)).day == 1 and since.month == until.month:
            return f"in {since:%B %Y}"
        if since.day == since.month == 1 and until == date(since.year, 12, 31):
            return f"in {since.year}"
        return f"between {day(since)} and {day(until)}"
    return f"since {day(since)}" if since else f"until {day(until)}" if until else ""


def without(text: str, marks: Sequence[Mark]) -> str:
    """The text with what the marks found blanked out."""
    for mark in marks:
        text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def may_list(text: str) -> bool:
    """Whether the words may ask for articles, as far as can be seen without the library's names."""
    if re.match(r"\W*(?:who|whom|whose|when|where|why|how(?! many\b))\b", text, _I):
        return False
    return bool(_NOUN.search(text) or _BARE.search(text) and _SAID.search(text) or _ANY.search(text))


def listing(text: str, marks: Sequence[Mark], *, before: Listing | None = None) -> Listing | None:
    """The request for articles that the words make; None if they ask for anything else.

    After the listing `before`, a follow-up may be no more than a limit: "and in May?".
    """
    text = text.rstrip(" ?.!")
    if len(text) > LONGEST:
        return None
    return _Reading(text, marks, before).read()


class _Reading:
    """One request being read: each part found is blanked out, and only words that ask may be left."""

    def __init__(self, text: str, marks: Sequence[Mark], before: Listing | None) -> None:
        self.text, self.before = text, before
        self.left = _CONTRACTED.sub(lambda found: f"{found[1]}  ", text)
        if before and (found := _WHAT_ABOUT.match(text)):
            self._blank(*found.span())
        self.marks = [self._with_lead(mark) for mark in marks]

    def _with_lead(self, mark: Mark) -> Mark:
        """The mark with its preposition and article, and its possessive ending."""
        if mark.sort == "time":
            return mark
        lead = (_BEFORE_OUTLET if mark.sort == "outlet" else _BEFORE_AUTHOR).search(self.text, 0, mark.start)
        owner = re.compile(r"['’]s?\b").match(self.text, mark.end)
        return replace(mark, start=lead.start() if lead else mark.start, end=owner.end() if owner else mark.end)

    def _blank(self, start: int, end: int) -> None:
        self.left = self.left[:start] + " " * (end - start) + self.left[end:]

    def read(self) -> Listing | None:
        """The request, read part by part; None if any other words are left."""
        if found := _IN_LIBRARY.search(self.left):
            self._blank(*found.span())
        head = self._noun()
        topic = self._topic(head)
        if head and (tail := _TAIL.search(self.left, head.end())):
            self._blank(*tail.span())
        limits = self._limits()
        most, oldest_first = self._most(head)
        if head and not topic:
            topic = self._described(head)
        if head and not limits.authors and (writer := self._unknown_writer()):
            limits = replace(limits, authors=(writer,))
        kind = self._kinds(head) if head else None
        words = [plain(one[0]) for one in _WORD.finditer(self.left)]
        asked = replace(limits, topic=topic, kind=kind, most=most, oldest_first=oldest_first, counted=self._counted())
        if not topic and self.before and (bare := self._bare_topic(words)) and self.before.topic:
            asked, words = replace(asked, topic=bare), []
        known = _CLOSED | _PUBLISHING | _HAVING | (_LEANING if self.before else frozenset())
        if not set(words) <= known or ":" in self.left or (asked.since and asked.until and asked.since > asked.until):
            return None
        if self.before:
            leaning = not head or bool(_GOING_ON.match(self.text))
            return replace(asked, leaning=leaning) if self._goes_on(asked, words) else None
        return asked if (self._asks(head, asked) if head else self._asks_bare(asked, words)) else None

    def _noun(self) -> re.Match[str] | None:
        """The match of the noun for what is asked for: the first outside names; None if the topic comes before it."""
        intro, found = _TOPIC.search(self.left), _NOUN.search(without(self.left, self.marks))
        return None if found and intro and found.start() >= intro.end() else found

    def _topic(self, head: re.Match[str] | None) -> str:
        """The topic of the articles, from its preposition to the next limit."""
        for intro in _TOPIC.finditer(self.left, head.end() if head else 0):
            if any(mark.start <= intro.start() < mark.end for mark in self.marks):
                continue  # "on 12 March"
            limits = [mark.start for mark in self.marks if mark.start >= intro.end() and self._limits_there(mark)]
            end = min(limits, default=len(self.text))
            tail = _TAIL.search(self.text, intro.end())
            end = min(end, tail.start()) if tail and tail[0].strip() and tail.start() > intro.end() else end
            topic = re.sub(
                r"[\s,]+(?:do (?:we|you|i) have|are there|is there|please|pls|and|or|then|by|from)$",
                "",
                self.text[intro.end() : end].strip(" ,;-–"),
                flags=_I,
            )
            if not re.search(r"\w", topic) or _ASKED_AGAIN.search(topic):
                continue
            self.marks = [mark for mark in self.marks if not intro.end() <= mark.start < end]
            self._blank(intro.start(), end)
            return topic
        return ""

    def _limits_there(self, mark: Mark) -> bool:
        """Whether a mark after a topic limits the articles: "about the bridge by Roe", not "about Roe"."""
        lead = re.match(
            r"(?:published|printed|posted|written|out|by|from|in|for|at)\b", self.text[mark.start : mark.end], _I
        )
        return mark.sort == "time" or bool(lead)

    def _described(self, head: re.Match[str]) -> str:
        """The content words before the noun: "tram stories"."""
        found = re.search(r"(?:[\w’'&-]+ +)*$", self.left[: head.start()])
        every = list(re.compile(r"[\w’'&-]+").finditer(self.left, found.start(), head.start())) if found else []
        taken = list[str]()
        while every and plain(every[-1][0]) not in _CLOSED | _PUBLISHING | _HAVING | {"about"}:
            word = every.pop()
            taken.insert(0, word[0])
            self._blank(*word.span())
        return " ".join(taken)

    def _bare_topic(self, words: list[str]) -> str:
        """The topic of a follow-up that says nothing else: "and the ferry?"."""
        found = _BARE_TOPIC.fullmatch(self.left.strip())
        if found and found["lead"] is None and not _WHAT_ABOUT.match(self.text):
            return ""
        content = [word for word in words if word not in _CLOSED | _LEANING]
        return (
            found["topic"] if found and content and not set(words) & (_HAVING | _PUBLISHING) and not self.marks else ""
        )

    def _limits(self) -> Listing:
        """The limits that the marks outside the topic set."""
        asked = Listing()
        for mark in self.marks:
            self._blank(mark.start, mark.end)
            if mark.sort == "outlet":
                asked = replace(asked, outlets=(*asked.outlets, *mark.names))
            elif mark.sort == "author":
                asked = replace(asked, authors=(*asked.authors, *mark.names))
            else:
                since = max(filter(None, (asked.since, mark.since)), default=None)
                until = min(filter(None, (asked.until, mark.until)), default=None)
                asked = replace(asked, since=since, until=until)
        return asked

    def _most(self, head: re.Match[str] | None) -> tuple[int | None, bool]:
        """How many articles are wanted, and whether the oldest rather than the newest."""
        found = _MOST.search(self.left)
        if not found:
            return None, False
        self._blank(*found.span())
        count = found["count"]
        number = number_from(count) if count else None
        if head and number is None:
            number = 1 if _SINGULAR.search(head[0]) else None
        oldest = found["which"].lower() in ("first", "oldest", "earliest")
        return number, oldest

    def _kinds(self, head: re.Match[str]) -> TextKind | None:
        """The kind of text that the nouns imply: "which of the articles are opinion pieces?"."""
        kinds = list[TextKind]()
        for found in (head, *_NOUN.finditer(self.left)):
            self._blank(*found.span())
            kind, _ = _NOUNS[int((found.lastgroup or "k0")[1:])]
            kinds += [kind] if kind else []
        return next(iter(kinds), None)

    def _unknown_writer(self) -> str | None:
        """A name in the author's place that is not in the library: "articles by Roe"."""
        found = _WRITER.search(self.left)
        who = found["by"] or found["who"] if found else ""
        if not found or not who or any(plain(word) in _CLOSED for word in who.split()):
            return None
        self._blank(*found.span("by" if found["by"] else "who"))
        self.left = re.sub(r"\bby\b", "  ", self.left, count=1, flags=_I)
        return who

    def _counted(self) -> bool:
        return bool(re.search(r"\bhow many\b|\bnumber of\b|\bcount\b|\bhow much\b", self.text, _I))

    def _asks(self, head: re.Match[str], asked: Listing) -> bool:
        """Whether a request with such a noun asks for articles, not about a known one or for the news in them."""
        before = _CONTRACTED.sub(r"\1 is", self.text[: head.start()])
        if _SINGULAR.search(head[0]) and not (asked.most or _ANY_ONE.search(before)):
            return False
        if "coverage" in head[0].lower() and asked.outlets and asked.topic and not asked.counted:
            return False  # it asks what the outlet says about the topic
        if _MOST.search(before) and asked.topic:
            return False  # it asks for news about the topic
        every = bool(re.search(r"\b(?:list|show|give|all|every|each)\b", before, _I))
        every |= bool(re.search(r"\bdo (?:we|you) have\b", self.text, _I))
        return asked.limited or bool(asked.topic or asked.kind or asked.most) or every

    def _asks_bare(self, asked: Listing, words: list[str]) -> bool:
        """Whether "what" or "anything" means articles, as the limits and a verb of having or publishing show."""
        found = _BARE.search(self.left)
        said = set(words)
        ours = bool(said & set("we you us".split())) and bool(said & _HAVING)
        if not found or not (asked.limited or asked.topic and ours):
            return False
        if found["any"] or asked.topic:
            return asked.limited and bool(found["any"]) or ours
        if asked.authors or asked.outlets:
            return bool(said & (_HAVING | _PUBLISHING))
        return ours or bool(said & _OUT) or bool(said & {"we"} and said & _PUBLISHING)

    def _goes_on(self, asked: Listing, words: list[str]) -> bool:
        """Whether a follow-up sets a limit, or asks how many or which of what was listed."""
        pointing = bool(re.search(r"\b(?:which|how many|list|show)\b", self.text, _I))
        if asked.limited or asked.topic or asked.kind or asked.most:
            return True
        return pointing and set(words) <= _POINTING
