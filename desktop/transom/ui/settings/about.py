"""What this program is, and under which licence."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from transom.ui.settings.box import Box
from transom.ui.settings.licence_box import LicenceBox
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

_PARTS = ("PySide6", "msal", "requests", "keyring", "PyJWT", "apsw-sqlite3mc", "nh3", "msgspec")


class AboutSection(QWidget):
    """Version, licence and the libraries Transom stands on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(PlainLabel("About Transom", "title"))
        box = Box(
            theme,
            f"Transom {_version_of('transom')}",
            "A read-only window on a Microsoft 365 or Outlook.com mailbox. "
            "Licensed under the Apache License 2.0. Not affiliated with Microsoft.",
        )
        box.add_row("Qt", PlainLabel(qVersion(), is_selectable=True))
        for part in _PARTS:
            box.add_row(part, PlainLabel(_version_of(part), is_selectable=True))
        column.addWidget(box)
        column.addWidget(LicenceBox(theme))


def _version_of(part: str) -> str:
    try:
        return version(part)
    except PackageNotFoundError:
        return "unknown"
