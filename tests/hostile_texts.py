"""A process that takes hostile texts through add, ask, check, write, page, pieces and pages, and times each step.

"question" asks the text itself, "pieces" cuts a paragraph for the real model, and "pages" extracts HTML with the text
wherever a page can hold it. Times are processor time.

Processor time is limited for each text, so that an endless step ends this process and nothing else. Run by
tests/project/test_hostile_texts.py; vectors are made from hashes, since encoding would hide what else takes time.
"""

from __future__ import annotations

import gc
import html
import json
import os
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from assistant.answering.checking import LONGEST
from assistant.assistant import Assistant
from assistant.page.answer_text import text_with_markers
from assistant.page.article_beside import reading
from assistant.page.article_page import article_page
from assistant.page.cards import sources
from assistant.page.words import ENGLISH
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.errors import Unreadable, WrongUsage
from index.library import SAMPLES, Library
from index.loading.content import article_of
from index.loading.items import Item
from tests.fakes import HashedEmbeddings

BENCHMARKS = Path(__file__).parent / "benchmarks"
LEAD = "The harbour master said the old crane will be taken down in March."
QUESTIONS = (
    "What did the harbour master say about the crane?",
    "When will the crane be taken down?",
    "How many cranes are there?",
)
REAL = SentenceEmbeddings()
LONG = 1_900  # characters of a sentence that is still parsed whole
ALLOWED = 300  # seconds for one text, after which the process ends: more than twice what prose of 200 kB takes


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _drawn(alphabet: str) -> Callable[[int], str]:
    return lambda size: "".join(random.Random(1).choices(alphabet, k=size))


