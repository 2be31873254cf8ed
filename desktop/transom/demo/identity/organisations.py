"""The tenant's organisations: their domains, their people's roles, and who signs in elsewhere."""

from dataclasses import dataclass

from transom.demo.mailbox.users import FABRIKAM_TENANT, WORK_TENANT, User


@dataclass(frozen=True, slots=True)
class Organisation:
    """One work tenant; its first domain is the one it is known by."""

    tid: str
    name: str
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Federation:
    """A domain whose people type their password on a page of its own."""

    domain: str
    name: str
    opens_window: bool


@dataclass(frozen=True, slots=True)
class Traits:
    """What is particular about how one person may sign in."""

    is_administrator: bool = False
    has_second_factor: bool = False
    is_passwordless: bool = False
    is_disabled: bool = False
    is_assigned: bool = True


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of another tenant, and who they are in the one that invited them."""

    home_username: str
    user: User


ORGANISATIONS = (
    Organisation(WORK_TENANT, "Contoso", ("contoso.example", "wingtip.example", "lucerne.example")),
    Organisation(FABRIKAM_TENANT, "Fabrikam", ("fabrikam.example",)),
)
FEDERATIONS = (
    Federation("wingtip.example", "Wingtip", opens_window=False),
    Federation("lucerne.example", "Lucerne", opens_window=True),
)
# Tenants that live in a national cloud: this one knows no more of them.
ELSEWHERE = {
    "government.example": "AzureUSGovernment",
    "china.example": "AzureChinaCloud",
}
TRAITS = {
    "grace.ode@contoso.example": Traits(is_administrator=True),
    "mila.fabre@contoso.example": Traits(has_second_factor=True),
    "theo.brandt@contoso.example": Traits(is_passwordless=True),
    "uma.seidl@contoso.example": Traits(is_assigned=False),
    "dario.conti@contoso.example": Traits(is_disabled=True),
    "felix.kask@fabrikam.example": Traits(is_administrator=True),
}
GUESTS = (
    Guest(
        "noor.haddad@fabrikam.example",
        User(
            oid="92d7f4c1-6a3e-4d58-b0f7-e45c8a1b9d63",
            tid=WORK_TENANT,
            username="noor.haddad_fabrikam.example#EXT#@contoso.example",
            password="",
            kind="work",
            display_name="Noor Haddad",
            given_name="Noor",
            surname="Haddad",
        ),
    ),
)
