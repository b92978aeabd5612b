"""The commands `article-assistant users ...` and `keys ...`: who may use a library's server."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from assistant import serving
from assistant.access.identity import SCOPES, named, scopes_of, written
from assistant.access.keys import Keys
from assistant.access.record_file import ACCESS, Record, record_at
from assistant.access.users import Users
from index.errors import WrongUsage
from index.store.private import make_folder

users = typer.Typer(help="Users of the web chat. A running server applies changes at once.")
keys = typer.Typer(help="Keys for programs. A running server applies changes at once.")

LibraryOption = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="The library's folder; default: in your user data.")
]
Name = Annotated[str, typer.Argument(metavar="NAME")]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="NAME", help="Allow only this library of those served; repeatable."),
]
_ALL = ",".join(SCOPES)


@users.command("add")
def add_user(
    name: Name,
    scopes: Annotated[str | None, typer.Option(help=f"Some of {_ALL}; a new user has ask,read.")] = None,
    only: OnlyOption = None,
    library: LibraryOption = None,
) -> None:
    """Add a user, or set a new password for one, which signs them out everywhere.

    The password is asked for twice, or is the first line of standard input if that is not a terminal.
    """
    opened = Users(_record(library))
    given = scopes_of(scopes) if scopes is not None else None
    named(name)
    is_new = opened.add(name, _password(), given, only or ())
    user = opened.all()[named(name)]
    outcome = "was added" if is_new else "has a new password"
    print(f"The user '{user.name}' {outcome}, and may {', '.join(written(user.scopes))}.")


@users.command("list")
def list_users(library: LibraryOption = None) -> None:
    """List the users with their scopes."""
    for user in Users(_record(library)).all().values():
        print(user.name, ",".join(written(user.scopes)), sep="\t")


@users.command("remove")
def remove_user(
    name: Name,
    with_conversations: Annotated[
        bool, typer.Option("--with-conversations", help="Delete their saved conversations for good.")
    ] = False,
    library: LibraryOption = None,
) -> None:
    """Remove a user and sign them out everywhere."""
    record = _record(library)
    Users(record).remove(name)
    print(f"The user '{named(name)}' was removed.")
    _report_if_nobody_is_left(record)
    folder, shared = _place(library)
    if not (shared or (folder / serving.CONVERSATIONS).exists()):
        return
    own = serving.Conversations(folder, owner=named(name), shared=shared)
    if with_conversations:
        own.delete_all()
    elif number := own.count():
        print(f"Their saved conversations ({number}) stay; a later user of that name would see them.")


@keys.command("add")
def add_key(
    name: Name,
    scopes: Annotated[str, typer.Option(help=f"Some of {_ALL}.")],
    only: OnlyOption = None,
    library: LibraryOption = None,
) -> None:
    """Create a key for a program and print it, this once; the program sends it as `Authorization: Bearer KEY`."""
    print(Keys(_record(library)).add(name, scopes_of(scopes), only or ()))
    print("Copy it now: it is not shown again, and only its hash is stored.", file=sys.stderr)


@keys.command("list")
def list_keys(library: LibraryOption = None) -> None:
    """List the keys by name, with their scopes and creation times."""
    for key in Keys(_record(library)).all():
        print(key.name, ",".join(written(key.scopes)), key.made, sep="\t")


@keys.command("revoke")
def revoke_key(name: Name, library: LibraryOption = None) -> None:
    """Revoke a key."""
    record = _record(library)
    Keys(record).revoke(name)
    print(f"The key '{named(name)}' was revoked.")
    _report_if_nobody_is_left(record)


def _record(library: Path | None) -> Record:
    """The users and keys of a library, which may exist before the library does."""
    folder, shared = _place(library)
    make_folder(folder)
    return record_at(folder, ACCESS, shared)


def _place(library: Path | None) -> tuple[Path, serving.Shared | None]:
    from assistant.settings import read_settings

    settings = read_settings(library=library)
    if url := settings.homes["catalog_url"]:
        return settings.library.expanduser(), serving.shared_at(url)
    return settings.library.expanduser(), None


def _report_if_nobody_is_left(record: Record) -> None:
    if not (Users(record).all() or Keys(record).all()):
        print(
            f"Nobody is left who may use the server. Add a user, or delete {record.to_forget} to use it without "
            "signing in."
        )


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("Once more: ") != password:
        raise WrongUsage("The two passwords are not the same. Nothing was changed; try again.")
    return password
