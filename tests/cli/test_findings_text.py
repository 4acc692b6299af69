from enum import StrEnum

from pydantic import BaseModel, Field

from reuse_app.cli.findings_text import told


class Quadrant(StrEnum):
    MOON_SHOT = "moon shot"


class Score(BaseModel):
    potential: float | None
    quadrant: Quadrant
    nested: tuple["Score", ...] = ()


class Findings(BaseModel):
    seed: int = Field(description="Seed of all draws.")
    leverage: dict[str, float] = Field(description="Where the weight lies.")
    scores: dict[str, Score] = Field(description="By product.")
    names: tuple[str, ...] = Field(description="Names.")
    loops: tuple[tuple[str, ...], ...] = Field(description="Loops.")
    gap: float | None = Field(description="Gap.")
    proven: bool = Field(description="Whether it is proven.")


SCORES = """Scores
  By product.
  Method: weighted sum on the fixed scale 1 to 4; axes after Gruber & Tal, Where to Play, 2017.
  robot: potential: 2.5; quadrant: moon shot; nested: none
  boat:
    potential: not known
    quadrant: moon shot
    nested:
      - potential: 2.5; quadrant: moon shot; nested: none"""


def test_every_finding_has_its_meaning_its_method_and_its_figures() -> None:
    score = Score(potential=2.50001, quadrant=Quadrant.MOON_SHOT)
    findings = Findings(
        seed=0,
        leverage={"vision": 1234.5678},
        scores={"robot": score, "boat": Score(potential=None, quadrant=Quadrant.MOON_SHOT, nested=(score,))},
        names=(),
        loops=(("a", "b"),),
        gap=None,
        proven=True,
    )
    assert told(findings, title="Beyond").split("\n\n") == [
        "Findings: Beyond",
        "Seed\n  Seed of all draws.\n  0",
        "Leverage\n  Where the weight lies.\n  Method: sum over products of value x need.\n  vision: 1,234.568",
        SCORES,
        "Names\n  Names.\n  none",
        "Loops\n  Loops.\n  - a, b",
        "Gap\n  Gap.\n  not known",
        "Proven\n  Whether it is proven.\n  yes\n",
    ]
