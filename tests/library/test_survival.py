"""Processes that are killed: nothing that was acknowledged is lost, nothing is doubled, the next start mends alone."""

from __future__ import annotations

import random
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index.library import Library
from tests.killing import KINDS, die_at, open_library, start, text_of, work_on
from tests.servers import Servers
from tests.stores import keys_in_each, write_lines

pytestmark = pytest.mark.processes

States = dict[str, int | None]  # the version of each article that stands in the library, None where it does not

STORED = "index.store.catalog.Catalog"
POINTS = {  # where a process is killed, before the function does its work or right after it, and while doing what
    "before the catalog is written": (f"{STORED}.store", False, ("add", "update")),
    "after the catalog was written": (f"{STORED}.store", True, ("add", "update")),
    "after the removal was stored": (f"{STORED}.remove", True, ("remove",)),
    "after the rebuild was noted": (f"{STORED}.note_rebuild", True, ("rebuild",)),
    "after the words were emptied": ("index.store.lexical.Lexical.clear", True, ("rebuild",)),
    "while words are written": ("index.store.lexical.Lexical._drop", True, KINDS),
    "before the words are sealed": ("index.store.seals.seal", False, KINDS),
    "between the words and the codes": ("index.store.lexical.Lexical.apply", True, KINDS),
    "after the codes were taken away": ("index.store.codes.Codes.clear", True, ("rebuild",)),
    "while the codes are written": ("numpy.savez", True, KINDS),
    "between the codes and the vectors": ("index.store.codes.Codes.apply", True, KINDS),
    "after the vectors were emptied": ("index.store.vectors.Vectors.clear", True, ("rebuild",)),
    "while old vectors are dropped": ("index.store.vectors.Vectors._drop", True, ("update", "remove")),
    "after new vectors, before their note": ("chromadb.Collection.modify", False, KINDS),
    "before the vectors are sealed": ("index.store.vectors.Vectors._seal", False, KINDS),
    "after both": ("index.store.vectors.Vectors.apply", True, KINDS),
}
SERVED = "index.store.vectors.ServedVectors"
SERVED_POINTS = {
    "before the catalog is written": (f"{STORED}.store", False, ("add",)),
    "after the catalog was written": (f"{STORED}.store", True, ("add", "update")),
    "after the vectors were taken away": ("chromadb.api.client.Client.delete_collection", True, ("rebuild",)),
    "after the vectors were emptied": (f"{SERVED}.clear", True, ("rebuild",)),
    "while old vectors are dropped": (f"{SERVED}._drop", True, ("update", "remove")),
    "after new vectors, before their note": ("chromadb.Collection.modify", False, KINDS),
    "after both": (f"{SERVED}.apply", True, ("add",)),
}
BEFORE: States = {"one": 1, "other": 1}
TO: dict[str, States] = {
    "add": {"new": 1, "newer": 1},
    "update": {"one": 2, "other": 2},
    "remove": {"one": None, "other": None},
    "rebuild": {},
}


def states_of(library: Library) -> States:
    """Which version of each article stands in the library, after asserting that it stands there as a whole and once."""
    library.search("harbour")
    assert library.notice == library.unread_notice()  # nothing but what is still to be read
    catalog, vectors, words = keys_in_each(library)
    assert catalog == vectors == words
    states: States = {}
    for heading in library.articles():
        if heading.id == "filling":
            continue
        texts = [paragraph.text for paragraph in library.article(heading.id).paragraphs]
        version = int(texts[0].rsplit("v", 1)[1].split("p")[0])
        assert texts == text_of(heading.id, version).split("\n\n")
        states[heading.id] = version
    return states


def is_found(library: Library, name: str, version: int) -> bool:
    """Whether each paragraph is found by its own word, and as the nearest to its own vector."""
    for number, text in enumerate(text_of(name, version).split("\n\n"), start=1):
        by_word = library._followers.lexical.find(text.split()[-1], 5)
        by_meaning = library._followers.vectors.find(library.embeddings.encode([text])[0], 1)
        best = list(by_word)[:1]  # the others have it in their title
        found = [(one.heading.id, one.paragraph.number) for one in library._catalog.searched(best)]
        if found != [(name, number)] or best != by_meaning:
            return False
    return True


