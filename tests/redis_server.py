"""A Redis to test on: started from the machine's binary, thrown away, and stopped and started again in between."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from redis import Redis, RedisError

from tests.needs import need

_PATIENCE = 60.0


class RedisServer:
    """A Redis on a port of its own, which keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self._folder = folder
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        """Up, and answering."""
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen([need("redis-server"), *options], stdout=subprocess.DEVNULL)
        until = monotonic() + _PATIENCE
        while not self._answers():
            assert monotonic() < until, "redis-server does not start"
            sleep(0.02)

    def stop(self) -> None:
        """Away, with what was in it."""
        self._process.terminate()
        self._process.wait()

    def everything(self) -> bytes:
        """All that waits in it: Huey keeps a queue with priorities in a sorted set."""
        with Redis.from_url(self.url) as client:
            return b"".join(b"".join(client.zrange(key, 0, -1)) for key in client.scan_iter(_type="zset"))

    def clear(self) -> None:
        """Forget everything."""
        with Redis.from_url(self.url) as client:
            client.flushall()

    def _answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except RedisError:
            return False


@contextmanager
def redis(folder: Path) -> Iterator[RedisServer]:
    """A Redis for as long as the block runs."""
    server = RedisServer(folder)
    try:
        yield server
    finally:
        server.stop()
