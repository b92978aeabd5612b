"""What a question assumes, or asks to have confirmed, as a statement: "Why did it close?" implies that it closed.

It reads the parse of one English question, not the articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from assistant.question.confirming import TRUE
from index.language.tokens import dictionary_form, words
from index.language.word_lists import word_set
from index.reading.parsing import parse
from index.reading.trees import parsed

if TYPE_CHECKING:
    from index.reading.parsing import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_ADVERBIAL = re.compile(r"^\W*(?:and |but |so )?(?:why|how come|when|where|how|for what reason|since when)\b\s*", re.I)
# "Which symptoms did they show" takes for granted that they showed symptoms, "who won it" that somebody did.
_THING_ASKED = re.compile(
    r"^\W*(?:which|what|how (?:many|much))\s+(?P<thing>(?:[\w’'-]+ ){1,4}?)(?P<rest>(?:did|does|do|has|have|had)\s.+)$",
    re.I,
)
_SUBJECT_ASKED = re.compile(r"^\W*(?:who|which|how many)\b(?!\s+(?:is|are|was|were|did|do|does|has|have)\b)", re.I)
_AUXILIARY = ("aux", "auxpass")
_INVERTED = re.compile(r"(?P<helper>did|does|do|is|are|was|were)\s+(?P<rest>.+)$", re.I)
SAYING = word_set("say think believe claim argue tell promise pledge insist warn state declare announce admit report")
REASONS = word_set("reason motive explanation justification excuse rationale grounds ground")
FORCED = "would"
LONGEST_SUBJECT = 10  # words
_CONTENT = ("NOUN", "PROPN", "ADJ", "NUM", "VERB")
# Irregular past tenses of acts in the news; any other verb gets a regular ending.
PAST = dict(
    pair.split("/")
    for pair in (
        "lose/lost win/won leave/left quit/quit sell/sold buy/bought cut/cut break/broke fall/fell rise/rose go/went "
        "come/came give/gave take/took make/made say/said pay/paid build/built shut/shut find/found get/got hold/held "
        "have/had see/saw know/knew stand/stood bring/brought catch/caught fight/fought seek/sought teach/taught "
        "lead/led feed/fed bleed/bled spend/spent lend/lent bend/bent drive/drove ride/rode strike/struck stick/stuck "
        "grow/grew throw/threw fly/flew draw/drew wear/wore tear/tore swear/swore forget/forgot freeze/froze "
        "shoot/shot lay/laid hear/heard sleep/slept set/set cost/cost spread/spread hurt/hurt bet/bet swim/swam "
        "sing/sang drink/drank feel/felt deal/dealt mean/meant meet/met send/sent withdraw/withdrew choose/chose "
        "begin/began become/became speak/spoke steal/stole write/wrote run/ran sink/sank hit/hit put/put let/let "
        "keep/kept tell/told think/thought"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Declared:
    """A statement; `subject` holds its subject's words as indexed; `reports` is true if it reports what was said."""

    claim: str
    subject: frozenset[str]
    reports: bool = False


def declared(question: str) -> Declared | None:
    """The statement in the question; None if its parse has none."""
    if match := TRUE.match(_trimmed(question)):
        claim = match["told"][:1].upper() + match["told"][1:]
        found = _main_and_subject(claim, ".")
        return _statement(*found, f"{claim}.") if found else None
    if reasoned := _reasoned(_trimmed(question)):
        return reasoned
    text = re.sub(r"^how come\b", "why did", _trimmed(question), flags=re.I)
    text = _THING_ASKED.sub(r"\g<rest> \g<thing>", text)
    text = _SUBJECT_ASKED.sub(lambda found: "Somebody" if found[0].lower() in ("who", "whom") else "Some", text)
    core = _ADVERBIAL.sub("", text)
    found = next((each for form in dict.fromkeys((text, core)) if form and (each := _main_and_subject(form))), None)
    if found is None or found[0].lemma_ in ("do", "be"):
        found = _emphatic(core) or found
    if found is None:
        return None
    said = _statement(*found, _claim(*found))
    if FORCED in said.claim.split() and FORCED not in core.lower().split():
        return replace(said, claim=said.claim.replace(f" {FORCED} ", " did ", 1))
    return said


def _reasoned(text: str) -> Declared | None:
    """What somebody did, if the question asks for the reason: "what reason did they give for closing the bridge"."""
    if not any(dictionary_form(word) in REASONS for word in re.findall(r"[a-z]+", text)):
        return None
    if (doc := parsed(f"{text}?")) is None:
        return None
    for noun in (token for token in doc if token.lemma_ in REASONS):
        own = (child for child in noun.children if child.dep_ == "poss")
        givers = (child for child in noun.head.children if child.dep_ == "nsubj" and child != noun)
        subject = next(chain(own, givers), None)
        reasons = (child for token in doc[noun.i + 1 :] if token.lower_ == "for" for child in token.children)
        doing = next((child for child in reasons if child.tag_ == "VBG"), None)
        if subject is not None and doing is not None:
            tokens = (token for token in subject.subtree if token.dep_ != "case")
            who = "".join(token.text_with_ws for token in tokens).strip()
            claim = f"{who[:1].upper()}{who[1:]} {_past(doing)} {doc[doing.i + 1 : doing.right_edge.i + 1]}"
            return _statement(doing, subject, f"{claim.strip()}.")
    return None


