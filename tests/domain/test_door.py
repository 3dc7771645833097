"""What is noticed at the door, what is not, and that no text holds the door up."""

import time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata

from bot.domain.door import HOME, Kind, details
from bot.domain.door_phones import FEWEST_DIGITS

NOTICED = [
    ("電話は090-1234-5678です", "JP", Kind.PHONE, "090-…-5678"),
    ("09012345678", "JP", Kind.PHONE, "090-…-5678"),
    ("０９０－１２３４－５６７８まで", "JP", Kind.PHONE, "090-…-5678"),
    ("０９０ー１２３４ー５６７８", "JP", Kind.PHONE, "090-…-5678"),  # the long-vowel mark as dash
    ("090‐1234‐5678", "JP", Kind.PHONE, "090-…-5678"),
    ("090 1234 5678", "JP", Kind.PHONE, "090-…-5678"),
    ("TEL090-1234-5678", "JP", Kind.PHONE, "090-…-5678"),
    ("080の1234の5678", "JP", Kind.PHONE, "080-…-5678"),
    ("090\u200b1234\u200b5678", "JP", Kind.PHONE, "090-…-5678"),
    ("٠٩٠-١٢٣٤-٥٦٧٨", "JP", Kind.PHONE, "090-…-5678"),
    ("(03)1234-5678", "JP", Kind.PHONE, "03-…-5678"),
    ("Tel. 03-1234-5678 (shop)", "JP", Kind.PHONE, "03-…-5678"),
    ("0120-123-456", "JP", Kind.PHONE, "0120-…-3456"),
    ("050-1234-5678", "JP", Kind.PHONE, "050-…-5678"),
    ("+81 90 1234 5678", "JP", Kind.PHONE, "090-…-5678"),
    ("call +1 (415) 555-2671 now", "JP", Kind.PHONE, "+1-…-2671"),
    ("415-555-2671", "US", Kind.PHONE, "+1-…-2671"),
    ("07911 123456", "GB", Kind.PHONE, "+44-…-3456"),
    ("090-1234-5678", "US", Kind.PHONE, "090-…-5678"),  # Japan's count everywhere
    ("hana@example.org", "JP", Kind.EMAIL, "h…@example.org"),
    ("メールはＨａｎａ＠Ｅｘａｍｐｌｅ．ｏｒｇへ", "JP", Kind.EMAIL, "h…@example.org"),
    ("<a.b+c@mail.example.co.jp>", "JP", Kind.EMAIL, "a…@mail.example.co.jp"),
    ("4111 1111 1111 1111", "JP", Kind.CARD, "…1111"),
    ("４１１１－１１１１－１１１１－１１１１", "JP", Kind.CARD, "…1111"),
    ("4111111111111111", "JP", Kind.CARD, "…1111"),
    ("3782 822463 10005", "JP", Kind.CARD, "…0005"),
    ("5555 5555 5555 4444 12/27", "JP", Kind.CARD, "…4444"),
    ("5555 5555 5555 4444 123", "JP", Kind.CARD, "…4444"),
    ("6304 0000 0000 0000 000", "JP", Kind.CARD, "…0000"),
    ("3530111333300000", "JP", Kind.CARD, "…0000"),
]


@pytest.mark.parametrize(("text", "country", "kind", "shown"), NOTICED)
def test_it_is_noticed(text: str, country: str, kind: Kind, shown: str) -> None:
    (detail,) = details(text, country=country)

    assert detail.kind is kind
    assert detail.shown.endswith(shown)


PASSES = [
    "",
    "飲みかけのお茶と、読みかけの文庫本",
    "2026-11-23",
    "2026/11/23 09:00-10:30",
    "2026年11月23日 20261123",
    "23.11.2026",
    "12:30、18時、21:00",
    "1,234,567円",
    "¥1,980",
    "12 000 000 yen",
    "1500001",
    "978-4-06-519981-0",
    "ISBN 4-06-519981-3",
    "0-306-40615-2",
    "4901234567894",  # the bar code of a product
    "注文番号 249-1234567-1234567",
    "注文番号 1234567890",
    "No. 20261123001",
    "2026 1123 0900 1030",
    "192.168.10.254",
    "円周率は3.14159265358979323846",
    "10-20-30-4050",
    "3-2-1",
    "0 to 100 in 4.2 s",
    "1111 1111 1111 1111",
    "4111 1111 1111 1112",  # fails the check digit
    "@hana@social.example",  # an address of the fediverse
    "@hana",
    "hana@home",
    "https://example.org/@hana",
    "100% @ 20",
]


