"""The memory of a worker that has nothing to do: its clock ticks, its lines look, nobody is due."""

import asyncio
import json
import resource
import sys
from pathlib import Path

from bench.worker import worker

STATM = Path("/proc/self/statm")


async def idle(api_url: str, database_url: str, folder: Path, seconds: float) -> None:
    async with worker(api_url, database_url, folder) as one:
        await one.begin()
        await one.app.sweep()
        await one.app.daily()
        await asyncio.sleep(seconds)
        print(json.dumps(_resident()), flush=True)


def _resident() -> float:
    """Bytes in memory right now; the most so far where the system does not tell."""
    if STATM.exists():
        return float(int(STATM.read_text().split()[1]) * resource.getpagesize())
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    asyncio.run(idle(sys.argv[1], sys.argv[2], Path(sys.argv[3]), float(sys.argv[4])))
