"""The keys that seal what the database keeps of tokens: set, or made once beside the data."""

import os
import tempfile
from pathlib import Path

from bot.config import Settings, WrongSetting
from bot.db.types import new_key

KEY_FILE = "secret.key"


def keys_of(settings: Settings) -> list[str]:
    """The sealing keys; where none is set, one is made once and kept beside the data."""
    if settings.secret_keys:
        return [key.get_secret_value() for key in settings.secret_keys]
    path = settings.data_dir / KEY_FILE
    try:
        if not path.exists():
            _write_key(path)
        key = path.read_text("utf-8").strip()
    except OSError as error:
        raise WrongSetting(
            f"HIBI_DATA_DIR: no key can be kept there ({type(error).__name__}). "
            "Example: HIBI_DATA_DIR=/var/lib/hibi"
        ) from None
    if not key:
        raise WrongSetting(
            f"HIBI_DATA_DIR: the key in {KEY_FILE} is empty; put the right one back, or remove "
            "the file and sign in everywhere anew. Example: HIBI_DATA_DIR=/var/lib/hibi"
        )
    return [key]


def _write_key(path: Path) -> None:
    """Puts a whole key there at once; where another process was faster, its key stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made readable by its owner alone from the start.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
    made = Path(name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(new_key() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(made)
    except FileExistsError:
        return
    finally:
        made.unlink()
