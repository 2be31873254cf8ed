"""Starts the demo tenant as a process of its own, and ends it with ours."""

import json
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class TenantNotStartedError(Exception):
    """The demo tenant ended before it listened; the text is its own last sentence."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who can sign in to the demo tenant."""

    username: str
    password: str
    kind: str


@dataclass(frozen=True, slots=True)
class TenantFacts:
    """What a client must know to use the tenant: the one line it prints."""

    authority: str
    graph: str
    ca_file: str
    certificate_sha256: str
    client_id: str
    accounts: tuple[SignIn, ...]
    pictures: str


class TenantProcess:
    """A running demo tenant that stops when this object or this process does."""

    def __init__(self, state_dir: Path, messages: int = 300) -> None:
        self._command = [
            *_program(),
            "demo-tenant",
            "--port=0",
            f"--state={state_dir}",
            f"--messages={messages}",
            "--until-stdin-closes",
        ]
        self._process: subprocess.Popen[str] | None = None
        self._last_words: deque[str] = deque(maxlen=5)

    def start(self) -> TenantFacts:
        """Start the process and wait until it listens; raise TenantNotStartedError if it ends."""
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._process = process
        threading.Thread(
            target=self._keep_last_words, args=(process,), name="tenant-words", daemon=True
        ).start()
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            process.wait(5)
            words = " ".join(self._last_words) or "It gave no reason."
            raise TenantNotStartedError(f"The demo mailbox did not start. {words}")
        return facts_from_json(json.loads(line))

    def stop(self) -> None:
        """End the process, gently first."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(1.5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()

    def _keep_last_words(self, process: "subprocess.Popen[str]") -> None:
        if process.stderr:
            with process.stderr as words:
                self._last_words.extend(line.strip() for line in words if line.strip())


def start_demo_window() -> None:
    """Open the demo in a process of its own, which outlives this one."""
    subprocess.Popen([*_program(), "--demo"], start_new_session=True)


def facts_from_json(facts: dict[str, Any]) -> TenantFacts:
    """Read the line the tenant prints."""
    return TenantFacts(
        authority=facts["authority"],
        graph=facts["graph"],
        ca_file=facts["ca_file"],
        certificate_sha256=facts["certificate_sha256"],
        client_id=facts["client_id"],
        pictures=facts.get("pictures", ""),
        accounts=tuple(_sign_in_from_json(account) for account in facts["accounts"]),
    )


def _sign_in_from_json(account: dict[str, str]) -> SignIn:
    # A newer tenant may tell more of a person than this version knows.
    return SignIn(account["username"], account["password"], account["kind"])


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "transom"]
