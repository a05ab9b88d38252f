"""Files as programs write them: which column is read as what, what is left out, and that all of it is said."""

from __future__ import annotations

import io
from urllib.parse import quote

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris, load_wine

from training.data.points import (
    chosen,
    numeric_columns,
    own,
    targets,
    told,
    typed,
    with_inputs,
    with_points,
    with_target,
)
from training.data.reading import read, table
from training.data.selection import MOST, MOST_CHARACTERS, SAFE
from training.data.sheets import decoded, sheet
from training.network.config import decode, default_network, encode

IRIS = load_iris()
NAMES = ("setosa", "versicolor", "virginica")
LENGTHS = ("sepal_length", "sepal_width", "petal_length", "petal_width")
TWO = [(*map(str, row[:2]), str(kind)) for row, kind in zip(IRIS.data, IRIS.target, strict=True)]


def lines(rows, head="", sign=","):
    return "\n".join([*([head] if head else []), *(sign.join(row) for row in rows)])


def iris(kinds=NAMES, sign=","):
    rows = [(*map(str, row), kinds[kind]) for row, kind in zip(IRIS.data, IRIS.target, strict=True)]
    return lines(rows, sign.join((*LENGTHS, "species")), sign)


def saved(**words):
    out = io.StringIO()
    np.savetxt(out, np.column_stack([IRIS.data[:, :2], IRIS.target]), **words)
    return out.getvalue()


FILES = {  # a text: the target, the inputs, the classes, what is said
    "iris": (iris(), "class:species", LENGTHS, NAMES, []),
    "iris from Kaggle": (
        lines(
            [(str(i), *row[:2], f"Iris-{NAMES[int(row[2])]}") for i, row in enumerate(TWO, 1)],
            "Id,Length,Width,Species",
        ),
        "class:Species",
        ("Length", "Width"),
        tuple(f"Iris-{name}" for name in NAMES),
        [],
    ),
    "np.savetxt": (saved(), "class:class", ("x", "y"), tuple("012"), []),
    "np.savetxt with a header": (
        saved(header="width height kind"),
        "class:kind",
        ("width", "height"),
        tuple("012"),
        [],
    ),
    "pandas with its index": (
        lines([(str(i), *row) for i, row in enumerate(TWO)], ",f1,f2,label"),
        "class:label",
        ("f1", "f2"),
        tuple("012"),
        ["Column 1 has no name and numbers the rows; it was left out."],
    ),
    "pandas, some rows of a shuffled table": (
        lines([(str(7 * i % 150), *row) for i, row in enumerate(TWO) if i % 3], "Unnamed: 0,f1,f2,label"),
        "class:label",
        ("f1", "f2"),
        tuple("012"),
        ["Column 1 has no name and numbers the rows; it was left out."],
    ),
    "R's write.table": (
        lines([(f'"{i}"', *row) for i, row in enumerate(TWO, 1)], '"f1" "f2" "label"', " "),
        "class:label",
        ("f1", "f2"),
        tuple("012"),
        ["Column 1 has no name and numbers the rows; it was left out."],
    ),
    "columns that are counted": (
        lines(TWO, "0,1,2"),
        "class:2",
        ("0", "1"),
        tuple("012"),
        ["Line 1 (0, 1, 2) was read as the names of the columns."],
    ),
    "the label first": (
        lines([row[::-1] for row in TWO], "label,f1,f2"),
        "class:label",
        ("f1", "f2"),
        tuple("012"),
        [],
    ),
    "a German spreadsheet": (
        iris(("männlich", "class A", "Straße"), ";").replace(".", ","),
        "class:species",
        LENGTHS,
        ("Straße", "class A", "männlich"),
        [],
    ),
    "columns between spaces": (lines(TWO, "", "   "), "class:class", ("x", "y"), tuple("012"), []),
    "a true minus in the first row": ("−1.5,2,a\n1,2,b\n2,2,a", "class:class", ("x", "y"), ("a", "b"), []),
    "a decimal comma in the first row": ('"1,5",2,a\n1,2,b\n2,2,a', "class:class", ("x", "y"), ("a", "b"), []),
    "a price": (
        lines([(str(50 + i), str(i % 5), str(1e5 + 731 * i)) for i in range(60)], "size,rooms,price"),
        "number:price",
        ("size", "rooms"),
        (),
        [],
    ),
    "two columns of numbers": (lines([(str(i / 9), str(i * i)) for i in range(40)], "x,y"), "number:y", ("x",), (), []),
}


