"""Who may open what, route by route. Whoever adds a route adds its line; a route or a visitor that is not declared fails.

VISITORS are those who come by; a line names those who reach the view. What the view then shows of a foreign object is `OWNED`'s matter.
"""

from collections.abc import Callable

from consent_store.ids import PersonId
from consent_store.operations import accounts, inquiries, reviews, uploads
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.web.browser import Web

NOBODY: frozenset[str] = frozenset()
DUTIES = frozenset(duty.value for duty in Duty)
STAFF = DUTIES | {"staff"}  # `staff` holds no duty
SIGNED_IN = STAFF | {"family"}
HALF, CHOOSING = frozenset({"half"}), frozenset({"choosing"})
ANYBODY = SIGNED_IN | HALF | CHOOSING | {"nobody"}
VISITORS = ANYBODY
FAMILY = frozenset({"family"})
OFFICE, ADMIN = frozenset({"office"}), frozenset({"admin"})
WATCHING = frozenset({"privacy", "admin"})
SUPERVISOR = frozenset({"supervisor"})
TEACHER = frozenset({"teacher"})
COMMS = frozenset({"comms"})
RECALLING = frozenset({"comms", "supervisor"})
KEEPING = frozenset({"supervisor", "privacy"})
LOOKING = frozenset({"teacher", "comms", "supervisor", "office"})

