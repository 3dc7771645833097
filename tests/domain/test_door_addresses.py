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


STREETS = [
    ("東京都渋谷区神南1-2-3", "渋谷区…"),
    ("東京都渋谷区神南１－２－３", "渋谷区…"),
    ("東京都渋谷区神南1-2", "渋谷区…"),
    ("渋谷区神南1-2-3", "渋谷区…"),
    ("住所は渋谷区神南1丁目2番3号です", "渋谷区…"),
    ("渋谷区神南一丁目2番3号", "渋谷区…"),
    ("渋谷区神南1丁目", "渋谷区…"),
    ("渋谷区神南1丁目2-3", "渋谷区…"),
    ("神奈川県横浜市西区みなとみらい3-6-1", "横浜市西区…"),
    ("横浜市西区みなとみらい3丁目6番1号", "横浜市西区…"),
    ("大阪府大阪市北区梅田3丁目1番3号", "大阪市北区…"),
    ("京都市中京区寺町通御池上る上本能寺前町488番地", "京都市中京区寺町…"),
    ("長野県上田市大手1-11-16", "上田市…"),
    ("埼玉県さいたま市浦和区高砂3-15-1", "さいたま市浦和区…"),
    ("北海道札幌市中央区北3条西6丁目", "札幌市中央区…"),
    ("北海道函館市東雲町4番13号", "函館市東雲町…"),
    ("千葉県市川市八幡1-1-1", "市川市…"),
    ("四日市市諏訪町1-5", None),
    ("三重県四日市市諏訪町1-5", "四日市市諏訪町…"),
    ("沖縄県国頭郡恩納村字恩納2451番地", "国頭郡恩納村…"),
    ("西新宿2丁目8番1号に住んでいます", "西…"),
    ("銀座4丁目5-11", "銀…"),
    ("我が家は 東京都 港区 芝公園4-2-8", "港区…"),
    ("I live at 221B Baker Street", "… Baker Street"),
    ("I live at 10 Downing St.", "… Downing St"),
    ("1600 Pennsylvania Avenue NW", "… Pennsylvania Avenue"),
    ("Come to 42 Rue Morgue Road!", "… Rue Morgue Road"),
    ("350 5th Ave", "… 5th Ave"),
    ("12 St. John's Lane", "… St. John's Lane"),
    ("The shop: 7 Old Mill Court, Leeds", "… Old Mill Court"),
    ("1-2-3 Jinnan, Shibuya-ku", "… Jinnan, Shibuya-ku"),
    ("1-2-3, Jinnan, Shibuya-ku, Tokyo", "… Jinnan, Shibuya-ku"),
]


@pytest.mark.parametrize(("text", "shown"), STREETS)
def test_street_addresses_are_noticed(text: str, shown: str | None) -> None:
    assert noticed(text, Kind.ADDRESS) == ([shown] if shown else [])


NO_STREET = [
    "",
    "渋谷区に住んでいます",
    "東京都渋谷区",
    "渋谷区神南",
    "三丁目の夕日",
    "銀座4丁目の交差点",
    "丁目",
    "3丁目",
    "市場で1-2-3個",
    "卸売市場価格1-2-3",
    "市民大会決勝3-2",
    "川崎市代表4-4-2",
    "浦和区選抜4-2-3-1",
    "横浜市で2026-11-26に",
    "横浜市 2026-11-26",
    "横浜市2026年11月26日",
    "渋谷区が3-2で勝った",
    "町内会3-2-1",
    "千葉県3-2埼玉県",
    "1-2-3",
    "3-2-1、発射",
    "12:30-13:30",
    "2026-11-26",
    "1,980円の3-2-1セット",
    "東京都の人口は1400万人",
    "村上春樹1-2-3",
    "090-1234-5678",
    "978-4-06-519981-0",
    "WH-1000XM5",
    "第三番",
    "交響曲第9番",
    "5番街",
    "2番3番と続く",
    "渋谷区の1番人気",
    "都市計画3-2-1",
    "地区大会1-2-3",
    "In 2026 Oxford Street was busy",
    "since 1999 Fleet Street",
    "5 roads",
    "3 busy streets",
    "Baker Street",
    "New York",
    "I have 2 Hard Drives",
    "1 Milky Way",
    "12 high hopes",
    "Dr. Smith saw 3 people",
    "We walked 5 km along Baker Street",
    "Version 1.5 Street edition",
    "$5 Main Street special",
    "Chapter 3. The Road",
    "10 Downing",
    "3-2 Arsenal, Chelsea",
    "3-2-1 Go",
]


@pytest.mark.parametrize("text", NO_STREET)
def test_other_words_and_numbers_are_no_street_addresses(text: str) -> None:
    assert noticed(text, Kind.ADDRESS) == []


SAME = [
    (
        "東京都渋谷区神南1-2-3",
        "渋谷区神南一丁目2番3号",
        "渋谷区神南1丁目2-3",
        "渋谷区 神南１ー２ー３",
    ),
    ("渋谷区神南十二丁目", "渋谷区神南12丁目"),
    ("10 Downing Street", "10 Downing St.", "10 DOWNING Street"),
    ("1-2-3 Jinnan, Shibuya-ku", "1-2-3, Jinnan Shibuya-ku"),
]


@pytest.mark.parametrize("spellings", SAME)
def test_one_address_in_several_spellings_is_one(spellings: tuple[str, ...]) -> None:
    found = [normals(text, Kind.ADDRESS) for text in spellings]

    assert found == [found[0]] * len(spellings)
    assert len(found[0]) == 1


@hostile(
    "市", "渋谷区", "渋谷区神南", "区1-2", "1-", "一", "東京都", "東京都渋谷区", "あ", "町の", "ヶ",
    "1 A ", "1 Baker ", "12 St. ", "A", "1-2-3 Jinnan, ", "東京都渋谷区神南1-2-3456 ", "一丁目",
)  # fmt: skip
def test_hostile_addresses_take_no_time(piece: str) -> None:
    assert seconds((piece * LONG)[:LONG]) < LONGEST_SECONDS
