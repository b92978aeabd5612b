"""Exported conversations: whatever words they hold, in Markdown they stay words, and in JSON they come back."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.presenting.shown_text import readable
from assistant.serving.conversations import Conversation, SavedTurn
from assistant.serving.exporting import file_name, to_json, to_markdown

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[click](javascript:alert(1))",
    "![pixel](https://evil.example/p.png)",
    "[evil]: https://evil.example",
    "[^1-1]: not the footnote",
    "# heading\n===\n- list\n1. one\n> quotation\n```\ncode\n```\n    code\n---\n***",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "https://evil.example www.evil.example <https://evil.example>",
    "&lt;b&gt; &#60; &amp;copy; \\* \\",
    "$x$ ~~struck~~ __bold__ *slanted* `code` a_b_c C# #",
    "-->\n<!--\n<![CDATA[",
    "+ plus\n1) one\n: term\n\t\ttab",
]
WORDS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from([*"\\`*_[]()<>#+-=.!|~&$^:'\"\n\t 1aé問", "://", "www.", "&lt;", "```", "<b>", "](x)"])
    ).map("".join),
    st.sampled_from(HOSTILE),
)


def conversation(title: str, *turns: SavedTurn) -> Conversation:
    created = "2026-02-05T10:00:00+00:00"
    return Conversation("id", title, created, created, turns)


def turn(question: str, text: str, comment: str = "", **cited: Any) -> SavedTurn:
    citation = {
        **{"marker": 1, "article_id": "a", "title": "A title", "outlet": "The Gull", "published": "2026-02-05"},
        **{"url": None, "paragraph": 9, "quote": "words", "speaker": None, "voice": "outlet", "revision": "r"},
    }
    answer = {
        **{"schema": "answer/1", "id": "1", "question": question, "text": text, "notice": None, "claims": []},
        "citations": [{**citation, **cited}] if cited else [],
    }
    return SavedTurn("id", answer, {"r": "Some words."}, "down" if comment else None, comment)


def rendered(markdown: str) -> list[Token]:
    """As a renderer that lets HTML through and knows tables and strikethrough reads it."""
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return renderer.parse(markdown)


def words_of(token: Token) -> str:
    assert token.children is not None
    assert {child.type for child in token.children} <= {"text", "softbreak", "hardbreak", "text_special"}
    return "".join(child.content or "\n" for child in token.children)


def squeezed(text: str) -> str:
    """What can be seen of a text, so that it does not matter how its lines are broken."""
    return re.sub(r"[\s\ufffd]", "", readable(text))


@settings(deadline=None)
@given(WORDS, WORDS, WORDS)
@example("", "", "")
def test_whatever_a_title_a_question_or_an_answer_says_is_always_shown_as_these_words(
    title: str, question: str, text: str
) -> None:
    tokens = rendered(to_markdown(conversation(title, turn(question, text))))
    assert {token.type for token in tokens} <= {
        *("heading_open", "inline", "heading_close", "paragraph_open", "paragraph_close")
    }
    shown = [words_of(token) for token in tokens if token.type == "inline"]
    heading, asked, *answered = shown
    assert squeezed(heading) == squeezed(title)
    assert squeezed(asked) == squeezed(question)
    assert squeezed(" ".join(answered)) == squeezed(text)


@settings(deadline=None)
@given(WORDS, WORDS, WORDS, WORDS)
def test_whatever_a_footnote_or_a_comment_says_is_always_shown_as_these_words(
    quote: str, title: str, speaker: str, comment: str
) -> None:
    cited = {"quote": quote, "title": title, "outlet": None, "speaker": speaker, "voice": "direct"}
    markdown = to_markdown(conversation("T", turn("Q", "A. [1]", comment, **cited)))
    tokens = rendered(markdown)
    assert {token.type for token in tokens} <= {
        *("heading_open", "inline", "heading_close", "paragraph_open", "paragraph_close")
    }
    *_, note = [words_of(token) for token in tokens if token.type == "inline"]
    facts = ",".join(fact for fact in (title, "2026-02-05") if fact)
    named = f"({speaker},direct)" if speaker else ""
    assert squeezed(note) == squeezed(f"[^1-1]:“{quote}”{named}{facts},¶9.")
    assert squeezed(comment) in squeezed(" ".join(words_of(one) for one in tokens if one.type == "inline"))


def test_each_marker_is_a_footnote_with_the_words_and_where_they_stand() -> None:
    first = turn("Who?", "The mayor. [1]", quote="The mayor said so", url="https://example.org/a b<c>")
    second = turn("Why [1]?", "It says [1] there. [1]", quote="It says [1] there", title="x", speaker="Ann Ash")
    markdown = to_markdown(conversation("Harbour", first, second))
    assert "The mayor. [^1-1]\n" in markdown
    assert "## Why \\[1\\]?\n\nIt says \\[1\\] there. [^2-1]\n" in markdown
    assert "[^1-1]: “The mayor said so” A title, The Gull, 2026-02-05, ¶9. <https://example.org/a%20b%3Cc%3E>\n" in (
        markdown
    )
    assert "[^2-1]: “It says \\[1\\] there” (Ann Ash, outlet) x, The Gull" in markdown


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    markdown = to_markdown(conversation("T", turn("Q", "A. [1]", url="javascript:alert(1)")))
    assert "javascript" not in markdown


def test_lines_stay_lines_and_what_is_not_supported_is_struck() -> None:
    one = turn("Q", "First line\nsecond line\n\nThird.", "Good\nthough short")
    one.answer["claims"] = [{"start": 0, "end": 10, "supported": False}]
    one.answer["notice"] = "The model stopped."
    assert to_markdown(conversation("T", one)) == (
        "# T\n\n## Q\n\n~~First line~~\\\nsecond line\n\nThird.\n\n*The model stopped.*\n\n👎 Good\\\nthough short\n"
    )


@given(WORDS, WORDS)
def test_json_always_holds_the_same_record_and_never_a_tag(title: str, text: str) -> None:
    one = turn(text, text, "Why?", quote=text)
    written = to_json(conversation(title, one))
    assert "<" not in written
    read = json.loads(written)
    assert (read["schema"], read["title"]) == ("conversation/1", title)
    assert read["turns"] == [{"answer": one.answer, "paragraphs": one.paragraphs, "vote": "down", "comment": "Why?"}]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What did Xi say?", "What did Xi say.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ('"><script>\u202egnp.exe', "script gnp exe.md"),
        ("屠呦呦怎么看青蒿素？", "屠呦呦怎么看青蒿素.md"),
        ("...", "conversation.md"),
    ],
)
def test_a_file_is_named_by_the_words_of_the_title(title: str, name: str) -> None:
    assert file_name(conversation(title), "md") == name
