"""The second factor that counts: six figures that change every half minute (RFC 6238)."""

from datetime import datetime

import pyotp
import segno

STEP = 30  # seconds
_DRIFT = (0, -1, 1)  # steps that the clock of a telephone may be off


def new_secret() -> str:
    """A fresh secret of 160 bits, in base 32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step that a code belongs to, or None where it is not right. The caller sees to it that a step counts once."""
    figures = "".join(character for character in code if character.isascii() and character.isdecimal())
    current = int(at.timestamp()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    fitting = [current + drift for drift in _DRIFT if pyotp.utils.strings_equal(totp.generate_otp(current + drift), figures)]
    return fitting[0] if fitting else None


def picture(secret: str, who: str, school: str) -> str:
    """The secret as a QR code, in SVG without styles, black on white in either theme: cameras want it so."""
    address = pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=who, issuer_name=school)
    code = segno.make(address, error="m", micro=False)
    svg: str = code.svg_inline(scale=5, border=3, dark="#000", light="#fff", svgclass="qr")
    return svg
