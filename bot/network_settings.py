"""Settings about networks: addresses, and the keys that some of them give to whoever runs this."""

from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode

APPS = {
    "facebook": ("facebook_app_id", "facebook_app_secret"),
    "threads": ("threads_app_id", "threads_app_secret"),
    "instagram": ("instagram_app_id", "instagram_app_secret"),
    "linkedin": ("linkedin_client_id", "linkedin_client_secret"),
    "x": ("x_client_id", "x_client_secret"),
}
"""The networks that know apps by keys, and the settings that hold them: id, then secret."""
META = ("facebook", "threads", "instagram")


class NetworkSettings(BaseSettings):
    """What `Settings` says about networks."""

    private_servers: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Your own servers inside your network that people may link, by name.",
        examples=["social.home.arpa"],
    )
    loopback_networks: bool = Field(
        False,
        description="For tests: networks may be servers on this machine. Never with https.",
        examples=["0"],
    )
    bluesky_entryway: str | None = Field(
        None,
        description="Where Bluesky names without a server of their own are looked up.",
        examples=["https://bsky.social"],
    )
    bluesky_plc: str | None = Field(
        None,
        description="The directory that says on which server a Bluesky account lives.",
        examples=["https://plc.directory"],
    )
    facebook_app_id: str = Field(
        "",
        description="App id of your app at developers.facebook.com, to link Facebook.",
        examples=["1234567890"],
    )
    facebook_app_secret: SecretStr | None = Field(
        None,
        description="App secret of your app for Facebook.",
        examples=["a-long-random-text"],
    )
    threads_app_id: str = Field(
        "",
        description="App id of your app at developers.facebook.com, to link Threads.",
        examples=["1234567890"],
    )
    threads_app_secret: SecretStr | None = Field(
        None,
        description="App secret of your app for Threads.",
        examples=["a-long-random-text"],
    )
    instagram_app_id: str = Field(
        "",
        description="App id of your app at developers.facebook.com, to link Instagram.",
        examples=["1234567890"],
    )
    instagram_app_secret: SecretStr | None = Field(
        None,
        description="App secret of your app for Instagram.",
        examples=["a-long-random-text"],
    )
    meta_replies: bool = Field(
        False,
        description="Your apps at Meta were granted reading replies: people are asked for it.",
        examples=["1"],
    )
    linkedin_client_id: str = Field(
        "",
        description="Client id of your app at developer.linkedin.com, to link LinkedIn.",
        examples=["1234567890"],
    )
    linkedin_client_secret: SecretStr | None = Field(
        None,
        description="Client secret of your app for LinkedIn.",
        examples=["a-long-random-text"],
    )
    x_client_id: str = Field(
        "",
        description="OAuth 2.0 client id of your app at console.x.com, to link X.",
        examples=["rG9n6402A3dbUJKzXTNX4oWHJ"],
    )
    x_client_secret: SecretStr | None = Field(
        None,
        description="OAuth 2.0 client secret of your app for X.",
        examples=["a-long-random-text"],
    )
    x_posts_a_month: int = Field(
        40,
        ge=1,
        description="Posts a month that one person may send to X, which you pay for.",
        examples=["40"],
    )

    @model_validator(mode="after")
    def _keys_come_in_pairs(self) -> Self:
        for names in APPS.values():
            given = [name for name in names if getattr(self, name)]
            if len(given) == 1:
                (missing,) = set(names) - set(given)
                raise ValueError(
                    f"HIBI_{missing.upper()}: is needed beside HIBI_{given[0].upper()}"
                )
        return self

    def app_keys(self, network: str) -> tuple[str, str] | None:
        """The id and the secret of the operator's app; None where there are none."""
        id_name, secret_name = APPS[network]
        secret: SecretStr | None = getattr(self, secret_name)
        return (getattr(self, id_name), secret.get_secret_value()) if secret else None
