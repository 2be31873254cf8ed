"""Every address the tenant's Graph serves, and what each of them needs."""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from transom.demo.graph import (
    calendar,
    calendar_delta,
    calendar_sharing,
    contacts,
    directory,
    groups,
    inbox_rules,
    mail,
    mail_delta,
    mail_tips,
    meeting_times,
    open_extensions,
    people,
    photos,
    profiles,
    queries,
    reminders,
    schedule,
    settings,
    subscriptions,
    translate,
)
from transom.demo.graph import scopes as need
from transom.demo.graph.call import Call, Options, Reply
from transom.demo.graph.scopes import Need

Handler = Callable[..., Reply]
Row = tuple[str, Handler, Need]


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


def memberships(root: str, wanted: Need) -> list[Row]:
    """Return the rows of somebody's groups, with the casts clients use."""
    rows: list[Row] = [
        (root, profiles.list_groups, wanted),
        (f"{root}/$count", profiles.count_groups, wanted),
        (f"{root}/{{}}", directory.get_membership, need.ONE_MEMBERSHIP),
    ]
    for prefix in ("graph.", "microsoft.graph."):
        for kind in ("group", "directoryrole"):
            path = f"{root}/{prefix}{kind}"
            rows.append((path, cast_to(profiles.list_groups, kind), wanted))
            rows.append((f"{path}/$count", cast_to(profiles.count_groups, kind), wanted))
    return rows


def cast_to(handler: Handler, kind: str) -> Handler:
    return lambda call: handler(call, kind)


