"""Which addresses of the internet are public: decided from numbers alone, nothing is asked."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# Every row of the IANA IPv4 Special-Purpose Address Registry, globally reachable or not, since
# nobody's server lives in any of them; and multicast.
# https://www.iana.org/assignments/iana-ipv4-special-registry (2026-11)
SPECIAL_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network; 0.0.0.0 reaches this very machine
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by carriers
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, with the clouds' own metadata servers
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments, with six smaller rows
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast, from the multicast registry
            "240.0.0.0/4",  # reserved, with the limited broadcast address
        ),
    )
)

# IANA gives out global unicast addresses from this block alone.
# https://www.iana.org/assignments/ipv6-address-space (2026-11)
GLOBAL_UNICAST = IPv6Network("2000::/3")

# The rows of the IANA IPv6 Special-Purpose Address Registry that lie inside that block; 6to4
# and Teredo are missing because the addresses inside them are judged instead.
# https://www.iana.org/assignments/iana-ipv6-special-registry (2026-11)
SPECIAL_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: anycast, benchmarking, ORCHID, DRIP, …
            "2001:db8::/32",
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)

TEREDO = IPv6Network("2001::/32")

# Forms that carry an IPv4 address inside: where they lie, and how far from the right it sits.
WRAPPINGS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped, RFC 4291
    (IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated, RFC 7915
    (IPv6Network("::/96"), 0),  # IPv4-compatible, RFC 4291; :: and ::1 are refused with it
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (IPv6Network("2002::/16"), 80),  # 6to4, RFC 3056
)


def is_public(address: str) -> bool:
    """Whether this is a global unicast address, also when it hides inside a longer form.

    Anything that is no address at all is not public. `ipaddress.is_global` is not asked: it
    differs between releases of Python and lets wrapped private addresses through.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return _is_public_ipv4(parsed)
    hidden = _hidden_ipv4(parsed)
    if hidden:
        return all(map(_is_public_ipv4, hidden))
    return _is_public_ipv6(parsed)


def is_loopback(address: str) -> bool:
    """Whether this address is written as this machine's own, in its plain form."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_public_ipv4(address: IPv4Address) -> bool:
    return not any(address in network for network in SPECIAL_IPV4)


def _is_public_ipv6(address: IPv6Address) -> bool:
    special = any(address in network for network in SPECIAL_IPV6)
    return address in GLOBAL_UNICAST and not special


def _hidden_ipv4(address: IPv6Address) -> tuple[IPv4Address, ...]:
    number = int(address)
    if address in TEREDO:  # RFC 4380: the server in the clear, the client with its bits turned
        server, client = number >> 64, ~number
        return (_low_bits(server), _low_bits(client))
    return tuple(_low_bits(number >> shift) for network, shift in WRAPPINGS if address in network)


def _low_bits(number: int) -> IPv4Address:
    return IPv4Address(number & 0xFFFFFFFF)
