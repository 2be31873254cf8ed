"""The settings file: choices come back, strangers stay, damage costs nothing."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transom.engine.entities.accounts import Cloud
from transom.engine.errors import NotConfiguredError, SettingsError
from transom.engine.profile import Profile
from transom.engine.settings import (
    BUILT_IN_CLOUDS,
    Density,
    Settings,
    SettingsFile,
    Theme,
    toml_from_table,
)

DEMO = Cloud(
    name="demo: “Schräg\\”",
    authority_url="https://localhost:4711",
    graph_url="https://127.0.0.1:4711",
    redirect_uri="https://localhost:4711/common/oauth2/nativeclient",
    ca_file="C:\\Users\\é\\ca.pem",
    certificate_sha256="ab" * 32,
    has_instance_discovery=False,
    mark="demo",
)


def test_every_choice_comes_back(tmp_path: Path) -> None:
    chosen = Settings(
        client_id="5f3f",
        tenant="contoso.example",
        cloud=DEMO.name,
        theme=Theme.DARK,
        density=Density.COMPACT,
        folder_pane_width_px=240,
        list_pane_width_px=420,
        window_geometry="AdnQywAD",
        reader_mailboxes=("a/b=", 'quo"te', ""),
    ).with_cloud(DEMO)
    SettingsFile(tmp_path / "settings.toml").save(chosen)
    assert SettingsFile(tmp_path / "settings.toml").load() == chosen
    assert chosen.with_cloud(DEMO) == chosen
    assert chosen.registration().cloud == DEMO


def test_without_a_file_the_usual_settings_hold(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "settings.toml").load() == Settings()
    assert not list(tmp_path.iterdir())


def test_what_a_newer_version_wrote_stays_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        'theme = "dark"\nborn = 2026-01-02T03:04:05Z\nfuture = [1, 2.5, {a = "b"}]\n'
        '[signatures.work]\ntext = "yes"\n[[rules]]\nname = "x"\n'
    )
    file = SettingsFile(path)
    before = tomllib.loads(path.read_text())
    file.save(file.load())
    after = tomllib.loads(path.read_text())
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b'theme = "dark"\nlist = [1,\n', "line 2"),
        (b"theme\n", "line 1"),
        (b"a = 1\n\xff", "UTF-8 .at line 2"),
    ],
)
def test_a_damaged_file_is_kept_aside_and_named_with_its_line(
    tmp_path: Path, content: bytes, where: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    file = SettingsFile(path)
    with pytest.raises(SettingsError, match=where) as caught:
        file.load()
    assert "settings.toml.damaged" in caught.value.message
    assert (tmp_path / "settings.toml.damaged").read_bytes() == content
    assert file.load() == Settings()


def test_saving_over_a_damaged_file_keeps_both(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("= broken")
    SettingsFile(path).save(Settings(theme=Theme.LIGHT))
    assert SettingsFile(path).load().theme is Theme.LIGHT
    assert (tmp_path / "settings.toml.damaged").read_text() == "= broken"


@pytest.mark.parametrize(
    "line",
    [
        'theme = "purple"',
        "theme = 5",
        "client_id = []",
        "folder_pane_width_px = true",
        "folder_pane_width_px = 2.5",
        "reader_mailboxes = [1]",
        'clouds = "none"',
        "[clouds]\nx = 1",
        '[clouds.x]\nname = "y"\nauthority_url = "https://a"',
        '[clouds.x]\nauthority_url = 1\ngraph_url = ""\nredirect_uri = ""',
    ],
)
def test_one_odd_value_costs_only_itself(tmp_path: Path, line: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'tenant = "contoso.example"\n{line}\n')
    assert SettingsFile(path).load() == Settings(tenant="contoso.example")


def test_a_save_that_fails_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    file.save(Settings(tenant="old"))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SettingsError, match="No space left"):
            file.save(Settings(tenant="new"))
    assert file.load() == Settings(tenant="old")
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


def test_a_registration_needs_a_client_id_and_a_known_cloud() -> None:
    with pytest.raises(NotConfiguredError, match="client id"):
        Settings().registration()
    with pytest.raises(NotConfiguredError, match="nowhere"):
        Settings(client_id="x", cloud="nowhere").registration()
    for name, cloud in BUILT_IN_CLOUDS.items():
        registration = Settings(client_id="x", cloud=name).registration()
        assert registration.cloud is cloud
        assert registration.cloud.redirect_uri.startswith(cloud.authority_url + "/")
        assert not cloud.ca_file and not cloud.mark


def test_a_profile_is_its_owners_alone(tmp_path: Path) -> None:
    open_to_all = tmp_path / "profile"
    open_to_all.mkdir(mode=0o755)
    profile = Profile(open_to_all)
    assert open_to_all.stat().st_mode & 0o777 == 0o700
    SettingsFile(profile.settings_path).save(Settings())
    assert profile.settings_path.stat().st_mode & 0o777 == 0o600
    assert profile.session_directory.stat().st_mode & 0o777 == 0o700


KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-(2**63), 2**63 - 1)
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.datetimes(timezones=st.none())
    | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_whatever_is_written_reads_back_the_same(table: dict[str, object]) -> None:
    assert tomllib.loads(toml_from_table(table)) == table


def test_half_a_surrogate_pair_does_not_lose_the_file(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    file.save(Settings(tenant="a\ud800b\x7f"))
    assert file.load().tenant == "a?b\x7f"
