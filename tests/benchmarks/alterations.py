"""True sentences altered on purpose, one thing in each, in more than forty ways; all drawn at random from a seed.

Each way is a function from a true sentence to a false one, or to one that the sentence does not support; it returns
None if it does not apply. It finds what to alter with the benchmark's own parse, WordNet and the lists here.
"""

# ruff: noqa: SIM102 - what a kind looks for reads best with one condition to a line

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Token

from tests.benchmarks import wordnet
from tests.benchmarks.article_sentences import Told, children, lowered, phrase, put, span

Maker = Callable[[Told, random.Random], str | None]

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
COUNTS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred".split()
_YEAR = re.compile(r"(?<![\w,.$£€-])(1[0-9]\d\d|20\d\d)(?![\w%]|[,.]\d)")
_NUMBER = re.compile(r"(?<![\w.,$£€-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w,.-]\d|[-\w])")
_DATED = re.compile("|".join(month[:3] for month in MONTHS))


def _pairs(text: str) -> dict[str, list[str]]:
    both: dict[str, list[str]] = {}
    for pair in text.split():
        one, other = pair.replace("_", " ").split("/")
        both.setdefault(one, []).append(other)
        both.setdefault(other, []).append(one)
    return both


DIRECTIONS = _pairs(
    "rose/fell risen/fallen rise/fall rises/falls rising/falling increased/decreased increase/decrease "
    "increases/decreases increasing/decreasing grew/shrank grow/shrink grows/shrinks growing/shrinking up/down "
    "upward/downward upwards/downwards gained/lost gains/losses raised/lowered raise/lower expanded/contracted "
    "improved/worsened doubled/halved widened/narrowed north/south northern/southern east/west eastern/western "
    "northeast/southwest northwest/southeast entered/left arrived/departed imported/exported import/export "
    "imports/exports bought/sold accelerated/slowed strengthened/weakened advanced/retreated upstream/downstream "
    "inland/offshore inbound/outbound ahead/behind opened/closed began/ended begin/end started/stopped"
)
COMPARISONS = _pairs(
    "more/less more/fewer larger/smaller bigger/smaller higher/lower greater/lesser older/younger longer/shorter "
    "better/worse earlier/later faster/slower stronger/weaker richer/poorer heavier/lighter warmer/cooler "
    "wider/narrower deeper/shallower closer/farther thicker/thinner easier/harder cheaper/dearer"
)
SUPERLATIVES = _pairs(
    "largest/smallest biggest/smallest highest/lowest greatest/least oldest/youngest longest/shortest best/worst "
    "earliest/latest first/last first/second second/third third/fourth fastest/slowest strongest/weakest most/least "
    "richest/poorest deepest/shallowest"
)
BOUNDS = _pairs(
    "at_least/at_most at_least/up_to more_than/less_than over/under fewer_than/more_than no_more_than/no_less_than "
    "almost/more_than nearly/more_than about/more_than about/less_than around/more_than approximately/less_than "
    "as_many_as/at_least"
)
PREPOSITIONS = _pairs(
    "for/against before/after to/by from/to into/out_of above/below inside/outside with/without during/before "
    "until/since over/under toward/from towards/from between/outside"
)
UNITS = _pairs(
    "kilometres/miles kilometers/miles km/miles metres/feet meters/feet million/billion thousand/million "
    "dollars/euros pounds/euros years/months months/weeks weeks/days hours/minutes minutes/seconds tonnes/kilograms "
    "tons/pounds percent/tonnes acres/hectares year/month month/week week/day day/hour century/decade "
    "centuries/decades kroner/euros degrees/metres inches/feet billion/trillion hectares/acres day/week"
)
WEEKS = _pairs(
    "last/this next/last yesterday/today today/tomorrow yesterday/tomorrow ago/later early/late earlier/later "
    "currently/formerly now/then recently/long_ago previous/following previously/subsequently once/never "
    "past/coming still/no_longer already/not_yet"
)
PRONOUNS = _pairs("he/she his/her him/her himself/herself")
QUANTIFIERS = {
    "some": "all", "many": "all", "several": "all", "few": "all", "most": "all", "often": "always",
    "sometimes": "always", "usually": "always", "generally": "always", "occasionally": "always", "mostly": "entirely",
    "partly": "entirely", "frequently": "always", "typically": "always", "rarely": "never", "half": "all",
    "almost": "", "nearly": "", "partially": "completely",
}  # fmt: skip
HEDGES = (
    "may might could possibly perhaps probably likely allegedly reportedly apparently presumably supposedly maybe "
    "seemingly potentially arguably"
).split()
SAYING = (
    "say tell claim argue state report announce warn suggest believe think note write explain add insist deny admit "
    "declare allege assert predict hope fear estimate conclude maintain"
).split()
PLANNING = "plan intend hope want aim propose expect promise agree try attempt seek threaten offer vow".split()
ORDERING = "order ask tell urge require instruct direct advise request demand recommend command call".split()
CLAUSES = [
    "and was later sold to a private company", "and won a prize for it in Geneva", "which surprised the neighbours",
    "after the mayor had resigned", "although the court had forbidden it", "and it cost the city 40 million euros",
    "because the insurers insisted on it", "and the police are looking into it", "as the minister confirmed in Oslo",
    "and thousands protested against it",
]  # fmt: skip
RELATIVES = [
    "who was born in Lisbon", "who had trained as a lawyer", "who owns two hotels", "who died the following winter",
]  # fmt: skip
RELATIVES_OF_THINGS = [
    "which was founded by monks", "which burnt down twice", "which belongs to a bank", "which is famous for its garden",
]  # fmt: skip
NO_CHANGE = {"not", "n't", "never", "no", "without", "neither", "nor"}


