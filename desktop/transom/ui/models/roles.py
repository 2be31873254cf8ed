"""The roles by which models hand out raw values."""

from enum import IntEnum

from PySide6.QtCore import Qt


class ItemRole(IntEnum):
    """One number for each raw value, the same in every model."""

    ID = Qt.ItemDataRole.UserRole + 1
    """The stored id, an int."""
    ENTITY = Qt.ItemDataRole.UserRole + 2
    """The frozen entity or line behind the row."""
    STATE = Qt.ItemDataRole.UserRole + 3
    """A word on how the row comes to be there, else an empty string."""
    SECTION = Qt.ItemDataRole.UserRole + 4
    """A section's title where this row begins one, else an empty string."""
    COUNT = Qt.ItemDataRole.UserRole + 5
    ICON_NAME = Qt.ItemDataRole.UserRole + 6
    COLOR = Qt.ItemDataRole.UserRole + 7
    IS_OPEN = Qt.ItemDataRole.UserRole + 20
    """Whether the rows below belong to this one; None where none could."""
    DEPTH = Qt.ItemDataRole.UserRole + 21
    """1 where a row belongs to one above it, else 0."""
