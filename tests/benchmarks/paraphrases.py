"""True sentences reworded so that they stay true, in a dozen ways, with the benchmark's own parse and lists."""

# ruff: noqa: SIM102 - what a kind looks for reads best with one condition to a line

from __future__ import annotations

import random
import re

from tests.benchmarks.alterations import MONTHS, Maker
from tests.benchmarks.article_sentences import Told, children, lowered, phrase, put, span

WORDED = dict(enumerate("zero one two three four five six seven eight nine ten eleven twelve".split()))
SMALL = "|".join(list(WORDED.values())[2:12])
NO_COUNT = "am|pm|per|percent|million|billion|thirds|quarters|hundred|dozen"
COUNTED = "people|men|troops|workers|students|tons|tonnes|feet|metres|meters|miles|km"
FORMS = [
    (r"\bU\.S\.(?= [a-z])", "United States"), (r"\bthe United States\b", "the US"),
    (r"\bU\.K\.(?= [a-z])", "United Kingdom"),
    (r"\bthe United Kingdom\b", "the UK"), (r"\bthe European Union\b", "the EU"), (r"\bUnited Nations\b", "UN"),
]  # fmt: skip
# What must, or must not, follow a word lest it mean something else: "talk about", "because of".
OTHERWISE = {"about": r"(?= \d)", "because": "(?! of)", "near": "(?! future)"}
SYNONYMS = [
    pair.split("/")
    for pair in (
        "began/started|started/began|big/large|large/big|help/assist|famous/well-known|also/additionally|about/approximately|"
        "approximately/about|because/since|such as/like|called/named|near/close to|often/frequently|"
        "ended/concluded|quickly/rapidly|bought/purchased|primarily/mainly|mostly/largely|"
        "located/situated|allowed/permitted|permitted/allowed|required/needed|entire/whole|in order to/to|"
        "car/automobile|film/movie|movie/film|children/kids|obtained/acquired|constructed/built|attempt/try|"
        "huge/enormous|annual/yearly|whole/entire|aid/help"
    ).split("|")
]


def unaltered(told: Told, chance: random.Random) -> str | None:
    return told.text


def introduced(told: Told, chance: random.Random) -> str | None:
    if re.search(r"^[\"“]", told.text):
        return None
    lead = chance.choice(
        [
            "According to the article, ", "The article says that ", "Based on the given passages, ",
            "According to paragraph 1, ", "The passage states that ", "As the report says, ", "The text explains that ",
        ]
    )  # fmt: skip
    return lead + lowered(told.text, told.doc[0])


def typography(told: Told, chance: random.Random) -> str | None:
    """Curly apostrophes, a soft hyphen in a long word, a no-break space, and at times full-width digits."""
    text, _, after = told.text.partition(" ")
    word = max(re.findall(r"[a-z]{6,}", after), key=len, default=None)
    if word is None:
        return None
    after = after.replace(word, f"{word[:3]}\u00ad{word[3:]}", 1).replace("'", "’")
    if chance.random() < 0.3:
        after = re.sub(r"\d", lambda digit: chr(0xFF10 + int(digit.group())), after)
    return f"{text}\u00a0{after}"


def passive_for_active(told: Told, chance: random.Random) -> str | None:
    """ "The bridge was opened by the mayor" for "the mayor opened the bridge", and the other way round."""
    for verb in told.doc:
        if verb.dep_ != "ROOT" or list(children(verb, "neg", "conj", "prt", "advcl", "xcomp", "ccomp", "aux")):
            continue
        agent, aux = next(children(verb, "agent"), None), next(children(verb, "auxpass"), None)
        subject, thing = next(children(verb, "nsubj", "nsubjpass"), None), next(children(verb, "dobj"), None)
        if subject is None or subject.pos_ not in ("NOUN", "PROPN") or not re.search("ed$", verb.text):
            continue
        if agent and aux and aux.text in ("was", "were") and (doer := next(children(agent, "pobj"), None)):
            rest = told.text[span(agent)[1] :].rstrip(" .")
            if doer.pos_ in ("NOUN", "PROPN") and agent.i == verb.i + 1 and aux.i == verb.i - 1 and subject.i < aux.i:
                front = told.text[: span(subject)[0]]
                who, what = phrase(doer), lowered(phrase(subject), subject.left_edge)
                return put(f"{front}{who} {verb.text} {what}{rest}.")
        if (
            (
                thing
                and not aux
                and thing.pos_ in ("NOUN", "PROPN")
                and verb.tag_ == "VBD"
                and subject.i < verb.i < thing.i
            )
            and span(subject)[1] + 1 == verb.idx
            and thing.left_edge.i == verb.i + 1
        ):
            be = "were" if thing.tag_ in ("NNS", "NNPS") or list(children(thing, "conj")) else "was"
            front, rest = told.text[: span(subject)[0]], told.text[span(thing)[1] :].rstrip(" .")
            who = lowered(phrase(subject), subject.left_edge)
            return put(f"{front}{phrase(thing)} {be} {verb.text} by {who}{rest}.")
    return None


