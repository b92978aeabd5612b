"""Reading a question: whose words are asked for, about what, and which kind of thing."""

from __future__ import annotations

import json

import pytest

from assistant.question.answer_types import asks_for_list, holds_kind
from assistant.question.question import Question, read_question
from assistant.question.speaker_frames import speaker_names
from index.language.tokens import dictionary_form


def has_kind(kind: str | None, sentence: str, *, question: Question) -> bool:
    return kind is not None and holds_kind(kind, sentence, question=question.text, language=question.language)


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("What did Okoro say about the bridge?", "Okoro", "the bridge"),
        ("what did okoro say about the bridge", "okoro", "the bridge"),
        (
            "What has Prime Minister Solheim said on arms sales to Latvia?",
            "Prime Minister Solheim",
            "arms sales to Latvia",
        ),
        ("What did Okoro call for on arms sales to Latvia?", "Okoro", "arms sales to Latvia"),
        ("What saying about good and bad luck did Okoro quote?", "Okoro", "saying about good and bad luck"),
        ("What did Okoro tell reporters about layoffs?", "Okoro", "layoffs"),
        ("Did Okoro say that ice is thin?", "Okoro", "ice is thin"),
        ("How did Solheim respond to the ruling on tariffs?", "Solheim", "the ruling on tariffs"),
        ("How does Solheim describe the bridge?", "Solheim", "the bridge"),
        ("What is Solheim's position on trade?", "Solheim", "trade"),
        ("position of the union on the closure", "union", "the closure"),
        ("Which view does the union hold on the closure?", "union", "the closure"),
        ("What main objections has Okoro raised to the tram?", "Okoro", "the tram"),
        ("What did Okoro tweet about the delay?", "Okoro", "the delay"),
        ("what did Maria Lopez disclose about trade", "Maria Lopez", "trade"),
        ("what excuse did Okoro give for the delay", "Okoro", "the delay"),
        ("give me Okoro's comment on the tram", "Okoro", "the tram"),
        ("Does Okoro have anything to say on the tram?", "Okoro", "the tram"),
        ("Okoro's stance re the tram", "Okoro", "the tram"),
        ("In the council's view, who must pay?", "council", "must pay"),
        ("What's the transport chief's line on trams?", "transport chief", "trams"),
        ("what did the analyst tell clients about asia", "analyst", "clients about asia"),
        ("What's Lind's view of the bridge?", "Lind", "the bridge"),
        ("What are Maria Lopez's views on trade?", "Maria Lopez", "trade"),
        ("What was the reaction of the EU to the tariffs?", "EU", "the tariffs"),
        ("According to Maria Lopez, what must change?", "Maria Lopez", "must change"),
        ("According to Maria Lopez, what's needed?", "Maria Lopez", "needed"),
        ("What did the foreign ministry say about visas?", "foreign ministry", "visas"),
        ("What did the minister, Anna Berg, promise on housing?", "Anna Berg", "housing"),
        ("What did Okoro and Solheim say about soybeans?", "Okoro and Solheim", "soybeans"),
        ("What is the White House saying about Iran?", "White House", "Iran"),
        ("王大明对桥梁问题说了什么？", "王大明", "桥梁"),
        ("特朗普就关税说了什么", "特朗普", "关税"),
        ("拜登如何评价普京？", "拜登", "普京"),
        ("据王毅所说，会议何时举行？", "王毅", "会议何时举行"),
        ("关于关税，特朗普怎么说？", "特朗普", "关税"),
    ],
)
def test_a_question_for_somebodys_words_has_a_speaker_and_a_topic(text: str, speaker: str, topic: str) -> None:
    question = read_question(text)
    assert (question.speaker, question.topic) == (speaker, topic)


@pytest.mark.parametrize(
    "text",
    [
        "What does the article say the bridge would do?",
        "What is the author's view on China?",
        "What did the law say about slavery?",
        "What did the treaty call for?",
        "What does the Constitution say about taxes?",
        "What does a 2013 report on Nigeria suggest about growth?",
        "what does law say about dogs",
        "What did he say about Japan?",
        "When was the bridge built?",
        "Who won the football World Cup?",
        "who was the song written about",
        "What did Okoro build in Riga?",
        "What position does Okoro hold at the bank?",
        "What profit did Okoro make for the bank?",
        "Which claim does the insurance reject?",
        "What is the price of oil?",
        "文章说了什么",
        "萨克森花园用波兰语怎么说？",
        "量子力学是在什么世纪提出来的？",
    ],
)
def test_an_ordinary_question_has_no_speaker(text: str) -> None:
    question = read_question(text)
    assert question.speaker is None
    assert question.topic == text


