"""An inference pipeline: containers in a row, each answered by the next."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.facts.limits import CONTAINERS, PIPELINE_PAYLOAD_BYTES
from sagemaker_hosting.runner.servable import (
    ContainerAnswer,
    ContainerStream,
    RequestRefused,
    Servable,
)

_LEAST = 2


class Pipeline:
    """Two to fifteen containers; the output of one is the input of the next.

    Args:
        stages: The containers in order, each with the name it has in messages.

    Raises:
        InvalidProps: There are fewer than 2 or more than 15.
    """

    def __init__(self, stages: Sequence[tuple[str, Servable]]) -> None:
        most = int(CONTAINERS.value.maximum)
        if not _LEAST <= len(stages) <= most:
            raise InvalidProps(
                f"an inference pipeline of {len(stages)} containers",
                fix=f"give it {_LEAST} to {most} containers",
                source=CONTAINERS.source,
            )
        self._stages = tuple(stages)
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start all containers at once; raises what the first that fails raises."""
        with self._lock, ThreadPoolExecutor(len(self._stages)) as pool:
            for started in [pool.submit(stage.start) for _, stage in self._stages]:
                started.result()

    def ping(self) -> bool:
        """Return whether all of them answer."""
        return all(stage.ping() for _, stage in self._stages)

    def invoke(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> ContainerAnswer:
        """Send the payload through; what the first container that fails answers is the answer.

        Args:
            body: The payload for the first container.
            content_type: Its Content-Type. Default: application/json.
            accept: What the last container shall answer in; those before it answer in what they
                prefer, SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT.
            headers: Further headers, given to each.

        Raises:
            RequestRefused: What one container hands to the next is larger than 5 MB.
        """
        answer = ContainerAnswer(200, body, content_type)
        for index, (name, stage) in enumerate(self._stages):
            if index:
                self._check_size(index, answer)
            answer = stage.invoke(
                answer.body,
                content_type=answer.content_type,
                accept=accept if name == self._stages[-1][0] else "",
                headers=headers,
            )
            if not answer.is_success:
                return answer
        return answer

    @contextlib.contextmanager
    def stream(
        self,
        body: bytes,
        *,
        content_type: str = "application/json",
        accept: str = "",
        headers: dict[str, str] | None = None,
    ) -> Iterator[ContainerStream]:
        """Refuse: a pipeline answers as a whole.

        Raises:
            RequestRefused: Always.
        """
        raise RequestRefused(
            400, "ValidationError", "an inference pipeline does not stream its response"
        )
        yield

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines of each container below its name."""
        tails = [(name, stage.log_tail(lines)) for name, stage in self._stages]
        return "\n".join(f"{name}:\n{tail}" for name, tail in tails if tail)

    def stop(self, grace: float = 0.0) -> bool:
        """End all of them at once."""
        with ThreadPoolExecutor(len(self._stages)) as pool:
            return all(list(pool.map(lambda stage: stage[1].stop(grace), self._stages)))

    def _check_size(self, index: int, answer: ContainerAnswer) -> None:
        limit = PIPELINE_PAYLOAD_BYTES.value
        if len(answer.body) > limit:
            sender, receiver = self._stages[index - 1][0], self._stages[index][0]
            raise RequestRefused(
                424,
                "ModelError",
                f"{sender} answered {len(answer.body)} bytes for {receiver}; a pipeline hands on "
                f"at most {limit}",
            )
