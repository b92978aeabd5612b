"""Choosing sentences: which are scored, how, and how many are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answering.choosing import (
    ALSO,
    ANYWAY,
    BEHIND,
    BESIDE,
    LIKELY,
    LONG,
    READ,
    SENTENCES,
    Candidate,
    Stored,
    beside_title,
    best,
    candidates,
    of_kind,
    on_topic,
    one_a_paragraph,
    ranked,
    read,
    share,
    spoken_by,
    whole_words,
)
from assistant.answering.key_sentences import key_sentences
from assistant.question.question import read_question
from index.articles import Heading, Hit, Paragraph
from index.embedding import SentenceEmbeddings
from index.language.tokens import words

QUESTION = read_question("Where did the minister sign the treaty?")
WEIGHTS = {"minist": 2.0, "sign": 2.0, "treati": 2.0, "where": 0.2, "did": 0.2}


def hit(text: str, *, number: int = 1, score: float = 0.5, title: str = "News", article: str = "a") -> Hit:
    return Hit(Paragraph(article, number, text, "body"), Heading(id=article, title=title), score)


def test_the_sentence_that_holds_the_words_of_the_question_comes_first() -> None:
    found = candidates(QUESTION, [hit("It rained. The minister will sign the treaty in Oslo.")], WEIGHTS)
    assert found[0].text == "The minister will sign the treaty in Oslo."


def test_a_sentence_that_asks_is_no_answer_and_a_question_that_somebody_is_quoted_with_is_one() -> None:
    told = "Where did the minister sign the treaty? In Oslo. “Where will they sign the treaty?” she asked."
    assert [one.text for one in candidates(QUESTION, [hit(told)], WEIGHTS) if "?" in one.text] == [
        "“Where will they sign the treaty?” she asked."
    ]


def test_a_word_of_the_title_counts_for_every_sentence() -> None:
    plain, titled = (
        candidates(QUESTION, [hit("It was in Oslo.", title=title)], WEIGHTS)[0] for title in ("x", "Treaty")
    )
    assert titled.score > plain.score


def test_a_sentence_is_a_span_of_its_paragraph() -> None:
    paragraph = "It rained. “Sign it,” said the minister. 他签署了条约。"
    for one in candidates(QUESTION, [hit(paragraph)], WEIGHTS):
        assert paragraph[one.start : one.end] == one.text


def test_meaning_tells_apart_what_words_do_not(embeddings: SentenceEmbeddings) -> None:
    question = read_question("In which town was the accord agreed?")
    hits = [hit("The deal was struck in Oslo after long talks. The weather was cold and wet that week.")]
    assert read(question, candidates(question, hits, {}), embeddings.encode)[0].text.startswith("The deal")


def test_only_the_best_sentences_are_encoded(embeddings: SentenceEmbeddings) -> None:
    text = " ".join(f"Sentence number {number} is here." for number in range(40))
    assert len(read(QUESTION, candidates(QUESTION, [hit(text)], WEIGHTS), embeddings.encode)) == READ


def encoded(hits: Sequence[Hit], embeddings: SentenceEmbeddings) -> Stored:
    """The vectors of the paragraphs, as a library has stored them."""
    vectors = {(one.heading.id, one.paragraph.number): embeddings.encode([one.paragraph.text]) for one in hits}
    return lambda places: {place: vectors[place] for place in places}


def test_what_the_title_leaves_of_a_question_tells_its_sentences_apart(embeddings: SentenceEmbeddings) -> None:
    title = "Harbour bridge of Larn closes for repairs"
    question = read_question("How long will the harbour bridge of Larn be shut to traffic?")
    texts = ["The harbour bridge of Larn is loved by all of Larn.", "It will reopen to cars after nine weeks."]
    hits = [hit(text, number=number, title=title) for number, text in enumerate(texts, start=1)]
    found = ranked(question, candidates(question, hits, {}), embeddings.encode, encoded(hits, embeddings))
    assert found[0].text == texts[1]


def test_what_a_paragraph_is_about_tells_equal_sentences_apart(embeddings: SentenceEmbeddings) -> None:
    question = read_question("How long will the tunnel be shut?")
    texts = [
        "The school in Moor Lane leaks. It will be shut for six weeks.",
        "The tunnel needs new lamps. It will be shut for six weeks.",
    ]
    hits = [hit(text, number=number, title="Works") for number, text in enumerate(texts, start=1)]
    found = ranked(question, candidates(question, hits, {}), embeddings.encode, encoded(hits, embeddings))
    assert [one.hit.paragraph.number for one in found if "shut" in one.text] == [2, 1]


def test_a_title_that_holds_all_of_a_question_leaves_it_whole() -> None:
    assert beside_title("When does the bridge close?", "Bridge closes") == "When does the bridge close?"
    assert beside_title("When does the mayor resign?", "The mayor's day") == "When does resign?"


def test_a_chinese_question_is_not_encoded() -> None:
    question = read_question("部长在哪里签署条约？")
    found = candidates(question, [hit("部长在奥斯陆签署了条约。")], {"条约": 1.0})
    assert read(question, found, encode=pytest.fail)[0].meaning == 0


def test_an_answer_has_at_most_two_sentences_and_none_twice() -> None:
    hits = [hit("The minister signed the treaty.", article=name) for name in "abc"]
    hits.append(hit("The minister did sign the treaty then.", article="d"))
    chosen = best(QUESTION, candidates(QUESTION, hits, WEIGHTS))
    assert len(chosen) <= SENTENCES
    assert len({one.text for one in chosen}) == len(chosen)


def test_a_sentence_far_behind_the_best_is_left_out() -> None:
    hits = [hit("The minister will sign the treaty in Oslo.", score=0.9), hit("It rained.", number=2, score=0.1)]
    assert [one.text for one in best(QUESTION, candidates(QUESTION, hits, WEIGHTS))] == [
        "The minister will sign the treaty in Oslo."
    ]


def test_further_sentences_of_its_article_that_are_likely_to_answer_are_quoted_beside_the_best() -> None:
    hits = [
        hit(f"It rained for {number} days.", number=number, score=0.9 if number == 1 else 0.1) for number in range(1, 9)
    ]
    first, *others = candidates(QUESTION, hits, WEIGHTS)
    likely = [replace(one, likely=ALSO) for one in others]
    assert best(QUESTION, [first, *likely]) == [first, *likely][:LIKELY]
    assert best(QUESTION, [first, *(replace(one, likely=ALSO - 0.01) for one in others)]) == [first]
    elsewhere = [replace(one, hit=hit(one.hit.paragraph.text, article="b")) for one in likely]
    assert best(QUESTION, [first, *elsewhere]) == [first]


def test_what_is_asked_for_may_be_missing_from_a_sentence_that_answers_by_the_judge() -> None:
    question = read_question("How many jobs are lost?")
    one, other = candidates(question, [hit("Nobody will have to go. The works close.")], {})
    assert of_kind(question, [replace(one, likely=ANYWAY), replace(other, likely=ANYWAY - 0.01)]) == [
        replace(one, likely=ANYWAY)
    ]


def test_key_sentences_are_in_the_order_of_the_article_and_all_if_there_are_no_more(
    embeddings: SentenceEmbeddings,
) -> None:
    told = [
        "The harbour bridge of Larn will close for nine weeks in May, the council said on Monday.",
        "“Well,” she said.",
        "Repairs to the bridge will cost 4.2 million crowns, twice what was planned a year ago.",
        "“Oh.”",
    ]
    title = "Harbour bridge of Larn to close for repairs"
    assert key_sentences(title, told, [1, 2, 3, 4], [0.1] * 4, 2, embeddings.encode) == [0, 2]
    assert key_sentences(title, told, [1, 2, 3, 4], [0.1] * 4, 4, pytest.fail) == [0, 1, 2, 3]
    assert key_sentences(title, told, [1, 2, 3, 4], [0.0, 0.0, 0.0, 0.98], 2, embeddings.encode) == [0, 3]


def behind(step: float) -> list[Candidate]:
    """Two sentences, the second so far behind the first."""
    first, second = candidates(QUESTION, [hit("It rained."), hit("The minister came.", number=2)], WEIGHTS)
    return [first, replace(second, score=first.score - step)]


def test_a_second_sentence_is_quoted_where_it_is_near_the_best() -> None:
    near, far = behind(BEHIND - 0.01), behind(BEHIND + 0.01)
    assert (len(best(QUESTION, near)), len(best(QUESTION, far))) == (2, 1)


def test_of_a_long_paragraph_a_second_sentence_is_quoted_only_where_it_is_nearly_the_best() -> None:
    def quoted(sentences: int, step: float) -> int:
        text = " ".join(["It rained.", "The minister came.", "It was late."][: sentences - 1] + ["Nobody knew."])
        first, second, *_ = candidates(QUESTION, [hit(text)], WEIGHTS)
        return len(best(QUESTION, [first, replace(second, score=first.score - step)]))

    assert [quoted(LONG, BESIDE - 0.01), quoted(LONG, BESIDE + 0.01), quoted(LONG - 1, BESIDE + 0.01)] == [2, 1, 2]


def test_sentences_stand_in_the_order_of_their_article() -> None:
    text = "The minister will sign a treaty. In Oslo the minister will sign the treaty."
    chosen = best(QUESTION, candidates(QUESTION, [hit(text)], WEIGHTS))
    assert [one.start for one in chosen] == sorted(one.start for one in chosen)


def test_one_a_paragraph_keeps_the_best_sentence_of_each() -> None:
    found = candidates(QUESTION, [hit("It rained. The minister will sign it."), hit("Nothing.", number=2)], WEIGHTS)
    assert [one.text for one in one_a_paragraph(found)] == ["The minister will sign it.", "Nothing."]


def test_what_is_said_of_something_else_is_off_topic() -> None:
    (one,) = candidates(QUESTION, [hit("The harvest was good.")], WEIGHTS)
    about = read_question("What did Lind say about tariffs?")
    assert not on_topic(about, {"tariff": 2.0}, one)
    assert on_topic(about, {"harvest": 2.0}, one)
    assert not on_topic(about, {}, one), "a topic without words is on nothing"


def test_a_question_without_a_topic_takes_anything_that_is_said() -> None:
    (one,) = candidates(QUESTION, [hit("The harvest was good.")], WEIGHTS)
    assert on_topic(read_question("What did Lind say?"), {"lind": 2.0}, one)


def test_a_share_of_nothing_is_nothing() -> None:
    assert share({}, {"word"}) == 0


def test_a_sentence_that_tells_just_the_number_asked_for_comes_before_one_with_any_number() -> None:
    question = read_question("How many jobs are lost?")
    found = candidates(question, [hit("Some 300 people lost sleep over their jobs. The decision costs 212 jobs.")], {})
    assert found[0].text == "The decision costs 212 jobs." and found[0].telling


def test_the_ending_of_a_possessive_is_no_word_that_could_be_missing() -> None:
    assert whole_words(dict.fromkeys(words("the mayor's table"), 1.0)) == {"the": 1, "mayor": 1, "tabl": 1}
    assert whole_words({"s": 1.0}) == {"s": 1}


def test_in_an_interview_a_sum_is_read_with_the_currency_of_the_question() -> None:
    asked = replace(hit("No. We work with 94 million."), asked="The tram was to cost 86 million crowns. Is that so?")
    found = candidates(read_question("What will the tram cost?"), [asked], {"tram": 1.0, "cost": 1.0})
    assert [(one.text, one.right_kind, one.telling) for one in found] == [
        ("We work with 94 million.", True, True),
        ("No.", False, False),
    ]


def test_the_name_of_who_says_a_sentence_counts_as_if_it_stood_there() -> None:
    weights = {"lindahl": 4.0, "proud": 4.0}
    one = candidates(read_question("What is Oskar Lindahl proud of?"), [hit("I am proud of that.")], weights)[0]
    assert spoken_by(weights, one, "Oskar Lindahl").score > one.score
    assert spoken_by(weights, one, "Edda Lomax").score == one.score
    named = candidates(read_question("Who?"), [hit("Lindahl is proud of that.")], weights)[0]
    assert spoken_by(weights, named, "Oskar Lindahl").score == named.score


def test_what_somebody_says_in_another_article_is_told_as_well_however_far_behind() -> None:
    question = read_question("What did Gwen Tarrant say about the inquiry?")
    near, far = candidates(question, [hit("An inquiry it is. She wants nothing else.")], {})
    near, far = replace(near, score=2.0), replace(far, score=2.0 - 2 * BEHIND)
    elsewhere = replace(far, hit=hit(far.hit.paragraph.text, article="b"))
    assert best(question, [near, far]) == [near]
    assert best(question, [near, elsewhere]) == [near, elsewhere]
    assert best(QUESTION, [near, elsewhere]) == [near]
