"""The mail folders a user is born with."""

from transom.demo.mailbox.items import MailFolder

ROOT, INBOX, DRAFTS, SENT, DELETED, JUNK, ARCHIVE, OUTBOX = range(1, 9)
PROJECTS, HARBOUR, RECEIPTS, EMPTY, HISTORY, SYNC_ISSUES, CONFLICTS = range(9, 16)

WORK_FOLDERS = (
    MailFolder(ROOT, "Top of Information Store", 0, "msgfolderroot"),
    MailFolder(INBOX, "Inbox", ROOT, "inbox"),
    MailFolder(DRAFTS, "Drafts", ROOT, "drafts"),
    MailFolder(SENT, "Sent Items", ROOT, "sentitems"),
    MailFolder(DELETED, "Deleted Items", ROOT, "deleteditems"),
    MailFolder(JUNK, "Junk Email", ROOT, "junkemail"),
    MailFolder(ARCHIVE, "Archive", ROOT, "archive"),
    MailFolder(OUTBOX, "Outbox", ROOT, "outbox"),
    MailFolder(PROJECTS, "Projects", ROOT),
    MailFolder(HARBOUR, "Harbour bridge", PROJECTS),
    MailFolder(RECEIPTS, "Receipts", ROOT),
    MailFolder(EMPTY, "To sort later", ROOT),
    MailFolder(HISTORY, "Conversation History", ROOT, "conversationhistory", True),
    MailFolder(SYNC_ISSUES, "Sync Issues", ROOT, "syncissues", True),
    MailFolder(CONFLICTS, "Conflicts", SYNC_ISSUES, "conflicts", True),
)

PERSONAL_FOLDERS = tuple(
    folder
    for folder in WORK_FOLDERS
    if folder.key not in (PROJECTS, HARBOUR, SYNC_ISSUES, CONFLICTS)
)

# How many of a hundred ordinary letters each folder gets; the rest is the inbox's.
SHARES = (
    (SENT, 11),
    (ARCHIVE, 6),
    (DELETED, 4),
    (JUNK, 3),
    (DRAFTS, 1),
    (PROJECTS, 3),
    (HARBOUR, 8),
    (RECEIPTS, 4),
    (HISTORY, 1),
)
UNREAD = {INBOX: 12, DRAFTS: 2, PROJECTS: 3, HARBOUR: 3, JUNK: 2}
