import pytest
from pydantic import ValidationError

from reuse_app.analysis.finding import Range


def test_a_finding_never_changes() -> None:
    found = Range(low=1, likely=2, high=3)
    with pytest.raises(ValidationError):
        found.low = 0  # type: ignore[misc]  # that is what is tested
