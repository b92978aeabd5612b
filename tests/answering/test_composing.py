"""One composer for each kind of question, over a real library of a few articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.composing import premises
from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.question.titles import titled
from index.articles import Hit
from index.embedding import SentenceEmbeddings
from index.language.quotations import is_cjk
from index.library import Library
from tests.scripted_model import ScriptedModel

DAM = """The dam above Orlen will be raised by four metres, the water board said on Tuesday.

Anna Berg, who leads the board, said the works cost 80 million euros. "We cannot wait for the next flood," she said.

Farmer Paul Holm opposes the plan. "They will drown my best field," Holm said.

The works are to begin in May 2027 because the river is lowest then."""
LATER = """The dam above Orlen will cost 95 million euros, the Star has learned.

Anna Berg said that steel had become dearer. She rejected calls to stop the works."""
INTERVIEW = """Mia Stone has kept bees on the roof of the town hall for six years.

Q: Ms Stone, do bees like the city?

A: They do. There are more flowers here than in the fields.

Q: How many hives do you have?

A: Twelve. Last year there were nine."""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("composing")
    post, star = "The Orlen Post", "The Orlen Star"
    rows = [
        ("dam", "Orlen dam to be raised", post, "Lea Fisk", "2026-02-03", DAM),
        ("later", "Dam dearer than planned", star, None, "2026-03-10", LATER),
        ("bees", "The beekeeper on the roof", post, "Tom Reed", "2026-01-05", INTERVIEW),
    ]
    fields = ("id", "title", "source", "author", "date", "text")
    lines = [json.dumps(dict(zip(fields, row, strict=True))) for row in rows]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


def cited(answer: Answer) -> set[tuple[str, int]]:
    return {(one.article_id, one.paragraph) for one in answer.citations}


def test_a_chat_model_is_not_asked_what_the_catalog_knows_or_what_is_small_talk(assistant: Assistant) -> None:
    model = ScriptedModel(says=["The bees."], prompts=[])
    with_model = Assistant(assistant.library, model=model)
    assert "Lea Fisk" in with_model.ask("Who wrote this article?", articles="dam").text
    assert with_model.ask("thanks").outcome == "reply"
    assert model.prompts == []


def test_a_chat_model_is_given_what_carries_an_article_that_is_to_be_summed_up(assistant: Assistant) -> None:
    model = ScriptedModel(says=["The dam will be raised [1]."], prompts=[])
    Assistant(assistant.library, model=model).ask("Summarise this article", articles="dam")
    assert "lowest then" in model.prompts[0]
    assert "drown my best field" in model.prompts[0]


def test_small_talk_has_a_reply_that_cites_and_claims_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("hi")
    assert answer.outcome == "reply"
    assert (answer.citations, answer.claims, answer.closest) == ((), (), ())
    assert "3 articles" in answer.text


def test_an_overview_is_of_an_article_with_the_name_asked_for_also_where_it_is_typed_in_lower_case(
    assistant: Assistant,
) -> None:
    typed = assistant.ask("sum up the flowers at orlen for me")
    assert typed.outcome == "not_found" or {one.article_id for one in typed.citations} <= {"dam", "later"}


def test_an_overview_quotes_carrying_sentences_of_the_article_that_is_meant(assistant: Assistant) -> None:
    answer = assistant.ask("What is the article about the beekeeper about?")
    assert answer.outcome == "answered"
    assert {article for article, _ in cited(answer)} == {"bees"}
    assert len(answer.citations) >= 3


def test_so_many_key_points_are_given_as_are_asked_for(assistant: Assistant) -> None:
    assert len(assistant.ask("Give me two key points of this article", articles="bees").citations) == 2


def test_this_article_is_none_where_nobody_can_tell_which(assistant: Assistant) -> None:
    answer = assistant.ask("Who wrote this article?")
    assert answer.outcome == "not_found"
    assert "Which article" in answer.text


def test_who_wrote_and_when_come_from_the_catalog_and_cite_the_article_without_a_quote(assistant: Assistant) -> None:
    answer = assistant.ask("Who wrote the article on the dam being raised?")
    assert "Lea Fisk" in answer.text
    assert [(one.article_id, one.paragraph, one.start, one.end, one.quote) for one in answer.citations] == [
        ("dam", 1, 0, 0, "")
    ]
    assert "3 February 2026" in assistant.ask("When was this article published?", articles="dam").text


def test_an_article_without_an_author_has_none_named(assistant: Assistant) -> None:
    assert assistant.ask("Who wrote this?", articles="later").outcome == "not_found"


def test_everybody_quoted_is_listed_with_a_citation_each(assistant: Assistant) -> None:
    answer = assistant.ask("Who is quoted in this article?", articles="dam")
    assert {one.speaker for one in answer.citations} >= {"Anna Berg", "Paul Holm"}


def test_as_many_are_listed_as_quoted_as_are_counted_and_each_once(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    berg = "Anna Berg said that the River Office claimed that floods were “a problem of the coast”."
    (tmp_path / "floods.txt").write_text(f"Floods\n\n{berg}\n\nPaul Holm said that the quay was dry.", encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "floods.txt")
        within = {one.speaker for one in library.statements()}
        answer = Assistant(library).ask("Who is quoted?", articles=library.articles()[0].id)
    assert "River Office" in within  # within what Berg said
    assert [one.speaker for one in answer.citations] == ["Anna Berg", "Paul Holm"]
    assert answer.text.startswith("2 speakers are quoted:")


def test_who_is_quoted_of_a_kind_of_people_is_no_organisation(assistant: Assistant) -> None:
    answer = assistant.ask("Which engineers are quoted in this article?", articles="dam")
    assert {one.speaker for one in answer.citations} == {"Anna Berg", "Paul Holm"}


def test_the_articles_that_mention_something_are_counted(assistant: Assistant) -> None:
    answer = assistant.ask("How many articles mention the dam?")
    assert answer.text.startswith("2 articles mention")
    assert {article for article, _ in cited(answer)} == {"dam", "later"}


def test_initials_are_no_other_word(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = [
        {"id": "rules", "title": "New rules", "text": "Pupils may write with AI from May on, the ministry said."},
        {"id": "pool", "title": "A pool to close", "text": "The pool is old. It will be closed, the town said."},
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        answer = Assistant(library).ask("Which articles mention AI?")
    assert [one.article_id for one in answer.citations] == ["rules"]


def test_a_name_with_the_stem_of_a_word_is_no_mention_of_it(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = [
        {"id": "boat", "title": "A last crossing", "text": "The ferry will stop in May, the county said."},
        {"id": "school", "title": "A new head", "text": "The school has chosen Matteo Ferri as its head."},
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        answer = Assistant(library).ask("Which articles mention the ferry?")
    assert [one.article_id for one in answer.citations] == ["boat"]


def test_a_name_with_a_letter_wrong_is_read_and_the_record_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("what did paul holn say about the plan")
    assert answer.outcome == "answered"
    assert answer.read_as is not None
    assert [(one.asked, one.read) for one in answer.read_as.spelling] == [("paul holn", "Paul Holm")]


def test_somebodys_words_on_what_they_do_not_speak_of_are_not_found(assistant: Assistant) -> None:
    answer = assistant.ask("What did Paul Holm say about the price of steel?")
    assert answer.outcome == "not_found"
    assert "Paul Holm" in answer.text


def test_somebodys_words_that_may_be_on_something_else_are_quoted_with_a_notice(assistant: Assistant) -> None:
    doubtful, sure = (assistant.ask(f"What did Paul Holm say about {topic}?") for topic in ("bees", "his field"))
    assert doubtful.notice and "may not answer" in doubtful.notice
    assert sure.outcome == "answered" and not sure.notice


def test_the_latest_is_the_newest_report_and_said_to_be(assistant: Assistant) -> None:
    answer = assistant.ask("What is the latest on the dam?")
    assert answer.citations[0].article_id == "later"
    assert "10 March 2026" in answer.text


def test_accounts_are_set_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("What is the difference between the Post and the Star on the dam?")
    assert {article for article, _ in cited(answer)} == {"dam", "later"}


def test_yes_is_not_said_where_the_sentence_leaves_out_some_of_what_is_asked(assistant: Assistant) -> None:
    assert assistant.ask("Will the dam above Orlen be raised by four metres?").text.startswith("Yes.")
    assert not assistant.ask("Will the works on the dam begin in May 2027 at night?").text.startswith("Yes.")


def test_a_question_to_be_confirmed_is_answered_yes_or_no(assistant: Assistant) -> None:
    assert assistant.ask("Did Berg reject calls to stop the works?").text.startswith("Yes.")


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("Is it true that the dam above Orlen will be raised by four metres?", "Yes."),
        ("Is it correct that the dam above Orlen will be raised by nine metres?", "No."),
        ("Anna Berg rejected calls to stop the works, right?", "Yes."),
        ("I heard that farmer Paul Holm opposes the plan. Is that true?", "Yes."),
    ],
)
def test_a_statement_to_be_confirmed_is_answered_with_yes_or_no(asked: str, begins: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.text.startswith(begins)
    assert answer.citations


def test_what_an_article_says_in_these_words_is_never_denied(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    told = "The secret of the bakers is not a secret at all, it is rye."
    (tmp_path / "bread.txt").write_text(f"Bread\n\n{told}", encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "bread.txt")
        answer = Assistant(library).ask(f"Is it true that {told}")
    assert not answer.text.startswith("No")


def test_a_premise_that_the_articles_contradict_is_named_with_what_they_say(assistant: Assistant) -> None:
    answer = assistant.ask("Why did Anna Berg accept calls to stop the works?")
    assert answer.premise is not None
    assert answer.premise.verdict == "contradicted"
    assert answer.outcome == "answered"
    assert ("later", 2) in cited(answer)


def test_what_is_told_of_somebody_else_of_a_like_name_contradicts_no_premise(assistant: Assistant) -> None:
    assert assistant.ask("Why did Paul Berg accept calls to stop the works?").premise is None


def test_a_premise_that_no_article_shows_is_not_found(assistant: Assistant) -> None:
    answer = assistant.ask("Why did Paul Holm divorce?")
    assert (answer.outcome, answer.premise and answer.premise.verdict) == ("not_found", "not_shown")


@pytest.mark.parametrize(
    "question",
    [
        "Why did Paul Holm support the plan?",
        "What reason did Anna Berg give for accepting calls to stop the works?",
        "When did Anna Berg accept calls to stop the works?",
    ],
)
def test_what_is_taken_for_granted_is_held_against_what_is_denied(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.premise is not None
    assert (answer.outcome, answer.premise.verdict) == ("answered", "contradicted")


@pytest.mark.parametrize(
    "question",
    [
        "Why did Paul Holm oppose the plan?",
        "When did Anna Berg reject calls to stop the works?",
        "Why did Anna Berg say they cannot wait for the next flood?",
        "When will the works begin?",
        "How much do the works cost?",
        "Who opposes the plan?",
    ],
)
def test_what_is_rightly_taken_for_granted_is_not_called_denied(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).premise is None


def test_articles_of_a_month_are_listed_by_date(assistant: Assistant) -> None:
    answer = assistant.ask("articles from february 2026")
    assert answer.outcome == "answered"
    assert {article for article, _ in cited(answer)} == {"dam"}


@pytest.mark.parametrize("when", ["and on what day?", "and when was it published?", "and what day did it appear"])
def test_two_things_asked_of_an_article_at_once_are_both_told(assistant: Assistant, when: str) -> None:
    answer = assistant.ask(f"Which paper ran the piece on the beekeeper, {when}")
    assert "The Orlen Post" in answer.text
    assert "5 January 2026" in answer.text


def test_what_is_asked_for_in_one_sentence_has_one_quote(assistant: Assistant) -> None:
    answer = assistant.ask("What is the article about the beekeeper about, in one sentence?")
    assert (len(answer.claims), len(answer.citations)) == (1, 1)


def test_a_list_has_a_line_for_each_claim_and_claims_stand_where_they_say(assistant: Assistant) -> None:
    answer = assistant.ask("What is the article about the beekeeper about? As a list please")
    assert answer.text.count("\n- ") >= 3
    assert all(answer.text[one.start : one.end] == one.text for one in answer.claims)


def test_why_alone_asks_for_the_cause_of_what_was_answered(assistant: Assistant) -> None:
    told = "The works are to begin in May 2027."
    history = [{"role": "user", "content": "what about the dam works"}, {"role": "assistant", "content": told}]
    answer = assistant.ask("why?", history=history)
    assert answer.standalone_question == "Why is it that the works are to begin in May 2027?"
    assert ("dam", 4) in cited(answer)


def test_who_is_meant_by_a_pronoun_is_whom_the_answer_names(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "who leads the water board"},
        {"role": "assistant", "content": "Anna Berg leads the board."},
    ]
    answer = assistant.ask("what did she say about the next flood?", history=history)
    assert answer.standalone_question == "what did Anna Berg say about the next flood?"


def test_what_is_not_found_says_how_much_was_searched(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the football cup in Brazil?")
    assert (answer.outcome, answer.text) == ("not_found", "I found nothing on this in the 3 articles searched.")


def test_a_follow_up_is_answered_from_the_articles_of_the_turn_before(assistant: Assistant) -> None:
    first = assistant.ask("What did Anna Berg say about the next flood?")
    history = [{"role": "user", "content": first.question}, {"role": "assistant", "content": first.text}]
    answer = assistant.ask("And Paul Holm?", history=history)
    assert answer.standalone_question == "What did Paul Holm say about the next flood?"


def test_a_sentence_on_both_sides_is_quoted_once(assistant: Assistant) -> None:
    answer = assistant.ask("Which costs more, the dam or Orlen?")
    quotes = [(one.article_id, one.paragraph, one.quote) for one in answer.citations]
    assert answer.read_as is not None and answer.read_as.kind == "compare"
    assert quotes and len(quotes) == len(set(quotes))


def test_how_something_changed_is_looked_up_where_it_is_no_story_of_its_own(assistant: Assistant) -> None:
    answer = assistant.ask("How did the height of the dam above Orlen change between the two surveys and drawings?")
    assert answer.read_as is not None and answer.read_as.kind == "change"
    assert ("dam", 1) in cited(answer)


def test_what_changed_is_given_from_each_article_that_says_it(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    texts = {
        "first": "The bridge at Orlen was closed on Monday. Repairing it will cost 2 million euros, the county said.",
        "second": "The bridge at Orlen stays closed. The repair of the bridge is now put at 5 million euros.",
        "library": "The roof of the library leaks. Mending it would cost 120,000 euros, the council said.",
        "third": "The bridge at Orlen opened on Saturday. The repair of the bridge cost 6 million euros in the end.",
    }
    rows = [
        {
            "id": id,
            "title": f"News of the {'library' if id == 'library' else 'bridge'}",
            "date": f"2026-0{at}-03",
            "text": text,
        }
        for at, (id, text) in enumerate(texts.items(), 1)
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        answer = Assistant(library).ask(
            "How did the cost of the repair of the bridge change from the first report to the last?"
        )
    assert [one.article_id for one in answer.citations] == ["first", "second", "third"]
    assert [figure in one.quote for figure, one in zip("256", answer.citations, strict=True)] == [True] * 3


def test_an_article_mentions_whoever_it_names_without_the_description(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    rows = [
        {"id": "ship", "title": "A call", "text": "The ship Resolve called at Orlen on Monday."},
        {"id": "vessel", "title": "A farewell", "text": "The Resolve, a naval vessel, sailed home on Friday."},
        {"id": "other", "title": "A ship", "text": "The ship Sea Cloud was sold. Nobody could resolve the quarrel."},
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        found = Assistant(library).ask("Which articles mention the ship Resolve?")
        assert {article for article, _ in cited(found)} == {"ship", "vessel"}
        found = Assistant(library).ask("Which articles mention the plane Resolve?")
        assert found.outcome == "not_found"


def test_a_name_is_found_although_no_article_describes_it_so(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = [
        {"id": "raid", "title": "A raid", "text": "A gang that calls itself Grey Heron took the files on Monday."},
        {"id": "files", "title": "Files appear", "text": "On Friday, Grey Heron put some of the files on sale."},
        {"id": "birds", "title": "Birds", "text": "A grey bird stood in the pond, and a group of children watched it."},
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        found = Assistant(library).ask("which articles mention the hacker group grey heron")
        assert {article for article, _ in cited(found)} == {"raid", "files"}
        assert found.text.startswith("None of the 3 articles searched mentions the hacker group grey heron.")


def test_each_suggested_question_is_answered(assistant: Assistant) -> None:
    suggested = assistant.suggestions(wait=True)
    assert len(suggested) == 3
    assert all(assistant.ask(one).outcome == "answered" for one in suggested)


def test_questions_in_the_language_of_a_reader_are_suggested_first(samples: Library) -> None:
    assistant = Assistant(samples)
    chinese, english = (assistant.suggestions(wait=True, language=language) for language in ("zh", "en"))
    assert len(english) == 3 and not any(map(is_cjk, english))
    assert is_cjk(chinese[0])


def test_no_suggested_question_repeats_a_long_title(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    text = "“The wall will be built in May,” said Ida Berg.\n\nThe harbour lies at Orlen."
    row = {"id": "wall", "title": "The wall of Orlen " * 12, "date": "2026-01-05", "text": text}
    (tmp_path / "articles.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        suggested = Assistant(library).suggestions("wall", wait=True)
    assert suggested and not any("wall of Orlen" in one for one in suggested)


def test_what_is_offered_after_an_answer_is_answered_by_what_it_does_not_show(assistant: Assistant) -> None:
    answer = assistant.ask("What did Anna Berg say about the next flood?")
    shown = {(one.article_id, one.paragraph) for one in answer.citations}
    offered = assistant.follow_ups(shown, topic="the next flood", asked=[str(answer.question)])
    assert offered and answer.question not in offered
    for question in offered:
        next_one = assistant.ask(question)
        assert next_one.outcome == "answered"
        assert {(one.article_id, one.paragraph) for one in next_one.citations} - shown
    again = assistant.follow_ups(shown, topic="the next flood", asked=offered)
    assert not set(again) & set(offered)


def test_a_chinese_article_is_asked_of_in_chinese(samples: Library) -> None:
    assistant = Assistant(samples)
    offered = assistant.suggestions("tu-youyou-qinghaosu", wait=True)
    assert "《一株青蒿与一份诺贝尔奖》讲了什么？" in offered
    assert all(assistant.ask(one).outcome == "answered" for one in offered)


def test_an_article_that_is_removed_while_a_question_about_it_is_read_is_not_told_of(
    own_samples: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Assistant(own_samples)
    first = own_samples.articles()[0].id
    search = own_samples.search

    def removed_then(*asked: Any, **limits: Any) -> list[Hit]:
        hits = search(*asked, **limits)
        own_samples.remove([first])
        return hits

    monkeypatch.setattr(own_samples, "search", removed_then)
    assert assistant.ask("What is this article about?", articles=[first]).outcome == "not_found"


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("Which articles did Lea Fisk write?", ["dam"]),
        ("What has Reed written?", ["bees"]),
        ("How many articles by Tom Reed are there?", None),
        ("Which articles did the Post run?", ["dam", "bees"]),
        ("What did the Orlen Star publish in March?", ["later"]),
        ("Which articles are from March 2026?", ["later"]),
        ("What was published in January 2026?", ["bees"]),
        ("Which articles have been published since 1 February 2026?", ["later", "dam"]),
        ("List all articles", ["later", "dam", "bees"]),
        ("Articles by Lea Fisk about the works", ["dam"]),
    ],
)
def test_articles_are_listed_by_author_outlet_and_day_newest_first(
    assistant: Assistant, question: str, articles: list[str] | None
) -> None:
    answer = assistant.ask(question, as_of="2026-12-01")
    if articles is not None:
        assert [one.article_id for one in answer.citations] == articles


def test_how_many_articles_somebody_wrote_is_counted(assistant: Assistant) -> None:
    assert assistant.ask("How many articles did Tom Reed write?").text.startswith("I found one article:")


def test_the_days_of_what_there_is_are_told_where_nothing_is_of_the_day_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("Anything from May 2026?", as_of="2026-12-01")
    assert answer.outcome == "not_found"
    assert "from 5 January 2026 to" in answer.text


def test_a_list_goes_on_with_what_a_follow_up_limits_it_to(assistant: Assistant) -> None:
    history = list[dict[str, str]]()
    for question, articles in (
        ("What did we publish in January 2026?", ["bees"]),
        ("and in March?", ["later"]),
        ("what about since 1 February?", ["later", "dam"]),
        ("which of them are by Lea Fisk", ["dam"]),
    ):
        answer = assistant.ask(question, history=history, as_of="2026-12-01")
        assert [one.article_id for one in answer.citations] == articles, answer.standalone_question
        history += [{"role": "user", "content": question}, {"role": "assistant", "content": answer.text}]


def test_the_newest_of_a_list_are_as_many_as_are_asked_for(assistant: Assistant) -> None:
    assert [one.article_id for one in assistant.ask("What are the latest two articles?").citations] == ["later", "dam"]
    assert [one.article_id for one in assistant.ask("List the first article").citations] == ["bees"]


@pytest.mark.parametrize(
    ("question", "told", "articles"),
    [
        ("Which outlets do we have?", "The Orlen Post: 2 articles", ["dam", "later"]),
        ("which papers and magazines are in here", "The Orlen Star: one article", ["dam", "later"]),
        ("list the authors", "Tom Reed: one article", ["dam", "bees"]),
        ("How far back do the articles go?", "was published on 5 January 2026", ["bees", "later"]),
    ],
)
def test_outlets_authors_and_days_of_the_library_are_told_with_an_article_each(
    assistant: Assistant, question: str, told: str, articles: list[str]
) -> None:
    answer = assistant.ask(question)
    assert told in answer.text
    assert [one.article_id for one in answer.citations] == articles


@pytest.mark.parametrize(
    "question",
    [
        "how does the Star cover the dam?",
        "What has the Orlen Star been reporting on the dam",
        "the Star's coverage of the dam",
        "what line is the Star taking on the dam",
        "The Orlen Star on the dam: what do they write?",
    ],
)
def test_an_outlets_account_of_a_thing_is_in_its_own_articles(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.read_as is not None
    assert (answer.read_as.kind, answer.read_as.outlet) == ("overview", "The Orlen Star")
    assert {article for article, _ in cited(answer)} == {"later"}


def test_what_the_articles_do_not_cover_is_no_account_of_an_outlet(assistant: Assistant) -> None:
    answer = assistant.ask("How does the water board cover the works?")
    assert answer.read_as is not None
    assert answer.read_as.outlet is None


@pytest.mark.parametrize("question", ["Tell me about Zebulon Quimby, the farmer", "tell me about zebulon quimby"])
def test_nothing_is_told_about_somebody_whom_no_article_names(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).outcome == "not_found"


def test_nobody_wrote_what_the_catalog_knows_no_author_of(assistant: Assistant) -> None:
    assert assistant.ask("Which articles did Zoe Quill write?").outcome == "not_found"


def test_an_outlet_is_known_by_the_last_word_of_its_name(assistant: Assistant) -> None:
    said = assistant.ask("What did the Star say about the dam?")
    assert said.read_as is not None
    assert said.read_as.outlet == "The Orlen Star"
    assert {article for article, _ in cited(said)} == {"later"}
    told = assistant.ask("According to the Star, how much will the dam cost?")
    assert {article for article, _ in cited(told)} == {"later"}
    assert "95 million" in told.text


@pytest.mark.parametrize("question", ["Who is Anna Berg?", "who's Berg", "What is Anna Berg's job?"])
def test_somebody_is_introduced_by_the_sentence_that_gives_their_role(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert cited(answer) >= {("dam", 2)}
    assert answer.read_as is not None
    assert answer.read_as.speaker == "Anna Berg"


def test_an_author_is_introduced_by_what_they_wrote(assistant: Assistant) -> None:
    assert "was written by Lea Fisk" in assistant.ask("Who is Lea Fisk?").text


def test_somebody_is_told_about_by_their_role_and_their_words(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about Paul Holm")
    assert cited(answer) == {("dam", 3)}
    assert "drown my best field" in answer.text


def test_whom_a_role_describes_is_looked_up(assistant: Assistant) -> None:
    answer = assistant.ask("Who is the farmer?")
    assert answer.read_as is not None
    assert answer.read_as.speaker is None


def test_the_latest_article_of_an_author_is_theirs(assistant: Assistant) -> None:
    assert {article for article, _ in cited(assistant.ask("What is the latest article by Tom Reed?"))} == {"bees"}


def test_an_article_of_a_list_is_meant_by_its_place(assistant: Assistant) -> None:
    history = [{"role": "user", "content": "List all articles"}]
    history.append({"role": "assistant", "content": assistant.ask("List all articles").text})
    for which, article in (("first", "later"), ("second", "dam"), ("last", "bees")):
        answer = assistant.ask(f"What is the {which} one about?", history=history)
        assert {one for one, _ in cited(answer)} == {article}
        history += [{"role": "user", "content": answer.question}, {"role": "assistant", "content": answer.text}]


def test_what_an_article_of_a_list_says_is_asked_by_its_place(assistant: Assistant) -> None:
    history = [{"role": "user", "content": "List all articles"}]
    history.append({"role": "assistant", "content": assistant.ask("List all articles").text})
    assert {one for one, _ in cited(assistant.ask("what does the second one say", history=history))} == {"dam"}


def test_who_is_quoted_is_listed_with_whole_sentences(assistant: Assistant) -> None:
    answer = assistant.ask("Who is quoted?", articles="later")
    assert [one.quote for one in answer.citations] == ["Anna Berg said that steel had become dearer."]


def test_a_word_of_the_articles_is_not_reported_as_corrected_to_itself(assistant: Assistant) -> None:
    answer = assistant.ask("What will happen to the dam in Orlen?")
    assert answer.read_as is not None
    assert answer.read_as.spelling == ()


MARKET = """The market hall in Tarn will close for a year, the town said.

