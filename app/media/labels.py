"""What is written into a file that goes out: who made it, on what terms, and what it says to somebody who cannot see it.

An XMP packet (ISO 16684-1) with these properties and no other: Dublin Core, Photoshop, XMP Rights, IPTC Core, and the PLUS vocabulary
(https://ns.useplus.org/LDF/ldf-XMPSpecification). Nobody in the picture is named.
"""

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_VOCABULARY: Final = "http://ns.useplus.org/ldf/vocab/"
_NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}
_OPENING: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_CLOSING: Final = '<?xpacket end="r"?>'
_YOUNGEST, _OF_AGE = 14, 18


@dataclass(frozen=True, slots=True)
class Label:
    """What a file says of itself. `minor` is the class of the youngest minor shown (see `age_class`); `recognisable`: is anybody shown."""

    creator: str
    rights: str
    credit: str
    terms: str
    release: str
    recognisable: bool
    minor: str | None = None
    alt: str = ""


def age_class(age: int | None) -> str | None:
    """PLUS' class for somebody of this age in whole years, or of unknown age; None for who is no minor."""
    if age is None:
        return "AG-UNK"
    if age >= _OF_AGE:
        return None
    return f"AG-A{age}" if age > _YOUNGEST else "AG-U14"


def packet(label: Label) -> bytes:
    """The XMP packet of a label, UTF-8, read-only."""
    properties = [
        _list("dc:creator", "Seq", label.creator),
        _words("dc:rights", label.rights),
        _plain("photoshop:Credit", label.credit),
        _words("xmpRights:UsageTerms", label.terms),
        _plain("plus:ModelReleaseStatus", _VOCABULARY + ("MR-LMR" if label.recognisable else "MR-NAP")),
        _list("plus:ModelReleaseID", "Bag", label.release),
        _plain("plus:MinorModelAgeDisclosure", _VOCABULARY + label.minor) if label.minor else "",
        _plain("plus:DataMining", _VOCABULARY + "DMI-PROHIBITED"),
        _words("Iptc4xmpCore:AltTextAccessibility", label.alt) if label.alt else "",
    ]
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(address)}" for prefix, address in _NAMESPACES.items())
    described = f'<rdf:RDF {spaces}><rdf:Description rdf:about="">{"".join(properties)}</rdf:Description></rdf:RDF>'
    return f'{_OPENING}<x:xmpmeta xmlns:x="adobe:ns:meta/">{described}</x:xmpmeta>{_CLOSING}'.encode()


def _plain(name: str, text: str) -> str:
    return f"<{name}>{_written(text)}</{name}>"


def _list(name: str, kind: str, text: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{_written(text)}</rdf:li></rdf:{kind}></{name}>"


def _words(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_written(text)}</rdf:li></rdf:Alt></{name}>'


def _written(text: str) -> str:
    """Text as XML may carry it: what cannot be shown is left out."""
    return escape("".join(letter for letter in text if letter.isprintable()))
