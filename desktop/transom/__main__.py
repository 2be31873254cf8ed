"""Reads the arguments and calls the window, the terminal commands or the demo tenant."""

import argparse
import logging
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from transom.instance import PAGES, Wish, hand_over


def program_version() -> str:
    """Return the installed version."""
    try:
        return version("transom")
    except PackageNotFoundError:
        return "0"


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line; options of every command may stand before or after it."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--profile", type=Path, metavar="DIR", help="where accounts and mail are kept"
    )
    shared.add_argument(
        "--key-file", type=Path, metavar="FILE", help="keep the key in this file (0600)"
    )
    shared.add_argument("--demo", action="store_true", help="use the demo mailbox on this computer")
    shared.add_argument("--verbose", action="store_true", help="say what is being done")
    parser = argparse.ArgumentParser(
        prog="transom",
        parents=[shared],
        description="A read-only window on a Microsoft 365 or Outlook.com mailbox.",
    )
    parser.add_argument("--signed-in", action="store_true", help="with --demo: sign in by itself")
    parser.add_argument(
        "--open", choices=PAGES, metavar="PAGE", help=f"begin with a page: {', '.join(PAGES)}"
    )
    parser.add_argument(
        "--self-test", action="store_true", help="try every part of this installation, then end"
    )
    parser.add_argument("--json", action="store_true", help="with --self-test: answer in JSON")
    parser.add_argument("--version", action="version", version=f"transom {program_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_headless(commands, shared)
    tour = commands.add_parser(
        "tour", parents=[shared], help="walk through every page of the demo and save pictures"
    )
    tour.add_argument("directory", type=Path, metavar="DIR")
    commands.add_parser("demo-tenant", help="run the demo tenant alone", add_help=False)
    return parser


def _add_headless(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    sync = commands.add_parser("sync", parents=[shared], help="fetch what is new, then end")
    status = commands.add_parser("status", parents=[shared], help="say what is stored")
    search = commands.add_parser("search", parents=[shared], help="find messages by words")
    search.add_argument("words", nargs="+")
    repair = commands.add_parser(
        "repair", parents=[shared], help="mend a damaged local copy: keep what can be read"
    )
    export = commands.add_parser("export", parents=[shared], help="write what is stored to a file")
    _add_export(export)
    for command in (sync, status, search, repair, export):
        command.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help="answer in one line of JSON",
        )


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("what", choices=["calendar"], help="what to write")
    export.add_argument(
        "--from", dest="first_day", metavar="DAY", default="", help="the first day, as 2026-11-23"
    )
    export.add_argument(
        "--until", dest="last_day", metavar="DAY", default="", help="the last day, included"
    )
    export.add_argument(
        "--calendar", metavar="NAME", default="", help="one calendar; usually all that are shown"
    )
    export.add_argument(
        "--to", dest="target", metavar="FILE", required=True, help="a new file, or - for the output"
    )


def main() -> int:
    """Run transom; the answer is the exit code."""
    if sys.argv[1:2] == ["demo-tenant"]:
        from transom.demo.command import main as run_tenant

        return run_tenant(sys.argv[2:])
    if sys.argv[1:2] == ["read-file-words"]:
        from transom.engine.files.reading_child import main as read_file

        return read_file(sys.argv[2:])
    arguments = build_parser().parse_args()
    for name, default in (
        ("profile", None),
        ("key_file", None),
        ("demo", False),
        ("verbose", False),
    ):
        if not hasattr(arguments, name):
            setattr(arguments, name, default)
    logging.basicConfig(
        level=logging.DEBUG if arguments.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
    )
    for chatty in ("urllib3", "msal", "keyring"):  # their debug lines carry query strings
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if arguments.command in ("sync", "status", "search", "repair", "export"):
        from transom.terminal import run_headless

        return run_headless(arguments)
    if _is_window(arguments) and _handed_over(arguments):
        return 0
    from transom.preflight import obstacle

    if words := obstacle():
        print(words, file=sys.stderr)
        return 1
    if arguments.self_test:
        from transom.selftest import run as try_everything

        return try_everything(arguments)
    if arguments.command == "tour":
        from transom.tour import run as walk_tour

        return walk_tour(arguments)
    from transom.app import run

    return run(arguments)


def _is_window(arguments: argparse.Namespace) -> bool:
    return arguments.command is None and not arguments.self_test


def _handed_over(arguments: argparse.Namespace) -> bool:
    """Let the window that is already open show what was asked for; False where none is."""
    from transom.demo_cloud import demo_profile
    from transom.engine.profile import Profile

    wanted = arguments.profile
    try:
        profile = demo_profile(wanted) if arguments.demo else Profile(wanted)
    except OSError as error:
        sys.exit(f"transom: the profile cannot be used: {error.strerror}")
    return hand_over(profile, Wish.from_start(arguments.open or ""))


if __name__ == "__main__":
    sys.exit(main())
