"""The workers of a cluster: which are fit to work, and what they say of it."""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from distributed import KilledWorker, wait

from geomap.cluster.work import leave, see
from geomap.errors import ClusterError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from distributed import Client, Future

__all__ = ["Crew", "Reply"]

Reply = dict[str, Any] | None
"""What a worker said; ``None`` if it was lost."""

_TICK = 1.0  # seconds between two looks at the workers
_ARRIVAL = 60.0  # seconds in which a first worker must be there
_RETURN = 300.0  # seconds without any worker after which a run is given up
_PER_THREAD = 2  # bundles for each thread of a worker: the next is there when one is done
_LOSSES = 3  # of one order after which a run is given up
_LOST = "run the same command again: what is done is kept"


@dataclass
class Crew:
    """The workers of a cluster.

    Parameters
    ----------
    client
        A client of their scheduler.
    shared
        What every order holds: recipe, its digest, the folder of the results.
    tell
        Takes a line for the user.
    """

    client: Client
    shared: dict[str, Any]
    tell: Callable[[str], object]
    _threads: dict[str, int] = field(default_factory=dict, init=False)
    _refused: dict[str, str] = field(default_factory=dict, init=False)
    _seen: float = field(default=0.0, init=False)
    _sent: int = field(default=0, init=False)
    _run: str = field(default_factory=lambda: secrets.token_hex(4), init=False)

    def muster(self) -> None:
        """Wait for workers, and ask each whether it can work.

        Raises
        ------
        ClusterError
            If there is none, or none is fit.
        """
        try:
            self.client.wait_for_workers(1, timeout=_ARRIVAL)
        except TimeoutError as error:
            msg = f"{self._name}: no worker in {_ARRIVAL:g} s; start some: dask worker {self._name}"
            raise ClusterError(msg) from error
        answers = self.client.run(see, json.dumps(self.shared), on_error="return")
        for worker, answer in answers.items():
            if isinstance(answer, Exception):
                self.refuse(worker, f"{type(answer).__name__}: {answer}")
            elif answer:
                self.refuse(worker, answer)
        self._look(is_due=True)

    @property
    def capacity(self) -> int:
        """How many bundles may be under way."""
        self._look()
        return max(2, _PER_THREAD * sum(self._threads.values()))

    def submit(self, work: Callable[[str], str], order: dict[str, Any]) -> Future:
        """Send an order, to a fit worker if some are not; where all of these go, to any."""
        fit = list(self._threads) if self._refused else None
        self._sent += 1
        return self.client.submit(
            work,
            json.dumps(self.shared | order),
            key=f"geomap-{self._run}-{self._sent}",
            workers=fit,
            allow_other_workers=bool(fit),
        )

    def run_all(
        self, work: Callable[[str], str], orders: Mapping[str, dict[str, Any]]
    ) -> dict[str, Any]:
        """Send orders by their names until each is done, and return what was said of each.

        Raises
        ------
        ClusterError
            If the workers of one were lost too often.
        OutputError
            If a worker cannot do one.
        """
        waiting, losses = deque(orders), dict.fromkeys(orders, 0)
        sent: dict[Future, str] = {}
        done: dict[str, Any] = {}
        while waiting or sent:
            while waiting and len(sent) < self.capacity:
                name = waiting.popleft()
                sent[self.submit(work, orders[name])] = name
            for future, reply in self.hear(tuple(sent)):
                name = sent.pop(future)
                self.heed(reply)
                if reply is not None and "done" in reply:
                    done[name] = reply["done"]
                    continue
                waiting.append(name)
                losses[name] += reply is None
                if losses[name] > _LOSSES:
                    msg = f"{name}: lost with its workers {_LOSSES} times; {_LOST}"
                    raise ClusterError(msg)
        return done

    def heed(self, reply: Reply) -> None:
        """Leave a worker out that cannot work, and end where none could.

        Raises
        ------
        OutputError
            If what is wrong would meet every worker, such as a disk that is full.
        """
        if reply is not None and "fault" in reply:
            msg = f"{reply['fault']}; {_LOST}"
            raise OutputError(msg)
        if reply is not None and "refused" in reply:
            self.refuse(reply["worker"], reply["refused"])

    def refuse(self, worker: str, reason: str) -> None:
        """Give a worker nothing more.

        Raises
        ------
        ClusterError
            If none is left.
        """
        if worker not in self._refused:
            self.tell(f"worker {worker} is left out: {reason}")
        self._refused[worker] = reason
        self._look(is_due=True)

    def hear(self, sent: Collection[Future]) -> Iterator[tuple[Future, Reply]]:
        """Yield what came back since, with what was said.

        Raises
        ------
        ClusterError
            If the scheduler or all workers are lost.
        """
        self._look()
        try:
            with self.client.as_current():
                wait(sent, timeout=_TICK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return
        except (CancelledError, OSError, ValueError):
            self._check()
        for future in [future for future in sent if future.status != "pending"]:
            yield future, self._reply(future)

    def dismiss(self, sent: Collection[Future]) -> None:
        """Cancel what is under way, and let the workers end their processes."""
        if self.client.status != "running":
            return
        with suppress(OSError, TimeoutError, RuntimeError):  # as they are lost, too, in the end
            self.client.cancel(list(sent), force=True)
            self.client.run(leave, json.dumps(self.shared), on_error="ignore")

    @property
    def _name(self) -> str:
        return str(self.client.scheduler.address) if self.client.scheduler else "the scheduler"

    def _check(self) -> None:
        if self.client.status != "running":
            msg = f"the scheduler is lost; start it again, and {_LOST}"
            raise ClusterError(msg)

    def _look(self, *, is_due: bool = False) -> None:
        """Count the workers, now and then: some go, some come."""
        now = time.monotonic()
        if not is_due and now - self._seen < _TICK and self._threads:
            return
        self._check()
        try:
            threads = self.client.nthreads()
        except (OSError, RuntimeError, AttributeError) as error:
            msg = f"the scheduler is lost ({error}); start it again, and {_LOST}"
            raise ClusterError(msg) from error
        self._threads = {name: n for name, n in threads.items() if name not in self._refused}
        if self._threads:
            self._seen = now
        elif threads:
            msg = f"no worker is fit to work: {next(iter(self._refused.values()))}"
            raise ClusterError(msg)
        elif self._seen and now - self._seen > _RETURN:
            msg = f"no worker for {_RETURN:g} s; start some, and {_LOST}"
            raise ClusterError(msg)

    def _reply(self, future: Future) -> Reply:
        """Return what a worker said; a task that Dask gave up was lost with its worker.

        Raises
        ------
        ClusterError
            If the task failed in a way that is no loss, which would meet it again.
        """
        if future.status == "error":
            error = future.exception()
            if isinstance(error, KilledWorker):
                return None
            msg = f"a worker failed ({type(error).__name__}: {error}); see its log, and {_LOST}"
            raise ClusterError(msg)
        try:
            said: Reply = json.loads(future.result(timeout=_RETURN))
        except (CancelledError, OSError, TimeoutError):  # its worker has died since
            self._check()
            return None
        return said
