"""The page of the matrix: its links, its table, what is kept on disk, and its file."""

import re
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.pages import components, header_text, script, visit
from training.many import matrix, networks, tasks
from training.many.fates import LOST, MOVING, RESTING
from training.many.matrix import FACTORS, Cell
from training.many.runs import POINTS
from training.race.config import decode as read_race
from training.race.config import default_choice
from ui.race.all import compute
from ui.race.all.columns import OUT
from ui.race.all.config import WHOLE, Shown, decode, encode, orders
from ui.race.all.files import csv_text
from ui.race.all.header import matrix_header
from ui.race.all.page import PAGE
from ui.session import reports, state
from ui.session.held import REPLACE
from ui.session.locks import Locks, linked
from ui.work.disk import Disk
from ui.work.pool import Demand, Pool
from ui.work.visitors import Guest

DEMAND = Demand(lambda: None, lambda: None)


def made(fate, reached):
    """A cell whose runs all end alike, but for the last rate."""
    count = len(FACTORS)
    fates, first = np.full(count, fate, np.int8), np.full(count, reached, np.int32)
    fates[-1], first[-1] = LOST, -1
    return Cell("lr", np.logspace(-3, 1, count), fates, first, np.full(count, 0.5, np.float32), first)


COLUMNS = len(SURFACES) + len(tasks.TASKS)
CHUNK = {"beale": made(0, 40), "rosenbrock": made(RESTING, -1)}


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """A disk of its own, and chunks that are made at once."""
    calls = []

    def chunk_of(name, family, beat):
        calls.append((name, family))
        return CHUNK

    monkeypatch.setattr(compute, "DISK", Disk(tmp_path / "matrix", 3))
    monkeypatch.setattr(matrix, "chunk_of", chunk_of)
    monkeypatch.setattr(tasks, "chunk_of", chunk_of)
    monkeypatch.setattr(tasks, "chunks", lambda: [])
    return calls


@pytest.mark.parametrize(
    "shown",
    [
        Shown(),
        Shown(shows="best", by="ravine"),
        Shown(on="ravine"),
        Shown(on="net_moons", formula="x**2"),
        Shown(of="adam"),
        Shown(of="adam", formula="x**2"),
        Shown(on="beale", formula="x**2"),
        Shown(by="formula", formula="x**2 + y**2"),
        Shown(on="formula", formula="x**2"),
    ],
)
def test_a_link_opens_what_it_was_made_of(shown):
    assert decode(encode(shown)) == (shown, [])


def test_links_of_old_open_one_surface_and_nonsense_is_told():
    assert decode("on=ravine")[0] == Shown(on="ravine") and encode(Shown(on="ravine")) == "on=ravine"
    for query, shown in (("on=x", Shown(on="beale")), ("by=x&shows=rates", Shown(shows="rates"))):
        found, (sentence,) = decode(query)
        assert found == shown and "must be one of" in sentence
    assert decode("of=adam&on=ravine") == (
        Shown(on="ravine"),
        ["of: one surface is shown, or one network, or one optimizer; on was used."],
    )
    for query in ("zzz=1&optimizer=adam", "on=ravine&optimizer=adam&zzz=1", "of=adam&zzz=1&optimizer=adam"):
        told = {f"“{name}” is not a field of this page; it was ignored." for name in ("zzz", "optimizer")}
        assert {*decode(query)[1]} == told
    assert decode("of=adam&shows=best&lang=de&embed=true&t=3") == (
        Shown(of="adam"),
        ["shows: one surface is shown, or one network, or one optimizer; it was ignored."],
    )
    assert len(orders()) == len(SURFACES) + len(tasks.TASKS) + 3
    found, (sentence,) = decode("formula=x**&by=formula&shows=best")[0], decode("formula=x**")[1]
    assert found == Shown(shows="best") and sentence.startswith("formula: ") and sentence.endswith(" It was left out.")
    assert decode("formula=x^2 y^2")[0].formula == "x^2+y^2"