@pytest.mark.parametrize("text", PASSES)
@pytest.mark.parametrize("country", ["JP", "US"])
def test_it_passes(text: str, country: str) -> None:
    assert details(text, country=country) == ()


@pytest.mark.parametrize(
    ("text", "country", "normal"),
    [
        ("2259", "TK", "phone:+6902259"),  # some countries have numbers of four digits
        ("+690 2259", "JP", "phone:+6902259"),
        ("4001", "NU", "phone:+6834001"),
        ("4001", "JP", None),
        ("٠٩٠١٢٣٤٥٦٧٨", "JP", "phone:+819012345678"),
        ("𝟎𝟗𝟎-𝟏𝟐𝟑𝟒-𝟓𝟔𝟕𝟖", "JP", "phone:+819012345678"),
        ("०९०-१२३४-५६७८", "JP", "phone:+819012345678"),
        ("①②③④⑤⑥", "JP", None),
    ],
)
def test_short_and_foreign_digits_are_read(text: str, country: str, normal: str | None) -> None:
    found = [detail.normal for detail in details(text, country=country)]

    assert found == ([normal] if normal else [])


def test_no_number_in_the_library_is_shorter_than_we_look_for() -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        plan = PhoneMetadata.metadata_for_region(region)
        assert plan
        assert plan.general_desc
        code = len(str(plan.country_code))
        assert code + min(plan.general_desc.possible_length) >= FEWEST_DIGITS

    at_home = PhoneMetadata.metadata_for_region(HOME)
    assert at_home
    assert at_home.general_desc
    assert min(at_home.general_desc.possible_length) >= FEWEST_DIGITS


def test_one_number_in_two_spellings_is_one_detail() -> None:
    found = details("090-1234-5678, ０９０１２３４５６７８, +81-90-1234-5678")

    assert [detail.normal for detail in found] == ["phone:+819012345678"]


def test_several_details_are_all_named() -> None:
    found = details("hana@example.org 090-1234-5678 〒150-0001 4111 1111 1111 1111")

    assert [detail.kind for detail in found] == [Kind.PHONE, Kind.EMAIL, Kind.CARD, Kind.POSTAL]


def test_a_kind_can_be_turned_off() -> None:
    found = details("hana@example.org 090-1234-5678", off=["phone"])

    assert [detail.kind for detail in found] == [Kind.EMAIL]


def test_what_was_let_pass_is_not_named_again_but_a_new_one_is() -> None:
    (first,) = details("090-1234-5678")

    found = details("０９０ー１２３４ー５６７８ と 080-1111-2222", known=[first.normal])

    assert [detail.shown for detail in found] == ["080-…-2222"]


def test_a_card_number_is_never_kept_readable() -> None:
    (card,) = details("4111 1111 1111 1111")

    assert "1111111" not in card.normal


def test_a_number_that_lies_between_two_chunks_is_noticed() -> None:
    for offset in range(9_985, 10_002):
        text = "あ" * offset + " 090-1234-5678 " + "い" * 50
        assert len(details(text)) == 1


HOSTILE = [
    "1",
    "1 ",
    "0-",
    "090-1234-567 ",
    "+8",
    "(0",
    "a@",
    "a.",
    "a-.",
    "@",
    "1/2/3 ",
    "٣",
    "\u200b",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    once, thrice = (_seconds(piece * (size // len(piece))) for size in (9_000, 27_000))

    assert once < 2
    assert thrice < 0.2 + 6 * once


def _seconds(text: str) -> float:
    began = time.process_time()
    details(text, country="US")
    return time.process_time() - began


@given(st.text(max_size=300), st.sampled_from(["JP", "US", "ZZ", ""]))
def test_any_text_and_country_is_taken(text: str, country: str) -> None:
    for detail in details(text, country=country):
        assert detail.normal.startswith(f"{detail.kind}:")
