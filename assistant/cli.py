"""The command `article-assistant`: a thin layer over Assistant, for people and scripts.

Each command imports only what it needs, since people wait for imports.

Exit status: 0 done, 1 not done or not supported, 2 wrong usage, 130 stopped with Ctrl-C. Errors are one sentence; a
traceback is a defect.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import needed
from assistant.access.access_command import keys, users
from assistant.answers import REGARDLESS_OF
from assistant.presenting.counted import counted
from assistant.presenting.limited import limited
from assistant.watching.sources_command import EveryOption, sources
from index.errors import ArticleAssistantError, LibraryError, WrongUsage
from index.filters import DESCRIBED, OF_NAMES, Limits

app = typer.Typer(
    help="Ask your articles; every sentence of the answer points at the exact words it rests on.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

feedback = typer.Typer(help="Feedback on answers in the web chat.", no_args_is_help=True)
app.add_typer(feedback, name="feedback")
app.add_typer(users, name="users")
app.add_typer(keys, name="keys")
app.add_typer(sources, name="sources")

LibraryOption = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="The library's folder; default: in your user data.")
]
ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="A chat model to write the answer, such as openai:gpt-4o.")
]


def _option(name: str) -> Any:
    """The option for a filter; for one that takes several names, the option has the singular name and is repeatable."""
    several = name in OF_NAMES
    declared = f"--{name.removesuffix('s') if several else name}".replace("_", "-")
    help_text = DESCRIBED[name].removesuffix(".") + ("; repeatable." if several else ".")
    shown = {"articles": "ID"}.get(name) if several else "YYYY-MM-DD"
    kind = list[str] | None if several else str | None
    return Annotated[kind, typer.Option(declared, metavar=shown, help=help_text)]


filtered = partial(limited, annotation=_option)
ArticlesOnly = Annotated[
    bool, typer.Option("--articles-only", help="Leave out users, keys, conversations and settings.")
]
RegardlessOption = Annotated[
    list[str] | None,
    typer.Option("--regardless-of", metavar="LIMIT", help=f"{REGARDLESS_OF.removesuffix('.')}; repeatable."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def add(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, web addresses and feeds.")],
    library: LibraryOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report what would be done; change nothing.")] = False,
    follow_links: Annotated[
        bool, typer.Option("--follow-links", help="Follow links that lead out of a folder (skipped by default).")
    ] = False,
) -> None:
    """Add articles: text, web pages, PDF, Word and JSON Lines in files, folders of them, https://... pages and feeds.

    Exits with 1 if a source holds no article; articles from the others are added.
    Ctrl-C stops within seconds, a second Ctrl-C at once; articles already added stay, and the same command continues.
    """
    opened = _looked_into(library) if dry_run else _opened(library, made=False)
    with opened as assistant, needed.interrupted() as cancelled, needed.progress_bar() as progress:
        report = assistant.add(
            sources, progress=progress, cancelled=cancelled, dry_run=dry_run, follow_links=follow_links
        )
        if not dry_run:
            needed.note_added(needed.Audit(assistant.library.folder), needed.at_terminal(), report)
    needed.show_report(report, foreseen=dry_run)
    if report.stopped:
        raise typer.Exit(130)
    if report.fruitless or not (report.added or report.updated or report.unchanged):
        raise typer.Exit(1)


@app.command()
@filtered
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotation marks.")],
    library: LibraryOption = None,
    model: ModelOption = None,
    json: JsonOption = False,
    regardless_of: RegardlessOption = None,
    limits: Limits = {},  # noqa: B006 -- never changed
) -> None:
    """Ask a question and print the answer with the paragraphs it rests on."""
    with _opened(library, model=model) as assistant:
        answer = assistant.ask(question, regardless_of=regardless_of or (), **limits)
        if json:
            print(answer.to_json(indent=2))
        else:
            needed.show_answer(answer, assistant.library)


@app.command()
@filtered
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text to check; - for standard input.")],
    library: LibraryOption = None,
    json: JsonOption = False,
    limits: Limits = {},  # noqa: B006 -- never changed
) -> None:
    """Check a text of your own, sentence by sentence, against the articles; exits with 1 if they contradict it."""
    text = sys.stdin.read() if str(file) == "-" else needed.read_draft(file)
    with _opened(library) as assistant:
        answer = assistant.check(text, **limits)
        if json:
            print(answer.to_json(indent=2))
        else:
            needed.show_checked(answer, assistant.library)
    if any(map(needed.contradicted, answer.claims)):
        raise typer.Exit(1)


@app.command("list")
@filtered
def list_articles(library: LibraryOption = None, json: JsonOption = False, limits: Limits = {}) -> None:  # noqa: B006
    """List the articles, newest first."""
    with _opened(library) as assistant:
        needed.show_headings(assistant.library.articles(**limits), as_json=json)


@app.command()
def label(
    article_ids: Annotated[list[str], typer.Argument(metavar="ID")],
    library: LibraryOption = None,
    add: Annotated[list[str] | None, typer.Option(help="A label, or a custom field as NAME=VALUE; repeatable.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="A label to remove; repeatable.")] = None,
) -> None:
    """Add labels to articles or remove them, and print the labels of each.

    Your changes are kept when an article is read from its source again.
    """
    with _opened(library) as assistant:
        opened = assistant.library
        opened.label(article_ids, add=add or (), remove=remove or ())
        if add or remove:
            ids = sorted(set(article_ids))
            needed.Audit(opened.folder).note(
                needed.at_terminal(), "label", labelled=ids, labels=[*(add or ())], taken=[*(remove or ())]
            )
        headings = opened.headings(article_ids)
    for article_id in article_ids:
        print(f"{article_id}: {', '.join(headings[article_id].labels) or 'no labels'}")


@app.command()
def show(
    article_id: Annotated[str, typer.Argument(metavar="ID")],
    library: LibraryOption = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="Print what has changed in it since it was added.")
    ] = False,
) -> None:
    """Print a whole article with its numbered paragraphs."""
    with _opened(library) as assistant:
        if changes:
            needed.show_changes(assistant.library.changes(article_id))
        else:
            needed.show_article(assistant.library.article(article_id), assistant.library.corrections(article_id))


@app.command()
def people(
    like: Annotated[str, typer.Argument(metavar="[LIKE]", help="Words from a name or a role.")] = "",
    library: LibraryOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    json: JsonOption = False,
) -> None:
    """List the people quoted, most often first, with all their names."""
    with _opened(library) as assistant:
        opened = assistant.library
        needed.show_people(opened.people(like, limit=limit), opened.unread_notice(), as_json=json)


@app.command()
@filtered
def said(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, a surname or a role.")],
    library: LibraryOption = None,
    about: Annotated[str | None, typer.Option(help="Only statements about this.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many statements at most.")] = 50,
    json: JsonOption = False,
    limits: Limits = {},  # noqa: B006
) -> None:
    """Print what somebody said, newest first, each statement with its paragraph."""
    with _opened(library) as assistant:
        opened = assistant.library
        found = opened.statements(speaker=name, about=about, limit=limit, **limits)
        notices = [one for one in (needed.who_is_meant(opened.meant_by(name)), opened.unread_notice()) if one]
        needed.show_said(needed.quoted(found, opened), opened, notices, about=about, as_json=json)


@app.command()
def remove(article_ids: Annotated[list[str], typer.Argument(metavar="ID")], library: LibraryOption = None) -> None:
    """Remove articles from the library; their source files stay."""
    with _opened(library) as assistant:
        assistant.library.remove(article_ids)
        needed.Audit(assistant.library.folder).note(needed.at_terminal(), "remove", removed=sorted(set(article_ids)))
    print(f"{len(set(article_ids))} removed")


@app.command()
def rebuild(library: LibraryOption = None) -> None:
    """Rebuild the indexes from the catalog; encode again if the embedding model has changed."""
    with needed.progress_bar("Rebuilding") as progress, _opened(library, rebuild=True, progress=progress) as assistant:
        needed.Audit(assistant.library.folder).note(needed.at_terminal(), "rebuild")
        print(f"Rebuilt the indexes over {counted(assistant.library.count(), 'article')}.")


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder, or a backup to replace.")],
    library: LibraryOption = None,
    articles_only: ArticlesOnly = False,
) -> None:
    """Copy articles, users, keys, conversations and settings (no secrets) into a folder; the library may be in use."""
    with _opened(library) as assistant:
        opened = assistant.library
        opened.backup(folder)
        print(f"{counted(opened.count(), 'article', 'is')} in the backup '{folder}'.")
        if not articles_only:
            count = needed.kept.back_up(
                folder.expanduser(), opened.folder, assistant.settings, needed.shared_at(opened.home)
            )
            print(f"{counted(count, 'conversation', 'is')} there as well, with users, keys and settings.")


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a backup.")],
    library: LibraryOption = None,
    articles_only: ArticlesOnly = False,
) -> None:
    """Replace the library's articles, users, keys and conversations with those of a backup."""
    settings = needed.read_settings(library=library)
    needed.Library.restore(folder, settings.library, catalog_url=settings.homes["catalog_url"])
    with _opened(library) as assistant:
        needed.Audit(assistant.library.folder).note(needed.at_terminal(), "restore", backup=str(folder.resolve()))
        assistant.library.rebuild()
        print(f"Restored {counted(assistant.library.count(), 'article')} from '{folder}'.")
        shared = needed.shared_at(assistant.library.home)
        if (
            not articles_only
            and (count := needed.kept.restore(folder.expanduser(), assistant.library.folder, shared)) is not None
        ):
            restored = f"Restored {counted(count, 'conversation')}, users and keys"
            print(f"{restored}; its settings are in '{needed.kept.SETTINGS}'.")


