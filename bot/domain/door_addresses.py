"""Where somebody lives or works: postal codes and street addresses."""

from collections.abc import Iterator

import regex

from bot.domain.door_kinds import Detail, Kind

PREFECTURE = (
    r"(?:北海道|東京都|(?:大阪|京都)府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川"
    r"|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口"
    r"|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)"
)
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


def postal_codes(text: str) -> Iterator[Detail]:
    for match in POSTAL_JAPAN.finditer(text):
        area, rest = (group for group in match.groups() if group is not None)
        yield Detail(Kind.POSTAL, f"〒{area}-…", f"{Kind.POSTAL}:{area}{rest}")
    for match in POSTAL_ABROAD.finditer(text):
        code = regex.sub(r"[ -]", "", match.group(1)).upper()
        yield Detail(Kind.POSTAL, f"{code[:2]}…", f"{Kind.POSTAL}:{code}")
