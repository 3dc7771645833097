"""The one check before something goes out: details that its owner may not have noticed."""

from bot.db import tables
from bot.db.surroundings import Whole
from bot.domain.door import HOME, Detail, details
from bot.services.choosing import country_of

OWN_LINES = ("contact", "shop", "bio", "occupation", "base", "likes", "thinks", "name")


def body_of(whole: Whole) -> str:
    """A snippet's own words; a place alone speaks by its name."""
    if whole.snippet.text:
        return whole.snippet.text
    return "\n".join(part.place for part in whole.parts if part.place)


def uncleared(whole: Whole) -> tuple[Detail, ...]:
    """Details that the person has neither let pass, nor called their own, nor put on their page."""
    person = whole.person
    country = country_of(person.zone) or HOME
    said = "\n".join([body_of(whole), *(one.alt for one in whole.media if one.alt)])
    published = {detail.normal for detail in details(_own_lines(whole.page), country=country)}
    return details(
        said,
        country=country,
        off=person.warnings_off,
        known={*person.own_details, *whole.snippet.cleared_details, *published},
    )


def _own_lines(page: tables.Page | None) -> str:
    return "\n".join(getattr(page, line) for line in OWN_LINES) if page else ""
