"""The same posts by Mastodon.py, in threads: what a program without an event loop would do."""

import sys
from concurrent.futures import ThreadPoolExecutor

from mastodon import Mastodon

from bench.measuring import AT_ONCE, Stopwatch
from bench.posts import TOKEN, text_of


def send(url: str, count: int) -> None:
    def one(number: int) -> None:
        # Each post is another person's, as with us: so each has a client of its own.
        client = Mastodon(access_token=TOKEN, api_base_url=url, version_check_mode="none")
        client.status_post(text_of(number), language="ja", idempotency_key=f"bench-{number}")

    watch = Stopwatch()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for _ in threads.map(one, range(count)):
            pass
    watch.stop()
    watch.tell(count)


if __name__ == "__main__":
    send(sys.argv[1], int(sys.argv[2]))
