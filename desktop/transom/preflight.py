"""Looks for what would make Qt abort without a word a person understands."""

import ctypes
import ctypes.util
import os
import sys

_LIBRARIES = {  # what PySide6 needs from a Linux system, and the Debian package that has it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libnss3.so": "libnss3",
    "libasound.so.2": "libasound2",
}
_X11_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def obstacle() -> str:
    """Return a sentence on why no window can open here, or an empty string."""
    if not sys.platform.startswith("linux"):
        return ""
    if os.geteuid() == 0 and not os.environ.get("QTWEBENGINE_DISABLE_SANDBOX"):
        return (
            "Transom does not open as root, because its web view would have no sandbox there. "
            "Start it as an ordinary user."
        )
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    needs_display = platform in ("", "xcb")
    needed = _LIBRARIES | (_X11_LIBRARIES if needs_display else {})
    missing = [package for library, package in needed.items() if not _loads(library)]
    if missing:
        return (
            "Transom cannot open a window: these system packages are missing: "
            f"{' '.join(missing)}. On Debian and Ubuntu: sudo apt-get install {' '.join(missing)}"
        )
    if needs_display and not os.environ.get("WAYLAND_DISPLAY") and not _x11_answers():
        return (
            "Transom cannot open a window: there is no display here. Start it from a desktop "
            "session, or use transom sync, status and search in a terminal."
        )
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x11_answers() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    is_sound: bool = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return is_sound
