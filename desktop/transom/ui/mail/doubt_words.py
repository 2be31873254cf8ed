"""Sentences on what is odd about a sender."""

from collections.abc import Sequence

from transom.engine.entities.accounts import Person
from transom.engine.trust.domain_likeness import Likeness, LookAlike
from transom.engine.trust.doubts import Doubt, DoubtKind
from transom.ui.mail.trust_words import TrustLine, shown_domain
from transom.ui.text import name_of, safe


def sentence_of(doubt: Doubt, sender: Person) -> str:
    """Return one doubt as a sentence."""
    shown, known = safe(doubt.shown, is_isolated=True), safe(doubt.known, is_isolated=True)
    if doubt.look_alike is not None:
        return _look_alike_words(doubt.look_alike)
    match doubt.kind:
        case DoubtKind.NAME_IS_ADDRESS:
            return f"The name says {known}, but the mail comes from {shown}."
        case DoubtKind.NAME_OF_ANOTHER:
            return f"You know {name_of(sender)} as {known}; this mail comes from {shown}."
        case DoubtKind.ANSWERS_ELSEWHERE:
            return f"Answers would go to {shown}, which is not where the mail comes from."
    return f"This is the first mail here from {shown}."


def grave_words(doubts: Sequence[Doubt], sender: Person) -> str:
    """Return what must be said aloud: somebody seems to pass for somebody else."""
    return " ".join(sentence_of(one, sender) for one in doubts if one.is_grave)


def mild_words(doubts: Sequence[Doubt], sender: Person) -> str:
    """Return what is worth a look beside that."""
    wanted = (DoubtKind.ANSWERS_ELSEWHERE,)
    return " ".join(sentence_of(one, sender) for one in doubts if one.kind in wanted)


def doubt_lines(doubts: Sequence[Doubt], sender: Person) -> list[TrustLine]:
    """Return all of it as lines of the card."""
    return [
        TrustLine(
            "ph.warning" if one.is_grave else "ph.info",
            "bad" if one.is_grave else "neutral",
            _TITLES[one.kind],
            sentence_of(one, sender),
        )
        for one in doubts
    ]


def doubted(mark: TrustLine, doubts: Sequence[Doubt]) -> TrustLine:
    """Return a sender's mark with the doubts in mind: that an address is real is no praise then."""
    if mark.tone != "ok" or not any(one.is_grave for one in doubts):
        return mark
    return TrustLine("ph.shield-warning", "warn", "Verified, but look twice")


_TITLES = {
    DoubtKind.LOOK_ALIKE: "Looks like another address",
    DoubtKind.NAME_IS_ADDRESS: "The name is another address",
    DoubtKind.NAME_OF_ANOTHER: "A known name, another address",
    DoubtKind.ANSWERS_ELSEWHERE: "Answers go elsewhere",
    DoubtKind.FIRST_MAIL: "First mail",
}


def _look_alike_words(found: LookAlike) -> str:
    shown, known = shown_domain(found.domain), shown_domain(found.known)
    match found.kind:
        case Likeness.SAME_LOOK:
            return f"{shown} only looks like {known}: some letters are others."
        case Likeness.ONE_LETTER:
            return f"{shown} is one letter away from {known}, and is not it."
        case Likeness.OTHER_ENDING:
            return f"{shown} ends in another way than your own {known}, and is not it."
    return f"{shown} has the name of {known} in it, and does not belong to it."
