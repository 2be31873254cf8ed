"""Invented mail for stores that no tenant fills: a large vocabulary, used as unevenly as ours."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from transom.engine.entities.accounts import Account, Cloud, Person, Registration, RemoteId
from transom.engine.entities.mail import Attachment, Body, Folder, FolderId, Message, MessageId
from transom.engine.store.store import Store

VOCABULARY = 300_000
PAGE = 200
_NEWEST = datetime(2026, 1, 1, 12, tzinfo=UTC)
_SYLLABLES = [one + two for one in "bcdfghklmnprstvz" for two in ("a", "e", "i", "o", "u", "en")]


Draft = tuple[int, str, str, list[int], bool]
"""A message's number, subject, text, the numbers of its people, and whether it is read."""


class Inventor:
    """Makes the same mail from the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(self._chance.choices(_SYLLABLES, k=self._chance.randint(1, 5)))] = None
        self._words = list(words)
        # A word's share falls with its rank, as in every language.
        self._shares = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self._people = [self._person(number) for number in range(2000)]
        self._made = 0

    def page(self, size: int = PAGE) -> list[tuple[Message, Body]]:
        """Return the next older messages, newest first, each with its body."""
        return [self._message() for _ in range(size)]

    def drafts(self, size: int = PAGE) -> list[Draft]:
        """Return what the next older messages say, and nothing more."""
        return [self._draft() for _ in range(size)]

    def _draft(self) -> Draft:
        self._made += 1
        text = self._text(self._chance.randint(60, 180))
        people = self._chance.sample(range(len(self._people)), 3)
        subject = self._text(self._chance.randint(2, 9))
        return self._made, subject, text, people, self._chance.random() < 0.9

    def _message(self) -> tuple[Message, Body]:
        return self.message_of(self._draft())

    def message_of(self, draft: Draft) -> tuple[Message, Body]:
        """Return the whole message of a draft."""
        made, subject, text, people, is_read = draft
        sender, *others = (self._people[number] for number in people)
        conversation = made // 3
        message = Message(
            remote_id=RemoteId(f"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A{made:024d}AAA="),
            folder_remote_id=RemoteId("inbox"),
            subject=subject,
            preview=text[:250],
            sender=sender,
            received_at=_NEWEST - timedelta(seconds=97 * made),
            to=tuple(others),
            is_read=is_read,
            conversation_id=f"AAQkALgAAAAAAHYQDEapmEc2byACqAC-EWg0{conversation:024d}=",
            internet_message_id=f"<{made}@mail.example>",
        )
        markup = f"<html><body><p>{text.replace('. ', '.</p><p>')}</p></body></html>"
        return message, Body(True, markup)

    def _text(self, words: int) -> str:
        return " ".join(self._chance.choices(self._words, cum_weights=self._shares, k=words))

    def _person(self, number: int) -> Person:
        first, last = (word.capitalize() for word in self._chance.sample(self._words, 2))
        return Person(f"{first} {last}", f"{first.lower()}.{number}@example.com")


Place = tuple[Account, FolderId]


def add_account(store: Store) -> Place:
    """Save an account that no server knows, with one folder."""
    registration = Registration("client", "common", Cloud("none", "", "", ""))
    account = store.accounts.save_account(
        Account("oid", "tid", "ada@example.com", "Ada", registration)
    )
    inbox = Folder(RemoteId("inbox"), RemoteId(""), "Inbox", "inbox")
    saved = store.mail.save_folders(account.id, [inbox], is_whole=True)
    return account, saved[0].id


def save_page(store: Store, place: Place, page: list[tuple[Message, Body]]) -> None:
    """Store a page as sync does: rows first, then bodies."""
    account, folder = place
    items = [message for message, _ in page]
    saved = store.mail.save_page(account.id, folder, items, [], "cursor", is_round_done=True)
    texts = [body for _, body in page]
    # The store hands out ids oldest first.
    bodies: Iterator[tuple[MessageId, Body, tuple[Attachment, ...], None, None]] = (
        (number, body, (), None, None)
        for number, body in zip(saved.added, reversed(texts), strict=True)
    )
    store.mail.save_bodies(list(bodies))
