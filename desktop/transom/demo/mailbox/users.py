"""The people who can sign in to the demo tenant."""

from dataclasses import dataclass
from typing import Literal

WORK_TENANT = "6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71"
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
)
