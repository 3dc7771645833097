"""The rounds, taken in turns, and the figures that come of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.children import ask, ask_both, stand_in
from bench.databases import Files, Server, server
from bot.services.nudging import BATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured; the figures are only worth something at the full size."""

    rounds: int = 5
    people: int = 10_000
    """Due at once, in each round."""
    ptb_messages: int = 1_000
    bare_messages: int = 10_000
    deliveries: int = 2_000
    """Due at once, each to an account of its own."""
    posts_of_others: int = 500
    crowd: int = 100_000
    """In the database of a worker that has nothing to do."""
    idle_seconds: float = 3.0
    postgresql: bool = True


def measured(size: Size) -> Iterator[tuple[str, float]]:
    """Each figure by its name, as soon as it is known."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hibi-bench-")))
        api_url = stack.enter_context(stand_in())
        files = Files(folder)
        found = stack.enter_context(server(folder)) if size.postgresql else None
        yield from _rates(size, api_url, files, found)
        yield "idle_memory_ratio_100k", _memory(size, api_url, files)


def _rates(
    size: Size, api_url: str, files: Files, found: Server | None
) -> Iterator[tuple[str, float]]:
    people = size.people + BATCH  # the first batch only warms up
    template = files.filled(people, due=True)
    subjects = [
        lambda: _ours(api_url, files.copy(template)),
        lambda: ask("ptb_default", api_url, size.ptb_messages),
        lambda: ask("bare", api_url, size.bare_messages),
    ]
    if found:
        found.fill(people)
        subjects.append(lambda: _ours(api_url, found.copy()))
    nudges, default, bare, *postgresql = _in_turns(size.rounds, subjects)
    yield "nudges_per_cpu_s", median(nudges)
    # Each round by its own neighbours: what slows a whole round down counts for nobody.
    yield "nudges_vs_ptb_default", median(_quotients(nudges, default))
    yield "nudges_vs_bare_aiohttp", median(_quotients(nudges, bare))
    for rates in postgresql:
        yield "nudges_per_cpu_s_postgresql", median(rates)


def deliveries(size: Size) -> Iterator[tuple[str, float]]:
    """Answers a CPU second, to a Mastodon server, beside others who post the same there."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hibi-bench-")))
        url = stack.enter_context(stand_in("mastodon_stub"))
        files = Files(folder)
        template = files.filled(0, due=False)
        ours, threads, others = _in_turns(
            size.rounds,
            [
                lambda: _delivered(url, size.deliveries, files.copy(template)),
                lambda: ask("mastodon_py", url, size.posts_of_others),
                lambda: ask("apprise_posts", url, size.posts_of_others),
            ],
        )
        yield "deliveries_per_cpu_s", median(ours)
        yield "deliveries_cpu_ms", 1000 / median(ours)
        yield "mastodon_py_per_cpu_s", median(threads)
        yield "apprise_per_cpu_s", median(others)
        yield "deliveries_vs_mastodon_py", median(_quotients(ours, threads))
        yield "deliveries_vs_apprise", median(_quotients(ours, others))


def _delivered(url: str, count: int, copy: AbstractContextManager[tuple[str, Path]]) -> float:
    with copy as (database_url, folder):
        return ask("deliveries", url, count, database_url, folder)


def _ours(api_url: str, copy: AbstractContextManager[tuple[str, Path]]) -> float:
    with copy as (database_url, folder):
        return ask("nudges", api_url, database_url, folder)


def _in_turns(rounds: int, subjects: Sequence[Callable[[], float]]) -> list[list[float]]:
    taken = [[subject() for subject in subjects] for _ in range(rounds)]
    return [list(each) for each in zip(*taken, strict=True)]


def _quotients(ours: list[float], theirs: list[float]) -> list[float]:
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def _memory(size: Size, api_url: str, files: Files) -> float:
    empty, full = files.filled(0, due=False), files.filled(size.crowd, due=False)
    return median(_one_memory(size, api_url, files, empty, full) for _ in range(size.rounds))


def _one_memory(size: Size, api_url: str, files: Files, empty: Path, full: Path) -> float:
    with files.copy(empty) as one, files.copy(full) as other:
        none, many = ask_both(
            "memory", (api_url, *one, size.idle_seconds), (api_url, *other, size.idle_seconds)
        )
    return many / none