def past(verb: str) -> str:
    if verb in wordnet.irregular():
        return wordnet.irregular()[verb]
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


def _quoted(told: Told, at: int) -> bool:
    return len(re.findall(r"[\"“”]", told.text[:at])) % 2 == 1


def _exchange(pairs: dict[str, list[str]], told: Told, chance: random.Random, *, before: str = "") -> str | None:
    """Replaces one word of the pairs by its partner, outside quotation marks."""
    words = "|".join(sorted(map(re.escape, pairs), key=len, reverse=True))
    places = [one for one in re.finditer(rf"(?i)\b(?:{words})\b{before}", told.text) if not _quoted(told, one.start())]
    if not places:
        return None
    place = chance.choice(places)
    new = chance.choice(pairs[place.group().lower()])
    return put(told.text, (*place.span(), new))


def number_changed(told: Told, chance: random.Random) -> str | None:
    places = [one for one in _NUMBER.finditer(told.text) if not _is_dated(told.text, one)]
    worded = list(re.finditer(rf"\b(?:{'|'.join(COUNTS)})\b", told.text))
    if not places and not worded:
        return None
    place = chance.choice(places + worded)
    old = place.group()
    if place in worded:
        return put(told.text, (*place.span(), chance.choice([word for word in COUNTS if word != old])))
    at = chance.choice([at for at, character in enumerate(old) if character.isdigit()])
    new = old[:at] + chance.choice([digit for digit in "123456789" if digit != old[at]]) + old[at + 1 :]
    return put(told.text, (*place.span(), new))


def _is_dated(text: str, found: re.Match[str]) -> bool:
    return bool(_YEAR.fullmatch(found.group()) or _DATED.search(text[max(0, found.start() - 12) : found.end() + 12]))


def year_changed(told: Told, chance: random.Random) -> str | None:
    places = list(_YEAR.finditer(told.text))
    if not places:
        return None
    place = chance.choice(places)
    return put(told.text, (*place.span(), str(int(place.group()) + chance.choice([-100, -10, -2, -1, 1, 2, 10]))))


def day_changed(told: Told, chance: random.Random) -> str | None:
    worded = list(re.finditer(rf"\b(?:{'|'.join([*MONTHS, *DAYS])})\b(?! \w+ (?:be|have))", told.text))
    if not worded:
        return None
    place = chance.choice(worded)
    old = place.group()
    return put(
        told.text, (*place.span(), chance.choice([one for one in (MONTHS if old in MONTHS else DAYS) if one != old]))
    )


def name_changed(told: Told, chance: random.Random) -> str | None:
    own = [one for one in told.names() if told.others_like(one.label_)]
    if not own:
        return None
    one = chance.choice(own)
    return put(told.text, (one.start_char, one.end_char, chance.choice(told.others_like(one.label_)[:12])))


