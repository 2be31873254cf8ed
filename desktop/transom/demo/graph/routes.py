"""Which address means what: paths in Graph's two spellings, and what each of them needs."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote

import msgspec

from transom.demo.graph import (
    calendar,
    calendar_delta,
    contacts,
    mail,
    mail_delta,
    people,
    photos,
    profiles,
    queries,
    schedule,
    settings,
    subscriptions,
    translate,
)
from transom.demo.graph import scopes as need
from transom.demo.graph.call import Call, Options, Reply
from transom.demo.graph.errors import bad_request, no_resource, not_found
from transom.demo.graph.scopes import Need

Handler = Callable[..., Reply]
Row = tuple[str, Handler, Need]
KEYED = re.compile(r"^([A-Za-z$.]+)\('((?:[^']|'')*)'\)$")
ZONES = re.compile(r"^supportedTimeZones\(TimeZoneStandard=(?:[\w.]*)'(\w+)'\)$", re.IGNORECASE)
# How long an id of each kind is: some clients put them into paths with bare slashes in them.
ID_LENGTHS = {"AAMk": 88, "AAkA": 40}


def count(handler: Handler) -> Handler:
    """Return a handler that answers how many items another one would list."""

    def answer(call: Call, *ids: str) -> Reply:
        given = call.options.given
        kept = {name: given[name] for name in ("filter", "search") if name in given}
        asked = replace(call, options=Options(kept | {"count": "true", "top": "1"}))
        number = msgspec.json.decode(handler(asked, *ids).body)["@odata.count"]
        return Reply(200, str(number).encode(), "text/plain")

    return answer


def in_folder(handler: Handler) -> Handler:
    """Return a handler for a message that must lie in the folder named before it."""

    def answer(call: Call, folder: str, message: str, *ids: str) -> Reply:
        mail.find_key(call, message, folder)
        return handler(call, message, *ids)

    return answer


def in_calendar(handler: Handler) -> Handler:
    """Return a handler for an event that must lie in the calendar named before it."""

    def answer(call: Call, calendar_id: str, event: str, *ids: str) -> Reply:
        calendar.find_event(call, event, calendar_id)
        return handler(call, event, *ids, calendar_id=calendar_id)

    return answer


def in_group(handler: Handler) -> Handler:
    """Return a handler for a calendar that must be in the group named before it."""

    def answer(call: Call, group: str, calendar_id: str, *ids: str) -> Reply:
        calendar.check_group(call, group, calendar_id)
        return handler(call, calendar_id, *ids)

    return answer


def of_contact(handler: Handler) -> Handler:
    """Return a handler for a contact that is named behind its folder."""
    return lambda call, _folder, contact: handler(call, contact)


PERSON: tuple[Row, ...] = (
    ("photo", photos.get_photo, need.PHOTO),
    ("photo/$value", photos.get_photo_value, need.PHOTO),
    ("photos", photos.list_photos, need.PHOTO_SIZES),
    ("photos/{}", photos.get_photo, need.PHOTO_SIZES),
    ("photos/{}/$value", photos.get_photo_value, need.PHOTO_SIZES),
    ("manager", profiles.get_manager, need.MANAGER),
    ("directreports", profiles.list_reports, need.REPORTS),
    ("memberof", profiles.list_groups, need.MEMBER_OF),
    ("memberof/graph.group", lambda call: profiles.list_groups(call, "group"), need.MEMBER_OF),
    (
        "memberof/microsoft.graph.group",
        lambda call: profiles.list_groups(call, "group"),
        need.MEMBER_OF,
    ),
    ("transitivememberof", profiles.list_groups, need.ALL_MEMBER_OF),
    ("people", people.list_people, need.PEOPLE),
    ("people/$count", count(people.list_people), need.PEOPLE),
    ("people/{}", people.get_person, need.PEOPLE),
    ("mailboxsettings", settings.get_settings, need.SETTINGS),
    ("mailboxsettings/timezone", settings.get_time_zone, need.SETTINGS),
    ("outlook/mastercategories", settings.list_categories, need.SETTINGS),
    ("outlook/mastercategories/$count", count(settings.list_categories), need.SETTINGS),
    ("outlook/mastercategories/{}", settings.get_category, need.SETTINGS),
    ("outlook/supportedlanguages", settings.list_languages, need.OUTLOOK),
    ("outlook/supportedtimezones", settings.list_zones, need.OUTLOOK),
    ("outlook/supportedtimezones/{}", settings.list_zones, need.OUTLOOK),
)
MAIL: tuple[Row, ...] = (
    ("mailfolders", mail.list_folders, need.MAIL),
    ("mailfolders/$count", count(mail.list_folders), need.MAIL),
    ("mailfolders/delta", mail_delta.folders_delta, need.MAIL),
    ("mailfolders/{}", mail.get_folder, need.MAIL),
    ("mailfolders/{}/childfolders", mail.list_child_folders, need.MAIL),
    ("mailfolders/{}/childfolders/$count", count(mail.list_child_folders), need.MAIL),
    ("mailfolders/{}/messages", mail.list_folder_messages, need.MAIL),
    ("mailfolders/{}/messages/$count", mail.count_messages, need.MAIL),
    ("mailfolders/{}/messages/delta", mail_delta.messages_delta, need.MAIL),
    ("mailfolders/{}/messages/{}", mail.get_folder_message, need.MAIL),
    ("mailfolders/{}/messages/{}/$value", in_folder(mail.get_mime), need.WHOLE_MAIL),
    (
        "mailfolders/{}/messages/{}/attachments",
        in_folder(mail.list_attachments),
        need.WHOLE_MAIL,
    ),
    (
        "mailfolders/{}/messages/{}/attachments/$count",
        in_folder(count(mail.list_attachments)),
        need.WHOLE_MAIL,
    ),
    (
        "mailfolders/{}/messages/{}/attachments/{}",
        in_folder(mail.get_attachment),
        need.WHOLE_MAIL,
    ),
    (
        "mailfolders/{}/messages/{}/attachments/{}/$value",
        in_folder(mail.get_attachment_value),
        need.WHOLE_MAIL,
    ),
    ("messages", mail.list_messages, need.MAIL),
    ("messages/$count", mail.count_messages, need.MAIL),
    ("messages/{}", mail.get_message, need.MAIL),
    ("messages/{}/$value", mail.get_mime, need.WHOLE_MAIL),
    ("messages/{}/microsoft.graph.eventmessage/event", mail.get_message_event, need.WHOLE_MAIL),
    ("messages/{}/attachments", mail.list_attachments, need.WHOLE_MAIL),
    ("messages/{}/attachments/$count", count(mail.list_attachments), need.WHOLE_MAIL),
    ("messages/{}/attachments/{}", mail.get_attachment, need.WHOLE_MAIL),
    ("messages/{}/attachments/{}/$value", mail.get_attachment_value, need.WHOLE_MAIL),
)
ONE_CALENDAR: tuple[Row, ...] = (
    ("", calendar.get_calendar, need.CALENDAR),
    ("events", calendar.list_events, need.EVENTS),
    ("events/$count", count(calendar.list_events), need.EVENTS),
    ("calendarview", calendar.calendar_view, need.EVENTS),
    ("calendarview/delta", calendar_delta.view_delta, need.EVENTS),
)
EVENTS: tuple[Row, ...] = (
    ("{}", calendar.get_event, need.EVENTS),
    ("{}/instances", calendar.list_instances, need.EVENTS),
    ("{}/attachments", calendar.list_event_attachments, need.CALENDAR),
    ("{}/attachments/$count", count(calendar.list_event_attachments), need.CALENDAR),
    ("{}/attachments/{}", calendar.get_event_attachment, need.CALENDAR),
    ("{}/attachments/{}/$value", calendar.get_event_attachment_value, need.CALENDAR),
)


def below(prefix: str, rows: tuple[Row, ...], inside: Callable[[Handler], Handler]) -> list[Row]:
    """Return rows under another path, their handlers changed to it."""
    return [
        (f"{prefix}/{pattern}".rstrip("/"), inside(handler), wanted)
        for pattern, handler, wanted in rows
    ]


def same(handler: Handler) -> Handler:
    return handler


CALENDARS: tuple[Row, ...] = (
    *below("calendar", ONE_CALENDAR, same),
    ("calendar/events/delta", calendar_delta.events_delta, need.EVENTS),
    *below("calendar/events", EVENTS[:2], same),
    *below("calendar/events", EVENTS[2:], same),
    ("calendars", calendar.list_calendars, need.CALENDAR_LIST),
    ("calendars/$count", count(calendar.list_calendars), need.CALENDAR_LIST),
    *below("calendars/{}", ONE_CALENDAR, same),
    ("calendars/{}/events/delta", calendar_delta.events_delta, need.EVENTS),
    *below("calendars/{}/events", EVENTS, in_calendar),
    ("calendargroups", calendar.list_groups, need.EVENTS),
    ("calendargroups/$count", count(calendar.list_groups), need.EVENTS),
    ("calendargroups/{}", calendar.get_group, need.EVENTS),
    ("calendargroups/{}/calendars", calendar.list_group_calendars, need.CALENDAR_LIST),
    (
        "calendargroups/{}/calendars/$count",
        count(calendar.list_group_calendars),
        need.CALENDAR_LIST,
    ),
    *below("calendargroups/{}/calendars/{}", ONE_CALENDAR, in_group),
    (
        "calendargroups/{}/calendars/{}/events/{}",
        in_group(in_calendar(calendar.get_event)),
        need.EVENTS,
    ),
    *ONE_CALENDAR[1:],
    ("events/delta", calendar_delta.events_delta, need.EVENTS),
    *below("events", EVENTS, same),
    ("events/{}/calendar", calendar.get_event_calendar, need.EVENTS),
)
CONTACTS: tuple[Row, ...] = (
    ("contacts", contacts.list_contacts, need.CONTACTS),
    ("contacts/$count", count(contacts.list_contacts), need.CONTACTS),
    ("contacts/delta", contacts.contacts_delta, need.CONTACTS),
    ("contacts/{}", contacts.get_contact, need.CONTACTS),
    ("contacts/{}/photo", contacts.get_photo, need.CONTACT_PHOTO),
    ("contacts/{}/photo/$value", contacts.get_photo_value, need.CONTACT_PHOTO),
    ("contactfolders", contacts.list_folders, need.CONTACTS),
    ("contactfolders/$count", count(contacts.list_folders), need.CONTACTS),
    ("contactfolders/delta", contacts.folders_delta, need.CONTACTS),
    ("contactfolders/{}", contacts.get_folder, need.CONTACTS),
    ("contactfolders/{}/childfolders", contacts.list_child_folders, need.CONTACTS),
    ("contactfolders/{}/childfolders/$count", count(contacts.list_child_folders), need.CONTACTS),
    ("contactfolders/{}/contacts", contacts.list_contacts, need.CONTACTS),
    ("contactfolders/{}/contacts/$count", count(contacts.list_contacts), need.CONTACTS),
    ("contactfolders/{}/contacts/delta", contacts.contacts_delta, need.CONTACTS),
    ("contactfolders/{}/contacts/{}", contacts.get_folder_contact, need.CONTACTS),
    ("contactfolders/{}/contacts/{}/photo", of_contact(contacts.get_photo), need.CONTACT_PHOTO),
    (
        "contactfolders/{}/contacts/{}/photo/$value",
        of_contact(contacts.get_photo_value),
        need.CONTACT_PHOTO,
    ),
)
OF_SOMEBODY = (*PERSON, *MAIL, *CALENDARS, *CONTACTS)
POSTS: tuple[Row, ...] = (
    ("calendar/getschedule", schedule.get_schedule, need.SCHEDULE),
    ("calendars/{}/getschedule", schedule.get_schedule, need.SCHEDULE),
    ("translateexchangeids", translate.translate_ids, need.TRANSLATE),
)
TABLE: tuple[tuple[str, str, Handler, Need], ...] = (
    ("GET", "me", profiles.get_user, need.ME),
    ("GET", "users", profiles.list_users, need.USERS),
    ("GET", "users/$count", profiles.count_users, need.USERS),
    ("GET", "users/{}", profiles.get_user, need.ONE_USER),
    *(("GET", f"{root}/{p}", h, n) for root in ("me", "users/{}") for p, h, n in OF_SOMEBODY),
    *(("POST", f"{root}/{p}", h, n) for root in ("me", "users/{}") for p, h, n in POSTS),
    ("POST", "search/query", queries.post_query, need.SEARCH),
    ("GET", "subscriptions", subscriptions.list_subscriptions, need.ANYBODY),
    ("POST", "subscriptions", subscriptions.post_subscription, need.ANYBODY),
    ("GET", "subscriptions/{}", subscriptions.get_subscription, need.ANYBODY),
)


@dataclass(frozen=True, slots=True)
class ServedRoute:
    """One row of the table, its pattern cut into segments."""

    method: str
    pattern: tuple[str, ...]
    handler: Handler
    need: Need


ROUTES = tuple(
    ServedRoute(method, tuple(pattern.split("/")), handler, wanted)
    for method, pattern, handler, wanted in TABLE
)
# Fixed words come before ids: ``messages/delta`` is no message named delta.
ORDERED = sorted(ROUTES, key=lambda route: [segment == "{}" for segment in route.pattern])
BY_LENGTH = {
    key: tuple(one for one in ORDERED if (one.method, len(one.pattern)) == key)
    for key in {(one.method, len(one.pattern)) for one in ROUTES}
}


@dataclass(frozen=True, slots=True)
class Match:
    """What a path means: a handler, whose things (none for ``me``), the ids in it, its need."""

    handler: Handler
    whose: str
    ids: tuple[str, ...]
    need: Need


def split_path(path: str) -> list[str]:
    """Return the segments of an undecoded path; ``messages('id')`` becomes two of them."""
    segments: list[str] = []
    for raw in whole_ids([raw for raw in path.split("/") if raw]):
        text = unquote(raw, errors="strict") if raw.isascii() else raw
        keyed, zones = KEYED.match(text), ZONES.match(text)
        if zones:
            segments += ["supportedTimeZones", zones.group(1)]
        elif keyed:
            segments += [keyed.group(1), keyed.group(2).replace("''", "'")]
        else:
            plain = text.removesuffix("()")
            is_delta = plain.lower() in ("delta", "microsoft.graph.delta")
            segments.append("delta" if is_delta else plain)
    return without_parents(segments)


def whole_ids(raws: list[str]) -> list[str]:
    """Return the segments with ids put together that a bare slash has cut up."""
    whole: list[str] = []
    for raw in raws:
        last = whole[-1] if whole else ""
        if len(unquote(last)) < ID_LENGTHS.get(last[:4], 0):
            whole[-1] = f"{last}/{raw}"
        else:
            whole.append(raw)
    return whole


def without_parents(segments: list[str]) -> list[str]:
    """Leave out the folders above the last one: its id says enough."""
    words = [segment.lower() for segment in segments]
    for place, word in enumerate(words):
        if word in ("mailfolders", "contactfolders"):
            while words[place + 2 : place + 3] == ["childfolders"]:
                if len(words) <= place + 3 or words[place + 3] in ("$count", "delta"):
                    break
                del segments[place + 1 : place + 3], words[place + 1 : place + 3]
    return segments


def match_path(method: str, path: str) -> Match | None:
    """Find what an undecoded path (behind the version) means; raise the 404 of a strange one.

    None is for a known place that is never written to.
    """
    try:
        segments = split_path(path)
    except UnicodeDecodeError:
        raise bad_request("The path is not valid UTF-8.") from None
    words = [segment.lower() for segment in segments]
    for route in BY_LENGTH.get((method, len(segments)), ()):
        ids = fit(route.pattern, segments, words)
        if ids is not None:
            is_whose = route.pattern[:2] == ("users", "{}")
            whose, rest = (ids[0], ids[1:]) if is_whose else ("", ids)
            return Match(route.handler, whose, rest, route.need)
    root = words[0] if words else ""
    if method != "GET" and root in ("me", "users", "subscriptions"):
        return None
    strange = segments[min(len(segments) - 1, 2 if root == "users" else 1)] if segments else ""
    raise no_resource(strange)


def fit(pattern: tuple[str, ...], segments: list[str], words: list[str]) -> tuple[str, ...] | None:
    """Return the ids in a path that fits; ``words`` are its segments in lower case."""
    if len(pattern) != len(segments):
        return None
    for wanted, word in zip(pattern, words, strict=True):
        if wanted not in ("{}", word):
            return None
    return tuple(one for one, wanted in zip(segments, pattern, strict=True) if wanted == "{}")


def run(call: Call, match: Match) -> Reply:
    if "" in match.ids:
        raise not_found()
    return match.handler(call, *match.ids)
