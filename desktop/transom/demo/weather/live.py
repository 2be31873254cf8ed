"""Life in a mailbox: new mail, changed meetings, moves and deletes, one after the other."""

import asyncio
import contextlib
from datetime import timedelta
from random import Random

from transom.demo.mailbox import changes as kinds
from transom.demo.mailbox import people
from transom.demo.mailbox.changes import BadChangeError, Change
from transom.demo.mailbox.folders import DELETED, INBOX, SENT
from transom.demo.mailbox.world import Mailbox, World
from transom.demo.weather.sky import Weather

SUBJECTS = (
    "Readings of tonight",
    "Crane moved to Friday",
    "One more question on sheet 4",
    "Lunch?",
    "Purchase order released",
    "Minutes, second try",
)


class Life:
    """Makes changes in the first account's mailbox; the same seed lives the same life."""

    def __init__(self, world: World, seed: int) -> None:
        self._world, self._dice = world, Random(f"{seed}/live")
        self._count = 0

    def step(self) -> str:
        """Let one thing happen and say what kind it was."""
        mailbox = self._world.mailboxes()[0]
        change = self._draw(mailbox)
        with contextlib.suppress(BadChangeError):  # a change may have become impossible
            self._world.apply(change)
        return type(change).__name__

    def _draw(self, mailbox: Mailbox) -> Change:
        self._count += 1
        draw = self._dice.random()
        recent = mailbox.mail.keys(INBOX)[:50]
        if draw < 0.45 or not recent:
            return self._new_mail()
        if draw < 0.75:
            return self._moved_mail(mailbox, self._dice.choice(recent), draw)
        return self._meeting(mailbox)

    def _new_mail(self) -> Change:
        who = self._dice.choice(people.COLLEAGUES)
        subject = f"{self._dice.choice(SUBJECTS)} ({self._count})"
        text = f"<p>{subject}</p><p>{who.name}</p>"
        return kinds.MailAdded(
            sender=kinds.Sender(who.name, who.address), subject=subject, html=text
        )

    def _moved_mail(self, mailbox: Mailbox, key: int, draw: float) -> Change:
        name = mailbox.ids.make("m", key, immutable=True)
        if draw < 0.60:
            return kinds.MailRead(id=name, is_read=not mailbox.mail.is_read(key))
        if draw < 0.70:
            target = self._dice.choice((DELETED, SENT, INBOX + 5))
            return kinds.MailMoved(id=name, folder=mailbox.ids.make("f", target))
        return kinds.MailDeleted(id=name)

    def _meeting(self, mailbox: Mailbox) -> Change:
        shelf = mailbox.calendar
        events = [one for one in shelf.events(shelf.default.key) if one.recurrence is None]
        if not events or self._dice.random() < 0.3:
            start = mailbox.born.replace(tzinfo=None) + timedelta(days=self._dice.randrange(14))
            return kinds.EventAdded(
                subject=f"Called at short notice ({self._count})",
                start=start,
                end=start + timedelta(minutes=30),
            )
        event = self._dice.choice(events)
        name = mailbox.ids.make("e", event.key, immutable=True)
        if self._dice.random() < 0.2:
            return kinds.EventRemoved(id=name)
        later = timedelta(minutes=15 * self._dice.randrange(1, 5))
        return kinds.EventChanged(id=name, start=event.start + later, end=event.end + later)


class LiveTask:
    """Keeps one task that lives at the rate of the weather, for as long as it is on."""

    def __init__(self, weather: Weather, life: Life) -> None:
        self._weather, self._life = weather, life
        self._task: asyncio.Task[None] | None = None
        weather.on_change(self.begin)

    def begin(self) -> None:
        """Start the task if it is wanted and there is a loop to run it on."""
        is_running = self._task is not None and not self._task.done()
        if is_running or not self._weather.rate("live"):
            return
        with contextlib.suppress(RuntimeError):  # before the server runs there is none
            self._task = asyncio.get_running_loop().create_task(self._live())

    async def _live(self) -> None:
        while rate := self._weather.rate("live"):
            await asyncio.sleep(1 / rate)
            if self._weather.rate("live"):
                self._life.step()
