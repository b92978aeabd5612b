"""Attribution: whose words a sentence gives, in quotation marks or in report, and where it says so."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language.sentences import sentences
from index.reading.attributed import attributed, said_in
from index.reading.people import same_person
from index.reading.read import read_texts
from index.reading.voices import Attribution

ARTICLE = [
    "Norwegian Prime Minister Ingrid Solheim met Finance Minister Paul Okoro on Tuesday.",
    "Trade union leader Maria Lopez and Wei Zhang, a senior fellow at the Baltic Institute, were there.",
]


FAR = ["It rained.", "It hailed.", "It snowed."]  # what stands before them is out of a pronoun's reach


def said(text: str, *, paragraphs: list[str] = ARTICLE, before: list[str] | None = None) -> Attribution:
    """Who says the last sentence of the text, in an article that has the given paragraphs too."""
    texts = [*paragraphs, *FAR, *(before or [])[::-1], text]
    found = attributed(read_texts(texts), len(texts), *sentences(text)[-1])
    return Attribution(found.voice, found.speaker, found.speaker_from)


@pytest.mark.parametrize(
    ("text", "voice", "speaker"),
    [
        ('"We will build it step by step," Solheim said in the speech.', "direct", "Ingrid Solheim"),
        ('Solheim told reporters: "We will build it."', "direct", "Ingrid Solheim"),
        ('As Okoro put it, "There is no money left for this," a blow to many.', "direct", "Paul Okoro"),
        ("“Nobody asked us,” said Maria Lopez, a farmer in the north.", "direct", "Maria Lopez"),
        ("“Nobody asked us. Nobody will,” Lopez said. ", "direct", "Maria Lopez"),
        ("Solheim reiterated that the bridge is the most important matter.", "reported", "Ingrid Solheim"),
        ("Prime Minister Solheim has repeatedly warned that ice is thin.", "reported", "Ingrid Solheim"),
        ("Wei Zhang, a professor of law in Riga, Latvia, said it was vague.", "reported", "Wei Zhang"),
        ("The finance minister, Paul Okoro, pledged to pay.", "reported", "Paul Okoro"),
        ("The bridge would fail, said Wei Zhang.", "reported", "Wei Zhang"),
        ("The bridge, Okoro said, would cost too much.", "reported", "Paul Okoro"),
        ("According to Wei Zhang, the ice is thin.", "reported", "Wei Zhang"),
        ("Okoro was quoted as saying that money was short.", "reported", "Paul Okoro"),
        ("Reuters quoted Okoro as saying that money was short.", "reported", "Paul Okoro"),
        ("Solheim's call for the union to wait is a warning and an offer.", "reported", "Ingrid Solheim"),
        ("Lopez's warning that wages would fall was heard.", "reported", "Maria Lopez"),
        ("When Solheim speaks of building a bridge, many listen.", "reported", "Ingrid Solheim"),
        ("Okoro defended the budget, saying it was fair.", "reported", "Paul Okoro"),
        ("Lopez left early and called for a strike.", "reported", "Maria Lopez"),
        ("Lopez, who leads the union, urged the government to act.", "reported", "Maria Lopez"),
        ("The ministry said exports rose.", "reported", "The ministry"),
        ("The White House said nothing would change.", "reported", "White House"),
        ("Ferries will run, Reuters reported.", "reported", "Reuters"),
        ("Foreign Ministry spokesperson Lin Tao said ferries will run.", "reported", "Lin Tao"),
        ("A spokeswoman for the company said ferries will run.", "reported", "A spokeswoman for the company"),
        ("Two people familiar with the matter said it was sold.", "reported", None),
    ],
)
def test_the_speaker_is_read_from_the_sentence(text: str, voice: str, speaker: str | None) -> None:
    found = said(text)
    assert found.voice == voice
    assert speaker is None or found.speaker == speaker
    assert found.speaker_from is None


@pytest.mark.parametrize(
    "text",
    [
        "Solheim said the bridge was needed. This is not new rhetoric.",
        "Solheim and Okoro held a successful meeting in Riga.",
        "Solheim's phone call with Okoro was short.",
        "The so-called “new era” began in May.",
        "Okoro wrote “The Wealth of the North” in 1976.",
        "Lopez declined to comment on the bridge.",
        "Solheim did not say when the work would start.",
        "Okoro called Solheim on Monday.",
        "Okoro added three ministers to the cabinet.",
        "It was said to be a great day.",
        "Editor's note: this text was changed.",
        "The United States and Norway have their respective concerns.",
        "Norway's growth and its promise of better days resonate in Riga.",
        "他被称为英雄。这部小说很受欢迎。",
    ],
)
def test_what_nobody_is_said_to_say_is_the_outlets_own(text: str) -> None:
    assert said(text) == Attribution("outlet")


@pytest.mark.parametrize(
    "text",
    [
        "Okoro decided to close the road.",
        "Okoro's decision to close the road was late.",
        "Okoro refused to settle the case.",
    ],
)
def test_what_somebody_only_does_is_no_statement(text: str) -> None:
    assert said(text) == Attribution("outlet")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Responding to the criticism that the road was late, Jan Roe said it was open.", "it was open"),
        ("“It was hard,” Jan Roe said, referring to the strike.", "It was hard"),
    ],
)
def test_what_a_statement_answers_or_refers_to_is_not_said_by_its_speaker(text: str, told: str) -> None:
    spans = [one.span for one in read_texts([text]).statements]
    assert [text[one.start : one.end] for one in spans] == [told]


def test_a_decision_given_in_a_clause_is_a_statement() -> None:
    assert said("Okoro decided that the road should be closed.") == Attribution("reported", "Paul Okoro")


def test_a_name_and_a_colon_before_a_quotation_name_its_speaker() -> None:
    texts = [
        "Ann Lee said it rained. “We saw it.”",
        "Jan Roe: ‘It was all too late for the road and us’",
        "Review: ‘The Long Walk Home of Many Men in June’",
        "Jan Roe left.",
    ]
    found = [(one.span.paragraph, one.speaker) for one in read_texts(texts).statements]
    assert found == [(1, "Ann Lee"), (1, "Ann Lee"), (2, "Jan Roe"), (3, None)]


def test_a_link_is_no_part_of_what_a_post_says() -> None:
    texts = ["Nobody came. pic.twitter.com/abc", "pic.twitter.com/abd", "— Jan Roe (@roe) May 3, 2021"]
    spans = [one.span for one in read_texts(texts).statements]
    assert [texts[one.paragraph - 1][one.start : one.end] for one in spans] in ([], ["Nobody came"], ["Nobody came."])


def test_a_pronoun_takes_the_one_person_of_the_nearest_sentence() -> None:
    text = "Okoro opened the bridge on Monday. He said it was late."
    assert said(text) == Attribution("reported", "Paul Okoro", (0, 0, 5))


def test_a_pronoun_reaches_back_into_the_two_paragraphs_before() -> None:
    before = ["It was raining.", "Solheim opened the bridge."]
    assert said("She said it was late.", before=before) == Attribution("reported", "Ingrid Solheim", (2, 0, 7))


@pytest.mark.parametrize(("between", "speaker"), [(39, "Ingrid Solheim"), (41, None)])
def test_a_pronoun_reaches_back_over_forty_sentences_of_a_paragraph(between: int, speaker: str | None) -> None:
    assert said(f"Solheim opened it. {'It rained. ' * between}She said it was late.").speaker == speaker


def test_a_pronoun_of_another_gender_passes_over_a_nearer_person() -> None:
    text = "Mr Okoro opened the bridge with Ms Lopez. She said it was late."
    assert said(text).speaker == "Maria Lopez"


def test_a_chain_of_pronouns_keeps_its_speaker() -> None:
    text = "Okoro said money was short. He added that Solheim knew. He also warned of strikes."
    assert said(text) == Attribution("reported", "Paul Okoro", (0, 0, 5))


def test_a_title_takes_the_person_who_holds_it() -> None:
    text = "Solheim and Lopez met. The prime minister said the talks were good."
    assert said(text).speaker == "Ingrid Solheim"
    assert said("Solheim left. The minister said the talks were good.").speaker == "Paul Okoro"  # the only one of it
    assert said("The emperor said the talks were good.").speaker == "The emperor"


def test_a_quotation_goes_on_with_the_speaker_before_it() -> None:
    text = "“We came early,” Lopez said. “We left late.”"
    assert said(text) == Attribution("direct", "Maria Lopez", (0, 17, 22))


def test_a_quotation_that_runs_over_paragraphs_keeps_its_speaker() -> None:
    first = "“We came early,” Lopez said. “We saw the bridge."
    second = "“And we left late. We were tired.”"
    assert said(second, before=[first]) == Attribution("direct", "Maria Lopez", (1, 17, 22))


def test_a_bare_quotation_takes_the_speaker_named_right_after_it() -> None:
    text = "“It was cold.” “We left late,” Lopez said."
    reading = read_texts([*ARTICLE, text])
    assert attributed(reading, 3, *sentences(text)[0]).speaker == "Maria Lopez"


def test_two_people_of_one_surname_are_never_one() -> None:
    paragraphs = ["Mayor John Smith met Councillor Anna Smith, a critic."]
    found = said("Smith said the road was closed.", paragraphs=[], before=paragraphs)
    assert found == Attribution("reported", None, None)
    assert {one.name for one in read_texts(paragraphs).mentions} == {"John Smith", "Anna Smith"}


def test_a_surname_first_name_is_one_person_with_its_surname() -> None:
    mentions = read_texts(["Chinese President Zhou Mingde spoke.", "Zhou then left."]).mentions
    assert {one.name for one in mentions if one.kind == "person"} == {"Zhou Mingde"}


@pytest.mark.parametrize(
    ("text", "voice", "speaker"),
    [
        ("挪威首相王大明在会上表示，桥梁是最重要的问题。", "reported", "王大明"),
        ("王大明周三说：“这是一座非常好的桥。”", "direct", "王大明"),
        ("“这是一座非常好的桥。”王大明说。", "direct", "王大明"),
        ("王大明重申了立场。他强调，双方应合作。", "reported", "王大明"),
        ("据新华社报道，会议在北京举行。", "reported", "新华社"),
        ("据市监管局初步通报，冷库温度高于标准。", "reported", "市监管局"),
        ("据气象厅公布，降雨量为三十毫米。", "reported", "气象厅"),
        ("外交部发言人李青指出，各方应保持克制。", "reported", "李青"),
    ],
)
def test_chinese_speakers_are_read(text: str, voice: str, speaker: str) -> None:
    found = said(text)
    assert (found.voice, found.speaker) == (voice, speaker)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Xi", "Xi Jinping", True),
        ("xi", "President Xi Jinping", True),
        ("Trump", "Donald Trump", True),
        ("Donald J. Trump", "Donald Trump", True),
        ("D. Trump", "Donald Trump", True),
        ("Ivanka Trump", "Donald Trump", False),
        ("Trump", "Trump Tower", False),
        ("the White House", "White House", True),
        ("习近平", "习近平主席", True),
        ("习", "习近平", True),
        ("李克强", "习近平", False),
        ("Xi", "", False),
    ],
)
def test_names_of_one_person_match_whichever_is_asked(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


PIECES = st.sampled_from(
    [
        "Okoro said ",
        "he ",
        "“",
        "”",
        '"',
        "it is late",
        ". ",
        ", ",
        "Maria Lopez ",
        "the president ",
        "said ",
        "'s call for ",
    ]
    + [
        "according to ",
        "他说",
        "：",
        "。",
        "据",
        "who ",
        "and ",
        "\n",
        "(",
        ")",
        "¤",
        "Dr. ",
        "told ",
        "was quoted as saying ",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(PIECES, max_size=16).map("".join), min_size=1, max_size=3))
def test_what_names_the_speaker_is_always_a_span_of_its_paragraph(texts: list[str]) -> None:
    reading = read_texts(texts)
    for number, text in enumerate(texts, 1):
        edges = [0, *(edge for span in sentences(text) for edge in span)]
        for start, end in pairwise(edges):
            found = attributed(reading, number, start, end)
            assert found.speaker is None or found.voice != "outlet"
            if found.speaker_from is not None:
                back, first, last = found.speaker_from
                assert found.speaker is not None and 0 <= first < last <= len(texts[number - 1 - back])


def test_the_article_of_the_development_set_has_its_speakers(development_data) -> None:  # type: ignore[no-untyped-def]
    text = next((development_data / "seed").glob("*.txt")).read_text()
    paragraphs = [line for line in text.split("\n") if line.strip()]
    reading = read_texts(paragraphs)
    found = {
        (paragraph[start:end][:30], one.voice, one.speaker)
        for number, paragraph in enumerate(paragraphs, 1)
        for start, end in sentences(paragraph)
        if (one := attributed(reading, number, start, end)).voice != "outlet"
    }
    assert len(found) == 5
    assert {speaker for _, _, speaker in found} == {"Xi Jinping"}


def test_a_full_name_that_begins_a_sentence_is_who_he_or_she_is_after_it() -> None:
    before = ["Paul Okoro said in June that nobody meant to build it."]
    text = "Greta Holm stood before the Vefsn Gate and spoke to the crowd. “Open it now!” she said."
    assert said(text, before=before).speaker == "Greta Holm"


def test_a_surname_alone_is_the_person_named_in_full_at_the_beginning_of_a_sentence() -> None:
    paragraphs = ["Per Dahl and Trade union leader Maria Lopez landed in Riga. Dahl stepped out first."]
    assert said("It was late, he said.", paragraphs=paragraphs, before=["Dahl waited."]).speaker == "Per Dahl"


def test_a_book_is_nobody_who_speaks() -> None:
    assert said("转机来自一部古籍，书中写道：“青蒿一握，以水二升渍，绞取汁，尽服之。”").speaker is None


def test_what_somebody_wrote_is_speech() -> None:
    assert said("“Nobody asked us,” Okoro wrote in a letter.").speaker == "Paul Okoro"


def test_a_long_run_of_capitals_is_read_at_once() -> None:
    run = "A" * 5000 + " " + "Aa " * 400
    assert said(f"{run}and {run}said that it rained.", paragraphs=[]).voice in ("reported", "outlet")
    assert said(f"{run}: It rained.", paragraphs=[]).voice in ("direct", "outlet")


@pytest.mark.parametrize(
    "text",
    [
        "Okoro repeated a claim that Solheim said it would rain.",
        "If Solheim says it will rain, the fair is off.",
        "Solheim herself has said nothing about the bridge.",
    ],
)
def test_what_nobody_reports_as_said_has_no_speaker(text: str) -> None:
    assert said(text).speaker != "Ingrid Solheim"


@pytest.mark.parametrize(
    "text",
    [
        "Nora Dale visited Piet Vos in hospital. He said that it was late.",
        "Okoro's wife, Nina, said it rained. She said that he slept.",
    ],
)
def test_a_pronoun_that_fits_another_person_names_no_wrong_one(text: str) -> None:
    assert said(text).speaker not in ("Nora Dale", "Paul Okoro")


def test_chinese_names_are_one_after_a_title_and_not_before_more_characters() -> None:
    assert same_person("林岚", "外交部发言人林岚")
    assert not same_person("李强", "李强东")


@pytest.mark.parametrize(
    ("asked", "speaker"), [("AFM", "the Association of Ferry Masters"), ("拉采尔", "弗里德里希•拉采尔")]
)
def test_a_short_form_is_one_with_the_long_one(asked: str, speaker: str) -> None:
    assert same_person(asked, speaker)


def test_a_question_and_who_asked_it_again_stay_together() -> None:
    before = ["“There is no money,” Okoro said."]
    text = "“But if there is none, what is the plan?” Lopez asked again."
    assert said(text, before=before).speaker == "Maria Lopez"
    assert len(sentences(text)) == 1


NAMES = ["Trade unionist Ada Lind spoke.", "Per Holm, a farmer, spoke."]


def of(
    sentence: str, *paragraphs: str, known: list[str] | None = None, outlet: str | None = None
) -> tuple[str, str | None]:
    """The voice and speaker of the sentence that begins so, in the last of the paragraphs that holds it."""
    texts = [*(NAMES if known is None else known), *FAR, *paragraphs]
    at = max(index for index, text in enumerate(texts) if sentence in text)
    start, end = next(one for one in sentences(texts[at]) if sentence in texts[at][slice(*one)])
    found = attributed(read_texts(texts, publishers=(outlet,)), at + 1, start, end)
    return found.voice, found.speaker


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "“The plan is dead,” said Lind, while Holm called it “a waste of time”.",
            [("The plan is dead", "Ada Lind"), ("it “a waste of time", "Per Holm")],
        ),
        ("Workers went on strike after Lind said that talks had failed.", [("talks had failed", "Ada Lind")]),
        ("陈立说，工程很顺利，而李梅认为进度太慢。", [("陈立说，工程很顺利", "陈立"), ("李梅认为进度太慢。", "李梅")]),
    ],
)
def test_two_speakers_of_one_sentence_have_a_part_each(text: str, parts: list[tuple[str, str | None]]) -> None:
    found = said_in(read_texts([*NAMES, text]), 3, 0, len(text))
    assert [(text[one.span.start : one.span.end], one.speaker) for one in found] == parts


def test_a_whole_sentence_is_of_all_who_speak_in_it() -> None:
    both = "“The plan is dead,” said Lind, while Holm called it “a waste of time”."
    assert of("plan", both) == ("direct", "Ada Lind and Per Holm")
    assert of("strike", "Workers went on strike after Lind said that talks had failed.") == ("reported", "Ada Lind")


def test_a_quotation_keeps_its_speaker_however_many_paragraphs_it_runs_over() -> None:
    middle = [f"“Then we waited for {number} days." for number in range(6)]
    told = ["Lind spoke: “We came early.", *middle, "“We never left.”", "“It was late,” he said."]
    assert of("5 days", *told) == of("never left", *told) == ("direct", "Ada Lind")
    assert of("4 日", "陈立说：“我们来了。", *(f"“等了{day} 日。" for day in range(6)), "“完了。”") == (
        "direct",
        "陈立",
    )


def test_a_pronoun_reaches_no_further_than_two_paragraphs() -> None:
    far = ["Holm opened the fair.", "It rained.", "It was cold."]
    assert of("late", *far[1:], "He said it was late.", known=[]) == ("reported", None)
    assert of("late", *far[:2], "He said it was late.") == ("reported", "Per Holm")
    assert of("late", *far, "He said it was late.") == ("reported", None)


@pytest.mark.parametrize(
    ("sentence", "paragraphs", "speaker"),
    [
        (
            "tired",
            ("Holm, the chief executive, left.", "The firm said no more.", "The chief executive was tired, he said."),
            "Per Holm",
        ),
        ("half pay", ("“They forgot us,” Lind said. The former welder added that half pay would do.",), "Ada Lind"),
        ("innocent", ("Holm’s lawyer, Ada Lind, said he was innocent.",), "Ada Lind"),
        ("thin", ("Holm was told by Lind that the ice was thin.",), "Ada Lind"),
        ("wide", ("The letter, which was seen by Lind, said that the gap was wide. ",), "The letter"),
        ("slow", ("Lind, who has led the union since 2021 and whose son left, said it was slow.",), "Ada Lind"),
        ("fell", ("“It fell,” Ada Lind, a fellow at the Centre for Rain, Wind and Snow, told the Post.",), "Ada Lind"),
        ("close", ("Lind said that it was late. She wants the gate to be closed.",), "Ada Lind"),
        ("reckless", ("Holm called the plan reckless.",), "Per Holm"),
        ("Lovely", ("Mary Lovely, a baker, came.", "“It rained,” Lovely said."), "Mary Lovely"),
    ],
)  # fmt: skip
def test_who_speaks_is_read_from_more_forms(sentence: str, paragraphs: tuple[str, ...], speaker: str) -> None:
    assert of(sentence, *paragraphs)[1] == speaker


@pytest.mark.parametrize(
    ("sentence", "paragraphs"),
    [
        ("told the BBC", ("During the visit he was seen with Holm.", "He told the BBC: “It was a bad day.”")),
        ("kind", ("The minister met Holm. He said that it was kind.",)),
        ("his claim", ("“He ran,” an expert warned. “He hid.”", "It rained. But his claim that he slept was denied.")),
        ("go on", ("Human Landing System was his theme.", "“We go on,” he said.")),
        ("At home", ("“Where were you all of the night?” Lind asked.", "“At home the whole night.”")),
        ("Smith said", ("John Smith met Anna Smith.", "It rained.", "It hailed.", "Smith said it was late.")),
        ("would", ("He would have said that it was late.", "Lind would then have claimed that it was late.")),
    ],
)  # fmt: skip
def test_where_another_could_be_meant_nobody_is_named(sentence: str, paragraphs: tuple[str, ...]) -> None:
    assert of(sentence, *paragraphs)[1] is None


def test_a_titled_surname_is_the_one_person_whom_the_title_fits() -> None:
    family = ["Edda Lund came. Her father, Aron Lund, stayed."]
    assert of("late", "Miss Lund said that it was late.", known=family) == ("reported", "Edda Lund")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("据新华社报道，王毅说，两国关系良好。", "王毅"),
        ("据新华社报道，中国外交部长王毅表示，两国关系良好。", "王毅"),
        ("新华社报道称，会议将于周五举行。", "新华社"),
        ("根据统计局的数据，物价上涨了。", "统计局"),
        ("在桥南开了二十年面馆的罗美琴说，客人少了。", "罗美琴"),
        ("负责检测的工程师许婧说，原因不明。", "许婧"),
        ("市长陈立周一开工。市长说，桥很好。", "陈立"),
        ("海事局局长李文周二说，渔获少了。这位局长还说，船也少了。", "李文"),
        ("船工孙茂林掌舵。孙师傅告诉记者，水很浅。", "孙茂林"),
        ("陈立对李梅说：“你来晚了。”她回答说：“路上堵车。”", "李梅"),
        ("町長の瀬川和枝さんは「声をなくした歌い手のようだった」と話した。", "瀬川和枝"),
        ("김철수 시장은 “다리가 안전하다”고 말했다.", "김철수"),
    ],
)
def test_speakers_in_chinese_japanese_and_korean_are_named_without_what_surrounds_them(text: str, speaker: str) -> None:
    assert said(text, paragraphs=[]).speaker == speaker


def test_whoever_belongs_to_a_firm_is_not_the_firm() -> None:
    assert not same_person("Acme's Jane Roe", "Acme")
    assert same_person("Acme's Jane Roe", "Jane Roe")
    assert same_person("Acme's Works Council", "Acme's Works Council")


def test_the_noun_of_a_name_is_that_body_if_no_other_has_it() -> None:
    before = ["The Patient Care Inspectorate has a new head. The Marsh Road Court sat on Monday."]
    assert said("The Inspectorate said that the wards were full.", before=before).speaker == "Patient Care Inspectorate"
    before = [*before, "The Harbour Inspectorate has none."]
    assert said("The Inspectorate said that the wards were full.", before=before).speaker == "Inspectorate"
