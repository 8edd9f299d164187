"""The office: the register of people, consent on paper, groups, staff, purposes, and what the school chose."""

from app.web.office import (
    changes,
    controller,
    faces,
    folder,
    forms,
    groups,
    guardians,
    invitations,
    letters,
    notices,
    paper,
    people,
    purposes,
    settings,
    staff,
)
from app.web.office.blueprint import bp

__all__ = [
    "bp",
    "changes",
    "controller",
    "faces",
    "folder",
    "forms",
    "groups",
    "guardians",
    "invitations",
    "letters",
    "notices",
    "paper",
    "people",
    "purposes",
    "settings",
    "staff",
]
