"""Which encoding a text file is in: as somebody says, or the one in which it looks most like a language."""

import codecs
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.reading import letters
from reuse_app.worksheet.validation.raw import did_you_mean, shortened

ENCODINGS: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "windows-1252": "Western (Windows-1252)",
    "macintosh": "Western (Mac Roman)",
    "ibm850": "Western (DOS 850)",
    "windows-1250": "Central European (Windows-1250)",
    "iso-8859-2": "Central European (ISO 8859-2)",
    "windows-1254": "Turkish (Windows-1254)",
    "windows-1257": "Baltic (Windows-1257)",
    "windows-1251": "Cyrillic (Windows-1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "ibm866": "Cyrillic (DOS 866)",
    "iso-8859-5": "Cyrillic (ISO 8859-5)",
    "x-mac-cyrillic": "Cyrillic (Mac)",
    "windows-1253": "Greek (Windows-1253)",
    "windows-1255": "Hebrew (Windows-1255)",
    "windows-1256": "Arabic (Windows-1256)",
    "windows-874": "Thai (Windows-874)",
    "shift_jis": "Japanese (Shift_JIS)",
    "euc-jp": "Japanese (EUC-JP)",
    "iso-2022-jp": "Japanese (ISO-2022-JP)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "euc-kr": "Korean (EUC-KR)",
}
"""What can be chosen, and how people call it."""
_CODECS = {
    "macintosh": "mac-roman",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "windows-874": "cp874",
    "ibm850": "cp850",
    "ibm866": "cp866",
    "x-mac-cyrillic": "mac-cyrillic",
}
_FOLLOWING: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("windows-1252", "macintosh", "ibm850"), letters.WESTERN),
    **dict.fromkeys(("windows-1250", "iso-8859-2"), letters.CENTRAL),
    "windows-1254": letters.TURKISH,
    "windows-1257": letters.BALTIC,
    **dict.fromkeys(("windows-1251", "koi8-r", "ibm866", "iso-8859-5"), letters.CYRILLIC),
    "windows-1253": letters.GREEK,
    "windows-1255": letters.HEBREW,
    "windows-1256": letters.ARABIC,
    "windows-874": letters.THAI,
}
"""Which letters follow each other in a text in an encoding of single bytes."""
RARER = 0.1
"""How much less a pair of letters counts that is as rare as any that is known."""
EVERYDAY, HALF_WIDE_ONE = 0.5, 0.7
"""What a character counts that is in use every day and stands in few texts, and a narrow one that may be any byte."""
UNUSUAL = 0.85
"""What the letters of a word count that begins a cell in small letters, where capitals usually do."""
FEW, LEAST_OF_MANY = 30, 0.6
"""Characters of two bytes that may all be rare ones, and the least score of more."""
LONGEST_WORD = 60
"""Letters of the longest word; a file of other things has longer ones."""
MIXED = 0.5
"""The same for a word with capitals behind small letters."""
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_CELLS = ',;\t\r\n|"'
_COMMON = {
    "gb18030": letters.CHINESE,
    "big5": letters.TRADITIONAL,
    "shift_jis": letters.JAPANESE,
    "euc-jp": letters.JAPANESE,
    "euc-kr": letters.KOREAN,
}
_OPENING = "‘“„«¿¡"
_SIGNS = f"{_OPENING}–—’”»€£°µ·•…©®™²³½×§ºª\u00a0№"
"""Signs that a text may hold in any of them; after those that open something comes a letter, before the others."""
_SIGN = re.compile(f"[{_SIGNS}]")
_FREQUENT: Mapping[str, tuple[Sequence[int], Sequence[int]]] = {
    "shift_jis": (range(0x88, 0x98), (0x82, 0x83, 0x87, 0xFA, 0xFB)),
    "euc-jp": (range(0xB0, 0xD0), range(0xA4, 0xA6)),
    "euc-kr": (range(0xB0, 0xC9), range(0xA1, 0xA2)),
    "gb18030": (range(0xB0, 0xD8), range(0xA3, 0xA4)),
    "big5": (range(0xA4, 0xC7), range(0xA1, 0xA4)),
}
"""First bytes of the characters that are in use every day, by the tables of each encoding of two bytes: words, kana
or signs."""
HALF_WIDE = frozenset(map(chr, range(0xFF66, 0xFFA0)))
"""Narrow kana, which are one byte in Shift_JIS."""
_SECOND = 0xA1
"""The least second byte of such a character in the encodings of Unix."""
BYTES_LOOKED_AT = 32_768
"""Bytes from which one of the older encodings is recognised."""
ESCAPES = (b"\x1b$B", b"\x1b$@")
"""What begins the characters of two bytes in a mail from Japan, which are all ASCII by themselves."""
SAMPLE = 1_000
"""Bytes from which UTF-16 without a mark is recognised: every second one of latin text is zero."""
ALIKE = 0.05
"""A difference between scores, 0 to 1, that tells nothing."""
OLD = frozenset({"koi8-r", "ibm850", "ibm866", "iso-8859-2", "iso-8859-5"})
"""Encodings that hardly any program of today writes."""
LEAST = 0.5
"""The score, 0 to 1, below which a text looks like no language."""
USUAL = "windows-1252"
"""The encoding of Western Excel, taken unless another one fits better."""


