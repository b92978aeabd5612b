"""The commands `article-assistant users ...` and `keys ...`: who may use a library's server."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from assistant.access.identity import SCOPES, named, scopes_of, written
from assistant.access.keys import Keys
from assistant.access.record_file import ACCESS, RecordFile
from assistant.access.users import Users
from index.errors import WrongUsage
from index.store.private import make_folder

users = typer.Typer(help="Users of the web chat. A running server applies changes at once.")
keys = typer.Typer(help="Keys for programs. A running server applies changes at once.")

LibraryOption = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="The library's folder; by default in your user data.")
]
Name = Annotated[str, typer.Argument(metavar="NAME")]
_ALL = ",".join(SCOPES)


@users.command("add")
def add_user(
    name: Name,
    scopes: Annotated[str | None, typer.Option(help=f"Some of {_ALL}; a new user has ask,read.")] = None,
    library: LibraryOption = None,
) -> None:
    """Add a user, or give one a new password, which signs them out everywhere.

    The password is asked for twice, or is the first line of standard input where that is no terminal.
    """
    opened = Users(_file(library))
    given = scopes_of(scopes) if scopes is not None else None
    named(name)
    is_new = opened.add(name, _password(), given)
    user = opened.all()[named(name)]
    told = "was added" if is_new else "has a new password"
    print(f"The user '{user.name}' {told}, and may {', '.join(written(user.scopes))}.")


@users.command("list")
def list_users(library: LibraryOption = None) -> None:
    """List the users with their scopes."""
    for user in Users(_file(library)).all().values():
        print(user.name, ",".join(written(user.scopes)), sep="\t")


@users.command("remove")
def remove_user(
    name: Name,
    with_conversations: Annotated[
        bool, typer.Option("--with-conversations", help="Delete their saved conversations for good.")
    ] = False,
    library: LibraryOption = None,
) -> None:
    """Remove a user, who is signed out everywhere."""
    from assistant.serving.conversations import CONVERSATIONS, Conversations

    file = _file(library)
    Users(file).remove(name)
    print(f"The user '{named(name)}' was removed.")
    _report_if_nobody_is_left(file)
    if not (file.path.parent / CONVERSATIONS).exists():
        return
    own = Conversations(file.path.parent, owner=named(name))
    if with_conversations:
        own.delete_all()
    elif number := own.count():
        print(f"Their saved conversations ({number}) stay; another user of that name would see them.")


@keys.command("add")
def add_key(
    name: Name,
    scopes: Annotated[str, typer.Option(help=f"Some of {_ALL}.")],
    library: LibraryOption = None,
) -> None:
    """Create a key for a program and print it, this once; it is sent as `Authorization: Bearer KEY`."""
    print(Keys(_file(library)).add(name, scopes_of(scopes)))
    print("Keep it now: it is shown this once, and only its hash is stored.", file=sys.stderr)


@keys.command("list")
def list_keys(library: LibraryOption = None) -> None:
    """List the keys by name, with their scopes and creation times."""
    for key in Keys(_file(library)).all():
        print(key.name, ",".join(written(key.scopes)), key.made, sep="\t")


@keys.command("revoke")
def revoke_key(name: Name, library: LibraryOption = None) -> None:
    """Revoke a key."""
    file = _file(library)
    Keys(file).revoke(name)
    print(f"The key '{named(name)}' was revoked.")
    _report_if_nobody_is_left(file)


def _file(library: Path | None) -> RecordFile:
    """The file in a library's folder, which may exist before the library does."""
    from assistant.settings import read_settings

    folder = read_settings(library=library).library.expanduser()
    make_folder(folder)
    return RecordFile(folder / ACCESS)


def _report_if_nobody_is_left(file: RecordFile) -> None:
    if not (Users(file).all() or Keys(file).all()):
        print(
            f"Nobody is left who may use the server. Add a user, or delete '{file.path}' to use it without signing in."
        )


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("Once more: ") != password:
        raise WrongUsage("The two passwords are not the same. Nothing was changed; try again.")
    return password