def test_a_chunk_is_computed_once_and_read_from_disk_unless_that_is_spoiled(disk, monkeypatch):
    key = ("adam", "Valleys")
    first, again = (compute._compute(key, DEMAND) for _ in range(2))
    assert disk == [key] and [*again] == [*first]
    for name, cell in again.items():
        assert cell.rate == first[name].rate
        assert all(
            np.array_equal(one, other, equal_nan=True) for one, other in zip(cell[1:], first[name][1:], strict=True)
        )
    (file,) = compute.DISK._folder.iterdir()
    file.write_bytes(file.read_bytes()[:200])
    compute._compute(key, DEMAND)
    assert len(disk) == 2
    compute.DISK.keep({"surfaces": np.array(["beale"])}, compute.version(), *key)
    compute._compute(key, DEMAND)
    monkeypatch.setattr(compute, "version", lambda networks: "another")
    compute._compute(key, DEMAND)
    assert len(disk) == 4
    kept = len([*compute.DISK._folder.iterdir()])
    compute._compute(("adam", "formula:x**2"), DEMAND)  # a visitor's own stays in memory
    assert len(disk) == 5 and len([*compute.DISK._folder.iterdir()]) == kept
    for family in "abcd":
        compute._compute(("adam", family), DEMAND)
    assert len([*compute.DISK._folder.iterdir()]) == 3


def test_other_versions_of_what_runs_the_cells_are_computed_anew(monkeypatch):
    known = {compute.version.__wrapped__()}
    for library in (compute.jax, compute.optax):
        monkeypatch.setattr(library, "__version__", "0")
        known.add(compute.version.__wrapped__())
    assert len(known) == 3


def test_cells_are_kept_within_the_app():
    assert compute.DISK._folder == compute.ROOT / ".cache" / "matrix"


def test_the_header_has_every_cell_and_the_file_every_run():
    cells = {("adam", name): cell for name, cell in CHUNK.items()}
    header = matrix_header(Shown(), compute.Seen(cells, 1_392, []))
    assert {len(values) for values in header["cells"].values()} == {len(OPTIMIZERS) * COLUMNS}
    assert (header["done"], header["total"]) == (2, 1_392)
    place = [*OPTIMIZERS].index("adam") * COLUMNS
    assert {name: values[place] for name, values in header["cells"].items() if "rate" not in name} == {
        **{"state": 0, "fate": 0, "reached": 40, "bestfate": 0, "bestreached": 40},
        **{"loss": 0.5, "bestloss": 0.5, "tried": len(FACTORS), "works": len(FACTORS) - 1},
    }
    states = header["cells"]["state"]
    assert (states == 2).sum() == len(states) - 1_392 - 44 * len(tasks.TASKS)  # those that need a sum of squares
    lines = csv_text(cells, encode(Shown())).splitlines()
    assert lines[0] == "# all?shows=default&by=family" and len(lines) == 2 + 2 * len(FACTORS)
    assert lines[6] == "adam,beale,lr,0.1,1,minimum 1,40,40,0.5"


def test_the_file_tells_networks_in_the_words_of_their_columns():
    task = next(iter(tasks.TASKS))
    for cell, words in ((made(networks.THERE, 40), "95% accuracy"), (made(MOVING, -1), "below 95% accuracy")):
        _, _, *lines = csv_text({("adam", task): cell, ("adam", "formula:x**2"): cell}, "").splitlines()
        assert {line.split(",")[5] for line in lines[: len(FACTORS)]} == {words, "not finite"}
        assert "accuracy" not in lines[-2]


def test_paths_lie_in_the_frame_of_their_surface_and_are_sent_where_they_are_shown():
    x0, x1, y0, y1 = SURFACES["beale"].domain
    path = np.stack([np.linspace(x0, x1, POINTS), np.where(np.arange(POINTS) < 20, (y0 + y1) / 2, y1 + 1)], axis=1)
    seen = compute.Seen({("adam", "beale"): made(0, 40)._replace(path=path)}, 1, [])
    assert "paths" not in matrix_header(Shown(), seen)
    header = matrix_header(Shown(shows="paths"), seen)
    points = header["paths"].reshape(len(OPTIMIZERS), COLUMNS, POINTS, 2)[[*OPTIMIZERS].index("adam"), 0]
    assert points[0].tolist() == [0, 127] and (points[20:] == OUT).all() and (header["paths"] != OUT).sum() == 40


def test_only_rates_that_a_rule_has_and_is_defined_for_are_counted():
    rule, some = made(0, 40), made(0, 40)
    some.rates[:3] = np.nan
    for cell, counted in ((rule, (9, 8)), (some, (6, 5)), (rule._replace(rate="", rates=np.zeros(9)), (0, 0))):
        header = matrix_header(Shown(), compute.Seen({("adam", "beale"): cell}, 1, []))
        place = [*OPTIMIZERS].index("adam") * COLUMNS
        assert tuple(header["cells"][name][place] for name in ("tried", "works")) == counted


