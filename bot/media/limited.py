"""Becomes another program, within limits: the only way in which we start ffmpeg.

Run as a script by `bot.media.programs`, isolated (`-I -S`); it imports nothing of ours. The job is
JSON in the first argument; whoever starts it gets the other program's exit code.
"""

import json
import os
import resource
import signal
import sys


def main() -> None:
    job = json.loads(sys.argv[1])
    if sys.platform == "linux":  # elsewhere the address space cannot be bounded
        resource.setrlimit(resource.RLIMIT_AS, (job["memory"], job["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_s"], job["cpu_s"] + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (job["file_size"], job["file_size"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Python ignores it, and what is ignored stays so over exec.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    # Lasts over exec: it also ends when the parent is gone and cannot end it any more.
    signal.alarm(job["wall_s"])
    os.execv(job["command"][0], job["command"])  # noqa: S606 - our own command, no shell


if __name__ == "__main__":
    main()
