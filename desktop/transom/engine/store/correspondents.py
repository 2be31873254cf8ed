"""Whom the mailboxes here have to do with: contacts, and those who were written to."""

from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import MessageId
from transom.engine.store.columns import json_from_text, people_from_pairs
from transom.engine.store.database import Database
from transom.engine.store.places import ID_AT_T, place_of
from transom.engine.store.words import index_words

_MOST_SENT, _MOST_LIKE_IT = 3_000, 300


class CorrespondentReader:
    """Reads people on the calling thread; takes some tens of milliseconds, so not on the GUI's."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read_people(self) -> list[Person]:
        """Return the contacts of all accounts, and whom their newest sent mail went to."""
        people: list[Person] = []
        with self._db.reading() as cx:
            rows = cx.execute(
                "select c.display_name, a.address from contact_address a"
                " join contact c on c.id = a.contact"
            )
            people += [Person(str(name), str(address)) for name, address in rows]
            sent = cx.execute(
                "select m.recipients from message m where m.folder in"
                " (select id from folder where well_known = 'sentitems')"
                " order by m.id desc limit ?",
                (_MOST_SENT,),
            )
            for (recipients,) in sent:
                for pairs in (json_from_text(recipients) or ())[:3]:
                    people += people_from_pairs(pairs)
        return list(dict.fromkeys(one for one in people if one.address))

    def has_earlier_from(self, address: str, before: MessageId) -> bool:
        """Whether an older message from an address is stored; yes if too many are nearly so."""
        words = index_words([address])
        if not words:
            return False
        match = "sender : (" + " AND ".join(f'"{word}"' for word in words) + ")"
        with self._db.reading() as cx:
            rows = cx.execute(
                "select m.sender_address from message_text t cross join message m"  # noqa: S608
                f" where t.message_text match ? and t.rowid < ? and m.id = {ID_AT_T}"
                " order by t.rowid desc limit ?",
                (match, place_of(cx, before), _MOST_LIKE_IT),
            ).fetchall()
        wanted = address.casefold()
        return len(rows) == _MOST_LIKE_IT or any(str(row[0]).casefold() == wanted for row in rows)
