"""Saved conversations, in a file of their own or in the database of the articles: answers as they were given.

Damage to that file does not affect the articles.
"""

from __future__ import annotations

import copy
import json
import secrets
import sqlite3
import threading
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from assistant.errors import ConversationsError, NoRoomLeft, NotSaved
from assistant.serving.conversation_tables import SCHEMA_VERSION, conversation, of_a_file, setting, tables, turn
from assistant.serving.reserve import Reserve
from assistant.serving.shared import Shared
from index.articles import Paragraph
from index.errors import LibraryError, UnknownArticle, WrongUsage
from index.store.databases import open_database

CONVERSATIONS = "conversations.db"
RESERVE = "conversations.db-reserve"
LOCAL = "local"  # the owner of everything until there are users
LISTED = 100
LONGEST_TITLE = 80  # characters of a title made from a question
LONGEST_GIVEN = 5_000  # characters of a title or a comment that a person writes
SEARCHED_WORDS = 20
DOUBTED = "doubted"  # the setting with the key of the last turn saved before records were sealed
_UNWIPED = "unwiped"  # set while words of deleted conversations may still be in the file

Vote = Literal["up", "down"]
Got = TypeVar("Got")
# In bytes, without reading the text if SQLite can do so.
_LENGTH = sql.func.octet_length if sqlite3.sqlite_version_info >= (3, 43) else sql.func.length


class Paragraphs(Protocol):
    """The part of a library that saving needs."""

    def paragraph(self, article_id: str, number: int) -> Paragraph: ...


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """An answer/1 record as it was given, with its feedback and its link.

    `paragraphs` maps the revision of each cited paragraph to its whole text. `shared` is the id of the link that
    opens the answer, or None. A `doubted` turn was saved before records were sealed, so anybody may have written it.
    """

    conversation: str
    answer: dict[str, Any]
    paragraphs: dict[str, str]
    vote: Vote | None = None
    comment: str = ""
    shared: str | None = None
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of a conversation; times are ISO 8601."""

    id: str
    title: str
    created: str
    updated: str


@dataclass(frozen=True, slots=True)
class Conversation(Summary):
    """A whole conversation, with its turns in order."""

    turns: tuple[SavedTurn, ...] = ()

    def history(self) -> list[dict[str, str]]:
        """The messages, as `Assistant.ask` takes them; a turn that checked a text has no question and is left out."""
        said = []
        for one in self.turns:
            if question := one.answer["question"]:
                said.append({"role": "user", "content": question})
                said.append({"role": "assistant", "content": one.answer["text"]})
        return said


class _Opened:
    """The state of the open file, which all owners share."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.file: int | None = None
        self.doubted = 0  # the key of the last doubted turn


