"""Where the panes stand: side by side, the folders as a drawer, or one pane at a time."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.engine import Engine
from transom.ui.mail.search_field import MailBar
from transom.ui.theme import Theme

_SIDE_PX, _LIST_PX, _TABLE_PX = 232, 384, 320
_SAVE_AFTER_MS = 800


class Arrangement(QObject):
    """Lays out a page's panes, remembers their widths, and offers the ways between them."""

    def __init__(
        self,
        page: QWidget,
        side: QWidget,
        bar: MailBar,
        middle: QWidget,
        reading: QWidget,
        engine: Engine,
        theme: Theme,
    ) -> None:
        super().__init__(page)
        self._page, self._side, self._bar = page, side, bar
        self._middle, self._reading = middle, reading
        self._engine, self._theme = engine, theme
        self.level = 0
        self.is_reading = False
        self._panes = self._splitter(middle, reading)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._panes, 1)
        self._outer = self._splitter(side, right)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._outer)
        self._pause = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._pause.timeout.connect(self._on_pause_ended)
        page.installEventFilter(self)
        self._restore()

    @property
    def is_drawer_open(self) -> bool:
        """Whether the folders lie over the other panes."""
        return self.level > 0 and self._side.isVisible()

    def set_level(self, level: int) -> None:
        """Arrange for 0 a wide window, 1 a narrower one, 2 one pane at a time."""
        was = self.level
        self.level = level
        if bool(level) != bool(was):
            self._side.setProperty("line", "right" if level else "")
            self._side.style().polish(self._side)
        if level > 0 and was == 0:
            self._side.setParent(self._page)
            self._side.hide()
        elif level == 0 and was > 0:
            self._outer.insertWidget(0, self._side)
            self._side.show()
            self._restore()
        self._show_panes()

    @Slot(bool)
    def stack_panes(self, is_stacked: bool) -> None:
        """Let the list stand above the message, or beside it."""
        way = Qt.Orientation.Vertical if is_stacked else Qt.Orientation.Horizontal
        if way is not self._panes.orientation():
            self._panes.setOrientation(way)
            self._restore()

    def show_reading(self, is_reading: bool) -> None:
        """Where there is room for one pane: show the message, or the list."""
        self.is_reading = is_reading
        self._show_panes()

    def toggle_drawer(self) -> None:
        """Slide the folders over the other panes, or away."""
        if self.level == 0:
            return
        self._side.setVisible(not self._side.isVisible())
        if self._side.isVisible():
            self._fit_drawer()
            self._side.raise_()
            self._side.setFocus()

    def close_drawer(self) -> None:
        """Put the folders away where they are a drawer."""
        if self.level > 0:
            self._side.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.level > 0:
            self._fit_drawer()
        return False

    def _fit_drawer(self) -> None:
        self._side.setGeometry(0, 0, self._theme.px(_SIDE_PX), self._page.height())

    def _show_panes(self) -> None:
        is_single = self.level == 2
        self._middle.setVisible(not is_single or not self.is_reading)
        self._reading.setVisible(not is_single or self.is_reading)
        has_back = is_single and self.is_reading
        self._bar.show_ways(has_drawer=self.level > 0 and not has_back, has_back=has_back)

    def _splitter(self, first: QWidget, second: QWidget) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(first)
        splitter.addWidget(second)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.splitterMoved.connect(self._on_moved)
        return splitter

    def _restore(self) -> None:
        px, settings = self._theme.px, self._engine.settings
        self._side.setMinimumWidth(px(160))
        self._middle.setMinimumWidth(px(260))
        self._reading.setMinimumWidth(px(320))
        side = settings.folder_pane_width_px or _SIDE_PX
        is_stacked = self._panes.orientation() is Qt.Orientation.Vertical
        self._middle.setMinimumHeight(px(120) if is_stacked else 0)
        self._reading.setMinimumHeight(px(160) if is_stacked else 0)
        middle = settings.list_pane_width_px or _LIST_PX
        if is_stacked:
            middle = settings.list_pane_height_px or _TABLE_PX
        # What is wanted of the second pane is all that is left.
        self._outer.setSizes([px(side), px(4_000)])
        self._panes.setSizes([px(middle), px(4_000)])

    @Slot()
    def _on_moved(self) -> None:
        self._pause.start()

    @Slot()
    def _on_pause_ended(self) -> None:
        scale = self._theme.px(100) / 100
        settings = self._engine.settings
        side, middle = settings.folder_pane_width_px, settings.list_pane_width_px
        height = settings.list_pane_height_px
        if self.level == 0:
            side = round(self._outer.sizes()[0] / scale)
        if self._panes.orientation() is Qt.Orientation.Vertical:
            height = round(self._panes.sizes()[0] / scale)
        elif self.level < 2:
            middle = round(self._panes.sizes()[0] / scale)
        wanted = replace(
            settings,
            folder_pane_width_px=side,
            list_pane_width_px=middle,
            list_pane_height_px=height,
        )
        if wanted != settings:
            self._engine.save_settings(wanted)
