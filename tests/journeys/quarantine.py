"""Runs a command where no network is, and writes down whom it tried to reach.

Started by ``unshare`` with a network and mounts of its own: every address leads back to this
computer, a resolver of our own answers every name, and a raw socket sees each packet.
"""

import contextlib
import json
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

_EVERYTHING = 0x0003
_TCP, _UDP, _DNS_PORT = 6, 17, 53
_ANSWER_ADDRESS = "127.0.0.77"
_RESOLVER_ADDRESS = "127.0.0.53"
_LAST = ("127.0.0.99", 9)
_ELSEWHERE = {"pictures.example": "93.184.216.34", "inside.example": "10.0.0.5"}
"""Names that lead to the internet, or into a private network; each packet still ends here."""


class Recorder:
    """Knows every name that was asked for and every place a connection was tried to."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.places: set[tuple[str, int]] = set()
        self._wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.ntohs(_EVERYTHING))
        self._wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
        self._resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._resolver.bind((_RESOLVER_ADDRESS, _DNS_PORT))
        for work in (self._watch, self._resolve):
            threading.Thread(target=work, daemon=True).start()

    def report(self) -> dict[str, object]:
        """Say what was tried, once every packet so far has been looked at."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", _LAST)
        while _LAST not in self.places:
            time.sleep(0.01)
        self.places.discard(_LAST)
        return {"names": sorted(self.names), "places": sorted(map(list, self.places))}

    def _watch(self) -> None:
        while True:
            packet = self._wire.recv(65535)
            place = _place_of_four(packet) if packet[:1] and packet[0] >> 4 == 4 else None
            place = _place_of_six(packet) if packet[:1] and packet[0] >> 4 == 6 else place
            if place is not None and place != (_RESOLVER_ADDRESS, _DNS_PORT):
                self.places.add(place)

    def _resolve(self) -> None:
        while True:
            question, asker = self._resolver.recvfrom(4096)
            with contextlib.suppress(IndexError, UnicodeDecodeError, struct.error):
                name, kind, end = _question_of(question)
                self.names.add(name)
                self._resolver.sendto(_answer_to(question, kind, end, name), asker)


def _place_of_four(packet: bytes) -> tuple[str, int] | None:
    start, address = (packet[0] & 15) * 4, socket.inet_ntoa(packet[16:20])
    return _place(packet[9], address, packet[start:])


def _place_of_six(packet: bytes) -> tuple[str, int] | None:
    return _place(packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40]), packet[40:])


def _place(protocol: int, address: str, body: bytes) -> tuple[str, int] | None:
    """Return where a connection begins to lead, or a datagram leads."""
    if protocol == _TCP and body[13] & 0x12 == 0x02:  # SYN without ACK
        return address, int(struct.unpack(">H", body[2:4])[0])
    if protocol == _UDP and struct.unpack(">H", body[:2])[0] != _DNS_PORT:
        return address, int(struct.unpack(">H", body[2:4])[0])
    return None


def _question_of(question: bytes) -> tuple[str, int, int]:
    labels, at = [], 12
    while length := question[at]:
        labels.append(question[at + 1 : at + 1 + length].decode())
        at += 1 + length
    return ".".join(labels).lower(), int(struct.unpack(">H", question[at + 1 : at + 3])[0]), at + 5


def _answer_to(question: bytes, kind: int, end: int, name: str) -> bytes:
    is_known = kind == 1
    places = (place for ending, place in _ELSEWHERE.items() if name.endswith(ending))
    address = next(places, _ANSWER_ADDRESS)
    head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, int(is_known), 0, 0)
    record = struct.pack(">HHHIH", 0xC00C, 1, 1, 60, 4) + socket.inet_aton(address)
    return head + question[12:end] + (record if is_known else b"")


def _shut_in(directory: Path) -> None:
    """Lead every address to this computer and every name to our resolver."""
    resolver_file = directory / "resolv.conf"
    resolver_file.write_text(f"nameserver {_RESOLVER_ADDRESS}\n")
    for command, must in (
        ("ip link set lo up", True),
        ("ip route add local 0.0.0.0/0 dev lo", True),
        ("ip -6 route add local ::/0 dev lo", False),  # not every kernel has the sixth version
        (f"mount --bind {resolver_file} /etc/resolv.conf", True),
    ):
        subprocess.run(command.split(), check=must)


def main(directory: Path, command: list[str]) -> int:
    """Run the command, then leave ``report.json`` in the directory."""
    _shut_in(directory)
    recorder = Recorder()
    code = subprocess.run(command).returncode
    (directory / "report.json").write_text(json.dumps(recorder.report()))
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
