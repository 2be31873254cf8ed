"""People as an organisation's directory and the server's own ranking know them."""

from dataclasses import dataclass

from transom.engine.entities.contacts import Contact


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """Whom somebody reports to, if anybody, and who reports to them."""

    manager: Contact | None = None
    reports: tuple[Contact, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.manager is None and not self.reports