def _numbered(piece: str) -> Callable[[int], str]:
    """Pieces, no two of which are the same, so that nothing cached for one serves another."""
    return lambda size: "".join(piece.replace("#", str(number)) for number in range(size // len(piece) + 1))[:size]


def _lettered(piece: str) -> Callable[[int], str]:
    """As `_numbered`, with the numbers written in ideographs, as names are."""
    written = str.maketrans("0123456789", "川山田木村林石水中本")
    return lambda size: _numbered(piece)(size).translate(written)


def _sentences_of(*words: str) -> Callable[[int], str]:
    """Sentences as long as any that are parsed whole, of words drawn from these, each with its own number."""

    def drawn(size: int) -> str:
        chance, made, length = random.Random(1), list[str](), 0
        while length < size:
            long = " ".join(chance.choices(words, k=LONG // (len(words[0]) + 1)))[: LONG - 8]
            made.append(f"{long} {len(made)}. ")
            length += len(made[-1])
        return "".join(made)[:size]

    return drawn


@cache
def _written() -> str:
    """Paragraphs that people wrote, in which no sentence occurs twice."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.md"))]
    for rows in (BENCHMARKS / "fresh").glob("*articles.jsonl"), (BENCHMARKS / "corrections").glob("articles.jsonl"):
        texts += [json.loads(row)["text"] for path in sorted(rows) for row in path.read_text("utf-8").splitlines()]
    return "\n\n".join(" ".join(paragraph.split()) for text in texts for paragraph in text.split("\n\n"))


def _prose(size: int) -> str:
    return (f"{_written()}\n\n" * (size // len(_written()) + 1))[:size]


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
    "opened tags": _repeated("<a "),
    "opened comments": _repeated("<!--"),
    "authors": _repeated('{"author":"'),
    "escapes": _repeated('\\"'),
    "short sentences": _numbered("Xi ate #. "),
    "short speech": _numbered("He said #. She replied. "),
    "short quotations": _numbered("“A#”, said Bo#. "),
    "many names": _numbered("Ann# Lee# met Bo# Ray#. "),
    "signed posts": _numbered("We began #.\n\n— Ann Lee# (@lee#)\n\n"),
    "many corrections": _numbered("Correction: it was #, not 1. "),
    "questions and answers": _numbered("Q: a#?\nA: b.\n"),
    "items of a list": _numbered("- a#\n"),
    "headings": _numbered("# A#\n\n"),
    "addresses": _numbered("http://a.b/# "),
    "Chinese speech": _numbered("李#说：“好。”"),
    "Japanese speech": _numbered("#と言った。"),
    "Korean speech": _numbered("#라고 말했다. "),
    "Chinese names": _lettered("王#主席来。他说好。"),
    "Japanese names": _lettered("森#さんは好と言った。"),
    "answers with names": _numbered("Ann# Lee#: yes\n\n"),
    "long sentences of one verb": _sentences_of("said"),
    "long sentences of pronouns": _sentences_of("they", "he", "she", "it", "who", "that"),
    "long sentences of refusals": _sentences_of("not", "no", "never", "all", "some", "may"),
    "long sentences of names": _sentences_of("Ann", "Lee", "Roe", "May", "Will"),
    "long sentences of joined verbs": _sentences_of("sold and", "won or", "lost,", "he", "cut and"),
    "long sentences of clauses": _sentences_of("that", "if", "because", "he said", "she knew", "which"),
    "long sentences of sums": _sentences_of("$1", "20 million", "half", "3%", "in 1999", "two dozen"),
    "combined marks": _repeated("a\u0301\u0327"),
    "invisible marks": _repeated("a\u200b\u202e"),
    "spaces": _repeated(" \t\u3000"),
    "lines": _repeated("\n"),
    "tables": _repeated("| a "),
    "stars": _repeated("**a* _b_ "),
    "drawn marks": _drawn("'\".,;:!?()[]-–—“”‘’ "),
}


# {raw} is the text unchanged, {text} and {value} as text and attribute value, {json} as a JSON string.
PLACES = (
    "<body>{lead}{raw}",
    "<body>{lead}<p>{text}</p>",
    "<body>{lead}<ul>{items}</ul>",
    "<title>{text}</title><body><h1>{text}</h1>{lead}",
    '<meta name="author" content="{value}"><body><p class="byline">{text}</p><time>{text}</time>{lead}',
    '<script type="application/ld+json">{{"author": {{"name": {json}}}, "datePublished": {json}}}</script><body>{lead}',
    '<script type="application/ld+json">{raw}</script><body>{lead}',
    '<body><div class="{value}">{lead}<a href="{value}">{text}</a></div><!-- {raw} -->',
)
ITEM = 40  # characters of one item of a list


def _pages(text: str) -> Iterator[Item]:
    items = "".join(f"<li>{html.escape(text[at : at + ITEM])}</li>" for at in range(0, len(text), ITEM))
    shown, lead = html.escape(text), f"<p>{LEAD} {_prose(600)}</p>"
    for place in PLACES:
        filled = place.format(raw=text, text=shown, value=shown, json=json.dumps(text), items=items, lead=lead)
        content = f"<html>{filled}</body></html>".encode()
        yield Item("file:a", "a", "a.html", "", len(content), "", content, ".html")


def _times(text: str, folder: Path) -> Iterator[tuple[str, float]]:
    """Each step with the seconds of processor time that it took, including child processes."""
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
        with suppress(WrongUsage):  # too many sentences for a text of that length, which is reported at once
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
        with suppress(WrongUsage):  # nothing but spaces
            assistant.ask(text)
        yield "question", took()
        REAL.pieces(text)
        yield "pieces", took()
        for page in _pages(text):
            with suppress(Unreadable):  # such as one with too many tags, which is reported at once
                article_of(page)
        yield "pages", took()


def _spent() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> None:
    """Reads a pattern and a size from each line, and writes how long each step took."""
    for line in sys.stdin:
        name, size = json.loads(line)
        # Looking for cycles among what exists already takes a quarter of a second, so it must not fall into a step.
        gc.collect()
        gc.freeze()
        resource.setrlimit(resource.RLIMIT_CPU, (int(_spent()) + ALLOWED, resource.RLIM_INFINITY))
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(dict(_times(PATTERNS[name](size), Path(folder)))), flush=True)


if __name__ == "__main__":
    main()
