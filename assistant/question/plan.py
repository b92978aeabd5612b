"""How a question is understood: its kind, topic, and the people, outlet, author, articles and time that its words set.

It uses the question, the conversation and the library's names, outlets, authors and titles, not what articles say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers import READ_LIMITS, ReadAs, ReadLimit, Spelling
from assistant.question.articles_meant import article_meant, by_subject, names_a_text, points
from assistant.question.asked_times import asked_time
from assistant.question.cased import with_months
from assistant.question.catalog_names import (
    author_called,
    author_named,
    bare_words,
    is_outlet,
    named,
    outlets_begun,
    outlets_named,
)
from assistant.question.learned.wanted import wanted
from assistant.question.limiting_times import TimeLimit, bounds
from assistant.question.listings import listing_in, times_in
from assistant.question.outlets_words import Account, accounts_in
from assistant.question.question import Question, read_question
from assistant.question.question_kinds import EITHER, ITEM, TEXT, Form, Kind, form_of, in_the_active, who_erred
from assistant.question.speaker_frames import ABOUT, OPINION, PERSONAL, speaker_names
from assistant.question.spelling import corrected, with_apostrophes
from assistant.question.things_asked import texts_asked
from assistant.question.titles import with_bare_title, with_title
from assistant.question.translated.chinese import english_question
from assistant.question.translated.foreign import Foreign, foreign
from index.articles import TextKind
from index.errors import WrongUsage
from index.filters import Filters
from index.language.closed_lists import SMALL_NUMBER, number_from
from index.language.names import names_in, plain
from index.language.places import SEATS_OF
from index.language.quotations import is_cjk
from index.language.roles import is_listed_role, is_role
from index.language.times.iso_periods import span
from index.language.times.written_dates import written_dates
from index.language.tokens import words
from index.language.word_lists import FUNCTION_WORDS, ORGANISATIONS
from index.library import Library

FOUND = 4  # paragraphs whose language decides whether a Chinese question is put into English
_BY_WORDS = ("lookup", "why", "yes-no", "overview", "said")  # kinds whose answer is found by the question's words
_WRITER = r"(?:authors?|writers?|columnist|journalist|reporter|editorialist|reviewer|critic|correspondent)"
_WRITERS = re.compile(rf"^{_WRITER}$", re.I)
_OWN_TEXT = re.compile(rf"^(?:in|from) (?:his|her|their|its|the|this|that) (?P<text>(?:\w+ )??{ITEM})$", re.I)
_OUTLETS_WRITER = re.compile(
    rf"^(?P<outlet>\w[^?,]*?)(?:['’]s?)? {_WRITER}$|^{_WRITER} (?:of|at|for|from|in) (?P<outlet2>\w[^?,]*)$", re.I
)
_PAPERS = re.compile(
    r"^(?:paper|newspaper|magazine|outlet|article|report|story|piece|column|interview|editorial)$", re.I
)
# A name and a topic as keywords: "wolff on the tram", "anything from wolff on the tram".
_KEYWORDS = re.compile(
    r"^\W*+(?!(?:what|who|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b)"
    rf"(?:(?:anything|something|{OPINION}) (?:from|by|of) )?(?P<who>\w[\w.’'&-]*+(?: [\w.’'&-]+){{0,5}}?)"
    r" (?:on|about|over|re|regarding) (?P<about>\S[^?]*?)\W*$",
    re.I,
)
# A name, a noun for a view, and a topic, with any possessive: "wolff's view on it", "what is roe reaction to it".
_HELD = re.compile(
    r"^\W*+(?:(?:what|which)(?:['’]?s| is| was| are| were) |(?:give|tell|show) me )?(?:the )?"
    rf"(?P<who>\w[\w.’'&-]*?(?: [\w.’'&-]+?){{0,5}}?)(?:['’]s?)? (?:{OPINION}) {ABOUT} (?P<about>\S[^?]*?)\W*$",
    re.I,
)
_NEWS_FROM = re.compile(r"\bfrom (?P<who>\w[\w.’'& -]*?)\W*$", re.I)
_BOUND = re.compile(
    r"\b(?P<how>before|until|till|by|up to|prior to|after|since|from)\s+(?:the\s+)?(?:end of\s+|start of\s+"
    r"|beginning of\s+)?$",
    re.I,
)
_A_TEXT = re.compile(rf"(?:the )?{TEXT} (?:on|about|in)\b", re.I)  # an article as the speaker
_GOVERNMENT = re.compile(
    r"^(?:(?P<place>\w[\w. ]*?)(?:['’]s?)? (?:government|administration)"
    r"|(?:government|administration) of (?:the )?(?P<of>\w[\w. ]*))$",
    re.I,
)
_COUNT = re.compile(
    rf"\b(?P<count>{SMALL_NUMBER})\s+(?:\w+\s+){{0,2}}"
    r"(?:points?|facts?|sentences?|takeaways?|things|bullets?|messages|findings|highlights|lines?)\b",
    re.I,
)
OF_EVENTS = ("lookup", "why", "yes-no")  # kinds that ask what happened, no matter when it was reported
SEVERAL = 5  # how many people of one name are considered
LONGEST_BOUND = 40  # characters before a date that are searched for "before", "since" and the like
# Words around a topic without content: "the story of the bridge so far".
_NO_TOPIC = re.compile(
    r"^(?:everything|anything|all)(?: (?:that )?(?:there is|we (?:have|know)))? (?:about|on|of)\b"
    r"|^(?:the )?(?:whole |latest |current )?(?:story|news|background|coverage|developments?|events?|situation"
    r"|topic|subject|issue|matter|state) (?:of|on|about|around|behind|with|in)\b"
    r"|\b(?:so far|until now|up to now|to date|for me|please|in general|over time|recently|lately|these days"
    r"|at the moment|right now)\b",
    re.I,
)
_WRITTEN_BY = re.compile(r"\bby ((?:[\w.’'-]+ ?){1,4})", re.I)
_OF_TEXTS = re.compile(
    r"\b(?:written|published|printed|posted|dated|articles?|by|from|(?:that |which )?mention\w*)\b", re.I
)
_ABOUT = re.compile(r"^.*\b(?:about|on|regarding|concerning|to)\s+", re.I)  # up to the subject of an article
_IN_THIS = re.compile(rf"\b(?:in|from) (?:this|that) {TEXT}\b", re.I)
_IN_TEXT = re.compile(
    r"\b(?:in|from|by|of|at|within|according to)\s+(?P<text>(?:this|that|the|these)\b[^?]*)\W*$", re.I
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A question as understood. `speakers` are full names, as the articles give them; `asked_speaker` is as typed.

    `articles` are ids; `points_at_article` says that the question points at an article ("this article"), which is
    unknown if `articles` is empty. `count` is how many points are wanted. `regardless_of` are limits that do not apply
    even though the question's words set them.
    """

    question: Question
    form: Form
    kind: Kind
    topic: str = ""
    asked_speaker: str | None = None
    speakers: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    author: str | None = None
    authors: tuple[str, ...] = ()  # an article by any of them will do
    outlets: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    points_at_article: bool = False
    since: str | None = None
    until: str | None = None
    count: int | None = None
    text_kind: TextKind | None = None
    oldest_first: bool = False
    spelling: tuple[Spelling, ...] = ()
    by: Question | None = None  # read as asking for a source's words, if it asks for a fact "according to" a source
    instructions: tuple[str, ...] = ()  # instructions on the form of the answer
    asked_in: str | None = None  # language of the original question, if it was put into English
    regardless_of: tuple[ReadLimit, ...] = ()

    @property
    def read_as(self) -> ReadAs:
        """The plan in the form in which an answer records it."""
        period = self.question.period or (
            "/".join((self.since or "..", self.until or "..")) if self.since or self.until else None
        )
        return ReadAs(
            kind=self.kind,
            topic=self.topic or None,
            speaker=" / ".join(self.speakers) or self.asked_speaker,
            author=" / ".join(self.authors) or self.author,
            outlet=" / ".join(self.outlets) or None,
            articles=self.articles,
            period=period,
            spelling=self.spelling,
            regardless_of=self.regardless_of,
        )

    @property
    def orders(self) -> tuple[str, ...]:
        """The instructions that a chat model gets besides the question."""
        named = (limit.removesuffix("s") for limit in self.regardless_of)
        return (*self.instructions, *(f"Any {name} will do, whichever the question names." for name in named))

    def meaning(self, speakers: Sequence[str]) -> Plan:
        """The plan with the speakers whom the question describes and the articles name."""
        asked = self.asked_speaker or next(iter(self.form.sides), "")
        names = {_bare_name(name): name for name in reversed(speakers)}
        read = [Spelling(asked, name) for bare, name in reversed(names.items()) if bare != _bare_name(asked)]
        return replace(self, speakers=tuple(reversed(names.values())), spelling=(*self.spelling, *read))

    def regardless(self, limits: Sequence[ReadLimit]) -> Plan:
        """The plan without these limits; their words stay in the question and its topic."""
        plan = replace(self, regardless_of=tuple(limits))
        if "outlet" in limits:
            plan = replace(plan, outlets=())
        if "author" in limits:
            plan = replace(plan, author=None, authors=())
        if "articles" in limits:
            plan = replace(plan, articles=(), points_at_article=False)
        if "period" in limits:
            question, by = replace(plan.question, period=None), plan.by and replace(plan.by, period=None)
            plan = replace(plan, since=None, until=None, question=question, by=by)
        return plan

    def within(self, filters: Filters) -> Filters:
        """The filters, narrowed by the question's words."""
        narrowed = filters
        if self.articles and not filters.articles:
            narrowed = replace(narrowed, articles=self.articles)
        if self.outlets and not filters.outlets:
            narrowed = replace(narrowed, outlets=self.outlets)
        if self.text_kind and not filters.kinds:
            narrowed = replace(narrowed, kinds=self.text_kind)
        if (authors := self.authors or self.author) and not filters.authors:
            narrowed = replace(narrowed, authors=authors)
        since = max(filter(None, (filters.since, self.since)), default=None)
        until = min(filter(None, (filters.until, self.until)), default=None)
        # Days that rule each other out say when something happened, not when it was published.
        return narrowed if since and until and since > until else replace(narrowed, since=since, until=until)


