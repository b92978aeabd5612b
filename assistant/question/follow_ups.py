"""Turns a follow-up and its history into a standalone question, by rules.

It reads the user's questions and who spoke in the answers; if two readings are possible it changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from assistant.question.asked_times import asked_time
from assistant.question.confirming import TRUE
from assistant.question.question import LONGEST_QUESTION, Question, read_question
from assistant.question.question_kinds import form_of
from assistant.question.speaker_frames import speaker_names
from assistant.question.titles import without_titles
from index.language.names import is_place, names_in, plain
from index.language.opposites import wider
from index.language.places import PLACES
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.language.tokens import dictionary_form
from index.language.word_lists import DATES, DEMONYMS, FUNCTION_WORDS, ORGANISATIONS, ROLES
from index.reading.parsing import parse

_FOLLOW_UP = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|also|then),?\s+)*(?:(?:what|how) about\s+|(?:and|but|"
    r"also),?\s+|any(?:thing|one)(?: else)?\s+(?=(?:about|on|regarding|concerning)\b))(?P<rest>.+?)\s*\??$",
    re.I,
)
# "Arms sales?": a few words without a verb, and a question mark.
_FRAGMENT = re.compile(r"^(?P<rest>[^\W\d][\w.’'-]*(?: [\w.’'-]+){0,3})\s*\?+$")
_NO_TOPIC = FUNCTION_WORDS | frozenset("really sure thanks thank sorry hello hi hey seriously right more else".split())
_TIME = re.compile(
    r"^(?:(?:in|on|since|until|before|after|during|by|from)\s+)?(?:the\s+)?(?:(?:early|late|mid)\s+)?(?:"
    r"(?:last|this|next|past|previous|following)\s+(?:days?|weeks?|months?|years?|spring|summer|autumn|winter|fall"
    r"|night|"
    + "|".join(sorted(DATES))
    + r")|yesterday|today|tomorrow|(?:\d{1,2}\s+)?(?:"
    + "|".join(sorted(DATES))
    + r")(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s+\d{4})?|\d{4})$",
    re.I,
)
_ABOUT = re.compile(r"^(?:about|on|regarding|concerning|over|in|at|for|to|from|with)\s+(?P<topic>.+)$", re.I)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|may|might|who|what|"
    r"when|where|why|which|how|said|says)\b",
    re.I,
)
_BARE_WH = re.compile(
    r"^(?:and\s+|but\s+)?(?P<wh>when|where|why|how)(?: was that| did (?:he|she|they)(?: say (?:it|that|so))?)?\s*\?*$",
    re.I,
)
# "By whom?" after "Who was sentenced?"
_BARE_WHOM = re.compile(
    r"^(?:and\s+|but\s+)?(?P<rest>(?:to|by|for|from|with|against|at|in|on) (?:what|whom?|where|which (?:one|[a-z]+)))"
    r"\s*\?*$",
    re.I,
)
_PERSON = re.compile(r"\b(?P<word>he|she|him|his|hers?)\b", re.I)
_HERS = ("she", "her", "hers")
LONGEST_POINTING = 8  # most words of a question that only points back
LONGEST_MORE = 100  # characters of a request for more
LOOKED_BACK = 6  # how many earlier questions are searched for the person whom a pronoun means
_THEY = ("they", "them", "their", "these", "those")
_THEM, _FROM_THEM = re.compile(r"\bthe[ym]\b", re.I), re.compile(r"\b(?:from|by) them\W*$", re.I)
_THING = re.compile(r"\b(?P<word>it|its|that|this|these|those|they|them|their)\b(?=\s*(?:\?|$)|\s+\w)", re.I)
# "How does Berg see it?": Berg is the one who sees, so "it" still means the earlier topic.
_OBJECT = re.compile(r"\b(?:sees?|views?|judges?|assess|mentions?|covers?|discuss(?:es)?|of|about|on|to) it\W*$", re.I)
_IT_SAYS = re.compile(r"\bit (?:say|mention|report|tell|claim|write|conclude)", re.I)
_HELPERS = r"\b(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b"
_BARE_SUBJECT = re.compile(rf"{_HELPERS} (?P<who>[\w’'-]+) ", re.I)
_EXPLETIVE = re.compile(
    r"\bit (?:true|possible|likely|safe|legal|worth|rain\w*|snow\w*|take)\b|\btime is it\b|"
    r"\bdoes it take\b|\bwas it (?:that|like)\b|\b(?:this|that|these|those) \w+|\b(?:say|said|think|mean|true) that\b",
    re.I,
)


Knows = Callable[[str], bool]


def stand_alone(question: str, history: Sequence[Mapping[str, object]], knows: Knows = lambda name: False) -> str:
    """The question completed from the history, oldest message first; unchanged if it stands alone.

    `knows` says whether the articles use a word as a name, which its spelling in a lower-case question does not show.
    """
    asked, answer, knows = list[str](), "", cache(knows)
    spoken = answered_so_far(history)
    for message in history:
        if message.get("role") == "user":
            content = without_titles(text_of(message))
            asked.append(_resolved(content, asked, spoken, answer, knows) if asked else content)
        elif message.get("role") == "assistant":
            answer = text_of(message)
    return _resolved(question, asked, spoken, answer, knows) if asked else question


_MORE = re.compile(
    r"^\W*(?:(?:and|ok(?:ay)?|please|can you|could you|go on|i(?:['’]d| would) like|i want)\b[ ,]*)*"
    r"(?:(?:tell|give|show)(?: me)? |say |is there |are there |any |some |what |a bit |a little )*"
    r"(?:more|continue|go on|carry on|elaborate|expand|(?:any|every)thing else|what else)\b"
    r"(?: (?:details?|information|info|please|then|about (?:it|this|that)|on (?:it|this|that)|is there|there|you know"
    r"|do(?:es)? (?:it|they|the article|you) (?:say|know|have)))*\W*$",
    re.I,
)


def asks_for_more(question: str) -> bool:
    """Whether the question asks for more than was answered: "tell me more", "what else did she say?"."""
    return _says_only_more(question) or bool(re.match(r"\W*(?:and )?what else\b", question, re.I))


def _says_only_more(question: str) -> bool:
    return bool(_MORE.match(question[:LONGEST_MORE]))


_CITES = re.compile(r"\[\d{1,4}\]")
_LEANING = re.compile(
    r"^(?:and|but|so|then|also|ok(?:ay)?)\b|^(?:what|how) about\b|\b(?:he|she|it|they|him|her|them|his|its|their"
    r"|this|that|these|those|there|more|else|same|other)\b"
    r"|[他她它这那]|呢[？?]?$",
    re.I,
)


NAMELESS = 4  # content words that a question without a name needs to stand alone


def leans(question: str, history: Sequence[Mapping[str, object]]) -> bool:
    """Whether a question depends on what was said before: it points back, or is too short to stand alone."""
    if not any(message.get("role") == "user" for message in history):
        return False
    text = question.strip()
    if is_cjk(text):
        return bool(_LEANING.search(text)) or len(text) <= 12
    count = len([word for word in re.findall(r"\w+", text) if plain(word) not in FUNCTION_WORDS])
    few = count < 2 or count < NAMELESS and not read_question(text).names
    return bool(_LEANING.search(text)) or few


def points_back(question: str) -> bool:
    """Whether a question has nothing of its own to look for: "why the difference?", "did anyone disagree?"."""
    if is_cjk(question):
        return False
    every = re.findall(r"\w+", question)
    words = [word for word in every if plain(word) not in FUNCTION_WORDS]
    if len(words) < 2 and _ASKING.match(question) and not read_question(question).names:
        return True
    return len(every) <= LONGEST_POINTING and not _names_a_thing(question)


def _names_a_thing(question: str) -> bool:
    parts = next(iter(parse([question])), ())
    return any(token.pos_ in ("NOUN", "PROPN", "NUM") for part in parts for token in part.doc)


_ASKING = re.compile(r"^\W*(?:and |but |so )?(?:why|how|when|where|who|what|which)\b.*\bthe\b", re.I)


def answered_so_far(history: Sequence[Mapping[str, object]]) -> str:
    """The texts of all answers in the history."""
    return " ".join(text_of(message) for message in history if message.get("role") == "assistant")


def asked_last(history: Sequence[Mapping[str, object]]) -> str:
    """The user's last question in the history."""
    return next((text_of(message) for message in reversed(history) if message.get("role") == "user"), "")


