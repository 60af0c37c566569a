"""Requests per second: that the figures are of the pages that were meant; never how high they are."""

import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from program.local import ROOT
from program.local.bench.load import UnexpectedError, load
from program.local.bench.targets import Target

ROW = re.compile(r"^  (\D+?) +(\d+) +\d+\.\d +\d+\.\d +\d+\.\d\d +(\d+(?: / \d+)?)", re.MULTILINE)

SEATS_ROW = re.compile(r"^  (\D+?) +(\d+) +(\d+\.\d\d)$", re.MULTILINE)


class Lesson(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"<h1>Talk first</h1>" * 10_000
        self.send_response(200 if self.path == "/lesson/" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    def handle_error(self, *args: object) -> None:
        """Whoever has seen enough hangs up."""


@pytest.fixture
def port() -> Iterator[int]:
    with Server(("127.0.0.1", 0), Lesson) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def ask(port: int, path: str, *words: str) -> float:
    target = Target("ours", "lesson", path, words, [0])
    return load(port, target.request, target.marks, seconds=0.1, connections=2).rate


def test_load_counts_whole_answers(port: int) -> None:
    assert ask(port, "/lesson/", "Talk first") > 0


def test_load_of_a_page_without_its_words_is_no_figure(port: int) -> None:
    with pytest.raises(UnexpectedError, match="without 'Your desk'"):
        ask(port, "/lesson/", "Talk first", "Your desk")


def test_load_of_a_page_that_is_not_there_is_no_figure(port: int) -> None:
    with pytest.raises(UnexpectedError, match="404 Not Found"):
        ask(port, "/desk/", "Talk first")


@pytest.fixture(scope="module")
def said() -> str:
    sandbox = [sys.executable, "-m", "program.local.sandbox", "--"]
    command = [sys.executable, "manage.py", "bench", "--seconds", "0.2", "--rounds", "1"]
    ended = subprocess.run([*sandbox, *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_bench_prints_seats_in_one_round_trip_beside_three_statements_in_turn(said: str) -> None:
    assert "Seats on one hot row, 32 connections" in said
    rates = {name: (int(rate), float(beside)) for name, rate, beside in SEATS_ROW.findall(said)}
    assert list(rates) == [
        "take_seat() by the driver alone",
        "the whole of registering",
        "lock, insert, update in turn",
    ]
    assert all(rate > 0 for rate, _ in rates.values())
    assert rates["lock, insert, update in turn"][1] == 1


def test_bench_prints_our_pages_beside_plain_ones(said: str) -> None:
    rows = [(name, queries) for name, _, queries in ROW.findall(said)]
    assert rows[:4] == [
        ("bare view", "0"),
        ("view with one query", "1"),
        ("page, signed out", "1"),
        ("page, signed in", "3"),
    ]
    assert [name for name, _ in rows[4:]] == ["front page", "lesson", "roundtable"] * 2 + ["desk"]
    assert all(queries.endswith(" / 0") for _, queries in rows[4:7])
