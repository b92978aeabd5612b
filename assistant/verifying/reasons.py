"""Why a claim is not supported, as a message code with values; the message catalogues hold the sentences."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.texts.coded import Coded
from assistant.verifying.verdicts import Evidence, Source, Verdict

SHOWN = 60  # characters of a text that are shown


def differing(claimed: str, instead: str, source: Source) -> Coded:
    """What the claim says and what the source says instead; either may be empty."""
    number = source.paragraph.number
    if claimed and instead:
        return Coded("reasons.otherwise", {"paragraph": number, "told": short(instead), "claimed": short(claimed)})
    if claimed:
        return Coded("reasons.missing", {"paragraph": number, "claimed": short(claimed)})
    return Coded("reasons.says", {"paragraph": number, "told": short(instead)})


def only_by(evidence: Evidence, words: str = "") -> Coded:
    """The reason that a claim is only attributed, with the speaker, or else with `words` (by default the sentence)."""
    number = evidence.source.paragraph.number
    if speaker := evidence.source.said(evidence.start, evidence.end).speaker:
        return Coded("reasons.said_by", {"paragraph": number, "speaker": speaker})
    return Coded("reasons.attributed", {"paragraph": number, "told": short(words or evidence.text)})


def said_nowhere(sources: Sequence[Source]) -> Coded:
    if len(sources) > 1:
        return Coded("reasons.said_nowhere")
    return Coded("reasons.not_said", {"paragraph": sources[0].paragraph.number})


def only_in(borne: Verdict, other: Source) -> Coded:
    """The reason that only the supporting articles make a claim, with the paragraph that contradicts it."""
    titles = {one.source.heading.id: one.source.heading.title for one in borne.evidence}
    where = {"title": next(iter(titles.values())), "paragraph": other.paragraph.number, "other": other.heading.title}
    return Coded("reasons.disputed" if len(titles) == 1 else "reasons.disputed_among", where)


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
