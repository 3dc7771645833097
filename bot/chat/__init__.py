"""Listens and answers in Telegram."""

import os

# PTB gives waits as timedelta from its next release on; ask for it now instead of its warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")
