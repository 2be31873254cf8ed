"""What stands here when less was allowed than asked: which, and what that switches off."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.signin import MissingScope
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class GrantedPane(QWidget):
    """Lists what is missing, and lets a person go on or ask once more.

    Signals:
        accepted: go on with what was allowed.
        ask_again_requested: show the provider's permissions again.
    """

    accepted = Signal()
    ask_again_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        px = theme.px
        mark, lead = PlainLabel(), PlainLabel(style="dim")
        icons.put(mark, "ph.check-circle", "ok", size=32)
        lead.set_wrapped()
        lead.set_text(
            "You are signed in. The provider allowed less than Transom asked for, or your "
            "organisation did. Everything else works; this does not:"
        )
        self.go_on_button, self.ask_button = QPushButton("Go on"), QPushButton("Ask again")
        self.go_on_button.setProperty("kind", "primary")
        self.go_on_button.clicked.connect(self.accepted)
        self.ask_button.clicked.connect(self.ask_again_requested)
        buttons = Flow(px(10))
        buttons.add(self.go_on_button)
        buttons.add(self.ask_button)
        self._advice = PlainLabel()
        self._advice.set_wrapped()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(40), px(32), px(40), px(32))
        column.setSpacing(px(14))
        column.addStretch(1)
        for part in (mark, PlainLabel("Signed in, with less than asked for", "title"), lead):
            column.addWidget(part)
        column.addLayout(self._rows)
        column.addWidget(self._advice)
        column.addSpacing(px(4))
        column.addWidget(buttons)
        column.addStretch(2)

    def show_missing(self, missing: tuple[MissingScope, ...], advice: str = "") -> None:
        """Name each permission that is missing, with what it would have been for."""
        self._advice.set_text(advice)
        self._advice.setVisible(bool(advice))
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for one in missing:
            self._rows.addWidget(self._row(one))
        words = " ".join(f"{one.name}: {one.switched_off}" for one in missing)
        self.setAccessibleName(f"Signed in, with less than asked for. {words} {advice}".strip())
        self.go_on_button.setFocus()

    def _row(self, missing: MissingScope) -> QWidget:
        row = QWidget()
        mark, off = PlainLabel(), PlainLabel(style="small")
        self._icons.put(mark, "ph.minus-circle", "warn", size=18)
        mark.setFixedWidth(self._theme.px(28))
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        off.set_wrapped()
        off.set_text(missing.switched_off)
        words = QVBoxLayout()
        words.setSpacing(self._theme.px(1))
        words.addWidget(PlainLabel(f"{missing.name} ({missing.scope})", "strong"))
        words.addWidget(off)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(mark)
        line.addLayout(words, 1)
        return row
