"""Little text: whatever people write is read as they wrote it, and no name is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.linkedin_text import little
from tests.standins.linkedin import read

SIGNS = r"\|{}@[]()<>#*_~＃ 　" + "aZ9é寿司👍🏽\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a (b) [c]", r"a \(b\) \[c\]"),
        ("#寿司 と ＃カレー_1", r"{hashtag|\#|寿司} と {hashtag|\#|カレー\_1}"),
        ("C# #1 #", r"C\# \#1 \#"),
        ("@[Ken](urn:li:person:1)", r"\@\[Ken\]\(urn:li:person:1\)"),
        ("{hashtag|\\#|x}", r"\{hashtag\|\\\#\|x\}"),
        ("https://example.com/(#x)", r"https://example.com/\(\#x\)"),
    ],
)
def test_what_is_written_for_what_is_meant(text: str, written: str) -> None:
    assert little(text) == written


@given(st.one_of(st.text(), st.text(alphabet=SIGNS)))
def test_every_text_is_read_whole(text: str) -> None:
    words, _ = read(little(text))

    assert words.replace("＃", "#") == text.replace("＃", "#")


@given(st.text(alphabet=SIGNS))
def test_nothing_but_hashtags_is_made_of_it(text: str) -> None:
    _, tags = read(little(text))

    assert little(text).count("{hashtag") - little(text).count(r"\{hashtag") == len(tags)