@app.command()
def copy(
    to: Annotated[
        str, typer.Option("--to", metavar="DIR|URL", help="A new folder, or an empty database: postgresql://...")
    ],
    vectors_to: Annotated[
        str | None, typer.Option("--vectors-to", metavar="URL", help="A Chroma server for the copy's vectors.")
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Copy the library to another place, without encoding again and without changing it.

    If it is stopped or killed, the same command continues; an incomplete copy cannot be opened.
    """
    with _opened(library) as assistant, needed.progress_bar("Copying") as progress:
        count, where = assistant.library.copy_to(to, vectors_url=vectors_to, progress=progress)
    print(f"{counted(count, 'article', 'is')} {where}.")


@app.command()
def serve(
    library: Annotated[
        list[Path] | None,
        typer.Option(
            "--library",
            metavar="DIR",
            help="The library's folder, or a folder of libraries; repeatable; default: in your user data.",
        ),
    ] = None,
    model: ModelOption = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="How many processes serve; more than one needs a database (catalog_url).")
    ] = None,
    log_format: Annotated[
        str | None, typer.Option("--log-format", metavar="text|json", help="The format of the log on standard error.")
    ] = None,
) -> None:
    """Serve the web chat for one or more libraries, each named after its folder."""
    folders = _libraries_in(library or [])
    given = {"host": host, "port": port, "log_format": log_format, "workers": workers}
    settings, worker = needed.read_settings(library=folders[0] if folders else None, **given), needed.this_worker()
    needed.write_logs(settings.log_format)
    with ExitStack() as stack:
        named: list[Path | None] = [*folders] or [None]
        opened = [stack.enter_context(_opened(one, made=len(named) > 1, model=model)) for one in named]
        assistant = opened[0]
        _ = assistant.writer  # reports problems with the model before anybody asks
        if assistant.library.is_new():
            report = assistant.add(needed.SAMPLES)
            needed.note_added(needed.Audit(assistant.library.folder), needed.at_terminal(), report)
            print(f"The library is new, so {len(report.added)} sample articles were added to it.", flush=True)
        several = {one.library.folder.name: one for one in opened} if len(opened) > 1 else {}
        if settings.workers == 1 or worker:
            needed.serve(assistant, host=settings.host, port=settings.port, several=several, worker=worker)
            return
        options = {**given, "model": model, "port": settings.port}
        passed_on = [f"--{name.replace('_', '-')}={value}" for name, value in options.items() if value is not None]
        passed_on += [f"--library={one}" for one in library or ()]
        command = [sys.executable, "-m", "assistant", "serve", *passed_on]
        needed.serve_by_workers(opened, command, count=settings.workers, host=settings.host, port=settings.port)


@app.command()
def watch(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Folders, feeds and web pages, in addition to those already watched."),
    ] = None,
    library: LibraryOption = None,
    every: EveryOption = None,
    log_format: Annotated[
        str | None, typer.Option("--log-format", metavar="text|json", help="The format of the log on standard error.")
    ] = None,
) -> None:
    """Watch sources and add what is new in them, until Ctrl-C; a running server does so by itself.

    The sources are saved: `sources` lists, pauses and removes them. If another process watches this library,
    this one stands by and takes over when the other ends.
    """
    needed.write_logs(needed.read_settings(log_format=log_format).log_format)
    with _opened(library, made=False) as assistant:
        assistant.watch(sources or (), every_minutes=every)
        watcher = assistant.watcher(needed.show_turn)
        if not (watched := assistant.library.sources.all()):
            raise WrongUsage("Nothing is watched. Name folders, feeds or web pages.")
        with needed.until_stopped() as stopped:
            watcher.start()
            print(f"Watching {counted(len(watched), 'source')}; Ctrl-C stops.", flush=True)
            stopped.wait()
            watcher.close()


@app.command()
def mcp(library: LibraryOption = None) -> None:
    """Offer the articles to a model as MCP tools, over standard input and output."""
    with _opened(library) as assistant:
        needed.serve_stdio(assistant)


@app.command()
@filtered
def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="A .jsonl, .csv or .yaml file of questions.")],
    more: Annotated[list[str] | None, typer.Argument(hidden=True, metavar="SOURCE")] = None,
    library: LibraryOption = None,
    model: ModelOption = None,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--articles", metavar="SOURCE...", help="Ask a library built from these files and folders instead."
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only report errors in the file.")] = False,
    type: Annotated[list[str] | None, typer.Option(help="Only questions of this type; repeatable.")] = None,
    id: Annotated[list[str] | None, typer.Option(help="Only this question; repeatable.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Only this many, drawn at random.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The random seed.")] = 0,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results; continue an interrupted run.")
    ] = None,
    report: Annotated[Path | None, typer.Option(metavar="FILE.html", help="Write a report as an HTML page.")] = None,
    baseline: Annotated[Path | None, typer.Option(metavar="FILE.json", help="Compare with these results.")] = None,
    gate: Annotated[
        list[str] | None, typer.Option(metavar="'hit@4>=0.9'", help="Exit with 1 if this does not hold; repeatable.")
    ] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE.xml", help="Write the gates for a CI system.")] = None,
    draft: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Write N questions with candidate paragraphs to mark as right."),
    ] = None,
    judge: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Let a chat model judge answers, such as openai:NAME.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, max=64, help="How many questions to ask at once.")] = None,
    limits: Limits = {},  # noqa: B006
) -> None:
    """Run a question set and report how good the answers are and whether they have improved."""
    if library and sources:
        raise WrongUsage("Give --library or --articles, not both.")
    if draft and (check or json or report or baseline or gate or junit or judge):
        raise WrongUsage("--draft writes a file to mark and measures nothing. Leave out the other options.")
    if more and not sources:
        raise WrongUsage(f"'{more[0]}' is unexpected. Name one file of questions, and put articles after --articles.")
    order = needed.evaluate_command.Order(
        questions=questions,
        library=library,
        model=model,
        articles=[*(sources or ()), *(more or ())],
        types=type or (),
        ids=id or (),
        sample=sample,
        seed=seed,
        json=json,
        report=report,
        baseline=baseline,
        gates=gate or (),
        junit=junit,
        judge=judge,
        jobs=jobs,
        limits=limits,
    )
    _check_there(library)
    if check:
        if not needed.evaluate_command.validate(order):
            raise typer.Exit(2)
    elif draft:
        path = needed.evaluate_command.draft(order, draft)
        print(f"Mark what is right in '{path}', then evaluate it as a question set.")
    elif not needed.evaluate_command.evaluate(order):
        raise typer.Exit(1)


@feedback.command("export")
def export_feedback(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="A new file.")], library: LibraryOption = None
) -> None:
    """Write the answers with a thumb up or down as a question set to complete by hand."""
    with _opened(library) as assistant:
        written = needed.write_feedback(
            needed.Conversations(assistant.library.folder, shared=needed.shared_at(assistant.library.home)),
            file,
            assistant.library,
        )
    print(f"{counted(written, 'question', 'is')} in '{file}'. Complete the file, then `article-assistant evaluate` it.")


@app.command()
def doctor(library: LibraryOption = None) -> None:
    """Report what is installed, which model is used, and what is wrong and how to fix it."""
    if not needed.show_findings(needed.examine(needed.read_settings(library=library))):
        raise typer.Exit(1)


def _libraries_in(named: list[Path]) -> list[Path]:
    """The named library folders, or the libraries within a single named folder; raises WrongUsage."""
    if len(named) == 1 and not needed.Library.exists(named[0]) and named[0].expanduser().is_dir():
        within = sorted(one for one in named[0].expanduser().iterdir() if needed.Library.exists(one))
        named = within or named
    if len(named) > 1:
        if needed.read_settings().homes["catalog_url"]:
            raise WrongUsage(
                "Several libraries must each be in a folder. Unset ARTICLE_ASSISTANT_CATALOG_URL to serve them."
            )
        needed.checked_names([one.expanduser().resolve().name for one in named])
    return named


@contextmanager
def _opened(
    library: Path | None,
    *,
    model: str | None = None,
    rebuild: bool = False,
    progress: needed.Progress = lambda done, total: None,
    made: bool = True,
) -> Iterator[needed.Assistant]:
    """The assistant over the library; with `made`, a named folder must hold one already."""
    if made:
        _check_there(library)
    with needed.Assistant.open(library, model=model, rebuild=rebuild, progress=progress) as assistant:
        yield assistant


@contextmanager
def _looked_into(library: Path | None) -> Iterator[needed.Assistant]:
    """The assistant over the library if there is one, else over a temporary one."""
    with tempfile.TemporaryDirectory() as empty:
        settings = needed.read_settings(library=library)
        is_there = needed.Library.exists(settings.library, settings.homes["catalog_url"])
        with _opened(settings.library if is_there else Path(empty), made=False) as assistant:
            yield assistant


def _check_there(library: Path | None) -> None:
    """Raises LibraryError for a named folder that holds no library."""
    if library and not needed.Library.exists(library, needed.read_settings().homes["catalog_url"]):
        raise LibraryError(f"There is no library in '{library}'. `article-assistant add` creates one there.")


def main() -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a character shows a question mark
    try:
        app()
    except SystemExit as ended:
        if isinstance(getattr(ended.__context__, "__cause__", None), KeyboardInterrupt):
            print("Stopped.", file=sys.stderr)  # typer itself would stop silently
        raise
    except ArticleAssistantError as error:
        print(needed.plain(str(error)), file=sys.stderr)
        sys.exit(2 if isinstance(error, WrongUsage) else 1)
    except OSError as error:
        print(f"Stopped: {error.strerror or error}. What was stored stays stored.", file=sys.stderr)
        sys.exit(1)
