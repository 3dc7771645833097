"""Addresses of pages, and of the snippets on them."""

import secrets

from bot.services.ground import Ground

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: nothing in it can be misread."""


def page_address(ground: Ground, handle: str | None) -> str:
    """Where a page stands; empty while no phone could open it."""
    return f"{ground.base_url}/@{handle}" if ground.base_url and handle else ""


def snippet_address(ground: Ground, handle: str | None, public_id: str) -> str:
    """The one lasting address of a snippet on its page; empty while no phone could open it."""
    page = page_address(ground, handle)
    return f"{page}/{public_id}" if page else ""


def new_public_id() -> str:
    """64 random bits in 13 characters that read well in an address."""
    number = secrets.randbits(64)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(60, -1, -5))
