from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import Unreadable
from index.loading import addresses

V4 = st.ip_addresses(v=4).map(str)
PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "255.255.255.255", "224.0.0.1", "239.255.255.250", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
    *("::", "::1", "fe80::1", "fe80::1%1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "100::1"),
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::1"),
    *("2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe"),
    *("", "localhost", "1.2.3", "not a number"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_whole_internet_is_not_public(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_an_address_of_the_whole_internet_is_public(address: str) -> None:
    assert addresses.is_public(address)


@given(V4)
def test_no_ipv6_form_of_a_private_ipv4_address_is_public(address: str) -> None:
    if ipaddress.ip_address(address).is_global and addresses.is_public(address):
        return
    number = int(ipaddress.IPv4Address(address))
    prefixes = ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::", "2002::")
    shifts = (0, 0, 0, 0, 0, 80)
    for prefix, shift in zip(prefixes, shifts, strict=True):
        form = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | number << shift)
        assert not addresses.is_public(str(form)), form


@pytest.mark.parametrize(
    "host", ["2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "127.1", "1.2.3.4.5", "127.0.0.1."]
)
def test_a_number_in_an_unusual_form_is_no_host(host: str) -> None:
    with pytest.raises(Unreadable, match="number"):
        addresses.check_host(host)


@pytest.mark.parametrize("host", ["a b", "a/b", "", "a..b", "-a", "127%2e0.0.1", "exa\u00e4mple"])
def test_what_can_be_no_name_is_no_host(host: str) -> None:
    with pytest.raises(Unreadable, match="name|number"):
        addresses.check_host(host)


@pytest.mark.parametrize(
    "host", ["example.org", "example.org.", "192.0.2.1", "::1", "xn--mller-kva.de", "a_b.org", "4.example"]
)
def test_names_and_ordinary_numbers_are_hosts(host: str) -> None:
    addresses.check_host(host)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("example.com/story", "https://example.com/story"),
        ("www.example.dev", "https://www.example.dev"),
        ("example.com", "https://example.com"),
        ("http:/example.com/story", "https://example.com/story"),
        ("https//example.com/story", "https://example.com/story"),
        ("story.txt", None),
        ("folder/story.txt", None),
        ("v1.2/story.txt", None),
        ("../example.com/a", None),
    ],
)
def test_an_address_without_its_beginning_is_completed(written: str, meant: str | None) -> None:
    assert addresses.completed(written) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.org/b#part", "https://a.org/b"),
        ("https://a.org", "https://a.org/"),
        ("https://a.org/b?utm_source=x&id=1&fbclid=2", "https://a.org/b?id=1"),
        ("https://a.org/b?gclid", "https://a.org/b"),
    ],
)
def test_what_does_not_change_the_page_does_not_change_its_address(one: str, other: str) -> None:
    assert addresses.normalised(one) == addresses.normalised(other) == other


def test_an_address_of_any_length_fits_a_line() -> None:
    assert len(addresses.shown("https://a.org/" + "a" * 70_000)) < 400


def test_an_article_is_named_in_letters_and_not_in_their_codes() -> None:
    assert addresses.name_of("https://www.a.org/caf%C3%A9/?id=1") == "a.org/caf\u00e9 id=1"


def test_a_password_is_not_shown() -> None:
    assert addresses.shown("https://me:secret@a.org/b@c?d=@") == "https://a.org/b@c?d=@"
