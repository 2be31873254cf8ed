"""A desktop's portal for proxies, as a process of its own on the session bus it is started with."""

import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVirtualObject
from typing_extensions import override

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"


class Portal(QDBusVirtualObject):
    """Answers every Lookup with the same proxies."""

    def __init__(self, proxies: list[str]) -> None:
        super().__init__()
        self._proxies = proxies

    @override
    def introspect(self, path: str) -> str:
        return ""

    @override
    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        is_known = (message.interface(), message.member()) == (
            "org.freedesktop.portal.ProxyResolver",
            "Lookup",
        )
        if is_known:
            reply = message.createReply()
            reply.setArguments([self._proxies])
            connection.send(reply)
        return is_known


def main() -> int:
    """Serve until the input ends."""
    application = QCoreApplication(sys.argv)
    bus = QDBusConnection.sessionBus()
    portal = Portal(sys.argv[1:])
    assert bus.registerVirtualObject(PATH, portal)
    assert bus.registerService(NAME)
    print("ready", flush=True)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
