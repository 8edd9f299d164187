"""A process killed at a chosen step: before or after each thing it asks of the file system, or while it reads its source."""

import os
import signal
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from unittest.mock import patch

_STEPS = ("open", "fsync", "rename", "mkdir", "unlink")


class _Countdown:
    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def around(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def killable(*arguments: Any, **options: Any) -> Any:
            self()
            result = step(*arguments, **options)
            self()
            return result

        return killable


class Killable(BytesIO):
    """A source of which each reading is a step."""

    step: Callable[[], None] = staticmethod(lambda: None)

    def read(self, size: int | None = -1) -> bytes:
        Killable.step()
        return super().read(size)


def crashes(work: Callable[[], object]) -> Iterator[int]:
    """Runs `work` in a fork that is killed at its first step, then at its second, until one comes through; yields after each."""
    at = 0
    while _killed(work, at):
        yield at
        at += 1


def _killed(work: Callable[[], object], at: int) -> bool:
    pid = os.fork()
    if pid == 0:
        try:
            countdown = _Countdown(at)
            Killable.step = staticmethod(countdown)
            patches = [patch.object(os, name, countdown.around(getattr(os, name))) for name in _STEPS]
            for each in patches:
                each.start()
            work()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(pid, 0)[1]
    assert status == 0 or os.WIFSIGNALED(status), "the work failed before it was killed"
    return status != 0
