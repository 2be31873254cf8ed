"""Which permissions open what: the tenant's own table, and the check of a token against it."""

from dataclasses import dataclass, field
from typing import Literal

from transom.demo.graph.errors import GraphError, denied
from transom.demo.identity.grants import Grant

NOTHING: frozenset[str] = frozenset()


def names(*texts: str) -> frozenset[str]:
    return frozenset(" ".join(texts).split())


@dataclass(frozen=True, slots=True)
class Need:
    """The permissions of which one is enough, by kind of account.

    ``shared`` is what opens somebody else's mailbox; None means that no mailbox is meant and the
    usual ones do for everybody. ``basic`` are those that show items without their bodies.
    """

    work: frozenset[str]
    personal: frozenset[str] = NOTHING
    app: frozenset[str] = NOTHING
    shared: frozenset[str] | None = None
    basic: frozenset[str] = field(default=NOTHING)
    section: Literal["", "mail", "calendar", "contacts", "settings"] = ""
    is_photo: bool = False


MAIL_READ = names("Mail.Read Mail.ReadWrite")
MAIL_SHARED = names("Mail.Read.Shared Mail.ReadWrite.Shared")
MAIL_BASIC = names("Mail.ReadBasic Mail.ReadBasic.All Mail.ReadBasic.Shared")
MAIL = Need(
    MAIL_READ | names("Mail.ReadBasic"),
    MAIL_READ | names("Mail.ReadBasic"),
    MAIL_READ | names("Mail.ReadBasic.All"),
    MAIL_SHARED | names("Mail.ReadBasic.Shared"),
    MAIL_BASIC,
    "mail",
)
WHOLE_MAIL = Need(MAIL_READ, MAIL_READ, MAIL_READ, MAIL_SHARED, section="mail")
CALENDARS_READ = names("Calendars.Read Calendars.ReadWrite")
CALENDARS_SHARED = names("Calendars.Read.Shared Calendars.ReadWrite.Shared")
CALENDARS_BASIC = names("Calendars.ReadBasic")
ANY_CALENDARS = CALENDARS_READ | CALENDARS_BASIC
CALENDAR = Need(
    CALENDARS_READ, CALENDARS_READ, CALENDARS_READ, CALENDARS_SHARED, section="calendar"
)
EVENTS = Need(
    ANY_CALENDARS, ANY_CALENDARS, ANY_CALENDARS, CALENDARS_SHARED, CALENDARS_BASIC, "calendar"
)
CALENDAR_LIST = Need(
    ANY_CALENDARS | CALENDARS_SHARED,
    ANY_CALENDARS | names("Calendars.Read.Shared"),
    ANY_CALENDARS,
    CALENDARS_SHARED,
    section="calendar",
)
SCHEDULE = Need(ANY_CALENDARS, NOTHING, ANY_CALENDARS, CALENDARS_SHARED)
CONTACTS_READ = names("Contacts.Read Contacts.ReadWrite")
CONTACTS_SHARED = names("Contacts.Read.Shared Contacts.ReadWrite.Shared")
CONTACTS = Need(CONTACTS_READ, CONTACTS_READ, CONTACTS_READ, CONTACTS_SHARED, section="contacts")
CONTACT_PHOTO = Need(
    CONTACTS_READ, NOTHING, CONTACTS_READ, CONTACTS_SHARED, section="contacts", is_photo=True
)
SETTINGS_READ = names("MailboxSettings.Read MailboxSettings.ReadWrite")
SETTINGS = Need(SETTINGS_READ, SETTINGS_READ, SETTINGS_READ, SETTINGS_READ, section="settings")
PEOPLE = Need(names("People.Read People.Read.All"), names("People.Read"), names("People.Read.All"))
DIRECTORY = names("Directory.Read.All Directory.ReadWrite.All User.Read.All User.ReadWrite.All")
FULL_ME = DIRECTORY | names("User.Read User.ReadBasic.All User.ReadWrite")
ME = Need(FULL_ME, names("User.Read User.ReadWrite"))
ONE_USER = Need(
    DIRECTORY | names("User.ReadBasic.All"),
    NOTHING,
    DIRECTORY | names("User.ReadBasic.All User.ReadWrite.CrossCloud"),
)
USERS = ONE_USER
MANAGER = Need(DIRECTORY, NOTHING, DIRECTORY)
REPORTS = Need(DIRECTORY | names("User.Read"), NOTHING, DIRECTORY)
GROUPS_READ = names(
    "Directory.Read.All Directory.ReadWrite.All Group.ReadBasic.All GroupMember.Read.All",
    "GroupMember.ReadBasic.All",
)
MEMBER_OF = Need(
    GROUPS_READ | names("User.Read"), NOTHING, GROUPS_READ - names("GroupMember.Read.All")
)
ALL_MEMBER_OF = Need(
    GROUPS_READ | names("User.Read User.Read.All Group.Read.All"),
    NOTHING,
    GROUPS_READ | names("User.Read.All Group.Read.All"),
)
PHOTOS = names("ProfilePhoto.Read.All ProfilePhoto.ReadWrite.All User.ReadBasic.All")
PHOTO = Need(
    PHOTOS | names("User.Read"),
    NOTHING,
    PHOTOS | names("User.Read.All User.ReadWrite.CrossCloud"),
    is_photo=True,
)
PHOTO_SIZES = Need(
    PHOTOS | names("User.Read"), NOTHING, PHOTOS | names("User.Read.All"), is_photo=True
)
OUTLOOK = Need(
    names("User.Read User.ReadBasic.All User.Read.All"),
    names("User.Read"),
    names("User.ReadBasic.All User.Read.All"),
)
TRANSLATE = Need(
    names("User.Read User.ReadBasic.All User.Read.All User.ReadWrite User.ReadWrite.All"),
    names("User.Read User.ReadWrite"),
    names("User.Read.All User.ReadWrite.All"),
)
SEARCH = Need(
    names(
        "Mail.Read Calendars.Read Chat.Read Acronym.Read.All Bookmark.Read.All",
        "ExternalItem.Read.All Files.Read.All QnA.Read.All Sites.Read.All",
    ),
    NOTHING,
    names("Files.Read.All Sites.Read.All"),
)
RULED_MAIL = Need(MAIL_READ, MAIL_READ, MAIL_READ, MAIL_SHARED, section="mail")
CALENDAR_OR_BASIC = Need(
    ANY_CALENDARS, ANY_CALENDARS, ANY_CALENDARS, CALENDARS_SHARED, section="calendar"
)
MEETING_TIMES = Need(CALENDARS_SHARED)
MAIL_TIPS = Need(
    names("Mail.Read Mail.Read.Shared MailTips.ReadBasic.Shared"),
    names("Mail.Read MailTips.ReadBasic.Shared"),
    names("Mail.Read MailTips.ReadBasic.All"),
)
LICENCES = Need(
    DIRECTORY | names("User.Read LicenseAssignment.Read.All"),
    names("User.Read"),
    DIRECTORY | names("LicenseAssignment.Read.All"),
)
ONE_MEMBERSHIP = Need(names("User.Read User.Read.All"), NOTHING, names("User.Read.All"))
CHECKING = names(
    "Application.Read.All Application.ReadWrite.All Device.Read.All Group.ReadBasic.All",
    "Directory.Read.All Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All",
    "GroupMember.Read.All GroupMember.ReadBasic.All",
)
CHECKING_USERS = names("User.Read.All User.ReadWrite.All")
CHECKING_APPS = CHECKING | CHECKING_USERS | names("Device.ReadWrite.All")
MEMBER_GROUPS = Need(
    CHECKING | names("User.Read.All"), NOTHING, CHECKING_APPS - names("User.ReadWrite.All")
)
CHECKED_GROUPS = Need(CHECKING | CHECKING_USERS, NOTHING, CHECKING_APPS)
MEMBER_OBJECTS = Need(CHECKING | CHECKING_USERS | names("User.Read"), NOTHING, CHECKING_APPS)
OPEN_EXTENSIONS = Need(names("User.Read User.ReadWrite"))
CHANGED_USERS = Need(DIRECTORY, NOTHING, DIRECTORY)
ORGANISATIONS = names("Organization.Read.All Organization.ReadWrite.All User.Read.All")
IN_DIRECTORY = names("Directory.Read.All Directory.ReadWrite.All")
ORGANISATION = Need(
    ORGANISATIONS | IN_DIRECTORY | names("User.Read"), NOTHING, ORGANISATIONS | IN_DIRECTORY
)
ONE_ORGANISATION = Need(names("User.Read.All"), NOTHING, names("User.Read.All"))
GROUPS_LISTED = names(
    "Directory.Read.All Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All",
    "Group.ReadBasic.All GroupMember.Read.All Group.ManageProtection.All",
    "Group-NestingSupport.ReadWrite.All Group-PreferredDataLocation.ReadWrite.All",
)
GROUPS = Need(GROUPS_LISTED, NOTHING, GROUPS_LISTED)
ONE_GROUP_READ = GROUPS_LISTED | names("Group-XTenantIdentitySync.Read.All")
ONE_GROUP = Need(ONE_GROUP_READ, NOTHING, ONE_GROUP_READ)
OWNERS_READ = names(
    "Directory.Read.All Group.Read.All Group.ReadWrite.All GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
)
OWNERS = Need(OWNERS_READ, NOTHING, OWNERS_READ)
MEMBERS_READ = OWNERS_READ | names("Group.ReadBasic.All GroupMember.ReadBasic.All")
MEMBERS = Need(MEMBERS_READ, NOTHING, MEMBERS_READ)
PLACES_READ = names("Place.Read.All Place.ReadWrite.All")
PLACES = Need(PLACES_READ, NOTHING, PLACES_READ)
ANYBODY = Need(NOTHING, NOTHING, NOTHING)


