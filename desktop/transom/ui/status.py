"""The status bar: access, encryption, how far sync is, and whether anybody answers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from transom.engine.changes import Activity, Phase
from transom.engine.entities.accounts import Account, AccountId
from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

TICK_MS = 10_000
PROGRESS_MS = 250
"""Progress comes with every page that is stored; nobody reads it faster than this."""
_ORDER = (Phase.SIGN_IN_NEEDED, Phase.OFFLINE, Phase.WAITING, Phase.SYNCING, Phase.IDLE)


class StatusBar(QFrame):
    """One glance tells the state."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("surface", "bg")
        self.setProperty("line", "top")
        self._theme, self._icons = theme, icons
        self._activities: dict[AccountId, Activity] = {}
        px = theme.px
        self.setFixedHeight(px(28))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(14), 0, px(14), 0)
        self._row.setSpacing(px(6))
        self._put("ph.lock-simple", PlainLabel("Read-only access", "small"))
        self._key_words = PlainLabel("Cache encrypted", "small")
        self._put("ph.shield-check", self._key_words)
        self._mark = PlainLabel(style="small")
        self._row.addWidget(self._mark)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setFixedWidth(px(120))
        self._progress.setAccessibleName("Sync progress")
        self._counts = PlainLabel(style="small")
        self._row.addWidget(self._progress)
        self._row.addWidget(self._counts)
        self._row.addStretch()
        self._state_mark = PlainLabel()
        self._state = PlainLabel(style="small")
        self._row.addWidget(self._state_mark)
        self._row.addWidget(self._state)
        self._shown_mark = ("", "")
        self._show_progress(None)
        self._pause = QTimer(self, singleShot=True, interval=PROGRESS_MS)
        self._pause.timeout.connect(self._show_foremost)
        ticker = QTimer(self, interval=TICK_MS)
        ticker.timeout.connect(self._show_foremost)
        ticker.start()

    def show_accounts(self, accounts: Sequence[Account], key_source: str) -> None:
        """Say whose cloud it is and how the local copy is protected; drop accounts that are gone.

        Only a cloud that is not the ordinary one, such as the demo, is named.
        """
        mark = accounts[0].registration.cloud.mark
        self._mark.set_text(f"{mark.capitalize()} mailbox" if mark else "")
        self._mark.setVisible(bool(mark))
        is_kept = key_source != "session"
        self._key_words.set_text("Cache encrypted" if is_kept else "Kept for this session only")
        known = {account.id for account in accounts}
        self._activities = {key: one for key, one in self._activities.items() if key in known}

    def show_activity(self, activity: Activity) -> None:
        """Show the state of the account that needs most attention: progress a little later."""
        known = self._activities.get(activity.account)
        self._activities[activity.account] = activity
        if known is None or known.phase is not activity.phase:
            self._show_foremost()
        elif not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _show_foremost(self) -> None:
        if not self._activities:
            return
        foremost = min(self._activities.values(), key=lambda one: _ORDER.index(one.phase))
        icon, token, words = _state_words(foremost)
        if (icon, token) != self._shown_mark:
            self._shown_mark = (icon, token)
            self._icons.put(self._state_mark, icon, token, size=15)
        self._state.set_text(words)
        self._show_progress(foremost if foremost.phase is Phase.SYNCING else None)

    def _put(self, icon: str, label: QWidget) -> None:
        mark = PlainLabel()
        self._icons.put(mark, icon, "dim", size=15)
        self._row.addWidget(mark)
        self._row.addWidget(label)
        self._row.addSpacing(self._theme.px(10))

    def _show_progress(self, activity: Activity | None) -> None:
        is_known = activity is not None and activity.total > 0
        self._progress.setVisible(is_known)
        self._counts.setVisible(is_known)
        if activity is None or not is_known:
            return
        done = min(activity.done, activity.total)
        # Otherwise it paints itself now, and with it whatever else waits to be painted.
        self._progress.setUpdatesEnabled(False)
        self._progress.setMaximum(activity.total)
        self._progress.setValue(done)
        self._progress.setUpdatesEnabled(True)
        share = done * 100 // activity.total
        self._counts.set_text(f"{share} % · {text.number(done)} of {text.number(activity.total)}")
        self._progress.setAlignment(Qt.AlignmentFlag.AlignVCenter)


def _state_words(activity: Activity) -> tuple[str, str, str]:
    """Return icon, colour token and sentence."""
    match activity.phase:
        case Phase.SIGN_IN_NEEDED:
            return "ph.warning", "warn", "Sign in again to go on"
        case Phase.OFFLINE:
            return "ph.wifi-slash", "warn", f"Offline, showing what was saved{_at(activity)}"
        case Phase.WAITING:
            return "ph.hourglass", "warn", "The server asks for patience"
        case Phase.SYNCING:
            return "ph.arrows-clockwise", "dim", "Checking for news"
        case Phase.IDLE:
            # Nobody is told at once: a mailbox is looked at now and then, so that is what is said.
            checked = text.ago(activity.checked_at, text.now()) if activity.checked_at else ""
            return "ph.check-circle", "ok", f"Checked {checked}" if checked else "Not checked yet"


def _at(activity: Activity) -> str:
    return f" at {text.clock(activity.checked_at)}" if activity.checked_at else ""
