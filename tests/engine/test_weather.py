"""The engine in bad weather: a part fails, the rest goes on, and nothing stored is lost."""

from collections.abc import Callable, Iterator

import pytest
from tests.fakes.engines import EngineRun, true_messages
from tests.fakes.tenant import Tenant

from transom.engine.changes import Phase

CALENDARS = r"/me/calendars"
CONTACTS = r"/contacts/delta"
MESSAGES = r"/messages/delta"


class Weather:
    """A synced engine, and what goes wrong on the way to its tenant."""

    def __init__(self, run: EngineRun) -> None:
        self.run = run
        self._mails = 0

    def turn(self, name: str, where: str, rate: float = 1) -> None:
        wish = {"name": name, "rate": rate, "where": where}
        self.run.tenant.control("POST", "/weather", wish)

    def clear(self) -> None:
        self.run.tenant.control("DELETE", "/weather")

    def receive_mail(self) -> str:
        """Let a message arrive and return its subject."""
        self._mails += 1
        subject = f"Letter {self._mails}"
        sender = {"name": "Ines", "address": "ines@contoso.example"}
        mail = {"kind": "mail_added", "from": sender, "subject": subject, "text": "words"}
        self.run.tenant.control("POST", "/changes", mail)
        return subject

    def problems(self) -> list[str]:
        """Return the sentences told since the last look."""
        told = [problem.message for problem in self.run.problems()]
        self.run.news.clear()
        return told

    def has(self, subject: str) -> bool:
        return bool(self.run.engine.search.search_messages(subject, limit=1))

    def contact_names(self) -> set[str]:
        return {line.display_name for line in self.run.engine.contacts.reader.read_lines()}


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRun]:
    directory = tmp_path_factory.mktemp("weather")
    with Tenant(directory / "tenant", messages=40) as tenant, EngineRun(directory, tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        yield run


@pytest.fixture
def weather(synced: EngineRun) -> Iterator[Weather]:
    built = Weather(synced)
    built.problems()
    yield built
    built.clear()
    synced.wait_for(lambda: synced.phases() == [Phase.IDLE])
    assert synced.stored_messages() == true_messages(synced.tenant)


def test_a_part_that_fails_for_a_while_is_told_of_once_and_late(weather: Weather) -> None:
    weather.turn("error-500", CALENDARS)
    for told in ([], [], ["The server has a problem of its own."], [], []):
        subject = weather.receive_mail()
        weather.run.refresh()
        assert weather.has(subject), "the rest goes on"
        assert weather.problems() == told
    weather.clear()
    weather.run.refresh()
    weather.turn("error-500", CALENDARS)
    for told in ([], [], ["The server has a problem of its own."]):
        weather.run.refresh()
        assert weather.problems() == told, "it had been well in between"


def test_nonsense_is_told_of_at_once_and_the_next_round_tries_again(weather: Weather) -> None:
    before = weather.contact_names()
    weather.turn("broken-gzip", CONTACTS)
    contact = {"kind": "contact_added", "given_name": "Zita", "surname": "Zed"}
    weather.run.tenant.control("POST", "/changes", contact)
    subject = weather.receive_mail()
    weather.run.refresh()
    assert weather.has(subject)
    (told,) = weather.problems()
    assert told == "The server's answer could not be unpacked."
    assert weather.contact_names() == before
    weather.clear()
    weather.run.refresh()
    assert weather.contact_names() == before | {"Zita Zed"}
    assert weather.problems() == []


def test_answers_that_break_off_are_offline_and_come_back(weather: Weather) -> None:
    weather.turn("cut", MESSAGES)
    subject = weather.receive_mail()
    weather.run.engine.refresh()
    weather.run.wait_for(lambda: weather.run.phases() == [Phase.OFFLINE])
    assert weather.problems() == []
    weather.clear()
    weather.run.refresh()
    assert weather.has(subject)


def test_lost_states_repeated_items_and_loops_lose_and_double_nothing(weather: Weather) -> None:
    for name in ("lost-delta", "duplicates", "next-loop"):
        weather.turn(name, MESSAGES, 0.5)
        subject = weather.receive_mail()
        weather.run.refresh()
        weather.clear()
        weather.run.refresh()
        weather.run.refresh()
        assert weather.has(subject)


@pytest.fixture
def own(own_tenant: Callable[..., Tenant]) -> Tenant:
    return own_tenant("--weather", "odd-fields:0.5", messages=40)


def test_nulls_surrogates_and_unknown_words_from_the_first_call_on(
    own: Tenant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with EngineRun(tmp_path_factory.mktemp("odd"), own) as run:
        run.sign_in()
        run.wait_until_synced()
        statistics = run.engine.statistics()
        assert statistics.messages + run.engine.odd_items() >= len(true_messages(own))
        assert statistics.events > 0
        assert statistics.contacts > 0
        assert run.problems() == []