PERSON: tuple[Row, ...] = (
    ("photo", photos.get_photo, need.PHOTO),
    ("photo/$value", photos.get_photo_value, need.PHOTO),
    ("photos", photos.list_photos, need.PHOTO_SIZES),
    ("photos/{}", photos.get_photo, need.PHOTO_SIZES),
    ("photos/{}/$value", photos.get_photo_value, need.PHOTO_SIZES),
    ("manager", profiles.get_manager, need.MANAGER),
    ("directreports", profiles.list_reports, need.REPORTS),
    ("directreports/$count", profiles.count_reports, need.REPORTS),
    ("directreports/graph.user", profiles.list_reports, need.REPORTS),
    ("directreports/microsoft.graph.user", profiles.list_reports, need.REPORTS),
    ("directreports/{}", directory.get_report, need.REPORTS),
    *memberships("memberof", need.MEMBER_OF),
    *memberships("transitivememberof", need.ALL_MEMBER_OF),
    ("licensedetails", directory.list_licences, need.LICENCES),
    ("extensions", open_extensions.list_extensions, need.OPEN_EXTENSIONS),
    ("inferenceclassification", inbox_rules.get_classification, need.RULED_MAIL),
    ("inferenceclassification/overrides", inbox_rules.list_overrides, need.RULED_MAIL),
    (
        "inferenceclassification/overrides/$count",
        count(inbox_rules.list_overrides),
        need.RULED_MAIL,
    ),
    ("inferenceclassification/overrides/{}", inbox_rules.get_override, need.RULED_MAIL),
    ("reminderview/{}/{}", reminders.reminder_view, need.CALENDAR_OR_BASIC),
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
    ("mailfolders/{}/childfolders/delta", mail_delta.folders_delta, need.MAIL),
    ("mailfolders/{}/messagerules", inbox_rules.list_rules, need.SETTINGS),
    ("mailfolders/{}/messagerules/$count", count(inbox_rules.list_rules), need.SETTINGS),
    ("mailfolders/{}/messagerules/{}", inbox_rules.get_rule, need.SETTINGS),
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
    ("messages/{}/extensions", open_extensions.list_extensions, need.WHOLE_MAIL),
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
SHARED_BY: tuple[Row, ...] = (
    ("calendarpermissions", calendar_sharing.list_permissions, need.CALENDAR),
    ("calendarpermissions/$count", count(calendar_sharing.list_permissions), need.CALENDAR),
    ("calendarpermissions/{}", calendar_sharing.get_permission, need.CALENDAR),
    ("allowedcalendarsharingroles/{}", calendar_sharing.list_roles, need.CALENDAR),
)
EVENTS: tuple[Row, ...] = (
    ("{}", calendar.get_event, need.EVENTS),
    ("{}/instances", calendar.list_instances, need.EVENTS),
    ("{}/instances/delta", calendar_delta.instances_delta, need.EVENTS),
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
    *below("calendar", SHARED_BY, same),
    *below("calendars/{}", SHARED_BY, same),
    ("calendar/events/delta", calendar_delta.events_delta, need.EVENTS),
    *below("calendar/events", EVENTS, same),
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
    ("events/{}/extensions", open_extensions.list_extensions, need.CALENDAR),
    ("events/{}/calendar", calendar.get_event_calendar, need.EVENTS),
)
CONTACTS: tuple[Row, ...] = (
    ("contacts", contacts.list_contacts, need.CONTACTS),
    ("contacts/$count", count(contacts.list_contacts), need.CONTACTS),
    ("contacts/delta", contacts.contacts_delta, need.CONTACTS),
    ("contacts/{}", contacts.get_contact, need.CONTACTS),
    ("contacts/{}/extensions", open_extensions.list_extensions, need.CONTACTS),
    ("contacts/{}/photo", contacts.get_photo, need.CONTACT_PHOTO),
    ("contacts/{}/photo/$value", contacts.get_photo_value, need.CONTACT_PHOTO),
    ("contactfolders", contacts.list_folders, need.CONTACTS),
    ("contactfolders/$count", count(contacts.list_folders), need.CONTACTS),
    ("contactfolders/delta", contacts.folders_delta, need.CONTACTS),
    ("contactfolders/{}", contacts.get_folder, need.CONTACTS),
    ("contactfolders/{}/childfolders", contacts.list_child_folders, need.CONTACTS),
    ("contactfolders/{}/childfolders/$count", count(contacts.list_child_folders), need.CONTACTS),
    ("contactfolders/{}/childfolders/delta", contacts.child_folders_delta, need.CONTACTS),
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
GROUP_POSTS: tuple[Row, ...] = (
    ("getmembergroups", directory.get_member_groups, need.MEMBER_GROUPS),
    ("getmemberobjects", directory.get_member_groups, need.MEMBER_OBJECTS),
    ("checkmembergroups", directory.check_member_groups, need.CHECKED_GROUPS),
    ("checkmemberobjects", directory.check_member_groups, need.MEMBER_OBJECTS),
)
POSTS: tuple[Row, ...] = (
    *GROUP_POSTS,
    ("calendar/getschedule", schedule.get_schedule, need.SCHEDULE),
    ("calendars/{}/getschedule", schedule.get_schedule, need.SCHEDULE),
    ("findmeetingtimes", meeting_times.find_meeting_times, need.MEETING_TIMES),
    ("getmailtips", mail_tips.get_mail_tips, need.MAIL_TIPS),
    ("translateexchangeids", translate.translate_ids, need.TRANSLATE),
)


def people_of(root: str, listed: Handler, counted: Handler, wanted: Need) -> list[Row]:
    """Return the rows of the people of a group, with the cast clients use."""
    rows: list[Row] = []
    for end in ("", "/graph.user", "/microsoft.graph.user"):
        rows.append((f"{root}{end}", listed, wanted))
        rows.append((f"{root}{end}/$count", counted, wanted))
    return rows


GROUPS: tuple[Row, ...] = (
    ("groups", groups.list_groups, need.GROUPS),
    ("groups/$count", groups.count_groups, need.GROUPS),
    ("groups/{}", groups.get_group, need.ONE_GROUP),
    *people_of("groups/{}/members", groups.list_members, groups.count_members, need.MEMBERS),
    *people_of(
        "groups/{}/transitivemembers", groups.list_members, groups.count_members, need.MEMBERS
    ),
    *people_of("groups/{}/owners", groups.list_owners, groups.count_owners, need.OWNERS),
)
TABLE: tuple[tuple[str, str, Handler, Need], ...] = (
    ("GET", "me", profiles.get_user, need.ME),
    ("GET", "users", profiles.list_users, need.USERS),
    ("GET", "users/$count", profiles.count_users, need.USERS),
    ("GET", "users/delta", directory.users_delta, need.CHANGED_USERS),
    ("GET", "users/{}", profiles.get_user, need.ONE_USER),
    ("GET", "organization", directory.list_organisations, need.ORGANISATION),
    ("GET", "organization/{}", directory.get_organisation, need.ONE_ORGANISATION),
    ("GET", "places/graph.room", directory.list_rooms, need.PLACES),
    ("GET", "places/microsoft.graph.room", directory.list_rooms, need.PLACES),
    ("GET", "places/graph.roomlist", directory.list_room_lists, need.PLACES),
    ("GET", "places/microsoft.graph.roomlist", directory.list_room_lists, need.PLACES),
    *(("GET", f"{root}/{p}", h, n) for root in ("me", "users/{}") for p, h, n in OF_SOMEBODY),
    *(("POST", f"{root}/{p}", h, n) for root in ("me", "users/{}") for p, h, n in POSTS),
    *(("GET", p, h, n) for p, h, n in GROUPS),
    *(("POST", f"directoryobjects/{{}}/{p}", h, n) for p, h, n in GROUP_POSTS),
    ("POST", "search/query", queries.post_query, need.SEARCH),
    ("GET", "subscriptions", subscriptions.list_subscriptions, need.ANYBODY),
    ("POST", "subscriptions", subscriptions.post_subscription, need.ANYBODY),
    ("GET", "subscriptions/{}", subscriptions.get_subscription, need.ANYBODY),
)
