"""Claims held against paragraphs: true ones however they are put, false ones however little they differ."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answering.sources import sources_of
from assistant.answering.speakers import Speakers
from assistant.verifying import contradictions
from assistant.verifying.quoted_words import is_verbatim
from assistant.verifying.verdicts import Source, Verdict
from assistant.verifying.verification import Verifier
from index.articles import Heading, Hit, Paragraph
from index.library import Library
from index.reading.attributed import attributed
from index.reading.read import read_texts

REWORDINGS = [json.loads(line) for line in Path(__file__).with_name("rewordings.jsonl").read_text("utf-8").splitlines()]
BRIDGE = (
    "Prime Minister Ingrid Solheim opened the new bridge over the Vefsn on Tuesday. She said that a second bridge "
    'would not come before 2030. "We have waited thirty years for this bridge," Solheim told reporters. '
    "Finance Minister Paul Okoro warned that it had cost 410 million kroner, twice what was planned. "
    "Trade between the U.S. and Norway may grow."
)


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier()


def paragraph(
    text: str = BRIDGE, *, number: int = 4, published: str | None = "2026-02-05", title: str = "A bridge at last"
) -> Source:
    heading = Heading(id="bridge", title=title, outlet="The Vefsn Post", published=published)
    reading = read_texts([text])
    return Source(Paragraph("bridge", number, text, "body"), heading, lambda *span: attributed(reading, 1, *span))


def held(verifier: Verifier, claim: str, sources: Sequence[Source] = ()) -> Verdict:
    return verifier.verify(claim, sources or [paragraph()])


@pytest.mark.parametrize(
    "claim",
    [
        "Prime Minister Ingrid Solheim opened the new bridge over the Vefsn on Tuesday.",
        "Solheim opened the new bridge over the Vefsn.",
        "The new bridge over the Vefsn was opened by Ingrid Solheim on Tuesday.",
        "According to The Vefsn Post, Solheim opened the new bridge on Tuesday.",
        "According to the article (2026-02-05), Solheim opened the new bridge on Tuesday.",
        "On 3 February 2026 Solheim opened the new bridge.",
        "Solheim said that a second bridge would not come before 2030.",
        "“We have waited thirty years for this bridge,” Solheim said.",
        "Solheim told reporters: ‘We have waited thirty years for this bridge.’",
        "Okoro warned that the bridge had cost 410 million kroner.",
        "Trade between the United States and Norway may grow.",
    ],
)
def test_what_the_paragraph_says_is_supported(verifier: Verifier, claim: str) -> None:
    found = held(verifier, claim)
    assert (found.supported, found.reason) == (True, None)
    assert all(one.text in BRIDGE for one in found.evidence)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Okoro warned that it had cost 140 million kroner.", "says '410 million'; the text says '140 million'."),
        ("Solheim opened the new bridge on 14 December 2023.", "'14'"),
        ("Paul Okoro opened the new bridge over the Vefsn on Tuesday.", "'Okoro'"),
        ("Ingrid Solheim opened the new bridge over the Glomma.", "'Glomma'"),
        (
            "Solheim said that a second bridge would come before 2030.",
            "Paragraph 4 says 'not come'; the text says 'come'.",
        ),
        ("Solheim did not open the new bridge over the Vefsn on Tuesday.", "the text says 'not open'."),
        (
            "Solheim said that a second bridge would not come after 2030.",
            "says 'before 2030'; the text says 'after 2030'.",
        ),
        ("Solheim warned that it had cost 410 million kroner.", "Okoro'"),
        ("“We have waited thirty years for this bridge,” Okoro told reporters.", "Okoro"),
        ("Okoro said that a second bridge would not come before 2030.", ""),
        ("Norway said that the new bridge over the Vefsn opened on Tuesday.", ""),
        ("“We have waited thirty years for this tunnel,” Solheim said.", "is in none of the paragraphs."),
        ("Trade between the U.S. and Norway will grow.", "says 'may'; the text says 'will'."),
        ("According to Kari Moen, the new bridge over the Vefsn opened on Tuesday.", ""),
        ("The bridge is the longest in the world.", "No sentence of paragraph 4 says this."),
        ("The council plans a tunnel under the harbour.", "No sentence of paragraph 4 says this."),
    ],
)
def test_what_differs_from_the_paragraph_is_false_and_says_why(verifier: Verifier, claim: str, reason: str) -> None:
    found = held(verifier, claim)
    assert found.supported is False
    assert reason in str(found.reason)


WALL = (
    "The wall of the old town, 120 km long, was built by Queen Ada in the 12th century and defended by most of her "
    "people for three years. About 20% of it still stands, and he who guards it sleeps rarely. The council unified the "
    "two offices in 1921."
)


@pytest.mark.parametrize(
    "claim",
    [
        "The wall of the old town, 120 miles long, was built by Queen Ada in the 12th century.",
        "The wall of the old town was defended by most of her people for three months.",
        "The wall of the old town was defended by few of her people for three years.",
        "The wall of the old town was defended by all of her people for three years.",
        "The wall of the old town was built by Queen Ada in the 13th century.",
        "About half of it still stands.",
        "About a third of it still stands.",
        "And she who guards it sleeps rarely.",
        "The council refused to unify the two offices in 1921.",
        "The council rarely unified the two offices in 1921.",
        "Critics doubt that the council unified the two offices in 1921.",
        "Officials denied that the council unified the two offices in 1921.",
        "The council unified the two offices in 1921, which surprised everybody.",
        "The council unified the two offices in 1921, and was later sold to a private company.",
    ],
)
def test_what_is_exchanged_added_or_denied_in_a_copy_is_false(verifier: Verifier, claim: str) -> None:
    assert held(verifier, claim, [paragraph(WALL)]).supported is False


@pytest.mark.parametrize(
    "claim",
    [
        "The wall of the old town was built by Queen Ada in the 12th century.",
        "Queen Ada built the wall of the old town, which is 120 kilometres long.",
        "In 1921 the two offices were unified by the council.",
    ],
)
def test_the_same_in_other_words_is_supported(verifier: Verifier, claim: str) -> None:
    assert held(verifier, claim, [paragraph(WALL)]).supported


@pytest.mark.parametrize(
    "claim",
    [
        "The new bridge over the Vefsn is red.",
        "The new bridge over the Vefsn was vandalised.",
        "The new bridge over the Vefsn is beside a quarry.",
        "Prime Minister Ingrid Solheim sneezed.",
    ],
)
def test_a_claim_of_which_only_the_subject_stands_in_the_paragraph_is_not_found(verifier: Verifier, claim: str) -> None:
    assert held(verifier, claim).verdict == "not_found"


@pytest.mark.parametrize("number", ["No. 8", "no. 8", "number 8", "No.8"])
def test_no_before_figures_is_a_number_and_no_denial(verifier: Verifier, number: str) -> None:
    told = "Fernando Alonso drives the No. 8 car for Toyota."
    claim = f"Fernando Alonso drives the {number} car for Toyota."
    assert verifier.verify(claim, [paragraph(told)]).supported
    assert not verifier.verify(claim.replace("8", "7"), [paragraph(told)]).supported


@pytest.mark.parametrize(
    ("told", "claim", "reason"),
    [
        ("The fund cut its fee to 203,000 kroner.", "The fund cut its fee by 203,000 kroner.", "to 203,000 kroner"),
        ("She walked out of the large hall.", "She walked into the large hall.", "out of the large hall"),
    ],
)
def test_a_reason_shows_a_preposition_with_all_that_follows_it(
    verifier: Verifier, told: str, claim: str, reason: str
) -> None:
    assert f"says '{reason}'; the text says" in str(verifier.verify(claim, [paragraph(told)]).reason)


def test_a_contradiction_shows_the_sentence_that_says_otherwise(verifier: Verifier) -> None:
    (evidence,) = held(verifier, "Okoro warned that it had cost 140 million kroner.").evidence
    assert evidence.text.startswith("Finance Minister Paul Okoro warned")
    assert held(verifier, "The council plans a tunnel under the harbour.").evidence == ()


@pytest.mark.parametrize("claim", ["Here is what is known:", "Was it worth it?", "***", "…"])
def test_what_claims_nothing_has_no_verdict(verifier: Verifier, claim: str) -> None:
    assert held(verifier, claim).supported is None


def test_who_is_told_something_does_not_say_it(verifier: Verifier) -> None:
    source = paragraph("Ann Roe told Karin Lind that the old road is closed until June.")
    assert held(verifier, "Roe said that the old road is closed until June.", [source]).supported
    assert held(verifier, "Lind said that the old road is closed until June.", [source]).supported is False


def test_a_title_that_is_a_name_does_not_speak_for_another(verifier: Verifier) -> None:
    text = "Joe Biden said that the treaty would hold for years."
    source = Source(
        Paragraph("one", 1, text, "body"),
        Heading(id="one", title="Barack Obama"),
        lambda *span: attributed(read_texts([text]), 1, *span),
    )
    assert held(verifier, "Barack Obama said that the treaty would hold for years.", [source]).supported is False


def test_a_claim_is_cited_where_each_of_its_paragraphs_says_it(verifier: Verifier) -> None:
    claim, again = "The old ferry will stop in June.", paragraph("In June the old ferry will stop.", number=7)
    sources = [paragraph("The old ferry will stop in June.", number=5), again]
    assert len(verifier.verify(claim, sources).evidence) == 1
    assert [one.source.paragraph.number for one in verifier.verify(claim, sources, every=True).evidence] == [5, 7]


def test_without_a_paragraph_nothing_is_supported(verifier: Verifier) -> None:
    assert verifier.verify("Solheim opened the bridge.", []).supported is False


def test_two_paragraphs_may_support_one_sentence_together(verifier: Verifier) -> None:
    ferry = paragraph("The old ferry will stop in June.", number=5)
    claim = "Solheim opened the new bridge over the Vefsn on Tuesday, and the old ferry will stop in June."
    found = held(verifier, claim, [paragraph(), ferry])
    assert found.supported
    assert [one.source.paragraph.number for one in found.evidence] == [4, 5]
    assert not held(verifier, claim, [ferry]).supported


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("外交部发言人林岚星期三表示，大桥将在六月通车。", True),
        ("林岚表示，大桥将在六月通车。", True),
        ("林岚表示，大桥将在七月通车。", False),
        ("林岚表示，大桥将不在六月通车。", False),
        ("大桥全长三公里，耗资四亿元。", True),
        ("大桥全长五公里，耗资四亿元。", False),
        ("市长辞职了。", False),
    ],
)
def test_chinese_claims_are_told_apart(verifier: Verifier, claim: str, supported: bool) -> None:
    source = paragraph("外交部发言人林岚星期三表示，大桥将在六月通车。大桥全长三公里，耗资四亿元。")
    assert held(verifier, claim, [source]).supported is supported


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("大桥占地26公顷。", "大桥占地2.6公顷。"),
        ("桥塔高68米，桥长820米。", "桥塔高168米，桥长820米。"),
        ("桥塔高168米。", "桥塔高16米，桥面宽8米。"),
        ("建設費は84億円だ。", "建設費は184億円だ。"),
    ],
)
def test_a_number_before_a_measure_word_is_compared_as_a_whole(verifier: Verifier, claim: str, told: str) -> None:
    assert not held(verifier, claim, [paragraph(told)]).supported
    assert held(verifier, told, [paragraph(told)]).supported


@pytest.mark.parametrize(
    ("claim", "title", "texts"),
    [
        (
            "石湾县中小学秋季学期于9月1日开学。",
            "县教育局声明：不提前开学",
            (
                "近日，网上流传石湾县中小学将于8月20日开学的消息，不少家长打来电话询问。",
                "县教育局昨日发布声明：网传消息不实，秋季学期仍于9月1日开学。",
            ),
        ),
        (
            "石湾市不动产登记一般3个工作日内办结。",
            "不动产登记可“掌上办”",
            ("市民申请登记，上传证明后，一般3个工作日内即可办结。",),
        ),
    ],
)
def test_a_number_of_another_paragraph_and_a_not_within_a_word_contradict_no_chinese_claim(
    verifier: Verifier, claim: str, title: str, texts: tuple[str, ...]
) -> None:
    sources = [paragraph(text, number=number, title=title) for number, text in enumerate(texts, start=1)]
    assert held(verifier, claim, sources).verdict != "contradicted"


def test_what_a_chinese_claim_adds_to_a_sentence_is_not_found_there(verifier: Verifier) -> None:
    assert (
        held(verifier, "林岚在哥本哈根表示，大桥将在六月通车。", [paragraph("林岚表示，大桥将在六月通车。")]).verdict
        == "not_found"
    )


@pytest.mark.parametrize(
    ("quoted", "stands"),
    [
        ("We have waited thirty years for this bridge", True),
        ("we have waited thirty years for this bridge.", True),
        ("We have waited ... for this bridge", True),
        ("for this bridge ... We have waited", False),
        ("We have waited forty years", False),
        ("told  reporters", True),
    ],
)
def test_quoted_words_stand_in_a_paragraph_but_for_typography(quoted: str, stands: bool) -> None:
    assert is_verbatim(quoted, BRIDGE) is stands


def test_claims_reworded_by_hand_are_supported_and_altered_ones_are_not(samples: Library, verifier: Verifier) -> None:
    right = {True: 0, False: 0}
    for row in REWORDINGS:
        article = samples.article(row["article_id"])
        hit = Hit(samples.paragraph(article.id, row["paragraph"]), article, 0.0)
        found = verifier.verify(row["claim"], sources_of([hit], Speakers(samples)))
        right[row["supported"]] += found.supported is row["supported"]
    total = {kind: sum(row["supported"] is kind for row in REWORDINGS) for kind in (True, False)}
    assert total[True] >= 60
    assert right[True] >= 0.8 * total[True]
    assert right[False] >= 0.85 * total[False]


def test_a_sentence_repeated_without_a_parse_is_compared_with_no_other(
    verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[object] = []
    aligned = contradictions.alignment
    monkeypatch.setattr(contradictions, "alignment", lambda *two: compared.append(two) or aligned(*two))
    text = "".join(f"森林管理局表示，第{number}座桥将在三月拆除。" for number in range(1, 9))
    assert held(verifier, "森林管理局表示，第4座桥将在三月拆除。", [paragraph(text)]).supported
    assert len(compared) == 1
