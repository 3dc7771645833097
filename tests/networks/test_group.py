"""A Telegram group: each post names its author, calls nobody, and fits."""

import pytest

from bot.domain.compose import fits
from bot.networks.base import Account, Copy, Moved, NotLinked, Refused, SignInAgain, Unsure
from bot.networks.group import Group, one_line
from tests.networks.builders import a_picture, an_attempt
from tests.networks.posters import GROUP, FakePoster

HANA = 7


async def linked(poster: FakePoster, author: str = "Hana") -> tuple[Group, Account]:
    group = Group(poster)
    return group, group.account(await group.look(GROUP, HANA), author)


@pytest.mark.parametrize(
    ("language", "text", "stands"),
    [
        ("en", "A cup of tea", "Hana: A cup of tea"),
        ("ja", "お茶を一杯", "Hana：お茶を一杯"),
        ("en", "<b>as it is</b>", "Hana: <b>as it is</b>"),
        ("en", "with @ken and @mai", "Hana: with @\u200bken and @\u200bmai"),
        ("en", "/@ken .@ken", "Hana: /@\u200bken .@\u200bken"),
        ("en", "me@tea.example", "Hana: me@tea.example"),
        ("en", "see https://tea.example/@ken", "Hana: see https://tea.example/@ken"),
    ],
)
async def test_a_post_begins_with_its_author_and_calls_nobody(
    language: str, text: str, stands: str
) -> None:
    poster = FakePoster()
    group, account = await linked(poster)

    await group.publish(account, an_attempt(text, language=language))

    assert poster.posts == {1: stands}


async def test_pictures_without_words_still_name_their_author() -> None:
    poster = FakePoster()
    group, account = await linked(poster)

    copy = await group.publish(account, an_attempt("", pictures=(a_picture(), a_picture())))
    await group.edit(account, copy, an_attempt("two cats", pictures=(a_picture(),)))

    assert copy.remote_id == f"{GROUP}:1,2"
    assert poster.captions == {1: "Hana：two cats", 2: ""}


@pytest.mark.parametrize("pictured", [False, True])
@pytest.mark.parametrize("author", ["花", "👨‍👩‍👧" * 30, "@" * 90, ""])
async def test_the_longest_words_fit_beside_every_name(author: str, pictured: bool) -> None:
    poster = FakePoster()
    group, account = await linked(poster, author)
    room = await group.limits_of(account)
    most = room.with_picture if pictured else room.characters
    text = ("@a " * 2000)[:most]

    pictures = (a_picture(),) if pictured else ()
    await group.publish(account, an_attempt(text, pictures=pictures))

    ((_, stands),) = (poster.captions if pictured else poster.posts).items()
    assert fits(stands, group.limits, pictured=pictured)
    assert "@a" not in stands


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("<b>Family</b>", "<b>Family</b>"),
        ("Family\nShare to Work?", "Family Share to Work?"),
        ("Family\u202egnp.exe\u200b", "Family gnp.exe"),
        ("\u2028\x00", ""),
        ("@everyone", "＠everyone"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("家" * 300, "家" * 79 + "…"),
    ],
)
def test_a_title_becomes_one_harmless_line(title: str, line: str) -> None:
    assert one_line(title, 80) == line


async def test_a_group_with_a_public_name_has_open_addresses() -> None:
    group, account = await linked(FakePoster(group_name="teafamily"))

    copy = await group.publish(account, an_attempt())

    assert copy.url == "https://t.me/teafamily/1"


async def test_a_small_group_has_no_addresses() -> None:
    poster = FakePoster()
    group, account = await linked(poster)
    small = Account(network="group", server="", remote_id="-5", handle="", secret=account.secret)

    assert (await group.publish(small, an_attempt())).url == ""
    assert (await group.publish(account, an_attempt())).url == "https://t.me/c/9876543210/2"


async def test_only_a_member_links_a_group_where_the_bot_may_write() -> None:
    poster = FakePoster()
    group = Group(poster)

    with pytest.raises(NotLinked, match="not_a_member"):
        await group.look(GROUP, 8)
    poster.may_write = False
    with pytest.raises(NotLinked, match="may_not_write"):
        await group.look(GROUP, HANA)
    poster.fails = [SignInAgain("may_not_post")]
    with pytest.raises(NotLinked, match="may_not_write"):
        await group.look(GROUP, HANA)


async def test_who_left_may_not_share_there_any_more() -> None:
    poster = FakePoster()
    group, account = await linked(poster)

    await group.still_member(account, HANA)
    poster.allowed.clear()

    with pytest.raises(SignInAgain, match="not_a_member"):
        await group.still_member(account, HANA)


async def test_what_stood_in_the_group_before_it_moved_stays() -> None:
    poster = FakePoster()
    group, account = await linked(poster)
    copy = Copy("-5:1", "")

    poster.fails = [Moved(str(GROUP)), Moved(str(GROUP))]

    with pytest.raises(Refused, match="group_moved"):
        await group.edit(account, copy, an_attempt())
    with pytest.raises(Refused, match="group_moved"):
        await group.delete(account, copy)


async def test_it_is_left_and_never_looked_back_into() -> None:
    poster = FakePoster()
    group, account = await linked(poster)

    await group.revoke(account)

    assert poster.left == [GROUP]
    with pytest.raises(Unsure):
        await group.find(account, an_attempt())
