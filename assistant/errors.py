"""What can go wrong outside the library; the tree grows from index/errors.py.

ArticleAssistantError
  CannotWrite         a file that was asked for cannot be written
  ChatModelError      a chat model cannot be opened
  ConversationsError  the saved conversations cannot be read or written
    NotSaved          no saved conversation or answer has that id, or none any more
  WrongUsage
    SettingsError     a setting is unknown or cannot be used
    WrongQuestions    a question set cannot be used; it holds every problem
"""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import ArticleAssistantError, WrongUsage


class CannotWrite(ArticleAssistantError):
    pass


class ChatModelError(ArticleAssistantError):
    pass


class ConversationsError(ArticleAssistantError):
    pass


class NotSaved(ConversationsError):
    pass


class SettingsError(WrongUsage):
    pass


class WrongQuestions(WrongUsage):
    def __init__(self, problems: Sequence[object]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