def encoding_of(content: bytes, *, chosen: str = "") -> str:
    """Return the name of the encoding of a text, one of `ENCODINGS`; raises FileError for a chosen one that is none."""
    if chosen:
        name = chosen.casefold().replace("_", "-").replace("shift-jis", "shift_jis")
        name = {"cp1252": "windows-1252", "mac-roman": "macintosh", "utf8": "utf-8", "sjis": "shift_jis"}.get(
            name, name
        )
        if name not in ENCODINGS:
            raise FileError(f"There is no encoding “{shortened(chosen)}” here.{did_you_mean(name, list(ENCODINGS))}")
        return name
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if _is_utf_16(content):
        return "utf-16"
    if any(escape in content[:BYTES_LOOKED_AT] for escape in ESCAPES):
        return "iso-2022-jp"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _likeliest(content)
    return "utf-8"


def decode(content: bytes, encoding: str) -> str:
    """Return a text that is in one of `ENCODINGS`, without a byte order mark; raises FileError when it is not."""
    try:
        if encoding == "utf-16":
            return content.decode(_utf_16(content)).removeprefix("\ufeff")
        return content.decode(_CODECS.get(encoding, encoding)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise FileError(
            f"This is no text in {ENCODINGS[encoding]}; choose another encoding, or save the table as “CSV UTF-8”."
        ) from error


def _is_utf_16(content: bytes) -> bool:
    """Say whether every second byte is zero where a latin letter, a separator or the end of a line stands."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    even, odd = content[:SAMPLE:2].count(0), content[1:SAMPLE:2].count(0)
    end = b"\n\0" if odd > even else b"\0\n"
    has_wide_lines = 0 < content.count(b"\n") == content.count(end) and len(content) % 2 == 0
    return max(even, odd) > len(content[:SAMPLE]) // 4 or (has_wide_lines and not min(even, odd))


def _utf_16(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-be" if content[:SAMPLE:2].count(0) > content[1:SAMPLE:2].count(0) else "utf-16-le"


def _likeliest(content: bytes) -> str:
    """Return the encoding in which a text that is not UTF-8 looks most like a language."""
    sample = content[:BYTES_LOOKED_AT]
    scores = {encoding: _one_byte(sample, encoding) for encoding in _FOLLOWING}
    scores |= {encoding: _two_bytes(sample, encoding) for encoding in _FREQUENT}
    best = max(scores, key=lambda encoding: scores[encoding] - (encoding in OLD) * ALIKE / 2)
    if scores[best] < LEAST and not _decoded_sample(sample, USUAL):
        raise FileError("This is not a text file; save the table as “CSV UTF-8” and import that.")
    return USUAL if scores[best] < LEAST or scores[best] - scores[USUAL] < ALIKE else best


def _decoded_sample(sample: bytes, encoding: str) -> str:
    """Return a sample as text, nothing when it is none; its last character may be cut."""
    decoder = codecs.getincrementaldecoder(_CODECS.get(encoding, encoding))()
    try:
        text = decoder.decode(sample, final=len(sample) < BYTES_LOOKED_AT)
    except UnicodeDecodeError:
        return ""
    return (
        "" if any(unicodedata.category(each) in {"Cc", "Co", "Cn"} for each in set(text) - set("\t\r\n\x00")) else text
    )


def _one_byte(sample: bytes, encoding: str) -> float:
    """Return how much of what is not ASCII is a letter in its place, 0 to 1."""
    text = f" {_decoded_sample(sample, encoding)} "
    foreign = [place for place, each in enumerate(text) if not each.isascii()]
    words = [word for word in _WORD.finditer(text) if not word[0].isascii() and not _SIGN.search(word[0])]
    likely = {
        place: likeness for word in words for likeness in [_likeness(word, encoding)] for place in range(*word.span())
    }
    right = sum(_weight(text[place - 1 : place + 2], encoding) * likely.get(place, 1.0) for place in foreign)
    return right / len(foreign) if foreign else 0.0


def _likeness(word: re.Match[str], encoding: str) -> float:
    """Return how likely a word is one of its language, 0 to 1: by which letters follow each other, and its capitals."""
    return _likeness_of(word[0], encoding, begins=word.string[word.start() - 1] in _BEFORE_CELLS)


@lru_cache(maxsize=8_192)
def _likeness_of(written: str, encoding: str, *, begins: bool) -> float:
    following = _FOLLOWING[encoding]
    if len(written) > LONGEST_WORD:
        return 0.0
    pairs = [
        _frequency(after, following.get(before, ""))
        for before, after in pairwise(f" {written.lower()} ")
        if not (before.isascii() and after.isascii())
    ]
    has_cases = written.lower() != written.upper()
    is_mixed = has_cases and not (written.islower() or written.isupper() or written.istitle())
    begins_small = has_cases and begins and written[0].islower()
    return sum(pairs) / len(pairs) * (MIXED if is_mixed else 1.0) * (UNUSUAL if begins_small else 1.0)


def _frequency(letter: str, following: str) -> float:
    """Return how usual a letter is among those that follow another one, the most usual first, 0 to 1."""
    place = following.find(letter)
    return 1 - RARER * place / len(following) if place >= 0 else 0.0


def _weight(around: str, encoding: str) -> float:
    """Return how well the second of three characters belongs there, 0 to 1."""
    before, each, after = around[0], around[1], around[2]
    if each in _SIGNS:
        other = before if each in _OPENING else after
        return 0.0 if other.isalpha() and each not in "’µ°" else 1.0
    return 1.0 if each.lower() in _FOLLOWING[encoding] else 0.0


def _two_bytes(sample: bytes, encoding: str) -> float:
    """Return how much of what is not ASCII is in use every day, 0 to 1."""
    text = f" {_decoded_sample(sample, encoding)} "
    foreign = [place for place, each in enumerate(text) if not each.isascii()]
    usual = sum(_usualness(text[place - 1 : place + 2], encoding) for place in foreign)
    is_rare = len(foreign) > FEW and usual < LEAST_OF_MANY * len(foreign)
    return usual / len(foreign) if foreign and not is_rare else 0.0


def _usualness(around: str, encoding: str) -> float:
    """Return how usual the second of three characters is, 0 to 1."""
    words, signs = _FREQUENT[encoding]
    code = b"" if _is_lost(around) else _code(around[1], encoding)
    if not code:
        return HALF_WIDE_ONE if _is_half_wide(around) else 0.0
    if code[0] in signs or (code[0] in words and around[1] in _COMMON[encoding]):
        return 1.0
    return EVERYDAY if code[0] in words else 0.0


def _is_half_wide(around: str) -> bool:
    """Say whether a character is one of the narrow kana that stand together in old Japanese files."""
    return around[1] in HALF_WIDE and any(each in HALF_WIDE for each in (around[0], around[2]))


def _is_lost(around: str) -> bool:
    """Say whether a character stands alone within a latin word, where hardly anybody writes one."""
    before, after = around[0], around[-1]
    return (before.isascii() and after.isascii()) and (before.isalpha() or after.isalpha())


def _code(character: str, encoding: str) -> bytes:
    """Return the two bytes of a character; nothing when it has more, or stands outside the table of every day."""
    code = character.encode(_CODECS.get(encoding, encoding))
    least = _SECOND if encoding.startswith(("euc", "gb")) else 0
    return code if len(code) == 2 and code[1] >= least else b""  # noqa: PLR2004  # bytes of a character
