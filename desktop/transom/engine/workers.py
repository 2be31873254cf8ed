"""The only place where a thread is born, named and waited for."""

import contextvars
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

from transom.engine.courtesy import Courtesy
from transom.engine.errors import StoppedError, TransomError

log = logging.getLogger(__name__)

_SWITCH_S = 0.001

P = ParamSpec("P")
T = TypeVar("T")
Job = Callable[[], None]


class Lane:
    """A queue of jobs done by a fixed number of threads, in order of arrival."""

    def __init__(
        self, name: str, threads: int, stopping: threading.Event, courtesy: Courtesy
    ) -> None:
        self.courtesy = courtesy
        """For whom long jobs step aside between two things."""
        self._name = name
        self._stopping = stopping
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{n}", daemon=True)
            for n in range(1, threads + 1)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do ``job`` on a thread of this lane; once stopping, the Future holds a StoppedError."""
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = job(*args, **kwargs)
            except TransomError as error:
                future.set_exception(error)
            except BaseException as error:  # a bug: told here, kept by the Future
                log.exception("job failed on lane %s", self._name)
                future.set_exception(error)
            else:
                future.set_result(result)

        if self._stopping.is_set():
            future.set_exception(StoppedError("Transom is closing."))
        else:
            self._jobs.put(run)
        return future

    def is_own_thread(self) -> bool:
        """Whether the caller already runs on this lane."""
        return threading.current_thread() in self._threads

    @property
    def has_ended(self) -> bool:
        """Whether no thread of this lane runs any more."""
        return not any(thread.is_alive() for thread in self._threads)

    def finish(self, deadline: float) -> bool:
        """Let queued jobs run out until ``deadline`` (monotonic seconds); say if all ended."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return self.has_ended

    def _work(self) -> None:
        context = contextvars.copy_context()
        while (job := self._jobs.get()) is not None:
            context.run(job)


class Workers:
    """All lanes of the program, and the event that tells them to stop."""

    def __init__(self) -> None:
        # Whoever waits for the interpreter, the window above all, gets it within a millisecond.
        sys.setswitchinterval(_SWITCH_S)
        self.stopping = threading.Event()
        self.courtesy = Courtesy()
        self._lanes: list[Lane] = []
        self._lock = threading.Lock()

    def lane(self, name: str, threads: int = 1) -> Lane:
        """Start a lane; long jobs on it watch ``stopping``."""
        with self._lock:
            lane = Lane(name, threads, self.stopping, self.courtesy)
            self._lanes.append(lane)
        return lane

    def stop(self, timeout_s: float = 2.0) -> bool:
        """Tell every lane to stop, newest first, and wait; say if all threads ended in time."""
        self.stopping.set()
        deadline = time.monotonic() + timeout_s
        with self._lock:
            lanes = self._lanes[::-1]
            self._lanes.clear()
        ended = [lane.finish(deadline) for lane in lanes]
        return all(ended)
