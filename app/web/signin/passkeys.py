"""Passkeys (WebAuthn): a second factor, or both at once, because a passkey asks for a finger, a face or a code itself.

Families may have one instead of a code by mail. Whoever works here makes theirs with their account: a code by mail must not open that.
"""

import time
from secrets import token_bytes
from typing import TypedDict

from flask import redirect, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.web import access, addresses, limits, sessions
from app.web.addresses import within
from app.web.context import Visitor, me, now, school, session, unit_of_work, visitor
from app.web.signin.blueprint import bp
from consent_store.errors import BadInput, NotAllowed
from consent_store.operations import accounts, reminders
from consent_store.records.queries import accounts as account_queries
from consent_store.records.queries import people
from consent_store.records.queries import reminders as reminder_queries
from consent_store.records.queries.accounts import Area, PasskeyView, Stage
from consent_store.records.queries.people import PersonView
from consent_store.rules.terms import Role

_CHALLENGE = "challenge"
_LASTS = 300  # seconds
_OFFERED = "passkey_offered"


@bp.post("/signin/passkey/options")
@access.public
@limits.per_address
def passkey_options() -> ResponseReturnValue:
    """What the browser needs to ask for a passkey; whoever is half in is asked for one of their own."""
    who = visitor()
    own = account_queries.passkeys_of(session(), who.person.id) if who else []
    options = generate_authentication_options(
        rp_id=addresses.host(),
        challenge=_challenge(),
        allow_credentials=[PublicKeyCredentialDescriptor(id=each.id) for each in own],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options), {"Content-Type": "application/json"}


@bp.post("/signin/passkey")
@access.public
@limits.per_address
def passkey_enter() -> ResponseReturnValue:
    """Come in with a passkey."""
    kept = _verified()
    who = visitor()
    if who and who.half and who.person.id != kept.person:
        raise NotAllowed()
    sessions.begin(kept.person, _area_of(people.person(session(), kept.person)), Stage.FULL)
    return {"next": sessions.wanted()}


@bp.post("/signin/passkey/new/options")
@access.at_any_step
def passkey_new() -> ResponseReturnValue:
    """What the browser needs to make a passkey."""
    _may_make()
    person, ours = me().person, school()
    options = generate_registration_options(
        rp_id=addresses.host(),
        rp_name=ours.name if ours else "Beeldpoort",
        user_id=person.id.encode(),
        user_name=person.email or person.name,
        user_display_name=person.name,
        challenge=_challenge(),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.id) for each in account_queries.passkeys_of(session(), person.id)],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return options_to_json(options), {"Content-Type": "application/json"}


@bp.post("/signin/passkey/new")
@access.at_any_step
def passkey_keep() -> ResponseReturnValue:
    """Keep a passkey; at the first sign-in it is the second factor."""
    _may_make()
    made = _made()
    with unit_of_work() as changing:
        accounts.add_passkey(changing, me().person.id, label=_("Made on %(device)s", device=_device()), at=now(), **made)
    if me().half:
        sessions.step_up()
        return {"next": sessions.wanted()}
    return {"next": url_for("signin.account_page") if me().area is Area.STAFF else "/"}


@bp.post("/signin/passkey/not-now")
@access.family
def no_passkey() -> ResponseReturnValue:
    """Never offer one again; it can still be made among one's own keys."""
    with unit_of_work() as changing:
        reminders.record(changing, _OFFERED, me().person.id, at=now())
    return redirect(within(request.form.get("next")), 303)


def offered() -> bool:
    """Whether to offer a passkey to a family: once, to whoever has none."""
    who = me()
    declined = reminder_queries.of(session(), _OFFERED, [""]) if may_have(who) else {}
    return may_have(who) and (who.person.id, "") not in declined and not account_queries.passkeys_of(session(), who.person.id)


def may_have(who: Visitor) -> bool:
    """Whether somebody in the families' pages may make one there."""
    return who.area is Area.FAMILY and not who.half and who.person.role is not Role.STAFF


def _may_make() -> None:
    """With a password alone one may make the first key, not another beside those that are kept."""
    kept = account_queries.account(session(), me().person.id) if me().area is Area.STAFF else None
    if not may_have(me()) and (kept is None or (me().half and kept.has_second_factor)):
        raise NotAllowed()


def _area_of(person: PersonView) -> Area:
    return Area.STAFF if person.role is Role.STAFF else Area.FAMILY


def _opens(person: PersonView) -> bool:
    """Whether somebody's passkey lets them in: whoever works here needs an account that is open."""
    return not person.erased and (person.role is not Role.STAFF or account_queries.account(session(), person.id) is not None)


def _challenge() -> bytes:
    challenge = token_bytes(32)
    form_session[_CHALLENGE] = [bytes_to_base64url(challenge), int(time.time()) + _LASTS]
    return challenge


def _expected() -> bytes:
    """The challenge of this browser, once."""
    challenge, until = form_session.pop(_CHALLENGE, ("", 0))
    if time.time() > until:
        raise BadInput(code="passkey_refused")
    return base64url_to_bytes(challenge)


def _verified() -> PasskeyView:
    """The passkey that answered, its counter noted. Raises `BadInput` for any other answer."""
    try:
        answer = request.get_json()
        kept = account_queries.passkey(session(), base64url_to_bytes(answer["rawId"]))
        if kept is None or not _opens(people.person(session(), kept.person)):
            raise BadInput(code="passkey_refused")
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=_expected(),
            expected_rp_id=addresses.host(),
            expected_origin=addresses.origin(),
            credential_public_key=kept.public_key,
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError) as error:
        raise BadInput(code="passkey_refused") from error
    with unit_of_work() as changing:
        accounts.use_passkey(changing, kept.id, verified.new_sign_count)
    return kept


class _Made(TypedDict):
    credential: bytes
    public_key: bytes
    sign_count: int


def _made() -> _Made:
    try:
        verified = verify_registration_response(
            credential=request.get_json(),
            expected_challenge=_expected(),
            expected_rp_id=addresses.host(),
            expected_origin=addresses.origin(),
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError) as error:
        raise BadInput(code="passkey_refused") from error
    return {"credential": verified.credential_id, "public_key": verified.credential_public_key, "sign_count": verified.sign_count}


def _device() -> str:
    platform = (request.headers.get("Sec-CH-UA-Platform") or "").strip('"')
    return platform if platform.isalpha() and len(platform) < 20 else _("a device")
