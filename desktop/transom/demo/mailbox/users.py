"""The people who can sign in to the demo tenant."""

from dataclasses import dataclass
from typing import Literal

WORK_TENANT = "6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71"
FABRIKAM_TENANT = "b1c9f2d7-4e83-4a56-9c0e-7d2f6b18a3c5"
PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"  # the one id Microsoft gives all of them


@dataclass(frozen=True, slots=True)
class User:
    """A sign-in: ``oid`` and ``tid`` identify the person, the rest is what they type and see."""

    oid: str
    tid: str
    username: str
    password: str
    kind: Literal["work", "personal"]
    display_name: str
    given_name: str
    surname: str
    job_title: str = ""


USERS = (
    User(
        oid="2b7e0a54-9f1d-4e0a-8a4e-5c1c7c1f9d10",
        tid=WORK_TENANT,
        username="adele.vance@contoso.example",
        password="open-the-transom",
        kind="work",
        display_name="Adele Vance",
        given_name="Adele",
        surname="Vance",
        job_title="Project lead",
    ),
    User(
        oid="00000000-0000-0000-5b1e-77a1c09d4e2f",
        tid=PERSONAL_TENANT,
        username="adele@outlook.example",
        password="let-some-air-in",
        kind="personal",
        display_name="Adele Vance",
        given_name="Adele",
        surname="Vance",
    ),
    User(
        oid="c41d7e90-3b62-4f8a-9d17-0e5f2a6b8c31",
        tid=WORK_TENANT,
        username="grace.ode@contoso.example",
        password="keep-the-keys",
        kind="work",
        display_name="Grace Ode",
        given_name="Grace",
        surname="Ode",
        job_title="IT administrator",
    ),
    User(
        oid="7f3a9b15-6c2e-4d08-8b71-94e0d5c3a2f6",
        tid=WORK_TENANT,
        username="mila.fabre@contoso.example",
        password="two-steps-please",
        kind="work",
        display_name="Mila Fabre",
        given_name="Mila",
        surname="Fabre",
        job_title="Controller",
    ),
    User(
        oid="e08b5d42-1a97-4c3f-a6d0-5b72c9f4e813",
        tid=WORK_TENANT,
        username="theo.brandt@contoso.example",
        password="never-typed-here",
        kind="work",
        display_name="Theo Brandt",
        given_name="Theo",
        surname="Brandt",
        job_title="Surveyor",
    ),
    User(
        oid="15d6c8a3-9e4f-4b70-8c25-f3a1b7e0d964",
        tid=WORK_TENANT,
        username="uma.seidl@contoso.example",
        password="not-on-the-list",
        kind="work",
        display_name="Uma Seidl",
        given_name="Uma",
        surname="Seidl",
        job_title="Trainee",
    ),
    User(
        oid="a92e4f07-5d1b-4836-b9fc-60c7d8e25b1a",
        tid=WORK_TENANT,
        username="dario.conti@contoso.example",
        password="gone-since-may",
        kind="work",
        display_name="Dario Conti",
        given_name="Dario",
        surname="Conti",
        job_title="Buyer",
    ),
    User(
        oid="3c7b1e58-d04a-4f92-85e6-b8f9a2d06c47",
        tid=WORK_TENANT,
        username="frida.lund@wingtip.example",
        password="by-another-door",
        kind="work",
        display_name="Frida Lund",
        given_name="Frida",
        surname="Lund",
        job_title="Architect",
    ),
    User(
        oid="d85f0a6c-27e3-4b19-9a48-1c6e5d3f7b02",
        tid=WORK_TENANT,
        username="pavel.novak@lucerne.example",
        password="in-a-small-window",
        kind="work",
        display_name="Pavel Novak",
        given_name="Pavel",
        surname="Novak",
        job_title="Safety officer",
    ),
    User(
        oid="6b20c4d9-f815-4e7a-b3a2-8d9e0f1c5a76",
        tid=FABRIKAM_TENANT,
        username="noor.haddad@fabrikam.example",
        password="ask-the-office",
        kind="work",
        display_name="Noor Haddad",
        given_name="Noor",
        surname="Haddad",
        job_title="Account manager",
    ),
    User(
        oid="f16a8e3b-0c5d-4297-8e4b-a7d3c9b2f05e",
        tid=FABRIKAM_TENANT,
        username="felix.kask@fabrikam.example",
        password="i-am-the-office",
        kind="work",
        display_name="Felix Kask",
        given_name="Felix",
        surname="Kask",
        job_title="IT administrator",
    ),
)
