"""May this archive be opened?"""