@pytest.mark.parametrize("text", ["What did Okoro tell the jury?", "What did Okoro say to reporters?"])
def test_to_whom_it_was_said_is_no_topic(text: str) -> None:
    question = read_question(text)
    assert (question.speaker, question.topic) == ("Okoro", text)


def test_who_said_it_asks_for_words_and_for_a_person() -> None:
    for text in (
        "Who said the deal was dead?",
        "Who at the bank warned of it?",
        "Who called for restraint?",
        "谁说协议已死？",
    ):
        question = read_question(text)
        assert question.asks_who_said and question.asks_for == "person" and question.speaker is None
    assert not read_question("Who built the bridge?").asks_who_said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many bridges are there?", "number"),
        ("how much does it weigh", "number"),
        ("What would that cost?", "number"),
        ("How deep is the lake?", "number"),
        ("面积多大？", "number"),
        ("When did the talks end?", "date"),
        ("On which day was the phone call?", "date"),
        ("Where did they meet?", "place"),
        ("In which city was the pact signed?", "place"),
        ("With whom did Okoro speak?", "person"),
        ("Which prime ministers visited Riga?", "person"),
        ("What are the stages of growth?", "list"),
        ("Why did it fall?", None),
        ("What happened when the bridge fell?", None),
        ("有多少人？", "number"),
        ("会议何时举行？", "date"),
        ("夏季剧院在哪里？", "place"),
        ("谁赢了？", "person"),
        ("台湾有哪些大学？", "list"),
    ],
)
def test_the_kind_asked_for_is_read_only_where_it_is_plain(text: str, kind: str | None) -> None:
    assert read_question(text).asks_for == kind


def test_a_question_for_several_things_wants_a_list() -> None:
    for text in (
        "Which prime ministers visited Riga?",
        "List the bridges.",
        "What are the stages?",
        "What things lie on the table?",
        "台湾有哪些大学？",
    ):
        assert asks_for_list(text, language=read_question(text).language)
    for text in ("Which river is longest?", "What causes strain?", "What did the fossils lack?", "谁赢了？"):
        assert not asks_for_list(text, language=read_question(text).language)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What is the latest price of bread?", "What is the price of bread?"),
        ("Which things lie on the table?", "Which lie on the table?"),
        ("最新的票价是多少？", "票价是多少？"),
        ("Latest?", "Latest?"),
    ],
)
def test_words_that_say_which_answer_is_wanted_are_no_part_of_the_topic(text: str, topic: str) -> None:
    assert read_question(text).topic == topic


def test_names_are_whole_and_without_question_words() -> None:
    names = read_question("Where did Keir Starmer and Xi watch the World Cup?").names
    assert names == ("Keir Starmer", "Xi", "World Cup")
    assert read_question("Is it cold?").names == ()


def test_the_single_speakers_of_a_pair_are_told_apart() -> None:
    assert speaker_names("Xi and Trump") == ("Xi", "Trump")
    assert speaker_names("习近平和特朗普") == ("习近平", "特朗普")


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("How many bridges were built in 2020?", "It built twelve.", "It built them in 2020."),
        ("When did it open?", "It opened last week.", "It opened with a speech."),
        ("Who opened the bridge?", "It was opened by Maria Lopez.", "It was opened."),
        ("有多少座桥？", "有十二座桥。", "桥很美。"),
    ],
)
def test_a_sentence_must_hold_the_kind_of_thing_asked_for(text: str, yes: str, no: str) -> None:
    question = read_question(text)
    assert question.asks_for is not None
    assert has_kind(question.asks_for, yes, question=question)
    assert not has_kind(question.asks_for, no, question=question)


