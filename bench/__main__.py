"""`python -m bench`: prints each figure as `name: value` on a line of its own."""

import argparse
import signal
import sys
from dataclasses import fields

from bench.figures import Size, deliveries, measured

MEASURED = {"nudges": measured, "deliveries": deliveries}


def main() -> None:
    # Also whoever is told to end gives back its servers and its files.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    what, size = _wishes()
    for name, value in MEASURED[what](size):
        print(f"{name}: {value:.3f}", flush=True)


def _wishes() -> tuple[str, Size]:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What is measured.")
    parser.add_argument("what", nargs="?", choices=MEASURED, default="nudges")
    for each in fields(Size):
        option = f"--{each.name.replace('_', '-')}"
        if isinstance(each.default, bool):
            parser.add_argument(option, action=argparse.BooleanOptionalAction, default=each.default)
        else:
            parser.add_argument(option, type=type(each.default), default=each.default)
    wishes = vars(parser.parse_args())
    return wishes.pop("what"), Size(**wishes)


if __name__ == "__main__":
    main()
