"""Certificates of signers: what they say, and whether the system knows who stands for them."""

import ssl
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from transom.engine.entities.seals import Certificate

_BUNDLES = (
    "/etc/pki/ca-trust/extracted/pem/email-ca-bundle.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_FOR_MAIL = (ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)
_MOST_ADDRESSES = 20


@lru_cache(maxsize=1)
def system_roots() -> tuple[x509.Certificate, ...]:
    """Return whom the system trusts to issue certificates; none where it does not tell."""
    context = ssl.create_default_context()
    if not context.get_ca_certs():
        bundle = next((one for one in _BUNDLES if Path(one).is_file()), None)
        if bundle is not None:
            context.load_verify_locations(bundle)
    roots = []
    for der in context.get_ca_certs(binary_form=True):
        try:
            roots.append(read_certificate(der))
        except ValueError:
            continue  # an old root with a form that is read no more
    return tuple(roots)


def read_certificate(der: bytes) -> x509.Certificate:
    """Read a certificate; ValueError for what is none, or breaks the rules for numbers."""
    if asn1.Certificate.load(der).serial_number <= 0:
        raise ValueError("a certificate needs a number")
    return x509.load_der_x509_certificate(der)


def facts_of(certificate: x509.Certificate) -> Certificate:
    """Return what a certificate says of its owner."""
    return Certificate(
        name=_name_of(certificate.subject),
        addresses=addresses_of(certificate),
        issuer=_name_of(certificate.issuer),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        sha256=certificate.fingerprint(hashes.SHA256()).hex(":").upper(),
    )


def addresses_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the mail addresses a certificate is for."""
    found = [
        str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)
    ]
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found = [*names.get_values_for_type(x509.RFC822Name), *found]
    except (x509.ExtensionNotFound, ValueError):
        pass
    return tuple(dict.fromkeys(found))[:_MOST_ADDRESSES]


def is_for_mail(certificate: x509.Certificate) -> bool:
    """Whether a certificate may sign mail."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return any(one in _FOR_MAIL for one in usage)


def is_issuer_known(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> bool:
    """Whether a chain leads from a certificate to one of the roots, at a time; nothing revoked is
    known of, for nobody is asked.
    """
    if not roots or not is_for_mail(certificate):
        return False
    builder = verification.PolicyBuilder().store(verification.Store(list(roots))).time(at)
    builder = builder.extension_policies(
        ca_policy=verification.ExtensionPolicy.webpki_defaults_ca(),
        ee_policy=verification.ExtensionPolicy.permit_all(),
    )
    try:
        builder.build_client_verifier().verify(certificate, list(others))
    except (verification.VerificationError, ValueError):
        return False
    return True


def _name_of(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.EMAIL_ADDRESS):
        found = name.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()
