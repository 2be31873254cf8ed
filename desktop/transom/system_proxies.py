"""Which proxies the system's settings name, with their script (PAC) where there is one."""

import os
import sys

from PySide6.QtCore import QUrl
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

from transom.engine.auth.proxies import proxies_of_environment

_PATIENCE_MS = 3000
_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_SCHEMES = {
    QNetworkProxy.ProxyType.NoProxy: "",
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5",
}


def find_system_proxies(url_text: str) -> list[str]:
    """Return the proxies to try for an address, best first; may take seconds, for a worker."""
    if sys.platform != "linux":
        query = QNetworkProxyQuery(QUrl(url_text))
        return [_address_of(one) for one in QNetworkProxyFactory.systemProxyForQuery(query)]
    if any(os.environ.get(name) for name in _VARIABLES):
        return proxies_of_environment(url_text)
    return _proxies_of_desktop(url_text) or [""]


def _address_of(proxy: QNetworkProxy) -> str:
    scheme = _SCHEMES.get(proxy.type(), "")
    return f"{scheme}://{proxy.hostName()}:{proxy.port()}" if scheme and proxy.hostName() else ""


def _proxies_of_desktop(url_text: str) -> list[str]:
    """Ask the desktop's portal, which reads its settings and runs the script, if there is one."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return []
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return []
    question = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.ProxyResolver",
        "Lookup",
    )
    question.setArguments([url_text])
    answer = bus.call(question, QDBus.CallMode.Block, _PATIENCE_MS)
    if answer.type() is not QDBusMessage.MessageType.ReplyMessage:
        return []
    found = answer.arguments()[0] if answer.arguments() else []
    return ["" if str(one).startswith("direct") else str(one) for one in found]
