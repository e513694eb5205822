"""What differs between environments: files, their checks, and the typed result.

```
infra/environments/defaults.yaml   the one place of defaults
infra/environments/dev.yaml        what differs in dev; a file more is an environment more
infra/environments/schema.json     for editors; python -m infra.settings --schema
```
"""

from infra.settings.errors import SettingsError
from infra.settings.loading import environment_names, load, where
from infra.settings.model import Endpoint, Environment

__all__ = ["Endpoint", "Environment", "SettingsError", "environment_names", "load", "where"]
