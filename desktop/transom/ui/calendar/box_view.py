"""An item view whose rows stand as boxes on a grid of days."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from transom.ui.calendar import navigation
from transom.ui.calendar.geometry import Box, Placement
from transom.ui.widgets.mirror import mirrored, mirrored_point

Index = QModelIndex | QPersistentModelIndex


class BoxView(QListView):
    """Answers an item view's questions from a Placement; Qt makes it a list for screen readers.

    A plain QAbstractItemView would do, but Qt offers its rows to no screen reader.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edge_px = 12
        self._placement: Placement | None = None
        self._first_boxes: dict[int, Box] = {}
        self._is_stale = True

    def place_boxes(self, placement: Placement) -> None:
        """Stand the rows as ``placement`` says."""
        self._placement = placement
        self._first_boxes = {box.row: box for box in reversed(placement.boxes)}
        self.updateGeometries()
        self.viewport().update()

    def lay_out(self) -> None:
        """Place the boxes anew."""
        raise NotImplementedError

    def lay_out_now(self) -> None:
        """Place the boxes anew, so that the layout that Qt planned has nothing left to do."""
        self._is_stale = False
        self.lay_out()

    @override
    def doItemsLayout(self) -> None:
        if self._is_stale:
            self.lay_out_now()

    @override
    def reset(self) -> None:
        self._is_stale = True
        super().reset()

    @override
    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        self._is_stale = True
        super().rowsInserted(parent, start, end)

    @override
    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        self._is_stale = True
        super().rowsAboutToBeRemoved(parent, start, end)

    def inside(self, point: QPoint) -> QPoint:
        """Return a point of the viewport as the placement counts, from left to right."""
        return mirrored_point(point, self.viewport().width()) if self.isRightToLeft() else point

    @override
    def visualRect(self, index: Index) -> QRect:
        return self._row_rect(index.row()) if index.isValid() else QRect()

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        inside = self.inside(point)
        box = self._placement.box_at(inside, self.verticalOffset()) if self._placement else None
        return self.model().index(box.row, 0) if box else QModelIndex()

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        box = self._box_of(index.row()) if index.isValid() else None
        if box is None or box.is_banded or self._placement is None:
            return
        bar = self.verticalScrollBar()
        margin = self.edge_px
        visible = self.viewport().height() - self._placement.top
        if box.rect.top() - margin < bar.value() or box.rect.height() > visible:
            bar.setValue(box.rect.top() - margin)
        elif box.rect.bottom() + margin > bar.value() + visible:
            bar.setValue(box.rect.bottom() + margin - visible)

    @override
    def horizontalOffset(self) -> int:
        return 0

    @override
    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    @override
    def isIndexHidden(self, index: Index) -> bool:
        return False

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        boxes = self._placement.boxes if self._placement else []
        current = self._box_of(self.currentIndex().row())
        actions = QAbstractItemView.CursorAction
        if self.isRightToLeft():
            turned = {actions.MoveLeft: actions.MoveRight, actions.MoveRight: actions.MoveLeft}
            action = turned.get(action, action)
        find = (
            navigation.beside
            if action in (actions.MoveLeft, actions.MoveRight)
            else (navigation.below)
        )
        if action == actions.MoveHome:
            target = navigation.below(boxes, None, 1)
        elif action == actions.MoveEnd:
            target = navigation.below(boxes, None, -1)
        else:
            is_back = action in (actions.MoveLeft, actions.MoveUp, actions.MovePrevious)
            target = find(boxes, current, -1 if is_back else 1)
        return self.model().index(target.row, 0) if target else QModelIndex()

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.topLeft())
        if not index.isValid() and self.currentIndex().isValid():
            index = self.currentIndex()
        self.selectionModel().select(QItemSelection(index, index), command)

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    @override
    def updateGeometries(self) -> None:
        if self._placement is None:
            return
        visible = max(0, self.viewport().height() - self._placement.top)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._placement.content_height - visible))
        bar.setPageStep(visible)
        bar.setSingleStep(self._placement.step)

    def _box_of(self, row: int) -> Box | None:
        return self._first_boxes.get(row)

    def _row_rect(self, row: int) -> QRect:
        box = self._box_of(row)
        if box is None or self._placement is None:
            return QRect()
        rect = self._placement.placed(box, self.verticalOffset())
        return mirrored(rect, self.viewport().width()) if self.isRightToLeft() else rect
