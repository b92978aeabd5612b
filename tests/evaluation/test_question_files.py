from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.evaluation.question_files import yaml_rows
from assistant.evaluation.question_files.questions import Problem, Question
from assistant.evaluation.question_files.reading_files import read_questions
from index.errors import WrongUsage

PLACE = {"article_id": "a", "paragraph_index": 8, "quote": "what was said", "group": 1}
FULL = {
    "id": "q1",
    "question": "Wer sagte „Größe“?",
    "answers": ["one", "港口"],
    "answerable": True,
    "type": "speaker",
    "evidence": [PLACE],
    "given_contexts": ["a", "b"],
    "history": [{"role": "user", "content": "Hello"}],
    "as_of": "2026-02-05",
    "enough": 1,
    "outcome": "answered",
    "premise": "contradicted",
}

Read = Callable[..., tuple[list[Question], list[Problem]]]


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Reads questions from a file of this name with this content."""
    folder = tmp_path_factory.mktemp("questions")

    def reading(name: str, content: str | bytes) -> tuple[list[Question], list[Problem]]:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_questions(path)

    return reading


def told(found: tuple[list[Question], list[Problem]]) -> list[str]:
    return [str(problem) for problem in found[1]]


def as_csv(rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    for row in rows:
        cells = {name: value if isinstance(value, str) else json.dumps(value) for name, value in row.items()}
        writer.writerow(cells)
    return table.getvalue()


def as_jsonl(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


FORMS: dict[str, Callable[[list[dict[str, Any]]], str]] = {
    "jsonl": as_jsonl,
    "json": lambda rows: json.dumps(rows, indent=1),
    "csv": as_csv,
    "tsv": lambda rows: as_csv(rows, "\t"),
    "yaml": lambda rows: yaml.safe_dump(rows, allow_unicode=True),
}


# One question in every form


@pytest.mark.parametrize("ending", FORMS)
def test_a_question_is_the_same_in_every_kind_of_file(read: Read, ending: str) -> None:
    rows = [FULL, {"id": "q2", "question": "Who?", "answerable": False}]
    questions, problems = read(f"q.{ending}", FORMS[ending](rows))
    assert problems == []
    assert [question.model_dump() for question in questions] == [
        Question.model_validate(row).model_dump() for row in rows
    ]


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_mark_of_the_encoding_and_the_line_ends_do_not_matter(
    read: Read, ending: str, encoding: str, line_end: str
) -> None:
    content = line_end.join(FORMS[ending]([FULL]).splitlines()) + line_end * 2
    questions, problems = read(f"q.{ending}", content.encode(encoding))
    assert (problems, questions[0].question) == ([], FULL["question"])


def test_the_development_sets_are_read_without_problems(development_data: Path) -> None:
    for path in development_data.glob("*/questions.jsonl"):
        questions, problems = read_questions(path)
        assert problems == []
        assert len(questions) == len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("q.jsonl", '{"question": "Who?"}\n\n{"question": "When?"}\n \n', [1, 3]),
        ("q.csv", "question,type\nWho?\n\nWhen?\n,\n,,\n\n", [2, 4]),
        ("q.yaml", "- question: Who?\n\n- question: When?\n-\n", [1, 3]),
    ],
)
def test_a_question_without_an_id_is_named_by_its_line(read: Read, name: str, content: str, lines: list[int]) -> None:
    questions, problems = read(name, content)
    assert problems == []
    assert [(question.id, question.line) for question in questions] == [(f"line-{line}", line) for line in lines]


def test_what_is_null_was_not_given(read: Read) -> None:
    empty = {name: None for name in FULL if name not in ("question", "evidence")}
    row = {"question": "Who?", **empty, "evidence": [{"article_id": "a", "quote": None, "group": None}]}
    for ending in ("jsonl", "json", "yaml"):
        questions, problems = read(f"q.{ending}", FORMS[ending]([row]))
        assert problems == []
        assert (questions[0].answers, questions[0].answerable, questions[0].evidence[0].quote) == ((), None, None)


def test_a_single_text_is_one_answer_and_numbers_are_text(read: Read) -> None:
    questions, _ = read("q.jsonl", '{"question": "When?", "answers": "1970"}\n{"question": "When?", "answers": [1970]}')
    assert [question.answers for question in questions] == [("1970",), ("1970",)]


def test_yaml_words_stay_what_they_are(read: Read) -> None:
    answers = '[no, 12:30, 1_000, 2026-02-05, "null"]'
    content = f"- question: Does it?\n  answers: {answers}\n  as_of: 2026-02-05\n  answerable: yes"
    (question,), problems = read("q.yaml", content)
    assert (question.answers, problems) == (("no", "12:30", "1_000", "2026-02-05", "null"), [])
    assert (question.as_of, question.answerable) == ("2026-02-05", True)


def test_what_a_yaml_file_names_once_it_may_refer_to(read: Read) -> None:
    questions, problems = read(
        "q.yaml", "- question: Who?\n  given_contexts: &all [a, b]\n- {question: x, given_contexts: *all}"
    )
    assert ([question.given_contexts for question in questions], problems) == ([("a", "b")] * 2, [])


def test_json_lists_and_lines_are_told_apart_by_what_stands_there(read: Read) -> None:
    lines = '{"question": "Who?"}\n{"question": "When?"}'
    a_list = '[\n{"question": "Who?"},\n{"question":\n"When?"}\n]'
    assert [one.line for one in read("q.json", lines)[0]] == [1, 2]
    assert [one.line for one in read("q.json", a_list)[0]] == [2, 3]
    assert [one.line for one in read("q.jsonl", a_list)[0]] == [2, 3]
    assert [one.line for one in read("q.json", '{\n"question": "Who?"\n}')[0]] == [1]


# Tables


@pytest.mark.parametrize(
    "content",
    [
        "question,answers\nWho?,a|b",
        " Question ;ANSWERS\nWho?;a | b",
        'question\tanswers\nWho?\t"a\nb"',
        'answers,question\n"[""a"", ""b""]",Who?',
        'question, answers\nWho?, "a\nb"',
        "question;answers;;\nWho?;a|b;;\n;;;\n\n",
    ],
)
def test_two_columns_are_enough_in_any_way_that_spreadsheets_write_them(read: Read, content: str) -> None:
    (question,), problems = read("q.csv", content)
    assert (question.question, question.answers, problems) == ("Who?", ("a", "b"), [])


def test_in_a_table_of_one_column_a_comma_is_part_of_the_question(read: Read) -> None:
    questions, problems = read("q.csv", 'question\nWho, then?\n"Where; when?"\n=1+1\n')
    assert [question.question for question in questions] == ["Who, then?", "Where; when?", "=1+1"]
    assert problems == []


@pytest.mark.parametrize(
    ("encoding", "question"),
    [("cp1252", "Wer ist der größte Müller in Köln?"), ("gb18030", "萨克森花园用波兰语怎么说？夏季剧院在哪里？")],
)
def test_a_table_in_an_older_encoding_is_read(read: Read, encoding: str, question: str) -> None:
    questions, problems = read("q.csv", f"question,answers\n{question},x\n".encode(encoding))
    assert ([one.question for one in questions], problems) == ([question], [])


def test_one_damaged_byte_is_a_problem_of_its_line_and_not_another_encoding(read: Read) -> None:
    content = "question,answers\n萨克森花园用波兰语怎么说？,\n夏季剧院在哪里？,x\n".encode()
    damaged = content.replace("夏".encode(), "夏".encode()[:2])
    assert told(read("q.csv", damaged)) == ["line 3: it holds bytes that are not UTF-8; save the file in that encoding"]


@pytest.mark.parametrize(
    ("word", "said"), [("TRUE", True), ("x", True), ("1", True), ("No", False), ("0", False), ("", None)]
)
def test_a_person_may_say_answerable_in_many_ways(read: Read, word: str, said: bool | None) -> None:
    (question,), problems = read("q.csv", f"question,answerable\nWho?,{word}\n")
    assert (question.answerable, problems) == (said, [])


def test_evidence_may_stand_in_simple_columns_and_rows_of_one_question_are_joined(read: Read) -> None:
    questions, problems = read(
        "q.csv",
        "id,question,article_id,paragraph,quote,group,answers\n"
        "q1,Who?,a,9,,,one\nq2,When?,b,,said,1,\nq1,,c,,,,two\n,Why?,a,1,,,\n,Why?,a,2,,,\n",
    )
    assert problems == []
    assert [(one.id, one.answers) for one in questions] == [("q1", ("one", "two")), ("q2", ()), ("line-5", ())]
    places = [
        [(place.article_id, place.paragraph_index, place.quote, place.group) for place in one.evidence]
        for one in questions
    ]
    assert places == [
        [("a", 8, None, 0), ("c", None, None, 0)],
        [("b", None, "said", 1)],
        [("a", 0, None, 0), ("a", 1, None, 0)],
    ]


def test_a_very_long_cell_is_read(read: Read) -> None:
    (question,), _ = read("q.csv", f"question,answers\nWho?,{'y' * 300_000}\n")
    assert len(question.answers[0]) == 300_000


# What is wrong in a row


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({}, "question is missing"),
        ({"question": " \n"}, "question is empty"),
        ({"question": ["Who?"]}, "question must be text"),
        ({"question": True}, "question must be text, not 'True'"),
        ({"question": "Wh\0?"}, "question holds the control character U+0000; take it out"),
        ({"question": "\ud800"}, "question holds half a character, such as \\ud800; take it out"),
        ({"question": "Who?", "id": ""}, "id is empty"),
        ({"question": "Who?", "anwsers": []}, "there is no field 'anwsers'; did you mean 'answers'?"),
        ({"question": "Who?", "answers": {"a": 1}}, "answers must be a list"),
        ({"question": "Who?", "answers": ["a", None]}, "answers 2 must be text"),
        ({"question": "Who?", "answerable": "maybe"}, "answerable must be yes or no, not 'maybe'"),
        ({"question": "Who?", "given_contexts": []}, "given_contexts is empty; leave it out to search all articles"),
        (
            {"question": "Who?", "answerable": "no", "answers": ["Xi"]},
            "it has answers, but 'answerable' says no; take one of them out",
        ),
        (
            {"question": "Who?", "answerable": False, "outcome": "answered"},
            "'outcome' is 'answered', but 'answerable' says no; take one of them out",
        ),
        (
            {"question": "Who?", "answerable": True, "outcome": "not_found"},
            "'outcome' is 'not_found', but 'answerable' says yes; take one of them out",
        ),
        (
            {"question": "Who?", "evidence": [PLACE, PLACE], "enough": 5},
            "'enough' is 5, but it has fewer groups of evidence (1)",
        ),
        ({"question": "Who?", "as_of": "2026-02-30"}, "as_of must be a day like 2026-02-05, not '2026-02-30'"),
        ({"question": "Who?", "as_of": 20260205}, "as_of must be a day like 2026-02-05, not '20260205'"),
        ({"question": "Who?", "evidence": [1]}, "evidence 1 must be an object with named fields, not '1'"),
        ({"question": "Who?", "evidence": [{}]}, "evidence 1: article_id is missing"),
        (
            {"question": "Who?", "evidence": [PLACE, PLACE | {"paragraph_index": -1}]},
            "evidence 2: paragraph_index must be 0 or more, not '-1'",
        ),
        (
            {"question": "Who?", "evidence": [PLACE | {"paragraph_index": 1.5}]},
            "evidence 1: paragraph_index must be a whole number, not '1.5'",
        ),
        (
            {"question": "Who?", "evidence": [PLACE | {"paragraph_index": True}]},
            "evidence 1: paragraph_index must be a whole number, not 'True'",
        ),
        (
            {"question": "Who?", "evidence": [PLACE | {"group": 10**400}]},
            f"evidence 1: group must be 999999999 or less, not '1{'0' * 38}…'",
        ),
        (
            {"question": "Who?", "evidence": [{"article_id": "a", "quotes": "b"}]},
            "evidence 1: there is no field 'quotes'; did you mean 'quote'?",
        ),
        (
            {"question": "Who?", "history": [{"role": "me", "content": "x"}]},
            "history 1: role must be 'user' or 'assistant', not 'me'",
        ),
    ],
)
def test_a_wrong_row_is_told_in_words_that_name_the_field(read: Read, row: dict[str, Any], problem: str) -> None:
    assert told(read("q.jsonl", "\n" + json.dumps(row))) == [f"line 2: {problem}"]


def test_a_field_of_the_record_is_not_one_of_the_file(read: Read) -> None:
    (problem,) = told(read("q.jsonl", '{"question": "Who?", "line": 7}'))
    assert problem.startswith("line 1: there is no field 'line'; known are question, id,")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[1]", 'a question must be an object in braces, such as {"question": "..."}'),
        ('{"question": "Who?"', "it is not JSON: expecting ',' delimiter in column 20"),
        ('{"question": "Who?", "question": "When?"}', "the field 'question' is given twice"),
        ('{"question": "Who?", "answers": NaN}', "NaN is not a JSON value"),
        ('{"question": "Who?", "id": -Infinity}', "-Infinity is not a JSON value"),
        ("[" * 100_000, "it is nested too deeply"),
        (
            '{"question": "Who?", "evidence": [{"article_id": "a", "group": 1' + "0" * 5000 + "}]}",
            f"evidence 1: group must be a number of fewer digits, not '1{'0' * 38}…'",
        ),
    ],
)
def test_a_line_that_is_no_json_object_is_told_with_its_number(read: Read, line: str, problem: str) -> None:
    found = read("q.jsonl", f'{{"question": "First?"}}\n{line}\n{{"question": "Third?"}}\n')
    assert told(found) == [f"line 2: {problem}"]
    assert [question.id for question in found[0]] == ["line-1", "line-3"]


def test_every_problem_of_a_file_is_found_in_one_pass(read: Read) -> None:
    rows = [{"question": ""}, {"question": "Who?", "answerable": "maybe", "as_of": "soon"}, {"questions": "x"}]
    assert [problem.line for problem in read("q.jsonl", as_jsonl(rows))[1]] == [1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "q.jsonl",
            '\n{"question": "Who?", "id": "a"}\n{"question": "x", "id": "line-4"}\n{"question": "y"}\n'
            '{"question": "z", "id": "a"}',
        ),
        ("q.csv", "id,question\na,Who?\nline-4,x\n,y\na,z\n"),
    ],
)
def test_an_id_that_stands_twice_names_both_lines(read: Read, name: str, content: str) -> None:
    assert told(read(name, content)) == [
        "line 4: the id 'line-4' is already used in line 3",
        "line 5: the id 'a' is already used in line 2",
    ]


def test_a_json_list_that_breaks_off_says_where(read: Read) -> None:
    found = read("q.json", '[\n{"question": "Who?"},\n\n{"question":\n "When?" 3}]')
    assert told(found) == ["line 5: it is not JSON: expecting ',' delimiter in column 10; what follows was not read"]
    assert len(found[0]) == 1
    assert told(read("q.json", '[{"question": "Who?"}\n{}]'))[0].startswith("line 2: a comma or the closing ]")
    assert told(read("q.json", '[{"question": "Who?"}]\n\nx')) == [
        "line 3: nothing may follow the closing ] of the list"
    ]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("Who?,a,b", "line 4: it has 3 cells, but the first row names 2; quote cells that hold a ','"),
        ('"Who "he"?",a', 'line 4: there is a quotation mark inside a quoted cell; write it twice, as ""'),
        (
            '"Who?,a\nb,c\n',
            'line 4: a quotation mark opens a cell here that never closes; close it, or write "" for one in a text',
        ),
        ("Who?,[a]", "line 4: answers is not JSON: expecting value in column 2"),
        (",a", "line 4: question is missing"),
    ],
)
def test_a_wrong_row_of_a_table_is_told_with_the_line_it_begins_in(read: Read, rows: str, problem: str) -> None:
    assert told(read("q.csv", f'question,answers\n"First\none?",x\n{rows}')) == [problem]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("q1,,a,0,", "paragraph must be a whole number from 1, not '0'"),
        ("q1,,,2,", "article_id is missing beside paragraph"),
        ("q1,Whom?,b,1,", "question is 'Whom?', but 'Who?' in line 2 of the same question"),
        ("q1,Who?,,,", "the same question is in line 2, and this row adds no evidence"),
        ("q1,,a,,x", "evidence 2: group must be a whole number, not 'x'"),
        (",,a,1,", "question is missing"),
    ],
)
def test_a_wrong_row_of_evidence_is_told_with_its_own_line(read: Read, row: str, problem: str) -> None:
    content = f"id,question,article_id,paragraph,group\nq1,Who?,a,1,\nq2,Why?,a,1,\n{row}\n"
    assert told(read("q.csv", content)) == [f"line 4: {problem}"]


@pytest.fixture(params=["C", "Python"])
def yaml_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers, for the one in C is not everywhere."""
    if request.param == "Python":
        monkeypatch.setattr(yaml_rows, "_LOADER", yaml.SafeLoader)


