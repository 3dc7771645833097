"""Where somebody lives or works: postal codes and street addresses."""

import re
from collections.abc import Iterator

import regex

from bot.domain.door_kinds import Detail, Kind

PREFECTURE = (
    r"(?:北海道|東京都|(?:大阪|京都)府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川"
    r"|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口"
    r"|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)"
)
# A town, but not the market, the citizens or the office of one; nor a district of a school.
CITY = (
    r"(?:[\p{Han}\p{Katakana}ヶケー]{1,7}"
    r"(?:(?:(?<!都)|(?<=京都))市(?![場民立内長役議営街販外])"
    r"|(?<![地学挙])区(?![間分別切域画民立内長役議])|町(?![内民立長役工並])|村(?![民立長役人]))"
    r"|(?:さいたま|つくば|いわき|ひたちなか|つくばみらい|あきる野|うるま|みどり|かすみがうら)市)"
)
TOWN = (
    r"(?:(?:[東西南北]\d{1,2}条|[\p{Han}\p{Katakana}ヶケ々ノー]|(?<=[上下入])る){0,20}+"
    r"|\p{Hiragana}{3,8}|\p{Han}{1,5}の\p{Han}{1,5})"
)
NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
BLOCK = regex.compile(
    # Not the middle of a number, and no day.
    r"(?<![\d一二三四五六七八九十百.,:/-])(?!(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-)"
    rf"(?:{NUMERAL}丁目(?:の?{NUMERAL}(?:番地?|-)(?:の?{NUMERAL}号?)?)?"
    rf"|{NUMERAL}番地(?:の?{NUMERAL})?|{NUMERAL}番{NUMERAL}号|\d{{1,4}}(?:-\d{{1,4}}){{1,3}})"
    # Nor what is counted, paid or won.
    r"(?![\d%円¥cmkg年月時対勝負点]|-\d|[./,:]\d)"
)
BEFORE_BLOCK = regex.compile(rf"(?P<prefecture>{PREFECTURE} ?)?(?P<city>{CITY}{{1,3}}) ?{TOWN} ?$")
TOWN_ALONE = regex.compile(r"[\p{Han}\p{Katakana}ヶケー]{1,10}+$")
SURE_ALONE = regex.compile(rf"{NUMERAL}丁目の?{NUMERAL}(?:番|-\d).*")
SCORE = regex.compile(r"\d+-\d+")
# Scores and line-ups stand behind words like these.
CONTEST = regex.compile(r"[戦勝合会校部表抜軍団員] ?$")
LONGEST_BEFORE = 60
STREET_WORDS = {
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "ln": "lane",
    "dr": "drive",
    "blvd": "boulevard",
    "sq": "square",
    "pl": "place",
    "ct": "court",
    "hwy": "highway",
    "pkwy": "parkway",
}
STREET_ABROAD = regex.compile(
    r"(?<![\w$€£¥.,:/#-])(?<!\b(?i:in|since|by|until|of|for|from|before|after) )"
    r"(\d{1,5}[A-Za-z]?),? "
    r"((?:(?!Milky|Hard|Flash|Silk|Sesame|Abbey|Wall)\p{Lu}[\p{Latin}'.-]{0,20} "
    r"|\d{1,3}(?:st|nd|rd|th) ){1,3}"
    r"(?:Street|Road|Avenue|Lane|Drive|Boulevard|Square|Place|Court|Highway|Parkway|Terrace"
    r"|Crescent|Close|Way|Mews|Gardens|St|Rd|Ave|Ln|Dr|Blvd|Sq|Pl|Ct|Hwy|Pkwy))(?![\w'-])"
)
STREET_ROMAN = regex.compile(
    r"(?<![\w-])(\d{1,4}-\d{1,4}(?:-\d{1,4})?),? "
    r"(\p{Lu}[\p{Latin}-]{1,20},? \p{Lu}[\p{Latin}]{1,20}-(?:ku|shi|cho|machi|mura|son|gun))\b"
)
KANJI_NUMBER = regex.compile(r"[一二三四五六七八九十百]+(?=丁目|番|号|-|$)")
# Seven digits alone are a price or a part of something longer; they need a sign or a neighbour.
POSTAL_JAPAN = regex.compile(
    r"(?:〒|郵便番号|\b(?:postal|post|zip) ?code)[^\n\d]{0,8}(\d{3})-?(\d{4})(?![\d-])"
    rf"|(?<![\d-])(\d{{3}})-(\d{{4}})(?=[ ,、\n]{{0,2}}{PREFECTURE})"
    r"|(?<=\b[A-Z][a-z]{2,12}(?:-to|-ken|-fu)?,? )(\d{3})-(\d{4})(?=,? Japan\b)",
    regex.IGNORECASE,
)
POSTAL_ABROAD = regex.compile(
    r"\b(?:postal ?code|post ?code|zip(?: ?code)?)[^\n\w]{0,3}(?: is )?"
    r"((?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d))(?![\w-])",
    regex.IGNORECASE,
)


