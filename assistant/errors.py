"""What can go wrong outside the library; the tree grows from index/errors.py.

ArticleAssistantError
  WrongUsage
    SettingsError     a setting is unknown or cannot be used
"""

from __future__ import annotations

from index.errors import WrongUsage


class SettingsError(WrongUsage):
    pass