def asks_the_author(plan: Plan) -> bool:
    """Whether it asks what an article's unnamed author says in it: "What does the columnist say?"."""
    return plan.points_at_article and bool(_WRITERS.match(plan.asked_speaker or ""))


def read_limits(given: str | Sequence[str]) -> tuple[ReadLimit, ...]:
    """The limits with these names, among those that a question can set; raises WrongUsage for any other name."""
    names = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    if unknown := [name for name in names if name not in READ_LIMITS]:
        raise WrongUsage(
            f"'{unknown[0]}' is not a limit that a question's words set. Those are {', '.join(READ_LIMITS)}."
        )
    return tuple(limit for limit in READ_LIMITS if limit in names)


def make_plan(
    text: str,
    library: Library,
    filters: Filters,
    *,
    instructions: Sequence[str] = (),
    history: Sequence[Mapping[str, object]] = (),
    today: date | None = None,
    regardless_of: Sequence[ReadLimit] = (),
) -> Plan:
    """The plan of a standalone question; `history` shows which article was cited last.

    `instructions` are those that were typed with it. Limits in `regardless_of` do not apply, even if the words
    set them.
    """
    typed = " ".join((text, *instructions))
    text, articles = with_title(text, library)
    translated = foreign(text) or _from_chinese(text, library, filters, today)
    text = in_the_active(with_apostrophes(translated.english if translated else text))
    question, form = _read(text, today)
    asks_somebody = form.kind == "said" and _is_known(form.sides[0], library)
    if not articles and form.kind in ("lookup", "said", "yes-no", "metadata") and not asks_somebody:
        text, articles = with_bare_title(text, library, filters)
        question, form = _read(text, today) if articles else (question, form)
    # The register resolves a speaker's name.
    named = form.sides if form.kind == "said" or form.wanted == "person" else ()
    text, spelling = (text, ()) if translated else corrected(text, library, filters, named=named)
    if spelling:
        question, form = _read(text, today)
    question = replace(_of_published_month(question, text, library, today), is_translated=translated is not None)
    if form.kind == "lookup" and (found := _key_words(text, library)):
        form = Form("said", EITHER, found["about"].strip(" ?.!"), (found["who"],))
    if form.kind == "lookup" and not form.wanted and not articles:
        form, articles = _wanted(typed, text, library, filters) or (form, articles)
    if form.kind == "latest" and (found := _NEWS_FROM.search(text)) and not is_outlet(found["who"], library):
        people = _people_among(library.meant_by(found["who"]).names, library)
        form = Form("said", None, "", (found["who"],)) if people else form
    erring = who_erred(text) if form.kind in (*OF_EVENTS, "corrections") else None
    if erring and (erring.generic or (is_outlet(erring.who, library) and _outlets_called(erring.who, library))):
        form = Form("corrections", None, erring.about, () if erring.generic else (erring.who,))
    elif form.kind != "said" and (account := _outlets_account(text, library)):
        form, question = Form("said", None, account.about, (account.who,)), replace(question, speaker=None)
    by = question if question.speaker and form.kind != "said" else None
    if by:
        # A question for a fact "according to" somebody does not ask for their words.
        question = replace(question, speaker=None, topic=text)
    plan = Plan(
        question,
        form,
        form.kind,
        _topic(form, question),
        articles=articles,
        points_at_article=bool(articles),
        spelling=spelling,
        instructions=tuple(instructions),
        asked_in=translated.language if translated else None,
    )
    if not articles and (listed := _of_catalog(plan, library, today)) is not None:
        return listed.regardless(regardless_of)
    if plan.kind == "lookup" and not articles and (about := texts_asked(text)):
        form = Form("list", "articles", about)
        plan = replace(plan, form=form, kind=form.kind, topic=_topic(form, question))
    if form.kind == "corrections":
        plan = _corrected_in(plan, times_in(text, library, today or date.today()), text)
    else:
        plan = _bounded(plan, text, today)
    plan = replace(plan, count=_count(text), by=by)
    plan = _speaker(_outlet(_author(plan, library), library), library, filters)
    return _article(plan, library, filters, history).regardless(regardless_of)


