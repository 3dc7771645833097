"""Public or not: every row of IANA's registries, and every dress that 127.0.0.1 wears."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.addresses import is_loopback, is_public

# https://www.iana.org/assignments/iana-ipv4-special-registry and
# https://www.iana.org/assignments/iana-ipv6-special-registry, every row, as of 2026-11.
SPECIAL_PURPOSE = [
    "0.0.0.0/8",
    "0.0.0.0/32",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.0.0/29",
    "192.0.0.8/32",
    "192.0.0.9/32",
    "192.0.0.10/32",
    "192.0.0.170/32",
    "192.0.0.171/32",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "::1/128",
    "::/128",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/23",
    "2001::/32",
    "2001:1::1/128",
    "2001:1::2/128",
    "2001:1::3/128",
    "2001:2::/48",
    "2001:3::/32",
    "2001:4:112::/48",
    "2001:10::/28",
    "2001:20::/28",
    "2001:30::/28",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
]
MULTICAST_AND_RETIRED = ["224.0.0.0/4", "ff00::/8", "fec0::/10", "4000::/3", "e000::/4"]
# Rows whose far end hides a public IPv4 address: judged by what is inside.
WRAPPINGS = {"::ffff:0:0/96", "64:ff9b::/96", "2001::/23", "2002::/16"}

# Ways to hide an IPv4 address in a longer one.
WRAPPED = [
    "::ffff:{v4}",
    "::ffff:0:{v4}",
    "::{v4}",
    "64:ff9b::{v4}",
    "2002:{high:x}:{low:x}::1",
    "2001:0:{high:x}:{low:x}::",
    "2001:0:808:808:0:0:{turned_high:x}:{turned_low:x}",
]


@pytest.mark.parametrize("row", SPECIAL_PURPOSE + MULTICAST_AND_RETIRED)
def test_no_special_purpose_address_is_public(row: str) -> None:
    network = ip_network(row)

    assert not is_public(str(network[0]))
    if row not in WRAPPINGS:
        assert not is_public(str(network[-1]))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450::1"])
def test_ordinary_servers_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["", "localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "::g", "1.1.1.1 "]
)
def test_what_is_no_address_is_not_public(address: str) -> None:
    assert not is_public(address)


def wrapped(pattern: str, inner: IPv4Address) -> str:
    high, low = divmod(int(inner), 65536)
    return pattern.format(
        v4=inner, high=high, low=low, turned_high=high ^ 0xFFFF, turned_low=low ^ 0xFFFF
    )


@pytest.mark.parametrize("pattern", WRAPPED)
@pytest.mark.parametrize("inner", ["127.0.0.1", "0.0.0.0", "10.1.2.3", "169.254.169.254"])
def test_a_wrapped_private_address_is_private(pattern: str, inner: str) -> None:
    address = wrapped(pattern, IPv4Address(inner))

    assert not is_public(str(IPv6Address(address)))
    assert not is_public(address + "%eth0")


@given(st.ip_addresses(v=4).map(IPv4Address), st.sampled_from(WRAPPED))
def test_wrapping_never_makes_an_address_more_public(inner: IPv4Address, pattern: str) -> None:
    plain = is_public(str(inner))
    inside = is_public(wrapped(pattern, inner))

    assert not inside or plain


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_loopback_is_taken_in_its_plain_form_only(address: str, expected: bool) -> None:
    assert is_loopback(address) is expected