def name_alike(told: Told, chance: random.Random) -> str | None:
    """Replaces a name by another that begins with the same letters, as Niger for Nigeria."""
    endings = ("ia", "ton", "son", "berg", "ford", "an", "eria", "ville")
    own = [one for one in told.names("PERSON", "GPE", "ORG") if re.fullmatch(r"[A-Z][a-z]{5,}", one.text)]
    if not own:
        return None
    one = chance.choice(own)
    kept = one.text[: chance.choice([4, 5])]
    new = kept + chance.choice([end for end in endings if not one.text.endswith(end) and kept[-1] != end[0]])
    return put(told.text, (one.start_char, one.end_char, new))


def names_exchanged(told: Told, chance: random.Random) -> str | None:
    """Exchanges two names of one kind, unless a comma, "and" or "or" stands between them."""
    for label in ("PERSON", "GPE", "ORG", "NORP"):
        own = told.names(label)
        if len({one.text for one in own}) != len(own) or len(own) < 2:
            continue
        one, other = own[0], own[-1]
        between = told.text[one.end_char : other.start_char]
        if re.search(r"[a-z]{4}", between) and not re.search(r",|\band\b|\bor\b", between):
            if not set(one.text.split()) & set(other.text.split()):
                return put(
                    told.text, (one.start_char, one.end_char, other.text), (other.start_char, other.end_char, one.text)
                )
    return None


SYMMETRIC = "be marry meet equal resemble match join border include have become mean".split()


def _acts(told: Told) -> Iterator[tuple[Token, Token, Token]]:
    """Verbs with a subject and an object, both nouns or names."""
    for verb in told.doc:
        subject, thing = next(children(verb, "nsubj"), None), next(children(verb, "dobj"), None)
        if verb.pos_ == "VERB" and subject and thing and verb.lemma_ not in SYMMETRIC:
            if subject.pos_ in ("NOUN", "PROPN") and thing.pos_ in ("NOUN", "PROPN") and subject.lemma_ != thing.lemma_:
                yield verb, subject, thing


def roles_exchanged(told: Told, chance: random.Random) -> str | None:
    acts = [
        one for one in _acts(told) if max(span(one[1])[1] - span(one[1])[0], span(one[2])[1] - span(one[2])[0]) < 60
    ]
    if not acts:
        return None
    _, subject, thing = chance.choice(acts)
    one, other = lowered(phrase(subject), subject.left_edge), phrase(thing)
    return put(told.text, (*span(subject), other), (*span(thing), one))


def passive_turned(told: Told, chance: random.Random) -> str | None:
    """Turns the doer into the one to whom it is done: "was painted by" for "painted", or the other way round."""
    for verb, subject, thing in _acts(told):
        if verb.tag_ == "VBD" and verb.text.endswith("ed") and subject.i < verb.i < thing.i:
            if verb.i + 1 == thing.left_edge.i and not list(children(verb, "aux", "neg")):
                return put(told.text, (verb.idx, verb.idx + len(verb.text), f"was {verb.text} by"))
    for verb in told.doc:
        agent, aux = next(children(verb, "agent"), None), next(children(verb, "auxpass"), None)
        if agent and aux and verb.i + 1 == agent.i and aux.text in ("was", "were") and verb.text.endswith("ed"):
            return put(told.text, (aux.idx, aux.idx + len(aux.text) + 1, ""), (agent.idx, agent.idx + 3, ""))
    return None


def not_dropped(told: Told, chance: random.Random) -> str | None:
    for one in told.doc:
        if one.dep_ == "neg" and one.lower_ in ("not", "n't", "n’t", "never") and not _quoted(told, one.idx):
            if re.match(r" (?:only|just|merely)", told.text[one.idx + len(one.text) :]):
                continue
            return put(told.text, (one.idx, one.idx + len(one.text), " "))
    return None


def _not_place(told: Told) -> int | None:
    """The place after the first auxiliary of the main verb."""
    for one in told.doc:
        if one.dep_ in ("aux", "auxpass") or (one.lemma_ == "be" and one.dep_ == "ROOT"):
            if one.tag_ in ("MD", "VBD", "VBZ", "VBP") and not _quoted(told, one.idx) and one.i + 1 < len(told.doc):
                if told.doc[one.i + 1].lower_ not in NO_CHANGE and not one.text.startswith(("'", "’")):
                    if one.head.dep_ == "ROOT" or one.dep_ == "ROOT":
                        return int(one.idx + len(one.text))
    return None


