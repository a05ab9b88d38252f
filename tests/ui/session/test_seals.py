"""A sealed link: who edits it is told, who deletes it has nothing left, and another server says that it cannot tell."""

from base64 import b64decode, urlsafe_b64encode

import pytest

from tests.ui.session.test_locks import ended, read_back, visited
from training.race.config import decode, encode
from ui.lessons import locked
from ui.pages import PAGES
from ui.session import locks, opening, seals, state
from ui.session.locks import Locks


def forged(query, old, new):
    """A sealed link in which something else is written, by one who cannot sign it."""
    mark, whole = seals.SIGNED + seals.WHOSE, b64decode(query.partition("=")[2] + "==", altchars=b"-_")
    own = seals.sealed(seals.opened(query, "race")[0].replace(old, new), "race")
    other = b64decode(own.partition("=")[2] + "==", altchars=b"-_")
    return f"locked={urlsafe_b64encode(whole[:mark] + other[mark:]).decode()}"


@pytest.mark.parametrize(
    "old, new", [("surface=ravine", "surface=bowl"), ("locks=surface,lr", "locks=lr"), ("steps=20", "steps=30")]
)
def test_a_link_that_was_edited_is_told_and_stays_told(old, new, session):
    _, query = ended(Locks(("surface", "lr"), ("steps",)))
    assert forged(query, old, old).rstrip("=") == query
    held = visited(session, forged(query, old, new))
    said = locks.DOUBTS[locks.CHANGED]
    assert new in encode(held.config) + f"&locks={','.join(held.locks.names)}"
    assert locked.words(state.entered(), held.config, held.locks).startswith(said)
    again = read_back(state.linked(encode(held.config)))
    assert again == (held.config, held.locks, []) and again[1].doubt == locks.CHANGED
    assert read_back(forged(query, "locks=surface,lr&only=steps&", "sum=1&"))[2] == [said]


@pytest.mark.parametrize("start", ["?doubt=&", "??doubt=&", "doubt=&", "%3Fdoubt=&", "??"])
def test_no_text_in_a_link_takes_its_doubt_away(start, session):
    race, query = ended(Locks(("surface",)))
    found = opening.read(forged(query, "locks=surface", f"{start}locks=surface"), PAGES["race"])
    assert (found.config, found.locks) == (race, Locks(("surface",), doubt=locks.CHANGED))
    then = opening.read(locks.linked(encode(race), found.locks, "race"), PAGES["race"])
    assert (then.config, then.locks, then.sentences) == (race, found.locks, ())
    plain = opening.read(f"{start}locks=surface", PAGES["race"])
    assert plain.locks == Locks(("surface",), doubt=locks.OTHERS)


def test_a_seal_counts_on_its_page_alone():
    held = Locks(("steps",))
    _, query = ended(held)
    assert seals.opened(query, "race")[1] == seals.SURE
    assert opening.read(query, PAGES["network"]).locks == Locks(("steps",), doubt=locks.CHANGED)


def test_a_sealed_link_that_is_too_long_locks_and_says_what_any_long_link_says():
    long, held = f"{ended()[1]}&points={'1,2;' * 7000}", Locks(("surface",))
    config, found, said = read_back(locks.linked(long, held, "race"))
    assert found == held and config.surface_name == "ravine"
    assert said[0] == decode(long)[1][0] and said[0].startswith("The link is longer than")


def test_what_stands_beside_a_seal_is_only_view():
    race, query = ended(Locks(("surface",)))
    said = "“surface” and “locks”: added to a locked link; ignored."
    assert read_back(f"{query}&t=3&surface=bowl&lesson=valley.1&lock%73=") == (race, Locks(("surface",)), [said])
    whole, doubt, told = seals.opened(f"t=3&{query[:-9]}", "race")
    assert (whole, doubt) == ("t=3", seals.SURE) and told[0].startswith("The locked link cannot be read")


def test_a_link_of_another_server_or_of_old_locks_and_says_that_nobody_can_vouch_for_it(monkeypatch, tmp_path):
    def server(name, secret=None):
        seals._key.cache_clear()
        monkeypatch.setattr(seals, "FILE", tmp_path / name / "secret")
        monkeypatch.delenv(seals.VARIABLE, raising=False)
        if secret:
            monkeypatch.setenv(seals.VARIABLE, secret)

    held = Locks(("surface",))
    unsure = Locks(("surface",), doubt=locks.OTHERS)
    server("one")
    race, query = ended(held)
    assert (tmp_path / "one" / "secret").stat().st_mode & 0o077 == 0
    server("one")  # again, after a restart
    assert read_back(query) == (race, held, [])
    server("other")
    assert read_back(query) == (race, unsure, [])
    own = locks.linked(encode(race), unsure, "race")
    assert read_back(own) == (race, unsure, [])  # it signs what it was shown, and stays unsure
    server("one", "of the school")
    assert read_back(query)[1] == unsure
    query = ended(held)[1]
    server("other", "of the school")  # two that know the same secret
    assert read_back(query) == (race, held, [])
    for old in ("&sum=12ab.34cd", ""):
        assert read_back(f"{encode(race)}&locks=surface{old}") == (race, unsure, [])
    assert read_back(f"{encode(race)}&sum=12ab")[2] == [locks.DOUBTS[locks.OTHERS]]
    seals._key.cache_clear()
