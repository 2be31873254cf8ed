"""Files with secrets: what is refused, and in which words."""

import os
from pathlib import Path

import pytest

from transom.engine.auth.key_file import create_key_file, read_key_file, read_secret_file
from transom.engine.errors import KeyringError


def test_a_key_comes_back_as_it_was_made_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert read_key_file(path) is None
    key = create_key_file(path)
    assert read_key_file(path) == key and len(key) == 32
    with pytest.raises(KeyringError, match="cannot be made"):
        create_key_file(path)
    assert read_key_file(path) == key


def test_a_place_where_no_file_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(KeyringError, match="cannot be opened"):
        read_key_file(tmp_path / "file" / "key")
    with pytest.raises(KeyringError, match="cannot be made"):
        create_key_file(tmp_path / "nowhere" / "key")


@pytest.mark.parametrize("content", [b"", b"not base64 !", b"c2hvcnQ="])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyringError, match="does not hold a key"):
        read_key_file(path)


def test_a_folder_and_a_pipe_are_no_key_files_and_nobody_waits_for_them(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("folder", "pipe"):
        with pytest.raises(KeyringError, match="not a plain file"):
            read_key_file(tmp_path / name)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a file away")
def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key_file(path)
    os.chown(path, 12345, 12345)
    with pytest.raises(KeyringError, match="somebody else"):
        read_key_file(path)


def test_a_secrets_first_line_is_read_if_it_is_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"opens it\r\nand more\n")
    path.chmod(0o600)
    assert read_secret_file(path) == "opens it"
    path.chmod(0o644)
    with pytest.raises(KeyringError, match="chmod 600"):
        read_secret_file(path)
    with pytest.raises(KeyringError, match="cannot be read"):
        read_secret_file(tmp_path / "none")