MAY: dict[str, frozenset[str]] = {
    "static": ANYBODY,
    "home.index": SIGNED_IN,
    "preferences.keep": ANYBODY,
    "styleguide.page": ANYBODY,
    "events.index": TEACHER,
    "events.new": TEACHER,
    "events.make": TEACHER,
    "events.show": TEACHER,
    "events.arrived": TEACHER,
    "events.pictures": TEACHER,
    "events.choices": TEACHER,
    "events.claim": TEACHER,
    "events.again": TEACHER,
    "events.piles": TEACHER,
    "events.answer_piles": TEACHER,
    "events.confirm_piles": TEACHER,
    "events.join_piles": TEACHER,
    "events.part_pile": TEACHER,
    "events.pile_names": TEACHER,
    "events.redo_piles": TEACHER,
    "events.undo_piles": TEACHER,
    "events.known": TEACHER,
    "events.unfinished": TEACHER,
    "events.throw_away": TEACHER,
    "events.tus_options": TEACHER,
    "events.tus_begin": TEACHER,
    "events.tus_go_on": TEACHER,
    "events.tus_show": TEACHER,
    "events.tus_end": TEACHER,
    "events.second": TEACHER,
    "events.second_of": TEACHER,
    "events.to_attest": TEACHER,
    "events.attest_many": TEACHER,
    "events.every_difference": TEACHER,
    "events.differences_of": TEACHER,
    "events.settle_difference": TEACHER,
    "events.reopen_difference": TEACHER,
    "events.review": TEACHER,
    "events.names": TEACHER,
    "events.live": TEACHER,
    "events.tracks": TEACHER,
    "events.moments": TEACHER,
    "events.analysis": TEACHER,
    "events.look_no_more": TEACHER,
    "events.look_on": TEACHER,
    "events.list_in_film": TEACHER,
    "events.split": TEACHER,
    "events.put": TEACHER,
    "events.extend": TEACHER,
    "events.cut_out": TEACHER,
    "events.put_back": TEACHER,
    "events.hush": TEACHER,
    "events.beside": TEACHER,
    "events.next_held": TEACHER,
    "events.list_group": TEACHER,
    "events.answer": TEACHER,
    "events.erase": TEACHER,
    "events.list_": TEACHER,
    "events.pulse": TEACHER,
    "events.undo": TEACHER,
    "events.redo": TEACHER,
    "events.attest": TEACHER,
    "events.doubt": LOOKING,
    "events.set_aside": TEACHER,
    "events.take_back": TEACHER,
    "events.take_all_back": TEACHER,
    "events.alike": TEACHER,
    "events.choose": TEACHER,
    "events.undo_choice": TEACHER,
    "events.receive_form": TEACHER,
    "families.index": FAMILY,
    "families.show": FAMILY,
    "families.choose": FAMILY,
    "asking.show": TEACHER | COMMS,
    "asking.ask": TEACHER | COMMS,
    "asking.cancel": TEACHER | COMMS,
    "guests.start": ANYBODY,
    "guests.come": ANYBODY,
    "guests.code": ANYBODY,
    "guests.check_code": ANYBODY,
    "guests.choose": FAMILY,
    "guests.keep": FAMILY,
    "guests.done": FAMILY,
    "events.sheet": TEACHER,
    "events.sheet_pdf": TEACHER,
    "events.sheet_kept": TEACHER,
    "events.sheet_over": TEACHER,
    "events.sheet_worker": TEACHER,
    "events.door": TEACHER,
    "events.open_door": TEACHER,
    "events.close_door": TEACHER,
    "office.wishes": OFFICE,
    "office.settle_wish": OFFICE,
    "families.asked": FAMILY,
    "families.reply": FAMILY,
    "families.shown": FAMILY,
    "families.end_purpose": FAMILY,
    "families.picture": FAMILY,
    "families.object_": FAMILY,
    "families.look": FAMILY,
    "families.kept": FAMILY,
    "families.wish": FAMILY,
    "families.copy": FAMILY,
    "families.ask_copy": FAMILY,
    "families.take_copy": FAMILY,
    "families.paper": FAMILY,
    "families.undo": FAMILY,
    "families.alike": FAMILY,
    "office.conflicts": OFFICE,
    "office.keep_lasting": ADMIN,
    "office.keep_addresses": ADMIN,
    "office.keep_onlookers": ADMIN,
    "found.index": LOOKING,
    "found.ask": LOOKING,
    "found.show": LOOKING,
    "found.part": LOOKING,
    "found.picture": LOOKING,
    "found.report": LOOKING,
    "links.show": ANYBODY,
    "links.take": ANYBODY,
    "comms.links": COMMS,
    "comms.make_link": COMMS,
    "comms.end_link": COMMS,
    "comms.much": COMMS | SUPERVISOR,
    "comms.ask_much": COMMS,
    "comms.settle_much": COMMS | SUPERVISOR,
    "watch.keeping": WATCHING | SUPERVISOR,
    "watch.hold": WATCHING | SUPERVISOR,
    "watch.lift": WATCHING | SUPERVISOR,
    "incidents.index": KEEPING,
    "incidents.show": KEEPING,
    "incidents.picture": KEEPING,
    "incidents.add": KEEPING,
    "incidents.involve": KEEPING,
    "incidents.set_due": KEEPING,
    "incidents.close": KEEPING,
    "incidents.reopen": KEEPING,
    "incidents.export": KEEPING,
    "doubts.index": LOOKING,
    "doubts.show": LOOKING,
    "doubts.settle": SUPERVISOR,
    "comms.index": COMMS,
    "comms.counts": COMMS,
    "comms.photo": COMMS,
    "comms.covers": COMMS,
    "comms.cover": COMMS,
    "comms.uncover": COMMS,
    "comms.cut": COMMS,
    "comms.confirm": COMMS,
    "comms.take": COMMS,
    "comms.begun": COMMS,
    "comms.batch": COMMS,
    "comms.progress": COMMS,
    "comms.played": COMMS,
    "comms.write": COMMS,
    "comms.again": COMMS,
    "comms.let_out": COMMS,
    "comms.take_all": COMMS,
    "comms.latest": COMMS,
    "comms.download": COMMS,
    "comms.post": COMMS,
    "comms.numbers": RECALLING | {"privacy"},
    "comms.recall_list": RECALLING,
    "comms.recall": RECALLING,
    "comms.close": RECALLING,
    "comms.replace": COMMS,
    "comms.task_done": RECALLING,
    "comms.task_step": RECALLING,
    "comms.screen": RECALLING,
    "ledger.index": frozenset({"office", "privacy"}),
    "receipts.index": FAMILY,
    "receipts.show": FAMILY,
    "receipts.download": FAMILY,
    "receipts.paper_index": OFFICE,
    "receipts.paper_show": OFFICE,
    "receipts.paper_download": OFFICE,
    "receipts.check": ANYBODY,
    "receipts.key": ANYBODY,
    "office.index": OFFICE | ADMIN,
    "office.everybody": OFFICE,
    "office.roster": OFFICE,
    "office.hand_in": OFFICE,
    "office.roster_columns": OFFICE,
    "office.map_columns": OFFICE,
    "office.roster_plan": OFFICE,
    "office.roster_part": OFFICE,
    "office.choose_about_roster": OFFICE,
    "office.apply_roster": OFFICE,
    "office.discard_roster": OFFICE,
    "office.authority": OFFICE,
    "office.answer_authority": OFFICE,
    "office.new": OFFICE,
    "office.register_": OFFICE,
    "office.person": OFFICE,
    "office.edit": OFFICE,
    "office.correct": OFFICE,
    "office.set_groups": OFFICE,
    "office.look_alike": OFFICE,
    "office.hide": OFFICE,
    "office.recognise": OFFICE,
    "office.show_picture": OFFICE,
    "office.leave": OFFICE,
    "office.erase": OFFICE,
    "office.set_authority": OFFICE,
    "office.choose": OFFICE,
    "office.groups": OFFICE,
    "office.invitations": OFFICE,
    "office.invitations_of": OFFICE,
    "office.ask_by_mail": OFFICE,
    "office.ask_on_paper": OFFICE,
    "office.blank_forms": OFFICE,
    "office.make_group": OFFICE,
    "office.send_faces": OFFICE,
    "office.learn_confirmed": OFFICE,
    "office.forget_faces": OFFICE,
    "office.faces_state": OFFICE,
    "office.session_": OFFICE,
    "office.paper": OFFICE,
    "office.keep_paper": OFFICE,
    "office.scan": OFFICE,
    "office.staff": ADMIN,
    "office.new_colleague": ADMIN,
    "office.add_colleague": ADMIN,
    "office.colleague": ADMIN,
    "office.correct_colleague": ADMIN,
    "office.set_duties": ADMIN,
    "office.invite": ADMIN,
    "office.close_account": ADMIN,
    "office.colleague_left": ADMIN,
    "office.purposes": OFFICE | ADMIN,
    "office.purpose": OFFICE | ADMIN,
    "office.change_purpose": OFFICE | ADMIN,
    "office.move": OFFICE | ADMIN,
    "office.notice": OFFICE | ADMIN,
    "office.keep_notice": OFFICE | ADMIN,
    "office.discard_notice": OFFICE | ADMIN,
    "office.compare": OFFICE | ADMIN,
    "office.publish": OFFICE | ADMIN,
    "office.retire": OFFICE | ADMIN,
    "office.new_purpose": OFFICE | ADMIN,
    "office.add_purpose": OFFICE | ADMIN,
    "office.controller": ADMIN,
    "office.say_who": ADMIN,
    "office.choose_reminding": ADMIN,
    "notices.show": SIGNED_IN,
    "office.settings": ADMIN,
    "office.keep_settings": ADMIN,
    "office.letters": ADMIN,
    "office.lines": ADMIN,
    "office.keep_lines": ADMIN,
    "office.forms": ADMIN,
    "office.keep_forms": ADMIN,
    "watch.index": WATCHING,
    "watch.switch": WATCHING,
    "watch.sheet": WATCHING,
    "pictures.look": LOOKING,
    "pictures.reference": LOOKING,
    # before there is a school these open for everybody, afterwards for nobody: see test_setup
    "setup.closed": NOBODY,
    "setup.start": NOBODY,
    "setup.open_": NOBODY,
    "setup.open_demo": NOBODY,
    "setup.demo": ANYBODY,
    "signin.start": ANYBODY,
    "signin.send_code": ANYBODY,
    "signin.code": ANYBODY,
    "signin.check_code": ANYBODY,
    "signin.who": CHOOSING,
    "signin.choose": CHOOSING,
    "signin.enter_demo": ANYBODY,
    "signin.staff": ANYBODY,
    "signin.check_password": ANYBODY,
    "signin.invitation": ANYBODY,
    "signin.accept": ANYBODY,
    "signin.second": HALF,
    "signin.check_second": HALF,
    "signin.enrol": HALF,
    "signin.keep_second": HALF,
    "signin.passkey_options": ANYBODY,
    "signin.passkey_enter": ANYBODY,
    "signin.passkey_new": SIGNED_IN | HALF | CHOOSING,
    "signin.passkey_keep": SIGNED_IN | HALF | CHOOSING,
    "signin.no_passkey": FAMILY,
    "signin.leave": ANYBODY,
    "signin.arrive": ANYBODY,
    "signin.arrive_code": ANYBODY,
    "signin.letter": ANYBODY,
    "signin.spend_letter": ANYBODY,
    "signin.address": FAMILY,
    "signin.give_address": FAMILY,
    "signin.address_code": FAMILY,
    "signin.keep_address": FAMILY,
    "signin.account_page": SIGNED_IN,
    "signin.become_family": STAFF,
    "signin.end_others": SIGNED_IN,
    "signin.remove_passkey": SIGNED_IN,
}

