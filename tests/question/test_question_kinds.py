"""The kind of answer that a question wants, by its grammar."""

from __future__ import annotations

import pytest

from assistant.question.bare import MOST_INSTRUCTIONS, bare, instructions_of
from assistant.question.declaring import declared
from assistant.question.question import read_question
from assistant.question.question_kinds import Form, form_of
from assistant.question.translated.foreign import foreign

KINDS = {
    "corrections": [
        "Which articles had to be taken back?",
        "Has anything been retracted?",
        "Were any of their stories unpublished last month?",
    ],
    "metadata": [
        "Who wrote this?",
        "when was the article on floods published?",
        "Which newspaper published the interview?",
        "Who is the author of the column?",
        "How long is this article?",
        "when did the Post publish its piece on the dam",
    ],
    "overview": [
        "all about the ferry strike",
        "brief me on the ferry strike",
        "Give me a rundown of the ferry strike",
        "In short, what is the piece on the ferry about?",
        "gist of the ferry story",
        "Tell me briefly about the strike",
        "I have not followed the ferry row, catch me up",
        "What do I need to know about the strike?",
        "What is this article about?",
        "Summarise the report on the dam",
        "key points of the interview",
        "What happened at the summit?",
        "tell me about the strike",
        "what do the articles say about rents?",
        "the harbour column, what's the main point?",
        "What do they talk about in the podcast on the ferry?",
        "the harbour podcast, what is discussed in it?",
    ],
    "list": [
        "list everyone quoted",
        "who quoted in the report",
        "names of experts quoted in the report",
        "Which scientists are quoted in the report?",
        "Which articles bring up the dam?",
        "Who is quoted in the report?",
        "Which articles mention the dam?",
    ],
    "count": ["How many articles mention the dam?", "How many people are quoted in it?"],
    "compare": [
        "Compare the articles on the strike",
        "compare the three articles on the strike",
        "compare the coverage of the bridge",
        "Whose debt is bigger, Corvane or Belmar, and what are the figures?",
        "What is the difference between the Post and the Star on rents?",
        "Do the reports agree about the toll?",
        "How do Berg and Holm differ on taxes?",
        "Which is cheaper, the tram or the ferry?",
        "What do the Post and the Star each say about rents?",
        "How do the Post and the Star each judge the minister?",
    ],
    "latest": ["What is the latest on the strike?", "any news on the dam?", "what's new on rents", "dam works latest"],
    "timeline": ["timeline of the strike", "Give me a chronology of the affair"],
    "change": [
        "How has the toll changed?",
        "Has the plan changed?",
        "how has the price of the bridge gone up over time",
        "How did the number of beds fall over the months?",
    ],
    "position": [
        "Who is against the dam?",
        "who supports the strike",
        "Should the minister resign?",
        "What do critics of the dam say?",
        "what are supporters saying about the dam",
    ],
    "said": [
        "What does Berg recall of the flood?",
        "What did Berg say about rents?",
        "what does the union want to say",
        "What did the chief promise?",
        "what is the position of the union on pay?",
        "Has the mayor said anything about rents?",
        "Does the mayor have anything to say about rents?",
        "Which view does the union hold on pay?",
        "Is Berg for or against the dam?",
        "are economists generally in favour of the dam or against it",
    ],
    "who-said": ["Who said that rents will rise?", "who warned of floods?"],
    "why": [
        "why did trading briefly halt",
        "Why did the dam break?",
        "how come it closed",
        "What are Anna Berg's reasons for saying the dam is safe?",
        "What caused the flood?",
        "What was the reason for the delay?",
    ],
    "yes-no": [
        "Has anything been taken down from the wall?",
        "Did the dam break?",
        "is the strike over",
        "Has Berg resigned?",
    ],
    "lookup": [
        "what went on sale on Friday",
        "Who interviewed the minister?",
        "What was the size of the flat he had said was huge?",
        "how did the tariffs hit the company's bottom line",
        "what were the two sentences that the judge gave",
        "Who is Anna Berg?",
        "How many people came?",
        "When does it open?",
        "dam height",
        "when was this and how long did it run",
        "Which studies are cited in the report?",
        "According to the board, how many people came?",
        "What did the group call itself?",
        "When did the firm say it would close?",
    ],
}


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, each in KINDS.items() for one in each])
def test_a_question_has_its_kind(kind: str, question: str) -> None:
    assert form_of(question, language="en").kind == kind


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Could you please tell me when the dam broke?", "When the dam broke?"),
        ("hi, how much does it cost? thanks", "how much does it cost?"),
        ("Summarise the report in two sentences please", "Summarise the report"),
        ("I was in town. My aunt saw smoke. What burned?", "What burned?"),
        ("Who won? Reply in English.", "Who won?"),
        ("What is it about, as a table", "What is it about"),
        ("What did Roe say about it, as a list?", "What did Roe say about it?"),
        ("Who won?.", "Who won?"),
        ("Could you please tell me: who won?", "Who won?"),
        ("Do you know if the bridge is closed?", "Is it true that the bridge is closed?"),
        ("Can you confirm that the bridge is closed?", "Is it true that the bridge is closed?"),
        ("I heard that the bridge is closed. Is that right?", "Is it true that the bridge is closed?"),
        ("The bridge is closed, isn't it?", "Is it true that The bridge is closed?"),
        ("fact-check: the bridge is closed", "Is it true that the bridge is closed?"),
        ("What does the mayor want, is that right?", "What does the mayor want, is that right?"),
    ],
)
def test_what_stands_beside_a_question_is_not_asked(typed: str, asked: str) -> None:
    assert bare(typed).text == asked