def _wanted(typed: str, text: str, library: Library, filters: Filters) -> tuple[Form, tuple[str, ...]] | None:
    """The form of a question that asks about articles themselves, and the article meant; None for any other question.

    `typed` is the question with its instructions, `text` the question as read.
    """
    learned = wanted(typed)
    if learned is None:
        return None
    if learned.kind == "overview":
        return Form("overview", None, text), ()
    subject = (wanted(text) or learned).subject
    if learned.kind == "articles":
        named = " ".join(name.text for name in names_in(subject) if name.text)
        about = texts_asked(text) or named or _ABOUT.sub("", subject)
        return (Form("list", "articles", about), ()) if about else None
    meant = by_subject(subject, library, filters)
    return (Form("metadata", learned.kind, subject), meant) if meant else None


def _from_chinese(text: str, library: Library, filters: Filters, today: date | None) -> Foreign | None:
    """A Chinese question in English words, if what is found for it is not in Chinese."""
    if not is_cjk(text) or (english := english_question(text)) is None:
        return None
    question, form = _read(text, today)
    if form.kind not in _BY_WORDS or any(re.search("[A-Za-z]", side) for side in form.sides):
        return None
    found = library.search(question.text, limit=FOUND, filters=filters)
    return None if not found or any(is_cjk(hit.paragraph.text) for hit in found) else Foreign("zh", english)


