"""Places on the paper, written in few bytes."""


def at(value: float) -> str:
    """Return a coordinate with one decimal at most, so that a drawing is small and always the same."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written
