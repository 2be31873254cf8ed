"""People who are in no contact folder: what a server ranked or a directory found, in its order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.contacts import Contact, ContactId, ContactLine
from transom.ui.models.roles import ItemRole

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody, and the account that found them."""

    account: AccountId
    contact: Contact


class FoundPeopleModel(QAbstractListModel):
    """A short list that is replaced as a whole; ENTITY is a ContactLine for the painting."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: list[FoundPerson] = []

    def show(self, people: Sequence[FoundPerson]) -> None:
        """Show these and nobody else."""
        self.beginResetModel()
        self._people = list(people)
        self.endResetModel()

    def person(self, row: int) -> FoundPerson:
        """Return who stands in a row."""
        return self._people[row]

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._people)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._people):
            return None
        contact = self._people[index.row()].contact
        name, detail = name_of(contact), _detail(contact)
        if role == ItemRole.ID:
            return index.row()
        if role == ItemRole.SECTION:
            return ""
        if role == ItemRole.ENTITY:
            account = self._people[index.row()].account
            # No stored contact has this id, so no photo is taken for theirs.
            return ContactLine(ContactId(-1), account, name, detail, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (name, detail) if part)
        return None


def name_of(contact: Contact) -> str:
    """Return the name, or the address of somebody who has none."""
    return contact.display_name or (contact.emails[0].address if contact.emails else "")


def _detail(contact: Contact) -> str:
    parts = (contact.job_title, contact.company)
    words = " · ".join(part for part in parts if part)
    return words or (contact.emails[0].address if contact.emails else "")
