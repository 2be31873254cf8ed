"""Signs in on the tenant's own pages over HTTP, where no window can show them."""

import ssl
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import IO

from typing_extensions import override

from transom.demo.launch import SignIn

_MOST_PAGES = 8


class WalkthroughError(Exception):
    """The pages did not lead to the redirect."""


def walk_through(url: str, redirect_uri: str, ca_file: str, who: SignIn) -> str:
    """Fill in the pages from ``url`` on, as ``who``, and return where they redirect."""
    stop = _StopAt(redirect_uri)
    context = ssl.create_default_context(cafile=ca_file)
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=context),
        urllib.request.HTTPCookieProcessor(CookieJar()),
        stop,
    )
    data: bytes | None = None
    for _ in range(_MOST_PAGES):
        try:
            with opener.open(url, data, timeout=20) as answer:
                page, base = answer.read().decode(), answer.geturl()
        except urllib.error.HTTPError as error:
            if stop.reached:
                return stop.reached
            with error:
                page, base = error.read().decode(), error.geturl()
        form = _Form(page)
        if not form.fields and not form.action:
            break
        url, data = urllib.parse.urljoin(base, form.action), form.filled_in(who)
    raise WalkthroughError("The demo tenant's pages did not end in a redirect.")


class _StopAt(urllib.request.HTTPRedirectHandler):
    """Follows redirects up to the one that belongs to the app."""

    def __init__(self, redirect_uri: str) -> None:
        self._prefix = redirect_uri
        self.reached = ""

    @override
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if newurl.split("?")[0] == self._prefix:
            self.reached = newurl
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Form(HTMLParser):
    """The first form of a page: its action, its hidden fields and the button that says yes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._names_by_id: dict[str, str] = {}
        self._is_inside = False
        self._is_done = False
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form" and not self._is_done:
            self._is_inside, self.action = True, facts.get("action", "")
        elif self._is_inside and tag in ("input", "button") and facts.get("name"):
            is_other_button = _is_button(tag, facts) and facts.get("id") not in ("next", "accept")
            if not is_other_button:
                self.fields[facts["name"]] = facts.get("value", "")
                self._names_by_id[facts.get("id", "")] = facts["name"]

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._is_inside:
            self._is_inside, self._is_done = False, True

    def filled_in(self, who: SignIn) -> bytes:
        """Return the form's body with a person's answers."""
        answers = {"username": who.username, "password": who.password}
        for field_id, answer in answers.items():
            if field_id in self._names_by_id:
                self.fields[self._names_by_id[field_id]] = answer
        return urllib.parse.urlencode(self.fields).encode()


def _is_button(tag: str, facts: dict[str, str]) -> bool:
    return tag == "button" or facts.get("type") in ("submit", "button")
