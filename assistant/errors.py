"""What can go wrong outside the library; the root and WrongUsage are in index/errors.py.

ArticleAssistantError
  AccessError         users and keys cannot be read or written, or nobody is set up
    ProviderError     the provider where people sign in cannot be reached
  CannotWrite         a file that was asked for cannot be written
  ChatModelError      a chat model cannot be opened
  ConversationsError  the saved conversations cannot be read or written
    NotSaved          no saved conversation or answer has that id
    NoRoomLeft        somebody's storage is full
  ServerStops         the server is stopping and answers nothing more
  NotAllowed          somebody asks for something they have no permission for
  NotSignedIn         a provider's sign-in is not accepted; the reason is for the log
  TooOften            somebody exceeds the rate limit
  WrongUsage
    SettingsError     a setting is unknown or cannot be used
    WrongQuestions    a question set cannot be used; it holds every problem
"""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import ArticleAssistantError, WrongUsage


class AccessError(ArticleAssistantError):
    pass


class ProviderError(AccessError):
    def __init__(self, issuer: str, reason: str) -> None:
        super().__init__(
            f"The provider '{issuer}' cannot be used ({reason}), so nobody can sign in there. Check that it runs, and "
            "that ARTICLE_ASSISTANT_OIDC_ISSUER and ARTICLE_ASSISTANT_MCP_ISSUER are the issuer it states."
        )


class CannotWrite(ArticleAssistantError):
    pass


class ChatModelError(ArticleAssistantError):
    pass


class ConversationsError(ArticleAssistantError):
    pass


class NotSaved(ConversationsError):
    pass


class NoRoomLeft(ConversationsError):
    def __init__(self, megabytes: int) -> None:
        super().__init__(
            f"Your storage here is full ({megabytes:,} MB), so this is not saved. Delete conversations, or "
            "take back feedback, to make room."
        )


class ServerStops(ArticleAssistantError):
    def __init__(self) -> None:
        super().__init__("The server is stopping, so this was not answered. Ask again in a moment.")


class NotAllowed(ArticleAssistantError):
    pass


class NotSignedIn(ArticleAssistantError):
    pass


class TooOften(ArticleAssistantError):
    """`seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"You have asked too often in a short time. Ask again in {seconds} seconds.")
        self.seconds = seconds


class SettingsError(WrongUsage):
    pass


class WrongQuestions(WrongUsage):
    def __init__(self, problems: Sequence[object]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
