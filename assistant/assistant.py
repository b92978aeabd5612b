"""Assistant: opens a library, adds to it, and takes a question from the words typed to the cited answer."""

from __future__ import annotations

import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from assistant import answering, presenting, verifying, watching, writing
from assistant import question as questions
from assistant.answers import NEVER_CHECKED, Answer, Checked, Citation, Claim, ReadLimit
from assistant.errors import ChatModelError
from assistant.events import Cited, Claimed, Done, Event, Failed, Searching, Text
from assistant.presenting.awaited import Awaited
from assistant.presenting.shown_text import visible
from assistant.settings import Settings, read_settings
from assistant.texts.catalogues import SOURCE
from assistant.texts.coded import Coded
from assistant.warm_up import Warming, load_language
from index import loading
from index.articles import IN_EARNEST, Hit
from index.embedding import SentenceEmbeddings, claim_judge, larger_claim_judge
from index.encoders import larger
from index.encoders.entailment import Entailment
from index.encoders.reranking import Reranker
from index.errors import ArticleAssistantError, LibraryError, WrongUsage, need_number, need_text
from index.filters import Filters, Limits
from index.library import Library, Progress
from index.loading.named_files import sources_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.watching.turn import Found
    from assistant.watching.watcher import Watcher
    from index.adding import AddReport
    from index.store.watched import Source

log = logging.getLogger(__name__)

IN_CONTEXT = 1.0  # log-odds by which the refusal threshold drops for a follow-up within the last turn's articles
READ = 12  # paragraphs in which an answer is looked for
FROM_CATALOG = ("metadata", "list", "count", "corrections")  # kinds of questions that the catalog answers best
CATALOG_KINDS = ("outlets", "authors", "dates")  # lists of these quote no article
MOST_DOUBTED = 3  # failing or silent sources that an answer names
_ROLES = ("user", "assistant", "system", "developer")
CROWD = 10  # factor by which more hits are fetched if some contain instructions to a machine


