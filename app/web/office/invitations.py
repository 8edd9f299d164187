"""Who has answered, as a picture; and inviting whoever has not: one person, a class or all, by e-mail or on paper."""

from collections import Counter
from collections.abc import Iterable, Iterator

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from zipstream import ZipStream

from app.letters.invitations import Asked
from app.paper.forms import print_forms
from app.paper.letters import Leaf, print_letters
from app.web.addresses import within
from app.web.context import now, session
from app.web.office import asking
from app.web.office.asking import EVERYBODY
from app.web.office.blueprint import bp, office
from consent_store.errors import BadInput
from consent_store.ids import GroupId, PersonId
from consent_store.records.queries import invitations as questions
from consent_store.records.queries import people
from consent_store.records.queries.invitations import NO_CLASS, PupilView, Stage

_NO_CLASS = "none"  # NO_CLASS in an address
_SCREEN = 50


@bp.get("/invitations")
@office
def invitations() -> ResponseReturnValue:
    """How far each class is, and the whole school."""
    found = questions.overview(session(), at=now())
    return render_template("office/invitations.html", classes=found.classes, whole=found.whole, stages=list(Stage))


@bp.get("/invitations/<group>")
@office
def invitations_of(group: str) -> ResponseReturnValue:
    """The pupils of one class by name, and what may be sent."""
    found = asking.stages(_group(group))
    wanted, page = request.args.get("stage"), max(1, request.args.get("page", 1, int))
    chosen = [each for each in found.items() if wanted in (None, each[1])]
    shown = asking.pupils(dict(chosen[(page - 1) * _SCREEN : page * _SCREEN]))
    told = {"group": group, "title": _title(group), "wanted": wanted, "counts": _counts(shown) if len(shown) == len(found) else None}
    pages = {"page": page, "last": max(1, -(-len(chosen) // _SCREEN)), "total": len(chosen)}
    return render_template("office/invitations_of.html", whole=Counter(found.values()), shown=shown, stages=list(Stage), **told, **pages)


@bp.post("/invitations/mail")
@office
def ask_by_mail() -> ResponseReturnValue:
    """Invite by e-mail."""
    letters = asking.reachable(asking.asked(_meant()))
    if letters:
        asking.post(letters)
        flash(ngettext("%(num)s person is invited by e-mail.", "%(num)s people are invited by e-mail.", len(letters)))
    else:
        flash(_("Nobody is invited: there is no e-mail address, or they were invited there since yesterday."), "error")
    return redirect(within(request.form.get("next"), url_for("office.invitations")), 303)


@bp.post("/invitations/letters")
@office
def ask_on_paper() -> ResponseReturnValue:
    """Invite on paper: a file to print, or for the whole school a file a class."""
    letters = asking.asked(_meant())
    chosen = asking.without_address(letters) if request.form.get("to") == "without" else letters
    if not chosen:
        flash(_("There is nobody to print a letter for."), "error")
        return redirect(within(request.form.get("next"), url_for("office.invitations")), 303)
    if request.form.get("group") == EVERYBODY:
        return _zipped(chosen)
    return _pdf(print_letters(asking.leaves(chosen)), _("letters"))


@bp.get("/invitations/<group>/forms")
@office
def blank_forms(group: str) -> ResponseReturnValue:
    """Forms to be filled in by hand, for a class or, with `person`, for one; of the school for those who have not answered."""
    person = request.args.get("person")
    if person:
        found = [asking.named(PersonId(person))]
    else:
        stages = asking.stages(_group(group))
        found = asking.unanswered(stages) if group == EVERYBODY else asking.pupils(stages)
    return _pdf(print_forms(asking.blanks(found)), _("forms"))


def _meant() -> list[PupilView]:
    if not request.form.get("person") and "group" not in request.form:
        raise BadInput(field="group")
    return asking.meant(_group(request.form.get("group", "")))


def _zipped(chosen: list[Asked]) -> Response:
    """A file a class, each made when its turn comes."""
    leaves = dict(zip((each.reader.id for each in chosen), asking.leaves(chosen), strict=True))
    archive, what, nowhere = ZipStream(), _("letters"), _("no class")
    for name, letters in sorted(asking.of_class(chosen).items()):
        file = f"{what} {name or nowhere}.pdf".replace("/", "-")
        archive.add(_printed([leaves[each.reader.id] for each in letters]), file)
    return Response(archive, mimetype="application/zip", headers=_attached(f"{what}.zip"))


def _printed(leaves: list[Leaf]) -> Iterator[bytes]:
    yield print_letters(leaves)


def _pdf(data: bytes, name: str) -> Response:
    return Response(data, mimetype="application/pdf", headers=_attached(f"{name}.pdf"))


def _attached(name: str) -> dict[str, str]:
    """Kept nowhere on the way: there may be codes in it."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


def _group(group: str) -> str:
    return NO_CLASS if group == _NO_CLASS else group


def _title(group: str) -> str:
    if group in (_NO_CLASS, EVERYBODY):
        return str(_("In no class") if group == _NO_CLASS else _("The whole school"))
    return people.group(session(), GroupId(group)).name


def _counts(shown: Iterable[PupilView]) -> dict[str, int]:
    """How many letters there would be of each kind, where all of a class are in view."""
    letters = asking.asked(each for each in shown if each.stage is not Stage.ANSWERED)
    return {"mail": len(asking.reachable(letters)), "paper": len(letters), "without": len(asking.without_address(letters))}
