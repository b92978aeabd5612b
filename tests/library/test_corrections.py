"""Corrections in a library: linked in whatever order articles come, shown by answers, heeded by checking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answers import Answer
from assistant.api.records import found, whole
from assistant.assistant import Assistant
from assistant.page.tabs import people_tab
from assistant.presenting.quoted import quoted
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.language.numbers import quantities_in
from index.library import Library
from index.store.notices import texts
from tests.fakes import HashedEmbeddings
from tests.scripted_model import ScriptedModel
from tests.writing.test_writing import citing

BRIDGE = {
    "id": "bridge",
    "title": "New bridge at Ostheim",
    "source": "The Mill",
    "date": "2026-03-02",
    "text": "The new bridge at Ostheim will cost 42 million euros, the council decided on Monday.\n\n"
    "Correction: An earlier version of this article said the bridge would be finished in May. It will be in July.",
}
LATER = {
    "id": "later",
    "title": "Correction",
    "source": "The Mill",
    "date": "2026-03-09",
    "text": "An article published on 2 March, “New bridge at Ostheim”, gave the wrong price. The bridge will cost 24 "
    "million euros and not 42 million euros.",
}
GONE = {
    "id": "gone",
    "title": "Steel failed its test",
    "source": "The Ledger",
    "date": "2026-04-01",
    "text": "Editor's note: This article has been retracted because its source forged a report.\n\n"
    "The steel of the Ostheim bridge failed a safety test in March.",
}
COLUMN = {
    "id": "column",
    "title": "Opinion: A bridge too far",
    "source": "The Mill",
    "author": "Rosa Lind",
    "date": "2026-04-05",
    "text": "I have seen the plans. The Ostheim bridge is the ugliest in the country. I would not cross it.",
}
JOKE = {
    "id": "joke",
    "title": "Satire: Swans to run the bridge",
    "source": "The Mill",
    "date": "2026-04-06",
    "text": "The Ostheim bridge will be run by eleven swans, a spokesman said on Monday.",
}
EVERY = (BRIDGE, LATER, GONE, COLUMN, JOKE)


def written(folder: Path, *articles: dict[str, str]) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in articles), "utf-8")
    return path


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("corrected")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(written(folder, *EVERY))
        yield Assistant(library)


def test_each_notice_is_linked_to_what_it_corrects(assistant: Assistant) -> None:
    linked = {(one.article_id, one.corrects, one.place, one.was, one.now) for one in assistant.library.corrections()}
    assert linked == {
        ("bridge", "bridge", None, "May", "July"),
        ("later", "bridge", 1, "42 million euros", "24 million euros"),
        ("gone", "gone", None, None, None),
    }


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(EVERY), st.sampled_from(EVERY))
def test_links_follow_whatever_comes_and_goes_in_any_order(
    tmp_path_factory: pytest.TempPathFactory,
    embeddings: SentenceEmbeddings,
    order: list[dict[str, str]],
    removed: dict[str, str],
) -> None:
    folder = tmp_path_factory.mktemp("order")
    with Library(folder / "library", embeddings=embeddings) as library:
        for one in order:
            library.add(written(folder, one))
        library.remove([removed["id"]])
        links = {(one.article_id, one.corrects) for one in library.corrections()}
        there = {one["id"] for one in EVERY} - {removed["id"]}
        own = {(id, id) for id in ("bridge", "gone") if id in there}
        other = {("later", "bridge" if "bridge" in there else None)} if "later" in there else set()
        assert links == own | other


VERSIONS = {
    "bridge": (BRIDGE, BRIDGE | {"text": BRIDGE["text"].replace("42 million", "24 million")}),
    "later": (LATER, LATER | {"title": "Bridge opens", "text": "The Ostheim bridge opened on Monday."}),
    "gone": (GONE, GONE | {"text": GONE["text"].partition("\n\n")[2]}),
}
STEPS = st.sampled_from([(id, version) for id in VERSIONS for version in (0, 1, None)])


def links_of(library: Library) -> set[tuple[str, str | None, int | None, str | None, str | None]]:
    told = (one for one in library.corrections() if one.kind != "change")
    return {(one.article_id, one.corrects, one.place, one.was, one.now) for one in told}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=7))
def test_links_are_those_of_what_is_there_however_it_came_changed_and_went(
    tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings, steps: list[tuple[str, int | None]]
) -> None:
    folder, there = tmp_path_factory.mktemp("steps"), dict[str, dict[str, str]]()
    with (
        Library(folder / "one", embeddings=embeddings) as library,
        Library(folder / "other", embeddings=embeddings) as at_once,
    ):
        for id, version in steps:
            if version is not None:
                there[id] = VERSIONS[id][version]
                library.add(written(folder, there[id]))
            elif there.pop(id, None):
                library.remove([id])
            links_of(library)  # what was looked up before must not stay
        if there:
            at_once.add(written(folder, *there.values()))
        links = links_of(library)
        assert links == links_of(at_once)
    assert {one[:2] for one in links} >= {(id, id) for id in ("bridge",) if id in there}
    corrected = there.get("later") == LATER and there.get("bridge") == BRIDGE
    assert (("later", "bridge", 1, "42 million euros", "24 million euros") in links) == corrected
    assert (("gone", "gone", None, None, None) in links) == (there.get("gone") == GONE)


def test_an_article_that_is_mended_says_the_old_words_no_more(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(written(tmp_path, BRIDGE, LATER))
        assert [one.place for one in library.corrections("bridge") if one.article_id == "later"] == [1]
        library.add(written(tmp_path, BRIDGE | {"text": BRIDGE["text"].replace("42 million", "24 million")}, LATER))
        assert [one.place for one in library.corrections("bridge") if one.article_id == "later"] == [None]


def test_an_answer_that_quotes_corrected_words_begins_with_the_correction(assistant: Assistant) -> None:
    answer = assistant.ask("How much will the new bridge at Ostheim cost?")
    assert answer.text.startswith("Corrected on 9 March 2026: ")
    assert answer.citations[0].article_id == "later"
    old = next(one for one in answer.citations if one.article_id == "bridge")
    assert old.corrected_by is not None
    assert (old.corrected_by.article_id, old.corrected_by.published) == ("later", "2026-03-09")
    assert all(answer.text[one.start : one.end] == one.text for one in answer.claims)
    assert "Before the correction: " in answer.text


def test_corrected_words_settle_no_question_for_the_old_value_or_the_new(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    pier = "The council of Sandvik will build a new pier at a cost of 42 million crowns."
    notice = (
        "Correction: An earlier version of this article put the cost at 42 million crowns. It is 24 million crowns."
    )
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(written(tmp_path, {"id": "pier", "title": "New pier", "text": f"{pier}\n\n{notice}"}))
        for question in ("Will the pier cost 42 million crowns?", "Will the pier cost 24 million crowns?"):
            text = Assistant(library).ask(question).text
            assert "24 million" in text.split("[1]")[0] and not text.startswith(("Yes", "No"))


def test_a_correction_of_later_is_hidden_from_who_asks_as_of_a_day_before(assistant: Assistant) -> None:
    answer = assistant.ask("How much will the new bridge at Ostheim cost?", as_of="2026-03-05")
    assert {one.article_id for one in answer.citations} == {"bridge"}
    assert all(one.corrected_by is None for one in answer.citations)
    checked = assistant.check("The new bridge at Ostheim will cost 42 million euros.", as_of="2026-03-05")
    assert checked.claims[0].verdict != "contradicted"


def test_the_markers_of_an_answer_count_from_one_whatever_stands_before_its_quotes(assistant: Assistant) -> None:
    for question in (
        "How much will the new bridge at Ostheim cost?",
        "What was corrected?",
        "When will it be finished?",
    ):
        answer = assistant.ask(question)
        assert [one.marker for one in answer.citations] == list(range(1, len(answer.citations) + 1))
        assert {marker for one in answer.claims for marker in one.citations} <= {one.marker for one in answer.citations}


def asked_of_a_model(assistant: Assistant, question: str, says: str) -> tuple[Answer, str]:
    """The answer where a chat model says this, and what it was given to read."""
    model = ScriptedModel(says=[citing(says)], prompts=[])
    return Assistant(assistant.library, Settings(), model=model).ask(question), model.prompts[-1]


def test_a_model_reads_the_correction_and_cannot_give_the_old_words(assistant: Assistant) -> None:
    says = "The new bridge at Ostheim will cost 42 million euros [the council decided]."
    answer, read = asked_of_a_model(assistant, "How much will the new bridge at Ostheim cost?", says)
    assert "The bridge will cost 24 million euros and not" in read
    assert answer.text.startswith("Corrected on 9 March 2026: ")


def test_what_a_model_takes_from_a_withdrawn_article_is_not_supported(assistant: Assistant) -> None:
    says = "The steel of the Ostheim bridge failed a safety test in March [failed a safety]."
    answer, _ = asked_of_a_model(assistant, "Did the steel of the Ostheim bridge fail a safety test?", says)
    assert [one.verdict for one in answer.claims if one.text.startswith("The steel")] == ["contradicted"]
    assert answer.notice is not None and "was withdrawn: " in answer.notice


def test_what_a_withdrawn_article_says_stands_behind_its_notice_and_settles_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("Did the steel of the Ostheim bridge fail a safety test?")
    assert "was withdrawn: " in answer.text.split("[1]")[0]
    assert not answer.text.startswith("Yes")


def test_a_notice_of_a_withdrawal_that_repeats_the_story_does_not_say_yes_to_it(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    story = BRIDGE | {
        "id": "mayor",
        "title": "Mayor took gifts from builder",
        "text": "Mayor Ada Quist accepted two watches from the builder Norvik, documents show.",
    }
    notice = LATER | {
        "id": "back",
        "title": "Retraction",
        "text": 'The Mill has withdrawn its story "Mayor took gifts from builder", published on March 2. The documents '
        "were forged.",
    }
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(written(tmp_path, story, notice))
        answer = Assistant(library).ask("Did the mayor take gifts from a builder?")
    assert answer.citations[0].article_id == "back"
    assert not answer.text.startswith("Yes")


@pytest.mark.parametrize(
    ("label", "published", "day"),
    [
        ("Correction, 3 May:", "2026-05-01", "2026-05-03"),
        ("Correction (Jan. 4):", "2026-12-30", "2027-01-04"),
        (
            "This article was amended on 3 May because an earlier version gave the wrong price.",
            "2026-05-01",
            "2026-05-03",
        ),
        ("更正（5月3日）：", "2026-05-01", "2026-05-03"),
        ("Correction:", "2026-05-01", None),
        ("Correction (May 3, 2026):", "2026-05-01", "2026-05-03"),
        ("This article was amended on 3 May 2026 because of an error.", "2026-05-01", "2026-05-03"),
        ("This 4 May story has been corrected because of an error.", "2026-05-04", None),
    ],
)
def test_a_notice_is_of_the_day_that_it_gives_without_a_year_the_next_such_day_after_its_article(
    tmp_path: Path, label: str, published: str, day: str | None
) -> None:
    words = (
        "桥塔高68米，而非86米。" if label.startswith("更") else "The bridge will cost 24 million euros, not 42 million."
    )
    told = "桥塔高86米。" if label.startswith("更") else "The bridge will cost 42 million euros."
    article = {"id": "dated", "title": "Bridge", "date": published, "text": f"{told}\n\n{label} {words}"}
    with Library(tmp_path / "library", embeddings=HashedEmbeddings()) as library:
        library.add(written(tmp_path, article))
        assert [one.day for one in library.corrections()] == [day]


def test_what_is_quoted_from_a_withdrawn_article_carries_its_notice_wherever_it_is_quoted(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    gone = GONE | {"text": f"{GONE['text']}\n\n“It will not hold,” Ida Berg told reporters on Monday."}
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(written(tmp_path, gone))
        said = library.statements(speaker="Ida Berg")
        notices = library.corrections()
        (quote,) = quoted(said, library)
        hits = [found(one, notices) for one in library.search("steel failed a safety test") if one.paragraph.number > 1]
        article = whole(library.article("gone"), library.corrections("gone"))
        (row,) = people_tab.records(said, library.headings(["gone"]), notices)
    told = "This article has been retracted because its source forged a report."
    assert quote.corrected_by is not None and told in quote.corrected_by.quote
    assert hits and all(one.corrected_by and told in one.corrected_by.quote for one in hits)
    assert [one.kind for one in article.notices] == ["withdrawal"]
    assert told in str(row["corrected_by"])


def test_what_was_corrected_is_told_with_the_time_that_is_asked_for(assistant: Assistant) -> None:
    told = assistant.ask("What was corrected this month?", as_of="2026-03-20")
    assert told.read_as is not None and told.read_as.kind == "corrections"
    assert {one.article_id for one in told.citations} == {"later"}
    assert assistant.ask("What was corrected this month?", as_of="2026-06-20").outcome == "not_found"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Has anything been corrected since March?", {"bridge", "later", "gone"}),
        ("Has anything been corrected since 10 March?", {"gone"}),
        ("Did the Mill get anything wrong?", {"bridge", "later"}),
        ("What has the Mill corrected since 5 March?", {"later"}),
        ("Has the Ledger ever made a mistake?", {"gone"}),
        ("Have there been any corrections?", {"bridge", "later", "gone"}),
        ("Did the council get anything wrong?", set()),
        ("Was Rosa Lind wrong?", set()),
    ],
)
def test_what_an_outlet_got_wrong_and_what_was_corrected_since_a_day_are_its_notices(
    assistant: Assistant, question: str, told: set[str]
) -> None:
    answer = assistant.ask(question, as_of="2026-06-20")
    assert answer.read_as is not None and (answer.read_as.kind == "corrections") is bool(told)
    if told:
        assert {one.article_id for one in answer.citations} == told


@pytest.mark.parametrize(
    ("claim", "verdict", "cited"),
    [
        ("The new bridge at Ostheim will cost 24 million euros.", "supported", "later"),
        ("The new bridge at Ostheim will cost 42 million euros.", "contradicted", "later"),
        ("The steel of the Ostheim bridge failed a safety test in March.", "contradicted", "gone"),
        ("The Ostheim bridge is the ugliest in the country.", "attributed", "column"),
        ("The Ostheim bridge will be run by eleven swans.", "not_found", "joke"),
    ],
)
def test_checking_goes_by_what_was_corrected_and_by_what_kind_of_text_says_so(
    assistant: Assistant, claim: str, verdict: str, cited: str
) -> None:
    checked = assistant.check(claim)
    assert checked.claims[0].verdict == verdict
    assert cited in {one.article_id for one in checked.citations if one.marker in checked.claims[0].citations}


def test_the_words_of_an_opinion_piece_are_its_authors_and_not_the_outlets(assistant: Assistant) -> None:
    answer = assistant.ask("Is the Ostheim bridge the ugliest in the country?")
    own = [one for one in answer.citations if one.article_id == "column"]
    assert own
    assert {(one.voice, one.speaker, one.text_kind) for one in own} == {("author", "Rosa Lind", "opinion")}
    assert not answer.text.startswith("Yes")


NOTICED = (
    (
        "fire",
        "A fire in Juniper Gulch has burned 5,200 acres, the sheriff said.",
        "UPDATE, 8 a.m.: It has burned 7,450 acres.",
    ),
    (
        "fair",
        "The Lindau fair will be held at the old harbour.",
        "An earlier version of this article placed the fair beside the station. It is at the old harbour.",
    ),
    ("crash", "Fourteen people were hurt on the Lindau ferry.", "Correction: Nineteen people were hurt, not 14."),
    (
        "mill",
        "A flood filled the cellars of the Tarnby mill on Sunday.",
        "An earlier version of this article said that two people were missing. Nobody is missing.",
    ),
    (
        "choir",
        "The Grafton choir was founded in 1952.",
        "Correction: The choir sang in six towns, not five. An earlier version also said that the choir was founded in "
        "1925; that should have been 1952.",
    ),
    (
        "ford",
        "Ann Lee, a former county treasurer, has run the Grafton ford since 2019.",
        "Correction: Lee was the county comptroller, not the county treasurer.",
    ),
    (
        "shrine",
        "The Lindholm shrine has returned 22 bronzes that a British officer took from Benin City in 1897.",
        "A headline on an earlier version of this story said the shrine had returned the bronzes. The shrine has "
        "agreed to return them but has not yet done so.",
    ),
    (
        "park",
        "Selwick finally has its skate park, and Zali Mortimer had the first drop-in on Saturday.",
        "Correction: The skate park is behind the pool. An earlier version of this story placed it beside the library.",
    ),
    (
        "toll",
        "The Varby tunnel will charge a toll of £5 from spring.",
        "This article gave the wrong toll for the Varby tunnel. It is £3.",
    ),
    (
        "barge",
        "Priya Nayar, who built the Sandvik barge, wants to sell it.",
        "This story was updated to correct the spelling of Priya Nair's name.",
    ),
    (
        "arena",
        "The Tarnby arena will hold 13,500 people.",
        "Its capacity was listed incorrectly in a graphic that accompanied this story. The correct number is 31,500.",
    ),
    (
        "stake",
        "Selwick Mills has bought more of Orda.\n\nIt now owns 14 percent of it, a filing says.",
        "(Corrects size of stake in second paragraph.)",
    ),
    (
        "judge",
        "In the spring of 2024 a judge in Castor was given a house by the sea.\n\nThe mining company Orex paid for it.",
        "Retraction: We no longer have confidence in this report.",
    ),
    (
        "votes",
        "Orvan votes on Sunday.\n\nEleven parties compete for the 39 seats of its parliament.",
        "Correction: This piece misstated the number of seats in the Orvan parliament; there are 93 of them.",
    ),
    (
        "pumps",
        "The Sandvik pumps can move 640 barrels an hour.",
        "Correction: This story originally stated that the Sandvik pumps could move 640 barrels an hour. The correct "
        "figure is 460.",
    ),
    (
        "gale",
        "Some 23,000 homes are without power after the gale in Ekelund, Northern Grid said.",
        "UPDATE, 4 p.m.: Power has been restored to all but 600 homes in Ekelund.",
    ),
    (
        "ferry",
        "The ferry to the Ekby islands is running again.\n\nNorlink, which operates it, said that it was full.",
        "Correction: The operator of the ferry is Baltway, not Norlink.",
    ),
    ("桥", "青河上的万安桥修复完成。\n\n桥上最后一次大修是在2019年。", "更正：原文中“2019年”系笔误，应为“2009年”。"),
    (
        "厂",
        "石湾污水处理厂扩建工程今天开工。\n\n项目总投资12亿元。",
        "更正：本文误将项目投资额写为12亿元，实为1.2亿元。",
    ),
    (
        "tender",
        "The tender for the Holm quay drew eleven bidders.",
        "Clarification: The tender drew seven bidders. Eleven had asked for the papers.",
    ),
    ("phone", "A phone maker mends the alarm of its phones.", "Update: that is what 40 million phones will be told."),
    (
        "twins",
        "The Roe twins, from Holm in Norway, were found alive on the ridge.",
        "The Roe twins are from Holm in Denmark. Incorrect information about their country appeared in this story.",
    ),
    (
        "vessel",
        "The ferry Gull will be a school in Port Esk.\n\nShe was built in Hull in 1971.",
        "A previous version of this story misreported where the Gull was built. She came from a yard in Leeds.",
    ),
    (
        "heist",
        "The editor will say more.",
        'Retraction: A story that stood here, headlined "Half of all Selwick safes were robbed", was removed.',
    ),
    ("蟹", "石湾县今年蟹产量较去年减少约3%。", "更正：本文首发时标题写作“蟹产量减少三成”，有误，应为“略减”。"),
)


@pytest.fixture(scope="module")
def noticed(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("noticed")
    with Library(folder / "library", embeddings=embeddings) as library:
        articles = [{"id": id, "title": id, "text": f"{text}\n\n{notice}"} for id, text, notice in NOTICED]
        library.add(written(folder, *articles))
        yield Assistant(library)


def test_an_update_is_a_notice_only_where_the_article_gives_an_older_value(noticed: Assistant) -> None:
    assert {one.article_id for one in noticed.library.corrections()} == {
        "fire",
        "fair",
        "crash",
        "mill",
        "choir",
        "ford",
        "shrine",
        "park",
        "toll",
        "barge",
        "arena",
        "stake",
        "judge",
        "votes",
        "pumps",
        "gale",
        "ferry",
        "tender",
        "twins",
        "vessel",
        "heist",
        "桥",
        "厂",
        "蟹",
    }


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("Nineteen people were hurt on the Lindau ferry.", True),
        ("Fourteen people were hurt on the Lindau ferry.", False),
        ("The Lindau fair is at the old harbour.", True),
        ("The Lindau fair is beside the station.", False),
        ("Nobody is missing after the flood at the Tarnby mill.", True),
        ("The Grafton choir sang in six towns.", True),
        ("The Grafton choir was founded in 1925.", False),
        ("Ann Lee had been treasurer of the county.", False),
        ("Ann Lee has run the Grafton ford since 2019.", True),
    ],
)
def test_a_claim_is_held_against_the_article_as_its_notice_corrects_it(
    noticed: Assistant, claim: str, supported: bool
) -> None:
    assert (noticed.check(claim).claims[0].verdict == "supported") is supported


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Eleven parties compete for the 93 seats of the Orvan parliament.", "supported"),
        ("The parliament of Orvan has 39 seats.", "contradicted"),
        ("About 23,000 homes are without power in Ekelund.", "contradicted"),
        ("The tender for the Holm quay drew eleven bidders.", "contradicted"),
        ("The Roe twins are from Norway.", "contradicted"),
        ("The ferry Gull was built in Leeds.", "supported"),
        ("Half of all safes in Selwick were robbed.", "contradicted"),
        ("石湾县蟹产量比去年减少三成。", "contradicted"),
        ("石湾污水处理厂扩建项目投资1.2亿元。", "supported"),
        ("石湾污水处理厂扩建项目投资12亿元。", "contradicted"),
    ],
)
def test_the_new_value_is_supported_and_the_old_one_contradicted_with_the_notice_cited(
    noticed: Assistant, claim: str, verdict: str
) -> None:
    checked = noticed.check(claim)
    assert checked.claims[0].verdict == verdict
    notices = {(one.article_id, one.paragraph) for one in noticed.library.corrections()}
    assert (checked.citations[0].article_id, checked.citations[0].paragraph) in notices


@pytest.mark.parametrize(
    ("title", "text", "notice", "claim"),
    [
        (
            "Harbour bridge shut for repair",
            "The detour adds 2.6 miles.",
            "Correction: An earlier version of this article gave the length of the detour as 26 miles. This has been "
            "corrected.",
            "The harbour bridge detour adds 2.6 miles.",
        ),
        (
            "Roe signs on",
            "Striker Dan Roe has signed a new two-year deal.\n\nThe 36-year-old scored 17 goals last season.",
            "Correction: Roe is 34, not 36.",
            "Dan Roe is 34 years old.",
        ),
    ],
)
def test_the_title_and_the_corrected_paragraph_show_what_a_notice_is_about(
    tmp_path: Path, embeddings: SentenceEmbeddings, title: str, text: str, notice: str, claim: str
) -> None:
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(written(tmp_path, {"id": "one", "title": title, "text": f"{text}\n\n{notice}"}))
        assert Assistant(library).check(claim).claims[0].supported


@pytest.mark.parametrize(
    "claim",
    [
        "Norlink and Baltway operate the ferry to the Ekby islands together.",
        "The Orvan parliament has 83 seats.",
        "The Sandvik pumps can move 560 barrels an hour.",
        "石湾污水处理厂扩建项目投资2亿元。",
        "万安桥上次大修在1999年。",
    ],
)
def test_a_value_that_neither_the_article_nor_its_notice_gives_is_not_supported(noticed: Assistant, claim: str) -> None:
    assert noticed.check(claim).claims[0].verdict in ("contradicted", "not_found")


def test_the_notice_is_quoted_verbatim(noticed: Assistant) -> None:
    cited = noticed.check("Eleven parties compete for the 93 seats of its parliament.").citations
    assert any("there are 93 of them" in one.quote for one in cited)
    assert all(
        noticed.library.paragraph(one.article_id, one.paragraph).text[one.start : one.end] == one.quote for one in cited
    )


def test_a_notice_that_names_a_paragraph_is_shown_with_what_that_says(noticed: Assistant) -> None:
    answer = noticed.ask("What share of Orda does Selwick Mills own?")
    assert answer.citations[0].quote == "(Corrects size of stake in second paragraph.)"
    assert "Before the correction" not in answer.text


def test_a_refusal_gives_the_notice_about_what_is_closest(noticed: Assistant) -> None:
    answer = noticed.ask("Who designed the judge's house in Castor?")
    assert answer.outcome == "not_found"
    assert answer.citations[0].quote.startswith("Retraction")
    other = noticed.ask("Who painted the ceiling of the Lindau town hall?")
    assert (other.outcome, other.citations) == ("not_found", ())


def test_an_answer_from_an_article_shows_the_notice_about_what_is_asked(noticed: Assistant) -> None:
    shown = noticed.ask("Where will the Lindau fair be held?").citations
    assert [one.quote for one in shown][0].startswith("An earlier version of this article placed the fair")
    shown = noticed.ask("Where in Selwick did Zali Mortimer have her first drop-in at the skate park?").citations
    assert [one.quote for one in shown][0].startswith("Correction: The skate park is behind the pool.")


def test_a_withdrawal_of_what_is_not_in_the_library_is_linked_to_nothing(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    told = (
        ("bridge", "云溪大桥封顶", "云溪大桥昨日封顶，大桥全长三公里。", "2026-05-24"),
        (
            "letter",
            "致读者",
            "本报5月24日《云溪大桥封顶》一文报道有误，谨向云溪读者致歉，欢迎读者继续监督。",
            "2026-05-26",
        ),
        (
            "silver",
            "声明",
            "本报5月24日《古树下挖出银锭》一文失实，现予撤稿，谨向云溪读者致歉，欢迎读者继续监督。",
            "2026-05-30",
        ),
    )
    articles = [{"id": id, "title": title, "text": text, "date": day} for id, title, text, day in told]
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(written(tmp_path, *articles))
        links = {(one.article_id, one.corrects) for one in library.corrections()}
        assert links == {("letter", "bridge"), ("silver", None)}


def test_a_quote_under_a_title_that_was_corrected_carries_the_correction(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    said = "“The pier will bring the ferries back,” said Ida Berg, the mayor."
    notice = (
        "Correction: An earlier version of this article put the cost at 42 million crowns. It is 24 million crowns."
    )
    pier = {"id": "pier", "title": "Sandvik pier to cost 42 million crowns", "text": f"{said}\n\n{notice}"}
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        for article, by in ((pier, notice), (pier | {"title": "Sandvik pier to cost 24 million crowns"}, None)):
            library.add(written(tmp_path, article))
            cited = Assistant(library).ask("What did Ida Berg say about the pier?").citations
            assert [one.corrected_by and one.corrected_by.quote for one in cited] == [by]


def test_an_article_is_read_once_for_all_its_notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notices = [
        f"Correction: An earlier version of this article said {n + 1} percent. It is {n} percent." for n in range(20)
    ]
    body = "The harbour will be dredged in spring, the council said."
    (tmp_path / "harbour.txt").write_text("\n\n".join(["The harbour", *notices, body]), encoding="utf-8")
    read: list[str] = []
    monkeypatch.setattr(texts, "quantities_in", lambda text: read.append(text) or quantities_in(text))
    with Library(tmp_path / "library", embeddings=HashedEmbeddings()) as library:
        library.add(tmp_path / "harbour.txt")
        assert len(library.corrections()) == 20
    assert read.count(body) == 1


def test_a_text_is_checked_against_an_article_of_many_notices_that_are_each_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    towns = [f"{start}{end}" for start in ("North", "South", "East", "West") for end in ("ham", "wick", "ford", "by")]
    said = " ".join(f"The bridge at {town} cost {11 + at} million euros." for at, town in enumerate(towns))
    told = "\n\n".join(
        f"Correction: The bridge at {town} cost {31 + at} million euros and not {11 + at} million euros."
        for at, town in enumerate(towns)
    )
    article = {"id": "bridges", "title": "What bridges cost", "date": "2026-03-02", "text": f"{said}\n\n{told}"}
    with Library(tmp_path / "library", embeddings=HashedEmbeddings()) as library:
        library.add(written(tmp_path, article))
        read, paragraph = list[int](), library.paragraph
        monkeypatch.setattr(library, "paragraph", lambda id, number: (read.append(number), paragraph(id, number))[1])
        checked = Assistant(library, Settings(library=tmp_path / "library")).check(said)
    assert [claim.verdict for claim in checked.claims] == ["contradicted"] * len(towns)
    assert len(read) == len(set(read))


def test_each_thing_that_a_notice_corrects_is_heeded_and_the_notice_shown_once(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    article = {
        "id": "several",
        "title": "New bridge at Ostheim",
        "source": "The Mill",
        "date": "2026-05-01",
        "text": "The new bridge at Ostheim will cost 42 million euros. It will open in June.\n\nIlse Marten drew it."
        "\n\nCorrection, 3 May 2026: The bridge at Ostheim will cost 24 million euros, not 42 million euros, as an "
        "earlier version said. It will open in July, not in June, and its architect is Ilse Maarten, not Marten.",
    }
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(written(tmp_path, article))
        asked = Assistant(library)
        pairs = {(one.was, one.now, one.place) for one in library.corrections()}
        old, new = (
            [asked.check(claim).claims[0].verdict for claim in claims]
            for claims in (
                ("The bridge at Ostheim will cost 42 million euros.", "The bridge at Ostheim will open in June."),
                ("The bridge at Ostheim will cost 24 million euros.", "The bridge at Ostheim will open in July."),
            )
        )
        name = asked.check("Ilse Marten drew the bridge at Ostheim.").claims[0].verdict
        told = asked.ask("When will the bridge at Ostheim open, and what will it cost?")
        corrected = asked.ask("What was corrected in May 2026?")
        shown = whole(library.article("several"), library.corrections("several"))
    assert {("42 million euros", "24 million euros", 1), ("June", "July", 1)} <= pairs
    assert ("Marten", "Ilse Maarten", 2) in pairs
    assert (old, new) == (["contradicted"] * 2, ["supported"] * 2) and name == "contradicted"
    assert told.text.startswith("Corrected on 3 May 2026: “Correction") and told.text.count("not in June") == 1
    assert corrected.text.count("not in June") == 1 and len(shown.notices) == 1


def test_a_report_on_the_same_thing_that_no_other_article_is_means_the_notices_own(tmp_path: Path) -> None:
    text = "The mill has 90 looms.\n\nCorrection: The mill has 9 looms, not 90 as stated in a report on its strike."
    with Library(tmp_path / "library", embeddings=HashedEmbeddings()) as library:
        library.add(written(tmp_path, {"id": "mill", "title": "The mill", "date": "2026-05-01", "text": text}))
        (told,) = library.corrections()
    assert (told.corrects, told.place) == ("mill", 1)
