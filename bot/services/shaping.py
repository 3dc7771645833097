"""What a person says to an echo, shaped for one network: words alone, in parts where it is long."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.compose import Limits, Post
from bot.domain.threads import parts_of
from bot.networks.base import Refused
from bot.services.composing import Shaped
from bot.services.forming import LONGEST_THREAD


def shaped_response(response: Mapping[str, Any], limits: Limits, now: datetime) -> Shaped:
    """The post, with room for the name that may stand before its words."""
    room = len(response["calls"]) + 1 if response["calls"] else 0
    narrow = replace(limits, characters=limits.characters - room)
    if narrow.characters < 1 or not response["text"]:
        raise Refused("nothing_to_show")
    first, *rest = parts_of(response["text"], narrow, numbered=False, most=LONGEST_THREAD)
    post = Post(text=first, language=response["language"], created_at=now)
    return Shaped(post=post, rest=tuple(rest), media_ids=(), revision=0)
