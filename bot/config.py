"""Settings, read once from the environment and `.env`; every field with its sentence."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from bot import setting_values
from bot.network_settings import NetworkSettings
from bot.setting_values import is_loopback, is_plain

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,}")
TELEGRAM = "https://api.telegram.org"


class WrongSetting(Exception):
    """One line that names the setting, the problem and an example; never its value."""


class Updates(StrEnum):
    POLLING = "polling"
    WEBHOOK = "webhook"


class Join(StrEnum):
    INVITE = "invite"
    OPEN = "open"


class Settings(NetworkSettings):
    """What the person who runs this Hibi can choose."""

    model_config = SettingsConfigDict(
        env_prefix="HIBI_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: SecretStr | None = Field(
        None,
        description="The bot's token from @BotFather. Without it the playground starts.",
        examples=["110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"],
    )
    telegram_api_url: str = Field(
        TELEGRAM,
        description="Where the Bot API answers.",
        examples=["https://api.telegram.org"],
    )
    updates: Updates | None = Field(
        None,
        description="`polling` or `webhook`; `webhook` by default where PUBLIC_URL is https.",
        examples=["polling"],
    )
    database_url: str | None = Field(
        None,
        repr=False,
        description="PostgreSQL for many processes; by default SQLite in DATA_DIR.",
        examples=["postgresql+asyncpg://hibi:password@localhost/hibi"],
    )
    redis_url: SecretStr | None = Field(
        None,
        description="Redis, so that many processes share their limits.",
        examples=["redis://localhost:6379/0"],
    )
    public_url: str | None = Field(
        None,
        description="The address under which people reach this Hibi.",
        examples=["https://hibi.example.org"],
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Addresses or networks of your own proxies, whose X-Forwarded-For counts.",
        examples=["127.0.0.1,10.0.0.0/8"],
    )
    host: str = Field(
        "127.0.0.1", description="The address that the web server binds to.", examples=["127.0.0.1"]
    )
    port: int = Field(
        8080, ge=0, le=65535, description="The port of the web server.", examples=["8080"]
    )
    data_dir: Path = Field(
        Path("data"), description="Where database, media and keys lie.", examples=["/var/lib/hibi"]
    )
    secret_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (),
        description="Keys that seal tokens, newest first. By default one is made in DATA_DIR.",
        examples=["a-long-random-text,the-older-random-text"],
    )
    metrics_token: SecretStr | None = Field(
        None,
        description="Bearer for /metrics and the details of /ready from other machines.",
        examples=["a-long-random-text"],
    )
    join: Join | None = Field(
        None,
        description="`invite` (by default with a token) or `open`: who may join.",
        examples=["invite"],
    )
    operator_name: str = Field(
        "", max_length=80, description="Who runs this Hibi, as people read it.", examples=["Hana"]
    )
    operator_contact: str = Field(
        "",
        max_length=200,
        description="How people reach whoever runs it.",
        examples=["mailto:hana@example.org"],
    )
    source_url: str = Field(
        "",
        description="Where strangers find how to run their own.",
        examples=["https://example.org/hibi"],
    )
    send_rate: float = Field(
        25.0,
        gt=0,
        le=100_000,
        description="Messages a second to Telegram, over all chats.",
        examples=["25"],
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.", examples=["INFO"])
    messages_a_minute: int = Field(
        30, ge=1, description="Messages a minute that one person may send.", examples=["30"]
    )
    files_a_day: int = Field(
        200, ge=1, description="Files a day that one person may send.", examples=["200"]
    )
    file_megabytes_a_day: int = Field(
        300, ge=1, description="Megabytes a day that one person may send.", examples=["300"]
    )
    links_an_hour: int = Field(
        5, ge=1, description="Accounts an hour that one person may try to link.", examples=["5"]
    )
    lookups_an_hour: int = Field(
        10,
        ge=1,
        description="Server look-ups an hour, for one person and to one typed server.",
        examples=["10"],
    )
    page_views_a_minute: int = Field(
        240, ge=1, description="Page requests a minute from one address.", examples=["240"]
    )
    in_image: bool = Field(
        False,
        description="Set in the container image: there, no token means no start.",
        examples=["1"],
    )

    @field_validator("trusted_proxies", "private_servers", "secret_keys", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return setting_values.listed(value)

    @field_validator("telegram_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a bot token")
        return value

    @field_validator("telegram_api_url", "public_url", "bluesky_entryway", "bluesky_plc")
    @classmethod
    def _is_an_origin(cls, value: str | None) -> str | None:
        return None if value is None else setting_values.origin(value)

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str | None) -> str | None:
        return None if value is None else setting_values.database(value)

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis:// or rediss://")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return setting_values.networks(value)

    @field_validator("secret_keys")
    @classmethod
    def _are_long(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(key.get_secret_value()) < 16 for key in value):
            raise ValueError("each key needs at least 16 characters")
        return value

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.updates is Updates.WEBHOOK:
            self._check_webhook()
        if self.playground and self.public:
            raise ValueError("HIBI_TELEGRAM_TOKEN: is needed beside an https HIBI_PUBLIC_URL")
        if self.loopback_networks and self.public:
            raise ValueError("HIBI_LOOPBACK_NETWORKS: is for tests, never with a public address")
        if is_plain(self.telegram_api_url) and not is_loopback(self.telegram_api_url):
            raise ValueError("HIBI_TELEGRAM_API_URL: must be https, but for loopback")
        return self

    def _check_webhook(self) -> None:
        """Telegram sends updates over https alone; its stand-in on this machine may do without."""
        if self.playground:
            raise ValueError("HIBI_UPDATES: webhook needs HIBI_TELEGRAM_TOKEN")
        if not self.public_url:
            raise ValueError("HIBI_UPDATES: webhook needs HIBI_PUBLIC_URL")
        if not self.public and not is_loopback(self.telegram_api_url):
            raise ValueError("HIBI_PUBLIC_URL: must be https for a webhook")

    @property
    def playground(self) -> bool:
        """Whether the built-in playground stands in for Telegram."""
        return self.telegram_token is None

    @property
    def public(self) -> bool:
        """Whether people reach it over https."""
        return self.public_url is not None and not is_plain(self.public_url)

    @property
    def mode(self) -> Updates:
        """How updates come in."""
        by_itself = Updates.WEBHOOK if self.public and not self.playground else Updates.POLLING
        return self.updates or by_itself

    @property
    def joining(self) -> Join:
        """Who may join; open only in the built-in playground unless it is said."""
        return self.join or (Join.OPEN if self.playground else Join.INVITE)

    @property
    def database(self) -> str:
        """The database's address; the playground has a file of its own."""
        if self.database_url is not None:
            return self.database_url
        name = "playground.db" if self.playground else "hibi.db"
        return f"sqlite+aiosqlite:///{(self.data_dir / name).as_posix()}"


def read_settings(**given: Any) -> Settings:
    """Reads the settings, or raises WrongSetting with one line for whoever runs this."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise WrongSetting(_first_problem(error)) from None


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_input=False, include_context=False, include_url=False)[0]
    words = problem["msg"].removeprefix("Value error, ")
    if problem["loc"]:
        words = f"HIBI_{str(problem['loc'][0]).upper()}: {words}"
    name = words.partition(":")[0]
    example = (Settings.model_fields[name.removeprefix("HIBI_").lower()].examples or [""])[0]
    return f"{words}. Example: {name}={example}"
