"""Browser, code and view, each the whole way against the tenant; and who really signed in."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from tests.engine.auth.conftest import registration_of
from tests.fakes.clock import FakeClock
from tests.fakes.tenant import Page, Tenant

from transom.engine.auth.flow import SignedIn
from transom.engine.auth.scopes import WriteScopeError
from transom.engine.auth.signins import SignIns, Wish
from transom.engine.auth.wire import session_for
from transom.engine.entities.signin import CodeRequest, Door
from transom.engine.errors import (
    OfflineError,
    OtherAccountError,
    SignInCancelledError,
    SignInExpiredError,
    SignInRefusedError,
    StoppedError,
    WrongAnswerError,
)
from transom.engine.workers import Lane, Workers

PATIENCE_S = 20


@pytest.fixture
def stopping() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def lane(stopping: threading.Event) -> Iterator[Lane]:
    workers = Workers()
    yield workers.lane("waiting", threads=2)
    stopping.set()
    assert workers.stop(PATIENCE_S)


@pytest.fixture
def device_clock() -> FakeClock:
    """Stands still between two questions until the test lets time pass."""
    return FakeClock(waits_for_advance=True)


@pytest.fixture
def sign_ins(clock: FakeClock, stopping: threading.Event) -> SignIns:
    return SignIns(session_for, clock, stopping)


def bring(redirect: str) -> requests.Response:
    """Follow the provider's redirect as the system's browser does."""
    with requests.Session() as browser:
        browser.trust_env = False
        return browser.get(redirect.replace("localhost", "127.0.0.1"), headers=_host(redirect))


def _host(redirect: str) -> dict[str, str]:
    return {"Host": urlsplit(redirect).netloc}


def type_code(tenant: Tenant, code: str, *, declines: bool = False, kind: str = "work") -> str:
    """Enter the code on another device and sign in there; return what its last page says."""
    account = tenant.account(kind)
    values = {**account, "consent": "accept"}
    with tenant.session() as browser:
        page = Page.get(browser, f"{tenant.origin}/devicelogin").submit(code=code)
        for _ in range(8):
            if page.redirect:
                page = Page.get(browser, page.redirect)
            elif page.has("username") or page.has("password") or page.has("accept"):
                page = page.press("cancel") if declines else page.fill_in(values)
            else:
                return page.text
    raise AssertionError(page.text)


# --- the system's browser ---


def test_the_browser_brings_its_answer_to_this_computer(
    tenant: Tenant, sign_ins: SignIns, lane: Lane
) -> None:
    request = sign_ins.begin(Wish(registration_of(tenant)), Door.BROWSER)
    assert request.redirect_uri.startswith("http://localhost:")
    waiting = lane.submit(sign_ins.wait, request.state)
    page = bring(tenant.sign_in_by_http(url=request.url_text))
    assert page.status_code == 200 and "close this page" in page.text
    account = waiting.result(PATIENCE_S).account
    assert account.username == tenant.account()["username"]


def test_cancel_in_the_browser_is_a_cancelled_sign_in(
    tenant: Tenant, sign_ins: SignIns, lane: Lane
) -> None:
    request = sign_ins.begin(Wish(registration_of(tenant)), Door.BROWSER)
    waiting = lane.submit(sign_ins.wait, request.state)
    bring(f"{request.redirect_uri}/?error=access_denied&state={request.state}")
    with pytest.raises(SignInCancelledError):
        waiting.result(PATIENCE_S)


def test_a_browser_that_never_answers_is_given_up_in_time(
    tenant: Tenant, sign_ins: SignIns, clock: FakeClock, lane: Lane
) -> None:
    request = sign_ins.begin(Wish(registration_of(tenant)), Door.BROWSER)
    clock.advance(31 * 60)
    with pytest.raises(SignInExpiredError):
        lane.submit(sign_ins.wait, request.state).result(PATIENCE_S)
    with pytest.raises(WrongAnswerError):
        sign_ins.wait(request.state)


def test_giving_the_browser_up_frees_its_port(tenant: Tenant, sign_ins: SignIns) -> None:
    request = sign_ins.begin(Wish(registration_of(tenant)), Door.BROWSER)
    sign_ins.cancel(request.state)
    with pytest.raises(requests.ConnectionError):
        bring(f"{request.redirect_uri}/")


def test_a_provider_out_of_reach_leaves_no_port_open(
    own_tenant: Callable[..., Tenant], sign_ins: SignIns
) -> None:
    tenant = own_tenant(messages=1)
    tenant.stop()
    with pytest.raises(OfflineError):
        sign_ins.begin(Wish(registration_of(tenant)), Door.BROWSER)


# --- a code for another device ---


class Device:
    """Waits for a code at a pace the test sets."""

    def __init__(
        self,
        tenant: Tenant,
        clock: FakeClock,
        stopping: threading.Event,
        lane: Lane,
        *extra_scopes: str,
    ) -> None:
        self.clock = clock
        self.sign_ins = SignIns(session_for, clock, stopping)
        self.request: CodeRequest = self.sign_ins.begin_code(
            Wish(registration_of(tenant), extra_scopes=extra_scopes)
        )
        self.waiting: Future[SignedIn] = lane.submit(self.sign_ins.wait, self.request.state)
        one = self.sign_ins._open[self.request.state]
        while not one.is_waited_for:  # or a test could cancel before anybody waits
            threading.Event().wait(0.001)

    def result(self, pace_s: float = 1) -> SignedIn:
        """Let time pass until the waiting ends."""
        for _ in range(4000):
            if self.waiting.done():
                break
            self.clock.advance(pace_s)
            threading.Event().wait(0.005)
        return self.waiting.result(1)


@pytest.fixture
def device(
    tenant: Tenant, device_clock: FakeClock, stopping: threading.Event, lane: Lane
) -> Device:
    return Device(tenant, device_clock, stopping, lane)


@pytest.mark.parametrize("kind", ["work", "personal"])
def test_a_code_typed_elsewhere_signs_in_here(tenant: Tenant, device: Device, kind: str) -> None:
    assert device.request.page_url_text == f"{tenant.origin}/devicelogin"
    assert len(device.request.user_code) == 9
    assert "You have signed in" in type_code(tenant, device.request.user_code, kind=kind)
    assert device.result().account.username == tenant.account(kind)["username"]


def test_it_is_asked_at_the_pace_of_the_service(tenant: Tenant, device: Device) -> None:
    tenant.clear_log()
    while device.clock.monotonic() < 1000 + 4.5:
        device.clock.advance(0.25)
        threading.Event().wait(0.01)
    assert not tenant.asked("/token")
    type_code(tenant, device.request.user_code)
    device.result()
    assert len(tenant.asked("/token")) == 1


def test_who_asks_too_often_slows_down(tenant: Tenant, device: Device) -> None:
    # The tenant counts real seconds, so the fake ones are far too quick for it.
    tenant.clear_log()
    for _ in range(400):
        if len(tenant.asked("/token")) >= 3:
            break
        device.clock.advance(1)
        threading.Event().wait(0.02)
    type_code(tenant, device.request.user_code)
    assert device.result().account.username == tenant.account()["username"]


def test_declined_elsewhere_is_cancelled_here(tenant: Tenant, device: Device) -> None:
    assert "declined" in type_code(tenant, device.request.user_code, declines=True)
    with pytest.raises(SignInCancelledError, match="other device"):
        device.result()


def test_a_code_nobody_types_runs_out(device: Device) -> None:
    with pytest.raises(SignInExpiredError, match="ran out"):
        device.result(pace_s=60)


def test_a_code_can_be_given_up_and_the_program_closed(
    device: Device, stopping: threading.Event, tenant: Tenant, lane: Lane, device_clock: FakeClock
) -> None:
    device.sign_ins.cancel(device.request.state)
    with pytest.raises(SignInCancelledError):
        device.result()
    other = Device(tenant, device_clock, stopping, lane)
    stopping.set()
    with pytest.raises(StoppedError):
        other.result()


@pytest.mark.parametrize("door", [Door.CODE, Door.BROWSER])
def test_who_gives_up_before_anybody_waits_has_cancelled(
    tenant: Tenant, sign_ins: SignIns, door: Door
) -> None:
    wish = Wish(registration_of(tenant))
    request = sign_ins.begin_code(wish) if door is Door.CODE else sign_ins.begin(wish, door)
    sign_ins.cancel(request.state)
    with pytest.raises(SignInCancelledError):
        sign_ins.wait(request.state)
    with pytest.raises(WrongAnswerError):
        sign_ins.wait(request.state)


def test_an_unknown_app_gets_no_code(tenant: Tenant, sign_ins: SignIns) -> None:
    unknown = replace(registration_of(tenant), client_id="00000000-0000-0000-0000-00000000dead")
    with pytest.raises(SignInRefusedError) as caught:
        sign_ins.begin_code(Wish(unknown))
    assert caught.value.facts["codes"] == "AADSTS700016"


# --- who signed in ---


def test_somebody_else_is_noticed_and_kept_only_if_wanted(
    tenant: Tenant, sign_ins: SignIns
) -> None:
    request = sign_ins.begin(Wish(registration_of(tenant), login_hint="nobody@contoso.example"))
    redirect = tenant.sign_in_by_http(url=request.url_text)
    with pytest.raises(OtherAccountError) as caught:
        sign_ins.finish(request.state, redirect)
    assert caught.value.asked_for == "nobody@contoso.example"
    assert caught.value.signed_in == tenant.account()["username"]
    other = sign_ins.accept_other(request.state)
    assert other.account.username == tenant.account()["username"]
    with pytest.raises(WrongAnswerError):
        sign_ins.accept_other(request.state)


def test_a_known_account_is_known_by_its_ids_and_not_by_its_name(
    tenant: Tenant, sign_ins: SignIns, sign_in: Callable[..., SignedIn]
) -> None:
    known = sign_in(tenant).account
    wish = Wish(registration_of(tenant), "renamed@contoso.example", known.oid, known.tid)
    request = sign_ins.begin(wish)
    signed_in = sign_ins.finish(request.state, tenant.sign_in_by_http(url=request.url_text))
    assert signed_in.account.oid == known.oid
    stranger = replace(wish, oid="another")
    request = sign_ins.begin(stranger)
    with pytest.raises(OtherAccountError):
        sign_ins.finish(request.state, tenant.sign_in_by_http(url=request.url_text))


def test_what_was_given_up_cannot_be_finished_nor_kept(tenant: Tenant, sign_ins: SignIns) -> None:
    request = sign_ins.begin(Wish(registration_of(tenant), login_hint="nobody@contoso.example"))
    redirect = tenant.sign_in_by_http(url=request.url_text)
    with pytest.raises(OtherAccountError):
        sign_ins.finish(request.state, redirect)
    sign_ins.cancel(request.state)
    with pytest.raises(WrongAnswerError):
        sign_ins.accept_other(request.state)
    with pytest.raises(WrongAnswerError):
        sign_ins.finish(request.state, redirect)


def test_a_code_is_not_finished_like_a_page_nor_a_page_like_a_code(
    tenant: Tenant, sign_ins: SignIns
) -> None:
    code = sign_ins.begin_code(Wish(registration_of(tenant)))
    with pytest.raises(WrongAnswerError):
        sign_ins.finish(code.state, "http://localhost/?code=c")
    page = sign_ins.begin(Wish(registration_of(tenant)))
    with pytest.raises(WrongAnswerError):
        sign_ins.wait(page.state)
    with pytest.raises(WrongAnswerError):
        sign_ins.accept_other(code.state)
    sign_ins.cancel(code.state)


def test_more_is_asked_for_by_every_door_and_turned_on_as_far_as_granted(
    tenant: Tenant, sign_ins: SignIns
) -> None:
    wish = Wish(registration_of(tenant), extra_scopes=("People.Read",))
    request = sign_ins.begin(wish)
    assert "People.Read" in parse_qs(urlsplit(request.url_text).query)["scope"][0].split()
    redirect = tenant.sign_in_by_http(url=request.url_text)
    account = sign_ins.finish(request.state, redirect).account
    assert account.wished_scopes == {"People.Read"} and account.uses("People.Read")
    with pytest.raises(WriteScopeError):
        sign_ins.begin(Wish(registration_of(tenant), extra_scopes=("Mail.Send",)))
    with pytest.raises(WriteScopeError):
        sign_ins.begin_code(Wish(registration_of(tenant), extra_scopes=("Mail.ReadWrite",)))


def test_a_code_asks_for_more_as_well(
    tenant: Tenant, device_clock: FakeClock, stopping: threading.Event, lane: Lane
) -> None:
    device = Device(tenant, device_clock, stopping, lane, "People.Read")
    type_code(tenant, device.request.user_code)
    assert device.result().account.uses("People.Read")
