"""Words for what is known of a sender: short above a message, in sentences when asked."""

from dataclasses import dataclass
from email.utils import getaddresses

from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import Headers
from transom.engine.trust.authentication import PASSES, Authentication, Verdict
from transom.engine.trust.decoding import decoded
from transom.engine.trust.domains import domain_of, written_domain
from transom.engine.trust.results import Result
from transom.ui.text import counted, name_of, safe
from transom.ui.widgets.chip import Tone


@dataclass(frozen=True, slots=True)
class TrustLine:
    """One thing known of a message: an icon, how good it is, a name for it, and a sentence."""

    icon: str
    tone: Tone
    title: str
    sentence: str = ""


_SHORT: dict[Verdict, TrustLine] = {
    Verdict.INTERNAL: TrustLine("ph.buildings", "ok", "From inside your organisation"),
    Verdict.VERIFIED: TrustLine("ph.shield-check", "ok", "Sender verified"),
    Verdict.UNPROVEN: TrustLine("ph.shield-warning", "warn", "The sender could not be verified"),
    Verdict.FAILED: TrustLine("ph.shield-warning", "bad", "The sender could not be verified"),
    Verdict.UNCHECKED: TrustLine("ph.shield", "neutral", "Not checked"),
}
_METHODS = {
    "pass": ("ph.check-circle", "ok"),
    "bestguesspass": ("ph.check-circle", "ok"),
    "fail": ("ph.x-circle", "bad"),
    "softfail": ("ph.warning-circle", "warn"),
}
_COMPOSITE = {
    "pass": "Microsoft’s own summary: this is who it says it is.",
    "softpass": "Microsoft’s own summary: this is probably who it says it is.",
    "fail": "Microsoft’s own summary: this is not who it says it is.",
    "none": "Microsoft’s own summary: it cannot say who this is.",
}


CHECKING = TrustLine("ph.shield", "neutral", "Not checked yet")


def mark_of(found: Authentication) -> TrustLine:
    """Return the short words that stand beside a sender."""
    return _SHORT[found.verdict]


def not_known(reason: str) -> TrustLine:
    """Return the mark of a message whose head is not here."""
    return TrustLine("ph.shield", "neutral", "Not checked", reason)


def lines_of(found: Authentication, sender: Person) -> list[TrustLine]:
    """Return what a verdict rests on, the sum of it first."""
    mark = mark_of(found)
    lines = [TrustLine(mark.icon, mark.tone, mark.title, _sum_of(found, sender))]
    if found.dmarc is not None:
        lines.append(_line("DMARC", found.dmarc, _dmarc_words(found.dmarc)))
    lines += [_line("DKIM", one, _dkim_words(one)) for one in found.dkim[:3]]
    if found.spf is not None:
        lines.append(_line("SPF", found.spf, _spf_words(found.spf)))
    if found.composite is not None and (words := _COMPOSITE.get(found.composite.result)):
        reason = safe(found.composite.facts.get("reason", ""))[:20]
        words += f" Its reason has the number {reason}." if reason else ""
        lines.append(_line("Summary", found.composite, words))
    if found.foreign_stamps:
        count = counted(found.foreign_stamps, "verdict", "verdicts")
        words = f"{count} came with the message itself. Anybody can write that, so it is ignored."
        lines.append(TrustLine("ph.info", "neutral", "Not counted", words))
    return lines


def on_behalf_line(headers: Headers, sender: Person) -> TrustLine | None:
    """Say who sent a message in another's name, as delegates and lists do; None for nobody."""
    texts = [one.value for one in headers if one.name.lower() == "sender"]
    named = getaddresses([decoded(one) for one in texts[:1]])
    address = named[0][1] if named else ""
    if not address or address.casefold() == sender.address.casefold():
        return None
    words = f"{safe(address, is_isolated=True)} sent this in the name of {name_of(sender)}."
    return TrustLine("ph.info", "neutral", "On behalf", words)


def _sum_of(found: Authentication, sender: Person) -> str:
    domain = shown_domain(domain_of(sender.address)) or "the sender’s address"
    match found.verdict:
        case Verdict.INTERNAL:
            return "It was sent by somebody signed in to your organisation’s own mail service."
        case Verdict.VERIFIED:
            return f"The mail service found that this really comes from {domain}."
        case Verdict.FAILED:
            return f"The checks failed: somebody else may have written this as {domain}."
        case Verdict.UNPROVEN:
            return f"Nothing proves that this comes from {domain}, and nothing disproves it."
    return "The mail service wrote no verdict on this message, so its sender could be anybody."


def _dmarc_words(found: Result) -> str:
    domain = shown_domain(found.fact("header.from")) or "the domain"
    match found.result:
        case "pass":
            return f"The address shown is one that {domain} vouches for."
        case "bestguesspass":
            return f"{domain} has no policy; by the other checks it would have passed."
        case "fail":
            action = found.facts.get("action", "")
            asked = {"oreject": "reject", "reject": "reject", "quarantine": "set aside"}.get(action)
            wish = f" It asks others to {asked} such mail." if asked else ""
            return f"{domain} does not vouch for this message.{wish}"
    return f"{domain} says nothing on who may write in its name."


def _dkim_words(found: Result) -> str:
    domain = shown_domain(found.fact("header.d", "header.i"))
    match found.result:
        case "pass":
            return f"Signed by the server of {domain or 'the sender'}, and unchanged since."
        case "fail" | "permerror":
            return f"There is a signature of {domain or 'a server'}, and it does not fit."
    return "No server signed this message."


def _spf_words(found: Result) -> str:
    domain = shown_domain(found.fact("smtp.mailfrom", "smtp.helo")) or "the domain"
    match found.result:
        case "pass":
            return f"The server that sent this may send for {domain}."
        case "fail":
            return f"The server that sent this may not send for {domain}."
        case "softfail":
            return f"The server that sent this probably may not send for {domain}."
    return f"{domain} does not say which servers may send for it."


def _line(name: str, found: Result, sentence: str) -> TrustLine:
    if sentence.startswith("the "):
        sentence = f"The {sentence[4:]}"
    icon, tone = _METHODS.get(found.result, ("ph.minus-circle", "neutral"))
    result = "pass" if found.result in PASSES else safe(found.result)[:20]
    return TrustLine(icon, tone, f"{name}: {result}", sentence)  # type: ignore[arg-type]


def shown_domain(domain: str) -> str:
    """Return a domain as a reader sees it, and as the network spells it where that differs."""
    written = written_domain(domain)
    plain = safe(domain, is_isolated=True)
    return plain if written == domain else f"{safe(written, is_isolated=True)} ({plain})"
