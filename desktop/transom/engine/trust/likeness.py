"""What two names look like: letters of many scripts, digits and pairs that read as one letter."""

import unicodedata
from collections.abc import Iterator

_LOOKS = {
    "a": "àáâãäåāăąǎȁȃȧɑαаӑӓạảấầẩẫậắằẳẵặ",
    "b": "8ƅьвЬƀɓḃḅ",
    "c": "çćĉċčсϲƈ",
    "d": "ďđԁɗḋḍ",
    "e": "3èéêëēĕėęěȅȇеёҽєẹẻẽếềểễệε",
    "f": "ƒḟꞙ",
    "g": "9ĝğġģǧɡɢց",
    "h": "ĥħһнḥḧ",
    "j": "ĵјϳ",
    "k": "ķκкқƙḳ",
    "l": "1i|!íìîïĩīĭįıǐіїιӏɩɪļľłĺŀḷ",
    "m": "мṁṃ",
    "n": "ñńņňŉŋηпոռṅṇ",
    "o": "0òóôõöøōŏőơǒοоөօσọỏốồổỗộớờởỡợӧ",
    "p": "рρṗþ",
    "q": "ԛգ",
    "r": "ŕŗřгɼṙṛ",
    "s": "5$śŝşšșѕʂṡṣ",
    "t": "7ţťŧțтτṫṭ",
    "u": "ùúûüũūŭůűųưǔυսụủứừửữự",
    "v": "νѵṽṿ",
    "w": "ŵԝωшẁẃẅ",
    "x": "хχẋẍ",
    "y": "ýÿŷуүγỳỵỷỹ",
    "z": "źżžᴢẓ",
    "-": "_‐‑‒–—−·",
}
_PLAIN = {ord(look): plain for plain, looks in _LOOKS.items() for look in looks}
_PAIRS = (("rn", "m"), ("nn", "m"), ("vv", "w"), ("cl", "d"))
_LONGEST = 300


def skeleton(text: str) -> str:
    """Return letters that any two texts share which look alike; for comparing, not for showing."""
    lowered = text[:_LONGEST].casefold().translate(_PLAIN)
    parts = unicodedata.normalize("NFKD", lowered).casefold().translate(_PLAIN)
    bare = "".join(one for one in parts if not unicodedata.combining(one))
    for pair, one in _PAIRS:
        bare = bare.replace(pair, one)
    return bare


def near_keys(word: str) -> Iterator[str]:
    """Yield keys of which two words share one if they differ by one slip of the finger."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def is_one_slip(one: str, other: str) -> bool:
    """Whether a letter more, less, other or changed with its neighbour makes one of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        places = [place for place in range(len(one)) if one[place] != other[place]]
        if len(places) == 1:
            return True
        is_pair = len(places) == 2 and places[1] == places[0] + 1
        return is_pair and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
    short, long = sorted((one, other), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