# Values for the arguments of a route that lead to nothing: whoever reaches the view is told "not found".
GUESSED = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
# Routes with arguments that nothing is looked up by before a form is right.
NOT_LOOKED_UP = frozenset(
    {"events.tus_begin", "events.tus_go_on", "events.tus_end"}  # before it is known which tus is spoken
    | {"static", "setup.start", "setup.open_", "setup.open_demo", "signin.invitation", "signin.accept", "signin.arrive", "signin.letter"}
)


def _passkey(web: Web, owner: PersonId) -> dict[str, str]:
    with web.services.db.unit_of_work() as session:
        for name in (b"first", b"second"):
            credential = owner.encode() + name
            accounts.add_passkey(session, owner, credential=credential, public_key=b"key", sign_count=0, label="test", at=web.at)
    from webauthn.helpers import bytes_to_base64url

    return {"key": bytes_to_base64url(owner.encode() + b"first")}


def _question(web: Web, asker: PersonId) -> dict[str, str]:
    with web.school() as school:
        gallery = Gallery.open(school)
        doubt = reviews.raise_doubt(school.session, gallery.photo()[0], "Is this allowed?", actor=asker, at=web.at)
    return {"doubt": doubt}


def _inquiry(web: Web, asker: PersonId) -> dict[str, str]:
    with web.services.db.unit_of_work() as session:
        return {"inquiry": inquiries.ask(session, address="https://example.org/photo", actor=asker, at=web.at)}


def _upload(web: Web, owner: PersonId) -> dict[str, str]:
    with web.school() as school:
        event = Gallery.open(school).event
        return {"event": event, "upload": uploads.begin(school.session, event, about="", size=9, actor=owner, at=web.at)}


# Routes whose object belongs to one person: how to make one. Its owner gets anything but "not found", anybody else exactly that.
OWNED: dict[str, Callable[[Web, PersonId], dict[str, str]]] = {
    "signin.remove_passkey": _passkey,
    "doubts.show": _question,
    "events.tus_show": _upload,
    "found.show": _inquiry,
    "found.part": _inquiry,
}
