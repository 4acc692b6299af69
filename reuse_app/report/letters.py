"""Scripts beyond Latin, Greek and Cyrillic: which of them a text has letters of, and which have their fonts here.

The fonts are an extra, `reuse-app[fonts]`: those of Noto, under the SIL Open Font License, of every weight from 400 to
700. They are read for a text that needs them only, so that every other file has the same bytes with and without them.
"""

import re
from dataclasses import dataclass
from importlib.util import find_spec

NOTO, NOTO_CJK = "manimgx_fonts", "manimgx_fonts_cjk"
"""The packages of the extra: folders with files of fonts."""
EXTRA = "reuse-app[fonts]"
"""What brings them."""


@dataclass(frozen=True)
class Script:
    """A way of writing: its name, its letters as between the brackets of a pattern, and a family of fonts."""

    name: str
    letters: str
    family: str
    package: str = NOTO
    is_elsewhere: bool = False
    """Whether a font that is always here has its letters too, if not as well made."""

    @property
    def is_here(self) -> bool:
        """Whether its family is installed."""
        return bool(_folder(self.package))

    def is_in(self, text: str) -> bool:
        """Whether a text has a letter of it."""
        return re.search(f"[{self.letters}]", text) is not None


HAN = Script(
    "Chinese",
    "\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U000323af",
    "Noto Sans CJK SC",
    NOTO_CJK,
)
KANA = Script("Japanese", "\u3040-\u30ff\u31f0-\u31ff\uff61-\uff9f", "Noto Sans CJK JP", NOTO_CJK)
HANGUL = Script("Korean", "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff", "Noto Sans CJK KR", NOTO_CJK)
EMOJI = Script("emoji", "\U0001f000-\U0001faff", "Noto Emoji")
JOINERS = "\u200d\ufe0f\u20e3\U000e0020-\U000e007f"
"""What makes one emoji of several."""

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
SCRIPTS = (
    KANA,
    HANGUL,
    HAN,
    Script("Arabic", _ARABIC, "Noto Sans Arabic", is_elsewhere=True),
    Script("Armenian", "\u0531-\u058f\ufb13-\ufb17", "Noto Sans Armenian"),
    Script("Bengali", "\u0980-\u09ff", "Noto Sans Bengali"),
    Script("Burmese", "\u1000-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f", "Noto Sans Myanmar"),
    Script("Devanagari", "\u0900-\u097f\ua8e0-\ua8ff", "Noto Sans Devanagari"),
    Script("Ethiopic", "\u1200-\u139f\u2d80-\u2ddf\uab01-\uab2e", "Noto Sans Ethiopic"),
    Script("Georgian", "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2d", "Noto Sans Georgian"),
    Script("Gujarati", "\u0a80-\u0aff", "Noto Sans Gujarati"),
    Script("Gurmukhi", "\u0a00-\u0a7f", "Noto Sans Gurmukhi"),
    Script("Hebrew", "\u0591-\u05f4\ufb1d-\ufb4f", "Noto Sans Hebrew", is_elsewhere=True),
    Script("Kannada", "\u0c80-\u0cff", "Noto Sans Kannada"),
    Script("Khmer", "\u1780-\u17ff\u19e0-\u19ff", "Noto Sans Khmer"),
    Script("Lao", "\u0e80-\u0eff", "Noto Sans Lao"),
    Script("Malayalam", "\u0d00-\u0d7f", "Noto Sans Malayalam"),
    Script("Odia", "\u0b00-\u0b7f", "Noto Sans Oriya"),
    Script("Sinhala", "\u0d80-\u0dff", "Noto Sans Sinhala"),
    Script("Tamil", "\u0b80-\u0bff", "Noto Sans Tamil"),
    Script("Telugu", "\u0c00-\u0c7f", "Noto Sans Telugu"),
    Script("Thai", "\u0e00-\u0e7f", "Noto Sans Thai"),
    EMOJI,
)
_ANY = re.compile(f"[{''.join(script.letters for script in SCRIPTS)}]")


def has_any(text: str) -> bool:
    """Whether a text has a letter of any of these scripts."""
    return _ANY.search(text) is not None


def scripts_in(text: str) -> tuple[Script, ...]:
    """Return the scripts of which a text has letters; what Japanese has of Chinese is Japanese."""
    found = tuple(script for script in SCRIPTS if script.is_in(text)) if has_any(text) else ()
    return tuple(script for script in found if script is not HAN) if KANA in found else found


def families(text: str) -> list[tuple[str, str]]:
    """Return the families that are here for a text, each with a pattern of the letters that it is to be taken for.

    Chinese characters have the shapes of Japan in a text with kana, those of Korea in one with hangul, otherwise the
    simplified ones of China: what one file mixes cannot be told apart.
    """
    found = scripts_in(text)
    return [
        (
            script.family,
            f"[{script.letters}{JOINERS if script is EMOJI else HAN.letters if script in (KANA, HANGUL) else ''}]",
        )
        for script in found
        if script.is_here
    ]


def lacking(text: str) -> list[str]:
    """Return the names of the scripts of a text of which no font that is here has the letters."""
    return [script.name for script in scripts_in(text) if not script.is_here and not script.is_elsewhere]


def folders() -> list[str]:
    """Return where the fonts of the extra are; none while it is not installed."""
    return [folder for package in (NOTO, NOTO_CJK) if (folder := _folder(package))]


def _folder(package: str) -> str:
    found = find_spec(package)
    return next(iter(found.submodule_search_locations or ()), "") if found else ""
