from reuse_app.worksheet import Axis
from reuse_app.worksheet.factors import DEFAULT_FACTORS


def test_a_new_workshop_asks_three_questions_on_each_axis_with_every_level_explained() -> None:
    axes = [factor.axis for factor in DEFAULT_FACTORS]
    assert axes == [Axis.POTENTIAL] * 3 + [Axis.CHALLENGE] * 3
    assert len({factor.key for factor in DEFAULT_FACTORS}) == 6
    assert all(all(factor.anchors) for factor in DEFAULT_FACTORS)
