"""What the cells of a matrix say, in the words and signs of many languages: how much is needed, and how it fits."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil

from reuse_app.exchange.reading.decimals import with_plain_digits
from reuse_app.exchange.tables import ErrorCell, plain_text
from reuse_app.worksheet import Fit, Need
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shortened


def _words(words: str, need: Need) -> dict[str, Need]:
    return dict.fromkeys((word.replace("_", " ") for word in words.split()), need)


NEEDS: Mapping[str, Need] = {
    **_words("none no n - – — not_needed false ✗ ✘ ❌ ☐ ⬜ nein kein keine keiner nicht non aucun", Need.NONE),
    **_words("aucune pas ninguno ninguna nessuno nessuna nenhum nenhuma não geen nee ingen inget nej", Need.NONE),
    **_words("ei brak nie žádný нет не_нужно отсутствует немає なし 無 无 無し 否 いいえ 없음 불필요", Need.NONE),
    **_words("weak low l w + ● ★ nice_to_have minor slight schwach gering niedrig faible bas basse", Need.WEAK),
    **_words("peu débil bajo baja debole basso bassa fraco fraca baixo baixa zwak laag svag låg lav", Need.WEAK),
    **_words("heikko matala słaby słabe niski niska slabý nízký слабый слабо слабая низкий низко", Need.WEAK),
    **_words("низкая 弱 弱い 低 低い 小 약 약함 낮음", Need.WEAK),
    **_words("moderate medium mid m ++ ●● ★★ some partly partial mittel mäßig teilweise moyen", Need.MODERATE),
    **_words("moyenne moyennement medio media média médio moderado moderada gemiddeld matig", Need.MODERATE),
    **_words("middel medel medels keskitaso średni średnia średnie střední средний средне средняя", Need.MODERATE),
    **_words("中 中程度 普通 중 중간 보통 **", Need.MODERATE),
    **_words("strong high h s +++ ●●● ★★★ must must_have critical essential stark hoch wichtig fort", Need.STRONG),
    **_words("forte élevé élevée haut haute fuerte alto alta sterk hoog hög høy høj vahva korkea", Need.STRONG),
    **_words("silny silna silne wysoki wysoka silný vysoký сильный сильно сильная высокий высоко", Need.STRONG),
    **_words("высокая 強 强 強い 高 高い 大 강 강함 높음 ***", Need.STRONG),
}  # fmt: skip
MARKS = frozenset(
    {
        "x", "х", "×", "✓", "✔", "☑", "✅", "yes", "y", "true", "•", "*", "needed", "used", "uses", "needs",
        "required", "ja", "oui", "si", "sí", "sì", "sim", "tak", "ano", "да", "є", "有", "是", "はい", "예", "要"
    }
)  # fmt: skip
"""What says that there is a need and not how strong it is."""
SCALES: Sequence[Mapping[str, Need]] = (
    {
        "◎": Need.STRONG, "●": Need.STRONG, "○": Need.MODERATE, "〇": Need.MODERATE, "△": Need.WEAK, "▽": Need.WEAK,
        "▲": Need.WEAK, "×": Need.NONE
    },
    {"●": Need.STRONG, "◕": Need.STRONG, "◐": Need.MODERATE, "◑": Need.MODERATE, "◔": Need.WEAK, "○": Need.NONE},
    {"●": Need.STRONG},
)  # fmt: skip
"""Signs that mean something by what stands beside them; each has one that stands in no other."""
PROPER = (frozenset("◎△▽▲"), frozenset("◕◐◑◔"), frozenset("○"))
"""The signs by which each of the scales is known."""
REPEATED = "+●"
"""Signs that say how strong a need is by how often they stand there; alone they only mark one."""
LETTERS = (frozenset("hmln"), frozenset("smwn"))
"""Letters that stand for needs, as long as no others stand beside them."""
FITS: Mapping[str, Fit] = {
    **dict.fromkeys(("as is", "asis", "as it is", "unchanged", "reuse", "reused", "off the shelf"), Fit.AS_IS),
    **dict.fromkeys(("unverändert", "wie es ist", "tel quel", "inchangé", "tal cual", "così com'è"), Fit.AS_IS),
    **dict.fromkeys(("ongewijzigd", "oförändrad", "bez zmian", "как есть", "без изменений", "そのまま"), Fit.AS_IS),
    **dict.fromkeys(("流用", "原样", "그대로"), Fit.AS_IS),
    **dict.fromkeys(("adjust", "adjusted", "adapt", "adapted", "modify", "modified", "tweak"), Fit.ADJUST),
    **dict.fromkeys(("configure", "anpassen", "angepasst", "adapter", "adapté", "ajuster", "adaptar"), Fit.ADJUST),
    **dict.fromkeys(("ajustar", "adattare", "aanpassen", "anpassa", "dostosować", "адаптировать"), Fit.ADJUST),
    **dict.fromkeys(("доработать", "調整", "调整", "조정"), Fit.ADJUST),
    **dict.fromkeys(("rework", "reworked", "redesign", "redesigned", "rebuild", "überarbeiten"), Fit.REWORK),
    **dict.fromkeys(("umbauen", "retravailler", "refaire", "rehacer", "rediseñar", "rifare"), Fit.REWORK),
    **dict.fromkeys(("omarbeta", "переделать", "改修", "改造"), Fit.REWORK),
    **dict.fromkeys(("new", "build new", "build", "from scratch", "neu", "neu bauen", "nouveau", "nuevo"), Fit.NEW),
    **dict.fromkeys(("nuovo", "novo", "nieuw", "ny", "nytt", "nowy", "новый", "с нуля", "新規", "新建"), Fit.NEW),
    **dict.fromkeys(("신규",), Fit.NEW),
}  # fmt: skip
_FIT = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, FITS), key=len, reverse=True))})(?!\w)")
_BETWEEN = re.compile(r"[\s,;:/()\[\]·|–—-]+")
_LOOK = re.compile("[\ufe0e\ufe0f]")
"""What says whether a sign is drawn in colour."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
STANDARD = frozenset({0.0, 1.0, 3.0, 9.0})
TOPS = (1, 3, 4, 5, 10, 100)
"""How far scales of numbers go."""
MOST_WORDS, LONGEST_WORD = 20, 24
"""Words that somebody is asked about, and the characters of one; a longer text is a remark of its own."""

