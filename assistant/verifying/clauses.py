"""A claim as clauses: each verb with the words that belong to it and to no other verb."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.verifying.parsed import Sentence


def clauses(sentence: Sentence) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each content verb, with the places of its words, including its own."""
    own: dict[int, list[int]] = {
        word.at: [word.at] for word in sentence.words.values() if word.is_verb and word.kind == "word"
    }
    for word in sentence.words.values():
        if word.at not in own and (verb := _verb_over(sentence, word.at, own)) is not None:
            own[verb].append(word.at)
    return ((verb, tuple(words)) for verb, words in own.items())


def _verb_over(sentence: Sentence, at: int, verbs: dict[int, list[int]]) -> int | None:
    seen, level = {at}, [at]
    while level:
        # In "the one that burned", "the one" belongs to the main verb, not to "burned", which depends on it.
        level = [
            head
            for one in level
            for head, _ in sentence.words[one].heads
            if head not in seen and all(above != one for above, _ in sentence.words[head].heads)
        ]
        seen |= set(level)
        if found := next((one for one in level if one in verbs), None):
            return found
    return None
