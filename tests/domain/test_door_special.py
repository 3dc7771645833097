"""What speaks of health, belief, politics, sex life, unions or crime, told from an ordinary day."""

import tomllib
from pathlib import Path

import pytest

import bot
from bot.domain.door import SPECIAL, Kind, details
from bot.domain.door_special_words import ENGLISH, JAPANESE
from tests.domain.door_reading import LONG, LONGEST_SECONDS, hostile, normals, seconds

QUESTIONS = Path(bot.__file__).parent / "questions"

NOTICED = [
    ("うつ病の薬をもらってきた", Kind.HEALTH, "う…"),
    ("去年うつになって、半年休んだ", Kind.HEALTH, "う…"),
    ("妊娠5か月に入りました", Kind.HEALTH, "妊…"),
    ("母ががんになった", Kind.HEALTH, "が…"),
    ("胃がんの手術から3年", Kind.HEALTH, "手…"),
    ("乳がん検診で再検査でした", Kind.HEALTH, "が…"),
    ("父が肺癌と診断された", Kind.HEALTH, "癌…"),
    ("ＡＤＨＤの薬が変わった", Kind.HEALTH, "a…"),
    ("HIV検査に行った", Kind.HEALTH, "h…"),
    ("祖母の認知症が進んできた", Kind.HEALTH, "認…"),
    ("弟が入院した", Kind.HEALTH, "入…"),
    ("検査で陽性だった", Kind.HEALTH, "陽…"),
    ("I was diagnosed with it in May", Kind.HEALTH, "d…"),
    ("Ten years of depression, and a good day", Kind.HEALTH, "d…"),
    ("Took a pregnancy test", Kind.HEALTH, "p…"),
    ("My sister is PREGNANT", Kind.HEALTH, "p…"),
    ("Dad has Parkinson’s", Kind.HEALTH, "p…"),
    ("My aunt had a stroke", Kind.HEALTH, "s…"),
    ("Started on Sertraline", Kind.HEALTH, "s…"),
    ("Mum's cancer is back", Kind.HEALTH, "c…"),
    ("The AIDS clinic called", Kind.HEALTH, "a…"),
    ("After my surgery I slept", Kind.HEALTH, "s…"),
    ("創価学会の集まりがあった", Kind.BELIEF, "創…"),
    ("わたしはクリスチャンです", Kind.BELIEF, "ク…"),
    ("日曜は礼拝に行った", Kind.BELIEF, "礼…"),
    ("I'm a practising Catholic", Kind.BELIEF, "c…"),
    ("She converted to Islam", Kind.BELIEF, "c…"),
    ("We go to church every week", Kind.BELIEF, "c…"),
    ("選挙は共産党に入れた", Kind.POLITICS, "共…"),
    ("友だちとデモに参加した", Kind.POLITICS, "デ…"),
    ("山本さんに投票しました", Kind.POLITICS, "投…"),
    ("I voted for Labour again", Kind.POLITICS, "v…"),
    ("I'm a socialist at heart", Kind.POLITICS, "s…"),
    ("レズビアンだと母に話した", Kind.SEX_LIFE, "レ…"),
    ("友人はゲイで、料理がうまい", Kind.SEX_LIFE, "ゲ…"),
    ("I'm gay and tired", Kind.SEX_LIFE, "g…"),
    ("I came out to my parents", Kind.SEX_LIFE, "c…"),
    ("労組の会議が長引いた", Kind.UNION, "労…"),
    ("組合に加入した", Kind.UNION, "組…"),
    ("Union meeting after work", Kind.UNION, "u…"),
    ("We're on strike today", Kind.UNION, "s…"),
    ("前科があると話してくれた", Kind.CRIME, "前…"),
    ("警察に被害届を出した", Kind.CRIME, "被…"),
    ("He has a criminal record", Kind.CRIME, "c…"),
    ("My cousin got arrested", Kind.CRIME, "a…"),
    ("I was mugged last night", Kind.CRIME, "m…"),
]


@pytest.mark.parametrize(("text", "kind", "shown"), NOTICED)
def test_it_is_noticed_and_named_by_its_first_letter(text: str, kind: Kind, shown: str) -> None:
    found = [(each.kind, each.shown) for each in details(text) if each.kind in SPECIAL]

    assert found[0] == (kind, shown)


