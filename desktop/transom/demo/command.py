"""``transom demo-tenant``: reads the arguments, serves until told to stop."""

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transom.demo.certificates import ServerCertificate, load_certificates
from transom.demo.identity.daemon import DaemonCredentials
from transom.demo.identity.registration import CLIENT_ID, DAEMON_ID, DAEMON_TENANT
from transom.demo.mailbox.users import USERS
from transom.demo.server import LOOPBACK, PortTakenError, TenantServer, check_port, make_server
from transom.demo.settings import TenantSettings
from transom.demo.state import StateDirectory
from transom.demo.state_lock import StateTakenError, hold
from transom.demo.tenant import PICTURES_PATH, build_tenant
from transom.demo.weather.arguments import Conduct, add_arguments

MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """The command line; None means that what was kept, or the usual, is taken."""

    port: int | None
    messages: int | None
    seed: int | None
    token_life_s: int | None
    until_stdin_closes: bool
    conduct: Conduct


def main(argv: Sequence[str]) -> int:
    """Serve a demo tenant and return the exit code."""
    arguments = _parser().parse_args(argv)
    options = Options(
        port=arguments.port,
        messages=arguments.messages,
        seed=arguments.seed,
        token_life_s=arguments.token_life,
        until_stdin_closes=arguments.until_stdin_closes,
        conduct=Conduct.of(arguments),
    )
    try:
        if arguments.state is not None:
            # Absolute: whoever reads where the certificate lies may stand in another folder.
            return _serve(arguments.state.absolute(), options)
        with tempfile.TemporaryDirectory(prefix="transom-demo-") as directory:
            return _serve(Path(directory), options)
    except PortTakenError as error:
        _warn(f"Port {error} is taken. Choose another with --port, or 0 for any free one.")
    except StateTakenError as error:
        _warn(f"Another demo tenant runs on {error}. Stop it, or choose another --state.")
    except OSError as error:
        _warn(f"The demo tenant cannot use its state directory: {error}.")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="transom demo-tenant",
        description="Serve a pretend Microsoft 365 on this computer alone.",
    )
    parser.add_argument("--port", type=_port, help="0 picks a free one (the usual)")
    parser.add_argument("--messages", type=_count, help="size of the mailbox (300)")
    parser.add_argument("--seed", type=int, help="which mailbox (1)")
    parser.add_argument("--state", type=Path, metavar="DIR", help="keep the tenant here")
    parser.add_argument(
        "--token-life", type=_count, metavar="SECONDS", help="how long access tokens live"
    )
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="stop when the caller goes away"
    )
    add_arguments(parser)
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port lies between 0 and 65535")
    return port


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= MOST:
        raise argparse.ArgumentTypeError(f"must lie between 1 and {MOST:,}")
    return count


def _warn(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _serve(directory: Path, options: Options) -> int:
    os.umask(0o077)  # whatever a part of the tenant writes is the user's alone
    state = StateDirectory(directory, _warn)
    hold(directory)
    settings = TenantSettings.load(state, seed=options.seed, messages=options.messages)
    port = _choose_port(options.port, settings.port)
    certificate = load_certificates(state)
    tenant = build_tenant(
        state, settings, token_life_s=options.token_life_s, conduct=options.conduct
    )

    def listening(port: int) -> None:
        tenant.addresses.port = port
        settings.with_port(port).save(state)
        introduction = _introduction(port, certificate) | {"daemon": _daemon(tenant.daemon)}
        print(json.dumps(introduction), flush=True)
        tenant.live.begin()

    server = make_server(tenant.app, port, certificate, listening)
    _stop_when_told(server, options)
    server.run()
    return 0


def _choose_port(wanted: int | None, remembered: int) -> int:
    if wanted:
        check_port(wanted)
        return wanted
    try:
        check_port(remembered)  # the old links stay valid if the old port is free
    except PortTakenError:
        return 0
    return remembered


def _introduction(port: int, certificate: ServerCertificate) -> dict[str, object]:
    return {
        "authority": f"https://localhost:{port}/common",
        "graph": f"https://127.0.0.1:{port}",
        "pictures": f"https://{LOOPBACK}:{port}{PICTURES_PATH}",
        "ca_file": str(certificate.ca_file),
        "certificate_sha256": certificate.sha256,
        "listens": f"on loopback alone: {LOOPBACK}:{port}",
        "client_id": CLIENT_ID,
        "accounts": [
            {"username": user.username, "password": user.password, "kind": user.kind}
            for user in USERS
        ],
    }


def _daemon(credentials: DaemonCredentials) -> dict[str, str]:
    """Tell what an app without a person needs to sign in as itself."""
    return {
        "client_id": DAEMON_ID,
        "tenant": DAEMON_TENANT,
        "certificate_file": str(credentials.certificate_file),
        "key_file": str(credentials.key_file),
        "thumbprint": credentials.thumbprint,
        "client_secret": credentials.secret,
    }


def _stop_when_told(server: TenantServer, options: Options) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: server.stop())
    if options.until_stdin_closes:
        threading.Thread(target=_wait_for_end, args=(server,), daemon=True).start()


def _wait_for_end(server: TenantServer) -> None:
    # Not sys.stdin: its lock, held by a waiting thread, would trip the interpreter's end.
    while os.read(0, 4096):
        pass
    server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
