"""Saved conversations: what comes back, what is found, what deleting leaves, and what trouble with the file does."""

from __future__ import annotations

import multiprocessing
import random
import re
import resource
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ConversationsError, NoRoomLeft, NotSaved
from assistant.serving.conversations import (
    CONVERSATIONS,
    LONGEST_TITLE,
    RESERVE,
    Conversations,
    Paragraphs,
    SavedTurn,
    folded,
    title_of,
)
from assistant.serving.shared import shared_at
from index.articles import Paragraph
from index.errors import UnknownArticle, WrongUsage
from tests import homes
from tests.disks import small_disk
from tests.homes import ON_FILES

pytestmark = pytest.mark.usefixtures("home")

ONE = Paragraph("harbour", 3, "The harbour opens in spring, the mayor said. It has been closed since May.", "body")


class OneParagraph:
    """A library of one paragraph."""

    def paragraph(self, article_id: str, number: int) -> Paragraph:
        if (article_id, number) != (ONE.article_id, ONE.number):
            raise UnknownArticle("There is none.")
        return ONE


HARBOUR: Paragraphs = OneParagraph()


def record(id: str, question: str = "When does the harbour open?", text: str = "In spring. [1]", **more: Any) -> Any:
    """An answer/1 record that cites the one paragraph."""
    citation = {
        "marker": 1,
        "article_id": ONE.article_id,
        "paragraph": ONE.number,
        "revision": ONE.revision,
        "quote": "The harbour opens in spring",
        "start": 0,
        "end": 27,
    }
    created = f"2026-02-05T10:00:{len(id) % 60:02}+00:00"
    fields = {"schema": "answer/1", "id": id, "created": created, "question": question, "text": text}
    return {**fields, "citations": [citation], "closest": [], **more}


def at_home(folder: Path, catalog_url: str | None = None, **options: Any) -> Conversations:
    """The conversations of the library in this folder, where the articles are."""
    url = catalog_url or homes.options(folder).get("catalog_url")
    return Conversations(folder, shared=shared_at(url), **options)


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


@pytest.fixture
def saved(tmp_path: Path) -> Iterator[Conversations]:
    opened = at_home(tmp_path)
    yield opened
    opened.close()


def test_a_conversation_comes_back_as_it_was_answered_with_the_cited_paragraphs(saved: Conversations) -> None:
    first = saved.save(record("a"), HARBOUR)
    saved.save(record("bb", "And the bridge?", "Not said. 桥 😀"), HARBOUR, conversation=first.conversation)
    reopened = saved.open(first.conversation)
    assert [turn.answer for turn in reopened.turns] == [record("a"), record("bb", "And the bridge?", "Not said. 桥 😀")]
    assert [turn.paragraphs for turn in reopened.turns] == [{ONE.revision: ONE.text}] * 2
    assert (reopened.title, reopened.created[-8:-6], reopened.updated[-8:-6]) == (
        "When does the harbour open?",
        "01",
        "02",
    )


def test_what_is_saved_is_there_for_another_process_and_after_a_restart(saved: Conversations, tmp_path: Path) -> None:
    first = saved.save(record("a"), HARBOUR)
    saved.close()
    again = at_home(tmp_path)
    assert again.open(first.conversation).turns == (first,)
    again.close()


def test_a_paragraph_that_changed_before_it_was_saved_is_not_taken_for_the_cited_one(saved: Conversations) -> None:
    answer = record("a")
    answer["citations"][0]["revision"] = "another"
    assert saved.save(answer, HARBOUR).paragraphs == {}


def test_the_same_answer_is_saved_once(saved: Conversations) -> None:
    first = saved.save(record("a"), HARBOUR)
    assert saved.save(record("a"), HARBOUR) == first
    assert saved.save(record("a"), HARBOUR, conversation=first.conversation) == first
    assert saved.count() == 1
    assert len(saved.open(first.conversation).turns) == 1


