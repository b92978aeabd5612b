"""A sentence as content words with their places in the tree: who does what to whom, when, how surely.

It turns one parse into words and the slots that they fill, the same for active and passive.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.verifying.normal import in_years, normal
from assistant.verifying.tokens import ENTITIES, stem
from index.language.closed_lists import NEGATIONS, ORDINALS, SHORT_MONTHS
from index.language.numbers import Quantity, quantities_in
from index.language.units import TIMES
from index.language.word_lists import DATES
from index.reading.parsing import parse

if TYPE_CHECKING:
    from index.reading.parsing import Doc, Token

Kind = Literal["name", "number", "date", "operator", "word", "pronoun", "light"]
TELLING = (*ENTITIES, "word")

# Words whose loss or addition changes what is claimed: how many, how surely, whether at all.
_OPERATORS = dict.fromkeys((*NEGATIONS, "n't"), "not")
_OPERATORS |= {"never": "never", "hardly": "hardly", "scarcely": "hardly", "barely": "hardly", "without": "without"}
_OPERATORS |= dict.fromkeys(("may", "might", "could", "possibly", "perhaps", "maybe", "potentially"), "may")
_OPERATORS |= dict.fromkeys(("can", "ca"), "can")
_OPERATORS |= dict.fromkeys(("will", "would", "shall", "wo", "'ll", "'d"), "will")
_OPERATORS |= dict.fromkeys(("should", "must", "ought"), "should")
_OPERATORS |= dict.fromkeys(("probably", "likely", "presumably"), "likely")
_OPERATORS |= dict.fromkeys(("allegedly", "reportedly", "apparently", "supposedly", "purportedly"), "allegedly")
_OPERATORS |= dict.fromkeys(("seemingly", "arguably"), "seemingly")
_OPERATORS |= dict.fromkeys(
    ("all", "every", "each", "always", "entirely", "completely", "everyone", "everybody"), "all"
)
_OPERATORS |= dict.fromkeys(("most", "mostly", "largely", "majority", "mainly", "primarily"), "most")
_OPERATORS |= dict.fromkeys(("many", "numerous"), "many")
_OPERATORS |= dict.fromkeys(("often", "frequently"), "often")
_OPERATORS |= dict.fromkeys(("usually", "generally", "typically", "normally", "commonly"), "usually")
_OPERATORS |= dict.fromkeys(("some", "several", "partly", "partially"), "some")
_OPERATORS |= dict.fromkeys(("sometimes", "occasionally"), "sometimes")
_OPERATORS |= dict.fromkeys(("few", "rarely", "seldom"), "few")
_OPERATORS |= dict.fromkeys(("only", "solely", "exclusively"), "only")
_OPERATORS |= dict.fromkeys(("almost", "nearly", "virtually"), "almost")
_OPERATORS |= {"both": "both", "half": "half", "still": "still", "already": "already", "yet": "yet", "once": "once"}
# Words without content of their own.
_EMPTY = frozenset(
    "the a an be have do get also however therefore thus moreover furthermore additionally there here as so too very "
    "even well indeed that which who whom whose what where when how why if because although though while whereas "
    "and or but of to in on at by for from with 's ' own just quite rather please example instance eg ie etc such "
    "this these those it its he she they him her his hers their them themselves himself herself itself i we you my our "
    "your me us any one ones thing way respectively namely overall finally firstly secondly".split()
)
_HONORIFICS = frozenset("mr mrs ms miss mx dr prof professor sir dame".split())
_LIGHT = frozenset("have do get".split())
PERSONS = dict.fromkeys("he him his himself".split(), "he") | dict.fromkeys("she her hers herself".split(), "she")
_PRONOUNS = frozenset(
    "he him his himself she her hers herself it its itself they them their theirs this that these those who which whom "
    "whose i we you my our your me us one".split()
)
_TIMES = frozenset("summer winter spring autumn fall season night morning evening quarter weekend time".split()).union(
    TIMES[3:9]
)
_PLACES = dict.fromkeys(("in", "at", "on", "within", "during", "inside", "across", "throughout"), "in")
SAYING = frozenset(
    "say tell claim argue state report announce warn suggest believe think note write explain add insist deny admit "
    "declare allege assert predict hope fear estimate conclude maintain reiterate stress emphasize emphasise describe "
    "call comment remark testify accuse contend reveal mention repeat acknowledge concede complain urge".split()
)
# Verbs whose meaning depends on the words beside them: "set up", "take place", "put down to".
BROAD = frozenset("set put take make give get bring come go hold carry keep turn run do have let".split())
_WORD_OF = frozenset("report claim allegation rumour rumor speculation accusation".split())  # "reports that he resigns"
# Verbs that govern another verb without making its statement less certain.
FACTIVE = frozenset(
    "begin start continue keep help manage know see find show prove cause make let enable lead go come use remain tend "
    "discover learn realize understand realise confirm mean ensure serve get become able need have".split()
)


LONG_NAME = re.compile(r"\b(?!The )[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){2,5}\b")  # a name of three words or more


@dataclass(eq=False, slots=True)
class Word:
    """A content word or number, `text[start:end]`; `heads` are the words that it depends on, with the relation.

    Words that share a key mean the same, as far as dictionary forms show.
    """

    at: int
    start: int
    end: int
    text: str
    lemma: str
    kind: Kind
    tag: str
    keys: frozenset[str]
    value: Quantity | None = None
    heads: list[tuple[int, str]] = field(default_factory=list)
    preposition: str = ""

    @property
    def is_verb(self) -> bool:
        return self.tag.startswith("VB")


@dataclass(eq=False, slots=True)
class Sentence:
    """The words of a sentence by place, the slots that they fill, and what governs a verb."""

    text: str
    words: dict[int, Word] = field(default_factory=dict)
    fillers: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    slots: dict[int, list[tuple[str, list[int]]]] = field(default_factory=dict)  # `fillers`, grouped by head
    over: dict[int, list[tuple[str, int]]] = field(default_factory=dict)  # verb -> (how, the word that governs it)
    because: frozenset[int] = frozenset()  # words in a clause with "because"
    said: frozenset[int] = frozenset()  # words in a clause that somebody says
    conditions: tuple[tuple[int, frozenset[int]], ...] = ()  # (the word that it applies to, the condition's words)
    tokens: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()  # where each of the tokens begins

    @property
    def content(self) -> list[Word]:
        return [word for word in self.words.values() if word.kind not in ("pronoun", "light")]

    def under(self, at: int) -> list[int]:
        """The places of the words that fill a slot of this word."""
        return [one for _, fillers in self.slots.get(at, ()) for one in fillers]

    def part(self, *places: int) -> str:
        """The text from the first of these words to the last."""
        found = [self.words[at] for at in places if at in self.words]
        return self.text[min(one.start for one in found) : max(one.end for one in found)] if found else ""

    def after(self, preposition: str, at: int) -> str:
        """The text from the preposition before a word to the word: "by 203,000 tonnes"; else the word alone."""
        word, parts = self.words[at], preposition.split()
        for token in range(bisect_left(self.starts, word.start) - len(parts), -1, -1):
            if [_PLACES.get(one, one) for one in self.tokens[token : token + len(parts)]] == parts:
                return self.text[self.starts[token] : word.end]
        return word.text


@lru_cache(maxsize=2048)
def parsed(text: str) -> Sentence:
    """The sentence in comparable form; parsed once and cached."""
    return next(parsed_all([text]))


_KNOWN: dict[str, Sentence] = {}
_MOST = 4096


def parsed_all(texts: Iterable[str]) -> Iterator[Sentence]:
    """The sentences in comparable form; those seen before are not parsed again."""
    listed = list(texts)
    plain = [in_years(normal(text)) for text in listed]
    new = list(dict.fromkeys(text for text in plain if text not in _KNOWN))
    if len(_KNOWN) + len(new) > _MOST:
        _KNOWN.clear()
        new = list(dict.fromkeys(plain))
    for text, parts in zip(new, parse(new) if new else (), strict=True):
        _KNOWN[text] = _read(text, [part.doc for part in parts])
    return (_KNOWN[text] for text in plain)


def _read(text: str, docs: list[Doc]) -> Sentence:
    if len(docs) != 1:  # too long to be parsed whole: its tokens alone, without their relations
        return Sentence(text, tokens=tuple(token.lower_ for doc in docs for token in doc))
    doc = docs[0]
    counted = [token for token in doc if not token.is_punct]
    sentence = Sentence(
        text, tokens=tuple(token.lower_ for token in counted), starts=tuple(token.idx for token in counted)
    )
    quantities = quantities_in(text)
    within = {token.i: one for one in quantities for token in doc if one.start <= token.idx < one.end}
    place = {}  # token -> place of the word that it is part of
    for one in quantities:
        tokens = [token for token in doc if within.get(token.i) is one]
        outer = next((token for token in tokens if within.get(token.head.i) is not one or token.head is token), None)
        numeric = [token for token in tokens if token.like_num or token.tag_ == "CD" or token.text[:1].isdigit()]
        if outer is None or (
            not numeric and not any(token.lower_.removesuffix("s") in _COUNTED_WORDS for token in tokens)
        ):
            continue
        for token in tokens:
            place[token.i] = outer.i
        dated = any(near.lower_[:3] in SHORT_MONTHS for near in doc[max(0, tokens[0].i - 2) : tokens[-1].i + 3])
        kind: Kind = "date" if one.year or (dated and one.value <= 31) else "number"
        ordinal = not dated and text[one.end : one.end + 2] in ("st", "nd", "rd", "th")
        key = frozenset({f"#{one.value:g}th" if ordinal else f"#{one.value:g}"})
        sentence.words[outer.i] = Word(
            outer.i, one.start, one.end, text[one.start : one.end].strip(), f"{one.value:g}", kind, "CD", key, one
        )
    for token in doc:
        if token.i not in place and (word := _word(token)):
            sentence.words[token.i] = word
            place[token.i] = token.i
    sentence.words = dict(sorted(sentence.words.items()))
    ends = {word.end: word for word in sentence.words.values() if word.kind == "name"}
    for name in LONG_NAME.finditer(text):
        if last := ends.get(name.end()):  # it also gets the initials of the whole name as a key
            last.keys |= {initials(name[0])}
    for token in doc:
        for governor, role in _roles(token):
            head = _carrier(governor)
            mine = place.get(_meant(token).i)
            theirs = place.get(head.i)
            if mine is None or theirs is None or mine == theirs:
                continue
            sentence.fillers.setdefault((theirs, role), []).append(mine)
            sentence.words[mine].heads.append((theirs, role))
        if token.dep_ == "pobj" and token.i in place:
            sentence.words[place[token.i]].preposition = _preposition(token.head)
        clause = _first(token) if token.pos_ in ("VERB", "AUX") else token  # coordinated verbs share a governor
        doubted = clause.dep_ == "pcomp" and clause.head.lower_ in ("of", "from", "about", "against")
        if clause.dep_ in ("xcomp", "ccomp") or doubted or (clause.dep_ == "acl" and clause.tag_ == "VB"):
            above = clause.head.head if doubted else clause.head
            if doubted and above.dep_ in ("dobj", "nsubjpass"):  # "accused the guild of hiding"
                above = above.head
            how = "of" if doubted and clause.head.lower_ == "of" else clause.dep_
            _put_over(sentence, place, _carrier(token), _carrier(above), how)
        says = token.dep_ == "ccomp" and token.head.lemma_.lower() in SAYING
        if (says or token.dep_ in ("acl", "ccomp") and token.head.lemma_.lower() in _WORD_OF) and token.head.i in place:
            sentence.said |= frozenset(place[one.i] for one in token.subtree if one.i in place)
        # "As if that were not enough, she left" sets no condition.
        likens = token.i and token.nbor(-1).lower_ == "as" and token.i < token.head.head.i
        if token.lower_ in ("because", "if", "unless") and token.dep_ in ("mark", "advmod") and not likens:
            inside = frozenset(place[one.i] for one in token.head.subtree if one.i in place)
            if token.lower_ == "because":
                sentence.because |= inside
            else:
                governs = place.get(_carrier(token.head.head).i)
                if token.head.dep_ == "advcl" and governs is not None and inside:
                    sentence.conditions += ((governs, inside),)
    for (at, role), fillers in sentence.fillers.items():
        sentence.slots.setdefault(at, []).append((role, fillers))
    sentence.said |= _quoted(sentence)
    return sentence


def initials(name: str) -> str:
    return "".join(part[0] for part in name.split()).lower()


def _quoted(sentence: Sentence) -> frozenset[int]:
    """The words of quotations that are statements, not a title or single phrase."""
    found: set[int] = set()
    for quotation in re.finditer(r'"[^"]+"', sentence.text):
        inside = [word for word in sentence.words.values() if quotation.start() <= word.start < quotation.end()]
        if any(word.tag in _FINITE for word in inside):
            found |= {word.at for word in inside}
    return frozenset(found)


_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_COUNTED_WORDS = frozenset(("half", "halve", "quarter", "dozen", *ORDINALS[2:10])) - {"fourth"}


def _put_over(sentence: Sentence, place: dict[int, int], token: Token, above: Token, dep: str) -> None:
    """Marks a clause as said, planned or ordered, not as done."""
    lemma = above.lemma_.lower()
    if token.i not in place or above.i not in place or lemma in FACTIVE:
        return
    says = (lemma in SAYING and dep in ("ccomp", "of")) or (lemma in _WORD_OF and dep in ("acl", "ccomp"))
    first = token.left_edge
    apart = token.i < above.i or (first.i and first.nbor(-1).text == ";")
    if not says and dep == "ccomp" and apart:  # two sentences in one: neither governs the other
        return
    if says or dep != "ccomp" or above.pos_ in ("VERB", "NOUN", "ADJ"):
        sentence.over.setdefault(place[token.i], []).append(("saying" if says else "other", place[above.i]))


def _word(token: Token) -> Word | None:
    low, lemma = token.lower_, token.lemma_.lower()
    lemma = "person" if lemma == "people" else lemma
    if not any(letter.isalnum() for letter in low) or low.rstrip(".") in _HONORIFICS and token.dep_ == "compound":
        return None
    if low == "once" and token.dep_ in ("mark", "advmod") and token.pos_ == "SCONJ":
        return None
    if low in _PRONOUNS and token.pos_ in ("PRON", "DET", "SCONJ", "NUM", "NOUN"):
        points = token.pos_ == "DET" and low in ("this", "that", "these", "those")
        if points and token.head.lemma_.lower() not in _TIMES or token.dep_ == "mark":
            return None
        return _made(token, low, "pronoun" if token.pos_ != "DET" else "operator", {f"@{PERSONS.get(low, low)}"})
    if low in _OPERATORS and not _is_other_word(token):
        if low == "not" and _beside(token, 1) in _MERELY or low in _MERELY and _beside(token, -1) == "not":
            return None
        return _made(token, _OPERATORS[low], "operator", {f"!{_OPERATORS[low]}"})
    helps = token.dep_ in ("aux", "auxpass")
    content = token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and lemma not in _EMPTY and not helps
    if not content and (token.pos_ in _CLOSED or helps or token.dep_ in ("mark", "cc")):
        return None
    if token.pos_ == "ADP" and (token.dep_ != "prt" or low == "to"):
        return None
    if lemma in _LIGHT and token.pos_ == "VERB":
        return _made(token, lemma, "light", {lemma})
    if (lemma in _EMPTY or low in _EMPTY) and token.pos_ != "PROPN" and (token.pos_ != "VERB" or lemma == "be"):
        return None
    keys = {lemma, low}
    if low in ORDINALS:
        keys.add(f"#{ORDINALS.index(low) + 1}th")
    kind: Kind = "name" if token.pos_ == "PROPN" or token.ent_type_ else "word"
    if low in DATES and token.pos_ == "PROPN":
        kind, keys = "date", {low[:3]}
    if kind == "name":
        keys |= {low.rstrip("."), low.replace(".", "")}
        if low.endswith("s") and len(low) > 4:
            keys.add(low[:-1])
    part = {"V": "v", "N": "n", "J": "a", "R": "r"}.get(token.tag_[:1], "x")
    keys |= {f"~{stem(low)}:{other}" for other in "vnarx" if other != part} | {f"~{stem(low)}:{part}<"}
    return _made(token, lemma, kind, keys)


_MERELY = ("only", "just", "merely")
_CLOSED = ("AUX", "CCONJ", "SCONJ", "PUNCT", "SPACE", "PART", "PRON")


def _made(token: Token, lemma: str, kind: Kind, keys: set[str]) -> Word:
    return Word(token.i, token.idx, token.idx + len(token), token.text, lemma, kind, token.tag_, frozenset(keys))


def _is_other_word(token: Token) -> bool:
    """Whether the token only looks like an operator: "May", "a can", "the Most Holy", "he answered no"."""
    low = token.lower_
    if token.tag_ == "UH":
        return True
    if low in ("may", "can", "will", "might", "must"):
        return token.tag_ != "MD"
    return low in ("most", "likely", "once", "yet", "no", "still", "only") and token.pos_ == "PROPN"


def _beside(token: Token, step: int) -> str:
    return token.nbor(step).lower_ if 0 <= token.i + step < len(token.doc) else ""


def _preposition(token: Token) -> str:
    low = token.lower_
    return _PLACES.get(low, low)


_OF_THE_VERB = ("nsubj", "nsubjpass", "dobj", "attr", "ROOT")


def _meant(token: Token) -> Token:
    """The word that a token refers to: in "the car, which sells well" the car sells."""
    if token.lower_ in ("which", "who", "that", "whom") and token.tag_ in ("WDT", "WP"):
        clause = next((one for one in token.ancestors if one.dep_ == "relcl"), None)
        # In "a cage of mesh, which is strong", "which" may mean either noun.
        if clause is not None and clause.head.i < token.i and clause.head.dep_ in _OF_THE_VERB:
            return clause.head
    return _carrier(token)


def _carrier(token: Token) -> Token:
    """The predicate of a token such as "be", that is, what somebody or something is; else the token itself."""
    if token.lemma_.lower() in ("be", "become", "remain") and token.pos_ in ("AUX", "VERB"):
        for child in token.children:
            if child.dep_ in ("attr", "acomp", "oprd"):
                return child
        if token.lemma_.lower() == "be":
            for child in token.children:
                if child.dep_ == "prep":
                    return next((one for one in child.children if one.dep_ == "pobj" and one.pos_ != "PRON"), token)
    return token


def _roles(token: Token) -> Iterator[tuple[Token, str]]:
    """The words that a token depends on, with the relation, active and passive alike."""
    head, dep = token.head, token.dep_
    if dep == "conj":
        yield from _roles(_first(token)) if _first(token) is not token else ()
        return
    if dep in ("nsubj", "csubj"):
        yield from ((verb, "subj") for verb in _with_joined(head))
    elif dep in ("nsubjpass", "csubjpass"):
        yield from ((verb, "obj") for verb in _with_joined(head))
    elif dep in ("dobj", "obj"):
        yield head, "obj"
    elif dep in ("pobj", "pcomp"):
        above, preposition = head.head, _preposition(head)
        if head.dep_ == "agent":
            yield above, "subj"
        elif head.dep_ == "prep" and above.dep_ == "prep":  # "out of"
            yield above.head, f"{_preposition(above)} {preposition}"
        else:
            yield above, preposition
    elif dep == "dative":
        yield head, "to"
    elif dep in ("acomp", "attr", "oprd") and _carrier(head) is not token:
        yield head, "is"
    elif dep == "poss":
        yield head, "of"
    elif dep in ("xcomp", "ccomp"):
        yield head, "comp"
    elif dep == "advcl":
        yield head, "clause"
    elif dep == "appos":
        yield head, "same"
    elif dep in _MODIFYING:
        yield _denied(token) if dep == "neg" else head, "mod"


def _denied(token: Token) -> Token:
    """The word that a "not" denies: York in "lives in Leeds, not in York", wherever the "not" is attached."""
    head = token.head
    if head.pos_ in ("VERB", "AUX"):
        return head
    near = [head, *head.children, *(head.head.children if head.dep_ in _BY_PREPOSITION else ())]
    after = [one for one in near if one.i > token.i and (one is head or one.dep_ in _JOINED)]
    denied = min(after, key=lambda one: one.i, default=head)
    return next((one for one in denied.children if one.dep_ == "pobj"), denied)


_BY_PREPOSITION = ("prep", "agent")
_JOINED = ("appos", "conj", *_BY_PREPOSITION)
_MODIFYING = frozenset("acl relcl amod compound nummod det advmod npadvmod quantmod predet neg aux nmod prt".split())


def _with_joined(verb: Token) -> Iterator[Token]:
    """A verb and the verbs coordinated with it that have no subject of their own."""
    yield verb
    for child in verb.children:
        if child.dep_ == "conj" and not any(one.dep_ in ("nsubj", "nsubjpass") for one in child.children):
            yield from _with_joined(child)


def _first(token: Token) -> Token:
    while token.dep_ == "conj" and token.head is not token:
        token = token.head
    return token
