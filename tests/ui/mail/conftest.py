"""The stage of the mail page's tests."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom

from transom.engine.engine import Engine
from transom.engine.workers import Workers
from transom.ui.bridge import Bridge
from transom.ui.mail.page import MailPage
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons


@pytest.fixture
def mailroom(engine: Engine) -> Mailroom:
    return Mailroom(engine._hall.store)


@pytest.fixture
def page(
    engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, mailroom: Mailroom, qtbot: QtBot
) -> Iterator[MailPage]:
    workers = Workers()
    page = MailPage(engine, bridge, theme, icons, lane=workers.lane("reading"))
    page.resize(1300, 800)
    page.show()
    page.activate()
    yield page
    page.reading.body.close_page()
    workers.stop()
    page.close()
    page.deleteLater()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
        QCoreApplication.processEvents()
