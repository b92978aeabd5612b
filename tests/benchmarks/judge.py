"""A small model of our own that judges what answers a question: `python -m tests.benchmarks.judge DATA FOLDER [SEED]`.

A cross-encoder initialised from the embedding model, and a regression over that model's vectors, learn from some sets
in DATA and judge the others. FOLDER keeps what was found and learned, so that a second call continues from there.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import nn

from assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.filters import ALL, Filters
from index.language.sentences import sentences

Row = dict[str, Any]
Item = tuple[str, list[str], float]  # a question, and sentences, one of which answers it (1) or none of which does (0)
Judge = Callable[[str, list[str]], float]  # the figure of the sentence that answers best
# The sets to learn from, and those to judge; a set that is judged twice gets the mean.
FOLDS = {("xquad_en", "clapnq_dev"): ("nomiracl_en", "natural"), ("xquad_en", "nomiracl_en"): ("clapnq_dev", "natural")}
LEFT_OUT = ("correction", "genre", "small-talk", "false-premise", "other-language", "overview", "metadata", "latest")
HITS, FOUND, NEAREST, LONGEST, BATCH, EPOCHS = 10, 40, 8, 80, 24, 2
HEAD = "| judge | set | AUC: product | judge | both | gain | right: product | refitted | both | gain | over refitted |"


def main(data: Path, folder: Path, seed: int = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = {name: found(folder, name, data / name) for name in ("xquad_en", "clapnq_dev", "nomiracl_en", "natural")}
    print(f"{HEAD}\n{'| --- ' * HEAD.count(' |')}|")
    for learn in (word_share, regression, cross_encoder):
        judged: dict[str, list[np.ndarray]] = {}
        for sets, others in FOLDS.items():
            items = [item for name in sets for item in items_of(rows[name], seed)]
            judge = learn(items, folder / f"{'-'.join(sets)}-{seed}.pt", seed)
            for name in others:
                judged.setdefault(name, []).append(figures(rows[name], judge))
        means = {name: np.mean(told, axis=0) for name, told in judged.items()}
        for name, told in means.items():
            print(line(f"{learn.__name__} | {name}", told, [means[one] for one in means if one != name]))


def found(folder: Path, name: str, place: Path) -> list[Row]:
    """What the product decides for each question, and the sentences of its hits, nearest first."""
    kept = folder / f"{name}.jsonl"
    if not kept.exists():
        asked = [json.loads(told) for told in (place / "questions.jsonl").read_text().splitlines()]
        asked = [one for one in asked if one.get("answerable") is not None and one.get("type") not in LEFT_OUT]
        with Assistant.open(folder / name) as assistant:
            assistant.add([place / "articles.jsonl"])
            rows = [row_of(assistant, one) for one in asked]
        kept.write_text("".join(json.dumps(row) + "\n" for row in rows if row["sentences"]))
    return [json.loads(told) for told in kept.read_text().splitlines()]


def row_of(assistant: Assistant, asked: Row) -> Row:
    given = tuple(asked.get("given_contexts") or ()) or ALL
    answer = assistant.ask(asked["question"], history=asked.get("history", ()), articles=given)
    question = answer.standalone_question or asked["question"]
    hits = assistant.library.search(question, limit=HITS, filters=Filters(articles=given))
    told = [(hit, hit.paragraph.text[start:end]) for hit in hits for start, end in sentences(hit.paragraph.text)]
    vectors = assistant.library.embeddings.encode([question, *(text for _, text in told)])
    nearest = [told[at] for at in np.argsort(-(vectors[1:] @ vectors[0]), kind="stable")[:FOUND]]
    golds = [plain(one["quote"]) for one in asked.get("evidence", ()) if one.get("quote")]
    spans = [plain(one) for one in asked["answers"]] if asked.get("type") == "span" else []
    marked = [(f"{hit.heading.title}: {text}", plain(text)) for hit, text in nearest]
    true = [text for text, held in marked if any(one in held or held in one for one in golds)]
    false = [text for text, held in marked if text not in true and not any(one in held for one in spans)]
    row: Row = {"question": question, "answerable": asked["answerable"], "answered": answer.outcome == "answered"}
    return row | {"odds": answer.answerability, "sentences": [text for text, _ in marked], "true": true, "false": false}


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def items_of(rows: Sequence[Row], seed: int) -> list[Item]:
    """Gold sentences, or the best of four if a set marks none; near ones; and one that another question found."""
    drawn, items, marks = random.Random(seed), list[Item](), any(row["true"] for row in rows)
    for row in rows:
        if not row["answerable"]:
            items += [(row["question"], [text], 0.0) for text in row["false"][:4]]
        elif row["true"]:
            items += [(row["question"], [text], 1.0) for text in row["true"][:2]]
            items += [(row["question"], [text], 0.0) for text in row["false"][:3]]
        elif not marks:
            items.append((row["question"], row["sentences"][:4], 1.0))
        items.append((row["question"], [drawn.choice(drawn.choice(rows)["sentences"])], 0.0))
    return items


def word_share(items: list[Item], kept: Path, seed: int) -> Judge:
    """The share of the question's words of four letters and more that a sentence holds; nothing is learned."""
    words = lru_cache(lambda text: {word for word in plain(text).split() if len(word) > 3})
    return lambda asked, told: max(len(words(asked) & words(one)) for one in told) / max(1, len(words(asked)))


