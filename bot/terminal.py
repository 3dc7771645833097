"""What whoever runs Hibi reads in the terminal."""

import errno
import socket
import sys

PLAYGROUND = (
    "Hibi runs with its playground: {url}/\n"
    "To talk to Telegram, put HIBI_TELEGRAM_TOKEN (from @BotFather) into .env."
)
RUNS = "Hibi runs as @{bot_name}."
OWNER = "Open this once to become its owner: https://t.me/{bot_name}?start={token}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def cannot_listen(error: OSError, host: str, port: int) -> str:
    """One line for a port that is taken, or for an address that is not this machine's."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return "HIBI_HOST: is no address of this machine. Example: HIBI_HOST=127.0.0.1"
    example = f"Example: HIBI_PORT={port % 65535 + 1}"
    if error.errno == errno.EADDRINUSE:
        return f"HIBI_PORT: another program listens on {host}:{port} already. {example}"
    return f"HIBI_PORT: cannot listen on {host}:{port} ({error.strerror}). {example}"
