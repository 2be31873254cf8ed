"""The invented address book: the cast of the pictures and some two hundred others."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from transom.demo.mailbox import people
from transom.demo.mailbox.items import Address, Contact, ContactFolder, PostalAddress

DEFAULT, SUPPLIERS, FAMILY, CLIMBING = range(1, 5)
FOLDERS = (
    ContactFolder(DEFAULT, "Contacts"),
    ContactFolder(SUPPLIERS, "Suppliers"),
    ContactFolder(FAMILY, "Family"),
    ContactFolder(CLIMBING, "Climbing club"),
)
OFFICE = PostalAddress("Sadama 14", "Tallinn", "10111", "Estonia")
OTHERS = 190
STREETS = ("Sadama", "Pikk", "Narva mnt", "Calle de Alcalá", "Kaistraße", "Storgatan", "Uus", "Lai")
CITIES = (
    ("Tallinn", "10111", "Estonia", "+372 5555 {:04d}"),
    ("Madrid", "28014", "Spain", "+34 600 555 {:03d}"),
    ("Hamburg", "20457", "Germany", "+49 40 5550 {:03d}"),
    ("Stockholm", "111 52", "Sweden", "+46 8 555 0{:03d}"),
)
# Who, what for, where, reachable how, born when.
CAST = (
    (people.AMARA, "Facilitator", "Contoso", "Workshops", "", "+372 5555 0101", None),
    (
        people.INES,
        "Structural engineer",
        "Contoso",
        "Bridges",
        "Madrid · 3rd floor",
        "+34 600 555 010",
        date(1985, 3, 14),
    ),
    (people.JONAS, "Surveyor", "Northwind", "Field", "", "+49 40 5550 112", date(1979, 7, 2)),
    (
        people.MEI,
        "Finance",
        "Contoso",
        "Finance",
        "Tallinn · 2nd floor",
        "+372 5555 0144",
        None,
    ),
    (people.PRIYA, "Legal counsel", "Fabrikam", "Legal", "", "+44 20 5550 0178", None),
    (
        people.SOFIA,
        "Office manager",
        "Contoso",
        "Office",
        "Tallinn · reception",
        "+372 5555 0100",
        date(1990, 11, 26),
    ),
    (
        people.TOMAS,
        "Head of planning",
        "Contoso",
        "Planning",
        "Tallinn · 4th floor",
        "+46 8 555 0199",
        None,
    ),
    (
        people.ADELE,
        "Project lead",
        "Contoso",
        "Bridges",
        "Tallinn · 4th floor",
        "+372 5555 0123",
        date(1986, 2, 28),
    ),
)


def contacts(seed: int) -> list[Contact]:
    """Return everybody, numbered."""
    return [*cast(), *(other(seed, number) for number in range(OTHERS)), *odd_ones()]


def cast() -> Iterator[Contact]:
    for key, (who, job, company, department, room, mobile, birthday) in enumerate(CAST, 1):
        given, surname = who.name.split(" ", 1)
        yield Contact(
            key=key,
            folder=DEFAULT,
            given_name=given,
            surname=surname,
            emails=(who,),
            company=company,
            job_title=job,
            department=department,
            office=room,
            manager="Tomás Lindqvist" if who is not people.TOMAS else "",
            mobile=mobile,
            business_address=OFFICE if company == "Contoso" else None,
            birthday=birthday,
            notes="Prefers calls before noon" if who is people.INES else "",
            categories=("Harbour",) if who in (people.INES, people.JONAS) else (),
            # The pictures show some of them by their initials alone.
            photo=key if who not in (people.INES, people.PRIYA) else None,
        )


def other(seed: int, number: int) -> Contact:
    dice = Random(f"{seed}/contact/{number}")
    given, surname = dice.choice(people.GIVEN_NAMES), dice.choice(people.SURNAMES)
    company, domain = dice.choice(people.COMPANIES)
    city, code, country, phone = dice.choice(CITIES)
    folder = dice.choices((DEFAULT, SUPPLIERS, FAMILY, CLIMBING), (70, 15, 5, 10))[0]
    local = f"{given}.{surname}".lower().encode("ascii", "ignore").decode()
    private = Address(f"{given} {surname}", f"{local}@outlook.example")
    work = Address(f"{given} {surname}", f"{local}@{domain}")
    place = PostalAddress(f"{dice.choice(STREETS)} {dice.randrange(1, 90)}", city, code, country)
    is_private = folder in (FAMILY, CLIMBING)
    return Contact(
        key=100 + number,
        folder=folder,
        given_name=given,
        surname=surname,
        emails=(private,) if is_private else (work, private)[: dice.randrange(1, 3)],
        company="" if is_private else company,
        job_title="" if is_private else dice.choice(people.JOBS),
        mobile=phone.format(dice.randrange(999)),
        business_phones=() if is_private else (phone.format(dice.randrange(999)),),
        home_phones=(phone.format(dice.randrange(999)),) if is_private else (),
        business_address=None if is_private else place,
        home_address=place if is_private else None,
        birthday=date(dice.randrange(1950, 2004), dice.randrange(1, 13), dice.randrange(1, 29))
        if dice.random() < 0.3
        else None,
        notes="Met at the trade fair." if dice.random() < 0.1 else "",
        categories=("Suppliers",) if folder == SUPPLIERS else (),
        photo=100 + number if dice.random() < 0.8 else None,
    )


def odd_ones() -> Iterator[Contact]:
    """Yield contacts that lack what others have, or write it in another script."""
    names = (
        ("健二", "佐藤", "kenji.sato@litware.example"),
        ("ليلى", "حداد", "leila.haddad@proseware.example"),
        ("", "Night porter", ""),
        ("Only", "", "only@adatum.example"),
        ("<i>Ida</i>", "O’Hara & Sons", "ida@adatum.example"),
    )
    for key, (given, surname, mail) in enumerate(names, 900):
        emails = (Address(f"{given} {surname}".strip(), mail),) if mail else ()
        yield Contact(
            key, DEFAULT, given, surname, emails=emails, mobile="" if mail else "+372 5555 0001"
        )


def personal_contacts(seed: int) -> list[Contact]:
    """Return the few contacts of a private account."""
    return [replace(other(seed, number), folder=DEFAULT) for number in range(500, 512)]