def not_added(told: Told, chance: random.Random) -> str | None:
    at = _not_place(told)
    return None if at is None else put(told.text, (at, at, chance.choice([" not", " never", " not"])))


def not_hidden(told: Told, chance: random.Random) -> str | None:
    """Adds a "not" with an invisible character in it."""
    at, hidden = _not_place(told), chance.choice("\u00ad\u200b\u200d\u2060\ufeff\u200c\u180e\u2063")
    return None if at is None else put(told.text, (at, at, f" n{hidden}ot"))


def not_turned(told: Told, chance: random.Random) -> str | None:
    """Adds a "not" in an override or isolate of direction, mostly written backwards and shown forwards."""
    at = _not_place(told)
    mark, end = chance.choice([("\u202e", "\u202c"), ("\u2067", "\u2069"), ("\u202e", "")])
    return None if at is None else put(told.text, (at, at, f" {mark}{'ton' if end != chr(0x2069) else 'not'}{end}"))


def digits_in_other_forms(told: Told, chance: random.Random) -> str | None:
    """Changes a number, with digits of another script or shape."""
    changed = number_changed(told, chance) or year_changed(told, chance)
    if not changed or not re.search(r"\d", changed):
        return None
    first = ord(chance.choice("\uff10\u0660\u06f0\u0966"))
    if chance.random() < 0.3:
        first = chance.choice([0x1D7CE, 0x1D7D8, 0x1D7F6])
    return re.sub(r"\d", lambda digit: chr(first + int(digit.group())), changed)


def letters_alike(told: Told, chance: random.Random) -> str | None:
    """Replaces a letter of a name by one of another script that looks the same."""
    alike = dict(zip("aeopcxyiABEKMHOPCTX", "аеорсхуіАВЕКМНОРСТХ", strict=True))
    own = [one for one in told.names() if set(one.text) & set(alike)]
    if not own:
        return None
    one = chance.choice(own)
    at = chance.choice([at for at, letter in enumerate(one.text) if letter in alike])
    return put(told.text, (one.start_char + at, one.start_char + at + 1, alike[one.text[at]]))


def hedge_dropped(told: Told, chance: random.Random) -> str | None:
    for one in told.doc:
        if one.lower_ in HEDGES and not _quoted(told, one.idx):
            if one.tag_ == "MD":
                if any(child.dep_ == "neg" for child in one.head.children):
                    continue
                return put(told.text, (one.idx, one.idx + len(one.text), "will"))
            if one.pos_ == "ADV":
                return put(told.text, (one.idx, one.idx + len(one.text), ""))
    return None


def condition_dropped(told: Told, chance: random.Random) -> str | None:
    for one in told.doc:
        if one.dep_ == "mark" and one.lower_ in ("if", "unless") and one.head.dep_ == "advcl":
            clause = span(one.head)
            if clause[1] - clause[0] < 0.7 * len(told.text):
                return put(told.text, (*clause, ""))
    return None


def quantifier_strengthened(told: Told, chance: random.Random) -> str | None:
    return _exchange({word: [new] for word, new in QUANTIFIERS.items()}, told, chance, before=r"(?! [a-z]+ a )")


def bound_turned(told: Told, chance: random.Random) -> str | None:
    return _exchange(
        BOUNDS,
        told,
        chance,
        before=r"(?= (?:(?:a|the|one|two|half) )?[$£€]?(?:\d|two|three|four|five|a (?:dozen|hundred)))",
    )


def one_of_them(told: Told, chance: random.Random) -> str | None:
    """ "All of", "none of" or "three of" for "one of", "some of" and the like."""
    found = re.search(r"\b(?:[Oo]ne|[Ss]ome|[Mm]any|[Tt]wo|[Mm]ost) of (?=the|his|her|its|their)", told.text)
    if not found:
        return None
    return put(told.text, (*found.span(), chance.choice(["all of ", "none of ", "three of "])))


