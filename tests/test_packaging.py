"""What is shipped: locked, lean, and nothing secret in it."""

import importlib.metadata
import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.config import Settings, read_settings

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+) \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
PYTHONS = ("3.11.0", "3.11.2", "3.11.9", "3.12.4", "3.13.1", "3.14.0")
SYSTEMS = ("linux", "darwin")


def _pins(lock: str) -> dict[str, str]:
    found = map(PIN.match, (ROOT / lock).read_text().splitlines())
    return {canonicalize_name(match[1]): match[2] for match in found if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    strange = [line for line in lines if line and not line.lstrip().startswith("#")]
    strange = [line for line in strange if not PIN.match(line) and not HASH.match(line)]
    bare = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if PIN.match(line) and not HASH.match(following)
    ]

    assert len(_pins(lock)) > 50
    assert strange == []
    assert bare == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert re.findall(r"\S*://\S*|--(?:\w+-)?index\S*|--find-links\S*|\S+ @ \S+", text) == []


def test_the_bluesky_lock_names_no_host() -> None:
    lock = json.loads((ROOT / "tests/peers/package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert len(packages) > 100
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


def test_both_locks_agree() -> None:
    shipped, tested = (_pins(lock) for lock in LOCKS)

    assert {name: tested.get(name) for name in shipped} == shipped


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_the_locks_serve_every_python(python: str, system: str) -> None:
    """pip refuses a whole lock for one dependency that only another Python needs."""
    there = {
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": system,
        "platform_system": system.title(),
        "extra": "",
    }

    assert [_unlocked(lock, there) for lock in LOCKS] == [set(), set()]


def _unlocked(lock: str, there: dict[str, str]) -> set[str]:
    pins = _pins(lock)
    return {
        f"{name} needs {requirement}"
        for name in pins
        for requirement in map(Requirement, importlib.metadata.requires(name) or [])
        if requirement.marker is not None
        and requirement.marker.evaluate(there)
        and canonicalize_name(requirement.name) not in pins
    }


def _example() -> list[tuple[str, str, str]]:
    text = (ROOT / ".env.example").read_text()
    blocks = [block.splitlines() for block in text.strip().split("\n\n")[1:]]
    rows = []
    for *sentence, setting in blocks:
        name, _, value = setting.removeprefix("# ").partition("=")
        rows.append((name, " ".join(line.removeprefix("# ") for line in sentence), value))
    return rows


def test_the_example_shows_every_setting_with_its_sentence() -> None:
    expected = [
        (f"HIBI_{name.upper()}", field.description, str((field.examples or [""])[0]))
        for name, field in Settings.model_fields.items()
    ]

    assert sorted(_example()) == sorted(expected)


def test_every_example_is_a_setting_that_works() -> None:
    given = {name.removeprefix("HIBI_").lower(): value for name, _, value in _example()}

    settings = read_settings(**given)

    assert settings.port == int(given["port"])


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_the_readme_lists_every_setting(readme: str) -> None:
    text = (ROOT / readme).read_text()
    listed = re.findall(r"^\| `HIBI_(\w+)` \|", text, re.MULTILINE)

    assert sorted(name.lower() for name in listed) == sorted(Settings.model_fields)


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_the_readme_shows_both_commands(readme: str) -> None:
    text = (ROOT / readme).read_text()

    assert {"make run", "make test"} <= set(re.findall(r"make \w+", text))


def test_the_licence_is_mit() -> None:
    assert (ROOT / "LICENSE").read_text().startswith("MIT License\n")
