"""What is read of an article: who says what, in frames of the tests' own making and for surnames that are words."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import Article, Paragraph
from index.language import sentences
from index.language.quotations import quotations
from index.reading.attributed import attributed
from index.reading.read import read, read_texts
from index.reading.records import Reading, Statement
from index.reading.trees import trees

SURNAMES = Path(__file__).with_name("surnames.txt").read_text("utf-8").split()
GIVEN = ("Ann", "Tomas", "Farida", "Jon")


def said(*texts: str) -> list[tuple[str | None, str]]:
    """The speakers of paragraphs, each with the words that are theirs."""
    return [(one.speaker, texts[one.span.paragraph - 1][one.span.start : one.span.end]) for one in statements(*texts)]


def statements(*texts: str) -> tuple[Statement, ...]:
    return read_texts(texts).statements


FRAMES = {
    "after": "{name} said the road was closed.",
    "before": "The road was closed, said {name}.",
    "quoted": "“The road is closed for now,” {name} said.",
    "inverted": "“The road is closed for now,” said {name}, a teacher from the north.",
    "in the middle": "The road, {name} said, was closed.",
    "according": "The road was closed, according to {name}.",
    "role before": "The road was closed, said the county's transport chief, {name}.",
    "role of a firm": "“The road is closed for now,” said Wexmere's chief executive, {name}.",
    "passive": "Reporters were told by {name} that the road was closed.",
    "title": "The road was closed, Dr {name} said.",
}


def test_a_person_whose_surname_is_a_word_speaks_and_is_never_cut() -> None:
    frames, missed = list(FRAMES.values()), []
    for number, surname in enumerate(SURNAMES):
        name = f"{GIVEN[number % len(GIVEN)]} {surname}"
        if [speaker for speaker, _ in said(frames[number % len(frames)].format(name=name))] != [name]:
            missed.append((name, number % len(frames)))
    assert len(missed) <= len(SURNAMES) // 50, missed


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())
@pytest.mark.parametrize("name", ["Theresa May", "Will Smith", "Stephen King", "Jude Law", "Doris Day", "John Major"])
def test_people_whom_a_list_of_words_would_veto_speak_in_every_frame(name: str, frame: str) -> None:
    assert [speaker for speaker, _ in said(frame.format(name=name))] == [name]


def test_a_surname_that_is_a_word_stands_for_its_person_from_then_on() -> None:
    missed = []
    for number, surname in enumerate(SURNAMES[::4]):
        name = f"{GIVEN[number % len(GIVEN)]} {surname}"
        first = f"The bridge was built for {name}, a farmer from the north."
        found = said(first, f"“The road is closed for now,” {surname} said.")
        if [speaker for speaker, _ in found] != [name]:
            missed.append(name)
    assert len(missed) < 3, missed


def test_a_name_that_nobody_knows_speaks_where_the_parse_makes_it_the_subject() -> None:
    for name in ("May", "Will", "Law", "Day", "King", "Major"):
        assert said(f"{name} said the road was closed.") == [(name, "the road was closed")]


@pytest.mark.parametrize(
    "name", ["Bank of England", "Johnson & Johnson", "Marks and Spencer", "Wexmere County Council"]
)
def test_an_organisation_of_several_words_speaks_whole(name: str) -> None:
    (one,) = statements(f"{name} has said that prices will rise.")
    assert (one.speaker, one.kind) == (name, "organisation")


NO_SPEECH = [
    "They rejected a proposal by the island's residents to close the road.",
    "She met the chancellor to talk about taxes.",
    "The council declined to say when the road would open.",
    "Ann Lee did not say when the road would open.",
    "No one said that the road would open.",
    "If Ann Lee says that the road is closed, the ferry will wait.",
    "The company has not disclosed how many people it employs.",
    "That would allow Ann Lee to claim a victory.",
]


@pytest.mark.parametrize("sentence", NO_SPEECH)
def test_what_was_not_said_is_nobodys_statement(sentence: str) -> None:
    assert not [speaker for speaker, _ in said(sentence) if speaker]


def test_the_words_of_a_statement_are_without_cue_and_marks() -> None:
    assert said("“The road is closed,” said Ann Lee. “It opens in May.”") == [
        ("Ann Lee", "The road is closed"),
        ("Ann Lee", "It opens in May"),
    ]


def test_each_sentence_of_a_quotation_is_a_statement_of_its_own() -> None:
    words = [one for _, one in said("“The road is closed. The ferry waits. Nobody crosses,” Ann Lee said.")]
    assert words == ["The road is closed", "The ferry waits", "Nobody crosses"]


def test_the_voice_is_direct_mixed_or_reported() -> None:
    voices = [
        statements(text)[0].voice
        for text in (
            "“The road is closed,” said Ann Lee.",
            "Ann Lee said the road that leads down to the old harbour was “a danger to us” and would be closed.",
            "Ann Lee said the road was closed.",
        )
    ]
    assert voices == ["direct", "mixed", "reported"]


def test_a_pronoun_is_the_one_person_who_fits_and_nobody_where_two_do() -> None:
    lone = said("Ann Lee opened the road.", "She said it would stay open.")
    assert lone == [("Ann Lee", "it would stay open")]
    two = said("Ann Lee and Farida Roe opened the road.", "She said it would stay open.")
    assert [speaker for speaker, _ in two] == [None]
    other = said("Ann Lee met Tomas Roe at the gate.", "He said it would stay open.")
    assert [speaker for speaker, _ in other] != ["Ann Lee"]


def test_a_body_speaks_through_its_spokesman_its_statement_and_as_the_company() -> None:
    for later in (
        "A Wexmere Ferries spokesman said the boats were late.",
        "The company said the boats were late.",
        "“The boats were late,” the statement said.",
    ):
        found = said("Wexmere Ferries said it would pay. Wexmere Ferries issued a statement on Monday.", later)
        assert found[-1][0] == "Wexmere Ferries", later


def test_a_role_is_the_person_who_holds_it() -> None:
    found = said(
        "Ann Lee, the mayor of Wexmere, opened the road.", "Tomas Roe left early.", "The mayor said it was late."
    )
    assert found[-1][0] == "Ann Lee"


def test_a_quotation_without_a_cue_goes_on_with_its_speaker_and_says_where_the_name_stands() -> None:
    first = "“The road is closed,” said Ann Lee."
    one = statements(first, "“It opens in May.”")[-1]
    assert (one.speaker, one.cue, one.source) == ("Ann Lee", None, None)
    assert one.speaker_from is not None
    place = one.speaker_from
    assert (place.paragraph, first[place.start : place.end]) == (1, "Ann Lee")


def test_people_of_one_surname_stay_two_and_the_surname_alone_is_neither() -> None:
    found = said("Ann Lee and Tomas Lee opened the road.", "The road would be closed again, Lee said.")
    assert [speaker for speaker, _ in found] == [None]


FATHER = "Emil Roe has run the mill for thirty years."
ROE_SAID = "Roe said the road was closed."


@pytest.mark.parametrize(
    "between",
    [
        "Roe condemned the attack by his son, Jan Roe, on Monday.",
        "The mill was left to his son, Jan Roe.",
        "Jan Roe's car was found on the road.",
    ],
)
def test_a_surname_stays_with_the_one_of_two_who_was_a_subject(between: str) -> None:
    later = "Jan Roe, his son, is thirty."
    assert said(FATHER, between, ROE_SAID, later)[-1] == ("Emil Roe", "the road was closed")


@pytest.mark.parametrize(
    "between", ["Roe likes it. Jan Roe came later.", "Emil Roe met Jan Roe.", "Emil Roe and Jan Roe came."]
)
def test_a_surname_that_may_be_either_of_two_is_nobody(between: str) -> None:
    assert said(FATHER, between, ROE_SAID) == [(None, "the road was closed")]


def test_he_is_the_one_of_two_whom_the_surname_means() -> None:
    texts = (
        "“No,” said Ivo Lind.",
        FATHER,
        "Jan Roe's car was found.",
        "Roe sent a letter in which he blamed the rain.",
    )
    assert said(*texts)[-1] == ("Emil Roe", "the rain")


ROAD = "the road was closed"


def test_a_name_right_before_the_verb_is_its_subject_behind_a_place() -> None:
    text = "Speaking from a stage in Riga, Latvia, Chief Executive Ann Lee said that the road was closed."
    assert said(text) == [("Ann Lee", ROAD)]


def test_what_stands_before_an_unclosed_apposition_is_part_of_what_is_said() -> None:
    text = "The flood has hit people in Guinea, Sierra Leone, Mali and Togo, the Wexmere Relief Organization says."
    assert said(text) == [
        ("Wexmere Relief Organization", "The flood has hit people in Guinea, Sierra Leone, Mali and Togo")
    ]


def test_needing_something_is_no_statement_and_a_paper_shows_what_its_owner_says() -> None:
    assert said("Wexmere needs to close the road.") == []
    shows = "The report by Wexmere lists each road, showing that the bridge is in use."
    assert ("Wexmere", "the bridge is in use") in said(shows)


@pytest.mark.parametrize("name", ["Wexmere.com Inc", "Berlin Road Foundation"])
def test_a_body_has_its_whole_name(name: str) -> None:
    found = said(f"The {name} said the road was closed." if "." not in name else f"{name}. said {ROAD}.")
    assert found == [(name, ROAD)]


def test_an_officer_is_named_without_the_office() -> None:
    assert "Ann Lee" in {one.name for one in read_texts(["Wexmere CIO Ann Lee left."]).mentions}


def test_an_unnamed_speaker_beside_a_named_one_is_not_counted_as_another() -> None:
    text = "The former mayor argued that the road was closed and Ann Lee said it was late."
    found = attributed(read_texts([text]), 1, 0, len(text))
    assert (found.speaker, found.among) == (None, ("Ann Lee",))


def test_whose_an_object_is_does_not_speak_in_an_active_sentence() -> None:
    text = "Ann Lee called the painting by Ivo Lind a fake."
    assert said(text) == [("Ann Lee", "the painting by Ivo Lind a fake")]


def test_whose_son_somebody_is_without_a_name_is_no_role() -> None:
    roles = read_texts(("The letter was sent by his son, Jan Roe, a baker.", "Roe said it was late.")).roles
    assert [one.words for one in roles] == ["baker"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"It was late,” he said. "It was cold," he added.', ['"It was late,”', '"It was cold,"']),
        ('“It was late," he said. “It was cold,” he added.', ['“It was late,"', "“It was cold,”"]),
        ('“It was late," he said.', ['“It was late,"']),
        ('"He said “yes” and left," she said.', ['"He said “yes” and left,"']),
        ('“He said "yes" and left,” she said.', ['“He said "yes" and left,”']),
        ('“A 5" pipe, he said, “and a 6" pipe.”', ['“A 5" pipe, he said, “and a 6" pipe.”']),
    ],
)
def test_a_straight_and_a_curly_mark_close_each_other_but_neither_closes_a_quotation_around_it(
    text: str, quoted: list[str]
) -> None:
    assert [text[one.start : one.end] for one in quotations(text)] == quoted


def test_spans_count_in_the_articles_own_paragraphs_and_what_is_not_read_says_nothing() -> None:
    texts = [("“Click,” said Ann Lee.", "boilerplate"), ("“The road is closed,” said Ann Lee.", "body")]
    made = tuple(Paragraph("a", number, text, role) for number, (text, role) in enumerate(texts, 1))  # type: ignore[arg-type]
    reading = read(Article("a", "Roads", paragraphs=made))
    assert [one.span.paragraph for one in reading.statements] == [2]
    assert {one.span.paragraph for one in reading.mentions} == {2}


def test_every_span_lies_within_its_paragraph_and_gives_its_form() -> None:
    texts = [
        "Ann Lee, 45, of the Bank of England, said: “No.”",
        "",
        "“Yes,” said the mayor, Tomas Roe. He’d “never” go.",
        "“",
    ]
    reading = read_texts(texts)
    assert reading.mentions
    for mention in reading.mentions:
        text = texts[mention.span.paragraph - 1]
        assert text[mention.span.start : mention.span.end] == mention.form
    for one in reading.statements:
        assert 0 <= one.span.start < one.span.end <= len(texts[one.span.paragraph - 1])


def test_a_speaker_can_begin_a_sentence() -> None:
    sentences = [
        "There are so many seats at stake, said one of the campaign's oldest supporters.",
        "Having lost the vote, the party's leader, Ann Lee, said it was over.",
        "Those who came late, many of them students, said it was over.",
    ]
    for text in sentences:
        for one in statements(text):
            source = one.speaker or one.source or ""
            assert not source.lower().startswith(("there", "having", "who", "many of them")), one


def test_a_chinese_article_gives_the_same_records() -> None:
    reading: Reading = read_texts(["市长陈立表示，大桥明天开放。"])
    assert [one.speaker for one in reading.statements] == ["陈立"]


def test_an_it_that_stands_for_nothing_makes_no_thing_of_a_person_with_a_given_name() -> None:
    texts = [
        "Neil Lind and Paula Roe landed on Monday. The computer had raised alarms, and Lind had flown on.",
        'Hours later Lind stepped off the ladder. "That is one small step," he said.',
        "Lind replied that it was an honour to be there.",
    ]
    assert [one.speaker for one in read_texts(texts).statements] == ["Neil Lind", "Neil Lind"]


@pytest.mark.parametrize(
    "body",
    [
        "European Space Agency",
        "American Farm Bureau",
        "Bakers' and Millers' Union",
        "Teachers' and Nurses' Association",
    ],
)
def test_a_body_keeps_all_the_words_of_its_name(body: str) -> None:
    assert said(f"The {body} said the road was closed.") == [(body, "the road was closed")]


@pytest.mark.parametrize(
    ("called", "named"),
    [("The union", None), ("The ministry", None), ("The council", None), ("The company", "Corvane Foods")],
)
def test_the_union_is_no_firm_though_a_firm_was_named_last(called: str, named: str | None) -> None:
    before = "Corvane Foods said on Monday that its profit had fallen."
    assert said(before, f"{called} said the road was closed.")[1][0] == named


def test_a_role_of_a_place_is_whoever_is_named_behind_it() -> None:
    for name in ("Luc Perrin", "Jane Roe", "Will Stone"):
        assert said(f"The mayor of Saint-Aubry, {name}, said the bell had rung.") == [(name, "the bell had rung")]


def test_two_of_one_surname_stay_two_where_one_has_a_first_name_that_is_a_word() -> None:
    first = "“We cannot go on,” said the council leader, Helen Price."
    texts = (first, "Will Stone, who leads the opposition, said the road was closed.", "Agnes Stone said it was open.")
    assert [speaker for speaker, _ in said(*texts)] == ["Helen Price", "Will Stone", "Agnes Stone"]


def test_people_who_ask_are_not_whom_she_is() -> None:
    asked = "People wanted to know why. She answered that the rules ask for an inspection."
    assert ("Anna Roos", "the rules ask for an inspection") in said("“We are sorry,” Anna Roos said.", asked)


@pytest.mark.parametrize("many", ["Workers", "Officers", "Studies", "Eighty-seven", "People", "Correction: We"])
def test_a_word_with_its_capital_from_its_place_is_no_name(many: str) -> None:
    assert all(speaker is None for speaker, _ in said(f"{many} said that the road was closed."))


def test_a_month_before_a_surname_is_no_given_name() -> None:
    texts = ("The bridge was built for Ann Roe.", "In June Roe said the road was closed.")
    assert [speaker for speaker, _ in said(*texts)] == ["Ann Roe"]


@pytest.mark.parametrize("scrap", ["a ", "1, 2; ", "A. B. ", "' - "])
def test_a_long_text_without_words_of_several_letters_is_not_parsed(scrap: str) -> None:
    scraps, prose = trees([scrap * 200, "The road to the harbour was closed, said Ann Lee. " * 10])
    assert not scraps and prose


def test_a_question_and_who_asked_it_stay_together_whatever_adverb_stands_between() -> None:
    for adverb in ("quietly ", "tearfully ", ""):
        assert said(f"“Can I give it to James?” Jane Roe {adverb}asked before the vote.")[0][0] == "Jane Roe"


def test_a_long_phrase_behind_said_is_named_by_the_name_that_ends_it() -> None:
    for firm in ("The We Company", "The Acme Group"):
        found = said(f"Jobs will go this week, said {firm}’s recently named executive chair Jane Roe in an email.")
        assert found[0][0] == "Jane Roe"


@pytest.mark.parametrize("text", ["Also Said", "What Everybody Wrote", "Roads Closed, Parliament Announced"])
def test_a_heading_that_ends_with_a_verb_of_speech_is_read(text: str) -> None:
    assert all(text.endswith(words) or words in text for _, words in said(text))


@pytest.mark.parametrize(
    ("sentence", "description"),
    [
        ("“It is late,” said Jane Roe, a friend who met him in Riga.", "friend who met him in Riga"),
        (
            "“It is late,” said Jane Roe, who studies storms at the observatory.",
            "who studies storms at the observatory",
        ),
        ("“It is late,” Danish historian Jane Roe said.", "Danish historian"),
        ("Jane Roe is a nurse in Riga. “It is late,” Roe said.", "nurse in Riga"),
        ("The firm's oldest partner, Jane Roe, said it was late.", "firm's oldest partner"),
        ("Jane Roe, the MP for Riga, said it was late.", "MP for Riga"),
    ],
)
def test_what_a_sentence_says_a_speaker_is_is_read(sentence: str, description: str) -> None:
    assert ("Jane Roe", description) in {(one.name, one.words) for one in read_texts([sentence]).descriptions}


def test_whose_lawyer_speaks_is_not_described_as_the_lawyer() -> None:
    read = read_texts(["“It is late,” Jane Roe said.", "Roe's lawyer, Ann Lee, said she would appeal."])
    assert "lawyer" not in {word for one in read.descriptions if one.name == "Jane Roe" for word in one.words.split()}


def test_an_mp_has_a_role_though_it_is_written_in_capitals() -> None:
    read = read_texts(["Jane Roe, the MP for Riga, said it was late."])
    assert ("Jane Roe", "MP for Riga") in {(one.name, one.words) for one in read.roles}


def test_a_paragraph_is_cut_into_sentences_once_however_many_its_article_has(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[str] = []
    stops = sentences._stops
    monkeypatch.setattr(sentences, "_stops", lambda text: cut.append(text) or stops(text))
    texts = [f"“Of {number} hens,” said Ann." for number in range(600)]
    read(
        Article("hens", "Hens", paragraphs=tuple(Paragraph("hens", at, text, "body") for at, text in enumerate(texts)))
    )
    assert all(cut.count(text) == 1 for text in texts)


@pytest.mark.parametrize("verb", ["hope", "gripe", "text"])
def test_a_verb_keeps_its_own_form_in_the_past_and_going_on(verb: str) -> None:
    stem = verb.removesuffix("e")
    for form in (f"{stem}ed", f"is {stem}ing", f"{verb}s"):
        assert said(f"Ann Lee {form} that the road will open.") == [("Ann Lee", "the road will open")]


def test_a_quotation_that_ends_with_another_is_read_whole() -> None:
    words = "Part of it is that they shout ‘Oh no, you first,’ and ‘No, you first"
    assert said(f"“{words},’” Ann Lee said.") == [("Ann Lee", words)]


def test_a_quotation_that_begins_in_reported_words_is_its_speakers_to_the_end() -> None:
    text = "Ann Lee said on Tuesday that the town “is going to have to pay for it. If they don’t, that’s it.”"
    assert said(text)[-1] == ("Ann Lee", "If they don’t, that’s it")


def test_an_exclamation_is_whoever_follows_it_with_a_verb() -> None:
    for verb in ("tweeted", "shouted"):
        found = said(f"“What a wonderful day this is for us!” Ann Lee {verb} before the vote.")
        assert found == [("Ann Lee", "What a wonderful day this is for us!")]


def test_a_body_is_named_by_its_kind_and_place_wherever_the_place_stands() -> None:
    assert said("Latvia's finance ministry said that prices rose.") == [("Latvia's finance ministry", "prices rose")]
    other = "The foreign ministry said that it was late."
    found = said("China's commerce ministry said that it was so.", other, "The ministry said that it rained.")
    assert [speaker for speaker, _ in found] == ["China's commerce ministry", None, None]
    found = said("The road was closed after police said that it was unsafe.", "Hong Kong police later opened it.")
    assert found == [("Hong Kong police", "it was unsafe")]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Two people died, according to Ann Lee; the road is closed.", "Two people died"),
        ("The road is closed; according to Ann Lee it is unsafe.", "it is unsafe"),
        ("The road was closed; two people died, according to Ann Lee; the bridge is open.", "two people died"),
    ],
)
def test_a_source_is_that_of_its_own_clause(sentence: str, words: str) -> None:
    assert said(sentence) == [("Ann Lee", words)]


@pytest.mark.parametrize(("called", "named"), [("news agency", "Wexmere News Agency"), ("space agency", None)])
def test_a_kind_of_body_is_the_one_whose_name_holds_its_words(called: str, named: str | None) -> None:
    found = said("It was late, according to the Wexmere News Agency.", f"Nobody was hurt, the {called} said.")
    assert found[-1] == (named, "Nobody was hurt")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Ann Lee admitted to closing the road.", "to closing the road"),
        ("Ann Lee confessed to the theft.", "to the theft"),
        ("Ann Lee demanded that the council resign.", "the council resign"),
        ("Ann Lee has decided that the road needs a bridge.", "the road needs a bridge"),
        ("As Ann Lee told me, the road is closed.", "the road is closed"),
    ],
)
def test_what_a_verb_takes_besides_a_plain_object_is_said(sentence: str, words: str) -> None:
    assert said(sentence) == [("Ann Lee", words)]


def test_what_a_study_shows_is_its_words_and_what_a_person_shows_is_not() -> None:
    found = said("A new Wexmere University study shows wide support for the road.")
    assert found == [("Wexmere University", "wide support for the road")]
    assert not said("Ann Lee showed the road to the mayor.")


def test_what_somebody_is_let_say_is_not_said() -> None:
    assert not said("Let me say what Ann Lee did.")


def test_the_nearer_of_two_subjects_speaks_where_the_parser_gives_a_verb_both() -> None:
    text = "Several hundred old houses, said Ann Lee, have lost their roofs."
    assert said(text) == [("Ann Lee", text[:-1])]


def test_a_post_of_several_paragraphs_is_its_authors_and_what_stands_above_is_not() -> None:
    above = "It rained in the north last night, and people had to wait for a boat that took them home. " * 3
    found = said(
        above, "We must never close this road again.", "I urge you to write.", "— Ann Lee (@annlee) May 3, 2021"
    )
    assert found == [("Ann Lee", "We must never close this road again"), ("Ann Lee", "I urge you to write")]


def test_he_is_not_the_person_named_before_where_somebody_described_speaks_of_himself() -> None:
    found = said("Tom Roe left in the morning.", "A lawyer for the town said he expected that the road would open.")
    assert {speaker for speaker, _ in found} == {None}


def test_a_surname_is_whoever_of_those_that_share_it_is_named_three_times_as_often() -> None:
    often = ["Tom Roe owns the mill.", "Tom Roe sold it.", "Tom Roe and Jan Roe left."]
    assert said(*often, "“The mill is old,” Roe said.") == [("Tom Roe", "The mill is old")]
    assert said(*often[1:], "“The mill is old,” Roe said.") == [(None, "The mill is old")]


def test_he_is_whoever_spoke_in_a_clause_of_the_sentence_before() -> None:
    found = said("That pleased Tom Roe, who said: “I like the road.”", "“For us,” he added, “it is a good road.”")
    assert {speaker for speaker, _ in found} == {"Tom Roe"}


def test_what_those_say_among_whom_somebody_is_counted_is_theirs_but_not_what_it_was_who_said() -> None:
    assert said("Jane Roe is one of the judges who said the road was closed.") == [("Jane Roe", ROAD)]
    assert said("Jane Roe was among the judges who said the road was closed.") == [("Jane Roe", ROAD)]
    assert said("It was Jane Roe who said the road was closed.") == [("Jane Roe", ROAD)]


def test_it_is_the_body_that_spoke_in_the_sentence_before_however_rarely_it_speaks() -> None:
    first = "Wexmere Ferries built boats for the Lindholm Group, and confirmed that it was late."
    found = said(
        first, "In a letter released on Monday, it said that the road was closed.", "The Lindholm Group said so."
    )
    assert ("Wexmere Ferries", ROAD) in found


def test_a_noun_that_may_be_a_firms_makes_no_person_of_a_name() -> None:
    reading = read_texts(
        ["The road was built by Wexmere, prime contractor for the port. Wexmere said its boats were late."]
    )
    assert {one.kind for one in reading.mentions if one.name == "Wexmere"} == {"organisation"}


def test_an_invisible_character_behind_a_verb_hides_no_speaker() -> None:
    assert said("“It was late,” Jane Roe said.\u200b") == [("Jane Roe", "It was late")]


@pytest.mark.parametrize("name", ["Jane al-Roe", "Ivo el-Lind"])
def test_a_surname_with_a_particle_before_its_hyphen_belongs_to_the_name(name: str) -> None:
    assert said(f"{name} said that the road was closed.") == [(name, ROAD)]


def test_what_an_answer_was_is_said_by_whose_answer_it_was() -> None:
    assert said("Jane Roe came.", "Roe’s answer was that the road was closed.") == [("Jane Roe", ROAD)]
