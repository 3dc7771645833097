"""The image and its neighbours: what goes in, as whom it runs, who may reach it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
SECRETS = (
    ".env",
    ".env.production",
    "bot/.env",
    ".git/config",
    "data/hibi.db",
    "data/secret.key",
    "data/media/1/a.jpg",
    "hibi.db",
    "bot/hibi.db",
    "backup.tar.gz",
    "id_rsa",
    ".venv/bin/python",
    "tests/conftest.py",
    "compose.yaml",
)


def _pattern(rule: str) -> re.Pattern[str]:
    regex = re.escape(rule.strip("/")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(f"{regex}(?:/.*)?")  # a rule for a folder holds for what is in it


def _goes_in(path: str) -> bool:
    """As Docker reads .dockerignore: the last rule that fits decides.

    https://docs.docker.com/build/concepts/context/#dockerignore-files (2026-11)
    """
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    verdict = True
    for rule in rules:
        if rule and not rule.startswith("#") and _pattern(rule.removeprefix("!")).fullmatch(path):
            verdict = rule.startswith("!")
    return verdict


@pytest.mark.parametrize("path", SECRETS)
def test_no_secret_goes_into_the_image(path: str) -> None:
    assert not _goes_in(path)


def test_what_the_image_needs_goes_in() -> None:
    code = [path for room in ("bot", "migrations") for path in (ROOT / room).rglob("*")]
    needed = [path for path in code if path.is_file() and "__pycache__" not in path.parts]
    names = [path.relative_to(ROOT).as_posix() for path in needed]

    assert len(names) > 50
    assert [name for name in names if not _goes_in(name)] == []


def test_what_the_image_copies_is_there() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    copied = [name for line in lines for name in line.split()]

    assert "requirements.lock" in copied
    assert [name for name in copied if not (ROOT / name).exists() or not _goes_in(name)] == []


def test_the_image_runs_as_nobody_special_and_checks_hashes() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes -r requirements.lock" in dockerfile
    assert "HIBI_IN_IMAGE=1" in dockerfile


def _compose() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return parsed


@pytest.mark.parametrize("name", ["web", "worker", "postgres", "redis"])
def test_every_service_is_shut_in(name: str) -> None:
    service = _compose()["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_the_web_is_published_and_to_this_machine_alone() -> None:
    services = _compose()["services"]
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert set(services) == {"web", "worker", "postgres", "redis"}
    assert published == {"web": ["127.0.0.1:8080:8080"]}


def test_web_and_worker_share_one_database_and_one_redis() -> None:
    services = _compose()["services"]
    shared = [
        {
            name: services[part]["environment"][name]
            for name in ("HIBI_DATABASE_URL", "HIBI_REDIS_URL")
        }
        for part in ("web", "worker")
    ]

    assert shared[0] == shared[1]


def test_passwords_come_from_whoever_runs_it() -> None:
    secrets = re.findall(r"\$\{(\w+)(.*?)\}", (ROOT / "compose.yaml").read_text())

    assert {name for name, _ in secrets} == {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert {rest for _, rest in secrets} == {":?set it in .env"}
