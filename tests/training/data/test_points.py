"""The user's own points: every spelling reads back, every problem has its sentence, nothing that is typed raises."""

from __future__ import annotations

import cProfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.data.columns import FURTHEST, PLAIN, Table, spell, tidy, written
from training.data.points import EXAMPLE, chosen, own, targets, typed
from training.data.reading import read
from training.data.selection import MOST
from training.data.sheets import LONGEST_TEXT

WAYS = {
    "link": "1,-2.5,a;0.001,4,b",
    "link with spaces and a last semicolon": " 1, -2.5, a ; 0.001,4,b;",
    "link over two lines": "1,-2.5,a;\n0.001,4,b",
    "link with names": "x,y,class;1,-2.5,a;0.001,4,b",
    "comma": "1,-2.5,a\n0.001,4,b\n",
    "blank lines and a byte order mark": "\ufeff\r\n1,-2.5,a\r\n\r\n0.001,4,b\r\n",
    "semicolon": "1;-2.5;a\n0.001;4;b",
    "decimal commas": "1;-2,5;a\n0,001;4;b",
    "tab": "1\t-2.5\ta\n1e-3\t4\tb",
    "spaces": "  1   -2.5  a\n0.001  4     b ",
    "header": "x,y,class\n1,-2.5,a\n0.001,4,b",
    "what columns are used as": "x,y,class:class\n1,-2.5,a\n0.001,4,b",
    "quotes": '"1","-2.5","a"\n"0.001","4","b"',
    "true minus": "1,−2.5,a\n10⁻³,4,b",
    "quoted decimal commas": '"1","-2,5",a\n"0,001",4,b',
}
NUMBERS = "must be a number from −1,000,000,000,000 to 1,000,000,000,000"
LEFT_OUT = "the row was left out."
GONE = "1 row was left out, without a value in {}."
PROBLEMS = {
    "1,2,a;z,4,b;5,6,b": f"Point 2: x {NUMBERS}, not “z”; {LEFT_OUT}",
    "1,2,a;3,1e13,b;5,6,b": f"Point 2: y {NUMBERS}, not “1e13”; {LEFT_OUT}",
    "1,2,a;-inf,4,b;5,6,b": f"Point 2: x {NUMBERS}, not “-inf”; {LEFT_OUT}",
    "1,2,a;3,nan,b;5,6,b": GONE.format("y"),
    "1,2,a;3,4,;5,6,b": GONE.format("class"),
    "1,2,a;3,4;5,6,b": f"Point 2: 3 values are needed, not 2; {LEFT_OUT}",
    "1,2;3,4,a;5,6,b": f"Point 1: 3 values are needed, not 2; {LEFT_OUT}",
    "1,2,3,4;3,4,a;5,6,b": f"Point 1: 3 values are needed, not 4; {LEFT_OUT}",
    "x,y,class\n1,2,a\n\n3,?,b\n5,6,b": GONE.format("y"),
    "x,y,class\n1,2,a\n\n3,zero,b\n5,6,b": f"Line 4: y {NUMBERS}, not “zero”; {LEFT_OUT}",
    ";".join(f"{n % 11},0,c{n % 11}" for n in range(32)): "class has 11 classes: the 10 most frequent are used, "
    "and 2 rows were left out, of other classes.",
    ";".join(f"{n},0,{n % 2}" for n in range(503)): "At most 500 points are used, as a link holds no more; "
    "the other 3 were left out.",
    "1,2,a;3,4,b" + " " * LONGEST_TEXT: "The text is longer than 1,000,000 characters; the rest of it was left out.",
}
TOO_FEW = "Points of two classes are needed, such as 1,2,a;3,4,b;"
ROWS = st.lists(
    st.tuples(
        st.floats(-FURTHEST, FURTHEST).map(float),
        st.floats(-1e6, 1e6).map(float),
        st.sampled_from(["0", "1", "-1", "cat", "a.b_c-d", "männlich", "class A", "=1+1", "日本"]),
    ),
    min_size=1,
    max_size=30,
)


def spelled(rows):
    return spell(Table(PLAIN, (*rows, (0.0, 0.0, "0"), (0.0, 0.0, "1"))))


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_every_spelling_reads_as_the_same_points(text):
    assert read(text) == ("1,-2.5,a;0.001,4,b", [])


@pytest.mark.parametrize("text, sentence", PROBLEMS.items(), ids=range(len(PROBLEMS)))
def test_every_problem_has_its_sentence_and_the_other_points_are_used(text, sentence):
    link, sentences = read(text)
    assert sentences == [sentence]
    assert read(link) == (link, [])
    assert 2 <= len(own(link).make(0, 0.0, 0.5, np.random.RandomState(0)).x) <= MOST


def test_many_problems_become_a_few_sentences():
    _, sentences = read("1,2,a;3,4,b" + ";x,y,z" * 40)
    assert len(sentences) == 6
    assert sentences[-1] == "35 more things were not understood and were left out."


@pytest.mark.parametrize("text", ["", "  \n ", ";;;", "abc", "x,y,class"])
def test_a_text_without_points_says_what_is_needed(text):
    with pytest.raises(ValueError) as error:
        read(text)
    assert str(error.value).endswith(f"{TOO_FEW} there are none here.")


