"""Judges of meaning in the place of the embedding model: the chat model, and a cross-encoder made on the spot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.writing import judging_claims
from assistant.writing.chat_models import chat_model
from assistant.writing.judging_claims import chat_judge
from index.embedding import SentenceEmbeddings
from index.encoders.entailment import Entailment
from index.errors import LibraryError
from index.library import Library
from tests.chat_server import Fault, chat_server
from tests.fakes import tiny_reranker
from tests.scripted_model import ScriptedModel

TOLD = "The council voted on Monday to repair the old bridge of the town."
CLAIM = "On Monday the council decided that the town keeps its old crossing."


@pytest.mark.parametrize(
    ("reply", "judged"),
    [
        ("Yes.", True),
        ("**no**, it adds a date", False),
        ("<think>Yes?</think>\nno", False),
        ("Perhaps", None),
        ("", None),
        (RuntimeError("busy"), None),
    ],
)
def test_a_chat_model_judges_with_yes_or_no(reply: str | Exception, judged: bool | None) -> None:
    model = ScriptedModel(says=[reply], prompts=[])
    assert chat_judge(model)(TOLD, CLAIM) is judged
    assert f"<paragraph>\n{TOLD}\n</paragraph>" in model.prompts[0]


@pytest.mark.parametrize("fault", [Fault.ENDLESS, Fault.STALLED])
def test_a_judge_without_an_end_is_given_up_and_then_left_alone(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    monkeypatch.setattr(judging_claims, "WITHIN", 0.5)
    with chat_server() as server:
        judge = chat_judge(chat_model("openai:small", base_url=server.url))
        server.replies.append(fault)
        assert judge(TOLD, CLAIM) is None
        assert server.dropped.wait(20)
        if fault is Fault.STALLED:
            assert judge(TOLD, CLAIM) is None
            assert len(server.requests) == 1


@pytest.mark.parametrize(("reply", "supported"), [("yes", True), ("no", False)])
def test_the_judge_decides_where_words_do_not_tell(samples: Library, reply: str, supported: bool) -> None:
    model = ScriptedModel(says=[reply], prompts=[])
    assistant = Assistant(samples, Settings(claim_judge="model"), model=model)
    assert assistant.check(CLAIM, [TOLD]).claims[0].supported is supported
    assert len(model.prompts) == 1


def test_no_judge_can_make_another_number_true(samples: Library) -> None:
    model = ScriptedModel(says=["yes"], prompts=[])
    assistant = Assistant(samples, Settings(claim_judge="model"), model=model)
    assert assistant.check("It cost 140 crowns.", ["It cost 410 crowns."]).claims[0].supported is False
    assert model.prompts == []


def labelled(folder: Path, *labels: str) -> Path:
    """A cross-encoder with random weights and these labels."""
    path = tiny_reranker(folder, labels=len(labels)) / "config.json"
    record = json.loads(path.read_text()) | {"id2label": dict(enumerate(labels))}
    record["label2id"] = {label: at for at, label in enumerate(labels)}
    path.write_text(json.dumps(record))
    return folder


def test_a_cross_encoder_judges_by_its_label_entailment(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    first = labelled(tmp_path / "first", "ENTAILMENT", "neutral", "contradiction")
    last = labelled(tmp_path / "last", "contradiction", "neutral", "entailment")
    likeliest = int(CrossEncoder(str(first), device="cpu").predict([(TOLD, CLAIM)]).argmax())
    assert Entailment(str(first)).follows(CLAIM, TOLD) is (likeliest == 0)
    assert Entailment(str(last)).follows(CLAIM, TOLD) is (likeliest == 2)


def test_one_without_that_label_or_not_there_is_one_sentence(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    with pytest.raises(LibraryError, match="has no label 'entailment'"):
        Entailment(str(labelled(tmp_path / "other", "good", "bad"))).follows(CLAIM, TOLD)
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        assistant = Assistant(library, Settings(claim_judge=str(tmp_path / "missing")))
        with pytest.raises(LibraryError, match="cannot be loaded .* unset ARTICLE_ASSISTANT_CLAIM_JUDGE"):
            assistant.check(CLAIM, [TOLD])
