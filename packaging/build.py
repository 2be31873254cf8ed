"""Freezes Transom and packs it: a .deb and a .tar.zst in dist/. Run by ``./dev package``."""

import argparse
import email.utils
import gzip
import os
import platform
import shutil
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

from control import MAINTAINER, control_text, is_elf
from manpage import man_page
from notices import copyright_text
from transom.__main__ import build_parser

TOP = Path(__file__).resolve().parent.parent
LINUX = TOP / "packaging" / "linux"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
# Nothing is published yet: whoever does publish names the place of the tour's pictures.
PICTURES_URL = os.environ.get("TRANSOM_PICTURES_URL", "https://transom.example/pictures")
_NOT_TO_SHIP = ("RECORD", "INSTALLER", "REQUESTED", "WHEEL", "direct_url.json", "top_level.txt")


def main() -> int:
    """Build what was asked for and say how large it became and how long it took."""
    parser = argparse.ArgumentParser(description="Freeze Transom and pack it.")
    parser.add_argument("--floor", action="store_true", help="pack an empty web-view window")
    is_floor = parser.parse_args().floor
    name = "transom-floor" if is_floor else "transom"
    os.environ.setdefault("SOURCE_DATE_EPOCH", _commit_time())
    started = time.monotonic()
    frozen = freeze(name, is_floor)
    _say(f"frozen        {_megabytes(frozen):7.1f} MB  {time.monotonic() - started:6.1f} s")
    stage = TOP / "build" / "stage" / name
    shutil.rmtree(stage, ignore_errors=True)
    stage_program(frozen, stage, name)
    if not is_floor:
        stage_desktop(stage)
    for pack in (pack_deb,) if is_floor else (pack_deb, pack_tar):
        started = time.monotonic()
        path = pack(stage, name)
        seconds = time.monotonic() - started
        _say(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB  {seconds:.1f} s")
    _say(f"installed     {_megabytes(stage):7.1f} MB")
    return 0


def freeze(name: str, is_floor: bool) -> Path:
    """Run PyInstaller and return the frozen folder."""
    out, work = TOP / "build" / "frozen", TOP / "build" / "work" / name
    environment = (
        os.environ | {"PYTHONHASHSEED": "1"} | ({"TRANSOM_FLOOR": "1"} if is_floor else {})
    )
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"),
            *("--distpath", out, "--workpath", work, TOP / "packaging" / "transom.spec"),
        ],
        check=True,
        env=environment,
    )
    return out / name


def stage_program(frozen: Path, stage: Path, name: str) -> None:
    """Copy the frozen folder to its place, stripped, and link the program into the path."""
    home = stage / "usr/lib" / name
    shutil.copytree(frozen, home, symlinks=True)
    for path in [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]:
        if path.parent.suffix == ".dist-info" and path.name in _NOT_TO_SHIP:
            path.unlink()
            continue
        is_program = path in (home / name, home / "_internal/PySide6/Qt/libexec/QtWebEngineProcess")
        if is_elf(path) and path != home / name:  # that one carries its modules behind the code
            subprocess.run(["strip", "--strip-unneeded", path], check=True)
        path.chmod(0o755 if is_program else 0o644)
    (stage / "usr/bin").mkdir(parents=True)
    (stage / "usr/bin" / name).symlink_to(f"../lib/{name}/{name}")


def stage_desktop(stage: Path) -> None:
    """Add everything that makes it a program of the desktop."""
    share = stage / "usr/share"
    _write(share / "applications/transom.desktop", (LINUX / "transom.desktop").read_text())
    _write(share / "metainfo/example.transom.Transom.metainfo.xml", _metainfo())
    _write(share / "man/man1/transom.1.gz", man_page(build_parser()))
    _write(share / "doc/transom/changelog.gz", _changelog())
    _write(share / "doc/transom/CHANGELOG.md.gz", (TOP / "CHANGELOG.md").read_text())
    _write(share / "doc/transom/copyright", copyright_text(TOP / "resources/licences"))
    _write(share / "lintian/overrides/transom", (LINUX / "lintian-overrides").read_text())
    _write(stage / "usr/lib/transom/apparmor", (LINUX / "apparmor").read_text())
    icons = share / "icons/hicolor"
    for side in ICON_SIZES:
        _copy(
            TOP / f"resources/icons/transom-{side}.png", icons / f"{side}x{side}/apps/transom.png"
        )
    _copy(TOP / "resources/icons/transom.svg", icons / "scalable/apps/transom.svg")


def pack_deb(stage: Path, name: str) -> Path:
    """Return a Debian package of the staged tree."""
    architecture = _output("dpkg", "--print-architecture")
    debian = stage / "DEBIAN"
    debian.mkdir()
    (debian / "control").write_text(control_text(stage, name, version("transom"), architecture))
    if name == "transom":
        for script in ("postinst", "prerm"):
            _copy(LINUX / script, debian / script)
            (debian / script).chmod(0o755)
    for folder in [stage, *(path for path in stage.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    path = _dist() / f"{name}_{version('transom')}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", stage, path],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(debian)
    return path


def pack_tar(stage: Path, name: str) -> Path:
    """Return an archive that runs from wherever it is unpacked."""
    folder = f"{name}-{version('transom')}-linux-{platform.machine()}"
    path = _dist() / f"{folder}.tar.zst"
    subprocess.run(
        [
            *("tar", "--create", "--use-compress-program=zstd -T0 -12", "--sort=name"),
            *("--owner=0", "--group=0", "--numeric-owner"),
            *(f"--mtime=@{os.environ['SOURCE_DATE_EPOCH']}", "--directory", stage / "usr"),
            *(f"--transform=flags=rSH;s,^\\.,{folder},", "--file", path, "."),
        ],
        check=True,
    )
    return path


def _metainfo() -> str:
    day = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"])))
    text = (LINUX / "transom.metainfo.xml").read_text()
    for mark, words in (("PICTURES", PICTURES_URL), ("VERSION", version("transom")), ("DATE", day)):
        text = text.replace(f"@{mark}@", words)
    return text


def _changelog() -> str:
    """Return a changelog in Debian's form; what changed is said once, in ours."""
    at = email.utils.formatdate(int(os.environ["SOURCE_DATE_EPOCH"]))
    return (
        f"transom ({version('transom')}) unstable; urgency=medium\n\n"
        f"  * What changed is in CHANGELOG.md.gz beside this file.\n\n -- {MAINTAINER}  {at}\n"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode()
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)
    path.chmod(0o644)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def _dist() -> Path:
    (TOP / "dist").mkdir(exist_ok=True)
    return TOP / "dist"


def _commit_time() -> str:
    try:
        return _output("git", "-C", str(TOP), "log", "-1", "--format=%ct")
    except (OSError, subprocess.CalledProcessError):
        return str(int(time.time()))  # an unpacked archive of the sources


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _megabytes(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
