"""Tells the person what went wrong where no screen was prepared for it."""

import sys
from types import TracebackType

from transom.engine.changes import Newsroom, problem_from_error
from transom.engine.errors import StoppedError, TransomError


class Uncaught:
    """The end of every error that left a slot: the world's become notices, bugs are logged."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._before = sys.excepthook
        sys.excepthook = self._on_error

    def leave(self) -> None:
        """Put back who heard of errors before."""
        sys.excepthook = self._before

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, StoppedError):
            return
        if isinstance(error, TransomError):
            self._newsroom.publish(problem_from_error(error))
        else:
            self._before(kind, error, trace)
