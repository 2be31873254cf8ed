"""The demo tenant as tests use it: a process of its own, driven over HTTPS."""

import base64
import hashlib
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode, urljoin

import requests

START_S = 60
STOP_S = 10
LOOPBACK_REDIRECT = "http://localhost:4711/"
READ_SCOPES = ("User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read")
SIGN_IN_SCOPES = ("openid", "profile", "offline_access")


class Tenant:
    """One tenant on one state directory; it can be stopped and started again."""

    def __init__(self, state: Path, *, messages: int = 60, arguments: Iterable[str] = ()) -> None:
        self.state = state
        self.info: dict[str, Any] = {}
        self._messages = messages
        self._arguments = tuple(arguments)
        self._process: subprocess.Popen[str] | None = None
        self._accounted: set[int] = set()

    def start(self) -> Self:
        """Start the process and wait until it says that it listens."""
        command = [sys.executable, "-m", "transom", "demo-tenant", "--until-stdin-closes"]
        command += ["--state", str(self.state), "--messages", str(self._messages)]
        if self.info:  # links and redirect URIs of before must hold
            command += ["--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": _python_path()},
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the tenant ended with code {self.stop()}")
        self.info = json.loads(line)
        self._accounted.clear()
        return self

    def stop(self) -> int:
        """End the process as a closing caller would, and return its exit code."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        with process:
            assert process.stdin is not None
            process.stdin.close()
            try:
                return process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise

    def wait(self) -> int:
        """Wait for a process that was told to end, and return its exit code."""
        assert self._process is not None
        return self._process.wait(STOP_S)

    def forget(self) -> None:
        """Leave the next start's port to what the state remembers."""
        self.info = {}

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def authority(self) -> str:
        return str(self.info["authority"])

    @property
    def graph(self) -> str:
        return str(self.info["graph"])

    @property
    def port(self) -> int:
        return int(self.graph.rpartition(":")[2])

    @property
    def origin(self) -> str:
        """The identity provider's scheme, host and port."""
        return self.authority.rpartition("/")[0]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def account(self, kind: str = "work") -> dict[str, str]:
        return next(account for account in self.info["accounts"] if account["kind"] == kind)

    def account_of(self, username: str) -> dict[str, str]:
        """Return the account whose name is, or begins with, ``username``."""
        accounts: list[dict[str, str]] = self.info["accounts"]
        return next(one for one in accounts if one["username"].startswith(username))

    def session(self) -> requests.Session:
        """Return a session that trusts this tenant and nobody else."""
        session = requests.Session()
        session.trust_env = False
        session.verify = self.info["ca_file"]
        return session

    # --- control ---

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Ask the tenant's control, ``path`` such as ``/changes``; return the JSON, if any."""
        with self.session() as session:
            answer = session.request(
                method,
                f"{self.graph}/_tenant{path}",
                json=body,
                headers={"Transom-Tenant": "control"},
                timeout=30,
            )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def revoke(self, what: str, kind: str = "work", *, username: str = "") -> None:
        username = username or self.account(kind)["username"]
        self.control("POST", "/revoke", {"username": username, "what": what})

    def change_policy(self, whose: str, **changes: object) -> Any:
        """Change the policy of a person (a full username) or of an organisation (a domain)."""
        key = "username" if "@" in whose else "tenant"
        return self.control("POST", "/policy", {key: whose, **changes})

    def log(self) -> list[dict[str, Any]]:
        """Return what was asked since the log was last cleared, oldest first."""
        entries: list[dict[str, Any]] = self.control("GET", "/log")["requests"]
        return entries

    def clear_log(self) -> None:
        self._accounted.clear()
        self.control("DELETE", "/log")

    def asked(self, pattern: str = "", method: str = "") -> list[dict[str, Any]]:
        """Return the requests whose path matches ``pattern`` (a regular expression).

        They count as expected: see ``asked_nothing_else``.
        """
        found = [
            (index, entry)
            for index, entry in enumerate(self.log())
            if re.search(pattern, entry["path"]) and method in ("", entry["method"])
        ]
        self._accounted.update(index for index, _ in found)
        return [entry for _, entry in found]

    def asked_nothing_else(self) -> bool:
        """Fail where a request came that no ``asked`` has named since the log was cleared."""
        others = [
            f"{entry['method']} {entry['path']} ({entry['status']})"
            for index, entry in enumerate(self.log())
            if index not in self._accounted
        ]
        assert not others, f"the tenant was also asked: {others}"
        return True

    # --- sign-in without a web view ---

    def authorize_url(self, segment: str = "common", **changes: str | None) -> str:
        """Return a complete /authorize URL; a change of None leaves the parameter out."""
        parameters: dict[str, str | None] = {
            "client_id": self.info["client_id"],
            "response_type": "code",
            "redirect_uri": LOOPBACK_REDIRECT,
            "scope": " ".join((*SIGN_IN_SCOPES, *READ_SCOPES)),
            "state": "a-state",
        }
        chosen = {
            name: value for name, value in (parameters | changes).items() if value is not None
        }
        return f"{self.origin}/{segment}/oauth2/v2.0/authorize?{urlencode(chosen)}"

    def drive_pages(
        self,
        session: requests.Session,
        url: str,
        *,
        kind: str = "work",
        password: str = "",
        consent: bool = True,
        username: str = "",
    ) -> str:
        """Fill in the pages from ``url`` on and return the redirect back to the app."""
        account = self.account_of(username) if username else self.account(kind)
        values = {
            "username": account["username"],
            "password": password or account["password"],
            "consent": "accept" if consent else "cancel",
        }
        page = Page.get(session, url)
        for _ in range(8):
            if page.redirect and page.redirect.startswith(self.graph):
                page = Page.get(session, page.redirect)  # another organisation's sign-in page
            elif page.redirect:
                return page.redirect
            elif not page.has("next") and not page.has("accept"):
                break
            else:
                page = page.fill_in(values)
        raise AssertionError(f"the sign-in ended on a page: {page.error or page.text}")

    def sign_in_by_http(
        self,
        user: str = "work",
        scopes: Iterable[str] = READ_SCOPES,
        *,
        url: str = "",
        consent: bool = True,
        username: str = "",
        segment: str = "common",
        **changes: str | None,
    ) -> str:
        """Sign in as ``username``, or the account of kind ``user``, and return the redirect URL.

        ``url`` is an /authorize URL made elsewhere, by MSAL say; else one is made of ``scopes``.
        """
        if not url:
            changes = {"scope": " ".join((*SIGN_IN_SCOPES, *scopes)), **changes}
            url = self.authorize_url(segment, **changes)
        with self.session() as session:
            return self.drive_pages(session, url, kind=user, consent=consent, username=username)

    def token(self, segment: str = "common", **form: str) -> requests.Response:
        """POST to the token endpoint."""
        fields = {"client_id": self.info["client_id"]} | form
        with self.session() as session:
            url = f"{self.origin}/{segment}/oauth2/v2.0/token"
            return session.post(url, data=fields, timeout=30)

    def tokens_by_http(
        self,
        user: str = "work",
        scopes: Iterable[str] = READ_SCOPES,
        *,
        username: str = "",
        segment: str = "common",
        claims: str = "",
    ) -> dict[str, Any]:
        """Sign in and return the token endpoint's answer."""
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        redirect = self.sign_in_by_http(
            user,
            scopes,
            username=username,
            segment=segment,
            claims=claims or None,
            code_challenge=challenge,
            code_challenge_method="S256",
        )
        code = re.search(r"[?&]code=([^&]+)", redirect)
        assert code is not None, redirect
        answer = self.token(
            segment,
            **({"claims": claims} if claims else {}),
            grant_type="authorization_code",
            code=code[1],
            redirect_uri=LOOPBACK_REDIRECT,
            code_verifier=verifier,
        )
        answer.raise_for_status()
        tokens: dict[str, Any] = answer.json()
        return tokens