def text_of(message: Mapping[str, object]) -> str:
    """The text of a message, whose content may be a list of parts, including pictures."""
    content = message.get("content")
    parts = [content] if isinstance(content, str) else content if isinstance(content, list) else []
    texts = [part if isinstance(part, str) else str(part.get("text") or "") for part in parts if part]
    return " ".join(filter(None, texts)).encode("utf-8", "replace").decode()[:LONGEST_QUESTION]


def _resolved(question: str, asked: Sequence[str], spoken: str, answer: str, knows: Knows) -> str:
    """A follow-up completed from the standalone questions `asked` before it and from the last `answer`."""
    if len(question) > LONGEST_QUESTION:
        return question  # too long for a follow-up
    if is_cjk(question):
        return _chinese(question, asked[-1], spoken) or question
    bare, before = question.strip(), read_question(asked[-1])
    if before.language != "en":
        return question
    if (match := _NAMED_FIRST.match(bare)) and _PERSON.search(match["rest"]):
        who = match["who"]
        return question if _is_place_name(who) else _PERSON.sub(lambda found: _inflected(found, who), match["rest"])
    if back := _gone_back(bare):
        return back
    if match := _IN_ANOTHER.match(bare):
        return f"{before.text.strip(' ?.!')} {match['where'].lower()}?"
    if _WHO_SAID_IT.match(bare) and (quote := _QUOTE.search(answer)):
        return f"Who said “{quote[1]}”?"
    if _says_only_more(bare) and _CITES.search(spoken):
        return before.text if before.speaker or _is_overview(before.text) else "Summarise this article"
    if (match := _BARE_WHOM.match(bare)) and not _is_overview(before.text):
        return f"{before.text.strip(' ?.!')} {match['rest'].lower()}?"
    if match := _AMOUNT.match(bare):
        return _with_amount(match["how"], before) or question
    if (match := _ELSE.match(bare)) and match["where"] and match["wh"].casefold() == "who":
        return "Who else is quoted in this article?"
    if match:
        return re.sub(rf"^\W*{match['wh']}\b", f"{match['wh'].capitalize()} else", before.text, count=1, flags=re.I)
    if match := _BARE_WH.match(bare):
        return _with_question_word(match["wh"], before) or _of_answer(match["wh"], answer) or question
    match = _FOLLOW_UP.match(bare) or _fragment(bare, before)
    if match and len(match["rest"].split()) <= 7 and not _FINITE.search(match["rest"]):
        return _with_new_part(match["rest"], before, spoken, knows) or question
    return _with_old_topic(bare, before) or _with_pronouns(question, asked, answer, knows) or question


