"""Other people's files are the ones that were locked."""

import io
import tarfile
from pathlib import Path

import pytest

from program.local import vendor


def archive(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def test_committed_files_are_the_locked_ones() -> None:
    assert vendor.changed_files(vendor.read_lock()) == []


def test_changed_files_names_what_was_edited_and_what_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "STATIC", tmp_path)
    files = vendor.unpack(archive(a=b"one", b=b"two", c=b"three"), {n: {"to": f"{n}.js"} for n in "abc"})
    (tmp_path / "a.js").write_bytes(b"one, and something else")
    (tmp_path / "b.js").unlink()
    lock: dict[str, vendor.Locked] = {"x": {"version": "1", "integrity": "", "files": files}}
    assert vendor.changed_files(lock) == ["a.js", "b.js"]


def test_unpack_drops_the_pointer_to_a_source_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "STATIC", tmp_path)
    vendor.unpack(archive(a=b"run();\n//# sourceMappingURL=a.js.map\n"), {"a": {"to": "a.js"}})
    assert (tmp_path / "a.js").read_bytes() == b"run();"


def test_release_that_changed_under_its_version_is_refused() -> None:
    wanted: vendor.Wanted = {"version": "4.0.1", "files": {}}
    locked: vendor.Locked = {"version": "4.0.1", "integrity": "sha512-then", "files": {}}
    with pytest.raises(vendor.VendorError, match="other content than before"):
        vendor.refuse_changed_release("htmx.org", wanted, "sha512-now", locked)
    vendor.refuse_changed_release("htmx.org", wanted, "sha512-then", locked)
