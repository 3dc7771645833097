"""What every handler is given: the ground, the person who speaks, and their words."""

from typing import Any, Self

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.db.tables import Person
from bot.locales import Words, speak
from bot.services.ground import Ground
from bot.services.joining import Entry

GROUND = "ground"


class Later(Exception):
    """This update must be handled again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Context(CallbackContext[ExtBot[str], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """PTB's context with our own things in it; `person` is set before any feature is asked."""

    person: Person
    entry: Entry

    @property
    def ground(self) -> Ground:
        ground: Ground = self.bot_data[GROUND]
        return ground

    @property
    def words(self) -> Words:
        return speak(self.person.language)

    @classmethod
    def from_update(
        cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]
    ) -> Self:
        # Without PTB's drawers: nothing of a person is kept in memory between updates.
        user = update.effective_user if isinstance(update, Update) else None
        chat = update.effective_chat if isinstance(update, Update) else None
        return cls(
            application,
            chat_id=chat.id if chat else None,
            user_id=user.id if user else None,
        )