@pytest.mark.parametrize("text, target, inputs, classes, said", FILES.values(), ids=FILES)
def test_a_file_is_read_as_what_it_is_and_all_that_was_left_out_is_said(text, target, inputs, classes, said):
    spelled, sentences = read(text)
    assert sentences == said
    assert chosen(spelled) == (target, list(inputs))
    assert own(spelled).classes == classes and own(spelled).features == inputs
    assert read(spelled) == (spelled, []) == read(typed(spelled)), "as a link and as the field of text"
    network = decode(f"data=own&points={quote(spelled)}")[0]
    assert network.points == spelled and decode(encode(network)) == (network, [])


def test_values_are_those_of_the_file():
    dataset = own(read(iris())[0])
    sample = dataset.make(0, 0.0, 0.5, np.random.RandomState(0))
    np.testing.assert_allclose(sample.x, IRIS.data)
    np.testing.assert_array_equal(sample.y, IRIS.target)
    shuffled = np.random.RandomState(0).permutation(150)
    text = lines([TWO[i] for i in shuffled])
    sample = own(read(text)[0]).make(0, 0.0, 0.5, np.random.RandomState(0))
    np.testing.assert_allclose(sample.x[np.argsort(sample.place)], IRIS.data[shuffled, :2])


def test_a_table_has_the_kind_that_suits_it():
    kinds = {"a,b,class\n1,2,u\n3,4,v": "plane", "a,class\n1,u\n3,v": "table", iris(): "table"}
    kinds |= {lines([(str(i), str(i * i)) for i in range(9)], "x,y"): "curve"}
    assert [own(read(text)[0]).kind for text in kinds] == [*kinds.values()]


@pytest.mark.parametrize("first", ["5.1,3.5,0", "0,1,2"])
def test_a_first_row_of_numbers_is_one_of_the_data_where_no_column_has_decimals(first):
    text = f"{first}\n1,1,2\n3,3,1\n2,2,1"
    assert len(table(read(text)[0]).rows) == 4


