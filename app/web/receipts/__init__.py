"""Receipts: what was decided about somebody, each to be read, printed, downloaded, and checked by anybody."""

from app.web.receipts import checks, pages, paper
from app.web.receipts.blueprint import bp
from app.web.receipts.links import link_for

__all__ = ["bp", "checks", "link_for", "pages", "paper"]
