"""Which module may import which: one way only, each engine in one place, and nothing that a command does not need."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

from index.library import Library
from tests import conftest

ROOT = Path(__file__).parents[2]
OURS = ("assistant", "index", "prompts", "app", "tests")
SOURCES = [
    ROOT / "app.py",
    *(path for name in ("assistant", "index", "prompts") for path in (ROOT / name).rglob("*.py")),
]
# Each third-party engine, and the modules that know it; a name that ends in a dot is a package.
ENGINES = {
    "babel.messages": ("assistant.texts.catalogues",),
    "chromadb": ("index.store.vectors",),
    "tantivy": ("index.store.lexical", "index.language.tokens"),
    "sentence_transformers": ("index.encoders.",),
    "tokenizers": ("index.encoders.minilm",),
    "spacy": ("index.reading.parsing", "index.reading.faster_parsing"),
    "trafilatura": ("index.extraction.html",),
    "pypdf": ("index.loading.formats.pdf",),
    "pypdfium2": ("index.loading.recognition",),
    "rapidocr": ("index.loading.recognition",),
    "sqlalchemy": ("index.store.", "assistant.serving."),
    "httpcore": ("index.loading.fetching", "index.loading.network"),
    "httpx": ("index.loading.fetching",),
    "gradio": ("assistant.page.",),
    "mcp": ("assistant.api.mcp_tools",),
    "watchfiles": ("assistant.watching.folders",),
    "argon2": ("assistant.access.passwords",),
    "authlib": ("assistant.access.issuer", "assistant.access.provider"),
    "joserfc": ("assistant.access.issuer",),
    "prometheus_client": ("assistant.api.figures",),
}
LOADED = {*ENGINES, "babel", "fastapi", "ir_measures", "langchain", "numpy", "pysbd", "scipy", "simplemma", "starlette"}
LOADED |= {"torch", "transformers"}
LOADED -= {"httpx", "watchfiles"}  # langchain_core and uvicorn load them as well
HEAVY = ("spacy", "torch", "transformers", "sentence_transformers", "chromadb", "tantivy", "gradio", "trafilatura")
HEAVY += ("httpcore", "pypdf")


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that is named in an import anywhere in the file, with the names taken from a package of ours."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import, which this test does not follow"
            found |= _taken_from(node.module or "", [alias.name for alias in node.names])
    return frozenset(found)


def _taken_from(package: str, names: list[str]) -> set[str]:
    modules = {f"{package}.{name}" for name in names if package.split(".")[0] in OURS and _is_module(package, name)}
    return modules | {package}


def _is_module(package: str, name: str) -> bool:
    place = ROOT.joinpath(*package.split("."), name)
    return place.is_dir() or place.with_suffix(".py").is_file()


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


# The floors of each house, the lowest first. A module imports from its own room and from floors below; rooms on one
# floor do not know each other. What is not named here stands alone on the top floor of its house.
FLOORS = {
    "index": [
        {"errors", "articles", "on_first_use"},
        {"filters", "language", "encoders"},
        {"embedding", "extraction"},
        {"reading", "loading"},
        {"store"},
        {"searching", "retriever", "versions"},
        {"adding"},
        {"library"},
    ],
    "assistant": [
        {"texts"},
        {"errors", "answers", "warm_up"},
        {"events", "settings", "question"},
        {"verifying", "presenting"},
        {"answering", "serving"},
        {"writing", "access", "watching"},
        {"assistant", "doctor"},
        {"api", "page", "terminal"},
        {"evaluation", "server"},
        {"needed"},
        {"cli"},
        {"__main__"},
    ],
}


def room(name: str) -> tuple[str, str]:
    """The house and the room, or the module on its own, of a dotted name."""
    house, _, rest = name.partition(".")
    return house, rest.split(".")[0]


def may_import(importer: str, imported: str) -> bool:
    """Down the floors: app -> assistant -> {index, prompts}, and within a house as FLOORS says."""
    (house, inner), (other, wanted) = room(importer), room(imported)
    if house == "app":
        return other == "assistant"
    if house != other:
        return house == "assistant" and other in ("index", "prompts")
    if inner == wanted or not wanted or house not in FLOORS:
        return True
    if not inner:  # the package itself, the way in for Python
        return True
    floor = {name: number for number, names in enumerate(FLOORS[house]) for name in names}
    return floor[inner] > floor[wanted]


def test_imports_run_down_the_floors() -> None:
    wrong = {
        f"{module(path)} imports {name}"
        for path in SOURCES
        for name in imports(path)
        if name.split(".")[0] in OURS and not may_import(module(path), name)
    }
    assert not wrong


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    ours = {module(path): path for path in SOURCES}
    graph = {name: {other for other in imports(path) if other in ours and other != name} for name, path in ours.items()}
    graph = {name: {other for other in others if not name.startswith(f"{other}.")} for name, others in graph.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


# What is imported inside a function, and why it stands neither at the top nor in what a package offers.
INSIDE = {
    "app": {"assistant.__main__"},  # importing the file loads nothing
    "assistant.__main__": {"assistant.cli"},  # it takes seconds, in which Ctrl-C may come
    "assistant.access.access_command": {"assistant.settings"},  # a module alone, which `--help` does not need
    "assistant.watching.sources_command": {"assistant.settings"},
    "assistant.evaluation.evaluate_command": {"assistant.assistant"},  # a set is checked without what answers
}


def test_what_is_ours_is_imported_at_the_top() -> None:
    found: dict[str, set[str]] = {}
    for path in SOURCES:
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        within = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, functions)]
        named = {one.module or "" for node in within for one in ast.walk(node) if isinstance(one, ast.ImportFrom)}
        if ours := {name for name in named if name.split(".")[0] in OURS}:
            found[module(path)] = ours
    assert found == INSIDE


OFFERING = [module(path) for path in SOURCES if "on_first_use(__name__)" in path.read_text("utf-8")]


@pytest.mark.parametrize("name", OFFERING)
def test_what_a_package_offers_is_there_and_is_not_hidden_by_a_module_of_that_name(name: str) -> None:
    place = ROOT.joinpath(*name.split("."))
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    (block,) = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.If)]
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        for alias in node.names:
            shown, offering = alias.asname or alias.name, import_module(name)
            assert node.module == name or not _is_module(name, shown)
            own = vars(import_module(str(node.module)))
            assert getattr(offering, shown) is (
                own[alias.name] if alias.name in own else sys.modules[f"{node.module}.{alias.name}"]
            )
    with pytest.raises(AttributeError, match=f"'{name}' has no attribute 'nothing'"):
        _ = import_module(name).nothing


def test_a_package_imports_nothing_that_nobody_asked_for() -> None:
    packages = [name for name in OFFERING if ROOT.joinpath(*name.split(".")).is_dir()]
    ended = "\nimport sys; print(*(name for name in sys.modules if name.startswith(('assistant.', 'index.'))))"
    program = f"import {', '.join(packages)}{ended}"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) - {"index"} <= {*packages, "index.on_first_use"}


def test_no_room_is_too_full() -> None:
    most = {"assistant": 13, "index": 11}
    every = (*SOURCES, *(ROOT / "tests").rglob("*.py"))
    folders = Counter(path.parent.relative_to(ROOT).as_posix() for path in every)
    assert not {folder: count for folder, count in folders.items() if count > most.get(folder, 25)}


def test_each_engine_is_imported_in_one_place() -> None:
    for engine, known_to in ENGINES.items():
        importers = {module(path) for path in SOURCES if any(within(name, engine) for name in imports(path))}
        assert importers, engine
        assert not {name for name in importers if name not in known_to and not f"{name}.".startswith(known_to)}


def test_an_arrow_the_other_way_would_be_seen() -> None:
    for importer, imported in [
        ("index.library", "assistant.answers"),
        ("index.searching", "prompts"),
        ("index.language.names", "index.reading.people"),
        ("index.extraction.html", "index.loading.web"),
        ("assistant.assistant", "assistant.page.cards"),
        ("assistant.answering.quoting", "app"),
        ("assistant.question.question", "assistant.answering.choosing"),
        ("assistant.page.chat", "assistant.server"),
        ("assistant.assistant", "assistant.cli"),
        ("assistant.api.app", "assistant.page.words"),
        ("assistant.page.chat", "assistant.api.app"),
        ("app", "index.library"),
    ]:
        assert not may_import(importer, imported), (importer, imported)


def loaded_by(program: str, *arguments: str) -> list[set[str]]:
    """The top-level modules that a program of its own process has loaded, each time it calls `tell` and at its end."""
    telling = "import sys\ntell = lambda: print('\\nLOADED', *sorted({name.split('.')[0] for name in sys.modules}))\n"
    command = [sys.executable, "-c", f"{telling}{program}\ntell()", *arguments]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [set(line.split()[1:]) for line in told.splitlines() if line.startswith("LOADED ")]


STORED = {"numpy", "sqlalchemy"}
INDEXED = STORED | {"chromadb", "httpcore", "simplemma", "tantivy"}
ANSWERED = INDEXED | {"babel", "pysbd", "spacy", "tokenizers", "torch"}
ARTICLE = "smallpox-declared-eradicated"
QUESTION = "What did Armstrong say about the surface of the Moon?"
# What each command may load of the engines; LIBRARY, FILE and the like stand for paths. They run in this order in one
# process, in which what is loaded stays, so each may load what those before it may.
COMMANDS = {
    "--help": set(),
    "users list --library LIBRARY": set(),
    "keys list --library LIBRARY": set(),
    "list --library LIBRARY": STORED,
    f"show {ARTICLE} --library LIBRARY": STORED,
    "people --library LIBRARY": STORED,
    "said Armstrong --library LIBRARY": STORED,
    "backup BACKUP --library LIBRARY": STORED,
    "evaluate FILE --check": STORED | {"simplemma"},
    "said Armstrong --about Moon --library LIBRARY": INDEXED,
    f"remove {ARTICLE} --library LIBRARY": INDEXED,
    "copy --to COPY --library LIBRARY": INDEXED,
    "doctor --library LIBRARY": ANSWERED - {"babel", "pysbd"},
    "ask QUESTION --library LIBRARY": ANSWERED,
    "check TEXT --library LIBRARY": ANSWERED,
}
RUN = """
import json
from assistant.cli import app
for command in json.loads(sys.argv[1]):
    app(command, standalone_mode=False)
    tell()