# Without which the patterns find nothing.
SEVEN_AT_ALL = re.compile(r"\d{3}-?\d{4}")
CODE_AT_ALL = re.compile("code|zip", re.IGNORECASE)


def postal_codes(text: str) -> Iterator[Detail]:
    for match in POSTAL_JAPAN.finditer(text) if SEVEN_AT_ALL.search(text) else ():
        area, rest = (group for group in match.groups() if group is not None)
        yield Detail(Kind.POSTAL, f"〒{area}-…", f"{Kind.POSTAL}:{area}{rest}")
    for match in POSTAL_ABROAD.finditer(text) if CODE_AT_ALL.search(text) else ():
        code = regex.sub(r"[ -]", "", match.group(1)).upper()
        yield Detail(Kind.POSTAL, f"{code[:2]}…", f"{Kind.POSTAL}:{code}")


def street_addresses(text: str) -> Iterator[Detail]:
    for match in BLOCK.finditer(text):
        yield from _in_japan(text, match.start(), match.group())
    for match in STREET_ABROAD.finditer(text):
        number, street = match.groups()
        *names, word = street.casefold().split(" ")
        normal = " ".join([number.casefold(), *names, STREET_WORDS.get(word, word)])
        yield Detail(Kind.ADDRESS, f"… {street}", f"{Kind.ADDRESS}:{normal}")
    for match in STREET_ROMAN.finditer(text):
        number, place = match.groups()
        normal = regex.sub(r"[ ,]+", " ", f"{number} {place.casefold()}")
        yield Detail(Kind.ADDRESS, f"… {place}", f"{Kind.ADDRESS}:{normal}")


def _in_japan(text: str, start: int, block: str) -> Iterator[Detail]:
    """What stands before a block says whether it is one; two numbers need a prefecture too."""
    before = text[max(0, start - LONGEST_BEFORE) : start]
    place = BEFORE_BLOCK.search(before)
    if place is None:
        town = TOWN_ALONE.search(before)
        if town and SURE_ALONE.fullmatch(block):
            yield _japanese(f"{town.group()[0]}…", town.group() + block)
    elif place["prefecture"] or not (SCORE.fullmatch(block) or CONTEST.search(before)):
        yield _japanese(
            f"{place['city']}…", place.group()[len(place["prefecture"] or "") :] + block
        )


def _japanese(shown: str, place: str) -> Detail:
    return Detail(Kind.ADDRESS, shown, f"{Kind.ADDRESS}:{_numbered(place.replace(' ', ''))}")


def _numbered(block: str) -> str:
    """`神南一丁目2番3号`, `神南1丁目2-3` and `神南1-2-3` are one address."""
    counted = KANJI_NUMBER.sub(lambda found: str(_counted(found.group())), block)
    return str(regex.sub(r"(?<=\d)(?:丁目|番地?|号|の)+-?", "-", counted).rstrip("-"))


def _counted(numeral: str) -> int:
    """Up to 999, as blocks are counted."""
    total = digit = 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = "一二三四五六七八九".index(character) + 1
    return total + digit
