"""Which app registration signs in, whose choice that is, and the way to change it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from transom.engine.engine import Engine
from transom.engine.entities.setup import Settled, Source
from transom.ui.settings.box import Box
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.labels import PlainLabel

_SOURCES = {
    Source.ORGANISATION: "settled by your organisation",
    Source.USER: "your choice",
    Source.BUILD: "came with this build",
    Source.USUAL: "the usual",
}
_NONE = "None yet"
_HIDDEN = "Your organisation settled it; nobody else can change it."
_DEMO = "The demo mailbox brings a registration of its own along; there is nothing to set up."


class RegistrationBox(Box):
    """Client id, tenant and cloud with their sources.

    Signals:
        setup_requested: open the set-up assistant.
    """

    setup_requested = Signal()

    def __init__(self, engine: Engine, theme: Theme) -> None:
        super().__init__(
            theme,
            "App registration",
            "New sign-ins are made as this app. Accounts that are signed in keep theirs.",
        )
        self._engine = engine
        self.client_id = PlainLabel(is_selectable=True)
        self.tenant, self.cloud = PlainLabel(is_selectable=True), PlainLabel(is_selectable=True)
        self.hidden = PlainLabel(
            "Your organisation settled it; it cannot be changed here.", "small"
        )
        for label in (self.client_id, self.tenant, self.cloud, self.hidden):
            label.set_wrapped()
        self.button = QPushButton("Set up or test…")
        self.button.clicked.connect(self.setup_requested)
        self.add_row("Client ID", self.client_id)
        self.add_row("Tenant", self.tenant)
        self.add_row("Cloud", self.cloud)
        self.add(self.hidden)
        self._row = Flow(theme.px(8))
        self._row.add(self.button)
        self.add(self._row)
        self.show_set_up()

    def show_set_up(self) -> None:
        """Show what holds now."""
        set_up = self._engine.setup.read()
        self.client_id.set_text(_said(set_up.client_id))
        self.tenant.set_text(_said(set_up.tenant))
        self.cloud.set_text(_said(set_up.cloud))
        is_demo = set_up.chosen_cloud is not None and bool(set_up.chosen_cloud.mark)
        self.hidden.set_text(_DEMO if is_demo else _HIDDEN)
        self.hidden.setVisible(set_up.is_hidden or is_demo)
        self._row.setVisible(not set_up.is_hidden and not is_demo)


def _said(settled: Settled) -> str:
    return f"{settled.text} ({_SOURCES[settled.source]})" if settled.text else _NONE
