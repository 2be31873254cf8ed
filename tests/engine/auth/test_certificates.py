"""An app's certificate: read from what people have, and refused in words where it is none."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from transom.engine.auth.certificates import read_credential
from transom.engine.errors import CertificateError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
PLAIN = serialization.NoEncryption()
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate_of(key: Key, *, days: int = 10) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "reader")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )


def test_a_pem_may_hold_a_chain_and_its_own_certificate_is_found(
    key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    other = certificate_of(rsa.generate_private_key(65537, 2048))
    own = certificate_of(key)
    path = tmp_path / "chain.pem"
    parts = (other.public_bytes(PEM), own.public_bytes(PEM), key.private_bytes(PEM, PKCS8, PLAIN))
    path.write_bytes(b"".join(parts))
    assert read_credential(path).certificate == own


def test_what_an_app_signs_is_for_one_endpoint_and_for_minutes(
    key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    own = certificate_of(key)
    path = tmp_path / "reader.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"r", key, own, None, PLAIN))
    text = read_credential(path).assertion("client", "https://login.example/token", NOW)
    claims = jwt.decode(
        text,
        key.public_key(),
        algorithms=["PS256"],
        audience="https://login.example/token",
        options={"verify_exp": False, "verify_nbf": False},
    )
    assert claims["iss"] == claims["sub"] == "client"
    assert claims["exp"] - claims["nbf"] == 600
    header = jwt.get_unverified_header(text)
    assert header["alg"] == "PS256" and len(header["x5t#S256"]) == 43


@pytest.mark.parametrize("days", [-400, 400])
def test_a_certificate_that_is_not_valid_today_is_not_used(
    key: rsa.RSAPrivateKey, tmp_path: Path, days: int
) -> None:
    path = tmp_path / "reader.pem"
    path.write_bytes(key.private_bytes(PEM, PKCS8, PLAIN) + certificate_of(key).public_bytes(PEM))
    with pytest.raises(CertificateError, match="not valid today"):
        read_credential(path).assertion("client", "audience", NOW + timedelta(days=days))


def test_other_keys_and_halves_are_refused_in_words(key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(PEM, PKCS8, PLAIN)
    wrong = {
        "curve.pem": curve.private_bytes(PEM, PKCS8, PLAIN)
        + certificate_of(curve).public_bytes(PEM),
        "keyless.pem": certificate_of(key).public_bytes(PEM),
        "bare.pem": private,
        "foreign.pem": private + certificate_of(curve).public_bytes(PEM),
        "curve.pfx": pkcs12.serialize_key_and_certificates(
            b"r", curve, certificate_of(curve), None, PLAIN
        ),
        "words.pfx": b"no key store at all",
        "empty.pem": b"",
    }
    for name, content in wrong.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CertificateError, match="no RSA key with its certificate"):
            read_credential(tmp_path / name)
    with pytest.raises(CertificateError, match="cannot be read"):
        read_credential(tmp_path)


def test_a_passphrase_that_nobody_asked_for_is_named(
    key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    path = tmp_path / "reader.pem"
    path.write_bytes(key.private_bytes(PEM, PKCS8, PLAIN) + certificate_of(key).public_bytes(PEM))
    with pytest.raises(CertificateError, match="needs a passphrase, or has none"):
        read_credential(path, "one too many")
