from reuse_app.analysis.bills import write_bills
from reuse_app.analysis.cells import read_cells
from reuse_app.analysis.claims import check_claims
from reuse_app.analysis.coverage import find_gaps
from reuse_app.analysis.roles import Roles
from reuse_app.worksheet import Role, Worksheet
from tests.analysis.sheets import capability, decision, link, product, sheet


def roles_of(worksheet: Worksheet) -> Roles:
    cells = read_cells(worksheet)
    gaps, bills = find_gaps(cells, worksheet), write_bills(cells, worksheet.candidates)
    return Roles(worksheet, cells, gaps, check_claims(cells), bills)


def decided() -> Worksheet:
    return sheet(
        capabilities=[
            capability("vision", build_cost=100),
            capability("hand", status="missing", build_cost=50),
            capability("skin", status="missing"),
            capability("leg"),
        ],
        products=[
            product("robot", own_cost=10),
            product("bus", own_cost=20),
            product("cup", own_cost=40),
            product("car", home=True),
        ],
        links=[
            link("vision", "robot", 9, fit="as-is"),
            link("hand", "robot", 9),
            link("skin", "robot", 3),
            link("leg", "robot", 9),
            link("hand", "bus", 3),
            link("skin", "cup", 9),
        ],
        decisions=[decision("robot", "primary"), decision("bus", "growth"), decision("car", "backup")],
    )


def test_roles_of_home_products_are_passed_over() -> None:
    roles = roles_of(decided())
    assert roles.keys(*Role) == ("bus", "robot")
    assert roles.keys(Role.BACKUP) == ()
    assert roles.candidates == {"robot", "bus", "cup"}


def test_major_risks_are_strong_needs_that_are_missing_or_unproven() -> None:
    assert roles_of(decided()).risks("robot") == {"hand", "vision"}
    assert roles_of(decided()).needs("bus") == {"hand"}


def test_a_gap_is_critical_when_a_bet_needs_it_strongly() -> None:
    roles = roles_of(decided())
    assert [gap.capability for gap in roles.critical_gaps] == ["hand"]
    assert roles.depend_on("hand") == ("robot",)
    assert roles.depend_on("skin") == ()


def test_what_is_built_costs_as_a_family() -> None:
    roles = roles_of(decided())
    assert roles.cost == 10 + 20 + 7 + 50 + 2 * 3.5


def test_names_are_for_sentences() -> None:
    roles = roles_of(decided())
    assert roles.names(["robot", "bus"]) == "Robot and Bus"
    assert roles.capability_names({"vision", "hand"}) == "Hand and Vision"
