"""Authorities, signers and signed mails for the tests, made anew in each run."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
INES = "ines@contoso.example"
PART = b"Content-Type: text/plain; charset=utf-8\r\n\r\nPay 4411.\r\n"


@dataclass(frozen=True)
class Issued:
    certificate: x509.Certificate
    key: Any


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def build(subject: x509.Name, issuer: x509.Name, key: Any, **facts: Any) -> Any:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(facts.get("since", NOW - timedelta(days=300)))
    return builder.not_valid_after(facts.get("until", NOW + timedelta(days=60)))


@lru_cache
def root() -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    own = name("Test Mail Root")
    builder = build(own, own, key, until=NOW + timedelta(days=3000))
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    for extension, critical in (
        (x509.BasicConstraints(ca=True, path_length=None), True),
        (usage, True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ):
        builder = builder.add_extension(extension, critical)
    return Issued(builder.sign(key, hashes.SHA256()), key)


@lru_cache
def signer(address: str = INES, kind: str = "ec", purpose: str = "mail", days: int = 60) -> Issued:
    key: Any = ec.generate_private_key(ec.SECP256R1())
    if kind == "rsa":
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    above = root()
    until = NOW + timedelta(days=days)
    builder = build(name("Ines Navarro"), above.certificate.subject, key, until=until)
    usage = (
        ExtendedKeyUsageOID.EMAIL_PROTECTION
        if purpose == "mail"
        else (ExtendedKeyUsageOID.SERVER_AUTH)
    )
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key())
    for extension in (
        x509.SubjectAlternativeName([x509.RFC822Name(address)]),
        x509.ExtendedKeyUsage([usage]),
        authority,
    ):
        builder = builder.add_extension(extension, critical=False)
    return Issued(builder.sign(above.key, hashes.SHA256()), key)


def cms(
    content: bytes, who: Issued, *, is_detached: bool = True, is_pss: bool = False, **facts: Any
) -> bytes:
    options = [pkcs7.PKCS7Options.Binary, *facts.get("options", ())]
    if is_detached:
        options.append(pkcs7.PKCS7Options.DetachedSignature)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    more: dict[str, Any] = {}
    if is_pss:
        more["rsa_padding"] = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
    builder = builder.add_signer(
        who.certificate, who.key, facts.get("hash", hashes.SHA256()), **more
    )
    return builder.sign(Encoding.DER, options)


def mail(seal: bytes, part: bytes = PART, boundary: str = "b(1)") -> bytes:
    """Return a clear-signed mail around a seal."""
    mark = boundary.encode()
    return b"\r\n".join(
        (
            b"From: Ines <ines@contoso.example>",
            b'Content-Type: multipart/signed; protocol="application/pkcs7-signature";',
            b' micalg=sha-256; boundary="' + mark + b'"',
            b"",
            b"preamble",
            b"--" + mark,
            part,
            b"--" + mark,
            b"Content-Type: application/pkcs7-signature; name=smime.p7s",
            b"Content-Transfer-Encoding: base64",
            b"",
            base64.encodebytes(seal).replace(b"\n", b"\r\n"),
            b"--" + mark + b"--",
            b"",
        )
    )


def wrapped(seal: bytes, kind: str = "signed-data") -> bytes:
    head = f"From: a@b\r\nContent-Type: application/pkcs7-mime; smime-type={kind}\r\n"
    encoded = base64.encodebytes(seal).replace(b"\n", b"\r\n")
    return head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded
