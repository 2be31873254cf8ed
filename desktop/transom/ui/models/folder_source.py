"""What the model of folders reads from: stored folders, favourites, and kept searches."""

from collections.abc import Sequence
from typing import Protocol

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Folder, FolderId
from transom.engine.entities.search import SavedSearch


class FolderSource(Protocol):
    """What the model reads: the store's mail reader."""

    def read_folders(self, account: AccountId | None = None) -> Sequence[Folder]:
        """Return the folders of one account, or of all."""
        ...


class MarkSource(Protocol):
    """What a person arranged: the store's marks."""

    def read_favourites(self) -> list[FolderId] | None:
        """Return folders and views in their order; None until somebody chose."""
        ...


class MarksDoor(Protocol):
    """The part of the engine's door that keeps what a person arranged."""

    @property
    def reader(self) -> MarkSource:
        """Reads what is kept, on the calling thread."""
        ...


class SearchDoor(Protocol):
    """The part of the engine's door that keeps searches."""

    def read_saved(self) -> Sequence[SavedSearch]:
        """Return the searches that were kept, by name."""
        ...


class FolderDoor(Protocol):
    """The part of the engine's door that leads to mail."""

    @property
    def reader(self) -> FolderSource:
        """The store's reader, for the GUI thread's own connection."""
        ...
