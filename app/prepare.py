"""Set-up that needs our own code: front-end libraries, translations, model weights. Each step does nothing where it is done already."""

import argparse
import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.analysis import weights

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "app" / "static" / "vendor"
FRONT_END = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "tus-js-client/dist/tus.min.js": "tus.min.js",
    "tus-js-client/LICENSE": "tus.LICENSE",
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf": "DejaVuSans.ttf",
    "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf": "DejaVuSans-Bold.ttf",
    "dejavu-fonts-ttf/LICENSE": "DejaVuSans.LICENSE",
}


def copy_front_end() -> None:
    """Copy the front-end libraries that npm fetched to where pages find them."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FRONT_END.items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)


def compile_translations() -> None:
    """Compile each catalogue whose source is newer."""
    for source in (ROOT / "app" / "translations").glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as text, target.open("wb") as compiled:
                write_mo(compiled, read_po(text))


def main() -> None:
    """`python -m app.prepare`, called by make."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--front-end", action="store_true", help="only copy the front-end libraries")
    if parser.parse_args().front_end:
        copy_front_end()
        return
    compile_translations()
    weights.compile_weights()


if __name__ == "__main__":
    main()
