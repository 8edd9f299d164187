"""The attacks on pages use the same site as the tests of pages."""

from tests.web.conftest import unopened, web

__all__ = ["unopened", "web"]
