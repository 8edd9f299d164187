"""Communications: what is cleared for a purpose, what goes out, where it was posted, and what must come back."""

from app.web.comms import choose, out, photo, recalls, release
from app.web.comms.blueprint import bp

__all__ = ["bp", "choose", "out", "photo", "recalls", "release"]
