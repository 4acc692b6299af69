"""A product: an application for a customer, at home already or adjacent."""

from sqlmodel import Field

from reuse_app.worksheet.estimate import Estimate
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.text import Key, Line, Name, Prose


class Product(Noun):
    """Application x customer (Gruber & Tal's definition of a market opportunity)."""

    key: Key = Field(description="Short stable key, unique among products.")
    name: Name = Field(description="What the team calls it.")
    application: Line = Field(default="", description="What it does.")
    customer: Line = Field(default="", description="For whom.")
    problem: Prose = Field(default="", description="The problem somebody has, in their words.")
    home: bool = Field(default=False, description="True for a product that exists already.")
    own_cost: Estimate | None = Field(default=None, description="Everything it needs beside capabilities.")
    value: Estimate | None = Field(default=None, description="What it is worth, in the unit of cost.")
    shortlisted: bool = Field(default=False, description="True once the team keeps it for the map.")
    source: Line = Field(default="", description="The prompt or person the idea came from.")