"""


@pytest.mark.processes
def test_no_command_loads_an_engine_that_it_does_not_use(samples: Library, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Armstrong said that the surface was fine and powdery.", encoding="utf-8")
    places = {"LIBRARY": str(shutil.copytree(samples.folder, tmp_path / "library")), "TEXT": str(text)}
    places |= {"FILE": str(ROOT / "tests" / "articles" / "questions.jsonl"), "QUESTION": QUESTION}
    places |= {name: str(tmp_path / name) for name in ("BACKUP", "COPY")}
    commands = [[places.get(word, word) for word in command.split()] for command in COMMANDS]
    loaded = loaded_by(RUN, json.dumps(commands))
    assert len(loaded) == len(COMMANDS) + 1 and "torch" in loaded[-1]
    found = zip(COMMANDS.items(), loaded[:-1], strict=True)
    assert not {command: more for (command, engines), told in found if (more := (told & LOADED) - engines)}


def test_of_the_commands_each_may_load_what_those_before_it_may() -> None:
    allowed = list(COMMANDS.values())
    assert all(map(set.issubset, allowed, allowed[1:]))


def test_exporting_feedback_loads_no_engine_but_that_of_what_is_saved(tmp_path: Path) -> None:
    with Library(tmp_path):
        program = "from contextlib import suppress\nfrom assistant.cli import main\nwith suppress(SystemExit): main()"
    (loaded,) = loaded_by(program, "feedback", "export", str(tmp_path / "new.jsonl"), "--library", str(tmp_path))
    assert loaded & LOADED == STORED


@pytest.mark.processes
def test_a_server_and_its_tools_are_there_without_what_answers_or_draws_the_page() -> None:
    imported = ("import assistant.cli, assistant.assistant", "from assistant.server import create_app; create_app")
    (loaded,) = loaded_by("\n".join((*imported, "from assistant.api.mcp_tools import create_mcp; create_mcp")))
    engines = {"fastapi", "httpcore", "mcp", "starlette", "argon2", "authlib", "joserfc", "prometheus_client"}
    assert loaded & LOADED <= STORED | engines


def test_importing_the_app_loads_nothing_of_ours() -> None:
    (loaded,) = loaded_by("import app")
    assert loaded & {"assistant", "index", "prompts", *HEAVY} == set()


def test_importing_the_package_gives_the_assistant_and_loads_no_engine() -> None:
    (loaded,) = loaded_by("from assistant import Assistant; assert callable(Assistant.open)")
    assert loaded & set(HEAVY) == set()


BENCHMARKS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests" / "benchmarks").rglob("*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=str)
def test_what_a_benchmark_imports_from_us_exists(path: Path) -> None:
    """No test runs most of them, and mypy does not read them."""
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        package = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        if isinstance(node, ast.ImportFrom) and package.split(".")[0] in OURS:
            missing = [one.name for one in node.names if not hasattr(import_module(package), one.name)]
            assert not [name for name in missing if not _is_module(package, name)], package


def test_tests_are_collected_without_what_takes_seconds_to_load() -> None:
    """Whoever runs one test waits for what that test needs: no test file loads an engine as it is imported."""
    assert conftest.LOADED_TO_COLLECT == []