# "Back to the rocket: who wrote that piece?"
_BACK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|now|and|but|let['’]s)\b,? )*"
    r"(?:(?:go(?:ing)? |coming )?back to|return(?:ing)? to|what about) "
    r"(?P<topic>(?:the |an? )?[\w’'-]+(?: [\w’'-]+){0,3}?)(?: (?:again|story|article|piece))?(?:[:,;]| [–-]) +"
    r"(?P<rest>(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|will)\b.*)$",
    re.I,
)
_ITS_TEXT = re.compile(r"\b(?:the|that|this) (?:article|piece|story|report|interview)\b", re.I)
# "Who said that?" means the first quote of the last answer.
_WHO_SAID_IT = re.compile(r"^\W*(?:and |but )?who (?:said|says|claimed|claims) (?:that|this|it|so)\W*$", re.I)
_QUOTE = re.compile(r"“([^“”]{20,400})”(?: \[|\n| ?$)")


def _gone_back(question: str) -> str | None:
    """The question with the topic that it returns to filled in; None if it returns to none."""
    if not (found := _BACK.match(question)):
        return None
    topic, rest = found["topic"], found["rest"]
    if _ITS_TEXT.search(rest):
        return _ITS_TEXT.sub(lambda text: f"{text[0]} on {topic}", rest, count=1)
    replaced = re.sub(r"\bit\b", lambda _: topic, rest, count=1)
    return replaced if replaced != rest else f"{rest.rstrip(' ?.')} about {topic}?"


