"""Which question next, from what a person was asked before and has said of themselves."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel.core import get_global
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import nudges
from bot.db.slots import DueSlot
from bot.db.tables import Page, Person
from bot.domain.choosing import Occasion, Pool, Traits, occasion_of
from bot.domain.questions import Question
from bot.domain.schedule import local

PROFILE_LINES = ("occupation", "base", "likes", "thinks", "contact")
PROFILE_DAYS = timedelta(days=11)


class Pools:
    """Sorts the questions once for each occasion, for everybody who shares it."""

    MOST = 512
    """A day has few occasions; this is for people in many countries at all hours."""

    def __init__(self) -> None:
        self._questions: Mapping[str, Question] = {}
        self._by_occasion: dict[Occasion, Pool] = {}

    def pool(self, questions: Mapping[str, Question], occasion: Occasion) -> Pool:
        found = self._by_occasion.get(occasion)
        if found is not None and questions is self._questions:
            return found
        if questions is not self._questions or len(self._by_occasion) >= self.MOST:
            self._questions, self._by_occasion = questions, {}
        made = self._by_occasion[occasion] = Pool(questions.values(), occasion)
        return made


_POOLS = Pools()


class Chooser:
    """Chooses for many people at one moment."""

    def __init__(self, questions: Mapping[str, Question], chance: random.Random) -> None:
        self._questions = questions
        self._chance = chance

    def choose_for(
        self, slot: DueSlot, history: Sequence[tuple[str, date]], lines: frozenset[str]
    ) -> Question:
        """For a due slot; `lines` are the filled lines of "Who you are"."""
        return self.choose(
            history,
            on=slot.next_on,
            at=time.fromisoformat(slot.at),
            language=slot.language,
            traits=Traits(
                has_customers=bool(slot.has_customers),
                known_lines=lines,
                country=country_of(slot.zone),
                days_since_start=(slot.next_on - slot.joined_at.date()).days,
            ),
        )

    def choose(
        self,
        history: Sequence[tuple[str, date]],
        *,
        on: date,
        at: time,
        language: str,
        traits: Traits,
    ) -> Question:
        """`history` is what was asked, oldest first."""
        pool = _POOLS.pool(self._questions, occasion_of(on, language, traits, at))
        recent_facets = [
            question.facet
            for question_id, _ in history
            if (question := self._questions.get(question_id))
        ]
        return pool.choose(dict(history), recent_facets, traits, self._chance)


async def choose_now(
    session: AsyncSession,
    questions: Mapping[str, Question],
    chance: random.Random,
    person: Person,
    on: date,
    now: datetime,
) -> Question:
    """For one person who asks for a question right now."""
    asked = await nudges.asked_before(session, [person.id], on - nudges.REMEMBERED)
    lines = (await filled_lines(session, [person.id])).get(person.id, frozenset())
    return Chooser(questions, chance).choose(
        asked.get(person.id, []),
        on=on,
        at=local(now, person.zone).time(),
        language=person.language,
        traits=Traits(
            has_customers=bool(person.has_customers),
            known_lines=lines,
            country=country_of(person.zone),
            days_since_start=(on - person.joined_at.date()).days,
        ),
    )


async def filled_lines(
    session: AsyncSession, person_ids: Sequence[int]
) -> dict[int, frozenset[str]]:
    """The lines of "Who you are" that these people have filled."""
    if not person_ids:
        return {}
    rows = await session.exec(select(Page).where(col(Page.person_id).in_(person_ids)))
    return {
        page.person_id: frozenset(line for line in PROFILE_LINES if getattr(page, line))
        for page in rows
    }


@lru_cache(maxsize=1024)
def country_of(zone: str) -> str | None:
    """The country that a zone lies in, as CLDR says it."""
    found: str | None = get_global("zone_territories").get(zone)
    return found
