"""Words inside attachments: not read unasked, found once wanted, and forgotten when no more."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.fakes.engines import PATIENCE_S, EngineRun
from tests.fakes.mailbox import synced
from tests.fakes.tenant import Tenant

from transom.engine.entities.mail import MessageLine

# A heading in each of the demo's workbooks, and in no name.
INSIDE = "utilisation"


def want(run: EngineRun, megabytes: int) -> None:
    run.engine.save_settings(replace(run.engine.settings, file_text_mb=megabytes))


def found(run: EngineRun, words: str = f"attachment:{INSIDE} ") -> list[MessageLine]:
    return run.engine.search.search_messages(words)


def fetched(run: EngineRun) -> int:
    return len(run.tenant.asked(r"/attachments/[^/]+/\$value$"))


def test_words_inside_attachments_are_found_once_wanted_and_no_longer_when_not(
    own_tenant: Callable[..., Tenant], tmp_path: Path
) -> None:
    with synced(tmp_path, own_tenant(messages=40)) as run:
        run.refresh()
        assert fetched(run) == 0, "nobody asked for it"
        assert found(run) == []
        want(run, 20)
        run.wait_for(lambda: bool(found(run)))
        run.wait_until_synced(60)
        (line, *_) = found(run)
        search = run.engine.search.begin(f"attachment:{INSIDE} ")
        (snippet,) = search.snippets([line.id]).result(PATIENCE_S).values()
        assert snippet.startswith("In ") and INSIDE in snippet.lower()
        assert found(run, '"case utilisation change"'), "phrases too"
        count = fetched(run)
        assert run.engine._hall.store.mail.read_attachment_content(1) is None  # type: ignore[arg-type]
        run.refresh()
        assert fetched(run) == count, "each once"
        want(run, 0)
        run.wait_for(lambda: not found(run))
        assert run.problems() == []
        want(run, 1)
        run.wait_for(lambda: bool(found(run)))


def test_what_is_too_large_waits_until_more_is_allowed(
    own_tenant: Callable[..., Tenant], tmp_path: Path
) -> None:
    with synced(tmp_path, own_tenant(messages=40)) as run:
        texts = run.engine._hall.store.attachment_texts
        account = run.engine.accounts.list()[0].id
        texts.most_bytes = 1
        run.refresh()
        assert texts.read_unread(account, 10) == []
        assert fetched(run) == 0
        want(run, 5)
        run.wait_for(lambda: bool(found(run)))
