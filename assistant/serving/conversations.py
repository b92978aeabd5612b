"""Saved conversations, in a file of their own beside the articles: each answer as it was given, with its paragraphs.

It speaks SQL through SQLAlchemy Core and knows nothing of how an answer was found or is drawn. Whatever becomes of its
file, the articles are not touched.
"""

from __future__ import annotations

import copy
import json
import secrets
import threading
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from assistant.errors import ConversationsError, NotSaved
from assistant.serving.conversation_tables import SCHEMA_VERSION, conversation, setting, tables, turn
from index.articles import Paragraph
from index.errors import UnknownArticle, WrongUsage
from index.store.databases import open_database

CONVERSATIONS = "conversations.db"
LOCAL = "local"  # the owner of everything, until there are users
LISTED = 100
LONGEST_TITLE = 80  # of one that is made of a question
LONGEST_GIVEN = 5_000  # characters of a title or a comment that a person writes
SEARCHED_WORDS = 20
_UNWIPED = "unwiped"  # stands in the settings while words of what was deleted may still be in the file

Vote = Literal["up", "down"]


class Paragraphs(Protocol):
    """What saving needs of a library."""

    def paragraph(self, article_id: str, number: int) -> Paragraph: ...


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """An answer/1 record as it was given, and what people made of it.

    `paragraphs` holds the whole text of each cited paragraph by its revision. `shared` is the id of the link that
    opens the answer, or None.
    """

    conversation: str
    answer: dict[str, Any]
    paragraphs: dict[str, str]
    vote: Vote | None = None
    comment: str = ""
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of a conversation; times are ISO 8601."""

    id: str
    title: str
    created: str
    updated: str


@dataclass(frozen=True, slots=True)
class Conversation(Summary):
    """A whole conversation, its turns in the order in which they were answered."""

    turns: tuple[SavedTurn, ...] = ()


class _Opened:
    """Which file is open, as all owners share it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.file: int | None = None


