"""The whole program on a demo of its own, driven as a person would."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.fakes.engines import save_settings
from tests.fakes.tenant import Tenant

from transom.app import App
from transom.engine.profile import Profile

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


@pytest.fixture
def open_app(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Open the program on the test's own profile; each is stopped at the end.

    With a ``tenant`` it signs in there, not to a demo of its own.
    """
    opened: list[App] = []

    def start(*, demo: bool = True, signed_in: bool = False, tenant: Tenant | None = None) -> App:
        if tenant is not None:
            save_settings(Profile(tmp_path / "profile"), tenant)
        arguments = argparse.Namespace(
            profile=tmp_path / "profile",
            key_file=tmp_path / "key",
            demo=demo and tenant is None,
            signed_in=signed_in,
            verbose=False,
            command=None,
        )
        app = App(arguments, qapp)
        opened.append(app)
        app.start()
        app.window.resize(1440, 900)
        return app

    yield start
    for app in opened:
        app.stop()
        app.window.deleteLater()