PASSES = [
    "",
    "風邪をひいて一日寝ていた",
    "頭が痛いので早く寝る",
    "花粉症の季節です",
    "腰が痛い。湿布を貼った",
    "病院の前の花屋さん",
    "がんばって走った",
    "がんこなおじいさんの店",
    "みんながんばれ",
    "のがんがんする頭",
    "ガンダムを組み立てた",
    "ガンジス川の写真",
    "サイズがぴったり",
    "エイズリー柄",
    "うつくしい空",
    "うつらうつらした",
    "風邪がうつった",
    "憂鬱な月曜日",
    "鬱陶しい雨",
    "陽性の植物",
    "コンサートに行った",
    "スピルバーグの映画",
    "アピールが上手",
    "初詣に行った",
    "お寺の鐘が聞こえた",
    "教会の前で写真を撮った",
    "礼拝堂のステンドグラス",
    "山岳信仰の山に登った",
    "阪神の信者みたいな父",
    "投票に行ってからパン屋へ",
    "選挙カーがうるさい",
    "人気投票で一位になった",
    "レシピに投票した",
    "左翼手がいいプレーをした",
    "飛行機の右翼の上",
    "鳥の左翼を描いた",
    "ゲイザーを見た",
    "ハイゲインのアンプ",
    "マーゲイという猫",
    "日本の風俗の本",
    "マンションの管理組合の会議",
    "商店街振興組合の役員",
    "生活協同組合に加入した",
    "電車がストで止まった",
    "万引きしない",
    "刑務所みたいな建物",
    "保育所出所の時間",
    "逮捕劇のドラマ",
    "A cold, and a mild headache",
    "Sore throat; tea with honey",
    "The tropical depression turned north",
    "A book on the Great Depression",
    "I'm a Cancer, she is a Leo",
    "Cancer season begins",
    "The tropic of Cancer",
    "A stroke of luck",
    "Swam breast stroke",
    "I nearly had a heart attack when it rang",
    "My hearing aids are new",
    "Visual aids for the talk",
    "A non-alcoholic beer",
    "An alcoholic drink too many",
    "A miscarriage of justice",
    "Watched Suicide Squad",
    "The tree surgery van",
    "The surgery opens at nine",
    "The church on the corner is yellow",
    "We went to church to see the windows",
    "A mass of people",
    "My friend is a Jewish bakery owner's neighbour",
    "Christian made the salad",
    "The Buddhist temple in the fog",
    "Went to vote, then bread",
    "Vote for the blue paint",
    "We voted for pizza",
    "Election posters everywhere",
    "A conservative estimate",
    "I'm liberally salting the soup",
    "The birthday party",
    "Coming out of the station",
    "She came out to my garden",
    "A gayly painted door",
    "The trains are on strike",
    "A strike at bowling",
    "The European Union flag",
    "The student union bar",
    "She spoke with conviction",
    "I'm on probation at work",
    "An arresting view",
    "He was stalking a deer",
    "A prison drama on TV",
]


@pytest.mark.parametrize("text", PASSES)
def test_an_ordinary_day_passes(text: str) -> None:
    assert [each for each in details(text) if each.kind in SPECIAL] == []


def test_a_word_is_known_by_its_entry_however_it_is_typed() -> None:
    assert normals("Depression. DEPRESSION! ｄｅｐｒｅｓｓｉｏｎ", Kind.HEALTH) == {
        "health:depression"
    }


@pytest.mark.parametrize("facet", [path.stem for path in sorted(QUESTIONS.glob("*.toml"))])
def test_no_question_that_ships_is_about_it(facet: str) -> None:
    """Their examples are an ordinary day in both languages that nobody wrote for this test."""
    asked = tomllib.loads((QUESTIONS / f"{facet}.toml").read_text("utf-8"))["question"]
    said = [
        line
        for one in asked
        for code in ("en", "ja")
        for line in (one[code]["ask"], one[code]["example"])
    ]

    found = {line: [each for each in details(line) if each.kind in SPECIAL] for line in said}

    assert len(said) > 100
    assert {line: each for line, each in found.items() if each} == {}


@pytest.mark.parametrize(
    "text",
    [
        "う\u200bつ\u200b病です",
        "うつ\u0335病\u0336です",
        "pr\u00adegnant",
        "p\u0334r\u0335e\u0336gnant",
    ],
)
def test_what_is_hidden_in_a_word_hides_nothing(text: str) -> None:
    assert [each.kind for each in details(text)] == [Kind.HEALTH]


def test_a_kind_can_be_turned_off() -> None:
    found = details("The union rep is pregnant", off=["health"])

    assert [each.kind for each in found] == [Kind.UNION]


def test_every_word_of_the_tables_is_found_under_its_kind() -> None:
    for table, separator in ((JAPANESE, None), (ENGLISH, ",")):
        for kind, words in table.items():
            for word in words.split(separator):
                phrase = " ".join(word.split())
                assert f"{kind}:{phrase}" in normals(f"「{phrase}」", kind), phrase


@hostile(
    "うつ", "が", "がん", "ゲイ", "組合", "刑期", "go to ", "had a ", "i'm a ", "my ", "'",
    "depression ",
    "diagnosed x x ", "voted ", "a\u0334", "\u0316\u0301", "が\u200b",
)  # fmt: skip
def test_hostile_words_take_no_time(piece: str) -> None:
    assert seconds((piece * LONG)[:LONG]) < LONGEST_SECONDS
