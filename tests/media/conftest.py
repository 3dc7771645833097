"""Networks, for the bounds that they set to pictures."""

from tests.networks.conftest import networks

__all__ = ["networks"]
