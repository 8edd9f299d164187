"""Receipts: a decision about a consent as a file that anybody can check with the school's public key and nothing else.

`context` names the vocabularies, `record` says a decision in them, `making` adds what proves it and signs, `checking` checks it.
Pages, letters and commands all hand out the same file.
"""

from app.receipts.checking import Checked, Fault, Refused, check
from app.receipts.making import MEDIA_TYPE, filename, make, school_key

__all__ = ["MEDIA_TYPE", "Checked", "Fault", "Refused", "check", "filename", "make", "school_key"]