def _read(text: str, today: date | None) -> tuple[Question, Form]:
    question = read_question(text, today=today)
    return question, form_of(text, language=question.language)


def _of_published_month(question: Question, text: str, library: Library, today: date | None) -> Question:
    """The question with its period moved to the latest year with articles, if it names a month or day without one."""
    period = question.period
    if not period or len(period) < len("2026-03") or period[:4] in text:
        return question
    times = times_in(text, library, today or date.today())
    begins = [one.since.isoformat()[: len(period)] for one in times if one.since and one.until]
    same = [one for one in begins if one[4:] == period[4:]]
    return replace(question, period=same[0]) if len(same) == 1 else question


def _key_words(text: str, library: Library) -> re.Match[str] | None:
    """The match of keywords for what somebody says: a known name or, for a view, also an office or an organisation."""
    held = _HELD.match(text)
    if held and (_is_known(held["who"], library) or _is_office(held["who"])):
        return held
    found = _KEYWORDS.match(text)
    return found if found and _is_known(found["who"], library) else None


def _is_known(name: str, library: Library) -> bool:
    return bool(library.meant_by(name).names or author_called(name, library))


def _is_office(who: str) -> bool:
    last = plain(who.split()[-1])
    return last in ORGANISATIONS or is_role(last)


def _of_catalog(plan: Plan, library: Library, today: date | None) -> Plan | None:
    """The plan of a question for articles by their entries in the catalog; None for any other question."""
    asked = listing_in(plan.question.text, library, today or date.today())
    if asked is None:
        return None
    kind: Kind = "count" if asked.counted else "list"
    since, until = (day.isoformat() if day else None for day in (asked.since, asked.until))
    period = plan.question.period
    if period and tuple(day.isoformat() for day in span(period)) != (since, until):
        period = None
    return replace(
        plan,
        kind=kind,
        form=Form(kind, "articles" if asked.topic else "published", asked.topic),
        topic=asked.topic,
        question=replace(plan.question, speaker=None, period=period),
        authors=asked.authors,
        outlets=asked.outlets,
        since=since,
        until=until,
        text_kind=asked.kind,
        count=asked.most,
        oldest_first=asked.oldest_first,
    )


