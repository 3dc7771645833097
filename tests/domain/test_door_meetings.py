"""A place and a time in one sentence, told from what is over and from what is always so."""

import pytest

from bot.domain.door import Kind
from tests.domain.door_reading import LONG, LONGEST_SECONDS, hostile, normals, noticed, seconds

MEETINGS = [
    ("18時に渋谷ハチ公前で待ち合わせ", "18時 渋…"),
    ("明日18時に渋谷ハチ公前で待ち合わせです", "18時 渋…"),
    ("１８時に渋谷ハチ公前で待ち合わせ", "18時 渋…"),
    ("午後6時半、新宿駅東口に集合", "午後6時半 新…"),
    ("19:30にアルタ前で会いましょう", "19:30 ア…"),
    ("朝9時ごろ代々木公園で合流します", "朝9時ごろ 代…"),
    ("渋谷駅で18時に待ち合わせ", "18時 渋…"),
    ("ハチ公前に19:00集合！", "19:00 ハ…"),
    ("日比谷公園で、明日の正午に会おう", "正午 日…"),
    ("20時から駅前のカフェで待っています", "20時 駅…"),
    ("今、新宿駅にいます", "今 新…"),
    ("いま羽田空港に着きました", "いま 羽…"),
    ("ただいま代々木公園の噴水にいるよ", "ただいま 代…"),
    ("Meet me at 6pm at Shibuya Station", "6pm S…"),
    ("at 6pm at the north gate", "6pm n…"),
    ("I'll be at Hachiko at 18:00 tomorrow", "18:00 H…"),
    ("Dinner at 7:30 pm at Nobu", "7:30 pm N…"),
    ("Find us at Yoyogi Park from noon", "noon Y…"),
    ("See you at the station at 8 a.m. sharp", "8 a.m. s…"),
    ("At 9 o'clock outside King's Cross", "9 o'clock K…"),
    ("I'm at Tokyo Station right now", "now T…"),
    ("I am currently at Haneda", "now H…"),
]


@pytest.mark.parametrize(("text", "shown"), MEETINGS)
def test_a_place_and_a_time_are_noticed(text: str, shown: str) -> None:
    assert noticed(text, Kind.MEETING) == [shown]


NO_MEETINGS = [
    "",
    "18時に起きた",
    "18時に家に帰ります",
    "渋谷で待ち合わせ",
    "ハチ公前で待ち合わせした",
    "18時にハチ公前で待ち合わせした",
    "18時にハチ公前で待ち合わせました",
    "18時にハチ公前で待ち合わせて、映画を見た",
    "18時にハチ公前で待ち合わせでした",
    "昨日は18時にハチ公前で待ち合わせ。",
    "毎朝8時に駅前で待ち合わせ",
    "9時に校庭で集合写真を撮った",
    "お店は10時から18時まで",
    "10時開店、19時閉店です",
    "12時に会議室でお弁当",
    "3時のおやつ",
    "10:00-11:30 ヨガ",
    "スコアは3-2、18時終了",
    "2026-11-26",
    "今、家にいます",
    "今、駅にいます",
    "今日は図書館にいた",
    "今、新宿駅にいる人を数えた",
    "今から本を読みます",
    "いま、手の届くところにお茶があります",
    "18時発の電車",
    "1,800円の集合写真",
    "みんなで合流した",
    "at 6pm",
    "at Shibuya Station",
    "I woke at 6am at home",
    "We met at 6pm at Shibuya Station",
    "Yesterday at 6pm at Shibuya",
    "The train left at 6:15 at Tokyo",
    "I worked at Nobu at 7pm",
    "We open every day at 9am at Kyoto",
    "The shop opens at 9am in Kyoto",
    "I always have tea at Nana's at 5pm",
    "Tea at 5pm in the kitchen",
    "at 6pm in a good mood",
    "The score at 18:00 in the final",
    "I'm at home now",
    "I'm at peace right now",
    "I am at Haneda",
    "New York at night",
    "In 2026 at Kyoto",
    "3 people at 12 tables",
]


@pytest.mark.parametrize("text", NO_MEETINGS)
def test_what_is_over_or_says_no_place_passes(text: str) -> None:
    assert noticed(text, Kind.MEETING) == []


def test_one_meeting_in_two_spellings_is_one() -> None:
    text = "18時に渋谷ハチ公前で待ち合わせ\n１８時に、渋谷ハチ公前で待ち合わせ"

    assert normals(text, Kind.MEETING) == {"meeting:18時@渋谷ハチ公前"}


@hostile(
    "18時に", "18時", "時", "で18時に", "あで", "渋谷ハチ公前で", "待ち合わせ",
    "18時に渋谷ハチ公前で待",
    "今", "今駅", "at 6pm at Shibuya ",
    "at 6pm ", "at 6pm at ", "at Shibuya ", "At ", "Shibuya ", "at the ", "I'm at ", "I'm at A ",
    "6pm. ",
)  # fmt: skip
def test_hostile_meetings_take_no_time(piece: str) -> None:
    assert seconds((piece * LONG)[:LONG]) < LONGEST_SECONDS
