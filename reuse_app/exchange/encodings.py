"""Which encoding a text file is in: as somebody says, or the one in which it looks most like a language."""

import codecs
import re
import unicodedata
from collections.abc import Mapping

from reuse_app.exchange.errors import FileError
from reuse_app.worksheet.validation.raw import did_you_mean, shortened

ENCODINGS: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "windows-1252": "Western (Windows-1252)",
    "macintosh": "Western (Mac Roman)",
    "ibm850": "Western (DOS 850)",
    "windows-1250": "Central European (Windows-1250)",
    "windows-1254": "Turkish (Windows-1254)",
    "windows-1257": "Baltic (Windows-1257)",
    "windows-1251": "Cyrillic (Windows-1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
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
_CODECS = {"macintosh": "mac-roman", "shift_jis": "cp932", "euc-kr": "cp949", "windows-874": "cp874", "ibm850": "cp850"}
_LETTERS: Mapping[str, tuple[str, str]] = {
    "windows-1252": ("äöüßéèêëàâçîïôùûñáíóúãåøæ", "œìòýÿõðþ"),
    "macintosh": ("äöüßéèêëàâçîïôùûñáíóúãåøæ", "œìòÿõ"),
    "windows-1250": ("ąćęłńóśźżčďěňřšťůžáéíýőűö", "äüúßăâîşţđôľĺŕëç"),
    "windows-1254": ("ğışöüçiâîû", "éèàäñ"),
    "windows-1257": ("āčēģīķļņšūžąęėįųõäöü", "éøåæ"),
    "windows-1251": ("оеаинтсрвлкмдпуяыьзбгчй", "хжшюцщэфёъіїєґ"),
    "koi8-r": ("оеаинтсрвлкмдпуяыьзбгчй", "хжшюцщэфёъ"),
    "windows-1253": ("αοιετσνηυρπκμλςωδόίάέήύώ", "γχθφβξζψϊϋ"),
    "windows-1255": ("אבגדהוזחטיכךלםמןנסעףפץצקרשת", ""),
    "windows-1256": ("اليمنتربوهعدسفكق", "ثجحخذزشصضطظغىةءأإآئؤ"),
    "windows-874": ("กขคงจชดตทนบปพฟมยรลวสหอะัาำิีืุูเแโใไ่้์็", "ฉซญณถธผฝภศษฮึ"),
}
"""Letters that a text in an encoding of single bytes is made of, beside those of ASCII: frequent ones, rarer ones."""
RARER = 0.7
"""What a rarer letter counts, and a capital after another one where few write so."""
UNLIKELY = 0.6
"""What the letters of a word count that breaks a rule of its script."""
UNUSUAL = 0.85
"""The same for a word that begins a cell in small letters."""
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = ("windows-1251", "koi8-r")
_NO_CYRILLIC = re.compile("[бвгджзйклмнпрстфхцчшщ]й|[аеиоуыэюяйъь]ь|^[ьъ]|[^аеиоуыэюяёіїє]{6}")
_BEFORE_CELLS = ',;\t\r\n|"'
_RULES: Mapping[str, tuple[str, str, str]] = {
    "windows-1251": ("аеиоуыэюяёіїє", "", "ъ"),
    "koi8-r": ("аеиоуыэюяё", "", "ъ"),
    "windows-1253": ("αεηιουωάέήίόύώϊϋΐΰ", "ς", "σ"),
    "windows-1255": ("", "ךםןףץ", "כמנצ"),
    "windows-1256": ("", "ةى", ""),
}
"""The vowels, of which each word has one and where a cell begins with a capital; letters that only end a word; and
letters that end none."""
_OPENING = "‘“„«¿¡"
_SIGNS = f"{_OPENING}–—’”»€£°µ·•…©®™²³½×§ºª\u00a0№"
"""Signs that a text may hold in any of them; after those that open something comes a letter, before the others."""
_FREQUENT: Mapping[str, tuple[range, range]] = {
    "shift_jis": (range(0x88, 0x98), range(0x82, 0x84)),
    "euc-jp": (range(0xB0, 0xD0), range(0xA4, 0xA6)),
    "euc-kr": (range(0xB0, 0xC9), range(0xA1, 0xA2)),
    "gb18030": (range(0xB0, 0xD8), range(0xA3, 0xA4)),
    "big5": (range(0xA4, 0xC7), range(0xA1, 0xA4)),
}
"""First bytes of the characters that are in use every day, by the tables of each encoding of two bytes: words, kana
or signs."""
_SECOND = 0xA1
"""The least second byte of such a character in the encodings of Unix."""
BYTES_LOOKED_AT = 65_536
"""Bytes from which one of the older encodings is recognised."""
ESCAPES = (b"\x1b$B", b"\x1b$@")
"""What begins the characters of two bytes in a mail from Japan, which are all ASCII by themselves."""
SAMPLE = 1_000
"""Bytes from which UTF-16 without a mark is recognised: every second one of latin text is zero."""
ALIKE = 0.05
"""A difference between scores, 0 to 1, that tells nothing."""
LEAST = 0.65
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
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    even, odd = content[:SAMPLE:2].count(0), content[1:SAMPLE:2].count(0)
    return max(even, odd) > len(content[:SAMPLE]) // 4


