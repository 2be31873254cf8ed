"""Opening other mailboxes from the settings: a shared one, and one an app reads."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.fakes.engines import EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.entities.accounts import Account, Cloud, Registration
from transom.resources import resource_text
from transom.ui.bridge import Bridge
from transom.ui.settings.accounts import AccountsSection
from transom.ui.settings.adding import by_whose_right
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

SHARED = ("Mail.Read.Shared", "Calendars.Read.Shared", "Contacts.Read.Shared")


@pytest.fixture
def run(own_tenant: Callable[..., Tenant], tmp_path: Path) -> Iterator[EngineRun]:
    with EngineRun(tmp_path, own_tenant(messages=3)) as running:
        yield running


@pytest.fixture
def section(run: EngineRun, qtbot: QtBot) -> Iterator[AccountsSection]:
    bridge = Bridge(run.engine.newsroom)
    theme = Theme(resource_text("styles", "transom.qss"), "light")
    section = AccountsSection(run.engine, bridge, theme, Icons(theme))
    qtbot.addWidget(section)
    section.show()
    section.show_accounts()
    yield section
    bridge.close()


def words_of(section: AccountsSection) -> str:
    return " ".join(label.text() for label in section.findChildren(QLabel))


def test_a_shared_mailbox_is_opened_by_its_address_and_one_that_is_closed_says_so(
    run: EngineRun, section: AccountsSection, qtbot: QtBot
) -> None:
    run.sign_in("work", *SHARED)
    section.show_accounts()
    section.adding.shared_button.click()
    form = section.adding.shared_form
    form.mailbox.setText("grace.ode@contoso.example")
    form.submit()
    qtbot.waitUntil(lambda: "Mail: not shared with you" in form.status.text())
    assert "your Exchange administrator can give you full access" in form.status.text()
    form.mailbox.setText("tenders@contoso.example")
    form.parts["Calendar"].setChecked(True)
    form.submit()
    qtbot.waitUntil(lambda: len(run.engine.accounts.list()) == 2)
    qtbot.waitUntil(lambda: not form.isVisible())
    qtbot.waitUntil(lambda: "Read with the sign-in of adele.vance" in words_of(section))
    assert "Mail: Inbox, Archive only · Calendar: not shared with you" in words_of(section)
    assert "share its folders and its calendar" in words_of(section)
    owner = run.engine.accounts.list()[0]
    for scope in SHARED:
        run.engine.permissions.turn_off(owner.id, scope).result(20)
    section.show_accounts()
    assert "may not read what is shared" in words_of(section)


def test_the_permission_is_asked_for_when_a_mailbox_needs_it_and_the_wish_goes_on(
    run: EngineRun, section: AccountsSection, qtbot: QtBot
) -> None:
    assert not section.adding.shared_button.isVisible()  # nobody is signed in
    owner = run.sign_in("work")
    section.show_accounts()
    section.adding.shared_button.click()
    form = section.adding.shared_form
    form.parts["Contacts"].setChecked(True)
    form.mailbox.setText("bridge.office@contoso.example")
    with qtbot.waitSignal(section.permission_requested) as asked:
        form.submit()
    assert asked.args == [owner.username, "Mail.Read.Shared Contacts.Read.Shared"]
    run.sign_in("work", "Mail.Read.Shared", "Contacts.Read.Shared")
    section.show_accounts()
    qtbot.waitUntil(lambda: len(run.engine.accounts.list()) == 2 and not form.isVisible())
    run.engine.permissions.turn_off(owner.id, "Mail.Read.Shared").result(20)
    section.show_accounts()
    form.mailbox.setText("mila.fabre@contoso.example")
    form.parts["Contacts"].setChecked(False)
    form.submit()  # granted before, so it is turned on without a sign-in
    qtbot.waitUntil(lambda: len(run.engine.accounts.list()) == 3)


def test_a_mailbox_is_read_as_an_administrator_and_the_passphrase_does_not_stay(
    run: EngineRun, section: AccountsSection, qtbot: QtBot, tmp_path: Path
) -> None:
    daemon = run.tenant.info["daemon"]
    certificate = tmp_path / "reader.pem"
    parts = (daemon["key_file"], daemon["certificate_file"])
    certificate.write_bytes(b"".join(Path(part).read_bytes() for part in parts))
    section.adding.reader_button.click()
    form = section.adding.reader_form
    form.client_id.setText(daemon["client_id"])
    form.tenant.setText(daemon["tenant"])
    form.certificate.setText(str(certificate))
    form.passphrase.setText("not needed")
    form.mailbox.setText("adele.vance@contoso.example")
    form.submit()
    assert form.passphrase.text() == ""
    qtbot.waitUntil(lambda: "passphrase" in form.status.text())
    form.submit()
    qtbot.waitUntil(lambda: len(run.engine.accounts.list()) == 1)
    qtbot.waitUntil(lambda: "It was granted: Calendars.Read" in words_of(section))
    labels = [button.text() for button in section.findChildren(QPushButton)]
    assert "Sign in again" not in labels
    section.adding.reader_button.click()
    assert form.client_id.text() == daemon["client_id"]  # known for the next mailbox


def test_a_grant_that_is_wider_than_reading_is_named() -> None:
    cloud = Cloud("c", "https://a.example", "https://g.example", "https://a.example/r")
    app = Registration("client", "tenant", cloud, "/etc/reader.pem")
    roles = frozenset({"Mail.Read", "Mail.Send", "Mail.ReadBasic.All", "User.Read.All"})
    account = Account("oid", "tid", "a@b.example", "A", app, roles, mailbox="a@b.example")
    assert "wider than reading (Mail.Send)" in by_whose_right(account)
