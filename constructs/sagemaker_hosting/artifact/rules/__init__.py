"""The rules over artifacts, ``SMH07xx``, by what they look at."""
