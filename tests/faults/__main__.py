"""`python -m tests.faults`: prints the matrix, then each figure as `name: value`."""

import asyncio
import sys

from tests.faults.figures import Row, all_rows, figures, heading, line

BAD = ("network_duplicates", "network_losses", "network_asked_avoidable")


async def _measured() -> list[Row]:
    print(heading(), flush=True)
    rows = []
    async for row in all_rows():
        print(line(row), flush=True)
        rows.append(row)
    return rows


def main() -> None:
    found = figures(asyncio.run(_measured()))
    print("\n`-`: this network has no such moment; `asked`: the person said whether it stands.\n")
    for name, value in found.items():
        print(f"{name}: {value}")
    sys.exit(any(found[name] for name in BAD))


if __name__ == "__main__":
    main()
