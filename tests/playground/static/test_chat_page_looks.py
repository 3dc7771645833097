from typing import Any

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Route, expect

from bot.playground import server
from tests.playground.static.browser import PHONE, Bot, Visit, Visitor, picture

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIGHTNESS = """() => {
    const [red, green, blue] = getComputedStyle(document.documentElement)
        .backgroundColor.match(/[0-9.]+/g).map(Number);
    return (red + green + blue) / 3;
}"""
TOO_WIDE = """() => ["html", ".scroller", ".composer", ".top"]
    .map((name) => document.querySelector(name))
    .map((element) => element.scrollWidth - element.clientWidth)"""


async def lightness(visit: Visit) -> float:
    return float(await visit.page.evaluate(LIGHTNESS))


async def from_bottom(visit: Visit) -> float:
    script = "(it) => it.scrollHeight - it.scrollTop - it.clientHeight"
    return float(await visit.page.locator("#scroller").evaluate(script))


async def talk(visit: Visit, bot: Bot, count: int = 30) -> None:
    for number in range(count):
        await bot.say(visit.person, f"Line {number}\nand one below it")
    await expect(visit.bubble(f"Line {count - 1}\n")).to_be_visible()


async def test_dark_is_dark_and_a_chosen_theme_stays(visitor: Visitor) -> None:
    maya = await visitor(color_scheme="dark")
    await expect(maya.page.locator("#start")).to_be_visible()
    assert await lightness(maya) < 40
    await maya.page.click("#settings")
    await maya.page.get_by_role("menuitemradio", name="Light").click()
    assert await lightness(maya) > 220
    await maya.page.reload()
    assert await lightness(maya) > 220


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [320, PHONE[0]])
async def test_nothing_is_wider_than_a_phone(
    language: str, width: int, visitor: Visitor, bot: Bot
) -> None:
    words = {"en": "Another question, please", "ja": "ほかの質問にしてください"}[language]
    visit = await visitor("A name as long as a river", language, size=(width, PHONE[1]))
    inline = [[{"text": words, "callback_data": str(n)} for n in range(4)]]
    await bot.say(visit.person, "x" * 400, reply_markup={"inline_keyboard": inline})
    await bot.say(visit.person, "🎉" * 90, reply_markup={"keyboard": [[words, words, words]]})
    await visit.page.set_input_files("#pick-photo", [picture("teal")] * 9)
    await expect(visit.page.locator("#attached canvas")).to_have_count(9)
    assert await visit.page.evaluate(TOO_WIDE) == [0, 0, 0, 0]
    await visit.page.get_by_role("button", name={"en": "Page", "ja": "ページ"}[language]).click()
    await expect(visit.page.locator("#page-empty")).to_be_visible()
    assert (await visit.page.evaluate(TOO_WIDE))[0] == 0


