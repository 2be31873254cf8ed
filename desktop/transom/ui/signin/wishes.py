"""What a sign-in asks for: whose it is, by which door, with which permissions; and what then."""

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.setup import SetUpStep
from transom.engine.entities.signin import Door, Offer
from transom.ui.signin.attempt import Attempt
from transom.ui.signin.permissions import Permissions
from transom.ui.signin.proxy_asking import ProxyAsking


class Wishes(QObject):
    """Remembers the last wish, so that another door or a second try asks for the same.

    Signals:
        starting: an attempt begins; what belongs to the one before can go.
        asking: the words that stand here while the provider is asked.
        setup_requested: the SetUpStep to mend, or None; no sign-in is possible before.
        wall_requested: an administrator has to approve, and is to be asked.
    """

    starting = Signal()
    asking = Signal(str)
    setup_requested = Signal(object)
    wall_requested = Signal()

    def __init__(
        self,
        engine: Engine,
        attempt: Attempt,
        proxy: ProxyAsking,
        permissions: Permissions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._engine, self._attempt, self._proxy = engine, attempt, proxy
        self._permissions = permissions
        self.login_hint = ""
        self.extra_scopes: tuple[str, ...] = ()
        self.door = Door.VIEW
        self.broken_step: SetUpStep | None = None
        """The step of the set-up that the last failure points to."""

    @property
    def is_for_more(self) -> bool:
        """Whether the last one was for a further permission of an account that is here."""
        return bool(self.login_hint and self.extra_scopes)

    def start(
        self,
        login_hint: str = "",
        door: Door = Door.VIEW,
        prompt: str = "",
        extra_scopes: tuple[str, ...] | None = None,
    ) -> None:
        """Ask the provider for its page or a code, or for the registration it needs first.

        ``extra_scopes`` are further permissions; None keeps those of the attempt before.
        """
        self._proxy.allow()
        if extra_scopes is not None:
            self.extra_scopes = extra_scopes
        hidden = self._engine.accounts.hidden_choices()
        door = Door.VIEW if door.value in hidden else door
        self.login_hint, self.door = login_hint, door
        self.starting.emit()
        if self._engine.accounts.registration() is None and "registration" not in hidden:
            self.setup_requested.emit(None)
            return
        words = "Asking for a code…" if door is Door.CODE else "Opening the sign-in page…"
        self.asking.emit(words)
        self._attempt.begin(login_hint, door, prompt, self.extra_scopes)

    @Slot()
    def start_fresh(self) -> None:
        """Sign somebody in, with the permissions chosen beside the button."""
        self.start(extra_scopes=self._chosen_scopes())

    @Slot(object)
    def use_door(self, door: Door) -> None:
        """Go by another door, for the same account if one was named."""
        fresh = None if self.login_hint else self._chosen_scopes()
        self.start(self.login_hint, door, extra_scopes=fresh)

    @Slot()
    def try_again(self) -> None:
        """Ask for the same once more."""
        self.start(self.login_hint, self.door)

    @Slot(str)
    def ask_consent(self, username: str) -> None:
        """Let the provider ask this person for consent once more."""
        self.start(username, self.door, "consent")

    @Slot(object)
    def choose(self, offer: Offer) -> None:
        """Take one of the ways that a failure or a page of the provider's leaves."""
        match offer:
            case Offer.NOTHING:
                self._attempt.accept_other()
            case Offer.WALL:
                self.wall_requested.emit()
            case Offer.REGISTRATION:
                seen = self._attempt.seen
                self.setup_requested.emit(seen.step if seen is not None else self.broken_step)
            case Offer.BROWSER | Offer.CODE:
                self.start(self.login_hint, Door(offer.value))
            case Offer.ACCOUNT:
                self.start("", self.door, "select_account")
            case Offer.CONSENT:
                self.ask_consent(self.login_hint)
            case _:
                self.try_again()

    def _chosen_scopes(self) -> tuple[str, ...]:
        """Return what the bundle adds, if a person asked for everything at once."""
        return self._engine.permissions.all() if self._permissions.bundle.isChecked() else ()
