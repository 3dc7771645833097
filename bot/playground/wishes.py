"""Reading single fields of what the person's side sent."""

from typing import Any

from bot.playground.errors import AskedWronglyError

Json = dict[str, Any]


def text(wish: Json, name: str) -> str:
    value = optional_text(wish, name)
    if not value:
        raise AskedWronglyError(f"{name} is missing.")
    return value


def optional_text(wish: Json, name: str) -> str | None:
    value = wish.get(name)
    if value is None or isinstance(value, str):
        return value
    raise AskedWronglyError(f"{name} must be text.")


def number(wish: Json, name: str) -> int:
    value = optional_number(wish, name)
    if value is None:
        raise AskedWronglyError(f"{name} is missing.")
    return value


def optional_number(wish: Json, name: str) -> int | None:
    """A whole number; as text too, since multipart knows nothing else."""
    value = wish.get(name)
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise AskedWronglyError(f"{name} must be a number.") from None


def optional_flag(wish: Json, name: str) -> bool | None:
    value = wish.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise AskedWronglyError(f"{name} must be true or false.")
