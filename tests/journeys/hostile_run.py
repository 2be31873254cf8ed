"""Shows the corpus of hostile mail where no network is, layer by layer and to a person who reads.

A program of its own: tests may not connect beyond loopback, and here the engine is to. It leaves
``result.json`` in the directory it is given.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # the quarantine is root's

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineSettings
from PySide6.QtWidgets import QApplication
from tests.engine.remote.samples import png
from tests.fakes.corpus import Vector, vectors
from tests.fakes.hostile import Asked, HostileServer, Reply
from tests.ui.mail.mailroom import Mailroom, file, letter

from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import Body, Header
from transom.engine.profile import Profile
from transom.resources import resource_text
from transom.ui.bridge import Bridge
from transom.ui.mail.page import MailPage
from transom.ui.theme import Theme
from transom.ui.web import scheme as mail_scheme
from transom.ui.web.css import StyleCleaner
from transom.ui.web.document import document_from_body
from transom.ui.web.frame import BodyPage, PageKind
from transom.ui.web.profile import MailProfile, MailWebPage
from transom.ui.web.references import HeldBack
from transom.ui.web.scheme import MailScheme, register_scheme
from transom.ui.widgets.icons import Icons

_AT_A_TIME, _AT_ONCE = 8, 64
_LATE_S, _PATIENCE_S = 0.7, 0.2
PICTURE = png(8, 8)


@dataclass(frozen=True)
class Layers:
    """What of the protection is there."""

    name: str
    sanitises: bool = False
    cleans_styles: bool = False
    has_policy: bool = False
    intercepts: bool = False
    runs_scripts: bool = True


LAYERS = (
    Layers("nothing"),
    Layers("sanitiser", sanitises=True),
    Layers("styles", cleans_styles=True),
    Layers("policy", has_policy=True),
    Layers("interceptor", intercepts=True),
    Layers("scripts", runs_scripts=False),
    Layers("all", True, True, True, True, False),
)


def wait(is_so: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.002)
    return is_so()


def chosen_for(layers: Layers) -> list[Vector]:
    if layers.name == "styles":
        return [one for one in vectors("css") if "<style" not in one.text]
    if layers.name == "scripts":
        return [one for one in vectors() if one.name.startswith("script")]
    return vectors()


def markup_of(layers: Layers, vector: Vector, number: int) -> str:
    host = f"{number}.{layers.name}.leak.example"
    markup = vector.at(f"https://{host}/x", host)
    if layers.cleans_styles and not layers.sanitises:
        cleaned = StyleCleaner(HeldBack(), lambda _url: "").clean_attribute(_style_of(markup))
        return f'<p style="{cleaned.replace(chr(34), "&quot;")}">x</p>'
    if layers.sanitises:
        one = document_from_body(Body(is_html=True, content=markup))
        return f"<style>{one.css}</style>{one.markup}"
    return markup


def _style_of(markup: str) -> str:
    _, _, rest = markup.partition("style=")
    return rest[1:].rpartition(rest[0])[0]


class Stage:
    """Pages with some of the layers, which show one vector after another."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        policies = mail_scheme._POLICIES if layers.has_policy else dict.fromkeys(PageKind, b"")
        self._kept, mail_scheme._POLICIES = mail_scheme._POLICIES, policies
        self._scheme = MailScheme(lambda _picture, deliver: deliver(b""))
        self._profile = MailProfile(self._scheme)
        if not layers.intercepts:
            self._profile.setUrlRequestInterceptor(None)  # type: ignore[arg-type]
        scripts = QWebEngineSettings.WebAttribute.JavascriptEnabled
        self._profile.settings().setAttribute(scripts, layers.runs_scripts)
        kind = MailWebPage if layers.name == "all" else QWebEnginePage
        self._pages = [kind(self._profile, self._profile) for _ in range(_AT_A_TIME)]
        self._loaded = 0
        for page in self._pages:
            page.loadFinished.connect(self._on_loaded)

    def show(self, markups: Iterator[str]) -> None:
        for number, markup in enumerate(markups):
            page = self._pages[number % _AT_A_TIME]
            content = f"<!doctype html><p>x</p>{markup}".encode("utf-8", "replace")
            one = BodyPage(f"/{number}/", content)
            self._scheme.offer(one)
            before = self._loaded
            if isinstance(page, MailWebPage):
                page.go(one.url)
            else:
                page.load(one.url)
            wait(lambda before=before: self._loaded > before, _PATIENCE_S)  # type: ignore[misc]
        wait(lambda: False, _LATE_S)

    def end(self) -> None:
        mail_scheme._POLICIES = self._kept
        for page in self._pages:
            page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._profile.deleteLater()
        wait(lambda: False, 0.05)

    def _on_loaded(self, _is_loaded: bool) -> None:
        self._loaded += 1


