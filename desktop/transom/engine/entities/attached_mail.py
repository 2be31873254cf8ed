"""A mail in a file, as far as it is shown: hostile in every word, and checked by nobody."""

from dataclasses import dataclass
from datetime import datetime

from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import Body


@dataclass(frozen=True, slots=True)
class InnerFile:
    """A file within an attached mail; its name is the sender's."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class InnerPicture:
    """A picture that came with an attached mail, and what its body calls it."""

    content_id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AttachedMail:
    """What there is to read of a mail in a file."""

    subject: str = ""
    sender: Person = Person("", "")
    to: tuple[Person, ...] = ()
    sent_at: datetime | None = None
    body: Body | None = None
    files: tuple[InnerFile, ...] = ()
    pictures: tuple[InnerPicture, ...] = ()
