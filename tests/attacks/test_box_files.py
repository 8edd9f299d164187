"""A picture takes over its decoder and goes for files: the school's keys to read, a start-up file to write."""

from pathlib import Path

import pytest

from tests.attacks.box import KEEPS_ROOT, NO_LANDLOCK, NO_LIMITS, NO_SECCOMP, outcome


def attacks(folder: Path) -> dict[str, str]:
    return {
        "read": f"open({str(folder / 'key')!r}).read()",
        "write": f"open({str(folder / 'new')!r}, 'w').write('x')",
        "make": f"os.mkdir({str(folder / 'made')!r})",
        "remove": f"os.unlink({str(folder / 'key')!r})",
        "link": f"os.symlink('/etc/passwd', {str(folder / 'link')!r})",
    }


@pytest.mark.parametrize("name", attacks(Path()))
@pytest.mark.parametrize("without", [(), (NO_SECCOMP, NO_LIMITS, KEEPS_ROOT), (NO_LANDLOCK, NO_LIMITS, KEEPS_ROOT)])
def test_no_file_is_read_or_changed(name: str, without: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret")
    assert outcome(attacks(tmp_path)[name], *without) == "stopped"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("name", attacks(Path()))
def test_without_walls_the_attack_would_work(name: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret")
    assert outcome(attacks(tmp_path)[name], NO_SECCOMP, NO_LANDLOCK, NO_LIMITS, KEEPS_ROOT) == "escaped"
