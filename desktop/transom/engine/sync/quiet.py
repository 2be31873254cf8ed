"""Which folders are asked for their news in a round that nobody wished for."""

from transom.engine.entities.mail import Folder, FolderId
from transom.engine.store.rounds import OpenRounds

ROUNDS = 20
"""A folder whose counts stay the same is asked once in so many rounds."""
_ALWAYS = frozenset({"inbox", "drafts", "sentitems"})


class QuietFolders:
    """Compares what the tree says of each folder with what it said before.

    A flag or a category changes no count: in a folder that nobody opens it is seen when the
    folder's turn comes. The first round of a start asks every folder.
    """

    def __init__(self) -> None:
        self._counts: dict[FolderId, tuple[int, int]] = {}
        self._round = 0

    def is_due(self, folder: Folder, rounds: OpenRounds) -> bool:
        """Whether a folder may have news."""
        is_quiet = self._counts.get(folder.id) == _counts_of(folder)
        return (
            not is_quiet
            or folder.well_known in _ALWAYS
            or folder.id % ROUNDS == self._round % ROUNDS
            or folder.id in rounds.first
            or folder.id in rounds.amid
        )

    def begin_round(self) -> None:
        """A round goes by: other folders' turn comes."""
        self._round += 1

    def note_read(self, folder: Folder) -> None:
        """All news of a folder are here that the tree, as it was then, could tell of."""
        self._counts[folder.id] = _counts_of(folder)


def _counts_of(folder: Folder) -> tuple[int, int]:
    return folder.total_count, folder.unread_count