# "How much?" alone asks for the amount of what the previous question asked about.
_AMOUNT = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?P<how>how (?:much|many|long|often|far|big|old"
    r"|soon))(?: (?:exactly|then|in all|altogether|in total))?\s*\?*$",
    re.I,
)
_ELSE = re.compile(
    r"^(?:and\s+)?(?P<wh>who|what|where|which) else(?P<where> (?:in|is in) (?:that|this|the) (?:article|piece|story))?"
    r"\s*\?*$",
    re.I,
)
_IN_ANOTHER = re.compile(
    r"^(?:and |what )*(?P<where>(?:in|from|according to) the (?:other|second|first|last) "
    r"(?:one|article|piece|story|report|paper))\W*$",
    re.I,
)
# "And Roe, how did he react?"
_NAMED_FIRST = re.compile(
    r"^(?i:and|but|what about) (?P<who>(?!(?:What|Who|How|When|Where|Why|Which|Did|Does|Is|Was|Has)\b)[A-Z][\w.’'-]*"
    r"(?: [A-Z][\w.’'-]*){0,3}|the (?:[\w’'-]+ ){0,2}[\w’'-]+),? "
    r"(?P<rest>(?:what|how|why|when|where|did|does|is|was|has)\b.*)$"
)


def _is_overview(text: str) -> bool:
    return form_of(text, language="en").kind == "overview"


def _with_amount(how: str, before: Question) -> str | None:
    """The question of a bare "How much?": after "Did she promise any money?" it is "How much did she promise?"."""
    text = re.sub(r"\s*\?+$", "", before.text.strip())
    if match := re.match(rf"({_HELPERS}) (.+)$", text, re.I):
        rest = re.sub(r"\s+(?:any|some|more)\s+[\w-]+$", "", match[2])
        return f"{how.capitalize()} {match[1].lower()} {rest}?"
    match = re.match(
        rf"(?:who|what|when|where|why|how(?: (?:much|many|long|often|far|big|old|soon))?) ({_HELPERS} .+)$", text, re.I
    )
    return f"{how.capitalize()} {match[1]}?" if match else None


def _with_question_word(word: str, before: Question) -> str | None:
    """The question of a bare "When?": after "What did Xi say about it?" it is "When did Xi say that about it?"."""
    text = before.text.strip()
    if match := re.match(r"what(?: else)? ((?:did|does|has|have|had) .+)$", text, re.I):
        return f"{word.capitalize()} " + re.sub(r"\b(say|said) (?=about\b|on\b)", r"\1 that ", match[1])
    if match := re.match(
        rf"(?:how (?:many|much)|which|what) ((?:(?!{_HELPERS})[\w’'-]+ ){{1,4}})({_HELPERS}) (.+)$", text, re.I
    ):
        return f"{word.capitalize()} {match[2]} {match[1]}{match[3]}"
    if found := TRUE.match(text):
        return f"{word.capitalize()} is it that {found['told']}"
    match = re.match(rf"(?:(?:when|where|why|how(?: \w+)?) )?({_HELPERS} .+)$", text, re.I)
    return f"{word.capitalize()} {match[1][:1].lower()}{match[1][1:]}" if match else None


