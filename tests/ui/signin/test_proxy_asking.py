"""A locked proxy on the way to the provider: asked about by name, told, and tried again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.fakes.hostile import HostileServer
from tests.fakes.proxy import REALM, Authority, Proxy
from tests.fakes.tenant import Tenant
from tests.ui.signin.conftest import Stage

from transom.engine.auth.proxies import Login, Proxies
from transom.engine.auth.proxy_logins import recall_logins
from transom.engine.auth.vault import KeySource, Vault
from transom.engine.entities.accounts import Cloud
from transom.engine.profile import Profile
from transom.engine.settings import Settings, SettingsFile


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostileServer]:
    with HostileServer(tmp_path) as one:
        yield one


@pytest.fixture
def proxy(
    server: HostileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Proxy]:
    authority = Authority(tmp_path)
    with Proxy(int(server.origin.rpartition(":")[2]), login="ada:geheim") as one:
        one.inside = authority.context_for("login.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.root_file))
        monkeypatch.setenv("https_proxy", one.url)
        monkeypatch.delenv("no_proxy", raising=False)
        yield one


@pytest.fixture
def stage(tmp_path: Path, tenant: Tenant, qtbot: QtBot, proxy: Proxy) -> Iterator[Stage]:
    place = "https://login.example"
    cloud = Cloud("far", place, place, f"{place}/back", has_instance_discovery=False)
    settings = Settings(client_id="c", cloud="far").with_cloud(cloud)
    SettingsFile(Profile(tmp_path / "profile").settings_path).save(settings)
    one = Stage(tmp_path, tenant, qtbot, saves=False)
    yield one
    one.close()


def test_the_dialog_names_the_proxy_and_its_answer_lets_the_sign_in_go_on(
    stage: Stage, proxy: Proxy, server: HostileServer, tmp_path: Path
) -> None:
    stage.page.start()
    stage.wait_for(lambda: stage.page.proxy.dialog is not None)
    dialog = stage.page.proxy.dialog
    assert dialog is not None
    words = dialog.findChildren(QLabel)[0].text()
    assert f"127.0.0.1:{proxy.port}" in words and REALM in words
    stage.wait_for_failure()
    assert "asks who you are" in stage.page.words_shown
    dialog.username.setText("ada")
    dialog.password.setText("geheim")
    dialog.keep_box.setChecked(True)
    dialog.accept()
    # The proxy lets it through now; what is behind it makes no sense, and that is said.
    stage.wait_for(lambda: bool(server.asked))
    stage.wait_for(lambda: "made no sense" in stage.page.words_shown)
    place = f"127.0.0.1:{proxy.port}"
    assert stage.engine.network.login_for(place) == ("ada", "geheim")
    # The next start knows it, and nobody who reads the file does.
    stage.wait_for((tmp_path / "profile" / "tokens.bin").exists)
    vault = Vault(tmp_path / "profile", key_file=tmp_path / "key")
    vault.unlock(KeySource.KEY_FILE)
    later = Proxies(lambda _url: [])
    recall_logins(vault, later)
    assert later.login(place) == Login("ada", "geheim")


def test_who_gives_no_answer_is_left_alone_until_the_next_wish(stage: Stage) -> None:
    stage.page.start()
    stage.wait_for(lambda: stage.page.proxy.dialog is not None)
    dialog = stage.page.proxy.dialog
    assert dialog is not None
    dialog.reject()
    stage.wait_for_failure()
    stage.engine.network.proxies.ask("http://" + dialog_place(stage), REALM)
    stage.qtbot.wait(120)
    assert stage.page.proxy.dialog is None
    stage.press("Try again")
    stage.wait_for(lambda: stage.page.proxy.dialog is not None)


def dialog_place(stage: Stage) -> str:
    question = stage.engine.network.question
    assert question is not None
    return question.place
