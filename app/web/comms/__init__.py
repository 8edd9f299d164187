"""Communications: what is cleared for a purpose, what goes out, where it was posted, and what must come back."""

from app.web.comms import batch, choose, counts, covers, links, much, out, photo, recalling, recalls, release
from app.web.comms.blueprint import bp

__all__ = ["batch", "bp", "choose", "counts", "covers", "links", "much", "out", "photo", "recalling", "recalls", "release"]