def number_in_another_form(told: Told, chance: random.Random) -> str | None:
    changes = [
        (one, new)
        for pattern, write in (
            (rf"(?<![\w.,$£€-])(\d{{1,2}})(?= [a-z])(?! (?:{NO_COUNT}))", lambda f: WORDED.get(int(f[1]))),
            (rf"\b(?:{SMALL})\b(?! (?:{NO_COUNT}))", lambda f: str(list(WORDED.values()).index(f[0]))),
            (r"\btwelve\b", lambda f: "a dozen"),
            (r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![,.]\d)", lambda f: f[0].replace(",", "")),
            (r"(?<=\d)(?: percent| per cent)\b", lambda f: "%"),
            (r"(?<=\d)%", lambda f: " percent"),
            (r"\$(\d[\d,.]*\d|\d)( (?:million|billion|trillion))?(?![\w-])", lambda f: f"{f[1]}{f[2] or ''} dollars"),
            (r"(?<![\w.,$£€])(\d+) million\b", lambda f: f"{f[1]},000,000"),
            (rf"(?<![\w.,])(\d{{4,6}})(?= (?:{COUNTED}))", lambda f: f"{int(f[1]):,}"),
        )
        for one in re.finditer(pattern, told.text)
        if (new := write(one))
    ]  # fmt: skip
    if not changes or re.search(r"[\"“”]", told.text):
        return None
    one, new = chance.choice(changes)
    return put(told.text, (*one.span(), new)) if not re.search(rf"{'|'.join(MONTHS)}", told.text) else None


def date_in_another_form(told: Told, chance: random.Random) -> str | None:
    months = "|".join(MONTHS)
    if found := re.search(rf"\b({months}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", told.text):
        return put(told.text, (*found.span(), f"{found[2]} {found[1]} {found[3]}"))
    if found := re.search(rf"\b(\d{{1,2}}) ({months}) (\d{{4}})\b", told.text):
        return put(told.text, (*found.span(), f"{found[2]} {found[1]}, {found[3]}"))
    if found := re.search(rf"\b({months}) (\d{{1,2}})\b(?!,? \d|:)", told.text):
        return put(told.text, (*found.span(), f"{found[2]} {found[1]}"))
    if found := re.search(rf"\b(\d{{1,2}}) ({months})\b", told.text):
        end = {"1": "st", "2": "nd", "3": "rd"}.get(found[1][-1], "th") if found[1] not in ("11", "12", "13") else "th"
        return put(told.text, (*found.span(), f"{found[2]} {found[1]}{end}"))
    return None


