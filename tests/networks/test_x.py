"""X: what goes out, and what is taken back."""

from dataclasses import replace

import pytest

from bot.domain.compose import fits
from bot.networks.base import Account, Copy, Refused, SignInAgain
from bot.networks.x import X
from bot.networks.x_words import LIMITS, uncalled
from tests.networks.exes import XHouse, prepared
from tests.standins.x import Token


async def test_words_are_posted_once_and_call_nobody(x_house: XHouse, x_hana: Account) -> None:
    attempt = x_house.attempt("with @ken, 東京@ken, ken@example.com https://example.com/@ken")

    copy = await x_house.x.publish(x_hana, await prepared(x_house.x, x_hana, attempt))

    (post,) = x_house.server.tweets.values()
    said = "with @\u200bken, 東京@\u200bken, ken@example.com https://example.com/@ken"
    assert (post.words, x_house.posts.called) == (said, [])
    assert copy == Copy(post.id, f"{x_house.server.origin}/hana/status/{post.id}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no names", "no names"),
        ("@a@b", "@\u200ba@b"),
        ("。@ken", "。@\u200bken"),
        ("＠ken", "＠\u200bken"),
        ("@健", "@健"),
        ("x" * 270 + " @ken @mei", "x" * 270 + " ken mei"),
        ("https://a.com/@b @c", "https://a.com/@b @\u200bc"),
        ("a.com/@b/c @c", "a.com/@b/c @\u200bc"),
        # X knows no such ending, so it would read a name behind the stroke.
        ("https://a.test/@b", "https://a.test/@\u200bb"),
        # Neither with an invisible space nor without the sign does a link come about.
        ("@tea.com", "@\u200btea\u200b.com"),
        ("x" * 272 + " @a.b.co", "x" * 272 + " a·b·co"),
        ("x" * 275 + ".@com", "x" * 275 + ". com"),
        ("a\ufeffb", "a\u2060b"),
    ],
)
def test_names_become_plain_words(text: str, said: str) -> None:
    assert uncalled(text) == said
    assert fits(uncalled(text), LIMITS) == fits(text, LIMITS)


@pytest.mark.parametrize(
    "text", ["あ" * 140, "a" * 280, "a" * 256 + " https://example.com/" + "b" * 300]
)
async def test_as_much_as_x_takes_fits(x_house: XHouse, x_hana: Account, text: str) -> None:
    assert fits(text, LIMITS)
    assert not fits(text + "ab", LIMITS) or text.endswith("b")

    await x_house.x.publish(x_hana, await prepared(x_house.x, x_hana, x_house.attempt(text)))

    assert x_house.words == [text]


@pytest.mark.parametrize("count", [1, 4])
async def test_pictures_go_up_with_their_descriptions(
    x_house: XHouse, x_hana: Account, count: int
) -> None:
    attempt = await prepared(x_house.x, x_hana, x_house.attempt("猫", count))

    await x_house.x.publish(x_hana, attempt)

    (post,) = x_house.server.tweets.values()
    assert post.alts == [f"cat {number}" for number in range(count)]
    assert {x_house.server.uploads[one].data for one in post.media} == {
        picture.data for picture in attempt.post.pictures
    }


async def test_pictures_without_words_or_descriptions_are_a_post(
    x_house: XHouse, x_hana: Account
) -> None:
    attempt = x_house.attempt("", 1)
    bare = replace(attempt.post, pictures=(replace(attempt.post.pictures[0], alt=""),))
    attempt = await prepared(x_house.x, x_hana, replace(attempt, post=bare))

    await x_house.x.publish(x_hana, attempt)

    assert list(x_house.server.bodies[0]) == ["media"]
    assert x_house.server.calls("POST", "/2/media/metadata") == 0


