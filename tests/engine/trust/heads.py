"""Heads as Exchange Online writes them, in short."""

from transom.engine.entities.mail import Header, Headers

TOP = "from A.eurprd05.prod.outlook.com (::1) by B.eurprd05.prod.outlook.com with HTTPS; "
EDGE_HOP = (
    "from DB5EUR03FT013.eop-EUR03.prod.protection.outlook.com (2603::1) by A.outlook.office365.com"
    " (2603::2) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 1 via Frontend Transport; "
)
ARRIVAL = (
    "from {helo} (203.0.113.9) by DB5EUR03FT013.mail.protection.outlook.com (10.152.20.1)"
    " with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20; "
)
PASSED = (
    "spf=pass (sender IP is 203.0.113.9) smtp.mailfrom=fabrikam.example; dkim=pass (signature was"
    " verified) header.d=fabrikam.example;dmarc=pass action=none header.from=fabrikam.example;"
    "compauth=pass reason=100"
)
DATES = (
    "Mon, 23 Nov 2026 07:38:04 +0000",
    "Mon, 23 Nov 2026 07:38:03 +0000",
    "Mon, 23 Nov 2026 07:38:01 +0000",
)


def head(*stamps: str, below: Headers = (), helo: str = "mx.fabrikam.example") -> Headers:
    """Return a head with the service's stamps in their place and the sender's lines below."""
    return (
        Header("Received", TOP + DATES[0]),
        Header("Received", EDGE_HOP + DATES[1]),
        *(Header("Authentication-Results", stamp) for stamp in stamps),
        Header("Received", ARRIVAL.format(helo=helo) + DATES[2]),
        *below,
        Header("From", "Priya <priya@fabrikam.example>"),
    )


def forged(text: str = PASSED) -> Header:
    return Header("Authentication-Results", text)
