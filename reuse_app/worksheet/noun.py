"""What every noun of the worksheet shares: it is a fact, so it never changes, and it takes no unknown fields."""

from pydantic import ConfigDict
from sqlmodel import SQLModel


class Noun(SQLModel):
    """A checked, immutable part of a worksheet."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)  # type: ignore[assignment]  # SQLModel narrows pydantic's type