def granted(need: Need, grant: Grant, *, is_personal: bool, is_own: bool) -> frozenset[str]:
    """Return the permissions in a token that open this, or raise the refusal."""
    if need is ANYBODY:
        return NOTHING
    if grant.is_app_only:
        wanted = need.app
    elif is_personal:
        wanted = need.personal
        if need.is_photo:  # private accounts have no pictures here, whatever the token says
            raise GraphError(404, "ImageNotFound", "The photo wasn't found.")
    elif not is_own and need.shared is not None:
        wanted = need.shared
    else:
        wanted = need.work
    found = wanted & grant.scopes
    if not found:
        raise refusal(need)
    return found


DIRECTORY_NEEDS = (
    ONE_USER,
    MANAGER,
    REPORTS,
    MEMBER_OF,
    ALL_MEMBER_OF,
    ONE_MEMBERSHIP,
    MEMBER_GROUPS,
    CHECKED_GROUPS,
    MEMBER_OBJECTS,
    CHANGED_USERS,
    ORGANISATION,
    ONE_ORGANISATION,
    LICENCES,
    GROUPS,
    ONE_GROUP,
    OWNERS,
    MEMBERS,
)


def is_basic(need: Need, found: frozenset[str]) -> bool:
    """Whether the items must be shown without their bodies."""
    return bool(found) and found <= need.basic


def refusal(need: Need) -> GraphError:
    if not need.section and need in DIRECTORY_NEEDS:
        return no_privilege()
    return denied()


def no_privilege() -> GraphError:
    message = "Insufficient privileges to complete the operation."
    return GraphError(403, "Authorization_RequestDenied", message)
