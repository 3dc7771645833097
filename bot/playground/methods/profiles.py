"""What a bot tells about itself: getMe, commands, names, descriptions, menu button."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.playground.bots import Bot
from bot.playground.errors import bad_request
from bot.playground.limits import MOST_COMMANDS
from bot.playground.parameters import Parameters
from bot.playground.profile import scope_key

Json = dict[str, Any]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_LONGEST = {"name": 64, "description": 512, "short_description": 120}
_LONGEST_COMMAND_DESCRIPTION = 256
_ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(bot: Bot, _: Parameters) -> Json:
    return {**bot.user, **_ABILITIES}


def set_my_commands(bot: Bot, p: Parameters) -> bool:
    commands = [_command(raw) for raw in p.sequence("commands") or []]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    bot.profile.set_commands(scope_key(p.mapping("scope")), _language(p), commands)
    _commands_changed(bot)
    return True


def get_my_commands(bot: Bot, p: Parameters) -> list[Json]:
    return bot.profile.commands_of(scope_key(p.mapping("scope")), _language(p))


def delete_my_commands(bot: Bot, p: Parameters) -> bool:
    bot.profile.delete_commands(scope_key(p.mapping("scope")), _language(p))
    _commands_changed(bot)
    return True


def set_chat_menu_button(bot: Bot, p: Parameters) -> bool:
    button = p.mapping("menu_button") or {"type": "default"}
    bot.profile.menu_buttons[str(p.values.get("chat_id", ""))] = button
    bot.world.touched()
    return True


def get_chat_menu_button(bot: Bot, p: Parameters) -> Json:
    buttons = bot.profile.menu_buttons
    usual = buttons.get("", {"type": "default"})
    return buttons.get(str(p.values.get("chat_id", "")), usual)


def _setter(kind: str) -> Callable[[Bot, Parameters], bool]:
    def set_words(bot: Bot, p: Parameters) -> bool:
        words = p.text(kind) or ""
        if len(words) > _LONGEST[kind]:
            raise bad_request(f"{kind} is too long")
        bot.profile.say(kind, _language(p), words)
        if kind == "name" and words and not _language(p):
            bot.user["first_name"] = words
        bot.world.touched()
        return True

    return set_words


def _getter(kind: str) -> Callable[[Bot, Parameters], Json]:
    def get_words(bot: Bot, p: Parameters) -> Json:
        words = bot.profile.said(kind, _language(p))
        return {kind: words or (bot.user["first_name"] if kind == "name" else "")}

    return get_words


def _command(raw: Any) -> Json:
    command = raw.get("command") if isinstance(raw, dict) else None
    description = raw.get("description") if isinstance(raw, dict) else None
    if not isinstance(command, str) or not _COMMAND.fullmatch(command.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if (
        not isinstance(description, str)
        or not 1 <= len(description) <= _LONGEST_COMMAND_DESCRIPTION
    ):
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.removeprefix("/"), "description": description}


def _language(p: Parameters) -> str:
    language = p.text("language_code") or ""
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("language code is invalid")
    return language


def _commands_changed(bot: Bot) -> None:
    bot.world.touched()
    for chat_id in bot.events.watched():
        bot.events.tell(chat_id, "commands", partial(_menu_event, bot, chat_id))


def _menu_event(bot: Bot, person_id: int) -> Json:
    return {"commands": menu(bot, person_id)}


def menu(bot: Bot, person_id: int) -> list[Json]:
    """The command menu that this person sees."""
    person = bot.world.people.get(person_id)
    language = person.user.get("language_code") if person else None
    return bot.profile.commands_seen_by(person_id, language)


METHODS: dict[str, Callable[[Bot, Parameters], Any]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
