"""Which letter is which number: every message is made anew from the seed and its index."""

from array import array
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2s
from random import Random

from transom.demo.mailbox import folders, letters, newsletters
from transom.demo.mailbox.items import Address, Letter
from transom.demo.mailbox.newest import Placed, newest_letters, personal_letters
from transom.demo.mailbox.showcase import showcase
from transom.demo.mailbox.users import User
from transom.demo.mailbox.zones import zone

TALLINN = zone("FLE Standard Time")
WAKING_S = 15 * 3600  # letters come between 07:00 and 22:00
THREAD_SLOTS = (0, 3, 5)  # of every eight letters three belong together, the last one oldest


class Writer:
    """Makes the letters of one mailbox; it remembers only a folder and a flag for each."""

    def __init__(
        self, user: User, seed: int, count: int, anchor: datetime, *, is_star: bool = True
    ) -> None:
        self._seed = f"{seed}/{user.oid}"
        self._owner = Address(user.display_name, user.username)
        self._anchor = anchor
        self._is_work = user.kind == "work"
        placed: list[Placed] = []
        if is_star or not self._is_work:
            placed = newest_letters(anchor) if self._is_work else personal_letters(anchor)
        self._placed = placed[:count]
        self._showcase = showcase(self._owner, anchor) if is_star and self._is_work else ()
        self.count = max(count, 0)
        generated = max(1, count - len(self._placed))
        span_days = max(60, min(12 * 365, generated // 12))
        self._gap_s = span_days * WAKING_S / generated
        self._folders, self._unread = array("B"), bytearray()
        self._lay_out()

    def folder(self, key: int) -> int:
        return self._folders[key]

    def is_read(self, key: int) -> bool:
        return not self._unread[key]

    def received_at(self, key: int) -> datetime:
        if key < len(self._placed):
            return self._placed[key].at
        number = key - len(self._placed)
        jitter = ((number * 2654435761) & 0xFFFFFFFF) / 2**32
        days, second = divmod(int((number + jitter) * self._gap_s), WAKING_S)
        day = (self._anchor - timedelta(days=8 + days)).date()
        evening = datetime.combine(day, time(22), TALLINN)
        return (evening - timedelta(seconds=second)).astimezone(UTC)

    def letter(self, key: int) -> Letter:
        if key < len(self._placed):
            return self._placed[key].letter
        number = key - len(self._placed)
        shown = self._shown(number)
        if shown is not None:
            return self._showcase[shown]
        return self._ordinary(number, self._folders[key])

    def _ordinary(self, number: int, folder: int) -> Letter:
        dice = Random(f"{self._seed}/{number}")
        if folder == folders.JUNK:
            return letters.junk(dice, self._owner)
        if folder == folders.RECEIPTS:
            return letters.receipt(dice, self._owner)
        if folder == folders.DRAFTS:
            return letters.draft(dice, self._owner)
        if folder == folders.HISTORY:
            return letters.chat(dice, self._owner)
        block, slot = divmod(number, 8)
        if slot in THREAD_SLOTS or folder in (folders.SENT, folders.HARBOUR):
            depth = 2 - THREAD_SLOTS.index(slot) if slot in THREAD_SLOTS else 0
            topic = f"{self._seed}/thread/{block}" if slot in THREAD_SLOTS else f"{number}"
            is_sent = folder == folders.SENT
            return letters.thread(Random(topic), dice, self._owner, depth, topic, is_sent)
        if dice.random() < 0.4:
            return newsletters.newsletter(dice, self._owner)
        return letters.single(dice, self._owner)

    def _shown(self, number: int) -> int | None:
        place, rest = divmod(number, 3)
        return place if rest == 1 and place < len(self._showcase) else None

    def _lay_out(self) -> None:
        quota = dict(folders.UNREAD)
        for placed in self._placed:
            self._folders.append(placed.folder)
            self._unread.append(not placed.is_read)
            quota[placed.folder] = quota.get(placed.folder, 0) - (not placed.is_read)
        for number in range(self.count - len(self._placed)):
            shown = self._shown(number)
            folder = folders.INBOX if shown is not None else self._draw_folder(number)
            is_unread = number % 4 == 2 and quota.get(folder, 0) > 0
            if folder == folders.DRAFTS:
                is_unread = quota[folder] > 0
            quota[folder] = quota.get(folder, 0) - is_unread
            self._folders.append(folder)
            self._unread.append(is_unread)

    def _draw_folder(self, number: int) -> int:
        draw = blake2s(f"{self._seed}/{number}".encode(), digest_size=4).digest()
        percent = int.from_bytes(draw) % 100
        for folder, share in folders.SHARES:
            percent -= share
            if percent < 0:
                absent = not self._is_work and folder in (folders.PROJECTS, folders.HARBOUR)
                return folders.INBOX if absent else folder
        return folders.INBOX
