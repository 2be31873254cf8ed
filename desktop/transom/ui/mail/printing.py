"""Sheets of a PDF on a printer; importing it loads QtPdf and the print dialog."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget


def ask_printer(parent: QWidget, chosen: Callable[[QPrinter], None]) -> None:
    """Let the person choose a printer."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Print message")
    dialog.accepted.connect(lambda: chosen(printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setModal(True)
    dialog.show()


def print_pdf(printer: QPrinter, content: bytes) -> bool:
    """Paint a PDF's sheets as large as the paper; False where the printer takes nothing."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    sheets = QPdfDocument()
    sheets.load(buffer)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    room = printer.pageLayout().fullRectPixels(printer.resolution())
    for number in range(sheets.pageCount()):
        if number:
            printer.newPage()
        size = sheets.pagePointSize(number)
        size.scale(room.width(), room.height(), Qt.AspectRatioMode.KeepAspectRatio)
        sheet = sheets.render(number, QSize(int(size.width()), int(size.height())))
        painter.drawImage(0, 0, sheet)
    return painter.end()