def cause_exchanged(told: Told, chance: random.Random) -> str | None:
    for one in told.doc:
        if one.lower_ == "because" and one.dep_ == "mark" and one.head.dep_ == "advcl" and one.i > 4:
            start, end = span(one.head)
            cause = told.text[one.idx + len(one.text) : end].strip(" .")
            effect = told.text[:start].strip(" ,")
            if told.text[end:].strip(' ."”') == "" and len(effect.split()) > 3 < len(cause.split()):
                return f"{cause[0].upper()}{cause[1:]} because {lowered(effect, told.doc[0])}."
    return None


def direction_reversed(told: Told, chance: random.Random) -> str | None:
    return _exchange(DIRECTIONS, told, chance)


def comparison_reversed(told: Told, chance: random.Random) -> str | None:
    return _exchange(COMPARISONS, told, chance, before=r"(?! or less)(?! or more)")


def rank_changed(told: Told, chance: random.Random) -> str | None:
    return _exchange(SUPERLATIVES, told, chance)


def preposition_exchanged(told: Told, chance: random.Random) -> str | None:
    places = [
        one
        for one in told.doc
        if one.lower_ in PREPOSITIONS
        and one.dep_ in ("prep", "mark")
        and one.head.pos_ == "VERB"
        and list(one.children)
    ]
    places = [one for one in places if not _quoted(told, one.idx) and one.lower_ not in ("with", "during", "over")]
    if not places:
        return None
    one = chance.choice(places)
    return put(told.text, (one.idx, one.idx + len(one.text), chance.choice(PREPOSITIONS[one.lower_])))


def unit_exchanged(told: Told, chance: random.Random) -> str | None:
    counted = rf"(?i:\d|\b(?:{'|'.join(COUNTS)})) ({'|'.join(UNITS)})\b"
    found = list(re.finditer(counted, told.text))
    if not found:
        return None
    one = chance.choice(found)
    return put(told.text, (*one.span(1), chance.choice(UNITS[one[1]])))


def week_changed(told: Told, chance: random.Random) -> str | None:
    ahead = r"(?= (?:week|month|year|summer|winter|spring|autumn|night|season|century|decade|morning)s?\b)"
    before = "last this next past coming previous following early late".split()
    near = {word: new for word, new in WEEKS.items() if word in before}
    rest = {word: new for word, new in WEEKS.items() if word not in near}
    return _exchange(near, told, chance, before=ahead) or _exchange(rest, told, chance)


def planned_for_done(told: Told, chance: random.Random) -> str | None:
    for one in told.doc:
        if one.dep_ == "xcomp" and one.tag_ == "VB" and one.head.lemma_ in PLANNING and one.head.pos_ == "VERB":
            first = min([one.head, *children(one.head, "aux", "auxpass")], key=lambda token: token.i)
            if not list(children(one.head, "neg")) and first.i < one.i:
                return put(told.text, (first.idx, one.idx + len(one.text), past(one.lemma_)))
    for one in told.doc:
        if one.lower_ in ("will", "would") and one.dep_ == "aux" and one.head.tag_ == "VB" and one.head.i == one.i + 1:
            if one.head.lemma_ not in ("be", "have") and not _quoted(told, one.idx):
                return put(told.text, (one.idx, one.head.idx + len(one.head.text), past(one.head.lemma_)))
    return None


def ordered_for_done(told: Told, chance: random.Random) -> str | None:
    for one in told.doc:
        if (
            one.lower_ in ("should", "must")
            and one.dep_ == "aux"
            and one.head.tag_ == "VB"
            and not _quoted(told, one.idx)
        ):
            if any(child.dep_ == "neg" for child in one.head.children):
                continue
            if told.doc[one.i + 1].lemma_ == "be":
                return put(told.text, (one.idx, told.doc[one.i + 1].idx + 2, "was"))
            if one.head.i == one.i + 1 and one.head.lemma_ != "have":
                return put(told.text, (one.idx, one.head.idx + len(one.head.text), past(one.head.lemma_)))
        if one.dep_ in ("xcomp", "ccomp") and one.tag_ == "VB" and one.head.lemma_ in ORDERING and one.lemma_ != "be":
            whom = next(children(one, "nsubj"), None) or next(children(one.head, "dobj"), None)
            if whom is not None and whom.i < one.i and whom.pos_ in ("NOUN", "PROPN"):
                end = span(one)[1]
                return put(f"{phrase(whom)} {past(one.lemma_)}{told.text[one.idx + len(one.text) : end]}.")
    return None


