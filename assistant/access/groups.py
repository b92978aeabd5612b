"""What members of a provider's groups may do here, from the settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assistant.access.identity import Scope, scopes_of
from assistant.errors import SettingsError
from index.errors import WrongUsage

EVERYBODY = "*"


def read_groups(written: str) -> Mapping[str, frozenset[Scope]]:
    """Scopes by group, from a list such as `staff=ask+read,editors=ask+read+write`; raises SettingsError."""
    groups: dict[str, frozenset[Scope]] = {}
    for one in filter(None, (part.strip() for part in written.split(","))):
        name, is_given, scopes = one.rpartition("=")
        if not (name and is_given):
            raise SettingsError(f"The setting 'oidc_groups' cannot be used: '{one}' is not like staff=ask+read.")
        try:
            groups[name.strip()] = scopes_of(scopes.replace("+", ","))
        except WrongUsage as error:
            raise SettingsError(f"The setting 'oidc_groups' cannot be used. {error}") from error
    return groups


def scopes_in(groups: Mapping[str, frozenset[Scope]], member_of: Collection[str]) -> frozenset[Scope]:
    """The scopes of somebody in these groups; empty if the settings name none of them."""
    allowed = [scopes for name, scopes in groups.items() if name == EVERYBODY or name in member_of]
    return frozenset().union(*allowed)