def test_an_answer_takes_the_place_of_another_that_nobody_shared_or_judged(saved: Conversations) -> None:
    begun = saved.save(record("a"), HARBOUR).conversation
    for replaced, id in (("a", "b"), ("b", "c")):
        saved.save(record(id), HARBOUR, conversation=begun, instead_of=replaced)
        assert [turn.answer["id"] for turn in saved.open(begun).turns] == [id]
    saved.share("c")
    saved.save(record("d"), HARBOUR, conversation=begun, instead_of="c")
    saved.vote("d", "up")
    saved.save(record("e"), HARBOUR, conversation=begun, instead_of="d")
    other = saved.save(record("f"), HARBOUR, instead_of="e").conversation
    assert [turn.answer["id"] for turn in saved.open(begun).turns] == ["c", "d", "e"]
    assert [turn.answer["id"] for turn in saved.open(other).turns] == ["f"]


def test_the_list_begins_with_the_conversation_that_was_answered_last(saved: Conversations) -> None:
    one = saved.save(record("a", "One?"), HARBOUR).conversation
    saved.save(record("b", "Two?"), HARBOUR)  # in the same second
    assert [summary.title for summary in saved.listed()] == ["Two?", "One?"]
    saved.save(record("c", "Three?"), HARBOUR, conversation=one)
    assert [summary.title for summary in saved.listed()] == ["One?", "Two?"]
    assert [summary.title for summary in saved.listed(limit=1)] == ["One?"]


