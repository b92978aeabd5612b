"""What a question takes for granted, or asks to be confirmed, as a statement: "Why did it close?" says that it closed.

It reads the parse of one English question and knows nothing of what articles say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.tokens import words
from index.reading.parsing import Token, parse

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_ADVERBIAL = re.compile(
    r"^\W*(?:and |but |so )?(?:why|how come|when"
    r"|where|how|for what reason|since when)\b\s*",
    re.I,
)
_AUXILIARY = ("aux", "auxpass")
_CONTENT = ("NOUN", "PROPN", "ADJ", "NUM", "VERB")
# Past tenses that are not made by rule, of acts that news tells; any other takes "did".
_PAST = dict(
    pair.split("/")
    for pair in (
        "lose/lost win/won leave/left quit/quit sell/sold buy/bought cut/cut break/broke fall/fell rise/rose go/went "
        "come/came give/gave take/took make/made say/said pay/paid build/built shut/shut find/found get/got "
        "hold/held "
        "meet/met send/sent withdraw/withdrew choose/chose begin/began become/became speak/spoke steal/stole "
        "write/wrote run/ran sink/sank hit/hit put/put let/let keep/kept tell/told think/thought"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Declared:
    """A statement; `act` is the lemma of what is done or so, `subject` and `objects` the words as they are indexed."""

    claim: str
    act: str
    subject: frozenset[str]
    objects: frozenset[str]
    negated: bool
    is_verb: bool
    ahead: bool  # it is said of a time to come


def declared(question: str) -> Declared | None:
    """The statement in the question; None where its parse has none."""
    text = re.sub(r"^how come\b", "why did", _trimmed(question), flags=re.I)
    core = _ADVERBIAL.sub("", text)
    found = next((each for form in dict.fromkeys((text, core)) if form and (each := _main_and_subject(form))), None)
    if found is None:
        return None
    main, subject = found
    doc = main.doc
    auxiliaries = [child for child in main.children if child.dep_ in _AUXILIARY]
    act, is_verb = _act(main)
    inside = {token.i for token in subject.subtree}
    rest = [
        token
        for token in doc
        if token.i not in inside and token not in auxiliaries and token != main and token.dep_ != "punct"
    ]
    negated = any(token.dep_ == "neg" for token in doc)
    lemmas = {token.lemma_.lower() for token in auxiliaries}
    return Declared(
        claim=_claim(subject, main, auxiliaries),
        act=act.lower(),
        subject=frozenset(word for token in subject.subtree if token.pos_ in _CONTENT for word in words(token.text)),
        objects=frozenset(
            word for token in rest if token.pos_ in _CONTENT and token.lemma_ != act for word in words(token.text)
        ),
        negated=negated,
        is_verb=is_verb,
        ahead=bool(lemmas & {"will", "would", "shall", "go"}) or any(token.lower_ == "going" for token in doc),
    )


def _main_and_subject(text: str) -> tuple[Token, Token] | None:
    """The verb of the question and its subject; None where the parse finds none, or none but the auxiliary's."""
    doc = next(iter(parse([f"{text}?"])))[0].doc
    root = next((token for token in doc if token.head == token), None)
    subject = next((child for child in root.children if child.dep_ in SUBJECTS), None) if root is not None else None
    if (
        root is None
        or subject is None
        or root.lemma_ == "be"
        and not any(child.i > subject.i for child in root.children)
    ):
        return None
    return root, subject


def _trimmed(question: str) -> str:
    return " ".join(question.split()).strip(" ?.!")


def _act(main: Token) -> tuple[str, bool]:
    """What is done; of "was it wrong" what it was."""
    if main.lemma_ in ("be", "become", "get", "stay", "remain"):
        of = next((child for child in main.children if child.dep_ in ("acomp", "attr", "oprd")), None)
        if of is not None:
            return of.lemma_, False
    if main.lemma_ in ("go", "plan", "want", "begin", "start", "have", "try", "intend", "be"):
        inner = next((child for child in main.children if child.dep_ == "xcomp" and child.pos_ == "VERB"), None)
        if inner is not None:
            return inner.lemma_, True
    return main.lemma_, main.pos_ == "VERB"


def _claim(subject: Token, main: Token, auxiliaries: list[Token]) -> str:
    """The words in the order of a statement, "did" taken up into the verb."""
    who = " ".join(token.text_with_ws for token in sorted(subject.subtree, key=lambda token: token.i)).strip()
    inside = {token.i for token in subject.subtree}
    helping = [token for token in auxiliaries if token.lemma_ != "do"]
    did = next((token for token in auxiliaries if token.lemma_ == "do"), None)
    verb = main.text
    if did is not None and not any(child.dep_ == "neg" for child in main.children):
        verb = _past(main) if did.lower_ == "did" else _present(main) if did.lower_ == "does" else main.text
    elif did is not None:
        helping = [did]
    front = {token.i for token in auxiliaries} | inside | {main.i}
    after = [token for token in main.doc if token.i not in front and token.dep_ != "punct" and not _asks(token)]
    before_verb = [token for token in after if token.i < main.i and token.dep_ in ("neg", "advmod")]
    behind = [token for token in after if token not in before_verb]
    said = [
        who,
        *(token.lower_ for token in helping),
        *(token.text for token in before_verb),
        verb,
        *(token.text for token in behind),
    ]
    told = re.sub(r"\s+(['’](?:s|re|ll|ve)\b|[,.;:)%])", r"\1", " ".join(" ".join(said).split()))
    told = re.sub(r"(?<=\w) - (?=\w)", "-", re.sub(r"([€$£]) (?=\d)", r"\1", told))
    return f"{told[:1].upper()}{told[1:]}."


def _asks(token: Token) -> bool:
    """Whether it is the question word, or the "and" before it."""
    return token.tag_ in ("WRB", "WP", "WDT") and token.i < 3 or token.i == 0 and token.pos_ == "CCONJ"


def _past(verb: Token) -> str:
    lemma = verb.lemma_
    if lemma in _PAST:
        return _PAST[lemma]
    if lemma.endswith("e"):
        return f"{lemma}d"
    if re.search(r"[^aeiou]y$", lemma):
        return f"{lemma[:-1]}ied"
    return (
        f"{lemma}ed"
        if not re.search(r"[aeiou][pbtdgm]$", lemma) or len(re.findall(r"[aeiou]+", lemma)) > 1
        else f"{lemma}{lemma[-1]}ed"
    )


def _present(verb: Token) -> str:
    lemma = verb.lemma_
    return f"{lemma}es" if re.search(r"(?:s|sh|ch|x|o)$", lemma) else f"{lemma}s"
