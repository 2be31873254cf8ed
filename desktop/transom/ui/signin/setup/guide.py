"""What to do in Entra, in three pages: register, redirect addresses, permissions."""

from collections.abc import Mapping

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from transom.engine.entities.accounts import Cloud
from transom.ui.signin.setup.instructions import CopyLine, Instructions
from transom.ui.signin.setup.place import Audience
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

LOOPBACK = "http://localhost"
_NAME = "Transom"
_PORTALS = {
    "worldwide": "https://entra.microsoft.com",
    "us-gov": "https://portal.azure.us",
    "us-dod": "https://portal.azure.us",
    "china": "https://portal.azure.cn",
}
_DESKTOP = "“Mobile and desktop applications”"


class RegisterGuide(Instructions):
    """How the registration is made."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            "Register the app",
            "In the administration centre of your cloud, with an account that may register apps. "
            "It costs nothing.",
        )
        self.portal = CopyLine(theme, "Address of the administration centre")
        self.open_button = QPushButton("Open it in my browser")
        self.open_button.setProperty("kind", "link")
        self.open_button.clicked.connect(self._on_open_clicked)
        self.name = CopyLine(theme, "Name of the app", _NAME)
        self.redirect = CopyLine(theme, "Redirect address for this window")
        self.add("Open the administration centre and sign in there.", self.portal, self.open_button)
        self.add("Go to Entra ID, App registrations, New registration.")
        self.add("Give it a name, such as this one.", self.name)
        self._types = self.add("")
        self.add(
            "As redirect URI choose the platform “Public client/native (mobile & desktop)” and "
            "enter this address. Then press Register.",
            self.redirect,
        )

    def show_place(self, cloud: Cloud, audience: Audience) -> None:
        """Say what fits where the mailboxes live and who signs in."""
        portal = _PORTALS.get(cloud.name, "")
        self.portal.show_text(portal)
        for part in (self.portal, self.open_button):
            part.setVisible(bool(portal))
        self._types.set_text(f"As supported account types choose “{audience.entra}”.")
        self.redirect.show_text(cloud.redirect_uri)

    @Slot()
    def _on_open_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl(self.portal.field.text()))


class AddressGuide(Instructions):
    """Where answers may go, and that the app keeps no secret."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            "Redirect addresses",
            "On the page Authentication of the new registration. An answer goes to these "
            "addresses alone, so each must stand there letter by letter.",
        )
        self.redirect = CopyLine(theme, "Redirect address for this window")
        self.loopback = CopyLine(theme, "Redirect address for your own browser", LOOPBACK)
        self.add(f"The platform must read {_DESKTOP}: not Web, and not Single-page application.")
        self.add("For signing in inside this window:", self.redirect)
        self.add("For signing in with your own browser; any port is fine:", self.loopback)
        self.add(
            "Set “Allow public client flows” to Yes, for signing in with a code on another "
            "device. Save."
        )
        self.add_note(
            "Make no client secret and no certificate: a program on a desktop can keep none, and "
            "Transom asks for none."
        )

    def show_place(self, cloud: Cloud) -> None:
        """Show the address of this cloud."""
        self.redirect.show_text(cloud.redirect_uri)


class PermissionGuide(Instructions):
    """The permissions, exactly."""

    def __init__(self, theme: Theme, permissions: Mapping[str, str]) -> None:
        super().__init__(
            theme,
            "Permissions",
            "On the page API permissions. All of them only read; Transom never asks for one that "
            "could change, send or delete.",
        )
        self.names = CopyLine(theme, "Names of the permissions", " ".join(permissions))
        self.add("Choose Add a permission, Microsoft Graph, Delegated permissions.")
        self.add("Tick exactly these, then press Add permissions:", _list(permissions), self.names)
        self.add(
            "Add none of the kind “Application”, and none that writes. What a feature needs beyond "
            "this list it asks for by itself, when somebody turns it on."
        )
        self.add(
            "If you are the administrator, press “Grant admin consent”: then nobody of your "
            "organisation is asked. Without it, each person is asked at the first sign-in."
        )


def _list(permissions: Mapping[str, str]) -> QWidget:
    lines = (f"{scope}: {name[:1].lower()}{name[1:]}" for scope, name in permissions.items())
    words = PlainLabel(style="small", is_selectable=True)
    words.set_wrapped()
    words.set_text("\n".join(lines))
    words.setAccessibleName("Permissions to tick")
    return words
