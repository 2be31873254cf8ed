"""Decides what of Qt, Python and this computer goes into the bundle: only what is reached."""

import subprocess
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]
"""A row of PyInstaller's table of contents: the name in the bundle, the file here, its kind."""

LOCALES = ("en-US", "en-GB")
"""The languages Transom speaks: Chromium's own words come along for these."""

BINDINGS = (  # the parts of PySide6 that Transom imports, and those that these import
    "QtCore",
    "QtDBus",
    "QtGui",
    "QtNetwork",
    "QtPdf",
    "QtPdfWidgets",
    "QtPrintSupport",
    "QtSvg",
    "QtWebChannel",
    "QtWebEngineCore",
    "QtWebEngineWidgets",
    "QtWidgets",
)

PLUGINS = {  # everything else that Qt could load is left at home
    "iconengines": ("qsvgicon",),
    "networkinformation": ("qnetworkmanager", "qnetworklistmanager", "qscnetworkreachability"),
    "imageformats": ("qgif", "qico", "qjpeg", "qsvg", "qwebp"),
    "platforminputcontexts": (
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    ),
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"),
    "platformthemes": ("qgtk3", "qxdgdesktopportal"),
    "printsupport": ("cupsprintersupport", "windowsprintersupport", "cocoaprintersupport"),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
    "tls": ("qcertonlybackend", "qopensslbackend", "qschannelbackend", "qsecuretransportbackend"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": ("dmabuf-server", "qt-plugin-wayland-egl"),
    "wayland-shell-integration": ("xdg-shell",),
    "xcbglintegrations": ("qxcb-egl-integration", "qxcb-glx-integration"),
}

LEFT_OUT_MODULES = ["IPython", "curses", "pip", "pytest", "readline", "setuptools", "tkinter"]

_LEFT_OUT = (
    "PySide6/Qt/qml/",
    "PySide6/Qt/resources/qtwebengine_devtools_resources",
)
_SYSTEM = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")
# The compiler's libraries must be the system's: its graphics drivers need their newer symbols.
_NEVER = ("libstdc++.so", "libgcc_s.so", "libreadline.so", "libtinfo.so", "libncurses")


def slim(binaries: list[Entry], datas: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return what stays of both tables."""
    rows = [row for row in [*binaries, *datas] if _may_stay(row)]
    libraries = {PurePosixPath(row[0]).name: row for row in rows if _is_library(row)}
    kept = {row[0]: row for row in rows if not _is_library(row)}
    todo = [row for row in kept.values() if _has_links(row)]
    while todo:
        row = todo.pop()
        for name in needed(row[1]):
            found = libraries.get(name)
            # Qt takes X11, GL and the like from the system it runs on.
            if found and found[0] not in kept and not (_is_qt(row) and _is_system(found)):
                kept[found[0]] = found
                todo.append(found)
    whole = [row for row in kept.values() if row[2] != "SYMLINK" or _target(row) in kept]
    return [row for row in whole if row[2] != "DATA"], [row for row in whole if row[2] == "DATA"]


def needed(path: str) -> list[str]:
    """Return the libraries that a program or library links to, by name."""
    listing = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=False)
    words = [line.split() for line in listing.stdout.splitlines()]
    return [pair[1] for pair in words if len(pair) == 2 and pair[0] == "NEEDED"]


def _may_stay(row: Entry) -> bool:
    name = row[0].replace("\\", "/")
    place = PurePosixPath(name)
    if place.name.startswith(_NEVER) or name.startswith(_LEFT_OUT):
        return False
    if place.suffix in (".chk", ".qm") or "sboms" in place.parts:
        return False
    if place.parent.name == "PySide6" and place.name.startswith("Qt"):
        return place.name.partition(".")[0] in BINDINGS
    if "qtwebengine_locales" in name:
        return place.stem in LOCALES
    if "/plugins/" in name:
        return place.stem.removeprefix("lib") in PLUGINS.get(place.parent.name, ())
    return True


def _is_library(row: Entry) -> bool:
    """Whether it stays only if something that stays links to it."""
    name = PurePosixPath(row[0])
    if row[2] == "SYMLINK":
        return False
    is_shared = ".so." in name.name or (name.suffix == ".so" and name.name.startswith("lib"))
    return is_shared and "plugins" not in name.parts and not name.name.startswith("libpython")


def _has_links(row: Entry) -> bool:
    return row[2] in ("BINARY", "EXTENSION", "EXECUTABLE")


def _is_qt(row: Entry) -> bool:
    return row[0].startswith(("PySide6/", "shiboken6/"))


def _is_system(row: Entry) -> bool:
    return row[1].startswith(_SYSTEM) and not Path(row[1]).name.startswith("libpython")


def _target(row: Entry) -> str:
    """Return what a link in the bundle points to, as a name in the bundle."""
    parts: list[str] = []
    for part in (PurePosixPath(row[0]).parent / row[1]).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
