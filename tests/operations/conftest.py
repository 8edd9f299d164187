"""A school that keeps media."""

import pytest

from tests.gallery import Gallery
from tests.school import School


@pytest.fixture
def gallery(school: School) -> Gallery:
    """Somebody uploads, somebody reviews, somebody lets out."""
    return Gallery.open(school)
