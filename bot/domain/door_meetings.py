"""Where somebody can be found, and when: a place and a time in one sentence, now or to come."""

import re
import unicodedata
from collections.abc import Iterator

import regex

from bot.domain.door_kinds import Detail, Kind

CLOCK = (
    r"(?:(?:午前|午後|朝|夕方|夜|お昼の?|正午)? ?(?:\d{1,2}時(?:半|\d{1,2}分)?|\d{1,2}:\d{2})|正午)"
    r"(?:ごろ|頃|くらい|ちょうど|すぎ|過ぎ)?"
)
# Only what is still to come: neither met already, nor what a shop says of its hours.
MEETING = (
    r"(?:待ち合わせ(?!で?した|ました|だった|をした|してい?た|して|て|た|場所)|集合(?!し|でした|だった|写真|時|場所)"
    r"|合流(?!し(?:た|て|ま?した)|地点)|会いましょう|会おう|会います|会う(?:予定|約束)"
    r"|待って(?:い?ます|い?る)(?!人))"
)
SPOT = r"(?P<place>[^\s、。,.!?！？\d:]{2,20}?)"
JAPANESE = (
    regex.compile(
        rf"(?<!\d)(?P<time>{CLOCK})(?:に|から|、| )? ?{SPOT}(?:で|に|へ)?[、 ]?{MEETING}"
    ),
    regex.compile(
        rf"{SPOT}(?:で|に|、|へ)[、 ]?(?:明日|あした|今日|今夜|今晩)?の?(?P<time>{CLOCK})"
        rf"(?:に|から|、| )? ?{MEETING}"
    ),
)
NAMED_SPOT = (
    r"(?P<place>[\p{Han}\p{Katakana}ヶケー々A-Za-z]{2,12}"
    r"(?:駅|空港|公園|ホテル|ホール|広場|改札|神社|球場|スタジアム|図書館|美術館)(?:の?[東西南北]口|前)?)"
)
HERE_NOW = regex.compile(
    rf"(?P<time>たった今|ただいま|いま|今)(?:は|、| )? ?"
    rf"(?!最寄り?){NAMED_SPOT}(?:の\p{{Han}}{{1,4}})?"
    r"(?:に(?:います|いる(?!人|と)|いるよ|着きました|着いた)|で待って)"
)
AT = r"(?:at|in|by|outside|near|in front of)"
HOUR = (
    r"(?P<time>\d{1,2}(?:[:.]\d{2})? ?(?:am\b|pm\b|[ap]\.m\.|o'clock\b)|\d{1,2}:\d{2}(?!\d)"
    r"|noon\b|midnight\b)"
)
NAME = r"(?P<place>(?:the )?(?:\p{Lu}[\p{Latin}'-]{1,20} ?){1,4})"
SURE_PLACE = (
    r"(?P<place>(?:the )?(?:[\p{Latin}'-]{2,20} ){0,3}?"
    r"(?:station|gate|exit|entrance|park|statue|caf[eé]|library|square|airport|museum|hotel)\b)"
)
ENGLISH = (
    regex.compile(rf"\b(?i:at|from|around|by) (?i:{HOUR}),? {AT} (?:{NAME}|(?i:{SURE_PLACE}))"),
    regex.compile(rf"\b(?i:{AT}) (?:{NAME}|(?i:{SURE_PLACE})),? ?(?i:at|from|around) (?i:{HOUR})"),
)
PRESENT = regex.compile(
    rf"\bI(?:'m| am) (?:right now |now |currently )?(?:at|outside) {NAME}(?P<time>right now|now)?"
)
SENTENCE_END = regex.compile(r"(?<!\b[ap]\.m)[.!?。！？\n](?=\s|$|\P{Latin})")
LONGEST_SENTENCE = 160
PAST = regex.compile(
    r"\b(?:was|were|had|did|met|went|got|saw|ate|left|came|woke|began|took|sat|ran|stood|spent|used"
    r"|(?!need|feed|speed|exceed|Wed)\w{2,16}[^e\W]ed|yesterday|ago|last (?:night|week|year)"
    # What happens again and again gives nobody away either.
    r"|every|always|usually|often|opens?|closes?|departs?|arrives?|leaves|starts)\b",
    regex.IGNORECASE,
)
PAST_JAPANESE = regex.compile(r"昨日|きのう|先週|先日|去年|昨年|以前|昔|いつも|毎[日朝週晩年]")


# Each without which its patterns find nothing: most texts hold none, and a look for it is short.
MEETING_AT_ALL = re.compile("待ち合わせ|集合|合流|会いましょう|会おう|会います|会う|待って")
NOW_AT_ALL = re.compile("今|いま")
HOUR_AT_ALL = regex.compile(HOUR, regex.IGNORECASE)
PRESENT_AT_ALL = re.compile(r"I(?:'m| am) ")


def meetings(text: str) -> Iterator[Detail]:
    for pattern in JAPANESE if MEETING_AT_ALL.search(text) else ():
        for match in pattern.finditer(text):
            if not PAST_JAPANESE.search(_before(text, match.start()) + match.group()):
                yield _meeting(match["time"], match["place"])
    for match in HERE_NOW.finditer(text) if NOW_AT_ALL.search(text) else ():
        yield _meeting(match["time"], match["place"])
    for pattern in ENGLISH if HOUR_AT_ALL.search(text) else ():
        for match in pattern.finditer(text):
            if not PAST.search(_sentence(text, match.start(), match.end())):
                yield _meeting(match["time"], match["place"])
    for match in PRESENT.finditer(text) if PRESENT_AT_ALL.search(text) else ():
        if "now" in match.group() or "currently" in match.group():
            yield _meeting("now", match["place"])


def _before(text: str, start: int) -> str:
    return str(SENTENCE_END.split(text[max(0, start - LONGEST_SENTENCE) : start])[-1])


def _sentence(text: str, start: int, end: int) -> str:
    after = SENTENCE_END.split(text[end : end + LONGEST_SENTENCE])[0]
    return f"{_before(text, start)}{text[start:end]}{after}"


def _meeting(when: str, where: str) -> Detail:
    when, where = when.strip(), regex.sub(r"^(?i:the) ", "", where.strip())
    together = unicodedata.normalize("NFKC", f"{when}@{where}").casefold().replace(" ", "")
    return Detail(Kind.MEETING, f"{when} {where[:1]}…", f"{Kind.MEETING}:{together}")
