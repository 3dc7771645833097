"""How an account at Bluesky is linked: in the browser, or by an app password made for us."""

from yarl import URL

from bot.networks.base import (
    Account,
    AppKeys,
    Authorization,
    NetworkError,
    NotLinked,
    Refused,
    Secret,
    TryLater,
)
from bot.networks.bluesky_client import Client
from bot.networks.bluesky_identity import BAD_HANDLE, Directory, Home, handle_in
from bot.networks.bluesky_oauth import Nonces, SignIn, SignInServer
from bot.networks.bluesky_proofs import session_secret
from bot.networks.bluesky_sessions import APP_PASSWORD, open_session
from bot.networks.http import Http
from bot.networks.oauth import OUT_OF_BAND, challenge_of
from bot.networks.servers import server_name


class BlueskyLinking:
    """Both ways; each verb raises only NetworkErrors."""

    def __init__(self, http: Http, client: Client, nonces: Nonces, directory: Directory) -> None:
        self._http = http
        self._client = client
        self._directory = directory
        self.sign_in_there = SignIn(http, client, nonces)

    async def by_password(self, typed: str, secret: str) -> Account:
        """By handle and app password; a server's name may follow the handle after a space.

        Anything that does not look like an app password is refused unsent.
        """
        password = secret.strip()
        if not APP_PASSWORD.fullmatch(password):
            raise NotLinked("not_app_password")
        try:
            name, home = await self._home(typed)
            session = await open_session(self._http, home.pds, home.did or name, password.lower())
        except Refused as refused:
            raise NotLinked(refused.rule) from None
        did = session.text("did")
        if not did or home.did not in ("", did):
            raise NotLinked("bad_server")
        tokens = {
            "access_jwt": session.text("accessJwt"),
            "refresh_jwt": session.text("refreshJwt"),
            "pds": home.pds,
        }
        return _account(did, f"@{name}", Secret(tokens))

    def server_of(self, typed: str) -> str:
        """What stands for where somebody lives: their handle, a server, or the entryway where
        nothing was typed."""
        parts = typed.split()
        if not parts:
            return URL(self._directory.entryway).authority
        if len(parts) == 2:
            return server_name(parts[1], self._http.guard)
        try:
            return handle_in(typed)
        except NotLinked:
            return server_name(typed, self._http.guard)

    def known_as(self, redirect_uri: str) -> AppKeys:
        if redirect_uri == OUT_OF_BAND:
            raise NotLinked("needs_public_address")
        return self._client.known_as(redirect_uri)

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        there, handle = await self._sign_in_server(server)
        asked = {
            "response_type": "code",
            "redirect_uri": keys.redirect_uri,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **({"login_hint": handle} if handle else {}),
        }
        session = session_secret(self._client.secrets, challenge)
        url = await self.sign_in_there.push(there, keys, session, asked)
        return Authorization(url=url, server=server, issuer=there.issuer, names_issuer=True)

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        """Only the server that an identity itself names may speak for it."""
        there, _ = await self._sign_in_server(server)
        session = session_secret(self._client.secrets, challenge_of(verifier))
        did, secret = await self.sign_in_there.redeem(
            there, keys, session, code=code, verifier=verifier
        )
        home, names = await self._directory.told_of(did)
        if (await self.sign_in_there.server_of(home.pds)).issuer != there.issuer:
            raise NotLinked("bad_server")
        return _account(did, await self._name(did, names), secret.evolve(pds=home.pds))

    async def _sign_in_server(self, server: str) -> tuple[SignInServer, str]:
        """With the handle that was typed, where it was one."""
        entryway = self._directory.entryway
        if server == URL(entryway).authority:
            return await self._there(entryway), ""
        try:
            home = await self._directory.home_of(server)
        except NotLinked as error:
            if error.rule != BAD_HANDLE:
                raise
        else:
            return await self._there(home.pds), server
        try:
            return await self._there(self._http.guard.origin(server)), ""
        except (NotLinked, TryLater):
            raise NotLinked(BAD_HANDLE) from None

    async def _there(self, pds: str) -> SignInServer:
        try:
            return await self.sign_in_there.server_of(pds)
        except Refused as refused:
            raise NotLinked(refused.rule) from None

    async def _name(self, did: str, names: list[str]) -> str:
        """The name that leads back to this identity; the identity itself where none does."""
        for name in names[:1]:
            try:
                if (await self._directory.home_of(name)).did == did:
                    return f"@{name}"
            except NetworkError:
                break
        return did

    async def _home(self, typed: str) -> tuple[str, Home]:
        parts = typed.split()
        name = handle_in(parts[0] if len(parts) in (1, 2) else "")
        if len(parts) == 1:
            return name, await self._directory.home_of(name)
        guard = self._http.guard
        return name, Home("", guard.origin(server_name(parts[1], guard)))


def _account(did: str, handle: str, secret: Secret) -> Account:
    return Account(network="bluesky", server="", remote_id=did, handle=handle, secret=secret)