@given(st.text())
def test_a_title_is_always_one_line_that_fits(question: str) -> None:
    title = title_of(question)
    assert len(title) <= LONGEST_TITLE
    assert title == " ".join(title.split())


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.data())
def test_a_part_of_a_question_or_an_answer_is_always_found(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    saved = at_home(tmp_path_factory.mktemp("found"))
    question, answer = data.draw(st.sampled_from([(text, "x"), ("x", text)]))
    id = saved.save(record("a", question, answer), HARBOUR).conversation
    sought = data.draw(st.sampled_from([text.upper(), text.lower(), text, *text.split()]))
    assert [summary.id for summary in saved.listed(sought)] == [id]
    saved.close()


@pytest.mark.parametrize("sought", ["台湾", "問題", "Taiwan", "tAIWAN ｓａｙ", "100%", "say 台湾 taiwan"])
def test_words_of_any_script_are_found_as_they_stand(saved: Conversations, sought: str) -> None:
    saved.save(record("a", "What did Xi say about 台湾 (Taiwan)?", "That 100% is a 問題."), HARBOUR)
    saved.save(record("b", "Who?", "100 of them"), HARBOUR)
    assert [summary.title[:4] for summary in saved.listed(sought)] == ["What"]


def test_the_words_sought_must_stand_in_one_turn_with_the_title(saved: Conversations) -> None:
    first = saved.save(record("a", "The first?", "a crane"), HARBOUR).conversation
    saved.save(record("b", "The second?", "a heron"), HARBOUR, conversation=first)
    assert saved.listed("crane heron") == []
    saved.rename(first, "Birds of Prey")
    assert [summary.title for summary in saved.listed("PREY heron")] == ["Birds of Prey"]
    assert saved.listed("_rey") == saved.listed("p%y") == []


def test_a_title_that_says_nothing_or_everything_is_refused(saved: Conversations) -> None:
    first = saved.save(record("a"), HARBOUR).conversation
    for title in (" \n ", "x" * 5_001):
        with pytest.raises(WrongUsage):
            saved.rename(first, title)
    saved.rename(first, " half \ud800\n of a pair ")
    assert saved.open(first).title == "half ? of a pair"


def test_a_vote_is_kept_with_its_comment_until_it_is_taken_back(saved: Conversations) -> None:
    first = saved.save(record("a"), HARBOUR).conversation
    saved.vote("a", "down", "<script>alert(1)</script>")
    (turn,) = saved.open(first).turns
    assert (turn.vote, turn.comment) == ("down", "<script>alert(1)</script>")
    assert [one.id for one in saved.voted()] == [first]
    saved.vote("a", None, "left over")
    (turn,) = saved.open(first).turns
    assert (turn.vote, turn.comment) == (None, "")
    assert list(saved.voted()) == []


def test_an_answer_is_read_by_its_link_only_while_it_is_shared(saved: Conversations) -> None:
    first = saved.save(record("a"), HARBOUR)
    link = saved.share("a").shared or ""
    assert saved.share("a").shared == link
    assert saved.shared(link).answer == first.answer
    saved.unshare("a")
    for wrong in (link, "a", "", first.conversation):
        with pytest.raises(NotSaved):
            saved.shared(wrong)
    assert len({link, saved.share("a").shared}) == 2


def test_links_cannot_be_guessed(saved: Conversations) -> None:
    for number in range(5):
        saved.save(record(f"{number}"), HARBOUR)
    links = {saved.share(f"{number}").shared for number in range(5)}
    assert len(links) == 5
    assert all(link and re.fullmatch(r"[\w-]{22,}", link) for link in links)


def test_nobody_sees_or_changes_what_another_owns(tmp_path: Path) -> None:
    one, other = at_home(tmp_path, owner="one"), at_home(tmp_path, owner="other")
    own = one.save(record("a", "Mine?"), HARBOUR)
    assert other.save(record("a", "Yours?"), HARBOUR).conversation != own.conversation
    assert [summary.title for summary in other.listed()] == ["Yours?"]
    assert other.listed("mine") == []
    for refused in (
        lambda: other.open(own.conversation),
        lambda: other.rename(own.conversation, "Theirs"),
        lambda: other.delete(own.conversation),
        lambda: other.save(record("b"), HARBOUR, conversation=own.conversation),
    ):
        with pytest.raises(NotSaved):
            refused()
    other.vote("a", "down")
    other.share("a")
    other.delete_all()
    assert one.open(own.conversation).turns == (own,)
    one.close()
    other.close()


def test_what_is_not_there_is_said_in_one_sentence(saved: Conversations) -> None:
    for missing in (
        lambda: saved.open("x\0'\ud800"),
        lambda: saved.delete("x"),
        lambda: saved.vote("x", "up"),
        lambda: saved.share("x"),
        lambda: saved.shared("\ud800"),
    ):
        with pytest.raises(NotSaved, match=r"\.$"):
            missing()


@ON_FILES
@pytest.mark.parametrize("seed", [0, 13])
def test_nothing_of_a_deleted_conversation_is_left_in_the_file_however_long_it_was_used(
    tmp_path: Path, seed: int
) -> None:
    """Long enough for pages to be split and to keep copies: with secure_delete alone, each of these seeds fails."""
    saved, chance = at_home(tmp_path), random.Random(seed)
    there: dict[str, set[bytes]] = {}
    deleted = 0
    for number in range(150):
        mark = f"mark{number:05}"
        answer = record(f"{mark}id", f"{mark} question", f"{mark} " * chance.choice([1, 5]))
        id = saved.save(answer, HARBOUR, conversation=chance.choice([None, *there])).conversation
        there.setdefault(id, set()).add(mark.encode())
        named = chance.choice(list(there))
        saved.rename(named, f"{min(there[named]).decode()} " * chance.randint(1, 40))
        saved.vote(f"{mark}id", "down", f"{mark} is wrong " * chance.randint(1, 40))
        if chance.random() < 0.2:
            gone = chance.choice(list(there))
            saved.delete(gone)
            del there[gone]
            deleted += 1
            assert set(re.findall(rb"mark\d{5}", bytes_in(tmp_path))) == set().union(*there.values())
    assert deleted > 10
    saved.save(record("long", "mark", "mark " * 5_000), HARBOUR)
    saved.share("long")
    saved.delete_all()
    assert b"mark" not in bytes_in(tmp_path)
    assert saved.listed() == []
    saved.close()


@ON_FILES
def test_words_that_a_reader_kept_in_the_file_are_wiped_when_it_is_opened_next(tmp_path: Path) -> None:
    saved = at_home(tmp_path)
    id = saved.save(record("a", "A secret?"), HARBOUR).conversation
    with sqlite3.connect(tmp_path / CONVERSATIONS, isolation_level=None) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM turn").fetchone() == (1,)
        saved._engine.dispose()
        with saved._database().connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
        with pytest.raises(ConversationsError, match="is deleted, but another process is reading"):
            saved.delete(id)
        assert b"A secret?" in bytes_in(tmp_path)
        reader.execute("COMMIT")
    reader.close()
    saved.close()
    again = at_home(tmp_path)
    assert again.listed() == []
    assert b"A secret?" not in bytes_in(tmp_path)
    again.close()


def _save_many(folder: Path, catalog_url: str | None, begun: str, name: str) -> None:
    saved = at_home(folder, catalog_url)
    for number in range(20):
        saved.save(record(f"{name}-{number}"), HARBOUR, conversation=begun)
    saved.close()


def test_processes_and_threads_that_save_into_one_conversation_lose_nothing(tmp_path: Path) -> None:
    saved = at_home(tmp_path)
    begun = saved.save(record("a"), HARBOUR).conversation
    processes = multiprocessing.get_context("forkserver")
    url = homes.options(tmp_path).get("catalog_url")
    working: list[Any] = [processes.Process(target=_save_many, args=(tmp_path, url, begun, f"p{n}")) for n in range(2)]
    working += [
        threading.Thread(target=saved.save, args=(record(f"t-{n}"), HARBOUR), kwargs={"conversation": begun})
        for n in range(8)
    ]
    for one in working:
        one.start()
    for one in working:
        one.join()
    assert len({turn.answer["id"] for turn in saved.open(begun).turns}) == 1 + 40 + 8
    saved.close()


def test_two_who_open_a_new_library_at_once_both_save(tmp_path: Path) -> None:
    opened = [at_home(tmp_path) for _ in range(6)]
    together = threading.Barrier(len(opened))

    def save(place: int) -> None:
        together.wait()
        opened[place].save(record(f"{place}"), HARBOUR)

    threads = [threading.Thread(target=save, args=[place]) for place in range(len(opened))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened[0].count() == len(opened)
    for one in opened:
        one.close()


def test_saving_into_a_conversation_that_was_deleted_meanwhile_does_not_bring_it_back(tmp_path: Path) -> None:
    one, other = at_home(tmp_path), at_home(tmp_path)
    begun = one.save(record("a"), HARBOUR).conversation
    other.delete(begun)
    with pytest.raises(NotSaved):
        one.save(record("b"), HARBOUR, conversation=begun)
    assert other.count() == 0
    one.close()
    other.close()


@ON_FILES
@pytest.mark.parametrize("content", [b"noise" * 2000, b"SQLite format 3\0" + b"\1" * 4080])
def test_a_file_that_is_damaged_is_one_sentence_and_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CONVERSATIONS).write_bytes(content)
    saved = at_home(tmp_path)
    for trouble in (saved.listed, lambda: saved.save(record("a"), HARBOUR), saved.delete_all):
        with pytest.raises(ConversationsError, match="The articles are not affected") as raised:
            trouble()
        assert "\n" not in str(raised.value)
    assert (tmp_path / CONVERSATIONS).read_bytes() == content
    (tmp_path / CONVERSATIONS).unlink()
    assert saved.save(record("a"), HARBOUR).answer == record("a")
    saved.close()


@ON_FILES
def test_a_file_of_a_newer_version_is_one_sentence_and_is_left_as_it_is(tmp_path: Path) -> None:
    saved = at_home(tmp_path)
    saved.save(record("a"), HARBOUR)
    saved.close()
    with sqlite3.connect(tmp_path / CONVERSATIONS) as connection:
        connection.execute("UPDATE setting SET value = '99' WHERE key = 'schema'")
    connection.close()
    before = (tmp_path / CONVERSATIONS).read_bytes()
    newer = at_home(tmp_path)
    with pytest.raises(ConversationsError, match="newer version. Upgrade"):
        newer.save(record("b"), HARBOUR)
    newer.close()
    assert (tmp_path / CONVERSATIONS).read_bytes() == before


@ON_FILES
def test_a_file_that_was_taken_away_is_begun_anew_and_nothing_is_saved_into_the_old(saved: Conversations) -> None:
    saved.save(record("a"), HARBOUR)
    saved._path.rename(saved._path.with_name("elsewhere"))
    id = saved.save(record("b"), HARBOUR).conversation
    assert [summary.id for summary in saved.listed()] == [id]
    assert saved._path.is_file()


@ON_FILES
def test_a_disk_that_is_full_is_one_sentence_and_what_was_saved_stays(saved: Conversations) -> None:
    id = saved.save(record("a"), HARBOUR).conversation
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (saved._path.stat().st_size, hard))
    try:
        with pytest.raises(ConversationsError, match="free disk space") as raised:
            saved.save(record("b", text="long " * 100_000), HARBOUR, conversation=id)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "\n" not in str(raised.value)
    assert [turn.answer["id"] for turn in saved.open(id).turns] == ["a"]
    saved.save(record("b"), HARBOUR, conversation=id)
    assert [turn.answer["id"] for turn in saved.open(id).turns] == ["a", "b"]


