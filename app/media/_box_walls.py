"""The walls around a process that decodes what strangers send. Linux only; each wall stands alone, some kernels lack one.

Sources: landlock(7), seccomp(2) with libseccomp, setrlimit(2), prctl(2), unshare(2).
"""

import contextlib
import ctypes
import errno
import mmap
import os
import resource
import signal
import struct
from collections.abc import Callable, Collection
from typing import Any, Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_CLONE_THREAD: Final = 0x10000

_SYS_LANDLOCK_CREATE_RULESET: Final = 444
_SYS_LANDLOCK_RESTRICT_SELF: Final = 446
_LANDLOCK_CREATE_RULESET_VERSION: Final = 1
_FILE_RIGHTS_BY_VERSION: Final = {1: 13, 2: 14, 3: 15, 4: 15}  # how many of the lowest bits the kernel knows; later 16
_NETWORK_RIGHTS: Final = 0b11  # bind and connect TCP, from version 4
_SCOPES: Final = 0b11  # abstract sockets and signals, from version 6

# What decoding needs once files are read and memory is mapped: memory, threads, time, and writing its one answer.
_ALLOWED_CALLS: Final = (
    "write", "brk", "munmap", "mremap", "madvise", "futex", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "exit", "exit_group", "set_robust_list", "rseq", "sched_getaffinity", "sched_yield", "getrandom", "clock_gettime",
    "clock_nanosleep", "nanosleep", "gettimeofday", "getpid", "gettid", "close", "membarrier", "get_mempolicy",
)  # fmt: skip

# What a stream needs besides: to read on in what was opened before, and its line to the process outside.
STREAM_CALLS: Final = ("read", "pread64", "lseek", "fstat", "newfstatat", "poll", "ppoll")

_NOBODY: Final = 65534

_libc = ctypes.CDLL(None, use_errno=True)


def lose_privileges() -> None:
    """Not root any more, no way up for this process and its children, no look into its memory. Raises OSError."""
    if os.geteuid() == 0:
        with contextlib.suppress(PermissionError):  # root of a container may lack even this
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    _call(_libc.prctl, _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _call(_libc.prctl, _PR_SET_DUMPABLE, 0, 0, 0, 0)


def die_with_parent() -> None:
    """The kernel kills this process when its parent dies. Raises OSError."""
    _call(_libc.prctl, _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def leave_network() -> None:
    """An own network without any device, where the kernel lets us; else nothing."""
    for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET):
        with contextlib.suppress(OSError):
            _call(_libc.unshare, flags)
            return


def leave_files() -> None:
    """Landlock: no file can be opened or changed any more, no TCP port reached; nothing where the kernel lacks it."""
    version = _libc.syscall(_SYS_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_CREATE_RULESET_VERSION)
    if version < 1:
        return
    files = (1 << _FILE_RIGHTS_BY_VERSION.get(version, 16)) - 1
    words = [files] + [_NETWORK_RIGHTS] * (version >= 4) + [_SCOPES] * (version >= 6)
    rules = struct.pack(f"={len(words)}Q", *words)
    with contextlib.suppress(OSError):
        ruleset = _call(_libc.syscall, _SYS_LANDLOCK_CREATE_RULESET, rules, len(rules), 0)
        _call(_libc.syscall, _SYS_LANDLOCK_RESTRICT_SELF, ruleset, 0)
        os.close(ruleset)


def call_filter(more: Collection[str] = ()) -> Callable[[], None] | None:
    """What shuts this process to every system call but those that decoding needs, and `more`, or None without libseccomp."""
    try:
        import pyseccomp  # raises RuntimeError where the library is missing
    except (ImportError, RuntimeError, OSError):
        return None
    rules: Any = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in (*_ALLOWED_CALLS, *more):
        rules.add_rule(pyseccomp.ALLOW, name)
    never_executable = pyseccomp.Arg(2, pyseccomp.MASKED_EQ, mmap.PROT_EXEC, 0)
    rules.add_rule(pyseccomp.ALLOW, "mmap", never_executable)
    rules.add_rule(pyseccomp.ALLOW, "mprotect", never_executable)
    # Threads, but no processes. The flags of clone3 cannot be read by a filter: without it libc takes clone.
    rules.add_rule(pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    load: Callable[[], None] = rules.load
    return load


def limit(memory: int, cpu: int) -> None:
    """At most `memory` bytes of address space and `cpu` seconds of computing; no file grows, none is opened, no core."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))  # a signal that tells why, then one that cannot be ignored
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _call(function: Callable[..., int], *arguments: object) -> int:
    result = function(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
