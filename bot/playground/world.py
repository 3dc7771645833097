"""What all bots of one playground share: people, files, time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.playground.chats import Counter, Person
from bot.playground.errors import NotThereError
from bot.playground.files import Shelf

Json = dict[str, Any]


@dataclass(slots=True)
class World:
    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    folder: Path | None = None
    people: dict[int, Person] = field(default_factory=dict)
    ids: Counter = field(init=False)
    shelf: Shelf = field(init=False)
    touched: Callable[[], None] = field(default=lambda: None)
    """Called after every change, so that it can be saved."""

    def __post_init__(self) -> None:
        self.ids = self.counter()
        self.shelf = Shelf(self.folder, self.ids)

    def now(self) -> int:
        """Unix time in whole seconds, as every date of the Bot API."""
        return int(self.clock())

    def counter(self, at_least: int = 0) -> Counter:
        return Counter(max(self.now(), at_least))

    def person(self, person_id: int) -> Person:
        person = self.people.get(person_id)
        if person is None:
            raise NotThereError(f"There is no person {person_id}.")
        return person

    def join(
        self,
        first_name: str,
        *,
        person_id: int | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> Person:
        """Adds a person; with the id of somebody who is there, renames them."""
        known = self.people.get(person_id) if person_id is not None else None
        user: Json = known.user if known else {"id": person_id or self.ids.next(), "is_bot": False}
        named = {"first_name": first_name, "username": username, "language_code": language_code}
        for name, value in named.items():
            user.pop(name, None)
            if value:
                user[name] = value
        person = known or Person(user)
        self.people[person.id] = person
        self.touched()
        return person
