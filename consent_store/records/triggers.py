"""What the database itself refuses: to change, replace or delete a line of the ledger or a checkpoint.

SQLite does not fire DELETE triggers for `INSERT OR REPLACE`, so that there an insert over an existing key is refused too.
"""

from collections.abc import Mapping

KEYS = {"entries": "seq", "checkpoints": "size"}
BLOCKS = {"blocks": "number"}  # of the tree over the entries, which came later
REFUSAL = "the ledger is append-only"

_POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def statements(dialect: str) -> list[str]:
    """The SQL that puts the ledger's triggers in place; `dialect` is `sqlite` or `postgresql`."""
    return [*([_POSTGRESQL_FUNCTION] if dialect == "postgresql" else []), *guards(dialect, KEYS)]


def guards(dialect: str, keys: Mapping[str, str]) -> list[str]:
    """The SQL that guards these tables, by name and key, once the ledger's own triggers are in place."""
    if dialect == "postgresql":
        return [sql for table in keys for sql in _postgresql(table)]
    return [sql for table, key in keys.items() for sql in _sqlite(table, key)]


def removal(dialect: str) -> list[str]:
    """The SQL that takes them away again: for the migration down, and for tests that attack the ledger."""
    if dialect == "postgresql":
        return ["DROP FUNCTION ledger_is_append_only() CASCADE"]
    return [f"DROP TRIGGER {table}_refuse_{verb}" for table in KEYS for verb in ("update", "delete", "replace")]


def _postgresql(table: str) -> list[str]:
    execute = "EXECUTE FUNCTION ledger_is_append_only()"
    return [
        f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {execute}",
        f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {execute}",
    ]


def _sqlite(table: str, key: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    known = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608  (both names are this house's)
    return [
        f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} WHEN {known} {refuse}",
    ]