def _fragment(text: str, before: Question) -> re.Match[str] | None:
    """The match of a few words that can be a topic or a speaker, after a question about what somebody said."""
    match = _FRAGMENT.match(text) if before.speaker else None
    return None if match and any(plain(word) in _NO_TOPIC for word in match["rest"].split()) else match


def _with_old_topic(question: str, before: Question) -> str | None:
    """The question on the topic of the one before: "And what did Biden say?" and "What did he reply?" keep it."""
    match = re.match(r"(?:and|but|so)\s+(.+?)\s*\?*$|(.+ (?:reply|respond|answer))\s*\?*$", question, re.I)
    asked = read_question(match[1] or match[2]) if match else None
    if asked is None or asked.speaker is None or asked.topic != asked.text or not before.speaker:
        return None
    return None if before.topic == before.text else f"{asked.text[0].upper()}{asked.text[1:]} about {before.topic}?"


def _with_new_part(rest: str, before: Question, spoken: str, knows: Knows) -> str | None:
    """The previous question with its topic, speaker, name or time replaced by the new one; None if unclear."""
    if _TIME.match(rest):
        return _with_time(rest, before)
    about = _ABOUT.match(rest)
    new = about["topic"] if about else rest
    if source := re.match(r"according to\s+(.+)$", new, re.I):
        named = re.sub(r"^the\s+", "", source[1], flags=re.I)
        plainly = before.speaker and f"the {before.speaker}" in before.text
        return _replaced(before.text, before.speaker, named if plainly else source[1]) if before.speaker else None
    if before.speaker and before.topic != before.text:
        if about or not _is_speaker(new, spoken, knows):
            return _replaced(before.text, before.topic, new)
        return _with_speaker(before, new)
    if before.speaker and not about and _is_speaker(new, spoken, knows):
        return _with_speaker(before, new)
    if before.speaker:
        return f"{before.text.strip(' ?.!')} about {new.rstrip(' ?.!')}?"
    is_speaker = not about and _is_speaker(new, spoken, knows)
    if is_speaker and _is_overview(before.text):
        return f"What does {new} say?"
    alike = [name for name in before.names if _is_place_name(name) == _is_place_name(new) or len(before.names) == 1]
    if len(alike) == 1 and new[:1].isupper():
        return _replaced(before.text, alike[0], new)
    return f"What does {new} say?" if is_speaker and knows(plain(new.split()[-1].rstrip(" ?"))) else None


def _with_speaker(before: Question, new: str) -> str | None:
    speaker = before.speaker or ""
    return _replaced(before.text, f"the {speaker}", new) or _replaced(before.text, speaker, new)


def _with_time(time: str, before: Question) -> str:
    """The previous question at another time: "What did Xi say about Taiwan in March?"."""
    bare = re.sub(r"\s*\?+$", "", before.text.strip())
    if old := asked_time(bare, None):
        bare = " ".join(f"{bare[: old.start]} {bare[old.end :]}".split())
    return f"{bare} {'' if time[:1].islower() else 'in '}{time}?"


def _replaced(text: str, old: str, new: str) -> str | None:
    """The text with the old words replaced; None unless they occur exactly once."""
    pattern = rf"(?<![\w]){re.escape(old)}(?![\w])"
    return re.sub(pattern, lambda _: new, text) if len(re.findall(pattern, text)) == 1 else None


def _is_place_name(name: str) -> bool:
    words = [plain(word) for word in re.sub(r"^the\s+", "", name, flags=re.I).split()]
    return is_place(words) or bool(words) and words[-1] in DEMONYMS


