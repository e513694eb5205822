"""The commands, one module each; `main.py` loads them on demand."""