def _statement(main: Token, subject: Token, claim: str) -> Declared:
    """The statement that a verb and its subject make."""
    named = (token for token in subject.subtree if token.pos_ in _CONTENT)
    clauses = (child for child in main.children if child.dep_ in ("ccomp", "xcomp") and child.i > main.i)
    reported = next(clauses, None) if main.lemma_ in SAYING else None
    return Declared(
        claim,
        frozenset(word for token in named for word in words(token.text)),
        reported is not None and reported.pos_ in ("VERB", "AUX"),
    )


def _main_and_subject(text: str, mark: str = "?") -> tuple[Token, Token] | None:
    """The verb and subject of a question or statement; None without both, or if "be" has nothing after the subject."""
    if (doc := parsed(f"{text}{mark}")) is None or (found := _root_and_subject(doc)) is None:
        return None
    root, subject = found
    return None if root.lemma_ == "be" and not any(child.i > subject.i for child in root.children) else found


def _root_and_subject(doc: Doc) -> tuple[Token, Token] | None:
    root = next((token for token in doc if token.head == token), None)
    subject = next((child for child in root.children if child.dep_ in SUBJECTS), None) if root is not None else None
    return (root, subject) if root is not None and subject is not None else None


def _trimmed(question: str) -> str:
    return " ".join(question.split()).strip(" ?.!")


def _emphatic(core: str) -> tuple[Token, Token] | None:
    """The verb and subject of "did Price vote", parsed as "Price did vote": "Price vote" alone looks like a noun."""
    found = _INVERTED.match(core)
    if found is None:
        return None
    rest, helper = found["rest"].split(), found["helper"]
    # The parser takes "divorce" for a noun in "Holm did divorce", but not in "Holm would divorce".
    for word in (helper, FORCED) if helper.lower() == "did" else (helper,):
        if read := _read_with(word, rest):
            return read
    return None


def _read_with(helper: str, rest: Sequence[str]) -> tuple[Token, Token] | None:
    """The verb and subject of the plainest parse, from trying the auxiliary at each place after the first word."""
    places = range(1, min(len(rest), LONGEST_SUBJECT))
    forms = [" ".join([*rest[:at], helper, *rest[at:]]) for at in places]
    found: list[tuple[int, Token, Token]] = []
    for at, parts in zip(places, parse([f"{form}." for form in forms]), strict=True):
        doc = parts[0].doc
        if (main := _root_and_subject(doc)) is None:
            continue
        root, subject = main
        helping = root if root.lemma_ == "be" else next((one for one in root.children if one.dep_ in _AUXILIARY), None)
        if helping is None or len(doc[: helping.i].text.split()) != at:
            continue
        if helping.lemma_ == "be" or helping.i + 1 == root.i and root.tag_ == "VB":
            found.append((_strain(root, helping), root, subject))
    # "The harbour was bill dropped" can be parsed too, but "the harbour bill was dropped" is plainer.
    _, *best = min(found, key=lambda each: each[0], default=(0, None, None))
    return (best[0], best[1]) if best[0] and best[1] else None


def _strain(root: Token, helping: Token) -> int:
    """How strained the parse is: 0 "was dropped" or "was right", 1 "was also dropped", 2 "was a loss", 3 worse."""
    if root is not helping:
        plain = (root.tag_ == "VB") != (helping.lemma_ == "be")
        return 3 if not plain else 0 if root.i == helping.i + 1 else 1
    following = [child for child in root.children if child.i > root.i]
    things = [child for child in following if child.dep_ == "attr"]
    bare = any(not any(each.dep_ in ("det", "poss", "nummod") for each in one.children) for one in things)
    if bare or len(things) > 1 or any(child.dep_ in ("ccomp", "advcl") for child in following):
        return 3
    return 2 if things or not any(child.dep_ == "acomp" for child in following) else 0


def _claim(main: Token, subject: Token) -> str:
    """The words in the order of a statement, with "did" merged into the verb."""
    auxiliaries = [child for child in main.children if child.dep_ in _AUXILIARY]
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
    sentence = re.sub(r"\s+(['’](?:s|re|ll|ve)\b|[,.;:)%])", r"\1", " ".join(" ".join(said).split()))
    sentence = re.sub(r"(?<=\w) - (?=\w)", "-", re.sub(r"([€$£]) (?=\d)", r"\1", sentence))
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _asks(token: Token) -> bool:
    """Whether the token is the question word or the "and" before it."""
    return token.tag_ in ("WRB", "WP", "WDT") and token.i < 3 or token.i == 0 and token.pos_ == "CCONJ"


def _past(verb: Token) -> str:
    lemma = verb.lemma_
    if lemma in PAST:
        return PAST[lemma]
    if lemma.endswith("e"):
        return f"{lemma}d"
    if re.search(r"[^aeiou]y$", lemma):
        return f"{lemma[:-1]}ied"
    return (
        f"{lemma}ed"
        if not re.search(r"(?<![aeiou])[aeiou][pbtdgmn]$", lemma) or len(re.findall(r"[aeiou]+", lemma)) > 1
        else f"{lemma}{lemma[-1]}ed"
    )


def _present(verb: Token) -> str:
    lemma = verb.lemma_
    return f"{lemma}es" if re.search(r"(?:s|sh|ch|x|o)$", lemma) else f"{lemma}s"
