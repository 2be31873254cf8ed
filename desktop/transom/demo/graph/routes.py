"""Which address means what: paths in Graph's two spellings, and the scope each one needs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from transom.demo.graph import calendar, calendar_delta, contacts, mail, mail_delta, people
from transom.demo.graph.call import Call, Reply
from transom.demo.graph.errors import GraphError, bad_request, denied, no_resource, not_found
from transom.demo.mailbox.users import User

Handler = Callable[..., Reply]
KEYED = re.compile(r"^([A-Za-z$.]+)\('((?:[^']|'')*)'\)$")
SCOPES = {
    "": "User.Read",
    "photo": "User.Read",
    "photos": "User.Read",
    "mailboxsettings": "MailboxSettings.Read",
    "outlook": "MailboxSettings.Read",
    "mailfolders": "Mail.Read",
    "messages": "Mail.Read",
    "calendar": "Calendars.Read",
    "calendars": "Calendars.Read",
    "calendargroups": "Calendars.Read",
    "calendarview": "Calendars.Read",
    "events": "Calendars.Read",
    "contacts": "Contacts.Read",
    "contactfolders": "Contacts.Read",
}
TABLE: tuple[tuple[str, Handler], ...] = (
    ("", people.get_me),
    ("photo", people.get_photo),
    ("photo/$value", people.get_photo_value),
    ("photos", people.list_photos),
    ("photos/{}", people.get_photo),
    ("photos/{}/$value", people.get_photo_value),
    ("mailboxsettings", people.get_settings),
    ("mailboxsettings/timezone", people.get_time_zone),
    ("outlook/mastercategories", people.list_categories),
    ("mailfolders", mail.list_folders),
    ("mailfolders/delta", mail_delta.folders_delta),
    ("mailfolders/{}", mail.get_folder),
    ("mailfolders/{}/childfolders", mail.list_child_folders),
    ("mailfolders/{}/messages", mail.list_folder_messages),
    ("mailfolders/{}/messages/$count", mail.count_messages),
    ("mailfolders/{}/messages/delta", mail_delta.messages_delta),
    ("mailfolders/{}/messages/{}", mail.get_folder_message),
    ("messages", mail.list_messages),
    ("messages/$count", mail.count_messages),
    ("messages/{}", mail.get_message),
    ("messages/{}/$value", mail.get_mime),
    ("messages/{}/microsoft.graph.eventmessage/event", mail.get_message_event),
    ("messages/{}/attachments", mail.list_attachments),
    ("messages/{}/attachments/{}", mail.get_attachment),
    ("messages/{}/attachments/{}/$value", mail.get_attachment_value),
    ("calendar", calendar.get_calendar),
    ("calendar/events", calendar.list_events),
    ("calendar/events/{}", calendar.get_event),
    ("calendar/calendarview", calendar.calendar_view),
    ("calendar/calendarview/delta", calendar_delta.view_delta),
    ("calendars", calendar.list_calendars),
    ("calendars/{}", calendar.get_calendar),
    ("calendars/{}/events", calendar.list_events),
    ("calendars/{}/events/{}", calendar.get_calendar_event),
    ("calendars/{}/events/{}/instances", calendar.list_calendar_instances),
    ("calendars/{}/calendarview", calendar.calendar_view),
    ("calendars/{}/calendarview/delta", calendar_delta.view_delta),
    ("calendargroups", calendar.list_groups),
    ("calendargroups/{}/calendars", calendar.list_group_calendars),
    ("calendarview", calendar.calendar_view),
    ("calendarview/delta", calendar_delta.view_delta),
    ("events", calendar.list_events),
    ("events/{}", calendar.get_event),
    ("events/{}/instances", calendar.list_instances),
    ("events/{}/attachments", calendar.list_event_attachments),
    ("events/{}/attachments/{}", calendar.get_event_attachment),
    ("events/{}/attachments/{}/$value", calendar.get_event_attachment_value),
    ("contacts", contacts.list_contacts),
    ("contacts/delta", contacts.contacts_delta),
    ("contacts/{}", contacts.get_contact),
    ("contacts/{}/photo", contacts.get_photo),
    ("contacts/{}/photo/$value", contacts.get_photo_value),
    ("contactfolders", contacts.list_folders),
    ("contactfolders/delta", contacts.folders_delta),
    ("contactfolders/{}", contacts.get_folder),
    ("contactfolders/{}/childfolders", contacts.list_child_folders),
    ("contactfolders/{}/contacts", contacts.list_contacts),
    ("contactfolders/{}/contacts/delta", contacts.contacts_delta),
    ("contactfolders/{}/contacts/{}", contacts.get_folder_contact),
    ("contactfolders/{}/contacts/{}/photo", lambda call, _, key: contacts.get_photo(call, key)),
    (
        "contactfolders/{}/contacts/{}/photo/$value",
        lambda call, _, key: contacts.get_photo_value(call, key),
    ),
)
ROUTES = tuple((tuple(filter(None, pattern.split("/"))), handler) for pattern, handler in TABLE)


@dataclass(frozen=True, slots=True)
class Match:
    """What a path means: a handler, the ids in it, and the scope a token must carry."""

    handler: Handler
    ids: tuple[str, ...]
    scope: str


def split_path(path: str) -> list[str]:
    """Return the segments of an undecoded path; ``messages('id')`` becomes two of them."""
    segments: list[str] = []
    for raw in path.strip("/").split("/"):
        text = unquote(raw, errors="strict") if raw.isascii() else raw
        keyed = KEYED.match(text)
        if keyed:
            segments += [keyed.group(1), keyed.group(2).replace("''", "'")]
        else:
            plain = text.removesuffix("()")
            is_delta = plain.lower() in ("delta", "microsoft.graph.delta")
            segments.append("delta" if is_delta else plain)
    return segments


def match_path(path: str, user: User) -> Match:
    """Find what an undecoded path (behind the version) means for ``user``, or raise."""
    try:
        segments = split_path(path)
    except UnicodeDecodeError:
        raise bad_request("The path is not valid UTF-8.") from None
    rest = own_part(segments, user)
    for pattern, handler in ROUTES:
        ids = fit(pattern, rest)
        if ids is not None:
            return Match(handler, ids, SCOPES[pattern[0] if pattern else ""])
    raise no_resource(rest[0] if rest else "")


def own_part(segments: list[str], user: User) -> list[str]:
    """Return what follows ``me`` or the user's own name; other mailboxes are closed."""
    first = segments[0].lower() if segments else ""
    if first == "me":
        return segments[1:]
    if first != "users":
        raise no_resource(segments[0] if segments else "")
    if len(segments) < 2:
        raise GraphError(403, "Authorization_RequestDenied", "Insufficient privileges.")
    names = (user.oid, user.username, user.oid.replace("-", "")[16:])
    if segments[1].lower() in names:
        return segments[2:]
    if len(segments) > 2:
        raise denied()
    raise GraphError(404, "Request_ResourceNotFound", "The user does not exist.")


def fit(pattern: tuple[str, ...], segments: list[str]) -> tuple[str, ...] | None:
    if len(pattern) != len(segments):
        return None
    ids = []
    for wanted, found in zip(pattern, segments, strict=True):
        if wanted == "{}":
            ids.append(found)
        elif wanted != found.lower():
            return None
    return tuple(ids)


def check_scope(match: Match, scopes: frozenset[str]) -> None:
    """Raise the 403 of a token that lacks the scope; the right to write includes to read."""
    if not {match.scope, match.scope.replace(".Read", ".ReadWrite")} & scopes:
        raise denied()


def run(call: Call, match: Match) -> Reply:
    if "" in match.ids:
        raise not_found()
    return match.handler(call, *match.ids)
