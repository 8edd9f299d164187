"""Attack: a list of addresses or of this machine's files calls itself a film, so that whoever plays it fetches them."""

from pathlib import Path

import pytest

from app.media.film import Unplayable, open_film
from tests.web.browser import Web
from tests.web.sender import Sender

PLAYLISTS = {
    "HLS": "#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n",
    "DASH": "<?xml version='1.0'?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>",
    "concat": "ffconcat version 1.0\nfile /etc/passwd\n",
    "SDP": "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
    "playlist of Windows": "[playlist]\nFile1=http://127.0.0.1:9/a.mp4\n",
}


@pytest.mark.parametrize("name", PLAYLISTS)
@pytest.mark.parametrize(("called", "filetype"), [("play.mp4", "video/mp4"), ("voices.m4a", "audio/mp4")])
def test_it_is_refused_at_the_door(web: Web, name: str, called: str, filetype: str) -> None:
    sender = Sender.at_work(web)
    data = PLAYLISTS[name].encode() + b"# " * 5000
    where = sender.begun(len(data), name=called, filetype=filetype)
    answer = sender.go_on(where, 0, data[:9000])
    assert (answer.status_code, answer.json["code"]) == (422, "not_a_recording")
    assert sender.items() == [] and sender.kept() == [] and sender.ask(where).status_code == 404


@pytest.mark.parametrize("name", PLAYLISTS)
def test_and_behind_the_bytes_of_a_film_it_opens_nothing(tmp_path: Path, name: str) -> None:
    posing = tmp_path / "play.mp4"
    posing.write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + PLAYLISTS[name].encode())
    with pytest.raises(Unplayable), open_film(posing) as film:
        list(film)