async def test_pictures_of_an_earlier_try_are_used_again_for_a_day(
    x_house: XHouse, x_hana: Account
) -> None:
    first = await prepared(x_house.x, x_hana, x_house.attempt("猫", 2))

    again = await prepared(x_house.x, x_hana, first)
    assert again.prepared == {**first.prepared, "again": True}
    x_house.clock.passes(hours=24)
    account = await renewed(x_house, x_hana)
    late = await prepared(x_house.x, account, first)

    assert late.prepared["since"] == first.prepared["since"]
    assert late.prepared["media"] != first.prepared["media"]
    await x_house.x.publish(account, late)


async def test_pictures_that_x_forgot_are_sent_once_more(x_house: XHouse, x_hana: Account) -> None:
    attempt = await prepared(x_house.x, x_hana, x_house.attempt("猫", 1))
    x_house.server.uploads.clear()

    await x_house.x.publish(x_hana, attempt)

    (post,) = x_house.server.tweets.values()
    assert post.alts == ["cat 0"]


async def test_a_second_part_answers_the_first(x_house: XHouse, x_hana: Account) -> None:
    x = x_house.x
    first = await x.publish(x_hana, await prepared(x, x_hana, x_house.attempt("1")))
    second = replace(x_house.attempt("2"), reply_to=first, root=first)
    last = await x.publish(x_hana, await prepared(x, x_hana, second))
    third = replace(x_house.attempt("3"), reply_to=last, root=first)
    await x.publish(x_hana, await prepared(x, x_hana, third))

    replies = [post.reply_to for post in x_house.server.tweets.values()]
    assert replies == ["", first.remote_id, last.remote_id]


async def test_nobody_elses_post_is_answered(x_house: XHouse, x_hana: Account) -> None:
    attempt = replace(x_house.attempt(), reply_to=Copy("77", ""))

    with pytest.raises(Refused, match="reply_refused"):
        await x_house.x.publish(x_hana, await prepared(x_house.x, x_hana, attempt))


async def test_deleting_twice_is_fine_and_editing_is_not_possible(
    x_house: XHouse, x_hana: Account
) -> None:
    x = x_house.x
    copy = await x.publish(x_hana, await prepared(x, x_hana, x_house.attempt()))

    await x.delete(x_hana, copy)
    await x.delete(x_hana, copy)

    assert x_house.words == []
    with pytest.raises(Refused, match="cannot_edit"):
        await x.edit(x_hana, copy, x_house.attempt())


async def test_a_right_that_was_not_given_is_asked_for_again(
    x_house: XHouse, x_hana: Account
) -> None:
    for name, token in x_house.server.tokens.items():
        few = frozenset({"tweet.read", "users.read"})
        x_house.server.tokens[name] = Token(token.who, token.family, few, token.ends_at)

    with pytest.raises(SignInAgain, match="scope"):
        await x_house.x.publish(x_hana, x_house.attempt())
    with pytest.raises(SignInAgain, match="scope"):
        await x_house.x.prepare(x_hana, x_house.attempt("猫", 1))


async def test_a_post_a_day_costs_what_the_readme_says(x_house: XHouse, x_hana: Account) -> None:
    for day in range(30):
        account = await renewed(x_house, x_hana) if day else x_hana
        x_hana = account
        attempt = x_house.attempt(f"day {day}")
        await x_house.x.publish(account, await prepared(x_house.x, account, attempt))
        x_house.clock.passes(days=1)
    assert x_house.server.spent == pytest.approx(0.45)

    account = await renewed(x_house, x_hana)
    linked = x_house.attempt("https://example.com/1")
    await x_house.x.publish(account, await prepared(x_house.x, account, linked))
    assert x_house.server.spent == pytest.approx(0.65)


async def renewed(house: XHouse, account: Account) -> Account:
    """The account with fresh keys, kept as the renewing service keeps them."""
    fresh = await house.x.renew(account)
    return replace(account, secret=account.secret.evolve(**fresh.values)) if fresh else account


def test_facts_are_honest() -> None:
    assert (LIMITS.characters, LIMITS.pictures, LIMITS.url_length) == (280, 4, 23)
    assert (X.can_edit, X.can_delete, X.can_find, X.threads) == (False, True, True, True)
    assert (X.own_keys, X.keys_end, X.fetches_pictures) == (True, True, False)
