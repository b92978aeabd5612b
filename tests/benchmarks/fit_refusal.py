"""Fits the regression that refuses, on several sets together: `python -m tests.benchmarks.fit_refusal DATA [MODEL]`.

DATA is the folder of the development sets, or of others, each with its `questions.jsonl`; MODEL is the folder of
another embedding model. It prints lists of weights for assistant/answering/refusing.py: for passages, for articles, and
for the questions that are looked up in articles whose best sentences the larger judge has read again, if its model is
installed. After each it prints how much is refused in each set: as fitted, in five-fold cross-validation, in which
questions on one article stay together, and with the set itself left out. Questions about a speaker are excluded: a rule
answers them. A question with gold evidence is also asked without the gold paragraph; such a question is `made`, and
cannot be answered. Articles are fitted without them: what is left of an article still has the judge's next best
sentence. Every third question is asked of the other articles instead, half of the weight of what cannot be answered: it
is `away`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.answering.candidates import able_to_answer, deciding, is_of_article, with_chances
from assistant.answering.choosing import candidates, ranked, whole_words
from assistant.answering.judged import judged, read_closely
from assistant.answering.reading_on import read_on
from assistant.answering.refusing import ARTICLE_SIGNS, CLOSELY_SIGNS, SIGNS, answerable, signs
from assistant.answering.speakers import Speakers
from assistant.assistant import READ
from assistant.evaluation.gold import Located, locate
from assistant.evaluation.libraries import library_of
from assistant.evaluation.question_files.reading_files import read_questions
from assistant.question.plan import make_plan
from assistant.question.question import Question, read_question
from index.articles import Hit
from index.embedding import DEFAULT_MODEL, SentenceEmbeddings
from index.filters import ALL, Filters
from index.library import Library

FOLDS = 5  # of the cross-validation
SETS = ("seed", "xquad_en", "xquad_zh", "clapnq_dev", "nomiracl_en", "nomiracl_zh", "written")
# Each set weighs the same, except those in which little distinguishes answerable from unanswerable, and the smallest.
WEIGHTS = {"nomiracl_en": 0.3, "nomiracl_zh": 0.3, "seed": 0.3}
LOOKED_UP = ("lookup", "why", "yes-no")
AWAY, READ_MORE = 3, 20  # one question in so many is asked of other articles, and paragraphs found beyond its own
MADE = 0.15  # the weight of a set's unanswerable questions if all of them are made
THRESHOLDS = (-2.0, -1.5, -1.0, -0.5, -0.25, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.25, 0.5)


@dataclass(frozen=True, slots=True)
class Row:
    """A question's figures; questions of one `group` are about one article."""

    of: str
    group: str
    figures: dict[str, float]
    of_article: bool
    answerable: bool
    made: bool = False
    away: bool = False
    is_looked_up: bool = False


def rows(name: str, library: Library, located: Sequence[Located]) -> Iterator[Row]:
    for number, one in enumerate(located):
        asked = read_question(one.question.question)
        if asked.speaker:
            continue
        hits = read_on(library.search(asked.sought, limit=READ, filters=Filters(articles=one.articles or ALL)), library)
        group = one.gold[0].article_id if one.gold else f"{name} {one.question.id}"
        if found := figures(library, asked, hits):
            is_looked_up = make_plan(one.question.question, library, Filters()).kind in LOOKED_UP
            can_be = bool(one.question.must_be_answered)
            yield Row(name, group, *found, answerable=can_be, is_looked_up=is_looked_up)
        if one.question.must_be_answered and one.gold:
            gold = {(place.article_id, number) for place in one.gold for number in place.paragraphs}
            rest = [hit for hit in hits if (hit.paragraph.article_id, hit.paragraph.number) not in gold]
            if rest and (found := figures(library, asked, rest)):
                yield Row(name, group, *found, answerable=False, made=True)
        if number % AWAY == 0 and hits:
            own = {place.article_id for place in one.gold} or {hits[0].heading.id}
            more = library.search(asked.sought, limit=READ + READ_MORE, filters=Filters(articles=one.articles or ALL))
            rest = read_on([hit for hit in more if hit.heading.id not in own][:READ], library)
            if rest and (found := figures(library, asked, rest)):
                yield Row(name, group, *found, answerable=False, away=True)


def figures(library: Library, question: Question, hits: list[Hit]) -> tuple[dict[str, float], bool] | None:
    """The figures of a question, and whether an article decides; None if no sentence holds the kind of thing asked."""
    weights = whole_words(library.weights(question.topic))
    found = candidates(question, hits, weights)
    judgement = judged(question.text, hits, library)
    able = able_to_answer(question, with_chances(question, found, hits, judgement, library), weights, Speakers(library))
    best = deciding(question, able, hits, library.embeddings.encode)
    if not best:
        return None
    shown, of_article = signs(question, hits, best, weights, judgement.odds), is_of_article(question, best[0], library)
    order = ranked(question, able, library.embeddings.encode, library.vectors_at)
    if of_article and (closely := read_closely(question.text, order, library)[1]) is not None:
        shown |= {"odds": answerable(shown, of_article=True), "closely": closely}
    return shown, of_article


