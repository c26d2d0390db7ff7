"""The commands of `summit`, a module each: `add_arguments(parser)` and `run(args) -> status`.

Modules here import what costs time inside `run`, so that asking for help stays quick.
"""
