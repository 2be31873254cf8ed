"""The tenant's back door for tests and demonstrations: make things happen, ask what is true."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from transom.demo.graph.errors import encode
from transom.demo.graph.mail_fields import stamp
from transom.demo.mailbox.changes import BadChangeError, read_changes
from transom.demo.mailbox.world import SHARED_USERS, Mailbox, World

HEADER, PASSWORD = "Transom-Tenant", "control"


def control_routes(world: World) -> list[Route]:
    """Return the routes that the server mounts at ``/_tenant``.

    They answer only to a header that no web page can send across origins without asking first.
    """
    control = Control(world)
    return [
        Route("/changes", control.post_changes, methods=["POST"]),
        Route("/truth", control.get_truth, methods=["GET"]),
    ]


class Control:
    """Applies changes and tells the truth about every mailbox."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def post_changes(self, request: Request) -> Response:
        if not is_allowed(request):
            return answer({"error": f"The header {HEADER} is missing."}, 403)
        done: list[dict[str, str]] = []
        try:
            for change in read_changes(await request.body()):
                made = self._world.apply(change)
                done.append({"kind": kind_of(change), "id": made})
        except BadChangeError as error:
            return answer({"error": str(error), "applied": done}, 400)
        return answer({"applied": done})

    async def get_truth(self, request: Request) -> Response:
        if not is_allowed(request):
            return answer({"error": f"The header {HEADER} is missing."}, 403)
        return answer({"users": [truth(mailbox) for mailbox in self._world.mailboxes()]})


def is_allowed(request: Request) -> bool:
    return request.headers.get(HEADER) == PASSWORD


def answer(value: object, status: int = 200) -> Response:
    return Response(encode(value), status, media_type="application/json")


def kind_of(change: object) -> str:
    config = getattr(type(change), "__struct_config__", None)
    return str(config.tag) if config else ""


def truth(mailbox: Mailbox) -> dict[str, object]:
    """Return one mailbox as it truly is; item ids are the immutable ones."""
    kind = "shared" if mailbox.user in SHARED_USERS else mailbox.user.kind

    def make(kind: str) -> Callable[[int], str]:
        return lambda key: mailbox.ids.make(kind, key, immutable=True)

    message_id, event_id, contact_id = make("m"), make("e"), make("p")
    folders = [
        {
            "id": mailbox.ids.make("f", folder.key),
            "name": folder.name,
            "parent": mailbox.ids.make("f", folder.parent),
            "total": mailbox.mail.total(folder.key),
            "unread": mailbox.mail.unread(folder.key),
            "hidden": folder.is_hidden,
        }
        for folder in mailbox.mail.tree
        if folder.parent
    ]
    messages = [
        {
            "id": message_id(key),
            "folder": mailbox.ids.make("f", message.folder),
            "read": message.is_read,
            "subject": message.letter.subject,
            "received": stamp(message.received_at),
        }
        for key in mailbox.mail.keys(None)
        if (message := mailbox.mail.message(key))
    ]
    contacts = mailbox.contacts
    return {
        "oid": mailbox.user.oid,
        "username": mailbox.user.username,
        "kind": kind,
        "folders": folders,
        "messages": messages,
        "calendars": {
            calendar.name: len(mailbox.calendar.events(calendar.key))
            for calendar in mailbox.calendar.calendars.values()
        },
        "events": [event_id(event.key) for event in mailbox.calendar.events()],
        "contact_folders": {
            folder.name: len(contacts.contacts(folder.key)) for folder in contacts.folders.values()
        },
        "contacts": [
            contact_id(contact.key)
            for folder in contacts.folders
            for contact in contacts.contacts(folder)
        ],
    }
