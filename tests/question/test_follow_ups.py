"""Follow-ups: what a short question takes from the conversation, and when it takes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.follow_ups import points_back, stand_alone

BRIDGE = "What did Okoro say about the bridge?"


def after(*questions: str, answer: str = "Nothing is said.") -> list[dict[str, str]]:
    return [
        message
        for question in questions
        for message in ({"role": "user", "content": question}, {"role": "assistant", "content": answer})
    ]


@pytest.mark.parametrize(
    ("before", "follow_up", "expected"),
    [
        (BRIDGE, "And about arms sales?", "What did Okoro say about arms sales?"),
        (BRIDGE, "What about arms sales?", "What did Okoro say about arms sales?"),
        (BRIDGE, "and on tariffs?", "What did Okoro say about tariffs?"),
        (BRIDGE, "And Solheim?", "What did Solheim say about the bridge?"),
        (BRIDGE, "And the foreign ministry?", "What did the foreign ministry say about the bridge?"),
        (BRIDGE, "What about Japan?", "What did Okoro say about Japan?"),
        (BRIDGE, "What did he say about Japan?", "What did Okoro say about Japan?"),
        (BRIDGE, "What is his view on NATO?", "What is Okoro's view on NATO?"),
        (BRIDGE, "And what did Solheim say?", "What did Solheim say about the bridge?"),
        (BRIDGE, "When?", "When did Okoro say that about the bridge?"),
        ("Where was the Summer Theatre located?", "When was it built?", "When was the Summer Theatre built?"),
        ("When did Okoro visit China?", "And Solheim?", "When did Solheim visit China?"),
        ("When did Okoro visit China?", "And Japan?", "When did Okoro visit Japan?"),
        ("How many people live in Oslo?", "And in Bergen?", "How many people live in Bergen?"),
        (BRIDGE, "Which articles mention it?", "Which articles mention the bridge?"),
        ("What did Okoro say?", "And the tariffs?", "What did Okoro say about the tariffs?"),
        ("Is it true that the bridge opens in May?", "Why?", "Why is it that the bridge opens in May?"),
        (BRIDGE, "Anything on tariffs?", "What did Okoro say about tariffs?"),
        (BRIDGE, "Arms sales?", "What did Okoro say about Arms sales?"),
        (BRIDGE, "What did Solheim reply?", "What did Solheim reply about the bridge?"),
        (BRIDGE, "And how does Solheim see it?", "And how does Solheim see the bridge?"),
        (BRIDGE, "And last year?", "What did Okoro say about the bridge last year?"),
        (BRIDGE, "And in March 2026?", "What did Okoro say about the bridge in March 2026?"),
        ("What was published in March 2026?", "And in April?", "What was published in April?"),
        ("What did Okoro say in March?", "And last year?", "What did Okoro say last year?"),
        ("what does the audit say?", "when will it open?", "when will the audit open?"),
        (
            "Why is Ostra closing, according to Okoro?",
            "And according to Solheim?",
            "Why is Ostra closing, according to Solheim?",
        ),
        ("How long is the crack in the Hollin dam?", "Who found it?", "Who found the crack in the Hollin dam?"),
        ("How many jobs will be lost at the mill?", "And when?", "When will jobs be lost at the mill?"),
        ("When was the notice lifted?", "Why?", "Why was the notice lifted?"),
        ("What did Okoro say?", "what else did they say?", "what else did Okoro say?"),
        ("What did Okoro say?", "Anything else from them?", "Anything else from Okoro?"),
        ("What else did Okoro say?", "When?", "When did Okoro say?"),
        ("What did the council say about the bridge?", "And Solheim?", "What did Solheim say about the bridge?"),
        (BRIDGE, "In the other article?", "What did Okoro say about the bridge in the other article?"),
        ("When does the bridge open?", "And Solheim, how did he react?", "how did Solheim react?"),
        (BRIDGE, "What about the harbour master, what did he say?", "what did the harbour master say?"),
        (BRIDGE, "What about Mr. Solheim?", "What did Mr. Solheim say about the bridge?"),
        (BRIDGE, "What about night-time work?", "What did Okoro say about night-time work?"),
        (BRIDGE, "back to the harbour: what does it cost?", "what does the harbour cost?"),
        (BRIDGE, "ok back to the rocket, who wrote that piece", "who wrote that piece on the rocket"),
        (BRIDGE, "Who else in that article?", "Who else is quoted in this article?"),
        ("What did the mayor say?", "why does it close?", "why does it close?"),
        (
            "Who is quoted in the article on the bridge?",
            "What did they say?",
            "Who is quoted in the article on the bridge?",
        ),
        ("Summarise “Okoro opens a bridge”", "And Solheim?", "What does Solheim say?"),
        ("Summarise “Okoro opens a bridge”", "who wrote it?", "who wrote it?"),
        ("孙茂林是谁？", "他多大年纪？", "孙茂林多大年纪？"),
        ("谁是孙茂林？", "那他说了什么？", "孙茂林说了什么？"),
        ("王大明对桥梁问题说了什么？", "那关税呢？", "王大明对关税问题说了什么？"),
        ("王大明对桥梁问题说了什么？", "李总理呢？", "李总理对桥梁问题说了什么？"),
        ("王大明对桥梁问题说了什么？", "他对日本说了什么？", "王大明对日本说了什么？"),
    ],
)
def test_a_follow_up_takes_its_speaker_or_topic_from_before(before: str, follow_up: str, expected: str) -> None:
    assert stand_alone(follow_up, after(before)) == expected


@pytest.mark.parametrize(
    ("before", "follow_up", "expected"),
    [
        (BRIDGE, "Tell me more", BRIDGE),
        ("When does the bridge open?", "More details please", "Summarise this article"),
        ("When does the bridge open?", "Something else", "Something else"),
    ],
)
def test_more_is_more_of_what_was_cited(before: str, follow_up: str, expected: str) -> None:
    assert stand_alone(follow_up, after(before, answer="“It opens in May.” [1]")) == expected
    assert stand_alone(follow_up, after(before, answer="I found nothing on this.")) == follow_up


def test_somebody_who_is_known_is_a_speaker_also_in_lower_case() -> None:
    said = stand_alone("and solheim?", after("what did okoro say about the bridge"), lambda name: name == "solheim")
    assert said == "what did solheim say about the bridge"
    said = stand_alone("and tariffs?", after("what did okoro say about the bridge"), lambda name: name == "solheim")
    assert said == "what did okoro say about tariffs"


def test_a_chain_of_follow_ups_builds_on_what_each_became() -> None:
    history = after(BRIDGE, "And Solheim?")
    assert stand_alone("And on tariffs?", history) == "What did Solheim say about tariffs?"


@pytest.mark.parametrize(
    "question",
    [
        "Who is Maria Lopez?",
        "Did Solheim say why he called?",
        "Is it true that Lopez left?",
        "Thanks!",
        "Really?",
        "Sure?",
        "Arms sales",
        BRIDGE,
        "When was it?",
    ],
)
def test_a_question_that_stands_alone_or_is_ambiguous_is_left_as_it_is(question: str) -> None:
    assert stand_alone(question, after(BRIDGE)) == question


def test_a_pronoun_is_whom_the_question_itself_names_also_in_lower_case() -> None:
    question = "what reason did okoro give for leaving her"
    assert stand_alone(question, after(BRIDGE), {"okoro"}.__contains__) == question
    assert "Lopez" in stand_alone("what reason did the firm give for leaving her", after("Who is Maria Lopez?"))


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (("is prince okoro guilty",), "did he resign", "did okoro resign"),
        (("Who is Maria Lopez?", "When was the dam built?"), "What did she say?", "What did Maria Lopez say?"),
        (("Who was sentenced?",), "By whom?", "Who was sentenced by whom?"),
        (("summarise the second one",), "who wrote it", "who wrote it"),
        (("did anyone die of it?",), "where", "Where did anyone die of it?"),
        (("how many live on the island",), "how do they get there", "how do they get there"),
        (("how long is the bridge",), "who built it", "who built the bridge"),
    ],
)
def test_what_a_pronoun_or_a_bare_preposition_takes_from_before(
    before: tuple[str, ...], question: str, expected: str
) -> None:
    assert stand_alone(question, after(*before), {"okoro"}.__contains__) == expected


@pytest.mark.parametrize(
    ("question", "back"),
    [
        ("why the difference?", True),
        ("did anyone disagree?", True),
        ("tariffs?", False),
        ("why did the dam break", False),
        ("was Okoro angry?", False),
    ],
)
def test_a_question_with_nothing_of_its_own_to_look_for_points_back(question: str, back: bool) -> None:
    assert points_back(question) == back


def test_a_pronoun_after_two_people_is_left_as_it_is() -> None:
    history = after("What did Okoro and Solheim say about soybeans?")
    assert stand_alone("What did he say about Japan?", history) == "What did he say about Japan?"


@given(st.text(max_size=80))
def test_without_history_nothing_changes(question: str) -> None:
    assert stand_alone(question, []) == question


@given(
    st.lists(st.text(max_size=40), max_size=4), st.sampled_from(["And Solheim?", "What about it?", "那他呢？", "When?"])
)
def test_any_history_gives_some_question(questions: list[str], follow_up: str) -> None:
    assert stand_alone(follow_up, after(*questions)).strip()


def test_a_message_may_be_a_list_of_parts() -> None:
    parts = [{"type": "text", "text": "What did Lind say about the bridge?"}, {"type": "image_url", "image_url": {}}]
    assert stand_alone("And Berg?", [{"role": "user", "content": parts}]) == "What did Berg say about the bridge?"


def test_a_very_long_question_is_no_follow_up() -> None:
    history = [{"role": "user", "content": "What did Lind say about the bridge?"}]
    question = "And about what" + " " * 50_000 + "did Berg say?"
    assert stand_alone(question, history) == question


def test_he_is_the_subject_of_the_question_itself() -> None:
    history = after("Who is Adaeze Okoro?", answer="Adaeze Okoro is the mayor.")
    assert stand_alone("did solheim know she had won", history) == "did solheim know she had won"
    assert stand_alone("did the council know she had won", history) == "did the council know Adaeze Okoro had won"


def test_why_asks_for_no_cause_of_having_found_nothing() -> None:
    history = after("what did Okoro promise", answer="I found no such statement by Adaeze Okoro.")
    assert stand_alone("why?", history) == "Why did Okoro promise"


def test_she_is_never_a_place() -> None:
    history = [{"role": "user", "content": "Who is the mayor of Larnholm?"}]
    assert stand_alone("And what did she say?", history) == "And what did she say?"


def test_she_and_he_are_not_one_person() -> None:
    assert stand_alone("What did she offer him?", after("Did Okoro win?")) == "What did she offer him?"
