"""The settings: from options, then ARTICLE_ASSISTANT_* variables, then a `.env` file in the working folder."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Literal, TypedDict, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError
from index.encoders.larger import CloseReading

PREFIX = "ARTICLE_ASSISTANT_"
_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
_OURS = frozenset(
    "answers api articles assets check config conversations embed embed.js favicon.ico gradio_api healthz library mcp "
    "metrics page people readyz robots.txt sign-in sign-out static svelte theme.css v1".split()
)
_ORIGIN = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")


class Homes(TypedDict):
    """The URLs of those parts of a library that are outside its folder."""

    catalog_url: str | None
    vectors_url: str | None


class Settings(BaseSettings):
    """All settings; an unknown ARTICLE_ASSISTANT_* name is an error."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        protected_namespaces=("settings_",),  # names with model_ are settings of the chat model
    )

    library: Path = Field(default_factory=lambda: user_data_path("article-assistant") / "library")
    # Where the articles are, if not in that folder: postgresql://user:password@host/name. Other servers may share them.
    catalog_url: SecretStr | None = None
    # Where the vectors are, if not in that folder: the address of a Chroma server, http://host:8000.
    vectors_url: str | None = None
    embedding_model: str = "all-MiniLM-L6-v2"
    search: Literal["hybrid", "dense", "lexical"] = "hybrid"
    # An answer is given if the log-odds that there is one exceed this; docs/decisions.md has the curve. A lower value
    # answers more and refuses less.
    refusal_threshold: float = Field(default=0.0, allow_inf_nan=False)
    reranker: str | None = None
    # What a larger model reads if it is installed (`make larger`): the best sentences before they are quoted or
    # refused, and claims and quotes, to check them; or only these.
    close_reading: CloseReading = "all"
    # The chat model that writes answers, provider:model; without one the articles are quoted. Keys are in the
    # providers' own variables.
    model: str | None = None
    model_base_url: str | None = None
    model_timeout: float = Field(default=60.0, gt=0)  # seconds of silence
    model_max_tokens: int = Field(default=2000, ge=16)  # of an answer
    model_window: int | None = Field(default=None, ge=512)  # tokens; default: the model's known window
    unsupported: Literal["strike", "drop"] = "strike"
    # A second judge of whether a sentence means the same as a claim, asked if only words are missing: "model", which is
    # the chat model that writes, or the folder or name of an NLI cross-encoder.
    claim_judge: str | None = None
    # Whether web addresses may lead to this machine and its network; a page elsewhere could then read what is there.
    allow_private_addresses: bool = False
    host: str = "127.0.0.1"
    # Other host names of this server, separated by commas, such as that of a proxy.
    allowed_hosts: str = ""
    # Where others reach this server, such as https://ask.example.org: links sent elsewhere begin with it.
    public_url: str | None = None
    # How clients of the OpenAI protocol get the sources, unless they choose: many drop annotations.
    citations: Literal["text", "annotations", "both"] = "both"
    # Minutes for which answers of the API are kept in memory, so that an id is enough for feedback and follow-ups; 0
    # keeps none.
    keep_answers_minutes: float = Field(default=60.0, ge=0)
    # The path under which a proxy shows this server, such as /news, if the proxy does not send it.
    root_path: str = ""
    # Origins, separated by commas, whose pages may frame the chat, such as https://intranet.example.org.
    embed_origins: str = ""
    # Origins, separated by commas, whose pages may use the API, with a key where keys are set up.
    api_origins: str = ""
    port: int = Field(default=7860, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)  # processes that serve; more than one share a catalog_url
    log_format: Literal["text", "json"] = "text"
    # Seconds that answers in progress have to finish when the server stops.
    stop_seconds: float = Field(default=25.0, ge=0)
    # Addresses or networks of trusted proxies, separated by commas: what they say about a visitor, such as the name in
    # the header below, is believed. The header is "none" for proxies without sign-in.
    trusted_proxy: str = ""
    proxy_user_header: str = "X-Forwarded-User"
    proxy_scopes: str = "ask,read"  # of people who are not users here
    # An OpenID provider where people sign in: its issuer URL, and the client id and secret of this server there.
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_scopes: str = "openid profile email"
    oidc_name_claim: str = "preferred_username"  # unique there, and not freely chosen
    oidc_groups_claim: str = "groups"
    # What members of its groups may do: staff=ask+read,editors=ask+read+write; * is everybody who signs in there.
    oidc_groups: str = "*=ask+read"
    # Minutes after which a browser is sent there again, without a prompt, and groups are read again.
    oidc_minutes: int = Field(default=60, ge=1)
    # Whose access tokens are valid at /mcp, and the audience they must name: by default its public address.
    mcp_issuer: str | None = None
    mcp_audience: str | None = None
    session_days: int = Field(default=14, ge=1, le=365)  # how long a browser stays signed in
    questions_a_minute: int = Field(default=60, ge=1)  # for each user or key
    # Whether the server watches the sources; of several servers on one library, only one does.
    watch: bool = True
    watch_minutes: float = Field(default=15.0, ge=0.25)  # between two readings of a source without its own interval
    # Sources that are watched from the start, separated by commas: folders, feeds and pages.
    watched_sources: str = ""
    # Folders, separated by commas, below which the page and REST may watch others; the command may watch any.
    watch_folders: str = ""
    # Hosts, separated by commas, that the webhooks of alerts may be sent to, such as hooks.example.org.
    webhook_hosts: str = ""
    megabytes_a_user: int = Field(default=200, ge=1)  # of saved conversations and feedback, for each user or key
    connections_an_address: int = Field(default=128, ge=4)  # at once; trusted proxies are exempt

    @field_validator("embed_origins", "api_origins")
    @classmethod
    def _are_origins(cls, written: str) -> str:
        return ",".join(read_origins(written))

    @field_validator("oidc_issuer", "mcp_issuer")
    @classmethod
    def _is_issuer(cls, written: str | None) -> str | None:
        if written is not None and not is_issuer(written):
            raise ValueError("it must be an https:// address without a query")
        return written

    @field_validator("public_url")
    @classmethod
    def _is_origin(cls, written: str | None) -> str | None:
        return next(iter(read_origins(written or "")), None)

    @field_validator("root_path")
    @classmethod
    def _is_path(cls, written: str) -> str:
        if (path := read_prefix(written)) is None:
            raise ValueError("it is not a path such as /news, or the server has an address of that name")
        return path

    @property
    def homes(self) -> Homes:
        """The URLs of the parts outside the library's folder, as the keyword arguments of Library."""
        return {
            "catalog_url": self.catalog_url.get_secret_value() if self.catalog_url else None,
            "vectors_url": self.vectors_url,
        }


