"""Newsletters in the manner of the trade: nested tables, remote pictures and counting pixels."""

from random import Random

from transom.demo.mailbox.items import Address, Letter

BRANDS = (
    ("Span & Deck Weekly", "spandeck.example", "#0f6e8c", "Bridges, beams and people"),
    ("Baltic Ferries", "balticferries.example", "#14366b", "Offers from the harbour"),
    ("Toolhouse", "toolhouse.example", "#b5471b", "Everything that drills"),
    ("The Tallinn Letter", "tallinnletter.example", "#2b2b2b", "Five things worth knowing"),
    ("Northern Climbers", "climbers.example", "#246a40", "Routes, weather and gear"),
)  # fmt: skip
HEADLINES = (
    "Why old rivets hold", "The longest floating bridge, revisited", "Autumn timetable from Monday",
    "Three cranes, one morning", "A quieter expansion joint", "What frost does to mortar",
    "Open day at the shipyard", "Ten years of the coastal path", "Torque wrenches at a fair price",
)  # fmt: skip
TEASERS = (
    "We visited the site at dawn and came back with wet boots and a good story.",
    "Readers sent us more than two hundred photographs; these are the ones we kept.",
    "The figures surprised even the people who had collected them.",
    "Book before Sunday and take a bicycle along without a fee.",
)
STYLE = """<style type="text/css">
body { margin:0; padding:0; background:#eef0f2; }
table { border-collapse:collapse; } img { border:0; display:block; }
.btn a { color:#ffffff !important; text-decoration:none; }
@media only screen and (max-width:600px) { .wrap { width:100% !important; }
 .col { display:block; } }
@import url("https://fonts.letterpress.example/css?family=Open+Sans");
</style>
<!--[if mso]><style>td { font-family: Arial, sans-serif !important; }</style><![endif]-->"""


def newsletter(dice: Random, owner: Address) -> Letter:
    """Return one issue of one of the newsletters."""
    name, host, colour, motto = dice.choice(BRANDS)
    issue = dice.randrange(100, 999)
    stories = "".join(story(dice, host, colour) for _ in range(dice.randrange(3, 7)))
    return Letter(
        subject=f"{dice.choice(HEADLINES)} · {name} {issue}",
        sender=Address(name, f"news@{host}"),
        body=frame(name, host, colour, motto, stories, issue),
        to=(owner,),
        reply_to=(Address(name, f"reply-{issue}@bounce.{host}"),),
        is_focused=False,
        headers=(
            (
                "List-Unsubscribe",
                f"<https://click.{host}/unsubscribe/{issue}>, <mailto:leave@{host}>",
            ),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Precedence", "bulk"),
        ),
    )


def story(dice: Random, host: str, colour: str) -> str:
    number = dice.randrange(10**6)
    return f"""
<tr><td style="padding:16px 24px"><table width="100%" cellpadding="0" cellspacing="0"><tr>
<td class="col" width="180" valign="top"><a href="https://click.{host}/s/{number}"><img
 src="https://images.{host}/{number}/thumb.jpg"
 width="168" height="112" alt="" style="width:168px"></a></td>
<td class="col" valign="top" style="font:15px/22px Georgia,serif; color:#333333">
<b style="font-size:18px; color:{colour}">{dice.choice(HEADLINES)}</b><br>{dice.choice(TEASERS)}
{dice.choice(TEASERS)}<br>
<table class="btn"><tr><td bgcolor="{colour}" style="padding:8px 14px; border-radius:4px">
<a href="https://click.{host}/s/{number}?utm_source=mail&amp;utm_id={number}">Read on</a>
</td></tr></table>
</td></tr></table></td></tr>"""


def frame(name: str, host: str, colour: str, motto: str, stories: str, issue: int) -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>
{STYLE}</head><body bgcolor="#eef0f2">
<div style="display:none;max-height:0;overflow:hidden">{motto}&zwnj;&nbsp;&zwnj;&nbsp;</div>
<table width="100%" cellpadding="0" cellspacing="0" bgcolor="#eef0f2"><tr><td align="center">
<table class="wrap" width="600" cellpadding="0" cellspacing="0" bgcolor="#ffffff">
<tr><td bgcolor="{colour}" style="padding:18px 24px; color:#ffffff; font:bold 24px Georgia,serif">
<img src="https://images.{host}/logo.png" width="40" height="40" alt="{name}"> {name}</td></tr>
<tr><td background="https://images.{host}/banner.jpg" height="120"
 style="background:url('https://images.{host}/banner.jpg') center; padding:24px">{motto}</td></tr>
{stories}
<tr><td style="padding:24px; font:12px Arial; color:#777777">You receive this because you signed up.
<a href="https://click.{host}/unsubscribe/{issue}">Unsubscribe</a> ·
<a href="https://click.{host}/browser/{issue}">View in browser</a></td></tr>
</table></td></tr></table>
<img src="https://open.{host}/o/{issue}.gif" width="1" height="1" alt="" style="display:none">
</body></html>"""
