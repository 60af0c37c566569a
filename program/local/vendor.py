"""Bring pinned npm files into static/. The site itself needs neither Node nor this module.

    python -m program.local.vendor           fetch, verify, cut the fonts, copy, write vendor.lock.json
    python -m program.local.vendor --check   offline: are the committed files the ones that were locked?

Fetching needs `npm`; cutting a font to the axes we use needs `uvx`, which runs a pinned fonttools.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from io import BytesIO
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
WANTED = ROOT / "vendor.toml"
LOCK = ROOT / "vendor.lock.json"
FONTTOOLS = ["uvx", "--from", "fonttools[woff]==4.68.0"]
FEATURES = "kern,liga,mark,mkmk,locl,rvrn,tnum,pnum"
SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$|/\*# sourceMappingURL=[^*]*\*/\s*$")


class File(TypedDict, total=False):
    to: str
    axes: list[str]


class Wanted(TypedDict):
    version: str
    files: dict[str, File]


class Locked(TypedDict):
    version: str
    integrity: str
    files: dict[str, str]


class VendorError(Exception):
    """A vendored file is not the one that was expected."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_lock() -> dict[str, Locked]:
    lock: dict[str, Locked] = json.loads(LOCK.read_text()) if LOCK.exists() else {}
    return lock


def changed_files(lock: dict[str, Locked]) -> list[str]:
    """Vendored files that are missing or differ from what was locked."""
    return [
        path
        for package in lock.values()
        for path, digest in package["files"].items()
        if not (STATIC / path).is_file() or sha256((STATIC / path).read_bytes()) != digest
    ]


def download(name: str, version: str) -> tuple[bytes, str]:
    """The package's archive and its integrity, which npm's answer must agree with."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "npm",
            "pack",
            "--json",
            "--ignore-scripts",
            "--pack-destination",
            folder,
        ]
        answer = subprocess.run([*command, f"{name}@{version}"], check=True, capture_output=True)
        blob = next(Path(folder).glob("*.tgz")).read_bytes()
    told = json.loads(answer.stdout)
    told = told[0] if isinstance(told, list) else next(iter(told.values()))
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(blob).digest()).decode()
    if told["integrity"] != integrity:
        raise VendorError(f"{name} {version}: the archive is not the one npm announced")
    return blob, integrity


def refuse_changed_release(name: str, wanted: Wanted, integrity: str, locked: Locked | None) -> None:
    if locked and locked["version"] == wanted["version"] and locked["integrity"] != integrity:
        raise VendorError(f"{name} {wanted['version']}: same version, other content than before")


def cut_font(data: bytes, axes: list[str]) -> bytes:
    """The same font with only the axis ranges we set type in, and the features we use."""
    with tempfile.TemporaryDirectory() as folder:
        whole, cut, small = (Path(folder) / name for name in ("whole.woff2", "cut.ttf", "small.woff2"))
        whole.write_bytes(data)
        # A fixed clock keeps the result identical from one run to the next.
        env = {**os.environ, "SOURCE_DATE_EPOCH": "0"}
        instance = [*FONTTOOLS, "fonttools", "varLib.instancer", str(whole), *axes]
        subset = [
            *FONTTOOLS,
            "pyftsubset",
            str(cut),
            "--unicodes=*",
            f"--layout-features={FEATURES}",
        ]
        subset += ["--drop-tables+=STAT,MVAR", "--no-hinting", "--flavor=woff2"]
        subprocess.run([*instance, "-q", "-o", str(cut)], check=True, env=env)
        subprocess.run([*subset, f"--output-file={small}"], check=True, env=env)
        return small.read_bytes()


def prepare(data: bytes, file: File) -> bytes:
    if axes := file.get("axes"):
        return cut_font(data, axes)
    # Hashed static storage refuses a file that points at a source map we do not ship.
    return SOURCE_MAP.sub(b"", data) if file["to"].endswith((".js", ".css")) else data


def unpack(blob: bytes, files: dict[str, File]) -> dict[str, str]:
    """Write the wanted files of one archive; answers path and sha256 of each."""
    digests = {}
    with tarfile.open(fileobj=BytesIO(blob)) as archive:
        for source, file in files.items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                raise VendorError(f"{source} is not a file")
            data = prepare(member.read(), file)
            target = STATIC / file["to"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            digests[file["to"]] = sha256(data)
    return digests


def fetch() -> None:
    old = read_lock()
    wanted: dict[str, Wanted] = tomllib.loads(WANTED.read_text())
    new: dict[str, Locked] = {}
    for name, package in wanted.items():
        blob, integrity = download(name, package["version"])
        refuse_changed_release(name, package, integrity, old.get(name))
        files = unpack(blob, package["files"])
        new[name] = {
            "version": package["version"],
            "integrity": integrity,
            "files": files,
        }
        print(f"{name} {package['version']}: {len(files)} files")
    LOCK.write_text(json.dumps(new, indent=1, sort_keys=True) + "\n")


def main() -> None:
    if "--check" not in sys.argv[1:]:
        fetch()
    elif changed := changed_files(read_lock()):
        sys.exit(f"vendored files differ from vendor.lock.json: {', '.join(changed)}")


if __name__ == "__main__":
    main()
