"""The agenda: what comes first, what is one chain, what is dropped."""

from transom.engine.entities.accounts import AccountId
from transom.engine.sync.agenda import Agenda
from transom.engine.sync.tasks import Stage, Task

ADELE, LENA = AccountId(1), AccountId(2)


def task(key: str, stage: Stage, account: AccountId = ADELE, rank: int = 0) -> Task:
    return Task(account, stage, key, list, rank)


def take_all(agenda: Agenda) -> list[str]:
    keys = []
    while (taken := agenda.take()) is not None:
        keys.append(taken.key)
        agenda.finish(taken)
    return keys


def test_wishes_come_first_then_stages_then_ranks_then_arrival() -> None:
    agenda = Agenda()
    agenda.add([task("bodies", Stage.BODIES), task("b", Stage.MESSAGES, rank=5)])
    agenda.add([task("c", Stage.MESSAGES, rank=5), task("inbox", Stage.MESSAGES)])
    agenda.add([task("calendars", Stage.CALENDARS), task("wish", Stage.WISH)])
    assert take_all(agenda) == ["wish", "inbox", "b", "c", "calendars", "bodies"]


def test_the_foreground_takes_nothing_but_wishes() -> None:
    agenda = Agenda()
    agenda.add([task("inbox", Stage.MESSAGES)])
    assert agenda.take(wishes_only=True) is None


def test_a_chain_exists_once_whether_it_waits_or_runs() -> None:
    agenda = Agenda()
    assert agenda.add([task("inbox", Stage.MESSAGES)]) == 1
    assert agenda.add([task("inbox", Stage.MESSAGES)]) == 0
    running = agenda.take()
    assert running is not None
    assert agenda.add([task("inbox", Stage.MESSAGES)]) == 0
    assert agenda.add([task("inbox", Stage.MESSAGES, LENA)]) == 1


def test_a_wish_for_a_waiting_chain_moves_it_to_the_front() -> None:
    agenda = Agenda()
    agenda.add([task("inbox", Stage.MESSAGES), task("archive", Stage.MESSAGES, rank=9)])
    agenda.add([task("archive", Stage.WISH)])
    taken = agenda.take(wishes_only=True)
    assert taken is not None
    assert taken.key == "archive"
    assert agenda.has_round(ADELE), "the promoted step still belongs to the round"


def test_a_wish_for_a_running_chain_hurries_its_next_step() -> None:
    agenda = Agenda()
    agenda.add([task("archive", Stage.MESSAGES)])
    running = agenda.take()
    assert running is not None
    agenda.add([task("archive", Stage.WISH), task("inbox", Stage.MESSAGES)])
    agenda.finish(running, [task("archive", Stage.MESSAGES, rank=9)])
    assert take_all(agenda) == ["archive", "inbox"]


def test_what_follows_a_dropped_task_is_dropped_too() -> None:
    agenda = Agenda()
    agenda.add([task("inbox", Stage.MESSAGES), task("sent", Stage.MESSAGES, rank=1)])
    agenda.add([task("body", Stage.WISH), task("other", Stage.MESSAGES, LENA)])
    body = agenda.take()
    running = agenda.take()
    assert body is not None
    assert running is not None
    agenda.drop(ADELE, keeps_wishes=True)
    assert agenda.finish(running, [task("inbox", Stage.MESSAGES)]) == 0
    agenda.finish(body)
    assert take_all(agenda) == ["other"]


def test_quiet_is_when_nothing_of_the_account_runs() -> None:
    agenda = Agenda()
    agenda.add([task("inbox", Stage.MESSAGES)])
    running = agenda.take()
    assert running is not None
    assert not agenda.wait_until_quiet(ADELE, 0)
    assert agenda.wait_until_quiet(LENA, 0)
    agenda.finish(running)
    assert agenda.wait_until_quiet(ADELE, 0)
