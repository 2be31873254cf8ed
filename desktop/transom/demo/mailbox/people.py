"""The cast: the people and senders that the design pictures and the invented mail know."""

from transom.demo.mailbox.items import Address

ADELE = Address("Adele Vance", "adele.vance@contoso.example")
INES = Address("Ines Navarro", "ines.navarro@contoso.example")
JONAS = Address("Jonas Hartmann", "jonas.hartmann@northwind.example")
MEI = Address("Mei Okafor", "mei.okafor@contoso.example")
AMARA = Address("Amara Rossi", "amara.rossi@contoso.example")
TOMAS = Address("Tomás Lindqvist", "tomas.lindqvist@contoso.example")
PRIYA = Address("Priya Kannan", "priya.kannan@fabrikam.example")
SOFIA = Address("Sofia Weber", "sofia.weber@contoso.example")
BILLING = Address("Contoso Billing", "billing@contoso.example")
NIGHTLY = Address("Nightly build", "build@ci.contoso.example")
BRIDGE_OFFICE = Address("Bridge office", "bridge.office@contoso.example")
ROOM_BALTIC = Address("Room Baltic", "room.baltic@contoso.example")
SECURITY = Address("Contoso account team", "no-reply@accounts.contoso.example")

COLLEAGUES = (INES, JONAS, MEI, AMARA, TOMAS, PRIYA, SOFIA)

GIVEN_NAMES = (
    "Aino", "Andrei", "Anneli", "Beatriz", "Benedikt", "Camille", "Chidi", "Daria", "Dmitri",
    "Elif",
    "Emil", "Eneli", "Farah", "Felix", "Giulia", "Hanna", "Hiroshi", "Ilse", "Imani", "Ivan",
    "Joonas", "Kadri", "Karim", "Katarzyna", "Kenji", "Laura", "Leila", "Liis", "Lukas", "Mait",
    "Marta", "Mateo", "Nadia", "Niklas", "Noor", "Olga", "Oskar", "Paloma", "Pille", "Rafael",
    "Ravi", "Rosa", "Saana", "Samuel", "Siim", "Sunita", "Tiina", "Viktor", "Yara", "Zofia",
)  # fmt: skip
SURNAMES = (
    "Aaltonen", "Abe", "Almeida", "Bergström", "Bianchi", "Costa", "Diallo", "Eriksen", "Fischer",
    "Gonçalves", "Haddad", "Horvat", "Ito", "Jansen", "Kask", "Kowalska", "Kuusk", "Lehtinen",
    "Leroy", "Maasik", "Mägi", "Moreau", "Müller", "Nieminen", "Novák", "Nwosu", "O’Brien", "Oja",
    "Okonkwo", "Ortega", "Pärn", "Petrov", "Rebane", "Romano", "Saar", "Sato", "Schneider", "Silva",
    "Sharma", "Tamm", "Toome", "Vaher", "Varga", "Virtanen", "Weiss", "Yılmaz", "Zhang", "Õunapuu",
)  # fmt: skip
COMPANIES = (
    ("Contoso", "contoso.example"),
    ("Northwind", "northwind.example"),
    ("Fabrikam", "fabrikam.example"),
    ("Adatum Steel", "adatum.example"),
    ("Litware Sensors", "litware.example"),
    ("Tailspin Cranes", "tailspin.example"),
    ("Proseware", "proseware.example"),
    ("City of Tallinn", "tallinn.example"),
)
JOBS = (
    "Structural engineer", "Surveyor", "Site manager", "Legal counsel", "Buyer", "Account manager",
    "Welding inspector", "Geotechnical engineer", "Draughtsperson", "Traffic planner",
    "Safety officer", "Controller", "Architect", "Port pilot", "Communications lead",
)  # fmt: skip
