"""Copies of one mail in several folders, as one's own among those sent and those received."""

from collections.abc import Mapping, Sequence

from transom.engine.entities.mail import Message, MessageId, MessageLine


def without_copies(
    lines: Sequence[MessageLine], names: Mapping[MessageId, str], shown: Message
) -> list[MessageLine]:
    """Leave one line of each mail, the shown one's or one of its folder before all others.

    ``names`` are what senders call their mails. As anybody can call a mail like another, copies
    also have the same sender and beginning, and lie in different folders.
    """
    kept: dict[tuple[str, ...], MessageLine] = {}
    for line in sorted(lines, key=lambda one: _rank(one, shown)):
        name = names.get(line.id) or str(line.id)
        key: tuple[str, ...] = (name, line.sender.address.casefold(), line.preview)
        if key in kept and kept[key].folder == line.folder:
            key = (str(line.id),)
        kept.setdefault(key, line)
    stays = {line.id for line in kept.values()}
    return [line for line in lines if line.id in stays]


def _rank(line: MessageLine, shown: Message) -> int:
    return 0 if line.id == shown.id else 1 if line.folder == shown.folder else 2
