"""Which redirect URIs are the app's."""

import pytest

from transom.demo.addresses import Addresses
from transom.demo.identity.registration import Registration


def _registration() -> Registration:
    addresses = Addresses()
    addresses.port = 8443
    return Registration("client", "App", (), addresses)


@pytest.mark.parametrize(
    "uri",
    [
        "https://localhost:8443/common/oauth2/nativeclient",
        "https://login.microsoftonline.com/common/oauth2/nativeclient",
        "http://localhost",
        "http://localhost/",
        "http://localhost:5000",
        "http://localhost:65535/",
    ],
)
def test_registered_addresses_are_permitted(uri: str) -> None:
    assert _registration().permits(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://localhost:8444/common/oauth2/nativeclient",
        "https://localhost:8443/common/oauth2/nativeclient/",
        "https://localhost:8443/common/oauth2/nativeclient?x=1",
        "https://localhost:8443/Common/oauth2/nativeclient",
        "https://localhost:8443/common/oauth2/nativeclient.evil.example",
        "https://localhost:8443@evil.example/common/oauth2/nativeclient",
        "https://localhost/",
        "http://localhost/callback",
        "http://localhost:5000/?x=1",
        "http://localhost:5000/#",
        "http://localhost:99999/",
        "http://localhost:abc/",
        "http://localhost:/",
        "http://127.0.0.1:5000/",
        "http://[::1]:5000/",
        "http://user@localhost:5000/",
        "http://localhost.evil.example/",
        "http://LOCALHOST/",
        " http://localhost/",
        "http://localhost/\r\n",
        "javascript:alert(1)",
    ],
)
def test_everything_else_is_not(uri: str) -> None:
    assert not _registration().permits(uri)
