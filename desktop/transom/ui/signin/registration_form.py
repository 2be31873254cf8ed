"""The small form for an app registration: client id, tenant and cloud."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from transom.engine.entities.accounts import Cloud, Registration
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.labels import PlainLabel

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_TENANTS = ("common", "organizations", "consumers")


class RegistrationForm(QWidget):
    """Asks for what an administrator finds in Entra under "App registrations".

    Signals:
        saved: a Registration that is complete.
        cancelled: nothing is to change.
    """

    saved = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, clouds: Sequence[Cloud]) -> None:
        super().__init__()
        self._clouds = tuple(clouds)
        self._client_id = QLineEdit(placeholderText="00000000-0000-0000-0000-000000000000")
        self._tenant = QComboBox(editable=True)
        self._tenant.addItems(_TENANTS)
        self._cloud = QComboBox()
        self._cloud.addItems([cloud.name for cloud in self._clouds])
        self._error = PlainLabel()
        self._error.setProperty("tone", "bad")
        self._error.set_wrapped()
        self._lay_out(theme)

    def show_registration(self, registration: Registration | None) -> None:
        """Fill the form in with what is kept, if anything."""
        self._error.hide()
        if registration is not None:
            self._client_id.setText(registration.client_id)
            self._tenant.setEditText(registration.tenant)
            names = [cloud.name for cloud in self._clouds]
            if registration.cloud.name in names:
                self._cloud.setCurrentIndex(names.index(registration.cloud.name))
        self._client_id.setFocus()

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        title = PlainLabel("App registration", "title")
        lead = PlainLabel(
            "Transom signs in as an app that you or your administrator registered in Microsoft "
            "Entra: a public client with delegated read permissions. The README says how, step "
            "by step.",
            "dim",
        )
        lead.set_wrapped()
        form = QFormLayout()
        form.setSpacing(px(12))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("Application (client) &ID", self._client_id)
        form.addRow("&Tenant", self._tenant)
        form.addRow("C&loud", self._cloud)
        save, cancel = QPushButton("Save and sign in"), QPushButton("Cancel")
        save.setProperty("kind", "primary")
        save.clicked.connect(self._on_save_clicked)
        cancel.clicked.connect(self.cancelled)
        self._client_id.returnPressed.connect(self._on_save_clicked)
        buttons = Flow(px(8))
        buttons.add(save)
        buttons.add(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(32), px(32), px(32))
        column.setSpacing(px(14))
        column.addStretch(1)
        for part in (title, lead):
            column.addWidget(part)
        column.addLayout(form)
        column.addWidget(self._error)
        column.addWidget(buttons)
        column.addStretch(2)
        column.setAlignment(title, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_save_clicked(self) -> None:
        client_id, tenant = self._client_id.text().strip(), self._tenant.currentText().strip()
        if not _GUID.fullmatch(client_id):
            self._complain(
                "The client ID is a number like 1b2c3d4e-0000-0000-0000-000000000000; "
                "Entra shows it on the registration's overview page.",
                self._client_id,
            )
        elif not _TENANT.fullmatch(tenant):
            self._complain(
                "The tenant is common, organizations, consumers, a domain, or a tenant ID.",
                self._tenant,
            )
        else:
            self._error.hide()
            cloud = self._clouds[self._cloud.currentIndex()]
            self.saved.emit(Registration(client_id=client_id, tenant=tenant, cloud=cloud))

    def _complain(self, sentence: str, field: QWidget) -> None:
        self._error.set_text(sentence)
        self._error.show()
        field.setFocus()
