"""Signed and encrypted mails: made when they are first looked at, with keys of this run alone."""

import base64
import quopri
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BINARY = pkcs7.PKCS7Options.Binary
DETACHED = pkcs7.PKCS7Options.DetachedSignature


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make(rest: str) -> bytes:
    """Return the MIME form of a recipe: ``how|name|address|text``."""
    how, name, address, text = [*rest.split("|", 3), "", "", ""][:4]
    return KINDS[how](name, address, entity(text))


def entity(text: str) -> bytes:
    """Return a text as the part of a mail that is signed or encrypted."""
    head = (
        b"Content-Type: text/plain; charset=utf-8",
        b"Content-Transfer-Encoding: quoted-printable",
    )
    lines = quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")
    return b"\r\n".join((*head, b"", lines))


def signed(name: str, address: str, content: bytes) -> bytes:
    seal = base64_lines(signature(name, address, content, [BINARY, DETACHED]))
    return b"\r\n".join(
        (
            b'Content-Type: multipart/signed; protocol="application/pkcs7-signature";',
            b' micalg=sha-256; boundary="=-transom-seal"',
            b"",
            b"This is a signed message.",
            b"--=-transom-seal",
            content,
            b"--=-transom-seal",
            b'Content-Type: application/pkcs7-signature; name="smime.p7s"',
            b"Content-Transfer-Encoding: base64",
            b'Content-Disposition: attachment; filename="smime.p7s"',
            b"",
            seal,
            b"--=-transom-seal--",
            b"",
        )
    )


def tampered(name: str, address: str, content: bytes) -> bytes:
    """Return a signed mail in which one word is another since."""
    whole = signed(name, address, entity("Please pay to the account ending in 4411.\nInes\n"))
    return whole.replace(b"4411", b"9907")


def opaque(name: str, address: str, content: bytes) -> bytes:
    return enclosed("signed-data", signature(name, address, content, [BINARY]))


def encrypted(name: str, address: str, content: bytes) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    reader = issue("Adele Vance", "adele.vance@contoso.example", key.public_key())
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content).add_recipient(reader)
    return enclosed("enveloped-data", builder.encrypt(Encoding.DER, [BINARY]))


def pgp(name: str, address: str, content: bytes) -> bytes:
    text = base64.encodebytes(bytes(range(200))).replace(b"\n", b"\r\n")
    return b"\r\n".join(
        (
            b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";',
            b' boundary="=-transom-pgp"',
            b"",
            b"--=-transom-pgp",
            b"Content-Type: application/pgp-encrypted",
            b"",
            b"Version: 1",
            b"",
            b"--=-transom-pgp",
            b'Content-Type: application/octet-stream; name="encrypted.asc"',
            b"",
            b"-----BEGIN PGP MESSAGE-----\r\n\r\n" + text + b"-----END PGP MESSAGE-----",
            b"--=-transom-pgp--",
            b"",
        )
    )


KINDS: dict[str, Callable[[str, str, bytes], bytes]] = {
    "signed": signed,
    "tampered": tampered,
    "opaque": opaque,
    "encrypted": encrypted,
    "pgp": pgp,
}


def enclosed(kind: str, content: bytes) -> bytes:
    head = f'Content-Type: application/pkcs7-mime; smime-type={kind}; name="smime.p7m"'
    lines = (head.encode(), b"Content-Transfer-Encoding: base64", b"", base64_lines(content), b"")
    return b"\r\n".join(lines)


def base64_lines(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n").rstrip()


def signature(name: str, address: str, content: bytes, options: list[pkcs7.PKCS7Options]) -> bytes:
    who = signer(name, address)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(who.certificate, who.key, hashes.SHA256())
    return builder.add_certificate(authority().certificate).sign(Encoding.DER, options)


@lru_cache(maxsize=8)
def signer(name: str, address: str) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    return Issued(issue(name, address, key.public_key()), key)


@lru_cache(maxsize=1)
def authority() -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    own = named("Contoso mail authority")
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(own).issuer_name(own)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=900))
    builder = builder.not_valid_after(now + timedelta(days=2700))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Issued(builder.sign(key, hashes.SHA256()), key)


def issue(
    name: str, address: str, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey
) -> x509.Certificate:
    above, now = authority(), datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(named(name))
    builder = builder.issuer_name(above.certificate.subject).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=400))
    builder = builder.not_valid_after(now + timedelta(days=330))
    mail = x509.SubjectAlternativeName([x509.RFC822Name(address)])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    for extension in (mail, usage):
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(above.key, hashes.SHA256())


def named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Contoso"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
