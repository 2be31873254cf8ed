"""The address book as Graph serves it: folders, contacts, their photos and what is new."""

from collections.abc import Callable
from dataclasses import dataclass

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.delta import Cursor, answer_delta, opened_token, removed
from transom.demo.graph.errors import GraphError, not_found
from transom.demo.graph.mail_fields import change_key, etag, stamp
from transom.demo.graph.paging import Shelf, chosen, fields_reader, known_names, page
from transom.demo.mailbox.items import Contact, ContactFolder, PostalAddress
from transom.demo.mailbox.pictures import portrait

PHOTO_SIZE = 240


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact as one call sees it."""

    call: Call
    contact: Contact

    @property
    def change_key(self) -> str:
        return change_key("p", self.contact.key, self.contact.version)


def postal(address: PostalAddress | None) -> Json:
    if address is None:
        return {}
    return {
        "street": address.street,
        "city": address.city,
        "state": "",
        "countryOrRegion": address.country,
        "postalCode": address.postal_code,
    }


def initials(view: ContactView) -> str:
    names = (view.contact.given_name, view.contact.surname)
    return "".join(f"{name[0]}." for name in names if name)


def file_as(view: ContactView) -> str:
    names = (view.contact.surname, view.contact.given_name)
    return ", ".join(name for name in names if name)


def birthday(view: ContactView) -> str | None:
    found = view.contact.birthday
    # An instant that stands for a day: Outlook stores noon-ish UTC so that most zones agree.
    return f"{found.isoformat()}T11:59:00Z" if found else None


def emails(view: ContactView) -> list[Json]:
    return [{"name": one.name, "address": one.address} for one in view.contact.emails]


CONTACT_FIELDS: dict[str, Callable[[ContactView], object]] = {
    "createdDateTime": lambda v: stamp(v.call.mailbox.born),
    "lastModifiedDateTime": lambda v: stamp(v.call.mailbox.born),
    "changeKey": lambda v: v.change_key,
    "categories": lambda v: list(v.contact.categories),
    "parentFolderId": lambda v: v.call.mailbox.ids.make("d", v.contact.folder),
    "birthday": birthday,
    "fileAs": file_as,
    "displayName": lambda v: v.contact.display_name,
    "givenName": lambda v: v.contact.given_name or None,
    "initials": initials,
    "middleName": lambda v: None,
    "nickName": lambda v: v.contact.nick_name or None,
    "surname": lambda v: v.contact.surname or None,
    "title": lambda v: None,
    "yomiGivenName": lambda v: None,
    "yomiSurname": lambda v: None,
    "yomiCompanyName": lambda v: None,
    "generation": lambda v: None,
    "imAddresses": lambda v: [],
    "jobTitle": lambda v: v.contact.job_title or None,
    "companyName": lambda v: v.contact.company or None,
    "department": lambda v: v.contact.department or None,
    "officeLocation": lambda v: v.contact.office or None,
    "profession": lambda v: None,
    "businessHomePage": lambda v: None,
    "assistantName": lambda v: None,
    "manager": lambda v: v.contact.manager or None,
    "homePhones": lambda v: list(v.contact.home_phones),
    "mobilePhone": lambda v: v.contact.mobile or None,
    "businessPhones": lambda v: list(v.contact.business_phones),
    "spouseName": lambda v: None,
    "personalNotes": lambda v: v.contact.notes,
    "children": lambda v: [],
    "emailAddresses": emails,
    "homeAddress": lambda v: postal(v.contact.home_address),
    "businessAddress": lambda v: postal(v.contact.business_address),
    "otherAddress": lambda v: {},
}
CONTACT_DEFAULTS = tuple(CONTACT_FIELDS)
CONTACTS: Shelf[Contact] = Shelf(
    {
        "createdDateTime": "time",
        "lastModifiedDateTime": "time",
        "displayName": "text",
        "givenName": "text",
        "surname": "text",
        "nickName": "text",
        "fileAs": "text",
        "companyName": "text",
        "department": "text",
        "jobTitle": "text",
        "mobilePhone": "text",
        "emailAddresses": "list",
        "categories": "list",
    },
    lambda call, contact: fields_reader(CONTACT_FIELDS, ContactView(call, contact)),
)
FOLDERS: Shelf[ContactFolder] = Shelf(
    {"displayName": "text", "parentFolderId": "text"},
    lambda call, folder: folder_json(call, folder).get,
)


def contact_json(view: ContactView, names: list[str], *, always_typed: bool = False) -> Json:
    item: Json = {"@odata.type": "#microsoft.graph.contact"} if always_typed else {}
    item |= {"@odata.etag": etag(view.change_key), "id": view.call.id_of("p", view.contact.key)}
    return item | {name: CONTACT_FIELDS[name](view) for name in names}


def list_contacts(call: Call, folder_id: str = "") -> Reply:
    names = chosen(call, CONTACT_FIELDS, CONTACT_DEFAULTS)
    found = call.mailbox.contacts.contacts(find_folder(call, folder_id).key)
    return page(
        call,
        found,
        lambda c: contact_json(ContactView(call, c), names),
        "contacts",
        shelf=CONTACTS,
    )


def find_folder(call: Call, folder_id: str) -> ContactFolder:
    """Return the folder of an id, the default one without an id."""
    contacts = call.mailbox.contacts
    if folder_id in ("", "contacts"):
        return contacts.folders[contacts.default]
    ref = call.mailbox.ids.read(folder_id)
    if ref is None or ref.kind != "d" or ref.key not in contacts.folders:
        raise not_found()
    return contacts.folders[ref.key]


def folder_json(call: Call, folder: ContactFolder) -> Json:
    return {
        "id": call.mailbox.ids.make("d", folder.key),
        "parentFolderId": call.mailbox.ids.make("d", 0 if folder.key == 1 else 1),
        "displayName": folder.name,
    }


def list_folders(call: Call) -> Reply:
    """Answer every folder but the default one, as Graph does."""
    contacts = call.mailbox.contacts
    found = [folder for folder in contacts.folders.values() if folder.key != contacts.default]
    return page(call, found, lambda f: folder_json(call, f), "contactFolders", shelf=FOLDERS)


def get_folder(call: Call, folder_id: str) -> Reply:
    item = folder_json(call, find_folder(call, folder_id))
    return json_reply({"@odata.context": call.context("contactFolders/$entity"), **item})


def list_child_folders(call: Call, folder_id: str) -> Reply:
    find_folder(call, folder_id)
    nothing: list[ContactFolder] = []
    return page(call, nothing, lambda f: folder_json(call, f), "childFolders", shelf=FOLDERS)


def find_contact(call: Call, contact_id: str) -> Contact:
    contact = call.mailbox.contacts.find(call.mailbox.ids.read(contact_id))
    if contact is None:
        raise not_found()
    return contact


def get_contact(call: Call, contact_id: str) -> Reply:
    view = ContactView(call, find_contact(call, contact_id))
    item = contact_json(view, chosen(call, CONTACT_FIELDS, CONTACT_DEFAULTS))
    return json_reply({"@odata.context": call.context("contacts/$entity"), **item})


def get_folder_contact(call: Call, folder_id: str, contact_id: str) -> Reply:
    if find_contact(call, contact_id).folder != find_folder(call, folder_id).key:
        raise not_found()
    return get_contact(call, contact_id)


def get_photo(call: Call, contact_id: str) -> Reply:
    photo(call, contact_id)
    item: Json = {"@odata.mediaContentType": "image/png", "id": f"{PHOTO_SIZE}X{PHOTO_SIZE}"}
    item |= {"height": PHOTO_SIZE, "width": PHOTO_SIZE}
    return json_reply({"@odata.context": call.context("contacts/photo/$entity"), **item})


def get_photo_value(call: Call, contact_id: str) -> Reply:
    return Reply(200, photo(call, contact_id), "image/png")


def photo(call: Call, contact_id: str) -> bytes:
    number = find_contact(call, contact_id).photo
    if number is None:
        raise GraphError(404, "ImageNotFound", "The photo wasn't found.")
    return portrait(number, PHOTO_SIZE)


def contacts_delta(call: Call, folder_id: str = "") -> Reply:
    folder = find_folder(call, folder_id).key
    options = {"select": call.options.text("select")}
    token = opened_token(call, f"contacts/{folder}/{call.mailbox.user.oid}", options)
    wanted = [name.strip() for name in token.options["select"].split(",") if name.strip()]
    names = known_names(wanted, CONTACT_FIELDS, CONTACT_DEFAULTS)
    return answer_delta(call, ContactStream(call, folder, names), token)


@dataclass(frozen=True, slots=True)
class ContactStream:
    """The contacts of one folder and what became of them."""

    call: Call
    folder: int
    names: list[str]
    context: str = "Collection(contact)"

    def walk(self, after: Cursor, count: int) -> tuple[list[Json], Cursor | None]:
        behind = int(after[0]) if after else -1
        left = [c for c in self.call.mailbox.contacts.contacts(self.folder) if c.key > behind]
        page = left[:count]
        following = (float(page[-1].key),) if len(left) > count else None
        return [self._show(contact) for contact in page], following

    def news(self, since: int, until: int) -> list[Json]:
        effects = self.call.mailbox.log.between(since, until, "contacts", self.folder)
        items = []
        for key in dict.fromkeys(effect.key for effect in effects):
            contact = self.call.mailbox.contacts.contact(key)
            if contact is None:
                name = self.call.id_of("p", key)
                items.append(removed(name, "#microsoft.graph.contact"))
            else:
                items.append(self._show(contact))
        return items

    def _show(self, contact: Contact) -> Json:
        return contact_json(ContactView(self.call, contact), self.names, always_typed=True)


def folders_delta(call: Call) -> Reply:
    token = opened_token(call, f"contactFolders/{call.mailbox.user.oid}", {})
    return answer_delta(call, ContactFolderStream(call), token)


def child_folders_delta(call: Call, folder_id: str) -> Reply:
    key = find_folder(call, folder_id).key
    token = opened_token(call, f"contactFolders/{call.mailbox.user.oid}/{key}", {})
    return answer_delta(call, ContactFolderStream(call, is_above=False), token)


@dataclass(frozen=True, slots=True)
class ContactFolderStream:
    """The contact folders; the tenant never changes them."""

    call: Call
    is_above: bool = True  # none of the folders has others below it
    context: str = "Collection(contactFolder)"

    def walk(self, after: Cursor, count: int) -> tuple[list[Json], Cursor | None]:
        contacts = self.call.mailbox.contacts
        behind = int(after[0]) if after else contacts.default
        folders = contacts.folders.values() if self.is_above else ()
        left = [folder for folder in folders if folder.key > behind]
        page = left[:count]
        following = (float(page[-1].key),) if len(left) > count else None
        return [folder_json(self.call, folder) for folder in page], following

    def news(self, since: int, until: int) -> list[Json]:
        return []
