"""Signed and encrypted mail as the tenant serves it, read in the window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.fakes.engines import EngineRun
from tests.fakes.mailbox import change
from tests.fakes.tenant import Tenant

from transom.engine.entities.accounts import Person
from transom.engine.entities.seals import Seal, SealKind, SealState, Signature
from transom.engine.workers import Workers
from transom.ui.bridge import Bridge
from transom.ui.mail.page import MailPage
from transom.ui.mail.seal_words import seal_line
from transom.ui.mail.source_view import SourceView
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

INES = {"name": "Ines Navarro", "address": "ines.navarro@contoso.example"}
WAYS = ("signed", "tampered", "opaque", "encrypted", "pgp")
TEXT = "Please pay to the account ending in 4411.\nInes\n"


@pytest.fixture
def office(
    own_tenant: Callable[..., Tenant], tmp_path: Path, theme: Theme, icons: Icons, qtbot: QtBot
) -> Iterator[tuple[MailPage, Callable[[str], None], EngineRun]]:
    tenant = own_tenant(messages=5)
    for way in WAYS:
        fields = {"subject": way, "sealed": way, "text": TEXT, "from": INES}
        change(tenant, kind="mail_added", **fields)
    with EngineRun(tmp_path, tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        bridge, workers = Bridge(run.engine.newsroom), Workers()
        page = MailPage(run.engine, bridge, theme, icons, lane=workers.lane("reading"))
        page.resize(1300, 800)
        page.show()
        page.activate()
        qtbot.waitUntil(lambda: page.messages.rowCount() >= len(WAYS))

        def read(subject: str) -> None:
            rows = range(page.messages.rowCount())
            lines = (page.messages.line_at(row) for row in rows)
            page.list.select(next(one.id for one in lines if one and one.subject == subject))

        yield page, read, run
        page.reading.body.close_page()
        workers.stop()
        page.close()
        page.deleteLater()
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
            QCoreApplication.processEvents()
        bridge.close()


def test_a_seal_is_checked_and_what_was_signed_is_shown(
    office: tuple[MailPage, Callable[[str], None], EngineRun], tmp_path: Path, qtbot: QtBot
) -> None:
    page, read, run = office
    seals = page.desk.seals
    read("opaque")
    qtbot.waitUntil(lambda: "unchanged since" in seals.banner.text)
    assert "is not known here" in seals.banner.text
    qtbot.waitUntil(lambda: [one.text for one in shown_runs(page)] != [])
    assert "ending in 4411" in "".join(one.text for one in shown_runs(page))
    assert not page.reading.strip.isVisible()
    next(one for one in seals.banner.findChildren(QPushButton)).click()
    assert seals.card.isVisible()
    for words in ("Ines Navarro", "ines.navarro@contoso.example", "SHA-256", "Not checked"):
        assert words in seals.card.words
    for way, words in (
        ("tampered", "changed after it was signed"),
        ("signed", "unchanged since"),
        ("encrypted", "Transom has no key"),
        ("pgp", "encrypted with PGP"),
    ):
        read(way)
        assert not seals.card.isVisible()
        qtbot.waitUntil(lambda words=words: words in seals.banner.text)  # type: ignore[misc]
        assert seals.banner.isVisible()
    assert page.desk.trust.mark.text() == "From inside your organisation"

    read("signed")
    page.desk.sources.show_source()
    source = page.reading.panel.held
    assert isinstance(source, SourceView)
    qtbot.waitUntil(lambda: "multipart/signed" in source.text.toPlainText())
    message = page.reading.message
    assert message is not None
    saved = run.engine.sources.save_source(message, tmp_path).result(20)
    assert saved.name == "signed.eml" and b"X-MS-Exchange" in saved.read_bytes()


def shown_runs(page: MailPage):  # type: ignore[no-untyped-def]
    document = page.reading.body._document
    return document.runs if document is not None else ()


def test_every_outcome_has_words_and_no_seal_has_none() -> None:
    sender = Person("Ines", "ines@x.example")
    assert seal_line(Seal(SealKind.NONE), sender) is None
    titles = {
        line.title
        for kind in SealKind
        for state in SealState
        if (line := seal_line(Seal(kind, Signature(state)), sender)) is not None
    }
    assert {"Encrypted", "Sealed", "Changed after signing", "Signed, not checked"} <= titles