def clause_hung_on(told: Told, chance: random.Random) -> str | None:
    clause = chance.choice(CLAUSES)
    return None if told.text.endswith(('"', "”")) else f"{told.text.rstrip(' .')}, {clause}."


def relative_clause_hung_on(told: Told, chance: random.Random) -> str | None:
    own = [
        (one, relatives)
        for labels, relatives in ((("PERSON",), RELATIVES), (("GPE", "ORG", "FAC"), RELATIVES_OF_THINGS))
        for one in told.names(*labels)
        if told.text[one.end_char : one.end_char + 1] in (" ", ".")
        and not re.match(r" [A-Z(]", told.text[one.end_char :])
    ]
    if not own:
        return None
    one, relatives = chance.choice(own)
    return put(told.text, (one.end_char, one.end_char, f", {chance.choice(relatives)},"))


def speaker_changed(told: Told, chance: random.Random) -> str | None:
    for one in told.names("PERSON"):
        if one.root.dep_ == "nsubj" and one.root.head.lemma_ in SAYING and told.others_like("PERSON"):
            return put(told.text, (one.start_char, one.end_char, chance.choice(told.others_like("PERSON")[:6])))
    return None


def speaker_invented(told: Told, chance: random.Random) -> str | None:
    able = [name for name in told.others_like("PERSON") if " " in name]
    if not able or any(one.lemma_ in SAYING for one in told.doc) or re.search(r"[\"“”]|[Aa]ccording", told.text):
        return None
    name, inside = chance.choice(able[:10]), lowered(told.text, told.doc[0])
    return chance.choice([f"According to {name}, {inside}", f"{name} said that {inside}"])


def attribution_dropped(told: Told, chance: random.Random) -> str | None:
    """States as a fact what the sentence reports as somebody's words."""
    for one in told.doc:
        if one.dep_ == "ccomp" and one.head.lemma_ in SAYING and one.head.dep_ == "ROOT" and one.i > one.head.i:
            if list(children(one.head, "nsubj")) and not list(children(one.head, "neg")):
                inside = re.sub(r"^(?:that|:|,)\s*", "", phrase(one)).rstrip(" .")
                if (
                    len(inside.split()) > 5
                    and not re.search(r"[\"“”]", inside)
                    and any(children(one, "nsubj", "nsubjpass"))
                ) and not any(token.lower_ in HEDGES for token in one.subtree):
                    return f"{inside[0].upper()}{inside[1:]}."
    return None


def bare_fragment(told: Told, chance: random.Random) -> str | None:
    own = [one.text for one in told.names("PERSON", "ORG", "GPE")]
    return chance.choice(own) + chance.choice(["", "."]) if own else None


def _opposite(told: Told, chance: random.Random, tag: str, part: str) -> str | None:
    if not wordnet.is_there():
        return None
    able = [
        (one, other)
        for one in told.doc
        if one.pos_ == tag and one.dep_ not in ("aux", "auxpass", "neg") and not _quoted(told, one.idx)
        for other in wordnet.antonyms(one.lemma_.lower(), part)[:1]
    ]
    if not able:
        return None
    one, other = chance.choice(able)
    return put(told.text, (one.idx, one.idx + len(one.text), _inflected(one, other)))


def _inflected(one: Token, other: str) -> str:
    """The other word inflected like this one, as far as endings allow."""
    if one.tag_ in ("VBD", "VBN"):
        other = past(other)
    elif one.tag_ == "VBG":
        other = (other[:-1] if other.endswith("e") and not other.endswith("ee") else other) + "ing"
    elif one.tag_ in ("VBZ", "NNS"):
        other += "es" if other.endswith(("s", "x", "ch", "sh")) else "s"
    return other.capitalize() if one.text[0].isupper() else other


def verb_opposite(told: Told, chance: random.Random) -> str | None:
    return _opposite(told, chance, "VERB", "verb")


def adjective_opposite(told: Told, chance: random.Random) -> str | None:
    return _opposite(told, chance, "ADJ", "adj")


def noun_opposite(told: Told, chance: random.Random) -> str | None:
    return _opposite(told, chance, "NOUN", "noun")


