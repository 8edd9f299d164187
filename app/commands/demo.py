"""`flask demo`: a drawn school to try everything on."""

import click

from app.commands.common import built, progress, refusals_are_sentences
from app.db import migrate
from app.wiring import make_worker


@click.command()
@refusals_are_sentences
def demo() -> None:
    """Open the demo school in an empty registry."""
    from app.demo.albums import PHOTOS  # here: drawing weighs more than every other command
    from app.demo.school import open_demo

    beeldpoort = built()
    migrate(beeldpoort.services.db.engine)
    with progress(PHOTOS, "Drawing people and photos") as more:
        open_demo(make_worker(beeldpoort.config, beeldpoort.services).shop, lambda: more(1))
    click.echo(f"The demo school is open. Start Beeldpoort with `make run`, and be anybody at {beeldpoort.services.site.public_url}/signin")
