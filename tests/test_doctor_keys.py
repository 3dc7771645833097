"""What the doctor says of networks that need keys of whoever runs this."""

from typing import Any

import pytest

from bot.config import read_settings
from bot.doctor import _networks
from bot.network_settings import APPS

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.mark.parametrize(("name", "names"), APPS.items())
def test_it_says_what_a_network_still_needs(name: str, names: tuple[str, str]) -> None:
    key, secret = names
    keys = {key: "an-id", secret: "a-secret"}

    assert said(name) == (
        f"·  {name}: not offered to people; it needs HIBI_{key.upper()} and HIBI_{secret.upper()}."
    )
    assert said(name, **keys) == f"·  {name}: not offered to people; it needs HIBI_PUBLIC_URL."
    public = {"telegram_token": TOKEN, "public_url": "https://hibi.example"}
    assert said(name, **keys, **public) == f"✓  {name}: people can link it."


def said(name: str, **given: Any) -> str:
    lines: list[str] = []
    _networks(read_settings(_env_file=None, **given), lines.append)
    (line,) = [one for one in lines if f"  {name}: " in one]
    return line