def main(folder: Path, model: str = DEFAULT_MODEL) -> None:
    embeddings, asked = SentenceEmbeddings(model), list[Row]()
    sets = [name for name in SETS if (folder / name).is_dir()]
    for name in sets or sorted(path.parent.name for path in folder.glob("*/questions.jsonl")):
        made, _ = library_of([folder / name], embeddings)
        with Library(made, embeddings=embeddings, close_reading="all") as library:
            questions, _ = read_questions(folder / name / "questions.jsonl")
            asked += rows(name, library, locate(questions, library).located)
        print(name, sum(row.of == name for row in asked), "rows", file=sys.stderr)
    report("SIGNS", list(SIGNS), [row for row in asked if not (row.of_article or row.away)])
    told = [row for row in asked if row.of_article and not row.made]
    both = {row.of for row in told if not (row.answerable or row.away)}
    report("ARTICLE_SIGNS", list(ARTICLE_SIGNS), [row for row in told if row.of in both])
    closely = [row for row in told if "closely" in row.figures and row.is_looked_up and not row.away]
    report("CLOSELY_SIGNS", list(CLOSELY_SIGNS), [row for row in closely if row.of in both])


def weighed(asked: Sequence[Row]) -> np.ndarray:
    """The weight of each row: a set's two classes weigh the same, unless all its unanswerable questions are made.

    Those that are away weigh half of what cannot be answered.
    """
    weights = []
    for row in asked:
        same = [other for other in asked if (other.of, other.answerable) == (row.of, row.answerable)]
        alike = [other for other in same if other.away == row.away]
        share = (MADE if all(other.made for other in alike) else 1.0) / len({other.away for other in same})
        weights.append(1000 * WEIGHTS.get(row.of, 1.0) * share / len(alike))
    return np.array(weights)


def report(named: str, used: Sequence[str], asked: Sequence[Row]) -> None:
    """Prints the weights of the signs used, under the name they have in the code, and what they refuse."""
    if len({row.group for row in asked}) < FOLDS or len({row.answerable for row in asked}) < 2:
        print(f"{named} are not fitted: the sets have too few questions of that sort.", file=sys.stderr)
        return
    x = np.array([[row.figures[sign] for sign in used] for row in asked])
    y, of = np.array([row.answerable for row in asked]), np.array([row.of for row in asked])
    weights, groups = weighed(asked), [row.group for row in asked]
    crossed, left_out = np.zeros(len(y)), np.zeros(len(y))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(x, groups=groups):
        crossed[test] = fitted(x[train], y[train], weights[train]).decision_function(x[test])
    sets = list(dict.fromkeys(row.of for row in asked))
    for name in sets if len(sets) > 1 else ():
        mine = of == name
        if len(set(y[~mine])) > 1:
            left_out[mine] = fitted(x[~mine], y[~mine], weights[~mine]).decision_function(x[mine])
    model = fitted(x, y, weights)
    print(f"{named} = {{")
    for sign, value in zip(used, model.coef_[0], strict=True):
        print(f'    "{sign}": {value:.3f},')
    print(f"}}\n{named.replace('SIGNS', 'INTERCEPT')} = {model.intercept_[0]:.3f}")
    made = np.array([row.made for row in asked])
    for how, scores in (("fitted", model.decision_function(x)), ("crossed", crossed), ("set left out", left_out)):
        for name in sets:
            curve(f"{how}, {name}", scores[of == name], y[of == name], made[of == name])


def curve(title: str, scores: np.ndarray, answerable: np.ndarray, made: np.ndarray) -> None:
    own = {"answerable": answerable, "unanswerable": ~answerable & ~made, "made unanswerable": made}
    aucs = [
        f"AUC {roc_auc_score(answerable[both], scores[both]):.3f} against {name}"
        for name in ("unanswerable", "made unanswerable")
        if own[name].any() and (both := answerable | own[name]).any()
    ]
    print(f"\n{title}: {', '.join(aucs)}\nrefused above " + "".join(f"{threshold:7.2f}" for threshold in THRESHOLDS))
    for name, which in own.items():
        if which.any():
            print(f"{name:18}" + "".join(f"{(scores[which] <= threshold).mean():7.3f}" for threshold in THRESHOLDS))


def fitted(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=0.3, max_iter=5000).fit(x, y, sample_weight=weight)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