LONGEST = 200
"""Characters of a cell that are looked at; what is longer says no need."""
Said = tuple[Need | None, Fit | None]
"""A need and a fit; no need where a cell says only that there is one."""


@dataclass(frozen=True)
class NeedWord:
    """A word or a number that is none of ours: as it is written, in how many cells, and the need it is taken for."""

    word: str
    cells: int
    need: Need | None


@dataclass
class Vocabulary:
    """What the words, signs and numbers of one matrix mean, by all of them together and by what somebody says."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    """By a word the need that somebody takes it for, as a number; "" for none."""
    top: float = 0
    """How far the scale of its numbers goes; 0 for 1, 3 and 9."""
    has_only_ones: bool = False
    """Whether 1 is the only number beside 0, and so a mark."""
    signs: Mapping[str, Need] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    """Signs that would be weak if others stood there twice, and so are marks."""
    has_other_letters: bool = False
    known: dict[str, Said | None] = field(default_factory=dict)
    """What was read of each word so far."""

    @classmethod
    def of(cls, cells: Iterable[Scalar], chosen: Mapping[str, str]) -> "Vocabulary":
        """Return what the cells of a matrix mean together."""
        every = [word_of(cell) for cell in cells if not isinstance(cell, ErrorCell)]
        texts, counted = {*every}, [number for text in every if (number := _number(text))]
        numbers = {*counted}
        letters = {text for text in texts if len(text) == 1 and text.isascii() and text.isalpha()} - {"x", "y", "n"}
        signs = next((scale for scale, own in zip(SCALES, PROPER, strict=True) if texts & own), {})
        strange = sum(number not in STANDARD for number in counted)
        is_ours = not strange or (
            max(numbers) == max(STANDARD) and strange * 2 < len(counted)
        )  # a slip or two among ours
        top = max(numbers, default=0)
        return cls(
            chosen={word_of(word): need for word, need in chosen.items()},
            top=0 if is_ours else next((each for each in TOPS if top <= each), top),
            has_only_ones=numbers == {1.0} and texts > {"0"} and all(_number(text) is not None for text in texts),
            signs=signs,
            marks=frozenset(sign for sign in REPEATED if texts.isdisjoint((sign * 2, sign * 3))),
            has_other_letters=bool(letters) and not any(letters <= each for each in LETTERS),
        )

    def said(self, cell: Scalar) -> Said | None:
        """Return the need and the fit that a cell says; None when nobody can tell."""
        return None if isinstance(cell, ErrorCell) else self._said(word_of(cell))

    def _said(self, word: str) -> Said | None:
        if word not in self.known:
            self.known[word] = self._read(word)
        return self.known[word]

    def _read(self, word: str) -> Said | None:
        if word in self.chosen:
            return (Need(int(self.chosen[word])), None) if self.chosen[word] in {"0", "1", "3", "9"} else None
        return self._whole(word) or self._in_parts(word)

    def _whole(self, word: str) -> Said | None:
        if (number := _number(word)) is not None:
            return self._of_number(number)
        if word in self.signs:
            return self.signs[word], None
        if word in self.marks:
            return None, None
        if self.has_other_letters and len(word) == 1 and word.isalpha() and word not in {"x", "y"}:
            return None
        for text in (word, _BETWEEN.sub(" ", word).strip()):
            if text in NEEDS:
                return NEEDS[text], None
        return (None, None) if word in MARKS else None

    def _of_number(self, number: float) -> Said | None:
        if self.has_only_ones and number:
            return None, None
        if not self.top:
            return (Need(int(number)), None) if number in STANDARD else None
        third = min(ceil(number / self.top * 3), 3)
        return (Need.NONE, Need.WEAK, Need.MODERATE, Need.STRONG)[third], None

    def _in_parts(self, word: str) -> Said | None:
        """Return what a cell says in several words, such as “strong (9)” or “low / new”, if they fit together."""
        text = _BETWEEN.sub(" ", word).strip()
        found = _FIT.search(text)
        rest = _FIT.sub(" ", text).split() if found else text.split()
        if not found and len(rest) < 2:  # noqa: PLR2004  # one word was read whole
            return None
        said = [self._whole(part) for part in rest]
        if not all(said) or len({each[0] for each in said if each}) > 1:
            return None
        return (said[0][0] if said and said[0] else None), FITS[found[0]] if found else None

    def words_in(self, cells: Iterable[Scalar]) -> Iterator[NeedWord]:
        """Yield what somebody may want to say the meaning of: words that are none of ours, the numbers of a scale."""
        counted, written = Counter[str](), dict[str, str]()
        for cell in cells:
            word = word_of(cell)
            if is_word(cell) and not isinstance(cell, ErrorCell) and self._is_asked_about(word, cell):
                counted[word] += 1
                written.setdefault(word, shortened(" ".join(plain_text(cell).split())))
        for word, count in sorted(counted.most_common(MOST_WORDS), key=lambda each: _number(each[0]) or 0):
            yield NeedWord(written[word], count, (self.said(word) or (None, None))[0])

    def _is_asked_about(self, word: str, cell: Scalar) -> bool:
        return word in self.chosen or (bool(self.top) and bool(_number(word))) or self.said(cell) is None

    @property
    def remarks(self) -> Iterator[str]:
        """A sentence on the scale of the numbers, where there is one."""
        if self.top:
            thirds = "up to a third weak, up to two moderate, above that strong"
            yield f"Numbers were read as a scale of 0 to {self.top:g}: {thirds}."


def word_of(cell: Scalar) -> str:
    """Return what a cell says, whatever its case and spaces."""
    if isinstance(cell, bool):
        return "x" if cell else "0"
    return _word(plain_text(cell).strip()[:LONGEST])


@lru_cache(maxsize=4_096)
def _word(written: str) -> str:
    text = unicodedata.normalize("NFC", _LOOK.sub("", with_plain_digits(written))).casefold()
    return " ".join(text.replace("_", " ").split()) if text.strip("☆★ ") else text.strip().rstrip("☆ ")


@lru_cache(maxsize=4_096)
def _number(word: str) -> float | None:
    text = word.removesuffix("%").strip()
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def is_need(cell: Scalar) -> bool:
    """Say whether a cell says a need by itself, so that it names no product."""
    word = word_of(cell)
    return bool(word) and (_number(word) is not None or word in NEEDS or word in MARKS)


def is_word(cell: Scalar) -> bool:
    """Say whether a cell holds so little that it may be a word for a need."""
    return len(plain_text(cell).strip()) <= LONGEST_WORD