def test_rows_sorted_by_class_are_taken_from_all_over_the_file():
    rows = [(f"{i * 0.37:.3f}", str(i % 7), str(i // 500)) for i in range(1000)]
    spelled, sentences = read(lines(rows))
    found = table(spelled).rows
    assert sentences == [
        f"{MOST} of 1,000 rows are used, from all over the table, with the share that each class has: "
        "a link holds no more."
    ]
    assert [sum(row[2] == name for row in found) for name in "01"] == [250, 250]
    assert [row[0] for row in found] == sorted(row[0] for row in found), "in the order of the file"
    rare = [(*row[:2], "2" if i == 999 else row[2]) for i, row in enumerate(rows)]
    assert {row[2] for row in table(read(lines(rare))[0]).rows} == set("012")


@pytest.mark.parametrize("load", [load_wine, load_digits], ids=["wine", "digits"])
def test_what_is_read_fits_into_a_link(load):
    data = load()
    rows = [
        (*(f"{value:.9g}" for value in row), f"Sorte „{kind}“")
        for row, kind in zip(data.data, data.target, strict=True)
    ]
    spelled, _ = read(lines(rows, ",".join([*map(str, data.feature_names), "label"])))
    assert len(quote(spelled, safe=SAFE)) <= MOST_CHARACTERS
    assert len(own(spelled).classes) == len(set(data.target)) and own(spelled).inputs == data.data.shape[1]
    network = default_network("own", spelled)
    assert decode(encode(network)) == (network, [])


def test_columns_too_many_for_a_link_are_refused_in_a_sentence():
    names = [f"{i} {'測' * 36}" for i in range(60)]
    with pytest.raises(ValueError, match=r"characters, and a link holds 20,000: fewer columns or shorter names"):
        read(lines([[str(i + j) for i in range(60)] for j in range(3)], ",".join(names)))


def test_missing_values_are_said_and_their_rows_left_out():
    rows = [
        ("NA" if i % 7 == 3 else str(i), "nan" if i % 11 == 5 else str(i * 2), "" if i == 1 else "ab"[i % 2])
        for i in range(40)
    ]
    spelled, sentences = read(lines(rows, "age,fare,class"))
    gone = sum(any(cell in ("NA", "nan", "") for cell in row) for row in rows)
    assert sentences == [f"{gone} rows were left out, without a value in age, fare or class."]
    assert len(table(spelled).rows) == 40 - gone


def test_a_column_that_is_mostly_empty_is_no_input():
    rows = [(str(i), str(i) if i % 3 == 0 else "", "ab"[i % 2]) for i in range(30)]
    spelled, sentences = read(lines(rows, "age,cabin,class"))
    assert chosen(spelled) == ("class:class", ["age"]) and sentences == [] and len(table(spelled).rows) == 30
    spelled, sentences = read(with_inputs(spelled, ["age", "cabin"]))
    assert sentences == ["20 rows were left out, without a value in cabin."] and len(table(spelled).rows) == 10


def test_one_class_has_one_name_however_its_number_is_written():
    for name in ("1.50", "1,5", "1.5e+00", "+1.5"):
        assert own(read(f'1,2,"{name}"\n3,4,2.0\n5,6,1.5')[0]).classes == ("1.5", "2")


def test_ten_classes_can_be_told_apart_and_the_most_frequent_are_taken():
    rows = [(str(i % 5), str(i % 9), chr(ord("A") + i % 26)) for i in range(260)] + [("1", "2", "Z")] * 5
    spelled, sentences = read(lines(rows, "x,y,letter"))
    assert own(spelled).classes == (*"ABCDEFGHI", "Z")
    assert sentences == [
        "letter has 26 classes: the 10 most frequent are used, and 160 rows were left out, of other classes."
    ]


def test_a_column_of_many_words_is_left_out():
    rows = [(f"Person {i}", str(i * 3), "ab"[i % 2]) for i in range(30)]
    spelled, sentences = read(lines(rows, "name,age,class"))
    assert sentences == ["name was left out: it has 30 different words."]
    assert chosen(spelled) == ("class:class", ["age"])


def test_what_columns_are_used_as_is_said_and_can_be_chosen():
    spelled = read(
        "Id,sex,age,fare,label\n" + "\n".join(f"{i},{'mf'[i % 2]},{i * 3},{i * i},{i % 2}" for i in range(30))
    )[0]
    assert told(spelled) == ["Class: label (0 15, 1 15).", "Inputs: age and fare.", "Not used: Id and sex."]
    assert targets(spelled) == ["number:Id", "class:sex", "number:age", "number:fare", "class:label"]
    assert numeric_columns(spelled) == ["Id", "age", "fare"]
    by_fare = with_target(spelled, "number:fare")
    assert chosen(by_fare) == ("number:fare", ["age", "label"])
    assert told(by_fare)[0] == "Number to predict: fare, from 0 to 841, learned in standard deviations from its mean."
    assert chosen(with_target(by_fare, "class:label")) == ("class:label", ["age", "fare"])
    assert chosen(with_inputs(spelled, ["Id"])) == ("class:label", ["Id"])
    for text in (by_fare, with_inputs(spelled, ["Id"]), with_target(spelled, "class:sex")):
        assert read(text) == (text, [])


def test_points_join_a_table_in_its_own_columns():
    spelled = read("label,id,f1,f2\na,1,2,3\nb,2,3,4\nb,3,5,5")[0]
    assert with_points(spelled, [(0.5, 1.5, "c")]) == f"{spelled};c,,0.5,1.5"
    assert with_points("1,2,a;3,4,b", [(5, 6, "a"), (7, 8, "ä")], emptied=True) == "5,6,a;7,8,ä"


def test_a_number_to_predict_far_from_the_unit_scale_is_standardized():
    y = (
        own(read(lines([(str(i), str(1e5 + i * i)) for i in range(30)], "x,price"))[0])
        .make(0, 0.0, 0.5, np.random.RandomState(0))
        .y
    )
    assert (y.mean(), y.std()) == (pytest.approx(0, abs=1e-9), pytest.approx(1))
    near = (
        own(read(lines([(str(i), str(np.sin(i))) for i in range(30)], "x,y"))[0])
        .make(0, 0.0, 0.5, np.random.RandomState(0))
        .y
    )
    np.testing.assert_allclose(near, np.sin(np.arange(30)), rtol=1e-5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_every_usual_encoding_are_read(encoding):
    assert decoded("1,2,männlich\n".encode(encoding)) == "1,2,männlich\n"


def test_rows_of_another_width_are_named():
    assert sheet("a,b,class\n1,2,u\n3,4\n5,6,v").sentences == [
        "Line 3: 3 values are needed, not 2; the row was left out"
    ]


@pytest.mark.parametrize(
    "far, points", [(False, "-1,0.5,a;4,5,b;0,1,b"), (True, "30,100,a;60,50,b"), (True, "1.01,0,a;1.02,2,b;1,4,b")]
)
def test_inputs_outside_the_unit_scale_are_standardized_by_default(far, points):
    assert default_network("own", points).prep == ("standard" if far else "none")
    assert own(points).far is far


def test_old_links_mean_what_they_meant():
    for points in ("1,2,a;3,4,b", "0,1,2;1.5,2.5,1;3,4,0", "0.5,1,0.25;1,1,0.75", "0,0,b;0,0,10;0,0,a"):
        network, sentences = decode(f"v=1&data=own&points={points}&prep=none")
        assert sentences == [] and network.points == points and own(points).kind == "plane"
        assert "prep=none" in encode(network) and f"points={points}" in encode(network)
