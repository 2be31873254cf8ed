"""Whether a message's sender was verified, by the receiving service's word alone."""

from dataclasses import dataclass
from enum import StrEnum

from transom.engine.entities.mail import Headers
from transom.engine.trust.domains import are_one_organisation, domain_of
from transom.engine.trust.results import Result, Results
from transom.engine.trust.stamps import (
    count_foreign_stamps,
    is_from_inside,
    service_of,
    stamp_of,
)

PASSES = ("pass", "bestguesspass")


class Verdict(StrEnum):
    """What is known of a sender."""

    INTERNAL = "internal"
    VERIFIED = "verified"
    UNPROVEN = "unproven"
    FAILED = "failed"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Authentication:
    """A verdict and what it rests on; ``composite`` is Microsoft's own summary, if there is one.

    ``foreign_stamps`` counts verdicts that came with the message and were not believed.
    """

    verdict: Verdict
    service: str = ""
    spf: Result | None = None
    dkim: tuple[Result, ...] = ()
    dmarc: Result | None = None
    composite: Result | None = None
    foreign_stamps: int = 0

    @property
    def is_authenticated(self) -> bool:
        """Whether the sender's address is the sender's own."""
        return self.verdict in (Verdict.INTERNAL, Verdict.VERIFIED)


def authentication_of(headers: Headers, sender_address: str) -> Authentication:
    """Judge a message by its head and the address it shows as its sender's."""
    stamp = stamp_of(headers)
    domain = domain_of(sender_address)
    verdict = _verdict(stamp, domain) if stamp is not None else Verdict.UNCHECKED
    if is_from_inside(headers) and verdict is not Verdict.FAILED:
        verdict = Verdict.INTERNAL
    found = stamp or Results("", ())
    return Authentication(
        verdict,
        service_of(headers),
        found.first("spf"),
        found.all("dkim"),
        found.first("dmarc"),
        found.first("compauth"),
        count_foreign_stamps(headers),
    )


def _verdict(stamp: Results, domain: str) -> Verdict:
    dmarc, composite = stamp.first("dmarc"), stamp.first("compauth")
    if composite is not None and composite.result == "fail":
        return Verdict.FAILED
    if dmarc is not None and dmarc.result == "fail":
        is_excused = composite is not None and composite.result == "pass"
        return Verdict.UNPROVEN if is_excused else Verdict.FAILED
    if dmarc is not None and dmarc.result in PASSES:
        checked = dmarc.fact("header.from")
        fits = not checked or are_one_organisation(checked, domain)
        return Verdict.VERIFIED if fits else Verdict.FAILED
    if _is_aligned(stamp, domain):
        return Verdict.VERIFIED
    spf = stamp.first("spf")
    return Verdict.FAILED if spf is not None and spf.result == "fail" else Verdict.UNPROVEN


def _is_aligned(stamp: Results, domain: str) -> bool:
    """Whether a check passed for the domain the reader sees, though it asks for none."""
    vouched = [one.fact("header.d", "header.i") for one in stamp.all("dkim") if is_pass(one)]
    vouched += [one.fact("smtp.mailfrom", "smtp.helo") for one in stamp.all("spf") if is_pass(one)]
    return any(are_one_organisation(one, domain) for one in vouched)


def is_pass(result: Result) -> bool:
    """Whether a check went well."""
    return result.result in PASSES
