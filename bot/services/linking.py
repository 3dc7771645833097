"""Linking an account, as the chat sees it: begun there, and confirmed there.

A browser in between proves nothing about who sits before it. So what comes back from it stays
sealed and unused until the person who began shows, in their own chat, what only that browser
was shown: a one-time address, or a short code.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import cast

from yarl import URL

from bot.db import link_requests
from bot.db.tables import LinkRequest
from bot.networks.base import (
    Account,
    AppKeys,
    Authorization,
    Linking,
    NetworkError,
    SecretNetwork,
)
from bot.networks.oauth import OUT_OF_BAND, challenge_of, new_state, new_verifier
from bot.services.channels import link_channel
from bot.services.ground import Ground
from bot.services.linked import Linked, accounts, keep, revoke, unlink
from bot.services.linking_apps import (
    ServerNetwork,
    app_keys,
    oauth_network,
    server_named,
    shown_server,
)
from bot.services.linking_requests import (
    CONFIRM,
    end,
    new_request,
    note,
    notes_of,
    pending_account,
)
from bot.services.linking_rules import (
    CannotLink,
    Why,
    cannot,
    check_person,
    code_hash,
    count_link,
    count_lookup,
    hashed,
    in_browser,
    linkable,
    network_named,
    only_by_secret,
)

__all__ = [
    "CannotLink",
    "Linked",
    "NotConfirmed",
    "Started",
    "Way",
    "Why",
    "accounts",
    "by_secret",
    "confirm",
    "finish_by_code",
    "in_browser",
    "link_channel",
    "linkable",
    "refuse",
    "start",
    "unlink",
    "waits_for_code",
]

CODE = re.compile(r"\d{6}")
WRONG_CODES = 5
LONGEST_NAME = 80
SHOWN_ONCE = "key"
"""A secret made here that the person's own software must know, too."""


class Way(StrEnum):
    """How a link goes on after its first step."""

    BROWSER = "browser"
    CODE = "code"
    SECRET = "secret"  # noqa: S105 - a way of linking
    CHANNEL = "channel"
    """Also a group: what Telegram itself tells about it is all that it takes."""


@dataclass(frozen=True, slots=True)
class Started:
    """What comes next. `url` is for the person's browser: our own page (BROWSER), or the
    server's, which shows a code to paste here (CODE)."""

    way: Way
    url: str = ""
    server: str = ""


class NotConfirmed(StrEnum):
    """Why a confirmation linked nothing."""

    NOTHING_WAITS = "nothing waits"
    WRONG_PERSON = "wrong person"
    WRONG_CODE = "wrong code"
    TOO_MANY_TRIES = "too many tries"


async def start(
    ground: Ground, person_id: int, network: str, server_text: str = "", *, who: str = ""
) -> Started:
    """Begins a link. `who` is how Telegram calls this person; our page shows it to whoever opens
    the link, so that nobody connects an account for somebody else unknowingly.

    Raises CannotLink.
    """
    await check_person(ground, person_id)
    found = network_named(ground, network)
    if found.linking is Linking.SECRET or only_by_secret(ground, found):
        return Started(Way.SECRET)
    if found.linking in (Linking.CHANNEL, Linking.GROUP):
        return Started(Way.CHANNEL)
    oauth = oauth_network(ground, network)
    server = server_named(oauth, server_text)
    await count_link(ground, person_id)
    if ground.base_url is None:
        return Started(Way.CODE, await _begin_by_code(ground, person_id, oauth, server), server)
    token = await _begin_in_browser(ground, person_id, oauth, server, who)
    shown = shown_server(ground, network, server)
    return Started(Way.BROWSER, f"{ground.base_url}/link/{token}", shown)


async def finish_by_code(ground: Ground, person_id: int, code: str) -> Linked:
    """Takes the code that a server showed to this person. Raises CannotLink; after five wrong
    codes the link must be begun anew."""
    await check_person(ground, person_id)
    async with ground.database.reading() as session:
        row = await link_requests.request_of_code(session, person_id, OUT_OF_BAND, ground.now())
    verifier = notes_of(ground, row).get("verifier") if row is not None else None
    if row is None or verifier is None:
        raise CannotLink(Why.NOT_ASKED)
    network = oauth_network(ground, row.network)
    keys = await app_keys(ground, network, row.server, person_id=person_id)
    try:
        account = await network.finish(row.server, keys, code=code.strip(), verifier=verifier)
    except NetworkError as error:
        problem = cannot(error)
        if problem.why is Why.CODE_REFUSED:
            await _count_wrong(ground, row)
        raise problem from None
    linked = await _keep_once(ground, person_id, row, account)
    if linked is None:
        await revoke(ground, account)
        raise CannotLink(Why.NOT_ASKED)
    return linked


async def by_secret(
    ground: Ground, person_id: int, network: str, handle: str, secret: str
) -> Linked:
    """Links by a handle and a secret that the chat asked for. Raises CannotLink."""
    await check_person(ground, person_id)
    found = network_named(ground, network)
    if found.linking not in (Linking.SECRET, Linking.EITHER):
        raise CannotLink(Why.UNKNOWN_NETWORK)
    await count_link(ground, person_id)
    await count_lookup(ground, person_id)
    try:
        account = await cast("SecretNetwork", found).sign_in(handle, secret)
    except NetworkError as error:
        raise cannot(error) from None
    async with ground.database.writing() as session:
        linked = await keep(ground, session, person_id, account)
    return replace(linked, key=account.secret.get(SHOWN_ONCE))


async def confirm(ground: Ground, person_id: int, token_or_code: str) -> Linked | NotConfirmed:
    """The person shows what their browser was shown. Somebody else's press ends the request."""
    typed = unicodedata.normalize("NFKC", token_or_code).strip().removeprefix(CONFIRM)
    code = re.sub(r"[\s-]", "", typed)
    if CODE.fullmatch(code):
        return await _confirm_by_code(ground, person_id, code)
    async with ground.database.reading() as session:
        row = await link_requests.request_by_confirmation(session, hashed(typed))
    if row is None:
        return NotConfirmed.NOTHING_WAITS
    if row.person_id != person_id:
        await end(ground, row)
        return NotConfirmed.WRONG_PERSON
    return await _confirm(ground, row)


async def waits_for_code(ground: Ground, person_id: int) -> bool:
    """Whether a browser has just come back for this person, so that six digits are its code."""
    return bool(await _pending(ground, person_id))


async def refuse(ground: Ground, person_id: int, request_id: int) -> bool:
    """The person says that it was not they who came back. False where nothing waited."""
    for row in await _pending(ground, person_id):
        if row.id == request_id:
            await end(ground, row)
            return True
    return False


async def _begin_in_browser(
    ground: Ground, person_id: int, network: ServerNetwork, server: str, who: str
) -> str:
    keys = await app_keys(ground, network, server, person_id=person_id)
    there = await _authorization(network, server, keys, new_verifier())
    origin = str(URL(there.url).origin())
    request, token = new_request(ground, person_id, network.name, server)
    note(ground, request, who=who[:LONGEST_NAME], origin=origin)
    async with ground.database.writing() as session:
        session.add(request)
    return token


async def _authorization(
    network: ServerNetwork, server: str, keys: AppKeys, verifier: str
) -> Authorization:
    challenge = challenge_of(verifier)
    try:
        return await network.begin(server, keys, state=new_state(), challenge=challenge)
    except NetworkError as error:
        raise cannot(error) from None


async def _begin_by_code(
    ground: Ground, person_id: int, network: ServerNetwork, server: str
) -> str:
    keys = await app_keys(ground, network, server, person_id=person_id)
    verifier = new_verifier()
    there = await _authorization(network, server, keys, verifier)
    request, _token = new_request(
        ground, person_id, network.name, server, redirect_uri=OUT_OF_BAND, issuer=there.issuer
    )
    note(ground, request, verifier=verifier)
    async with ground.database.writing() as session:
        session.add(request)
    return there.url


async def _count_wrong(ground: Ground, row: LinkRequest) -> bool:
    """Counts a wrong code; True when that was one too many, and the request has ended."""
    async with ground.database.writing() as session:
        tries = await link_requests.count_try(session, row.id)
    if tries < WRONG_CODES:
        return False
    await end(ground, row)
    return True


async def _pending(ground: Ground, person_id: int) -> Sequence[LinkRequest]:
    async with ground.database.reading() as session:
        rows = await link_requests.pending_requests(session, person_id)
    return [row for row in rows if row.expires_at > ground.now()]


async def _confirm_by_code(ground: Ground, person_id: int, code: str) -> Linked | NotConfirmed:
    waiting = await _pending(ground, person_id)
    for row in waiting:
        if row.code_hash == code_hash(ground, row.id, code):
            return await _confirm(ground, row)
    ended = [await _count_wrong(ground, row) for row in waiting]
    if not waiting:
        return NotConfirmed.NOTHING_WAITS
    return NotConfirmed.TOO_MANY_TRIES if all(ended) else NotConfirmed.WRONG_CODE


async def _confirm(ground: Ground, row: LinkRequest) -> Linked | NotConfirmed:
    account = pending_account(ground, row)
    try:
        await check_person(ground, row.person_id)
    except CannotLink:
        account = None
    if account is None or row.expires_at <= ground.now():
        await end(ground, row)
        return NotConfirmed.NOTHING_WAITS
    linked = await _keep_once(ground, row.person_id, row, account)
    return linked or NotConfirmed.NOTHING_WAITS


async def _keep_once(
    ground: Ground, person_id: int, row: LinkRequest, account: Account
) -> Linked | None:
    """Turns a request into an account; None when somebody else has just used it up."""
    async with ground.database.writing() as session:
        if not await link_requests.drop_request(session, row.id):
            return None
        return await keep(ground, session, person_id, account)
