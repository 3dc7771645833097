"""Judges the call log of a playground that runs in another process."""

from typing import Any

from tests.playground.judge import UnfitError, check_request

Json = dict[str, Any]


def findings(calls: list[Json]) -> list[str]:
    """What was no request of the Bot API, by aiogram's models."""
    found = []
    for call in calls:
        try:
            check_request(call["method"], call["parameters"])
        except UnfitError as error:
            found.append(str(error))
    return found
