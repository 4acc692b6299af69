"""All tables: the store's own as classes, and those of the nouns, which are made from the nouns (see ../README.md).

Rows belong to their workshop by primary key, so a row can only refer to rows of the same workshop. No class here checks
anything: a noun is checked before it becomes a row, and the database repeats its limits as CHECK constraints.
"""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    CursorResult,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from reuse_app.room import (
    AgendaItem,
    Completion,
    Inquiry,
    MapShare,
    Mark,
    NatureShare,
    OutsideAnswer,
    Referral,
    Seat,
    Stage,
)
from reuse_app.store.noun_table import (
    Exclusive,
    Framed,
    Minimum,
    MustHave,
    NumberedIteration,
    StoredPart,
    checks_of,
    columns_of,
    references_of,
)
from reuse_app.worksheet import (
    Capability,
    Decision,
    Dot,
    Factor,
    GapPlan,
    Link,
    Look,
    Note,
    Participant,
    Product,
    Rating,
    Requires,
    Set,
    SetProduct,
)
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.outcomes import Outcome
from reuse_app.worksheet.values import KEY_LENGTH, NAME_LENGTH, PROSE_LENGTH, Noun

ADDRESS_LENGTH = 16
"""Characters that the address of a workshop or an inventory may have."""


class StoreRow(SQLModel):
    """What every table of the store's own has in common: how its constraints are named."""

    model_config = {"defer_build": True}
    """Such a class checks nothing, so what would check is not built."""
    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


metadata = StoreRow.metadata


class WorkshopRow(StoreRow, table=True):
    """A workshop. What its worksheet says of it, and where the room is, are columns made from the noun `Framed`."""

    __tablename__ = "workshop"
    __table_args__ = (*columns_of(Framed), *checks_of(Framed))

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(max_length=ADDRESS_LENGTH, unique=True)
    join_code: str | None = Field(default=None, max_length=8, unique=True)
    salt: str = Field(max_length=32)
    revision: int
    version: int
    """The revision at which one of the noun's columns last changed."""
    created_at: dt.datetime
    starter: str | None = Field(default=None, max_length=64, index=True)
    """Who was signed in when it was started, by a hash; nobody knows who started it otherwise."""


