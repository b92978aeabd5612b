"""What each small rule of the reading of questions is worth: `python -m tests.benchmarks.tuning.ablation FOLDER ...`.

A rule is a function that returns True or False, something or nothing, or its argument changed or not. For each one it
is counted in how many questions of the folders (in the form of docs/evaluation.md) it returns the rarer of the two. If
these are at most `--most`, they are asked again with the function always returning the other, and it is printed in how
many of them it is the rarer one, how many answers differ without it, and how many become right or wrong; rules that
are never needed come first. A rule that wins nothing, or one question in all, can go; a door that the questions do not
use (an instruction, a limit set by hand) has to be judged by other means.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import importlib
import inspect
import json
import pkgutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from types import FunctionType
from typing import Any

import assistant
import index
from assistant import Assistant
from tests.benchmarks.natural import LEFT_OUT, _answered, _held, _right

ROOMS = ("assistant.question", "assistant.answering", "assistant.verifying", "index.language")
Ask = Callable[[], tuple[bool, object]]


class Rule:
    """A function whose code can be replaced for a while, wherever it was imported."""

    def __init__(self, function: FunctionType) -> None:
        self.name = f"{function.__module__}.{function.__qualname__}"
        self._function = function
        self._own = (function.__code__, function.__defaults__, function.__kwdefaults__)
        self.copy = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
        self.copy.__kwdefaults__ = function.__kwdefaults__
        self.seen: list[set[str]] = []  # for each question, what it returned

    @contextlib.contextmanager
    def replaced(self, by: Callable[..., object]) -> Iterator[None]:
        """The function returning what `by` does."""
        REPLACED[self.name] = by
        call = f"return REPLACED[{self.name!r}](*given, **named)"
        source = f"def f(*given, **named):\n from {__name__} import REPLACED\n {call}"
        made: dict[str, Any] = {}
        exec(source, made)
        self._function.__code__ = made["f"].__code__
        self._function.__defaults__ = self._function.__kwdefaults__ = None
        try:
            yield
        finally:
            self._function.__code__, self._function.__defaults__, self._function.__kwdefaults__ = self._own

    def watched(self, *given: Any, **named: Any) -> Any:
        """What the function returns; notes of what sort it is."""
        result = self.copy(*given, **named)
        if isinstance(result, bool):
            self.seen[-1].add(str(result))
        elif result is None:
            self.seen[-1].add("None")
        else:
            same = next((at for at, one in enumerate(given[:3]) if _is_same(one, result)), None)
            self.seen[-1].add("other" if same is None else f"argument {same}")
        return result

    def rarer(self) -> tuple[str, list[int]] | None:
        """The usual sort of result, and the numbers of the questions in which it returned another; None if none."""
        found = [(sort, [at for at, seen in enumerate(self.seen) if seen - {sort}]) for sort in set().union(*self.seen)]
        return min((one for one in found if one[0] != "other"), key=lambda one: (len(one[1]), one[0]), default=None)


def _is_same(one: object, other: object) -> bool:
    try:
        return type(one) is type(other) and bool(one == other)
    except ValueError:  # arrays of several numbers
        return False


REPLACED: dict[str, Callable[..., object]] = {}


def rules() -> list[Rule]:
    """The functions and methods of the rooms, except generators and those with variables of others."""
    found: dict[int, FunctionType] = {}
    for package in (assistant, index):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.startswith(ROOMS):
                own = vars(importlib.import_module(module.name))
                classes = [vars(one).values() for one in own.values() if isinstance(one, type)]
                held = [*own.values(), *chain.from_iterable(classes)]
                for one in map(inspect.unwrap, filter(callable, held)):
                    if isinstance(one, FunctionType) and one.__module__ == module.name:
                        found[id(one)] = one
    plain = (one for one in found.values() if not one.__code__.co_freevars and not one.__name__.startswith("__"))
    return [Rule(one) for one in plain if not inspect.isgeneratorfunction(one)]


def questions(folders: Sequence[Path], closing: contextlib.ExitStack) -> list[Ask]:
    found = list[Ask]()
    for folder in folders:
        place = closing.enter_context(tempfile.TemporaryDirectory())
        opened = closing.enter_context(Assistant.open(place))
        opened.add([folder / "articles.jsonl"])
        rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
        found += [functools.partial(_asked, opened, row) for row in rows if row.get("type") not in LEFT_OUT]
    return found


def _asked(opened: Assistant, row: dict[str, Any]) -> tuple[bool, object]:
    """Whether the answer is right, and the answer."""
    for cache in CACHES:
        cache.cache_clear()
    answer, _ = _answered(opened, row)
    found, _, enough = _held(opened, row, answer)
    return bool(_right(row, answer, found, enough)), (answer["outcome"], answer["text"])


CACHES = list[Any]()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=10, help="questions in which a rule may matter to be tried")
    chosen = parser.parse_args()
    every = rules()
    CACHES[:] = [
        one
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith(ROOMS)
    ]
    with contextlib.ExitStack() as closing:
        asked = questions(chosen.folders, closing)
        with contextlib.ExitStack() as watching:
            for rule in every:
                watching.enter_context(rule.replaced(rule.watched))
            before = list[tuple[bool, object]]()
            for one in asked:
                for rule in every:
                    rule.seen.append(set())
                before.append(one())
        print(f"{sum(right for right, _ in before)} of {len(before)} right; {len(every)} functions")
        rare = [(rule, *found) for rule in every if (found := rule.rarer())]
        for rule, usual, places in sorted(rare, key=lambda one: (len(one[2]), one[0].name)):
            if len(places) > chosen.most:
                break
            with rule.replaced(functools.partial(_usual, usual)):
                after = [asked[at]() for at in places]
            pairs = [(before[at], now) for at, now in zip(places, after, strict=True)]
            won, lost = (sum(one[side][0] > one[1 - side][0] for one in pairs) for side in (1, 0))
            differ = sum(one[0][1] != one[1][1] for one in pairs)
            print(f"{rule.name} always {usual}: {len(places)}, {differ} differ, {won} won, {lost} lost", flush=True)


def _usual(sort: str, *given: Any, **named: Any) -> object:
    if sort.startswith("argument"):
        return [*given, *named.values()][int(sort.split()[1])]
    return {"True": True, "False": False, "None": None}[sort]


if __name__ == "__main__":
    main()
