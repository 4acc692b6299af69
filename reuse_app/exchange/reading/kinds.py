"""Type words of other tools, and the kinds for which they are taken."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reuse_app.exchange.errors import first_of
from reuse_app.exchange.reading.headings import spelled
from reuse_app.worksheet import Kind
from reuse_app.worksheet.validation.raw import shortened

WORDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        (
            "application", "app", "system", "service", "library", "component", "module", "package", "tool",
            "api", "website", "interface", "plugin", "framework", "program", "programme", "microservice",
            "web_application", "mobile_app", "it_component", "itcomponent", "application_component",
            "application_service", "saas", "sdk", "script", "bot", "system_software", "technology_service", "appl",
            "technical_stack", "software_system", "web_service", "business_application", "business_app", "anwendung",
            "fachverfahren", "logiciel", "aplicacion", "applicazione", "applicatie", "systeem", "приложение", "система",
            "アフリケーション", "システム", "应用", "系统",
        ),
        Kind.SOFTWARE,
    ),
    **dict.fromkeys(
        (
            "businesscapability", "business_capability", "capability", "businessprocess", "business_process",
            "method", "business_function", "businessfunction", "function", "procedure", "workflow", "practice",
            "business_service", "value_stream", "business_interaction", "geschaftsprozess", "geschaftsfahigkeit",
            "prozess", "processus", "proceso", "processo", "proces", "процесс", "フロセス", "流程",
        ),
        Kind.PROCESS,
    ),
    **dict.fromkeys(
        (
            "dataobject", "data_object", "dataset", "data_set", "database", "data_source", "data_product",
            "table", "stream", "business_object", "data_entity", "db_instance", "daten", "datenobjekt", "donnees",
            "datos", "dati", "данные", "テータ", "数据",
        ),
        Kind.DATA,
    ),
    **dict.fromkeys(
        (
            "model", "ml_model", "machine_learning_model", "ai_model", "heuristic",
        ),
        Kind.ALGORITHM,
    ),
    **dict.fromkeys(
        (
            "server", "app_server", "technology_node",
            "cluster", "infrastructure", "hosting", "cloud", "node", "resource", "platform",
            "tech_platform",
        ),
        Kind.COMPUTE,
    ),
    **dict.fromkeys(
        (
            "device", "machine", "equipment", "sensor", "robot", "facility", "plant", "instrument",
        ),
        Kind.HARDWARE,
    ),
    **dict.fromkeys(
        (
            "person", "team", "business_actor", "business_role", "actor",
            "role", "skill", "staff", "expert", "user_group", "usergroup",
        ),
        Kind.PEOPLE,
    ),
    **dict.fromkeys(
        (
            "partner", "community", "provider", "supplier", "customers",
        ),
        Kind.NETWORK,
    ),
    **dict.fromkeys(
        (
            "trademark", "trade_mark", "reputation",
        ),
        Kind.BRAND,
    ),
}  # fmt: skip
"""By the word, spelled as a heading is."""
_OURS = {spelled(kind.value): kind for kind in Kind}
_TOGETHER = {word.replace("_", ""): kind for word, kind in {**WORDS, **_OURS}.items()}
"""Both without what stands between words, as tools join them: ApplicationComponent, application-component."""


def kind_of(word: str) -> Kind | None:
    """Return the kind that a type word names or is likely to stand for; None if nobody can tell."""
    name = spelled(word).removeprefix("cmdb_ci_").replace("_", "")
    return _TOGETHER.get(name) or _TOGETHER.get(name.removesuffix("s"))


@dataclass(frozen=True)
class TypeWord:
    """A type word of another tool, in how many rows it stands, and the kind for which it is taken."""

    word: str
    rows: int
    kind: Kind | None


class TypeWords:
    """The type words in the rows of a table that are none of our kinds, and what somebody says that they stand for."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        self._chosen = {spelled(word): kind for word, kind in chosen.items()}
        self._spellings: dict[str, Counter[str]] = {}
        self.typed: dict[int, str] = {}
        """By the number of a row the word that stands there."""

    def read(self, row: int, cell: str) -> Kind | None:
        """Return the kind for which a cell is taken, and remember its word."""
        word = spelled(cell)
        if word and word not in _OURS:
            self._spellings.setdefault(word, Counter())[shortened(cell.strip())] += 1
            self.typed[row] = word
        return self._kind(word)

    def _kind(self, word: str) -> Kind | None:
        if word in self._chosen:
            return Kind(self._chosen[word]) if self._chosen[word] in set(Kind) else None
        return kind_of(word)

    def __iter__(self) -> Iterator[TypeWord]:
        for word, spellings in self._spellings.items():
            yield TypeWord(spellings.most_common(1)[0][0], spellings.total(), self._kind(word))

    def remarks(self) -> Iterator[str]:
        """Yield a sentence on the words that were taken for a kind, and one on those that were left out."""
        if told := [f"“{each.word}” as {each.kind.value}" for each in self if each.kind]:
            yield f"Types were read so: {first_of(told)}."
        if out := [f"“{each.word}”" for each in self if not each.kind]:
            yield f"Types that stand for no kind here were left out: {first_of(out)}."
