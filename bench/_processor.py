"""Seconds of computing, boxes and all: a box is ended by force, and then counts only for whoever waits for what was in it."""

import ctypes
import os
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import sleep
from typing import Final

_CHILD_SUBREAPER: Final = 36  # of prctl: what loses its parent becomes ours
_ENDING: Final = 0.2  # seconds that a process takes to end


def processor() -> float:
    """Seconds so far, of this process and of all below it that have ended."""
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    sleep(_ENDING)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
    return sum(used.ru_utime + used.ru_stime for used in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))