def _sister(told: Told, chance: random.Random, tag: str, part: str) -> str | None:
    if not wordnet.is_there():
        return None
    able = [one for one in told.doc if one.pos_ == tag and len(one) > 3 and not _quoted(told, one.idx)]
    able = [one for one in able if one.dep_ not in ("aux", "auxpass") and wordnet.sisters(one.lemma_.lower(), part)]
    if not able:
        return None
    one = chance.choice(able)
    new = chance.choice(wordnet.sisters(one.lemma_.lower(), part))
    return put(told.text, (one.idx, one.idx + len(one.text), _inflected(one, new)))


def noun_exchanged(told: Told, chance: random.Random) -> str | None:
    return _sister(told, chance, "NOUN", "noun")


def _of_the_articles(told: Told, chance: random.Random, *tags: str) -> str | None:
    """Replaces a word by one of the same form from elsewhere in the articles that is not in the paragraph."""
    able = [one for one in told.doc if one.tag_ in tags and len(one) > 3 and one.text.islower()]
    able = [one for one in able if one.dep_ not in ("aux", "auxpass") and not _quoted(told, one.idx)]
    if not able:
        return None
    one = chance.choice(able)
    near = {token.lower_ for token in told.doc} | {token for token in told.paragraph.lower().split()}
    others = [word for word in told.words.get(one.tag_, []) if word not in near]
    return put(told.text, (one.idx, one.idx + len(one.text), chance.choice(others))) if others else None


def verb_exchanged(told: Told, chance: random.Random) -> str | None:
    return _of_the_articles(told, chance, "VBD", "VBN", "VBZ", "VB")


def adjective_exchanged(told: Told, chance: random.Random) -> str | None:
    return _of_the_articles(told, chance, "JJ")


def something_else_said(told: Told, chance: random.Random) -> str | None:
    """Says of the subject a word that does not occur in the paragraph: "The new town hall was muddy"."""
    roots = [one for one in told.doc if one.dep_ == "ROOT" and one.tag_ in ("VBD", "VBZ", "VBP")]
    subject = next((child for one in roots for child in children(one, "nsubj", "nsubjpass")), None)
    if subject is None or subject.pos_ not in ("NOUN", "PROPN") or not 3 <= len(list(subject.subtree)) <= 10:
        return None
    near = set(re.findall(r"\w+", told.paragraph.lower()))
    words = (word for tag in ("JJ", "VBN") for word in told.words.get(tag, []))
    able = [word for word in words if word not in near | STOP_WORDS and len(word) > 3]
    if not able or _quoted(told, subject.idx):
        return None
    be = "were" if subject.tag_ in ("NNS", "NNPS") or any(children(subject, "conj")) else "was"
    about = phrase(subject)
    return f"{about[:1].upper()}{about[1:]} {be} {chance.choice(able)}."


def prefix_changed(told: Told, chance: random.Random) -> str | None:
    """ "Employment" for "unemployment", "disqualified" for "qualified"."""
    if not wordnet.is_there():
        return None
    able = []
    for one in told.doc:
        if one.pos_ in ("NOUN", "VERB", "ADJ", "ADV") and len(one) > 4 and one.text.isalpha():
            low, base = one.lower_, one.lemma_.lower()
            for prefix in ("un", "dis", "in", "im", "non", "mis", "over", "under", "re", "de", "ir"):
                if low.startswith(prefix) and len(low) > len(prefix) + 3 and wordnet.known(base.removeprefix(prefix)):
                    if prefix in ("un", "dis", "non", "over", "under", "mis"):
                        able.append((one, low.removeprefix(prefix)))
                elif wordnet.known(prefix + base) and prefix not in ("re", "in", "de"):
                    able.append((one, prefix + low))
    if not able:
        return None
    one, new = chance.choice(able)
    return put(told.text, (one.idx, one.idx + len(one.text), new))


def quoted_word_changed(told: Told, chance: random.Random) -> str | None:
    quoted = [one for one in re.finditer(r"[\"“]([^\"“”]{6,})[\"”]", told.text)]
    others = [word for word in re.findall(r"\b[a-z]{4,}\b", told.paragraph) if word not in told.text]
    words = [one for found in quoted for one in re.finditer(r"[^\W\d_]{4,}", told.text[found.start() : found.end()])]
    if not quoted or not others or not words:
        return None
    found = chance.choice(quoted)
    inside = list(re.finditer(r"[^\W\d_]{4,}", found[1]))
    if not inside:
        return None
    word = chance.choice(inside)
    at = found.start(1)
    return put(told.text, (at + word.start(), at + word.end(), chance.choice(others)))


