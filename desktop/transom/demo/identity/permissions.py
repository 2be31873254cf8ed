"""The delegated permissions in the words a consent page uses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permission:
    """One line of the consent page."""

    title: str
    text: str
    is_admin_only: bool = False


PERMISSIONS = {
    "User.Read": Permission(
        "Sign you in and read your profile",
        "Allows you to sign in to the app with your organizational account and let the app read "
        "your profile. It also allows the app to read basic company information.",
    ),
    "Mail.Read": Permission("Read your mail", "Allows the app to read email in your mailbox."),
    "Mail.ReadBasic": Permission(
        "Read user basic mail",
        "Allows the app to read email in the signed-in user's mailbox except body, previewBody, "
        "attachments and any extended properties.",
    ),
    "Mail.Read.Shared": Permission(
        "Read mail you can access",
        "Allows the app to read mail you can access, including shared mail.",
    ),
    "Calendars.Read": Permission(
        "Read your calendars", "Allows the app to read events in your calendars."
    ),
    "Calendars.Read.Shared": Permission(
        "Read calendars you can access",
        "Allows the app to read events in all calendars that you can access, including delegate "
        "and shared calendars.",
    ),
    "Contacts.Read": Permission(
        "Read your contacts", "Allows the app to read contacts in your contact folders."
    ),
    "Contacts.Read.Shared": Permission(
        "Read your and shared contacts",
        "Allows the app to read contacts you have permissions to access, including your own and "
        "shared contacts.",
    ),
    "MailboxSettings.Read": Permission(
        "Read your mailbox settings", "Allows the app to read your mailbox settings."
    ),
    "People.Read": Permission(
        "Read your relevant people list",
        "Allows the app to read a list of people in the order that's most relevant to you. This "
        "includes your local contacts, your contacts from social networking, people listed in "
        "your organization's directory, and people from recent communications.",
    ),
    "User.ReadBasic.All": Permission(
        "Read all users' basic profiles",
        "Allows the app to read a basic set of profile properties of other users in your "
        "organization on your behalf. Includes display name, first and last name, email address, "
        "photo, id and security identifier. Also allows the app to read the full profile of the "
        "signed-in user.",
    ),
    "Mail.ReadWrite": Permission(
        "Read and write access to your mail",
        "Allows the app to read, update, create and delete email in your mailbox. Does not "
        "include permission to send mail.",
    ),
    "Mail.Send": Permission("Send mail as you", "Allows the app to send mail as you."),
    "openid": Permission(
        "Sign in as you",
        "Allows you to sign in to the app with your work or school account and allows the app to "
        "read your basic profile information.",
    ),
    "profile": Permission(
        "View your basic profile",
        "Allows the app to see your basic profile (e.g., name, picture, user name, email address)",
    ),
    "email": Permission(
        "View your email address", "Allows the app to read your primary email address"
    ),
    "offline_access": Permission(
        "Maintain access to data you have given it access to",
        "Allows the app to see and update the data you gave it access to, even when you are not "
        "currently using the app. This does not give the app any additional permissions.",
    ),
    "Calendars.ReadBasic": Permission(
        "Read basic details of your calendars",
        "Allows the app to read events in your calendars, except for properties such as body, "
        "attachments, and extensions.",
        is_admin_only=True,
    ),
    "Calendars.ReadWrite": Permission(
        "Have full access to your calendars",
        "Allows the app to read, update, create and delete events in your calendars.",
    ),
    "Contacts.ReadWrite": Permission(
        "Have full access of your contacts",
        "Allows the app to read, update, create and delete contacts in your contact folders.",
    ),
    "Group.Read.All": Permission(
        "Read all groups",
        "Allows the app to list groups, and to read their properties and all group memberships on "
        "your behalf. Also allows the app to read calendar, conversations, files, and other group "
        "content for all groups you can access.",
        is_admin_only=True,
    ),
    "GroupMember.Read.All": Permission(
        "Read group memberships",
        "Allows the app to list groups, read basic group properties and read membership of all "
        "groups the signed-in user has access to.",
        is_admin_only=True,
    ),
    "Place.Read.All": Permission(
        "Read all company places",
        "Allows the app to read your company's places (conference rooms and room lists) for "
        "calendar events and other applications, on your behalf.",
        is_admin_only=True,
    ),
    "User.Read.All": Permission(
        "Read all users' full profiles and company properties",
        "Allows the app to read the full set of user properties of all users in the organization "
        "and read company properties, on your behalf.",
        is_admin_only=True,
    ),
    "Directory.Read.All": Permission(
        "Read directory data",
        "Allows the app to read data in your organization's directory.",
        is_admin_only=True,
    ),
    "People.Read.All": Permission(
        "Read all users' relevant people lists",
        "Allows the app to read a list of people in the order that is most relevant to you. Allows "
        "the app to read a list of people in the order that is most relevant to another user in "
        "your organization.",
        is_admin_only=True,
    ),
}
