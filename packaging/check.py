"""Installs a package in a fresh Debian, as a stranger would, and tries it: ``./dev test-package``.

Runs as root, for debootstrap and apt; what is tried runs as a plain user inside bwrap, because
Chromium's sandbox needs user namespaces and a plain chroot refuses them.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from screen import Screen

TOP = Path(__file__).resolve().parent.parent
PERSON = 1000
MIRROR = os.environ.get("TRANSOM_MIRROR", "http://deb.debian.org/debian")
SUITE = os.environ.get("TRANSOM_SUITE", "bookworm")
FONTS = ("fonts-inter", "fonts-noto-core")
_DEMO = "/home/person/.local/share/transom/demo"
_WINDOW = "transom\0--demo\0--signed-in"
_OF_NO_PACKAGE = ("/var/cache/", "/var/lib/apt/", "/var/lib/dpkg/", "/var/log/", "/run/", "/tmp/")


class CheckFailedError(Exception):
    """The package does not do what it should."""


class Tree:
    """A Debian of its own in a folder."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.home = directory.with_name(f"{directory.name}-home")

    def make(self) -> None:
        """Fetch the smallest Debian, and make an empty home for a person."""
        shutil.rmtree(self.directory, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        run("debootstrap", "--variant=minbase", SUITE, str(self.directory), MIRROR)
        (self.directory / "home/person").mkdir()  # where the home is bound; the tree is read-only
        (self.directory / "etc/hosts").write_text(
            "127.0.0.1 localhost\n"
        )  # as every installer does
        self.home.mkdir(parents=True)
        os.chown(self.home, PERSON, PERSON)

    def as_root(self, *command: str) -> str:
        """Run a command in the tree as its administrator."""
        environment = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        return run("chroot", str(self.directory), *command, env=environment)

    def person_command(self, display: str, *command: str) -> list[str]:
        """Return a command as a plain user runs it: no network, a home, and a display."""
        ids = ("setpriv", f"--reuid={PERSON}", f"--regid={PERSON}", "--clear-groups")
        binds = ("--ro-bind", str(self.directory), "/", "--bind", str(self.home), "/home/person")
        screen = ("--tmpfs", "/tmp", "--ro-bind", "/tmp/.X11-unix", "/tmp/.X11-unix")
        own = ("--proc", "/proc", "--dev", "/dev", "--unshare-pid", "--unshare-net", "--clearenv")
        words = {
            "HOME": "/home/person",
            "PATH": "/usr/bin:/bin",
            "DISPLAY": display,
            "LANG": "C.UTF-8",
        }
        setting = [part for name, value in words.items() for part in ("--setenv", name, value)]
        ending = ("--die-with-parent", "--chdir", "/home/person")
        return [*ids, "bwrap", *binds, *screen, *own, *setting, *ending, *command]

    def files(self) -> set[str]:
        """List the whole tree, without what belongs to no package by design."""
        found = (f"/{path.relative_to(self.directory)}" for path in walk(self.directory))
        return {name for name in found if not name.startswith(_OF_NO_PACKAGE)}


def main() -> int:
    """Take the steps one after the other; the first that fails ends it."""
    deb = Path(sys.argv[1])
    tree = Tree(TOP / "build" / "tree" / SUITE)
    pictures = TOP / "build" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    try:
        step("debootstrap", tree.make)
        before = tree.files()
        step("apt install", lambda: install(tree, deb))
        with Screen(1440, 900) as screen:
            step("self-test", lambda: try_self_test(tree, screen))
            step(
                "archive",
                lambda: try_archive(tree, screen, next(deb.parent.glob("transom-[0-9]*.zst"))),
            )
            step("demo", lambda: try_demo(tree, screen, pictures / "installed-demo.png"))
        step("purge", lambda: purge(tree, before))
    except (CheckFailedError, subprocess.CalledProcessError) as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    return 0


def install(tree: Tree, deb: Path) -> str:
    """Let apt install the package with what it depends on and nothing that it recommends."""
    shutil.copy(deb, tree.directory / "tmp" / deb.name)
    tree.as_root("apt-get", "update", "-qq")
    plain = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    tree.as_root(*plain, f"/tmp/{deb.name}")
    number = len(tree.as_root("dpkg-query", "-W", "-f=x"))
    missing = missing_libraries(tree)
    if missing:
        raise CheckFailedError(f"libraries are missing: {', '.join(missing)}")
    tree.as_root(*plain, *FONTS)  # two of those it recommends, for the picture
    return f"{number} packages in the tree, every link resolved"


def missing_libraries(tree: Tree) -> list[str]:
    """Return what the loader does not find for the program, the web process and Qt's plug-ins."""
    listing = tree.as_root(
        "sh",
        "-c",
        "cd /usr/lib/transom/_internal/PySide6 && ldd Qt/libexec/QtWebEngineProcess *.so"
        " $(find Qt/plugins -name '*.so' ! -name libqgtk3.so)",
    )
    return sorted({line.split()[0] for line in listing.splitlines() if "not found" in line})


def try_self_test(tree: Tree, screen: Screen) -> str:
    """Run the frozen program's own test."""
    command = tree.person_command(screen.display, "transom", "--self-test", "--json")
    ended = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if ended.returncode != 0:
        raise CheckFailedError(f"self-test: {ended.stdout}{ended.stderr}")
    report = json.loads(ended.stdout.splitlines()[-1])
    for one in report["checks"]:
        print(f"    {one['name']:<9}{one['seconds']:6.2f} s  {one['words']}", flush=True)
    return f"{len(report['checks'])} checks, all well"


def try_archive(tree: Tree, screen: Screen, archive: Path) -> str:
    """Unpack the other package in the person's home and run it from there."""
    run("tar", "--use-compress-program=zstd", "-xf", str(archive), "-C", str(tree.home))
    [unpacked] = tree.home.glob("transom-*")
    program = f"/home/person/{unpacked.name}/bin/transom"
    command = tree.person_command(screen.display, program, "--self-test")
    ended = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if ended.returncode != 0:
        raise CheckFailedError(f"unpacked: {ended.stdout}{ended.stderr}")
    shutil.rmtree(unpacked)
    return "self-test green from a folder in the home"


def try_demo(tree: Tree, screen: Screen, picture: Path) -> str:
    """Open the demo, read a message, prove the sandbox, call the window again, and close it."""
    command = tree.person_command(screen.display, "transom", "--demo", "--signed-in")
    with (picture.with_suffix(".log")).open("w") as log:
        window = subprocess.Popen(command, stderr=log, stdout=log)
    try:
        wait_until(lambda: stored(tree, screen) >= 300, 90, "no mail arrived")
        time.sleep(3)
        screen.click(480, 150)
        time.sleep(4)
        screen.save(picture)
        words = prove_sandbox()
        again = tree.person_command(screen.display, "transom", "--demo", "--open", "calendar")
        started = time.monotonic()
        if subprocess.run(again, timeout=20, check=False).returncode != 0:
            raise CheckFailedError("a second start did not hand over")
        seconds = time.monotonic() - started
        time.sleep(3)
        screen.save(picture.with_name("installed-calendar.png"))
        return f"{words}; a second start handed over in {seconds:.2f} s"
    finally:
        window.terminate()
        window.wait(20)


def stored(tree: Tree, screen: Screen) -> int:
    """Ask the window how many messages it has."""
    command = tree.person_command(screen.display, "transom", "status", "--json", "--profile", _DEMO)
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return int(json.loads(ended.stdout)["messages"]) if ended.returncode == 0 else 0


def prove_sandbox() -> str:
    """Compare each renderer with its program: other namespaces, and a seccomp filter."""
    programs = dict(command_lines())
    window = next((pid for pid, text in programs.items() if text.startswith(_WINDOW)), 0)
    renderers = find_renderers(programs)
    if not renderers or not window:
        raise CheckFailedError("no web page is shown: there is no renderer to look at")
    for pid in renderers:
        kinds = ("user", "pid", "net")
        shared = [kind for kind in kinds if namespace(pid, kind) == namespace(window, kind)]
        seccomp, powers = status(pid, "Seccomp"), status(pid, "CapEff")
        if shared or seccomp != "2" or int(powers, 16):
            raise CheckFailedError(f"a renderer shares {shared}; seccomp {seccomp}, {powers}")
    return (
        f"{len(renderers)} renderer(s), each with user, pid and net namespaces of its own, "
        "seccomp in filter mode and no capabilities"
    )


def find_renderers(programs: dict[int, str]) -> list[int]:
    """Return the last in each line of web processes: forked from a zygote, they keep its name."""
    web = {pid for pid, text in programs.items() if "QtWebEngineProcess" in text.split("\0")[0]}
    parents = {int(status(pid, "PPid")) for pid in web}
    helpers = {pid for pid in web if "--no-zygote-sandbox" in programs[pid]}
    return sorted(web - parents - helpers)


def status(pid: int, field: str) -> str:
    """Return one field of what the system says of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(f"{field}:"))


def command_lines() -> Iterator[tuple[int, str]]:
    """Yield every process of the tree's person with its program and arguments."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and entry.stat().st_uid == PERSON:
                yield int(entry.name), (entry / "cmdline").read_text(errors="replace")
        except OSError:
            continue


def namespace(pid: int, kind: str) -> str:
    """Return which namespace a process is in."""
    return str(Path(f"/proc/{pid}/ns/{kind}").readlink())


def purge(tree: Tree, before: set[str]) -> str:
    """Remove the package and see that nothing of it stays outside the person's home."""
    tree.as_root("apt-get", "remove", "-y", "-qq", "transom")
    tree.as_root("dpkg", "--purge", "transom")  # apt no longer knows it
    owned = set(tree.as_root("sh", "-c", "cat /var/lib/dpkg/info/*.list").splitlines())
    new = tree.files() - before - owned
    left = sorted(name for name in new if "transom" in name.lower())
    if left:
        raise CheckFailedError(f"left behind: {', '.join(left[:20])}")
    return f"nothing left of it; {len(new)} files that other packages made while installing"


def step(name: str, job: Callable[[], str | None]) -> None:
    """Do one step, and say how long it took and what it found."""
    started = time.monotonic()
    words = job() or ""
    print(f"{name:<13}{time.monotonic() - started:7.1f} s  {words}", flush=True)


def run(*command: str, env: dict[str, str] | None = None) -> str:
    """Run a command, keep its output, and show it where it fails."""
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if ended.returncode != 0:
        raise CheckFailedError(f"{' '.join(command)}\n{ended.stdout[-3000:]}{ended.stderr[-3000:]}")
    return ended.stdout


def wait_until(is_so: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Look twice a second until something is so."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise CheckFailedError(otherwise)
        time.sleep(0.5)


def walk(directory: Path) -> Iterator[Path]:
    """Yield every file and folder, following no link."""
    for folder, folders, files in os.walk(directory):
        yield from (Path(folder) / name for name in [*folders, *files])


if __name__ == "__main__":
    sys.exit(main())
