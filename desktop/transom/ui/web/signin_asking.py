"""What a person may be asked for outside a page: a name and password, a certificate, a key."""

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QIcon
from PySide6.QtNetwork import QAuthenticator, QSslCertificate
from PySide6.QtWebEngineCore import (
    QWebEngineClientCertificateSelection,
    QWebEnginePage,
    QWebEngineWebAuthUxRequest,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from transom.ui.text import safe
from transom.ui.web.gate import Gate
from transom.ui.web.security_key import SecurityKeyTalk

_ROLE = QSslCertificate.SubjectInfo.CommonName


class _Question(QDialog):
    """A sentence in plain text, something to fill in, and two buttons."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        words = QLabel(sentence)
        words.setTextFormat(words.textFormat().PlainText)
        words.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for button in self._buttons.buttons():
            button.setIcon(QIcon())  # the desktop's pictures match nothing here
        side = self.fontMetrics().height()
        self.setMinimumWidth(26 * side)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(side * 3 // 4)
        self._column.addWidget(words)

    def _finish(self) -> None:
        self._column.addWidget(self._buttons)


class PasswordQuestion(_Question):
    """Asks for the name and password of one host, or of a proxy, and says which."""

    def __init__(self, sentence: str, parent: QWidget | None, *, can_keep: bool = False) -> None:
        super().__init__("Name and password", sentence, parent)
        self.username = QLineEdit()
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        form = QFormLayout()
        form.addRow("&Name", self.username)
        form.addRow("&Password", self.password)
        self._column.addLayout(form)
        self.keep_box = QCheckBox("&Keep it on this computer, encrypted")
        self.keep_box.setVisible(can_keep)
        self._column.addWidget(self.keep_box)
        self._finish()

    @property
    def keeps(self) -> bool:
        """Whether it is to be kept for later starts."""
        return self.keep_box.isChecked()


class CertificateQuestion(_Question):
    """Asks which of this computer's certificates to show to a host, if any."""

    def __init__(
        self, host: str, certificates: list[QSslCertificate], parent: QWidget | None
    ) -> None:
        sentence = f"{safe(host)} asks who you are by a certificate. Choose the one to show."
        super().__init__("Certificate", sentence, parent)
        self.choices = QListWidget()
        self.choices.setAccessibleName("Certificates")
        self.choices.addItems([_described(one) for one in certificates])
        self.choices.setCurrentRow(0)
        self.choices.itemDoubleClicked.connect(self.accept)
        self._column.addWidget(self.choices)
        self._finish()


def proxy_sentence(place: str, realm: str, *, is_repeated: bool = False) -> str:
    """Say which proxy asks, in its own words too, and whether it was told something wrong."""
    said = f" It says: “{safe(realm)}”." if realm else ""
    again = " What it was told before was wrong." if is_repeated else ""
    return (
        f"The proxy {safe(place)}, which stands between here and the internet, asks for "
        f"a name and a password.{said}{again}"
    )


class PageQuestions(QObject):
    """Puts a page's questions to the person; without an answer nobody is named."""

    def __init__(self, page: QWebEnginePage, parent: QWidget, gate: Gate | None = None) -> None:
        super().__init__(page)
        self._gate = gate
        self._told: set[str] = set()
        self._page, self._widget = page, parent
        page.authenticationRequired.connect(self._on_authentication_required)
        page.proxyAuthenticationRequired.connect(self._on_proxy_authentication_required)
        page.selectClientCertificate.connect(self._on_certificate_asked)
        page.webAuthUxRequested.connect(self._on_key_asked)
        self._key_talk: SecurityKeyTalk | None = None
        self._open: QDialog | None = None

    @property
    def is_asking(self) -> bool:
        """Whether a dialog waits on the page's own stack: the page must not be deleted then."""
        return self._open is not None

    def give_up(self) -> None:
        """Close the dialog as if it had been cancelled."""
        if self._open is not None:
            self._open.reject()

    def _is_accepted(self, question: QDialog) -> bool:
        self._open = question
        try:
            return question.exec() == QDialog.DialogCode.Accepted
        finally:
            self._open = None
            question.deleteLater()

    @Slot(QUrl, QAuthenticator)
    def _on_authentication_required(self, url: QUrl, authenticator: QAuthenticator) -> None:
        realm = safe(authenticator.realm())
        said = f" It says: “{realm}”." if realm else ""
        self._ask(
            f"{safe(url.host())} asks for a name and a password of its own.{said} "
            "This is not the provider's page.",
            authenticator,
        )

    @Slot(QUrl, QAuthenticator, str)
    def _on_proxy_authentication_required(
        self, _url: QUrl, authenticator: QAuthenticator, proxy_host: str
    ) -> None:
        known = self._gate.login_for(proxy_host) if self._gate else None
        is_repeated = proxy_host in self._told
        if known and not is_repeated:
            self._told.add(proxy_host)
            authenticator.setUser(known[0])
            authenticator.setPassword(known[1])
            return
        sentence = proxy_sentence(proxy_host, authenticator.realm(), is_repeated=is_repeated)
        question = self._ask(sentence, authenticator, can_keep=self._gate is not None)
        if question is not None and self._gate is not None:
            self._told.add(proxy_host)
            self._gate.keep_login(
                proxy_host,
                question.username.text(),
                question.password.text(),
                keeps=question.keeps,
            )

    def _ask(
        self, sentence: str, authenticator: QAuthenticator, *, can_keep: bool = False
    ) -> PasswordQuestion | None:
        question = PasswordQuestion(sentence, self._widget, can_keep=can_keep)
        is_answered = self._is_accepted(question)
        if is_answered:
            authenticator.setUser(question.username.text())
            authenticator.setPassword(question.password.text())
        else:
            # WORKAROUND https://doc.qt.io/qt-6/qwebenginepage.html#authenticationRequired: giving
            # up takes a null authenticator, which Python cannot make: an empty name and password
            # are sent once, and stopping keeps it at that; drop when it can.
            self._page.triggerAction(QWebEnginePage.WebAction.Stop)
        return question if is_answered else None

    @Slot(QWebEngineClientCertificateSelection)
    def _on_certificate_asked(self, selection: QWebEngineClientCertificateSelection) -> None:
        certificates = list(selection.certificates())
        question = CertificateQuestion(selection.host().host(), certificates, self._widget)
        is_chosen = self._is_accepted(question)
        row = question.choices.currentRow()
        if is_chosen and 0 <= row < len(certificates):
            selection.select(certificates[row])
        else:
            selection.selectNone()

    @Slot(QWebEngineWebAuthUxRequest)
    def _on_key_asked(self, request: QWebEngineWebAuthUxRequest) -> None:
        self._key_talk = SecurityKeyTalk(request, self._widget)


def _described(certificate: QSslCertificate) -> str:
    name = " ".join(certificate.subjectInfo(_ROLE)) or certificate.subjectDisplayName()
    until = certificate.expiryDate().date().toPython()
    return safe(f"{name}, from {certificate.issuerDisplayName()}, good until {until}")
