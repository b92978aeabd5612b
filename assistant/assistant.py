"""Assistant: open a library, add to it, ask it. The story of a question, from the words typed to the cited answer."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.settings import Settings, read_settings
from index.adding import AddReport
from index.articles import Hit
from index.embedding import SentenceEmbeddings
from index.errors import WrongUsage
from index.filters import Filters
from index.library import Library, Progress
from index.reranking import Reranker

if TYPE_CHECKING:
    from index.fetching import Fetcher

READ = 12  # paragraphs that an answer is looked for in


class Assistant:
    """Answers questions about the articles of one library. Use as a context manager, or call `close`.

    `today` tells which day "last week" in a question counts from, where no `as_of` does.
    """

    def __init__(
        self, library: Library, settings: Settings | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        self.library = library
        self.today = today
        self.settings = settings or read_settings()

    @classmethod
    def open(cls, library: str | Path | None = None, *, rebuild: bool = False) -> Assistant:
        """Opens the library in that folder, or the default one; what is not given comes from the settings.

        Raises ArticleAssistantError, with one sentence that says what to do, where it cannot be opened.
        """
        settings = read_settings(library=library)
        embeddings = SentenceEmbeddings(settings.embedding_model)
        opened = Library(
            settings.library,
            embeddings=embeddings,
            mode=settings.search,
            reranker=Reranker(settings.reranker) if settings.reranker else None,
            fetcher=_fetcher() if settings.allow_private_addresses else None,
            rebuild=rebuild,
        )
        return cls(opened, settings)

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.library.close()

    def warm(self) -> None:
        """Loads the embedding model and opens the indexes, so that the first question need not wait for them."""
        self.library.embeddings.encode(["Who said what?"] * 8)
        self.library.search("Who said what?", limit=1)

    def add(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        dry_run: bool = False,
    ) -> AddReport:
        """Adds articles from files, folders, web addresses and feeds; see Library.add."""
        return self.library.add(sources, progress=progress, cancelled=cancelled, dry_run=dry_run)

    def search(
        self,
        question: str,
        *,
        limit: int = 12,
        articles: str | Sequence[str] = (),
        outlets: str | Sequence[str] = (),
        authors: str | Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
    ) -> list[Hit]:
        """The paragraphs that fit the question best, best first, out of the articles that pass the filters.

        Those of the time that the question names come before others that fit about as well.
        """
        from assistant.question import read_question

        filters = Filters(articles, outlets, authors, since, until, as_of)
        return self._hits(question, read_question(question, today=self._today(filters)).period, limit, filters)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, object]] = (),
        articles: str | Sequence[str] = (),
        outlets: str | Sequence[str] = (),
        authors: str | Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
    ) -> Answer:
        """Answers from the articles that pass the filters; not finding an answer is an outcome, never an exception.

        `history` holds the messages before this one, oldest first, each with "role" and "content". `since`,
        `until` and `as_of` are days, YYYY-MM-DD; `as_of` hides what was published later, and is the day from which
        "last week" in the question counts.
        """
        # Here, so that a command that asks nothing does not pay for loading what reads questions.
        from assistant.conversation import stand_alone
        from assistant.question import read_question
        from assistant.quoting import write_quotes
        from assistant.reading_on import read_on

        started = time.perf_counter()
        if not isinstance(question, str) or not question.strip():
            raise WrongUsage("The question is empty. Ask in a few words what the articles are to tell.")
        question = question.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be written down
        filters = Filters(articles, outlets, authors, since, until, as_of)
        standalone = stand_alone(question, history)
        asked = read_question(standalone, today=self._today(filters))
        hits = read_on(self._hits(standalone, asked.period, READ, filters), self.library)
        notice, searched = self.library.notice, time.perf_counter()
        threshold = self.settings.refusal_threshold
        draft = write_quotes(asked, hits, self.library, threshold)
        ended = time.perf_counter()
        return Answer(
            id=uuid.uuid4().hex,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            question=question,
            standalone_question=standalone,
            outcome=draft.outcome,
            searched={"articles": self.library.count(filters), "filters": filters.given()},
            text=draft.text,
            writer="quotes",
            notice=notice or draft.notice or self._left_out(filters),
            claims=draft.claims,
            citations=draft.citations,
            closest=draft.closest,
            answerability=draft.answerability,
            timings_ms={
                "search": round(1000 * (searched - started)),
                "write": round(1000 * (ended - searched)),
                "total": round(1000 * (ended - started)),
            },
        )

    def _today(self, filters: Filters) -> date:
        return date.fromisoformat(filters.as_of) if filters.as_of else self.today()

    def _hits(self, question: str, period: str | None, limit: int, filters: Filters) -> list[Hit]:
        from assistant.asked_times import LOOKED_THROUGH, prefer

        wanted = max(limit, LOOKED_THROUGH) if period else limit
        hits = self.library.search(question, limit=wanted, filters=filters)
        return prefer(hits, period)[:limit] if period else hits

    def _left_out(self, filters: Filters) -> str | None:
        """One sentence on articles that the filters leave out and a person might not think of."""
        if filters and not self.library.count(filters):
            return "No article passes these filters."
        if not (filters.since or filters.until):
            return None
        undated = self.library.count_undated(filters)
        return f"{undated} more without a known date were not searched." if undated else None


def _fetcher() -> Fetcher:
    # Here, so that a command that fetches nothing does not wait for what speaks HTTP.
    from index.fetching import Fetcher

    return Fetcher(allow_private_addresses=True)
