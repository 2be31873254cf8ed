"""What every change did, in order: the memory behind delta links."""

from typing import Literal

from transom.demo.mailbox.items import Effect, Event

Collection = Literal["messages", "folders", "events", "contacts", "contactFolders"]


class Log:
    """A growing list of effects; a place in it is a number that a delta link can carry."""

    def __init__(self) -> None:
        self._effects: list[Effect] = []

    @property
    def end(self) -> int:
        return len(self._effects)

    def add(
        self,
        collection: Collection,
        scope: int,
        key: int,
        *,
        is_removed: bool = False,
        is_created: bool = False,
        moves: int = 0,
        before: Event | None = None,
    ) -> None:
        self._effects.append(
            Effect(self.end, collection, scope, key, is_removed, is_created, moves, before)
        )

    def between(self, start: int, end: int, collection: Collection, scope: int) -> list[Effect]:
        return [
            effect
            for effect in self._effects[start:end]
            if effect.collection == collection and effect.scope == scope
        ]
