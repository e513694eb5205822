"""What a cloud assembly (``cdk.out``) says of where its templates are deployed to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_ENVIRONMENT: Final = re.compile(r"aws://[^/]+/([a-z]{2}[a-z0-9-]*-\d+)$")
_TEMPLATE: Final = ".template.json"


def regions_of_templates(directory: Path) -> dict[str, str]:
    """Return the Region of each template in ``directory`` by file name, as far as it is said.

    Nothing is said by a stack that can be deployed to any Region, and by a directory that is no
    cloud assembly. A nested stack is deployed where its parent is.
    """
    try:
        manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    artifacts = manifest.get("artifacts") if isinstance(manifest, Mapping) else None
    found: dict[str, str] = {}
    for artifact in artifacts.values() if isinstance(artifacts, Mapping) else ():
        region, template = _stack(artifact)
        if region is None or template is None:
            continue
        found[template] = region
        nested = f"{template.removesuffix(_TEMPLATE)}*.nested{_TEMPLATE}"
        found |= dict.fromkeys((each.name for each in directory.glob(nested)), region)
    return found


def _stack(artifact: Any) -> tuple[str | None, str | None]:
    """Return the Region and the template file of a stack."""
    if not isinstance(artifact, Mapping):
        return None, None
    environment, properties = artifact.get("environment"), artifact.get("properties")
    template = properties.get("templateFile") if isinstance(properties, Mapping) else None
    place = _ENVIRONMENT.match(environment) if isinstance(environment, str) else None
    return place and place[1], template if isinstance(template, str) else None
