"""What is written into a released file: exactly these properties, in every format, as exiftool reads it."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.encoding import encoded, with_packet
from app.media.images import encode_jpeg, open_picture
from app.media.labels import Label, age_class, packet
from tests.media.drawing import LOSS, drawn, far
from tests.media.test_encoding import STRUCTURE, tags
from tests.needs import need

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/avif": "AVIF"}
LABEL = Label(
    creator="Fatima & Zn.",
    rights="© De Linde",
    credit="Fatima & Zn. / De Linde",
    terms="Alleen voor: <website>.",
    release="abcdefghijklmnopqrstuvwxyz",
    recognisable=True,
    minor="AG-U14",
    alt="Vier leerlingen op het veld, één met een bal 🏀",
)
WRITTEN = {
    "XMP-dc:Creator": "Fatima & Zn.",
    "XMP-dc:Rights": "© De Linde",
    "XMP-photoshop:Credit": "Fatima & Zn. / De Linde",
    "XMP-xmpRights:UsageTerms": "Alleen voor: <website>.",
    "XMP-plus:ModelReleaseStatus": "Limited or Incomplete Model Releases",
    "XMP-plus:ModelReleaseID": "abcdefghijklmnopqrstuvwxyz",
    "XMP-plus:MinorModelAgeDisclosure": "Age 14 or Under",
    "XMP-plus:DataMining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
    "XMP-iptcCore:AltTextAccessibility": "Vier leerlingen op het veld, één met een bal 🏀",
}
EXTENDED = {"WebP_Flags"}  # says that there is XMP


def properties(file: bytes, folder: Path) -> dict[str, str]:
    """The XMP of a file, by family and name."""
    path = folder / "file"
    path.write_bytes(file)
    said = subprocess.run([need("exiftool"), "-json", "-a", "-u", "-G1", "-XMP:all", str(path)], capture_output=True, check=True)
    return {name: value for name, value in json.loads(said.stdout)[0].items() if ":" in name}


@pytest.mark.parametrize("media_type", FORMATS)
def test_exactly_our_words_and_what_a_decoder_needs(media_type: str, tmp_path: Path) -> None:
    file = encoded(np.asarray(drawn()), media_type, 90, packet(LABEL))
    assert properties(file, tmp_path) == WRITTEN
    for group, found in tags(file, tmp_path).items():
        assert found <= STRUCTURE.get(group, set()) | EXTENDED or group == "XMP", group


@pytest.mark.parametrize("media_type", FORMATS)
def test_the_picture_is_as_it_was_and_of_nothing_but_our_words(media_type: str) -> None:
    picture = open_picture(encoded(np.asarray(drawn()), media_type, 90, packet(LABEL)))
    assert picture.format == FORMATS[media_type] and picture.had <= {"xmp"}
    assert far(picture.pixels, drawn()) <= LOSS[picture.format]


@pytest.mark.parametrize("media_type", FORMATS)
def test_without_words_nothing_is_written(media_type: str, tmp_path: Path) -> None:
    assert properties(encoded(np.asarray(drawn()), media_type, 90), tmp_path) == {}


def test_nobody_recognisable_needs_no_model_release_and_no_age(tmp_path: Path) -> None:
    label = Label("Zee", "© Zee", "Zee", "Vraag het.", "abc", recognisable=False)
    found = properties(encoded(np.asarray(drawn()), "image/jpeg", 90, packet(label)), tmp_path)
    assert found["XMP-plus:ModelReleaseStatus"] == "Not Applicable"
    assert len(found) == len(WRITTEN) - 2  # neither age nor alternative text


def test_a_jpegs_picture_data_stay_bit_for_bit() -> None:
    plain = encode_jpeg(np.asarray(drawn()), 92)
    labelled = with_packet(plain, packet(LABEL))
    assert labelled.endswith(plain[20:]) and labelled.startswith(plain[:20])


def test_words_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="packet"):
        with_packet(encode_jpeg(np.asarray(drawn()), 92), b" " * 65_536)


@given(st.text())
def test_whatever_is_written_stays_xml(text: str) -> None:
    ElementTree.fromstring(packet(Label(text, text, text, text, text, True, None, text)).strip(b"\xef\xbb\xbf"))


@pytest.mark.parametrize(
    ("age", "told"), [(0, "AG-U14"), (14, "AG-U14"), (15, "AG-A15"), (17, "AG-A17"), (18, None), (40, None), (None, "AG-UNK")]
)
def test_the_class_of_an_age(age: int | None, told: str | None) -> None:
    assert age_class(age) == told
