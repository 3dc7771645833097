"""The diary of somebody who has been here for most of a year, and a question that is due now."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.app import load_questions
from bot.db.engine import Database
from bot.db.tables import Nudge, NudgeState, Slot, Snippet
from bot.domain.schedule import logical_day
from tests.rows import a_copy, a_nudge, a_page, a_person, a_snippet, an_account

QUESTION = "day-light"
DAYS = 301
IN_A_ROW = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Diarist:
    """Whose diary it is; `shared` are question ids with the answers on the page, oldest first."""

    person_id: int
    first_name: str
    handle: str
    language: str
    zone: str
    name: str
    bio: str
    lines: Mapping[str, str]
    shared: Mapping[str, str]


MAYA = Diarist(
    person_id=7001,
    first_name="Maya",
    handle="maya",
    language="en",
    zone="Europe/Lisbon",
    name="Maya Lindqvist",
    bio="I mend books, and sometimes read them.",
    lines={
        "occupation": "Bookbinder with a small bench by the window",
        "base": "Porto, up the hill",
    },
    shared={
        "work-tool": "A bone folder. It is older than I am, and it fits my thumb.",
        "place-window": "Three roofs, one lemon tree, and the neighbour's socks.",
        "hobby-piles-up": "Paper bags with handles. There is now a bag for the bags.",
    },
)
HANA = Diarist(
    person_id=7002,
    first_name="はな",
    handle="hana",
    language="ja",
    zone="Asia/Tokyo",
    name="森はな",
    bio="本を直す仕事をしています。ときどき読みふけります。",
    lines={"occupation": "製本と修理。窓ぎわの小さな作業台で", "base": "谷中、坂の上のほう"},
    shared={
        "work-tool": "竹のへら。もう角がなくなりましたが、これがいちばん手になじみます。",
        "place-window": "屋根が三つと、ゆずの木が一本。あと、お隣の洗濯物。",
        "hobby-piles-up": "持ち手のついた紙袋。とうとう、紙袋を入れる紙袋ができました。",
    },
)


async def keep(database: Database, who: Diarist) -> None:
    """Writes the year, the page, and a question that is due now."""
    now = datetime.now(UTC)
    today = logical_day(now, who.zone)
    joined_at = now - timedelta(days=DAYS)
    person = a_person(who.person_id, zone=who.zone, language=who.language, joined_at=joined_at)
    # Has seen the first card, and knows that photos can be described.
    person.first_card_at, person.times_described = joined_at, 3
    async with database.writing() as session:
        session.add(person)
        await session.flush()
        slot = Slot(person_id=who.person_id, at="07:30")
        slot.next_on, slot.next_nudge_at = today + timedelta(days=1), now + timedelta(hours=12)
        session.add(slot)
        await session.flush()
        session.add_all([*_private(who, today), *_missed(who, slot, now)])
        await _open_page(session, who, now)
        waiting = {"state": NudgeState.WAITING, "due_at": now, "sent_at": None}
        session.add(a_nudge(who.person_id, on=today, question_id=QUESTION, **waiting))


def _private(who: Diarist, today: date) -> list[Snippet]:
    """What is kept and was never shared: the questions' own examples, as answers."""
    chance = random.Random(who.person_id)
    asked = chance.choices(list(load_questions().values()), k=DAYS)
    days = [day for day in range(1, DAYS) if not _is_missed(day)]
    return [
        _answer(who, today - timedelta(days=day), question.id, question.texts[who.language].example)
        for day, question in zip(days, asked, strict=False)
        for _ in range(chance.choices([1, 2, 3], [8, 2, 1])[0])
    ]


def _is_missed(day: int) -> bool:
    """Some days of a year go by; the last ones did not, and a fortnight was spent away."""
    return day > IN_A_ROW and (day % 9 == 4 or day % 13 == 6 or 120 <= day < 134)


def _missed(who: Diarist, slot: Slot, now: datetime) -> list[Nudge]:
    moments = [now - timedelta(days=day) for day in range(1, DAYS) if _is_missed(day)]
    return [
        a_nudge(
            who.person_id,
            slot_id=slot.id,
            on=logical_day(moment, who.zone),
            due_at=moment,
            sent_at=moment,
        )
        for moment in moments
    ]


def _answer(who: Diarist, on: date, question_id: str, text: str) -> Snippet:
    facet = question_id.partition("-")[0]
    known = {"question_id": question_id, "facet": facet, "language": who.language}
    return a_snippet(text, who.person_id, on=on, **known)


async def _open_page(session: AsyncSession, who: Diarist, now: datetime) -> None:
    page = a_page(who.person_id, who.handle, name=who.name, bio=who.bio, opened_at=now, **who.lines)
    page.asked_search_at = now
    account = an_account("page", who.person_id, handle=who.handle, offered_by_itself_at=now)
    session.add_all([page, account])
    await session.flush()
    for back, (question, text) in enumerate(reversed(list(who.shared.items())), 1):
        moment = now - timedelta(days=back)
        snippet = _answer(who, logical_day(moment, who.zone), question, text)
        session.add(snippet)
        await session.flush()
        session.add(a_copy(snippet, account, url="", published_at=moment))