class ChangeRow(StoreRow, table=True):
    """One numbered change of a workshop: who did what, and when."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("workshop_id", "revision"), UniqueConstraint("workshop_id", "once"))

    id: int | None = Field(default=None, primary_key=True)
    workshop_id: int = Field(foreign_key="workshop.id")
    revision: int
    at: dt.datetime
    participant: str | None = Field(default=None, max_length=KEY_LENGTH)
    action: str = Field(max_length=80)
    undone_by: int | None = None
    """The revision of the change that undid this one; there is none while it stands."""
    once: str | None = Field(default=None, max_length=40)
    """The key of the form that was sent, hashed."""
    content_hash: str | None = Field(default=None, max_length=40)
    """What was filled in, hashed."""
    whose: str | None = Field(default=None, max_length=KEY_LENGTH)
    """The participant who kept the change to themselves when it was made; there is nobody for what all may see."""


class ChangedFieldRow(StoreRow, table=True):
    """One value before and after a change, each as a JSON scalar; NULL where there was none."""

    __tablename__ = "changed_field"

    change_id: int = Field(foreign_key="change.id", primary_key=True)
    part: str = Field(max_length=20, primary_key=True)
    entry: str = Field(max_length=170, primary_key=True)
    field: str = Field(max_length=40, primary_key=True)
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)


class SnapshotRow(StoreRow, table=True):
    """A name for a revision of a workshop: what it looked like then follows from the change log."""

    __tablename__ = "snapshot"

    id: int | None = Field(default=None, primary_key=True)
    workshop_id: int = Field(foreign_key="workshop.id", index=True)
    revision: int
    name: str = Field(max_length=NAME_LENGTH)
    at: dt.datetime
    participant: str | None = Field(default=None, max_length=KEY_LENGTH)


class InventoryRow(StoreRow, table=True):
    """A named list of capabilities that outlives workshops."""

    __tablename__ = "inventory"

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(max_length=ADDRESS_LENGTH, unique=True)
    name: str = Field(max_length=NAME_LENGTH)
    created_at: dt.datetime


class InventoryVersionRow(StoreRow, table=True):
    """One state of an inventory, which never changes: who saved it when, and why."""

    __tablename__ = "inventory_version"

    inventory_id: int = Field(foreign_key="inventory.id", primary_key=True)
    number: int = Field(primary_key=True)
    at: dt.datetime
    author: str = Field(max_length=NAME_LENGTH)
    note: str = Field(max_length=PROSE_LENGTH)
    unit: str = Field(max_length=NAME_LENGTH)


class GrantRow(StoreRow, table=True):
    """What the holder of a secret may do in one workshop or inventory; the secret itself is not kept.

    A grant that was replaced or taken back stays, so that its holder can be told so.
    """

    __tablename__ = "grant"
    __table_args__ = (
        CheckConstraint("(workshop_id IS NULL) <> (inventory_id IS NULL)", name="one_thing"),
        UniqueConstraint("secret_hash", "workshop_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workshop_id: int | None = Field(default=None, foreign_key="workshop.id", index=True)
    inventory_id: int | None = Field(default=None, foreign_key="inventory.id", index=True)
    role: str = Field(max_length=20)
    participant: str | None = Field(default=None, max_length=KEY_LENGTH)
    own: bool = Field(sa_column=Column(Boolean(create_constraint=True, name="own"), nullable=False, default=True))
    """Whether nobody else could have the link: one that somebody else made, or that was theirs before they went on with
    another device, does not bring back what they keep to themselves."""
    label: str | None = Field(default=None, max_length=NAME_LENGTH)
    secret_hash: str = Field(max_length=64)
    """Of one thing, but for a token that also opens the workshops which it has started."""
    created_at: dt.datetime
    ended_at: dt.datetime | None = None
    last_day: dt.date | None = None
    """After which a token opens nothing, in UTC."""


class HoldingRow(StoreRow, table=True):
    """A link that a browser holds: by the hash of its secret, with that of the link as only the browser can read it."""

    __tablename__ = "holding"

    browser_hash: str = Field(max_length=64, primary_key=True)
    grant_id: int = Field(foreign_key="grant.id", ondelete="CASCADE", primary_key=True, index=True)
    sealed: str = Field(max_length=200)


class HandRow(StoreRow, table=True):
    """A card that somebody holds: it stays in its place until they have said something to it."""

    __tablename__ = "hand"

    workshop_id: int = Field(foreign_key="workshop.id", primary_key=True)
    person: str = Field(max_length=KEY_LENGTH, primary_key=True)
    """Who looks: a participant by their key, anybody else by their link."""
    place: int = Field(primary_key=True)
    capability: str = Field(max_length=KEY_LENGTH)
    of: str = Field(max_length=KEY_LENGTH)
    prompt: str = Field(max_length=KEY_LENGTH)


class AnswerRow(StoreRow, table=True):
    """What an outsider wrote, with the columns of the noun `OutsideAnswer`; nobody but facilitators sees it here.

    It is no part of the workshop and in no change log, so that nothing tells of it until it is let in.
    """

    __tablename__ = "answer"
    __table_args__ = (*columns_of(OutsideAnswer), *checks_of(OutsideAnswer))

    id: int | None = Field(default=None, primary_key=True)
    workshop_id: int = Field(foreign_key="workshop.id", index=True)
    once: str | None = Field(default=None, max_length=40)
    """The key of the form that was sent, hashed."""
    at: dt.datetime
    settled: str | None = Field(default=None, max_length=10)
    """What the facilitator has done with it; nothing while it waits."""


class ErasureRow(StoreRow, table=True):
    """An address at which something was deleted, with that deletion, until no file holds what was deleted."""

    __tablename__ = "erasure"

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(max_length=ADDRESS_LENGTH)
    """Nothing where it was deleted at every address."""


def _part(name: str, noun: type[Noun], *identity: str) -> StoredPart:
    """Make the table of a noun: its columns, whose it is, its place in its list, who added it and when it changed."""
    table = Table(
        name,
        metadata,
        Column("workshop_id", Integer, ForeignKey("workshop.id"), primary_key=True),
        *columns_of(noun, identity),
        Column("position", Integer, nullable=False),
        Column("version", Integer, nullable=False),
        *([] if "author" in noun.model_fields else [Column("author", String(KEY_LENGTH))]),
        *references_of(noun),
        *checks_of(noun),
    )
    return StoredPart(name, noun, identity, table, _limit(noun))


def _limit(noun: type[Noun]) -> int | None:
    """The most entries that a worksheet holds in the list of this noun, if it has one."""
    return next((listed.limit for listed in LISTS.values() if issubclass(noun, listed.noun)), None)


workshop = metadata.tables["workshop"]
change, changed_field = metadata.tables["change"], metadata.tables["changed_field"]
snapshot = metadata.tables["snapshot"]
inventory, inventory_version = metadata.tables["inventory"], metadata.tables["inventory_version"]
grant, holding = metadata.tables["grant"], metadata.tables["holding"]
hand, answer = metadata.tables["hand"], metadata.tables["answer"]
erasure = metadata.tables["erasure"]

PARTS = {
    part.name: part
    for part in (
        StoredPart("workshop", Framed, (), workshop),
        _part("stage", Stage, "step"),
        _part("agenda_item", AgendaItem, "number"),
        _part("participant", Participant, "key"),
        _part("seat", Seat, "participant"),
        _part("completion", Completion, "participant", "step"),
        _part("factor", Factor, "key"),
        _part("product", Product, "key"),
        _part("capability", Capability, "key"),
        _part("nature_share", NatureShare, "participant", "capability"),
        _part("map_share", MapShare, "participant", "product"),
        _part("look", Look, "capability", "of", "prompt"),
        _part("inquiry", Inquiry, "number"),
        _part("link", Link, "capability", "product"),
        _part("rating", Rating, "participant", "product", "factor", "round"),
        _part("dot", Dot, "participant", "product"),
        _part("decision", Decision, "product"),
        _part("set", Set, "key"),
        _part("set_product", SetProduct, "set", "product"),
        _part("gap_plan", GapPlan, "capability"),
        _part("iteration", NumberedIteration, "number"),
        _part("outcome", Outcome, "product"),
        _part("note", Note, "key"),
        _part("must_have", MustHave, "product"),
        _part("exclusive", Exclusive, "group", "product"),
        _part("at_least", Minimum, "group", "product"),
        _part("requires", Requires, "product", "needs"),
        _part("mark", Mark, "part", "key", "marking"),
        _part("referral", Referral, "number"),
    )
}
"""Every part of a workshop, each after the parts that it refers to."""

inventory_capability = Table(
    "inventory_capability",
    metadata,
    Column("inventory_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    *columns_of(Capability, ("key",)),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["inventory_id", "number"], ["inventory_version.inventory_id", "inventory_version.number"]),
    *checks_of(Capability),
)
"""A capability in one version of an inventory; its home product is a word there, no reference."""


def new_id(result: CursorResult[Any]) -> int:
    """The id of the row that an insert has just made."""
    assert result.inserted_primary_key is not None  # noqa: S101  # a single-row insert has one
    return int(result.inserted_primary_key[0])
