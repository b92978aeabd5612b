"""The page's own texts in a person's language, and the choice of that language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, get_args

from assistant.answering.suggesting import asks
from assistant.answering.wording import QUOTATION_MARKS
from assistant.texts import coded
from assistant.texts.catalogues import Text, group
from index.language.times.written_days import day_in_words

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LANGUAGE_COOKIE = "language"
# The text `does.NAME` says what a key does.
_KEYS = {
    "write": "/",
    "ask": "Enter",
    "line": "Shift+Enter",
    "open": "o",
    "citations": "← →",
    "copy": "c",
    "new": "n",
    "stop": "Esc",
    "help": "?",
}
_REPORTS = ("news", "live", "unknown")  # the kinds of text that need no mark

NEAREST = "answers.nearest_names"  # the sentence of a refusal that offers similar names


class Words:
    """The page's texts in one language: the catalogue's plain texts as attributes, those with values as methods."""

    columns: Mapping[str, str]
    corrections: Mapping[str, str]
    counted_outcomes: Mapping[str, str]
    does: Mapping[str, str]
    done: Mapping[str, str]
    headings_of_limits: Mapping[str, str]
    kinds: Mapping[str, str]
    limited_to: Mapping[str, str]
    limits_in_time: Mapping[str, str]
    not_searched: Mapping[str, str]
    outcomes: Mapping[str, str]
    people_columns: Mapping[str, str]
    people_orders: Mapping[str, str]
    regardless_of: Mapping[str, str]
    speakers: Mapping[str, str]
    standings: Mapping[str, str]
    verdicts: Mapping[str, str]
    voices: Mapping[str, str]
    ways: Mapping[str, str]

    def __init__(self, language: Language) -> None:
        self.language = language

    def __getattr__(self, name: str) -> Text:
        try:
            text: Text = self._texts[name]
            return text
        except KeyError:
            raise AttributeError(f"No text of the page is called '{name}'.", name=name, obj=self) from None

    @property
    def _texts(self) -> Mapping[str, Any]:
        return group("page", self.language)

    @cached_property
    def keys(self) -> tuple[tuple[str, str], ...]:
        return tuple((key, self.does[name]) for name, key in _KEYS.items())

    @cached_property
    def filters(self) -> dict[str, tuple[str, str]]:
        """For each kind of name that limits a question, the word for one such name and the heading for several."""
        return {sort: (one, self.headings_of_limits[sort]) for sort, one in self.limited_to.items()}

    @property
    def article(self) -> str:
        return self.limited_to["articles"]

    def _say(self, name: str, /, **values: Any) -> str:
        text: str = self._texts[name].format(**values)
        return text

    # Facts and numbers

    def too_often(self, seconds: int) -> str:
        return self._say("too_often", n=seconds)

    def too_many_tries(self, seconds: int) -> str:
        return self._say("too_many_tries", n=seconds)

    def day(self, written: str | None) -> str:
        """An ISO 8601 day, week, month or year as people write it; anything else is returned unchanged."""
        return day_in_words(written, self.language)

    def updated(self, known: str) -> str:
        """When the outlet last changed an article, as opposed to when it was published."""
        return self._say("updated", day=self.day(known))

    def let_write(self, model: str) -> str:
        return self._say("let_write", model=model)

    def writes_until(self, model: str) -> str:
        """For whom, and for how long, a model chosen on the page writes."""
        return self._say("writes_until", model=model)

    def borne_out(self, supported: int, claims: int, seconds: float) -> str:
        return self._say("borne_out", supported=supported, n=claims, seconds=seconds)

    def who_writes(self, model: str | None) -> str:
        """Who writes the answers, in one line."""
        return self._say("model_written", model=model) if model else self.quotes_written

    def stock(self, articles: int, outlets: int, first: str | None, last: str | None) -> str:
        """What a library holds: the number of articles and outlets, and the first and last day."""
        facts = [self.counted_articles(articles)]
        if outlets > 1:
            facts.append(self._say("outlets_counted", n=outlets))
        if first and last:
            begun, ended = self.day(first), self.day(last)
            facts.append(begun if begun == ended else self._say("from_to", first=begun, last=ended))
        return " · ".join(facts)

    def new_since(self, number: int) -> str:
        return self._say("new_since", n=number)

    def doubted_sources(self, number: int) -> str:
        """Says that this many sources fail or have fallen silent."""
        return self._say("doubted_sources", n=number)

    def alert_reports(self, speaker: str, about: str | None) -> str:
        """What an alert reports."""
        return self._say("alert_on", speaker=speaker, about=about) if about else self._say("alert_any", speaker=speaker)

    def every(self, minutes: float) -> str:
        return self.every_minute if minutes == 1 else self._say("every_minutes", minutes=minutes)

    def counted_articles(self, number: int) -> str:
        return self._say("counted_articles", n=number)

    def counted_sources(self, number: int) -> str:
        return self._say("counted_sources", n=number)

    def in_library(self, articles: int) -> str:
        return self._say("in_library", articles=self.counted_articles(articles))

    def searched(self, record: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
        """How much was searched, and within which filters; articles by title if known."""
        filters = dict(record.get("filters") or {})
        if filters.get("articles"):
            filters["articles"] = [(titles or {}).get(id) or id for id in filters["articles"]]
        looked_at = self._say("searched", articles=self.counted_articles(int(record.get("articles") or 0)))
        limits = [self.limited(name, value) for name, value in filters.items() if value]
        if limits:
            looked_at += self._say("searched_within", limits=self.semicolon.join(limits))
        if newest := record.get("newest"):
            looked_at += self._say("searched_newest", day=self.day(newest))
        return looked_at

    def limited(self, name: str, value: object) -> str:
        """One filter of a search, in words."""
        values = [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
        if name in self.limits_in_time:
            return self.limits_in_time[name].format(day=self.day(values[0]))
        shown = [self.kind_named(one) for one in values] if name == "kinds" else values
        return self._say("limited", filter=self.limited_to.get(name, name), names=self.enumeration.join(shown))

    def older_conversations(self, number: int) -> str:
        return self._say("older_conversations", n=number)

    def options_of(self, title: str) -> str:
        return self._say("options_of", title=title)

    def not_saved(self, why: str) -> str:
        return self._say("not_saved", why=why)

    def where_cited(self, citation: Mapping[str, Any]) -> str:
        """The paragraph, and the page if its file has pages."""
        place = self.paragraph(citation["paragraph"])
        return self._say("on_page", page=citation["page"], paragraph=place) if citation.get("page") else place

    def paragraph(self, number: int) -> str:
        return self._say("paragraph", number=number)

    def source(self, marker: int) -> str:
        return self._say("source", number=marker)

    def citation_of(self, place: int, number: int) -> str:
        """A citation's position among those of an article."""
        return self._say("citation_of", place=place, number=number)

    def voice(self, citation: Mapping[str, Any]) -> str:
        """Who says the quoted words, and whether they are that speaker's own words."""
        speaker, voice = citation.get("speaker"), citation["voice"]
        if voice not in self.voices:
            voice = "outlet"
        if voice == "outlet" or speaker:
            return self.voices[voice].format(speaker=speaker)
        return self.voices[f"{voice}_unnamed"]

    def who(self, citation: Mapping[str, Any]) -> str:
        """Whose words a quote gives, for the line under it; empty for the outlet's own."""
        speaker, voice = citation.get("speaker"), citation["voice"]
        speaker = speaker[:1].upper() + speaker[1:] if speaker and speaker.split()[0].islower() else speaker
        if voice == "outlet":
            return ""
        if voice == "author":
            return speaker or self.speakers["author"]
        named = speaker or self.speakers["unnamed"]
        if voice == "direct":
            return named
        return self.speakers["mixed" if voice == "mixed" else "reported"].format(speaker=named)

    def place(self, citation: Mapping[str, Any]) -> str:
        """The outlet and day of a citation."""
        return self.comma.join(fact for fact in (citation["outlet"], self.day(citation["published"])) if fact)

    def sign_in_at(self, provider: str) -> str:
        return self._say("sign_in_at", provider=provider)

    def closest_counted(self, number: int) -> str:
        return self._say("closest_counted", n=number)

    def only(self, name: str) -> str:
        return self._say("only", name=name)

    def of_one(self, read: Mapping[str, Any]) -> list[tuple[str, str]]:
        """If a question about somebody's words fits several people, each name with the question about that person."""
        names = [name for name in (read.get("speaker") or "").split(" / ") if name]
        whole = [name for name in names if not any(name != other and name in other.split() for other in names)]
        return [(name, self.asked_about(name, read.get("topic"))) for name in whole] if len(whole) > 1 else []

    def asked_about(self, name: str, topic: str | None = None) -> str:
        """The question that asks what somebody said, on the topic if there is one."""
        ask = asks(self.language)
        return ask.said_on.format(name=name, topic=topic) if topic else ask.said.format(name=name)

    def refusal(self, answer: Mapping[str, Any]) -> tuple[str, list[str]]:
        """Why there is no answer, and the similar names offered; an earlier version's answer gives its text as is."""
        why, text = list(answer.get("refusal") or ()), answer["text"].strip()
        offered = next((one for one in why if one["code"] == NEAREST), None)
        if offer := next((one for one in answer.get("framed") or () if one["code"] == NEAREST), None):
            text = text[: offer["start"]].strip()
        text = self._sentences([one for one in why if one is not offered], text)
        return text, str(offered["values"].get("names", "")).split(", ") if offered else []

    def notice(self, answer: Mapping[str, Any]) -> str:
        """What a reader of the answer must also know; an earlier version's answer gives its notice as written."""
        return self._sentences(answer.get("notices") or (), answer.get("notice") or "")

    def _sentences(self, stored: Sequence[Mapping[str, Any]], otherwise: str) -> str:
        """The stored sentences in this language; `otherwise` if there are none, or this version does not know one."""
        sentences = [coded.sentence_of(one, self.language, "") for one in stored]
        return coded.together(sentences, self.language) if sentences and all(sentences) else otherwise

    def asked_of(self, name: str, asked: str, answer: Mapping[str, Any]) -> str:
        """The question of an answer, asked about somebody else."""
        question = str(answer["standalone_question"] or answer["question"])
        if asked and asked in question:
            return question.replace(asked, name)
        return self.asked_about(name, (answer.get("read_as") or {}).get("topic"))

    def either(self, things: Sequence[str]) -> str:
        """What several accounts differ in, as a question."""
        return self._say("either", things=self.either_comma.join(things[:-1]), last=things[-1])

    def kind(self, citation: Mapping[str, Any]) -> str:
        """The kind of the quoted text if it is not a report; empty for older answers, which do not give it."""
        kind = citation.get("text_kind") or ""
        return "" if kind in _REPORTS else self.kinds.get(kind, "")

    def kind_named(self, kind: str) -> str:
        """The name of any kind of text."""
        return self.kinds.get(kind, kind)

    def done_to(self, kind: str) -> str:
        """What a notice of that kind did to an article."""
        return self.done.get(kind, self.done["correction"])

    def corrected(self, notice: Mapping[str, Any]) -> str:
        """Says that the quoted text was corrected or withdrawn, and when; precedes the words of the notice."""
        kind = "withdrawal" if notice["kind"] == "withdrawal" else "correction"
        if not (day := self.day(notice["published"])):
            return self.corrections[f"{kind}_undated"]
        return self.corrections[kind].format(day=day)

    def changed_on(self, day: str, paragraphs: int) -> str:
        """Says that an article changed that day, and in how many paragraphs."""
        return self._say("changed_on", day=self.day(day), n=paragraphs)

    def dated(self, words_of_quote: Mapping[str, Any]) -> str:
        """What a time in a quote means: "Wednesday = 4 February 2026"."""
        return f"{words_of_quote['text']} = {self.day(words_of_quote['day'])}"

    def also_in(self, copies: int) -> str:
        return self._say("also_in", n=copies)

    def differs_from(self, markers: Sequence[int]) -> str:
        """Which sources report the same thing differently."""
        return self._say("differs_from", n=len(markers), numbers=self.differs_and.join(map(str, markers)))

    def named_in(self, named: int, quoted: int) -> str:
        return self.named_here if named == quoted else self._say("named_there", number=named)

    def quotation(self, citation: Mapping[str, Any]) -> str:
        """A quote with its source, for pasting into another text; the caller appends the link."""
        title = self._say("titled", title=citation["title"] or self.untitled)
        place = [self.day(citation["published"]), self.paragraph(citation["paragraph"])]
        source = self.comma.join(part for part in (citation["outlet"], title, *place) if part)
        return self._say("quotation", quote=quoted(citation["quote"]), source=source)

    # Check tab

    def check_too_long(self, most: int) -> str:
        """The script fills in how many characters there are."""
        return self._say("check_too_long", most=most)

    def check_kinds(self, most: str) -> str:
        return self._say("check_kinds", most=most)

    def reason(self, claim: Mapping[str, Any]) -> str:
        """Why a sentence is not supported; for one checked by an earlier version, in English."""
        return coded.sentence_of(claim.get("why"), self.language, claim["reason"] or "")

    def judged(self, claim: Mapping[str, Any]) -> str:
        """A verdict with its reason, if any, in one line."""
        verdict, reason = self.verdicts[claim["verdict"]].capitalize(), self.reason(claim)
        if not reason:
            return self._say("judged", verdict=verdict)
        return self._say("judged_because", verdict=verdict, reason=reason)

    def checking_text(self, sentences: int) -> str:
        return self._say("checking_text", n=sentences)

    def tallied(self, kind: str, number: int) -> str:
        return self._say("tallied", verdict=self.verdicts[kind], number=number)

    def checked(self, tally: Mapping[Any, int]) -> str:
        """How many sentences of a text got each verdict, in one sentence."""
        if not any(tally.values()):
            return self.check_claims_nothing
        tallies = [self.tallied(kind, tally[kind]) for kind in self.verdicts if tally.get(kind)]
        return self._say("checked", n=sum(tally.values()), tally=self.comma.join(tallies))

    # People tab

    def counted_people(self, number: int) -> str:
        return self._say("counted_people", n=number)

    def counted_statements(self, number: int) -> str:
        return self._say("counted_statements", n=number)

    def said_of(self, name: str) -> str:
        return self._say("said_of", name=name)

    def said_again(self, times: int) -> str:
        """Says how often the same words appear again later."""
        return self._say("said_again", n=times)

    def how_said(self, voice: str) -> str:
        """How words were reported if not all of them are in quotation marks; otherwise empty."""
        return self.ways.get(voice, "")

    # Articles tab

    def kinds_read(self, kinds: Sequence[str], most: str) -> str:
        return self._say("kinds_read", kinds=self.enumeration.join(kinds), most=most)

    def found(self, found: int, articles: int) -> str:
        """How many of all articles a search found."""
        every = self.counted_articles(articles)
        return every if found == articles else self._say("found", found=found, articles=every)

    def nothing_found(self, search: str) -> str:
        return self._say("nothing_found", search=search)

    def rows(self, first: int, last: int, found: int) -> str:
        return self._say("rows", first=first, last=last, found=found)

    def page(self, number: int) -> str:
        return self._say("page", number=number)

    def labelled(self, number: int) -> str:
        return self._say("labelled", n=number)

    def removed(self, number: int) -> str:
        return self._say("removed", articles=self.counted_articles(number))

    def ordered(self, files: int, addresses: int) -> str:
        """What an addition consists of."""
        parts = [self._say("files_counted", n=files)] * bool(files)
        parts += [self._say("addresses_counted", n=addresses)] * bool(addresses)
        return self.ordered_and.join(parts)

    def adding(self, what: str) -> str:
        return self._say("adding", what=what)

    def cancel_adding(self, what: str) -> str:
        return self._say("cancel_adding", what=what)

    def came_in(self, files: int, of_files: int, size: int, of_size: int) -> str:
        return self._say("came_in", files=files, n=of_files, sizes=_part_of(size, of_size))

    def read(self, done: int, total: int, seconds_left: float | None) -> str:
        """How much of an addition was read, and how long the rest takes."""
        done_so_far = self._say("read", sizes=_part_of(done, total))
        return done_so_far if seconds_left is None else f"{done_so_far}{self.comma}{self._left(seconds_left)}"

    def _left(self, seconds: float) -> str:
        minutes = round(seconds / 60)
        if minutes < 1:
            return self.left_seconds
        hours = round(minutes / 60)
        return self._say("left_minutes", n=minutes) if minutes < 90 else self._say("left_hours", n=hours)

    def percent(self, what: str, percent: int) -> str:
        return self._say("percent", adding=self.adding(what), percent=percent)

    def without(self, limits: Sequence[str]) -> str:
        """The label of a button that asks the same question without these limits, which its words set."""
        label = self.comma.join(self.regardless_of[limit] for limit in limits)
        return label[:1].upper() + label[1:]

    def read_as(self, read: Mapping[str, Any], articles: Sequence[str] = ()) -> str:
        """How a question was read, as one line: the names as the articles write them, the topic, outlet and time.

        `articles` are the titles of the articles that the question is limited to.
        """
        asked = {one["read"]: one["asked"] for one in read.get("spelling") or ()}
        named = [name for name in (read.get("speaker"), read.get("author")) if name]
        parts = [f"{name} ({self.asked}: {asked[name]})" if name in asked else name for name in dict.fromkeys(named)]
        parts += [f"{name} ({self.asked}: {typed})" for name, typed in asked.items() if name not in named]
        parts += [self.on_topic.format(topic=read["topic"])] if read.get("topic") and parts else []
        parts += [part for part in (read.get("outlet"), self._period(read.get("period") or "")) if part]
        parts += [self.limited("articles", articles)] if articles else []
        parts += [self.regardless_of[limit] for limit in read.get("regardless_of") or ()]
        return self.comma.join(parts)

    def _period(self, period: str) -> str:
        """A time in ISO 8601, or two separated by a slash, one of which may be open ("..")."""
        ends = period.split("/")
        if len(ends) == 1:
            return self.day(period)
        known = [(end, day) for end, day in zip(("since", "until"), ends, strict=False) if day != ".."]
        return " ".join(self.limited(end, day) for end, day in known)

    def outcome(self, numbers: Mapping[str, int]) -> str:
        """The result of an addition, in one line: "3 added, 1 skipped"."""
        counts = (self.counted_outcomes[name].format(number=number) for name, number in numbers.items() if number)
        return self.comma.join(counts)


