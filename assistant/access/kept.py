"""Backs up and restores what a server stores besides articles: users, keys, the seal and conversations."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

from assistant.access.record_file import ACCESS, RecordFile, record_at
from assistant.access.seals import SEAL
from assistant.serving.conversation_copies import copy_in, copy_out
from assistant.serving.conversations import CONVERSATIONS, Conversations
from assistant.serving.shared import Shared
from assistant.settings import PREFIX, Settings

SETTINGS = "settings.env"
KEPT = (ACCESS, SEAL, CONVERSATIONS, SETTINGS)
_SECRET = ("catalog_url", "vectors_url", "model_base_url", "oidc_client_secret")  # may contain passwords


def back_up(folder: Path, library: Path, settings: Settings, shared: Shared | None) -> int:
    """Adds these and the settings, without secrets, to a backup; returns the number of conversations."""
    for name in (ACCESS, SEAL):
        with RecordFile(folder / name).changing() as record:
            record.clear()
            record.update(record_at(library, name, shared).read())
        (folder / f"{name}.lock").unlink(missing_ok=True)
    given = settings.model_dump(mode="json", include=settings.model_fields_set - set(_SECRET), exclude_none=True)
    lines = [f"{PREFIX}{name.upper()}={json.dumps(str(value))}\n" for name, value in sorted(given.items())]
    with open(os.open(folder / SETTINGS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(lines)
    with closing(Conversations(library, shared=shared)) as saved:
        return copy_out(saved, folder)


def restore(folder: Path, library: Path, shared: Shared | None) -> int | None:
    """Restores these from a backup; returns the number of conversations, None if the backup holds only articles.

    If the backup has no users and keys, the existing ones stay, so that the server is not left open to everybody.
    """
    for name in (ACCESS, SEAL):
        if saved := RecordFile(folder / name).read():
            with record_at(library, name, shared).changing() as record:
                record.clear()
                record.update(saved)
    if not (folder / CONVERSATIONS).exists():
        return None
    with closing(Conversations(library, shared=shared)) as conversations:
        return copy_in(conversations, folder)