def read_settings(**options: Any) -> Settings:
    """The settings; options that are None count as not given. Raises SettingsError, one sentence."""
    try:
        named = {name.upper() for name in [*os.environ, *dotenv_values(".env")]}
    except UnicodeDecodeError as error:
        raise SettingsError("The file .env in this folder is not UTF-8 text. Save it as UTF-8, or move it.") from error
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    if unknown := sorted(name for name in named if name.startswith(PREFIX) and name not in known):
        raise SettingsError(f"There is no setting {unknown[0]}. The settings are {', '.join(sorted(known))}.")
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"The setting '{name}' cannot be used: {_reason(name, first)} (it is {first['input']!r})."
        ) from error


def _reason(name: str, error: ErrorDetails) -> str:
    """What is wrong with a value, in our own words, since pydantic's are for programmers."""
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if error["type"] == "literal_error":
        return f"it must be {error['ctx']['expected']}"
    if error["type"].startswith("bool"):
        return "it must be true or false"
    field = Settings.model_fields[name]
    if not {int, float} & {field.annotation, *get_args(field.annotation)}:
        return error["msg"]
    number = "a number" if field.annotation is float else "a whole number"
    bounds = {
        bound: getattr(one, bound) for one in field.metadata for bound in ("ge", "le", "gt") if hasattr(one, bound)
    }
    match bounds:
        case {"gt": above}:
            number += f" above {above:g}"
        case {"ge": least, "le": most}:
            number += f" from {least:g} to {most:g}"
        case {"ge": least}:
            number += f" of at least {least:g}"
    return f"it must be {number}"


def read_prefix(written: str) -> str | None:
    """The path prefix of all addresses, without a trailing slash; None if invalid or if it begins like one of ours."""
    path = written.strip().rstrip("/")
    return path if not path or (_PREFIX.fullmatch(path) and path.split("/")[1] not in _OURS) else None


def is_issuer(written: str) -> bool:
    """Whether a sign-in provider may have this address: https, or plain http on this machine only."""
    try:
        parts = urlsplit(written)
        name = parts.hostname or ""
    except ValueError:
        return False
    here = name in ("localhost", "::1") or name.startswith("127.")
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return is_plain and bool(name) and (parts.scheme == "https" or (parts.scheme == "http" and here))


def read_origins(written: str) -> tuple[str, ...]:
    """The origins in a list separated by commas; raises ValueError for an invalid one."""
    origins = tuple(one.strip().lower().rstrip("/") for one in written.split(",") if one.strip())
    if wrong := [one for one in origins if not _ORIGIN.fullmatch(one)]:
        raise ValueError(f"'{wrong[0]}' is not an origin; an origin looks like https://intranet.example.org")
    return origins
