"""A person's standing yes: that answers may go to one account by themselves."""

from enum import StrEnum

from bot.db import accounts, people
from bot.services.ground import Ground


class ByItself(StrEnum):
    """How it stands after a wish."""

    ON = "on"
    OFF = "off"
    NOT_SEEN = "not seen"  # nobody agrees to what they have not seen: one tap there comes first
    GONE = "gone"


async def set_by_itself(ground: Ground, person_id: int, account_id: int, *, on: bool) -> ByItself:
    """Turns *by itself from now on* on or off; what was queued before is left as it is."""
    async with ground.database.writing() as session:
        person = await people.person_by_id(session, person_id)
        account = await accounts.account_of(session, person_id, account_id)
        if person is None or person.diary_only or account is None:
            return ByItself.GONE
        if account.state in accounts.NOT_IN_USE:
            return ByItself.GONE
        if on and account.shown_first_at is None:
            return ByItself.NOT_SEEN
        account.by_itself = on
        session.add(account)
    return ByItself.ON if on else ByItself.OFF
