"""Names as Japanese writes them: surname and honorific, surname and given name, katakana."""

from collections.abc import Iterator

import regex

from bot.domain.door_surnames import (
    ENDINGS,
    ENDINGS_OF_TWO,
    FOREIGN,
    FOREIGN_GIVEN,
    GIVEN_ENDINGS,
    GIVEN_KANA,
    GIVEN_OTHERS,
    GIVEN_SINGLE,
    KNOWN,
    NO_GIVEN,
    NO_SURNAMES,
    SURNAMES,
)

_ENTRIES = [entry.split() for entry in SURNAMES.split(",")]
_KANJI = [kanji for kanjis, _, _ in _ENTRIES for kanji in kanjis.split("/")]
ROMAN = frozenset(roman for _, _, roman in _ENTRIES)
LONG = "|".join(sorted((one for one in _KANJI if len(one) > 1), key=len, reverse=True))
SHORT = "".join(one for one in _KANJI if len(one) == 1)
KANA = "|".join(kana for _, kana, _ in _ENTRIES if len(kana) > 2)

# What follows tells the honorific from the word that begins like it: さんぽ, くんせい, 様子, 氏名.
MISTER = (
    r"(?:さん(?!ぽ|ま|かく|ご|ざん|すう|びき|にん|じゅう|せい)|くん(?!せい|れん|しょう|くん)"
    r"|ちゃん(?!と(?:し|や|で|き|片|食|寝|す))|君(?![臨主])|さま(?!ざま|よ)|様(?![子々式相変])|氏(?![名神族]))"
)
TITLE = rf"(?:{MISTER}|先生|先輩|部長|課長|係長|社長|店長|主任|教授|(?:ご)?夫妻|夫人)"
NOT_HAN = r"(?<![\p{Han}々ヶ])"
# A day may stand right before a name.
BEGINS = r"(?:(?<![\p{Han}々ヶ])|(?<=[日朝晩夜週]))"
# A work is known by its maker, and tells of nobody whom one has met.
NO_WORK = (
    r"(?!の(?:新しい|古い)?(?:本|小説|映画|曲|歌|絵|漫画|マンガ|ドラマ|エッセイ|詩|作品"
    r"|アルバム|ライブ|展|コンサート|番組))"
)

CALLED = regex.compile(
    rf"(?P<name>{LONG}) ?{TITLE}|{NOT_HAN}(?P<name>[{SHORT}]) ?{TITLE}"
    rf"|{BEGINS}(?P<other>\p{{Han}}{{1,2}}[{ENDINGS}]|\p{{Han}}[{ENDINGS_OF_TWO}])"
    rf" ?(?!ちゃんと)(?:{MISTER}|先生|先輩)"
)
GIVEN = (
    rf"(?:\p{{Han}}{{2}}[郎子美介香紀里]|\p{{Han}}[{GIVEN_ENDINGS}]"
    rf"|{'|'.join(sorted(GIVEN_OTHERS, key=len, reverse=True))}|[{GIVEN_SINGLE}])(?![\p{{Han}}々])"
    rf"|(?:{GIVEN_KANA})(?=[はがとにをものへで、。\s（(！!？?,.]|さん|ちゃん|くん|先生|$)"
)
SURE = "|".join(sorted((one for one in GIVEN_OTHERS if len(one) > 1), reverse=True))
FULL = regex.compile(
    rf"{BEGINS}(?:(?P<family>{LONG}) ?(?P<given>{GIVEN})"
    rf"|(?P<family>[{SHORT}]) ?(?P<given>{SURE})(?!\p{{Han}}))"
    rf"{NO_WORK}"
)
FRIEND_OF = regex.compile(
    r"(?:友だち|友達|友人|同僚|上司|部下|親友|幼なじみ|幼馴染|担任|恩師|彼氏|同級生|ママ友|後輩|同期)の"
    rf"(?P<name>{LONG})(?=[はがとにをも、。でへか]|$)(?!で(?:の|会|買|食|遊|飲)|に(?:行|住|出|来|あ))"
)
PARTICLE = r"(?:(?<!\p{Hiragana})|(?<=[はがとにをもの]))"
KATAKANA = "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ん" else one for one in KANA)
IN_KANA = regex.compile(
    rf"(?:{PARTICLE}(?P<name>{KANA})|(?<![\p{{Katakana}}ー])(?P<name>{KATAKANA}))"
    rf" ?(?:{MISTER}|先生|せんせい)"
)
ABROAD = regex.compile(
    rf"(?<![\p{{Katakana}}ー・])(?:(?P<name>(?:{FOREIGN_GIVEN})・[\p{{Katakana}}ー]{{2,12}}+){NO_WORK}"
    rf"|(?P<name>{FOREIGN})(?:{TITLE}))"
)


def japanese_names(text: str) -> Iterator[str]:
    """Without honorifics; kana as hiragana."""
    for match in CALLED.finditer(text):
        if match["name"] or match["other"] not in NO_SURNAMES:
            yield match["name"] or match["other"]
    for match in FULL.finditer(text):
        name = match["family"] + match["given"]
        if match["given"] not in NO_GIVEN and name not in KNOWN:
            yield name
    for pattern in (FRIEND_OF, IN_KANA, ABROAD):
        for match in pattern.finditer(text):
            yield hiragana(match["name"])


def hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ン" else c for c in text)
