from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moments import is_stop_word, parse_times

TIMES = [
    ("8pm", "20:00"),
    ("8 pm", "20:00"),
    ("8p.m.", "20:00"),
    ("9:05 P.M.", "21:05"),
    ("830pm", "20:30"),
    ("7:30 am", "07:30"),
    ("12pm", "12:00"),
    ("12 am", "00:00"),
    ("12:30am", "00:30"),
    ("20.30", "20:30"),
    ("20:30", "20:30"),
    ("２０：３０", "20:30"),
    ("20h30", "20:30"),
    ("20h", "20:00"),
    ("20", "20:00"),
    ("2030", "20:30"),
    ("0730", "07:30"),
    ("7:30", "07:30"),
    ("08", "08:00"),
    ("0", "00:00"),
    ("8", "08:00 20:00"),
    ("12", "12:00 00:00"),
    ("730", "07:30 19:30"),
    ("eight", "08:00 20:00"),
    ("8 o'clock", "08:00 20:00"),
    ("8 o’clock please", "08:00 20:00"),
    ("8ish", "08:00 20:00"),
    ("half past seven", "07:30 19:30"),
    ("half seven", "07:30 19:30"),
    ("quarter past 8 in the evening", "20:15"),
    ("a quarter to nine pm", "20:45"),
    ("ten to 1", "12:50 00:50"),
    ("twenty-five past six am", "06:25"),
    ("seven thirty", "07:30 19:30"),
    ("8 in the morning", "08:00"),
    ("at 8 at night", "20:00"),
    ("tonight at 9", "21:00"),
    ("at 8 pm every day", "20:00"),
    ("every day at 21:15", "21:15"),
    ("noon", "12:00"),
    ("12 noon", "12:00"),
    ("midnight", "00:00"),
    ("午後8時", "20:00"),
    ("午後８時", "20:00"),
    ("午後8:30", "20:30"),
    ("午後8時30分", "20:30"),
    ("午前7時半", "07:30"),
    ("午前0時", "00:00"),
    ("午前12時", "00:00 12:00"),
    ("午後12時", "12:00 00:00"),
    ("20時半", "20:30"),
    ("20時", "20:00"),
    ("20時5分", "20:05"),
    ("8時", "08:00 20:00"),
    ("8時半", "08:30 20:30"),
    ("八時", "08:00 20:00"),
    ("夜9時", "21:00"),
    ("夜十時", "22:00"),
    ("夜の11時半ごろ", "23:30"),
    ("夜12時", "00:00"),
    ("夜2時", "02:00"),
    ("深夜1時", "01:00"),
    ("25時", "01:00"),
    ("24時", "00:00"),
    ("朝7時", "07:00"),
    ("毎朝7時に", "07:00"),
    ("朝7時半でお願いします", "07:30"),
    ("毎日21時にしてください", "21:00"),
    ("夕方6時", "18:00"),
    ("昼の1時", "13:00"),
    ("8時15分前", "07:45 19:45"),
    ("21時くらいがいいです", "21:00"),
    ("正午", "12:00"),
    ("お昼", "12:00"),
    ("真夜中", "00:00"),
]
NO_TIMES = ["", " ", "8:75", "32", "30時", "25 pm", "12:5", "I met Ken at 8pm", "3 days", "12/5"]
NO_TIMES += ["8 or 9", "-", "夜", "昨日は8時に起きました", "20:30:10", "🕗", "8" * 300, "13am"]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_a_time_in_words_is_understood(text: str, expected: str) -> None:
    assert " ".join(f"{found:%H:%M}" for found in parse_times(text)) == expected


@pytest.mark.parametrize("text", NO_TIMES)
def test_a_text_that_is_not_only_a_time_gives_none(text: str) -> None:
    assert parse_times(text) == []


@given(st.text(max_size=500) | st.text("0123456789:.時分半 午後夜apm十", max_size=300))
def test_any_text_gives_at_most_two_whole_minutes(text: str) -> None:
    found = parse_times(text)

    assert len(found) <= 2
    assert all(at.second == 0 and at.tzinfo is None for at in found)
    assert len(set(found)) == len(found)


@given(st.times())
def test_a_written_time_is_read_back(at: time) -> None:
    whole = at.replace(second=0, microsecond=0)
    half, hour = ("午前", "午後")[at.hour // 12], at.hour % 12
    english = f"{hour or 12}:{at.minute:02} {('am', 'pm')[at.hour // 12]}"

    for written in (f"{at:%H:%M}", f"{at:%H.%M}", f"{half}{hour}時{at.minute}分", english):
        assert parse_times(written) == [whole], written


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "STOP!",
        " Stop. ",
        "/stop",
        "「やめて」",
        "やめて。",
        "停止",
        "ストップ！",
        "please stop",
    ],
)
def test_a_lone_stop_is_noticed(text: str) -> None:
    assert is_stop_word(text)


@pytest.mark.parametrize(
    "text",
    ["", "I had to stop", "バスが停止した", "Stop sign near home", "やめてよかった", "start"],
)
def test_a_diary_text_with_stop_in_it_is_a_diary_text(text: str) -> None:
    assert not is_stop_word(text)
