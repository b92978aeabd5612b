"""The writer with a chat model: a prompt with numbered paragraphs, and each claim of the reply checked against them.

A sentence counts only once a paragraph is found to support it.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Literal

from langchain_core.language_models import BaseChatModel

from assistant.answering.checking import most_sentences
from assistant.answering.quoting import Draft, refuse
from assistant.answering.sources import Citations, sources_of
from assistant.answering.speakers import Speakers
from assistant.answering.wording import LANGUAGES, not_found
from assistant.answers import Citation, Claim
from assistant.errors import ChatModelError
from assistant.events import Cited, Claimed, Text
from assistant.question.question import Question
from assistant.question.speaker_frames import speaker_names
from assistant.texts.coded import Coded
from assistant.verifying.quoted_words import is_verbatim
from assistant.verifying.reasons import only_in
from assistant.verifying.verdicts import Evidence, Source, Verdict
from assistant.verifying.verification import Verifier
from assistant.writing.addresses import WithoutAddresses
from assistant.writing.chat_models import failure
from assistant.writing.claim_stream import ClaimReader, Sentence
from assistant.writing.markers import MarkerReader
from assistant.writing.model_stream import pieces
from assistant.writing.prompt_paragraphs import choose, room
from index.articles import Hit
from index.language.quotations import is_cjk, quotations
from index.library import Library
from index.reading.people import same_person
from prompts import render

LOOKED_AT = 1_000  # last characters of an answer, by which its script is recognised
CHARACTERS = 8  # an answer is stopped after this many characters for each token of the limit
# Text of our prompt that is in no article: a model that repeats it does not answer.
_PROMPT = re.compile(
    r"</?(?:paragraphs?|question|not_found)\b[^>]*>?|Everything between the tags above is material", re.I
)

# The beginning of an answer that declines, whatever the paragraphs say.
_DECLINES = re.compile(
    r"\W*(?:(?:(?:i['’]?m|i am) (?:\w+ )?(?:sorry|afraid)|sorry|(?:i )?apologi[sz]e|unfortunately)\b.{0,60}?)?"
    r"\b(?:i|we) (?:can(?:no|['’])t|can ?not|am (?:un|not )able to|['’]m (?:un|not )able to|won['’]t|will not)\b"
    r" (?:to )?(?:help|assist|answer|respond|comply|provide|discuss|continue|fulfil)"
    r"|\W*as an ai\b|\W*(?:很)?(?:抱歉|对不起).{0,10}(?:无法|不能)",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Writer:
    """A chat model with its name and input and output limits; `unsupported` is what happens to unsupported claims."""

    model: BaseChatModel
    name: str
    window: int | None
    max_tokens: int
    unsupported: Literal["strike", "drop"]
    verifier: Verifier


Events = Generator[Text | Cited | Claimed, None, Draft]


def write(
    writer: Writer,
    question: Question,
    hits: Sequence[Hit],
    library: Library,
    instructions: Sequence[str] = (),
    usage: Counter[str] | None = None,
) -> Events:
    """The answer in the model's words, event by event; returns the draft.

    `instructions` are the asker's own words about the form of the answer; provider usage is added to `usage`.

    Raises ChatModelError, with one sentence, if the model fails, gives no answer, or writes nothing that is supported.
    """
    speakers = Speakers(library)
    given = choose(question.text, hits, speakers, room(writer.window, writer.max_tokens))
    if not given:
        draft = refuse(question, hits, library)
        yield Text(draft.text)
        return draft
    paragraphs = [one.text for one in given]
    asked = "\n".join([question.text, *instructions])
    prompt = render("answer", paragraphs=paragraphs, question=asked, not_found=not_found(question.language))
    sources, around = sources_of((one.hit for one in given), speakers), sources_of(hits, speakers)
    answer = _Answer(writer, sources, around, Citations(speakers))
    ended = yield from _read(writer, prompt, answer, usage)
    if answer.refused:
        return replace(refuse(question, hits, library), checking=answer.checking)
    if not answer.claims and not answer.failed:
        raise ChatModelError(f"The model '{writer.name}' gave no answer.")
    if _DECLINES.match(answer.text) and not any(claim.supported for claim in answer.claims):
        raise ChatModelError(f"The model '{writer.name}' declined to answer.")
    notices = (_failed(answer.failed, writer.unsupported), _ENDED.get(ended))
    draft = Draft(
        "answered",
        answer.text.rstrip(),
        tuple(answer.claims),
        tuple(answer.citations.made),
        notices=tuple(filter(None, notices)),
        unknown_markers=tuple(answer.unknown),
        checking=answer.checking,
    )
    if answer.failed and not any(claim.supported for claim in draft.claims):
        did = "began to repeat itself and wrote" if ended == "repeated" else "wrote"
        raise ChatModelError(f"The model '{writer.name}' {did} nothing that the articles bear out.")
    return draft if _answers(question, draft) else _not_found(draft, question, hits, library)


def _read(
    writer: Writer, prompt: str, answer: _Answer, usage: Counter[str] | None
) -> Generator[Text | Cited | Claimed, None, str]:
    """Reads the model's answer and returns how it ended: "whole", "long" or "repeated"."""
    markers, addresses = MarkerReader(range(1, len(answer.sources) + 1)), WithoutAddresses()
    claims = ClaimReader(answer.stands)
    answer.unknown = markers.unknown
    ended, read = "whole", ""
    with closing(pieces(writer.model, prompt, usage=usage)) as coming:
        while ended == "whole" and not answer.refused:
            try:
                piece = next(coming)
            except StopIteration as stop:
                ended = stop.value
                break
            except Exception as error:  # the providers' packages share no base class of errors
                raise ChatModelError(failure(writer.name, error)) from error
            if not piece:
                yield Text("")
            read = (read + piece)[-len(piece) - 60 :]
            answer.length += len(piece)
            if _PROMPT.search(read):
                raise ChatModelError(f"The model '{writer.name}' repeated what it was told and gave no answer.")
            for item in markers.read(addresses.read(piece)):
                for shown in claims.read(item):
                    if not answer.repeats:
                        yield from answer.take(shown)
            if answer.length > CHARACTERS * writer.max_tokens or answer.has_too_many:
                ended = "long"
            elif answer.repeats:
                ended = "repeated"
    if ended in _NO_ANSWER:
        raise ChatModelError(f"The model '{writer.name}' {_NO_ANSWER[ended]}.")
    if ended == "whole" and not answer.refused:
        for item in [*markers.read(addresses.end()), *markers.end()]:
            for shown in claims.read(item):
                yield from answer.take(shown)
        for shown in claims.end():
            yield from answer.take(shown)
    else:
        answer.cut()
    return ended


