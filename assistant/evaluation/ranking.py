"""Standard measures of a ranking, computed by ir-measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG

DEPTH = 10
MEASURES = {"hit@1": Success @ 1, "hit@4": Success @ 4, "hit@10": Success @ 10, "mrr@10": RR @ 10, "ndcg@10": nDCG @ 10}


def ranking_scores(
    relevant: Mapping[str, Sequence[str]], rankings: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """The scores, by measure, of each question with relevant paragraphs; both mappings lead from questions to keys.

    hit@k is success at k. mrr@10 is one over the rank of the first relevant paragraph, 0 below rank 10 (Voorhees, "The
    TREC-8 Question Answering Track Report", 1999). ndcg@10 is discounted cumulative gain over that of the best
    order (Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002). A relevant paragraph
    counts 1, any other 0.
    """
    names = {measure: name for name, measure in MEASURES.items()}
    judged = [Qrel(question, key, 1) for question, keys in relevant.items() for key in keys]
    # Scores fall by one with each rank, so that there are no ties and the order is kept.
    ranked = [
        ScoredDoc(question, key, -float(rank))
        for question in relevant
        for rank, key in enumerate(rankings.get(question, ()))
    ]
    scores = {question: dict.fromkeys(MEASURES, 0.0) for question in relevant}
    for metric in ir_measures.iter_calc(list(names), judged, ranked):
        scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores
