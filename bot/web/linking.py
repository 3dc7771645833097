"""The browser's part of linking: our page, the network's, and back."""

import re
import secrets
from collections.abc import Callable

from aiohttp import web

from bot.locales import Words
from bot.locales import mark as _
from bot.services.ground import Ground
from bot.services.linking_apps import description, shown_server
from bot.services.linking_browser import (
    CameBack,
    Invitation,
    Return,
    begin,
    come_back,
    look,
)
from bot.services.linking_requests import CONFIRM, OPEN_FOR
from bot.services.linking_rules import CannotLink, Why
from bot.web.answers import html, notice, policy, reader_words

CONNECT = _("Connect {network} with Hibi")
SOMEBODY = _("somebody in Telegram")
IS_IT_YOU = _("Go on only if both are you. What you share in Telegram can then go out there, too.")
GO_ON = _("Go on to {server}")
IF_NOT = _("If somebody sent you this link, just close the page. Nothing happens then.")
ALMOST = _("Almost there")
PRESS = _("One tap in Telegram, and it is connected.")
CONFIRM_THERE = _("Confirm in Telegram")
OR_TYPE = _("Or type this code into your chat with Hibi:")
TYPE_IT = _("Type this code into your chat with Hibi, and it is connected:")
UNTIL_THEN = _("Until then nothing can go out, and after ten minutes this is forgotten.")

NOT_LINKED = _("Nothing was connected")
OVER = _("This link is over or was used already. Please begin again in the chat.")
OTHER_BROWSER = _("This page belongs to another browser. Please begin again in the chat.")
SAID_NO = _("You did not agree over there, so nothing changes. You can begin again in the chat.")
UNREACHABLE = _("{server} does not answer at the moment. Please try again in a little while.")
NOT_THERE = _("{server} did not accept it. Please begin again in the chat.")
TOO_MANY = _("That was often enough for now. Please try again in an hour.")

SAID = {
    Why.NOT_ASKED: (410, OVER),
    Why.OTHER_BROWSER: (403, OTHER_BROWSER),
    Why.SAID_NO: (200, SAID_NO),
    Why.UNREACHABLE: (502, UNREACHABLE),
    Why.TOO_MANY: (429, TOO_MANY),
    Why.DIARY_ONLY: (403, OVER),
}
REFUSED = (400, NOT_THERE)

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
LONGEST = 2048
DESCRIBED_FOR = "public, max-age=600"
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class LinkPages:
    """Serves them. `bot_name` is empty where no t.me address leads to the bot."""

    def __init__(self, ground: Ground, bot_name: Callable[[], str]) -> None:
        self._ground = ground
        self._bot_name = bot_name
        secure = (ground.base_url or "").startswith("https://")
        # The prefix binds a cookie to this host, but browsers take it over https alone.
        self._cookie = "__Host-hibi-link" if secure else "hibi-link"
        self._secure = secure

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/link/{token}", self.show, allow_head=False),
            web.post("/link/{token}", self.go_on),
            web.get("/link/back/{network}/{server}", self.back, allow_head=False),
            web.get("/link/clients/{network}.json", self.describe),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Who is about to connect what. Opening it uses nothing up."""
        words = reader_words(request)
        invitation = await look(self._ground, request.match_info["token"])
        if invitation is None:
            return _problem(words, Why.NOT_ASKED)
        response = _start_page(words, invitation)
        framed = self._ground.settings.playground
        response.headers["Content-Security-Policy"] = policy(
            framed=framed, form_to=(invitation.origin,) if invitation.origin else ()
        )
        self._mark_browser(request, response)
        return response

    async def go_on(self, request: web.Request) -> web.Response:
        """On to the network, if this is the browser that was shown the page."""
        words = reader_words(request)
        cookie = self._browser(request)
        if not cookie:
            return _problem(words, Why.OTHER_BROWSER)
        try:
            address = await begin(self._ground, request.match_info["token"], cookie)
        except CannotLink as problem:
            return _problem(words, problem.why)
        return web.Response(status=303, headers={"Location": address, **PRIVATE})

    async def back(self, request: web.Request) -> web.Response:
        """The network has sent the browser back."""
        words = reader_words(request)
        server = request.match_info["server"]
        try:
            came = await come_back(self._ground, self._return(request))
        except CannotLink as problem:
            network = request.match_info["network"]
            return _problem(words, problem.why, shown_server(self._ground, network, server))
        return self._back_page(words, came)

    async def describe(self, request: web.Request) -> web.Response:
        """Who we are, for servers that read it here instead of being told."""
        found = description(self._ground, request.match_info["network"])
        if found is None:
            raise web.HTTPNotFound
        return web.json_response(found, headers={"Cache-Control": DESCRIBED_FOR})

    def _return(self, request: web.Request) -> Return:
        given = {name: value[:LONGEST] for name, value in request.query.items()}
        return Return(
            network=request.match_info["network"],
            server=request.match_info["server"],
            state=given.get("state", ""),
            code=given.get("code") or given.get("session", ""),
            error=given.get("error", ""),
            issuer=given.get("iss", ""),
            cookie=self._browser(request),
        )

    def _browser(self, request: web.Request) -> str:
        cookie = request.cookies.get(self._cookie, "")
        return cookie if TOKEN.fullmatch(cookie) else ""

    def _mark_browser(self, request: web.Request, response: web.Response) -> None:
        response.set_cookie(
            self._cookie,
            self._browser(request) or secrets.token_urlsafe(24),
            max_age=2 * int(OPEN_FOR.total_seconds()),
            path="/",
            secure=self._secure,
            httponly=True,
            # The network sends the browser back from another site, by a link.
            samesite="Lax",
        )

    def _back_page(self, words: Words, came: CameBack) -> web.Response:
        bot_name = self._bot_name()
        payload = CONFIRM + came.keys.token
        response = html(
            "link_back.html",
            language=words.language,
            title=words(ALMOST),
            who=came.who or words(SOMEBODY),
            network=came.title,
            handle=came.handle,
            chat_address=f"https://t.me/{bot_name}?start={payload}" if bot_name else "",
            press=words(PRESS),
            confirm=words(CONFIRM_THERE),
            or_type=words(OR_TYPE),
            type_it=words(TYPE_IT),
            code=f"{came.keys.code[:3]} {came.keys.code[3:]}",
            until_then=words(UNTIL_THEN),
        )
        response.headers.update(PRIVATE)
        return response


def _start_page(words: Words, invitation: Invitation) -> web.Response:
    response = html(
        "link_start.html",
        language=words.language,
        title=words(CONNECT, network=invitation.title),
        who=invitation.who or words(SOMEBODY),
        network=invitation.title,
        server=invitation.server,
        is_it_you=words(IS_IT_YOU),
        go_on=words(GO_ON, server=invitation.server),
        if_not=words(IF_NOT),
    )
    response.headers.update(PRIVATE)
    return response


def _problem(words: Words, why: Why, server: str = "") -> web.Response:
    status, sentence = SAID.get(why, REFUSED)
    response = notice(
        words,
        title=words(NOT_LINKED),
        text=words(sentence, server=server or "Mastodon"),
        status=status,
    )
    response.headers.update(PRIVATE)
    return response