class Assistant(Awaited):
    """Answers questions about the articles of one library. Use as a context manager, or call `close`.

    `today` returns the day from which "last week" in a question is counted, unless `as_of` is given. `model` is a chat
    model that writes the answers; without it the settings may name one, else the articles are quoted.
    """

    def __init__(
        self,
        library: Library | Callable[[], Library],
        settings: Settings | None = None,
        *,
        today: Callable[[], date] = date.today,
        model: BaseChatModel | None = None,
    ) -> None:
        self._library = library
        self._closed = False
        self.today = today
        self.settings = settings or read_settings()
        self.warming = Warming(self._load, load_language)
        self._given = model

    @classmethod
    def open(
        cls,
        library: str | Path | None = None,
        *,
        model: str | BaseChatModel | None = None,
        rebuild: bool = False,
        progress: Progress = lambda done, total: None,
    ) -> Assistant:
        """Opens the library in that folder, or the default one; arguments left out come from the settings.

        `model` is a LangChain chat model or the name of one, such as "openai:gpt-4o"; `progress` receives the
        progress of a `rebuild`. If the named folder does not exist, the library is created when something is added;
        until then, nothing can be asked. Raises ArticleAssistantError, one sentence with what to do, if something
        cannot be opened.
        """
        named, given = (model, None) if isinstance(model, str | None) else ("", _chat_model(model))
        settings = read_settings(library=library, model=named)
        embeddings = SentenceEmbeddings(settings.embedding_model)
        make = partial(
            Library,
            settings.library,
            **settings.homes,
            embeddings=embeddings,
            mode=settings.search,
            reranker=Reranker(settings.reranker) if settings.reranker else None,
            close_reading=settings.close_reading,
            fetcher=_fetcher() if settings.allow_private_addresses else None,
            rebuild=rebuild,
            progress=progress,
        )
        is_there = library is None or settings.catalog_url or settings.library.expanduser().exists()
        return cls(make() if is_there else make, settings, model=given)

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._closed = True
        if "_suggestions" in self.__dict__:
            self._suggestions.close()
        if not callable(self._library):
            self._library.close()

    @property
    def library(self) -> Library:
        """The library; created here if it did not exist."""
        if callable(self._library):
            self._library = self._library()
        return self._library

    def _check_open(self) -> None:
        """Raises LibraryError if no question can be asked, since the assistant is closed or has no library yet."""
        if self._closed:
            raise LibraryError("This assistant was closed. Open it again with `Assistant.open`.")
        if callable(self._library):
            where = self.settings.library
            raise LibraryError(f"There is no library in '{where}'. `add` creates one there; or name another folder.")

    @cached_property
    def verifier(self) -> verifying.Verifier:
        """Checks claims against paragraphs."""
        closely = self._reads_closely()
        read, weighing = (larger_claim_judge, verifying.LARGER) if closely else (claim_judge, verifying.SMALL)
        return verifying.Verifier(self._judge(), lambda *told: read().of_claim(*told), weighing)

    def _reads_closely(self) -> bool:
        """Whether the larger model judges claims; if it is there and cannot be used, that is logged."""
        if self.settings.close_reading == "off" or not larger.is_installed():
            return False
        try:
            larger.larger_folder()
        except LibraryError as error:
            log.warning("Claims are checked without close reading: %s", error)
            return False
        return True

    def _judge(self) -> verifying.Judge | None:
        """The judge of meaning named in the settings; None if they name none, or the chat model and none is set."""
        if self.settings.claim_judge is None:
            return None
        if self.settings.claim_judge == "model":
            return writing.chat_judge(self.model) if self.model else None

        judging = Entailment(self.settings.claim_judge)
        return lambda text, claim: judging.follows(claim, text)

    @cached_property
    def model(self) -> BaseChatModel | None:
        """The chat model, opened when first needed; None if the articles are quoted.

        Raises ChatModelError if the settings name one that cannot be opened.
        """
        if self._given is not None or self.settings.model is None:
            return self._given

        return writing.chat_model(
            self.settings.model,
            base_url=self.settings.model_base_url,
            max_tokens=self.settings.model_max_tokens,
            timeout=self.settings.model_timeout,
        )

    @cached_property
    def writer(self) -> writing.Writer | None:
        """The writer with the chat model; None if the articles are quoted."""
        if self.model is None:
            return None

        settings = self.settings
        return writing.Writer(
            self.model,
            settings.model or type(self.model).__name__,
            settings.model_window or writing.window(self.model),
            settings.model_max_tokens,
            settings.unsupported,
            self.verifier,
        )

    def write_with(self, model: str | None, base_url: str | None = None) -> None:
        """Lets that chat model write from the next answer on; if it is None, the articles are quoted.

        Each answer has one writer, and after a restart the settings decide again. Raises ChatModelError, and changes
        nothing, if the model cannot be opened.
        """
        settings = self.settings.model_copy(update={"model": model, "model_base_url": base_url})
        other = Assistant(self._library, settings)
        made = {"model": other.model, "writer": other.writer, "verifier": other.verifier}
        with suppress(ChatModelError):
            _ = self.writer  # cached now, since a question in progress could cache it later, over the new one
        self.settings = settings
        self.__dict__.update(made)

    def warm(self) -> None:
        """Loads the embedding model and the parser and opens the indexes, so that no question has to wait.

        `warming.begin()` does so in the background; questions asked meanwhile wait for the model and the indexes.
        """
        self._load()
        load_language()

    def _load(self) -> None:
        for engine in ("index.store.lexical", "index.store.vectors"):
            import_module(engine)  # first: a search waits for the indexes to open, but not the seconds this takes
        self.library.embeddings.encode(["Who said what?"] * 8)
        _ = self.library.judge, self.library.larger_judge, self.library.larger_yes_no_judge
        self.finds("Who said what?")

    def add(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        dry_run: bool = False,
        follow_links: bool = False,
    ) -> AddReport:
        """Adds articles from files, folders, web addresses and feeds; see Library.add."""
        if self._closed:
            self._check_open()
        return self.library.add(
            sources, progress=progress, cancelled=cancelled, dry_run=dry_run, follow_links=follow_links
        )

    def watch(self, sources: str | Path | Iterable[str | Path], *, every_minutes: float | None = None) -> list[Source]:
        """Watches folders, feeds and pages from now on; a server or a `watcher` reads them regularly.

        `library.sources` lists and changes them. Raises WrongUsage for one that cannot be watched.
        """
        if self._closed:
            self._check_open()
        places = map(str, sources_of(sources))
        return [watching.watch(self.library, one, now=time.time(), every_minutes=every_minutes)[0] for one in places]

    def forget(self, source_id: str, *, articles: bool = False) -> list[str]:
        """Stops watching a source; with `articles`, removes those that no other source added. Returns their ids."""
        return watching.forget(self.library, source_id, articles=articles)

    def watcher(self, heard: Callable[[Source, Found], None] = lambda source, found: None) -> Watcher:
        """The watcher of the sources; call its `start` and `close`. Only one process watches a library at a time.

        `heard` receives each turn's source and result.
        """
        return watching.watcher_of(self, heard=heard)

    def search(self, question: str, *, limit: int = 12, **limits: Unpack[Limits]) -> list[Hit]:
        """The paragraphs that match the question best, best first, from the articles that pass the filters.

        Paragraphs from the period that the question names precede others that match about as well. Each hit has its
        `passage`, the best-matching part of a long paragraph.
        """
        self._check_open()
        question, filters = need_text(question, "question"), Filters.of(limits)
        need_number(limit, "limit", least=0)
        period = questions.read_question(question, today=self._today(filters)).period
        hits, asked = self._hits(question, period, limit, filters), self.library.weights(question)
        return [replace(hit, passage=answering.passage(hit.paragraph.text, asked)) for hit in hits]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, object]] = (),
        regardless_of: str | Sequence[str] = (),
        **limits: Unpack[Limits],
    ) -> Answer:
        """Answers from the articles that pass the filters; not finding an answer is an outcome, never an exception.

        `history` holds the messages before this one, oldest first, each with "role" and "content"; in the roles
        "system" and "developer", instructions on the form of the answer are followed, such as "in one sentence".
        `since`, `until` and `as_of` are days, YYYY-MM-DD; `as_of` hides what was published later, and is the day from
        which "last week" in the question is counted. The question's own words set limits as well, except those that
        `regardless_of` names: "outlet", "author", "period" or "articles".
        """
        asked = self._events(question, history, Filters.of(limits), questions.read_limits(regardless_of))
        return next(event.answer for event in asked if isinstance(event, Done))

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, object]] = (),
        regardless_of: str | Sequence[str] = (),
        **limits: Unpack[Limits],
    ) -> Generator[Event, None, None]:
        """As `ask`, event by event: see events.py. Closing the iterator stops the work.

        The last event is Done with the answer that `ask` returns, or Failed if `ask` raises ArticleAssistantError.
        """
        try:
            yield from self._events(question, history, Filters.of(limits), questions.read_limits(regardless_of))
        except ArticleAssistantError as error:
            yield Failed(str(error), error)

    def check(self, text: str, paragraphs: Sequence[str] | None = None, **limits: Unpack[Limits]) -> Answer:
        """Checks a text against the articles that pass the filters, sentence by sentence.

        With `paragraphs` it is checked against these alone, and the library may be empty. The answer's claims are the
        sentences: supported with a citation, false with the citation of what says otherwise, or false with none.
        """
        filters = Filters.of(limits)
        return next(event.answer for event in self._checked(text, paragraphs, filters) if isinstance(event, Done))

    def stream_check(
        self,
        text: str,
        paragraphs: Sequence[str] | None = None,
        *,
        earlier: Checked = NEVER_CHECKED,
        **limits: Unpack[Limits],
    ) -> Generator[Event, None, None]:
        """As `check`, event by event: a sentence's new citations, then the sentence. Closing it stops the work.

        With `earlier` results against the same articles, only what has changed in the text is checked again.
        The last event is Done with the answer that `check` returns, or Failed if `check` raises ArticleAssistantError.
        """
        try:
            filters = Filters.of(limits)
            yield from self._checked(text, paragraphs, filters, earlier)
        except ArticleAssistantError as error:
            yield Failed(str(error), error)

    def finds(
        self,
        question: str,
        *,
        article: str | None = None,
        regardless_of: str | Sequence[str] = (),
        **limits: Unpack[Limits],
    ) -> bool:
        """Whether `article`, or the articles that pass the filters, answer a self-contained question with quotes alone.

        `regardless_of` is as in `ask`.
        """
        filters = Filters(articles=article) if article else Filters.of(limits)
        draft = self._composed(question, filters, questions.read_limits(regardless_of))
        return draft.sure and (article is None or all(one.article_id == article for one in draft.citations))

    def cited(self, question: str, article: str) -> tuple[Citation, ...]:
        """The quotes of an article that answer a question."""
        draft = self._composed(question, Filters(articles=article))
        return draft.citations if draft.outcome == "answered" else ()

    def _composed(self, question: str, filters: Filters, regardless_of: Sequence[ReadLimit] = ()) -> answering.Draft:
        plan = questions.make_plan(
            question, self.library, filters, today=self._today(filters), regardless_of=regardless_of
        )
        return answering.compose(self._asking(plan, filters))

    @cached_property
    def _suggestions(self) -> answering.Suggestions:
        return answering.Suggestions(self.library, lambda question, article: self.finds(question, article=article))

    def suggestions(
        self, article: str | None = None, *, wait: bool = False, untried: bool = True, language: str = ""
    ) -> tuple[str, ...]:
        """Three questions that the library, or one article, answers; they are tried in the background.

        Until then they are questions that the catalog alone answers, or none without `untried`; `wait` waits for
        the trial. For a library, those in the `language` ("en", "zh") come first. Raises UnknownArticle.
        """
        if article is not None:
            self.library.article(article)
        return self._suggestions.of(article, wait=wait, untried=untried, language=language)

    def follow_ups(
        self,
        cited: Iterable[tuple[str, int]],
        *,
        topic: str = "",
        asked: Collection[str] = (),
        **limits: Unpack[Limits],
    ) -> tuple[str, ...]:
        """Up to three questions to ask after an answer that cites these paragraphs, by article id and number.

        Each was tried: the articles that pass the filters answer it with a paragraph not cited yet. `topic` is the
        topic of the question, and `asked` holds the questions of the conversation.
        """
        self._check_open()
        shown, filters = dict.fromkeys(cited), Filters.of(limits)

        def leads_on(question: str) -> bool:
            draft = self._composed(question, filters)
            return draft.sure and any((one.article_id, one.paragraph) not in shown for one in draft.citations)

        return self._suggestions.after([one for one, _ in shown], leads_on, topic=topic, asked=asked)

    def _reply(self, talk: questions.Talk, text: str, filters: Filters, started: float) -> Generator[Event, None, None]:
        """The answer to small talk, sent after Searching although it searches and cites nothing."""
        number = self.library.count(filters)
        offered = self.suggestions(language=answering.language_of(text)) if number else ()
        draft = answering.reply(talk, text, number, offered)
        yield Text(draft.text)
        taken = round(1000 * (time.perf_counter() - started))
        searched = {"articles": 0, "filters": filters.given()}
        yield Done(Answer.talk(text, draft.text, searched=searched, timings_ms={"total": taken}))

    def _going_on(
        self, asking: answering.Asking, said: str, history: Sequence[Mapping[str, object]]
    ) -> answering.Asking:
        """The follow-up, within the last turn's articles if `said` needs them or all articles give no sure answer."""
        leans = questions.leans(said, history)
        if not leans and answering.compose(asking).sure:
            return asking
        named, sure = () if leans else asking.named, not questions.points_back(said)
        return self._in_context(asking.plan, asking.filters, history, named, sure=sure) or asking

    def _in_context(
        self,
        plan: questions.Plan,
        filters: Filters,
        history: Sequence[Mapping[str, object]],
        named: Collection[str],
        *,
        sure: bool,
    ) -> answering.Asking | None:
        """The follow-up over the last turn's articles; None if there are none or they lack what is `named`.

        With `sure`, also None if they do not surely answer it.
        """
        if not (articles := questions.context_of(self.library, filters, history)):
            return None
        asking = self._asking(plan, replace(filters, articles=articles), beside=questions.asked_last(history))
        asking.threshold -= IN_CONTEXT
        if not asking.tell_of(articles, named):
            return None
        return asking if not sure or answering.compose(asking).sure else None

    def _asking(self, plan: questions.Plan, filters: Filters, *, beside: str = "") -> answering.Asking:
        """What a composer receives: the plan and its hits, which are searched with the words in `beside` as well."""
        asked = plan.question

        def find(text: str, limit: int, within: Filters) -> list[Hit]:
            return self._safe_hits(text, None, limit, within)

        sought = f"{asked.sought} {beside}".strip()
        hits = writing.without_orders(
            answering.read_on(self._safe_hits(sought, asked.period, READ, plan.within(filters)), self.library)
        )
        return answering.Asking(
            plan,
            hits,
            self.library,
            filters,
            self.settings.refusal_threshold,
            find,
            lambda: self.verifier.by_words(),
            answering.Speakers(self.library),
        )

    def _checked(
        self, text: str, paragraphs: Sequence[str] | None, filters: Filters, earlier: Checked = NEVER_CHECKED
    ) -> Generator[Event, None, None]:
        started = time.perf_counter()
        if paragraphs is None or self._closed:
            self._check_open()
        text = visible(need_text(text, "text"))
        if not text.strip():
            raise WrongUsage("The text is empty. Give one with a sentence to check.")
        against_these = [paragraphs] if isinstance(paragraphs, str) else paragraphs and list(paragraphs)
        answering.check_size(text, against_these)
        if against_these is None:
            speakers = answering.Speakers(self.library)
            corrected = answering.AsCorrected(
                self.verifier, self.library, speakers, filters.as_of, writing.without_orders
            )
            checked = answering.check(
                text,
                lambda one: self._safe_hits(one, None, answering.FOUND, filters),
                speakers,
                corrected.verify,
                earlier,
                self.library.encode_ahead,
            )
        else:
            given = answering.Given(against_these)
            speakers = answering.Speakers(given)
            checked = answering.check(text, given.find, speakers, answering.against(self.verifier, speakers), earlier)
        claims, citations = list[Claim](), list[Citation]()
        for event in checked:
            match event:
                case Claimed():
                    claims.append(event.claim)
                case Cited():
                    citations.append(event.citation)
            yield event
        taken = round(1000 * (time.perf_counter() - started))
        notices = tuple(self._not_checked_against(filters)) if paragraphs is None else ()
        yield Done(
            Answer(
                id=uuid.uuid4().hex,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                question=None,
                standalone_question=None,
                outcome="answered" if any(claim.supported for claim in claims) else "not_found",
                searched=self._searched(filters),
                text=text,
                writer="user",
                notice=_notice(notices),
                notices=notices,
                claims=tuple(claims),
                citations=tuple(citations),
                timings_ms={"check": taken, "total": taken},
            )
        )

    def _events(
        self,
        question: str,
        history: Sequence[Mapping[str, object]],
        filters: Filters,
        regardless_of: Sequence[ReadLimit],
    ) -> Generator[Event, None, None]:
        started = time.perf_counter()
        self._check_open()
        question, history = visible(need_text(question, "question")), _messages(history)
        if not question.strip():
            raise WrongUsage("The question is empty. Ask in a few words what you want to know.")
        question = question.encode("utf-8", "replace").decode()  # a lone surrogate cannot be encoded
        if talk := questions.small_talk_in(question, after=questions.asked_last(history)):
            yield Searching(question, question, warming_up=False)
            yield from self._reply(talk, question, filters, started)
            return
        orders = [message for message in history if message.get("role") in ("system", "developer")]
        history = [
            {**message, "content": self._typed(questions.text_of(message))[0]}
            if message.get("role") == "user"
            else message
            for message in history
            if message not in orders
        ]
        said, instructions = self._typed(question)
        listing = questions.next_listing(said, history, self.library, filters, self._today(filters))
        standalone = visible(listing or questions.stand_alone(said, history, self._names_somebody))
        usage = Counter[str]()
        if any(message.get("role") == "user" for message in history) and self.model:
            standalone = visible((yield from writing.rewritten(self.model, said, history, usage)) or standalone)
        yield Searching(question, standalone, warming_up=self.warming.at_work)
        self.warming.wait()
        asked = questions.stripped(standalone)
        plan = questions.make_plan(
            asked.text[: questions.LONGEST_SOUGHT],
            self.library,
            filters,
            instructions=(*instructions, *asked.instructions),
            history=history,
            today=self._today(filters),
            regardless_of=regardless_of,
        )
        if plan.spelling and (talk := questions.small_talk_in(plan.question.text)):
            yield from self._reply(talk, question, filters, started)
            return
        plan = replace(plan, instructions=(*questions.instructions_of(orders), *plan.instructions))
        asking = self._asking(plan, filters)
        if questions.asked_last(history) and questions.asks_for_more(said) and plan.kind in ("overview", "said"):
            asking.given = questions.answered_so_far(history)
        # The last turn's articles would restore a limit that `regardless_of` lifts.
        elif questions.asked_last(history) and not (filters.articles or regardless_of or listing):
            asking = self._going_on(asking, said, history)
        notice, searched = self.library.notice, time.perf_counter()
        draft, writer = yield from self._written(asking, usage)
        ended = time.perf_counter()
        other_time = None if plan.kind in FROM_CATALOG else answering.another_time(asking, draft)
        not_read = self._not_read_lately(filters, plan.outlets, [*draft.citations, *draft.closest])
        searching = [Coded("notices.as_written", {"text": notice})] if notice else []
        first = searching or draft.notices or self._left_out(filters)
        notices = tuple(filter(None, (*first, other_time, *not_read)))
        yield Done(
            Answer(
                id=uuid.uuid4().hex,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                question=question,
                standalone_question=standalone,
                outcome=draft.outcome,
                searched=self._searched(filters),
                text=draft.text,
                writer=writer,
                notice=_notice(notices, asking.language),
                notices=notices,
                claims=draft.claims,
                citations=draft.citations,
                closest=draft.closest,
                unknown_markers=draft.unknown_markers,
                answerability=draft.answerability,
                read_as=plan.meaning(draft.speakers).read_as if draft.speakers else plan.read_as,
                premise=draft.premise,
                refusal=draft.refusal,
                framed=draft.framed,
                usage=dict(usage) if usage.total() else None,
                timings_ms={
                    "search": round(1000 * (searched - started)),
                    "write": round(1000 * (ended - searched)),
                    "total": round(1000 * (ended - started)),
                }
                | ({"check": round(1000 * draft.checking)} if draft.checking else {}),
            )
        )

    def _typed(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text with misspelled function words corrected, and the instructions that it contained."""
        said, instructions = questions.without_instructions(text)
        return questions.with_function_words(said, self.library), instructions

    def as_runnable(self) -> presenting.CitedAnswers:
        """This assistant as a LangChain Runnable, whose messages carry citations."""
        return presenting.CitedAnswers(self)

    def _written(
        self, asking: answering.Asking, usage: Counter[str]
    ) -> Generator[Event, None, tuple[answering.Draft, str]]:
        """The answer with the name of its writer; if a chat model fails, the articles are quoted."""
        failed = None
        corrections = answering.Corrections(self.library, asking.language, asking.filters.as_of)
        if not asking.hits and (why := answering.why_unsearched(self.library, asking.filters)):
            draft = answering.refused(asking.language, why)
            yield from answering.as_events(draft)
            return draft, "quotes"
        if asking.hits and asking.plan.kind not in FROM_CATALOG and (writer := self.writer):
            read = writing.without_orders(corrections.beside(answering.to_be_read(asking)))
            try:
                orders = asking.plan.orders
                written = yield from writing.write(writer, asking.plan.question, read, self.library, orders, usage)
                return corrections.heeded(written), writer.name
            except ChatModelError as error:
                reason = str(error).partition(". ")[0].rstrip(".")
                failed = Coded("notices.quoted_instead", {"why": reason})
        draft = answering.shaped(self._part_by_part(asking) or self._in_earnest(asking), asking.plan.instructions)
        no_more = asking.given and draft.outcome == "not_found"
        if not no_more and asking.plan.kind != "corrections" and asking.plan.form.wanted not in CATALOG_KINDS:
            draft = corrections.shown(draft, asking.plan.question.text)
        if failed:
            return replace(draft, notices=(failed,)), "quotes"
        yield from answering.as_events(draft)
        return draft, "quotes"

    def _part_by_part(self, asking: answering.Asking) -> answering.Draft | None:
        """The answers to several questions asked in one; None for a single question, or if they cannot be separated."""
        plan, filters = asking.plan, asking.filters
        parts = questions.parts_of(plan.question.text)
        if len(parts) < 2 or plan.kind in (*FROM_CATALOG, "compare"):
            return None
        drafts, history = list[answering.Draft](), list[Mapping[str, object]]()
        for part in parts:
            text = questions.stand_alone(part, history, self._names_somebody)
            if drafts and questions.leans_on_somebody(text):
                return None
            meant = questions.make_plan(text, self.library, filters, history=history, today=self._today(filters))
            asked = self._asking(meant, filters)
            if drafts and not (filters.articles or plan.regardless_of):
                asked = self._going_on(asked, part, history)
            drafts.append(self._in_earnest(asked))
            history += [{"role": "user", "content": text}, {"role": "assistant", "content": drafts[-1].text}]
        return answering.joined(drafts)

    def _in_earnest(self, asking: answering.Asking) -> answering.Draft:
        """The draft without satire, unless satire is asked for or nothing else answers."""
        plan, filters = asking.plan, asking.filters
        asked_for = filters.kinds or filters.articles or filters.outlets or plan.articles or plan.outlets
        satire = any(hit.heading.text_kind == "satire" for hit in asking.hits)
        if satire and not (asked_for or plan.kind in (*FROM_CATALOG, "compare")):
            draft = answering.compose(self._asking(plan, replace(filters, kinds=IN_EARNEST)))
            if draft.sure:
                return draft
        return answering.compose(asking)

    def _names_somebody(self, words: str) -> bool:
        return self.library.meant_by(words).how in (("name", "part", "role") if " " in words else ("name", "part"))

    def _today(self, filters: Filters) -> date:
        return date.fromisoformat(filters.as_of) if filters.as_of else self.today()

    def _hits(self, question: str, period: str | None, limit: int, filters: Filters) -> list[Hit]:
        # An index still being opened would otherwise count as missing, and the answer would not use it.
        self.warming.wait()
        wanted = max(limit, questions.LOOKED_THROUGH) if period else limit
        hits = self.library.search(question, limit=wanted, filters=filters)
        return questions.prefer(hits, period)[:limit] if period else hits

    def _safe_hits(self, question: str, period: str | None, limit: int, filters: Filters) -> list[Hit]:
        """The best hits without those that contain instructions to a machine; further hits take their places."""
        hits = self._hits(question, period, limit, filters)
        safe = writing.without_orders(hits)
        if len(safe) < len(hits):
            safe = writing.without_orders(self._hits(question, period, CROWD * limit, filters))
        return safe[:limit]

    def _left_out(self, filters: Filters) -> list[Coded]:
        """Notices of what the asker may not expect: filter names that no article has, and undated articles left out."""
        left_out = [*answering.unknown_names(self.library, filters)] if self.library.count(filters) else []
        if (filters.since or filters.until) and (undated := self.library.count_undated(filters)):
            left_out.append(Coded("notices.undated", {"n": undated}))
        return left_out

    def _searched(self, filters: Filters) -> dict[str, object]:
        library = self.library
        return {"articles": library.count(filters), "filters": filters.given(), "newest": library.newest(filters)}

    def _not_read_lately(self, filters: Filters, outlets: Sequence[str], cited: Iterable[Citation]) -> list[Coded]:
        """Notices about failing or silent sources of articles and outlets cited or asked for, at most MOST_DOUBTED."""
        now = time.time()
        doubted = {
            one.source.key: one for one in watching.marked(self.library.sources.doubtful(watching.FAILURES), now)
        }
        asked = [name.lower() for name in (*filters.outlets, *outlets)]
        articles = [*filters.articles, *(one.article_id for one in cited)]
        keys = self.library.sources.concerned([*doubted], articles=articles, outlets=asked)
        concerned = [one for key, one in doubted.items() if key in keys][:MOST_DOUBTED]
        return [watching.sentence(one, self.today()) for one in concerned]

    def _not_checked_against(self, filters: Filters) -> list[Coded]:
        return answering.why_unsearched(self.library, filters) or self._left_out(filters)


def _notice(notices: Sequence[Coded], language: str = SOURCE) -> str | None:
    """The notices as one text: those whose code begins with "answers." in the given language, the rest in English."""
    said = (one.in_language(language if one.code.startswith("answers.") else SOURCE) for one in notices)
    return " ".join(said) or None


def _messages(history: Sequence[Mapping[str, object]]) -> Sequence[Mapping[str, object]]:
    wrong = (
        [history] if isinstance(history, str | Mapping) else [one for one in history if not isinstance(one, Mapping)]
    )
    if wrong:
        raise WrongUsage(
            f"The history contains {type(wrong[0]).__name__} instead of a message. Pass a list of dictionaries, each "
            "with 'role' and 'content'."
        )
    for one in history:
        if one.get("role") not in _ROLES or "content" not in one:
            raise WrongUsage(
                f"A message of the history needs 'content', and as 'role' one of {', '.join(_ROLES)}. Give it both."
            )
    return history


def _chat_model(given: object) -> BaseChatModel:
    from langchain_core.language_models import BaseChatModel

    if not isinstance(given, BaseChatModel):
        raise WrongUsage(
            f"{type(given).__name__} is not a chat model. Pass one of LangChain's, or a name such as 'openai:gpt-4o'."
        )
    return given


def _fetcher() -> loading.Fetcher:
    return loading.Fetcher(allow_private_addresses=True)