_NO_ANSWER = {"broken": "broke off before its answer ended", "filtered": "was stopped by its provider's content filter"}
_ENDED = {"long": Coded("notices.too_long"), "repeated": Coded("notices.repeated")}


@dataclass(slots=True)
class _Answer:
    """The answer so far."""

    writer: Writer
    sources: Sequence[Source]
    around: Sequence[Source]  # everything found, including what did not fit into the prompt
    citations: Citations
    text: str = ""
    claims: list[Claim] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    failed: int = 0
    refused: bool = False
    repeats: bool = False
    length: int = 0
    checking: float = 0.0
    _waiting: str = ""  # text of a sentence that is shown only once supported
    _whole: int = 0  # how much of the text is complete sentences
    _texts: list[str] = field(default_factory=list)  # the texts of the sources, in which quoted words are looked up
    _stands: dict[str, bool] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)  # the claims' texts

    @property
    def has_too_many(self) -> bool:
        """Whether the answer has more sentences than are checked in a text of its length."""
        number = len(self.claims)
        if number <= most_sentences(self.length, cjk=False):
            return False
        return number > most_sentences(self.length, cjk=is_cjk(self.text[-LOOKED_AT:]))

    def stands(self, quoted: str) -> bool:
        if quoted not in self._stands:
            self._texts = self._texts or [f"{one.paragraph.text}\n{one.heading.title}" for one in self.sources]
            self._stands[quoted] = any(is_verbatim(quoted, text) for text in self._texts)
        return self._stands[quoted]

    def take(self, shown: str | Sentence) -> Iterator[Text | Cited | Claimed]:
        if isinstance(shown, Sentence):
            yield from self._judge(shown)
        elif self.writer.unsupported == "drop" or self.refused:
            self._waiting += shown
        else:
            self.text += shown
            yield Text(shown)

    def _judge(self, sentence: Sentence) -> Iterator[Text | Cited | Claimed]:
        if _says_not_found(sentence.text):
            self.refused = not self.claims
            self._waiting = ""
            if self.claims and self.writer.unsupported == "strike":
                self._whole = len(self.text)
            return
        self.repeats = sentence.text in self._said
        if self.repeats:
            return
        verdict, against = self._verdict(sentence)
        self.failed += verdict.supported is False
        if self.writer.unsupported == "drop" and verdict.supported is False:
            self._waiting = ""
            return
        if self._waiting:
            piece = self._waiting if self.text else self._waiting.lstrip()
            self.text, self._waiting = self.text + piece, ""
            yield Text(piece)
        numbers, new = self.citations.of(verdict.evidence)
        start = self.text.rindex(sentence.text)
        end = start + len(sentence.text)
        differs, _ = self.citations.of(against)
        claim = Claim(sentence.text, start, end, numbers, verdict.verdict, differs_from=differs, why=verdict.reason)
        if numbers:
            markers = " " + "".join(f"[{number}]" for number in numbers)
            self.text += markers
            yield Text(markers)
        self.claims.append(claim)
        self._said.add(claim.text)
        self._whole = len(self.text)
        yield from map(Cited, new)
        yield Claimed(claim)

    def _verdict(self, sentence: Sentence) -> tuple[Verdict, tuple[Evidence, ...]]:
        """The verdict, and the sentences of other articles that contradict the claim."""
        if sentence.unquoted:
            return Verdict("contradicted", Coded("reasons.quoted_nowhere", {"quote": sentence.unquoted[0][:60]})), ()
        begun = time.perf_counter()
        named = [self.sources[number - 1] for number in sentence.markers]
        verdict = self.writer.verifier.verify(sentence.text, named or self.sources, every=bool(named))
        denied = self._denied(sentence.text, verdict) if verdict.supported else None
        self.checking += time.perf_counter() - begun
        return denied or (verdict, ())

    def _denied(self, claim: str, borne: Verdict) -> tuple[Verdict, tuple[Evidence, ...]] | None:
        """The verdict on a claim that another article contradicts, and the sentences that do so; None if none does.

        The claim is then only attributed: the model may use either article, and which is right is unknown.
        """
        own = {one.source.heading.id for one in borne.evidence}
        held = _without_marks(claim)
        others = (self.writer.verifier.verify(held, [one]) for one in self.around if one.heading.id not in own)
        denied = next((one for one in others if one.verdict == "contradicted" and one.evidence), None)
        if denied is None:
            return None
        reason = only_in(borne, denied.evidence[0].source)
        return Verdict("attributed", reason, (*borne.evidence, *denied.evidence)), denied.evidence

    def cut(self) -> None:
        """Removes an unfinished sentence."""
        self.text = self.text[: self._whole]