def try_layers() -> dict[str, float]:
    """Return how long each took."""
    took = {}
    for layers in LAYERS:
        started = time.monotonic()
        chosen = chosen_for(layers)
        numbers = {one.title: number for number, one in enumerate(vectors())}
        stage = Stage(layers)
        markups = [markup_of(layers, one, numbers[one.title]) for one in chosen]
        # What is cleaned is well-formed: many stand on one page. Raw ones would swallow each other.
        size = _AT_ONCE if layers.sanitises or layers.cleans_styles else 1
        starts = range(0, len(markups), size)
        stage.show("<hr>".join(markups[start : start + size]) for start in starts)
        stage.end()
        took[layers.name] = time.monotonic() - started
    return took


class Reader:
    """A person with a mail page over an engine and a store of their own."""

    def __init__(self, directory: Path) -> None:
        self.engine = Engine(Profile(directory / "profile"), key_file=directory / "key")
        self.engine.start(syncs=False)
        assert wait(lambda: self.engine.state is EngineState.READY, 20)
        self.room = Mailroom(self.engine._hall.store)
        self.bridge = Bridge(self.engine.newsroom)
        theme = Theme(resource_text("styles", "transom.qss"), "light")
        lane = self.engine._workers.lane("reading")
        self.page = MailPage(self.engine, self.bridge, theme, Icons(theme), lane=lane)
        self.page.resize(1300, 800)
        self.page.show()
        self.page.activate()
        wait(lambda: self.page.reading.body.web_page is not None, 10)

    def read(self, name: str) -> None:
        number = self.room.find(name)
        self.page.show_message(number)
        body = self.page.reading.body
        assert wait(lambda: body.message == number and body.is_settled, 20), name

    def end(self) -> None:
        self.page.reading.body.close_page()
        self.page.close()
        self.bridge.close()
        self.engine.stop()
        wait(lambda: False, 0.1)


def write_mail(room: Mailroom) -> None:
    room.write(
        letter("corpus"), letter("pictures", 1), *(letter(f"mime {n}", 2) for n in range(13))
    )
    parts = [
        document_free(one.at(f"https://c{number}.leak.example/x", f"c{number}.leak.example"))
        for number, one in enumerate(vectors())
    ]
    room.write_body("corpus", "\n".join(parts))
    for number, one in enumerate(vectors("mime")):
        host = f"m{number}.leak.example"
        _kind, name, content = one.at(f"https://{host}/x", host).split("|", 2)
        attachment = file(name, "pic")
        room.write_body(f"mime {number}", '<p>x</p><img src="cid:pic">', attachment)
        stored = room.store.mail.read_attachments(room.find(f"mime {number}"))[0]
        room.store.mail.save_attachment_content(stored.id, content.encode("latin-1", "replace"))
    room.write(*(_named(number, one) for number, one in enumerate(vectors("names"))))
    for number, one in enumerate(vectors("names")):
        host = f"n{number}.leak.example"
        room.write_body(f"names {number}", "<p>x</p>", file(one.at(f"https://{host}/", host)))
    room.write_body("pictures", PICTURES)
    write_heads(room)


def write_heads(room: Mailroom) -> None:
    """Write a mail with every hostile header, whose body is markup that says it is text."""
    room.write(letter("heads", 90, internet_message_id="<x@h.leak.example>"))
    message = room.find("heads")
    markups = [one.at("https://p.leak.example/x", "p.leak.example") for one in vectors()]
    room.store.mail.save_body(message, Body(is_html=False, content="\n".join(markups)), ())
    lines = [one.at("https://h.leak.example/x", "h.leak.example") for one in vectors("heads")]
    heads = [Header(*line.split(": ", 1)) for line in lines]
    room.store.headers.save_headers(message, tuple(heads))


