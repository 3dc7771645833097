"""Every Bot API method that the playground knows, by its name in small letters."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground.bots import Bot
from bot.playground.methods import answers, chatting, editing, profiles, receiving, sending
from bot.playground.parameters import Parameters

Method = Callable[[Bot, Parameters], Any | Awaitable[Any]]

_NAMED: Mapping[str, Method] = {
    **receiving.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **answers.METHODS,
    **chatting.METHODS,
    **profiles.METHODS,
}

METHODS: Mapping[str, tuple[str, Method]] = {
    name.lower(): (name, method) for name, method in _NAMED.items()
}
"""Small letters → (the name as documented, what it does). Telegram ignores capitals."""
