"""Turns the command line's own help into a man page."""

import argparse
import sys

from transom.__main__ import build_parser, program_version


def man_page(parser: argparse.ArgumentParser) -> str:
    """Return the page in roff."""
    lines = [
        f'.TH TRANSOM 1 "" "Transom {program_version()}" "User Commands"',
        ".SH NAME",
        f"transom \\- {_plain(_first_lower(parser.description or '')).rstrip('.')}",
        ".SH SYNOPSIS",
        ".B transom",
        _plain(" ".join(parser.format_usage().split()).removeprefix("usage: transom ")),
        ".SH OPTIONS",
        *_options(parser),
        ".SH COMMANDS",
    ]
    for action in _commands(parser):
        summaries = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, command in (action.choices or {}).items():
            lines += [f".SS transom {_plain(name)}", _sentence(summaries.get(name, ""))]
            lines += _options(command, besides=parser)
    lines += [".SH EXIT STATUS", "0 where it went well, 1 where it did not, 2 for a wrong option."]
    return "\n".join(lines) + "\n"


def _commands(parser: argparse.ArgumentParser) -> "list[argparse._SubParsersAction]":
    return [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]


def _options(
    parser: argparse.ArgumentParser, besides: argparse.ArgumentParser | None = None
) -> list[str]:
    known = {flag for one in besides._actions for flag in one.option_strings} if besides else set()
    lines = []
    for action in parser._actions:
        is_command = isinstance(action, argparse._SubParsersAction)
        is_known = bool(action.option_strings) and known.issuperset(action.option_strings)
        if is_command or (is_known and action.dest != "json"):
            continue
        value = str(action.metavar or action.dest.upper()) if action.nargs != 0 else ""
        name = ", ".join(action.option_strings)
        lines += [".TP", f".B {_plain(f'{name} {value}'.strip())}", _sentence(action.help or "")]
    return lines


def _sentence(words: str) -> str:
    return _plain(words[:1].upper() + words[1:] + ".") if words else "See the usage above."


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _plain(words: str) -> str:
    """Escape what roff would take for its own."""
    return words.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%")


if __name__ == "__main__":
    sys.stdout.write(man_page(build_parser()))