class Page:
    """One page of the provider as a browser without scripts sees it."""

    def __init__(self, session: requests.Session, response: requests.Response) -> None:
        self._session = session
        self.response = response
        self.text = response.text
        self.redirect = response.headers.get("location", "")

    @classmethod
    def get(cls, session: requests.Session, url: str) -> "Page":
        return cls(session, session.get(url, allow_redirects=False, timeout=30))

    def has(self, element_id: str) -> bool:
        return f'id="{element_id}"' in self.text

    @property
    def error(self) -> str:
        found = re.search(r'<p id="error"[^>]*>(.*?)</p>', self.text, re.DOTALL)
        return unescape(found[1]) if found else ""

    @property
    def flow(self) -> str:
        return self.filled["flow"]

    @property
    def filled(self) -> dict[str, str]:
        """Return what the form would send as it stands: its hidden and filled-in fields."""
        fields: dict[str, str] = {}
        for tag in re.findall(r"<input [^>]*>", self.text):
            facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            if "name" in facts and facts["type"] != "checkbox":
                fields[facts["name"]] = unescape(facts.get("value", ""))
        return fields

    @property
    def shown_code(self) -> str:
        """Return the second factor's code, which the demo shows in place of a phone."""
        found = re.search(r'<code id="shown">([^<]*)</code>', self.text)
        return found[1] if found else ""

    def submit(self, session: requests.Session | None = None, **fields: str) -> "Page":
        """Send the page's form with these fields, from another browser if one is given."""
        found = re.search(r'<form method="post" action="([^"]*)"', self.text)
        assert found is not None, self.text
        browser = session or self._session
        answer = browser.post(
            urljoin(self.response.url, unescape(found[1])),
            data=self.filled | fields,
            allow_redirects=False,
            timeout=30,
        )
        return Page(browser, answer)

    def press(self, button_id: str, **fields: str) -> "Page":
        """Press one of the page's buttons."""
        found = re.search(rf'<button [^>]*id="{button_id}"[^>]*>', self.text)
        assert found is not None, self.text
        value = re.search(r'name="(\w+)" value="([^"]*)"', found[0])
        pressed = {str(value[1]): str(value[2])} if value else {}
        return self.submit(None, **pressed, **fields)

    def fill_in(self, values: dict[str, str]) -> "Page":
        """Do what the page asks for."""
        if self.has("password"):
            return self.press("next", password=values["password"])
        if self.has("username"):
            return self.press("next", username=values["username"])
        if self.has("shown"):
            return self.press("next", code=self.shown_code)
        return self.press(values["consent"]) if self.has("accept") else self.press("next")


def _python_path() -> str:
    package = str(Path(__file__).resolve().parents[2] / "desktop")
    return os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