Traders will move to the harbour."""
HARBOUR = """The harbour of Tarn gets a new crane in spring."""
COLUMN = """I think the crane should never be built. It must be stopped."""


def test_what_is_told_about_a_thing_comes_from_articles_that_open_with_it(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with library_of(tmp_path, embeddings) as library:
        told = Assistant(library).ask("Tell me about the harbour")
        assert {article for article, _ in cited(told)} == {"harbour"}


def test_who_opposes_a_thing_is_nobody_whose_column_is_on_another(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with library_of(tmp_path, embeddings) as library:
        assert "column" not in {article for article, _ in cited(Assistant(library).ask("Who opposes the market hall?"))}
        assert "column" in {article for article, _ in cited(Assistant(library).ask("Who opposes the crane?"))}


def library_of(folder: Path, embeddings: SentenceEmbeddings) -> Library:
    rows = [
        ("market", "Market hall to close", "2026-02-03", MARKET),
        ("harbour", "A crane for the harbour", "2026-02-04", HARBOUR),
        ("column", "Opinion: No crane", "2026-02-05", COLUMN),
    ]
    lines = [json.dumps(dict(zip(("id", "title", "date", "text"), row, strict=True))) for row in rows]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    library = Library(folder / "library", embeddings=embeddings)
    library.add(folder / "articles.jsonl")
    return library


def test_a_story_is_of_no_article_without_the_name_that_is_asked_for(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    towns = "Tarn Vik Lom Moen Orlen Skell Brant Holm Nord Pike".split()
    acme = "\n\n".join(f"Acme will close its office in {one} in May." for one in towns)
    mud = "Trouble on the muddy roads began on Monday.\n\nThe trouble will end when the rain does."
    rows = [{"id": "acme", "title": "Acme cuts jobs", "text": acme}, {"id": "mud", "title": "Trouble", "text": mud}]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        answer = Assistant(library).ask("Sum up the trouble at Acme")
    assert not any(one.article_id == "mud" for one in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote “Orlen dam to be raised”?",
        'When was "orlen dam to be raised" published?',
        "Where was the article 'Orlen dam to be raised' published?",
        "Summarise “Orlen dam to be raised”",
        "What does Orlen dam to be raised say?",
        "Who wrote Orlen dam to be raised?",
        "Who is quoted in “Orlen dam to be raised”?",
        "How old is the article on the raised dam?",
        "Who is the reporter behind the article on the raised dam?",
        "publication date Orlen dam to be raised",
        "Please give me the byline of the article on the raised dam",
        "orlen dam to be raised article url",
        "Was the Orlen dam to be raised article written by Lea Fisk?",
    ],
)
def test_a_title_means_its_article(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert {article for article, _ in cited(answer)} == {"dam"}
    assert answer.outcome == "answered" or "address" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "When was “Orlen dam to be raised” published and who wrote it?",
        "The date and the author of the article on the raised dam",
    ],
)
def test_the_author_is_given_beside_the_date(assistant: Assistant, question: str) -> None:
    text = assistant.ask(question).text
    assert "3 February 2026" in text and "Lea Fisk" in text


def test_what_kind_of_text_an_article_is_is_stated(assistant: Assistant) -> None:
    assert "is an interview" in assistant.ask("Is the article on the beekeeper an interview?").text
    assert "anything but a report" in assistant.ask("Is “Orlen dam to be raised” satire?").text


def test_a_title_that_no_article_has_is_none(assistant: Assistant) -> None:
    answer = assistant.ask("What is “Ten tips for a higher dam above Orlen” about?")
    assert (answer.outcome, answer.citations) == ("not_found", ())


def test_what_articles_only_mention_is_quoted_and_not_the_articles_summed_up(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about the farmer")
    assert any("Farmer Paul Holm" in one.quote for one in answer.citations)
    assert not any("raised by four metres" in one.quote for one in answer.citations)


def test_a_refusal_shows_what_the_asked_person_does_say(assistant: Assistant) -> None:
    answer = assistant.ask("What did Paul Holm say about the price of steel?")
    assert answer.outcome == "not_found"
    assert answer.closest and answer.closest[0].speaker == "Paul Holm"


@pytest.mark.parametrize(
    "question",
    [
        "In which articles is Anna Berg mentioned?",
        "In how many articles does Anna Berg appear?",
        "How often is Anna Berg mentioned?",
        "Which stories talk about Anna Berg?",
    ],
)
def test_what_mentions_somebody_is_asked_in_the_passive_too(assistant: Assistant, question: str) -> None:
    assert {article for article, _ in cited(assistant.ask(question))} == {"dam", "later"}


@pytest.mark.parametrize(
    "question", ["Has Paul Holm said anything?", "All statements by Paul Holm", "What's the latest from Paul Holm?"]
)
def test_all_that_somebody_said_is_theirs(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.citations and {one.speaker for one in answer.citations} == {"Paul Holm"}


def in_turn(assistant: Assistant, *questions: str) -> list[Answer]:
    """The answers of one conversation."""
    answers, history = list[Answer](), list[dict[str, str]]()
    for question in questions:
        answers.append(assistant.ask(question, history=history))
        history += [{"role": "user", "content": question}, {"role": "assistant", "content": answers[-1].text}]
    return answers


def test_more_is_what_was_not_quoted_yet_until_there_is_no_more(assistant: Assistant) -> None:
    answers = in_turn(assistant, "Summarise “Orlen dam to be raised”", *["Tell me more"] * 4)
    quotes = [one.quote for answer in answers for one in answer.citations]
    assert len(set(quotes)) == len(quotes) > 5
    assert (answers[-1].outcome, answers[-1].text) == ("not_found", "I found no more on this than what I have quoted.")


def test_what_names_nothing_is_of_what_was_spoken_of(assistant: Assistant) -> None:
    *_, answer = in_turn(assistant, "Summarise “The beekeeper on the roof”", "Does anyone oppose?")
    assert {article for article, _ in cited(answer)} <= {"bees"}


def test_how_it_works_is_asked_of_the_assistant_only_where_nothing_else_was(assistant: Assistant) -> None:
    assert assistant.ask("How does it work?").outcome == "reply"
    *_, answer = in_turn(assistant, "What does the dam cost?", "How does it work?")
    assert answer.outcome != "reply"


@pytest.mark.parametrize(
    "questions",
    [
        (
            "What does “Orlen dam to be raised” say?",
            "What did Anna Berg say?",
            "back to the beekeeper: who wrote that piece?",
        ),
        (
            "Who wrote “The beekeeper on the roof”?",
            "What does “Orlen dam to be raised” say?",
            "Who wrote the other article?",
        ),
    ],
)
def test_a_conversation_goes_back(assistant: Assistant, questions: tuple[str, ...]) -> None:
    *_, answer = in_turn(assistant, *questions)
    assert {article for article, _ in cited(answer)} == {"bees"}


def test_who_said_that_asks_for_the_speaker_of_the_quote(assistant: Assistant) -> None:
    *_, answer = in_turn(assistant, "What does Paul Holm fear for his field?", "Who said that?")
    assert {one.speaker for one in answer.citations} == {"Paul Holm"}


def test_what_only_a_refusal_points_to_is_not_what_was_spoken_of(assistant: Assistant) -> None:
    *_, answer = in_turn(
        assistant, "Summarise “The beekeeper on the roof”", "What did Mia Stone say about steel?", "Who wrote it?"
    )
    assert {article for article, _ in cited(answer)} == {"bees"}


def test_a_surname_that_only_one_person_has_mentions_them(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = [
        {"id": "full", "title": "A call", "text": "Commissioner Karim Bouzid called the price honest."},
        {"id": "short", "title": "A view", "text": "Mr Bouzid has a nice desk. I have read the audit."},
        {"id": "prince", "title": "A visit", "text": "Prince Andrew said that he was sorry."},
        {"id": "other", "title": "A memo", "text": "The memo by Andrew McCabe was never sent, the office said."},
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        found = Assistant(library).ask("Which articles mention Karim Bouzid?")
        assert {article for article, _ in cited(found)} == {"full", "short"}
        found = Assistant(library).ask("Which articles mention Prince Andrew?")
        assert {article for article, _ in cited(found)} == {"prince"}


@pytest.mark.parametrize(
    "question",
    [
        "What does Holm say in “Orlen dam to be raised”?",
        "What did Paul Holm say in the article “Orlen dam to be raised” about it?",
    ],
)
def test_somebodys_words_in_an_article_of_that_title_are_theirs(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.citations and {one.speaker for one in answer.citations} == {"Paul Holm"}


@pytest.mark.parametrize(
    "question",
    [
        "How old is the farmer in the report?",
        "Where did this water come from?",
        "Where did the farmer appear?",
        "Who did it?",
        "What is the source of this water?",
    ],
)
def test_what_is_asked_of_a_thing_is_not_asked_of_an_article(assistant: Assistant, question: str) -> None:
    read = assistant.ask(question).read_as
    assert read is not None and read.kind == "lookup"


def test_nobody_confirms_that_something_true_was_wrong(assistant: Assistant) -> None:
    assert not assistant.ask("Is the report that the dam will cost 95 million wrong?").text.startswith("Yes")


def test_quotation_marks_around_no_words_name_no_article(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = [{"id": "dots", "title": "...", "text": "The dam will be raised."}]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        assert titled("?!", library) == ()


def test_a_sentence_that_says_what_is_taken_for_granted_does_not_refute_it(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for threshold in ("MAY_REFUTE", "REFUTED", "NEAR"):
        monkeypatch.setattr(premises, threshold, 0.0)
    assert assistant.ask("Why did Paul Holm oppose the plan?").premise is None


def test_what_clearly_refutes_a_premise_is_given_rather_than_an_answer(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(Path(__file__).parents[1] / "benchmarks" / "desks" / "border" / "articles.jsonl")
        asked = "what will the caretaker do with the two million he got from that lorranian company"
        answer = Assistant(library).ask(asked)
    assert answer.premise is not None and answer.premise.verdict == "contradicted"
    assert "I said no." in answer.citations[0].quote


def test_a_question_with_a_name_is_not_answered_from_an_article_without_it(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    dam = "The Marrow Dam was opened on Monday by two ministers.\n\nIts lake will fill in three summers."
    school = "Pupils were taught by a machine for a year.\n\nThe trial cost 4.8 million crowns, or 770 crowns a child."
    rows = [{"id": "dam", "title": "A dam opens", "text": dam}, {"id": "school", "title": "A trial", "text": school}]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        assert Assistant(library).ask("trial cost").citations[0].article_id == "school"
        assert not {one.article_id for one in Assistant(library).ask("marrow dam cost").citations} & {"school"}
