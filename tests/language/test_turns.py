"""Whoever comes first works first, and never more at once than there are turns."""

import threading
import time

import pytest

from nudge.language.turns import Turns, n_cores


def begun(work: threading.Thread) -> threading.Thread:
    work.start()
    return work


def test_no_more_than_so_many_work_at_once() -> None:
    """Eight threads and two turns: two inside at most, and two inside at some time."""
    turns, inside, most = Turns(2), [0], [0]
    lock = threading.Lock()

    def work() -> None:
        for _ in range(5):
            with turns:
                with lock:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                time.sleep(0.002)
                with lock:
                    inside[0] -= 1

    threads = [begun(threading.Thread(target=work)) for _ in range(8)]
    for thread in threads:
        thread.join(10)
    assert (most[0], inside[0]) == (2, 0)


def test_who_waits_longest_is_next() -> None:
    """In the order in which they came."""
    turns, order, threads = Turns(1), [], []
    with turns:
        for number in range(6):

            def work(number: int = number) -> None:
                with turns:
                    order.append(number)

            threads.append(begun(threading.Thread(target=work)))
            while len(turns._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join(10)
    assert order == list(range(6))


def test_a_turn_is_given_back_when_the_work_fails() -> None:
    """An error takes no turn away from the others."""
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns:
            _ = 1 / 0
    with turns:
        assert turns._n_free == 0
    assert turns._n_free == 1


def test_there_is_a_turn_for_each_core() -> None:
    """One at least, whatever the machine says."""
    assert Turns()._n_free == n_cores() >= 1
