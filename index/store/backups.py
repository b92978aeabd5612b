"""Copies a catalog out of a library and back into one, even while it is in use; the indexes follow the catalog."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import uuid
from contextlib import closing
from pathlib import Path

from index.errors import LibraryError
from index.store import copying
from index.store.catalog import PARTIAL, Catalog, home_at
from index.store.private import keep, make_file, make_folder
from index.store.tables import SCHEMA_VERSION

BACKUP = "backup.sqlite"
BESIDE = ("access.json", "conversations.db", "seal.json", "settings.env")  # what a server adds to a backup


def back_up(catalog: Catalog, folder: Path) -> None:
    """Writes a full copy into a folder of its own; an existing copy is replaced once the new one is complete."""
    try:
        make_folder(folder)
        strangers = [path.name for path in folder.iterdir() if not path.name.startswith((BACKUP, *BESIDE))]
    except OSError as error:
        raise LibraryError(f"The folder '{folder}' cannot be used for a backup: {error.strerror}.") from error
    if strangers:
        raise LibraryError(
            f"The folder '{folder}' holds other files, such as '{min(strangers)}'. Name an empty or a new folder."
        )
    with catalog.turn("backup"):
        for left in folder.glob(f"{BACKUP}.{PARTIAL}"):  # left by a killed process, and as large as the library
            left.unlink(missing_ok=True)
        keep(folder)  # makes a backup by an earlier version private until it is replaced
        catalog.copy_to(folder / BACKUP)


def restore(folder: Path, catalog: Path | str) -> None:
    """Replaces the catalog's content with the backup's, all or nothing.

    Processes that have the catalog open see the articles change as with any other write.
    """
    beside = catalog.parent if isinstance(catalog, Path) else None
    try:
        if beside:
            make_folder(beside)
        with tempfile.TemporaryDirectory(prefix="restoring-", dir=beside) as staging:
            staged = shutil.copyfile(folder / BACKUP, Path(staging) / BACKUP)
            _check(staged, folder)
            with closing(Catalog(staged)) as brought_up:  # an older backup is upgraded to this version
                if isinstance(catalog, str):
                    return copying.replace(home_at(catalog), brought_up.home)
            _put(staged, catalog)
    except FileNotFoundError as error:
        raise LibraryError(
            f"There is no backup in '{folder}'. `article-assistant backup` creates one there."
        ) from error
    except (OSError, sqlite3.Error) as error:
        raise LibraryError(
            f"The backup in '{folder}' cannot be restored ({getattr(error, 'strerror', None) or error}). "
            "The library is unchanged; free disk space or fix the folder's permissions, then try again."
        ) from error


def _check(staged: Path, folder: Path) -> None:
    try:
        with closing(sqlite3.connect(staged)) as connection:
            version = int(connection.execute("SELECT value FROM setting WHERE key = 'schema'").fetchone()[0])
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except (sqlite3.Error, TypeError, ValueError) as error:
        found, version = str(error), 0
    if version > SCHEMA_VERSION:
        raise LibraryError(
            f"The backup in '{folder}' was written by a newer version. Upgrade article-assistant to restore it."
        )
    if found != "ok":
        raise LibraryError(f"The backup in '{folder}' is damaged or not a backup ({found}). The library is unchanged.")


def _put(staged: Path, catalog: Path) -> None:
    with closing(sqlite3.connect(staged)) as source:
        # The changes have the backup's numbers; a new identity keeps the indexes from mistaking them for the old ones.
        source.execute("UPDATE setting SET value = ? WHERE key = 'identity'", (uuid.uuid4().hex,))
        source.commit()
        if not _is_database(catalog):
            _set_aside(catalog)
        make_file(catalog)
        # One transaction of SQLite itself: a file moved into place would be read with the old file's journal.
        with closing(sqlite3.connect(catalog, timeout=60)) as target:
            target.execute("PRAGMA synchronous=FULL")
            source.backup(target)


def _is_database(catalog: Path) -> bool:
    if not catalog.exists():
        return True
    try:
        with closing(sqlite3.connect(catalog, timeout=60)) as connection:
            connection.execute("PRAGMA user_version").fetchone()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        raise  # locked, or no permission to read it
    except sqlite3.DatabaseError:
        return False
    return True


def _set_aside(catalog: Path) -> None:
    """Renames a file that is no longer a database, and its journal, instead of deleting them."""
    mark = f"damaged-{uuid.uuid4().hex[:8]}"
    for ending in ("-wal", "-shm", ""):
        path = catalog.with_name(catalog.name + ending)
        if path.exists():
            path.rename(path.with_name(f"{mark}-{path.name}"))
