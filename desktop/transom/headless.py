"""The same engine in a terminal: sync, status, search, repair and export, without a screen."""

import argparse
import getpass
import json
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from transom.engine import listener
from transom.engine.changes import Change, Kind, News, Problem
from transom.engine.commands import Commands
from transom.engine.engine import Engine, EngineState
from transom.engine.errors import (
    DamagedError,
    KeyringError,
    LockedError,
    SignInNeededError,
    StoreError,
    TransomError,
)
from transom.engine.profile import Profile

SignIn = Callable[[str], str]
"""Shows a sign-in page's address to somebody and returns the redirect it ended in."""

Answer = dict[str, Any]
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def run(arguments: argparse.Namespace) -> int:
    """Run ``sync``, ``status``, ``search``, ``repair`` or ``export`` and return the exit code.

    Beside a running window the window is asked; ``arguments.sign_in`` signs a new profile in.
    """
    request: Answer = {"command": arguments.command}
    if arguments.command == "search":
        request["words"] = " ".join(arguments.words)
        if not request["words"].strip():
            return _complain("Say what to search for.", EXIT_USAGE)
    if arguments.command == "export":
        request |= {
            "from": arguments.first_day,
            "until": arguments.last_day,
            "calendar": arguments.calendar,
        }
        if arguments.target != "-" and Path(arguments.target).exists():
            return _complain("That file exists already; name a new one.", EXIT_USAGE)
    try:
        profile = Profile(arguments.profile)
        is_long = arguments.command in ("sync", "repair")
        patience_s = None if is_long else listener.PATIENCE_S
        answer = listener.ask(profile, request, answers_in_s=patience_s)
        if answer is None:
            answer = _Session(profile, arguments).run(request)
    except TransomError as error:
        return _complain(error.message)
    except OSError as error:
        return _complain(f"The profile cannot be used: {error.strerror}.")
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    if arguments.command == "export":
        return _write_export(arguments, answer)
    print(json.dumps(answer) if arguments.json else _as_text(arguments.command, answer))
    for piece in answer.get("ignored", ()):
        _complain(f"left out of the search: {piece}")
    if arguments.command == "sync":
        return _complain_of_accounts(answer)
    return 0


def _write_export(arguments: argparse.Namespace, answer: Answer) -> int:
    content = str(answer.pop("ics")).encode()
    if arguments.target == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return 0
    try:
        with Path(arguments.target).open("xb") as file:
            file.write(content)
    except OSError as error:
        return _complain(f"The file could not be written: {error.strerror}.")
    words = f"{answer['events']} events and series of {answer['calendars']} calendars written"
    print(json.dumps(answer) if arguments.json else f"{words}.")
    return 0


