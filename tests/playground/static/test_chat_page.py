import re

import pytest
from playwright.async_api import Browser, expect

from tests.playground.static.browser import Bot, Visitor, picture

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_page_forbids_every_inline_script_and_style(address: str, bot: Bot) -> None:
    async with bot.http.get(f"{address}/playground/") as response:
        rules, body = response.headers["Content-Security-Policy"], await response.text()
    assert "unsafe" not in rules
    assert re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|https?://", body) is None


async def test_a_newcomer_starts_with_one_tap(browser: Browser, bot: Bot) -> None:
    context = await browser.new_context(locale="ja-JP")
    page = await context.new_page()
    await page.goto(f"{bot.address}/")
    await page.get_by_role("button", name="はじめる").click()
    message = await bot.heard()
    assert (message["text"], message["from"]["language_code"]) == ("/start", "ja")
    await expect(page.locator(".from-me .words")).to_have_text("/start")
    await expect(page.locator("#hero")).to_be_hidden()
    await context.close()


async def test_a_message_appears_with_its_marks(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    text = "🎉 <b>Kept</b> &amp; safe, see /stats or <a href='https://example.org/x'>this</a>"
    await bot.say(maya.person, text, parse_mode="HTML", disable_notification=True)
    bubble = maya.bubble("Kept")
    await expect(bubble.locator(".words")).to_have_text("🎉 Kept & safe, see /stats or this")
    await expect(bubble.locator("strong")).to_have_text("Kept")
    await expect(bubble.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")
    await expect(bubble.get_by_role("img", name="Silent")).to_be_visible()
    await bubble.get_by_role("button", name="/stats").click()
    assert (await bot.heard())["text"] == "/stats"


async def test_markup_in_a_message_stays_text(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor("<img src=x onerror=alert(1)>")
    text = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    await bot.say(maya.person, text)
    await expect(maya.page.locator(".words")).to_have_text(text)
    assert await maya.page.locator(".messages img, .messages script").count() == 0


async def test_a_button_presses_and_shows_what_the_bot_answers(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    row = [{"text": name, "callback_data": name} for name in ("Later", "Skip today")]
    await bot.say(maya.person, "A question", reply_markup={"inline_keyboard": [row]})
    await maya.page.get_by_role("button", name="Skip today").click()
    query = await bot.pressed()
    assert query["data"] == "Skip today"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Skipped")
    await expect(maya.page.locator(".toast")).to_have_text("Skipped")
    await maya.page.get_by_role("button", name="Later").click()
    alert = {"text": "Until when?", "show_alert": True}
    query = await bot.pressed()
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], **alert)
    await expect(maya.page.get_by_role("dialog")).to_contain_text("Until when?")
    await maya.page.get_by_role("button", name="OK").click()
    await expect(maya.page.get_by_role("dialog")).to_have_count(0)


async def test_a_reply_keyboard_speaks_for_the_person(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    keys = [[{"text": "Where I am", "request_location": True}], [{"text": "Type a city"}]]
    await bot.say(maya.person, "Where?", reply_markup={"keyboard": keys})
    await maya.page.get_by_role("button", name="Type a city").click()
    assert (await bot.heard())["text"] == "Type a city"
    await maya.page.get_by_role("button", name="Where I am").click()
    await maya.page.get_by_role("button", name="Kyoto").click()
    assert (await bot.heard())["location"] == {"latitude": 35.0116, "longitude": 135.7681}
    await bot.say(maya.person, "Thanks", reply_markup={"remove_keyboard": True})
    await expect(maya.page.get_by_role("button", name="Type a city")).to_have_count(0)


async def test_two_photos_go_as_an_album_with_one_caption(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    await maya.greeted(bot)
    await maya.page.set_input_files("#pick-photo", [picture("teal"), picture("tan")])
    await maya.write("Two of the sea")
    first, second = (update["message"] for update in await bot.updates(2))
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "Two of the sea"
    photos = maya.page.locator(".from-me .photos img")
    await expect(photos).to_have_count(2)
    for photo in await photos.all():
        await expect(photo).to_have_js_property("naturalWidth", 320)
    await expect(maya.page.locator("#attached")).to_be_hidden()


@pytest.mark.parametrize(
    ("event", "carrier"), [("paste", "clipboardData"), ("drop", "dataTransfer")]
)
async def test_a_picture_is_taken_from(
    event: str, carrier: str, visitor: Visitor, bot: Bot
) -> None:
    maya = await visitor()
    await maya.greeted(bot)
    await maya.page.evaluate(
        """([event, carrier, bytes]) => {
            const held = new DataTransfer();
            held.items.add(new File([new Uint8Array(bytes)], "a.png", { type: "image/png" }));
            const make = { paste: ClipboardEvent, drop: DragEvent }[event];
            const happened = new make(event, { [carrier]: held, bubbles: true, cancelable: true });
            document.getElementById("text").dispatchEvent(happened);
        }""",
        [event, carrier, list(picture("teal")["buffer"])],
    )
    await expect(maya.page.locator("#attached canvas")).to_be_visible()
    await maya.page.get_by_role("button", name="Send", exact=True).click()
    assert len((await bot.heard())["photo"]) > 0


async def test_an_own_message_is_edited(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    await maya.greeted(bot)
    await maya.write("A cup of te")
    await bot.heard()
    await maya.choose("A cup of te", "Edit")
    await expect(maya.page.locator("#text")).to_have_value("A cup of te")
    await maya.write("A cup of tea")
    assert (await bot.heard())["text"] == "A cup of tea"
    await expect(maya.bubble("A cup of tea").locator(".meta")).to_contain_text("edited")
    await expect(maya.page.locator(".from-me")).to_have_count(1)


async def test_a_reply_names_what_it_answers(visitor: Visitor, bot: Bot) -> None:
    maya = await visitor()
    asked = await bot.say(maya.person, "What is within reach?")
    await maya.choose("What is within reach?", "Reply")
    await maya.write("A cat")
    assert (await bot.heard())["reply_to_message"]["message_id"] == asked
    await expect(maya.bubble("A cat").locator(".quote")).to_contain_text("What is within reach?")


async def test_enter_while_composing_japanese_does_not_send(visitor: Visitor, bot: Bot) -> None:
    hana = await visitor("花", "ja")
    await hana.greeted(bot)
    await hana.page.focus("#text")
    keyboard = await hana.context.new_cdp_session(hana.page)
    composed = {"text": "おちゃ", "selectionStart": 3, "selectionEnd": 3}
    await keyboard.send("Input.imeSetComposition", composed)
    await hana.page.keyboard.press("Enter")
    await expect(hana.page.locator("#text")).to_have_value(re.compile("おちゃ"))
    await expect(hana.page.locator(".from-me")).to_have_count(0)
    await hana.page.fill("#text", "")
    await keyboard.send("Input.insertText", {"text": "お茶"})
    await hana.page.keyboard.press("Shift+Enter")
    await keyboard.send("Input.insertText", {"text": "と本"})
    await hana.page.keyboard.press("Enter")
    assert (await bot.heard())["text"] == "お茶\nと本"
