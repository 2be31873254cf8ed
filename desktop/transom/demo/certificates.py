"""The tenant's own authority and the one certificate for both of its hosts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from transom.demo.state import StateDirectory

CA_FILE, CA_KEY_FILE = "ca.pem", "ca-key.pem"
LEAF_FILE, LEAF_KEY_FILE = "server.pem", "server-key.pem"
LEAF_LIFE = timedelta(days=397)  # browsers refuse longer ones
CA_LIFE = timedelta(days=3650)
RENEW_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def lasts(self, now: datetime) -> bool:
        """Whether it is good now and stays so for a while."""
        certificate = self.certificate
        return (
            certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEW_BEFORE
        )


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """Where the files lie, and the fingerprint a web view pins."""

    ca_file: Path
    leaf_file: Path
    leaf_key_file: Path
    sha256: str


def load_certificates(state: StateDirectory) -> ServerCertificate:
    """Return the kept certificates, making or renewing what is missing, damaged or near its end."""
    now = datetime.now(UTC)
    authority = _kept(state, CA_FILE, CA_KEY_FILE)
    if authority is None or not authority.lasts(now):
        authority = _make_authority(now)
        _keep(state, authority, CA_FILE, CA_KEY_FILE)
    leaf = _kept(state, LEAF_FILE, LEAF_KEY_FILE)
    if leaf is None or not leaf.lasts(now) or not _is_signed_by(leaf, authority):
        leaf = _make_leaf(authority, now)
        _keep(state, leaf, LEAF_FILE, LEAF_KEY_FILE)
    return ServerCertificate(
        ca_file=state.file(CA_FILE),
        leaf_file=state.file(LEAF_FILE),
        leaf_key_file=state.file(LEAF_KEY_FILE),
        sha256=leaf.certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _kept(state: StateDirectory, name: str, key_name: str) -> Issued | None:
    content, key_content = state.read(name), state.read(key_name)
    if content is None or key_content is None:
        return None
    try:
        certificate = x509.load_pem_x509_certificate(content)
    except ValueError:
        state.set_aside(name)
        return None
    try:
        key = serialization.load_pem_private_key(key_content, password=None)
    except (ValueError, TypeError):
        state.set_aside(key_name)
        return None
    if (
        not isinstance(key, ec.EllipticCurvePrivateKey)
        or key.public_key() != certificate.public_key()
    ):
        state.set_aside(key_name)
        return None
    return Issued(certificate, key)


def _keep(state: StateDirectory, issued: Issued, name: str, key_name: str) -> None:
    pem = serialization.Encoding.PEM
    key = issued.key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    state.write(key_name, key)
    state.write(name, issued.certificate.public_bytes(pem))


def _is_signed_by(leaf: Issued, authority: Issued) -> bool:
    try:
        leaf.certificate.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Transom demo tenant"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # a clock set back a little must not hurt
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _make_authority(now: datetime) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Transom demo authority")
    certificate = (
        _builder(name, name, key.public_key(), now)
        .not_valid_after(now + CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return Issued(certificate, key)


def _make_leaf(authority: Issued, now: datetime) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    hosts = [x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))]
    purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    issuer_key = authority.key.public_key()
    certificate = (
        _builder(_name("localhost"), authority.certificate.subject, key.public_key(), now)
        .not_valid_after(now + LEAF_LIFE - timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False
        )
        .sign(authority.key, hashes.SHA256())
    )
    return Issued(certificate, key)