class Conversations:
    """The conversations that one owner has saved in a library's folder. Safe between threads and processes.

    Nothing is opened before it is needed, and a file that was mended or moved away is opened anew. Everything raises
    ConversationsError, one sentence, where the file cannot be used, and NotSaved where an id is not there.
    """

    def __init__(self, folder: str | Path, *, owner: str = LOCAL) -> None:
        self.owner = owner
        self._path = Path(folder) / CONVERSATIONS
        self._engine = open_database(self._path, "secure_delete=ON")
        self._opened = _Opened()

    def close(self) -> None:
        self._engine.dispose()

    def of(self, owner: str) -> Conversations:
        """Those of another owner, in the same file."""
        theirs = copy.copy(self)
        theirs.owner = owner
        return theirs

    def owners(self) -> list[str]:
        """Everybody who has saved a conversation."""
        with self._transaction() as connection:
            return list(connection.scalars(sql.select(conversation.c.owner).distinct().order_by(conversation.c.owner)))

    def save(
        self,
        answer: Mapping[str, Any],
        library: Paragraphs,
        *,
        conversation: str | None = None,
        instead_of: str | None = None,
    ) -> SavedTurn:
        """Adds an answer/1 record to a conversation, or begins one that has the question as its title.

        The paragraphs that it cites are read from the library. Saving the same answer again changes nothing. It takes
        the place of the answer with the id `instead_of`, unless that was shared or has a vote.
        """
        saved = SavedTurn(conversation or uuid.uuid4().hex, dict(answer), _cited(answer, library))
        with self._transaction("IMMEDIATE") as connection:
            known = connection.execute(_turns(self.owner).where(turn.c.answer_id == answer["id"])).first()
            if known:
                return _turn(known)
            begun = self._begin(connection, saved) if conversation is None else self._key(connection, conversation)
            connection.execute(_update(begun).values(updated=answer["created"]))
            if instead_of is not None:
                unmarked = (turn.c.vote.is_(None), turn.c.shared.is_(None), turn.c.conversation_key == begun)
                connection.execute(sql.delete(turn).where(turn.c.answer_id == instead_of, *unmarked))
            connection.execute(
                sql.insert(turn).values(
                    conversation_key=begun,
                    owner=self.owner,
                    answer_id=answer["id"],
                    answer=_json(saved.answer),
                    paragraphs=_json(saved.paragraphs),
                    folded=folded(f"{answer['question'] or ''}\n{answer['text']}"),
                )
            )
        return saved

    def listed(self, search: str = "", *, limit: int = LISTED) -> list[Summary]:
        """The conversations, that with the newest answer first.

        `search` leaves those in which some question and its answer, with the title, hold all these words, or parts
        of words, in any script.
        """
        query = sql.select(*_SUMMARY).where(conversation.c.owner == self.owner)
        newest = sql.select(sql.func.max(turn.c.key)).where(turn.c.conversation_key == conversation.c.key)
        query = query.order_by(newest.scalar_subquery().desc()).limit(limit)
        if words := folded(_written(search)).split()[:SEARCHED_WORDS]:
            text = conversation.c.folded + "\n" + turn.c.folded
            held = [text.contains(word, autoescape=True) for word in words]
            query = query.where(sql.exists().where(turn.c.conversation_key == conversation.c.key, *held))
        with self._transaction() as connection:
            return [Summary(*row) for row in connection.execute(query)]

    def count(self) -> int:
        query = sql.select(sql.func.count()).select_from(conversation).where(conversation.c.owner == self.owner)
        with self._transaction() as connection:
            return connection.scalar(query) or 0

    def open(self, id: str) -> Conversation:
        """The whole conversation."""
        with self._transaction() as connection:
            key = self._key(connection, id)
            summary = connection.execute(sql.select(*_SUMMARY).where(conversation.c.key == key)).one()
            turns = connection.execute(_turns(self.owner).where(turn.c.conversation_key == key)).all()
        return Conversation(**summary._mapping, turns=tuple(map(_turn, turns)))

    def rename(self, id: str, title: str) -> None:
        title = " ".join(_given(title, "title").split())
        if not title:
            raise WrongUsage("A conversation needs a title. Write a few words.")
        with self._transaction("IMMEDIATE") as connection:
            key = self._key(connection, id)
            connection.execute(_update(key).values(title=title, folded=folded(title)))

    def delete(self, id: str) -> None:
        """Takes a conversation away for good: no word of it is left in the file."""
        with self._transaction("IMMEDIATE") as connection:
            self._delete(connection, conversation.c.key == self._key(connection, id))
        self._wipe()

    def delete_all(self) -> None:
        """Takes all conversations of this owner away for good."""
        with self._transaction("IMMEDIATE") as connection:
            self._delete(connection, conversation.c.owner == self.owner)
        self._wipe()

    def vote(self, answer_id: str, vote: Vote | None, comment: str = "") -> SavedTurn:
        """Keeps whether an answer was good, and why; None takes both back."""
        comment = _given(comment, "comment") if vote else ""
        return self._change(answer_id, vote=vote, comment=comment)

    def share(self, answer_id: str) -> SavedTurn:
        """Lets anyone read the answer under the id `shared`, until `unshare`: the one that it has, or a new one."""
        return self._change(answer_id, shared=sql.func.coalesce(turn.c.shared, secrets.token_urlsafe(16)))

    def unshare(self, answer_id: str) -> SavedTurn:
        """From now on the link opens nothing; sharing again makes another."""
        return self._change(answer_id, shared=None)

    def shared(self, id: str) -> SavedTurn:
        """The answer that was shared under that id, whoever owns it."""
        with self._transaction() as connection:
            row = connection.execute(_turns().where(turn.c.shared == _written(id))).first()
        if row is None:
            raise NotSaved("This answer is not shared, or not any more. Ask whoever sent the link for a new one.")
        return _turn(row)

    def voted(self) -> Iterator[Conversation]:
        """The conversations that hold an answer with a vote, oldest first."""
        query = sql.select(conversation.c.id).where(conversation.c.owner == self.owner).order_by(conversation.c.key)
        voted = sql.exists().where(turn.c.conversation_key == conversation.c.key, turn.c.vote.is_not(None))
        with self._transaction() as connection:
            ids = list(connection.scalars(query.where(voted)))
        return map(self.open, ids)

    def _begin(self, connection: sql.Connection, saved: SavedTurn) -> int:
        title = title_of(saved.answer["question"] or saved.answer["text"])
        fields = {"id": saved.conversation, "owner": self.owner, "title": title, "folded": folded(title)}
        created = saved.answer["created"]
        insert = sql.insert(conversation).values(**fields, created=created, updated=created)
        return connection.execute(insert.returning(conversation.c.key)).scalar_one()

    def _key(self, connection: sql.Connection, id: str) -> int:
        query = sql.select(conversation.c.key)
        key = connection.scalar(query.where(conversation.c.id == _written(id), conversation.c.owner == self.owner))
        if key is None:
            raise NotSaved("This conversation is not saved, or was deleted. Choose another from the list.")
        return int(key)

    def _change(self, answer_id: str, **values: Any) -> SavedTurn:
        own = (turn.c.owner == self.owner, turn.c.answer_id == _written(answer_id))
        with self._transaction("IMMEDIATE") as connection:
            connection.execute(sql.update(turn).where(*own).values(**values))
            row = connection.execute(_turns(self.owner).where(*own)).first()
        if row is None:
            raise NotSaved("This answer is not saved, or its conversation was deleted. Ask the question again.")
        return _turn(row)

    def _delete(self, connection: sql.Connection, which: sql.ColumnElement[bool]) -> None:
        keys = sql.select(conversation.c.key).where(which)
        connection.execute(sql.delete(turn).where(turn.c.conversation_key.in_(keys)))
        connection.execute(sql.delete(conversation).where(which))
        connection.execute(sql.insert(setting).prefix_with("OR IGNORE").values(key=_UNWIPED, value="yes"))

    def _wipe(self) -> None:
        with self._sentence(), self._database().connect() as connection:
            if not _wipe(connection):
                raise ConversationsError(
                    "The conversation is deleted, but another process is reading the file, which keeps some of its "
                    "words until the conversations are opened the next time."
                )

    def _database(self) -> sql.Engine:
        """The engine over the file that is there now, with its tables."""
        with self._opened.lock:
            if self._opened.file is None or self._opened.file != _inode(self._path):
                self._engine.dispose()  # an open database goes on in memory where its file was taken away
                self._prepare()
                self._opened.file = _inode(self._path)
        return self._engine

    def _prepare(self) -> None:
        with self._engine.execution_options(begin="IMMEDIATE").begin() as connection:
            there = sql.inspect(connection).has_table(setting.name)
            values = {key: value for key, value in connection.execute(sql.select(setting))} if there else {}
            if int(values.get("schema", SCHEMA_VERSION)) > SCHEMA_VERSION:
                raise ConversationsError(
                    f"The conversations in '{self._path}' were saved by a newer version. Upgrade article-assistant to "
                    "open them; the articles can be asked as before."
                )
            tables.create_all(connection)
            if not values:
                connection.execute(sql.insert(setting).values(key="schema", value=str(SCHEMA_VERSION)))
        if _UNWIPED in values:
            with suppress(DatabaseError), self._engine.connect() as connection:
                _wipe(connection)

    @contextmanager
    def _transaction(self, begin: str = "") -> Iterator[sql.Connection]:
        with self._sentence(), self._database().execution_options(begin=begin).begin() as connection:
            yield connection

    @contextmanager
    def _sentence(self) -> Iterator[None]:
        """Turns what the database raises into one sentence."""
        try:
            yield
        except DatabaseError as error:
            if "locked" in str(error.orig):
                raise ConversationsError(
                    "Another process is using the saved conversations. Try again in a moment."
                ) from error
            raise ConversationsError(
                f"The saved conversations in '{self._path}' cannot be used ({error.orig}). The articles are not "
                "affected; free disk space, or put that file right or move it away, then try again."
            ) from error


_SUMMARY = [conversation.c[name] for name in ("id", "title", "created", "updated")]


def title_of(question: str) -> str:
    """A question as a title: one line, not too long."""
    line = " ".join(question.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def folded(text: str) -> str:
    """The text in the one form in which words are compared, whatever their case and width."""
    # By way of capitals, since casefold alone tells "ı" from its own capital.
    once = unicodedata.normalize("NFKC", text.replace("\0", " ")).upper().casefold()
    return unicodedata.normalize("NFKC", once)


def _cited(answer: Mapping[str, Any], library: Paragraphs) -> dict[str, str]:
    """The paragraphs that an answer names, by revision, as far as the library still holds them so."""
    texts = {}
    for citation in [*answer["citations"], *answer["closest"]]:
        try:
            paragraph = library.paragraph(citation["article_id"], citation["paragraph"])
        except UnknownArticle:
            continue
        if paragraph.revision == citation["revision"]:
            texts[paragraph.revision] = paragraph.text
    return texts


def _turns(owner: str | None = None) -> sql.Select[Any]:
    columns = [turn.c[name] for name in ("answer", "paragraphs", "vote", "comment", "shared")]
    query = sql.select(conversation.c.id, *columns).join(conversation, conversation.c.key == turn.c.conversation_key)
    return (query.where(turn.c.owner == owner) if owner is not None else query).order_by(turn.c.key)


def _turn(row: Any) -> SavedTurn:
    id, answer, paragraphs, vote, comment, shared = row
    return SavedTurn(id, json.loads(answer), json.loads(paragraphs), vote, comment, shared)


def _update(key: int) -> sql.Update:
    return sql.update(conversation).where(conversation.c.key == key)


def _json(value: object) -> str:
    return _written(json.dumps(value, ensure_ascii=False))


def _written(text: str) -> str:
    """Half a surrogate pair cannot be written down."""
    return text.encode("utf-8", "replace").decode()


def _given(text: str, what: str) -> str:
    if len(text) > LONGEST_GIVEN:
        raise WrongUsage(f"A {what} has at most {LONGEST_GIVEN:,} characters. Shorten it.")
    return _written(text).strip()


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _wipe(connection: sql.Connection) -> bool:
    """Writes the file anew without what was deleted, and empties its log; whether nobody was in the way.

    SQLite's secure_delete alone is not enough: pages that were split keep copies of what moved to another.
    """
    connection.exec_driver_sql("COMMIT")  # neither runs inside a transaction
    connection.exec_driver_sql("VACUUM")
    busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if not busy:
        connection.exec_driver_sql("DELETE FROM setting WHERE key = ?", (_UNWIPED,))
    connection.exec_driver_sql("BEGIN")
    return not busy