def test_the_page_shows_the_table_and_a_press_on_a_head_stands_in_its_link(disk, monkeypatch):
    monkeypatch.setattr(matrix, "chunks", lambda: [("adam", "Valleys")])
    page = AppTest.from_file(script("all"), default_timeout=60).run()
    assert not page.exception and [box.value for box in page.selectbox] == ["all", "all"]
    header = header_of(page)
    assert header["done"] == 2 and (header["shows"], header["by"]) == ("default", "family")
    rule, surface = header["rules"][[*OPTIMIZERS].index("adam")], header["surfaces"][0]
    race, said = read_race(f"{surface['race']}&a={rule['name']}&a.{rule['number']}=0.3")
    usual = default_choice("adam", SURFACES[surface["name"]])
    assert said == [] and race.choices == {"a": usual.with_value("lr", 0.3)}
    page.text_input(key="formula").set_value("x**2 + 3*y**2").run()
    assert header_of(page)["surfaces"][0]["race"] == "surface=formula&formula=x%2A%2A2%20%2B%203%2Ay%2A%2A2&steps=1000"
    page.text_input(key="formula").set_value("x**").run()
    assert page.warning and header_of(page)["surfaces"][0]["typed"]
    page.text_input[0].set_value("").run()  # another one since the refusal
    assert not page.warning and header_of(page)["surfaces"] == header["surfaces"]


def header_of(page):
    """The header of the table that a page shows."""
    return header_text(next(part for part in components(page) if part.component_name == "matrix").bytes)


def test_only_the_first_look_waits_for_what_is_missing(monkeypatch):
    waits = []
    monkeypatch.setattr(compute, "POOL", Pool(lambda key, demand: CHUNK, threads=1))
    monkeypatch.setattr(compute.POOL, "ask", lambda visitor, keys: dict.fromkeys(keys))
    monkeypatch.setattr(compute.POOL, "wait", lambda visitor, keys, seconds, every: waits.append(seconds))
    one, other = Guest(), Guest()
    for visitor in (one, one, other, one):
        compute.look(visitor, 0.5)
    compute.look(Guest())
    assert waits == [0.5, 0.5]


def test_what_the_table_reports_is_its_configuration_and_nonsense_is_not(session):
    state.enter(PAGE)
    for told in ({"shows": "best", "by": "reached"}, {"shows": "x", "by": "beale"}, {"shows": "rates"}):
        reports.on_event({"kind": "matrix", **told})
        assert state.current() == Shown(shows="best", by="reached") and state.history() == REPLACE


def test_a_teachers_link_keeps_what_it_locks(disk):
    page = visit("all", linked(encode(Shown(shows="best")), Locks(("shows", "by", "formula"), ("of",)), "all"))
    header = header_of(page)
    assert (header["shows"], header["by"], header["locked"]) == ("best", "family", ["shows", "by"])
    assert {rule["of"] for rule in header["rules"]} | {one["on"] for one in header["surfaces"]} == {""}  # no way out
    assert [box.label for box in page.selectbox] == ["Optimizer"] and not page.text_input
    assert page.selectbox[0].disabled and page.selectbox[0].help == "This is locked in the link."


@pytest.mark.parametrize("name, value", [("on", "bowl"), ("of", "adam")])
def test_a_list_that_is_locked_stands_still(name, value):
    page = visit("all", linked(encode(Shown(**{name: value})), Locks((name,)), "all"))
    box = page.selectbox(key=name)
    assert box.disabled and box.value == value and box.help == "This is locked in the link."


@pytest.mark.parametrize("name", WHOLE)
def test_who_may_not_change_the_table_may_not_leave_it(name, disk):
    page = visit("all", linked(encode(Shown()), Locks((name,)), "all"))
    assert [page.selectbox(key=box).disabled for box in ("on", "of")] == [True, True]


def test_what_the_table_reports_of_what_is_locked_is_refused(session):
    session.query_params["locked"] = [parse_qs(linked(encode(Shown()), Locks(("by",)), "all"))["locked"][0]]
    state.enter(PAGE)
    reports.on_event({"kind": "matrix", "shows": "best", "by": "reached"})
    assert state.current() == Shown() and state.sentences() == ("Order of the rows is locked in this link.",)
    reports.on_event({"kind": "matrix", "shows": "best", "by": "family"})
    assert state.current() == Shown(shows="best")


def test_all_sources_that_networks_import_decide_their_cells():
    places = [compute.ROOT / name for name in (*compute.DECIDES, *compute.OF_NETWORKS)]
    files = {file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))}
    for file in files:
        for module, names in re.findall(r"^from ([\w.]+) import (\(.*?\)|.*?$)", file.read_text(), re.M | re.S):
            base = compute.ROOT / module.replace(".", "/")
            imported = {base.with_suffix(".py"), *(base / f"{name}.py" for name in re.findall(r"\w+", names))}
            assert {one for one in imported if one.is_file()} <= files, file
