"""What can be wrong with the vault or its keys. `code` stays the same between versions; the message is one sentence."""


class VaultError(Exception):
    """Anything wrong with the vault or its keys."""

    code = "vault"


class Missing(VaultError):
    """No file has this name."""

    code = "missing"


class Damaged(VaultError):
    """A file or a sealed value is not what was written, or was written for other keys."""

    code = "damaged"


class NotStored(VaultError):
    """The file could not be written; nothing of it is kept. The cause says why: a full disk, say."""

    code = "not_stored"


class OpenToOthers(VaultError):
    """A folder or key can be read by other users of the machine."""

    code = "open_to_others"


class KeysIncomplete(VaultError):
    """The folder of keys holds some but not all of them, or one that cannot be read."""

    code = "keys_incomplete"


class WrongKeys(VaultError):
    """The vault was written for other keys than these."""

    code = "wrong_keys"


class NotRestorable(VaultError):
    """A backup is damaged, locked with another passphrase, or the place for it is not empty."""

    code = "not_restorable"
