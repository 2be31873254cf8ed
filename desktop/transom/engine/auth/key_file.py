"""The key in a file of its owner's, for runs that nobody attends."""

import base64
import binascii
import os
import secrets
import stat
from pathlib import Path

from transom.engine.auth.sealing import KEY_BYTES
from transom.engine.errors import KeyringError


def read_key_file(path: Path) -> bytes | None:
    """Return the key in ``path``, None where there is no file; refuse a file others can read."""
    try:
        # Without waiting: a named pipe opens for a reader only once somebody writes.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyringError(f"The key file {path} cannot be opened: {error.strerror}.") from error
    try:
        _check_owner(path, os.fstat(descriptor))
        content = os.read(descriptor, 200)
    except OSError as error:
        raise KeyringError(f"The key file {path} cannot be read: {error.strerror}.") from error
    finally:
        os.close(descriptor)
    try:
        key = base64.b64decode(content.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyringError(f"The key file {path} does not hold a key of Transom's.")
    return key


def read_secret_file(path: Path) -> str:
    """Return the first line of a file that nobody else may read; KeyringError otherwise."""
    try:
        with path.open("rb") as file:
            _check_owner(path, os.fstat(file.fileno()))
            line = file.readline(1024)
    except OSError as error:
        raise KeyringError(f"The file {path} cannot be read: {error.strerror}.") from error
    return line.decode("utf-8", "replace").rstrip("\r\n")


def create_key_file(path: Path) -> bytes:
    """Write a new key to ``path``, which must not exist, for the owner's eyes only."""
    key = secrets.token_bytes(KEY_BYTES)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(key) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise KeyringError(f"The key file {path} cannot be made: {error.strerror}.") from error
    return key


def _check_owner(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise KeyringError(f"The key file {path} is not a plain file.")
    if os.name == "nt":  # rights there are lists, and a profile's folder is its user's alone
        return
    if status.st_mode & 0o077:
        raise KeyringError(
            f"Others on this computer can read the key file {path}. "
            f"Take that right away first: chmod 600 {path}."
        )
    if status.st_uid not in (os.geteuid(), 0):
        raise KeyringError(f"The key file {path} belongs to somebody else.")