def _is_speaker(new: str, spoken: str, knows: Knows) -> bool:
    """Whether the words name a speaker: a name that is not a place, or anyone quoted in an answer."""
    words = [plain(word) for word in re.sub(r"^the\s+", "", new, flags=re.I).split()]
    if re.search(rf"\b{re.escape(new)} (?:\w+ )?(?:said|says|warned|called|told|added|argued)\b", spoken, re.I):
        return True
    is_body = words[-1] in ORGANISATIONS | ROLES or " " in new and knows(new.rstrip(" ?"))
    if is_body and not new.startswith(("a ", "an ")):
        return True
    if new.islower() and all(_is_known(word, knows) for word in new.rstrip(" ?").split()):
        return words[-1] not in PLACES
    whole = [name for name in names_in(new) if name.text]
    if not whole or whole[-1].end != len(new.rstrip()) or re.sub(r"\b(?:and|the)\b", "", new).strip()[:1].islower():
        return False
    return not _is_place_name(new) and words[-1] not in PLACES and not new.isupper()


# The frame of an answer's quotes: article references and markers.
_FRAME = re.compile(r"(?:\bFrom |\bquoted in |\bas reported in )?[“\"][^”\"]{2,300}[”\"] ?\([^)]{0,120}\)|\[\d+\]")
_WHO = re.compile(r"^\W*(?:who\b|which (?:man|woman|person)\b)", re.I)
LONGEST_TOLD = 300  # characters of an answer's first sentence that a bare "Why?" can ask about


def _of_answer(word: str, answer: str) -> str | None:
    """The question of a bare "Why?": after "The case was dropped in 2015." it asks why that is so."""
    bare = _FRAME.sub(" ", answer).strip(" :\n")
    if word.casefold() not in ("why", "how") or not bare or is_cjk(bare) or bare.startswith("I "):
        return None  # the assistant's "I found nothing" has no cause in the articles
    start, end = sentences(bare[: 2 * LONGEST_TOLD])[0]
    first = re.sub(r"^(?:yes|no|also)\b[,.:]?\s*", "", bare[start:end].strip(" “”\"'.,:;"), flags=re.I)
    first = re.sub(r"^(?:The|A|An|It|This|That|These|Those|There)\b", lambda found: found[0].lower(), first)
    if len(first) > LONGEST_TOLD or len(first.split()) < 4:
        return None
    return f"{word.capitalize()} is it that {first}?"


def _person_told(answer: str) -> str | None:
    """The first person whom an answer names in full; None if it names none."""
    bare = _FRAME.sub(" ", answer)
    for name in names_in(bare):
        whole = name.text
        if " " not in whole or _is_place_name(whole) or plain(whole.split()[-1]) in ORGANISATIONS:
            continue
        # "the Skellby Pikes" is not a person.
        if not re.search(r"\bthe\s+$", bare[: name.start], re.I):
            return whole
    return None


def _with_pronouns(question: str, asked: Sequence[str], answer: str, knows: Knows) -> str | None:
    """The question with "he" replaced by the person or "it" by the topic, if the previous question has just one.

    If that names no person, the latest earlier question that names one decides, else the first name in the last answer.
    """
    before = read_question(asked[-1])
    if _asks_them(question):
        if form_of(before.text, language="en").wanted == "quoted":
            return before.text
        if who := before.speaker:
            return _THEM.sub(lambda _: who, question, count=1)
    first = _PERSON.search(question)
    text = question
    hers = {found[0].casefold() in _HERS for found in _PERSON.finditer(question)}
    # "What did she offer him?" is about two people, and nothing shows which of them was named before.
    named = first and (_named_before(question, first.start(), knows) or _is_of_subject(question, first))
    if first and len(hers) == 1 and not named:
        # After "Who coaches them?", the person is the one named in the answer.
        named_by = (_person_of(read_question(one), knows) for one in reversed(asked[-LOOKED_BACK:]))
        people = (next(filter(None, named_by), None), _person_told(answer))
        person = next(filter(None, reversed(people) if _WHO.match(before.text) else people), None)
        person = f"the {person}" if person and f" the {person}" in before.text else person
        text = _PERSON.sub(lambda match: _inflected(match, person), text) if person else text
    thing = _THING.search(text)
    named = thing and _named_before(text, thing.start(), knows) and not _OBJECT.search(text)
    if text == question and thing and not _EXPLETIVE.search(text) and not named:
        topic = _thing_of(before)
        if before.speaker and _IT_SAYS.search(text):
            return None  # "it" is the article, not the topic
        if before.speaker and not re.search(r"\w", text[thing.end() :]) and not _OBJECT.search(text):
            return None  # "When was it?" after "What did Xi say about Taiwan?": is "it" the statement or its topic?
        if topic and _fits(thing["word"], topic) and topic.casefold() not in text.casefold():
            owner = thing["word"].casefold() in ("its", "their")
            text = text[: thing.start()] + topic + ("'s" if owner else "") + text[thing.end() :]
    return text if text != question else None