def _author(plan: Plan, library: Library) -> Plan:
    """The plan with the author whom the words name: "the latest article by Roe", or "according to Roe".

    "According to Roe" means a quoted speaker of that name if there is one, otherwise an author.
    """
    said_by = plan.by.speaker if plan.by else None
    quoted = said_by and library.statements(speaker=said_by, limit=1)
    if said_by and not quoted and plan.kind in OF_EVENTS and (author := author_called(said_by, library)):
        return replace(_without_source(plan, said_by), author=author)
    found = _WRITTEN_BY.search(plan.topic) if plan.kind in ("latest", "overview") else None
    if not found or not (author := author_named(found[1], library)):
        return plan
    topic = " ".join(_OF_TEXTS.sub(" ", plan.topic.replace(found[0], " ")).split())
    return replace(plan, author=author, topic=topic if content_stems(topic) else "")


def _topic(form: Form, question: Question) -> str:
    about = form.about if form.about is not None else ""
    if form.kind == "said" and question.speaker and question.topic != question.text:
        about = question.topic
    if form.kind == "said":
        about = _IN_THIS.sub(" ", about)
    if form.kind in ("overview", "latest", "timeline", "change", "compare"):
        about = _NO_TOPIC.sub(" ", about)
    about = " ".join(about.split()).strip(" ,.?!")
    about = re.sub(r"^(?:about|on) ", "", about) if form.kind == "said" else about
    return "" if about.lower() in FUNCTION_WORDS else about


def _count(text: str) -> int | None:
    found = _COUNT.search(text)
    return number_from(found["count"]) if found else None


def _corrected_in(plan: Plan, times: Sequence[TimeLimit], text: str) -> Plan:
    """The plan of a question about corrections, limited to the time that it names, if it names exactly one."""
    if len(times) != 1:
        return plan
    (time,) = times
    since, until = (day.isoformat() if day else None for day in (time.since, time.until))
    topic = " ".join(plan.topic.replace(text[time.start : time.end], " ").split())
    return replace(plan, question=replace(plan.question, period=None), since=since, until=until, topic=topic)


def _bounded(plan: Plan, text: str, today: date | None) -> Plan:
    """The plan limited to what was said or published before or since a time that the question names.

    What happened "by 1991" may be reported at any time, so it excludes no article.
    """
    for start, end, period in written_dates(text):
        found = _BOUND.search(text, max(0, start - LONGEST_BOUND), start)
        if not found or plan.kind in OF_EVENTS:
            continue
        first, last = span(period)
        how = found["how"].lower()
        topic = " ".join(plan.topic.replace(text[found.start() : end], " ").replace(text[start:end], " ").split())
        if how == "from" and plan.kind not in ("list", "count"):  # "articles from March" are those of that month
            how = "since"
        since, until = (day.isoformat() if day else None for day in bounds(how, first, last))
        return replace(plan, since=since, until=until, topic=topic)
    if plan.topic and (time := asked_time(with_months(text), today)):
        # When it was said is not part of what was said.
        return replace(plan, topic=" ".join(plan.topic.replace(text[time.start : time.end], " ").split()))
    return plan


