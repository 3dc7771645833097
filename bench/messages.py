"""The requests that every client sends: the questions that ship, as the bot words them."""

import itertools
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.app import load_questions
from bot.chat.features.question import buttons, in_words
from bot.chat.speaking import NO_PREVIEW, markup
from bot.services.nudging import prompt_of

TOKEN = "1:bench"
FIRST_PERSON = 1_000_000


@dataclass(frozen=True, slots=True)
class Message:
    """One question to one person, under way to Telegram."""

    chat_id: int
    text: str
    entities: list[MessageEntity]
    reply_markup: InlineKeyboardMarkup | None

    def body(self) -> dict[str, Any]:
        """As the JSON of sendMessage."""
        assert self.reply_markup is not None
        return {
            "chat_id": self.chat_id,
            "text": self.text,
            "entities": [entity.to_dict() for entity in self.entities],
            "reply_markup": self.reply_markup.to_dict(),
            "link_preview_options": NO_PREVIEW.to_dict(),
        }


def messages(count: int) -> list[Message]:
    """That many questions in turn, every second one in Japanese."""
    turns = zip(itertools.cycle(load_questions().values()), range(count), strict=False)
    prompts = (
        prompt_of(question, FIRST_PERSON + n, 10_000 + n, ("en", "ja")[n % 2])
        for question, n in turns
    )
    return [
        Message(each.person_id, line.text, line.entities, markup(buttons(each)))
        for each in prompts
        if (line := in_words(each))
    ]