class _Session:
    """An engine of our own for the length of one command."""

    def __init__(self, profile: Profile, arguments: argparse.Namespace) -> None:
        self._profile = profile
        self._key_file = arguments.key_file
        self._sign_in: SignIn | None = getattr(arguments, "sign_in", None)
        self._settled = threading.Event()
        self._notes: list[str] = []
        self._mends = arguments.command == "repair"

    def run(self, request: Answer) -> Answer:
        """Answer a request; what else a person should know goes to the terminal's other end."""
        answer = self._answer(request)
        for note in self._notes:
            _complain(note)
        return answer

    def _answer(self, request: Answer) -> Answer:
        engine = Engine(self._profile, key_file=self._key_file)
        has_reader = engine.mailboxes.reader().is_set_up
        if self._sign_in is None and not has_reader and not self._profile.store_path.exists():
            engine.stop()
            raise SignInNeededError("This profile has no account. Open Transom and sign in first.")
        engine.newsroom.listen(self._on_news)
        try:
            engine.start(syncs=request["command"] == "sync")
            self._open(engine)
            commands = Commands(engine)
            if self._sign_in is not None and not engine.accounts.list():
                self._add_account(engine, self._sign_in)
                synced = commands.sync()
                if request["command"] == "sync":
                    return synced
            return commands.answer(request)
        finally:
            engine.stop()

    def _on_news(self, piece: News) -> None:
        if isinstance(piece, Problem):
            # Of accounts that must sign in the answer speaks itself.
            if piece.message not in self._notes and not piece.needs_sign_in:
                self._notes.append(piece.message)
            self._settled.set()
        elif isinstance(piece, Change) and piece.kind is Kind.STATE:
            self._settled.set()

    def _open(self, engine: Engine) -> None:
        while engine.state is EngineState.OPENING:
            self._settled.wait()
            self._settled.clear()
        if engine.state is EngineState.KEY_NEEDED:
            source, passphrase = self._find_key(engine)
            with suppress(DamagedError):  # the state says so too
                engine.unlock(source, passphrase).result()
        if engine.state is EngineState.FAILED and self._mends and engine.repair.may_mend:
            self._mends = False
            self._notes.clear()
            engine.open_again(mends=True)
            self._open(engine)
        if engine.state is EngineState.FAILED:
            error = engine.error
            if isinstance(error, LockedError):
                raise LockedError("Another Transom is using this profile and does not answer.")
            raise error or StoreError("The profile could not be opened.")

    def _find_key(self, engine: Engine) -> tuple[str, str | None]:
        state = engine.key_state
        source = state.source if state else None
        if source is None and self._sign_in is not None:
            self._notes.append(
                "No key ring was found, so what was fetched is forgotten now. "
                "--key-file FILE keeps it."
            )
            return "session", None
        if source == "passphrase" and sys.stdin.isatty():
            return "passphrase", getpass.getpass("Passphrase: ", sys.stderr)
        reason = state.reason if state else "This profile's key is not there."
        has_hint = self._key_file is not None or "--key-file" in reason
        hint = "" if has_hint else " Without a window, use --key-file FILE."
        raise KeyringError(reason + hint)

    def _add_account(self, engine: Engine, sign_in: SignIn) -> None:
        request = engine.accounts.begin_sign_in().result()
        engine.accounts.finish_sign_in(request, sign_in(request.url_text)).result()


def _complain(sentence: str, code: int = EXIT_FAILED) -> int:
    print(f"transom: {sentence}", file=sys.stderr)
    return code


def _complain_of_accounts(answer: Answer) -> int:
    words = {
        "offline": "could not be reached",
        "sign_in_needed": "must sign in again",
        "waiting": "could not be synced now",
    }
    phases = [account["phase"] for account in answer.get("accounts", [])]
    stuck = [phase for phase in phases if phase in words]
    if not stuck:
        return 0
    which = "The account" if len(phases) == 1 else f"{len(stuck)} of {len(phases)} accounts"
    kinds = " or ".join(sorted({words[phase] for phase in stuck}))
    return _complain(f"{which} {kinds}; what is stored stays readable.")


def _as_text(command: str, answer: Answer) -> str:
    if command == "search":
        lines = [_line_text(line) for line in answer["messages"]]
        return "\n".join(lines) if lines else "Nothing found."
    if command == "repair":
        lost = (
            f"{answer['lost']} places could not be read" if answer["lost"] else "nothing was lost"
        )
        again = "; sync to fetch what lay there" if answer["lost"] else ""
        return f"{answer['kept']} entries kept, {lost}{again}."
    text = (
        f"{answer['messages']} messages ({answer['bodies']} with text), "
        f"{answer['events']} events, {answer['contacts']} contacts"
    )
    return f"{text} in {answer['seconds']} s" if "seconds" in answer else text


def _line_text(line: Answer) -> str:
    sender = line["from"]["name"] or line["from"]["address"]
    received_at = datetime.fromisoformat(line["received_at"]).astimezone()
    text = f"{received_at:%Y-%m-%d %H:%M}  {sender}  {line['subject']}"
    # A subject must not steer the terminal.
    return "".join(char if char.isprintable() else " " for char in text)