def _outlet(plan: Plan, library: Library) -> Plan:
    """The plan with the outlet that the words name, if they ask what it says or limit the question to it."""
    if plan.by and plan.by.speaker and (outlets := _outlets_called(plan.by.speaker, library)):
        return replace(_without_source(plan, plan.by.speaker), outlets=outlets)
    writer = _OUTLETS_WRITER.match(plan.form.sides[0]) if plan.kind == "said" and plan.form.sides else None
    if writer and (outlets := outlets_begun(writer["outlet"] or writer["outlet2"], library)):
        return replace(plan, asked_speaker=plan.form.sides[0], outlets=outlets)
    names = (
        (*plan.form.sides, plan.topic)
        if plan.kind in ("said", "overview", "latest", "list", "count", "metadata", "position", "corrections")
        else ()
    )
    for name in names:
        last = name.split()[-1] if name in plan.form.sides else ""
        if is_listed_role(plain(last)) and not _WRITERS.match(last):
            continue  # "the union leader", where one outlet is a Union
        outlets = outlets_named(name, library) or (_outlets_called(name, library) if name in plan.form.sides else ())
        if not outlets:
            continue
        if plan.kind == "said":
            question = replace(plan.question, speaker=None, topic=plan.topic or plan.question.text)
            return replace(plan, kind="overview", outlets=outlets, question=question)
        return replace(plan, outlets=outlets)
    if plan.kind == "metadata" and plan.form.sides:  # published by somebody who is not an outlet: an event in the news
        return replace(plan, kind="lookup")
    source = plan.form.sides[0] if plan.kind == "said" and plan.form.sides else ""
    is_pointed_at = bool(source) and (points(source) or points(f"the {source}"))
    if plan.topic and not points(plan.topic) and (is_pointed_at or _PAPERS.match(source)):
        question = replace(plan.question, speaker=None, topic=plan.topic)
        if not re.search(r"\b(?:about|on|of|regarding|concerning)\b", plan.question.text, re.I):
            # "What does the article say it would do?" asks for a fact.
            return replace(plan, kind="lookup", question=replace(question, topic=plan.question.text))
        return replace(plan, kind="overview", points_at_article=is_pointed_at, question=question)
    if is_pointed_at:
        which = source if points(source) else f"the {source}"
        return replace(plan, kind="overview", topic=which, form=Form("overview", None, which), points_at_article=True)
    if _PAPERS.match(source):
        question = replace(plan.question, speaker=None, topic=plan.topic or plan.question.text)
        return replace(plan, kind="overview", question=question)
    return plan


def _without_source(plan: Plan, source: str) -> Plan:
    """The plan of the question without its "according to" this source."""
    named = rf"\W*\baccording to (?:the )?{re.escape(source)}\b,?"
    text = " ".join(re.sub(named, " ", plan.question.text, flags=re.I).split())
    return replace(plan, by=None, question=replace(plan.question, text=text, topic=text))


def _outlets_account(text: str, library: Library) -> Account | None:
    """The outlet whose account of something the words ask for."""
    named = (one for one in accounts_in(text) if one.about and is_outlet(one.who, library))
    return next((one for one in named if _outlets_called(one.who, library)), None)


def _outlets_called(name: str, library: Library) -> tuple[str, ...]:
    """The outlets of that name, whole or by its last word, if no person is called that: "the Courier"."""
    outlets = outlets_named(f"the {name.title()}", library)
    return () if outlets and _people_among(library.meant_by(name).names, library) else outlets


def _people_among(names: Sequence[str], library: Library) -> list[str]:
    """The names among the first few of these that belong to a person."""
    return [name for name in names[:SEVERAL] if any(one.kind == "person" for one in library.people(name))]


def _bare_name(name: str) -> str:
    return " ".join(bare_words(name))


