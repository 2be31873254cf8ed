"""The demo for whoever asked for it; nobody else's start loads its rooms."""

import argparse
from typing import TYPE_CHECKING

from transom.engine.engine import Engine
from transom.engine.profile import Profile
from transom.engine.workers import Workers
from transom.ui.bridge import Bridge
from transom.ui.window import Window

if TYPE_CHECKING:
    from transom.demo_stage import DemoStage


def profile_for(arguments: argparse.Namespace) -> Profile:
    """Return the profile that was asked for, the demo's own among them."""
    if not arguments.demo:
        return Profile(arguments.profile)
    from transom.demo_cloud import demo_profile

    return demo_profile(arguments.profile)


def stage_for(
    arguments: argparse.Namespace, engine: Engine, bridge: Bridge, window: Window, workers: Workers
) -> "DemoStage | None":
    """Return the demo's stage, None where nobody asked for it."""
    if not arguments.demo:
        return None
    from transom.demo_cloud import tenant_for
    from transom.demo_stage import DemoStage

    tenant = tenant_for(engine.profile)
    lane = workers.lane("app")
    return DemoStage(tenant, engine, bridge, window, lane, signs_in=arguments.signed_in)
