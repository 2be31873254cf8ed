"""An app of the organisation's that reads mailboxes by itself, with a certificate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """Which app, in which organisation, proved by which file, reads which mailboxes.

    ``certificate`` is a PEM file with key and certificate, or a key store (PKCS#12);
    ``passphrase_file`` holds what opens it, where something is needed.
    """

    client_id: str = ""
    tenant: str = ""
    certificate: str = ""
    passphrase_file: str = ""
    mailboxes: tuple[str, ...] = ()

    @property
    def is_set_up(self) -> bool:
        """Whether an app is fully named."""
        return bool(self.client_id and self.tenant and self.certificate)
