"""What is asked of an article itself, in many frames and five languages: does the answer cite that article alone?

    python -m tests.benchmarks.asked.frames ARTICLES.jsonl [--wrong]

Each article of the file is asked about by its title, in quotation marks and without, and in a conversation about it. It
imports nothing that reads questions.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path

from assistant import Assistant
from assistant.answers import Answer

# By what is asked: frames for a title with its own quotation marks, used in turn.
TITLED = {
    "author": ("Who wrote “{}”?", 'who is the author of "{}"', "byline of “{}”", "Who wrote {}?"),
    "date": (
        "When was “{}” published?",
        "what date is the article “{}” from",
        "how old is “{}”?",
        "publication date {}",
    ),
    "outlet": ("Where was “{}” published?", "which paper ran “{}”", "Which outlet published the piece “{}”?"),
    "overview": ("Summarise “{}”", 'what is "{}" about', "What does {} say?", "key points of “{}” please"),
    "two at once": ("When was “{}” published and who wrote it?", "the author and the date of “{}”"),
    "German": ("Wer hat „{}“ geschrieben?", "Worum geht es in „{}“?", "Wann wurde „{}“ veröffentlicht?"),
    "French": ("Qui a écrit « {} » ?", "De quoi parle « {} » ?", "Quand « {} » a-t-il été publié ?"),
    "Spanish": ("¿Quién escribió «{}»?", "¿De qué trata «{}»?", "¿Cuándo se publicó «{}»?"),
    "Chinese": ("《{}》是谁写的？", "总结一下《{}》", "《{}》是什么时候发表的？"),
}
# Asked after "Summarise ...".
NEXT = {
    "then author": ("who wrote it?", "by whom?", "and who wrote this?"),
    "then date": ("when is it from?", "when was it published?", "what date is it from?"),
    "then more": ("tell me more", "anything else?", "what else does it say?", "more details please"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print each question that is not answered right")
    chosen = parser.parse_args()
    rows = [json.loads(line) for line in chosen.articles.read_text("utf-8").splitlines()]
    right, asked = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, Assistant.open(Path(folder, "library")) as assistant:
        assistant.add(chosen.articles)
        for kind, title, answer in questions(assistant, [row["title"] for row in rows]):
            fits = about(answer, title)
            asked[kind] += 1
            right[kind] += fits
            if chosen.wrong and not fits:
                print(f"{kind}: {answer.question} | {answer.text[:120]!r}")
    for kind in (*TITLED, *NEXT):
        print(f"{kind:12} {right[kind]:4} of {asked[kind]:4}")
    print(f"{'all':12} {right.total():4} of {asked.total():4}")


def questions(assistant: Assistant, titles: list[str]) -> Iterator[tuple[str, str, Answer]]:
    """What is asked, of which title, and the answer."""
    frames = {kind: cycle(each) for kind, each in (TITLED | NEXT).items()}
    for title in titles:
        for kind in TITLED:
            yield kind, title, assistant.ask(next(frames[kind]).format(title))
        first = assistant.ask(f"Summarise “{title}”")
        history: list[Mapping[str, object]] = [
            {"role": "user", "content": first.question},
            {"role": "assistant", "content": first.text},
        ]
        for kind in NEXT:
            yield kind, title, assistant.ask(next(frames[kind]), history=history)


def about(answer: Answer, title: str) -> bool:
    """Whether the answer cites articles with that title alone; without an author or a date, it says so and cites."""
    return bool(answer.citations) and {one.title for one in answer.citations} == {title}


if __name__ == "__main__":
    main()
