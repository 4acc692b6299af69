"""The nouns, and the worksheet that holds them all: everything in a workshop except its secrets."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import field_validator
from sqlmodel import Field

from reuse_app.worksheet.constraints import Constraints
from reuse_app.worksheet.nature import Flow, Verb
from reuse_app.worksheet.notes import Note, Place
from reuse_app.worksheet.outcomes import Iteration, Outcome
from reuse_app.worksheet.scales import Aspect, Axis, Fit, Kind, Need, Plan, Reply, Role, Status, Terms
from reuse_app.worksheet.values import (
    Amount,
    CapabilityKey,
    DivisionCode,
    Estimate,
    FactorKey,
    Key,
    Line,
    Name,
    Noun,
    Number,
    ParticipantKey,
    ProductKey,
    Prose,
    SetKey,
)

_NUMBER = re.compile(
    r"\d|\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty)\b", re.IGNORECASE
)
"""What makes a length of time one: a number, in figures or as a word."""
SIDE_BY_SIDE = 3
"""Kept sets that are compared with each other, at most."""


class Settings(Noun):
    """How the team votes with dots."""

    dots_each: int = Field(default=5, ge=1, le=100, description="Dots that each participant may give.")
    dots_cap: int = Field(default=3, ge=1, le=100, description="Most dots that one participant may give one product.")


class Workshop(Noun):
    """What the team is here to find, and in which terms it will decide."""

    title: Name = Field(description="What the workshop is called.")
    purpose: Prose = Field(default="", description="What the team is here to find, in a sentence or two.")
    organisation: Line = Field(default="", description="Whose capabilities these are.")
    unit: Line = Field(default="person-months", description="Unit of every cost and the budget.")
    value_unit: Line = Field(
        default="", description="Unit of every value; empty when it is the unit of cost, so that cost is taken off."
    )
    horizon: Line = Field(default="", description="Over how long values are counted, such as three years.")
    organisation_cost: Estimate | None = Field(
        default=None, description="Cost paid once to run products as a family; counts when two or more are chosen."
    )
    budget: Amount | None = Field(default=None, description="What may be spent, in the unit of cost.")
    decider: Line = Field(default="", description="Who decides in the end.")
    home_field: DivisionCode | None = Field(
        default=None, description="The field of the home products: the number of a division of ISIC Rev. 4."
    )
    settings: Settings = Field(default_factory=Settings, description="How the team votes.")

    @field_validator("horizon")
    @classmethod
    def _with_a_number(cls, horizon: str) -> str:
        if horizon and not _NUMBER.search(horizon):
            raise ValueError("the horizon needs a number, as in three years or 18 months")
        return horizon


class Capability(Noun):
    """One line of the inventory; a needed one with status missing is a gap."""

    key: Key = Field(description="Short stable key, unique among capabilities.")
    name: Name = Field(description="A noun phrase, independent of the product it was built for.")
    kind: Kind | None = Field(default=None, description="What sort of thing it is.")
    status: Status = Field(default=Status.IN_HOUSE, description="In house, or missing (a gap).")
    home_product: ProductKey | None = Field(default=None, description="Key of the product it was built for.")
    owner: Line = Field(default="", description="Who can say more about it.")
    description: Prose = Field(default="", description="What it is, for somebody who does not know it.")
    evidence: Prose = Field(default="", description="What shows that it works: a source, a test, a record.")
    trl: int | None = Field(default=None, ge=1, le=9, description="Technology readiness at home, 1 to 9.")
    rrl: int | None = Field(default=None, ge=1, le=9, description="Reuse readiness, 1 to 9.")
    build_cost: Estimate | None = Field(default=None, description="Cost to build it anew for one product.")
    platform_cost: Estimate | None = Field(default=None, description="Cost paid once to make it shareable.")
    understanding: Number | None = Field(
        default=None, ge=10, le=50, description="COCOMO II understanding increment: 10 very clear to 50 very unclear."
    )
    nature: Prose = Field(default="", description="Verb + object (+ condition), with the product stripped away.")
    verb: Verb | None = Field(default=None, description="What it does, as one verb of the list.")
    flow: Flow | None = Field(default=None, description="What it does that to.")
    by_product: Prose = Field(default="", description="What is left over each time it runs.")
    by_product_verb: Verb | None = Field(default=None, description="What that could do, as one verb of the list.")
    by_product_flow: Flow | None = Field(default=None, description="What sort of thing that is.")
    adjustment: Prose = Field(default="", description="The smallest change that makes it useful to somebody else.")
    audience: Prose = Field(default="", description="Who has the problem that it would solve.")
    reference: Line = Field(default="", description="Its id in the list that its owner keeps, as written there.")
    rival: bool = Field(default=False, description="True for people, machines, a plant: used here, it is not there.")
    free_share: Number | None = Field(
        default=None, ge=0, le=1, description="Share of a rival capability that is free, 0 to 1; all of it if not said."
    )
    terms: Terms | None = Field(default=None, description="Ours, licensed, another's by consent, or exclusive.")
    unit: Line = Field(default="", description="For data and compute: what one more of it is, such as a labelled hour.")
    unit_cost: Amount | None = Field(default=None, description="What the next such unit costs, in the unit of cost.")
    built_also_by: Line = Field(default="", description="Which other team has built the same.")
    checked: dt.date | None = Field(default=None, description="The day somebody last looked at it, as YYYY-MM-DD.")


class Origin(Noun):
    """Where the idea of a product came from: what somebody looked at when it came to their mind."""

    capability: CapabilityKey | None = Field(default=None, description="Key of the capability.")
    of: Aspect | None = Field(default=None, description="What of it: its nature, by-product or adjustment.")
    prompt: Line = Field(default="", description="The question or problem on the card, as it was worded.")
    field: DivisionCode | None = Field(
        default=None, description="Who has that problem: the number of a division of ISIC Rev. 4."
    )
    outside: bool = Field(default=False, description="True when it came from somebody outside the team.")


class Product(Noun):
    """Application x customer (Gruber & Tal's definition of a market opportunity)."""

    key: Key = Field(description="Short stable key, unique among products.")
    name: Name = Field(description="What the team calls it.")
    application: Line = Field(default="", description="What it does.")
    customer: Line = Field(default="", description="For whom.")
    problem: Prose = Field(default="", description="The problem somebody has, in their words.")
    home: bool = Field(default=False, description="True for a product that exists already.")
    own_cost: Estimate | None = Field(default=None, description="Everything it needs beside capabilities.")
    value: Estimate | None = Field(default=None, description="What it is worth over the horizon, if it comes about.")
    chance: Number | None = Field(
        default=None, ge=0, le=1, description="How likely it comes about, 0 to 1; 1 if not said."
    )
    shortlisted: bool = Field(default=False, description="True once the team keeps it for the map.")
    source: Line = Field(default="", description="The prompt or person the idea came from.")
    origin: Origin | None = Field(default=None, description="What somebody looked at when it came to their mind.")


class Look(Noun):
    """A card that somebody has looked at without writing an idea down: a capability beside a prompt."""

    capability: CapabilityKey = Field(description="Key of the capability.")
    of: Aspect = Field(description="What of it: its nature, by-product or adjustment.")
    prompt: Key = Field(description="Key of the prompt card, or of the problem in the atlas.")
    field: DivisionCode | None = Field(
        default=None, description="Who has that problem: the number of a division of ISIC Rev. 4."
    )
    reply: Reply = Field(default=Reply.PASSED, description="Passed, kept for later, or refused for good.")


class Modification(Noun):
    """How much changes when a capability is reused (COCOMO II reuse model, Boehm et al. 2000)."""

    design: Number = Field(ge=0, le=100, description="Percent of the design changed.")
    realisation: Number = Field(ge=0, le=100, description="Percent of the realisation changed.")
    integration: Number = Field(
        ge=0, le=1000, description="Percent of integration and validation effort, relative to new; may exceed 100."
    )


class Link(Noun):
    """One cell of the map; a link with need 0 says that it was considered and is not needed."""

    capability: CapabilityKey = Field(description="Key of the capability.")
    product: ProductKey = Field(description="Key of the product.")
    need: Need = Field(description="0 none, 1 weak, 3 moderate, 9 strong.")
    fit: Fit | None = Field(default=None, description="How the capability would be reused there.")
    change: Modification | None = Field(default=None, description="Percentages that replace the preset of the fit.")
    assessment: Number | None = Field(default=None, ge=0, le=8, description="COCOMO II assessment, 0 to 8.")
    unfamiliarity: Number | None = Field(default=None, ge=0, le=1, description="0 familiar to 1 unfamiliar.")
    trl: int | None = Field(default=None, ge=1, le=9, description="Readiness in this product, 1 to 9.")
    return_flow: Line = Field(default="", description="What the product gives back: data, volume, learning.")
    evidence: Prose = Field(default="", description="What shows that the fit is as stated.")
    note: Prose = Field(default="", description="Anything else worth keeping.")


Anchors = tuple[Line, Line, Line, Line]


class Factor(Noun):
    """One question that is asked of every product."""

    key: Key = Field(description="Short stable key, unique among factors.")
    name: Name = Field(description="What is rated.")
    axis: Axis = Field(description="Whether it adds to potential or to challenge.")
    weight: Number = Field(default=1.0, ge=0, le=1000, description="Weight among all factors; any scale, normalised.")
    anchors: Anchors = Field(default=("", "", "", ""), description="What each of the four levels means.")


class Participant(Noun):
    """Somebody in the room, by name or pseudonym."""

    key: Key = Field(description="Short stable key, unique among participants.")
    name: Name = Field(description="The name the room knows, or a pseudonym.")
    without_device: bool = Field(default=False, description="True when the facilitator records for this person.")


class Rating(Noun):
    """One person's level for one product and factor; no level is a considered don't know."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    product: ProductKey = Field(description="Key of the product.")
    factor: FactorKey = Field(description="Key of the factor.")
    level: int | None = Field(ge=1, le=4, description="1 low, 2 mid, 3 high, 4 super high, null for don't know.")
    round: Literal[1, 2] = Field(default=1, description="1 alone and blind, 2 after the talk.")


class Dot(Noun):
    """Dots that one person gave one product to shorten the list."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    product: ProductKey = Field(description="Key of the product.")
    count: int = Field(ge=0, le=100, description="How many dots.")


class Decision(Noun):
    """The role of a product, why, and how the team will find out whether that was right."""

    product: ProductKey = Field(description="Key of the product.")
    role: Role = Field(description="Primary, growth option, backup, keep open or in storage.")
    reason: Prose = Field(default="", description="Why.")
    dissent: Prose = Field(default="", description="Who saw it differently, and why.")
    assumption: Prose = Field(default="", description="The riskiest assumption.")
    test: Prose = Field(default="", description="The cheapest test of that assumption.")
    measure: Prose = Field(default="", description="What is measured.")
    stop_rule: Prose = Field(default="", description="The result that would stop it.")
    owner: Line = Field(default="", description="Who sees to it.")
    iteration_days: int | None = Field(default=None, ge=1, le=3650, description="Length of one iteration in days.")
    simpler_tool: Prose = Field(default="", description="The simpler tool that was considered before machine learning.")
    data_plan: Prose = Field(default="", description="Where data comes from and what each further unit costs.")


class Set(Noun):
    """A set of products that somebody has kept under a name, to compare it with others."""

    key: Key = Field(description="Short stable key, unique among sets.")
    name: Name = Field(description="What the team calls it.")
    aside: bool = Field(default=False, description="True when it does not stand beside the others at present.")


class SetProduct(Noun):
    """A product that belongs to a kept set."""

    set: SetKey = Field(description="Key of the set.")
    product: ProductKey = Field(description="Key of the product.")


class GapPlan(Noun):
    """How a missing capability is to be had."""

    capability: CapabilityKey = Field(description="Key of the missing capability.")
    plan: Plan = Field(description="Build, adapt open source, buy, or partner.")
    cost: Estimate | None = Field(default=None, description="What this way costs; stands in place of the build cost.")
    reason: Prose = Field(default="", description="Why that way.")
    single_supplier: bool = Field(default=False, description="True when it hangs on one outside supplier.")


class Worksheet(Noun):
    """One workshop as an immutable document; pages, analysis and reports are functions of it."""

    format: Literal["reuse-worksheet"] = Field(default="reuse-worksheet", description="Says what this file is.")
    version: Literal[1] = Field(default=1, description="Version of the file format.")
    workshop: Workshop = Field(description="What the team is here to find.")
    factors: tuple[Factor, ...] = Field(default=(), description="The questions asked of every product.")
    capabilities: tuple[Capability, ...] = Field(default=(), description="The inventory, in the team's order.")
    products: tuple[Product, ...] = Field(default=(), description="Home products and adjacent products.")
    looks: tuple[Look, ...] = Field(default=(), description="Where people looked without an idea.")
    links: tuple[Link, ...] = Field(default=(), description="Which product needs which capability.")
    participants: tuple[Participant, ...] = Field(default=(), description="Who took part.")
    ratings: tuple[Rating, ...] = Field(default=(), description="What each participant rated.")
    dots: tuple[Dot, ...] = Field(default=(), description="Votes that shortened the list.")
    decisions: tuple[Decision, ...] = Field(default=(), description="The role of each product and why.")
    sets: tuple[Set, ...] = Field(default=(), description="Sets of products that were kept to compare them.")
    set_products: tuple[SetProduct, ...] = Field(default=(), description="Which product belongs to which kept set.")
    gap_plans: tuple[GapPlan, ...] = Field(default=(), description="How each gap is to be closed.")
    iterations: tuple[Iteration, ...] = Field(default=(), description="The log of what was tried and learned.")
    outcomes: tuple[Outcome, ...] = Field(default=(), description="What was predicted beside what happened.")
    notes: tuple[Note, ...] = Field(default=(), description="What was said beside the work, and the parking lot.")
    constraints: Constraints = Field(default_factory=Constraints, description="What any choice must respect.")

    @cached_property
    def capability_by_key(self) -> Mapping[str, Capability]:
        """Every capability by its key."""
        return {capability.key: capability for capability in self.capabilities}

    @cached_property
    def product_by_key(self) -> Mapping[str, Product]:
        """Every product by its key."""
        return {product.key: product for product in self.products}

    @cached_property
    def link_by_cell(self) -> Mapping[tuple[str, str], Link]:
        """Every link by (capability key, product key)."""
        return {(link.capability, link.product): link for link in self.links}

    @cached_property
    def decision_by_product(self) -> Mapping[str, Decision]:
        """Every decision by the key of its product."""
        return {decision.product: decision for decision in self.decisions}

    @cached_property
    def sets_beside(self) -> tuple[Set, ...]:
        """The kept sets that stand side by side."""
        return tuple(each for each in self.sets if not each.aside)[:SIDE_BY_SIDE]

    @cached_property
    def products_by_set(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the products of every kept set, by its key."""
        found: dict[str, list[str]] = {each.key: [] for each in self.sets}
        for one in self.set_products:
            found[one.set].append(one.product)
        return {key: tuple(products) for key, products in found.items()}

    @cached_property
    def notes_about(self) -> Mapping[Place, tuple[Note, ...]]:
        """The notes by what they are about; those under PARKED are the parking lot."""
        found: dict[Place, list[Note]] = {}
        for note in self.notes:
            found.setdefault(note.about, []).append(note)
        return {place: tuple(notes) for place, notes in found.items()}

    @cached_property
    def needed_links(self) -> tuple[Link, ...]:
        """The links that count: those with a need above none."""
        return tuple(link for link in self.links if link.need is not Need.NONE)

    @cached_property
    def home_products(self) -> tuple[Product, ...]:
        """Products that exist already."""
        return tuple(product for product in self.products if product.home)

    @cached_property
    def candidates(self) -> tuple[Product, ...]:
        """Adjacent products: those that do not exist yet, whether shortlisted or not."""
        return tuple(product for product in self.products if not product.home)

    @cached_property
    def considered(self) -> tuple[Product, ...]:
        """The candidates between which the team chooses: the shortlist as soon as there is one, otherwise all."""
        return tuple(product for product in self.candidates if product.shortlisted) or self.candidates

    def __getstate__(self) -> dict[Any, Any]:
        """What goes to another process: the fields alone, as others may be looking up what follows from them."""
        state, own = super().__getstate__(), self.__dict__
        return {**state, "__dict__": {name: own[name] for name in type(self).model_fields}}


@dataclass(frozen=True)
class EntryList:
    """One list of the worksheet: its noun, the fields that tell one entry from another, and the most entries.

    Two entries with the same identity are a mistake, unless they may repeat.
    """

    noun: type[Noun]
    identity: tuple[str, ...]
    limit: int
    may_repeat: bool = False


LISTS: Mapping[str, EntryList] = {
    "factors": EntryList(Factor, ("key",), limit=20),
    "capabilities": EntryList(Capability, ("key",), limit=2_000),
    "products": EntryList(Product, ("key",), limit=500),
    "looks": EntryList(Look, ("capability", "of", "prompt"), limit=100_000),
    "links": EntryList(Link, ("capability", "product"), limit=100_000),
    "participants": EntryList(Participant, ("key",), limit=1_000),
    "ratings": EntryList(Rating, ("participant", "product", "factor", "round"), limit=400_000),
    "dots": EntryList(Dot, ("participant", "product"), limit=100_000),
    "decisions": EntryList(Decision, ("product",), limit=500),
    "sets": EntryList(Set, ("key",), limit=20),
    "set_products": EntryList(SetProduct, ("set", "product"), limit=10_000),
    "gap_plans": EntryList(GapPlan, ("capability",), limit=2_000),
    "iterations": EntryList(Iteration, ("product", "date"), limit=10_000, may_repeat=True),
    "outcomes": EntryList(Outcome, ("product",), limit=500),
    "notes": EntryList(Note, ("key",), limit=2_000),
}


LIST_OF = {each.noun.__name__.lower(): name for name, each in LISTS.items() if "name" in each.noun.model_fields}
"""Where the noun that a field refers to is listed, such as capabilities for a capability."""
