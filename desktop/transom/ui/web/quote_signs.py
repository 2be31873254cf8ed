"""How mail programs of many languages say that what follows was written before."""

import re

_FROM = (
    "From Von De Da Van Från Fra Lähettäjä Od Feladó От Від Kimden Saatja Nuo Από Ud "
    "发件人 寄件者 差出人 보낸·사람 من مאת"
)
_SENT = (
    "Sent Date Gesendet Datum Envoyé Enviado Enviada Fecha Data Inviato Verzonden Skickat Sendt "
    "Dato Lähetetty Wysłano Wysłane Odesláno Elküldve Отправлено Дата Надіслано Gönderildi Tarih "
    "Saadetud Kuupäev Nosūtīts Išsiųsta Εστάλη Ημερομηνία Trimis "
    "发送时间 日期 寄件日期 送信日時 日時 보낸·날짜 날짜"
)
_TO = (
    "To An À A Para Aan Till Til Vastaanottaja Do Komu Címzett Кому Kime Saaja Kellele Kam Προς "
    "收件人 收件者 宛先 받는·사람 Subject Betreff Objet Asunto Oggetto Assunto Onderwerp Ämne Emne "
    "Aihe Temat Předmět Predmet Tárgy Тема Konu Teema Temats Tema Θέμα"
    " Subiect 主题 主旨 件名 제목 Cc"
)
_WROTE = (
    r"wrote|writes|schrieb|a écrit|écrivit|escribió|escribi[oó]|ha scritto|escreveu|schreef|skrev"
    r"|kirjoitti|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|írta"
    r"|написала?|написал\(а\)|пишет|пише|写道|寫道|作成|のメール|님이 작성|yazdı|şunu yazdı"
    r"|kirjutas"
    r"|rakstīja|rašė|έγραψε|a scris|je napisao|piše"
)
_ORIGINAL = (
    r"Original Message|Original-?Nachricht|Ursprüngliche Nachricht|Message d['’]origine"
    r"|Message original|Mensaje original|Messaggio originale|Mensagem original"
    r"|Oorspronkelijk bericht|Ursprungligt meddelande|Originalmeddelande|Opprinnelig melding"
    r"|Oprindelig meddelelse|Alkuperäinen viesti|Wiadomość oryginalna|Původní zpráva"
    r"|Eredeti üzenet|Исходное сообщение|Orijinal İleti|Algne kiri|Algsõnum|Sākotnējais ziņojums"
    r"|原始邮件|原始郵件|元のメッセージ|원본 메시지|Reply message|Reply Message"
)
_FORWARDED = (
    r"Forwarded [Mm]essage|Begin forwarded message|Weitergeleitete Nachricht|Message transféré"
    r"|Début du message|Mensaje reenviado|Messaggio (?:inoltrato|Inoltrato)|Mensagem encaminhada"
    r"|Doorgestuurd bericht|Vidarebefordrat|Videresendt|Välitetty viesti|Przekazana wiadomość"
    r"|Пересылаемое сообщение|Пересланное сообщение|İletilen ileti"
    r"|Edasisaadetud|转发的邮件|轉寄郵件"
)


def _words(listed: str) -> str:
    return "|".join(re.escape(word.replace("·", " ")) for word in listed.split())


def _label(listed: str) -> str:
    return rf"[*_\s]*(?:{_words(listed)})[*_]*\s?[:：][*_]*"


HEADS = re.compile(
    rf"(?:^|\n){_label(_FROM)}[^\n]{{1,400}}\n"
    rf"(?:[^\n]{{0,400}}\n){{0,2}}?{_label(_SENT)}[^\n]{{1,300}}\n"
    rf"(?:[^\n]{{0,2000}}\n){{0,2}}?{_label(_TO)}"
)
"""The old message's heads, a line for each: From, Sent, To."""
ORIGINAL = re.compile(rf"(?:^|\n)[ \t]*[-_]{{2,}}\s*(?:{_ORIGINAL})\s*[-_]{{2,}}", re.IGNORECASE)
"""A line that says it: -----Original Message-----"""
_WROTE_LINE = re.compile(rf"(?:\b|(?<=[^\x00-\x7f]))(?:{_WROTE})(?:\b|(?=\W|\Z))", re.IGNORECASE)
_ANY_DATE_AND_ADDRESS = re.compile(r"\d{4}.*@|@.*\d{4}")
_LONGEST_LINE = 300
FORWARDED = re.compile(rf"(?:^|\n)[\s\-_>*]*(?:{_FORWARDED})", re.IGNORECASE)
"""The line before what was passed on, which is what the mail is about."""
_PASSED_ON = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|enc|i|inoltra|doorst|vs|vb|videresendt|vl|pd|továbbítás|пересылка|ilt|转发|轉寄"
    r"|ynt|edasi)\s*[:：]",
    re.IGNORECASE,
)

QUOTE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:gmail_quote(?:_container)?|(?:ydp\w{0,12})?yahoo_quoted|protonmail_quote"
    r"|tutanota_quote|zmail_extra|moz-cite-prefix)(?=$|[\s_-])"
)
"""What programs name the elements they put an old message into; one may answer between them."""
TAIL_NAMES = re.compile(
    r"(?:^|[\s_-])(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|replyheader"
    r"|ms-outlook-mobile-(?:reference-message|body-separator-line)"
    r"|mail-editor-reference-message-container)(?=$|[\s_-])"
)
"""What Outlook's kin name the element from which on all is an old message."""


def is_passed_on(subject: str) -> bool:
    """Whether a subject says that the message was passed on."""
    return _PASSED_ON.match(subject) is not None


def attribution_start(before: str) -> int:
    """Return where the line begins that ends a text and says who wrote what follows, else -1."""
    text = before.rstrip()
    begin = text.rfind("\n") + 1
    line = text[begin:].strip()
    if len(line) > _LONGEST_LINE or not _is_attribution(line):
        return -1
    if any(letter.isdigit() for letter in line):
        return begin
    above = text[:begin].rstrip()
    earlier = above.rfind("\n") + 1  # a long line that was broken: On Monday at 10:00, Ines
    is_begun = any(letter.isdigit() for letter in above[earlier:])
    is_near = text[len(above) : begin].count("\n") == 1
    return earlier if is_begun and is_near and len(above) - earlier <= _LONGEST_LINE else begin


def _is_attribution(line: str) -> bool:
    is_ended = line.endswith((":", "："))
    told = None
    for told in _WROTE_LINE.finditer(line):  # noqa: B007  the last one
        pass
    if told is not None and (is_ended or told.end() == len(line)):
        return True
    return is_ended and _ANY_DATE_AND_ADDRESS.search(line) is not None