def _utf_16(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-be" if content[:SAMPLE:2].count(0) > content[1:SAMPLE:2].count(0) else "utf-16-le"


def _likeliest(content: bytes) -> str:
    """Return the encoding in which a text that is not UTF-8 looks most like a language."""
    sample = content[:BYTES_LOOKED_AT]
    scores = {encoding: _one_byte(sample, encoding) for encoding in _LETTERS}
    scores |= {encoding: _two_bytes(sample, encoding) for encoding in _FREQUENT}
    best = max(scores, key=lambda encoding: scores[encoding])
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
    text = f"  {_decoded_sample(sample, encoding)}  "
    foreign = [place for place, each in enumerate(text) if not each.isascii()]
    words = [word for word in _WORD.finditer(text) if not word[0].isascii()]
    likely = {
        place: likeness for word in words for likeness in [_likeness(word, encoding)] for place in range(*word.span())
    }
    right = sum(_weight(text[place - 2 : place + 3], encoding) * likely.get(place, 1.0) for place in foreign)
    return right / len(foreign) if foreign else 0.0


def _likeness(word: re.Match[str], encoding: str) -> float:
    """Return how likely a word is one of its script, 0 to 1, by the rules that the script has."""
    vowels, last_only, never_last = _RULES.get(encoding, ("", "", ""))
    written, letters = word[0], word[0].lower()
    breaks = [
        any(each in last_only for each in letters[:-1]) or letters[-1] in never_last,
        vowels and not (written.islower() or written.isupper() or written.istitle()),
        vowels and len(letters) > 1 and not written.isupper() and not any(each in vowels for each in letters),
        encoding in _CYRILLIC and _NO_CYRILLIC.search(letters),
    ]
    begins_small = vowels and written[0].islower() and word.string[word.start() - 1] in _BEFORE_CELLS
    return UNLIKELY ** sum(map(bool, breaks)) * (UNUSUAL if begins_small else 1.0)


def _weight(around: str, encoding: str) -> float:
    """Return how well the third of five characters belongs there, 0 to 1."""
    before, each, after = around[1], around[2], around[3]
    frequent, rarer = _LETTERS[encoding]
    if each in _SIGNS:
        other = before if each in _OPENING else after
        return 0.0 if other.isalpha() and each not in "’µ°" else 1.0
    small = each.lower()
    if small not in frequent and small not in rarer:
        return 0.0
    word = (around[0] if before.isalpha() else "") + before + after + (around[4] if after.isalpha() else "")
    has_latin = any(other.isascii() and other.isalpha() for other in word)
    is_latin = frequent[0] < "\u0370"
    alone = not before.isalpha() and not after.isalpha()
    if (has_latin != is_latin and not alone) or (each.isupper() and before.islower()):
        return 0.0
    shouts = each.isupper() and before.isupper() and not is_latin
    return RARER if small in rarer or shouts else 1.0


def _two_bytes(sample: bytes, encoding: str) -> float:
    """Return how many of the characters that are not ASCII are in use every day, 0 to 1."""
    words, signs = _FREQUENT[encoding]
    text = f" {_decoded_sample(sample, encoding)} "
    foreign = [place for place, each in enumerate(text) if not each.isascii()]
    codes = [b"" if _is_lost(text[place - 1 : place + 2]) else _code(text[place], encoding) for place in foreign]
    everyday = sum(code[:1] != b"" and (code[0] in words or code[0] in signs) for code in codes)
    has_kana = encoding != "euc-jp" or any(code and code[0] in signs for code in codes)
    return everyday * (1.0 if has_kana else RARER) / len(codes) if codes else 0.0


def _is_lost(around: str) -> bool:
    """Say whether a character stands alone within a latin word, where hardly anybody writes one."""
    before, after = around[0], around[-1]
    return (before.isascii() and after.isascii()) and (before.isalpha() or after.isalpha())


def _code(character: str, encoding: str) -> bytes:
    """Return the two bytes of a character; nothing when it has more, or stands outside the table of every day."""
    code = character.encode(_CODECS.get(encoding, encoding))
    least = _SECOND if encoding.startswith(("euc", "gb")) else 0
    return code if len(code) == 2 and code[1] >= least else b""  # noqa: PLR2004  # bytes of a character