def _asks_them(question: str) -> bool:
    """Whether the question asks what "they" say; after a question about one person's words, "they" is that person."""
    form = form_of(question, language="en")
    return form.kind == "said" and form.sides[0].casefold() == "they" or bool(_FROM_THEM.search(question))


def _named_before(question: str, position: int, knows: Knows) -> bool:
    before = question[:position]
    if any(name.text for name in names_in(before) if name.start > 0 or " " in name.text):
        return True
    return any(_is_known(word, knows) for word in re.findall(r"\b[^\W\dA-Z][\w’'-]{2,}", before))


def _is_known(word: str, knows: Knows) -> bool:
    """Whether a word in lower case is somebody's name and not a common noun."""
    bare = plain(word)
    return bare not in FUNCTION_WORDS and not wider(bare, "N") and knows(bare)


def _is_of_subject(question: str, pronoun: re.Match[str]) -> bool:
    """Whether "he" may mean the question's own subject: a word alone after the auxiliary, "roe" in "did roe say he"."""
    found = _BARE_SUBJECT.search(question, 0, pronoun.start())
    word = plain(found["who"]) if found and pronoun["word"].casefold() in ("he", "she", "his") else ""
    return bool(word) and word not in FUNCTION_WORDS | ORGANISATIONS | ROLES and not word.endswith("s")


def _inflected(match: re.Match[str], person: str) -> str:
    after = match.string[match.end() :]
    word = match["word"].casefold()
    owns = word in ("his", "hers") or word == "her" and re.match(r"\s+(?!about|on|to|in|at|for|with|say)\w", after)
    return f"{person}'s" if owns else person


def _person_of(before: Question, knows: Knows) -> str | None:
    if before.speaker:
        return before.speaker if len(speaker_names(before.speaker)) == 1 else None
    if not before.names:
        typed = [found[0] for found in re.finditer(r"[^\W\d][\w’-]{2,}", before.text) if _is_known(found[0], knows)]
        return typed[0] if len(typed) == 1 else None
    people = [
        name
        for name in before.names
        if not _is_place_name(name)
        and not re.search(rf"\bthe {re.escape(name)}", before.text, re.I)  # "the Pikes" are not a person
        and plain(name.split()[-1]) not in ORGANISATIONS
        and not re.search(rf"\b(?:of|in|at|from|near) {re.escape(name)}", before.text)  # "the mayor of Larnholm"
    ]
    return people[0] if len(people) == 1 else None


def _fits(pronoun: str, topic: str) -> bool:
    """Whether a pronoun can refer to a thing: "they" needs a plural, and "the second one" takes no pronoun."""
    last = plain(topic.split()[-1])
    several = last in ORGANISATIONS or " and " in topic or topic[:1].isupper() or dictionary_form(last) != last
    if pronoun.casefold() in ("it", "its") and last in ROLES:
        return False
    return last not in ("one", "ones") and (several or pronoun.casefold() not in _THEY)


