"""Replies to small talk: a friendly sentence, what is in the library, and what can be asked.

They cite and search nothing; the questions offered come from `suggestions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.quoting import Draft
from assistant.question.small_talk import Talk

_WORDS = {
    "de": r"\b(?:hallo|moin|danke|dankeschön|guten|tschüss|tschüß|servus|schreib\w*|bitte|hilfe|wer bist"
    r"|was kannst)\b",
    "fr": r"\b(?:bonjour|salut|bonsoir|merci|adieu|écri\w*|aide|qui es|que peux)\b",
    "es": r"\b(?:hola|buenas|buenos|gracias|adiós|adios|escrib\w*|ayuda|quién eres|qué puedes)\b",
}


@dataclass(frozen=True, slots=True)
class Replies:
    """The sentences of one language; `{number}` is the number of articles."""

    by_talk: dict[str, str]
    holding: str
    holding_one: str
    empty: str
    ask: str


_LANGUAGES = {
    "en": Replies(
        {
            "greeting": "Hello!",
            "thanks": "You are welcome.",
            "farewell": "Goodbye, and come back whenever you have a question.",
            "doubt": "I may be wrong: please check the quotes against their paragraphs, or ask again in other words.",
            "help": "I answer questions about the articles here, in their own words, and show the paragraph that "
                    "each answer comes from.",
            "holdings": "I answer from the articles in this library and from nothing else.",
            "writing": "I only quote what the articles say and write nothing of my own.",
            "chat": "I am here for questions about the articles.",
        },
        "There are {number} articles to ask about.",
        "There is one article to ask about.",
        "There are no articles yet. Add some, and ask what they say.",
        "You could ask:",
    ),
    "zh": Replies(
        {
            "greeting": "您好！",
            "thanks": "不客气。",
            "farewell": "再见，有问题随时来问。",
            "doubt": "我可能有误：请对照引文所在的段落核对，或换个说法再问。",
            "help": "我用文章的原话回答有关文章的问题，并标出每个答案出自哪一段。",
            "holdings": "我只根据这个文章库里的文章回答。",
            "writing": "我只引用文章的内容，不自己写作。",
            "chat": "我可以回答有关这些文章的问题。",
        },
        "现在可以询问{number}篇文章。",
        "现在可以询问1篇文章。",
        "还没有文章。请先添加文章。",
        "您可以问：",
    ),
    "de": Replies(
        {"greeting": "Hallo!", "thanks": "Gern geschehen.", "farewell": "Auf Wiedersehen!"}
        | {"doubt": "Ich kann mich irren: Bitte vergleichen Sie die Zitate mit ihren Absätzen."}
        | dict.fromkeys(("help", "holdings", "writing", "chat"), "Ich beantworte Fragen zu den Artikeln in deren "
                                                                 "eigenen Worten."),
        "Es gibt hier {number} Artikel.",
        "Es gibt hier einen Artikel.",
        "Es gibt hier noch keine Artikel.",
        "Sie könnten fragen:",
    ),
    "fr": Replies(
        {"greeting": "Bonjour !", "thanks": "Avec plaisir.", "farewell": "Au revoir !", "doubt": "Je peux me "
                                                                                                 "tromper : "
                                                                                                 "comparez les "
                                                                                                 "citations avec "
                                                                                                 "leurs paragraphes."}
        | dict.fromkeys(("help", "holdings", "writing", "chat"), "Je réponds aux questions sur les articles, dans "
                                                                 "leurs propres mots."),
        "Il y a ici {number} articles.",
        "Il y a ici un article.",
        "Il n’y a pas encore d’articles.",
        "Vous pourriez demander :",
    ),
    "es": Replies(
        {"greeting": "¡Hola!", "thanks": "De nada.", "farewell": "¡Adiós!", "doubt": "Puedo equivocarme: compare "
                                                                                     "las citas con sus párrafos."}
        | dict.fromkeys(("help", "holdings", "writing", "chat"), "Respondo a preguntas sobre los artículos con "
                                                                 "sus propias palabras."),
        "Aquí hay {number} artículos.",
        "Aquí hay un artículo.",
        "Todavía no hay artículos.",
        "Podría preguntar:",
    ),
}  # fmt: skip


def reply(talk: Talk, text: str, number: int, suggestions: Sequence[str]) -> Draft:
    """The reply to small talk, with the number of articles; suggestions are questions to ask verbatim."""
    say = _LANGUAGES[_language(text)]
    holds = say.empty if not number else say.holding_one if number == 1 else say.holding.format(number=number)
    told = say.by_talk[talk]
    if talk in ("thanks", "farewell"):
        return Draft("reply", told)
    lines = "".join(f"\n- {one}" for one in suggestions[:3])
    return Draft("reply", f"{told} {holds}" + (f"\n\n{say.ask}{lines}" if lines and number else ""))


def _language(text: str) -> str:
    if re.search(r"[\u3400-\u9fff]", text):
        return "zh"
    return next((name for name, pattern in _WORDS.items() if re.search(pattern, text, re.I)), "en")
