"""The worksheet: everything in a workshop except its secrets."""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from sqlmodel import Field

from reuse_app.worksheet.capability import Capability
from reuse_app.worksheet.decision import Constraints, Decision, GapPlan, Iteration
from reuse_app.worksheet.link import Link
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.outcome import Outcome
from reuse_app.worksheet.product import Product
from reuse_app.worksheet.scales import Need
from reuse_app.worksheet.scoring import Dot, Factor, Participant, Rating
from reuse_app.worksheet.workshop import Workshop


class Worksheet(Noun):
    """One workshop as an immutable document; pages, analysis and reports are functions of it."""

    format: Literal["reuse-worksheet"] = Field(default="reuse-worksheet", description="Says what this file is.")
    version: Literal[1] = Field(default=1, description="Version of the file format.")
    workshop: Workshop = Field(description="What the team is here to find.")
    factors: tuple[Factor, ...] = Field(default=(), description="The questions asked of every product.")
    capabilities: tuple[Capability, ...] = Field(default=(), description="The inventory, in the team's order.")
    products: tuple[Product, ...] = Field(default=(), description="Home products and adjacent products.")
    links: tuple[Link, ...] = Field(default=(), description="Which product needs which capability.")
    participants: tuple[Participant, ...] = Field(default=(), description="Who took part.")
    ratings: tuple[Rating, ...] = Field(default=(), description="What each participant rated.")
    dots: tuple[Dot, ...] = Field(default=(), description="Votes that shortened the list.")
    decisions: tuple[Decision, ...] = Field(default=(), description="The role of each product and why.")
    gap_plans: tuple[GapPlan, ...] = Field(default=(), description="How each gap is to be closed.")
    iterations: tuple[Iteration, ...] = Field(default=(), description="The log of what was tried and learned.")
    outcomes: tuple[Outcome, ...] = Field(default=(), description="What was predicted beside what happened.")
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
