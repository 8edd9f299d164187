"""Encrypted files and the school's keys. Everything kept is an age file, which the `age` tool can open with the school's key."""

from app.vault.check import Report, check
from app.vault.draft import Draft
from app.vault.errors import Damaged, KeysIncomplete, Missing, NotRestorable, NotStored, OpenToOthers, VaultError, WrongKeys
from app.vault.files import FolderVault, Stored, Vault
from app.vault.keys import Keys
from app.vault.reader import Reader
from app.vault.seals import new_person_key, seal, seal_for, unseal, unseal_with

__all__ = [
    "Damaged", "Draft", "FolderVault", "Keys", "KeysIncomplete", "Missing", "NotRestorable", "NotStored", "OpenToOthers", "Reader",
    "Report", "Stored", "Vault", "VaultError", "WrongKeys", "check", "new_person_key", "seal", "seal_for", "unseal", "unseal_with",
]  # fmt: skip
