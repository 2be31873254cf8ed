"""What is on a message as a whole: taken apart, checked, and said in one value."""

from collections.abc import Sequence
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from cryptography import x509

from transom.engine.entities.mail import Body
from transom.engine.entities.seals import Seal, SealKind, SealState, Signature
from transom.engine.trust.certificates import addresses_of, facts_of, is_issuer_known
from transom.engine.trust.sealed_parts import SealedParts, canonical, sealed_parts
from transom.engine.trust.signatures import SignedSeal, UnreadableSealError, is_encrypted


def seal_of(
    source: bytes, sender_address: str, roots: Sequence[x509.Certificate], at: datetime
) -> Seal:
    """Return a message's seal, with the signature judged as of the time the message came."""
    parts = sealed_parts(source)
    if parts.kind not in (SealKind.SIGNED, SealKind.ENCRYPTED):
        return Seal(parts.kind)
    if not parts.content and is_encrypted(parts.seal):
        return Seal(SealKind.ENCRYPTED)
    try:
        seal = SignedSeal(parts.seal)
    except UnreadableSealError:
        kind = parts.kind
        return Seal(kind, Signature(SealState.UNCHECKABLE) if kind is SealKind.SIGNED else None)
    content, state = _content_and_state(parts, seal)
    return Seal(SealKind.SIGNED, _signature(seal, state, sender_address, roots, at), content)


def body_of_content(content: bytes) -> Body | None:
    """Return the text of a signed part, its HTML where it has both."""
    try:
        mail = BytesParser(policy=policy.default).parsebytes(content)
        assert isinstance(mail, EmailMessage)
        part = mail.get_body(("html", "plain"))
        if part is None:
            return None
        text = part.get_content()
    except (LookupError, ValueError, AttributeError, TypeError):
        return None  # no text in any form that mail has
    return Body(part.get_content_subtype() == "html", text) if isinstance(text, str) else None


def _content_and_state(parts: SealedParts, seal: SignedSeal) -> tuple[bytes, SealState]:
    content = parts.content or seal.content
    state = seal.state_over(content)
    if state is SealState.CHANGED and parts.content:
        # Somewhere on the way its line ends may have become the system's own.
        state = seal.state_over(canonical(content))
    return content, state


def _signature(
    seal: SignedSeal,
    state: SealState,
    sender_address: str,
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> Signature:
    certificate = seal.signer_certificate()
    if certificate is None:
        return Signature(SealState.UNCHECKABLE)
    try:
        return _judged(certificate, seal, state, sender_address, roots, at)
    except ValueError:
        return Signature(SealState.UNCHECKABLE)  # a certificate that falls apart when looked at


def _judged(
    certificate: x509.Certificate,
    seal: SignedSeal,
    state: SealState,
    sender_address: str,
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> Signature:
    others = [one for one in seal.certificates if one != certificate]
    signed_at = seal.signed_at()
    return Signature(
        state,
        facts_of(certificate),
        fits_sender=sender_address.casefold()
        in {one.casefold() for one in addresses_of(certificate)},
        is_issuer_known=is_issuer_known(certificate, others, roots, at),
        was_valid=certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc,
        is_weak=seal.is_weak,
        signed_at=signed_at if isinstance(signed_at, datetime) else None,
    )
