"""Worksheets that ship with the app, so that a newcomer can open a finished one and look around."""

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Example:
    """One worksheet that ships: its name on the command line and what its story is about."""

    name: str
    title: str
    summary: str
    complete: bool
    """True when it goes through all eight steps, ratings and iterations included."""


EXAMPLES = (
    Example(
        "tesla-bot",
        "Tesla Bot",
        "A car and a humanoid share vision, planning, computers and batteries, so each costs less and data flows back.",
        complete=True,
    ),
    Example(
        "recaptcha",
        "reCAPTCHA",
        "Seconds of careful reading were thrown away at every login; one slight adjustment made them digitise books.",
        complete=True,
    ),
    Example(
        "fujifilm",
        "Fujifilm",
        "The chemistry that keeps photographs from fading finds a second use in skin care.",
        complete=False,
    ),
    Example(
        "corning",
        "Corning",
        "A strong glass of the 1960s waits four decades until a phone needs it.",
        complete=False,
    ),
    Example(
        "simulator",
        "A simulator for others",
        "An invented crane maker asks what it would take to offer its own simulator as a service.",
        complete=False,
    ),
    Example(
        "aws",
        "AWS, told wrong",
        "“They rented out spare servers” is a myth; the map shows how to catch such a story.",
        complete=False,
    ),
)


def read(name: str) -> str:
    """Return the text of the example's worksheet file, as it was written."""
    known = [example.name for example in EXAMPLES]
    if name not in known:
        raise ValueError(f"There is no example “{name}”. There are: {', '.join(known)}.")
    return files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
