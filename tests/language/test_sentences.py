"""Sentences: their spans cover the paragraph, and a quotation stays with the words that say whose it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pysbd import Segmenter
from pysbd.abbreviation_replacer import AbbreviationReplacer

from index.language import sentences as cutting
from index.language.quotations import quotations
from index.language.sentences import LONGEST_SENTENCE, sentences

FRAGMENTS = st.sampled_from(
    ["We go", "Mr. Smith said", ". ", "! ", "? ", '"', "“", "”", "'", "\n", " ", "U.S. ", "1. ", "(a) ", "…", ", "]
    + [
        "と語った",
        "라고 ",
        "말했다. ",
        "他说",
        "。",
        "：",
        "「",
        "」",
        "；",
        "∯",
        "ȸ",
        "&ᓴ&",
        "[1]",
        "''",
        "``",
        "\u2028",
        "\x85",
        "a.b ",
        "5.3 ",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=60).map("".join))


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@settings(deadline=None)
@given(TEXTS)
@example('"' * 50)
@example("It is good. " * 700)
@example("word " * 1500)
def test_sentences_are_trimmed_spans_in_order_that_cover_every_character(text: str) -> None:
    spans = sentences(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    gaps = zip(edges[::2], edges[1::2], strict=True)
    assert all(not text[start:end].strip() for start, end in gaps)


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "The U.S. Senate met Mr. Smith at 5 p.m. on Jan. 5. China-U.S. relations are stable. He left."
    assert split(text) == [
        "The U.S. Senate met Mr. Smith at 5 p.m. on Jan. 5.",
        "China-U.S. relations are stable.",
        "He left.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        '"It is late. We must act," the minister said.',
        "“It is late. We must act,” she said.",
        "'It is late. We must act,' he said.",
        "“Is it late? It is!” Anna Berg said on Monday.",
        '"Why?" he asked.',
        "“现在很晚了。我们必须行动。”部长说。",
        "部长说：“现在很晚了。我们必须行动。”",
        "「今は遅い。行動が必要だ。」と大臣は語った。",
        "「なぜですか？」と記者が尋ねると、町長は黙った。",
        "『本当だ。』彼は言った。",
        "「行こう！」との声が上がった。",
        "“왜요?”라고 그는 물었다.",
        "시장은 “돈이 없다!”며 손을 저었다.",
        "“늦었습니다.” 그는 말했다.",
    ],
)
def test_a_quotation_stays_with_the_words_that_say_whose_it_is(sentence: str) -> None:
    after = (
        "회의는 끝났다."
        if re.search("[가-힣]", sentence)
        else "会议结束了。"
        if "。" in sentence
        else "The meeting ended."
    )
    assert split(f"{sentence} {after}") == [sentence, after]


def test_a_sentence_after_a_quotation_that_says_something_else_stands_alone() -> None:
    text = "“It is late.” Anna Berg said the plan was bad. “他走了。”李四表示：“我们不知道。”"
    assert split(text)[:2] == ["“It is late.”", "Anna Berg said the plan was bad."]


def test_a_few_quoted_words_stay_with_the_quotation_that_goes_on_with_them() -> None:
    text = '"Sixty crowns," she said. "I would rather have a name." Then she laughed.'
    assert split(text) == ['"Sixty crowns," she said. "I would rather have a name."', "Then she laughed."]
    whole = '"We came here early today," she said. "We saw nobody."'
    assert split(whole) == ['"We came here early today," she said.', '"We saw nobody."']


def test_a_very_long_quotation_is_cut_at_its_own_sentences() -> None:
    inside = "We will go on with it until the work is done. " * 20
    found = split(f"“{inside.strip()}” Anna Berg said. She left.")
    assert len(found) == 21
    assert found[-2:] == ["We will go on with it until the work is done.” Anna Berg said.", "She left."]


def test_a_quotation_that_never_closes_is_cut_at_its_sentences() -> None:
    assert split("“We came early. We saw it. We left") == ["“We came early.", "We saw it.", "We left"]


def test_a_line_break_ends_a_sentence_only_before_an_item_of_a_list() -> None:
    assert split("One line\nwraps here.\n- first item\n- second item") == [
        "One line\nwraps here.",
        "- first item",
        "- second item",
    ]


def test_chinese_stops_end_sentences_and_decimal_points_do_not() -> None:
    assert split("增长了5.3个百分点！这是真的吗？是的；完了。") == [
        "增长了5.3个百分点！",
        "这是真的吗？",
        "是的；",
        "完了。",
    ]


def test_a_japanese_sentence_after_a_quotation_that_begins_like_a_particle_stands_alone() -> None:
    assert split("「来る。」とても静かだった。") == ["「来る。」", "とても静かだった。"]


def test_korean_stops_end_sentences_after_a_closing_mark_too() -> None:
    assert split("“갔다.” 회의는 5.2% 늘었다. 왜 그럴까? 아무도 모른다.") == [
        "“갔다.”",
        "회의는 5.2% 늘었다.",
        "왜 그럴까?",
        "아무도 모른다.",
    ]


def test_the_development_sentences_are_found_whole(development_data) -> None:  # type: ignore[no-untyped-def]
    import json

    lines = (development_data / "clapnq_dev" / "articles.jsonl").read_text().splitlines()[:60]
    texts = {row["id"]: row["text"].split("\n\n") for row in map(json.loads, lines)}
    rows = map(json.loads, (development_data / "clapnq_dev" / "questions.jsonl").read_text().splitlines())
    gold = [one for row in rows for one in row["evidence"] if one["article_id"] in texts]
    held = [
        any(one["quote"] in piece for piece in split(texts[one["article_id"]][one["paragraph_index"]])) for one in gold
    ]
    assert gold and sum(held) / len(held) > 0.97


def test_a_time_of_day_and_its_zone_stay_in_one_sentence() -> None:
    text = "It landed at 4:17 p.m. Eastern time. He left at 5 p.m. The door was shut."
    assert [text[start:end] for start, end in sentences(text)] == [
        "It landed at 4:17 p.m. Eastern time.",
        "He left at 5 p.m.",
        "The door was shut.",
    ]


def test_what_has_no_stop_for_pages_is_cut_between_words_and_nothing_of_it_is_lost() -> None:
    text = "word " * 3_000
    spans = sentences(text)
    assert max(end - start for start, end in spans) <= LONGEST_SENTENCE
    assert " ".join(text[start:end] for start, end in spans) == text.strip()


def test_letters_without_a_space_are_cut_where_they_are_too_long() -> None:
    text = "a" * 10_000
    assert "".join(text[start:end] for start, end in sentences(text)) == text


def test_an_abbreviation_is_replaced_once_in_a_text_however_often_it_stands_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replaced = []
    replace = AbbreviationReplacer.replace_period_of_abbr

    def counted(self: AbbreviationReplacer, text: str, found: str) -> str:
        replaced.append(found)
        return str(replace(self, text, found))

    monkeypatch.setattr(AbbreviationReplacer, "replace_period_of_abbr", counted)
    sentences("He met Gen. roe. " * 100)
    assert len(replaced) == 1


def test_apostrophes_of_a_text_written_in_tokens_quote_nothing() -> None:
    parts = ["The town 's mayor left .", "The firms ' owners did n't speak .", "It was the town 's last mill ."]
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts
    assert not quotations(text)


@given(
    st.lists(st.sampled_from(["Gen. ", "gen. ", "U.S. ", "No. 4 ", "Dr. ", "Ann ", "came. ", "a ", "\n"]), max_size=30)
)
def test_abbreviations_end_sentences_where_pysbd_lets_them(parts: list[str]) -> None:
    flat = re.sub(r"\s", " ", "".join(parts))
    cut = cutting._segmenter().processor(flat).process()
    assert cut == Segmenter(language="en", clean=False).processor(flat).process()
