"""The one check before something goes out: details that its owner may not have noticed."""

from collections.abc import Collection

from bot.db import tables
from bot.db.surroundings import Whole
from bot.domain.door import HOME, Detail, details, normals_of
from bot.domain.questions import Facet
from bot.services.choosing import country_of

OWN_LINES = ("contact", "shop", "bio", "occupation", "base", "likes", "thinks", "name")


def body_of(whole: Whole) -> str:
    """A snippet's own words; a place alone speaks by its name."""
    if whole.snippet.text:
        return whole.snippet.text
    return "\n".join(part.place for part in whole.parts if part.place)


def uncleared(whole: Whole) -> tuple[Detail, ...]:
    """Details that the person has neither let pass, nor called their own, nor put on their page."""
    by_hand = (whole.snippet.own_words or {}).values()
    said = "\n".join([body_of(whole), *by_hand, *(one.alt for one in whole.media if one.alt)])
    return warned_about(
        said,
        whole.person,
        whole.page,
        passed=whole.snippet.cleared_details,
        named=whole.snippet.facet == Facet.PEOPLE,
    )


def warned_about(
    said: str,
    person: tables.Person,
    page: tables.Page | None,
    *,
    passed: Collection[str] = (),
    named: bool = False,
) -> tuple[Detail, ...]:
    """The same of any words that this person is about to send somewhere.

    `named`: they are about people, so that who is named counts too.
    """
    country = country_of(person.zone) or HOME
    found = details(
        said,
        country=country,
        off=person.warnings_off,
        known={*person.own_details, *passed},
        named=named,
    )
    if not found or page is None:
        return found
    published = _published(page, country, named=named)
    return tuple(detail for detail in found if detail.normal not in published)


def _published(page: tables.Page, country: str, *, named: bool) -> set[str]:
    """What everybody can read on the page already, and the person's own name."""
    lines = "\n".join(getattr(page, line) for line in OWN_LINES).strip()
    found = {detail.normal for detail in details(lines, country=country, named=named)}
    return found | normals_of(page.name, page.reading, page.latin) if named else found
