"""Why a file could not be opened as a picture: one exception, a stable code, one English sentence for each."""

from typing import Final

SENTENCES: Final = {
    "empty": "The file is empty.",
    "not_a_file": "This is not an ordinary file.",
    "not_a_picture": "This is not a picture: JPEG, PNG, WebP, HEIC, AVIF and TIFF can be read.",
    "password_protected": "The file is locked with a password.",
    "polyglot": "The file is a picture and something else at the same time.",
    "too_large": "The file is larger than 80 MB.",
    "too_many_pixels": "The picture has more than 60 megapixels.",
    "truncated": "The file is not whole: its end is missing.",
    "unsupported": "The picture keeps its colours in a way that cannot be read.",
    "broken": "The picture is damaged and cannot be read.",
    "out_of_memory": "Reading the picture took more memory than is allowed.",
    "too_slow": "Reading the picture took longer than is allowed.",
}


class Unreadable(Exception):
    """A file that cannot be opened as a picture.

    `code` is a key of `SENTENCES` and stays the same between versions; pages translate it. The message is its sentence.
    """

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code = code

    def __reduce__(self) -> "tuple[type[Unreadable], tuple[str]]":
        return type(self), (self.code,)
