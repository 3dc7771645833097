"""A group in the browser: the bot is brought along by its button, and its posts can be read."""

import pytest
from playwright.async_api import expect

from tests.playground.static.browser import Bot, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

BUTTON = {"text": "Add me", "url": "https://t.me/hibi_playground_bot?startgroup=abc-1"}


async def test_the_button_brings_the_bot_into_a_new_group(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    await bot.say(maya.person, "A group?", reply_markup={"inline_keyboard": [[BUTTON]]})

    await maya.page.get_by_role("link", name="Add me").click()
    await maya.page.get_by_label("A new group, called").fill("<b>Family</b>")
    await maya.page.get_by_role("button", name="Add", exact=True).click()
    joined, started = await bot.updates(2)

    assert joined["my_chat_member"]["from"]["id"] == maya.person
    assert joined["my_chat_member"]["chat"]["title"] == "<b>Family</b>"
    assert started["message"]["text"] == "/start@hibi_playground_bot abc-1"


async def test_what_the_bot_posts_in_a_group_can_be_read(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    wish = {"member": maya.person, "title": "Family"}
    async with bot.http.post(f"{bot.address}/playground/groups", json=wish) as answer:
        group = (await answer.json())["id"]
    await bot.call("sendMessage", chat_id=group, text="Maya: <i>tea</i>")

    await maya.page.get_by_role("button", name="More").first.click()
    await maya.page.get_by_role("menuitem", name="Family").click()

    await expect(maya.page.get_by_role("dialog")).to_contain_text("Maya: <i>tea</i>")