def _thing_of(before: Question) -> str | None:
    """The one thing that the previous question is about: a speech's topic, its only name or its only "the ..."."""
    if before.speaker:
        topic = about["topic"] if (about := _ABOUT.match(before.topic)) else before.topic
        return topic if before.topic != before.text and len(topic.split()) <= 6 else None
    phrases = re.findall(
        r"\bthe (?:[\w-]+ ){0,3}?[\w-]+(?=\s+(?:\w+ed|held|take|built|of|in|on|to|at|by|between|from)\b|\W*$)",
        before.text,
    )
    phrases = [_as_noun(phrase, before.text) for phrase in phrases]
    names = before.names
    # "the crack in the Hollin reservoir" is about the crack.
    whole = re.findall(
        r"\bthe ((?:[\w-]+ )?[\w-]+) ((?:in|of|on|at|to|between|under|near) (?:the )?[A-Z][\w.’'-]*(?: [\w’'-]+)??)"
        r"(?=\s+(?:\w+ed|held|take|built|of|in|on|to|at|by|between|from|is|was)\b|\W*$)",
        before.text,
    )
    if len(whole) == 1 and len(names) == 1 and plain(whole[0][0].split()[-1]) not in ROLES:
        return f"the {whole[0][0]} {whole[0][1]}"
    owned = re.findall(r"\btheir ((?:[\w-]+ )?[\w-]+)\W*$", before.text)
    if owned and len(names) == 2 and f"{names[0]} and {names[1]}" in before.text:
        return f"{names[0]} and {names[1]}'s {owned[0]}"
    if len(names) == 1:
        return next((phrase for phrase in phrases if names[0] in phrase), names[0])
    return phrases[0] if len(phrases) == 1 and not names else None


def _as_noun(phrase: str, text: str) -> str:
    """The phrase without a last word that is not a noun: "the audit" for "the audit say"."""
    kept = phrase.rpartition(" ")[0]
    end = text.index(phrase) + len(phrase)
    for part in next(iter(parse([text]))):
        for token in part.doc:
            if part.start + token.idx + len(token) == end and token.pos_ in ("VERB", "AUX", "ADP") and " " in kept:
                return kept
    return phrase


_CHINESE_FOLLOW_UP = re.compile(
    r"^(?:那么?|还有|而|至于)?[，,]?(?P<about>关于|对于?|就)?(?P<rest>[^，。？?]{1,16}?)(?:问题)?(?:方面)?呢[？?]?$"
)
_HE_OR_SHE = "[他她](?!们)"
_CHINESE_TITLE = re.compile(r"(?:总统|主席|总理|首相|部长|发言人|先生|女士|外长|大使)$")


def _chinese(question: str, previous: str, spoken: str) -> str | None:
    before = read_question(previous)
    if before.language != "zh":
        return None
    if (introduced := form_of(previous, language="zh")).wanted == "person":
        return _with_person(question, introduced.sides[0])
    if before.speaker is None:
        return None
    match = _CHINESE_FOLLOW_UP.match(question.strip())
    if match and not re.search(r"他|她|它|什么|怎|谁|哪", match["rest"]):
        new = match["rest"]
        said = re.search(rf"{re.escape(new)}(?:[^，。]{{0,6}})?(?:说|表示|指出|强调|称)", spoken)
        if not match["about"] and (said or _CHINESE_TITLE.search(new)):
            return before.text.replace(before.speaker, new) if before.text.count(before.speaker) == 1 else None
        once = before.topic != before.text and before.text.count(before.topic) == 1
        return before.text.replace(before.topic, new) if once else None
    if before.speaker not in question and len(speaker_names(before.speaker)) == 1 and re.search(_HE_OR_SHE, question):
        return _with_person(question, before.speaker)
    return None


def _with_person(question: str, person: str) -> str:
    """The question without a leading "and", and with the person for "he" or "she"."""
    return re.sub(rf"^那么?[，,]?|^[，,]|{_HE_OR_SHE}", lambda found: person if found[0] in "他她" else "", question)
