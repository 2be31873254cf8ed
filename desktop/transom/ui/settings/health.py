"""How an account fares: when it was checked, what could not be read, and what is out of reach."""

from transom.engine.changes import Activity, Phase
from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account
from transom.ui import text

OUT_OF_REACH = (
    "Not shown, because it cannot be asked for or is no mail: the in-place archive, public "
    "folders, and To Do."
)
_PHASES = {
    Phase.OFFLINE: "No network",
    Phase.WAITING: "The server asks for patience",
    Phase.SYNCING: "Being checked",
    Phase.SIGN_IN_NEEDED: "Waits for a sign-in",
}


def health_words(engine: Engine, account: Account) -> str:
    """Say it in a few sentences."""
    known = [one for one in engine.activities() if one.account == account.id]
    words = [_checked(known[0] if known else None, account)]
    if count := engine.mail.count_unreadable(account.id):
        items = text.counted(count, "item", "items")
        words.append(f"{items} could not be read; kept, and tried again after an update.")
    return " ".join([*words, OUT_OF_REACH])


def _checked(activity: Activity | None, account: Account) -> str:
    checked_at = activity.checked_at if activity is not None else account.checked_at
    when = f"Checked {text.ago(checked_at, text.now())}." if checked_at else "Not checked yet."
    phase = _PHASES.get(activity.phase, "") if activity is not None else ""
    return f"{phase}. {when}" if phase else when
