"""twitter-text itself, asked about many texts at once: see `twitter_text.mjs`."""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.machine.children import missing

NODE = Path(sys.executable).with_name("node")
ASKED = Path(__file__).with_suffix(".mjs")
PEERS = Path(__file__).parents[1] / "peers" / "node_modules"
# What trips whoever counts by feeling: names of many scripts with and without an ending that is
# known, signs that join and signs that part, emoji old and new, what changes under NFC.
WORDS = r"""
今日は寿司 カフェ 日記を書いた が 。 、 「 」 ， ． ﾊﾝｶｸ ㍿ ① ｅxample.com example．com
( ) (a) ((b)) a x Test 1 3.14 . .. - _ / ? # @ $ ＃ ＠ : :// % & = + ~ | ! ; ' " ` * , [
] { } ^ \ < > http:// https:// HTTPS:// ftp:// www. .com .jp .co .community .рф .РФ
example.com example.co.jp EXAMPLE.COM node.js user@example.com foo_bar.com foo-.com
-foo.com t.co/abc https://t.co/AbC123 /path /path/ /@user/ /a_(b) ?q=1 ?a=b&c #frag
:8080 :80/ 日本語.jp 日本語example.jp xn--wgv71a119e.jp xn-- みんな 例え.みんな a.みんな
сайт.рф vermögensberatung é É ö ß ı K ſ @ken @hana.com #日々 #tag $TWTR 👩‍👩‍👧‍👦 🇯🇵
🇦🇦 👍🏽 1️⃣ ❤️ ❤ © ©️ ™️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🧑‍💻 👩🏽‍💻 🏋️‍♀️ ☝🏽 ☝️🏽 🏳️‍🌈 👁‍🗨 😀 𠮟
"""
PIECES = [
    *WORDS.split(),
    *["e\u0301", "か\u3099", "\u200b", "\u200d", "\ufe0f", "\ufe0e", "\ufeff", "\uffff", "\u202a"],
    *["\u2013", "\u2024", "\u3000", "\t", "\r\n", "\n", "\x01", "\u0345", "\u2c65", " ", " "],
    *["あ" * 40, "長い" * 31, "a" * 62, "https://t.co/" + "a" * 41],
]


@dataclass(frozen=True, slots=True)
class Judged:
    """What X's own program says of one text."""

    length: int
    valid: bool
    links: list[str]


def judged(texts: Sequence[str]) -> list[Judged]:
    if not (NODE.exists() and (PEERS / "twitter-text").is_dir()):
        missing("twitter-text is not installed: make machine")
    asked = "".join(json.dumps(text) + "\n" for text in texts)
    said = subprocess.run(
        [str(NODE), str(ASKED)], input=asked, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in said.stdout.splitlines()]
    return [Judged(one["weightedLength"], one["valid"], one["links"]) for one in answers]


def some_texts(seed: int, count: int, longest: int, pieces: Sequence[str] = PIECES) -> list[str]:
    """Texts of up to so many pieces; the same ones for the same seed."""
    chance = random.Random(seed)
    sizes = [chance.randint(1, longest) for _ in range(count)]
    return ["".join(chance.choices(pieces, k=size)) for size in sizes]