def test_one_owner_saves_so_much_and_another_as_much_again(tmp_path: Path) -> None:
    saved = at_home(tmp_path, most=lambda: 100_000)
    for number in range(4):
        saved.save(record(f"a{number}", text="long " * 2_000), HARBOUR)
    with pytest.raises(NoRoomLeft, match="Delete conversations") as raised:
        saved.save(record("a4", text="long " * 2_000), HARBOUR)
    assert "\n" not in str(raised.value)
    assert saved.count() == 4
    saved.save(record("a0", text="long " * 2_000), HARBOUR)  # which is there already
    saved.of("anna").save(record("a4", text="long " * 2_000), HARBOUR)
    saved.delete(saved.listed()[0].id)
    saved.save(record("a4", text="long " * 2_000), HARBOUR)
    saved.close()


@ON_FILES
def test_only_what_was_saved_before_records_were_known_is_doubted(tmp_path: Path) -> None:
    saved = at_home(tmp_path)
    saved.save(record("a"), HARBOUR)
    saved.close()
    with sqlite3.connect(tmp_path / CONVERSATIONS) as connection:  # as a version of before has left it
        connection.execute("DELETE FROM setting WHERE key = 'doubted'")
    seen: list[str] = []

    def examine(turn: SavedTurn) -> SavedTurn:
        seen.append(turn.answer["id"])
        return turn

    saved = at_home(tmp_path, examine=examine)
    saved.save(record("b"), HARBOUR)
    turns = [turn for summary in saved.listed() for turn in saved.open(summary.id).turns]
    assert {turn.answer["id"]: turn.doubted for turn in turns} == {"a": True, "b": False}
    assert sorted(seen) == ["a", "b"]
    saved.close()


@ON_FILES
@pytest.mark.parametrize("pages", [0, 1, 3])
def test_on_a_full_disk_what_is_deleted_is_gone_and_its_room_is_there_again(tmp_path: Path, pages: int) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        saved = at_home(disk.folder)
        kept = saved.save(record("a"), HARBOUR).conversation
        large = [saved.save(record(f"b{number}", text="quagga " * 100_000), HARBOUR) for number in range(3)]
        saved.share("a")
        assert (disk.folder / RESERVE).exists()
        disk.leave(pages=pages)
        for one in large:
            saved.delete(one.conversation)
        assert saved.unshare("a").shared is None
        assert [summary.id for summary in saved.listed()] == [kept]
        saved.save(record("c", text="room " * 10_000), HARBOUR)
        saved.close()
        disk.free()
        again = at_home(disk.folder)
        assert again.count() == 2 and (disk.folder / RESERVE).exists()
        assert b"quagga" not in bytes_in(disk.folder)
        again.close()


def test_every_character_is_found_in_capitals_and_in_small_letters() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
    assert [one for one in characters if len({folded(one), folded(one.upper()), folded(one.lower())}) > 1] == []
    assert [one for one in characters if folded(folded(one)) != folded(one)] == []
