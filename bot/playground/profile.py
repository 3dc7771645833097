"""What a bot tells about itself: commands, names, descriptions, menu buttons."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Profile:
    """`commands` by scope and language; `words` by kind (name, …) and language."""

    commands: dict[str, list[Json]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[str, Json] = field(default_factory=dict)

    def set_commands(self, scope: str, language: str, commands: list[Json]) -> None:
        self.commands[f"{scope}|{language}"] = commands

    def commands_of(self, scope: str, language: str) -> list[Json]:
        return self.commands.get(f"{scope}|{language}", [])

    def delete_commands(self, scope: str, language: str) -> None:
        self.commands.pop(f"{scope}|{language}", None)

    def commands_seen_by(self, person_id: int, language: str | None) -> list[Json]:
        """The menu of a private chat: the narrowest scope that has one, in the language first.

        https://core.telegram.org/bots/api#determining-list-of-commands
        """
        for scope in (f"chat:{person_id}", "all_private_chats", "default"):
            for tongue in (language or "", ""):
                if found := self.commands_of(scope, tongue):
                    return found
        return []

    def say(self, kind: str, language: str, words: str) -> None:
        self.words[f"{kind}|{language}"] = words

    def said(self, kind: str, language: str) -> str:
        return self.words.get(f"{kind}|{language}") or self.words.get(f"{kind}|", "")


def scope_key(scope: Json | None) -> str:
    """One word for a BotCommandScope."""
    scope = scope or {}
    parts = [scope.get("type", "default"), scope.get("chat_id"), scope.get("user_id")]
    return ":".join(str(part) for part in parts if part is not None)
