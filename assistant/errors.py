"""What can go wrong outside the library; the tree grows from index/errors.py.

ArticleAssistantError
  SettingsError       a setting is unknown or cannot be used
"""

from __future__ import annotations

from index.errors import ArticleAssistantError


class SettingsError(ArticleAssistantError):
    pass
