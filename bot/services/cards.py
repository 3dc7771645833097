"""The card under a kept answer: what it shows, and when it is due."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import people, snippets
from bot.db.pages import page_of
from bot.db.tables import Media, MediaState, Person, Snippet
from bot.domain.preflight import Finding
from bot.domain.snippets import Kind
from bot.services import joining, preflighting, sharing
from bot.services.assisting import ShareButton, on_card
from bot.services.going_along import Recorded, recorded
from bot.services.ground import LEASE, Ground
from bot.services.history import standing
from bot.services.notices import (
    CardDue,
    DescribePhoto,
    MediaTrouble,
    Milestone,
    Notice,
    WelcomeBack,
)
from bot.services.ports import AnswerLost, CannotReach, PersonGone, TelegramBusy
from bot.services.sharing import Target

logger = logging.getLogger(__name__)

ASKED_TO_DESCRIBE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """Everything that a card may show; the chat finds words and buttons."""

    snippet_id: int
    person_id: int
    language: str
    on: date
    today: date
    text: str
    total: int
    kept: bool
    can_put_back: bool
    targets: Sequence[Target]
    photos: int
    undescribed: int
    wants_line: bool
    forwarded: bool
    diary_only: bool
    first: bool
    with_lead: bool | None
    """Whether the lead stands before the answer; None where there is nothing to choose."""
    lead: str
    can_join_answer: bool
    profile_line: str | None
    """The line of "Who you are" that this answer could fill and does not yet."""
    now: datetime
    card_message_id: int | None
    share_buttons: Sequence[ShareButton] = ()
    findings: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    """What becomes of it at each account that it is still on its way to."""
    own_words: Mapping[int, str] = field(default_factory=dict)
    """Words by hand, by the account that gets them."""
    recorded: Recorded | None = None
    """What becomes of its voice note or video; None where there is none."""


async def claim_due(ground: Ground, most: int) -> Sequence[tuple[int, int]]:
    """Snippets that are complete and have no card yet, as (person, snippet)."""
    async with ground.database.writing() as session:
        return await snippets.claim_cards(session, ground.now(), LEASE, most)


async def show(ground: Ground, person_id: int, snippet_id: int) -> None:
    """Completes a snippet: what may leave by itself is on its way, and its card is shown.

    Where Telegram is busy the snippet stays due, and its card comes a minute later.
    """
    async with ground.database.writing() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
        person = await people.person_by_id(session, person_id)
        if snippet is None or person is None or snippet.deleted_at is not None:
            return
        await sharing.by_itself(ground, session, snippet)
        first = await _first(ground, session, person, snippet)
    try:
        await ground.messenger.tell(CardDue(person_id=person_id, snippet_id=snippet_id, first=True))
    except PersonGone:
        await joining.leave(ground, person_id)
    except (TelegramBusy, AnswerLost) as error:
        logger.info("snippet %s: no card (%s), again later", snippet_id, type(error).__name__)
        return
    except CannotReach:
        logger.exception("snippet %s: its card is refused", snippet_id)
    await _shown(ground, snippet)
    for notice in first:
        await _say(ground, notice)


async def _first(
    ground: Ground, session: AsyncSession, person: Person, snippet: Snippet
) -> Sequence[Notice]:
    """What is said once, below a snippet's first card: a streak, a hint, a file not kept."""
    if snippet.card_message_id is not None:
        return []
    media = await snippets.media_of(session, snippet.id)
    said: list[Notice] = []
    if _asks_to_describe(person, media):
        person.times_described += 1
        session.add(person)
        said.append(DescribePhoto(person_id=person.id, snippet_id=snippet.id))
    where = await standing(session, person, snippet, ground.now())
    if where.celebrate:
        said.append(
            Milestone(person_id=person.id, days=where.celebrate, first_words=where.first_words)
        )
    elif where.came_back:
        said.append(WelcomeBack(person_id=person.id, total=where.total))
    # What was refused unseen, for its size, nobody else tells; once is enough for an album.
    rules = {each.rule for each in media if each.state == MediaState.REFUSED and not each.attempt}
    who, what = person.id, snippet.id
    said += [
        MediaTrouble(person_id=who, snippet_id=what, rule=rule)
        for rule in sorted(filter(None, rules))
    ]
    return said


async def _say(ground: Ground, notice: Notice) -> None:
    try:
        await ground.messenger.tell(notice)
    except CannotReach as error:
        logger.info("%s was not told: %s", type(notice).__name__, type(error).__name__)