@pytest.mark.usefixtures("yaml_loader")
@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("- Who?", "line 3: a question must be a mapping, such as - question: ..."),
        ("- question: x\n  question: y", "line 4: the field 'question' is given twice"),
        (
            "- question: !!python/name:os.system x",
            "line 3: the tag 'tag:yaml.org,2002:python/name:os.system' is not read; write plain text",
        ),
        (
            "- question: x\n  evidence:\n  - article_id: a\n    group: b",
            "line 6: evidence 1: group must be a whole number, not 'b'",
        ),
    ],
)
def test_a_wrong_row_of_yaml_is_told_with_the_line_of_the_field(read: Read, row: str, problem: str) -> None:
    assert told(read("q.yaml", f"# Ours\n- question: Who?\n{row}\n")) == [problem]


# What is wrong with a file

LAUGHS = "- &a [x, x]\n" + "".join(f"- &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(25))


@pytest.mark.usefixtures("yaml_loader")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("q.jsonl", "", "holds no questions"),
        ("q.json", "[]", "holds no questions"),
        ("q.csv", "\n \n", "holds no questions"),
        ("q.csv", "question,answers\n", "holds no questions"),
        ("q.yaml", "# nothing", "holds no questions"),
        ("q.csv", "questions,answers\na,b", "has no column 'question'"),
        ("q.csv", "question,anwsers\na,b", "there is no column 'anwsers'; did you mean 'answers'?"),
        ("q.csv", "question,question\na,b", "has the column 'question' twice"),
        ("q.csv", b"question\n\0", "binary"),
        ("q.jsonl", b"\xff\xfe\0", "binary"),
        ("q.json", b"PK\3\4\0\0", "binary"),
        ("q.txt", "question", "its name must end in .jsonl"),
        ("q.yaml", "- 'never closed", "is not YAML: "),
        ("q.yaml", "- a\n- b: c: d", "in line 2"),
        ("q.yaml", "- \x07", "holds control characters"),
        ("q.yaml", "question: Who?", "line 1 must begin a list of questions"),
        ("q.yaml", "- question: Who?\n---\n- question: Why?", "line 3 begins a second document"),
        ("q.yaml", LAUGHS, "and so to too much"),
        ("q.yaml", "- &a [*a]", "line 1 refers to '*a', which is not complete above it"),
        ("q.yaml", "- question: *b", "line 1 refers to '*b'"),
        ("q.yaml", "- " * 500, "nested too deeply"),
        ("q.yaml", "[" * 100_000, "q.yaml"),
        ("q.yaml", "- ? [a]\n  : b", "where a field's name must be"),
    ],
)
def test_a_file_that_holds_no_questions_is_refused_in_one_sentence(
    read: Read, name: str, content: str | bytes, sentence: str
) -> None:
    with pytest.raises(WrongUsage) as refusal:
        read(name, content)
    assert sentence in str(refusal.value)
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (".", "is a folder"),
        ("missing.csv", "There is no file"),
        ("x" * 5000 + ".csv", "cannot be read: file name too long"),
        ("a\0b.csv", "cannot be read"),
        ("/dev/null", "its name must end in"),
    ],
)
def test_a_path_without_a_file_is_refused_in_one_sentence(path: str, sentence: str) -> None:
    with pytest.raises(WrongUsage, match=sentence):
        read_questions(Path(path))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (path := tmp_path / "q.jsonl").open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(WrongUsage, match="larger than 50 MB"):
        read_questions(path)


