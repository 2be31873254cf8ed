"""Checks the seal of a signed mail: CMS taken apart by asn1crypto, the checks by cryptography."""

from collections.abc import Iterator
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from transom.engine.entities.seals import SealState
from transom.engine.trust.certificates import read_certificate

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_WEAK = frozenset(("md2", "md5", "sha1"))
_MOST_CERTIFICATES = 50
_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
    UnsupportedAlgorithm,
)
"""What a damaged or hostile seal makes the two libraries raise."""


class UnreadableSealError(Exception):
    """A seal that is no seal, or of a kind that is not known here."""


class SignedSeal:
    """One CMS structure with a signature; what was signed may lie in it or beside it."""

    def __init__(self, seal: bytes) -> None:
        try:
            self._data = _signed_data(seal)
            self.certificates = list(self._certificates())
            signers = list(self._data["signer_infos"])
            self._content_type = self._data["encap_content_info"]["content_type"].native
            content = self._data["encap_content_info"]["content"].native
        except _UNREADABLE as error:
            raise UnreadableSealError from error
        if not signers:
            raise UnreadableSealError
        self._signer = signers[0]
        self.content = content if isinstance(content, bytes) else b""

    def signer_certificate(self) -> x509.Certificate | None:
        """Return whose certificate the signature names, if it came along."""
        try:
            sid = self._signer["sid"]
            for one in self.certificates:
                if _is_named(one, sid):
                    return one
        except _UNREADABLE:
            return None
        return None

    @property
    def hash_name(self) -> str:
        """Return what the content was hashed with."""
        try:
            return str(self._signer["digest_algorithm"]["algorithm"].native)
        except _UNREADABLE:
            return ""

    @property
    def is_weak(self) -> bool:
        """Whether somebody with means could make another text with the same seal."""
        return self.hash_name in _WEAK

    def signed_at(self) -> Any:
        """Return when the signer's own clock says it was signed."""
        try:
            return self._attributes().get("signing_time")
        except _UNREADABLE:
            return None

    def state_over(self, content: bytes) -> SealState:
        """Check the signature over a content."""
        certificate = self.signer_certificate()
        kind = _HASHES.get(self.hash_name)
        if certificate is None or kind is None:
            return SealState.UNCHECKABLE
        try:
            return self._check(content, certificate, kind())
        except InvalidSignature:
            return SealState.CHANGED
        except _UNREADABLE:
            return SealState.UNCHECKABLE

    def _check(
        self, content: bytes, certificate: x509.Certificate, kind: hashes.HashAlgorithm
    ) -> SealState:
        digest = hashes.Hash(kind)
        digest.update(content)
        signed = content
        attributes = self._signer["signed_attrs"]
        if len(attributes):
            named = self._attributes()
            if named.get("content_type") != self._content_type:
                return SealState.CHANGED
            if named.get("message_digest") != digest.finalize():
                return SealState.CHANGED
            signed = b"\x31" + attributes.dump()[1:]  # signed as the set that it is
        self._verify(certificate, signed, kind)
        return SealState.INTACT

    def _verify(
        self, certificate: x509.Certificate, signed: bytes, kind: hashes.HashAlgorithm
    ) -> None:
        key, signature = certificate.public_key(), self._signer["signature"].native
        algorithm = self._signer["signature_algorithm"]
        if isinstance(key, rsa.RSAPublicKey):
            if algorithm.signature_algo == "rsassa_pss":
                kind = _HASHES[algorithm.hash_algo]()
                salt = padding.PSS(padding.MGF1(kind), padding.PSS.AUTO)
                key.verify(signature, signed, salt, kind)
            else:
                key.verify(signature, signed, padding.PKCS1v15(), kind)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(kind))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, signed)
        else:
            raise UnsupportedAlgorithm("a key of a kind that is not checked here")

    def _attributes(self) -> dict[str, Any]:
        found = {}
        for attribute in self._signer["signed_attrs"]:
            values = attribute["values"]
            if len(values) == 1:
                found[attribute["type"].native] = values[0].native
        return found

    def _certificates(self) -> Iterator[x509.Certificate]:
        for choice in list(self._data["certificates"] or ())[:_MOST_CERTIFICATES]:
            if choice.name == "certificate":
                yield read_certificate(choice.chosen.dump())


def is_encrypted(seal: bytes) -> bool:
    """Whether a CMS structure hides its content."""
    try:
        kind = cms.ContentInfo.load(seal)["content_type"].native
    except _UNREADABLE:
        return False
    return kind in ("enveloped_data", "authenticated_enveloped_data", "encrypted_data")


def _signed_data(seal: bytes) -> Any:
    info = cms.ContentInfo.load(seal)
    if info["content_type"].native != "signed_data":
        raise ValueError("not a signature")
    return info["content"]


def _is_named(certificate: x509.Certificate, sid: Any) -> bool:
    if sid.name == "issuer_and_serial_number":
        is_serial = sid.chosen["serial_number"].native == certificate.serial_number
        issuer: bytes = sid.chosen["issuer"].dump()
        return bool(is_serial) and issuer == certificate.issuer.public_bytes()
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except x509.ExtensionNotFound:
        return False
    return bool(found.value.digest == sid.native)