def only_added(told: Told, chance: random.Random) -> str | None:
    """Claims that nothing or nobody else did it."""
    for one in told.doc:
        if one.dep_ == "ROOT" and (subject := next(children(one, "nsubj", "nsubjpass"), None)):
            if subject.pos_ in ("NOUN", "PROPN") and "only" not in told.text.lower():
                start = span(subject)[0]
                return (
                    put(told.text, (start, start, "only "), (start, start, ""))
                    if start
                    else put(told.text, (0, len(told.doc[0].text), f"Only {lowered(told.doc[0].text, told.doc[0])}"))
                )
    return None


def pronoun_exchanged(told: Told, chance: random.Random) -> str | None:
    return _exchange(PRONOUNS, told, chance)


def facts_crossed(told: Told, chance: random.Random) -> str | None:
    """Says of the next sentence's subject what this sentence says of its own."""
    from tests.benchmarks.article_sentences import pipeline

    if not told.after:
        return None
    other = next((one for one in pipeline()(told.after) if one.dep_ == "nsubj" and one.head.dep_ == "ROOT"), None)
    mine = next((one for one in told.doc if one.dep_ == "nsubj" and one.head.dep_ == "ROOT"), None)
    if not mine or not other or mine.pos_ not in ("NOUN", "PROPN") or other.pos_ not in ("NOUN", "PROPN"):
        return None
    one, two = phrase(mine), phrase(other)
    if set(one.lower().split()) & set(two.lower().split()) - {"the", "a", "of"} or mine.tag_ != other.tag_:
        return None
    return put(told.text, (*span(mine), two)) if len(two) < 60 else None


def of_another_paragraph(told: Told, chance: random.Random) -> str | None:
    return told.text if told.elsewhere and told.text not in told.elsewhere else None


ALTERED: dict[str, Maker] = {
    "number": number_changed,
    "year": year_changed,
    "month or weekday": day_changed,
    "name": name_changed,
    "name alike": name_alike,
    "names exchanged": names_exchanged,
    "roles exchanged": roles_exchanged,
    "passive turned": passive_turned,
    "not dropped": not_dropped,
    "not added": not_added,
    "not hidden": not_hidden,
    "not backwards": not_turned,
    "other digits": digits_in_other_forms,
    "letters alike": letters_alike,
    "hedge dropped": hedge_dropped,
    "condition dropped": condition_dropped,
    "quantifier": quantifier_strengthened,
    "at least, up to": bound_turned,
    "one of them": one_of_them,
    "cause and effect": cause_exchanged,
    "direction": direction_reversed,
    "comparison": comparison_reversed,
    "rank": rank_changed,
    "preposition": preposition_exchanged,
    "unit": unit_exchanged,
    "last week": week_changed,
    "planned for done": planned_for_done,
    "order for statement": ordered_for_done,
    "clause hung on": clause_hung_on,
    "relative clause": relative_clause_hung_on,
    "other speaker": speaker_changed,
    "speaker invented": speaker_invented,
    "attribution dropped": attribution_dropped,
    "bare fragment": bare_fragment,
    "verb opposite": verb_opposite,
    "adjective opposite": adjective_opposite,
    "noun opposite": noun_opposite,
    "verb exchanged": verb_exchanged,
    "noun exchanged": noun_exchanged,
    "adjective exchanged": adjective_exchanged,
    "something else": something_else_said,
    "prefix": prefix_changed,
    "quoted word": quoted_word_changed,
    "only added": only_added,
    "he for she": pronoun_exchanged,
    "facts crossed": facts_crossed,
    "other paragraph": of_another_paragraph,
}


def drawn(told: Sequence[Told], makers: dict[str, Maker], each: int, seed: int) -> Iterator[tuple[str, Told, str]]:
    """At most `each` claims of each kind, with the kind and the sentence that each was made from."""
    for kind, make in makers.items():
        chance = random.Random(f"{seed}{kind}")
        order = list(told)
        chance.shuffle(order)
        made = 0
        for one in order:
            claim = make(one, chance)
            if claim and (claim != put(one.text) or kind in ("unaltered", "other paragraph")):
                yield kind, one, claim
                made += 1
            if made == each:
                break
