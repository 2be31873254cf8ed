"""The organisation's file: before the user's word, whole or not at all."""

from pathlib import Path

import pytest

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Cloud, Registration
from transom.engine.errors import NotConfiguredError
from transom.engine.organisation import (
    Organisation,
    organisation_path,
    read_build,
    read_organisation,
)
from transom.engine.profile import Profile
from transom.engine.registrar import Registrar
from transom.engine.settings import Settings, SettingsFile

WHOLE = """
hide = ["registration", "demo"]
[registration]
client_id = "org-app"
tenant = "contoso.com"
cloud = "us-gov"
"""
OWN = """
[cloud]
name = "ours"
authority_url = "https://login.example.com"
graph_url = "https://graph.example.com"
redirect_uri = "https://login.example.com/back"
"""
USER = Settings(client_id="user-app", tenant="common", cloud="china")


def read(tmp_path: Path, text: str) -> Organisation:
    path = tmp_path / "organisation.toml"
    path.write_text(text, encoding="utf-8")
    return read_organisation(path)


def chosen(organisation: Organisation, user: Settings) -> Registration:
    return Registrar(organisation, Organisation(), lambda: user, lambda _: None).registration()


def test_without_a_file_everything_is_the_users(tmp_path: Path) -> None:
    nothing = read_organisation(tmp_path / "nowhere" / "organisation.toml")
    assert nothing == Organisation() and chosen(nothing, USER) == USER.registration()


def test_this_build_brings_no_registration_along() -> None:
    assert read_build() == Organisation()


def test_the_organisations_word_goes_before_the_users(tmp_path: Path) -> None:
    registration = chosen(read(tmp_path, WHOLE), USER)
    assert (registration.client_id, registration.tenant) == ("org-app", "contoso.com")
    assert registration.cloud.name == "us-gov"


def test_what_it_leaves_out_stays_the_users(tmp_path: Path) -> None:
    pinned = read(tmp_path, '[registration]\ntenant = "contoso.com"\n')
    registration = chosen(pinned, USER)
    assert (registration.client_id, registration.tenant) == ("user-app", "contoso.com")
    assert registration.cloud.name == "china"
    with pytest.raises(NotConfiguredError):
        chosen(pinned, Settings())


def test_a_cloud_of_its_own_is_used(tmp_path: Path) -> None:
    registration = chosen(read(tmp_path, OWN), USER)
    assert registration.cloud.graph_url == "https://graph.example.com"


@pytest.mark.parametrize(
    "text",
    [
        "hide = [",
        'hide = "demo"',
        'hide = ["everything"]',
        "registration = 1",
        '[registration]\nclient_id = ""',
        "[registration]\nclient_id = 5",
        '[registration]\nsecret = "x"',
        '[registration]\nredirect_uri = ""',
        '[registration]\ncloud = "moon"',
        '[cloud]\nname = "ours"',
        "surprise = true",
        "\x00",
    ],
)
def test_a_file_that_cannot_be_obeyed_stops_every_sign_in(tmp_path: Path, text: str) -> None:
    organisation = read(tmp_path, text)
    with pytest.raises(NotConfiguredError, match="administrator"):
        chosen(organisation, USER)


def test_the_demo_is_not_affected(tmp_path: Path) -> None:
    cloud = Cloud("demo", "https://localhost:1", "https://localhost:1", "https://x/", mark="demo")
    demo = Settings(client_id="demo-app", cloud="demo").with_cloud(cloud)
    for text in (WHOLE, "hide = ["):
        assert chosen(read(tmp_path, text), demo).client_id == "demo-app"


def test_the_engine_obeys_the_file_of_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    if not str(organisation_path()).startswith(str(tmp_path)):
        pytest.skip("this system keeps its settings where a test must not write")
    organisation_path().parent.mkdir(parents=True)
    organisation_path().write_text(WHOLE, encoding="utf-8")
    profile = Profile(tmp_path / "profile")
    SettingsFile(profile.settings_path).save(USER)
    engine = Engine(profile)
    try:
        registration = engine.accounts.registration()
        assert registration is not None and registration.client_id == "org-app"
        assert engine.accounts.hidden_choices() == {"registration", "demo"}
    finally:
        engine.stop()


READER = """
[reader]
client_id = "reader-app"
tenant = "contoso.com"
certificate = "/etc/transom/reader.pem"
mailboxes = ["info@contoso.com"]
"""


def test_a_reader_of_mailboxes_goes_before_the_user_s_and_both_lists_count(
    tmp_path: Path,
) -> None:
    settings = Settings(
        reader_client_id="own-app",
        reader_tenant="own.example",
        reader_certificate="/home/a/own.pem",
        reader_mailboxes=("more@contoso.com",),
    )
    kept: list[Settings] = []

    def registrar(text: str) -> Registrar:
        return Registrar(read(tmp_path, text), Organisation(), lambda: settings, kept.append)

    found = registrar(READER).reader()
    assert (found.client_id, found.certificate) == ("reader-app", "/etc/transom/reader.pem")
    assert found.mailboxes == ("info@contoso.com", "more@contoso.com")
    registrar(READER).save_reader(found)
    assert not kept  # what the organisation names is not copied
    own = registrar("").reader()
    assert (own.client_id, own.mailboxes) == ("own-app", ("more@contoso.com",))
    registrar("").save_reader(own)
    assert kept[0].reader_certificate == "/home/a/own.pem"


@pytest.mark.parametrize(
    "text",
    [
        '[reader]\nsecret = "x"',
        '[reader]\nmailboxes = "one@contoso.com"',
        "[reader]\nmailboxes = [1]",
        '[reader]\ntenant = ""',
        'reader = "x"',
    ],
)
def test_a_reader_that_cannot_be_obeyed_is_said_so(tmp_path: Path, text: str) -> None:
    assert "cannot be obeyed" in read(tmp_path, text).fault
