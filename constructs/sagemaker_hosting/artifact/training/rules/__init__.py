"""The rules over training scripts, found by walking this package."""
