"""Users, keys, sessions and proxies: who is recognised, by what, and for how long."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from assistant.access.access import COOKIE, SESSIONS, Access
from assistant.access.identity import LOCAL, SCOPES, Identity, known_name, scopes_of
from assistant.access.pace import MOST_KNOWN, Pace, Questions
from assistant.access.passwords import fits
from assistant.access.record_file import ACCESS, RecordFile
from assistant.access.sessions import MOST, Sessions
from assistant.errors import AccessError, SettingsError, TooOften
from assistant.settings import Settings
from index.errors import WrongUsage

PASSWORD = "correct horse battery"
ASK = frozenset({"ask"})


def access(folder: Path, *, loopback: bool = True, **settings: Any) -> Access:
    return Access(folder, Settings(**settings), loopback=loopback)


def asked(*headers: tuple[str, str], peer: str = "127.0.0.1", scheme: str = "http") -> dict[str, Any]:
    told = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    return {"type": "http", "scheme": scheme, "client": (peer, 1), "headers": told}


def bearer(key: str) -> dict[str, Any]:
    return asked(("Authorization", f"Bearer {key}"))


def cookie(secret: str) -> dict[str, Any]:
    return asked(("Cookie", f"language=zh; {COOKIE}={secret}"))


# When nobody is asked who they are


def test_at_this_machine_everything_is_allowed_until_somebody_is_set_up_and_never_again(tmp_path: Path) -> None:
    opened = access(tmp_path)
    assert opened.who(asked(), keys=True) is LOCAL
    opened.keys.add("bot", ASK)
    assert opened.who(asked(), keys=True) is None
    opened.keys.revoke("bot")
    assert opened.who(asked(), keys=True) is None  # whoever revokes the last one means to let nobody in


def test_for_others_nothing_is_allowed_even_when_the_last_user_is_removed(tmp_path: Path) -> None:
    opened = access(tmp_path, loopback=False)
    opened.users.add("anna", PASSWORD)
    opened.check("0.0.0.0")
    opened.users.remove("anna")
    assert opened.who(asked(), keys=True) is None
    with pytest.raises(AccessError, match=r"On 0\.0\.0\.0 .* `article-assistant users add NAME`"):
        opened.check("0.0.0.0")


def test_a_damaged_file_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / ACCESS).write_text("{")
    with pytest.raises(AccessError, match="nobody is let in"):
        access(tmp_path).who(asked(), keys=True)


# Users


def test_a_user_is_known_by_their_password_and_by_no_other(tmp_path: Path) -> None:
    users = access(tmp_path).users
    assert users.add("Änna", PASSWORD)
    user = users.known_by("änna", PASSWORD)
    assert user is not None and user.scopes == {"ask", "read"}
    assert users.known_by("änna", PASSWORD + "r") is None
    assert users.known_by("nobody", PASSWORD) is None


def test_a_name_that_is_not_there_costs_as_much_as_a_wrong_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = access(tmp_path).users
    users.add("anna", PASSWORD)
    compared: list[str | None] = []
    monkeypatch.setattr("assistant.access.passwords.fits", lambda _given, known: bool(compared.append(known)))
    users.known_by("anna", "wrong")
    users.known_by("nobody", "wrong")
    assert [known is None for known in compared] == [False, True]
    monkeypatch.undo()
    assert not fits("", None)  # it compares with the hash of a password that nobody knows


def test_a_password_is_the_same_however_its_letters_are_put_together(tmp_path: Path) -> None:
    users = access(tmp_path).users
    users.add("anna", "caf\u00e9 au lait")
    assert users.known_by("anna", "cafe\u0301 au lait")


@pytest.mark.parametrize("password", ["", "too short", "x" * 1_001])
def test_a_password_that_is_too_short_or_long_is_refused(tmp_path: Path, password: str) -> None:
    with pytest.raises(WrongUsage, match="10 to 1,000 characters"):
        access(tmp_path).users.add("anna", password)
    assert not (tmp_path / ACCESS).exists()


@pytest.mark.parametrize("name", ["", "a b", "key:bot", "../x", "a\nb", "<b>", "x" * 101])
def test_a_name_is_letters_and_digits(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongUsage, match="cannot be a name"):
        access(tmp_path).users.add(name, PASSWORD)


def test_a_name_is_one_however_it_is_written() -> None:
    assert known_name("ＡNNA@Example.org") == "anna@example.org"


def test_scopes_are_those_that_there_are() -> None:
    assert scopes_of("read, ask") == {"ask", "read"}
    for text in ("", "ask,all", "Ask"):
        with pytest.raises(WrongUsage):
            scopes_of(text)


# What is stored


def test_no_password_key_or_session_can_be_read_in_the_files(tmp_path: Path) -> None:
    opened = access(tmp_path)
    opened.users.add("anna", PASSWORD)
    key = opened.keys.add("bot", ASK)
    user = opened.users.get("anna")
    assert user is not None
    secret = opened.sessions.begin(user)
    for name in (ACCESS, SESSIONS):
        file = tmp_path / name
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert not [one for one in (PASSWORD, key, secret) if one in file.read_text()]
    assert "$argon2id$" in (tmp_path / ACCESS).read_text()


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = RecordFile(tmp_path / "kept.json")
    with file.changing() as record:
        record["a"] = 1

    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(AccessError, match="No space left"), file.changing() as record:
        record["b"] = 2  # a record that is no longer than before needs no room
    assert json.loads(file.path.read_text()) == {"a": 1}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["kept.json", "kept.json.lock"]


# Keys


def test_a_key_is_somebody_where_keys_count_and_nobody_elsewhere(tmp_path: Path) -> None:
    opened = access(tmp_path)
    key = opened.keys.add("bot", ASK)
    assert opened.who(bearer(key), keys=True) == Identity("bot", ASK, "key")
    assert opened.who(bearer(key), keys=False) is None
    opened.keys.revoke("bot")
    opened.keys.add("other", ASK)
    assert opened.who(bearer(key), keys=True) is None


def test_a_wrong_key_is_nobody_whatever_cookie_comes_with_it(tmp_path: Path) -> None:
    opened = access(tmp_path)
    opened.users.add("anna", PASSWORD)
    user = opened.users.get("anna")
    assert user is not None
    both = cookie(opened.sessions.begin(user))
    both["headers"].append((b"authorization", b"Bearer aa-wrong"))
    assert opened.who(both, keys=True) is None


def test_a_key_owns_nothing_of_the_user_of_its_name(tmp_path: Path) -> None:
    assert Identity("anna", ASK, "key").owner != Identity("anna", ASK, "cookie").owner
    assert known_name(Identity("anna", ASK, "key").owner) is None


# Sessions


def signed_in(opened: Access) -> str:
    opened.users.add("anna", PASSWORD)
    user = opened.users.get("anna")
    assert user is not None
    return opened.sessions.begin(user)


def test_a_session_outlives_a_restart(tmp_path: Path) -> None:
    secret = signed_in(access(tmp_path))
    assert access(tmp_path).who(cookie(secret), keys=False) == Identity("anna", frozenset({"ask", "read"}), "cookie")


def test_a_session_ends_by_signing_out(tmp_path: Path) -> None:
    opened = access(tmp_path)
    secret = signed_in(opened)
    opened.sessions.end(secret)
    assert opened.who(cookie(secret), keys=False) is None


def test_a_session_ends_with_its_user_and_with_their_password(tmp_path: Path) -> None:
    opened = access(tmp_path)
    secret = signed_in(opened)
    opened.users.add("anna", PASSWORD + "!")
    assert opened.who(cookie(secret), keys=False) is None
    secret = signed_in(opened)
    opened.users.remove("anna")
    assert opened.who(cookie(secret), keys=False) is None
    opened.users.add("anna", PASSWORD)  # another person of that name
    assert opened.who(cookie(secret), keys=False) is None


def test_a_change_of_scopes_counts_in_a_session_that_has_begun(tmp_path: Path) -> None:
    opened = access(tmp_path)
    secret = signed_in(opened)
    file = RecordFile(tmp_path / ACCESS)
    with file.changing() as record:
        record["users"]["anna"]["scopes"] = ["ask"]
    identity = opened.who(cookie(secret), keys=False)
    assert identity is not None and not identity.may("read")


def test_a_session_ends_with_its_time_and_the_oldest_of_too_many(tmp_path: Path) -> None:
    opened, now = access(tmp_path), [0.0]
    sessions = Sessions(RecordFile(tmp_path / SESSIONS), opened.users, days=1, clock=lambda: now[0])
    opened.users.add("anna", PASSWORD)
    user = opened.users.get("anna")
    assert user is not None
    secrets = [sessions.begin(user) for _ in range(MOST + 1)]
    assert [sessions.known_by(secret) is not None for secret in secrets] == [False] + [True] * MOST
    now[0] = 86_400
    assert sessions.known_by(secrets[-1]) is None
    sessions.begin(user)
    assert len(json.loads((tmp_path / SESSIONS).read_text())) == 1


# A trusted proxy

PROXY = {"trusted_proxy": "10.0.0.5, 10.1.0.0/16", "proxy_user_header": "X-Remote-User"}


@pytest.mark.parametrize("peer", ["10.0.0.5", "10.1.2.3", "::ffff:10.0.0.5"])
def test_the_header_of_a_trusted_proxy_names_the_user(tmp_path: Path, peer: str) -> None:
    opened = access(tmp_path, loopback=False, **PROXY)
    opened.check("0.0.0.0")
    who = opened.who(asked(("X-Remote-User", "Anna@example.org"), peer=peer), keys=False)
    assert who == Identity("anna@example.org", frozenset({"ask", "read"}), "proxy")


@pytest.mark.parametrize("peer", ["10.0.0.6", "127.0.0.1", "::1", "testclient", ""])
def test_the_header_of_anybody_else_names_nobody(tmp_path: Path, peer: str) -> None:
    told = asked(("X-Remote-User", "anna"), ("X-Forwarded-For", "10.0.0.5"), peer=peer)
    assert access(tmp_path, **PROXY).who(told, keys=False) is None


@pytest.mark.parametrize("headers", [[], ["anna", "bert"], [""], ["a b"], ["key:bot"]])
def test_a_proxy_that_names_nobody_or_two_lets_nobody_in(tmp_path: Path, headers: list[str]) -> None:
    told = asked(*(("X-Remote-User", name) for name in headers), peer="10.0.0.5")
    assert access(tmp_path, **PROXY).who(told, keys=False) is None


def test_a_user_whom_the_proxy_names_may_what_the_file_says(tmp_path: Path) -> None:
    opened = access(tmp_path, **PROXY, proxy_scopes="ask")
    opened.users.add("anna", PASSWORD, frozenset({"admin"}))
    may = {}
    for name in ("anna", "bert"):
        who = opened.who(asked(("X-Remote-User", name), peer="10.0.0.5"), keys=False)
        may[name] = who and who.scopes
    assert may == {"anna": {"admin"}, "bert": {"ask"}}


def test_where_a_request_comes_from_only_a_trusted_proxy_can_tell(tmp_path: Path) -> None:
    opened = access(tmp_path, **PROXY)
    told = (("X-Forwarded-For", "6.6.6.6, 203.0.113.9"), ("X-Forwarded-Proto", "https"))
    assert opened.address_of(asked(*told, peer="10.0.0.5")) == "203.0.113.9"
    assert opened.is_secure(asked(*told, peer="10.0.0.5"))
    assert opened.address_of(asked(*told, peer="10.9.9.9")) == "10.9.9.9"
    assert not opened.is_secure(asked(*told, peer="10.9.9.9"))


@pytest.mark.parametrize("wrong", [{"trusted_proxy": "proxy.example"}, {"proxy_scopes": "all"}])
def test_a_setting_of_the_proxy_that_cannot_be_used_is_said(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=f"The setting '{next(iter(wrong))}' cannot be used"):
        access(tmp_path, **wrong)


# How often


def test_so_many_in_so_many_seconds_and_then_again() -> None:
    now = [0.0]
    pace = Pace(2, 60, clock=lambda: now[0])
    assert [pace.wait("a"), pace.wait("a"), pace.wait("a"), pace.wait("b")] == [0, 0, 60, 0]
    now[0] = 60
    assert pace.wait("a") == 0


def test_who_is_counted_does_not_fill_the_memory() -> None:
    pace = Pace(1, 60, clock=lambda: 0.0)
    for number in range(MOST_KNOWN + 10):
        pace.wait(number)
    assert len(pace._times) <= MOST_KNOWN


def test_questions_are_counted_for_each_user_and_key_and_not_at_this_machine() -> None:
    questions = Questions(Pace(1, 60))
    for identity in (Identity("anna", ASK, "cookie"), Identity("anna", ASK, "key")):
        questions.count(identity)
        with pytest.raises(TooOften, match="Ask again in 60 seconds"):
            questions.count(identity)
    for _ in range(3):
        questions.count(LOCAL)


def test_admin_may_everything_and_every_other_scope_only_its_own() -> None:
    for scope in SCOPES:
        identity = Identity("x", frozenset({scope}), "key")
        assert {one for one in SCOPES if identity.may(one)} == (set(SCOPES) if scope == "admin" else {scope})


def test_settings_that_are_read_again_count_at_once_and_wrong_ones_change_nothing(tmp_path: Path) -> None:
    opened = access(tmp_path, questions_a_minute=5)
    anna = Identity("anna", ASK, "cookie")
    opened.questions.count(anna)
    with pytest.raises(SettingsError):
        opened.apply(Settings(questions_a_minute=1, trusted_proxy="nonsense"))
    opened.questions.count(anna)
    opened.follow_ups.count(anna)
    opened.apply(Settings(questions_a_minute=1, trusted_proxy="10.0.0.5", session_days=1))
    with pytest.raises(TooOften):
        opened.questions.count(anna)
    with pytest.raises(TooOften):
        opened.follow_ups.count(anna)
    assert opened.is_proxy("10.0.0.5") and opened.sessions.seconds == 86_400
