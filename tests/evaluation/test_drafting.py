from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation.question_files.drafting import COLUMNS, MOST, write_draft
from assistant.evaluation.question_files.questions import Question
from assistant.evaluation.question_files.reading_files import read_questions
from assistant.evaluation.results import Gold, Result, Results
from index.embedding import SentenceEmbeddings
from index.errors import WrongUsage
from index.library import Library

FORMULA = '=HYPERLINK("https://example.org","open")'
ARTICLES = {
    "-1": [
        "+1 for the port.",
        "@all: “the port is open”; he said, twice.",
        "港口在周一开放。",
        *(f"Day {day}." for day in range(9)),
    ],
    "@b": ["=1+1 is the sum.", "'=2 is none."],
}

Row = dict[str, str]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """A library whose texts and ids a spreadsheet program would take for formulas."""
    folder = tmp_path_factory.mktemp("drafts")
    rows = [{"id": name, "title": FORMULA, "text": "\n\n".join(texts)} for name, texts in ARTICLES.items()]
    (folder / "articles.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield library


def result(id: str = "q1", **known: Any) -> Result:
    empty = Result(id, "Who said it?", "", None, (), (), None, None, (), {})
    return replace(empty, **known)


def answered(
    *cited: tuple[str, int, str], closest: Sequence[tuple[str, int]] = (), text: str = "It says so [1]."
) -> dict[str, Any]:
    citations = [{"article_id": article_id, "paragraph": number, "quote": quote} for article_id, number, quote in cited]
    near = [{"article_id": article_id, "paragraph": number, "quote": "near"} for article_id, number in closest]
    return {"outcome": "answered", "text": text, "citations": citations, "closest": near}


def drafted(path: Path, library: Library, *results: Result, questions: Sequence[Question] = ()) -> list[Row]:
    write_draft(Results({}, {}, (), results, (), {}, {}), path, library=library, questions=questions)
    return rows_in(path)


def rows_in(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def saved(
    path: Path, rows: Sequence[Row], *, columns: Sequence[str] = (), delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    """The rows written again, as a spreadsheet program might."""
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, columns or list(rows[0]), delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(table.getvalue().encode(encoding))
    return path


def evidence(question: Question) -> list[tuple[str, int | None, str | None, int]]:
    return [(place.article_id, place.paragraph_index, place.quote, place.group) for place in question.evidence]


def test_a_question_offers_what_it_cites_then_the_closest_then_the_best_each_once(
    tmp_path: Path, articles: Library
) -> None:
    answer = answered(("@b", 2, "none"), ("-1", 1, "port"), ("-1", 1, "+1"), closest=[("-1", 2), ("@b", 2)])
    hits = (("-1", 3), ("-1", 2), *(("-1", number) for number in range(4, 13)))
    rows = drafted(tmp_path / "draft.csv", articles, result(answer=answer, hits=hits))
    assert [(row["article_id"], row["paragraph"]) for row in rows] == [
        ("'@b", "2"),
        ("'-1", "1"),
        *(("'-1", str(number)) for number in range(2, MOST)),
    ]
    assert [row["quote"] for row in rows] == ["none", "port", *[""] * (MOST - 2)]
    assert {row["right"] for row in rows} == {""}
    assert list(rows[0])[: len(COLUMNS)] == list(COLUMNS)


def test_a_row_shows_the_paragraph_with_its_title_and_the_first_the_answer(tmp_path: Path, articles: Library) -> None:
    answer = answered(("-1", 3, "港口"), closest=[("-1", 4)])
    first, second = drafted(
        tmp_path / "draft.csv", articles, result(answer=answer, answerable=True, answers=("a", "b|c"))
    )
    assert (first["title"], first["text"], second["text"]) == (f"'{FORMULA}", "港口在周一开放。", "Day 0.")
    assert (first["answer"], first["answerable"], first["answers"]) == ("It says so [1].", "yes", '["a", "b|c"]')
    assert (second["answer"], second["answerable"], second["answers"]) == ("", "", "")


def test_a_spreadsheet_program_sees_the_encoding_and_no_formula(tmp_path: Path, articles: Library) -> None:
    hits = tuple((name, number) for name, texts in ARTICLES.items() for number in range(1, min(len(texts), 3) + 1))
    answer = answered(("@b", 1, "=1+1"), text="\t=SUM(A1)")
    drafted(tmp_path / "draft.csv", articles, result(question=FORMULA, answer=answer, answers=("＝1",), hits=hits))
    assert (tmp_path / "draft.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    cells = [cell for row in rows_in(tmp_path / "draft.csv") for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠\t\r\n")] == []


def test_a_draft_never_replaces_a_file(tmp_path: Path, articles: Library) -> None:
    (tmp_path / "draft.csv").write_text("marks")
    with pytest.raises(WrongUsage, match="exists and may hold somebody's marks"):
        drafted(tmp_path / "draft.csv", articles, result())
    assert (tmp_path / "draft.csv").read_text() == "marks"


@pytest.mark.parametrize(
    ("name", "reason"), [("draft.jsonl", "must end in .csv"), ("none/draft.csv", "cannot be written")]
)
def test_a_draft_that_cannot_be_written_is_refused_in_one_sentence(
    tmp_path: Path, articles: Library, name: str, reason: str
) -> None:
    with pytest.raises(WrongUsage, match=reason):
        drafted(tmp_path / name, articles, result())


def test_a_question_that_failed_or_found_nothing_is_kept(tmp_path: Path, articles: Library) -> None:
    rows = drafted(tmp_path / "draft.csv", articles, result(error="The model did not answer."), result("q2"))
    assert [row["answer"] for row in rows] == ["The model did not answer.", ""]
    questions, problems = read_questions(tmp_path / "draft.csv")
    assert ([(one.id, one.answerable, one.evidence) for one in questions], problems) == (
        [("q1", None, ()), ("q2", None, ())],
        [],
    )


def test_a_paragraph_that_is_no_longer_there_is_offered_without_its_text(tmp_path: Path, articles: Library) -> None:
    (row,) = drafted(tmp_path / "draft.csv", articles, result(hits=(("gone", 3),)))
    assert (row["article_id"], row["paragraph"], row["text"]) == ("gone", "3", "")


def test_what_is_gold_already_comes_marked_and_is_read_back(tmp_path: Path, articles: Library) -> None:
    gold = (Gold("-1", (2, 3), "he said", 0), Gold("-1", (2,), "twice", 4))
    rows = drafted(tmp_path / "draft.csv", articles, result(gold=gold, hits=(("-1", 2), ("@b", 1))))
    assert [row["right"] for row in rows] == ["x", "x", "4", ""]
    (question,), _ = read_questions(tmp_path / "draft.csv")
    assert evidence(question) == [("-1", 1, "he said", 0), ("-1", 2, "he said", 0), ("-1", 1, "twice", 4)]


def test_a_follow_up_keeps_its_conversation_limits_and_day(tmp_path: Path, articles: Library) -> None:
    turns = [{"role": "user", "content": "=What about “the port”?"}]
    known = {
        "question": "And then?",
        "history": turns,
        "given_contexts": ["-1", "@b"],
        "as_of": "2026-02-05",
        "enough": 1,
        "outcome": "answered",
        "type": "follow-up",
    }
    asked = Question.model_validate({"id": "q1", **known})
    hits = (("-1", 1), ("-1", 2))
    drafted(
        tmp_path / "draft.csv", articles, result(question=asked.question, type=asked.type, hits=hits), questions=[asked]
    )
    assert [one.model_dump() for one in read_questions(tmp_path / "draft.csv")[0]] == [asked.model_dump()]


def test_a_cell_stays_within_what_a_spreadsheet_program_holds(tmp_path: Path, articles: Library) -> None:
    (row,) = drafted(tmp_path / "draft.csv", articles, result(answer=answered(text="long " * 20_000)))
    assert 20_000 < len(row["answer"]) < 32_767


# A person's marks


def marked(path: Path, articles: Library, *marks: str, **cells: str) -> Path:
    """The draft of one question of three paragraphs, marked, and with these cells in its first row."""
    rows = drafted(path, articles, result(hits=(("-1", 1), ("-1", 2), ("@b", 1))))
    for row, mark in zip(rows, marks, strict=False):
        row["right"] = mark
    rows[0] |= cells
    return saved(path, rows)


@pytest.mark.parametrize("mark", ["x", "X", " x ", "yes", "Y", "✓", "✔️", "true", "TRUE"])
def test_any_way_of_saying_yes_marks_a_paragraph(tmp_path: Path, articles: Library, mark: str) -> None:
    questions, problems = read_questions(marked(tmp_path / "draft.csv", articles, "", mark))
    assert ([evidence(one) for one in questions], problems) == ([[("-1", 1, None, 0)]], [])


def test_numbers_mark_groups_that_must_all_be_found(tmp_path: Path, articles: Library) -> None:
    (question,), _ = read_questions(marked(tmp_path / "draft.csv", articles, "1", "2", "1"))
    assert [place.group for place in question.evidence] == [1, 2, 1]


@pytest.mark.parametrize("mark", ["", " ", "no", "N", "0", "false"])
def test_no_mark_or_a_no_leaves_a_paragraph_out(tmp_path: Path, articles: Library, mark: str) -> None:
    questions, problems = read_questions(marked(tmp_path / "draft.csv", articles, mark))
    assert ([(one.answerable, one.evidence) for one in questions], problems) == ([(None, ())], [])


@pytest.mark.parametrize("mark", ["maybe", "?", "-1", "1, 2", "²", "1" * 5000])
def test_a_mark_that_nobody_can_understand_is_a_problem_of_its_line(
    tmp_path: Path, articles: Library, mark: str
) -> None:
    _, (problem,) = read_questions(marked(tmp_path / "draft.csv", articles, "", mark))
    assert str(problem).startswith("line 3: right must be x, or 1, 2, ... where each must be found, or empty, not '")


def test_a_marked_paragraph_of_a_question_without_an_answer_is_a_problem_of_its_line(
    tmp_path: Path, articles: Library
) -> None:
    _, (problem,) = read_questions(marked(tmp_path / "draft.csv", articles, "", "", "x", answerable="no"))
    assert str(problem) == "line 4: it is marked as right, but line 2 says that the question has no answer"


def test_a_marked_row_without_an_article_is_a_problem_of_its_line(tmp_path: Path, articles: Library) -> None:
    _, problems = read_questions(marked(tmp_path / "draft.csv", articles, "x", article_id="", paragraph="", quote=""))
    assert [str(problem) for problem in problems] == ["line 2: it is marked as right but names no article"]


def test_a_quote_may_be_edited_and_answers_added(tmp_path: Path, articles: Library) -> None:
    path = marked(
        tmp_path / "draft.csv", articles, "x", quote="the port", answers="a port | the port", answerable="yes"
    )
    (question,), _ = read_questions(path)
    assert (evidence(question), question.answers, question.answerable) == (
        [("-1", 0, "the port", 0)],
        ("a port", "the port"),
        True,
    )


# Whatever is marked, and however it is saved, it reads back

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20) | st.sampled_from(
    [FORMULA, "'=1", "''+1", "-5 | 3", "[a]", '["a"]', "a\nb", '"', "“x”, ; \t", "x", "@a", "＝1", "'"]
)
FILLED = TEXT.map(str.strip).filter(bool)


@st.composite
def marked_questions(draw: st.DrawFn) -> list[tuple[Result, list[str], str]]:
    """Some results, each with its marks, one for each hit, and what a person says of its being answerable."""
    places = [(name, number) for name, texts in ARTICLES.items() for number in range(1, len(texts) + 1)]
    marked = []
    for id in draw(st.lists(FILLED, min_size=1, max_size=4, unique=True)):
        hits = draw(st.lists(st.sampled_from(places), max_size=MOST, unique=True))
        cited = draw(st.lists(FILLED, max_size=len(hits)))
        answer = answered(*((*place, quote) for place, quote in zip(hits, cited, strict=False)), text=draw(TEXT))
        answers = tuple(draw(st.lists(FILLED, max_size=3, unique=True)))
        one = result(id, question=draw(FILLED), answers=answers, answer=answer, hits=tuple(hits), type=draw(FILLED))
        marks = draw(st.lists(st.sampled_from(["", "x", "1", "2"]), min_size=len(hits), max_size=len(hits)))
        no = [] if any(marks) or answers else ["no"]
        marked.append((one, marks, draw(st.sampled_from(["", "yes", *no]))))
    return marked


@settings(max_examples=60, deadline=None)
@given(marked_questions(), st.randoms(use_true_random=False), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_a_marked_draft_always_reads_back_to_its_questions_and_evidence(
    tmp_path_factory: pytest.TempPathFactory,
    articles: Library,
    marked: list[tuple[Result, list[str], str]],
    random: Any,
    delimiter: str,
    unicode: bool,
) -> None:
    path = tmp_path_factory.mktemp("round") / "draft.csv"
    rows = drafted(path, articles, *(one for one, _, _ in marked))
    by_question = [rows_of(rows, len(one.hits) or 1) for one, _, _ in marked]
    expected = {}
    for (one, marks, answerable), own in zip(marked, by_question, strict=True):
        own[0]["answerable"] = answerable
        for row, mark in zip(own, marks, strict=False):
            row["right"] = mark
        quotes = {(place["article_id"], place["paragraph"]): place["quote"] for place in one.answer["citations"]}
        places = [
            (name, number - 1, quotes.get((name, number)), int(mark) if mark.isdigit() else 0)
            for (name, number), mark in zip(one.hits, marks, strict=True)
            if mark
        ]
        said = {"yes": True, "no": False, "": None}[answerable]
        expected[one.id] = (one.question, one.answers, one.type, said, sorted(places, key=str))
    shuffled = [row for own in by_question for row in own]
    random.shuffle(shuffled)
    columns = random.sample(list(shuffled[0]), len(shuffled[0]))
    saved(path, shuffled, columns=columns, delimiter=delimiter, encoding="utf-16" if unicode else "utf-8")
    questions, problems = read_questions(path)
    assert problems == []
    assert {
        one.id: (one.question, one.answers, one.type, one.answerable, sorted(evidence(one), key=str))
        for one in questions
    } == expected


def rows_of(rows: list[Row], count: int) -> list[Row]:
    """Takes the first rows away and returns them."""
    taken, rows[:] = rows[:count], rows[count:]
    return taken


def test_a_draft_reads_back_where_trailing_empty_cells_were_dropped(tmp_path: Path, articles: Library) -> None:
    path = marked(tmp_path / "draft.csv", articles, "x", "", "2")
    lines = [line.rstrip(",") for line in path.read_text("utf-8").splitlines()]
    path.write_bytes("\r\n".join(lines).encode())
    (question,), problems = read_questions(path)
    assert (evidence(question), problems) == ([("-1", 0, None, 0), ("@b", 0, None, 2)], [])
