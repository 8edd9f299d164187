"""Runs the migrations on the connection that it is handed; it knows no settings and opens nothing itself."""

from alembic import context

from consent_store.records.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
