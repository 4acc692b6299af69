"""The formulas of the sheets of costs, each written once for all lines of its sheet.

In braces stands what a formula reads: `{fit}` is a cell of its own line, `{line[fit]}` one of the same line of the
noun's sheet, `{links[fit]}` a column of the sheet “Links”, `{reuse[fit]}` one of a sheet of formulas, `{at[budget]}` an
amount of the sheet “Economics”, `{n}` the number of the line. What somebody typed never stands in a formula, and every
function is one that Excel 2010 and LibreOffice know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reuse_app.analysis.cost.adaptation import DEFAULT_ASSESSMENT, DEFAULT_UNDERSTANDING, DEFAULT_UNFAMILIARITY, PRESETS
from reuse_app.analysis.cost.bills import EVEN
from reuse_app.exchange.economics.results import (
    ALL_KNOWN,
    ASIDE,
    INCOMPLETE,
    LEFT_OUT,
    NEVER,
    NOT_STATED,
    NOTHING,
    UNSHARED,
)
from reuse_app.worksheet.scales import PURSUED

INPUTS: Mapping[str, Sequence[str]] = {
    "workshop": ("value_unit", "organisation_cost_likely", "budget"),
    "capabilities": ("status", "build_cost_likely", "platform_cost_likely", "understanding"),
    "products": ("home", "own_cost_likely", "value_likely", "chance", "shortlisted"),
    "links": (
        *("need", "fit", "change_design", "change_realisation", "change_integration"),
        *("assessment", "unfamiliarity"),
    ),
    "decisions": ("role",),
    "gap_plans": ("cost_likely",),
}
"""The columns that somebody may change to see the results move, by the name of their table."""
AMOUNT, WORTH, SHARE, PERCENT, COUNT, TEXT = "#,##0.0", "#,##0.00", "0.0000", "0.0", "0", "General"
"""How results look."""


@dataclass(frozen=True)
class ComputedColumn:
    """A column of results: its heading, its formula in every line, how results look."""

    heading: str
    formula: str
    look: str = AMOUNT


def _percent(name: str) -> str:
    """Return the formula for how much changes: as stated, or as the fit stands for."""
    stated, preset = f"{{line[change_{name}]}}", f"INDEX({{at[{name}]}},MATCH({{fit}},{{at[fit]}},0))"
    return f'=IF({{shares}}="yes",IF(ISNUMBER({stated}),{stated},{preset}),"")'


def _or_default(name: str, stated: str) -> str:
    return f'=IF({{shares}}="yes",IF(ISNUMBER({stated}),{stated},{{at[{name}]}}),"")'


def _stated(cell: str) -> str:
    return f'IF(ISNUMBER({cell}),{cell},"{NOT_STATED}")'


def _of_considered(result: str, *, unless: str) -> str:
    return f'=IF({{considered}}<>"yes","",IF({unless},"{INCOMPLETE}",{result}))'


_PLANNED = "INDEX({gap_plans[cost_likely]},MATCH({line[key]},{gap_plans[capability]},0))"

REUSE = {
    "capability": ComputedColumn("Capability", '=IF({c}=0,"",INDEX({capabilities[name]},{c}))', TEXT),
    "product": ComputedColumn("Product", '=IF({p}=0,"",INDEX({products[name]},{p}))', TEXT),
    "counts": ComputedColumn(
        "Counts",
        '=IF(OR({c}=0,{p}=0,NOT(ISNUMBER({line[need]}))),"no",'
        'IF(AND({line[need]}>0,INDEX({costs[considered]},{p})="yes"),"yes","no"))',
        TEXT,
    ),
    "fit": ComputedColumn(
        "Fit",
        '=IF({counts}="no","",IF({line[fit]}<>"",{line[fit]},'
        'IF(INDEX({blocks[status]},{c})="missing","as-is","adjust")))',
        TEXT,
    ),
    "shares": ComputedColumn("Shared", '=IF({counts}="no","",IF({fit}="new","no","yes"))', TEXT),
    "design": ComputedColumn("DM %", _percent("design"), PERCENT),
    "realisation": ComputedColumn("CM %", _percent("realisation"), PERCENT),
    "integration": ComputedColumn("IM %", _percent("integration"), PERCENT),
    "assessment": ComputedColumn("AA", _or_default("assessment", "{line[assessment]}"), PERCENT),
    "understanding": ComputedColumn(
        "SU", _or_default("understanding", "INDEX({capabilities[understanding]},{c})"), PERCENT
    ),
    "unfamiliarity": ComputedColumn("UNFM", _or_default("unfamiliarity", "{line[unfamiliarity]}"), PERCENT),
    "factor": ComputedColumn(
        "Factor AAF %", '=IF({shares}="yes",0.4*{design}+0.3*{realisation}+0.3*{integration},"")', PERCENT
    ),
    "learning": ComputedColumn(
        "SU x UNFM", '=IF({shares}="yes",IF({design}+{realisation}>0,{understanding}*{unfamiliarity},0),"")', PERCENT
    ),
    "modifier": ComputedColumn(
        "Modifier AAM",
        '=IF({counts}="no","",IF({shares}="no",1,'
        "({assessment}+IF({factor}<=50,{factor}*(1+0.02*{learning}),{factor}+{learning}))/100))",
        SHARE,
    ),
    "build": ComputedColumn("Cost to build", '=IF({counts}="no","",INDEX({blocks[build]},{c}))'),
    "cost": ComputedColumn(
        "Adaptation", f'=IF({{counts}}="no","",IF(ISNUMBER({{build}}),{{modifier}}*{{build}},"{INCOMPLETE}"))'
    ),
    "once": ComputedColumn("Paid once", '=IF({shares}="yes",INDEX({blocks[once]},{c}),"")'),
    "place": ComputedColumn("Place", '=IF({shares}="yes",INDEX({costs[place]},{p}),"")', COUNT),
    "first": ComputedColumn(
        "Among its users",
        '=IF(ISNUMBER({place}),IF(COUNTIFS({reuse[c]},{c},{reuse[place]},"<"&{place})=0,"first","later"),"")',
        TEXT,
    ),
    "saves": ComputedColumn(
        "Shared from", '=IF(AND({first}="later",ISNUMBER({once})),IF({once}>0,{place},""),"")', COUNT
    ),
    "decided": ComputedColumn("Decided", '=IF({counts}="no","",INDEX({costs[decided]},{p}))', TEXT),
    "lacking": ComputedColumn("Product that lacks it", f'=IF({{cost}}="{INCOMPLETE}",{{p}},"")', COUNT),
    "c": ComputedColumn("Capability no.", "=IFERROR(MATCH({line[capability]},{capabilities[key]},0),0)", COUNT),
    "p": ComputedColumn("Product no.", "=IFERROR(MATCH({line[product]},{products[key]},0),0)", COUNT),
}
"""A line for each link: the reuse model of COCOMO II."""

BLOCKS = {
    "capability": ComputedColumn("Capability", "={line[name]}", TEXT),
    "status": ComputedColumn("Status", '=IF({line[status]}="missing","missing","in-house")', TEXT),
    "build": ComputedColumn(
        "Cost to build",
        f'=IF(AND({{status}}="missing",ISNUMBER({_PLANNED})),{_PLANNED},{_stated("{line[build_cost_likely]}")})',
    ),
    "platform": ComputedColumn("To share it", f"={_stated('{line[platform_cost_likely]}')}"),
    "once": ComputedColumn(
        "Paid once",
        f'=IF({{status}}="missing",IF(ISNUMBER({{build}}),SUM({{build}},{{platform}}),"{INCOMPLETE}"),{{platform}})',
    ),
    "users": ComputedColumn("Considered users", '=COUNTIFS({reuse[c]},{n},{reuse[shares]},"yes")', COUNT),
    "decided": ComputedColumn(
        "Decided users", '=COUNTIFS({reuse[c]},{n},{reuse[shares]},"yes",{reuse[decided]},"yes")', COUNT
    ),
    "paid": ComputedColumn("Paid in the decided set", '=IF({decided}>0,{once},"")'),
}
"""A line for each capability: what is paid once, by whoever shares it."""

COSTS = {
    "product": ComputedColumn("Product", "={line[name]}", TEXT),
    "considered": ComputedColumn(
        "Considered",
        '=IF({line[home]}=TRUE,"home",IF(OR({line[shortlisted]}=TRUE,{at[shortlist]}=0),"yes","no"))',
        TEXT,
    ),
    "role": ComputedColumn(
        "Role",
        '=IF({considered}="home","",IFERROR(INDEX({decisions[role]},MATCH({line[key]},{decisions[product]},0)),""))',
        TEXT,
    ),
    "decided": ComputedColumn(
        "Decided",
        '=IF(AND({considered}="yes",OR({role}="primary",{role}="growth",{role}="backup")),"yes","no")',
        TEXT,
    ),
    "own": ComputedColumn("Own cost", f'=IF({{considered}}="yes",{_stated("{line[own_cost_likely]}")},"")'),
    "lacks": ComputedColumn(
        "Lacks",
        f'=IF({{own}}="{NOT_STATED}","own cost"&IF({{gaps}}>0,", ",""),"")&IF({{gaps}}=0,"","no cost for "&'
        'INDEX({reuse[capability]},MATCH({n},{reuse[lacking]},0))&IF({gaps}>1," and "&({gaps}-1)&" more",""))',
        TEXT,
    ),
    "complete": ComputedColumn("Complete", '=IF({considered}="yes",IF({lacks}="","yes","no"),"")', TEXT),
    "anew": ComputedColumn(
        "To build all it needs", _of_considered("SUMIF({reuse[p]},{n},{reuse[build]})", unless="{gaps}>0")
    ),
    "rebuild": ComputedColumn("For a stranger", _of_considered("{own}+{anew}", unless='{lacks}<>""')),
    "adaptation": ComputedColumn(
        "Adaptation", _of_considered("SUMIF({reuse[p]},{n},{reuse[cost]})", unless="{gaps}>0")
    ),
    "shared": ComputedColumn(
        "Paid once, alone", _of_considered("SUMIF({reuse[p]},{n},{reuse[once]})", unless="{gaps}>0")
    ),
    "solo": ComputedColumn("Alone", _of_considered("{own}+{adaptation}+{shared}", unless='{lacks}<>""')),
    "beside": ComputedColumn("Beside what is shared", _of_considered("{own}+{adaptation}", unless='{lacks}<>""')),
    "place": ComputedColumn("Place", '=IF({complete}="yes",COUNT({above[place]})+1,"")', COUNT),
    "step": ComputedColumn(
        "Adds to the family",
        '=IF({complete}="yes",{beside}+SUMIFS({reuse[once]},{reuse[p]},{n},{reuse[first]},"first")'
        '+IF({place}=2,SUM({at[organisation]}),0),"")',
    ),
    "family": ComputedColumn("Family so far", '=IF({complete}="yes",SUM({down_to[step]}),"")'),
    "alone": ComputedColumn("Each alone so far", '=IF({complete}="yes",SUM({down_to[solo]}),"")'),
    "average": ComputedColumn("Average so far", '=IF({complete}="yes",{family}/{place},"")'),
    "even": ComputedColumn(
        "Sharing pays",
        '=IF({complete}="yes",IF(COUNT({reuse[saves]})=0,"no",'
        f'IF(AND({{place}}>=MIN({{reuse[saves]}}),{{family}}<={{alone}}*(1+{EVEN:.0E})),"yes","no")),"")',
        TEXT,
    ),
    "expected": ComputedColumn(
        "Chance x value",
        '=IF({considered}="yes",IF(ISNUMBER({line[value_likely]}),'
        f'IF(ISNUMBER({{line[chance]}}),{{line[chance]}},1)*{{line[value_likely]}},"{NOT_STATED}"),"")',
        WORTH,
    ),
    "value": ComputedColumn("Value", '=IF({considered}="yes",IF({at[basis]}="rating",{total},{expected}),"")', WORTH),
    "total": ComputedColumn("Total of the ratings", "", "0.00"),
    "gaps": ComputedColumn(
        "Unknown build costs", f'=COUNTIFS({{reuse[p]}},{{n}},{{reuse[cost]}},"{INCOMPLETE}")', COUNT
    ),
}
"""A line for each product, in the order in which they join; the total of the ratings is a number, as on “Scores”."""

SHEETS = {
    "reuse": ("Reuse costs", "links", REUSE),
    "blocks": ("Block costs", "capabilities", BLOCKS),
    "costs": ("Product costs", "products", COSTS),
}
"""What formulas call a sheet, how people do, the table whose lines it follows, and its columns."""


@dataclass(frozen=True)
class ComputedLine:
    """A line of the sheet “Economics”: its name, its formula or a given number, what that is in words or a formula."""

    name: str
    formula: str | float
    about: str = ""
    look: str = AMOUNT
    """As of a column."""


def _of_weighed(result: str) -> str:
    return f'=IF({{at[weighed]}}=0,"{INCOMPLETE}",{result})'


def _of_decided(result: str, *, unless: str) -> str:
    known = f'IF({{at[decided]}}=0,"{NOTHING}",IF({unless},"{INCOMPLETE}",{result}))'
    return f'=IF({{at[aside]}}>0,"{ASIDE}",{known})'


_FIRST = 'MATCH("no",{costs[complete]},0)'
_LACKS_COST = 'COUNTIFS({costs[decided]},"yes",{costs[complete]},"no")>0'
_LACKS_VALUE = f'COUNTIFS({{costs[decided]}},"yes",{{costs[value]}},"{NOT_STATED}")>0'

AMOUNTS: Mapping[str, ComputedLine] = {
    "unit": ComputedLine("Unit", '={workshop[unit]}&""', "Of every cost.", TEXT),
    "shortlist": ComputedLine(
        "Products on the shortlist",
        "=SUMPRODUCT(({products[home]}<>TRUE)*({products[shortlisted]}=TRUE))",
        "As soon as there is one, only the shortlist is considered; before that, all but home products.",
        COUNT,
    ),
    "considered": ComputedLine("Considered products", '=COUNTIF({costs[considered]},"yes")', look=COUNT),
    "weighed": ComputedLine("… that lack no cost", "=COUNT({costs[place]})", "What the sums below are about.", COUNT),
    "lacking": ComputedLine(
        "… that lack one",
        "={at[considered]}-{at[weighed]}",
        f'=IF({{at[lacking]}}=0,"{ALL_KNOWN}","{LEFT_OUT}"&INDEX({{costs[product]}},{_FIRST})&" ("'
        f'&INDEX({{costs[lacks]}},{_FIRST})&")"&IF({{at[lacking]}}>1," and "&({{at[lacking]}}-1)&" more",""))',
        COUNT,
    ),
    "rebuild": ComputedLine(
        "For a stranger", _of_weighed("SUM({costs[rebuild]})"), "All they need built anew, one by one."
    ),
    "solo": ComputedLine(
        "Each alone", _of_weighed("SUM({costs[solo]})"), "With what the organisation has, sharing nothing."
    ),
    "organisation": ComputedLine(
        "Running a family",
        f"={_stated('{workshop[organisation_cost_likely]}')}",
        "Paid once, from two products on. As long as nobody states it, nothing is paid.",
    ),
    "family": ComputedLine("As a family", _of_weighed("SUM({costs[step]})"), "What is shared is paid once."),
    "reuse_saves": ComputedLine(
        "Reuse saves", _of_weighed("{at[rebuild]}-{at[solo]}"), "For a stranger, less each alone: having it already."
    ),
    "sharing_saves": ComputedLine(
        "Sharing saves", _of_weighed("{at[solo]}-{at[family]}"), "Each alone, less as a family: doing them together."
    ),
    "average": ComputedLine(
        "Average of a product",
        _of_weighed("{at[family]}/{at[weighed]}"),
        "As a family; “Product costs” has the curve, product by product.",
    ),
    "break_even": ComputedLine(
        "Sharing pays from … products on",
        '=IFERROR(INDEX({costs[place]},MATCH("yes",{costs[even]},0)),'
        f'IF(COUNT({{reuse[saves]}})=0,"{UNSHARED}","{NEVER}"))',
        "They join in the order of “Products”.",
        COUNT,
    ),
    "of_choice": ComputedLine("The decided set", ""),
    "decided": ComputedLine(
        "Decided products", '=COUNTIF({costs[decided]},"yes")', "Primary, growth and backup, if considered.", COUNT
    ),
    "aside": ComputedLine(
        "… not on the shortlist",
        "=" + "+".join(f'COUNTIFS({{costs[considered]}},"no",{{costs[role]}},"{role.value}")' for role in PURSUED),
        "Decided beside these. As long as there is one, no sum says what the set comes to.",
        COUNT,
    ),
    "cost": ComputedLine(
        "Cost",
        _of_decided(
            'SUMIF({costs[decided]},"yes",{costs[beside]})+SUM({blocks[paid]})'
            "+IF({at[decided]}>1,SUM({at[organisation]}),0)",
            unless=_LACKS_COST,
        ),
        "As a family of its own.",
    ),
    "budget": ComputedLine("Budget", f"={_stated('{workshop[budget]}')}"),
    "left": ComputedLine(
        "Left of the budget",
        "=IF(ISNUMBER({at[budget]}),IF(ISNUMBER({at[cost]}),{at[budget]}-{at[cost]},{at[cost]}),{at[budget]})",
    ),
    "basis": ComputedLine(
        "Basis of value",
        '=IF(AND({at[considered]}>0,COUNTIFS({costs[considered]},"yes",{costs[expected]},"<>'
        f'{NOT_STATED}")={{at[considered]}}),'
        'IF(OR({workshop[value_unit]}="",{workshop[value_unit]}={workshop[unit]}),"net","value"),"rating")',
        "net: chance x value, in the unit of cost. value: in another unit. rating: totals of the ratings, 0 to 1.",
        TEXT,
    ),
    "value": ComputedLine(
        "Value",
        _of_decided('SUMIF({costs[decided]},"yes",{costs[value]})', unless=_LACKS_VALUE),
        "On this basis.",
        WORTH,
    ),
    "worth": ComputedLine(
        "Worth",
        _of_decided('{at[value]}-IF({at[basis]}="net",{at[cost]},0)', unless=f"OR({_LACKS_COST},{_LACKS_VALUE})"),
        "Value; on the basis “net” less cost.",
        WORTH,
    ),
    "of_assumed": ComputedLine("Assumed where not stated", ""),
    "assessment": ComputedLine("Assessment, AA", DEFAULT_ASSESSMENT, "Where a link states none."),
    "understanding": ComputedLine("Understanding, SU", DEFAULT_UNDERSTANDING, "Where a capability states none."),
    "unfamiliarity": ComputedLine("Unfamiliarity, UNFM", DEFAULT_UNFAMILIARITY, "Where a link states none."),
} | {
    f"{name}_{fit.value}": ComputedLine(
        fit.value, share, f"{name.capitalize()} that changes, in percent ({short}).", COUNT
    )
    for name, short in (("design", "DM"), ("realisation", "CM"), ("integration", "IM"))
    for fit, share in ((fit, getattr(preset, name)) for fit, preset in PRESETS.items())
}
"""The lines of the sheet “Economics”, in their order; one without a formula is a heading."""