@pytest.mark.parametrize("name", ["xquad_en", "xquad_zh", "clapnq_dev"])
def test_sentences_that_answer_hold_the_kind_asked_for(name: str, development_data) -> None:  # type: ignore[no-untyped-def]
    rows = map(json.loads, (development_data / name / "questions.jsonl").read_text().splitlines())
    asked = [(read_question(row["question"]), row["evidence"]) for row in rows if row["answerable"]]
    held = [
        any(has_kind(question.asks_for, one["quote"], question=question) for one in evidence)
        for question, evidence in asked
        if question.asks_for not in (None, "list")
    ]
    assert len(held) > 50 and sum(held) / len(held) > 0.97


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("Has Okoro said anything about the bridge?", "Okoro", "the bridge"),
        ("Has Okoro commented on the bridge?", "Okoro", "the bridge"),
        ("What did Okoro have to say about the bridge?", "Okoro", "the bridge"),
        ("Where does Okoro stand on the bridge?", "Okoro", "the bridge"),
        ("What did Okoro say when he was asked about the bridge?", "Okoro", "the bridge"),
        ("What did the mayor tell the Gazette about the bridge?", "mayor", "the bridge"),
        ("王毅说过台湾吗？", "王毅", "台湾"),
        ("王毅有没有谈到台湾？", "王毅", "台湾"),
        ("王毅是否评论过台湾问题？", "王毅", "台湾"),
        ("王毅对台湾持什么态度？", "王毅", "台湾"),
    ],
)
def test_questions_that_may_be_answered_yes_or_no_and_others_ask_for_words(text: str, speaker: str, topic: str) -> None:
    question = read_question(text)
    assert (question.speaker, question.topic, question.asks_for) == (speaker, topic, None)


@pytest.mark.parametrize(
    "text",
    ["According to whom is the ice thin?", "Who is quoted on the bridge?", "Which people criticised the bridge?"],
)
def test_who_is_quoted_asks_for_a_speaker(text: str) -> None:
    assert read_question(text).asks_who_said


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("朝市はいつ再開しましたか", "ja", "date"),
        ("修理にはいくらかかりますか", "ja", "number"),
        ("何人が並びましたか", "ja", "number"),
        ("朝市はどこで開かれますか", "ja", "place"),
        ("시장은 언제 다시 열렸나요?", "ko", "date"),
        ("수리비는 얼마인가요?", "ko", "number"),
        ("누가 다리를 고쳤나요?", "ko", "person"),
        ("何人参加了会议？", "zh", "person"),
    ],
)
def test_japanese_and_korean_questions_are_told_apart_and_their_kind_is_read(
    text: str, language: str, kind: str
) -> None:
    question = read_question(text)
    assert (question.language, question.asks_for, question.speaker) == (language, kind, None)


def test_a_length_of_time_is_no_day() -> None:
    question = read_question("On which day did the council vote?")
    assert not has_kind("date", "She has sat there for thirty-eight years and is 81.", question=question)
    assert has_kind("date", "The council voted on Wednesday night.", question=question)
    assert has_kind("date", "The council voted on the 4th.", question=question)


@pytest.mark.parametrize(
    ("text", "answer", "other"),
    [
        ("How much does a room cost?", "A room costs 95 crowns a night.", "The house has five rooms since 1989."),
        ("What is the price of a night?", "Guests pay $95.", "It opened in 2008 with 5 rooms."),
        ("How much did it cost to repair?", "It is free.", "It took 14 days."),
        ("修桥要花多少钱？", "总投资三千六百万元。", "这座桥建于1908年，有五个孔。"),
        ("修理にはいくらかかりますか", "修理には二億三千万円かかった。", "約四百人が並んだ。"),
        ("How many people work there?", "It has 212 workers.", "It moved 300 kilometres to the south."),
        ("How many miles is it?", "It is 300 miles long.", "It is 40% shorter."),
    ],
)
def test_what_is_paid_is_told_in_money_and_what_is_counted_not_in_another_unit(
    text: str, answer: str, other: str
) -> None:
    question = read_question(text)
    assert question.asks_for == "number"
    assert has_kind("number", answer, question=question)
    assert not has_kind("number", other, question=question)


@pytest.mark.parametrize("marks", ["", "'", "’", "-", " "])
def test_marks_alone_have_a_dictionary_form_which_is_themselves(marks: str) -> None:
    assert dictionary_form(marks) == marks


@pytest.mark.parametrize(
    ("text", "told", "not_told"),
    [
        ("What will the project cost?", "It costs nine million Danish crowns.", "A five-year project is to mark it."),
        ("What will the project cost?", "It costs 12,000 won.", "Two teams won."),
        ("price of a ticket", "A ticket is a dollar.", "Tickets are sold in dollars."),
        ("how many dollars did they ask for", "They asked for US$40.", "They asked for 40 days."),
    ],
)
def test_money_is_told_by_so_many_of_a_currency(text: str, told: str, not_told: str) -> None:
    question = read_question(text)
    assert question.asks_for == "number"
    assert has_kind("number", told, question=question)
    assert not has_kind("number", not_told, question=question)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What method did they use to see how much forest is left?", None),
        ("When did it open and how many came?", "number"),
        ("By how much did it fall?", "number"),
    ],
)
def test_what_is_asked_first_is_asked_for(text: str, kind: str | None) -> None:
    assert read_question(text).asks_for == kind
