"""The `summit` command; `python -m analysis` is the same."""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from analysis.commands.terminal import complain, say
from analysis.errors import SummitError, unknown

# what each module of analysis/commands does: said here so that help needs none of them
COMMANDS = {
    "list": "list the reports, the notebook of each and the parameters it is run with",
    "check": "judge every claim, or explain one in full",
    "build": "build reports as HTML and PDF, each with its numbers",
    "verify": "prove every output against its manifest: by its hash, leaving none out",
    "sources": "list the sources of the data: publisher, edition, licence and address",
    "new": "make a new report: its notebook, declared and ready to build",
    "seal": "record the hashes of the data tables in datapackage.json after a meant edit",
}
ABOUT = "Every figure quoted at the summit, checked against independent statistics."
STOPPED = 130  # 128 + SIGINT, as shells count
PIPE_CLOSED = 141  # 128 + SIGPIPE


class UsageError(SummitError):
    """The command line says something that no command understands."""


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError where argparse would print usage and leave.

    `closing` gives the end of the help page, which nobody waits for who asks for no help.
    """

    closing: Callable[[], str] | None = None

    def format_help(self) -> str:
        """Return the help page."""
        if self.closing:
            self.epilog = self.closing()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Raise with argparse's message and where to read more."""
        problem = UsageError(message)
        problem.add_note(f"see `{self.prog} --help`")
        raise problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the status to leave with.

    A mistake is an `error:` line and a status of 2 (1 for a report that failed), never a traceback.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    _survive_narrow_encodings()
    _fix_places()
    # at the end all memory goes: a tenth of a second would be spent to look for what is unused
    atexit.register(gc.freeze)
    try:
        status = _run(given)
        sys.stdout.flush()  # here, where a closed pipe is still caught
    except SummitError as error:
        complain(error)
        return error.exit_status
    except KeyboardInterrupt as stopped:
        sys.stderr.write("stopped; what was written before is complete\n")
        return getattr(stopped, "exit_status", STOPPED)
    except BrokenPipeError:
        # the reader, `head` for one, has had enough; python would complain once more on leaving
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return status


def _run(given: Sequence[str]) -> int:
    name = next((text for text in given if not text.startswith("-")), None)
    if name is not None and name not in COMMANDS:
        raise UsageError(unknown("command", name, COMMANDS))
    parser = Parser(prog="summit", description=ABOUT, allow_abbrev=False)
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command, summary in COMMANDS.items():
        chosen = choices.add_parser(
            command,
            help=summary,
            description=f"{summary[:1].upper()}{summary[1:]}.",
            allow_abbrev=False,
        )
        if command == name:  # the others' modules need not be imported
            import_module(f"analysis.commands.{command}").add_arguments(chosen)
    return _dispatch(parser, choices.choices, given)


def _dispatch(parser: Parser, parsers: dict[str, Parser], given: Sequence[str]) -> int:
    try:
        args, rest = parser.parse_known_args(given)
    except SystemExit as left:  # --help has printed what was asked for
        return int(left.code or 0)
    if rest:
        _refuse(rest[0], parsers.get(args.command, parser))
    if args.version:
        from analysis import provenance

        say(f"summit {provenance.code_version()}")
        return 0
    if args.command is None:
        parser.print_help()
        return 0
    status: int = import_module(f"analysis.commands.{args.command}").run(args)
    return status


def _refuse(text: str, parser: Parser) -> NoReturn:
    """Raise for an argument that a parser does not know, naming the nearest option."""
    if not text.startswith("-"):
        parser.error(f"unexpected argument '{text}'")
    options = [option for action in parser._actions for option in action.option_strings]
    parser.error(unknown("option", text.partition("=")[0], [o for o in options if o[:2] == "--"]))


def _fix_places() -> None:
    """Make the folders named in the environment absolute: a kernel runs in another one."""
    for name in ("SUMMIT_DATA", "SUMMIT_NOTEBOOKS"):
        if os.environ.get(name):
            os.environ[name] = str(Path(os.environ[name]).resolve())


def _survive_narrow_encodings() -> None:
    """Let a terminal that cannot show a letter show a question mark instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
