"""Why a recording could not be read as a film or as sound: one exception, a stable code, one English sentence for each."""

from typing import Final

SENTENCES: Final = {
    "empty": "The file is empty.",
    "not_a_file": "This is not an ordinary file.",
    "not_a_recording": "This is no picture, no film and no sound that can be read: JPEG, HEIC, PNG, MP4, MOV, MP3 or M4A, say.",
    "password_protected": "The file is locked with a password.",
    "polyglot": "The file is a recording and something else at the same time.",
    "not_a_film": "This is not a film: MP4, MOV, MKV, WebM and AVI can be read.",
    "not_sound": "This is not sound: MP3, M4A, WAV, FLAC, Ogg, Opus and the sound of a film can be read.",
    "no_picture": "There is no moving picture in this file, only sound or nothing at all.",
    "no_sound": "There is no sound in this file.",
    "still": "This film is one still picture.",
    "codec": "The recording is made in a way that cannot be read: H.264, HEVC, VP9, AV1, MPEG-4, Motion JPEG and ProRes can.",
    "sound_codec": "The sound is made in a way that cannot be read: AAC, MP3, FLAC, ALAC, Opus, Vorbis, AC-3, AMR and PCM can.",
    "too_large": "The file is larger than 20 GB.",
    "too_long": "The recording is longer than four hours.",
    "too_many_pixels": "The film has more than 36 megapixels in a frame.",
    "truncated": "The file is not whole: its end, or the index that says where everything is, is missing.",
    "broken": "The recording is damaged and cannot be read.",
    "out_of_memory": "Reading the recording took more memory than is allowed.",
    "too_slow": "Reading the recording took longer than is allowed.",
}


class Unplayable(Exception):
    """A file that cannot be read as a film or as sound.

    `code` is a key of `SENTENCES` and stays the same between versions; pages translate it. The message is its sentence.
    """

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code])
        self.code = code

    def __reduce__(self) -> "tuple[type[Unplayable], tuple[str]]":
        return type(self), (self.code,)


class Uncovered(Exception):
    """A rendition was made, and somebody who is to be covered could still be found in it: there is none. The message says so."""
