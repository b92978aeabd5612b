"""What must be added to an answer if only its text is read: in a chat client, by a chain, by a model."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers import Answer


def with_remarks(answer: Answer) -> str:
    """The answer's text first, then each claim that no paragraph supports, then the notice."""
    return _paragraphs(answer.text, *answer.remarks())


def ending(answer: Answer, shown: str) -> tuple[str, int]:
    """What a stream must still show after `shown`, and where the answer's text begins in all that is shown."""
    if answer.text.startswith(shown):
        return with_remarks(answer).removeprefix(shown), 0
    # The writer failed half-way, and the answer's text differs from what it had begun.
    before = "\n\n" + _paragraphs(answer.notice, "") if answer.notice else "\n\n"
    return before + with_remarks(replace(answer, notice=None)), len(shown) + len(before)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(texts)
