"""Archives and scripts that are wrong, each for a reason of its own, and their mended twins."""
