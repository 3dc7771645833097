"""What stands on the networks, read back by other people's libraries."""

import asyncio
from typing import Any

from mastodon import Mastodon

from tests.peers.bluesky import BlueskyPeer
from tests.peers.mastodon import MastodonPeer

Json = dict[str, Any]
POSTS = "app.bsky.feed.post"


async def me(peer: MastodonPeer) -> str:
    """Alice's id over there."""

    def read() -> str:
        reader = Mastodon(access_token="alice_token", api_base_url=peer.origin)
        return str(reader.me().id)

    return await asyncio.to_thread(read)


async def statuses(peer: MastodonPeer) -> list[Any]:
    """Alice's statuses that the bot made, newest first, as Mastodon.py sees them."""

    def read() -> list[Any]:
        reader = Mastodon(access_token="alice_token", api_base_url=peer.origin)
        return list(reader.account_statuses(reader.me(), limit=40))

    return await asyncio.to_thread(read)


class BlueskyReader:
    """Reads by the atproto library what everyone may read."""

    def __init__(self, peer: BlueskyPeer) -> None:
        from atproto import Client  # type: ignore[import-untyped]  # heavy: 80 MB, only here

        self._peer = peer
        self._client = Client(base_url=f"{peer.pds}/xrpc")

    def close(self) -> None:
        self._client.request.close()

    async def posts(self) -> list[Any]:
        """The records of posts in the account's repository, newest first."""
        return await asyncio.to_thread(self._posts)

    def _posts(self) -> list[Any]:
        parameters = {"repo": self._peer.did, "collection": POSTS, "limit": 50}
        return list(self._client.com.atproto.repo.list_records(parameters).records)


async def bluesky_reader(peer: BlueskyPeer) -> BlueskyReader:
    return await asyncio.to_thread(BlueskyReader, peer)
