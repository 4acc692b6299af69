"""Type words of other tools, and the kind of a capability that each stands for."""

from collections.abc import Mapping

from reuse_app.exchange.headings import spelled
from reuse_app.worksheet import Kind

WORDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        (
            "application", "app", "system", "service", "library", "component", "module", "package", "tool",
            "api", "website", "interface", "plugin", "framework", "program", "programme", "microservice",
            "web_application", "mobile_app", "it_component", "itcomponent", "application_component",
            "application_service", "saas", "sdk", "script", "bot",
        ),
        Kind.SOFTWARE,
    ),
    **dict.fromkeys(
        (
            "businesscapability", "business_capability", "capability", "businessprocess", "business_process",
            "method", "business_function", "businessfunction", "function", "procedure", "workflow", "practice",
            "business_service",
        ),
        Kind.PROCESS,
    ),
    **dict.fromkeys(
        (
            "dataobject", "data_object", "dataset", "data_set", "database", "data_source", "data_product",
            "table", "stream",
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
            "server", "cluster", "infrastructure", "hosting", "cloud", "node", "resource", "platform",
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
            "person", "team", "role", "skill", "staff", "expert", "user_group", "usergroup",
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


def kind_of(word: str) -> Kind | None:
    """Return the kind that a type word names or is likely to stand for; None if nobody can tell."""
    name = spelled(word)
    return next((kind for kind in Kind if spelled(kind.value) == name), WORDS.get(name))
