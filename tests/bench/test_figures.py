import re
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FIGURE = re.compile(r"(?P<name>[a-z][a-z0-9_]*): (?P<value>-?\d+(?:\.\d+)?)")
ALWAYS = {
    "nudges_per_cpu_s",
    "nudges_vs_ptb_default",
    "nudges_vs_bare_aiohttp",
    "idle_memory_ratio_100k",
}


@cache
def lines() -> list[str]:
    """What one tiny measuring prints; it must end well."""
    tiny = {
        "rounds": 1,
        "people": 120,
        "ptb-messages": 20,
        "bare-messages": 20,
        "crowd": 50,
        "idle-seconds": 0.1,
    }
    flags = [f"--{name}={value}" for name, value in tiny.items()]
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--no-postgresql", *flags],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_each_line_is_a_name_and_a_plain_number() -> None:
    assert [line for line in lines() if not FIGURE.fullmatch(line)] == []


def test_every_figure_comes_once_and_was_measured() -> None:
    found = [FIGURE.fullmatch(line) for line in lines()]
    figures = {match["name"]: float(match["value"]) for match in found if match}

    assert len(lines()) == len(figures)
    assert figures.keys() == ALWAYS
    assert {name for name, value in figures.items() if value <= 0} == set()


def test_deliveries_are_measured_beside_others() -> None:
    tiny = ["--rounds=1", "--deliveries=4", "--posts-of-others=4"]
    done = subprocess.run(
        [sys.executable, "-m", "bench", "deliveries", *tiny],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [FIGURE.fullmatch(line) for line in done.stdout.splitlines()]
    figures = {match["name"]: float(match["value"]) for match in found if match}

    assert None not in found
    assert {"deliveries_vs_mastodon_py", "deliveries_vs_apprise"} <= figures.keys()
    assert min(figures.values()) > 0
