"""The certificates: valid to a strict verifier, kept, renewed in time."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from transom.demo import certificates
from transom.demo.certificates import load_certificates
from transom.demo.state import StateDirectory


@pytest.fixture
def state(tmp_path: Path) -> StateDirectory:
    return StateDirectory(tmp_path / "state", print)


def _load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_the_leaf_is_good_for_both_hosts(state: StateDirectory) -> None:
    made = load_certificates(state)
    leaf, authority = _load(made.leaf_file), _load(made.ca_file)
    for subject in (x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))):
        verifier = PolicyBuilder().store(Store([authority])).build_server_verifier(subject)
        assert verifier.verify(leaf, [])
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=397)


def test_the_same_certificate_comes_back(state: StateDirectory) -> None:
    assert load_certificates(state) == load_certificates(state)


def test_a_leaf_near_its_end_is_renewed_by_the_same_authority(
    state: StateDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(certificates, "LEAF_LIFE", timedelta(days=20))
        old = load_certificates(state)
    authority = old.ca_file.read_bytes()
    new = load_certificates(state)
    assert new.sha256 != old.sha256 and new.ca_file.read_bytes() == authority
    assert _load(new.leaf_file).not_valid_after_utc > datetime.now(UTC) + timedelta(days=300)


@pytest.mark.parametrize("name", ["ca.pem", "ca-key.pem", "server.pem", "server-key.pem"])
def test_a_damaged_part_is_made_anew(state: StateDirectory, name: str) -> None:
    load_certificates(state)
    state.write(name, b"nonsense")
    made = load_certificates(state)
    leaf, authority = _load(made.leaf_file), _load(made.ca_file)
    leaf.verify_directly_issued_by(authority)
    assert state.read(f"{name}.damaged") == b"nonsense"
