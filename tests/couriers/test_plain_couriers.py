"""Console, file and inbox."""

from __future__ import annotations

import errno
import io
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from nudge.app.ports import Store
from nudge.couriers.console import ConsoleCourier
from nudge.couriers.file import FileCourier
from nudge.couriers.inbox import InboxCourier
from nudge.domain.errors import Conflict, Unavailable
from nudge.domain.letters import Letter, NotDelivered
from tests.couriers.letters import SECRET, make_letter
from tests.makers import make_participant


def test_the_console_shows_a_letter(capsys: pytest.CaptureFixture[str]) -> None:
    ConsoleCourier().send(make_letter())
    shown = capsys.readouterr().out
    assert "2026-11-20 07:30 UTC · cue · to ana@example.org" in shown
    assert SECRET in shown
    assert "Done: https://nudge.example.org/n/done/" in shown


def test_the_console_isnt_steered() -> None:
    """A pledge can't clear the screen or change the title of the window."""
    stream = io.StringIO()
    ConsoleCourier(stream).send(make_letter(text="a\x1b[2Jb\x07\x9b1mc"))
    assert "a[2Jb1mc" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_a_closed_console() -> None:
    stream = io.StringIO()
    stream.close()
    with pytest.raises(NotDelivered, match="console-closed"):
        ConsoleCourier(stream).send(make_letter())


def test_the_file_has_one_letter_a_line(tmp_path: Path) -> None:
    """Only its owner may read it; threads and other processes don't mix their lines."""
    path = tmp_path / "letters.jsonl"
    couriers = [FileCourier(path), FileCourier(path)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: couriers[n % 2].send(make_letter(n)), range(40)))
    letters = [json.loads(line) for line in path.read_text().splitlines()]
    assert {letter["id"] for letter in letters} == {f"nud_{n}" for n in range(40)}
    assert SECRET in letters[0]["text"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letters.jsonl"
    courier = FileCourier(path)
    courier.send(make_letter(1))
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, line: write(file, line[:20]))
    with pytest.raises(NotDelivered) as problem:
        courier.send(make_letter(2))
    monkeypatch.undo()
    courier.send(make_letter(3))
    assert (problem.value.code, problem.value.is_final) == ("disk-full", False)
    assert [json.loads(line)["id"] for line in path.read_text().splitlines()] == ["nud_1", "nud_3"]


def test_a_file_that_cant_be_written(tmp_path: Path) -> None:
    """A folder, a folder that is missing, a link that somebody laid."""
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for path in (tmp_path, tmp_path / "missing" / "letters.jsonl", tmp_path / "link"):
        with pytest.raises(NotDelivered) as problem:
            FileCourier(path).send(make_letter())
        assert problem.value.code == "file-unwritable"
        assert os.strerror(errno.ENOENT) not in repr(problem.value)


class InboxStore:
    """As much of a store as the courier needs."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.letters: list[Letter] = []
        self.problem = problem

    @contextmanager
    def begin(self, **options: Any) -> Iterator[InboxStore]:
        yield self

    def add_to_inbox(self, letter: Letter) -> None:
        if self.problem:
            raise self.problem
        self.letters.append(letter)


def test_the_inbox_keeps_letters() -> None:
    store = InboxStore()
    courier = InboxCourier(cast(Store, store))
    assert courier.send(make_letter()) == "nud_1"
    assert store.letters == [make_letter()]
    assert courier.deduplicates


def test_a_letter_that_is_there_was_delivered() -> None:
    store = InboxStore(Conflict("letter-exists", "It is there."))
    assert InboxCourier(cast(Store, store)).send(make_letter()) == "nud_1"


def test_an_inbox_that_cant_be_reached() -> None:
    store = InboxStore(Unavailable("storage-unavailable", "The database can't be reached."))
    with pytest.raises(NotDelivered, match="storage-unavailable"):
        InboxCourier(cast(Store, store)).send(make_letter())


def test_everybody_can_be_reached(tmp_path: Path) -> None:
    person = make_participant()
    assert ConsoleCourier().address(person) == FileCourier(tmp_path).address(person) == "person-1"
    assert InboxCourier(cast(Store, InboxStore())).address(person) == "par_1"