def regression(items: list[Item], kept: Path, seed: int) -> Judge:
    encode = SentenceEmbeddings().encode

    def compared(asked: list[str], told: list[str]) -> np.ndarray:
        return np.hstack([(one := encode(asked)) * (other := encode(told)), np.abs(one - other)])

    learned = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=2000, class_weight="balanced"))
    learned.fit(compared([one[0] for one in items], [one[1][0] for one in items]), [one[2] for one in items])
    return lambda asked, told: float(learned.decision_function(compared([asked] * len(told), told)).max())


def cross_encoder(items: list[Item], kept: Path, seed: int) -> Judge:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    model: Any = SentenceEmbeddings().load()
    both = nn.ModuleList([model[0].auto_model, nn.Linear(384, 1)])

    def scores(asked: list[str], told: list[str]) -> torch.Tensor:
        texts = model.tokenizer(asked, told, truncation=True, max_length=LONGEST, padding=True, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            states = both[0](**texts).last_hidden_state[:, 0]
        return torch.as_tensor(both[1](states.float())[:, 0])

    if not kept.exists():
        learn(both, scores, items, kept.stem, seed)
        torch.save(both.state_dict(), kept)
    both.eval().load_state_dict(torch.load(kept))
    return torch.no_grad()(lambda asked, told: float(scores([asked] * len(told), told).max()))


def learn(both: nn.ModuleList, scores: Callable[..., torch.Tensor], items: list[Item], name: str, seed: int) -> None:
    steps, drawn = len(items) // BATCH * EPOCHS, random.Random(seed)
    loss_of = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(len(items) / sum(wanted for *_, wanted in items) - 1))
    rates = [{"params": both[0].parameters(), "lr": 5e-5}, {"params": both[1].parameters(), "lr": 1e-3}]
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: min(10 * (at + 1) / steps, 1 - at / steps))
    # Texts of about the same length form a batch: padding costs as much as text.
    orders = [sorted(drawn.sample(items, len(items)), key=lambda item: len(item[1][0]) // 20) for _ in range(EPOCHS)]
    batches = [order[at : at + BATCH] for order in orders for at in range(0, len(items) - BATCH + 1, BATCH)]
    drawn.shuffle(batches)
    both.train()
    for at, batch in enumerate(batches):
        z = scores([asked for asked, told, _ in batch for _ in told], [one for _, told, _ in batch for one in told])
        best = torch.stack([part.max() for part in z.split([len(told) for _, told, _ in batch])])
        loss = loss_of(best, torch.tensor([wanted for *_, wanted in batch]))
        loss.backward()
        nn.utils.clip_grad_norm_(both.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        rate.step()
        if at % 25 == 0:
            print(f"{time.strftime('%X')} {name}: {at} of {steps}, loss {loss.item():.3f}", file=sys.stderr)


def figures(rows: Sequence[Row], judge: Judge) -> np.ndarray:
    """Log-odds, whether it was answered, the judge's figure, and whether there is an answer, if no rule decided."""
    told = [row for row in rows if row["odds"] is not None]
    judged = [judge(row["question"], row["sentences"][:NEAREST]) for row in told]
    return np.array([[row["odds"], row["answered"], judged[at], row["answerable"]] for at, row in enumerate(told)])


def line(title: str, asked: np.ndarray, others: Sequence[np.ndarray]) -> str:
    """A row of the table; the product's figures, alone and with the judge's, are joined by a fit on the other sets."""
    y, old = asked[:, 3] > 0, asked[:, 1] > 0
    anew, both = joined(others, asked, [0, 1]), joined(others, asked, [0, 1, 2])
    cells = [f"{roc_auc_score(y, told):.3f}" for told in (asked[:, 0], asked[:, 2], both)]
    cells += [gain(y, asked[:, 0], both, roc_auc_score)]
    cells += [f"{balanced_accuracy_score(y, told):.3f}" for told in (old, anew > 0, both > 0)]
    cells += [gain(y, before, both > 0, balanced_accuracy_score) for before in (old, anew > 0)]
    return f"| {title} ({y.sum()} + {(~y).sum()}) | {' | '.join(cells)} |"


def joined(others: Sequence[np.ndarray], asked: np.ndarray, columns: list[int]) -> np.ndarray:
    model, known = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced")), np.concatenate(others)
    return np.asarray(model.fit(known[:, columns], known[:, 3]).decision_function(asked[:, columns]))


def gain(y: np.ndarray, old: np.ndarray, new: np.ndarray, measure: Callable[..., float]) -> str:
    """How much higher the new figure is, with a 95 % interval from resampling the questions."""
    draws = np.random.default_rng(0).integers(0, len(y), (1000, len(y)))
    draws = draws[y[draws].any(axis=1) & ~y[draws].all(axis=1)]
    low, high = np.percentile([measure(y[at], new[at]) - measure(y[at], old[at]) for at in draws], [2.5, 97.5])
    return f"{measure(y, new) - measure(y, old):+.3f} [{low:+.3f}, {high:+.3f}]"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
