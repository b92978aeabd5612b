"""What is said to the assistant, told apart from what is asked of the articles."""

from __future__ import annotations

import pytest

from assistant.question.small_talk import small_talk

TALK = {
    "greeting": ["hi", "Hello!", "hey there", "good morning", "Hi :)", "你好", "bonjour", "Hallo!", "hola"],
    "thanks": [
        "thanks",
        "thx",
        "thank you so much",
        "great",
        "ok thanks",
        "perfect, thanks!",
        "Thanks, that was quick!",
        "谢谢",
        "merci",
        "you are great",
    ],
    "farewell": ["bye", "goodbye", "ok bye", "see you later", "再见"],
    "doubt": [
        "that's wrong",
        "no, that is not right",
        "are you sure?",
        "You're wrong.",
        "this is nonsense",
        "wrong!",
        "你确定吗",
    ],
    "help": [
        "help",
        "what can you do?",
        "who are you",
        "How does this work?",
        "what can I ask?",
        "can you help me",
        "what's your name?",
        "你能做什么",
    ],
    "holdings": ["how many articles do you have?", "what articles do you have", "which sources do you use?"],
    "writing": ["write me a headline", "translate this article", "tell me a joke", "Draft an email to my boss."],
    "chat": ["how are you?", "are you a robot?", "ok"],
}
ASKED = [
    "Who wrote about you at the Times?",
    "What did the mayor say about your city?",
    "why?",
    "and the mayor?",
    "How much does it cost?",
    "Write a summary of the article on the harbour",
    "What do you have on the bridge?",
    "Who won?",
    "thanks, and who pays for it?",
    "tram line 7 cost",
    "what happened in 2024",
    "Did she say hello to the king?",
    "is it good for the climate?",
    "为什么？",
]


@pytest.mark.parametrize(("kind", "message"), [(kind, one) for kind, each in TALK.items() for one in each])
def test_what_is_said_to_the_assistant_is_talk(kind: str, message: str) -> None:
    assert small_talk(message) == kind


@pytest.mark.parametrize("question", ASKED)
def test_what_is_asked_of_the_articles_is_no_talk(question: str) -> None:
    assert small_talk(question) is None