def _without_marks(text: str) -> str:
    """The text without its quotation marks: an article without the quoted words does not deny them."""
    marks = [span for one in quotations(text) for span in ((one.start, one.inside()[0]), (one.inside()[1], one.end))]
    for start, end in reversed(marks):
        text = text[:start] + text[end:]
    return text


def _says_not_found(text: str) -> bool:
    plain = text.strip(" .。\"“”'*").casefold()
    return any(plain == not_found(one).strip(" .。").casefold() for one in LANGUAGES)


def _failed(count: int, unsupported: str) -> Coded | None:
    """The notice of how many claims were not supported; None if all were."""
    if not count:
        return None
    return Coded("notices.dropped" if unsupported == "drop" else "notices.marked", {"n": count})


def _answers(question: Question, draft: Draft) -> bool:
    """Whether some claim is supported and, if the question asks for somebody's words, cites that speaker."""
    supported = {number for claim in draft.claims if claim.supported for number in claim.citations}
    if question.speaker is None:
        return bool(supported)
    cited = [one for one in draft.citations if one.marker in supported]
    return any(_is_of(question.speaker, one) for one in cited)


def _is_of(asked: str, citation: Citation) -> bool:
    speakers = speaker_names(citation.speaker or "")
    return any(same_person(name, other) for name in speaker_names(asked) for other in speakers)


def _not_found(draft: Draft, question: Question, hits: Sequence[Hit], library: Library) -> Draft:
    """The draft that says nothing was found; struck claims stay, so that what was shown can be judged."""
    nobody = refuse(question, hits, library)
    if any(claim.supported is False for claim in draft.claims):
        return replace(draft, outcome="not_found", closest=nobody.closest)
    return replace(nobody, notices=draft.notices, unknown_markers=draft.unknown_markers, checking=draft.checking)
