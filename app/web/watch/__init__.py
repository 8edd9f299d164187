"""The privacy officer's watch: how well recognition does, the switch, the technical sheet, and who contradict each other."""

from app.web.watch import page
from app.web.watch.page import bp

__all__ = ["bp", "page"]
