"""Arrays on disk: a damaged file is as good as none, and the files of others stay."""

import os

import numpy as np
import pytest

from ui.work.disk import Disk

ARRAYS = {"surfaces": np.array(["beale"]), "loss": np.ones(9)}


def test_a_damaged_file_is_made_anew_whatever_is_wrong_with_it(tmp_path):
    disk = Disk(tmp_path, 3)
    disk.keep(ARRAYS, "key")
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x69]) + whole[place + 1 :])
        found = disk.find("key")
        assert file.exists() == (found is not None)
    file.write_bytes(whole[:40])
    assert disk.find("key") is None and not file.exists()
    disk.keep(ARRAYS, "key")
    np.testing.assert_array_equal(disk.find("key")["loss"], ARRAYS["loss"])


@pytest.mark.parametrize("name", ["notes.txt", "theirs.npz", "0123456789abcdef.npz"])
def test_only_files_of_its_own_are_removed(tmp_path, name):
    other, part = tmp_path / name, tmp_path / f"{'a' * 32}.4711"
    for place, file in enumerate((other, part)):
        file.write_text("old")
        os.utime(file, (place, place))
    disk = Disk(tmp_path, 2)
    for key in "abc":
        disk.keep(ARRAYS, key)
    assert other.read_text() == "old" and not part.exists() and len([*tmp_path.iterdir()]) == 3
