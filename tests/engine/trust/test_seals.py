"""Signed mail: intact, changed, by somebody else, or not to be checked at all."""

from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import cms as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.trust.sealing import INES, NOW, PART, cms, mail, root, signer, wrapped

from transom.engine.entities.mail import Body
from transom.engine.entities.seals import Seal, SealKind, SealState, Signature
from transom.engine.trust.certificates import system_roots
from transom.engine.trust.sealed_parts import kind_of_type
from transom.engine.trust.seals import body_of_content, seal_of


def examined(source: bytes, sender: str = INES, at: Any = NOW, *, roots: bool = True) -> Seal:
    return seal_of(source, sender, [root().certificate] if roots else [], at)


def signature(source: bytes, **facts: Any) -> Signature:
    found = examined(source, **facts)
    assert found.kind is SealKind.SIGNED and found.signature is not None
    return found.signature


@pytest.mark.parametrize("kind", ["ec", "rsa", "pss"])
def test_an_intact_mail_by_the_sender_with_a_known_issuer_is_all_good(kind: str) -> None:
    who = signer(kind="ec" if kind == "ec" else "rsa")
    found = signature(mail(cms(PART, who, is_pss=kind == "pss")))
    assert found.state is SealState.INTACT
    assert found.fits_sender and found.is_issuer_known and found.was_valid and not found.is_weak
    facts = found.certificate
    assert facts is not None and found.signed_at is not None
    assert (facts.name, facts.addresses, facts.issuer) == (
        "Ines Navarro",
        (INES,),
        "Test Mail Root",
    )
    assert len(facts.sha256) == 95


def test_one_other_byte_is_a_change() -> None:
    source = mail(cms(PART, signer()))
    assert signature(source.replace(b"4411", b"9907")).state is SealState.CHANGED


def test_another_seal_over_the_same_words_is_a_change() -> None:
    assert signature(mail(cms(b"other words", signer()))).state is SealState.CHANGED


def test_line_ends_that_became_the_systems_own_are_no_change() -> None:
    source = mail(cms(PART, signer())).replace(b"\r\n", b"\n")
    assert signature(source).state is SealState.INTACT


def test_a_seal_without_signed_attributes_is_checked_too() -> None:
    seal = cms(PART, signer(), options=[pkcs7.PKCS7Options.NoAttributes])
    assert signature(mail(seal)).state is SealState.INTACT
    assert signature(mail(seal).replace(b"Pay", b"Say")).state is SealState.CHANGED


def test_what_was_signed_can_lie_within_the_seal() -> None:
    found = examined(wrapped(cms(PART, signer(), is_detached=False)))
    assert found.signature is not None and found.signature.state is SealState.INTACT
    assert found.content == PART
    assert body_of_content(found.content) == Body(False, "Pay 4411.\r\n")


def test_a_signer_who_is_not_the_sender_is_noticed() -> None:
    found = signature(mail(cms(PART, signer("eve@evil.example"))))
    assert found.state is SealState.INTACT and not found.fits_sender
    assert signature(mail(cms(PART, signer(INES.upper())))).fits_sender


def test_an_issuer_nobody_knows_is_not_known() -> None:
    assert not signature(mail(cms(PART, signer())), roots=False).is_issuer_known


def test_a_certificate_for_servers_does_not_vouch_for_mail() -> None:
    assert not signature(mail(cms(PART, signer(purpose="server")))).is_issuer_known


def test_a_certificate_is_judged_by_the_day_the_mail_came() -> None:
    source = mail(cms(PART, signer(days=60)))
    late = signature(source, at=NOW + timedelta(days=61))
    assert not late.was_valid and not late.is_issuer_known
    assert signature(source, at=NOW + timedelta(days=59)).was_valid


def test_an_old_hash_is_said_to_be_weak() -> None:
    who, old = signer(kind="rsa"), hashes.SHA1()  # noqa: S303  what is tested
    options = [pkcs7.PKCS7Options.NoAttributes]
    info = asn1.ContentInfo.load(cms(PART, who, options=options))
    (one,) = info["content"]["signer_infos"]
    one["digest_algorithm"] = {"algorithm": "sha1"}
    one["signature_algorithm"] = {"algorithm": "rsassa_pkcs1v15"}
    one["signature"] = who.key.sign(PART, padding.PKCS1v15(), old)
    found = signature(mail(info.dump(force=True)))
    assert (found.state, found.is_weak) == (SealState.INTACT, True)
    assert not signature(mail(cms(PART, who))).is_weak


def test_encrypted_mail_is_said_to_be_so_whatever_its_head_says() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = signer(kind="rsa")
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(b"secret").add_recipient(who.certificate)
    hidden = builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    assert key is not None
    assert examined(wrapped(hidden, "enveloped-data")).kind is SealKind.ENCRYPTED
    assert examined(wrapped(hidden, "signed-data")) == Seal(SealKind.ENCRYPTED)


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ('multipart/signed; protocol="application/pgp-signature"', SealKind.PGP_SIGNED),
        ('multipart/encrypted; protocol="application/pgp-encrypted"', SealKind.PGP_ENCRYPTED),
        ("application/x-pkcs7-mime; smime-type=enveloped-data", SealKind.ENCRYPTED),
        ("APPLICATION/PKCS7-MIME; name=smime.p7m", SealKind.SIGNED),
        ("text/plain", SealKind.NONE),
        ("\udcff;;==", SealKind.NONE),
    ],
)
def test_the_kind_of_a_seal_is_told_by_the_content_type(content_type: str, kind: SealKind) -> None:
    assert kind_of_type(content_type) is kind


def test_a_signed_piece_within_an_unsigned_mail_lends_it_no_name() -> None:
    inner = mail(cms(PART, signer())).split(b"\r\n", 1)[1]
    source = b"\r\n".join(
        (
            b'Content-Type: multipart/mixed; boundary="o"',
            b"",
            b"--o",
            b"",
            b"Pay 9907 instead.",
            b"--o",
            inner,
            b"--o--",
        )
    )
    assert examined(source) == Seal(SealKind.PARTLY)


def test_a_third_part_beside_the_signed_one_spoils_it() -> None:
    extra = b"Content-Type: text/plain\r\n\r\nPay 9907.\r\n--b(1)\r\n"
    source = mail(cms(PART, signer())).replace(b"preamble\r\n--b(1)\r\n", b"--b(1)\r\n" + extra)
    assert examined(source) == Seal(SealKind.PARTLY)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3000), st.integers(0, 255))
def test_no_damaged_seal_breaks_the_check(noise: bytes, place: int, value: int) -> None:
    seal = bytearray(cms(PART, signer(), is_detached=False))
    seal[place % len(seal)] = value
    for damaged in (bytes(seal), noise, bytes(seal)[: place % len(seal)]):
        found = examined(wrapped(damaged))
        assert found.kind in (SealKind.SIGNED, SealKind.ENCRYPTED)
        examined(mail(damaged))
    examined(noise)


def test_the_system_tells_whom_it_trusts_or_nobody() -> None:
    assert all(one.subject is not None for one in system_roots())