def _speaker(plan: Plan, library: Library, filters: Filters) -> Plan:
    """The plan with the people whose words or identity the question asks for, as the articles name them."""
    if plan.form.wanted == "person":
        return _somebody(plan, plan.form.sides[0], library)
    if (
        plan.kind == "overview"
        and plan.topic
        and re.search(rf"\babout {re.escape(plan.topic)}\W*$", plan.question.text)
    ):
        return _somebody(plan, plan.topic, library)
    if plan.kind != "said" or not plan.form.sides or plan.outlets:
        return plan
    asked = plan.question.speaker or plan.form.sides[0]
    if _WRITERS.match(asked):
        return replace(plan, asked_speaker=asked, points_at_article=True)
    if _A_TEXT.match(asked) and (texts := by_subject(asked, library, filters)):
        question = replace(plan.question, speaker=None, topic=plan.topic or plan.question.text)
        return replace(plan, kind="overview", articles=texts, question=question)
    if asked.casefold() in PERSONAL:  # and not Mr He
        return replace(plan, asked_speaker=asked)
    speakers, nearest, spelling = list[str](), tuple[str, ...](), list[Spelling]()
    for one in _each(asked):
        meant = library.meant_by(one)
        speakers += [name for name in meant.names if name not in speakers]
        nearest += meant.nearest
        if meant.how == "spelling":
            spelling += [Spelling(one, name) for name in meant.names[:1]]
        states = SEATS_OF.get(_bare_name(one), ()) or _governed(one, meant.names)
        states = () if states and _people_among(meant.names, library) else states
        governed = [name for state in states for name in library.meant_by(state).names]
        speakers += (new := [name for name in dict.fromkeys(governed) if name not in speakers])
        spelling += [Spelling(one, name) for name in new]
    if not speakers and plan.topic and names_a_text(asked) and (texts := by_subject(asked, library, filters)):
        question = replace(plan.question, speaker=None, topic=plan.topic)
        return replace(plan, kind="overview", articles=texts, question=question)
    authors = [name for name, _ in library.names("author", asked.split()[-1], limit=20)]
    author = named(asked, authors) or next((name for name in authors if plain(name.split()[-1]) == plain(asked)), None)
    if (own := _OWN_TEXT.match(plan.topic)) and (texts := by_subject(f"{asked}'s {own['text']}", library, filters)):
        question = replace(plan.question, speaker=None, topic=plan.question.text)
        return replace(plan, kind="overview", topic="", articles=texts, question=question)
    question = replace(plan.question, speaker=asked)
    return replace(
        plan,
        question=question,
        asked_speaker=asked,
        speakers=tuple(speakers),
        nearest=nearest,
        author=author,
        spelling=(*plan.spelling, *spelling),
    )


def _governed(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """The place in "the UK government" or "the government of the UK", if that is not a known name itself."""
    found = _GOVERNMENT.match(name) if not known else None
    return (found["of"] or found["place"],) if found else ()


def _somebody(plan: Plan, name: str, library: Library) -> Plan:
    """The plan of "Who is Jane Roe?"; a description, as in "Who is the mayor?", is looked up."""
    meant, author = library.meant_by(name), author_called(name, library)
    people = _people_among(meant.names, library) if meant.how in ("name", "part", "spelling") else []
    if not (people or author):
        return replace(plan, form=replace(plan.form, wanted=None))
    spelling = [Spelling(name, one) for one in people[:1] if meant.how == "spelling"]
    return replace(
        plan,
        form=Form(plan.kind, "person", plan.form.about, (name,)),
        speakers=tuple(people),
        author=author,
        spelling=(*plan.spelling, *spelling),
    )


def _each(asked: str) -> tuple[str, ...]:
    """The names of "Xi and Trump"; four or more are left as one."""
    names = speaker_names(asked)
    return names if len(names) < 4 else (asked,)


def _article(plan: Plan, library: Library, filters: Filters, history: Sequence[Mapping[str, object]]) -> Plan:
    """The plan with the article that the words mean: by title or subject, or the one open or cited last."""
    if plan.articles:
        return plan
    text, of_text = plan.question.text, plan.kind in ("metadata", "overview", "list", "count")
    if plan.points_at_article and plan.form.kind == "said":  # the topic is what the article talks about
        words = "this article"
    elif of_text and plan.form.about is not None:
        words = plan.topic
    elif plan.kind != "compare" and (found := _IN_TEXT.search(plan.topic if plan.kind == "change" else text)):
        words = found["text"]
    elif plan.points_at_article:
        words = "this article"
    else:
        return plan
    if plan.kind in ("list", "count") and plan.form.wanted == "articles":
        return plan
    pointing = points(words) or not words and of_text
    if not pointing and not names_a_text(words, of_text=of_text):
        return plan
    meant = article_meant(words, library, filters, history, pointing=pointing)
    return replace(plan, articles=meant, points_at_article=pointing)


def content_stems(text: str, without: Collection[str] = FUNCTION_WORDS) -> set[str]:
    """The content words of a text as they are indexed; initials keep their capitals until then, so "AI" is not "be"."""
    every = (re.sub(r"['’]s$", "", word) for word in re.findall(r"[\w’'-]+", text))
    return {stem for word in every if plain(word) not in without for stem in words(word)}
