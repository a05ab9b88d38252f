"""Compiled programs on disk have a bound, and those unused for longest go first."""

import os

from ui.server.upkeep import HOLD, trim


def test_programs_unused_for_longest_go_until_the_rest_fits(tmp_path):
    for number in range(10):
        program = tmp_path / f"jit_{number}-cache"
        program.write_bytes(bytes(100))
        (tmp_path / f"jit_{number}-atime").write_bytes(b"")
        os.utime(program, (number, number))
    (tmp_path / "note.txt").write_bytes(bytes(5_000))
    os.utime(tmp_path / "jit_0-cache", (99, 0))  # old, and read just now
    assert trim(tmp_path, 1_000) == 0
    assert trim(tmp_path, 900) == 3
    left = sorted(path.name for path in tmp_path.glob("*-cache"))
    assert left == [f"jit_{number}-cache" for number in (0, 4, 5, 6, 7, 8, 9)]
    assert len([*tmp_path.glob("*-atime")]) == len(left) == int(HOLD * 900 / 100)
    assert (tmp_path / "note.txt").exists()
    assert trim(tmp_path / "nowhere", 1) == 0
