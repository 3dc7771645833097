"""The real child behind a door that obeys a few words, to see what its parent does.

Arguments: the real child's path, then the job. Lives in the tests only.
"""

import io
import os
import runpy
import signal
import sys
import time

CHILD = sys.argv.pop(1)


def burn() -> None:
    runpy.run_path(CHILD)["limit_resources"](memory=1 << 29, cpu_s=1, wall_s=30)
    while True:
        pass


def spew() -> None:
    while True:
        os.write(1, bytes(1 << 20))


def main() -> None:
    data = sys.stdin.buffer.read()
    match data[:4]:
        case b"KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"HANG":
            time.sleep(600)
        case b"BURN":
            burn()
        case b"SPEW":
            spew()
        case b"LIES":
            os.write(1, b'{"mime": "image/png", "width": 1, "height": 1}\n<script>')
        case b"ENV?":
            sys.exit(3 + sum(name.startswith("HIBI_") for name in os.environ))
        case _:
            sys.stdin = io.TextIOWrapper(io.BytesIO(data))
            runpy.run_path(CHILD, run_name="__main__")


main()