def test_words_alone_say_what_is_needed():
    with pytest.raises(ValueError, match="At least one column of numbers is needed as an input, beside class"):
        read("a,b,c\nd,e,f")


def test_a_single_class_says_what_is_needed():
    with pytest.raises(ValueError, match="these are all of one class"):
        read("1,2,a;3,4,a")


@given(ROWS)
def test_what_is_spelled_reads_back(rows):
    assert read(spelled(rows)) == (spelled(rows), [])


@given(st.floats(-FURTHEST, FURTHEST))
def test_numbers_keep_six_digits(value):
    assert float(written(value)) == pytest.approx(value, rel=5e-6)
    assert written(float(written(value))) == written(value)


@settings(max_examples=300)
@given(st.text(alphabet="019.,;:-+e_#\t\n\r \"'abxyclsinf\0é１\u202e", max_size=60))
def test_whatever_is_typed_gives_points_or_a_sentence(text):
    try:
        link, sentences = read(text)
    except ValueError as error:
        assert str(error).endswith(".")
        return
    assert read(link) == (link, [])
    assert all(sentence.endswith(".") for sentence in sentences)
    sample = own(link).make(0, 0.0, 0.5, np.random.RandomState(0))
    assert np.isfinite(sample.x).all()


def test_the_work_on_a_long_text_grows_with_its_rows_alone():
    def calls(rows):
        text = "\n".join(f"{n},{n % 7},?" for n in range(rows))
        profile = cProfile.Profile()
        assert profile.runcall(read, text)[1][-1].startswith(f"500 of {rows:,} rows are used")
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(20_000) < 11 * calls(2_000)


def test_classes_are_numbers_in_order_then_words():
    text = "0,0,b;0,0,10;0,0,a;0,0,2;0,0,-1"
    dataset = own(text)
    assert dataset.classes == ("-1", "2", "10", "a", "b")
    assert dataset.make(0, 0.0, 0.5, np.random.RandomState(0)).y.tolist() == [0, 1, 2, 3, 4]


def test_numbers_of_classes_have_one_spelling():
    assert read("1,1,+1\n2,2,-1.0\n3,3,1.")[0] == "1,1,1;2,2,-1;3,3,1"


def test_own_points_are_all_used_as_they_are():
    dataset = own("3,4,b;1,2,a;5,6,b")
    sample = dataset.make(1, 0.0, 0.9, np.random.RandomState(0))
    assert sample.x.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert sample.y.tolist() == [0, 1, 1]
    assert (dataset.name, dataset.kind, dataset.inputs, dataset.examples, dataset.most) == ("own", "plane", 2, 3, 3)


def test_own_points_with_a_problem_are_refused():
    with pytest.raises(ValueError, match=r"Point 1: x must be a number"):
        own("z,2,a;3,4,a;5,6,b")
    with pytest.raises(ValueError, match="two classes"):
        own("")


def test_the_example_is_spelled_as_a_link():
    assert read(EXAMPLE) == (EXAMPLE, [])
    assert len(own(EXAMPLE).classes) == 2


@pytest.mark.parametrize(
    "text, name",
    [
        ("männlich", "männlich"),
        ("ma\u0308nnlich", "männlich"),
        ("class A", "class A"),
        (' a "b";\n c, ', "a b c"),
        ("a\u202eb\0\x1b", "ab"),
        ("# 1", "1"),
        ("x" * 99, "x" * 27 + "…" + "x" * 12),
        ("日本語 😀", "日本語 😀"),
    ],
)
def test_names_of_any_script_stand_on_one_line_and_separate_nothing(text, name):
    assert tidy(text) == name == tidy(name)


@pytest.mark.parametrize(
    "text",
    [
        "x,number:z;1,0;2,1;3,1",
        "=1,#,,#,id\n1,2,3,a,5\n2,3,4,b,6",
        "class:a|b,b|y;u|v,1;w|v,2",
        "a\tb\tclass\n1\t1e13\tu\n2\tv\tv\n3\tw\tv",
    ],
    ids=["a number of two values", "columns without names", "a bar in names", "a word that is a large number"],
)
def test_what_is_odd_reads_back_as_well_and_can_be_chosen(text):
    spelled = read(text)[0]
    assert read(spelled) == (spelled, []) == read(typed(spelled))
    assert chosen(spelled)[0] in targets(spelled)


def test_long_names_that_differ_at_their_ends_stay_apart():
    names = [f"Amanita muscaria, a variety of the colour {colour}" for colour in ("yellow", "red")]
    spelled, sentences = read(f'a,b,class\n1,2,"{names[0]}"\n3,4,"{names[1]}"')
    short = ("Amanita muscaria a variety…e colour red", "Amanita muscaria a variety…olour yellow")
    assert own(spelled).classes == short
    assert sentences == [] and read(spelled) == (spelled, [])


def test_classes_with_long_numbers_stay_apart():
    codes = ("1110021", "1110022", "123456789012")
    spelled, sentences = read("a,b,class\n" + "\n".join(f"{i},{i * i},{codes[i % 3]}" for i in range(30)))
    assert own(spelled).classes == codes and sentences == []
    assert read(spelled) == (spelled, [])