class Conversations:
    """The conversations that one owner has saved in a library's folder, or in the database that servers share.

    Safe across threads and processes. Nothing is opened before it is needed, and a file that was repaired or moved away
    is reopened. Every method raises ConversationsError, with one sentence, if the conversations cannot be used, and
    NotSaved for an unknown id. `most` returns how many bytes one owner may save; `examine` receives each answer that is
    read, and may mark what is wrong with it.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        owner: str = LOCAL,
        most: Callable[[], int | None] = lambda: None,
        examine: Callable[[SavedTurn], SavedTurn] = lambda saved: saved,
        shared: Shared | None = None,
    ) -> None:
        self._shared = shared
        self.owner = owner
        self._most = most
        self._examine = examine
        self._path = Path(folder) / CONVERSATIONS
        self._reserve = Reserve(Path(folder) / RESERVE)
        self._engine = open_database(self._path, "secure_delete=ON")
        self._opened = _Opened()

    def close(self) -> None:
        self._engine.dispose()

    def of(self, owner: str) -> Conversations:
        """The conversations of another owner, in the same file or database."""
        theirs = copy.copy(self)
        theirs.owner = owner
        return theirs

    @property
    def doubted(self) -> int:
        """The key of the last doubted turn; 0 if there is none."""
        return 0 if self._shared else self._opened.doubted

    def reading(self) -> AbstractContextManager[sql.Connection]:
        """A transaction that reads all conversations as they are at one moment."""
        return self._transaction()

    @contextmanager
    def replacing(self) -> Iterator[sql.Connection]:
        """A transaction that replaces all conversations; afterwards only turns with a key below one are doubted."""
        with self._transaction("IMMEDIATE") as connection:
            if self._shared:
                connection.exec_driver_sql("LOCK TABLE conversation, turn IN EXCLUSIVE MODE")
            yield connection
            if not self._shared:
                connection.execute(sql.update(setting).where(setting.c.key == DOUBTED).values(value="0"))
        if not self._shared:
            self._opened.doubted = 0

    def owners(self) -> list[str]:
        """The owners of saved conversations."""
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
        """Adds an answer/1 record to a conversation, or begins one with the question as its title.

        The paragraphs that it cites are read from the library. Saving the same answer again changes nothing. A new
        answer replaces the one with the id `instead_of`, unless that is shared or has a vote. Raises NoRoomLeft if the
        owner's storage is full.
        """
        saved = SavedTurn(conversation or uuid.uuid4().hex, dict(answer), _cited(answer, library))
        with self._transaction("IMMEDIATE") as connection:
            known = connection.execute(_turns(self.owner).where(turn.c.answer_id == answer["id"])).first()
            if known:
                return self._turn(known)
            values = {
                "owner": self.owner,
                "answer_id": answer["id"],
                "answer": _json(saved.answer),
                "paragraphs": _json(saved.paragraphs),
                "folded": folded(f"{answer['question'] or ''}\n{answer['text']}"),
            }
            self._check_room(connection, sum(len(one.encode()) for one in values.values()))
            begun = self._begin(connection, saved) if conversation is None else self._key(connection, conversation)
            connection.execute(_update(begun).values(updated=answer["created"]))
            if instead_of is not None:
                unmarked = (turn.c.vote.is_(None), turn.c.shared.is_(None), turn.c.conversation_key == begun)
                connection.execute(sql.delete(turn).where(turn.c.answer_id == instead_of, *unmarked))
            connection.execute(sql.insert(turn).values(conversation_key=begun, **values))
        return saved

    def check_room(self) -> None:
        """Raises NoRoomLeft if nothing more may be saved."""
        with self._transaction() as connection:
            self._check_room(connection, 1)

    def listed(self, search: str = "", *, limit: int = LISTED, offset: int = 0) -> list[Summary]:
        """The conversations, newest answer first, without the first `offset`.

        `search` keeps those in which the title and one question with its answer together contain all its words, also
        as parts of other words, in any script.
        """
        query = sql.select(*_SUMMARY).where(conversation.c.owner == self.owner)
        newest = sql.select(sql.func.max(turn.c.key)).where(turn.c.conversation_key == conversation.c.key)
        query = query.order_by(newest.scalar_subquery().desc()).limit(limit).offset(offset)
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
        return Conversation(**summary._mapping, turns=tuple(map(self._turn, turns)))

    def rename(self, id: str, title: str) -> None:
        title = " ".join(_given(title, "title").split())
        if not title:
            raise WrongUsage("A conversation needs a title. Write a few words.")
        with self._transaction("IMMEDIATE") as connection:
            key = self._key(connection, id)
            connection.execute(_update(key).values(title=title, folded=folded(title)))

    def delete(self, id: str) -> None:
        """Deletes a conversation for good: no word of it remains in the file."""
        self._delete(lambda connection: conversation.c.key == self._key(connection, id))

    def delete_all(self) -> None:
        """Deletes all conversations of this owner for good."""
        self._delete(lambda _connection: conversation.c.owner == self.owner)

    def vote(self, answer_id: str, vote: Vote | None, comment: str = "") -> SavedTurn:
        """Saves whether an answer was good, and why; None removes both."""
        comment = _given(comment, "comment") if vote else ""
        return self._change(answer_id, gives_up=not vote, vote=vote, comment=comment)

    def share(self, answer_id: str) -> SavedTurn:
        """Lets others read the answer under the id `shared`, existing or new, until `unshare`."""
        return self._change(answer_id, shared=sql.func.coalesce(turn.c.shared, secrets.token_urlsafe(16)))

    def unshare(self, answer_id: str) -> SavedTurn:
        """Disables the link; sharing again creates another."""
        return self._change(answer_id, gives_up=True, shared=None)

    def shared(self, id: str) -> SavedTurn:
        """The answer shared under that id, whoever owns it."""
        with self._transaction() as connection:
            row = connection.execute(_turns().where(turn.c.shared == _written(id))).first()
        if row is None:
            raise NotSaved("This answer is not shared, or no longer shared. Ask the sender of the link for a new one.")
        return self._turn(row)

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

    def _check_room(self, connection: sql.Connection, size: int) -> None:
        if (most := self._most()) is not None:
            columns = (turn.c.answer, turn.c.paragraphs, turn.c.folded, turn.c.comment)
            total = sql.select(
                sql.func.sum(sum(_LENGTH(column) for column in columns))
            )  # of the lengths, not the texts
            if (connection.scalar(total.where(turn.c.owner == self.owner)) or 0) + size > most:
                raise NoRoomLeft(most // 1_000_000)

    def _change(self, answer_id: str, *, gives_up: bool = False, **values: Any) -> SavedTurn:
        """Changes a turn; `gives_up` marks a change that must be possible even on a full disk."""
        own = (turn.c.owner == self.owner, turn.c.answer_id == _written(answer_id))

        def change(_full: bool = False) -> Any:
            with self._transaction("IMMEDIATE") as connection:
                connection.execute(sql.update(turn).where(*own).values(**values))
                return connection.execute(_turns(self.owner).where(*own)).first()

        row = self._on_a_full_disk(change) if gives_up else change()
        if row is None:
            raise NotSaved("This answer is not saved, or its conversation was deleted. Ask the question again.")
        return self._turn(row)

    def _delete(self, which: Callable[[sql.Connection], sql.ColumnElement[bool]]) -> None:
        if self._shared:
            with self._transaction("IMMEDIATE") as connection:
                _delete(connection, which(connection))
            return

        def delete(full: bool) -> None:
            with self._transaction("IMMEDIATE") as connection:
                # Overwriting needs as much space again, so on a full disk this is left to rewriting the file.
                connection.exec_driver_sql(f"PRAGMA secure_delete={'OFF' if full else 'ON'}")
                _delete(connection, which(connection))
                connection.execute(sql.insert(setting).prefix_with("OR IGNORE").values(key=_UNWIPED, value="yes"))

        self._on_a_full_disk(delete)
        self._on_a_full_disk(self._wipe)
        self._reserve.keep()

    def _on_a_full_disk(self, work: Callable[[bool], Got]) -> Got:
        """Does the work; if the disk is full, releases the reserved space and does it again, passing True."""
        try:
            return work(False)
        except ConversationsError as error:
            if not _is_full(error.__cause__):
                raise
            self._reserve.give_up()
            return work(True)

    def _wipe(self, full: bool) -> None:
        try:
            self._write_anew()
        except ConversationsError as error:
            if not (full and _is_full(error.__cause__)):
                raise
            # The conversation is deleted, and its space will be reused; the file is rewritten when there is room.

    def _write_anew(self) -> None:
        with self._sentence(), self._database().connect() as connection:
            if not _wipe(connection):
                raise ConversationsError(
                    "The conversation is deleted, but another process is reading the file, so some of its words stay "
                    "there until the conversations are next opened."
                )

    def _database(self) -> sql.Engine:
        """The engine over the current file, with its tables."""
        with self._opened.lock:
            if self._opened.file is None or self._opened.file != _inode(self._path):
                self._engine.dispose()  # an open database continues in memory if its file was removed
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
            of_a_file.create_all(connection)
            tables.create_all(connection)
            if not values:
                connection.execute(sql.insert(setting).values(key="schema", value=str(SCHEMA_VERSION)))
            if (doubted := values.get(DOUBTED)) is None:
                doubted = str(connection.scalar(sql.select(sql.func.max(turn.c.key))) or 0)
                connection.execute(sql.insert(setting).values(key=DOUBTED, value=doubted))
            self._opened.doubted = int(doubted)
        self._reserve.keep()
        if _UNWIPED in values:
            with suppress(DatabaseError), self._engine.connect() as connection:
                _wipe(connection)

    def _turn(self, row: Any) -> SavedTurn:
        key, id, answer, paragraphs, vote, comment, shared = row
        saved = SavedTurn(id, json.loads(answer), json.loads(paragraphs), vote, comment, shared)
        return self._examine(replace(saved, doubted=key <= self._opened.doubted))

    @contextmanager
    def _transaction(self, begin: str = "") -> Iterator[sql.Connection]:
        if self._shared:
            with _for_conversations(), self._shared_transaction(begin) as connection:
                yield connection
            return
        with self._sentence(), self._database().execution_options(begin=begin).begin() as connection:
            yield connection

    def _shared_transaction(self, begin: str) -> AbstractContextManager[sql.Connection]:
        assert self._shared is not None
        return self._shared.changing(f"conversations/{self.owner}") if begin else self._shared.steady()

    @contextmanager
    def _sentence(self) -> Iterator[None]:
        """Turns database errors into one sentence."""
        try:
            yield
        except DatabaseError as error:
            if "locked" in str(error.orig):
                raise ConversationsError(
                    "Another process is using the saved conversations. Try again in a moment."
                ) from error
            raise ConversationsError(
                f"The saved conversations in '{self._path}' cannot be used ({error.orig}). The articles are not "
                "affected; free disk space, or repair that file or move it away, then try again."
            ) from error


_SUMMARY = [conversation.c[name] for name in ("id", "title", "created", "updated")]


@contextmanager
def _for_conversations() -> Iterator[None]:
    try:
        yield
    except UnknownArticle:
        raise
    except LibraryError as error:
        raise ConversationsError(str(error)) from error


def _delete(connection: sql.Connection, these: sql.ColumnElement[bool]) -> None:
    keys = sql.select(conversation.c.key).where(these)
    connection.execute(sql.delete(turn).where(turn.c.conversation_key.in_(keys)))
    connection.execute(sql.delete(conversation).where(these))


def title_of(question: str) -> str:
    """A question as a title: one line, not too long."""
    line = " ".join(_written(question).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def folded(text: str) -> str:
    """The text in the form used to compare words, without case or width."""
    # Through upper case, since casefold alone distinguishes "ı" from its own capital.
    once = unicodedata.normalize("NFKC", text.replace("\0", " ")).upper().casefold()
    return unicodedata.normalize("NFKC", once)


def _cited(answer: Mapping[str, Any], library: Paragraphs) -> dict[str, str]:
    """The paragraphs that an answer cites, by revision, if the library still has them unchanged."""
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
    query = sql.select(turn.c.key, conversation.c.id, *columns).join(
        conversation, conversation.c.key == turn.c.conversation_key
    )
    return (query.where(turn.c.owner == owner) if owner is not None else query).order_by(turn.c.key)


def _update(key: int) -> sql.Update:
    return sql.update(conversation).where(conversation.c.key == key)


def _json(value: object) -> str:
    return _written(json.dumps(value, ensure_ascii=False))


def _written(text: str) -> str:
    """The text as every database can store it: without lone surrogates or null characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def _given(text: str, what: str) -> str:
    if len(text) > LONGEST_GIVEN:
        raise WrongUsage(f"A {what} has at most {LONGEST_GIVEN:,} characters. Shorten it.")
    return _written(text).strip()


def _is_full(error: BaseException | None) -> bool:
    """Whether the database failed because the disk is full."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _wipe(connection: sql.Connection) -> bool:
    """Rewrites the file without deleted content and empties its log; returns False if another process prevented it.

    SQLite's secure_delete alone is not enough: a page that was split keeps copies of what moved to another page.
    """
    connection.exec_driver_sql("COMMIT")  # none of the statements below runs inside a transaction
    connection.exec_driver_sql("PRAGMA temp_store=MEMORY")  # for what is kept, while the file is rewritten
    connection.exec_driver_sql("VACUUM")
    busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if not busy:
        connection.exec_driver_sql("DELETE FROM setting WHERE key = ?", (_UNWIPED,))
    connection.exec_driver_sql("BEGIN")
    return not busy
