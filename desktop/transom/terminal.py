"""Runs the terminal commands, on the user's profile or on a demo signed in without a window."""

import argparse
import sys
from contextlib import ExitStack

from transom import headless
from transom.demo.launch import TenantNotStartedError
from transom.demo.walkthrough import WalkthroughError, walk_through
from transom.demo_cloud import demo_profile, tenant_for, with_demo
from transom.engine import listener
from transom.engine.errors import SettingsError, SignInError
from transom.engine.settings import Settings, SettingsFile


def run_headless(arguments: argparse.Namespace) -> int:
    """Run sync, status or search; the answer is the exit code."""
    arguments.sign_in = None
    with ExitStack() as at_end:
        if arguments.demo:
            try:
                _prepare_demo(arguments, at_end)
            except (TenantNotStartedError, SettingsError) as error:
                print(f"transom: {error}", file=sys.stderr)
                return 1
        return headless.run(arguments)


def _prepare_demo(arguments: argparse.Namespace, at_end: ExitStack) -> None:
    profile = demo_profile(arguments.profile)
    arguments.profile = profile.directory
    if listener.is_answered(profile):
        return  # the window that runs has a tenant already, and is the one that is asked
    tenant = tenant_for(profile)
    at_end.callback(tenant.stop)
    facts = tenant.start()
    file = SettingsFile(profile.settings_path)
    settings = with_demo(_usable(file), facts)
    file.save(settings)
    redirect_uri = settings.registration().cloud.redirect_uri

    def sign_in(url_text: str) -> str:
        try:
            return walk_through(url_text, redirect_uri, facts.ca_file, facts.accounts[0])
        except (WalkthroughError, OSError) as error:
            raise SignInError(f"The demo's sign-in pages did not work: {error}") from error

    arguments.sign_in = sign_in


def _usable(file: SettingsFile) -> Settings:
    """Return the settings, or the usual ones with a word about those that are damaged."""
    try:
        return file.load()
    except SettingsError as error:
        print(f"transom: {error.message}", file=sys.stderr)
        return Settings()
