"""Opens a chat model by name and explains its failures in one sentence; the only place that knows providers."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from typing import Any

from dotenv import dotenv_values
from langchain.chat_models import init_chat_model
from langchain_core.exceptions import ModelConnectionError, ModelTimeoutError
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr, ValidationError

from assistant.errors import ChatModelError

TIMEOUT = 60.0
MAX_RETRIES = 4
DETAIL = 300

_SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSWORD", re.IGNORECASE)
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN)\b")
_OF_PROVIDERS = re.compile(r"[A-Z][A-Z0-9_]*_(?:KEY|TOKEN|BASE_URL|API_BASE|ENDPOINT|HOST|PROJECT|REGION|ORG_ID)")
_INSTALL = re.compile(r"`(pip install [^`]+)`")
# The extras of our own package, by provider; a provider may be called by its extra's name as well.
_EXTRAS = {
    "openai": "openai", "anthropic": "anthropic", "google_genai": "google", "mistralai": "mistral", "ollama": "ollama",
}  # fmt: skip
_PROVIDERS = {extra: provider for provider, extra in _EXTRAS.items()}
_BY_STATUS = {
    401: "did not accept the key. Check the variable that holds it",
    403: "may not be used with this key. Check what the key's account allows",
    404: "is not known to its provider. Check the name, and the address if you set one",
    429: "had more requests than its provider allows, or the quota is used up. Try again later, or ask fewer at once",
}


def chat_model(
    name: str,
    *,
    base_url: str | None = None,
    max_tokens: int | None = None,
    timeout: float = TIMEOUT,
    max_retries: int = MAX_RETRIES,
) -> BaseChatModel:
    """The model called provider:model, at temperature 0 if it accepts one; nothing is sent before the first request.

    Keys and, without a `base_url`, addresses come from the variables that the provider's package reads, such as
    OPENAI_API_KEY and OPENAI_BASE_URL, or else from the same names in a `.env` file in the working folder. The
    package also retries a failed request with growing pauses. `timeout` is in seconds for each try;
    `max_tokens` limits an answer. Raises ChatModelError, whose message is a sentence with the next step.
    """
    provider, _, model_name = (part.strip() for part in name.partition(":"))
    if not provider or not model_name:
        raise ChatModelError(
            f"The model '{name}' names no provider. Write it as provider:model, such as openai:gpt-4o or ollama:llama3."
        )
    provider = _PROVIDERS.get(provider, provider)
    _read_env_file()
    # Ollama's package ignores a time-out given in any other way.
    waiting = {"client_kwargs": {"timeout": timeout}} if provider == "ollama" else {"timeout": timeout}
    options: dict[str, Any] = {**waiting, "max_retries": max_retries}
    if provider == "openai":
        # By default OpenAI's package waits up to two minutes between two pieces, whatever the time-out, and requests
        # usage only at OpenAI's own address.
        options |= {"stream_chunk_timeout": timeout, "stream_usage": True}
    if base_url:
        options["base_url"] = base_url
    if max_tokens:
        options["num_predict" if provider == "ollama" else "max_tokens"] = max_tokens
    model = _opened(name, provider, model_name, options)
    if _takes_temperature(model):
        model = _opened(name, provider, model_name, {**options, "temperature": 0})
    if missing := _empty_secret(model):
        raise ChatModelError(_needs_key(name, missing))
    return model


def _read_env_file() -> None:
    """Sets the providers' variables from a `.env` file if the environment lacks them."""
    for name, value in dotenv_values(".env").items():
        if value and _OF_PROVIDERS.fullmatch(name) and not name.startswith("ARTICLE_ASSISTANT_"):
            os.environ.setdefault(name, value)


def window(model: BaseChatModel) -> int | None:
    """The size of the model's context window in tokens; None if its package does not know it."""
    known = (model.profile or {}).get("max_input_tokens")
    return known if isinstance(known, int) and known > 0 else None


def failure(name: str, error: BaseException) -> str:
    """One sentence on what went wrong when the model was asked; it never contains a key."""
    causes = list(_causes(error))
    status = getattr(error, "status_code", None)
    if status in _BY_STATUS:
        what = _BY_STATUS[status]
    elif isinstance(status, int) and status >= 500:
        what = f"failed on its provider's side (status {status}). Try again later"
    elif any(isinstance(cause, (ModelTimeoutError, TimeoutError)) for cause in causes):
        what = "took too long to answer. Try again, or take a faster model"
    elif any(isinstance(cause, (ModelConnectionError, ConnectionError, socket.gaierror)) for cause in causes):
        what = "cannot be reached, or broke off. Check that it is running and that its address is right"
    else:
        what = f"failed: {_detail(error)}"
    return f"The model '{name}' {what}."


def _opened(name: str, provider: str, model_name: str, options: dict[str, Any]) -> BaseChatModel:
    try:
        return init_chat_model(model_name, model_provider=provider, **options)
    except ImportError as error:
        install = _INSTALL.search(str(error))
        command = install[1] if install else f"pip install langchain-{provider.replace('_', '-')}"
        where = ""
        if extra := _EXTRAS.get(provider):
            command, where = f"pip install '.[{extra}]'", " in the project's folder"
        what = f"The model '{name}' needs a package that is not installed."
        raise ChatModelError(f"{what} Run `{command}`{where}.") from error
    except ValidationError as error:
        refused = {str(one["loc"][0]) for one in error.errors() if one["type"] == "extra_forbidden"}
        if left_out := refused & options.keys() - {"base_url"}:
            left = {option: value for option, value in options.items() if option not in left_out}
            return _opened(name, provider, model_name, left)
        raise ChatModelError(_cannot_be_opened(name, error)) from error
    except Exception as error:  # the providers' packages share no base class of errors
        raise ChatModelError(_cannot_be_opened(name, error)) from error


def _cannot_be_opened(name: str, error: Exception) -> str:
    if "Unsupported provider" in str(error):
        return f"The model '{name}' names a provider that is not known. Known are openai, anthropic, ollama and others."
    if variable := _VARIABLE.search(str(error)):
        return _needs_key(name, variable[0])
    return f"The model '{name}' cannot be opened: {_detail(error)}."


def _needs_key(name: str, variable: str) -> str:
    return f"The model '{name}' needs a key. Put it into the variable {variable}."


def _takes_temperature(model: BaseChatModel) -> bool:
    """Whether the model accepts a temperature: reasoning models do not, models without a profile are assumed to."""
    return "temperature" in type(model).model_fields and (model.profile or {}).get("temperature", True)


def _empty_secret(model: BaseChatModel) -> str | None:
    """The variable of an empty key, or None; some packages notice an empty key only when they send it."""
    for field, variable in model.lc_secrets.items():
        secret = getattr(model, field, None)
        if isinstance(secret, SecretStr) and not secret.get_secret_value():
            return variable
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _detail(error: BaseException) -> str:
    """The first line of an error's message, without the value of any variable that holds a secret."""
    said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
    for name, value in os.environ.items():
        if value and _SECRET_NAME.search(name):
            said = said.replace(value, f"[{name}]")
    line = next(iter(said.strip().splitlines()), "").rstrip(".")
    return f"{line[:DETAIL]} ({type(error).__name__})" if line else type(error).__name__
