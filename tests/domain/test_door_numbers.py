"""My Number, told from other numbers of twelve digits."""

import pytest

from bot.domain.door import Kind, details
from tests.domain.door_reading import LONG, LONGEST_SECONDS, hostile, normals, noticed, seconds

MINE = [
    "123456789018",
    "1234 5678 9018",
    "1234-5678-9018",
    "１２３４－５６７８－９０１８",
    "マイナンバーは1234 5678 9018です",
    "個人番号：123456789018",
    "My Number is 1234-5678-9018.",
    "（1234 5678 9018）",
    "役所に1234-5678-9018と書いた",
]


@pytest.mark.parametrize("text", MINE)
def test_my_number_is_noticed_however_it_is_typed(text: str) -> None:
    assert noticed(text, Kind.MY_NUMBER) == ["…9018"]
    assert len(normals(text, Kind.MY_NUMBER) | normals(MINE[0], Kind.MY_NUMBER)) == 1


OTHERS = [
    "123456789012",  # the check digit is not right
    "1234 5678 9012",
    "0000 0000 0000",
    "12345678901",
    "1234567890188",
    "1234 5678 9018 1",
    "9 1234 5678 9018",
    "1234-5678 9018",
    "12-3456-789018",
    "1234.5678.9018",
    "+123456789018",
    "0.123456789018",
    "202611260905",  # 26 November 2026, 09:05
    "360002914065",  # the bar code of an American product
    "注文番号 123456789018",
    "送り状番号：1234-5678-9018",
    "お問い合わせ番号 1234-5678-9018",
    "予約番号は123456789018",
    "Tracking number 1234 5678 9018",
    "Order no. 123456789018",
    "2026-11-26",
    "1,234,567,890円",
    "978-4-06-519981-0",
    "090-1234-5678",
    "4111 1111 1111 1111",
    "3-2-1",
    "",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_are_not_my_number(text: str) -> None:
    assert noticed(text, Kind.MY_NUMBER) == []


@pytest.mark.parametrize("number", ["100000000005", "123456789018", "000000000108"])
def test_the_check_digit_is_the_ordinances(number: str) -> None:
    wrong = [f"マイナンバー {number[:-1]}{digit}" for digit in "0123456789" if digit != number[-1]]

    assert noticed(f"マイナンバー {number}", Kind.MY_NUMBER) == [f"…{number[-4:]}"]
    assert [text for text in wrong if noticed(text, Kind.MY_NUMBER)] == []


@pytest.mark.parametrize("number", ["202611260905", "360002914065"])
def test_its_own_name_outweighs_how_else_it_could_be_read(number: str) -> None:
    assert noticed(number, Kind.MY_NUMBER) == []
    assert noticed(f"マイナンバー：{number}", Kind.MY_NUMBER) == [f"…{number[-4:]}"]


def test_nobody_can_work_the_number_out_from_what_is_kept() -> None:
    (kept,) = normals("1234 5678 9018", Kind.MY_NUMBER)

    # Twenty bits for some ten thousand million numbers.
    assert len(kept.removeprefix("my_number:")) == 5


def test_a_phone_number_is_not_my_number_too() -> None:
    found = details("+81 90-1234-5678 / 819012345678")

    assert [detail.kind for detail in found] == [Kind.PHONE]


@hostile("1234 5678 ", "123456789018 1", "1234-5678-901", "マイナンバー 1234")
def test_hostile_numbers_take_no_time(piece: str) -> None:
    assert seconds((piece * LONG)[:LONG]) < LONGEST_SECONDS
