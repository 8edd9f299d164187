"""The privacy officer's watch: how well recognition does, the switch, the technical sheet, contradictions, and what goes when."""

from app.web.watch import keeping, page
from app.web.watch.blueprint import bp

__all__ = ["bp", "keeping", "page"]
