"""Words for signed and encrypted mail, and for the certificate behind a signature."""

from transom.engine.entities.accounts import Person
from transom.engine.entities.seals import Certificate, Seal, SealKind, SealState, Signature
from transom.ui.mail.trust_words import TrustLine
from transom.ui.text import full_date, name_of, safe

_ENCRYPTED = "This message is encrypted. Transom has no key to it; read it in Outlook."
_OTHERS = {
    SealKind.PGP_ENCRYPTED: "This message is encrypted with PGP, which Transom does not read.",
    SealKind.PGP_SIGNED: "This message is signed with PGP, which Transom does not check.",
    SealKind.PARTLY: "Only a piece of this message is signed. The rest could be anybody’s words.",
}


def seal_line(seal: Seal, sender: Person) -> TrustLine | None:
    """Return what is said above a sealed message; nothing for one without a seal."""
    if seal.kind is SealKind.ENCRYPTED:
        return TrustLine("ph.lock-key", "accent", "Encrypted", _ENCRYPTED)
    if seal.kind in _OTHERS:
        return TrustLine("ph.medal", "neutral", "Sealed", _OTHERS[seal.kind])
    return None if seal.signature is None else _signature_line(seal.signature, sender)


def _signature_line(found: Signature, sender: Person) -> TrustLine:
    if found.state is SealState.CHANGED:
        words = "This message was changed after it was signed. Do not rely on what it says."
        return TrustLine("ph.warning", "bad", "Changed after signing", words)
    if found.state is SealState.UNCHECKABLE or found.certificate is None:
        words = "This message is signed in a way that cannot be checked here."
        return TrustLine("ph.medal", "neutral", "Signed, not checked", words)
    signer = safe(found.certificate.name, is_isolated=True)
    if not found.fits_sender:
        words = (
            f"Signed by {signer}, whose certificate is not for the address of {name_of(sender)}."
        )
        return TrustLine("ph.warning", "bad", "Signed by somebody else", words)
    if found.is_weak:
        words = f"Signed by {signer}, in an old way that can be forged (SHA-1)."
        return TrustLine("ph.medal", "warn", "Weakly signed", words)
    if not found.was_valid:
        words = f"Signed by {signer}, with a certificate that was not valid when the mail came."
        return TrustLine("ph.medal", "warn", "Signed, certificate not valid", words)
    if not found.is_issuer_known:
        words = (
            f"Signed by {signer}, and unchanged since. Who issued the certificate is not known"
            " here, so the name itself is not proved."
        )
        return TrustLine("ph.medal", "neutral", "Signed, issuer not known here", words)
    words = f"Signed by {signer}, and unchanged since."
    return TrustLine("ph.medal", "ok", "Signed", words)


def certificate_lines(signature: Signature) -> list[TrustLine]:
    """Return a certificate's facts, a line for each."""
    found = signature.certificate
    if found is None:
        return []
    signed_at = signature.signed_at
    facts = (
        ("Issued to", safe(found.name)),
        ("For", ", ".join(safe(one) for one in found.addresses) or "no mail address"),
        ("Issued by", _issuer_words(found, signature)),
        ("Valid from", full_date(found.valid_from)),
        ("Valid until", full_date(found.valid_until)),
        ("Signed", full_date(signed_at) + ", by the signer’s own clock" if signed_at else ""),
        ("SHA-256", _in_groups(found.sha256)),
        ("Revoked?", "Not checked: Transom asks nobody about certificates."),
    )
    return [
        TrustLine("ph.identification-card", "neutral", name, words)
        for name, words in facts
        if words
    ]


def _in_groups(fingerprint: str) -> str:
    """Return a fingerprint that can go on in the next line."""
    return " ".join(fingerprint[place : place + 23] for place in range(0, len(fingerprint), 24))


def _issuer_words(found: Certificate, signature: Signature) -> str:
    known = "known to this system" if signature.is_issuer_known else "not known to this system"
    return f"{safe(found.issuer)}, {known}"
