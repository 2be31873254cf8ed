"""The keys derived from the one master key, beside a library that does the same."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from transom.engine.auth.sealing import derive_key


@given(
    st.binary(min_size=32, max_size=32), st.text(max_size=40), st.sampled_from(["store", "tokens"])
)
def test_a_derived_key_is_what_hkdf_makes_of_the_master_key(
    master: bytes, profile_id: str, purpose: str
) -> None:
    expected = HKDF(SHA256(), 32, salt=profile_id.encode(), info=f"transom {purpose}".encode())
    assert derive_key(master, profile_id, purpose) == expected.derive(master)
