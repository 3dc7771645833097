"""Rows with defaults: a test states only what matters."""

import io
import random
from datetime import date, timedelta
from typing import Any

from PIL import Image

from bot.db.tables import (
    Account,
    AccountState,
    Copy,
    Delivery,
    Nudge,
    NudgeState,
    Page,
    Person,
    Snippet,
)
from bot.domain.questions import Facet, Question, Words
from tests.fakes import NOW

HANA = 7


def a_question(question_id: str = "day-lunch", **given: Any) -> Question:
    words = {
        "en": Words(ask="What did you have for lunch?", example="Curry", lead="Lunch"),
        "ja": Words(ask="お昼は何でしたか？", example="カレー", lead="お昼ごはん"),
    }
    plain = {"facet": Facet(question_id.partition("-")[0]), "texts": words}
    return Question(id=question_id, **{**plain, **given})


def a_person(person_id: int = HANA, **given: Any) -> Person:
    plain: dict[str, Any] = {"zone": "Asia/Tokyo", "language": "ja", "joined_at": NOW}
    return Person(id=person_id, **plain | given)


def a_nudge(person_id: int = HANA, **given: Any) -> Nudge:
    plain: dict[str, Any] = {
        "person_id": person_id,
        "on": date(2026, 11, 23),
        "question_id": "day-lunch",
        "state": NudgeState.SENT,
        "due_at": NOW,
        "sent_at": NOW,
    }
    return Nudge(**plain | given)


def a_snippet(text: str = "カレー", person_id: int = HANA, **given: Any) -> Snippet:
    plain: dict[str, Any] = {
        "person_id": person_id,
        "text": text,
        "public_id": f"{random.getrandbits(40):010x}",
        "on": date(2026, 11, 23),
        "language": "ja",
        "kept_at": NOW,
    }
    return Snippet(**plain | given)


def an_account(network: str = "mastodon", person_id: int = HANA, **given: Any) -> Account:
    """A working account to which its owner has shared before."""
    plain: dict[str, Any] = {
        "person_id": person_id,
        "network": network,
        "server": ""
        if network in ("page", "telegram", "group", "bluesky")
        else f"{network}.example",
        "remote_id": str(person_id) if network == "page" else f"{network}-{person_id}",
        "handle": "hana" if network == "page" else f"@hana@{network}.example",
        "state": AccountState.WORKING,
        "shown_first_at": NOW - timedelta(days=9),
        "linked_at": NOW - timedelta(days=9),
    }
    return Account(**plain | given)


def a_page(person_id: int = HANA, handle: str = "hana", **given: Any) -> Page:
    plain: dict[str, Any] = {"skeleton": handle, "name": "Hana", "opened_at": NOW}
    return Page(person_id=person_id, handle=handle, **plain | given)


def a_delivery(snippet: Snippet, account: Account, kind: str = "publish", **given: Any) -> Delivery:
    plain: dict[str, Any] = {
        "person_id": snippet.person_id,
        "snippet_id": snippet.id,
        "account_id": account.id,
        "kind": kind,
        "state": "waiting",
        "queued_at": NOW,
        "due_at": NOW,
        "made_at": NOW,
    }
    return Delivery(**plain | given)


def a_copy(snippet: Snippet, account: Account, **given: Any) -> Copy:
    plain: dict[str, Any] = {
        "person_id": snippet.person_id,
        "snippet_id": snippet.id,
        "account_id": account.id,
        "remote_id": "post-1",
        "url": "https://mastodon.example/post-1",
        "text": snippet.text,
        "published_at": NOW,
    }
    return Copy(**plain | given)


def jpeg(width: int = 40, height: int = 30) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 80, 40)).save(file, "JPEG")
    return file.getvalue()
