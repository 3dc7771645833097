"""Sizes that Telegram keeps (https://core.telegram.org/bots/api, https://limits.tginfo.me)."""


def each(words: str) -> frozenset[str]:
    """The set of the words in a line."""
    return frozenset(words.split())


LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_CALLBACK_ANSWER = 200
MOST_CALLBACK_BYTES = 64
LONGEST_COPY_TEXT = 256
MOST_COMMANDS = 100
LARGEST_DOWNLOAD = 20 << 20
LARGEST_PHOTO = 10 << 20
LARGEST_UPLOAD = 50 << 20
DELETABLE_FOR = 48 * 3600
SMALLEST_ALBUM, LARGEST_ALBUM = 2, 10
MOST_DELETIONS = 100
REACTIONS = each(
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴"
    " 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻"
    " 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊"
    " 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
"""What a bot may react with (https://core.telegram.org/bots/api#reactiontypeemoji)."""
VARIATION_SELECTOR = "\ufe0f"
"""Sent along by many keyboards; Telegram takes a reaction with and without it."""


def units(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts text, offsets and lengths."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