async def test_the_chat_follows_a_reader_at_the_bottom_only(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    await talk(maya, bot)
    assert await from_bottom(maya) < 2
    await maya.page.locator("#scroller").hover()
    await maya.page.mouse.wheel(0, -600)
    await expect(maya.page.locator("#jump")).to_be_visible()
    before = await maya.page.locator("#scroller").evaluate("(it) => it.scrollTop")
    await bot.say(maya.person, "The newest")
    await expect(maya.page.locator("#jump-count")).to_have_text("1")
    assert await maya.page.locator("#scroller").evaluate("(it) => it.scrollTop") == before
    await maya.page.click("#jump")
    await expect(maya.page.locator("#jump")).to_be_hidden()
    await expect(maya.bubble("The newest")).to_be_in_viewport()


async def test_the_command_menu_speaks_the_persons_language(visitor: Visitor, bot: Bot) -> None:
    english = [{"command": name, "description": name} for name in ("pause", "page", "stats")]
    japanese = [{"command": "pause", "description": "お休みする"}]
    await bot.call("setMyCommands", commands=english)
    await bot.call("setMyCommands", commands=japanese, language_code="ja")
    maya, hana = await visitor(), await visitor("花", "ja")
    await maya.greeted(bot)
    await hana.greeted(bot)
    await maya.page.fill("#text", "/pa")
    await expect(maya.page.get_by_role("option")).to_have_count(2)
    await maya.page.press("#text", "ArrowDown")
    await maya.page.press("#text", "Enter")
    assert (await bot.heard())["text"] == "/page"
    await hana.page.get_by_role("button", name="コマンド").click()
    await expect(hana.page.get_by_role("option")).to_have_text(["/pauseお休みする"])
    await hana.page.get_by_role("option").click()
    assert (await bot.heard())["text"] == "/pause"


async def test_another_person_has_another_chat_and_language(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    await maya.greeted(bot)
    await maya.page.fill("#text", "half a thought")
    await maya.page.click("#person")
    await maya.page.get_by_role("menuitem", name="Add a person").click()
    await maya.page.get_by_label("Name", exact=True).fill("花")
    await maya.page.get_by_role("radio", name="日本語").check()
    await maya.page.get_by_role("button", name="Add", exact=True).click()
    await maya.page.get_by_role("button", name="はじめる").click()
    message = await bot.heard()
    assert (message["from"]["first_name"], message["from"]["language_code"]) == ("花", "ja")
    await expect(maya.bubble("Hello")).to_have_count(0)
    await maya.page.click("#person")
    await maya.page.get_by_role("menuitemradio", name="Maya").click()
    await expect(maya.bubble("Hello")).to_be_visible()
    await expect(maya.page.locator("#text")).to_have_value("half a thought")


async def test_a_blocked_bot_can_be_let_in_again(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    await maya.greeted(bot)
    await maya.page.click("#settings")
    await maya.page.get_by_role("menuitem", name="Block the bot").click()
    await expect(maya.page.locator("#composer")).to_be_hidden()
    await maya.page.get_by_role("button", name="Unblock").click()
    await expect(maya.page.locator("#composer")).to_be_visible()
    updates = await bot.updates(2)
    seen = [update["my_chat_member"]["new_chat_member"]["status"] for update in updates]
    assert seen == ["kicked", "member"]


async def test_typing_reactions_and_deletions_are_seen(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    gone = await bot.say(maya.person, "Soon gone")
    await expect(maya.bubble("Soon gone")).to_be_visible()
    await maya.write("A cat")
    mine = (await bot.heard())["message_id"]
    await bot.call("sendChatAction", chat_id=maya.person, action="typing")
    await expect(maya.page.locator("#typing")).to_be_visible()
    reaction: dict[str, Any] = {"type": "emoji", "emoji": "👍"}
    await bot.call("setMessageReaction", chat_id=maya.person, message_id=mine, reaction=[reaction])
    await expect(maya.bubble("A cat").locator(".reactions")).to_have_text("👍")
    await bot.call("deleteMessage", chat_id=maya.person, message_id=gone)
    await expect(maya.bubble("Soon gone")).to_have_count(0)
    await bot.say(maya.person, "Kept")
    await expect(maya.page.locator("#typing")).to_be_hidden()


async def test_the_public_page_is_beside_the_chat_and_stays_in_its_place(
    visitor: Visitor, bot: Bot
) -> None:
    hana = await visitor("花", "ja")
    await expect(hana.page.get_by_text("まだ何も公開していません")).to_be_visible()
    link = {"text": "あなたのページ", "url": f"{bot.address.replace('127.0.0.1', '[::1]')}/@hana"}
    keys = {"inline_keyboard": [[link]]}
    message = await bot.say(hana.person, "公開しました", reply_markup=keys)
    frame = hana.page.frame_locator("iframe:not(.coming)")
    await expect(frame.get_by_role("heading")).to_have_text("花のひとこと")
    await expect(hana.page.locator("#page-address")).to_contain_text("/@hana")
    count = await frame.locator("#count").text_content()
    await frame.locator("html").evaluate("(page) => page.scrollTo(0, 1500)")
    edit = {"message_id": message, "text": "直しました", "reply_markup": keys}
    await bot.call("editMessageText", chat_id=hana.person, **edit)
    await expect(frame.locator("#count")).not_to_have_text(str(count))
    assert await frame.locator("html").evaluate("(page) => page.scrollTop") == 1500
    await expect(hana.page.locator("iframe")).to_have_count(1)


async def test_on_a_phone_a_link_to_the_page_turns_to_it(visitor: Visitor, bot: Bot) -> None:
    hana = await visitor("花", "ja", size=PHONE)
    await bot.say(hana.person, f"ここです： {bot.address}/@hana")
    await hana.bubble("ここです").get_by_role("link").click()
    await expect(hana.page.locator("#page")).to_be_visible()
    await expect(hana.page.locator("#chat")).to_be_hidden()
    await hana.page.get_by_role("button", name="チャット").click()
    await expect(hana.bubble("ここです")).to_be_visible()
    assert len(hana.context.pages) == 1


async def lose_what_is_sent(route: Route) -> None:
    if route.request.method == "POST":
        await route.abort("connectionrefused")
    else:
        await route.continue_()


async def test_what_could_not_go_waits_for_a_tap(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    await maya.greeted(bot)
    await maya.page.route("**/messages", lose_what_is_sent)
    await maya.write("Later, then")
    again = maya.page.get_by_role("button", name="Not sent")
    await expect(again).to_be_visible()
    await maya.page.unroute("**/messages")
    maya.complaints.clear()
    await again.click()
    assert (await bot.heard())["text"] == "Later, then"
    await expect(maya.page.locator(".from-me")).to_have_count(1)
    await expect(maya.bubble("Later, then").get_by_role("img", name="Delivered")).to_be_visible()


async def test_a_playground_that_forgot_everybody_starts_afresh(browser: Browser) -> None:
    first = await server.start()
    async with ClientSession() as http:
        wish = {"first_name": "Maya", "language_code": "en", "started": True}
        await http.post(f"{first.url}/playground/people", json=wish)
    context = await browser.new_context(locale="en")
    page = await context.new_page()
    await page.goto(first.url)
    await expect(page.locator("#person-name")).to_have_text("Maya")
    await first.close()
    await expect(page.locator("#lost")).to_be_visible()
    second = await server.start(port=first.port)
    await expect(page.locator("#person")).to_be_hidden(timeout=15_000)
    await expect(page.get_by_role("button", name="Start")).to_be_visible()
    await expect(page.locator("#lost")).to_be_hidden()
    await context.close()
    await second.close()
