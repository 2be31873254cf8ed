"""The mail of one user: folders and messages, served from small numbers and later changes."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from transom.demo.mailbox.changes import BadChangeError
from transom.demo.mailbox.folders import DRAFTS, FolderTree
from transom.demo.mailbox.ids import Ids, Ref
from transom.demo.mailbox.items import Letter, MailFolder, Message
from transom.demo.mailbox.log import Log
from transom.demo.mailbox.timeline import LIVE, Timeline
from transom.demo.mailbox.writer import Writer


@dataclass(slots=True)
class State:
    """What later changes made of one message."""

    folder: int
    is_read: bool
    moves: int = 0
    version: int = 0


class MailShelf:
    """Knows where every message lies and makes the message itself when somebody looks at it."""

    def __init__(self, writer: Writer, folders: tuple[MailFolder, ...], ids: Ids, log: Log) -> None:
        self.tree = FolderTree(folders, ids)
        self._writer, self._log = writer, log
        self.timeline = Timeline(self.received_at)
        self._unread = {folder.key: 0 for folder in folders}
        self._states: dict[int, State] = {}
        self._live: list[tuple[Letter, datetime]] = []
        self._gone: set[int] = set()
        self.born = writer.count  # the keys of those that were there in the beginning end here
        self.everything = array("q", range(writer.count))
        self._in_folder = {folder.key: array("q") for folder in folders}
        for key in self.everything:
            folder = self._writer.folder(key)
            self._in_folder[folder].append(key)
            self._unread[folder] += not self._writer.is_read(key)

    def keys(self, folder: int | None) -> Sequence[int]:
        """Return the messages of a folder, or of all, newest first."""
        return self.everything if folder is None else self._in_folder[folder]

    def total(self, folder: int) -> int:
        return len(self._in_folder[folder])

    def unread(self, folder: int) -> int:
        return self._unread[folder]

    def message(self, key: int) -> Message:
        letter, state = self.letter(key), self._state(key)
        return Message(
            key=key,
            letter=letter,
            folder=state.folder,
            received_at=self.received_at(key),
            is_read=state.is_read,
            is_draft=state.folder == DRAFTS,
            moves=state.moves,
            version=state.version,
        )

    def letter(self, key: int) -> Letter:
        return self._live[key - LIVE][0] if key >= LIVE else self._writer.letter(key)

    def received_at(self, key: int) -> datetime:
        return self._live[key - LIVE][1] if key >= LIVE else self._writer.received_at(key)

    def folder_of(self, key: int) -> int:
        return self._state(key).folder

    def is_read(self, key: int) -> bool:
        return self._state(key).is_read

    def is_touched(self, key: int) -> bool:
        """Whether a message came or changed after the beginning."""
        return key >= LIVE or key in self._states

    def find(self, ref: Ref | None) -> int | None:
        """Return the message an id means now; an id from before a move means nothing any more."""
        if ref is None or ref.kind != "m" or not self.holds(ref.key):
            return None
        moved_since = not ref.is_immutable and ref.moves != self._state(ref.key).moves
        return None if moved_since else ref.key

    def holds(self, key: int) -> bool:
        known = 0 <= key < self._writer.count or LIVE <= key < LIVE + len(self._live)
        return known and key not in self._gone

    def add(self, letter: Letter, at: datetime, folder: int, is_read: bool) -> int:
        key = LIVE + len(self._live)
        self._live.append((letter, at))
        self._states[key] = State(folder, is_read)
        self.timeline.insert(self.everything, key)
        self.timeline.insert(self._in_folder[folder], key)
        self._unread[folder] += not is_read
        self._log.add("messages", folder, key, is_created=True)
        self._log.add("folders", 0, folder)
        return key

    def move(self, key: int, folder: int) -> None:
        state = self._touch(key)
        self._log.add("messages", state.folder, key, is_removed=True, moves=state.moves)
        self._take_out(key, state)
        state.folder, state.moves = folder, state.moves + 1
        self.timeline.insert(self._in_folder[folder], key)
        self._unread[folder] += not state.is_read
        self._log.add("messages", folder, key, is_created=True)
        self._log.add("folders", 0, folder)

    def delete(self, key: int) -> None:
        state = self._touch(key)
        self._log.add("messages", state.folder, key, is_removed=True, moves=state.moves)
        self._take_out(key, state)
        self.timeline.remove(self.everything, key)
        self._gone.add(key)

    def mark(self, key: int, is_read: bool) -> None:
        state = self._touch(key)
        self._unread[state.folder] += state.is_read - is_read
        state.is_read = is_read
        self._log.add("messages", state.folder, key)
        self._log.add("folders", 0, state.folder)

    def add_folder(self, name: str, parent: int) -> int:
        folder = self.tree.add(name, parent)
        self._in_folder[folder.key], self._unread[folder.key] = array("q"), 0
        self._log.add("folders", 0, folder.key, is_created=True)
        return folder.key

    def remove_folder(self, folder: MailFolder) -> None:
        if folder.well_known:
            raise BadChangeError("a well-known folder stays")
        for one in list(self.tree.below(folder)):
            for message in list(self._in_folder[one.key]):
                self.delete(message)
            self.tree.remove(one)
            self._log.add("folders", 0, one.key, is_removed=True)

    def _state(self, key: int) -> State:
        return self._states.get(key) or State(self._writer.folder(key), self._writer.is_read(key))

    def _touch(self, key: int) -> State:
        state = self._states[key] = self._state(key)
        state.version += 1
        return state

    def _take_out(self, key: int, state: State) -> None:
        self.timeline.remove(self._in_folder[state.folder], key)
        self._unread[state.folder] -= not state.is_read
        self._log.add("folders", 0, state.folder)
