"""The attacks on pages use the same site as the tests of pages."""

from tests.web.conftest import hasty, opened, unopened, web

__all__ = ["hasty", "opened", "unopened", "web"]
