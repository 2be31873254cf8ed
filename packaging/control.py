"""Writes a Debian package's control file; what it depends on is read off its libraries' links."""

from collections.abc import Iterator
from pathlib import Path

from slim import needed

MAINTAINER = "The Transom contributors <maintainers@transom.example>"

_PACKAGES = {  # the library a system must have, and the package of Debian and Ubuntu it comes in
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libc.so.6": "libc6",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libm.so.6": "libc6",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libsmime3.so": "libnss3",
    "libstdc++.so.6": "libstdc++6",
    "libudev.so.1": "libudev1",
    "libutil.so.1": "libc6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbfile.so.1": "libxkbfile1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
# Plug-ins that Qt tries and does without: GNOME's look needs GTK, which only GNOME has.
_MAY_FAIL = ("libqgtk3.so",)
_LOOKED_UP = ("ca-certificates", "libnss3", "shared-mime-info")
_FONTS = ("fonts-inter", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji")
_RECOMMENDED = ("gnome-keyring | kwalletmanager", "libgl1-mesa-dri", "xdg-utils", *_FONTS)


class UnknownLibraryError(Exception):
    """A library is needed that no package is known for."""


def control_text(stage: Path, name: str, version: str, architecture: str) -> str:
    """Return the control file of the tree staged in ``stage``."""
    depends = sorted({*_LOOKED_UP, *linked_packages(stage)})
    files = [path for path in stage.rglob("*") if path.is_file() and not path.is_symlink()]
    lines = [
        f"Package: {name}",
        f"Version: {version}",
        f"Architecture: {architecture}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {sum(-(-path.stat().st_size // 1024) for path in files)}",
        f"Depends: {', '.join(depends)}",
        f"Recommends: {', '.join(_RECOMMENDED)}",
        "Section: mail",
        "Priority: optional",
        "Description: read-only window on a Microsoft 365 or Outlook.com mailbox",
        " Mail, calendar and people in native views, readable offline. Transom asks for",
        " read permissions alone, refuses every call that could change a mailbox, and",
        " keeps its local copy encrypted. A demo mailbox needs no account and no network.",
    ]
    return "\n".join(lines) + "\n"


def linked_packages(stage: Path) -> set[str]:
    """Return the packages with the libraries that the bundle links to and does not carry."""
    binaries = [path for path in stage.rglob("*") if path.is_file() and is_elf(path)]
    carried = {path.name for path in stage.rglob("*")}
    wanted = {name for path in binaries for name in _links(path) if name not in carried}
    unknown = sorted(wanted - set(_PACKAGES))
    if unknown:
        raise UnknownLibraryError(f"packaging/control.py names no package for {', '.join(unknown)}")
    return {_PACKAGES[name] for name in wanted}


def is_elf(path: Path) -> bool:
    """Whether a file is a program or library of this system."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _links(path: Path) -> Iterator[str]:
    if path.name not in _MAY_FAIL:
        yield from needed(str(path))
