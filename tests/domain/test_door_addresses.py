"""Postal codes and street addresses, told from prices, scores, dates and models."""

import pytest

from bot.domain.door import Kind
from tests.domain.door_reading import LONG, LONGEST_SECONDS, hostile, normals, noticed, seconds

POSTAL = [
    ("〒150-0001", "〒150-…"),
    ("〒1500001 渋谷区", "〒150-…"),
    ("〒 150-0001", "〒150-…"),
    ("〒１５０－０００１", "〒150-…"),
    ("〒150ー0001", "〒150-…"),
    ("郵便番号150-0001", "〒150-…"),
    ("郵便番号は 1500001 です", "〒150-…"),
    ("郵便番号：150-0001", "〒150-…"),
    ("150-0001 東京都渋谷区", "〒150-…"),
    ("060-0001、北海道札幌市", "〒060-…"),
    ("postal code 150-0001", "〒150-…"),
    ("Shibuya, Tokyo 150-0001, Japan", "〒150-…"),
    ("ZIP 62704", "62…"),
    ("zip code: 62704-1234", "62…"),
    ("postcode SW1A 1AA", "SW…"),
    ("My postcode is SW1A 1AA", "SW…"),
    ("Postal code K1A 0B1", "K1…"),
]


@pytest.mark.parametrize(("text", "shown"), POSTAL)
def test_postal_codes_are_noticed(text: str, shown: str) -> None:
    assert noticed(text, Kind.POSTAL) == [shown]


NO_POSTAL = [
    "",
    "150-0001",
    "1500001",
    "123-4567",
    "1,500,001円",
    "090-123-4567",
    "0120-123-4567",
    "090-1234-5678",
    "2026-11-26",
    "2026-1126",
    "978-4-06-519981-0",
    "WH-1000XM5",
    "型番 123-4567",
    "郵便番号を忘れた",
    "〒マークを描いた",
    "〒150",
    "〒150-00012",
    "12:30",
    "3-2-1",
    "zip file 12 345",
    "the zip is broken, 62704 of them",
    "SW1A 1AA",
    "円周率 314-1592",
    "五百円",
]


@pytest.mark.parametrize("text", NO_POSTAL)
def test_other_numbers_are_no_postal_codes(text: str) -> None:
    assert noticed(text, Kind.POSTAL) == []


def test_one_postal_code_in_two_spellings_is_one() -> None:
    assert normals("〒150-0001 と 郵便番号１５０ー０００１", Kind.POSTAL) == {"postal:1500001"}


@hostile("〒150-000", "郵便番号", "150-0001 東京", "postal code 1", "zip ", "Tokyo 150-0001,")
def test_hostile_postal_codes_take_no_time(piece: str) -> None:
    assert seconds((piece * LONG)[:LONG]) < LONGEST_SECONDS
