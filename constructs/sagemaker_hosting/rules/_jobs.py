"""Load tests of the Inference Recommender and compilations by Neo: what their rules share."""

from __future__ import annotations

import ast
import json
from typing import Any, Final

CREATE_COMPILATION: Final = "CreateCompilationJob"
CREATE_LOAD_TEST: Final = "CreateInferenceRecommendationsJob"

CONFIGURATIONS: Final = "InputConfig/EndpointConfigurations"
CONTAINER: Final = "InputConfig/ContainerConfig"
PHASES: Final = "InputConfig/TrafficPattern/Phases"


def shapes_of(text: str) -> Any:
    """Return what a ``DataInputConfig`` or ``CompilerOptions`` says; None when it is unreadable.

    The guide writes JSON, and Python with single quotes; both are taken.
    """
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return None
