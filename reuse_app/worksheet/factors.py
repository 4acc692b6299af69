"""The six factors that a new workshop starts with, in our words (axes after Gruber & Tal, Where to Play, 2017)."""

from reuse_app.worksheet.document import Factor
from reuse_app.worksheet.scales import Axis

DEFAULT_FACTORS = (
    Factor(
        key="reason",
        name="Compelling reason to buy",
        axis=Axis.POTENTIAL,
        anchors=(
            "Nice to have; nobody asks for it",
            "Some would try it if it were easy",
            "The job hurts today and what exists does it badly",
            "They cannot do without; money is waiting",
        ),
    ),
    Factor(
        key="volume",
        name="Market volume",
        axis=Axis.POTENTIAL,
        anchors=(
            "A handful of customers",
            "One niche",
            "Several niches or regions",
            "A mass market that still grows",
        ),
    ),
    Factor(
        key="viability",
        name="Economic viability",
        axis=Axis.POTENTIAL,
        anchors=(
            "Each sale loses money",
            "It would just pay for itself",
            "A healthy margin",
            "A high margin that lasts",
        ),
    ),
    Factor(
        key="obstacles",
        name="Implementation obstacles",
        axis=Axis.CHALLENGE,
        anchors=(
            "We have done this before",
            "Known work with a few open points",
            "Something essential is unproven",
            "Nobody has shown that it can be done",
        ),
    ),
    Factor(
        key="time",
        name="Time to revenue",
        axis=Axis.CHALLENGE,
        anchors=("Within half a year", "Within a year", "In one to three years", "In more than three years"),
    ),
    Factor(
        key="risks",
        name="External risks",
        axis=Axis.CHALLENGE,
        anchors=(
            "In our own hands",
            "One outside party could slow us down",
            "A regulator, rival or supplier could stop us",
            "Several of them could, and we cannot influence it",
        ),
    ),
)