# Whatever is broken, the answer is a sentence

VALID = {ending: form([FULL, FULL | {"id": "q2"}]).encode() for ending, form in FORMS.items()}
WRONG: list[Any] = [["x"], {"x": 1}, True, "\ud800", float("inf"), float("nan"), 1.5]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A valid file after some of: cut off, bytes changed, put in or taken out, a part repeated, another encoding."""
    ending = draw(st.sampled_from(sorted(VALID)))
    content = VALID[ending]
    for kind in draw(
        st.lists(st.sampled_from("cut flip insert remove repeat encode other".split()), min_size=1, max_size=4)
    ):
        at = draw(st.integers(0, len(content)))
        until = draw(st.integers(at, min(len(content), at + 30)))
        match kind:
            case "cut":
                content = content[:at]
            case "flip":
                content = content[:at] + draw(st.binary(min_size=until - at, max_size=until - at)) + content[until:]
            case "insert":
                content = content[:at] + draw(st.binary(max_size=9) | st.text(max_size=9).map(_bytes)) + content[at:]
            case "remove":
                content = content[:at] + content[until:]
            case "repeat":
                content = content[:until] + content[at:until] * draw(st.integers(1, 50)) + content[until:]
            case "encode":
                encoding = draw(st.sampled_from(["utf-16", "utf-16-le", "utf-32", "cp1252", "gb18030", "utf-7"]))
                content = content.decode("utf-8", "replace").encode(encoding, "replace")
            case "other":
                ending = draw(st.sampled_from(sorted(VALID)))
    return ending, content


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def outcome(read: Read, name: str, content: bytes) -> str:
    """What came of a file: "questions", "problems" or "refused"; anything else raised fails the test."""
    try:
        questions, problems = read(name, content)
    except WrongUsage as refusal:
        assert "\n" not in str(refusal)
        return "refused"
    lines = max(len(content.splitlines()), content.decode("utf-8", "replace").count("\n")) + 2
    assert all(1 <= problem.line <= max(lines, len(content)) and problem.text for problem in problems)
    assert all(str(problem).isprintable() for problem in problems)
    assert questions or problems
    return "problems" if problems else "questions"


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_a_broken_file_never_ends_in_anything_but_sentences_or_questions(read: Read, broken: tuple[str, bytes]) -> None:
    outcome(read, f"q.{broken[0]}", broken[1])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(VALID)), st.binary(max_size=200) | st.text(max_size=200).map(_bytes))
def test_arbitrary_bytes_never_end_in_anything_but_sentences_or_questions(
    read: Read, ending: str, content: bytes
) -> None:
    outcome(read, f"q.{ending}", content)


@settings(max_examples=100, deadline=None)
@given(
    ending=st.sampled_from(["json", "jsonl"]),
    field=st.sampled_from(sorted(FULL)),
    is_unknown=st.booleans(),
    value=st.sampled_from(WRONG),
    unknown=st.text(min_size=1, max_size=12).filter(lambda name: name not in Question.model_fields),
)
def test_a_row_that_is_surely_wrong_is_always_a_problem_of_its_line(
    read: Read, ending: str, field: str, is_unknown: bool, value: Any, unknown: str
) -> None:
    wrong = {"id": "q2"} | ({unknown: value} if is_unknown else {field: [[value]]})
    rows = [json.dumps(row) for row in (FULL, FULL | wrong, FULL | {"id": "q3"})]
    content = "[" + ",\n".join(rows) + "]" if ending == "json" else "\n".join(rows)
    questions, problems = read(f"q.{ending}", content)
    assert {problem.line for problem in problems} == {2}
    assert [question.id for question in questions] == ["q1", "q3"]


SURELY_BROKEN: dict[str, Callable[[bytes, int], bytes]] = {
    "cut inside a row": lambda content, at: content[: content.rindex(b"question") + 4],
    "a control character in the text": lambda content, at: content[:at] + b"\x01" + content[at:],
    "a zero byte": lambda content, at: content[:at] + b"\0" + content[at:],
    "bytes of no encoding in the text": lambda content, at: content[:at] + b"\x81\xff\xfe" + content[at:],
    "an unknown field": lambda content, at: content.replace(b"answerable", b"answered"),
    "a question taken out": lambda content, at: content.replace(b"question", b"\n"),
    "a wrong day": lambda content, at: content.replace(b"2026-02-05", b"2026-02-31"),
    "a wrong number": lambda content, at: content.replace(b"8", b"-8"),
    "a wrong role": lambda content, at: content.replace(b"user", b"someone"),
    "an id twice": lambda content, at: content.replace(b"q2", b"q1"),
    "another kind of file": lambda content, at: b"%PDF-1.7\n\x00" + content,
}


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("breaking", SURELY_BROKEN)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_file_that_is_surely_broken_is_always_refused_or_a_problem(
    read: Read, ending: str, breaking: str, data: st.DataObject
) -> None:
    content = VALID[ending]
    start = content.index(b"Wer sagte") if b"Wer sagte" in content else 0
    at = data.draw(st.integers(start + 1, start + 8))
    assert outcome(read, f"q.{ending}", SURELY_BROKEN[breaking](content, at)) != "questions"
