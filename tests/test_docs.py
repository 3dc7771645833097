"""What is written for people is true to the tree."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.chat.application import FEATURES
from bot.config import Settings
from bot.networks import NETWORKS

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "README.ja.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
READMES = PAGES[:2]
NAMED = re.compile(r"[\w.]+\.(?:py|js|css|html|svg|toml|po|gz)")
ROOM = re.compile(r"bot/\S*")


def _read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _map() -> list[str]:
    """Every file that the map of ARCHITECTURE.md names, with its room."""
    block = _read("ARCHITECTURE.md").split("```")[1]
    room, found = "", []
    for line in block.splitlines():
        if match := ROOM.match(line):
            room = match[0]
        elif line.strip():
            names = re.split(r"\s{2,}", line.strip())[0].split()
            found += [room + name for name in names if NAMED.fullmatch(name)]
    return found


def _files() -> list[str]:
    paths = (path for path in (ROOT / "bot").rglob("*") if NAMED.fullmatch(path.name))
    return sorted(path.relative_to(ROOT).as_posix() for path in paths if _says_something(path))


def _says_something(path: Path) -> bool:
    """An `__init__.py` that only holds its room's sentence is the room itself."""
    return path.name != "__init__.py" or len(ast.parse(path.read_text("utf-8")).body) > 1


def test_the_map_names_every_file_once() -> None:
    named, files = Counter(_map()), _files()

    assert [name for name, times in named.items() if times > 1] == []
    assert {"not in the map": sorted(set(files) - set(named))} == {"not in the map": []}
    assert {"gone from bot/": sorted(set(named) - set(files))} == {"gone from bot/": []}


def test_every_word_of_make_is_explained() -> None:
    words = re.findall(r"^([a-z-]+):.*## ", _read("Makefile"), re.MULTILINE)
    told = set(re.findall(r"`make ([a-z-]+)", _read("CONTRIBUTING.md")))

    assert sorted(told) == sorted(words)


@pytest.mark.parametrize("page", PAGES)
def test_links_within_the_repository_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", _read(page))
    inside = [link for link in links if "://" not in link and not link.startswith("#")]

    assert [link for link in inside if not (ROOT / link).is_file()] == []


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_are_there(page: str) -> None:
    named = re.findall(r"`((?:bot|tests|bench|migrations)/[\w./]+\.\w+)`", _read(page))

    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_the_readme_says_of_each_setting_what_the_code_says() -> None:
    rows = re.findall(r"^\| `HIBI_(\w+)` \| (.*) \| (.*) \| `(.*)` \|$", _read("README.md"), re.M)
    fields = Settings.model_fields.items()

    assert sorted(rows) == sorted(
        (name.upper(), field.description, _default(name), str((field.examples or [""])[0]))
        for name, field in fields
    )


def _default(name: str) -> str:
    default = Settings.model_fields[name].default
    if default in (None, "", (), False):
        return ""
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_tells_of_every_command(readme: str) -> None:
    commands = {
        command.command for feature in FEATURES for command in getattr(feature, "COMMANDS", ())
    }
    told = set(re.findall(r"(?<![\w.`/~])/([a-z]+)\b(?!/)", _read(readme).partition("\n## ")[2]))

    assert commands - told - {"start"} == set()


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_has_a_row_for_every_network(readme: str) -> None:
    heading = "## 公開先" if ".ja." in readme else "## Networks"
    section = _read(readme).partition(heading)[2].partition("\n## ")[0]
    table = section.partition("\n|---")[2].partition("\n\n")[0]

    assert table.count("\n| ") == len(NETWORKS)


def test_both_readmes_tell_the_same() -> None:
    def shape(readme: str) -> list[tuple[str, int]]:
        sections = re.split(r"^## .*$", _read(readme), flags=re.MULTILINE)
        return [
            ("\n".join(re.findall(r"^```\w*", part, re.M)), part.count("\n| ")) for part in sections
        ]

    assert shape("README.ja.md") == shape("README.md")


@pytest.mark.parametrize("readme", READMES)
def test_every_screenshot_is_shown(readme: str) -> None:
    language = "ja" if ".ja." in readme else "en"
    taken = {path.name for path in (ROOT / "tests/screenshots").glob(f"*.{language}.png")}

    assert set(re.findall(r"\(tests/screenshots/([\w.-]+)\)", _read(readme))) == taken
    assert len(taken) == 4
