"""What a container finds: its files below /opt/ml, and its environment."""

from __future__ import annotations

import math
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from sagemaker_hosting.runner.archive import ArchiveLimits, unpack
from sagemaker_hosting.runner.frameworks import GUESS, guess
from sagemaker_hosting.runner.program import Program, find_program, multi_model_program

_TIMEOUTS = ("SAGEMAKER_MODEL_SERVER_TIMEOUT", "SAGEMAKER_TS_RESPONSE_TIMEOUT")


class Layout:
    """The scratch directory of one container.

    Args:
        model: The unpacked model directory, or its `model.tar.gz`; None for many models.
        environment: The Model's `Environment`.
        framework: Whose container it imitates.
        program: What the image's ENTRYPOINT runs, if it has a server of its own.
        region: What AWS_REGION says inside.
        limits: What an archive may unpack to.
    """

    def __init__(
        self,
        model: Path | None,
        environment: Mapping[str, str],
        framework: str,
        program: Path | None,
        region: str,
        limits: ArchiveLimits | None,
    ) -> None:
        self._model = model
        self._environment = dict(environment)
        self._framework = framework
        self._own_program = program
        self._region = region
        self._limits = limits
        self._program: Program | None = None

    @cached_property
    def scratch(self) -> Path:
        """The directory that is removed in the end; its `ml` stands for /opt/ml."""
        made = Path(tempfile.mkdtemp(prefix="sagemaker-hosting-model-"))
        # For callers that give up on a container that did not start.
        weakref.finalize(self, shutil.rmtree, made, ignore_errors=True)
        return made

    @property
    def model_dir(self) -> Path:
        """What stands for /opt/ml/model."""
        return self.scratch / "ml" / "model"

    @property
    def worker_timeout(self) -> float:
        """Seconds that the model server gives a worker, where the environment says so."""
        if self._program is None or self._program.kind == "own-server":
            return math.inf
        given = [self._environment.get(name, "") for name in _TIMEOUTS]
        return min((float(text) for text in given if text.isdigit()), default=math.inf)

    def prepare(self) -> Program:
        """Lay out the files, once, and return how to serve them.

        Raises:
            LocalAwsError: The archive is unsafe, or holds nothing that can be served.
        """
        if self._program is not None:
            return self._program
        if self.model_dir.is_symlink():
            self.model_dir.unlink()
        elif self.model_dir.exists():
            shutil.rmtree(self.model_dir)
        self.model_dir.parent.mkdir(parents=True, exist_ok=True)
        if self._model is None:
            self._program = multi_model_program(self._framework, self._own_program)
            return self._program
        if self._model.is_dir():
            self.model_dir.symlink_to(self._model.resolve(), target_is_directory=True)
        else:
            unpack(self._model, self.model_dir, self._limits)
        framework = self._framework
        if framework == GUESS:
            framework = guess(self.model_dir)
        self._program = find_program(
            self.model_dir, self._environment, framework, self._own_program
        )
        return self._program

    def variables(self, port: int) -> dict[str, str]:
        """Return what SageMaker sets for the container, the Model's own variables last but few.

        Args:
            port: Where the container shall listen.
        """
        variables = {
            "HOME": str(self.scratch),
            "AWS_REGION": self._region,
            "AWS_DEFAULT_REGION": self._region,
            "SAGEMAKER_REGION": self._region,
            "PYTHONUNBUFFERED": "1",
            **self._environment,
            # Where the toolkit finds "model": in a container /opt/ml.
            "SAGEMAKER_BASE_DIR": str(self.model_dir.parent),
            "SAGEMAKER_BIND_TO_PORT": str(port),
        }
        if self._model is None:
            variables["SAGEMAKER_MULTI_MODEL"] = "true"
        imports = self._program.python_path if self._program else None
        if imports:
            paths = [str(imports), self._environment.get("PYTHONPATH", "")]
            variables["PYTHONPATH"] = ":".join(path for path in paths if path)
        return variables

    def remove(self) -> None:
        """Remove the files."""
        shutil.rmtree(self.scratch, ignore_errors=True)
