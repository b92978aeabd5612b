"""The citations of an answer as annotations of its text, in the two forms that other tools expect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from langchain_core.messages import content

from assistant.answers import Answer, Citation


@dataclass(frozen=True, slots=True)
class Annotation:
    """`answer.text[start:end]` is a claim, and the citation is one that it rests on."""

    start: int
    end: int
    citation: Citation


def annotated(answer: Answer) -> Iterator[Annotation]:
    """The annotations in text order; an unsupported claim has none."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    for claim in answer.claims:
        if claim.supported is not False:
            for marker in claim.citations:
                yield Annotation(claim.start, claim.end, by_marker[marker])


def for_langchain(one: Annotation) -> content.Citation:
    """LangChain's `Citation`; its extras are the whole citation of answer/1."""
    cited = one.citation
    return content.Citation(
        type="citation",
        url=cited.url or cited.link,
        title=cited.title,
        start_index=one.start,
        end_index=one.end,
        cited_text=cited.quote,
        extras=asdict(cited),
    )


def for_openai(one: Annotation, address: Callable[[str], str]) -> dict[str, Any]:
    """OpenAI's `url_citation`, with the address of the paragraph; `address` completes links to this server."""
    where = {"url": address(one.citation.link), "title": one.citation.title}
    return {"type": "url_citation", "url_citation": {"start_index": one.start, "end_index": one.end, **where}}
