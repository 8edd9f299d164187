"""The command line's table of contents. A command's module is loaded when it is called: the face engine costs the web nothing."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

from app.wiring import Built

COMMANDS = {
    "bench": ("app.commands.benching", "bench"),
    "consent": ("app.commands.consents", "consent"),
    "demo": ("app.commands.demo", "demo"),
    "faces": ("app.commands.faces", "faces"),
    "film": ("app.commands.film", "film"),
    "gate": ("app.commands.gate", "gate"),
    "ledger": ("app.commands.ledger", "ledger"),
    "media": ("app.commands.media", "media"),
    "person": ("app.commands.people", "person"),
    "receipt": ("app.commands.receipts", "receipt"),
    "release": ("app.commands.releases", "release"),
    "roster": ("app.commands.roster", "roster"),
    "serve": ("app.commands.serving", "serve"),
    "upgrade": ("app.commands.serving", "upgrade"),
    "vault": ("app.commands.vault", "vault"),
    "voices": ("app.commands.voices", "voices"),
    "worker": ("app.commands.serving", "worker"),
}


class Commands(AppGroup):
    """Every command by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """As click asks."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """As click asks."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


def install(app: Flask, built: Built) -> None:
    """Give the application its commands."""
    app.extensions["beeldpoort.built"] = built
    app.cli = Commands()