def _asks_to_describe(person: Person, media: Sequence[Media]) -> bool:
    return person.times_described < ASKED_TO_DESCRIBE and any(
        each.kind == Kind.PHOTO and each.state != MediaState.REFUSED for each in media
    )


async def _shown(ground: Ground, snippet: Snippet) -> None:
    """Its card is not due any more, unless another part has come in meanwhile."""
    async with ground.database.writing() as session:
        await session.exec(
            update(Snippet)
            .where(col(Snippet.id) == snippet.id, col(Snippet.card_due_at) == snippet.card_due_at)
            .values(card_due_at=None)
        )


async def remember_message(
    ground: Ground, person_id: int, snippet_id: int, message_id: int
) -> None:
    """Where the card stands, so that it is edited in place from now on."""
    async with ground.database.writing() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
        person = await people.person_by_id(session, person_id)
        if snippet is None or person is None:
            return
        snippet.card_message_id = message_id
        person.first_card_at = person.first_card_at or ground.now()
        session.add(snippet)
        session.add(person)


async def describe(ground: Ground, person_id: int, snippet_id: int, text: str) -> int:
    """Sets the next missing description and returns how many are still missing."""
    async with ground.database.writing() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
        if snippet is None:
            return 0
        photos = [m for m in await snippets.media_of(session, snippet_id) if m.kind == Kind.PHOTO]
        missing = [photo for photo in photos if not photo.alt] or photos[:1]
        if not missing:
            return 0
        missing[0].alt = text[:1500]
        session.add(missing[0])
        await session.flush()
        await sharing.snippet_changed(session, snippet, ground.now())
        return sum(1 for photo in photos if not photo.alt)


async def view(ground: Ground, person_id: int, snippet_id: int) -> CardView | None:
    """What the card shows now; None for a snippet that is not this person's."""
    now = ground.now()
    targets = await sharing.targets(ground, person_id, snippet_id)
    share_buttons = await on_card(ground, person_id, snippet_id)
    found = await preflighting.of_card(ground, person_id, snippet_id, targets)
    async with ground.database.reading() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
        person = await people.person_by_id(session, person_id)
        if snippet is None or person is None:
            return None
        media = await snippets.media_of(session, snippet_id)
        parts = await snippets.parts_of(session, snippet_id)
        total = await snippets.count_days(session, person_id)
        answer = await snippets.newest_answer_on(session, person_id, snippet.on)
        page = await page_of(session, person_id)
    question = ground.questions.get(snippet.question_id or "")
    line = question.profile_line if question else None
    photos = [m for m in media if m.kind == Kind.PHOTO and m.state != MediaState.REFUSED]
    lead = question.texts[snippet.language].lead if question else ""
    return CardView(
        snippet_id=snippet.id,
        person_id=person_id,
        language=person.language,
        on=snippet.on,
        today=sharing.today(person, now),
        text=snippet.text,
        total=total,
        kept=snippet.deleted_at is None and snippet.undone_at is None,
        can_put_back=sharing.can_put_back(snippet, now),
        targets=targets,
        photos=len(photos),
        undescribed=sum(1 for each in photos if not each.alt),
        wants_line=not snippet.text and any(p.kind in {Kind.VOICE, Kind.VIDEO} for p in parts),
        forwarded=snippet.forwarded,
        diary_only=person.diary_only,
        first=person.first_card_at is None,
        with_lead=snippet.with_lead if sharing.leads(snippet, lead) else None,
        lead=lead,
        can_join_answer=snippet.nudge_id is None and answer is not None,
        profile_line=line if line and not (page and getattr(page, line)) else None,
        now=now,
        card_message_id=snippet.card_message_id,
        share_buttons=share_buttons,
        findings=found,
        own_words={int(key): text for key, text in (snippet.own_words or {}).items()},
        recorded=recorded(media),
    )


async def is_in_chat(ground: Ground, person_id: int, snippet_id: int) -> bool:
    """Whether a card stands in the chat: a cheap look before all that it shows is gathered."""
    async with ground.database.reading() as session:
        snippet = await snippets.snippet_of(session, person_id, snippet_id)
    return snippet is not None and snippet.card_message_id is not None


async def refresh(ground: Ground, person_id: int, snippet_id: int) -> None:
    """Brings a shown card up to date."""
    await ground.messenger.tell(CardDue(person_id=person_id, snippet_id=snippet_id))


async def was_kept(ground: Ground, person_id: int, message_id: int) -> bool:
    """Whether something was kept of this message, even if its owner took it out again."""
    async with ground.database.reading() as session:
        return await snippets.part_by_message(session, person_id, message_id) is not None
