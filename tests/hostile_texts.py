"""A process that takes hostile texts through add, ask, check, write and page, and tells what processor time each took.

Its own processor time is limited for each text, so that what never comes to an end ends the process and nothing else.
Run by tests/project/test_hostile_texts.py; vectors are made of hashes, since encoding would hide what else takes time.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.answering.checking import LONGEST
from assistant.assistant import Assistant
from assistant.page.answer_text import text_with_markers
from assistant.page.article_beside import reading
from assistant.page.article_page import article_page
from assistant.page.cards import sources
from assistant.page.words import ENGLISH
from assistant.settings import Settings
from index.library import SAMPLES, Library
from tests.fakes import HashedEmbeddings

LEAD = "The harbour master said the old crane will be taken down in March."
QUESTIONS = (
    "What did the harbour master say about the crane?",
    "When will the crane be taken down?",
    "How many cranes are there?",
)
ALLOWED = 120  # seconds of one text, after which the process ends


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _drawn(alphabet: str) -> Callable[[int], str]:
    return lambda size: "".join(random.Random(1).choices(alphabet, k=size))


def _prose(size: int) -> str:
    text = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in sorted(SAMPLES.glob("*.md")))
    return (f"{text} " * (size // len(text) + 1))[:size]


PATTERNS: dict[str, Callable[[int], str]] = {
    "prose": _prose,
    "apostrophes": _repeated("'"),
    "apostrophes before letters": _repeated(" 'a"),
    "quotation marks": _repeated('"'),
    "quoted letters": _repeated('"a" '),
    "opened quotations": _repeated("“what he said "),
    "backticks": _repeated("`"),
    "pairs of backticks": _repeated("``a "),
    "single letters": _repeated("a "),
    "brackets and stops": _repeated("[a."),
    "digits and commas": _repeated("1,"),
    "digits and stops": _repeated("1."),
    "digits": _repeated("1"),
    "bylines": _repeated("By John\n"),
    "lines of a letter": _repeated("a\n"),
    "paragraphs of a letter": _repeated("a\n\n"),
    "one word": _repeated("a"),
    "capitals": _repeated("Ab"),
    "names": _repeated("Ann Lee "),
    "initials": _repeated("A. "),
    "abbreviations": _repeated("U.S. "),
    "opened brackets": _repeated("("),
    "markers": _repeated("[1]"),
    "stops": _repeated(". "),
    "verbs of speech": _repeated("said "),
    "he said": _repeated("he said, "),
    "hyphens": _repeated("a-"),
    "days": _repeated("on Monday "),
    "dates": _repeated("May 4 "),
    "years": _repeated("in 1999 "),
    "sums of money": _repeated("$1 million "),
    "numbers in words": _repeated("twenty-"),
    "ideographs": _repeated("港口起重机说了什么"),
    "Chinese sentences": _repeated("说。"),
    "Chinese quotations": _repeated("他说：“"),
    "emoji": _repeated("🌍👩‍👩‍👧‍👦"),
    "entities": _repeated("&amp;"),
    "drawn marks": _drawn("'\".,;:!?()[]-–—“”‘’ "),
}


def _times(text: str, folder: Path) -> Iterator[tuple[str, float]]:
    """Each step with the seconds of processor time that it took, those of child processes too."""
    from tests.scripted_model import ScriptedModel

    (folder / "a.txt").write_text(f"{LEAD} {text}", encoding="utf-8")
    with Library(folder / "library", embeddings=HashedEmbeddings()) as library:
        begun = _spent()

        def took() -> float:
            nonlocal begun
            before, begun = begun, _spent()
            return begun - before

        (article,) = library.add(folder / "a.txt").added
        yield "add", took()
        assistant = Assistant(library, Settings(library=folder / "library"))
        answers = [assistant.ask(question) for question in QUESTIONS]
        yield "ask", took()
        answers.append(assistant.check(f"{LEAD} {text}"[:LONGEST]))
        yield "check", took()
        model = ScriptedModel(says=[f"{LEAD} [1] {text}"], width=20)
        answers.append(Assistant(library, Settings(library=folder / "library"), model=model).ask(QUESTIONS[0]))
        yield "write", took()
        for answer in answers:
            record = answer.to_dict()
            sources(1, "?", record, library)
            text_with_markers(1, record, ENGLISH)
            reading(1, 1, record, library)
        article_page(library.article(article))
        yield "page", took()


def _spent() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> None:
    """Reads a pattern and a size from each line, and writes what each step took."""
    for line in sys.stdin:
        name, size = json.loads(line)
        resource.setrlimit(resource.RLIMIT_CPU, (int(_spent()) + ALLOWED, resource.RLIM_INFINITY))
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(dict(_times(PATTERNS[name](size), Path(folder)))), flush=True)


if __name__ == "__main__":
    main()