def steps(points: dict[str, tuple[str, bool, tuple[str, ...]]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("kind", "point", "after"),
        [
            pytest.param(kind, point, after, id=f"{kind}, {name}")
            for name, (point, after, kinds) in points.items()
            for kind in kinds
        ],
    )


@steps(POINTS)
def test_a_process_killed_at_this_step_loses_and_doubles_nothing(
    tmp_path: Path, kind: str, point: str, after: bool
) -> None:
    kill_at(tmp_path, kind, point, after)


@pytest.mark.servers
@steps(SERVED_POINTS)
def test_a_process_killed_at_this_step_leaves_nothing_lost_or_doubled_on_servers(
    tmp_path: Path, running_servers: Servers, kind: str, point: str, after: bool
) -> None:
    kill_at(tmp_path, kind, point, after, **running_servers.options(tmp_path))


def kill_at(place: Path, kind: str, point: str, after: bool, **options: str) -> None:
    folder, articles = place / "library", place / "articles"
    articles.mkdir()
    with open_library(folder, **options) as library:
        for name, version in BEFORE.items():
            (articles / f"{name}.txt").write_text(text_of(name, version or 0), encoding="utf-8")
        library.add(articles)
    process, hears = start(die_at, folder, articles, kind, TO[kind], point, after, options)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert _received(hears) is None
    # Where the vectors are on a server, another machine may be the first to come by.
    with open_library(place / "another" if options else folder, **options) as library:
        stored = dict(BEFORE) if (point, after) == (f"{STORED}.store", False) else BEFORE | TO[kind]
        assert states_of(library) == {name: version for name, version in stored.items() if version}
        assert set(library.embeddings.encoded) <= {"harbour"}  # type: ignore[attr-defined]
        assert all(is_found(library, name, version) for name, version in stored.items() if version)


def _received(hears: Connection) -> float | None:
    """What the process told before it ended, None where it ended too early."""
    try:
        return hears.recv()
    except EOFError:
        return None


class Hunted:
    """A library that process after process works on and is killed at; it knows what each may have left."""

    def __init__(self, place: Path, *, seed: int, filling: int = 0) -> None:
        self._folder, self._articles = place / "library", place / "articles"
        self._articles.mkdir()
        self._chance = random.Random(seed)
        self._states: States = {}
        self._names = 0
        self.hit = dict.fromkeys(KINDS, 0)  # kills in the middle of an operation of that kind
        with open_library(self._folder) as library:
            text = "\n\n".join(f"Ship {number} left the port." for number in range(filling))
            library.add(write_lines(place / "filling.jsonl", *([{"id": "filling", "text": text}] if filling else [])))
        self._seconds: dict[str, float] = {}
        for kind in KINDS:  # whole, to know how long each takes
            self.work(kind, killed=False)

    def work(self, kind: str, *, killed: bool = True) -> None:
        """Starts a process that does an operation, kills it at a random moment of that, and looks at what it left."""
        states = self._new_states(kind)
        process, hears = start(work_on, self._folder, self._articles, [(kind, states)])
        hears.recv()
        if killed:
            process.join(self._chance.uniform(0, self._seconds[kind]))
            process.kill()
        process.join(60)
        taken = _received(hears)
        assert process.exitcode == (0 if taken and not killed else -signal.SIGKILL) or taken
        with open_library(self._folder) as library:
            now = states_of(library)
            before, after = self._states, self._states | states
            for name in {*after, *now}:
                allowed = {after.get(name)} if taken else {before.get(name), after.get(name)}
                assert now.get(name) in allowed, f"{kind}: {name} is at {now.get(name)}, not at any of {allowed}"
            assert all(is_found(library, name, version) for name in states if (version := now.get(name)))
        self._states = dict(now)
        self._seconds.setdefault(kind, taken or 0.0)
        self.hit[kind] += not taken

    def _new_states(self, kind: str) -> States:
        there = sorted(name for name, version in self._states.items() if version)
        if kind == "add":
            self._names += 3
            return {f"n{self._names + number}": 1 for number in range(3)}
        if kind == "update":
            return {name: (self._states[name] or 0) + 1 for name in self._chance.sample(there, min(2, len(there)))}
        return dict.fromkeys(there[:2]) if kind == "remove" else {}


def test_processes_killed_at_random_moments_lose_and_double_nothing(tmp_path: Path) -> None:
    hunted = Hunted(tmp_path, seed=5)
    for number in range(80):  # how many hit the middle of an operation depends on what else the machine does
        hunted.work(KINDS[number % len(KINDS)])
        if number >= 19 and sum(hunted.hit.values()) >= 10:
            break
    assert sum(hunted.hit.values()) >= 10, hunted.hit


@pytest.mark.soak
def test_processes_killed_at_two_hundred_random_moments_lose_and_double_nothing(tmp_path: Path) -> None:
    hunted = Hunted(tmp_path, seed=6, filling=5100)  # so that Chroma keeps its graph in files of its own
    for number in range(200):
        hunted.work(KINDS[number % len(KINDS)])
    assert all(hits >= 10 for hits in hunted.hit.values()), hunted.hit


def test_two_processes_add_while_another_searches_and_nothing_is_lost_doubled_or_wrong(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    batches = [[f"{side}{number}x{part}" for part in range(2)] for side in ("left", "right") for number in range(8)]
    with open_library(tmp_path / "library") as library:
        library.search("harbour")
        sides = [[("add", dict.fromkeys(names, 1)) for names in half] for half in (batches[:8], batches[8:])]
        adding = [start(work_on, tmp_path / "library", tmp_path / "articles", steps) for steps in sides]
        seen = [0]
        while any(process.is_alive() for process, _ in adding):
            seen.append(len({hit.heading.id for hit in library.search("harbour", limit=200)}))
        assert [process.exitcode for process, _ in adding] == [0, 0]
        assert seen == sorted(seen), "an article that was found once was not found again"
        assert states_of(library) == {name: 1 for names in batches for name in names}
        assert all(is_found(library, name, 1) for names in batches for name in names)
