"""Reading a handler script as syntax. It is never run or imported."""
