"""Misskey and every server that speaks its API: Sharkey, Firefish, Iceshrimp, CherryPick, …"""

from collections.abc import Mapping
from typing import Any

from bot.domain.compose import File, Limits
from bot.networks import misskey_linking, misskey_listening
from bot.networks.answers import Answer
from bot.networks.base import (
    NEVER,
    Account,
    AppKeys,
    Attempt,
    Authorization,
    Copy,
    Linking,
    Refused,
    Secret,
)
from bot.networks.http import Http
from bot.networks.listening import Heard
from bot.networks.misskey_api import ask, code_of, fault
from bot.networks.misskey_limits import DEFAULT_LIMITS, is_family, limits_from
from bot.networks.misskey_search import Search, newest
from bot.networks.misskey_words import as_plain
from bot.networks.servers import server_name


class Misskey:
    """One adapter for the whole family; `account.server` says which server is meant."""

    name = "misskey"
    title = "Misskey"
    linking = Linking.OAUTH
    limits = DEFAULT_LIMITS
    # notes/create knows no key by which it would recognise a repeated call.
    repeatable_for = NEVER
    # Misskey has no call for it; a few of the family do, each in its own way.
    can_edit = False
    can_delete = True
    can_find = True
    threads = True
    linkable = True
    keys_end = False
    own_keys = False
    fetches_pictures = False
    needs_picture = False
    answers = True

    def __init__(self, http: Http) -> None:
        self._http = http

    def server_of(self, typed: str) -> str:
        """The server's name out of what a person typed; raises NotLinked for nonsense."""
        return server_name(typed, self._http.guard)

    async def register(self, server: str, redirect_uri: str) -> AppKeys:
        return await misskey_linking.register(self._http, server, redirect_uri)

    async def begin(
        self, server: str, keys: AppKeys, *, state: str, challenge: str
    ) -> Authorization:
        return misskey_linking.begin(self._http, server, keys, state=state, challenge=challenge)

    async def finish(self, server: str, keys: AppKeys, *, code: str, verifier: str) -> Account:
        return await misskey_linking.finish(self._http, server, keys, code=code, verifier=verifier)

    async def revoke(self, account: Account) -> None:
        await misskey_linking.revoke(self._http, account)

    async def renew(self, account: Account) -> Secret | None:
        return None  # tokens of this family do not expire

    async def limits_of(self, account: Account) -> Limits:
        """Asks the server itself; one that says nothing has Misskey's own limits."""
        meta = await misskey_linking.ask_meta(self._http, account.server)
        if is_family(meta):
            return limits_from(meta)
        common = self._http.fault(meta)
        if common:
            raise common
        return DEFAULT_LIMITS

    async def prepare(self, account: Account, attempt: Attempt) -> dict[str, Any]:
        """Uploads the files and notes where the account stands, unless an earlier try did.

        {"media": [ids of files, in order], "after": id of the newest note before ours, or ""}
        """
        known = attempt.prepared
        if "after" in known and len(known.get("media", ())) == len(attempt.post.files):
            return {"media": list(known["media"]), "after": known["after"]}
        media = [await self._upload(account, file) for file in attempt.post.files]
        notes = await self._notes(account, newest(account.remote_id))
        first = notes[0] if notes else None
        after = first.get("id") if isinstance(first, dict) else None
        return {"media": media, "after": str(after or "")}

    async def publish(self, account: Account, attempt: Attempt) -> Copy:
        answer = await self._ask(account, "notes/create", _note(attempt), irreversible=True)
        note_id = answer.text("createdNote", "id")
        if answer.ok and note_id:
            return self._copy(account, note_id)
        raise fault(self._http, answer, irreversible=True)

    async def find(self, account: Account, attempt: Attempt) -> Copy | None:
        """Looks through the account's own notes since the first try."""
        search = Search(attempt, account.remote_id)
        while not search.done:
            search.read(await self._notes(account, search.query()))
        note = search.found()
        return self._copy(account, str(note["id"])) if note else None

    async def edit(self, account: Account, copy: Copy, attempt: Attempt) -> Copy:
        raise Refused("cannot_edit")

    async def delete(self, account: Account, copy: Copy) -> None:
        """A copy that is gone already is fine. The files stay in the person's drive."""
        answer = await self._ask(account, "notes/delete", {"noteId": copy.remote_id})
        if not answer.ok and code_of(answer) != "NO_SUCH_NOTE":
            raise fault(self._http, answer)

    async def listen(self, account: Account, copy: Copy) -> Heard:
        note = await self._ask(account, "notes/show", {"noteId": copy.remote_id})
        if not note.ok or not note.text("id"):
            raise fault(self._http, note)

        async def below(note_id: str) -> list[Any]:
            query = {"noteId": note_id, "limit": misskey_listening.PAGE_SIZE}
            page = await self._ask(account, "notes/replies", query)
            if not page.ok or not isinstance(page.json, list):
                raise fault(self._http, page)
            return page.json

        origin = self._http.guard.origin(account.server)
        return await misskey_listening.gather(below, note, account, origin)

    async def _upload(self, account: Account, file: File) -> str:
        """Each upload becomes a file of its own: without `force` a server hands out the file of
        an earlier post with the same content, with the description that it had there."""
        token = account.secret["access_token"]
        fields = {"i": token, "force": "true"}
        answer = await self._http.post_file(
            f"{self._http.guard.origin(account.server)}/api/drive/files/create",
            file.data,
            mime=file.mime,
            fields={**fields, "comment": file.alt} if file.alt else fields,
            secrets=(token,),
        )
        file_id = answer.text("id")
        if answer.ok and file_id:
            return file_id
        raise fault(self._http, answer)

    async def _notes(self, account: Account, query: Mapping[str, Any]) -> list[Any]:
        answer = await self._ask(account, "users/notes", query)
        if answer.ok and isinstance(answer.json, list):
            return answer.json
        raise fault(self._http, answer)

    async def _ask(
        self,
        account: Account,
        endpoint: str,
        body: Mapping[str, Any],
        *,
        irreversible: bool = False,
    ) -> Answer:
        token = account.secret["access_token"]
        return await ask(
            self._http, account.server, endpoint, body, token=token, irreversible=irreversible
        )

    def _copy(self, account: Account, note_id: str) -> Copy:
        return Copy(note_id, f"{self._http.guard.origin(account.server)}/notes/{note_id}")


def _note(attempt: Attempt) -> dict[str, Any]:
    """What is empty is left out: servers refuse an empty text or list.

    `noExtractMentions` calls nobody even where an address grown together with a hashtag hides
    a name from `as_plain`.
    """
    text, media = as_plain(attempt.post.text), list(attempt.prepared.get("media", ()))
    optional = {
        "text": text if text.strip() else None,
        "fileIds": media,
        "replyId": attempt.reply_to.remote_id if attempt.reply_to else None,
    }
    always = {"visibility": "public", "localOnly": False, "noExtractMentions": True}
    return {**always, **{name: value for name, value in optional.items() if value}}