def test_an_instruction_is_kept_beside_the_question() -> None:
    assert bare("Who won? Answer in one sentence.").instructions == ("Answer in one sentence",)


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Why did the board reject the plan?", "The board rejected the plan."),
        ("Did the ship sink?", "The ship sank."),
        ("Will the union strike?", "The union will strike."),
        ("What reason did the board give for rejecting the plan?", "The board rejected the plan."),
        ("What was the union's motive for striking?", "The union struck."),
        ("Why is the union expected to accept it?", "The union is expected to accept it."),
    ],
)
def test_a_question_takes_a_statement_for_granted(question: str, claim: str) -> None:
    said = declared(question)
    assert said is not None
    assert said.claim == claim


def test_a_question_in_another_language_keeps_its_names_and_numbers() -> None:
    told = foreign("Combien va coûter la ligne 7 du tram ?")
    assert told is not None
    assert told.language == "fr"
    assert told.english == "How much cost line 7 tram?"


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("Was hat Frau von der Heide über die Brücke gesagt?", "What did von der Heide say about bridge?"),
        ("Was sagt der Bürgermeister?", "What did the mayor say?"),
        ("Wer ist James Hau-yip Jr.?", "Who is James Hau-yip Jr?"),
        ("Wer hat den Artikel über die Fähre geschrieben?", "Who wrote the article about ferry?"),
        ("Worum geht es in this article?", "Summarise this article"),
        ("In welchen Artikeln kommt Anna Berg vor?", "Which articles mention Anna Berg?"),
        ("Qu’a dit Anna Berg sur le pont ?", "What did Anna Berg say about bridge?"),
        ("Quand this article a-t-il été publié ?", "When was this article published?"),
        ("Combien d'articles mentionnent Jean de la Tour ?", "How many articles mention Jean de la Tour?"),
        ("¿Quién es Anna Berg?", "Who is Anna Berg?"),
        ("alle Artikel vom April 2026", "Which articles are from April 2026?"),
        ("combien d’articles du Northport Ledger ?", "How many articles are from Northport Ledger?"),
        ("artículos de marzo 2026", "Which articles are from March 2026?"),
        ("Est-ce que l'article sur le pont a été corrigé ?", "Was the article about bridge corrected?"),
        ("qué ha dicho la alcaldesa", "What did the mayor say?"),
        ("¿De qué trata el artículo sobre el puerto?", "Summarise the article about harbour"),
    ],
)
def test_a_common_question_in_another_language_is_read_by_its_grammar(question: str, english: str) -> None:
    told = foreign(question)
    assert told is not None
    assert told.english.replace("port", "harbour") == english.replace("port", "harbour")


@pytest.mark.parametrize(
    "question",
    ["Jane Roe是谁？", "Jane Roe怎么说？", "《Bridge opens for the public》是谁写的？", "哪些文章提到了Jane Roe？"],
)
def test_names_and_titles_in_latin_letters_do_not_make_a_chinese_question_english(question: str) -> None:
    read = read_question(question)
    assert read.language == "zh"
    assert form_of(question, language=read.language).kind != "lookup" or "是谁" in question


@pytest.mark.parametrize(
    "question",
    [
        "What did 习近平 say?",
        "What did Angela Merkel say?",
        "Who was the first?",
        "多少钱？",
        "dam height",
        "when was this and how long did it run",
        "Which studies are cited in the report?",
        "theatre visitors - comment on size",
        "What's Lindqvist's job?",
    ],
)
def test_an_english_question_is_in_no_other_language(question: str) -> None:
    assert foreign(question) is None


def test_each_instruction_of_the_messages_to_a_model_is_read_once_and_not_without_end() -> None:
    told = [{"role": "system", "content": f"Use no more than {number} words. Be brief."} for number in range(100)]
    found = instructions_of(told)
    assert found[:3] == ("no more than 0 words", "Be brief", "no more than 1 words")
    assert len(found) == len(set(found)) == MOST_INSTRUCTIONS


def test_an_overview_is_of_what_stands_before_the_words_for_it() -> None:
    assert form_of("harbour column, what's the main point?", language="en").about == "harbour column"


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("was the dam bill in Orlen scrapped", "The dam bill in Orlen was scrapped."),
        ("was the queen happy with Tom doing the interview", "The queen was happy with Tom doing the interview."),
        ("are those changes permanent", "Those changes are permanent."),
    ],
)
def test_the_subject_of_a_question_ends_where_the_statement_is_plain(question: str, claim: str) -> None:
    said = declared(question)
    assert said is not None
    assert said.claim == claim


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("cost of the ferry in March vs April", "cost of the ferry"),
        ("number of wells at first versus later", "number of wells"),
        ("price of the hall, first estimate vs final bill", "price of the hall"),
    ],
)
def test_one_thing_at_two_times_is_a_change(question: str, about: str) -> None:
    assert form_of(question, language="en") == Form("change", None, about)


def test_two_people_are_compared_although_one_of_them_is_new() -> None:
    assert form_of("old mayor vs new mayor on the ferry", language="en").kind == "compare"
