"""The one place where the SQLite driver's errors become ours."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from transom.engine.errors import (
    DamagedError,
    DiskFullError,
    LockedError,
    StoppedError,
    StoreError,
    TransomError,
    WrongKeyError,
)

_NO_ROOM = frozenset(
    {
        apsw.SQLITE_IOERR_WRITE,  # a quota or a file size limit, where a full disk says FullError
        apsw.SQLITE_IOERR_SHMSIZE,
        apsw.SQLITE_IOERR_TRUNCATE,
    }
)

_UNREADABLE = frozenset(
    {
        apsw.SQLITE_IOERR_READ,  # a bad sector, or a disk that was pulled out
        apsw.SQLITE_IOERR_SHORT_READ,
        apsw.SQLITE_IOERR_DATA,
        apsw.SQLITE_IOERR_CORRUPTFS,
    }
)


@contextmanager
def our_errors(*, is_opening: bool = False) -> Iterator[None]:
    """Turn what the driver and the system raise into StoreErrors; bugs pass through."""
    try:
        yield
    except apsw.Error as error:
        ours = _translated(error, is_opening)
        if ours is None:
            raise
        raise ours from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _disk_full() from error
        raise StoreError(
            "The local copy cannot be read or written.", system=error.strerror or ""
        ) from error


def _damaged(code: str) -> DamagedError:
    return DamagedError(
        "The local copy is damaged. The mailbox on the server is not affected.", sqlite=code
    )


def _disk_full() -> DiskFullError:
    return DiskFullError(
        "There is no room left for the local copy. Nothing stored is lost; free some space."
    )


def _translated(error: apsw.Error, is_opening: bool) -> TransomError | None:
    code = str(getattr(error, "extendedresult", ""))
    match error:
        case apsw.NotADBError() if is_opening:
            return WrongKeyError(
                "The key does not open the local copy. Nothing was changed.", sqlite=code
            )
        case apsw.NotADBError() | apsw.CorruptError():
            return _damaged(code)
        case apsw.IOError() if getattr(error, "extendedresult", 0) in _UNREADABLE:
            return _damaged(code)
        case apsw.FullError():
            return _disk_full()
        case apsw.IOError() if getattr(error, "extendedresult", 0) in _NO_ROOM:
            return _disk_full()
        case apsw.BusyError() | apsw.LockedError():
            return LockedError("Another program holds the local copy.", sqlite=code)
        case apsw.InterruptError():
            return StoppedError("Transom is closing.")
        case apsw.CantOpenError() | apsw.PermissionsError() | apsw.ReadOnlyError():
            return StoreError("The local copy cannot be opened for writing.", sqlite=code)
        case apsw.IOError():
            return StoreError("The local copy cannot be read or written.", sqlite=code)
        case _:
            return None