ENGLISH, CHINESE = Words("en"), Words("zh")


def words_for(cookie: str | None, accepted: str | None) -> Words:
    """The texts in the language that a person chose, else in the browser's first language that is available."""
    if cookie in LANGUAGES:
        return CHINESE if cookie == "zh" else ENGLISH
    for weighted in sorted(_weighted(accepted or ""), reverse=True):
        if weighted[-1] in LANGUAGES:
            return CHINESE if weighted[-1] == "zh" else ENGLISH
    return ENGLISH


def quoted(quote: str) -> str:
    """The quote in quotation marks, unless it contains some already."""
    return quote if any(mark in quote for mark in QUOTATION_MARKS) else f"“{quote}”"


def _part_of(size: int, whole: int) -> str:
    """The bytes done out of the total, in the unit that suits the total."""
    unit, name = (1_000_000, "MB") if whole >= 1_000_000 else (1_000, "KB")
    places = 1 if whole < 10 * unit else 0
    return f"{size / unit:,.{places}f} / {whole / unit:,.{places}f} {name}"


def _weighted(accepted: str) -> list[tuple[float, int, str]]:
    """The languages of an Accept-Language header as (weight, minus place, language): the preferred sorts highest."""
    found = []
    for place, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.partition(";")
        try:
            found.append((float(weight.strip().removeprefix("q=") or 1), -place, name.strip().split("-")[0].lower()))
        except ValueError:
            continue
    return found
