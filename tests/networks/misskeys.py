"""Notes on their way to a Misskey server, as the delivery would hand them over."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.networks.base import Account, Attempt, Copy
from bot.networks.misskey import Misskey


async def prepared(misskey: Misskey, account: Account, attempt: Attempt) -> Attempt:
    """The attempt as it is stored right before its call."""
    made = await misskey.prepare(account, attempt)
    return replace(attempt, prepared=made, first_tried_at=datetime.now(UTC))


async def posted(misskey: Misskey, account: Account, attempt: Attempt) -> Copy:
    return await misskey.publish(account, await prepared(misskey, account, attempt))
