"""A local stand-in for Telegram: a Bot API server and a chat page, for trying out and for tests.

The bot's side follows the Bot API (https://core.telegram.org/bots/api, 10.3) and, where that says
nothing, the source of Telegram's own server (https://github.com/tdlib/telegram-bot-api).
"""
