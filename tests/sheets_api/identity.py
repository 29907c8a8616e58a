"""A service account that nobody has: a key made on the spot, for the JWT grant against the emulator."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@cache
def _key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return made.private_bytes(serialization.Encoding.PEM, form, plain).decode()


def service_account(url: str) -> dict[str, str]:
    """The JSON of a service account whose token endpoint is the emulator at `url`."""
    return {
        "type": "service_account",
        "project_id": "panel-tests",
        "private_key_id": "0",
        "private_key": _key(),
        "client_email": "panel@panel-tests.iam.gserviceaccount.com",
        "client_id": "0",
        "token_uri": f"{url}/token",
    }
