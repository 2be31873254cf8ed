"""The sign-in doctor: which way on a failure is offered first, and which besides."""

from collections.abc import Set
from dataclasses import dataclass

from transom.engine.entities.signin import Door, Explanation, Offer
from transom.engine.errors import OtherAccountError, TransomError


@dataclass(frozen=True, slots=True)
class Remedy:
    """One button: what it says and what it does; the first of several is the advice."""

    offer: Offer
    label: str


_LABELS = {
    Offer.AGAIN: "Try again",
    Offer.WAIT: "Try again",
    Offer.ACCOUNT: "Use another account",
    Offer.BROWSER: "Use my browser",
    Offer.CODE: "Use a code",
    Offer.CONSENT: "Sign in and look at the permissions",
    Offer.WALL: "Ask your administrator",
    Offer.REGISTRATION: "App registration…",
}
_DOORS = {Offer.BROWSER: Door.BROWSER, Offer.CODE: Door.CODE}
_RESCUES = {Door.VIEW: Offer.BROWSER, Door.BROWSER: Offer.CODE, Door.CODE: Offer.BROWSER}


_LEADS_ON = frozenset(
    {Offer.BROWSER, Offer.CODE, Offer.WALL, Offer.REGISTRATION, Offer.ACCOUNT, Offer.CONSENT}
)
_BLANK = "The page stays blank. Your own browser may show it."


def hint_for_page(explanation: Explanation | None) -> tuple[str, Remedy] | None:
    """Return what to say above a page: of its error, or that it is blank; None needs no help."""
    if explanation is None:
        return _BLANK, Remedy(Offer.BROWSER, _LABELS[Offer.BROWSER])
    if explanation.offer not in _LEADS_ON:
        return None
    return explanation.what, Remedy(explanation.offer, _LABELS[explanation.offer])


def remedies(
    error: TransomError, explanation: Explanation, door: Door, hidden: Set[str] = frozenset()
) -> tuple[Remedy, ...]:
    """Return the ways on, best first: never the very door that just failed as a new idea.

    ``hidden`` names choices the organisation shows to nobody.
    """
    if isinstance(error, OtherAccountError):
        return (
            Remedy(Offer.AGAIN, f"Sign in as {error.asked_for}"),
            Remedy(Offer.NOTHING, f"Keep {error.signed_in}"),
        )
    first = explanation.offer
    if first is Offer.NOTHING or _DOORS.get(first) is door:
        first = _RESCUES[door] if first is not Offer.NOTHING else Offer.AGAIN
    offers = [first]
    # Where waiting or trying again is the advice, another door is still one click away.
    for more in (Offer.AGAIN, _RESCUES[door], Offer.CODE):
        is_same = _LABELS[more] in {_LABELS[offer] for offer in offers}
        if not is_same and (more is Offer.AGAIN or _DOORS[more] is not door):
            offers.append(more)
    shown = [offer for offer in offers if offer.value not in hidden] or [Offer.AGAIN]
    return tuple(Remedy(offer, _LABELS[offer]) for offer in shown)
