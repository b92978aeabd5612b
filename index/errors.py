"""What can go wrong in a library, as one short tree. Each message is a sentence with the next step in it.

ArticleAssistantError
  LibraryError               the library cannot be opened, read or written
    WrongEmbeddingModel      it was built with another embedding model
    UnknownArticle           no article, or no paragraph, has that id
    UnknownSource            no watched source has that id
    UnknownAlert             no alert of that owner has that id
    VectorsAway              the server that holds its vectors does not respond
  Unreadable                 one source cannot be read; adding skips it and says why
    Scanned                  it has pages that need text recognition, which is slow and was not requested
    NoAnswer                 its server does not respond, and may not for its other pages either
  WrongUsage                 the request makes no sense, such as an invalid day
"""


class ArticleAssistantError(Exception):
    """The root: everything that the assistant raises on purpose."""


class LibraryError(ArticleAssistantError):
    pass


class WrongEmbeddingModel(LibraryError):
    pass


class UnknownArticle(LibraryError):
    pass


class UnknownSource(LibraryError):
    pass


class UnknownAlert(LibraryError):
    pass


class VectorsAway(LibraryError):
    pass


class Unreadable(ArticleAssistantError):
    pass


class Scanned(Unreadable):
    def __init__(self, pages: int) -> None:
        super().__init__("it holds scanned pages")
        self.pages = pages


class NoAnswer(Unreadable):
    """`seconds` is the wait that the server requests, 0 if it requests none."""

    def __init__(self, reason: str, *, seconds: float = 0) -> None:
        super().__init__(reason)
        self.seconds = seconds


class WrongUsage(ArticleAssistantError):
    pass


def need_text(given: object, what: str) -> str:
    """The given text; raises WrongUsage, which calls it `what`, if it is not a string."""
    if not isinstance(given, str):
        raise WrongUsage(f"The {what} is not text but {type(given).__name__}. Pass a string.")
    return given


def need_number(given: object, what: str, *, least: int) -> None:
    """Raises WrongUsage, which calls the value `what`, unless it is a whole number of at least `least`."""
    if not isinstance(given, int) or given < least:
        raise WrongUsage(f"{given!r} is not a {what}. Give a whole number from {least}.")
