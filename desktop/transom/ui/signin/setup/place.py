"""Where the mailboxes live and who signs in: the cloud and the tenant of a registration."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from transom.engine.entities.accounts import Cloud
from transom.engine.entities.setup import SetUp
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_CLOUDS = {
    "worldwide": "Worldwide (Microsoft 365, Outlook.com)",
    "us-gov": "US Government (GCC High)",
    "us-dod": "US Government (DoD)",
    "china": "China (21Vianet)",
}
_NATIONAL = frozenset({"us-gov", "us-dod", "china"})
_ANOTHER = "Another cloud…"
_NATIVE_CLIENT = "/common/oauth2/nativeclient"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who signs in: the tenant's name, our words, and the words on Entra's form."""

    tenant: str
    label: str
    entra: str


ONE = Audience(
    "", "One organisation only", "Accounts in this organizational directory only (Single tenant)"
)
_WORK = Audience(
    "organizations",
    "Work or school accounts of any organisation",
    "Accounts in any organizational directory (Multitenant)",
)
_AUDIENCES = (
    Audience(
        "common",
        "Work, school and personal accounts",
        "Accounts in any organizational directory and personal Microsoft accounts",
    ),
    _WORK,
    ONE,
    Audience("consumers", "Personal accounts only", "Personal Microsoft accounts only"),
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with what was entered, and where."""

    sentence: str
    field: QWidget


class PlaceForm(QWidget):
    """Asks for cloud and tenant; what the organisation settled is shown and stays as it is.

    Signals:
        changed: something was chosen or typed.
    """

    changed = Signal()

    def __init__(self, theme: Theme, clouds: Sequence[Cloud]) -> None:
        super().__init__()
        self._clouds = tuple(clouds)
        self._audiences: tuple[Audience, ...] = _AUDIENCES
        self.cloud_box, self.audience_box = QComboBox(), QComboBox()
        for box in (self.cloud_box, self.audience_box):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(12)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tenant_field = QLineEdit(placeholderText="contoso.com, or the directory (tenant) ID")
        self.authority_field = QLineEdit(placeholderText="https://login.example.com")
        self.graph_field = QLineEdit(placeholderText="https://graph.example.com")
        self._pin = PlainLabel(style="small")
        self._pin.set_wrapped()
        self._lay_out(theme)
        self._list_clouds()
        self._list_audiences()
        self.cloud_box.currentIndexChanged.connect(self._on_cloud_changed)
        self.audience_box.currentIndexChanged.connect(self._on_changed)
        for field in (self.tenant_field, self.authority_field, self.graph_field):
            field.textChanged.connect(self._on_changed)
        self._on_changed()

    def show_set_up(self, set_up: SetUp, clouds: Sequence[Cloud]) -> None:
        """Fill the form in with what holds now."""
        self._clouds = tuple(clouds)
        self._list_clouds()
        names = [cloud.name for cloud in self._clouds]
        if set_up.cloud.text in names:
            self.cloud_box.setCurrentIndex(names.index(set_up.cloud.text))
        self.show_tenant(set_up.tenant.text)
        self.cloud_box.setEnabled(not set_up.cloud.is_pinned)
        for field in (self.audience_box, self.tenant_field):
            field.setEnabled(not set_up.tenant.is_pinned)
        self._pin.set_text(_pinned(set_up))
        self._pin.setVisible(bool(self._pin.text()))

    def show_tenant(self, tenant: str) -> None:
        """Choose who signs in by the tenant's name."""
        named = [audience.tenant for audience in self._audiences]
        if tenant in named and tenant:
            self.audience_box.setCurrentIndex(named.index(tenant))
        else:
            self.audience_box.setCurrentIndex(self._audiences.index(ONE))
            self.tenant_field.setText(tenant)

    @property
    def audience(self) -> Audience:
        """Who signs in."""
        return self._audiences[max(0, self.audience_box.currentIndex())]

    @property
    def tenant(self) -> str:
        """The tenant as a sign-in needs it."""
        return self.audience.tenant or self.tenant_field.text().strip()

    @property
    def cloud(self) -> Cloud:
        """The cloud that was chosen, or the one that was described."""
        if not self._is_another:
            return self._clouds[max(0, self.cloud_box.currentIndex())]
        authority = self.authority_field.text().strip().rstrip("/")
        return Cloud(
            name=urlsplit(authority).hostname or "own",
            authority_url=authority,
            graph_url=self.graph_field.text().strip().rstrip("/"),
            redirect_uri=f"{authority}{_NATIVE_CLIENT}",
        )

    @property
    def summary(self) -> str:
        """Cloud and tenant in one line."""
        return safe(f"{_label(self.cloud)} · {self.audience.label} ({self.tenant or '?'})")

    def complaint(self) -> Complaint | None:
        """Return what is missing or cannot be, if anything."""
        if self._is_another:
            for field in (self.authority_field, self.graph_field):
                parts = urlsplit(field.text().strip())
                if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
                    return Complaint("The cloud's addresses begin with https:// and a host.", field)
        if not _TENANT.fullmatch(self.tenant):
            return Complaint(
                "Name the organisation by its domain or its directory (tenant) ID.",
                self.tenant_field,
            )
        return None

    @property
    def _is_another(self) -> bool:
        return self.cloud_box.currentIndex() == len(self._clouds)

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        self._form = QFormLayout()
        self._form.setSpacing(px(12))
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.addRow("C&loud", self.cloud_box)
        self._form.addRow("Sign-in add&ress", self.authority_field)
        self._form.addRow("&Graph address", self.graph_field)
        self._form.addRow("&Who signs in", self.audience_box)
        self._form.addRow("&Organisation", self.tenant_field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(self._form)
        column.addWidget(self._pin)
        self._pin.hide()

    def _list_clouds(self) -> None:
        self.cloud_box.blockSignals(True)
        self.cloud_box.clear()
        self.cloud_box.addItems([*(_label(cloud) for cloud in self._clouds), _ANOTHER])
        self.cloud_box.blockSignals(False)

    def _list_audiences(self) -> None:
        """Offer who can sign in there: no personal account lives in a national cloud."""
        kept = self.audience
        is_national = not self._is_another and self.cloud.name in _NATIONAL
        self._audiences = (_WORK, ONE) if is_national else _AUDIENCES
        self.audience_box.blockSignals(True)
        self.audience_box.clear()
        self.audience_box.addItems([audience.label for audience in self._audiences])
        if kept in self._audiences:
            self.audience_box.setCurrentIndex(self._audiences.index(kept))
        self.audience_box.blockSignals(False)

    @Slot()
    def _on_cloud_changed(self) -> None:
        self._list_audiences()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        for field in (self.authority_field, self.graph_field):
            self._form.setRowVisible(field, self._is_another)
        self._form.setRowVisible(self.tenant_field, self.audience is ONE)
        self.changed.emit()


def with_redirect(cloud: Cloud, set_up: SetUp) -> Cloud:
    """Return the cloud with the redirect that somebody settled, if it is the cloud in use."""
    is_settled = bool(set_up.redirect_uri.text) and cloud == set_up.chosen_cloud
    return replace(cloud, redirect_uri=set_up.redirect_uri.text) if is_settled else cloud


def _label(cloud: Cloud) -> str:
    return _CLOUDS.get(cloud.name, safe(cloud.name))


def _pinned(set_up: SetUp) -> str:
    parts = (("the cloud", set_up.cloud), ("who signs in", set_up.tenant))
    names = [name for name, settled in parts if settled.is_pinned]
    return f"Your organisation settled {' and '.join(names)}." if names else ""
