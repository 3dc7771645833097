"""Linking an account, as the browser sees it: from our page to the network's and back."""

import hmac
from dataclasses import dataclass, field

from bot.db import link_requests
from bot.db.tables import LinkRequest
from bot.networks.base import Account, NetworkError
from bot.networks.oauth import challenge_of, new_state, new_verifier
from bot.services.ground import Ground
from bot.services.linked import title_of
from bot.services.linking_apps import (
    app_keys,
    forget_app,
    oauth_network,
    redirect_uri,
    shown_server,
    way_back,
)
from bot.services.linking_requests import Keys, end, make_pending, note, notes_of
from bot.services.linking_rules import CannotLink, Why, cannot, check_person, hashed
from bot.services.notices import ConfirmLink
from bot.services.ports import CannotReach

NO_SUCH_CLIENT = "invalid_client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who is about to connect what. `origin` is where the form's answer leads on to."""

    who: str
    title: str
    server: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What the network's redirect brought."""

    network: str
    server: str
    state: str = field(repr=False)
    code: str = field(repr=False)
    error: str = ""
    issuer: str = ""
    cookie: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """An account that waits for its person's yes in the chat."""

    who: str
    title: str
    handle: str
    keys: Keys = field(repr=False)


async def look(ground: Ground, token: str) -> Invitation | None:
    """Who stands behind a link; None when it is over. Looking uses nothing up."""
    async with ground.database.reading() as session:
        row = await link_requests.request_by_start(session, hashed(token), ground.now())
    return None if row is None else _invitation(ground, row)


async def begin(ground: Ground, token: str, cookie: str) -> str:
    """Goes on in this browser and no other: the network's address. Raises CannotLink."""
    async with ground.database.writing() as session:
        row = await link_requests.bind_browser(session, hashed(token), hashed(cookie), ground.now())
    if row is None:
        raise CannotLink(Why.NOT_ASKED)
    await check_person(ground, row.person_id)
    network = oauth_network(ground, row.network)
    keys = await app_keys(ground, network, row.server, person_id=row.person_id)
    state, verifier = new_state(), new_verifier()
    try:
        there = await network.begin(row.server, keys, state=state, challenge=challenge_of(verifier))
    except NetworkError as error:
        raise cannot(error) from None
    async with ground.database.writing() as session:
        kept = await session.merge(row)
        kept.state_hash = hashed(state)
        kept.redirect_uri, kept.issuer = keys.redirect_uri, there.issuer
        remembered = {"verifier": verifier, "names_issuer": there.names_issuer}
        note(ground, kept, **{**notes_of(ground, row), **remembered})
    return there.url


async def come_back(ground: Ground, returned: Return) -> CameBack:
    """Takes what the network sent with the browser. The first return wins, and an odd one ends
    the request: nobody else can know its state. Raises CannotLink."""
    async with ground.database.writing() as session:
        row = await link_requests.take_by_state(session, hashed(returned.state), ground.now())
    if row is None:
        raise CannotLink(Why.NOT_ASKED)
    try:
        account, who = await _account(ground, row, returned)
    except CannotLink:
        await end(ground, row)
        raise
    keys = await make_pending(ground, row, account, who)
    await _tell(ground, row, account)
    return CameBack(who=who, title=title_of(ground, row.network), handle=account.handle, keys=keys)


async def _account(ground: Ground, row: LinkRequest, returned: Return) -> tuple[Account, str]:
    _check(row, returned, ground)
    await check_person(ground, row.person_id)
    notes = notes_of(ground, row)
    if returned.error or not returned.code:
        raise CannotLink(Why.SAID_NO)
    if "verifier" not in notes:
        raise CannotLink(Why.NOT_ASKED)
    network = oauth_network(ground, row.network)
    keys = await app_keys(ground, network, row.server, person_id=row.person_id)
    try:
        account = await network.finish(
            row.server, keys, code=returned.code, verifier=notes["verifier"]
        )
    except NetworkError as error:
        if NO_SUCH_CLIENT in error.raw:
            await forget_app(ground, row.network, row.server)
        raise cannot(error) from None
    return account, notes.get("who", "")


def _check(row: LinkRequest, returned: Return, ground: Ground) -> None:
    """The browser that began, in time, back from the very server that it was sent to."""
    bound = row.cookie_hash or ""
    if not returned.cookie or not hmac.compare_digest(bound, hashed(returned.cookie)):
        raise CannotLink(Why.OTHER_BROWSER)
    expected = (row.network, way_back(ground, row.network, row.server))
    mixed_up = (returned.network, returned.server) != expected
    told = bool(returned.issuer) or bool(notes_of(ground, row).get("names_issuer"))
    foreign = told and returned.issuer.rstrip("/") != row.issuer.rstrip("/")
    if mixed_up or foreign or row.redirect_uri != redirect_uri(ground, row.network, row.server):
        raise CannotLink(Why.NOT_ALLOWED)
    if row.expires_at <= ground.now():
        raise CannotLink(Why.NOT_ASKED)


def _invitation(ground: Ground, row: LinkRequest) -> Invitation:
    notes = notes_of(ground, row)
    return Invitation(
        who=notes.get("who", ""),
        title=title_of(ground, row.network),
        server=shown_server(ground, row.network, row.server),
        origin=notes.get("origin", ""),
    )


async def _tell(ground: Ground, row: LinkRequest, account: Account) -> None:
    notice = ConfirmLink(
        person_id=row.person_id, request_id=row.id, network=row.network, handle=account.handle
    )
    try:
        await ground.messenger.tell(notice)
    except CannotReach:
        return  # the browser shows how to confirm all the same
