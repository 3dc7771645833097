"""Settings: what is refused, in one line that shows no secret."""

from typing import Any

import pytest

from bot.config import Join, Updates, WrongSetting, read_settings
from bot.network_settings import APPS
from bot.process_setup import secrets_of

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HTTPS = "https://hibi.example.org"
SECRET = "very-secret"

WRONG = {
    "telegram_token": SECRET,
    "telegram_api_url": f"https://hana:{SECRET}@telegram.example",
    "updates": SECRET,
    "database_url": f"mysql://hana:{SECRET}@localhost/hibi",
    "redis_url": f"memcached://:{SECRET}@localhost",
    "public_url": f"{HTTPS}/?key={SECRET}",
    "trusted_proxies": SECRET,
    "port": SECRET,
    "secret_keys": SECRET,
    "join": SECRET,
    "send_rate": "0",
    "log_level": SECRET,
    "messages_a_minute": "none",
    "in_image": SECRET,
    "bluesky_plc": "plc.directory",
}
TOGETHER: list[tuple[dict[str, Any], str]] = [
    ({"updates": "webhook"}, "HIBI_UPDATES"),
    ({"updates": "webhook", "telegram_token": TOKEN}, "HIBI_UPDATES"),
    (
        {"updates": "webhook", "telegram_token": TOKEN, "public_url": "http://hibi.example"},
        "HIBI_PUBLIC_URL",
    ),
    ({"public_url": HTTPS}, "HIBI_TELEGRAM_TOKEN"),
    ({"telegram_token": TOKEN, "public_url": HTTPS, "loopback_networks": 1}, "HIBI_LOOPBACK_"),
    ({"telegram_token": TOKEN, "telegram_api_url": "http://telegram.example"}, "HIBI_TELEGRAM_API"),
]


def refused(**given: Any) -> str:
    with pytest.raises(WrongSetting) as caught:
        read_settings(**given)
    return str(caught.value)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named_with_an_example_and_without_its_value(name: str) -> None:
    line = refused(**{name: WRONG[name]})

    assert line.startswith(f"HIBI_{name.upper()}: ")
    assert f". Example: HIBI_{name.upper()}=" in line
    assert "\n" not in line
    assert SECRET not in line


@pytest.mark.parametrize(("given", "named"), TOGETHER)
def test_settings_that_do_not_fit_together_are_refused(given: dict[str, Any], named: str) -> None:
    line = refused(**given)

    assert line.startswith(named)
    assert ". Example: HIBI_" in line


def test_plain_webhooks_are_for_a_telegram_on_this_machine() -> None:
    settings = read_settings(
        telegram_token=TOKEN,
        telegram_api_url="http://127.0.0.1:8081",
        updates="webhook",
        public_url="http://127.0.0.1:8080",
    )

    assert settings.mode is Updates.WEBHOOK


def test_a_public_address_brings_webhooks_and_a_token_brings_invitations() -> None:
    public = read_settings(telegram_token=TOKEN, public_url=HTTPS)
    at_home = read_settings()

    assert (public.mode, public.joining) == (Updates.WEBHOOK, Join.INVITE)
    assert (at_home.mode, at_home.joining) == (Updates.POLLING, Join.OPEN)


def test_no_secret_is_shown_by_the_settings_themselves() -> None:
    settings = read_settings(telegram_token=TOKEN, secret_keys=f"{SECRET}-{SECRET}")

    assert TOKEN not in repr(settings)
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(("network", "names"), APPS.items())
def test_the_keys_of_an_app_come_in_pairs(network: str, names: tuple[str, str]) -> None:
    key, secret = names

    assert refused(**{key: "an-id"}).startswith(f"HIBI_{secret.upper()}: ")
    assert refused(**{secret: "a-secret"}).startswith(f"HIBI_{key.upper()}: ")
    both = read_settings(**{key: "an-id", secret: "a-secret"})
    assert both.app_keys(network) == ("an-id", "a-secret")
    assert "a-secret" not in repr(both)
    assert "a-secret" in secrets_of(both)
