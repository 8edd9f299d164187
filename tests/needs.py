"""Programs that a test needs and `make` cannot install."""

import os
import shutil

import pytest


def need(program: str) -> str:
    """The path of `program`. Where the machine lacks it the test is skipped, and in CI, where nothing may be, it fails."""
    path = shutil.which(program)
    if path is None:
        reason = f"{program} is not on this machine; .ci/run installs it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return path
