"""Who may open whose mailbox, and how much of it."""

from dataclasses import dataclass

from transom.demo.mailbox import people
from transom.demo.mailbox.folders import ARCHIVE, INBOX, ROOT
from transom.demo.mailbox.organisation import TENDERS


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody may read in a mailbox; with ``folders`` named, those alone open."""

    mail: bool = False
    folders: frozenset[int] | None = None
    calendar: bool = False
    contacts: bool = False
    is_own: bool = False

    def opens(self, folder: int) -> bool:
        return self.mail and (self.folders is None or folder in self.folders)

    @property
    def has_whole_mail(self) -> bool:
        return self.mail and self.folders is None


OWN = Access(mail=True, calendar=True, contacts=True, is_own=True)
NONE = Access()
ADELE = people.ADELE.address
GIVEN = {
    (ADELE, people.BRIDGE_OFFICE.address): Access(mail=True, calendar=True, contacts=True),
    (ADELE, TENDERS.address): Access(mail=True, folders=frozenset({ROOT, INBOX, ARCHIVE})),
    (ADELE, people.INES.address): Access(calendar=True),
    # An inbox alone, without what lies around it: the list of folders does not open.
    (ADELE, "mila.fabre@contoso.example"): Access(mail=True, folders=frozenset({INBOX})),
}


def access_of(viewer: str, owner: str) -> Access:
    """Return what one username may see of another's mailbox."""
    return OWN if viewer == owner else GIVEN.get((viewer, owner), NONE)