def name_shortened(told: Told, chance: random.Random) -> str | None:
    own = [one for one in told.names("PERSON") if re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", one.text)]
    own = [
        one
        for one in own
        if len(re.findall(rf"\w+ {one.text.split()[1]}\b", told.paragraph)) == told.paragraph.count(one.text)
    ]
    if not own:
        return None
    one = chance.choice(own)
    return put(told.text, (one.start_char, one.end_char, one.text.split()[1]))


def adjunct_dropped(told: Told, chance: random.Random) -> str | None:
    """Drops a clause between commas, a bracket, or a phrase such as a date in front: what is left stays true."""
    cuts = []
    for one in told.doc:
        start, end = span(one)
        if one.dep_ == "relcl" and told.text[max(0, start - 2) : start] == ", ":
            cuts.append((start - 2, end + (told.text[end : end + 1] == ",")))
        if (
            one.dep_ == "appos"
            and told.text[max(0, start - 2) : start] == ", "
            and told.text[end : end + 1] in (",", ".")
        ) and one.head.dep_ in ("nsubj", "dobj", "pobj"):
            cuts.append((start - 2, end + (told.text[end : end + 1] == ",")))
        if one.dep_ == "prep" and one.head.dep_ == "ROOT" and one.i == 0 and told.text[end : end + 1] == ",":
            if one.lower_ in ("in", "on", "at", "during", "after"):
                cuts.append((start, end + 1))
    cuts += [one.span() for one in re.finditer(r" \([^()]+\)", told.text)]
    cuts = [one for one in cuts if one[1] - one[0] < 0.6 * len(told.text)]
    if not cuts or re.search(r"\b(?:no|not|never|if|only|all|most|n't)\b|[\"“”]", told.text):
        return None
    return put(told.text, (*chance.choice(cuts), " "))


def two_in_one(told: Told, chance: random.Random) -> str | None:
    """Joins this sentence and the next of its paragraph."""
    if (
        not 4 < len(told.after.split()) < 20
        or len(told.text.split()) > 22
        or re.search(r"[\"“”:;]", told.text + told.after)
    ):
        return None
    from tests.benchmarks.article_sentences import pipeline

    after = pipeline()(told.after)
    if not any(one.dep_ in ("nsubj", "nsubjpass") for one in after) or after[0].lower_ in (
        "however",
        "but",
        "and",
        "thus",
    ):
        return None
    return f"{told.text.rstrip(' .')}, and {lowered(told.after.rstrip(' .'), after[0])}."


def written_out(told: Told, chance: random.Random) -> str | None:
    """Replaces the name of a country or body by its other form."""
    for pattern, new in FORMS:
        if re.search(pattern, told.text):
            return re.sub(pattern, new, told.text, count=1)
    return None


def contracted(told: Told, chance: random.Random) -> str | None:
    if found := re.search(r"\b(?:did|does|do|was|were|is|are|has|have|had|could|would|should)( not)\b", told.text):
        return put(told.text, (*found.span(1), "n't"))
    if found := re.search(
        r"\b(?:did|does|do|was|were|is|are|has|have|had|could|would|should)(n['’]t| n't)\b", told.text
    ):
        return put(told.text, (*found.span(1), " not"))
    return None


def with_a_synonym(told: Told, chance: random.Random) -> str | None:
    able = [pair for pair in SYNONYMS if re.search(rf"\b{pair[0]}\b{OTHERWISE.get(pair[0], '')}", told.text)]
    if not able or re.search(r"[\"“”]", told.text):
        return None
    old, new = chance.choice(able)
    return re.sub(rf"\b{old}\b{OTHERWISE.get(old, '')}", new, told.text, count=1)


def pronoun_named(told: Told, chance: random.Random) -> str | None:
    """Replaces a "he" or "she" that begins a sentence by the name, if only one person is named before it."""
    from tests.benchmarks.article_sentences import pipeline

    found = re.match(r"(He|She) (?=[a-z])", told.text)
    if not found or not told.before:
        return None
    before = pipeline()(told.paragraph[: told.paragraph.find(told.text)])
    people = {one.text.split()[-1]: one.text for one in before.ents if one.label_ == "PERSON"}
    subject = next((one for one in before if one.dep_ in ("nsubj", "nsubjpass") and one.head.dep_ == "ROOT"), None)
    if len(people) != 1 or subject is None or subject.text not in people:
        return None
    return put(told.text, (0, len(found[1]), people[subject.text]))


PARAPHRASED: dict[str, Maker] = {
    "unaltered": unaltered,
    "introduced": introduced,
    "typography": typography,
    "passive and active": passive_for_active,
    "number's form": number_in_another_form,
    "date's form": date_in_another_form,
    "name shortened": name_shortened,
    "adjunct dropped": adjunct_dropped,
    "two in one": two_in_one,
    "name written out": written_out,
    "contracted": contracted,
    "synonym": with_a_synonym,
    "pronoun named": pronoun_named,
}