def _named(number: int, one: Vector) -> object:
    host = f"n{number}.leak.example"
    words = one.at(f"https://{host}/x", host)
    person = Person(words, f"{words}@{host}")
    facts = {"sender": person, "to": (person,), "cc": (person,), "preview": words}
    return letter(f"names {number}", 3 + number, **facts, categories=(words,))


def document_free(markup: str) -> str:
    """Leave out what would end or swallow all that follows."""
    is_greedy = any(word in markup.lower() for word in ("<plaintext", "<!--", "unclosed"))
    return "" if is_greedy else f"<div>{markup}</div>"


PICTURES = """
<img src="https://seen-1.pictures.example/1.png?who=me" width="90">
<img src="//seen-2.pictures.example/2.png">
<table background="https://seen-3.pictures.example/3.png"><tr><td>x</td></tr></table>
<p style="background:url(https://seen-4.pictures.example/4.png)">x</p>
<style>.x{background:url(https://seen-5.pictures.example/5.png)}</style><p class="x">x</p>
<img src="https://seen-1.pictures.example/away">
<img src="https://pixel.pictures.example/p.gif" width="1" height="1">
<img src="https://hidden.pictures.example/p.gif" style="display:none">
<img src="http://plain.pictures.example/p.gif">
<img src="https://srv.inside.example/p.png"><img src="https://home.example/p.png">
<img src="https://127.0.0.1/p.png"><img src="https://10.0.0.7/p.png"><img src="https://[::1]/p.png">
<img src="https://0x7f.1/p.png"><img src="https://localhost/p.png"><img src="https://router/p.png">
<img src="https://[::ffff:10.0.0.8]/p.png"><img src="https://me:word@user.pictures.example/p.png">
<img src="https://port.pictures.example:8443/p.png">
<style>p:hover{background:url(https://hover.pictures.example/p.png)}
@media (min-width:9px){p{background:url(https://wide.pictures.example/p.png)}}</style>
<link rel="preconnect" href="https://ahead.pictures.example">
"""


class Sink(HostileServer):
    """Hands out one picture, and leads into a private network from one place."""

    def take(self, asked: Asked) -> Reply:
        self.standing = self.leading_away if asked.path == "/away" else self.picture
        return super().take(asked)

    picture = Reply(body=PICTURE, headers={"Set-Cookie": "id=1; Domain=example"})
    leading_away = Reply(302, headers={"Location": "https://srv.inside.example/p.png"})


def read_mail(directory: Path, server: HostileServer) -> dict[str, object]:
    reader = Reader(directory)
    write_mail(reader.room)
    wait(lambda: reader.page.messages.rowCount() > 30, 10)
    for name in ("corpus", "pictures", *(f"mime {n}" for n in range(13))):
        reader.read(name)
    for number in range(len(vectors("names"))):
        reader.read(f"names {number}")
    reader.read("heads")
    tools = reader.page.reading.tools
    next(one for one in tools.actions if one.text() == "Show headers").trigger()
    assert wait(lambda: reader.page.reading.panel.held is not None, 5), "headers are shown"
    reader.read("pictures")
    wait(lambda: False, _LATE_S)
    before = len(server.asked)
    held = reader.page.reading.held.text
    reader.page.reading.held.load_requested.emit()
    wait(lambda: "could not be loaded" in reader.page.reading.held.text, 15)
    wait(lambda: False, 0.5)
    words = reader.page.reading.held.text
    reader.end()
    return {"before": before, "held": held, "words": words}


def main(directory: Path) -> None:
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    register_scheme()
    application = QApplication([])
    started = time.monotonic()
    layers_s = try_layers()
    with Sink(directory, ("0.0.0.0", 443)) as server:  # noqa: S104  # no network is here
        os.environ["SSL_CERT_FILE"] = server.ca_file
        result = read_mail(directory, server)
        asked = [asdict(one) | {"body": ""} for one in server.asked]
    result |= {"asked": asked, "layers_s": layers_s, "all_s": time.monotonic() - started}
    (directory / "result.json").write_text(json.dumps(result))
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
