"""Opens a sentence-transformers CrossEncoder, a model that reads two texts together; never from a network."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from index.errors import LibraryError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def cross_encoder(name: str, *, what: str, setting: str) -> CrossEncoder:
    """The model of that name or in that folder; its `predict` returns raw logits.

    Raises LibraryError if it cannot be loaded, with a message that calls it `what` and names the setting to change.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    try:
        return CrossEncoder(name, device="cpu", local_files_only=True, activation_fn=Identity())
    except Exception as error:  # transformers may raise anything
        raise LibraryError(
            f"The {what} '{name}' cannot be loaded ({str(error).splitlines()[0]}). Give the folder "
            f"of a sentence-transformers CrossEncoder, or unset {setting}."
        ) from error
